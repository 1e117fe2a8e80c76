"""What digests are made of, which programs keep answers under: the name of a model among it."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.facts import Call, FileFacts
from migrator.link.common import bindings_of
from migrator.values import Member, Reference, Result, Value

# fmt: off
DIGESTS = frozenset({
    "hexdigest", "digest", "md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s", "xxh32", "xxh64",
    "xxh3_64", "xxh128", "crc32", "adler32", "hash", "uuid3", "uuid5", "b64encode", "urlsafe_b64encode",
    "md5Hex", "sha1Hex", "sha256Hex", "sha512Hex", "md5DigestAsHex", "nameUUIDFromBytes",
})
"""What makes a digest of what it is given, or gives the one of what it is of."""
FEEDING = "update"
# fmt: on
"""What tells a digest what it is to be made of."""


def digested(call: Call, facts: FileFacts) -> Iterator[Value]:
    """What a digest is made of; nothing for other calls."""
    name = call.callee.name if isinstance(call.callee, (Member, Reference)) else ""
    if name not in DIGESTS and name != FEEDING:
        return
    yield from (each.value for each in call.arguments)
    if isinstance(call.callee, Member) and name in DIGESTS:
        yield from _fed(call.callee.base, facts)


def _fed(base: Value, facts: FileFacts) -> Iterator[Value]:
    """What an object is made of that gives a digest: with what it was made, and what it was given line by line."""
    for each in (base, *(bound.value for bound in bindings_of(facts, base))):
        if isinstance(each, Result):
            yield from digested(facts.calls[each.call], facts)
    for call in facts.calls if isinstance(base, Reference) else ():
        callee = call.callee
        if isinstance(callee, Member) and callee.name == FEEDING and _is_same(callee.base, base):
            yield from (each.value for each in call.arguments)


def _is_same(value: Value, base: Value) -> bool:
    return isinstance(value, Reference) and isinstance(base, Reference) and (value.name, value.scope) == (base.name, base.scope)
