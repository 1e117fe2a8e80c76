"""The `text` format: each finding with its place, source line, evidence and what to do, shaped like rustc's."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from migrator.findings import Edit, Finding, Fix, Report
from migrator.report import Style
from migrator.report.hunks import Hunk, SourceFiles, changed_columns
from migrator.report.plain import printable, shown
from migrator.report.summary import skipped_line, statistics, summary
from migrator.report.terminal import console_for, cropped, hanging, linked, source_window, takes_links
from migrator.report.wire import wire_lines

COLORS = {"error": "bold red", "warning": "bold yellow", "note": "bold cyan"}
MARKS = {"-": "red", "+": "green", " ": ""}
GUTTER = "blue"
LONGEST_HUNK = 12
DEEPEST_INDENT = 12


def render(report: Report, style: Style, out: TextIO) -> None:
    """Write every finding as a block, then the files left out and the footer."""
    console = console_for(out, style.color)
    if style.statistics:
        _print(console, (Text(line) for line in statistics(report, style)))
    else:
        blocks = Blocks(report, style, console)
        for finding in shown(report, style):
            _print(console, blocks.block(finding))
            console.print()
    for skipped in report.skipped:
        severity = "error" if skipped.fatal else "warning"
        label = Text(f"{style.words(severity)}: ", COLORS[severity])
        _print(console, hanging(console, label, Text(skipped_line(skipped, style))))
    if not style.quiet:
        headline, *rest = summary(report, style)
        _print(console, hanging(console, Text(), Text(headline, "bold")))
        for line in rest:
            _print(console, hanging(console, Text("  "), Text(line.strip())))


def _print(console: Console, lines: Iterable[Text]) -> None:
    # Most of what the terminal library does is for colours.
    plain = console.color_system is None
    for line in lines:
        if plain:
            console.file.write(f"{line.plain}\n")
        else:
            console.print(line, no_wrap=True, overflow="ignore", crop=False)


class Blocks:
    """What the blocks of one report share: sources, and which fixes and requests were shown already."""

    def __init__(self, report: Report, style: Style, console: Console) -> None:
        self.report, self.style, self.console, self.words = report, style, console, style.words
        self.links = takes_links(console.file, os.environ) and style.color != "never"
        self.sources = SourceFiles(report.sources)
        self.edits: dict[str, set[Edit]] = {}
        for finding in report.findings:
            if finding.fix is not None:
                self.edits.setdefault(finding.fix.id, set()).update(finding.fix.edits)
        self.shown_fixes: dict[str, str] = {}
        self.shown_requests: set[tuple[str, str]] = set()
        self.gutter = 1

    def block(self, finding: Finding) -> Iterator[Text]:
        """The lines about one finding."""
        self.gutter = len(str(finding.place.line))
        yield from self._header(finding)
        yield from self._snippet(finding)
        yield from self._evidence(finding)
        yield from self._what_to_do(finding)
        for note in finding.notes:
            yield from self._remark(self.words("note"), printable(note))
        if self.style.wire:
            yield from self._wire(finding)

    def _header(self, finding: Finding) -> Iterator[Text]:
        color = COLORS[finding.severity]
        head = Text.assemble((f"{self.words(finding.severity)}[{finding.rule}]", color), (f" {finding.name}: ", "bold"))
        yield from hanging(self.console, Text(), head.append(printable(finding.message), "bold"))
        place = f"{printable(finding.place.path)}:{finding.place.line}:{finding.place.column}"
        if finding.cell is not None:
            place += self.words(f" (cell {finding.cell.index}, line {finding.cell.line})")
        shown = linked(place, finding.place.path) if self.links else Text(place)
        yield Text.assemble((" " * self.gutter + "--> ", GUTTER), shown)

    def _snippet(self, finding: Finding) -> Iterator[Text]:
        place = finding.place
        line = self.sources.line(place.path, place.line)
        if line is None:
            return
        end = place.end_column - 1 if place.end_line == place.line else len(line)
        room = self.console.width - self.gutter - 3
        text, first, length = source_window(line, place.column - 1, end, room)
        yield self._bar()
        yield Text.assemble((f"{place.line} | ", GUTTER), text)
        yield Text.assemble(self._bar(), " " * (first + 1), ("^" * length, COLORS[finding.severity]))

    def _evidence(self, finding: Finding) -> Iterator[Text]:
        label = self.words(str(finding.certainty))
        if not finding.evidence:
            unknown = "nothing shows where this goes" if finding.provider is None and finding.model else ""
            yield from self._remark(label, self.words(unknown))
        for number, step in enumerate(finding.evidence):
            where = f"{printable(step.path)}:{step.line}:{step.column}: "
            yield from self._remark(label, where + printable(step.note), again=number > 0)

    def _what_to_do(self, finding: Finding) -> Iterator[Text]:
        if finding.fix is not None:
            yield from self._fix(finding, finding.fix)
        elif finding.refusal is None and finding.replacement is not None:
            yield from self._remark(self.words("help"), self.words(f"use `{printable(finding.replacement)}`"))
        if finding.refusal is not None:
            yield from self._remark(self.words(f"refused ({finding.refusal.code})"), printable(finding.refusal.hint))

    def _fix(self, finding: Finding, fix: Fix) -> Iterator[Text]:
        label = self.words("fixed" if fix.applied else "help")
        if fix.id in self.shown_fixes:
            yield from self._remark(label, self.words(f"part of the fix at {self.shown_fixes[fix.id]}"))
            return
        self.shown_fixes[fix.id] = f"{printable(finding.place.path)}:{finding.place.line}"
        yield from self._remark(label, self.words(self._advice(finding, fix)))
        by_path: dict[str, list[Edit]] = {}
        for edit in self.edits[fix.id]:
            by_path.setdefault(edit.path, []).append(edit)
        for path in sorted(by_path, key=lambda path: (path != finding.place.path, path)):
            file = self.sources.file(path)
            if path != finding.place.path:
                yield Text.assemble(" " * (self.gutter + 3), (self.words(f"in {printable(path)}"), "bold"))
            if file is not None:
                hunks = file.hunks(by_path[path])
                digits = max(len(str(hunk.line + max(len(hunk.old), len(hunk.new)) - 1)) for hunk in hunks)
                for hunk in hunks:
                    yield from self._hunk(hunk, digits)

    def _advice(self, finding: Finding, fix: Fix) -> str:
        with_what = f"with `{printable(finding.replacement)}` " if finding.replacement else ""
        if fix.applied:
            return f"rewritten {with_what}".strip()
        if fix.applicability == "safe":
            return f"rewrite {with_what}(safe: --fix writes it)"
        return f"rewrite {with_what}(unsafe: look at it first; --fix --unsafe-fixes writes it)"

    def _hunk(self, hunk: Hunk, digits: int) -> Iterator[Text]:
        for mark, lines, other in (("-", hunk.old, hunk.new), ("+", hunk.new, hunk.old)):
            for number, line in enumerate(lines[:LONGEST_HUNK]):
                start, end = changed_columns(line, other[number] if number < len(other) else "")
                label = " " * (self.gutter + 3) + f"{hunk.line + number:>{digits}} {mark} "
                text, _, _ = source_window(line, start, end, self.console.width - len(label))
                yield Text(label + text, MARKS[mark])
            if len(lines) > LONGEST_HUNK:
                more = self.words(f"{len(lines) - LONGEST_HUNK} more lines")
                yield Text(" " * (self.gutter + digits + 4) + f"{mark} ... {more}", MARKS[mark])

    def _wire(self, finding: Finding) -> Iterator[Text]:
        lines = wire_lines(finding.request) if finding.request is not None else []
        key = (finding.place.path, repr(finding.request))
        if not lines or key in self.shown_requests:
            return
        self.shown_requests.add(key)
        told = "the request, now (-) and after the fix (+)" if _changes(lines) else "the request as it goes out now"
        yield from self._remark(self.words("wire"), self.words(told))
        for mark, line in lines:
            prefix = " " * (self.gutter + 3)
            yield Text.assemble(prefix, (f"{mark} {cropped(line, self.console.width - len(prefix) - 2)}", MARKS[mark]))

    def _bar(self) -> Text:
        return Text(" " * (self.gutter + 1) + "|", GUTTER)

    def _remark(self, label: str, text: str, *, again: bool = False) -> Iterator[Text]:
        heading = " " * (cell_len(label) + 2) if again else f"{label}: " if text else label
        prefix = Text.assemble((" " * (self.gutter + 1) + ("  " if again else "= "), GUTTER), (heading, "bold"))
        yield from hanging(self.console, prefix, Text(text), indent=min(prefix.cell_len, self.gutter + DEEPEST_INDENT))


def _changes(lines: list[tuple[str, str]]) -> bool:
    return any(mark != " " for mark, _ in lines)
