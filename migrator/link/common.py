"""Small questions about functions, scopes and outcomes that the evaluation asks everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, islice
from typing import TypeAlias

from migrator.facts import Argument, Binding, Call, FileFacts, Function
from migrator.outcomes import (
    CallRef,
    Constant,
    Form,
    Frames,
    Mapping,
    Outcome,
    Slot,
    Unknown,
    together,
)
from migrator.values import (
    Callable,
    Item,
    Member,
    Reference,
    Site,
    Value,
)

MAX_OUTCOMES = 200
ANNOTATED = "annotated"
"""Marks a type with what is said beside it: `Annotated[OpenAI, Depends(make)]`."""
INJECTED = "injected"
"""Marks what a framework puts into a field: an object of the type that is named."""
GENERATED = "generated"
"""Marks what calling a generator gives: something to walk through that has the values which it yields."""
FILLED = "filled"
"""Marks an operation that puts values into the text before it: `BODY % name`."""
OUTSIDE = -1
"""Stands for a caller that is not in sight, where calls are told apart by `call_key` (no hash is -1)."""
Outcomes: TypeAlias = "tuple[Outcome, ...]"


def nothing(*asked: object) -> None:
    """What a library says of all that it does not know."""


def unchanged(linker: object, outcome: Outcome) -> Outcome:
    """What a name means where a module stands for nothing but itself."""
    return outcome


def argument_slot(argument: Argument, path: str, frames: Frames, holder: Site) -> Slot:
    """A keyword argument seen as one key of a mapping."""
    key_site = argument.name_site or argument.site
    sites = argument.site, key_site, argument.value_site, holder
    return Slot(argument.name, argument.value, path, frames, *sites, "argument", argument.sure)


def owning_scope(facts: FileFacts, reference: Reference) -> int | None:
    """The scope in which a name is bound."""
    scope: int | None = reference.scope
    while scope is not None:
        here = facts.scopes[scope]
        if (scope, reference.name) in facts.bindings and (here.kind != "class" or scope == reference.scope):
            return scope
        scope = here.parent
    return None


def bindings_of(facts: FileFacts, value: Value | None) -> tuple[Binding, ...]:
    """Everything that the name which a value is was given; nothing if it is no name, or none of this file's."""
    scope = owning_scope(facts, value) if isinstance(value, Reference) else None
    return facts.bindings[scope, value.name] if isinstance(value, Reference) and scope is not None else ()


def function_of_scope(facts: FileFacts, scope: int) -> Function | None:
    """The innermost function around a scope."""
    current: int | None = scope
    while current is not None:
        here = facts.scopes[current]
        if here.kind == "function" and here.owner is not None:
            return facts.functions[here.owner]
        current = here.parent
    return None


def is_open(facts: FileFacts, function: Function) -> bool:
    """Whether code outside the project may call a function."""
    if function.private:
        return False
    if function.name.startswith("_") and not (function.name.startswith("__") and function.name.endswith("__")):
        return False
    where = facts.scopes[function.defined_in]
    if where.kind == "module":
        return function.name != "<lambda>" or _goes_by_a_name(facts, function)
    if where.kind == "class" and where.owner is not None:
        cls = facts.classes[where.owner]
        return not cls.name.startswith("_") and facts.scopes[cls.defined_in].kind == "module"
    return False


def _goes_by_a_name(facts: FileFacts, function: Function) -> bool:
    """Whether a function without a name is given one by which other modules get at it."""
    made = (
        name
        for (scope, name), found in facts.bindings.items()
        if not scope
        and any(
            isinstance(each.value, Callable) and (each.value.kind, each.value.number) == ("function", function.number)
            for each in found
        )
    )
    return facts.language == "python" and any(not name.startswith("_") for name in made)


def is_static(function: Function) -> bool:
    """Whether a method takes no object."""
    return any(decorator_name(each) == "staticmethod" for each in function.decorators)


def decorator_name(value: Value) -> str:
    """The last name of a decorator."""
    return value.name if isinstance(value, (Reference, Member)) else ""


def call_key(ref: CallRef) -> int:
    """A number for a call, the same within a run."""
    return hash((ref.path, ref.number))


def item_call(value: Item, facts: FileFacts) -> Call:
    """`base[key]` seen as a call with one argument."""
    argument = Argument("positional", None, value.key, value.key.site, None, value.key.site)
    return Call(-1, value.base, (argument,), 0, 0, (), value.site)


def copies_of(found: Iterable[Outcome], site: Site) -> Outcomes:
    """What a call gives that copies what it is given: mappings that are changed apart from those."""
    return tuple(
        replace(each, form=replace(each.form, copied=site)) if isinstance(each.form, Mapping) else each for each in found
    )


def is_none(outcome: Outcome) -> bool:
    """Whether this is nothing at all, as a name holds it before its real value."""
    return isinstance(outcome.form, Constant) and outcome.form.value is None


def without_placeholders(results: list[Outcome]) -> Outcomes:
    """`x = None` before the real value is a placeholder, not one of the values."""
    solid = [each for each in results if not is_none(each)]
    forms = [each for each in solid if not isinstance(each.form, (Unknown, Constant, Mapping))]
    return tuple(solid) if forms else tuple(results)


def distinct(found: Iterable[Outcome], most: int | None = None) -> Outcomes:
    """Each outcome once, in order; of more than `most` that many, and no further ones are worked out."""
    coming = iter(found)
    begun = tuple(islice(coming, 2))
    if len(begun) < 2:
        return begun
    unique: dict[tuple[object, ...], Outcome] = {}
    for each in chain(begun, coming):
        unique.setdefault((*_identity(each.form), each.site, each.given), each)
        if len(unique) == most:
            break
    return tuple(unique.values())


def _identity(form: Form) -> tuple[object, ...]:
    """What tells one form from another; true and 1 are two."""
    match form:
        case Mapping():
            return (id(form),)
        case Constant(value=value, exact=exact):
            return (type(value), value, exact)
        case _:
            return (type(form), form)


def following(outcome: Outcome, before: Outcome) -> Outcome:
    """An outcome that was come to by way of another."""
    if not before.given and not before.steps:
        return outcome
    given = together(outcome.given, before.given) if before.given else outcome.given
    steps = (*before.steps, *outcome.steps)
    return Outcome(outcome.form, outcome.site, given, steps, outcome.setting, outcome.chosen, outcome.fallback, outcome.parts)
