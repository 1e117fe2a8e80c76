"""Functions that are handed to others: which calls call them there, and with each item of which collections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migrator.facts import Argument, FileFacts, FormalParameter, Function
from migrator.link import callables, members
from migrator.link.common import Outcomes, owning_scope
from migrator.link.program import trailing_name
from migrator.outcomes import CallRef, Code, Items, Type
from migrator.values import Callable, Element, Reference, Value, parts_of

if TYPE_CHECKING:
    from migrator.link.evaluate import Linker

MAX_LEVELS = 4
"""Through how many functions one is followed that is handed on."""


def handings(linker: Linker, function: Function, facts: FileFacts) -> Iterator[tuple[CallRef, Argument]]:
    """The calls that a function is handed to, written there or by a name, and the argument that it is."""
    key = (facts.path, function.number)
    own = (function.name, *linker.program.names_of_function(*key))
    names = {each for name in own for each in linker.program.spellings(name)}
    refs = dict.fromkeys(linker.program.calls_writing(*key))
    for name in own:
        refs.update(dict.fromkeys(linker.program.calls_handing(name)))
    for ref in refs:
        for argument in linker.program.call(ref).arguments:
            if isinstance(argument.value, Callable) or trailing_name(argument.value) in names:
                forms = [each.form for each in linker.outcomes(argument.value, ref.path)]
                if any(is_code(form, key) for form in forms):
                    yield ref, argument


def is_code(form: object, key: tuple[str, int]) -> bool:
    """Whether something is this function."""
    return isinstance(form, Code) and (form.path, form.number) == key


def walked(linker: Linker, function: Function, formal: FormalParameter, facts: FileFacts) -> Iterator[tuple[CallRef, Outcomes]]:
    """The calls that call a function with each item of a collection that is in sight, and what a parameter is there."""
    if formal.kind != "positional" or function.owner is not None:
        return
    index = function.parameters.index(formal)
    for ref, argument in handings(linker, function, facts):
        value = _collection(linker, ref, argument, index)
        if value is not None:
            each_of = value if isinstance(value, Element) and value.index is not None else None
            yield ref, linker.outcomes(linker.keep(each_of or Element(value, None, argument.value_site)), ref.path)


def _collection(linker: Linker, ref: CallRef, argument: Argument, index: int) -> Value | None:
    """What a call takes the items from that it calls a function with, if that is written out."""
    value = linker.library_of(ref.path).walks(linker.program.call(ref), argument, index)
    base = value.base if isinstance(value, Element) and value.index is not None else value
    found = linker.outcomes(base, ref.path) if base is not None else ()
    return value if any(isinstance(each.form, Items) for each in found) else None


def callers_through(linker: Linker, function: Function, facts: FileFacts) -> Iterator[CallRef]:
    """The calls inside other functions of the project that call what these are given, where that is this function."""
    key = (facts.path, function.number)
    names: dict[str, None] = {}
    for ref, argument in handings(linker, function, facts):
        for code, formal in takers(linker, ref, argument):
            if _hands_on(linker, code, formal) and _is_plainly_first(ref, argument, function, linker):
                yield ref
            names[formal] = None
    waiting = [(each, 0) for each in names]
    for kept in [each for name in names for each in linker.program.kept_as(name) if each not in names]:
        names[kept] = None
        waiting.append((kept, 0))
    while waiting:
        name, level = waiting.pop()
        for ref in linker.program.calls_named(name):
            call = linker.program.call(ref)
            plain = not any(each.kind in ("star", "spread") for each in call.arguments)
            if plain and any(is_code(each.form, key) for each in linker.outcomes(call.callee, ref.path)):
                yield ref
        for ref in linker.program.calls_handing(name) if level < MAX_LEVELS else ():
            for argument in linker.program.call(ref).arguments:
                for _, formal in takers(linker, ref, argument) if trailing_name(argument.value) == name else ():
                    if formal not in names:
                        names[formal] = None
                        waiting.append((formal, level + 1))


def takers(linker: Linker, ref: CallRef, argument: Argument) -> Iterator[tuple[Code | None, str]]:
    """The functions of the project that a call gives an argument to, and what they call it; fields have no function."""
    call = linker.program.call(ref)
    for outcome in linker.outcomes(call.callee, ref.path):
        form = outcome.form
        if isinstance(form, Type):
            there = linker.program.facts[form.path]
            maker = members.constructor(there, form.number)
            if maker is None:
                cls = there.classes[form.number]
                for name in cls.fields:
                    if members.field_argument(linker, ref, cls, name) is argument:
                        yield None, name
                continue
            form = Code(form.path, maker.number)
        if isinstance(form, Code):
            taking = linker.program.facts[form.path].functions[form.number]
            for each in taking.parameters:
                if callables.argument_of(call, taking, each.name) is argument:
                    yield form, each.name


def _hands_on(linker: Linker, code: Code | None, formal: str) -> bool:
    """Whether a function calls its first parameter with whatever else it is given."""
    facts = linker.program.facts[code.path] if code is not None else None
    if code is None or facts is None:
        return False
    function = facts.functions[code.number]
    kinds = {each.kind: each.name for each in function.parameters}
    placed = [each.name for each in function.parameters if each.kind == "positional"]
    if not {"star", "spread"} & kinds.keys() or placed[-1:] != [formal]:
        return False
    for ref in linker.program.calls_named(formal):
        call = linker.program.call(ref)
        callee = call.callee
        if ref.path == code.path and isinstance(callee, Reference) and owning_scope(facts, callee) == function.scope:
            given = {each.kind: trailing_name(each.value) for each in call.arguments}
            wanted = {kind: name for kind, name in kinds.items() if kind in ("star", "spread")}
            if given == wanted and len(call.arguments) == len(wanted):
                return True
    return False


def _is_plainly_first(ref: CallRef, argument: Argument, function: Function, linker: Linker) -> bool:
    """Whether a function is handed to a call as its first argument, under its own name or written there."""
    call = linker.program.call(ref)
    return call.arguments[0] is argument and callables.is_handed_first(call, function)


def stays(linker: Linker, ref: CallRef, argument: Argument, level: int = 0) -> bool:
    """Whether those who are handed a function do no more than call it: nobody else gets hold of it by them."""
    call = linker.program.call(ref)
    forms = [each.form for each in linker.outcomes(call.callee, ref.path)]
    found = list(takers(linker, ref, argument))
    if level > MAX_LEVELS or not found or not all(isinstance(each, Code) for each in forms) or len(found) < len(forms):
        return False
    return all(code is not None and _is_only_called(linker, code, formal, level) for code, formal in found)


def _is_only_called(linker: Linker, code: Code, formal: str, level: int) -> bool:
    facts = linker.program.facts[code.path]
    scope = facts.functions[code.number].scope

    def speaks(value: Value) -> bool:
        return any(
            isinstance(part, Reference) and part.name == formal and owning_scope(facts, part) == scope for part in parts_of(value)
        )

    for call in facts.calls:
        for each in call.arguments:
            if speaks(each.value) and not (
                isinstance(each.value, Reference) and stays(linker, CallRef(code.path, call.number), each, level + 1)
            ):
                return False
    kept = [
        *(each.value for found in facts.bindings.values() for each in found),
        *(value for function in facts.functions for value in function.returns),
        *(each.value for each in facts.attributes),
        *(each.value for each in facts.mutations if each.value is not None),
    ]
    return not any(speaks(each) for each in kept)
