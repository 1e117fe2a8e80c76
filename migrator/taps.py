"""Where callers of a function say what a call inside it sends: there each caller's own switch is written."""

from __future__ import annotations

from dataclasses import dataclass, replace

from migrator.calls import SurfaceCall
from migrator.changes import AddEntry, AddToCall, Change, SetConstant
from migrator.facts import Class, FileFacts, FormalParameter, Function
from migrator.findings import Refusal
from migrator.link import callables, members
from migrator.link.common import OUTSIDE, bindings_of, call_key, function_of_scope, is_static, owning_scope
from migrator.link.evaluate import Linker
from migrator.link.flow import reaching
from migrator.outcomes import CallRef, Constant, Given, Mapping, Slot, compatible
from migrator.requests import Landing
from migrator.rewrites import HANDED, Target
from migrator.rulebook import Model
from migrator.thinking import Action, Switch, action, did_think
from migrator.values import Choice, Literal, Member, Parameter, Record, Reference, Scalar, Site, Value

MAX_LEVELS = 12


@dataclass(frozen=True, slots=True)
class Tap:
    """A function's parameter that ends up where a call's surface takes something.

    `ref` is the call that fills it and `given` the runs through that call; without a call it is the parameter's default,
    at `site`. `keyword` and `path` are what that call passes, `value` what it passes already, at `site`. `formal` names
    the parameter by file, function and name.
    """

    ref: CallRef | None
    keyword: str
    path: tuple[str, ...]
    given: Given
    site: Site
    formal: tuple[str, int, str]
    value: Value | None = None
    mapping: Site | None = None
    """Where the mapping is written whose keys that call passes, if nothing can be added to the call itself."""
    closed: bool = False
    """Somebody else makes that call, with what is not written out as a mapping: nothing can be added."""
    asks: str = ""
    """The switch is only sent where what the caller says is something ("given") or true ("true")."""
    default: Scalar = None
    """What the parameter's default says, where nobody else does."""

    @property
    def said(self) -> bool:
        """Whether the caller says something itself."""
        return self.value is not None


@dataclass(frozen=True, slots=True)
class _Way:
    """How a value came here: what has been chosen for it, and where it goes on."""

    keyword: str
    path: tuple[str, ...]
    taken: Given
    levels: int = 0


def tap_of(value: Value, path: str, given: Given, linker: Linker) -> Tap | None:
    """The outermost place that decides a value of a call in the runs that `given` describes."""
    return _trace(linker, value, path, given, _Way("", (), frozenset()))


def tap_for(call: SurfaceCall, given: Given, target: Target, linker: Linker) -> Tap | None:
    """The outermost place where a caller can give what the call does not say yet."""
    slot = call.named(target.keyword)
    way = _Way(target.keyword, target.path, frozenset())
    if slot is not None:
        if not target.path or slot.frames:
            return None
        tap = _trace(linker, slot.value, slot.path, given, way) or _in_choice(linker, slot, target, given)
        return tap if tap is not None and not tap.closed else None
    spreads = [each for each in linker.program.call(call.ref).arguments if each.kind == "spread"]
    found = [tap for each in spreads if (tap := _trace(linker, each.value, call.ref.path, given, way)) is not None]
    return found[0] if len(found) == 1 and not call.parts and not found[0].closed else None


def tap_in_arm(landing: Landing, given: Given, linker: Linker) -> Tap | None:
    """The tap of a key that is set, or whose mapping is, only in the arm of an `if` that asks for its own value."""
    slot = landing.slot
    late = slot if slot.how in ("mutation", "nested") else landing.outer
    facts = linker.program.facts[slot.path]
    tap = _trace(linker, slot.value, slot.path, given, _Way("", (), frozenset()))
    if tap is None or late.how not in ("mutation", "nested") or late.path != slot.path:
        return None
    block = next((each.block for each in facts.mutations if each.site == late.site), ())
    asked = facts.tests.get(block[0]) if len(block) == 1 else None
    if asked is None or _parameter(linker, asked[1], facts) != _parameter(linker, slot.value, facts):
        return None
    return replace(tap, asks=asked[0])


def _in_choice(linker: Linker, slot: Slot, target: Target, given: Given) -> Tap | None:
    """The tap of a mapping that holds a value only if that is something: `{"k": x} if x is not None else {}`."""
    facts = linker.program.facts[slot.path]
    value = _behind(slot.value, facts)
    if not isinstance(value, Choice) or value.test is None or not isinstance(value.options[0], Record):
        return None
    for entry in value.options[0].entries:
        if entry.key is not None and len(target.path) == 1 and _says(entry.key, target.path[0]):
            parameter = _parameter(linker, entry.value, facts)
            if parameter is not None and parameter == _parameter(linker, value.test, facts):
                tap = _trace(linker, entry.value, slot.path, given, _Way("", (), frozenset()))
                return replace(tap, asks=value.asks) if tap is not None else None
    return None


def _says(key: Value, name: str) -> bool:
    return isinstance(key, Literal) and key.value == name


def _behind(value: Value, facts: FileFacts) -> Value:
    """What a name was set to, if that is one thing."""
    found = bindings_of(facts, value)
    return found[0].value if len(found) == 1 else value


def _trace(linker: Linker, value: Value, path: str, given: Given, way: _Way) -> Tap | None:
    facts = linker.program.facts[path]
    if isinstance(value, Member):
        field = _field(linker, value, facts)
        if field is not None:
            return _at_maker(linker, *field, facts, given, way)
    parameter = _parameter(linker, value, facts)
    if parameter is None or way.levels > MAX_LEVELS or not linker.library_of(path).keywords:
        return None
    function = facts.functions[parameter.function]
    formal = next((each for each in function.parameters if each.name == parameter.name), None)
    key = (path, "caller", function.number)
    arm = dict(given).get(key)
    if formal is None or arm is None:
        return None
    way = replace(way, taken=way.taken | {(key, arm)}, levels=way.levels + 1)
    if arm == OUTSIDE:
        return _default(formal, (path, function.number, formal.name), way)
    ref = next((each for each in callables.callers(linker, path, function) if call_key(each) == arm), None)
    return _at_call(linker, ref, path, function, formal, given, way) if ref is not None else None


def _default(formal: FormalParameter, identity: tuple[str, int, str], way: _Way) -> Tap | None:
    if formal.kind == "spread" or not isinstance(formal.default, Literal) or way.path:
        return None
    return Tap(None, formal.name, (), way.taken, formal.default.site, identity, default=formal.default.value)


def _at_call(
    linker: Linker, ref: CallRef, path: str, function: Function, formal: FormalParameter, given: Given, way: _Way
) -> Tap | None:
    """The tap at one call of a function, or further out where that call only hands on what it was given."""
    call = linker.program.call(ref)
    if any(each.kind == "star" for each in call.arguments) or not linker.library_of(ref.path).keywords:
        return None
    name = way.keyword if formal.kind == "spread" else formal.name
    named = {each.name for each in function.parameters}
    if formal.kind == "spread" and name in named:
        return None
    identity = (path, function.number, formal.name)
    argument = callables.argument_of(call, function, name)
    spreads = [each for each in call.arguments if each.kind == "spread"]
    if argument is not None:
        outer = _trace(linker, argument.value, ref.path, given, replace(way, keyword=name))
        return outer or Tap(ref, name, way.path, way.taken, argument.value_site, identity, argument.value)
    for each in spreads:
        outer = _trace(linker, each.value, ref.path, given, replace(way, keyword=name)) if len(spreads) == 1 else None
        slots, whole = linker.spread(each.value, ref.path, (), given)
        if outer is not None or not whole or any(slot.key in (None, name) for slot in slots):
            return outer
    mapping = spreads[0].value if call.handed and len(spreads) == 1 else None
    if not formal.nameable or (way.path and _holds_more(formal.default)):
        return None
    written = mapping.site if isinstance(mapping, Record) else None
    return Tap(ref, name, way.path, way.taken, call.site, identity, mapping=written, closed=call.handed and written is None)


def _holds_more(default: Value | None) -> bool:
    """Whether a mapping that a call gives takes the place of one that has keys, or may have."""
    nothing = default is None or (isinstance(default, Literal) and default.value is None)
    return not nothing and not (isinstance(default, Record) and not default.entries)


def _parameter(linker: Linker, value: Value, facts: FileFacts) -> Parameter | None:
    """The one parameter that a value is, as it was given: by its name, or kept in an attribute by the constructor."""
    if isinstance(value, Parameter):
        return value
    if isinstance(value, Reference):
        scope = owning_scope(facts, value)
        if scope is None:
            return None
        found = facts.bindings.get((scope, value.name), ())
        here = reaching(facts, found, value.site.start) if scope == value.scope else list(found)
        only = here[0].value if len(here) == 1 else None
        return _parameter(linker, only, facts) if isinstance(only, (Parameter, Reference)) and only is not value else None
    if isinstance(value, Member) and isinstance(value.base, Reference):
        return _kept(linker, value, facts)
    return None


def _field(linker: Linker, value: Member, facts: FileFacts) -> tuple[Class, str] | None:
    """The class and name of a field that whoever makes an object may set (`self.name` of a dataclass)."""
    if not isinstance(value.base, Reference):
        return None
    method = function_of_scope(facts, value.base.scope)
    if method is None or method.owner is None or not method.parameters or method.parameters[0].name != value.base.name:
        return None
    cls = facts.classes[method.owner]
    if value.name not in cls.fields or members.constructor(facts, cls.number) is not None:
        return None
    return None if linker.program.instance_attributes(facts.path, cls.number, value.name) else (cls, value.name)


def _at_maker(linker: Linker, cls: Class, name: str, facts: FileFacts, given: Given, way: _Way) -> Tap | None:
    """The tap at the call that makes an object of such a class, or at its field's default."""
    key = (facts.path, "class", cls.number)
    arm = dict(given).get(key)
    if arm is None or way.path:
        return None
    identity = (facts.path, -1 - cls.number, name)
    taken = way.taken | {(key, arm)}
    if arm == OUTSIDE:
        bound = facts.bindings.get((cls.scope, name), ())
        default = bound[0].value if len(bound) == 1 else None
        if not isinstance(default, Literal):
            return None
        return Tap(None, name, (), taken, default.site, identity, default=default.value)
    ref = next((each for each in callables.callers_of_class(linker, facts.path, cls) if call_key(each) == arm), None)
    if ref is None or any(each.kind in ("star", "spread") for each in linker.program.call(ref).arguments):
        return None
    argument = members.field_argument(linker, ref, cls, name)
    if argument is None:
        return Tap(ref, name, (), taken, linker.program.call(ref).site, identity)
    further = replace(way, keyword=name, taken=taken, levels=way.levels + 1)
    outer = _trace(linker, argument.value, ref.path, given, further)
    return outer or Tap(ref, name, (), taken, argument.value_site, identity, argument.value)


def _kept(linker: Linker, value: Member, facts: FileFacts) -> Parameter | None:
    assert isinstance(value.base, Reference)
    method = function_of_scope(facts, value.base.scope)
    if method is None or method.owner is None or is_static(method) or not method.parameters:
        return None
    if method.parameters[0].name != value.base.name:
        return None
    set_here = linker.program.instance_attributes(facts.path, method.owner, value.name)
    if len(set_here) != 1 or set_here[0].block:
        return None
    kept = set_here[0].value
    maker = function_of_scope(facts, set_here[0].scope)
    if maker is None or maker.name != "__init__" or not isinstance(kept, Reference):
        return None
    return _parameter(linker, kept, facts)


def planned_in_arm(tap: Tap, old: Model, new: Model, switch: Switch, given: Given, linker: Linker) -> Action:
    """What has to be said at a tap whose value is sent only where it is something, or true."""
    slot = switch.landing.slot
    found = {
        each.form.value if isinstance(each.form, Constant) else "?"
        for each in linker.outcomes(slot.value, slot.path, slot.frames)
        if compatible(given, each.given)
    }
    if len(found) != 1 or (value := found.pop()) == "?":
        return Action("refuse", reason="the switch is only sometimes given; give it always")
    if value is None or (tap.asks == "true" and not value):
        needed = action(old, new, None, None)
        return replace(needed, do=f"set-{needed.do}") if tap.said and needed.do in ("on", "off") else needed
    known = replace(switch, value=value if isinstance(value, bool) else "?", sure=True, may_be_null=False)
    return action(old, new, known, None) if tap.said else unsaid(old, new, known, action(old, new, None, None))


def unsaid(old: Model, new: Model, switch: Switch, needed: Action) -> Action:
    """What has to be said at a tap that says nothing: the function's own default is not the caller's word.

    `needed` is what a call without a switch would need.
    """
    obeyed = old.thinking == "hybrid" and isinstance(switch.value, bool)
    thought = switch.value if obeyed else did_think(old)
    if obeyed:
        return action(old, new, switch, None)
    if needed.do == "refuse" or thought is None:
        return needed
    if switch.value is thought:
        return Action("nothing")
    return Action("on" if thought else "off")


def change_at(tap: Tap, value: Scalar, linker: Linker) -> Change | Refusal:
    """The switch written where the tap is."""
    if tap.asks == "true" and not value:
        return Refusal("choice-needed", "this function sends the switch only where it is true; let it send false too")
    if tap.ref is None or (tap.said and not tap.path):
        return SetConstant(tap.site, value)
    if tap.closed:
        return Refusal("choice-needed", HANDED)
    if tap.mapping is not None:
        return AddEntry(tap.mapping, (tap.keyword, *tap.path), value)
    site = linker.program.call(tap.ref).site
    if tap.value is None:
        return AddToCall(site, tap.keyword, tap.path, value)
    found = linker.outcomes(tap.value, tap.ref.path)
    mappings = [each.form for each in found if isinstance(each.form, Mapping)]
    if (
        not mappings
        or len(mappings) < len(found)
        or any(slot.key in (None, tap.path[0]) for each in mappings for slot in each.slots)
    ):
        return Refusal("body-not-literal", f"`{tap.keyword}` is not written out here; add the switch where it is made")
    if isinstance(tap.value, Record):
        return AddToCall(site, tap.keyword, tap.path, value, "literal", tap.site)
    return AddToCall(site, tap.keyword, tap.path, value, "expression", tap.site, True)
