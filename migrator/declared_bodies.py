"""Leaves the inside of a wrapper that the settings declare to what they say of it."""

from __future__ import annotations

from dataclasses import replace

from migrator.calls import qualified_name
from migrator.link.evaluate import Linker
from migrator.outcomes import Code
from migrator.values import Site
from migrator.variants import Judged


def told_by_callers(judged: Judged, names: frozenset[str], linker: Linker) -> Judged:
    """The call without what only callers of a declared wrapper give it: they are judged where they call."""
    site = _wrapper(judged, names, linker) if names else None
    if site is None:
        return judged
    own = tuple(each for each in judged.variants if each.outcome is None or site.contains(each.outcome.site))
    return replace(judged, variants=own)


def _wrapper(judged: Judged, names: frozenset[str], linker: Linker) -> Site | None:
    """The declared function around a call."""
    facts = linker.program.facts[judged.call.ref.path]
    for function in facts.functions:
        inside = function.site.contains(judged.call.call.site)
        if inside and qualified_name(Code(facts.path, function.number), linker) in names:
            return function.site
    return None
