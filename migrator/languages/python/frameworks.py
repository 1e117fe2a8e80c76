"""What Python frameworks hand to the parameters of functions: command-line options, injected objects, validated fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from migrator.facts import Argument, Call, FileFacts, FormalParameter, Function
from migrator.languages.python import flags
from migrator.link.callables import returns
from migrator.link.common import ANNOTATED, GENERATED, Outcomes
from migrator.link.composites import unpacked
from migrator.link.evaluate import Linker
from migrator.link.members import instance_attribute
from migrator.link.program import trailing_name
from migrator.outcomes import Code, Frames, Items, Made, Mapping, Object, Outcome, Slot, Symbol, Type, Unknown
from migrator.values import Element, Literal, Member, Result, Sequence, Site, Value

OPTIONS = frozenset(f"{package}.{name}" for package in ("click", "asyncclick", "rich_click") for name in ("option", "argument"))
VALIDATORS = frozenset(
    {"pydantic.field_validator", "pydantic.validator", "pydantic.functional_validators.field_validator", "pydantic.v1.validator"}
)
TYPED = frozenset({"typer.Option", "typer.Argument"})
TAKEN = frozenset(
    f"fastapi.{module}{name}"
    for module in ("", "param_functions.", "params.")
    for name in ("Query", "Body", "Form", "Header", "Cookie", "Path")
)
"""What says where in a request a parameter comes from, and what it is where the request does not say."""
INJECTED = frozenset({"fastapi.Depends", "fastapi.Security", "fastapi.params.Depends"})
FIXTURES = frozenset({"pytest.fixture", "pytest_asyncio.fixture"})
REQUEST = "request"
CASES = "pytest.mark.parametrize"
CASES_TAKE = ("argnames", "argvalues")
CASE = "pytest.param"
"""What holds the values of one case, with its name and marks."""
FACTORY = "default_factory"
SPREADING = frozenset({"starmap", "starmap_async"})
"""Those that call it with what each item of a collection holds."""
WALKING = frozenset({"map", "filter", "imap", "imap_unordered", "map_async", "thread_map", "process_map"})
"""Functions and methods that call their first argument with each item of the others."""
ORDERING = frozenset({"sorted", "min", "max"})


def supplied(linker: Linker, function: Function, formal: FormalParameter, where: FileFacts) -> Outcomes | None:
    """What a framework gives a parameter; None if none is known to call the function."""
    for symbol, call in _decorated(linker, function, where):
        if symbol in OPTIONS and formal.name == _option_name(call):
            default = _keyword(call, "default")
            known = linker.outcomes(default, where.path) if default is not None else ()
            return (Outcome(Unknown("command line", formal.name), formal.site), *known)
        if given_by_hydra := flags.settings(linker, symbol, call, function, formal, where):
            return given_by_hydra
        fields = [each.value.value for each in call.arguments if each.kind == "positional" and isinstance(each.value, Literal)]
        second = len(function.parameters) > 1 and function.parameters[1].name == formal.name
        if symbol == CASES and (cases := _cases(linker, call, formal, where)) is not None:
            return cases
        if symbol in FIXTURES and formal.name == REQUEST and (listed := _keyword(call, "params")) is not None:
            return (Outcome(_asked_of_fixture(linker, listed, where, call.site), formal.site),)
        if symbol in VALIDATORS and second and function.owner is not None:
            thing = Object(where.path, function.owner)
            return tuple(each for name in fields for each in instance_attribute(linker, thing, str(name), formal.site))
    annotated = linker.outcomes(formal.annotation, where.path) if formal.annotation is not None else ()
    for form in (each.form for each in annotated):
        there = linker.program.of(form.path) if isinstance(form, Items) and form.kind == ANNOTATED else None
        for part in form.values if isinstance(form, Items) and there is not None else ():
            if there is not None and isinstance(part, Result) and not INJECTED.isdisjoint(_symbols(linker, part, there)):
                return linker.outcomes(part, there.path)
    return _of_fixture(linker, function, formal, where)


def _cases(linker: Linker, call: Call, formal: FormalParameter, where: FileFacts) -> Outcomes | None:
    """What `parametrize` gives a parameter: an item of its list, or one of each item."""
    given = dict(zip(CASES_TAKE, (each.value for each in call.arguments if each.kind == "positional"), strict=False))
    named, listed = (given.get(name) or _keyword(call, name) for name in CASES_TAKE)
    names = _names(named) if named is not None else ()
    if formal.name not in names or listed is None:
        return None
    # "model" alone gets each item as it is; "model,", ("model",) and several names get what the items hold.
    alone = isinstance(named, Literal) and names == (named.value,)
    index = None if alone else names.index(formal.name)
    found = linker.outcomes(linker.keep(Element(listed, index, call.site)), where.path)
    return tuple(one for each in found for one in _of_case(linker, each, call.site))


def _asked_of_fixture(linker: Linker, listed: Value, where: FileFacts, site: Site) -> Mapping:
    """What `request` says in a fixture that runs once for each of its `params`."""
    if isinstance(listed, Sequence):
        listed = linker.keep(replace(listed, items=tuple(_only(linker, each, where) for each in listed.items)))
    value = linker.keep(Element(listed, None, site))
    return Mapping((Slot("param", value, where.path, (), site, site, site, site, "keyword"),), False, site, "dict")


def _only(linker: Linker, value: Value, where: FileFacts) -> Value:
    """A value as it is, or the only one of a `pytest.param`."""
    if not isinstance(value, Result) or CASE not in _symbols(linker, value, where):
        return value
    return next((each.value for each in where.calls[value.call].arguments if each.kind == "positional"), value)


def _names(value: Value) -> tuple[str, ...]:
    """The parameters that `parametrize` gives: names in one text, or a list of names."""
    if isinstance(value, Literal) and isinstance(value.value, str):
        return tuple(each.strip() for each in value.value.split(","))
    items = value.items if isinstance(value, Sequence) else ()
    return tuple(str(each.value) if isinstance(each, Literal) else "" for each in items)


def _of_case(linker: Linker, found: Outcome, site: Site) -> Iterable[Outcome]:
    """An item as it is, or the only value of a `pytest.param`."""
    whole = isinstance(found.form, Items) and found.form.kind == CASE
    return unpacked(linker, found, 0, site) if whole else (found,)


def _of_fixture(linker: Linker, function: Function, formal: FormalParameter, where: FileFacts) -> Outcomes | None:
    """What pytest gives a test or a fixture: what the fixture of the parameter's name does, the nearest one."""
    asks = function.name.startswith("test") or _is_fixture(linker, function, where)
    if not asks or formal.default is not None or formal.name in ("self", "cls", REQUEST):
        return None
    folder = where.path.rpartition("/")[0]
    above = [path for path in linker.program.called("conftest") if _is_above(path.rpartition("/")[0], folder)]
    for path in (where.path, *sorted(above, key=len, reverse=True)):
        facts = linker.program.of(path)
        for each in facts.functions if facts is not None else ():
            if facts is not None and each.name == formal.name and each is not function and _is_fixture(linker, each, facts):
                return tuple(returns(linker, Code(path, each.number), None, ())) or None
    return None


def _is_above(folder: str, other: str) -> bool:
    return folder in ("", ".", other) or other.startswith(f"{folder}/")


def _is_fixture(linker: Linker, function: Function, where: FileFacts) -> bool:
    for decorator in function.decorators:
        forms = (
            _symbols(linker, decorator, where)
            if isinstance(decorator, Result)
            else [each.form.name for each in linker.outcomes(decorator, where.path) if isinstance(each.form, Symbol)]
        )
        if any(form in FIXTURES for form in forms):
            return True
    return False


def walked(call: Call, argument: Argument, index: int) -> Value | None:
    """The collection with whose items a function is called: `map(f, x)`, `pool.map(f, x)`, `sorted(x, key=f)`."""
    name = trailing_name(call.callee)
    given = [each for each in call.arguments if each.kind == "positional"]
    if name in WALKING and given and given[0] is argument:
        return given[index + 1].value if index + 1 < len(given) else None
    if name in SPREADING and len(given) > 1 and given[0] is argument:
        return Element(given[1].value, index, argument.value_site)
    if name in ORDERING and argument.name == "key" and index == 0 and given:
        return given[0].value
    if name == "sort" and argument.name == "key" and index == 0 and isinstance(call.callee, Member):
        return call.callee.base
    return None


def given(linker: Linker, symbol: str, call: Call, where: FileFacts, frames: Frames) -> Outcomes | None:
    """What stands for a default in a signature: `typer.Option("x")`, `Query("x")`, `Depends(make)`."""
    positional = [each.value for each in call.arguments if each.kind == "positional"]
    if symbol in TYPED or symbol in TAKEN:
        default = positional[0] if positional else _keyword(call, "default")
        known = linker.outcomes(default, where.path, frames) if default is not None else ()
        return (Outcome(Unknown("command line" if symbol in TYPED else "caller"), call.site), *known)
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
                results.extend(_given_by(linker, returns(linker, code, None, frames)))
            case Type(path=path, number=number):
                results.append(Outcome(Object(path, number), outcome.site, outcome.given, outcome.steps))
            case Symbol(name=name):
                results.append(Outcome(Made(name, None), outcome.site, outcome.given, outcome.steps))
            case _:
                results.append(Outcome(Unknown("unresolved"), value.site))
    return tuple(results)


def _given_by(linker: Linker, returned: Iterable[Outcome]) -> Iterator[Outcome]:
    """What a function gives that is run for what it returns, or up to what it yields."""
    for outcome in returned:
        if isinstance(outcome.form, Items) and outcome.form.kind == GENERATED:
            for value in outcome.form.values:
                yield from linker.outcomes(value, outcome.form.path, outcome.form.frames)
        else:
            yield outcome


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
