"""What Python's helpers make that hold others' values: copies with other fields, chained mappings, context variables."""

from __future__ import annotations

from migrator.facts import Argument, Call, FileFacts
from migrator.link.common import Outcomes, argument_slot
from migrator.link.evaluate import Linker
from migrator.outcomes import CallRef, Constant, Frames, Items, Made, Mapping, Object, Outcome, Slot, Type, Unknown
from migrator.passed import lineage
from migrator.values import Literal, Member, Value

COPYING = frozenset({"dataclasses.replace", "copy.replace", "attr.evolve", "attrs.evolve"})
"""Functions that give an object like another one but for some of its fields."""
COPIED = frozenset({"pydantic.BaseModel.model_copy", "pydantic.BaseModel.copy"})
"""Methods that do so, with the fields in a mapping."""
UPDATE = "update"
REPLACING = "typing.NamedTuple._replace"
"""The method that does so with the fields by their names."""
CHAINING = "collections.ChainMap"
NAMED = "collections.namedtuple.__call__"
VARIABLE = "contextvars.ContextVar"
DEFAULT = "default"


def made(linker: Linker, symbol: str, call: Call, where: FileFacts, frames: Frames) -> Outcomes | None:
    """What such a helper gives; None of any other."""
    positional = [each for each in call.arguments if each.kind == "positional"]
    of_itself = call.callee.base if symbol == REPLACING and isinstance(call.callee, Member) else None
    if (symbol in COPYING and len(positional) == 1) or of_itself is not None:
        keywords = [argument_slot(each, where.path, frames, call.site) for each in call.arguments if each.kind == "keyword"]
        whole = len(keywords) + len(positional) == len(call.arguments)
        return _copied(linker, of_itself or positional[0].value, keywords, whole, call, where, frames)
    if symbol in COPIED and isinstance(call.callee, Member):
        changed = next((each.value for each in call.arguments if each.name == UPDATE), None)
        slots, whole = linker.spread(changed, where.path, frames) if changed is not None else ([], True)
        return _copied(linker, call.callee.base, slots, whole, call, where, frames)
    if symbol == CHAINING and positional:
        return (_chained(linker, positional, call, where, frames),)
    if symbol == NAMED:
        return _named(linker, call, positional, where, frames)
    if symbol == f"{VARIABLE}.get":
        return _of_variable(linker, call, positional, where, frames)
    return None


def _copied(
    linker: Linker, value: Value, changed: list[Slot], whole: bool, call: Call, where: FileFacts, frames: Frames
) -> Outcomes:
    """An object's fields with some of them anew; only these where no one class is known that lists the rest."""
    found = [each.form for each in linker.outcomes(value, where.path, frames)]
    thing = found[0] if len(found) == 1 else None
    kinds = lineage(linker, Type(thing.path, thing.number)) if isinstance(thing, Object) else ()
    fields = dict.fromkeys(name for each in kinds for name in linker.program.facts[each.path].classes[each.number].fields)
    site = call.site
    kept = [
        Slot(name, linker.keep(Member(value, name, site)), where.path, frames, site, site, site, site, "argument")
        for name in fields
        if not any(slot.key == name for slot in changed)
    ]
    return (Outcome(Mapping((*kept, *changed), whole and bool(fields), site, "dict"), site),)


def _chained(linker: Linker, positional: list[Argument], call: Call, where: FileFacts, frames: Frames) -> Outcome:
    """Several mappings, of which the first that holds a key counts."""
    slots: list[Slot] = []
    complete = True
    for each in reversed(positional):
        added, whole = linker.spread(each.value, where.path, frames)
        slots.extend(added)
        complete = complete and whole
    return Outcome(Mapping(tuple(slots), complete, call.site, "chain"), call.site)


def _named(linker: Linker, call: Call, positional: list[Argument], where: FileFacts, frames: Frames) -> Outcomes | None:
    """A named tuple with its fields."""
    kinds = [each.form for each in linker.outcomes(call.callee, where.path, frames)]
    kind = kinds[0] if len(kinds) == 1 else None
    if not isinstance(kind, Made) or kind.call is None:
        return None
    listed = [each.value for each in linker.program.call(kind.call).arguments if each.kind == "positional"][1:2]
    names = list(_names(linker, listed[0], kind)) if listed else []
    if len(positional) > len(names) or any(each.kind in ("star", "spread") for each in call.arguments):
        return None
    slots = [argument_slot(each, where.path, frames, call.site) for each in call.arguments]
    keyed = [
        Slot(
            each.key if each.key is not None else names[number],
            each.value,
            each.path,
            each.frames,
            each.site,
            each.key_site,
            each.value_site,
            each.holder,
            each.how,
        )
        for number, each in enumerate(slots)
    ]
    return (Outcome(Mapping(tuple(keyed), len(keyed) == len(names), call.site, "dict"), call.site),)


def _names(linker: Linker, value: Value, kind: Made) -> list[str]:
    """The fields that a named tuple is told: one text, or a list of texts."""
    assert kind.call is not None
    if isinstance(value, Literal):
        return str(value.value).replace(",", " ").split()
    forms = [each.form for each in linker.outcomes(value, kind.call.path, kind.frames)]
    items = forms[0] if len(forms) == 1 else None
    if not isinstance(items, Items):
        return []
    return [str(each.value) for each in items.values if isinstance(each, Literal)]


def _of_variable(linker: Linker, call: Call, positional: list[Argument], where: FileFacts, frames: Frames) -> Outcomes | None:
    """What a context variable holds: its default, and all that is set."""
    base = call.callee.base if isinstance(call.callee, Member) else None
    found = [each.form for each in linker.outcomes(base, where.path, frames)] if base is not None else []
    variable = found[0] if len(found) == 1 else None
    if not isinstance(variable, Made) or variable.call is None:
        return None
    results: list[Outcome] = []
    default = next((each.value for each in linker.program.call(variable.call).arguments if each.name == DEFAULT), None)
    for value, path in [(default, variable.call.path), *((each.value, where.path) for each in positional[:1])]:
        results.extend(linker.outcomes(value, path) if value is not None else ())
    for ref in linker.program.calls_named("set"):
        if _sets(linker, ref, variable):
            results.extend(linker.outcomes(linker.program.call(ref).arguments[0].value, ref.path))
    solid = [each for each in results if not (isinstance(each.form, Constant) and each.form.value is None)]
    return tuple(solid or results) or (Outcome(Unknown("unresolved"), call.site),)


def _sets(linker: Linker, ref: CallRef, variable: Made) -> bool:
    call = linker.program.call(ref)
    if not isinstance(call.callee, Member) or len(call.arguments) != 1 or call.arguments[0].kind != "positional":
        return False
    forms = [each.form for each in linker.outcomes(call.callee.base, ref.path)]
    return any(isinstance(form, Made) and form.call == variable.call for form in forms)
