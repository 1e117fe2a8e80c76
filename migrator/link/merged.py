"""What an object takes over from a mapping, or under a name that only run time says (`setattr(self, key, value)`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migrator.link import members
from migrator.link.common import Outcomes, following
from migrator.outcomes import Constant, Frames, Mapping, Outcome, Unknown
from migrator.values import Sequence, Site, Value

if TYPE_CHECKING:
    from migrator.link.evaluate import Linker

PAIR = "pair"


def under(linker: Linker, value: Value, name: str, path: str, frames: Frames) -> Iterator[Outcome]:
    """What comes under a name where an object takes over what `value` holds; nothing where that does not have it."""
    if isinstance(value, Sequence) and value.kind == PAIR:
        yield from _paired(linker, value, name, path, frames)
        return
    for whole in linker.outcomes(value, path, frames):
        match whole.form:
            case Mapping() as mapping:
                found = _held(linker, mapping, name, value.site)
            case Constant():
                # Nothing to take over.
                found = ()
            case Unknown():
                found = (Outcome(whole.form, value.site),)
            case _:
                found = (Outcome(Unknown("unresolved"), value.site),)
        yield from (following(each, whole) for each in found)


def _held(linker: Linker, mapping: Mapping, name: str, site: Site) -> Outcomes:
    may_have = not mapping.complete or any(slot.key in (name, None) for slot in mapping.slots)
    return members.lookup(linker, mapping, name, site) if may_have else ()


def _paired(linker: Linker, pair: Sequence, name: str, path: str, frames: Frames) -> Iterator[Outcome]:
    """What a name is given where another value says which one it is; behind the two stands the mapping that both are of."""
    key, given, *whole = pair.items
    names = [each.form.value if isinstance(each.form, Constant) else None for each in linker.outcomes(key, path, frames)]
    if names == [name]:
        yield from linker.outcomes(given, path, frames)
    elif names and name not in names and None not in names:
        return
    elif whole:
        yield from under(linker, whole[0], name, path, frames)
    else:
        # Which of several goes with which value, nobody looked at.
        yield Outcome(Unknown("unresolved"), pair.site)
