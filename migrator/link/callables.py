"""What calls return and parameters receive, through functions and their callers."""

from __future__ import annotations

from collections.abc import Callable as Function_
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from migrator.facts import Argument, Call, Class, FileFacts, FormalParameter, Function
from migrator.link import callbacks, composites, members, mutations, own_class, templates, texts
from migrator.link.common import (
    ANNOTATED,
    OUTSIDE,
    Outcomes,
    argument_slot,
    call_key,
    copies_of,
    following,
    is_none,
    is_open,
    is_static,
)
from migrator.link.program import trailing_name
from migrator.outcomes import (
    Bound,
    CallRef,
    Code,
    Constant,
    Encoded,
    Form,
    Frames,
    Given,
    Items,
    Made,
    Mapping,
    Object,
    Outcome,
    Prepared,
    Slot,
    Symbol,
    Text,
    Type,
    Unknown,
    compatible,
)
from migrator.values import (
    Callable,
    Element,
    Item,
    Literal,
    Member,
    Opaque,
    Parameter,
    Reference,
    Result,
    Sequence,
    Site,
    Value,
)

if TYPE_CHECKING:
    from migrator.link.evaluate import Linker


RECORD = "record"
"""How a mapping was made that is an object of a class."""
AS_MAPPING = frozenset({"copy", "as_dict", "to_dict", "dict", "model_dump"})
PREPARING = ("partial", "partialmethod")
WRAPPING = "delayed"
"""A call that gives its first argument back, to be run later with what it is then called with."""
STARTING = ("submit", "to_thread", "add_task", "run_in_threadpool")
"""Calls that call their first argument with the others."""
TAKING = frozenset({"pop", "popleft", "shift", "poll", "removeFirst", "removeLast", "getFirst", "getLast"})
AT = frozenset({"get", "at"})
PICKED = frozenset({"find", "findLast"})
COLLECTIONS = PICKED | {"entries", "filter", "slice", "toSorted", "toReversed"}
"""Methods of lists that give what they hold."""
TYPED_DICTS = frozenset({"typing.TypedDict", "typing_extensions.TypedDict"})
TEXT_METHODS: dict[str, Function_[[str], str]] = {
    "strip": str.strip,
    "rstrip": str.rstrip,
    "lstrip": str.lstrip,
    "lower": str.lower,
    "trim": str.strip,
    "trimEnd": str.rstrip,
    "toLowerCase": str.lower,
    "toUpperCase": str.upper,
    "lowercase": str.lower,
    "uppercase": str.upper,
    "toString": str,
    "upper": str.upper,
    "encode": str,
    "getBytes": str,
    "toByteArray": str,
    "encodeToByteArray": str,
    "casefold": str.casefold,
    "title": str.title,
    "capitalize": str.capitalize,
}


BOUND = "self"
"""What a function's first parameter is called that it gets from what it is made into (a task of Celery's)."""
SENT = frozenset({"get_json", "json", "form", "args", "values", "query_params", "path_params", "GET", "POST", "loads"})
"""What gives a mapping that somebody else sends, by its last name."""
MAPPINGS = frozenset({"dict", "Dict", "Mapping", "MutableMapping", "defaultdict", "OrderedDict"})
"""What an annotation says of a mapping that is not in sight, by its last name."""
CONFIGURED = frozenset({"ConfigService"})
"""What gives the settings that a program is started with."""
LOOK_UPS = frozenset({"get", "pop", "setdefault", "getProperty", "getString", "getItem"})
"""Methods that give what stands under a key, or else what comes behind it."""
DEFAULTS = frozenset({"default", "fallback"})
"""The keywords that say what a look-up gives where it finds nothing."""
SECTIONED = "ConfigParser"
"""The end of what looks up a key in a section: what stands behind the first argument is no default."""
SUPER = "super"
CALLED = "__call__"
"""What calling an object is called."""


def result(linker: Linker, value: Result, facts: FileFacts, frames: Frames) -> Iterable[Outcome]:
    """What a call can return."""
    call = facts.calls[value.call]
    ref = CallRef(facts.path, call.number)
    text = _text_method(linker, call, facts, frames)
    if text is not None:
        return text
    callees = _overload(linker, linker.outcomes(call.callee, facts.path, frames), call)
    return (following(each, callee) for callee in callees for each in _called(linker, callee, call, ref, facts, frames))


def _overload(linker: Linker, callees: Outcomes, call: Call) -> Outcomes:
    """Of several functions of one name those that take so many arguments."""
    if sum(isinstance(each.form, Code) for each in callees) < 2:
        return callees
    fitting = tuple(each for each in callees if not isinstance(each.form, Code) or _fits_code(linker, each.form, call))
    return fitting or callees


def _fits_code(linker: Linker, code: Code, call: Call) -> bool:
    function = linker.program.facts[code.path].functions[code.number]
    # `Bot.ask` is given its object by whoever calls it.
    of_class = code.owner is not None and code.owner.call is None
    return fits(function, call) or (of_class and fits(function, call, bound=False))


def fits(function: Function, call: Call, bound: bool = True) -> bool:
    """Whether a function takes as many arguments as a call gives by place."""
    if any(argument.kind != "positional" for argument in call.arguments):
        return True
    formals = [each for each in function.parameters if each.kind == "positional"]
    formals = formals[1:] if bound and function.owner is not None and not is_static(function) else formals
    least = sum(each.default is None for each in formals)
    most = len(formals) if all(each.kind == "positional" for each in function.parameters) else 1 << 20
    return least <= len(call.arguments) <= most


def overloads(facts: FileFacts, function: Function) -> list[Function]:
    """The functions of the same name beside a method, itself included."""
    if function.owner is None:
        return [function]
    return [each for each in facts.functions if each.owner == function.owner and each.name == function.name]


def _called(linker: Linker, callee: Outcome, call: Call, ref: CallRef, facts: FileFacts, frames: Frames) -> Iterable[Outcome]:
    match callee.form:
        case Symbol(name=symbol):
            if symbol in linker.program.records:
                return (_as_mapping(linker, call, facts, frames),)
            special = linker.library_of(facts.path).result(linker, symbol, call, facts, frames)
            special = special if special is not None else _or_default(linker, symbol, call, facts, frames)
            return special if special is not None else (Outcome(Made(symbol, ref, frames), call.site),)
        case Code() as code:
            return returns(linker, code, ref, frames)
        case Type(path=path, number=number):
            return _instance(linker, Object(path, number, ref, frames), call, facts, frames)
        case Object() if made := own_class.made(linker, call, ref, facts, frames):
            return tuple(Outcome(each, call.site) for each in made)
        case Object() as thing if _called_as(linker, thing, call):
            return (each for code in _called_as(linker, thing, call) for each in returns(linker, code, ref, frames))
        case Prepared(callee=Symbol(name=symbol), call=prepared, frames=then):
            also = ((ref, frames),) if call.arguments else ()
            return (Outcome(Made(symbol, prepared, then, also), call.site),)
        case Prepared(callee=inner, call=prepared, frames=then) if not call.arguments:
            return _prepared(linker, inner, prepared, then, call)
        case Made(symbol=symbol):
            called = f"{symbol}.{CALLED}"
            special = linker.library_of(facts.path).result(linker, called, call, facts, frames)
            return special if special is not None else (Outcome(Made(called, ref, frames), call.site),)
        case Bound(made=made, path=path):
            if linker.keeps(facts.path, made.symbol, path):
                return (Outcome(replace(made, also=(*made.also, (ref, frames))), call.site),)
            symbol = ".".join((made.symbol, *path))
            special = linker.library_of(facts.path).result(linker, symbol, call, facts, frames)
            special = special if special is not None else _or_default(linker, symbol, call, facts, frames)
            return special if special is not None else (Outcome(Made(symbol, ref, frames), call.site),)
        case _:
            return (Outcome(Unknown("unresolved"), call.site),)


def _or_default(linker: Linker, symbol: str, call: Call, facts: FileFacts, frames: Frames) -> Outcomes | None:
    """What a look-up in settings out of sight gives: something, or the default that the code gives with the key."""
    owner, _, name = symbol.rpartition(".")
    if name not in LOOK_UPS:
        return None
    named = [each for each in call.arguments if each.kind == "keyword" and each.name in DEFAULTS]
    by_place = [each for each in call.arguments if each.kind == "positional"]
    by_place = [] if owner.endswith(SECTIONED) else by_place[1:2]
    default = next(iter((*named, *by_place)), None)
    if default is None and name == "get" and len(call.arguments) == 1 == len(keys := _keys(linker, call, facts, frames)):
        return (Outcome(Unknown("environment"), call.site), Outcome(Constant(None), call.site)) if "/" not in keys[0] else None
    found = linker.outcomes(default.value, facts.path, frames) if default is not None else ()
    if not found or not all(_is_default(each.form) for each in found):
        return None
    return (Outcome(Unknown("environment"), call.site), *found)


def _keys(linker: Linker, call: Call, facts: FileFacts, frames: Frames) -> list[str]:
    """The texts that a look-up may be told."""
    forms = [each.form for each in linker.outcomes(call.arguments[0].value, facts.path, frames)]
    return [form.value for form in forms if isinstance(form, Constant) and isinstance(form.value, str)]


def _is_default(form: Form) -> bool:
    """Whether a look-up gives this where it finds nothing: text, or a mapping that says nothing."""
    if isinstance(form, Mapping):
        return form.complete and not form.slots
    return isinstance(form, Constant) and isinstance(form.value, str)


def _prepared(linker: Linker, form: Form, ref: CallRef, frames: Frames, call: Call) -> Outcomes:
    """What calling something gives that was prepared with all its arguments."""
    match form:
        case Type(path=path, number=number):
            return (Outcome(Object(path, number, ref, frames), call.site),)
        case Code() as code:
            return tuple(returns(linker, code, ref, frames))
        case _:
            return (Outcome(Unknown("unresolved"), call.site),)


def _called_as(linker: Linker, thing: Object, call: Call) -> list[Code]:
    """What calling an object of the project runs."""
    found = [each.form for each in members.instance_attribute(linker, thing, CALLED, call.site)]
    return [form for form in found if isinstance(form, Code)]


def _as_mapping(linker: Linker, call: Call, facts: FileFacts, frames: Frames) -> Outcome:
    """An object that is no more than its keywords, as a mapping of them."""
    slots: list[Slot] = []
    complete = True
    for argument in call.arguments:
        if argument.kind == "keyword":
            slots.append(argument_slot(argument, facts.path, frames, call.site))
        elif argument.kind == "spread":
            added, whole = composites.spread(linker, argument.value, facts.path, frames)
            slots.extend(added)
            complete = complete and whole
        else:
            complete = False
    return Outcome(Mapping(tuple(slots), complete, call.site, RECORD), call.site)


def _instance(linker: Linker, thing: Object, call: Call, facts: FileFacts, frames: Frames) -> Outcomes:
    """What calling a class of the project makes: an object, but text of a class of texts, and a mapping of a typed one."""
    bases = linker.program.facts[thing.path].classes[thing.number].bases
    names = [each.form.name for base in bases for each in linker.outcomes(base, thing.path) if isinstance(each.form, Symbol)]
    if len(call.arguments) == 1 and members.is_enum(linker, thing.path, thing.number):
        return members.any_constant(linker, thing.path, thing.number, call.site)
    if names == ["builtins.str"] and len(call.arguments) == 1:
        return linker.outcomes(call.arguments[0].value, facts.path, frames)
    if names and names[0] in TYPED_DICTS:
        slots = [argument_slot(each, facts.path, frames, call.site) for each in call.arguments if each.kind == "keyword"]
        slots = [replace(slot, how="keyword") for slot in slots]
        return (Outcome(Mapping(tuple(slots), len(slots) == len(call.arguments), call.site, "dict"), call.site),)
    return (Outcome(thing, call.site),)


def returns(linker: Linker, code: Code, ref: CallRef | None, frames: Frames) -> Iterable[Outcome]:
    """What a function returns, seen from one call."""
    function = linker.program.facts[code.path].functions[code.number]
    inner = frames if ref is None else (*frames, (code.path, code.number, ref))
    key = (code.path, f"return of {function.number}", call_key(ref) if ref is not None else 0)
    several = len(function.returns) > 1
    for number, value in enumerate(function.returns):
        given: Given = frozenset({(key, number)}) if several else frozenset()
        for outcome in linker.outcomes(value, code.path, inner):
            yield outcome.under(given)


def _text_method(linker: Linker, call: Call, facts: FileFacts, frames: Frames) -> Outcomes | None:
    callee = call.callee
    if not isinstance(callee, Member):
        return None
    if callee.name in AS_MAPPING and not call.arguments:
        bases = linker.outcomes(callee.base, facts.path, frames)
        return copies_of(bases, call.site) if bases and all(isinstance(each.form, Mapping) for each in bases) else None
    if callee.name in TAKING | AT and len(call.arguments) < 2:
        taken = _taken(linker, callee, call, facts, frames)
        if taken is not None:
            return taken
    if callee.name in ("get", "pop", "setdefault") and call.arguments:
        return _get(linker, callee, call, facts, frames)
    if callee.name in ("items", "values") and not call.arguments:
        return parts_of(linker, callee.base, callee.name, facts, frames)
    if callee.name in COLLECTIONS:
        collected = _collected(linker, callee, call, facts, frames)
        if collected is not None:
            return collected
    if callee.name in templates.FILLING:
        filled = templates.by_method(linker, callee, call, facts, frames)
        if filled is not None:
            return filled
    if callee.name in ("format", "join") or callee.name in texts.APPENDING:
        return texts.put_together(linker, callee, call, facts, frames)
    if callee.name in texts.CUTTING:
        return texts.cut(linker, callee, call, facts, frames)
    method = TEXT_METHODS.get(callee.name) or texts.without_last_slashes(call, callee.name)
    if method is None:
        return None
    given = [each.value.value for each in call.arguments if isinstance(each.value, Literal)]
    results: list[Outcome] = []
    for base in linker.outcomes(callee.base, facts.path, frames):
        if isinstance(base.form, Constant) and isinstance(base.form.value, str):
            old = base.form.value
            new = old.rstrip(str(given[0])) if callee.name in ("rstrip", "trimEnd") and given else method(old)
            results.append(base if new == old else replace(base, form=Constant(new, exact=False)))
        elif isinstance(base.form, (Unknown, Text, Encoded)):
            results.append(base)
        else:
            return None
    return tuple(results)


def _get(linker: Linker, callee: Member, call: Call, facts: FileFacts, frames: Frames) -> Outcomes | None:
    """What a mapping gives for a key, with the default where it may not hold it."""
    found = linker.outcomes(callee.base, facts.path, frames)
    bases = [_as_unknown(each) for each in found if not is_none(each)]
    keys = linker.outcomes(call.arguments[0].value, facts.path, frames)
    fallback = len(call.arguments) > 1
    if not bases or not all(isinstance(each.form, Mapping | Unknown) for each in bases):
        return None
    key = keys[0].form if len(keys) == 1 else None
    name = key.value if isinstance(key, Constant) and isinstance(key.value, str) else None
    several = name is None and any(isinstance(each.form, Constant) for each in keys)
    results: list[Outcome] = []
    missing = False
    for base in bases:
        if not isinstance(base.form, Mapping):
            results.append(base)
            missing = True
        elif several:
            results.extend(members.by_any_key(linker, base.form, keys, call.site))
            missing = True
        elif name is None:
            results.extend(members.any_value(linker, base.form, members.asked_by(keys) or call.site))
            missing = True
        else:
            held = [slot for slot in base.form.slots if slot.key == name]
            if held or not fallback:
                found = members.lookup(linker, base.form, name, call.site)
                results.extend(each.under(base.given) for each in found)
            # A settings file that stands elsewhere may not say it.
            missing = missing or not any(slot.sure for slot in held) or (fallback and base.setting)
    if missing and fallback:
        results.extend(linker.outcomes(call.arguments[1].value, facts.path, frames))
    elif missing and callee.name == "get":
        results.append(Outcome(Constant(None), call.site))
    return tuple(results)


def _taken(linker: Linker, callee: Member, call: Call, facts: FileFacts, frames: Frames) -> Outcomes | None:
    """What is taken out of a list: what stands at a place, or any of what it holds."""
    bases = linker.outcomes(callee.base, facts.path, frames)
    if not bases or not all(isinstance(each.form, Items) for each in bases):
        return None
    if callee.name in AT and call.arguments:
        return linker.outcomes(linker.keep(Item(callee.base, call.arguments[0].value, call.site)), facts.path, frames)
    element = Element(callee.base, None, call.site)
    linker.keep(element)
    return tuple(composites.element(linker, element, facts.path, frames))


def _as_unknown(outcome: Outcome) -> Outcome:
    """What somebody sends, or sets, is a mapping that is not in sight."""
    form = outcome.form
    last = form.name if isinstance(form, Symbol) else form.symbol if isinstance(form, Made) else ""
    last = form.path[-1] if isinstance(form, Bound) else last.removesuffix(f".{CALLED}").rpartition(".")[2]
    named = isinstance(form, Made) and form.call is None and last in MAPPINGS
    reason = "caller" if last in SENT or named else "environment" if last in CONFIGURED else ""
    return replace(outcome, form=Unknown(reason)) if reason else outcome


def _collected(linker: Linker, callee: Member, call: Call, facts: FileFacts, frames: Frames) -> Outcomes | None:
    """What a list's method gives of it: any of what it holds, some of it, or all of it with numbers."""
    bases = linker.outcomes(callee.base, facts.path, frames)
    if callee.name == "entries" and any(isinstance(each.form, Mapping) for each in bases):
        return parts_of(linker, callee.base, "items", facts, frames)
    lists = [each.form for each in bases if isinstance(each.form, Items)]
    if not lists or len(lists) < len(bases):
        return None
    if callee.name in PICKED:
        element = linker.keep(Element(callee.base, None, call.site))
        return linker.outcomes(element, facts.path, frames)
    if callee.name != "entries":
        return bases
    item = Element(callee.base, None, call.site)
    pair = Sequence("pair", (Opaque("", call.site), item), call.site)
    return linker.outcomes(linker.keep(Sequence("list", (pair,), call.site)), facts.path, frames)


def parts_of(linker: Linker, value: Value, kind: str, facts: FileFacts, frames: Frames) -> Outcomes | None:
    """The "items" or "values" of a mapping, as a loop takes them: those that are written out, and else also what it may be."""
    results: list[Outcome] = []
    for base in linker.outcomes(value, facts.path, frames):
        form = base.form
        if not isinstance(form, Mapping) or len({(slot.path, slot.frames) for slot in form.slots}) != 1:
            return None
        parts: list[Value] = []
        for slot in form.slots:
            key = Literal(slot.key, slot.key_site) if slot.key is not None or form.complete else Opaque("", slot.key_site)
            parts.append(slot.value if kind == "values" else Sequence("pair", (key, slot.value), slot.site))
        if not form.complete:
            parts.append(Opaque("", value.site))
        for part in parts:
            linker.keep(part)
        slot = form.slots[0]
        made = "list" if form.complete else mutations.GROWN
        results.append(replace(base, form=Items(tuple(parts), slot.path, slot.frames, made)))
    return tuple(results) or None


def parameter(linker: Linker, value: Parameter, facts: FileFacts, frames: Frames) -> Iterable[Outcome]:
    """What a parameter can be: seen from one call, or from all that are known."""
    function = facts.functions[value.function]
    formal = next(each for each in function.parameters if each.name == value.name)
    if function.owner is not None and function.parameters[0].name == value.name and not is_static(function):
        return _receivers(linker, value, facts, frames) or (Outcome(Object(facts.path, function.owner), value.site),)
    for index in range(len(frames) - 1, -1, -1):
        path, number, ref = frames[index]
        if path == facts.path and number == value.function:
            return _argument(linker, ref, function, formal, facts, frames[:index])
    return _any_argument(linker, function, formal, facts)


def _receivers(linker: Linker, value: Parameter, facts: FileFacts, frames: Frames) -> Outcomes:
    """The objects whose method runs, where its call is in sight and every one of them is known; else nothing."""
    for index in range(len(frames) - 1, -1, -1):
        path, number, ref = frames[index]
        if path == facts.path and number == value.function:
            callee = linker.program.call(ref).callee
            if not isinstance(callee, Member) and facts.functions[value.function].name != CALLED:
                return _bound_to(linker, linker.outcomes(callee, ref.path, frames[:index]), value, facts)
            whole = facts.functions[value.function].name == CALLED and trailing_name(callee) != CALLED
            receiver = callee.base if isinstance(callee, Member) and not whole else callee
            found = linker.outcomes(receiver, ref.path, frames[:index])
            known = bool(found) and all(isinstance(each.form, Object) and each.form.call is not None for each in found)
            return tuple(replace(each, site=value.site) for each in found) if known else ()
    return ()


def _bound_to(linker: Linker, callees: Outcomes, value: Parameter, facts: FileFacts) -> Outcomes:
    """The objects of a method that is called by a name of its own (`ask = bot.ask`), where every one of them is known."""
    forms = [(each, each.form) for each in callees if callbacks.is_code(each.form, (facts.path, value.function))]
    owners = [(each, form.owner) for each, form in forms if isinstance(form, Code)]
    if not all(owner is not None and owner.call is not None for _, owner in owners):
        return ()
    return tuple(replace(each, form=owner, site=value.site) for each, owner in owners if owner is not None)


def _any_argument(linker: Linker, function: Function, formal: FormalParameter, facts: FileFacts) -> Iterable[Outcome]:
    supplied = linker.library_of(facts.path).supplied(linker, function, formal, facts)
    if supplied is not None:
        return supplied
    key = (facts.path, function.number)
    refs = callers(linker, facts.path, function)
    results: list[Outcome] = []
    for ref in refs:
        given = frozenset({((facts.path, "caller", function.number), call_key(ref))})
        for way in _ways(linker, ref, key):
            for outcome in _argument(linker, ref, function, formal, facts, ()):
                if not way or compatible(way, outcome.given):
                    results.append(outcome.under(given | way))
    for ref, items in callbacks.walked(linker, function, formal, facts) if key not in linker.calling else ():
        given = frozenset({((facts.path, "caller", function.number), call_key(ref))})
        refs = (*refs, ref)
        results.extend(outcome.under(given) for outcome in items)
    if not refs or is_open(facts, function) or _escapes(linker, function, facts):
        given = frozenset({((facts.path, "caller", function.number), OUTSIDE)})
        found = _given_outside(linker, function, formal, facts, bool(refs))
        results.extend(outcome.under(given) for outcome in found)
    return results


def _ways(linker: Linker, ref: CallRef, key: tuple[str, int]) -> Iterable[Given]:
    """In which runs a call calls a function that it is given by somebody who calls what is around it."""
    callee = linker.program.call(ref).callee
    if trailing_name(callee) == linker.program.facts[key[0]].functions[key[1]].name:
        return (frozenset(),)
    found = [each for each in linker.outcomes(callee, ref.path) if callbacks.is_code(each.form, key)]
    return [each.given for each in found] or (frozenset(),)


def _escapes(linker: Linker, function: Function, facts: FileFacts) -> bool:
    """Whether a function is handed to somebody who may call it as well."""
    key = (facts.path, function.number)
    walking = {ref for formal in function.parameters[:1] for ref, _ in callbacks.walked(linker, function, formal, facts)}
    for ref, argument in callbacks.handings(linker, function, facts):
        call = linker.program.call(ref)
        known = trailing_name(call.callee) in (*PREPARING, *STARTING, WRAPPING) and _is_first(linker, ref, key)
        followed = known or ref in walking or argument.value_site in linker.program.handed_in(ref.path)
        if not followed and not callbacks.stays(linker, ref, argument):
            return True
    return False


def _given_outside(
    linker: Linker, function: Function, formal: FormalParameter, facts: FileFacts, called: bool
) -> Iterable[Outcome]:
    """What a parameter can be where nobody in sight calls: its default, what its type says, or anything."""
    default = linker.outcomes(formal.default, facts.path) if formal.default is not None else ()
    yield from default
    if formal.nullable:
        yield Outcome(Constant(None), formal.site)
    if not called and formal.annotation is not None and all(is_none(each) for each in default):
        yield from objects_of(linker, formal.annotation, facts.path, formal.site)
    yield Outcome(Unknown("caller", function.name), formal.site)


def objects_of(linker: Linker, annotation: Value, path: str, site: Site) -> Iterable[Outcome]:
    """Some object of a type that is named."""
    for outcome in types_of(linker, annotation, path):
        if isinstance(outcome.form, Symbol):
            yield Outcome(Made(outcome.form.name, None), site)
        elif isinstance(outcome.form, Type):
            yield Outcome(Object(outcome.form.path, outcome.form.number), site)


def types_of(linker: Linker, annotation: Value, path: str) -> Iterable[Outcome]:
    """What an annotation names, without what is said beside it."""
    for outcome in linker.outcomes(annotation, path):
        form = outcome.form
        if isinstance(form, Items) and form.kind == ANNOTATED and len(form.values) > 1:
            yield from linker.outcomes(form.values[1], form.path)
        else:
            yield outcome


def _argument(
    linker: Linker, ref: CallRef, function: Function, formal: FormalParameter, facts: FileFacts, frames: Frames
) -> Iterable[Outcome]:
    call = linker.program.call(ref)
    if formal.kind == "spread":
        return (_extra_keywords(linker, ref, call, function, frames),)
    given = argument_of(call, function, formal.name)
    if given is not None:
        # What is prepared by its name (`partial`) may be given anew by a call that is not looked for.
        prepared = given.kind == "keyword" and _prepares(call, function) and trailing_name(call.callee) in PREPARING
        anew = (Outcome(Unknown("unresolved"), call.site),) if prepared else ()
        return (*linker.outcomes(given.value, ref.path, frames), *anew)
    results: list[Outcome] = []
    spread_unknown = False
    for argument in call.arguments:
        if argument.kind == "star":
            spread_unknown = True
        elif argument.kind == "spread":
            slots, whole = composites.spread(linker, argument.value, ref.path, frames)
            for slot in reversed(slots):
                if slot.key == formal.name:
                    results.extend(linker.outcomes(slot.value, slot.path, slot.frames))
                    if slot.sure:
                        return results
            spread_unknown = spread_unknown or not whole
    if spread_unknown:
        return (*results, Outcome(Unknown("unresolved"), call.site))
    if formal.default is not None:
        return (*results, *linker.outcomes(formal.default, facts.path))
    may_omit = linker.library_of(facts.path).may_omit
    missing = Outcome(Constant(None, absent=may_omit) if formal.nullable or may_omit else Unknown("unresolved"), call.site)
    return results or (missing,)


def _prepares(call: Call, function: Function) -> bool:
    """Whether a call only prepares the function that is its first argument, or calls it with the others."""
    name = trailing_name(call.callee)
    return name != function.name and (name in (*PREPARING, *STARTING) or is_handed_first(call, function))


def is_handed_first(call: Call, function: Function) -> bool:
    """Whether the first argument of a call is a function, by its own name or written there."""
    first = call.arguments[0] if call.arguments else None
    if first is None or first.kind != "positional" or trailing_name(call.callee) == function.name:
        return False
    value = first.value
    if isinstance(value, Callable):
        return value.kind == "function" and value.number == function.number and value.site == function.site
    return trailing_name(value) == function.name


def argument_of(call: Call, function: Function, name: str) -> Argument | None:
    """The argument of a call that fills a function's parameter, if one does so plainly."""
    positional = [each.name for each in function.parameters if each.kind == "positional"]
    bound = function.owner is not None or (bool(function.decorators) and positional[:1] == [BOUND])
    if bound and not is_static(function):
        positional = positional[1:]
    index = -1 if _prepares(call, function) else 0
    for argument in call.arguments:
        if argument.kind == "positional":
            if 0 <= index < len(positional) and positional[index] == name:
                return argument
            index += 1
        elif argument.kind == "keyword" and argument.name == name:
            return argument
        elif argument.kind == "star":
            index = len(positional)
    return None


def _extra_keywords(linker: Linker, ref: CallRef, call: Call, function: Function, frames: Frames) -> Outcome:
    named = {each.name for each in function.parameters}
    slots: list[Slot] = []
    complete = True
    for argument in call.arguments:
        if argument.kind == "keyword" and argument.name not in named:
            slots.append(argument_slot(argument, ref.path, frames, call.site))
        elif argument.kind == "spread":
            added, whole = composites.spread(linker, argument.value, ref.path, frames)
            slots.extend(slot for slot in added if slot.key not in named)
            complete = complete and whole
    return Outcome(Mapping(tuple(slots), complete, call.site, "keywords"), call.site)


def callers(linker: Linker, path: str, function: Function) -> tuple[CallRef, ...]:
    """The calls in the project that are known to call a function."""
    key = (path, function.number)
    if key in linker.callers_found:
        return linker.callers_found[key]
    if key in linker.calling:
        return ()
    facts = linker.program.facts[path]
    name = function.name
    if name == "__init__" and function.owner is not None:
        linker.calling.add(key)
        try:
            found = [*callers_of_class(linker, path, facts.classes[function.owner])]
            for heir in members.heirs(linker, Object(path, function.owner)):
                theirs = linker.program.facts[heir.path]
                own = members.constructor(theirs, heir.number)
                further = (
                    super_calls(theirs, own)
                    if own is not None
                    else callers_of_class(linker, heir.path, theirs.classes[heir.number])
                )
                found.extend(further)
        finally:
            linker.calling.discard(key)
        linker.callers_found[key] = _fitting(linker, facts, function, found)
        return linker.callers_found[key]
    linker.calling.add(key)
    try:
        owner = function.owner if name == CALLED else None
        found = _calls_of_objects(linker, path, facts.classes[owner]) if owner is not None else []
        found += [
            ref
            for each in (name, *linker.program.names_of_function(*key))
            for ref in linker.program.calls_named(each)
            if any(
                isinstance(each.form, Code) and (each.form.path, each.form.number) == key
                for each in linker.outcomes(linker.program.call(ref).callee, ref.path)
            )
        ]
        found.extend(
            ref for each in (*PREPARING, *STARTING) for ref in linker.program.calls_named(each) if _is_first(linker, ref, key)
        )
        found.extend(_wrapped(linker, key))
        found.extend(callbacks.callers_through(linker, function, facts))
    finally:
        linker.calling.discard(key)
    linker.callers_found[key] = _fitting(linker, facts, function, found)
    return linker.callers_found[key]


def _wrapped(linker: Linker, key: tuple[str, int]) -> Iterable[CallRef]:
    """The calls of what a call gives that is to run a function later: `delayed(f)(x)`."""
    for ref in linker.program.calls_named(WRAPPING):
        if _is_first(linker, ref, key):
            for call in linker.program.facts[ref.path].calls:
                if isinstance(call.callee, Result) and call.callee.call == ref.number:
                    yield CallRef(ref.path, call.number)


def _calls_of_objects(linker: Linker, path: str, cls: Class) -> list[CallRef]:
    """The calls of objects of a class, by the names that its objects are given."""
    heirs = members.heirs(linker, Object(path, cls.number))
    classes = {(path, cls.number), *((each.path, each.number) for each in heirs)}
    names = {cls.name, *(linker.program.facts[each.path].classes[each.number].name for each in heirs)}
    return [
        ref
        for made in sorted(names)
        for name in linker.program.names_of_objects(made)
        for ref in linker.program.calls_named(name)
        if any(
            isinstance(each.form, Object) and (each.form.path, each.form.number) in classes
            for each in linker.outcomes(linker.program.call(ref).callee, ref.path)
        )
    ]


def _fitting(linker: Linker, facts: FileFacts, function: Function, found: list[CallRef]) -> tuple[CallRef, ...]:
    if len(overloads(facts, function)) > 1:
        found = [each for each in found if fits(function, linker.program.call(each))]
    return tuple(dict.fromkeys(found))


def _is_first(linker: Linker, ref: CallRef, key: tuple[str, int]) -> bool:
    """Whether a function is what a call prepares."""
    prepared = linker.prepared.get(ref)
    return key in (prepared if prepared is not None else _functions_prepared(linker, ref))


def _functions_prepared(linker: Linker, ref: CallRef) -> frozenset[tuple[str, int]]:
    """The functions that a call prepares: asked for by each function of the project, so kept as soon as they are settled."""
    first = next((each.value for each in linker.program.call(ref).arguments if each.kind == "positional"), None)
    named = first if isinstance(first, (Reference, Member, Callable)) else None
    forms = [each.form for each in linker.outcomes(named, ref.path)] if named is not None else []
    prepared = frozenset((form.path, form.number) for form in forms if isinstance(form, Code))
    if named is None or linker.is_kept(named, ref.path):
        linker.prepared[ref] = prepared
    return prepared


def super_calls(facts: FileFacts, constructor: Function) -> list[CallRef]:
    """The calls of an inherited constructor inside one that replaces it."""
    return [
        CallRef(facts.path, call.number)
        for call in facts.calls
        if constructor.site.contains(call.site) and is_inherited_constructor(facts, call.callee)
    ]


def is_inherited_constructor(facts: FileFacts, callee: Value) -> bool:
    """Whether this is `super().__init__`."""
    if not isinstance(callee, Member) or callee.name != "__init__" or not isinstance(callee.base, Result):
        return False
    return is_super(facts, callee.base)


def is_super(facts: FileFacts, value: Result) -> bool:
    """Whether this is `super()`."""
    callee = facts.calls[value.call].callee
    return isinstance(callee, Reference) and callee.name == SUPER


def callers_of_class(linker: Linker, path: str, cls: Class) -> tuple[CallRef, ...]:
    """The calls in the project that make an instance of a class."""
    key = (path, -1 - cls.number)
    if key in linker.callers_found:
        return linker.callers_found[key]
    if key in linker.calling:
        return ()
    linker.calling.add(key)
    try:
        found = [
            ref
            for ref in linker.program.calls_named(cls.name)
            if any(
                isinstance(each.form, Type) and (each.form.path, each.form.number) == (path, cls.number)
                for each in linker.outcomes(linker.program.call(ref).callee, ref.path)
            )
        ]
        found.extend(own_class.makers(linker, path, cls))
    finally:
        linker.calling.discard(key)
    linker.callers_found[key] = tuple(dict.fromkeys(found))
    return linker.callers_found[key]
