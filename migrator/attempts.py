"""Finds models that are tried one after the other: in `try` and in what catches, and along chains of fallbacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from migrator.facts import FileFacts
from migrator.link.evaluate import Linker
from migrator.outcomes import Code, Constant, Frames, Made
from migrator.passed import Held, each_of
from migrator.values import Sequence, Site, Value

FALLBACK = "fallback"
"""The kind of use that is a chain: each of its items answers when the one before has failed."""
Stages: TypeAlias = "tuple[Site, list[frozenset[Site]]]"
"""Where a chain stands, and the literals of each of its stages; the first is tried first."""
Origins: TypeAlias = "Callable[[Value, str, Frames], frozenset[Site]]"
"""Where everything that a value holds is written."""


def attempts(linker: Linker, files: Iterable[FileFacts], origins: Origins, renamed: frozenset[Site]) -> Iterator[Stages]:
    """The chains in which a literal that is to be renamed takes part."""
    for facts in files:
        yield from _caught(facts, origins, renamed)
        for use in facts.uses:
            if use.kind == FALLBACK and isinstance(use.value, Sequence):
                yield use.site, [frozenset(_made_with(linker, Held(each, facts.path, ()), origins)) for each in use.value.items]


def _caught(facts: FileFacts, origins: Origins, renamed: frozenset[Site]) -> Iterator[Stages]:
    """Of each statement that runs another arm when its first fails: what the two arms hand to calls."""
    for (statement, arm), place in facts.arm_sites.items():
        first = facts.arm_sites.get((statement, 0))
        if arm == 0 or first is None or statement in facts.exclusive or statement in facts.loops:
            continue
        stages = [_handed(facts, first, origins), _handed(facts, place, origins)]
        if any(each & renamed for each in stages):
            yield place, stages


def _handed(facts: FileFacts, place: Site, origins: Origins) -> frozenset[Site]:
    inside = (call for call in facts.calls if place.contains(call.site))
    return frozenset(site for call in inside for each in call.arguments for site in origins(each.value, facts.path, ()))


def _made_with(linker: Linker, held: Held, origins: Origins, answers: bool = True) -> Iterator[Site]:
    """What the objects were made with that a value can be, or that a function gives which `answers` in their place."""
    for (value, path, frames), outcome in each_of(linker, held):
        if isinstance(outcome.form, Made) and outcome.form.call is not None:
            ref = outcome.form.call
            for argument in linker.program.call(ref).arguments:
                yield from origins(argument.value, ref.path, outcome.form.frames)
        elif isinstance(outcome.form, Constant):
            yield from origins(value, path, frames)
        elif isinstance(outcome.form, Code) and answers:
            # A promise's handler, which may be written anywhere: what it gives answers instead.
            code = outcome.form
            for each in linker.program.facts[code.path].functions[code.number].returns:
                yield from _made_with(linker, Held(each, code.path, code.frames), origins, answers=False)
