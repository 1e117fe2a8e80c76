"""What attributes and items of objects, classes, modules and mappings can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from migrator.facts import ANY_NAME, Argument, Class, FileFacts, Function
from migrator.link import callables, merged, mutations, names
from migrator.link.common import (
    OUTSIDE,
    Outcomes,
    bindings_of,
    call_key,
    decorator_name,
    following,
    function_of_scope,
    item_call,
    without_placeholders,
)
from migrator.link.environment_fields import from_environment
from migrator.link.flow import choices, reaching
from migrator.link.program import trailing_name
from migrator.outcomes import (
    Bound,
    CallRef,
    Code,
    Constant,
    Frames,
    Given,
    Items,
    Made,
    Mapping,
    Module,
    Object,
    Outcome,
    Step,
    Symbol,
    Type,
    Unknown,
    compatible,
)
from migrator.values import (
    Callable,
    Imported,
    Item,
    Member,
    Reference,
    Result,
    Site,
    Value,
    at_place,
)

if TYPE_CHECKING:
    from migrator.link.evaluate import Linker


MOST_MEMBERS = 24
"""An enumeration of more is a register of everybody's models: which of them gets to a call nobody can say."""
MOST_RESULTS = 2_000
"""What an attribute can be on all objects that a name may hold, before what is there twice is taken out."""
ANSWERING = "__getattribute__"
"""The method that is asked for every attribute, whatever an object has."""
PLAIN_BASES = frozenset({"builtins.object", "abc.ABC", "typing.Generic", "typing.Protocol"})
"""Bases that give their heirs nothing."""


def member(linker: Linker, value: Member, facts: FileFacts, frames: Frames) -> Iterable[Outcome]:
    """What `base.name` can be."""
    special = linker.library_of(facts.path).member(linker, value, facts, frames)
    if special is not None:
        return special
    results: list[Outcome] = []
    bases = linker.outcomes(value.base, facts.path, frames)
    # Nothing has no attributes: whoever goes on has something.
    there = tuple(each for each in bases if not (isinstance(each.form, Constant) and each.form.value is None))
    for base in there or bases:
        for outcome in attribute(linker, base, value, facts):
            if not compatible(outcome.given, base.given):
                continue
            results.append(following(outcome, base))
        if len(results) > MOST_RESULTS:
            # More than can be told are left when those are taken out that are there twice.
            linker.stopped = True
            return (*without_placeholders(results), Outcome(Unknown("too-deep"), value.site))
    return without_placeholders(results)


def attribute(linker: Linker, base: Outcome, value: Member, facts: FileFacts) -> Outcomes:
    """What a name is on one form of the base."""
    name = value.name
    match base.form:
        case Symbol(name=symbol):
            dotted = f"{symbol}.{name}"
            if dotted in linker.program.constants:
                return (Outcome(Constant(linker.program.constants[dotted], exact=False), value.site),)
            if linker.program.called(name) and symbol.partition(".")[0] not in linker.program.external:
                inner = linker.library_of(facts.path).module(linker.program, facts.path, dotted, 0)
                if len(inner) == 1:
                    return (Outcome(Module(inner[0]), value.site),)
            return (Outcome(Symbol(dotted), value.site),)
        case Module(path=path):
            found = (*names.module_attribute(linker, path, name), *_set_in_module(linker, path, name))
            if any(isinstance(each.form, (Constant, Mapping)) for each in found):
                found = (*found, *_set_in_module(linker, path, name, whole=True))
            if found:
                return found
            inner = linker.library_of(facts.path).module(linker.program, path, name, 1)
            return (Outcome(Module(inner[0]) if len(inner) == 1 else Unknown("unresolved"), value.site),)
        case Made() as made:
            return (Outcome(Bound(made, (name,)), value.site),)
        case Bound(made=made, path=path):
            return (Outcome(Bound(made, (*path, name)), value.site),)
        case Object() as thing:
            return _dispatched(linker, thing, name, value.site)
        case Type(path=path, number=number):
            return instance_attribute(linker, Object(path, number), name, value.site)
        case Constant() if name == "value":
            return (base,)
        case Unknown(reason="caller"):
            return (Outcome(base.form, value.site),)
        case _:
            return (Outcome(Unknown("unresolved"), value.site),)


def _dispatched(linker: Linker, thing: Object, name: str, site: Site) -> Outcomes:
    """What `thing.name` can be: an object whose making is not in sight may be of a class that inherits and sets it anew."""
    others = heirs(linker, thing) if thing.call is None else []
    if not any(_sets(linker, heir, name) for heir in others):
        return instance_attribute(linker, thing, name, site)
    key = (thing.path, "object", thing.number)
    results: list[Outcome] = []
    for arm, each in enumerate((thing, *others)):
        only = frozenset({(key, arm)})
        for outcome in instance_attribute(linker, each, name, site):
            if arm == 0 and isinstance(outcome.form, Unknown) and outcome.form.reason == "unresolved" and outcome.site == site:
                continue
            if compatible(outcome.given, only):
                results.append(outcome.under(only))
    return tuple(results)


def heirs(linker: Linker, thing: Object) -> list[Object]:
    """The project's classes that inherit from an object's class."""
    key = (thing.path, thing.number, len(linker.program.facts))
    known = linker.heirs_found.get(key)
    if known is None:
        known, settled = _heirs(linker, thing)
        if settled:
            linker.heirs_found[key] = known
    return known


def _heirs(linker: Linker, thing: Object) -> tuple[list[Object], bool]:
    """Those classes, and whether that is for good as long as no further file is read."""
    found: dict[tuple[str, int], Object] = {}
    pending, settled = [thing], True
    while pending:
        parent = pending.pop(0)
        facts = linker.program.facts[parent.path]
        for path, number in linker.program.heirs_named(facts.classes[parent.number].name):
            theirs = linker.program.facts[path]
            if (path, number) in found or (path, number) == (thing.path, thing.number):
                continue
            bases = [each.form for base in theirs.classes[number].bases for each in linker.outcomes(base, path)]
            settled = settled and all(linker.is_kept(base, path) for base in theirs.classes[number].bases)
            if any(isinstance(base, Type) and (base.path, base.number) == (parent.path, parent.number) for base in bases):
                found[path, number] = heir = Object(path, number)
                pending.append(heir)
    return list(found.values()), settled


def _sets(linker: Linker, thing: Object, name: str) -> bool:
    facts = linker.program.facts[thing.path]
    own = facts.bindings.get((facts.classes[thing.number].scope, name), ())
    return bool(own) or bool(linker.program.instance_attributes(thing.path, thing.number, name))


def instance_attribute(
    linker: Linker, thing: Object, name: str, site: Site, seen: frozenset[tuple[str, int]] = frozenset()
) -> Outcomes:
    """What `thing.name` can be: assigned in methods, set in the class's body, or inherited."""
    facts = linker.program.facts[thing.path]
    if (thing.path, thing.number) in seen:
        return (Outcome(Unknown("unresolved"), site),)
    cls = facts.classes[thing.number]
    results: list[Outcome] = []
    for attribute in linker.program.instance_attributes(thing.path, thing.number, name):
        inner = _constructor_frames(linker, thing, attribute.scope, facts)
        step = Step(attribute.site, f"{name} is set here")
        given = choices(facts, attribute.block, None)
        for outcome in linker.outcomes(attribute.value, thing.path, inner):
            form = outcome.form
            if isinstance(form, Mapping) and _is_own(outcome, attribute.value):
                form = mutations.with_member_mutations(linker, form, name, attribute.value, facts, inner)
            results.append(outcome.being(form, given, (step, *outcome.steps)))
    results.extend(_class_attribute(linker, thing, cls, name, facts))
    results.extend(from_environment(linker, cls, name, facts, site))
    outside = _set_outside(linker, thing, name)
    if not results and not (outside and not cls.bases):
        results.extend(_inherited(linker, thing, cls, facts, name, site, seen))
    results.extend(outside)
    results.extend(_taken_over(linker, thing, cls, facts, name))
    if any(facts.functions[each].name == ANSWERING for each in cls.methods):
        results.append(Outcome(Unknown("unresolved"), site))
    return tuple(without_placeholders(results)) or (Outcome(Unknown("unresolved"), site),)


def _taken_over(
    linker: Linker, thing: Object, cls: Class, facts: FileFacts, name: str, seen: frozenset[tuple[str, int]] = frozenset()
) -> Iterator[Outcome]:
    """What the methods of an object's class, and of those that it inherits from, take over under a name from a mapping."""
    key = (thing.path, thing.number)
    if key in seen or cls.name not in linker.program.taking_over():
        return
    for attribute in linker.program.instance_attributes(thing.path, thing.number, ANY_NAME):
        inner = _constructor_frames(linker, thing, attribute.scope, facts)
        step = Step(attribute.site, f"{name} may be set here")
        given = choices(facts, attribute.block, None)
        for outcome in merged.under(linker, attribute.value, name, thing.path, inner):
            yield outcome.being(outcome.form, given, (step, *outcome.steps))
    for base in cls.bases:
        for outcome in linker.outcomes(base, thing.path):
            form = outcome.form
            if isinstance(form, Type):
                parent = _as_parent(thing, cls, facts, form.path, form.number)
                there = linker.program.facts[form.path]
                yield from _taken_over(linker, parent, there.classes[form.number], there, name, seen | {key})


def _is_own(outcome: Outcome, value: Value) -> bool:
    """Whether a record is the one that an attribute holds, written there or given by a name: what changes one changes it."""
    return isinstance(value, Reference) or outcome.site == value.site


def _set_outside(linker: Linker, thing: Object, name: str) -> list[Outcome]:
    """What code around a class gives one of its objects: `bot.name = value`, and `replace(bot, name=value)` a copy of one.

    A copy concerns only a method, which does not know which of its class's objects it is called on.
    """
    program = linker.program
    given = [(path, each.base, each.value, each.site, False) for path, each in program.outer_attributes(name)]
    if thing.call is None:
        given += [(each.path, each.base, each.value, each.site, False) for each in program.copies_with(name)]
    given += [(path, each.base, each.value, each.site, True) for path, each in program.outer_attributes(ANY_NAME)]
    results: list[Outcome] = []
    for path, base, value, site, whole in given:
        key = (path, site.start)
        if key in linker.setting:
            continue
        linker.setting.add(key)
        try:
            if any(_may_be(linker, thing, form) for form in _owners(linker, path, base)):
                found = merged.under(linker, value, name, path, ()) if whole else _given_there(linker, path, name, value, site)
                results.extend(found)
        finally:
            linker.setting.discard(key)
    return results


def _set_in_module(linker: Linker, path: str, name: str, whole: bool = False) -> Iterator[Outcome]:
    """What other files give a name of a module (`conf.MODEL = value`), or as a `whole` (`vars(conf).update(values)`)."""
    for where, each in linker.program.outer_attributes(ANY_NAME if whole else name):
        key = (where, each.site.start)
        imported = any(isinstance(bound.value, Imported) for bound in bindings_of(linker.program.facts[where], each.base))
        if not imported or key in linker.setting:
            continue
        linker.setting.add(key)
        try:
            if any(outcome.form == Module(path) for outcome in linker.outcomes(each.base, where)):
                given = each.value
                yield from (
                    merged.under(linker, given, name, where, ()) if whole else _given_there(linker, where, name, given, each.site)
                )
        finally:
            linker.setting.discard(key)


def _given_there(linker: Linker, path: str, name: str, value: Value, site: Site) -> Outcomes:
    """What is set there, for whichever object: kept as soon as it is settled."""
    known = linker.set_there.get((site, name))
    if known is None:
        step = Step(site, f"{name} is set here")
        known = tuple(each.being(each.form, frozenset(), (step, *each.steps)) for each in linker.outcomes(value, path))
        if linker.is_kept(value, path):
            linker.set_there[site, name] = known
    return known


def _owners(linker: Linker, path: str, base: Value) -> Iterable[Object | Type]:
    """Whose attribute is set: asked for by each object that has one of the name, so kept as soon as it is settled."""
    known = linker.owners_found.get((id(base), path))
    if known is None:
        forms = (each.form for each in linker.outcomes(base, path))
        known = tuple(dict.fromkeys(form for form in forms if isinstance(form, (Object, Type))))
        if linker.is_kept(base, path):
            linker.owners_found[id(base), path] = known
    return known


def _may_be(linker: Linker, thing: Object, other: Object | Type) -> bool:
    """Whether what is said of one object or class holds for another: the same, or one whose class inherits from its class."""
    if (other.path, other.number) == (thing.path, thing.number):
        return isinstance(other, Type) or None in (other.call, thing.call) or other.call == thing.call
    return any((heir.path, heir.number) == (other.path, other.number) for heir in heirs(linker, thing))


def _inherited(
    linker: Linker, thing: Object, cls: Class, facts: FileFacts, name: str, site: Site, seen: frozenset[tuple[str, int]]
) -> Iterable[Outcome]:
    """What the first base that has a name gives; one that is not in sight may have it."""
    for base in cls.bases:
        for outcome in linker.outcomes(base, thing.path):
            match outcome.form:
                case Type(path=path, number=number):
                    parent = _as_parent(thing, cls, facts, path, number)
                    found = instance_attribute(linker, parent, name, site, seen | {(thing.path, thing.number)})
                    if any(not isinstance(each.form, Unknown) or each.site != site for each in found):
                        yield from found
                        return
                case Symbol(name=symbol) if symbol in PLAIN_BASES:
                    continue
                case Symbol(name=symbol):
                    yield Outcome(Bound(_as_made(thing, cls, facts, symbol), (name,)), site)
                    return
                case _:
                    yield Outcome(Unknown("unresolved"), site)


def constructor(facts: FileFacts, number: int) -> Function | None:
    """A class's own `__init__`."""
    methods = (facts.functions[each] for each in facts.classes[number].methods)
    return next((each for each in methods if each.name == "__init__"), None)


def inherited_constructor(linker: Linker, value: Member, facts: FileFacts) -> Outcomes | None:
    """`super().__init__` in a class that inherits its constructor from an SDK's: that class; None of any other."""
    around = facts.calls[value.base.call] if isinstance(value.base, Result) else None
    function = function_of_scope(facts, around.scope) if around is not None else None
    if function is None or function.owner is None:
        return None
    symbol = inherited_from(linker, Object(facts.path, function.owner))
    return (Outcome(Symbol(symbol), value.site),) if symbol else None


def of_base(linker: Linker, value: Member, scope: int, facts: FileFacts) -> Outcomes | None:
    """What `super().name` means in a method: what the class inherits under that name; None outside of methods."""
    around: int | None = scope
    while around is not None:
        method = function_of_scope(facts, around)
        if method is not None and method.owner is not None:
            thing, cls = Object(facts.path, method.owner), facts.classes[method.owner]
            return tuple(_inherited(linker, thing, cls, facts, value.name, value.site, frozenset())) or None
        around = facts.scopes[around].parent
    return None


def inherited_from(linker: Linker, thing: Object) -> str:
    """The SDK's class that makes the objects of a project's class, above its own constructor; nothing where none is sure to."""
    seen: set[tuple[str, int]] = set()
    while (thing.path, thing.number) not in seen:
        seen.add((thing.path, thing.number))
        for base in linker.program.facts[thing.path].classes[thing.number].bases:
            forms = [each.form for each in linker.outcomes(base, thing.path)]
            form = forms[0] if len(forms) == 1 else None
            if isinstance(form, Symbol) and form.name in PLAIN_BASES:
                continue
            if isinstance(form, Symbol):
                return form.name
            if not isinstance(form, Type):
                return ""
            there = linker.program.facts[form.path]
            if constructor(there, form.number) is not None:
                return ""
            if there.classes[form.number].bases:
                thing = Object(form.path, form.number)
                break
    return ""


def _as_parent(thing: Object, cls: Class, facts: FileFacts, path: str, number: int) -> Object:
    """The object as its base class sees it: made by the call that the class's own constructor makes, if it has one."""
    own = constructor(facts, cls.number)
    if thing.call is None or own is None:
        return Object(path, number, thing.call, thing.frames)
    calls = callables.super_calls(facts, own)
    if len(calls) != 1:
        return Object(path, number)
    return Object(path, number, calls[0], (*thing.frames, (facts.path, own.number, thing.call)))


def _as_made(thing: Object, cls: Class, facts: FileFacts, symbol: str) -> Made:
    """The object as the SDK's class that it inherits from sees it: made by what its own constructor hands on, if it has one."""
    own = constructor(facts, cls.number)
    calls = callables.super_calls(facts, own) if own is not None else []
    if own is None or len(calls) != 1:
        return Made(symbol, thing.call, thing.frames)
    return Made(symbol, calls[0], (*thing.frames, (facts.path, own.number, thing.call)) if thing.call is not None else ())


def _constructor_frames(linker: Linker, thing: Object, scope: int, facts: FileFacts) -> Frames:
    owner = function_of_scope(facts, scope)
    if thing.call is None or owner is None or owner.name != "__init__":
        return thing.frames
    call = linker.program.call(thing.call)
    others = callables.overloads(facts, owner)
    if len(others) > 1 and not callables.fits(owner, call):
        for each in others:
            handed = _hands_on(facts, each, owner) if callables.fits(each, call) else None
            if handed is not None:
                return (*thing.frames, (facts.path, each.number, thing.call), (facts.path, owner.number, handed))
        return thing.frames
    return (*thing.frames, (facts.path, owner.number, thing.call))


def _hands_on(facts: FileFacts, constructor: Function, other: Function) -> CallRef | None:
    """The call by which one constructor leaves its work to another of the same class."""
    name = facts.classes[other.owner].name if other.owner is not None else ""
    inside = (each for each in facts.calls if constructor.site.contains(each.site) and trailing_name(each.callee) == name)
    found = [each for each in inside if isinstance(each.callee, Reference) and callables.fits(other, each)]
    return CallRef(facts.path, found[0].number) if found else None


def _class_attribute(linker: Linker, thing: Object, cls: Class, name: str, facts: FileFacts) -> list[Outcome]:
    results: list[Outcome] = []
    found = tuple(each for each in facts.bindings.get((cls.scope, name), ()) if not _is_setter(each.value, facts))
    fielded = (found or name in cls.fields) and constructor(facts, cls.number) is None
    makers = _makers(linker, thing, cls, facts) if fielded else ()
    argued = [ref for ref in makers if linker.program.call(ref).arguments]
    key = (facts.path, "class", cls.number)
    said = {ref: _field_values(linker, ref, cls, name, thing.frames if thing.call else ()) for ref in argued}
    for binding in reaching(facts, found, 1 << 62):
        if isinstance(binding.value, Callable) and binding.value.kind == "function":
            function = facts.functions[binding.value.number]
            code = Code(facts.path, function.number, thing, thing.frames)
            if any(decorator_name(each) in {"property", "cached_property"} for each in function.decorators):
                made = _made_so(linker, thing, cls, facts)
                found_here = (each for each in callables.returns(linker, code, None, ()) if compatible(each.given, made))
                results.extend(each.under(made) for each in found_here)
            else:
                results.append(Outcome(code, binding.site))
            continue
        step = Step(binding.site, f"{name} is set here")
        for outcome in linker.outcomes(binding.value, facts.path):
            form = outcome.form
            if isinstance(form, Mapping) and _is_own(outcome, binding.value):
                form = mutations.with_member_mutations(linker, form, name, binding.value, facts, ())
            outcome = replace(outcome, form=form, steps=(step, *outcome.steps))
            if not argued:
                results.append(outcome)
                continue
            # What nobody hands over is the default: of each caller that says nothing, and of those out of sight.
            silent = [call_key(ref) for ref in argued if not said[ref][1]]
            arms = silent if thing.call is not None else [*silent, OUTSIDE]
            results.extend(outcome.under(frozenset({(key, arm)})) for arm in arms)
    for ref, (values, _) in said.items():
        results.extend(outcome.under(frozenset({(key, call_key(ref))})) for outcome in values)
    return results


def _field_values(linker: Linker, ref: CallRef, cls: Class, name: str, frames: Frames) -> tuple[Outcomes, bool]:
    """What a call that makes an object gives a field, by itself or in a mapping that it unpacks; and whether it surely does."""
    argument = field_argument(linker, ref, cls, name)
    if argument is not None:
        return linker.outcomes(argument.value, ref.path, frames), True
    call = linker.program.call(ref)
    validates = trailing_name(call.callee) in VALIDATING
    found: list[Outcome] = []
    for each in call.arguments:
        if each.kind != "spread" and not (validates and each.kind == "positional"):
            continue
        slots, whole = linker.spread(each.value, ref.path, frames)
        held = [slot for slot in slots if slot.key == name]
        found.extend(outcome for slot in held for outcome in linker.outcomes(slot.value, slot.path, slot.frames))
        if any(slot.sure for slot in held):
            return tuple(found), True
        if not whole:
            found.append(Outcome(Unknown("unresolved"), call.site))
    return tuple(found), False


def _made_so(linker: Linker, thing: Object, cls: Class, facts: FileFacts) -> Given:
    """That an object was made by the call which made it: what else its class may hold is another one's."""
    own = constructor(facts, cls.number)
    makers = (
        callables.callers(linker, facts.path, own) if own is not None else callables.callers_of_class(linker, facts.path, cls)
    )
    if thing.call is None or thing.call not in makers:
        return frozenset()
    key = (facts.path, "caller", own.number) if own is not None else (facts.path, "class", cls.number)
    return frozenset({(key, call_key(thing.call))})


def _is_setter(value: Value, facts: FileFacts) -> bool:
    """Whether this is what runs when a property is set or deleted, which stands under the property's name."""
    if not isinstance(value, Callable) or value.kind != "function":
        return False
    return any(
        isinstance(each, Member) and each.name in ("setter", "deleter") for each in facts.functions[value.number].decorators
    )


def entered(linker: Linker, value: Value, path: str, frames: Frames) -> Iterable[Outcome]:
    """What `with` binds: the value itself, as SDKs' clients give it, unless a class of the project says otherwise."""
    for outcome in linker.outcomes(value, path, frames):
        if not isinstance(outcome.form, Object):
            yield outcome
            continue
        for name in ("__enter__", "__aenter__"):
            forms = [each.form for each in instance_attribute(linker, outcome.form, name, value.site)]
            methods = [each for each in forms if isinstance(each, Code)]
            for method in methods:
                yield from callables.returns(linker, method, None, outcome.form.frames)
            if methods:
                break
        else:
            yield outcome


def _makers(linker: Linker, thing: Object, cls: Class, facts: FileFacts) -> tuple[CallRef, ...]:
    """The calls that make such an object."""
    if thing.call is not None:
        return (thing.call,)
    return (*callables.callers_of_class(linker, facts.path, cls), *_validated(linker, facts.path, cls))


def _validated(linker: Linker, path: str, cls: Class) -> Iterator[CallRef]:
    """The calls that make an object of a class from one mapping."""
    wanted = (path, cls.number)
    for ref in (each for name in sorted(VALIDATING) for each in linker.program.calls_named(name)):
        asked = linker.classes_asked.get(ref)
        if asked is None:
            asked = _asked_class(linker, ref)
        if wanted in asked:
            yield ref


def _asked_class(linker: Linker, ref: CallRef) -> frozenset[tuple[str, int]]:
    """The classes of which a call makes an object: asked for by each field of each class, so kept as soon as they are settled."""
    callee = linker.program.call(ref).callee
    base = callee.base if isinstance(callee, Member) else None
    found = linker.outcomes(base, ref.path) if base is not None else ()
    asked = frozenset((each.form.path, each.form.number) for each in found if isinstance(each.form, Type))
    if base is None or linker.is_kept(base, ref.path):
        linker.classes_asked[ref] = asked
    return asked


VALIDATING = frozenset({"model_validate", "parse_obj"})
"""Methods that make an object of a class from one mapping."""


def field_argument(linker: Linker, ref: CallRef, cls: Class, name: str) -> Argument | None:
    """What sets a field of a class without a constructor of its own (dataclass, pydantic): by its name or its place."""
    position = cls.fields.index(name) if name in cls.fields and not cls.keyword_fields else -1
    index = 0
    call = linker.program.call(ref)
    for argument in call.arguments if trailing_name(call.callee) not in VALIDATING else ():
        if argument.kind == "keyword" and argument.name == name:
            return argument
        if argument.kind == "positional":
            if index == position:
                return argument
            index += 1
    return None


def item(linker: Linker, value: Item, facts: FileFacts, frames: Frames) -> Iterable[Outcome]:
    """What `base[key]` can be."""
    found_keys = linker.outcomes(value.key, facts.path, frames)
    keys = [each.form.value for each in found_keys if isinstance(each.form, Constant)]
    results: list[Outcome] = []
    for base in linker.outcomes(value.base, facts.path, frames):
        match base.form:
            case Symbol(name=symbol):
                special = linker.library_of(facts.path).result(
                    linker, f"{symbol}.__getitem__", item_call(value, facts), facts, frames
                )
                found = special if special is not None else (Outcome(Unknown("unresolved"), value.site),)
            case Made() | Bound() as thing:
                symbol = thing.symbol if isinstance(thing, Made) else ".".join((thing.made.symbol, *thing.path))
                special = linker.library_of(facts.path).result(
                    linker, f"{symbol}.__getitem__", item_call(value, facts), facts, frames
                )
                found = special if special is not None else (Outcome(Unknown("unresolved"), value.site),)
            case Mapping() as mapping if len(keys) == 1 == len(found_keys) and isinstance(keys[0], str):
                found = lookup(linker, mapping, keys[0], value.site)
            case Mapping(slots=slots) as mapping if slots and not keys:
                found = any_value(linker, mapping, asked_by(found_keys) or value.site)
            case Mapping(slots=slots) as mapping if slots:
                found = by_any_key(linker, mapping, found_keys, value.site)
            case Items(values=values, path=path, frames=inner, kind=mutations.GROWN):
                # Where a list grows, and how often, only run time tells.
                held = tuple(each for part in values for each in linker.outcomes(part, path, inner))
                found = (*held, Outcome(Unknown("unresolved"), value.site))
            case Items(values=values, path=path, frames=inner) if (
                len(keys) == 1 and isinstance(keys[0], int) and (held_there := at_place(values, keys[0])) is not None
            ):
                found = linker.outcomes(held_there, path, inner)
            case Items(values=values, kind="list" | "tuple") if not (
                len(keys) == 1 == len(found_keys) and isinstance(keys[0], int) and not -len(values) <= keys[0] < len(values)
            ):
                found = _any_item(linker, base, value.site)
            case Type(path=path, number=number) if is_enum(linker, path, number):
                found = any_constant(linker, path, number, value.site)
            case Constant(value=None):
                continue
            case _:
                found = (Outcome(Unknown("unresolved"), value.site),)
        results.extend(following(each, base) for each in found)
    return results


def is_enum(linker: Linker, path: str, number: int) -> bool:
    """Whether a class of the project is an enumeration."""
    bases = linker.program.facts[path].classes[number].bases
    forms = [each.form for base in bases for each in linker.outcomes(base, path)]
    return any(isinstance(form, Symbol) and form.name.endswith("Enum") for form in forms)


def any_constant(linker: Linker, path: str, number: int, site: Site) -> Outcomes:
    """What an enumeration gives under a name or a value that only run time tells."""
    facts = linker.program.facts[path]
    scope = facts.classes[number].scope
    named = [
        binding.value
        for (where, name), found in facts.bindings.items()
        if where == scope and not name.startswith("_")
        for binding in found
        if not isinstance(binding.value, Callable)
    ]
    if len(named) > MOST_MEMBERS:
        return (Outcome(Unknown("unresolved"), site),)
    return tuple(
        replace(outcome, given=outcome.given | {(_choice(site), arm)}, chosen=facts.classes[number].site)
        for arm, value in enumerate(named)
        for outcome in linker.outcomes(value, path)
    )


def _any_item(linker: Linker, base: Outcome, site: Site) -> Outcomes:
    """What a list that is written out holds at a place that only run time tells."""
    assert isinstance(base.form, Items)
    return tuple(
        replace(outcome, given=outcome.given | {(_choice(site), number)}, chosen=base.site)
        for number, part in enumerate(base.form.values)
        for outcome in linker.outcomes(part, base.form.path, base.form.frames)
    )


ANY = "?"
"""Stands for a key that nobody in sight says."""
OUT_OF_SIGHT = frozenset({"caller", "environment"})
"""Why a key is not known that is the same wherever it is used."""


def by_any_key(linker: Linker, mapping: Mapping, keys: Outcomes, site: Site) -> Outcomes:
    """What a mapping holds under a key of which several are known."""
    results: list[Outcome] = []
    chosen = any(_said_by_a_caller(key.given) for key in keys if isinstance(key.form, Constant))
    asked = asked_by(keys) or site
    for key in keys:
        if isinstance(key.form, Unknown) and key.form.reason == "caller" and chosen:
            # Those in sight say which ones they mean; whoever else calls may mean any.
            results.append(replace(key, site=site, chosen=None, given=key.given | {(_choice(asked), _arm(ANY))}))
            continue
        name = key.form.value if isinstance(key.form, Constant) and isinstance(key.form.value, str) else None
        held = lookup(linker, mapping, name, site) if name is not None else ()
        given = key.given | {(_choice(asked), _arm(name))} if held and name is not None else key.given
        results.extend(each.under(given) for each in (held or any_value(linker, mapping, asked)) if compatible(each.given, given))
    return tuple(results)


def _said_by_a_caller(given: Given) -> bool:
    """Whether something holds for a call that is in sight, and not by a default alone."""
    return any(what == "caller" and arm != OUTSIDE for (_, what, _), arm in given)


def asked_by(keys: Outcomes) -> Site | None:
    """The parameter or variable that a key is which somebody out of sight gives: whatever is looked up by it goes together."""
    found = {each.site for each in keys if isinstance(each.form, Unknown) and each.form.reason in OUT_OF_SIGHT}
    return found.pop() if len(found) == 1 else None


def any_value(linker: Linker, mapping: Mapping, site: Site) -> Outcomes:
    """What a mapping holds under a key that only run time tells, which is asked for at `site`."""
    results = [
        replace(outcome, given=outcome.given | {(_choice(site), _arm(slot.key or str(slot.key_site)))}, chosen=mapping.site)
        for slot in mapping.slots
        for outcome in linker.outcomes(slot.value, slot.path, slot.frames)
    ]
    if not mapping.complete:
        results.append(Outcome(Unknown("unresolved"), site))
    return tuple(results)


def _choice(site: Site) -> tuple[str, str, int]:
    return (site.path, "item", site.start)


def _arm(key: str) -> int:
    """A number for a key, the same within a run."""
    return hash(key)


def lookup(linker: Linker, mapping: Mapping, key: str, site: Site) -> Outcomes:
    """What a mapping holds under a key."""
    results: list[Outcome] = []
    for slot in reversed(mapping.slots):
        if slot.key is None:
            results.append(Outcome(Unknown("unresolved"), site))
        elif slot.key == key:
            results.extend(linker.held(slot))
            results.extend(Outcome(Unknown(why), site) for why in slot.beaten)
            if slot.sure:
                return tuple(results)
    if not mapping.complete or not results:
        results.append(Outcome(Unknown("unresolved"), site))
    return tuple(results)
