"""Calls of packages that no row knows, which are given an endpoint and, by a constant's name, a model: they send it as well."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterator

from migrator.blocks import of_endpoint
from migrator.calls import SurfaceCall, Surfaces
from migrator.facts import Call, FileFacts
from migrator.link.evaluate import Linker
from migrator.outcomes import CallRef, Constant, Symbol
from migrator.passed import call_slots
from migrator.rulebook import Rulebook
from migrator.values import written

MODEL = "model"
"""What the names of arguments that are a model have in them."""
OWN_PACKAGES = sys.stdlib_module_names | {"builtins"}


def unknown_calls(
    linker: Linker,
    surfaces: Surfaces,
    rulebook: Rulebook,
    facts: FileFacts,
    judged: Collection[CallRef],
    reached: Callable[[FileFacts, Call], bool],
) -> Iterator[SurfaceCall]:
    """Those of one file; what is written out in such a call is a block's matter, and a call that is `judged` is known."""
    retired = rulebook.retired_ids()
    for call in facts.calls:
        ref = CallRef(facts.path, call.number)
        named = [each for each in call.arguments if each.name is not None and MODEL in each.name.lower()]
        given = [each for each in named if not any(written(each.value))]
        if ref in judged or not given or not reached(facts, call) or not _is_of_package(linker, surfaces, call, facts):
            continue
        slots, _ = call_slots(linker, ref, ())
        for each in given:
            forms = [one.form for one in linker.outcomes(each.value, facts.path)]
            if any(isinstance(form, Constant) and form.value in retired for form in forms):
                yield from of_endpoint(linker, surfaces, rulebook, call, ref, slots, each.value.site, True)


def _is_of_package(linker: Linker, surfaces: Surfaces, call: Call, facts: FileFacts) -> bool:
    """Whether all that is called here comes from a package that is not Python's own, and that no row knows."""
    forms = [each.form for each in linker.outcomes(call.callee, facts.path)]
    return bool(forms) and all(
        isinstance(form, Symbol)
        and form.name.partition(".")[0] not in OWN_PACKAGES
        and form.name not in surfaces.functions
        and form.name not in surfaces.clients
        for form in forms
    )
