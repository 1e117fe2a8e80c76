"""What joined text, choices, records, spreads and loop elements can be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import replace
from typing import TYPE_CHECKING

from migrator.outcomes import (
    DUMPED,
    HOLE,
    Code,
    Constant,
    Form,
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
    ENDS,
    Choice,
    Element,
    Entry,
    Environment,
    Join,
    Literal,
    Opaque,
    Record,
    Setting,
    Site,
    Value,
    at_place,
)

if TYPE_CHECKING:
    from migrator.link.evaluate import Linker


PREFIX = re.compile(r"[\w-]+/")
"""What a name may stand behind that says who is asked for it."""
TRUTHS = frozenset({"__bool__", "__len__"})
"""Methods by which an object says whether it is true."""
HOLDING = ("builtins.", "collections.")
"""What the classes begin with whose objects are false where they hold nothing."""
STAR = "star"
"""How a list holds what another one holds: `*A`."""
LISTED = frozenset({"list", "tuple", "set"})
"""What is written out with its items."""
MOST_KEYS = 1_000
"""So many keys of all that a mapping may be are looked at where it is spread."""
MAX_COMBINED = 48
"""In how many ways the parts of a text are put together at most."""


def environment(linker: Linker, value: Environment, path: str, frames: Frames) -> Iterable[Outcome]:
    """A variable: unknown, its default, and what settings files give it."""
    detail = value.variable or ""
    results: list[Outcome] = [Outcome(Unknown("environment", detail), value.site)]
    if value.default is not None:
        results.extend(linker.outcomes(value.default, path, frames))
    for where, given in linker.program.set_by_code(detail) if detail else ():
        results.extend(linker.outcomes(given, where))
    for setting in linker.program.variables.get(detail, ()):
        step = Step(setting.site, f"{detail} is set here")
        results.append(Outcome(Constant(setting.value, setting.exact), setting.site, steps=(step,), setting=True))
    return results


def setting(linker: Linker, value: Setting, path: str, frames: Frames) -> Iterable[Outcome]:
    """What a settings file says."""
    step = Step(value.site, "this settings file says so")
    for outcome in linker.outcomes(value.value, path, frames):
        yield replace(outcome, setting=True, steps=(*outcome.steps, step) if not outcome.setting else outcome.steps)


def join(linker: Linker, value: Join, path: str, frames: Frames) -> Iterable[Outcome]:
    """Joined text, in every combination of its parts that can hold together."""
    named = _named_alone(linker, value, path, frames)
    if named is not None:
        yield from named
        return
    combined: list[tuple[str, list[tuple[str, Site]], Given, bool, bool]] = [("", [], frozenset(), True, False)]
    reasons: list[str] = []
    for part in value.parts:
        found = linker.outcomes(part, path, frames)
        known = [(each, each.form) for each in found if isinstance(each.form, (Constant, Text))]
        unknown = len(known) < len(found) or not known
        reasons.extend(reason for each in found for reason in _reasons(each.form))
        following: list[tuple[str, list[tuple[str, Site]], Given, bool, bool]] = []
        for text, literals, given, whole, setting in combined:
            for each, form in known:
                if not compatible(given, each.given):
                    continue
                if isinstance(form, Constant):
                    piece = str(form.value)
                    written = [(piece, each.site), *(("", site) for site in each.parts)]
                    following.append((text + piece, [*literals, *written], given | each.given, whole, setting or each.setting))
                else:
                    following.append((text + form.text, [*literals, *form.literals], given | each.given, False, setting))
            if unknown:
                following.append((text + HOLE, literals, given, False, setting))
        combined = following[:MAX_COMBINED]
    begins = _variable(linker.outcomes(value.parts[0], path, frames)) if value.parts else ""
    for text, literals, given, whole, setting in combined:
        parts = tuple(dict.fromkeys(site for _, site in literals))
        why, begun = tuple(dict.fromkeys(reasons)), begins if text.startswith(HOLE) else ""
        joined = Constant(text, exact=False) if whole else Text(text, _named(literals), why, begun)
        yield Outcome(joined, value.site, given, setting=setting, parts=parts)


def _variable(found: Iterable[Outcome]) -> str:
    """The variable of the environment that gives this where nothing else does."""
    forms = [each.form for each in found if not isinstance(each.form, Constant)]
    said = {
        form.begins
        if isinstance(form, Text)
        else form.detail
        if isinstance(form, Unknown) and form.reason == "environment"
        else ""
        for form in forms
    }
    return said.pop() if len(said) == 1 else ""


def _named_alone(linker: Linker, value: Join, path: str, frames: Frames) -> list[Outcome] | None:
    """What a text is that says one thing alone (`f"{NAME}"`), or behind a prefix (`f"dashscope/{NAME}"`), written as that is."""
    said = [each for each in value.parts if not (isinstance(each, Literal) and each.value == "")]
    prefix = said[0].value if len(said) == 2 and isinstance(said[0], Literal) else ""
    if not said or len(said) > 2 or not isinstance(prefix, str) or (len(said) == 2 and PREFIX.fullmatch(prefix) is None):
        return None
    found = linker.outcomes(said[-1], path, frames)
    if not found or not all(isinstance(each.form, (Constant, Unknown, Text)) for each in found):
        return None
    if isinstance(said[-1], Literal) or (prefix and not all(_is_name(each.form) for each in found)):
        return None
    return [
        replace(each, form=Constant(f"{prefix}{each.form.value}", each.form.exact)) if isinstance(each.form, Constant) else each
        for each in found
    ]


def _is_name(form: Form) -> bool:
    """Whether this is one text that is written out, without a prefix of its own."""
    return isinstance(form, Constant) and form.exact and isinstance(form.value, str) and "/" not in form.value


def _named(literals: list[tuple[str, Site]]) -> tuple[tuple[str, Site], ...]:
    return tuple(each for each in literals if each[0])


def _reasons(form: Form) -> tuple[str, ...]:
    """Why a part of a text is not known; nothing if it is."""
    match form:
        case Constant():
            return ()
        case Text(reasons=reasons):
            return reasons
        case Unknown(reason=reason):
            return (reason,)
        case _:
            return ("unresolved",)


def choice(linker: Linker, value: Choice, path: str, frames: Frames) -> Iterable[Outcome]:
    """The options of `or`, `and` and conditional expressions."""
    if value.test is not None and len(value.options) == 2:
        yield from _asked(linker, value, value.test, path, frames)
        return
    if value.kind == "or":
        yield from _first_true(linker, value, path, frames)
        return
    key = (path, "choice", value.site.start)
    for index, option in enumerate(value.options):
        given: Given = frozenset({(key, index)}) if value.kind == "conditional" else frozenset()
        for outcome in linker.outcomes(option, path, frames):
            yield outcome.under(given)


def _first_true(linker: Linker, value: Choice, path: str, frames: Frames) -> Iterable[Outcome]:
    """The options of `or`: in runs in which one is surely true none of the later ones counts."""
    reaching: list[Given] = [frozenset()]
    last = len(value.options) - 1
    for index, option in enumerate(value.options):
        found = linker.outcomes(option, path, frames)
        onward: dict[Given, None] = {}
        for given in reaching:
            for outcome in found:
                if not compatible(given, outcome.given):
                    continue
                both = given | outcome.given
                true = _truth(outcome.form)
                if true is False and index < last:
                    onward[both] = None
                    continue
                yield replace(outcome, given=both)
                if true is None or outcome.setting:
                    onward[both] = None
        # What is not known at all, or in too many ways, may be false in any run.
        reaching = list(onward) if found and len(onward) <= MAX_COMBINED else [frozenset()]


def _asked(linker: Linker, value: Choice, test: Value, path: str, frames: Frames) -> Iterable[Outcome]:
    """A conditional expression about one name: what that is tells which option it takes."""
    key = (path, "choice", value.site.start)
    asked = linker.outcomes(test, path, frames) or (Outcome(Unknown("unresolved"), value.site),)
    texts = {each.form for each in asked if value.asks.startswith(ENDS) and isinstance(each.form, Constant)}
    for about in asked:
        answer = _answer(linker, about.form, value.asks)
        for index, option in enumerate(value.options):
            if answer is not None and answer is bool(index):
                continue
            given = about.given if answer is not None else about.given | {(key, index)}
            for outcome in linker.outcomes(option, path, frames):
                if answer is None and _is_made_of(texts, outcome.form):
                    continue
                if compatible(given, outcome.given):
                    yield outcome.under(given)


def _is_made_of(texts: Set[Form], form: Form) -> bool:
    """Whether something is what a choice asks about, or made of it, where that is known: it was asked already."""
    return bool(texts) and isinstance(form, Constant) and (form in texts or not form.exact)


def _truth(form: Form) -> bool | None:
    """What `or` takes a value for; None where only run time tells."""
    match form:
        case Constant(value=value):
            return bool(value)
        case Mapping(slots=slots) if any(slot.key is not None and slot.sure for slot in slots):
            return True
        case _:
            # An empty mapping is false in Python and true in JavaScript.
            return None


def _answer(linker: Linker, form: Form, asks: str) -> bool | None:
    """Whether something is there ("given"), true, or ends as asked; None where only run time tells."""
    if asks.startswith(ENDS):
        text = form.value if isinstance(form, Constant) else None
        return text.endswith(asks.removeprefix(ENDS)) if isinstance(text, str) else None
    if isinstance(form, Constant):
        return form.value is not None if asks == "given" else bool(form.value)
    if isinstance(form, (Type, Code, Module, Prepared)):
        return True
    if isinstance(form, Object):
        return None if asks != "given" and _says_itself(linker, form, frozenset()) else True
    return True if isinstance(form, (Made, Symbol)) and _is_class(form) else None


def _says_itself(linker: Linker, thing: Object, seen: frozenset[Object]) -> bool:
    """Whether a class tells by a method whether its objects are true, or by how many things they hold."""
    facts = linker.program.facts[thing.path]
    cls = facts.classes[thing.number]
    if any(facts.functions[each].name in TRUTHS for each in cls.methods):
        return True
    for base in (each.form for value in cls.bases for each in linker.outcomes(value, thing.path)):
        if isinstance(base, Type) and (parent := Object(base.path, base.number)) not in seen:
            if _says_itself(linker, parent, seen | {parent}):
                return True
        elif isinstance(base, Symbol) and base.name.startswith(HOLDING) and base.name != "builtins.object":
            return True
    return False


def _is_class(form: Made | Symbol) -> bool:
    """Whether something from outside the project is a class, or was made by one, by how such names are written.

    What a function gives, or a name stands for, may as well be nothing.
    """
    symbol = form.symbol if isinstance(form, Made) else form.name
    name = symbol.rpartition(".")[2]
    return name[:1].isupper() and not name.isupper() and not (isinstance(form, Made) and symbol.startswith(HOLDING))


def record(linker: Linker, value: Record, path: str, frames: Frames) -> Outcome:
    """A mapping as written, with its spreads expanded."""
    slots: list[Slot] = []
    complete = True
    for entry in value.entries:
        # What one file adds to another one's object is a record of both files' values.
        where, seen = (path, frames) if entry.value.site.path == path else (entry.value.site.path, ())
        added, whole = _entry_slots(linker, entry, value.site, where, seen)
        if entry.key is None and not whole:
            slots = beaten(linker, slots, value.site, entry.value, where, seen)
        slots.extend(added)
        complete = complete and whole
    return Outcome(Mapping(tuple(slots), complete, value.site), value.site)


def _entry_slots(linker: Linker, entry: Entry, holder: Site, path: str, frames: Frames) -> tuple[list[Slot], bool]:
    if entry.key is None:
        return spread(linker, entry.value, path, frames)
    keys = linker.outcomes(entry.key, path, frames)
    constants = [each.form.value for each in keys if isinstance(each.form, Constant)]
    how = "entry" if entry.key.site.start < entry.value.site.start else "keyword"
    key = constants[0] if len(constants) == 1 == len(keys) and isinstance(constants[0], str) else None
    slot = Slot(key, entry.value, path, frames, entry.site, entry.key.site, entry.value.site, holder, how)
    # A key that is no text is not asked for in any body.
    other = bool(keys) and len(constants) == len(keys) and not any(isinstance(each, str) for each in constants)
    return [slot], key is not None or other


def spread(linker: Linker, value: Value, path: str, frames: Frames, given: Given = frozenset()) -> tuple[list[Slot], bool]:
    """The keys that `**value` brings in the runs that `given` describes, and whether that is all of them."""
    if isinstance(value, Choice) and value.kind == "and":
        # Whatever stops an `and` is nothing to unpack, so that only its last option brings keys.
        slots, whole = spread(linker, value.options[-1], path, frames, given)
        return [replace(slot, sure=False) for slot in slots], whole
    found = [each for each in linker.outcomes(value, path, frames) if compatible(given, each.given)]
    mappings = [each.form for each in found if isinstance(each.form, Mapping)]
    empty = [each for each in found if isinstance(each.form, Constant) and not each.form.value]
    if sum(len(each.slots) for each in mappings) > MOST_KEYS:
        # Mappings that go through each other grow without end; of what is left out nobody knows the keys.
        return [replace(slot, sure=False) for slot in mappings[-1].slots[-MOST_KEYS:]], False
    if len(mappings) + len(empty) < len(found) or not mappings:
        slots = [slot for mapping in mappings for slot in mapping.slots]
        return [replace(slot, sure=False) for slot in slots], bool(empty) and not mappings and len(empty) == len(found)
    if len(mappings) == 1 and not empty:
        return list(mappings[0].slots), mappings[0].complete
    merged = [replace(slot, sure=False) for mapping in mappings for slot in mapping.slots]
    return merged, all(mapping.complete for mapping in mappings)


def of_pairs(linker: Linker, value: Value, site: Site, path: str, frames: Frames) -> Mapping | None:
    """The mapping that a list of pairs makes, where all of them are written out."""
    found = linker.outcomes(value, path, frames)
    pairs = found[0].form if len(found) == 1 else None
    if not isinstance(pairs, Items) or pairs.kind != "list":
        return None
    slots: list[Slot] = []
    for each in pairs.values:
        inner = linker.outcomes(each, pairs.path, pairs.frames)
        pair = inner[0].form if len(inner) == 1 else None
        if not isinstance(pair, Items) or len(pair.values) != 2:
            return None
        keys = [key.form for key in linker.outcomes(pair.values[0], pair.path, pair.frames)]
        key = keys[0].value if len(keys) == 1 and isinstance(keys[0], Constant) else None
        sites = each.site, pair.values[0].site, pair.values[1].site, site
        slots.append(Slot(key if isinstance(key, str) else None, pair.values[1], pair.path, pair.frames, *sites, DUMPED))
    return Mapping(tuple(slots), all(slot.key is not None for slot in slots), site, DUMPED)


def beaten(linker: Linker, slots: list[Slot], holder: Site | None, value: Value, path: str, frames: Frames) -> list[Slot]:
    """The keys of a mapping after which one is spread that may hold them too: that one wins.

    Not so for those of `dict(k=v, **x)` itself, the `holder`, which takes no key twice.
    """
    found = [each.form for each in linker.outcomes(value, path, frames)]
    why = tuple(dict.fromkeys(form.reason for form in found if isinstance(form, Unknown))) or ("unresolved",)
    return [slot if slot.how == "keyword" and slot.holder == holder else replace(slot, beaten=why) for slot in slots]


def element(linker: Linker, value: Element, path: str, frames: Frames) -> Iterable[Outcome]:
    """Each element of a collection that is written out."""
    key = (path, "element", value.site.start)
    results: list[Outcome] = []
    for base in linker.outcomes(value.base, path, frames):
        match base.form:
            case Items(kind=kind) as items:
                for number, (item, inner_path, inner) in enumerate(each_item(linker, items)):
                    given = frozenset({(key, number)})
                    for outcome in linker.outcomes(item, inner_path, inner):
                        outcome = replace(
                            outcome,
                            given=outcome.given | given | base.given,
                            steps=(*base.steps, *outcome.steps),
                            chosen=base.site if kind != "comprehension" else outcome.chosen,
                        )
                        if value.index is None:
                            results.append(outcome)
                        else:
                            results.extend(unpacked(linker, outcome, value.index, value.site))
            case _:
                results.append(Outcome(Unknown("unresolved"), value.site))
    return results


def each_item(linker: Linker, items: Items, around: tuple[Items, ...] = ()) -> Iterator[tuple[Value, str, Frames]]:
    """What a list holds, with the items of those that are unpacked in it: `[*A, "b"]`."""
    for item in items.values:
        starred = item.operands[0] if isinstance(item, Opaque) and item.text == STAR and item.operands else None
        found = linker.outcomes(starred, items.path, items.frames) if starred is not None else ()
        held = found[0].form if len(found) == 1 else None
        if isinstance(held, Items) and held.kind in LISTED and held not in (items, *around):
            yield from each_item(linker, held, (items, *around))
        else:
            yield item, items.path, items.frames


def unpacked(linker: Linker, outcome: Outcome, index: int, site: Site) -> Iterable[Outcome]:
    """What stands at a place of a tuple or list."""
    match outcome.form:
        case Items(values=values, path=path, frames=frames) if (item := at_place(values, index)) is not None:
            for each in linker.outcomes(item, path, frames):
                yield each.being(each.form, outcome.given, (*outcome.steps, *each.steps))
        case _:
            yield Outcome(Unknown("unresolved"), site)
