"""What a function receives that is handed to others to be called with each item of a collection."""

from __future__ import annotations

from collections.abc import Callable as Function_
from collections.abc import Iterator

from migrator.facts import Argument, Call, FileFacts, FormalParameter, Function
from migrator.link.callables import callers
from migrator.link.common import Outcomes
from migrator.link.evaluate import Linker
from migrator.outcomes import CallRef, Code, Items
from migrator.values import Callable, Element, Value


def of_items(
    linker: Linker,
    function: Function,
    formal: FormalParameter,
    facts: FileFacts,
    source: Function_[[Call, Argument, int], Value | None],
) -> Outcomes | None:
    """What a parameter is where all that calls its function is in sight and takes it from collections; None if it is not.

    `source` says of a call, the argument that the function is and a parameter's index which collection gives it its items.
    """
    index = function.parameters.index(formal)
    if formal.kind != "positional" or function.owner is not None:
        return None
    results: list[Outcomes] = []
    for path, call, argument in _handing(linker, function, facts):
        value = source(call, argument, index)
        walked = value.base if isinstance(value, Element) and value.index is not None else value
        found = linker.outcomes(walked, path) if walked is not None else ()
        if value is None or not any(isinstance(each.form, Items) for each in found):
            return None
        each_of = value if walked is not value else Element(value, None, argument.value_site)
        results.append(linker.outcomes(linker.keep(each_of), path))
    if not results or callers(linker, facts.path, function):
        return None
    return tuple(each for found in results for each in found)


def _handing(linker: Linker, function: Function, facts: FileFacts) -> Iterator[tuple[str, Call, Argument]]:
    """The calls that a function is handed to: written there, or by its name."""
    for call in facts.calls:
        for argument in call.arguments:
            value = argument.value
            if isinstance(value, Callable) and (value.kind, value.number) == ("function", function.number):
                yield facts.path, call, argument
    refs: tuple[CallRef, ...] = tuple(linker.program.calls_handing(function.name)) if function.name.isidentifier() else ()
    for ref in dict.fromkeys(refs):
        call = linker.program.call(ref)
        for argument in call.arguments:
            forms = [each.form for each in linker.outcomes(argument.value, ref.path)]
            if any(isinstance(form, Code) and (form.path, form.number) == (facts.path, function.number) for form in forms):
                yield ref.path, call, argument
