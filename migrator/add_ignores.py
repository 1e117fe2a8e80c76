"""Writes ignore comments for findings that are to stay: each tried, read again and kept only where it does what it says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from migrator.files.kinds import kind_of
from migrator.findings import Edit, Finding, Skipped
from migrator.ignores import proven
from migrator.languages.base import Unparsed
from migrator.project import Project
from migrator.remarks import comments_of
from migrator.suppress import read_suppressions

LONGEST_LINE = 120
CODE = "no-comment"
_FORMS = (("# ", ""), ("// ", ""), ("<!-- ", " -->"), ("rem ", ""))
_OWN_LINE = frozenset({"dotenv", "properties", "ini", "dockerfile", "makefile", "http", "batch"})
"""Here a comment behind a value may be a part of it."""
_STRICT = (".json", ".jsonl", ".ndjson")
"""Other programs that read these know no comments."""
_BREAK = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Added:
    """One comment: the findings that it suppresses, by number, and the edits that write it."""

    findings: tuple[int, ...]
    edits: tuple[Edit, ...]


def add_ignores(
    findings: Sequence[Finding], wanted: Iterable[int], reason: str, project: Project
) -> tuple[list[Added], list[Skipped]]:
    """A comment for each line with findings that are wanted, and the places where none can stand."""
    by_line: dict[tuple[str, int], list[int]] = {}
    for index in wanted:
        place = findings[index].place
        offset = project.lines[place.path].offset(place.line, place.column)
        path, inner = _innermost(project, place.path, offset)
        by_line.setdefault((path, project.lines[path].position(inner)[0]), []).append(index)
    added: list[Added] = []
    failures: list[Skipped] = []
    for (path, line), indexes in sorted(by_line.items()):
        codes = sorted({findings[index].rule for index in indexes})
        edits = _comment(project, path, line, f"deepseek-migrate: ignore[{', '.join(codes)}] {_in_one_line(reason)}".rstrip())
        if edits is not None:
            added.append(Added(tuple(indexes), edits))
        else:
            where = findings[indexes[0]].place
            failures.append(Skipped(where.path, CODE, f"line {where.line}: no ignore comment can stand here"))
    return added, failures


def _in_one_line(reason: str) -> str:
    return " ".join(reason.replace("*/", "").replace("-->", "").split())


def _innermost(project: Project, path: str, offset: int) -> tuple[str, int]:
    """The innermost document that holds a byte of the file, and the byte's place in it."""
    for inner, outer in project.outer.items():
        if outer.path == path and project.data[inner]:
            start, end = outer.embedding.outer(0, len(project.data[inner]))
            if start <= offset < end:
                return _innermost(project, inner, outer.embedding.inner(offset))
    return path, offset


def _comment(project: Project, path: str, line: int, words: str) -> tuple[Edit, ...] | None:
    kind = kind_of(project.file_of(path).rpartition("/")[2])
    if path not in project.documents or project.file_of(path).endswith(_STRICT):
        return None
    own_line = kind is not None and path not in project.outer and kind.language in _OWN_LINE
    for edit, where in _candidates(project, path, line, words, own_line):
        if _does_what_it_says(project, path, edit, where, line):
            edits = proven(project, path, edit)
            if edits is not None:
                return edits
    return None


def _candidates(project: Project, path: str, line: int, words: str, own_line: bool) -> Iterator[tuple[Edit, int]]:
    """Edits that may write the comment, each with the line that the comment will stand on."""
    lines = project.lines[path]
    data, start = lines.data, lines.starts[line - 1]
    found = _BREAK.search(data, start)
    end = found.start() if found is not None else len(data)
    text = data[start:end].decode(lines.encoding, "replace")
    indent = text[: len(text) - len(text.lstrip())]
    first = _BREAK.search(data)
    newline = first.group().decode() if first is not None else "\n"
    behind, above = [], []
    for opening, closing in _FORMS:
        remark = f"{opening}{words}{closing}"
        behind.append((Edit(path, end, end, f"  {remark}"), line, len(text) + len(remark) + 2))
        above.append((Edit(path, start, start, f"{indent}{remark}{newline}"), line, 0))
    # A line that is too long already takes no harm; one that would become so is spared.
    short = [each for each in behind if each[2] <= LONGEST_LINE]
    long = [each for each in behind if each[2] > LONGEST_LINE]
    for edit, where, _ in [*([] if own_line else short), *above, *([] if own_line else long)]:
        yield edit, where


def _does_what_it_says(project: Project, path: str, edit: Edit, where: int, line: int) -> bool:
    language, lines = project.languages[path], project.lines[path]
    new = lines.data[: edit.start] + edit.text.encode(lines.encoding, "replace") + lines.data[edit.end :]
    read = language.read(path, new, lambda text: False)
    if isinstance(read, Unparsed):
        return False
    known = read.facts.comments if path in project.outer else comments_of(path, new, read.facts.comments)
    before = project.documents[path].facts.comments
    before = before if path in project.outer else comments_of(path, lines.data, before)
    if len(known) != len(before) + 1:
        return False
    moved = line + (1 if edit.text.endswith(("\n", "\r")) else 0)
    mine = [entry for entry in read_suppressions(known).entries if entry.line == where]
    return any(entry.first <= moved and (entry.last is None or moved <= entry.last) for entry in mine)
