"""What frameworks keep for all of a program: Streamlit's session, Flask's configuration, the state of an application."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.facts import Call, FileFacts, Mutation
from migrator.link.common import Outcomes
from migrator.link.evaluate import Linker
from migrator.link.members import instance_attribute
from migrator.link.names import module_attribute
from migrator.outcomes import Bound, Constant, Form, Frames, Module, Object, Outcome, Symbol, Type, Unknown
from migrator.values import Literal, Member, Record, Site, Value

SESSION = "streamlit.session_state"
STATE = "state"
CONFIG = "config"
SERVERS = frozenset({"fastapi", "starlette"})
FLASKS = frozenset({"flask", "quart"})
ELSEWHERE = ("from_pyfile", "from_envvar", "from_prefixed_env", "from_file", "from_json")
"""Methods that read a configuration which is not in sight."""


def attribute(linker: Linker, value: Member, base: Outcome) -> Outcomes | None:
    """`session_state.model` and `app.state.model`: what the program puts there anywhere."""
    holder = _holder(base.form)
    return _given(linker, holder, value.name, value.site) if holder in (SESSION, STATE) else None


def looked_up(linker: Linker, symbol: str, call: Call, where: FileFacts, frames: Frames) -> Outcomes | None:
    """`session_state["model"]` and `app.config["MODEL"]`, or the same by `get`."""
    owner, _, name = symbol.rpartition(".")
    if name not in ("__getitem__", "get") or not call.arguments:
        return None
    holder = _named(owner, owner.rpartition(".")[2])
    if holder not in (SESSION, CONFIG):
        return None
    keys = [each.form for each in linker.outcomes(call.arguments[0].value, where.path, frames)]
    key = keys[0].value if len(keys) == 1 and isinstance(keys[0], Constant) else None
    found = _given(linker, holder, key, call.site) if isinstance(key, str) else None
    default = call.arguments[1:2] if found is not None and name == "get" else ()
    return found and (*found, *(each for one in default for each in linker.outcomes(one.value, where.path, frames)))


def _holder(form: Form) -> str | None:
    if isinstance(form, Symbol):
        return _named(form.name, form.name.rpartition(".")[2])
    return _named(form.made.symbol, form.path[-1]) if isinstance(form, Bound) else None


def _named(whole: str, last: str) -> str | None:
    """Which of them this is, by a dotted name and the last one of all; asked of every attribute that there is."""
    if last == STATE:
        return STATE if whole.partition(".")[0] in SERVERS else None
    if last == CONFIG:
        return CONFIG if whole.partition(".")[0] in FLASKS else None
    return SESSION if whole == SESSION else None


def _given(linker: Linker, holder: str | None, name: str, site: Site) -> Outcomes | None:
    found: list[Outcome] = []
    for facts in list(linker.program.facts.values()):
        for each in facts.attributes:
            if each.name == name and _is_same(linker, holder, each.base, facts):
                found.extend(linker.outcomes(each.value, facts.path))
        for mutation in facts.mutations:
            value = _put(mutation, name)
            if value is not None and _is_same(linker, holder, mutation.target, facts):
                found.extend(linker.outcomes(value, facts.path))
    if holder == CONFIG:
        found.extend(_of_objects(linker, name, site))
    if not found:
        return None
    elsewhere = holder == CONFIG and (
        any(True for each in ELSEWHERE for _ in linker.program.calls_named(each))
        or any(not isinstance(form, (Type, Object, Module, Constant)) for _, form in _objects(linker))
    )
    # What a widget puts into the session is chosen by a person.
    unknown = {SESSION: "caller", CONFIG: "environment" if elsewhere else ""}.get(holder or "", "")
    return (*found, Outcome(Unknown(unknown), site)) if unknown else tuple(found)


def _is_same(linker: Linker, holder: str | None, target: Value, facts: FileFacts) -> bool:
    return any(_holder(each.form) == holder for each in linker.outcomes(target, facts.path))


def _put(mutation: Mutation, name: str) -> Value | None:
    """What a change puts under a name."""
    if mutation.op in ("set", "default"):
        key = mutation.keys[0] if len(mutation.keys) == 1 else None
        return mutation.value if isinstance(key, Literal) and key.value == name else None
    return _under(mutation.value, name) if mutation.op == "update" else None


def _under(value: Value | None, name: str) -> Value | None:
    """What a mapping has under a name, or one that it takes in."""
    found: Value | None = None
    for each in value.entries if isinstance(value, Record) else ():
        inner = _under(each.value, name) if each.key is None else None
        found = each.value if isinstance(each.key, Literal) and each.key.value == name else inner or found
    return found


def _of_objects(linker: Linker, name: str, site: Site) -> Iterator[Outcome]:
    """What `from_object` takes of a class or module."""
    for path, form in _objects(linker):
        if isinstance(form, (Type, Object)):
            yield from instance_attribute(linker, Object(form.path, form.number), name, site)
        elif isinstance(form, Module):
            yield from module_attribute(linker, form.path, name)
        elif isinstance(form, Constant):
            yield from _of_module(linker, str(form.value), name, path, site)


def _objects(linker: Linker) -> Iterator[tuple[str, Form]]:
    """What `from_object` is given, and in which file."""
    for ref in linker.program.calls_named("from_object"):
        for argument in linker.program.call(ref).arguments[:1]:
            yield from ((ref.path, each.form) for each in linker.outcomes(argument.value, ref.path))


def _of_module(linker: Linker, dotted: str, name: str, importer: str, site: Site) -> Iterator[Outcome]:
    """What a module has under a name, or a class in it: `"config"`, `"config.Production"`."""
    library = linker.library_of(importer)
    for path in library.module(linker.program, importer, dotted, 0):
        yield from module_attribute(linker, path, name)
    module, _, owner = dotted.rpartition(".")
    for path in library.module(linker.program, importer, module, 0) if module else ():
        for outcome in module_attribute(linker, path, owner):
            if isinstance(outcome.form, Type):
                yield from instance_attribute(linker, Object(outcome.form.path, outcome.form.number), name, site)
