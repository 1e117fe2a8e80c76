"""Fixes as an editor's code actions: one for each fix at a place, and one for all safe ones of a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lsprotocol import types

from migrator.findings import Edit, Finding, Fix
from migrator.report.plain import printable
from migrator.server.desk import Look
from migrator.server.diagnostics import diagnostic_of
from migrator.server.opened import uri_of
from migrator.server.positions import overlaps

FIX_ALL = f"{types.CodeActionKind.SourceFixAll.value}.deepseek-migrate"
QUICK = types.CodeActionKind.QuickFix.value
KINDS = (QUICK, FIX_ALL)


@dataclass(frozen=True, slots=True)
class Offer:
    """A code action before its edit is worked out: which fixes of which document."""

    action: types.CodeAction
    wanted: frozenset[str]
    unsafe: bool


def offers(look: Look, path: str, place: types.Range, only: Sequence[str] | None) -> Iterator[Offer]:
    """What can be done at a place, the document's own fix-all last; `only`: kinds that the editor asks for."""
    if _asked(QUICK, only):
        yield from _quick(look, path, place)
    if _asked(FIX_ALL, only):
        wanted = all_in(look, path)
        if wanted:
            title = look.words("Fix everything that is safe in this file (deepseek-migrate)")
            yield Offer(types.CodeAction(title, FIX_ALL), wanted, unsafe=False)


def all_in(look: Look, path: str) -> frozenset[str]:
    """The safe fixes that change this file and no other: an editor runs them on saving it."""
    found = {each.fix for each in look.by_path.get(path, ()) if each.fix is not None and each.fix.applicability == "safe"}
    return frozenset(
        fix.id for fix in found if all(look.absolute(edit.path) == path for edit in look.edits.get(fix.id, fix.edits))
    )


def _quick(look: Look, path: str, place: types.Range) -> Iterator[Offer]:
    ruler = look.ruler(path)
    by_fix: dict[str, list[Finding]] = {}
    fixes: dict[str, Fix] = {}
    for finding in look.by_path.get(path, ()):
        if finding.fix is not None and overlaps(ruler.range(finding.place), place):
            by_fix.setdefault(finding.fix.id, []).append(finding)
            fixes[finding.fix.id] = finding.fix
    for name, found in by_fix.items():
        safe = fixes[name].applicability == "safe"
        yield Offer(
            types.CodeAction(
                _title(found, safe, look),
                QUICK,
                diagnostics=[diagnostic_of(each, look) for each in found],
                is_preferred=safe,
            ),
            frozenset((name,)),
            unsafe=not safe,
        )


def _title(found: Sequence[Finding], safe: bool, look: Look) -> str:
    model = next((each.replacement for each in found if each.replacement), None)
    what = f"Rewrite with `{printable(model)}`" if model else "Rewrite the call"
    rules = ", ".join(dict.fromkeys(each.rule for each in found))
    return f"{look.words(what)} ({rules})" if safe else f"{look.words(what)} ({rules}, {look.words('unsafe: look at it first')})"


def _asked(kind: str, only: Sequence[str] | None) -> bool:
    return only is None or any(each in ("", kind) or kind.startswith(f"{each}.") for each in only)


def workspace_edit(look: Look, wanted: frozenset[str], versioned: bool) -> types.WorkspaceEdit | None:
    """The edits of these fixes; None where one of them did not pass its proof."""
    if not wanted or not wanted <= look.edits.keys():
        return None
    by_path: dict[str, set[Edit]] = {}
    for name in wanted:
        for edit in look.edits[name]:
            by_path.setdefault(look.absolute(edit.path), set()).add(edit)
    made = {path: _text_edits(look, path, edits) for path, edits in sorted(by_path.items())}
    if not versioned:
        return types.WorkspaceEdit(changes={_uri(look, path): edits for path, edits in made.items()})
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(_uri(look, path), _version(look, path)), [*edits]
            )
            for path, edits in made.items()
        ]
    )


def _text_edits(look: Look, path: str, edits: set[Edit]) -> list[types.TextEdit]:
    ruler = look.ruler(path)
    return [types.TextEdit(ruler.span(edit.start, edit.end), edit.text) for edit in sorted(edits)]


def _uri(look: Look, path: str) -> str:
    held = look.opened.get(path)
    return held.uri if held is not None else uri_of(path)


def _version(look: Look, path: str) -> int | None:
    held = look.opened.get(path)
    return held.version if held is not None else None
