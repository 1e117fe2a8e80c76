"""Calls of packages that no row knows, given an endpoint and, first, behind it or by a constant's name, a model: they send it."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator

from migrator.blocks import of_endpoint
from migrator.calls import SurfaceCall, Surfaces
from migrator.facts import Argument, Call, FileFacts
from migrator.link.evaluate import Linker
from migrator.link.program import trailing_name
from migrator.outcomes import CallRef, Constant, Made, Slot, Symbol, Unknown
from migrator.passed import call_slots
from migrator.rulebook import Rulebook
from migrator.values import written

MODEL = "model"
"""What the names of arguments that are a model have in them."""
ADDRESS = re.compile(r"url|base|client|endpoint|host", re.IGNORECASE)
"""What the names of arguments have in them that say where a call sends."""
SAYING = frozenset(
    {"debug", "info", "warning", "warn", "error", "exception", "critical", "log", "trace", "success", "print", "echo"}
)
"""Methods that tell people of what they are given."""
OWN_PACKAGES = sys.stdlib_module_names | {"builtins"}


def unknown_calls(
    linker: Linker,
    surfaces: Surfaces,
    rulebook: Rulebook,
    facts: FileFacts,
    judged: Collection[CallRef],
    reached: Callable[[FileFacts, Call], bool],
) -> Iterator[SurfaceCall]:
    """Those of one file; what a keyword writes out is a block's matter, and a call that is `judged` is known."""
    retired = rulebook.retired_ids()
    for call in facts.calls:
        ref = CallRef(facts.path, call.number)
        named = [each for each in call.arguments if each.name is not None and MODEL in each.name.lower()]
        placed = [each for each in call.arguments if each.kind == "positional"]
        by_name = any(not any(written(each.value)) for each in named)
        if ref in judged or not (by_name or _is_worth_asking(call, (*named, *placed), retired)) or not reached(facts, call):
            continue
        if not _is_of_package(linker, surfaces, call, facts):
            continue
        slots, _ = call_slots(linker, ref, ())
        clients = list(_of_clients(linker, surfaces, slots))
        asked = clients or (trailing_name(call.callee) not in SAYING and _begins_with_address(linker, placed, facts))
        given = [each for each in named if clients or not any(written(each.value))] + (placed if asked else placed[:1])
        slots = [*slots, *clients]
        for each in given:
            forms = [one.form for one in linker.outcomes(each.value, facts.path)]
            if any(isinstance(form, Constant) and form.value in retired for form in forms):
                yield from of_endpoint(linker, surfaces, rulebook, call, ref, slots, each.value.site, True)


def _is_worth_asking(call: Call, given: Iterable[Argument], retired: Collection[str]) -> bool:
    """Whether a model is written out in a call, or one of its arguments is named for an address: asking takes long."""
    if any(each.value in retired for argument in given for each in written(argument.value)):
        return True
    return any(each.name is not None and ADDRESS.search(each.name) for each in call.arguments)


def _begins_with_address(linker: Linker, placed: list[Argument], facts: FileFacts) -> bool:
    """Whether a call is first told whom to ask: `LLM(url, "model")`."""
    forms = [each.form for each in linker.outcomes(placed[0].value, facts.path)] if len(placed) > 1 else []
    known = [form for form in forms if not isinstance(form, Unknown)]
    return bool(known) and all(isinstance(form, Constant) and "://" in str(form.value) for form in known)


def _of_clients(linker: Linker, surfaces: Surfaces, slots: list[Slot]) -> Iterator[Slot]:
    """Where the SDK's clients among some arguments send what they are asked."""
    for slot in slots:
        for outcome in linker.outcomes(slot.value, slot.path, slot.frames):
            made = outcome.form
            if isinstance(made, Made) and made.call is not None and made.symbol in surfaces.clients:
                for _, client in surfaces.clients[made.symbol]:
                    said = call_slots(linker, made.call, made.frames, unpacks=client.unpacks)[0]
                    given = {f"keyword:{each.key}": each for each in said}
                    yield from (given[where] for where in client.endpoint if where in given)


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
