"""Bodies that stand as text and are filled later: `BODY % name`, `BODY.replace("__NAME__", name)`, `Template(BODY)`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from migrator.facts import Call, FileFacts
from migrator.link.common import Outcomes
from migrator.link.texts import REPLACING
from migrator.outcomes import Constant, Encoded, Frames, Mapping, Outcome, Slot, Text, Unknown
from migrator.values import BARE, Entry, Join, Literal, Member, Opaque, Record, Sequence, Site, Value

if TYPE_CHECKING:
    from migrator.link.evaluate import Linker

FORMATTING = "format"
SUBSTITUTING = frozenset({"substitute", "safe_substitute"})
FILLING = SUBSTITUTING | REPLACING | {FORMATTING}
PERCENT = re.compile(r"%(?:\((\w+)\))?[-#+ 0,]*\d*(?:\.\d+)?[a-zA-Z%]")
DOLLAR = re.compile(r"\$(?:\$|(\w+)|\{(\w+)\})")
FIELD = re.compile(r"\{(\w*)[^{}]*\}")
ITSELF = re.compile(r"(?:[\w\s<>@#:%~!=-]|\\[^\w\s])+")
"""A regular expression that means itself."""


@dataclass(frozen=True, slots=True)
class Holes:
    """What is filled in a text, and with what: values of the file `path` seen through `frames`."""

    pattern: re.Pattern[str]
    given: Callable[[re.Match[str]], Value | None]
    path: str
    frames: Frames
    site: Site
    """Where it is filled."""


def by_operator(linker: Linker, template: Value, values: Value, site: Site, path: str, frames: Frames) -> Outcomes:
    """What `template % values` gives."""
    entries = values.entries if isinstance(values, Record) else ()
    named = {each.key.value: each.value for each in entries if isinstance(each.key, Literal)}
    placed = iter(values.items if isinstance(values, Sequence) and values.kind == "tuple" else () if named else (values,))
    holes = Holes(PERCENT, lambda found: named.get(found[1]) if found[1] else _next(found, placed), path, frames, site)
    return _filled(linker, linker.outcomes(template, path, frames), holes, site)


def by_method(linker: Linker, callee: Member, call: Call, facts: FileFacts, frames: Frames) -> Outcomes | None:
    """What a method that fills a text gives; None where none of the texts is a body."""
    bases = linker.outcomes(callee.base, facts.path, frames)
    if not any(isinstance(each.form, Encoded) for each in bases):
        return None
    return _filled(linker, bases, _holes(linker, callee.name, call, facts, frames), call.site)


def by_function(linker: Linker, call: Call, facts: FileFacts, frames: Frames) -> Outcomes | None:
    """What `util.format(BODY, name)` gives; None where none of the texts is a body."""
    template, *values = (each.value for each in call.arguments)
    bases = linker.outcomes(template, facts.path, frames)
    if not any(isinstance(each.form, Encoded) for each in bases):
        return None
    placed = iter(values)
    return _filled(linker, bases, Holes(PERCENT, lambda found: _next(found, placed), facts.path, frames, call.site), call.site)


def _next(found: re.Match[str], placed: Iterator[Value]) -> Value | None:
    return None if found[0].endswith("%") else next(placed, None)


def _holes(linker: Linker, name: str, call: Call, facts: FileFacts, frames: Frames) -> Holes | None:
    """What a call of a method fills in a text; None where it may write over anything."""
    given = [each.value for each in call.arguments if each.kind == "positional"]
    if name in REPLACING:
        pattern = _replaced(linker, given[0], facts, frames) if len(given) > 1 else None
        return Holes(pattern, lambda _: given[1], facts.path, frames, call.site) if pattern is not None else None
    placed = iter(given)
    named = {each.name: each.value for each in call.arguments if each.kind == "keyword"}
    if name in SUBSTITUTING:
        return Holes(DOLLAR, lambda found: named.get(found[1] or found[2]), facts.path, frames, call.site)
    named.update((str(number), value) for number, value in enumerate(given))
    return Holes(FIELD, lambda found: named.get(found[1]) if found[1] else next(placed, None), facts.path, frames, call.site)


def _replaced(linker: Linker, what: Value, facts: FileFacts, frames: Frames) -> re.Pattern[str] | None:
    """What is replaced; None where that is not in sight."""
    if isinstance(what, Opaque) and what.text.startswith("/"):
        return _literally(what.text[1:].rpartition("/")[0])
    found = [each.form for each in linker.outcomes(what, facts.path, frames)]
    texts = [form.value for form in found if isinstance(form, Constant) and isinstance(form.value, str) and form.value]
    if len(texts) != 1 or len(found) != 1:
        return None
    return re.compile(re.escape(texts[0]))


def _literally(pattern: str) -> re.Pattern[str] | None:
    """A regular expression of another language, where it means itself."""
    return re.compile(re.escape(re.sub(r"\\([^\w\s])", r"\1", pattern))) if ITSELF.fullmatch(pattern) else None


def _filled(linker: Linker, bases: Iterable[Outcome], holes: Holes | None, site: Site) -> Outcomes:
    """The bodies as they are filled; whatever else is filled is not known."""
    results: list[Outcome] = []
    for base in bases:
        mapping = _mapping(linker, base.form.mapping, holes) if isinstance(base.form, Encoded) and holes is not None else None
        results.append(replace(base, form=Encoded(mapping)) if mapping is not None else Outcome(Unknown("unresolved"), site))
    return tuple(results)


def _mapping(linker: Linker, mapping: Mapping, holes: Holes) -> Mapping | None:
    """A body as it is filled; None where a key is filled, too."""
    slots: list[Slot] = []
    for slot in mapping.slots:
        if slot.key is None or holes.pattern.search(slot.key):
            return None
        hole = _hole(slot.value, holes)
        given = holes.given(hole) if hole is not None else None
        if given is not None and (_is_number(given) or not _is_bare(slot.value)):
            slots.append(replace(slot, value=given, path=holes.path, frames=holes.frames))
            continue
        value = _value(slot.value, holes) if hole is None else Opaque("", slot.value.site)
        if value is None or (value is slot.value and _says(linker, slot, holes)):
            return None
        if isinstance(value, Join) and value is not slot.value:
            # A model of which a piece is filled in is not the one that stands there.
            value = replace(value, site=holes.site)
        slots.append(slot if value is slot.value else replace(slot, value=linker.keep(value)))
    return replace(mapping, slots=tuple(slots))


def _says(linker: Linker, slot: Slot, holes: Holes) -> bool:
    """Whether a value that stands elsewhere is a text in which something is filled."""
    if isinstance(slot.value, (Literal, Record, Sequence, Opaque)):
        return False
    forms = [each.form for each in linker.outcomes(slot.value, slot.path, slot.frames)]
    return any(isinstance(form, (Constant, Text)) and holes.pattern.search(str(_text(form))) for form in forms)


def _text(form: Constant | Text) -> object:
    return form.value if isinstance(form, Constant) else form.text


def _is_number(value: Value) -> bool:
    """Whether this reads the same without quotes."""
    return isinstance(value, Literal) and type(value.value) in (int, float)


def _is_bare(value: Value) -> bool:
    """Whether this stands without quotes: what is filled in is read as JSON."""
    return isinstance(value, Opaque) and value.text.startswith(BARE)


def _hole(value: Value, holes: Holes) -> re.Match[str] | None:
    """The hole that a value is as a whole."""
    text = value.value if isinstance(value, Literal) else value.text.removeprefix(BARE) if isinstance(value, Opaque) else None
    return holes.pattern.fullmatch(text) if isinstance(text, str) else None


def _value(value: Value, holes: Holes) -> Value | None:
    """A value of a body as it is filled; None where a key is. Each hole takes what is its own, in the order of the text."""
    match value:
        case Literal(value=str(text)):
            return _broken(value, text, holes)
        case Opaque():
            hole = _hole(value, holes)
            if hole is not None:
                holes.given(hole)
        case Join(parts=parts):
            filled = tuple(_value(each, holes) or each for each in parts)
            return value if filled == parts else replace(value, parts=filled)
        case Record(entries=entries):
            said = tuple(_entry(each, holes) for each in entries)
            known = tuple(each for each in said if each is not None)
            return None if len(known) < len(said) else value if known == entries else replace(value, entries=known)
        case Sequence(items=items):
            inner = tuple(_value(each, holes) for each in items)
            there = tuple(each for each in inner if each is not None)
            return None if len(there) < len(inner) else value if there == items else replace(value, items=there)
    return value


def _entry(entry: Entry, holes: Holes) -> Entry | None:
    key = entry.key
    if not isinstance(key, Literal) or holes.pattern.search(str(key.value)):
        return None
    value = _value(entry.value, holes)
    return None if value is None else replace(entry, value=value)


def _broken(value: Literal, text: str, holes: Holes) -> Value:
    """A text as what stands around its holes."""
    parts: list[Value] = []
    at = 0
    for found in holes.pattern.finditer(text):
        holes.given(found)
        parts.extend([Literal(text[at : found.start()], value.site)] if found.start() > at else [])
        parts.append(Opaque("", value.site))
        at = found.end()
    if not parts:
        return value
    parts.extend([Literal(text[at:], value.site)] if at < len(text) else [])
    return parts[0] if len(parts) == 1 else Join(tuple(parts), value.site)
