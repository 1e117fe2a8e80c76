"""Takes objects that nobody tells anything of for the clients whose methods they have: `client.chat.completions.create`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from migrator.facts import Call, FileFacts
from migrator.link.common import bindings_of, is_none
from migrator.link.evaluate import Linker
from migrator.link.program import trailing_name
from migrator.outcomes import Bound, Form, Made, Outcome, Symbol, Unknown
from migrator.values import Imported, Member, Reference, Result, Value

if TYPE_CHECKING:
    from migrator.calls import Surfaces

LATER = frozenset({"too-deep"})
"""Why nothing is known where it might have been."""
ANYTHING = frozenset({"typing.Any", "typing_extensions.Any"})
"""Types that say nothing of what they are."""


def known_by_path(linker: Linker, surfaces: Surfaces, call: Call, facts: FileFacts) -> Iterator[Outcome]:
    """What a call calls if its receiver is such a client, where nothing says that it is anything else."""
    fitting = [each for each in surfaces.known_by.get(trailing_name(call.callee), ()) if _receiver(call.callee, each[0])]
    if not fitting:
        return
    path, symbol = max(fitting, key=lambda each: len(each[0]))
    receiver = _receiver(call.callee, path)
    if receiver is None or not _may_be_object(receiver, facts):
        return
    # Nothing has no methods: whoever goes on has something.
    found = [each for each in linker.outcomes(receiver, facts.path) if not is_none(each)]
    if all(_tells_nothing(each.form, surfaces) for each in found):
        for outcome in found:
            yield outcome.being(Bound(Made(symbol, None), path), frozenset(), ())


def _receiver(callee: Value, path: Sequence[str]) -> Value | None:
    """What stands before such a path of names."""
    for name in reversed(path):
        if not isinstance(callee, Member) or callee.name != name:
            return None
        callee = callee.base
    return callee


def _may_be_object(receiver: Value, facts: FileFacts) -> bool:
    """Whether this is no module, and nothing that a class makes: of those the name says whose client it is."""
    if isinstance(receiver, Result):
        return not _is_of_class(trailing_name(facts.calls[receiver.call].callee))
    if not isinstance(receiver, Reference):
        return True
    bound = [each.value for each in bindings_of(facts, receiver)]
    modules = (isinstance(each, Imported) and (each.name is None or _is_of_class(each.name)) for each in bound)
    return bool(bound) and not any(modules)


def _is_of_class(name: str) -> bool:
    return name[:1].isupper()


def _tells_nothing(form: Form, surfaces: Surfaces) -> bool:
    match form:
        case Unknown(reason=reason):
            return reason not in LATER
        case Made(symbol=symbol) | Bound(made=Made(symbol=symbol)):
            return symbol not in surfaces.clients and (symbol in ANYTHING or not _is_of_class(symbol.rpartition(".")[2]))
        case Symbol():
            return True
        case _:
            return False
