"""The findings of an audit as a table, a row each: CSV as spreadsheets read it, and Parquet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import TextIO

from migrator.audit.figures import Figures, Found
from migrator.audit.work import FAILED, Row
from migrator.report.plain import printable

COLUMNS = (
    *("repository", "commit", "owner", "path", "line", "column", "rule", "severity", "certainty", "model", "replacement"),
    *("fix", "refusal", "suppressed", "message"),
)
NUMBERS = ("line", "column")


def write_table(figures: Figures, out: TextIO) -> None:
    """Write a heading, and a row for each finding and for each repository that could not be audited."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in _rows(figures):
        writer.writerow(_safe(value) for value in row)


def write_parquet(figures: Figures, file: str) -> None:
    """Write the same rows to a Parquet file; a number that a row has not is null."""
    import pyarrow
    import pyarrow.parquet

    columns = zip(*_rows(figures), strict=True) if figures.found or figures.failed else ([] for _ in COLUMNS)
    table = {name: _column(name, values) for name, values in zip(COLUMNS, columns, strict=True)}
    kinds = [(name, pyarrow.int64() if name in NUMBERS else pyarrow.string()) for name in COLUMNS]
    pyarrow.parquet.write_table(pyarrow.table(table, pyarrow.schema(kinds)), file)


def _column(name: str, values: Iterable[object]) -> list[object]:
    if name in NUMBERS:
        return [value if isinstance(value, int) else None for value in values]
    return [str(value).encode("utf-8", "backslashreplace").decode() for value in values]


def _rows(figures: Figures) -> Iterator[tuple[object, ...]]:
    commits = {str(row["repository"]): str(row.get("commit") or "") for row in figures.rows}
    for each in figures.found:
        yield _row(each, commits[each.repository])
    yield from map(_failed, figures.failed)


def _row(each: Found, commit: str) -> tuple[object, ...]:
    finding, place = each.finding, each.finding.place
    fix = "" if finding.fix is None else "applied" if finding.fix.applied else finding.fix.applicability
    return (
        *(each.repository, commit, each.owner, place.path, place.line, place.column, finding.rule, finding.severity),
        *(str(finding.certainty), finding.model or "", finding.replacement or "", fix),
        *(finding.refusal.code if finding.refusal is not None else "", finding.suppressed or "", finding.message),
    )


def _failed(row: Row) -> tuple[object, ...]:
    return (row["repository"], *[""] * (len(COLUMNS) - 3), FAILED, f"{row.get('code')}: {row.get('message')}")


def _safe(value: object) -> object:
    """What a spreadsheet must not take for a formula begins with an apostrophe."""
    if not isinstance(value, str):
        return value
    text = printable(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
