"""Blocks of settings that say by name who answers: `{"provider": "ollama", "model": "deepseek-r1"}` is nobody's finding."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.facts import FileFacts
from migrator.rulebook import COVERED, Rulebook
from migrator.values import Literal, Record, Site, Value

KEYS = frozenset({"provider", "modelprovider", "llmprovider", "apiprovider", "backend", "vendor"})
"""Names, without case and separators, under which a block says who answers."""
URL = "://"


def elsewhere(facts: FileFacts, rulebook: Rulebook) -> set[Site]:
    """The texts of a file that stand beside the name of another provider, and beside no address."""
    ours = tuple(prefix for provider in rulebook.providers if provider.kind == COVERED for prefix in provider.prefixes)
    names = {prefix.rstrip("/:") for provider in rulebook.providers if provider.kind != COVERED for prefix in provider.prefixes}
    # What is a protocol's name too says only how to speak to whoever answers.
    others = names - rulebook.protocols.keys()
    found: set[Site] = set()
    for block in _blocks(facts):
        texts = [(key, value) for key, value in block if isinstance(value, Literal) and isinstance(value.value, str)]
        named = any(_plain(key) in KEYS and str(value.value).lower() in others for key, value in texts)
        if named and not any(URL in str(value.value) for _, value in texts):
            who = tuple(str(value.value).lower() for key, value in texts if _plain(key) in KEYS)
            # Whose name the model's own begins with has made it; everybody sells it.
            found.update(value.site for _, value in texts if not str(value.value).startswith((*ours, *who)))
    return found


def _blocks(facts: FileFacts) -> Iterator[list[tuple[str, Value]]]:
    for call in facts.calls:
        yield [(each.name or "", each.value) for each in call.arguments]
    for use in facts.uses:
        if isinstance(use.value, Record):
            yield [(str(each.key.value), each.value) for each in use.value.entries if isinstance(each.key, Literal)]


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")
