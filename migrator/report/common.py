"""What the formats for machines share: whole fixes, a command that verifies, and text that any stream can take."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TextIO, TypeVar

from migrator.findings import Certainty, Edit, Finding, Json, Report

PROGRAM = "deepseek-migrate"
GATHERED = 1 << 16
"""How many characters are put together before they are written."""
Item = TypeVar("Item")


def whole_fixes(report: Report) -> dict[str, tuple[Edit, ...]]:
    """All edits of each fix by its id: findings that share a fix hold a part of it each."""
    edits: dict[str, set[Edit]] = {}
    for finding in report.findings:
        if finding.fix is not None:
            edits.setdefault(finding.fix.id, set()).update(finding.fix.edits)
    return {name: tuple(sorted(found)) for name, found in edits.items()}


def verify_command(finding: Finding) -> str:
    """A command that says nothing once the finding is gone, and of errors and warnings ends with status 0."""
    unlikely = finding.certainty < Certainty.LIKELY
    options = ["--select", finding.rule, *(("-v", "--fail-on", "possible") if unlikely else ())]
    return shlex.join([PROGRAM, "scan", *options, "--", finding.place.path])


class Told(list[Json]):
    """A list of which each item is made when it is written: a hundred thousand of them take more room than what they tell of."""

    def __init__(self, items: Sequence[Item], tell: Callable[[Item], Json]) -> None:
        """`tell` is asked in order, and again each time that somebody looks."""
        super().__init__()
        self._length = len(items)
        self._told: Callable[[], Iterator[Json]] = lambda: map(tell, items)

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Json]:
        return self._told()


def write_json(value: Json | Mapping[str, Json], out: TextIO, indent: int | None = 2) -> None:
    """Write JSON that the stream can take."""
    for text in json_parts(value, not is_unicode(out), indent):
        write_text(text, out)
    out.write("\n")


def json_parts(value: Json | Mapping[str, Json], ascii_only: bool, indent: int | None = 2) -> Iterator[str]:
    """JSON in parts of some size, `Told` lists made on the way."""
    separators = (",", ":") if indent is None else None
    encoder = json.JSONEncoder(indent=indent, ensure_ascii=ascii_only, separators=separators)
    return gathered(encoder.iterencode(value))


def gathered(pieces: Iterable[str]) -> Iterator[str]:
    """The same text in fewer pieces."""
    held: list[str] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= GATHERED:
            yield "".join(held)
            held.clear()
            size = 0
    yield "".join(held)


def write_lines(lines: Iterable[str], out: TextIO) -> None:
    """Write lines, without holding all of them."""
    for text in gathered(f"{line}\n" for line in lines):
        write_text(text, out)


def write_text(text: str, out: TextIO) -> None:
    """Write text in which a path may hold bytes that are no text."""
    out.write(text.encode("utf-8", "backslashreplace").decode("utf-8"))


def is_unicode(out: TextIO) -> bool:
    """Whether every character can be written as it is."""
    return (out.encoding or "utf-8").lower().replace("-", "") == "utf8"
