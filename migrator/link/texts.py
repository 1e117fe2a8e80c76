"""Text that methods put together from constants: `"{}-{}".format(a, b)` and `"-".join(parts)`."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

from migrator.facts import Call, FileFacts
from migrator.link.common import Outcomes
from migrator.link.composites import join
from migrator.outcomes import Constant, Frames, Items
from migrator.values import Join, Literal, Member, Site, Value

if TYPE_CHECKING:
    from migrator.link.evaluate import Linker


def put_together(linker: Linker, callee: Member, call: Call, facts: FileFacts, frames: Frames) -> Outcomes | None:
    """What the text is; None where it is not plainly made of parts in sight."""
    bases = linker.outcomes(callee.base, facts.path, frames)
    text = bases[0].form.value if len(bases) == 1 and isinstance(bases[0].form, Constant) else None
    if not isinstance(text, str):
        return None
    site = callee.base.site
    parts = _formatted(text, call, site) if callee.name == "format" else _joined(linker, text, call, facts, frames, site)
    return tuple(join(linker, Join(parts, call.site), facts.path, frames)) if parts else None


def _formatted(text: str, call: Call, site: Site) -> tuple[Value, ...] | None:
    positional = [each.value for each in call.arguments if each.kind == "positional"]
    named = {each.name: each.value for each in call.arguments if each.kind == "keyword"}
    parts: list[Value] = []
    try:
        for literal, field, spec, conversion in Formatter().parse(text):
            if literal:
                parts.append(Literal(literal, site))
            if field is None:
                continue
            value = positional.pop(0) if field == "" and positional else named.get(field)
            if value is None or spec or conversion:
                return None
            parts.append(value)
    except ValueError:
        return None
    return tuple(parts)


def _joined(linker: Linker, text: str, call: Call, facts: FileFacts, frames: Frames, site: Site) -> tuple[Value, ...] | None:
    found = linker.outcomes(call.arguments[0].value, facts.path, frames) if len(call.arguments) == 1 else ()
    items = found[0].form if len(found) == 1 else None
    if not isinstance(items, Items) or items.path != facts.path or items.frames != frames:
        return None
    parts: list[Value] = []
    for value in items.values:
        parts.extend([Literal(text, site), value] if parts else [value])
    return tuple(parts)
