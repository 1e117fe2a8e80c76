"""What Python frameworks hand to the parameters of functions: command-line options, injected objects, validated fields."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.facts import Call, FileFacts, FormalParameter, Function
from migrator.link.callables import returns
from migrator.link.common import Outcomes
from migrator.link.evaluate import Linker
from migrator.link.members import instance_attribute
from migrator.outcomes import Code, Frames, Made, Object, Outcome, Symbol, Type, Unknown
from migrator.values import Literal, Opaque, Result, Value

OPTIONS = frozenset(f"{package}.{name}" for package in ("click", "asyncclick", "rich_click") for name in ("option", "argument"))
VALIDATORS = frozenset(
    {"pydantic.field_validator", "pydantic.validator", "pydantic.functional_validators.field_validator", "pydantic.v1.validator"}
)
TYPED = frozenset({"typer.Option", "typer.Argument"})
INJECTED = frozenset({"fastapi.Depends", "fastapi.Security", "fastapi.params.Depends"})
FACTORY = "default_factory"


def supplied(linker: Linker, function: Function, formal: FormalParameter, where: FileFacts) -> Outcomes | None:
    """What a framework gives a parameter; None if none is known to call the function."""
    for symbol, call in _decorated(linker, function, where):
        if symbol in OPTIONS and formal.name == _option_name(call):
            default = _keyword(call, "default")
            known = linker.outcomes(default, where.path) if default is not None else ()
            return (Outcome(Unknown("command line", formal.name), formal.site), *known)
        fields = [each.value.value for each in call.arguments if each.kind == "positional" and isinstance(each.value, Literal)]
        second = len(function.parameters) > 1 and function.parameters[1].name == formal.name
        if symbol in VALIDATORS and second and function.owner is not None:
            thing = Object(where.path, function.owner)
            return tuple(each for name in fields for each in instance_attribute(linker, thing, str(name), formal.site))
    annotation = formal.annotation
    for part in annotation.operands if isinstance(annotation, Opaque) else ():
        if isinstance(part, Result) and any(symbol in INJECTED for symbol in _symbols(linker, part, where)):
            return linker.outcomes(part, where.path)
    return None


def given(linker: Linker, symbol: str, call: Call, where: FileFacts, frames: Frames) -> Outcomes | None:
    """What stands for a default in a signature: `typer.Option("x")`, `Depends(make)`."""
    positional = [each.value for each in call.arguments if each.kind == "positional"]
    if symbol in TYPED:
        default = positional[0] if positional else _keyword(call, "default")
        known = linker.outcomes(default, where.path, frames) if default is not None else ()
        return (Outcome(Unknown("command line"), call.site), *known)
    if symbol in INJECTED:
        maker = positional[0] if positional else _keyword(call, "dependency")
        return made_by(linker, maker, where, frames) if maker is not None else None
    return None


def made_by(linker: Linker, value: Value, where: FileFacts, frames: Frames) -> Outcomes:
    """What calling something without arguments gives."""
    results: list[Outcome] = []
    for outcome in linker.outcomes(value, where.path, frames):
        match outcome.form:
            case Code() as code:
                results.extend(returns(linker, code, None, frames))
            case Type(path=path, number=number):
                results.append(Outcome(Object(path, number), outcome.site, outcome.given, outcome.steps))
            case Symbol(name=name):
                results.append(Outcome(Made(name, None), outcome.site, outcome.given, outcome.steps))
            case _:
                results.append(Outcome(Unknown("unresolved"), value.site))
    return tuple(results)


def _decorated(linker: Linker, function: Function, where: FileFacts) -> Iterator[tuple[str, Call]]:
    for decorator in function.decorators:
        if isinstance(decorator, Result):
            for symbol in _symbols(linker, decorator, where):
                yield symbol, where.calls[decorator.call]


def _symbols(linker: Linker, value: Result, where: FileFacts) -> list[str]:
    forms = [each.form for each in linker.outcomes(where.calls[value.call].callee, where.path)]
    return [form.name for form in forms if isinstance(form, Symbol)]


def _option_name(call: Call) -> str:
    """The parameter that an option fills: named plainly, or after its first long flag."""
    said = [str(each.value.value) for each in call.arguments if each.kind == "positional" and isinstance(each.value, Literal)]
    plain = [each for each in said if not each.startswith("-")]
    long = [each for each in said if each.startswith("--")] or said
    name = plain[0] if plain else long[0] if long else ""
    return name.split("/")[0].lstrip("-").replace("-", "_").lower()


def _keyword(call: Call, name: str) -> Value | None:
    return next((each.value for each in call.arguments if each.kind == "keyword" and each.name == name), None)
