"""Evaluates neutral values: every language's expressions, one evaluator."""

from __future__ import annotations

from collections.abc import Callable as Function_
from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol, TypeAlias

from migrator.facts import Argument, Call, Class, FileFacts, FormalParameter, Function, Mutation
from migrator.link.flow import choices, excluded, outside_arms, reaching, settled_at
from migrator.link.program import Program
from migrator.outcomes import (
    HOLE,
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
    Prepared,
    Slot,
    Step,
    Symbol,
    Text,
    Type,
    Unknown,
    compatible,
)
from migrator.values import (
    Callable,
    Choice,
    Element,
    Entry,
    Environment,
    Imported,
    Item,
    Join,
    Literal,
    Member,
    Opaque,
    Parameter,
    Record,
    Reference,
    Result,
    Sequence,
    Site,
    Value,
)

MAX_DEPTH = 48
MAX_OUTCOMES = 48
TEXT_METHODS: dict[str, Function_[[str], str]] = {
    "strip": str.strip,
    "rstrip": str.rstrip,
    "lstrip": str.lstrip,
    "lower": str.lower,
}

Outcomes: TypeAlias = "tuple[Outcome, ...]"


class Library(Protocol):
    """What a language's standard library and well-known helpers do, and how its imports resolve."""

    def result(self, linker: Linker, symbol: str, call: Call, where: FileFacts, frames: Frames) -> Outcomes | None:
        """What calling a known function gives; None if it is not known."""

    def member(self, linker: Linker, value: Member, where: FileFacts, frames: Frames) -> Outcomes | None:
        """What an attribute of a known object is; None if it is not known."""

    def module(self, program: Program, importer: str, module: str, level: int) -> tuple[str, ...]:
        """The project files that an import may mean."""

    def builtin(self, name: str) -> str | None:
        """The dotted name of a builtin."""


class Linker:
    """Evaluates values over one project; results are kept."""

    def __init__(
        self,
        program: Program,
        library_of: Function_[[str], Library],
        keeps: Function_[[str, str, tuple[str, ...]], bool],
    ) -> None:
        """`library_of` gives a file's language; `keeps` says whether a method (file, symbol, path) returns a like client."""
        self.program = program
        self.library_of = library_of
        self.keeps = keeps
        self._memo: dict[tuple[int, str, Frames], Outcomes] = {}
        self._active: set[tuple[int, str, Frames]] = set()
        self._callers: dict[tuple[str, int], tuple[CallRef, ...]] = {}
        self._calling: set[tuple[str, int]] = set()
        self._depth = 0
        self._cuts = 0
        self._kept: list[Value] = []

    def outcomes(self, value: Value, path: str, frames: Frames = ()) -> Outcomes:
        """Everything that a value of a file can be, seen through the calls in `frames`."""
        key = (id(value), path, frames)
        known = self._memo.get(key)
        if known is not None:
            return known
        if key in self._active:
            self._cuts += 1
            return ()
        if self._depth > MAX_DEPTH:
            return (Outcome(Unknown("too-deep"), value.site),)
        facts = self.program.of(path)
        if facts is None:
            return (Outcome(Unknown("unresolved"), value.site),)
        self._active.add(key)
        self._depth += 1
        cuts = self._cuts
        try:
            found = self._evaluate(value, facts, frames)
        finally:
            self._depth -= 1
            self._active.discard(key)
        found = _distinct(found)[:MAX_OUTCOMES]
        if self._cuts == cuts or not self._active:
            self._memo[key] = found
        return found

    def _evaluate(self, value: Value, facts: FileFacts, frames: Frames) -> Iterable[Outcome]:
        path = facts.path
        match value:
            case Literal():
                return (Outcome(Constant(value.value), value.site),)
            case Reference():
                return self._reference(value, facts, frames)
            case Member():
                return self._member(value, facts, frames)
            case Item():
                return self._item(value, facts, frames)
            case Environment():
                return self._environment(value, path, frames)
            case Join():
                return self._join(value, path, frames)
            case Choice():
                return self._choice(value, path, frames)
            case Record():
                return (self.record(value, path, frames),)
            case Sequence():
                return (Outcome(Items(value.items, path, frames, value.kind), value.site),)
            case Element():
                return self._element(value, path, frames)
            case Result():
                return self._result(value, facts, frames)
            case Parameter():
                return self._parameter(value, facts, frames)
            case Callable(kind="function"):
                return (Outcome(Code(path, value.number), value.site),)
            case Callable():
                return (Outcome(Type(path, value.number), value.site),)
            case Imported():
                return self._imported(value, facts)
            case Opaque(text="comprehension-items", operands=operands):
                return (Outcome(Items(operands, path, frames, "comprehension"), value.site),)
            case _:
                return (Outcome(Unknown("unresolved"), value.site),)

    # names

    def _reference(self, value: Reference, facts: FileFacts, frames: Frames) -> Iterable[Outcome]:
        scope: int | None = value.scope
        same_flow = True
        while scope is not None:
            found = facts.bindings.get((scope, value.name))
            here = facts.scopes[scope]
            if found and (here.kind != "class" or scope == value.scope):
                break
            if here.kind != "comprehension" and not (here.kind == "class" and scope == value.scope):
                same_flow = False
            elif here.kind == "class":
                same_flow = False
            scope = here.parent
        else:
            return self._undefined(value, facts)
        position = value.site.start if same_flow and facts.scopes[scope].kind != "comprehension" else None
        live = reaching(facts, found, position) if position is not None else list(found)
        results: list[Outcome] = []
        for binding in live:
            given = choices(facts, binding.block, position)
            step = Step(binding.site, f"{value.name} is set here")
            for outcome in self.outcomes(binding.value, facts.path, frames):
                form = outcome.form
                if isinstance(form, Mapping) and outcome.site == binding.value.site:
                    form = self._mutated(form, value, scope, settled_at(binding), position, facts, frames)
                steps = outcome.steps if isinstance(binding.value, (Imported, Callable)) else (step, *outcome.steps)
                results.append(replace(outcome, form=form, given=outcome.given | given, steps=steps))
        return _without_placeholders(results)

    def _undefined(self, value: Reference, facts: FileFacts) -> Outcomes:
        for star in facts.star_imports:
            if isinstance(star, Imported):
                for path in self.library_of(facts.path).module(self.program, facts.path, star.module, star.level):
                    found = self.module_attribute(path, value.name)
                    if found:
                        return found
        if facts.star_imports:
            return (Outcome(Unknown("unresolved"), value.site),)
        builtin = self.library_of(facts.path).builtin(value.name)
        if builtin is not None:
            return (Outcome(Symbol(builtin), value.site),)
        return (Outcome(Unknown("unresolved"), value.site),)

    def _imported(self, value: Imported, facts: FileFacts) -> Outcomes:
        dotted = value.module if value.name is None else f"{value.module}.{value.name}"
        library = self.library_of(facts.path)
        candidates = library.module(self.program, facts.path, value.module, value.level)
        step = Step(value.site, f"imported from {'.' * value.level}{value.module}")
        if value.name is None:
            if len(candidates) == 1:
                return (Outcome(Module(candidates[0]), value.site),)
        else:
            as_module = library.module(self.program, facts.path, dotted.lstrip("."), value.level)
            found: list[Outcome] = []
            for path in candidates:
                found.extend(self.module_attribute(path, value.name))
            if len(candidates) == 1 and found:
                return tuple(replace(each, steps=(step, *each.steps)) for each in found)
            if not found and len(as_module) == 1:
                return (Outcome(Module(as_module[0]), value.site),)
            if len(candidates) > 1 and found:
                return (*found, Outcome(Unknown("ambiguous"), value.site))
        if (candidates and value.module.split(".")[0] not in self.program.external) or value.level:
            return (Outcome(Unknown("unresolved"), value.site),)
        return (Outcome(Symbol(dotted), value.site),)

    def module_attribute(self, path: str, name: str) -> Outcomes:
        """What a module's top level binds to a name at its end; nothing if it does not."""
        facts = self.program.of(path)
        if facts is None:
            return ()
        found = facts.bindings.get((0, name), ())
        results: list[Outcome] = []
        for binding in reaching(facts, found, 1 << 62):
            reference = Reference(name, 0, Site(path, 1 << 62, 1 << 62))
            given = choices(facts, binding.block, None)
            step = Step(binding.site, f"{name} is set here")
            for outcome in self.outcomes(binding.value, path):
                form = outcome.form
                if isinstance(form, Mapping) and outcome.site == binding.value.site:
                    form = self._mutated(form, reference, 0, settled_at(binding), 1 << 62, facts, ())
                steps = outcome.steps if isinstance(binding.value, (Imported, Callable)) else (step, *outcome.steps)
                results.append(replace(outcome, form=form, given=outcome.given | given, steps=steps))
        if not results and facts.star_imports:
            for star in facts.star_imports:
                if isinstance(star, Imported):
                    for other in self.library_of(path).module(self.program, path, star.module, star.level):
                        if other != path:
                            results.extend(self.module_attribute(other, name))
        return tuple(_without_placeholders(results))

    # members and items

    def _member(self, value: Member, facts: FileFacts, frames: Frames) -> Iterable[Outcome]:
        special = self.library_of(facts.path).member(self, value, facts, frames)
        if special is not None:
            return special
        results: list[Outcome] = []
        for base in self.outcomes(value.base, facts.path, frames):
            for outcome in self._attribute(base, value, facts):
                results.append(replace(outcome, given=outcome.given | base.given, steps=(*base.steps, *outcome.steps)))
        return _without_placeholders(results)

    def _attribute(self, base: Outcome, value: Member, facts: FileFacts) -> Outcomes:
        name = value.name
        match base.form:
            case Symbol(name=symbol):
                return (Outcome(Symbol(f"{symbol}.{name}"), value.site),)
            case Module(path=path):
                found = self.module_attribute(path, name)
                if found:
                    return found
                inner = self.library_of(path).module(self.program, path, name, 1)
                return (Outcome(Module(inner[0]) if len(inner) == 1 else Unknown("unresolved"), value.site),)
            case Made() as made:
                return (Outcome(Bound(made, (name,)), value.site),)
            case Bound(made=made, path=path):
                return (Outcome(Bound(made, (*path, name)), value.site),)
            case Object() as thing:
                return self.instance_attribute(thing, name, value.site)
            case Type(path=path, number=number):
                return self.instance_attribute(Object(path, number), name, value.site)
            case Constant() if name == "value":
                return (base,)
            case _:
                return (Outcome(Unknown("unresolved"), value.site),)

    def instance_attribute(
        self, thing: Object, name: str, site: Site, seen: frozenset[tuple[str, int]] = frozenset()
    ) -> Outcomes:
        """What `thing.name` can be: assigned in methods, set in the class's body, or inherited."""
        facts = self.program.of(thing.path)
        if facts is None or (thing.path, thing.number) in seen:
            return (Outcome(Unknown("unresolved"), site),)
        cls = facts.classes[thing.number]
        results: list[Outcome] = []
        for attribute in self.program.instance_attributes(thing.path, thing.number, name):
            inner = self._constructor_frames(thing, attribute.scope, facts)
            step = Step(attribute.site, f"{name} is set here")
            given = choices(facts, attribute.block, None)
            for outcome in self.outcomes(attribute.value, thing.path, inner):
                form = outcome.form
                if isinstance(form, Mapping) and outcome.site == attribute.value.site:
                    form = self._mutated_member(form, name, facts, inner)
                results.append(replace(outcome, form=form, given=outcome.given | given, steps=(step, *outcome.steps)))
        results.extend(self._class_attribute(thing, cls, name, facts))
        if not results:
            for base in cls.bases:
                for outcome in self.outcomes(base, thing.path):
                    match outcome.form:
                        case Type(path=path, number=number):
                            parent = Object(path, number, thing.call, thing.frames)
                            results.extend(self.instance_attribute(parent, name, site, seen | {(thing.path, thing.number)}))
                        case Symbol(name=symbol):
                            results.append(Outcome(Bound(Made(symbol, thing.call, thing.frames), (name,)), site))
                        case _:
                            results.append(Outcome(Unknown("unresolved"), site))
        return tuple(_without_placeholders(results)) or (Outcome(Unknown("unresolved"), site),)

    def _constructor_frames(self, thing: Object, scope: int, facts: FileFacts) -> Frames:
        owner = function_of_scope(facts, scope)
        if thing.call is None or owner is None or owner.name != "__init__":
            return thing.frames
        return (*thing.frames, (facts.path, owner.number, thing.call))

    def _class_attribute(self, thing: Object, cls: Class, name: str, facts: FileFacts) -> list[Outcome]:
        results: list[Outcome] = []
        found = facts.bindings.get((cls.scope, name), ())
        for binding in reaching(facts, found, 1 << 62):
            if isinstance(binding.value, Callable) and binding.value.kind == "function":
                function = facts.functions[binding.value.number]
                code = Code(facts.path, function.number, thing, thing.frames)
                if any(_decorator_name(each) in {"property", "cached_property"} for each in function.decorators):
                    results.extend(self._returns(code, None, ()))
                else:
                    results.append(Outcome(code, binding.site))
                continue
            step = Step(binding.site, f"{name} is set here")
            for outcome in self.outcomes(binding.value, facts.path):
                form = outcome.form
                if isinstance(form, Mapping) and outcome.site == binding.value.site:
                    form = self._mutated_member(form, name, facts, ())
                results.append(replace(outcome, form=form, steps=(step, *outcome.steps)))
        if found and not any(facts.functions[number].name == "__init__" for number in cls.methods):
            results.extend(self._field_arguments(thing, cls, name, facts))
        return results

    def _field_arguments(self, thing: Object, cls: Class, name: str, facts: FileFacts) -> Iterable[Outcome]:
        """A field without a constructor of its own (dataclass, pydantic) is set by the keyword of its name."""
        refs = (thing.call,) if thing.call is not None else self.callers_of_class(facts.path, cls)
        for ref in refs:
            for argument in self.program.call(ref).arguments:
                if argument.kind == "keyword" and argument.name == name:
                    given = frozenset({((facts.path, "class", cls.number), _call_key(ref))})
                    for outcome in self.outcomes(argument.value, ref.path, thing.frames if thing.call else ()):
                        yield replace(outcome, given=outcome.given | given)

    def _item(self, value: Item, facts: FileFacts, frames: Frames) -> Iterable[Outcome]:
        keys = [each.form.value for each in self.outcomes(value.key, facts.path, frames) if isinstance(each.form, Constant)]
        results: list[Outcome] = []
        for base in self.outcomes(value.base, facts.path, frames):
            match base.form:
                case Symbol(name=symbol):
                    special = self.library_of(facts.path).result(
                        self, f"{symbol}.__getitem__", _item_call(value, facts), facts, frames
                    )
                    found = special if special is not None else (Outcome(Unknown("unresolved"), value.site),)
                case Mapping() as mapping if len(keys) == 1 and isinstance(keys[0], str):
                    found = self.lookup(mapping, keys[0], value.site)
                case Items(values=values, path=path, frames=inner) if (
                    len(keys) == 1 and isinstance(keys[0], int) and -len(values) <= keys[0] < len(values)
                ):
                    found = self.outcomes(values[keys[0]], path, inner)
                case _:
                    found = (Outcome(Unknown("unresolved"), value.site),)
            results.extend(replace(each, given=each.given | base.given, steps=(*base.steps, *each.steps)) for each in found)
        return results

    def lookup(self, mapping: Mapping, key: str, site: Site) -> Outcomes:
        """What a mapping holds under a key."""
        results: list[Outcome] = []
        for slot in reversed(mapping.slots):
            if slot.key is None:
                results.append(Outcome(Unknown("unresolved"), site))
            elif slot.key == key:
                results.extend(self.outcomes(slot.value, slot.path, slot.frames))
                if slot.sure:
                    return tuple(results)
        if not mapping.complete or not results:
            results.append(Outcome(Unknown("unresolved"), site))
        return tuple(results)

    def _environment(self, value: Environment, path: str, frames: Frames) -> Iterable[Outcome]:
        detail = value.variable or ""
        results: list[Outcome] = [Outcome(Unknown("environment", detail), value.site)]
        if value.default is not None:
            results.extend(self.outcomes(value.default, path, frames))
        for setting in self.program.variables.get(detail, ()):
            step = Step(setting.site, f"{detail} is set here")
            results.append(Outcome(Constant(setting.value, exact=False), setting.site, steps=(step,), setting=True))
        return results

    # composites

    def _join(self, value: Join, path: str, frames: Frames) -> Iterable[Outcome]:
        combined: list[tuple[str, list[tuple[str, Site]], Given, bool, bool]] = [("", [], frozenset(), True, False)]
        for part in value.parts:
            found = self.outcomes(part, path, frames)
            known = [each for each in found if isinstance(each.form, (Constant, Text))]
            unknown = len(known) < len(found) or not known
            following: list[tuple[str, list[tuple[str, Site]], Given, bool, bool]] = []
            for text, literals, given, whole, setting in combined:
                for each in known:
                    if not compatible(given, each.given):
                        continue
                    if isinstance(each.form, Constant):
                        piece = str(each.form.value)
                        following.append(
                            (text + piece, [*literals, (piece, each.site)], given | each.given, whole, setting or each.setting)
                        )
                    elif isinstance(each.form, Text):
                        following.append(
                            (text + each.form.text, [*literals, *each.form.literals], given | each.given, False, setting)
                        )
                if unknown:
                    following.append((text + HOLE, literals, given, False, setting))
            combined = following[:MAX_OUTCOMES]
        for text, literals, given, whole, setting in combined:
            if whole:
                yield Outcome(Constant(text, exact=False), value.site, given, setting=setting)
            else:
                yield Outcome(Text(text, tuple(literals)), value.site, given, setting=setting)

    def _choice(self, value: Choice, path: str, frames: Frames) -> Iterable[Outcome]:
        key = (path, "choice", value.site.start)
        last = len(value.options) - 1
        for index, option in enumerate(value.options):
            given: Given = frozenset({(key, index)}) if value.kind == "conditional" else frozenset()
            for outcome in self.outcomes(option, path, frames):
                if value.kind == "or" and index < last and isinstance(outcome.form, Constant) and not outcome.form.value:
                    continue
                yield replace(outcome, given=outcome.given | given)

    def record(self, value: Record, path: str, frames: Frames) -> Outcome:
        """A mapping as written, with its spreads expanded."""
        slots: list[Slot] = []
        complete = True
        for entry in value.entries:
            added, whole = self._entry_slots(entry, value.site, path, frames)
            slots.extend(added)
            complete = complete and whole
        return Outcome(Mapping(tuple(slots), complete, value.site), value.site)

    def _entry_slots(self, entry: Entry, holder: Site, path: str, frames: Frames) -> tuple[list[Slot], bool]:
        if entry.key is None:
            return self.spread(entry.value, path, frames)
        keys = self.outcomes(entry.key, path, frames)
        constants = [each.form.value for each in keys if isinstance(each.form, Constant)]
        how = "entry" if entry.key.site.start < entry.value.site.start else "keyword"
        key = constants[0] if len(constants) == 1 == len(keys) and isinstance(constants[0], str) else None
        slot = Slot(key, entry.value, path, frames, entry.site, entry.key.site, entry.value.site, holder, how)
        return [slot], key is not None

    def spread(self, value: Value, path: str, frames: Frames) -> tuple[list[Slot], bool]:
        """The keys that `**value` brings, and whether that is all of them."""
        found = self.outcomes(value, path, frames)
        mappings = [each.form for each in found if isinstance(each.form, Mapping)]
        empty = [each for each in found if isinstance(each.form, Constant) and not each.form.value]
        if len(mappings) + len(empty) < len(found) or not mappings:
            slots = [slot for mapping in mappings for slot in mapping.slots]
            return [replace(slot, sure=False) for slot in slots], bool(empty) and not mappings and len(empty) == len(found)
        if len(mappings) == 1 and not empty:
            return list(mappings[0].slots), mappings[0].complete
        merged = [replace(slot, sure=False) for mapping in mappings for slot in mapping.slots]
        return merged, all(mapping.complete for mapping in mappings)

    def _element(self, value: Element, path: str, frames: Frames) -> Iterable[Outcome]:
        key = (path, "element", value.site.start)
        results: list[Outcome] = []
        for base in self.outcomes(value.base, path, frames):
            match base.form:
                case Items(values=values, path=inner_path, frames=inner, kind=kind):
                    for number, item in enumerate(values):
                        given = frozenset({(key, number)})
                        for outcome in self.outcomes(item, inner_path, inner):
                            outcome = replace(
                                outcome,
                                given=outcome.given | given | base.given,
                                steps=(*base.steps, *outcome.steps),
                                chosen=base.site if kind != "comprehension" else outcome.chosen,
                            )
                            if value.index is None:
                                results.append(outcome)
                            else:
                                results.extend(self._unpacked(outcome, value.index, value.site))
                case _:
                    results.append(Outcome(Unknown("unresolved"), value.site))
        return results

    def _unpacked(self, outcome: Outcome, index: int, site: Site) -> Iterable[Outcome]:
        match outcome.form:
            case Items(values=values, path=path, frames=frames) if index < len(values):
                for each in self.outcomes(values[index], path, frames):
                    yield replace(each, given=each.given | outcome.given, steps=(*outcome.steps, *each.steps))
            case _:
                yield Outcome(Unknown("unresolved"), site)

    # mutations

    def _mutated(
        self,
        mapping: Mapping,
        reference: Reference,
        scope: int,
        since: int,
        position: int | None,
        facts: FileFacts,
        frames: Frames,
    ) -> Mapping:
        for mutation in facts.mutations:
            target = mutation.target
            if not isinstance(target, Reference) or target.name != reference.name:
                continue
            if owning_scope(facts, target) != scope:
                continue
            here = position is not None and mutation.scope == scope
            if here and position is not None:
                if mutation.site.start < since or mutation.site.start >= position:
                    continue
                outside = outside_arms(facts, mutation.block, position)
                if excluded(facts, outside, position):
                    continue
                mapping = self._apply(mapping, mutation, not outside, facts, frames)
            else:
                mapping = self._apply(mapping, mutation, False, facts, frames)
        return mapping

    def _mutated_member(self, mapping: Mapping, name: str, facts: FileFacts, frames: Frames) -> Mapping:
        for mutation in facts.mutations:
            if isinstance(mutation.target, Member) and mutation.target.name == name:
                mapping = self._apply(mapping, mutation, False, facts, frames)
        return mapping

    def _apply(self, mapping: Mapping, mutation: Mutation, sure: bool, facts: FileFacts, frames: Frames) -> Mapping:
        slots, complete = list(mapping.slots), mapping.complete
        if mutation.op == "update" and mutation.value is not None:
            added, whole = self.spread(mutation.value, facts.path, frames)
            slots.extend(added if sure else [replace(slot, sure=False) for slot in added])
            return replace(mapping, slots=tuple(slots), complete=complete and whole)
        keys = [
            [each.form.value for each in self.outcomes(key, facts.path, frames) if isinstance(each.form, Constant)]
            for key in mutation.keys
        ]
        if not keys or any(len(key) != 1 or not isinstance(key[0], str) for key in keys):
            return replace(mapping, complete=False) if mutation.op != "delete" else mapping
        names = [str(key[0]) for key in keys]
        if mutation.op == "delete":
            if sure:
                slots = [slot for slot in slots if slot.key != names[0]]
            else:
                slots = [replace(slot, sure=False) if slot.key == names[0] else slot for slot in slots]
            return replace(mapping, slots=tuple(slots))
        if mutation.value is None:
            return mapping
        value = mutation.value
        if len(names) > 1:
            value = self._nested(slots, names, mutation, facts)
        held = any(slot.key == names[0] and slot.sure for slot in slots)
        if mutation.op == "default" and held:
            return mapping
        slots.append(
            Slot(
                names[0],
                value,
                facts.path,
                frames,
                mutation.site,
                mutation.key_site or mutation.site,
                mutation.value.site,
                mapping.site,
                "mutation" if len(names) == 1 and mutation.op == "set" else "nested",
                sure,
            )
        )
        return replace(mapping, slots=tuple(slots))

    def _nested(self, slots: list[Slot], names: list[str], mutation: Mutation, facts: FileFacts) -> Value:
        inner: Value = mutation.value if mutation.value is not None else Literal(None, mutation.site)
        for key in reversed(mutation.keys[1:]):
            inner = Record((Entry(key, inner, mutation.site),), mutation.site)
        before = [slot for slot in slots if slot.key == names[0]]
        if before and isinstance(inner, Record):
            old = before[-1].value
            return self.keep(Record((Entry(None, old, old.site), *inner.entries), mutation.site))
        return self.keep(inner)

    def keep(self, value: Value) -> Value:
        """Results are remembered by identity: a value made here must live as long as they do."""
        self._kept.append(value)
        return value

    # calls

    def _result(self, value: Result, facts: FileFacts, frames: Frames) -> Iterable[Outcome]:
        call = facts.calls[value.call]
        ref = CallRef(facts.path, call.number)
        text = self._text_method(call, facts, frames)
        if text is not None:
            return text
        results: list[Outcome] = []
        for callee in self.outcomes(call.callee, facts.path, frames):
            for outcome in self._called(callee, call, ref, facts, frames):
                results.append(replace(outcome, given=outcome.given | callee.given, steps=(*callee.steps, *outcome.steps)))
        return results

    def _called(self, callee: Outcome, call: Call, ref: CallRef, facts: FileFacts, frames: Frames) -> Outcomes:
        match callee.form:
            case Symbol(name=symbol):
                special = self.library_of(facts.path).result(self, symbol, call, facts, frames)
                return special if special is not None else (Outcome(Made(symbol, ref, frames), call.site),)
            case Code() as code:
                return tuple(self._returns(code, ref, frames))
            case Type(path=path, number=number):
                return (Outcome(Object(path, number, ref, frames), call.site),)
            case Bound(made=made, path=path):
                if self.keeps(facts.path, made.symbol, path):
                    return (Outcome(replace(made, also=(*made.also, (ref, frames))), call.site),)
                return (Outcome(Made(".".join((made.symbol, *path)), ref, frames), call.site),)
            case _:
                return (Outcome(Unknown("unresolved"), call.site),)

    def _returns(self, code: Code, ref: CallRef | None, frames: Frames) -> Iterable[Outcome]:
        facts = self.program.of(code.path)
        if facts is None:
            return
        function = facts.functions[code.number]
        inner = frames if ref is None else (*frames, (code.path, code.number, ref))
        for value in function.returns:
            yield from self.outcomes(value, code.path, inner)

    def _text_method(self, call: Call, facts: FileFacts, frames: Frames) -> Outcomes | None:
        callee = call.callee
        if not isinstance(callee, Member):
            return None
        if callee.name == "get" and call.arguments:
            return self._get(callee, call, facts, frames)
        method = TEXT_METHODS.get(callee.name)
        if method is None:
            return None
        given = [each.value.value for each in call.arguments if isinstance(each.value, Literal)]
        results: list[Outcome] = []
        for base in self.outcomes(callee.base, facts.path, frames):
            if isinstance(base.form, Constant) and isinstance(base.form.value, str):
                old = base.form.value
                new = old.rstrip(str(given[0])) if callee.name == "rstrip" and given else method(old)
                results.append(base if new == old else replace(base, form=Constant(new, exact=False)))
            elif isinstance(base.form, (Unknown, Text)):
                results.append(base)
            else:
                return None
        return tuple(results)

    def _get(self, callee: Member, call: Call, facts: FileFacts, frames: Frames) -> Outcomes | None:
        bases = self.outcomes(callee.base, facts.path, frames)
        keys = self.outcomes(call.arguments[0].value, facts.path, frames)
        if not bases or not all(isinstance(each.form, Mapping) for each in bases):
            return None
        key = keys[0].form if len(keys) == 1 else None
        if not isinstance(key, Constant) or not isinstance(key.value, str):
            return None
        results: list[Outcome] = []
        for base in bases:
            if isinstance(base.form, Mapping):
                present = any(slot.key == key.value for slot in base.form.slots)
                if present or len(call.arguments) < 2:
                    results.extend(self.lookup(base.form, key.value, call.site))
                else:
                    results.extend(self.outcomes(call.arguments[1].value, facts.path, frames))
        return tuple(results)

    # parameters

    def _parameter(self, value: Parameter, facts: FileFacts, frames: Frames) -> Iterable[Outcome]:
        function = facts.functions[value.function]
        formal = next((each for each in function.parameters if each.name == value.name), None)
        if formal is None:
            return (Outcome(Unknown("unresolved"), value.site),)
        if function.owner is not None and function.parameters[0].name == value.name and not _is_static(function):
            return (Outcome(Object(facts.path, function.owner), value.site),)
        for index in range(len(frames) - 1, -1, -1):
            path, number, ref = frames[index]
            if path == facts.path and number == value.function:
                return self._argument(ref, function, formal, facts, frames[:index])
        return self._any_argument(function, formal, facts)

    def _any_argument(self, function: Function, formal: FormalParameter, facts: FileFacts) -> Iterable[Outcome]:
        key = (facts.path, function.number)
        refs = self.callers(facts.path, function) if key not in self._calling else ()
        results: list[Outcome] = []
        supplied_everywhere = bool(refs)
        for ref in refs:
            given = frozenset({((facts.path, "caller", function.number), _call_key(ref))})
            for outcome in self._argument(ref, function, formal, facts, ()):
                results.append(replace(outcome, given=outcome.given | given))
        if formal.kind == "spread" and not refs:
            results.append(Outcome(Unknown("caller"), formal.site))
        open_ended = is_open(facts, function)
        if formal.default is not None and (open_ended or not refs):
            results.extend(self.outcomes(formal.default, facts.path))
        if not refs and formal.annotation is not None:
            for outcome in self.outcomes(formal.annotation, facts.path):
                if isinstance(outcome.form, Symbol):
                    results.append(Outcome(Made(outcome.form.name, None), formal.site))
                elif isinstance(outcome.form, Type):
                    results.append(Outcome(Object(outcome.form.path, outcome.form.number), formal.site))
        if open_ended or not supplied_everywhere:
            results.append(Outcome(Unknown("caller", function.name), formal.site))
        return results

    def _argument(
        self, ref: CallRef, function: Function, formal: FormalParameter, facts: FileFacts, frames: Frames
    ) -> Iterable[Outcome]:
        call = self.program.call(ref)
        positional = [each.name for each in function.parameters if each.kind == "positional"]
        if function.owner is not None and not _is_static(function):
            positional = positional[1:]
        if formal.kind == "spread":
            return (self._extra_keywords(ref, call, function, frames),)
        index = 0
        spread_unknown = False
        for argument in call.arguments:
            if argument.kind == "positional":
                if index < len(positional) and positional[index] == formal.name:
                    return self.outcomes(argument.value, ref.path, frames)
                index += 1
            elif argument.kind == "keyword" and argument.name == formal.name:
                return self.outcomes(argument.value, ref.path, frames)
            elif argument.kind == "star":
                spread_unknown = True
            elif argument.kind == "spread":
                slots, whole = self.spread(argument.value, ref.path, frames)
                for slot in reversed(slots):
                    if slot.key == formal.name and slot.sure:
                        return self.outcomes(slot.value, slot.path, slot.frames)
                spread_unknown = spread_unknown or not whole
        if spread_unknown:
            return (Outcome(Unknown("unresolved"), call.site),)
        if formal.default is not None:
            return self.outcomes(formal.default, facts.path)
        return (Outcome(Unknown("unresolved"), call.site),)

    def _extra_keywords(self, ref: CallRef, call: Call, function: Function, frames: Frames) -> Outcome:
        named = {each.name for each in function.parameters}
        slots: list[Slot] = []
        complete = True
        for argument in call.arguments:
            if argument.kind == "keyword" and argument.name not in named:
                slots.append(argument_slot(argument, ref.path, frames, call.site))
            elif argument.kind == "spread":
                added, whole = self.spread(argument.value, ref.path, frames)
                slots.extend(slot for slot in added if slot.key not in named)
                complete = complete and whole
        return Outcome(Mapping(tuple(slots), complete, call.site, "keywords"), call.site)

    def callers(self, path: str, function: Function) -> tuple[CallRef, ...]:
        """The calls in the project that are known to call a function."""
        key = (path, function.number)
        if key in self._callers:
            return self._callers[key]
        facts = self.program.of(path)
        if facts is None or key in self._calling:
            return ()
        name = function.name
        if name == "__init__" and function.owner is not None:
            return self.callers_of_class(path, facts.classes[function.owner])
        self._calling.add(key)
        try:
            found = [
                ref
                for ref in self.program.calls_named(name)
                if any(
                    isinstance(each.form, Code) and (each.form.path, each.form.number) == key
                    for each in self.outcomes(self.program.call(ref).callee, ref.path)
                )
            ]
        finally:
            self._calling.discard(key)
        self._callers[key] = tuple(dict.fromkeys(found))
        return self._callers[key]

    def callers_of_class(self, path: str, cls: Class) -> tuple[CallRef, ...]:
        """The calls in the project that make an instance of a class."""
        key = (path, -1 - cls.number)
        if key in self._callers:
            return self._callers[key]
        if key in self._calling:
            return ()
        self._calling.add(key)
        try:
            found = [
                ref
                for ref in self.program.calls_named(cls.name)
                if any(
                    isinstance(each.form, Type) and (each.form.path, each.form.number) == (path, cls.number)
                    for each in self.outcomes(self.program.call(ref).callee, ref.path)
                )
            ]
        finally:
            self._calling.discard(key)
        self._callers[key] = tuple(dict.fromkeys(found))
        return self._callers[key]


def argument_slot(argument: Argument, path: str, frames: Frames, holder: Site) -> Slot:
    """A keyword argument seen as one key of a mapping."""
    key_site = argument.name_site or argument.site
    return Slot(argument.name, argument.value, path, frames, argument.site, key_site, argument.value_site, holder, "argument")


def owning_scope(facts: FileFacts, reference: Reference) -> int | None:
    """The scope in which a name is bound."""
    scope: int | None = reference.scope
    while scope is not None:
        here = facts.scopes[scope]
        if (scope, reference.name) in facts.bindings and (here.kind != "class" or scope == reference.scope):
            return scope
        scope = here.parent
    return None


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
    if function.name.startswith("_") and not (function.name.startswith("__") and function.name.endswith("__")):
        return False
    where = facts.scopes[function.defined_in]
    if where.kind == "module":
        return function.name != "<lambda>"
    if where.kind == "class" and where.owner is not None:
        cls = facts.classes[where.owner]
        return not cls.name.startswith("_") and facts.scopes[cls.defined_in].kind == "module"
    return False


def _is_static(function: Function) -> bool:
    return any(_decorator_name(each) == "staticmethod" for each in function.decorators)


def _decorator_name(value: Value) -> str:
    return value.name if isinstance(value, (Reference, Member)) else ""


def _call_key(ref: CallRef) -> int:
    return hash((ref.path, ref.number))


def _item_call(value: Item, facts: FileFacts) -> Call:
    argument = Argument("positional", None, value.key, value.key.site, None, value.key.site)
    return Call(-1, value.base, (argument,), 0, 0, (), value.site)


def _without_placeholders(results: list[Outcome]) -> Outcomes:
    """`x = None` before the real value is a placeholder, not one of the values."""
    solid = [each for each in results if not (isinstance(each.form, Constant) and each.form.value is None)]
    forms = [each for each in solid if not isinstance(each.form, (Unknown, Constant))]
    return tuple(solid) if forms else tuple(results)


def _distinct(found: Iterable[Outcome]) -> Outcomes:
    unique: dict[tuple[object, ...], Outcome] = {}
    for each in found:
        unique.setdefault(
            (type(each.form), repr(each.form) if not isinstance(each.form, Mapping) else id(each.form), each.site, each.given),
            each,
        )
    return tuple(unique.values())
