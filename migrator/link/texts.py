"""Text that methods put together from constants, or cut: `"{}-{}".format(a, b)`, `"-".join(parts)`, `name.split("/")`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from string import Formatter
from typing import TYPE_CHECKING

from migrator.facts import Call, FileFacts
from migrator.link.common import Outcomes
from migrator.link.composites import join
from migrator.outcomes import Constant, Frames, Items, Outcome
from migrator.values import Join, Literal, Member, Opaque, Scalar, Sequence, Site, Value

if TYPE_CHECKING:
    from migrator.link.evaluate import Linker

CUTTING = frozenset(
    {"split", "rsplit", "partition", "rpartition", "removeprefix", "removesuffix", "removePrefix", "removeSuffix"}
)
APPENDING = frozenset({"concat", "plus"})
REPLACING = frozenset({"replace", "replaceAll", "replaceFirst"})
PLACE = re.compile(r"%(?:(\d+)\$)?[-#+ 0,(]*\d*(?:\.\d+)?([a-zA-Z%])")
WRITTEN = {"%": "%", "n": "\n"}
"""What stands for a sign, not for a value."""
LAST_SLASHES = re.compile(r"(?:\\?/|\[/\])([*+]?)\$")
"""Patterns that the slashes at the end of an address are taken off with."""


def put_together(linker: Linker, callee: Member, call: Call, facts: FileFacts, frames: Frames) -> Outcomes | None:
    """What the text is; None where it is not plainly made of parts in sight."""
    bases = linker.outcomes(callee.base, facts.path, frames)
    text = bases[0].form.value if len(bases) == 1 and isinstance(bases[0].form, Constant) else None
    if text is None and len(call.arguments) == 1:
        return _list_joined(linker, callee.base, call.arguments[0].value, call.site, facts, frames)
    if not isinstance(text, str):
        return None
    site = callee.base.site
    if callee.name == "format":
        parts = _filled(text, call, site) if "%" in text and "{" not in text else _formatted(text, call, site)
    elif callee.name in APPENDING:
        parts = (callee.base, *(each.value for each in call.arguments if each.kind == "positional"))
    else:
        parts = _joined(linker, text, call, facts, frames, site)
    return tuple(join(linker, Join(parts, call.site), facts.path, frames)) if parts else None


def cut(linker: Linker, callee: Member, call: Call, facts: FileFacts, frames: Frames) -> Outcomes | None:
    """What is left of a constant that is cut at a text which is written out; None where either is not in sight."""
    bases = linker.outcomes(callee.base, facts.path, frames)
    text = bases[0].form.value if len(bases) == 1 and isinstance(bases[0].form, Constant) else None
    given = [each.value.value for each in call.arguments if isinstance(each.value, Literal) and each.kind == "positional"]
    at = given[0] if given and len(given) == len(call.arguments) else None
    if not isinstance(text, str) or not isinstance(at, str) or not at:
        return None
    if callee.name.startswith("remove"):
        left = text.removeprefix(at) if callee.name.lower() == "removeprefix" else text.removesuffix(at)
        return (bases[0] if left == text else replace(bases[0], form=Constant(left, exact=False)),)
    pieces = _pieces(callee.name, text, at, given[1:], linker.library_of(facts.path).may_omit)
    if pieces is None:
        return None
    # Written nowhere as they are: each is put together from two.
    values = tuple(linker.keep(Join((Literal(each[:1], call.site), Literal(each[1:], call.site)), call.site)) for each in pieces)
    return (Outcome(Items(values, facts.path, frames, "list"), call.site),)


def without_last_slashes(call: Call, name: str) -> Callable[[str], str] | None:
    """What `url.replace(/\\/+$/, "")` and its like make of a text; None for whatever else is replaced."""
    if name not in REPLACING or len(call.arguments) != 2:
        return None
    what, by = (each.value for each in call.arguments)
    if not isinstance(by, Literal) or by.value != "":
        return None
    pattern = ""
    if isinstance(what, Opaque) and what.text.startswith("/"):
        pattern = what.text[1:].rpartition("/")[0]
    elif isinstance(what, Literal) and isinstance(what.value, str) and name != "replace":
        pattern = what.value
    found = LAST_SLASHES.fullmatch(pattern)
    if found is None:
        return None
    return (lambda text: text.rstrip("/")) if found[1] else (lambda text: text.removesuffix("/"))


def _pieces(name: str, text: str, at: str, more: list[Scalar], counts_pieces: bool) -> list[str] | None:
    """The pieces; `counts_pieces`: the number says how many there are at most, not how often the text is cut."""
    if name in ("partition", "rpartition"):
        return list(text.partition(at) if name == "partition" else text.rpartition(at))
    most = more[0] if more else -1
    if len(more) > 1 or not isinstance(most, int):
        return None
    if counts_pieces:
        return text.split(at)[: most if more else None]
    return text.split(at, most) if name == "split" else text.rsplit(at, most)


def _formatted(text: str, call: Call, site: Site) -> tuple[Value, ...] | None:
    positional = [each.value for each in call.arguments if each.kind == "positional"]
    given = {each.name: each.value for each in call.arguments if each.kind == "keyword"}
    given.update((str(place), value) for place, value in enumerate(positional))
    places = count()
    if any(each.kind not in ("positional", "keyword") for each in call.arguments):
        return None
    parts: list[Value] = []
    try:
        for literal, field, spec, conversion in Formatter().parse(text):
            if literal:
                parts.append(Literal(literal, site))
            if field is None:
                continue
            value = given.get(str(next(places)) if field == "" else field)
            if value is None or spec or conversion:
                return None
            parts.append(value)
    except ValueError:
        return None
    return tuple(parts)


def _filled(text: str, call: Call, site: Site) -> tuple[Value, ...] | None:
    """Kotlin's `"%s-in".format(name)`: whatever is filled in is a part, however it is written there."""
    values = [each.value for each in call.arguments if each.kind == "positional"]
    coming = iter(values)
    parts: list[Value] = []
    said, at = "", 0
    for found in PLACE.finditer(text):
        said += text[at : found.start()]
        at = found.end()
        which, kind = found.groups()
        if kind in WRITTEN:
            said += WRITTEN[kind]
            continue
        value = next(coming, None) if which is None else next(iter(values[int(which) - 1 :]), None)
        if value is None:
            return None
        parts.extend([Literal(said, site), value] if said else [value])
        said = ""
    said += text[at:]
    return tuple([*parts, Literal(said, site)] if said else parts)


def filled(linker: Linker, call: Call, facts: FileFacts, frames: Frames) -> Outcomes | None:
    """What `util.format("%s-in", name)` gives."""
    text, given = call.arguments[0].value, replace(call, arguments=call.arguments[1:])
    parts = _filled(text.value, given, text.site) if isinstance(text, Literal) and isinstance(text.value, str) else None
    return tuple(join(linker, Join(parts, call.site), facts.path, frames)) if parts else None


def _list_joined(linker: Linker, base: Value, between: Value, site: Site, facts: FileFacts, frames: Frames) -> Outcomes | None:
    """What `[a, b].join("-")` gives, where the list stands there."""
    if not isinstance(base, Sequence) or not isinstance(between, Literal) or not isinstance(between.value, str):
        return None
    parts = tuple(part for each in base.items for part in (between, each))[1:]
    return tuple(join(linker, Join(parts, site), facts.path, frames)) if parts else None


def _joined(linker: Linker, text: str, call: Call, facts: FileFacts, frames: Frames, site: Site) -> tuple[Value, ...] | None:
    found = linker.outcomes(call.arguments[0].value, facts.path, frames) if len(call.arguments) == 1 else ()
    items = found[0].form if len(found) == 1 else None
    if not isinstance(items, Items) or items.path != facts.path or items.frames != frames:
        return None
    parts: list[Value] = []
    for value in items.values:
        parts.extend([Literal(text, site), value] if parts else [value])
    return tuple(parts)
