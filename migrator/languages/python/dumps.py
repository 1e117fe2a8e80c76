"""What gives an object of a project's class as a mapping of its fields: `asdict(x)`, `x.model_dump()`."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.facts import Call, FileFacts
from migrator.link.common import Outcomes
from migrator.link.evaluate import Linker
from migrator.link.members import PLAIN_BASES
from migrator.link.program import trailing_name
from migrator.outcomes import DUMPED, Constant, Encoded, Frames, Mapping, Object, Outcome, Slot, Symbol, Type, Unknown
from migrator.passed import lineage
from migrator.values import Member, Result, Value

OWN = "builtins.vars"
"""What gives the attributes that an object has of its own: of a data class these are its fields."""
FUNCTIONS = frozenset({"dataclasses.asdict", "attr.asdict", "attrs.asdict", OWN})
MODELS = frozenset({"pydantic.BaseModel", "pydantic.main.BaseModel", "pydantic.v1.BaseModel", "sqlmodel.SQLModel"})
"""Classes whose heirs give themselves as a mapping, all fields of theirs under their own names."""
DICTS = ("model_dump", "dict")
TEXTS = ("model_dump_json", "json")
TUPLES = frozenset({"typing.NamedTuple", "typing_extensions.NamedTuple"})
"""Classes whose heirs are tuples of their fields."""
METHODS = frozenset(
    {*(f"{model}.{name}" for model in MODELS for name in (*DICTS, *TEXTS)), *(f"{each}._asdict" for each in TUPLES)}
)
DATA = "dataclass"
LATER = "__post_init__"
"""Where a data class may give its objects more than their fields."""
CONFIGURED = ("model_config", "Config")
"""What may let an object have more than its fields, or give them under other names."""
HARMLESS = frozenset({"mode", "exclude_none", "indent", "warnings", "round_trip", "ensure_ascii"})
"""Options that neither rename a field nor leave one out that has a value."""
WITHOUT_NONE = "exclude_none"


def dumped(linker: Linker, symbol: str, call: Call, where: FileFacts, frames: Frames) -> Outcomes | None:
    """The mapping, or the JSON text of it, that a call makes of an object; None where the object is not in sight."""
    if symbol in FUNCTIONS:
        given = [each for each in call.arguments if each.kind == "positional"]
        if len(given) != 1 or len(call.arguments) != 1:
            return None
        value = given[0].value
    elif isinstance(call.callee, Member) and all(each.name in HARMLESS for each in call.arguments):
        value = call.callee.base
    else:
        return None
    found = linker.outcomes(value, where.path, frames)
    # None has no fields: where it may stand there is an error, and no mapping.
    others = tuple(each for each in found if isinstance(each.form, Unknown))
    objects = [each for each in found if each not in others and each.form != Constant(None)]
    things = [each.form for each in objects if isinstance(each.form, Object)]
    if not things or len(things) < len(objects) or len({(each.path, each.number) for each in things}) > 1:
        return None
    # Of several objects of one class each field may be that of any.
    thing = things[0]
    names = _fields(linker, thing)
    if names is None or (symbol == OWN and not _is_plain_data(linker, thing)):
        return None
    without_none = any(each.name == WITHOUT_NONE for each in call.arguments)
    slots = tuple(slot for name in names for slot in _slots(linker, value, name, call, where, frames, without_none))
    made = linker.program.of(thing.path)
    assert made is not None
    mapping = Mapping(slots, True, made.classes[thing.number].site, DUMPED)
    as_text = symbol.rpartition(".")[2] in TEXTS
    form = Encoded(mapping) if as_text else mapping
    return (*others, *(Outcome(form, call.site, each.given, each.steps) for each in objects))


def _fields(linker: Linker, thing: Object) -> list[str] | None:
    """The names of all fields, those of its bases first; None where a base that may have more is not in sight."""
    found: dict[str, None] = {}
    for each in lineage(linker, Type(thing.path, thing.number)):
        facts = linker.program.facts[each.path]
        cls = facts.classes[each.number]
        for base in cls.bases:
            for outcome in linker.outcomes(base, each.path):
                known = isinstance(outcome.form, Type) or (
                    isinstance(outcome.form, Symbol) and outcome.form.name in MODELS | TUPLES | PLAIN_BASES
                )
                if not known:
                    return None
        if any((cls.scope, name) in facts.bindings for name in CONFIGURED):
            return None
        found.update(dict.fromkeys(name for name in cls.fields if not name.startswith("_")))
    return list(found)


def _is_plain_data(linker: Linker, thing: Object) -> bool:
    """Whether all that an object has of its own are the fields of its class, a data class."""
    for each in lineage(linker, Type(thing.path, thing.number)):
        facts = linker.program.facts[each.path]
        cls = facts.classes[each.number]
        if not any(trailing_name(decorator) == DATA for decorator in _decorators(cls.decorators, facts)):
            return False
        if (cls.scope, LATER) in facts.bindings:
            return False
    return True


def _decorators(values: tuple[Value, ...], facts: FileFacts) -> Iterator[Value]:
    for value in values:
        yield facts.calls[value.call].callee if isinstance(value, Result) else value


def _slots(
    linker: Linker, value: Value, name: str, call: Call, where: FileFacts, frames: Frames, without_none: bool
) -> Iterator[Slot]:
    field = linker.keep(Member(value, name, call.site))
    found = linker.outcomes(field, where.path, frames) if without_none else ()
    empty = sum(isinstance(each.form, Constant) and each.form.value is None for each in found)
    if not empty or empty < len(found):
        yield Slot(name, field, where.path, frames, call.site, call.site, call.site, call.site, DUMPED, not empty)
