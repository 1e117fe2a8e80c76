"""What an editor shows at the pointer: each finding there with its evidence, what to do, and the request now and then."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from migrator.findings import Finding, RequestChange
from migrator.report.marking import block, code, inline
from migrator.report.plain import state
from migrator.report.wire import wire_lines
from migrator.server.desk import Look
from migrator.server.positions import overlaps


def hover_at(look: Look, path: str, place: types.Position) -> types.Hover | None:
    """What is known of this place; None where that is nothing."""
    here = types.Range(place, place)
    ruler = look.ruler(path)
    found = [each for each in look.by_path.get(path, ()) if overlaps(ruler.range(each.place), here)]
    if not found:
        return None
    text = "\n\n---\n\n".join("\n".join(_lines(each, look)) for each in found)
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text), ruler.range(found[0].place))


def _lines(finding: Finding, look: Look) -> Iterator[str]:
    words = look.words
    yield f"**{finding.rule} {finding.name}** ({words(str(finding.severity))}, {words(str(finding.certainty))})"
    yield ""
    yield inline(finding.message)
    yield ""
    yield from (f"- {code(f'{each.path}:{each.line}:{each.column}')}: {inline(each.note)}" for each in finding.evidence)
    yield ""
    refusal = finding.refusal
    if refusal is not None:
        yield f"{words(f'refused ({refusal.code})')}: {inline(refusal.hint)}"
    else:
        yield inline(words(state(finding)))
    if finding.notes:
        yield ""
        yield from (f"- {inline(note)}" for note in finding.notes)
    request = finding.request
    if request is not None and finding.wanted is not None:
        # A refused fix changes nothing; what would be right is worth seeing all the more.
        request = RequestChange(request.before, finding.wanted)
    lines = wire_lines(request) if request is not None else []
    if lines:
        changes = any(mark != " " for mark, _ in lines)
        told = "the request, now (-) and after the fix (+)" if changes else "the request as it goes out now"
        yield ""
        yield f"{words(told)}{words(':')}"
        yield ""
        yield from block("\n".join(f"{mark} {line}" for mark, line in lines), "diff")
