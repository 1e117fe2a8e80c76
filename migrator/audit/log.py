"""The audit's memory: one JSON line for each repository, written as soon as it is known, read again by the next run."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from types import TracebackType
from typing import IO

from migrator.audit.work import SCHEMA, Row


class LogError(Exception):
    """A file that holds something else."""


def read_log(file: str) -> dict[str, Row]:
    """The latest row of each repository; a last line that an interrupted run cut off does not count. Raises `LogError`."""
    rows: dict[str, Row] = {}
    try:
        with open(file, encoding="utf-8", errors="surrogateescape") as lines:
            for number, line in enumerate(lines, 1):
                if not line.endswith("\n"):
                    break
                row = _row(line, file, number)
                rows[str(row["repository"])] = row
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise LogError(f"cannot read {file}: {error.strerror or error}") from error
    return rows


def _row(line: str, file: str, number: int) -> Row:
    try:
        found: object = json.loads(line)
    except ValueError:
        found = None
    if not isinstance(found, dict) or found.get("schema") != SCHEMA or not isinstance(found.get("repository"), str):
        raise LogError(f"{file}:{number}: not a line of an audit ({SCHEMA}); name another file")
    return found


def line_of(row: Row) -> str:
    """The row as a line."""
    return json.dumps(row, ensure_ascii=True, separators=(",", ":")) + "\n"


class Log:
    """Adds rows to the file, each whole or not at all."""

    def __init__(self, file: str, rows: Iterable[Row] = ()) -> None:
        """`rows` is what is kept of what the file holds already. Raises `LogError`."""
        self._file = file
        self._kept = list(rows)
        self._stream: IO[str] | None = None

    def __enter__(self) -> Log:
        try:
            _rewrite(self._file, self._kept)
            self._stream = open(self._file, "a", encoding="utf-8", newline="\n")
        except OSError as error:
            raise LogError(f"cannot write {self._file}: {error.strerror or error}") from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._stream is not None
        self._stream.close()

    def finish(self, rows: Iterable[Row]) -> None:
        """Leave these rows, in this order, and nothing else."""
        assert self._stream is not None
        self._stream.close()
        _rewrite(self._file, rows)

    def add(self, row: Row) -> None:
        """Write one row, so that it is there whatever comes next."""
        assert self._stream is not None
        self._stream.write(line_of(row))
        self._stream.flush()


def _rewrite(file: str, rows: Iterable[Row]) -> None:
    """Put these rows in the file's place in one step."""
    beside = f"{file}.new"
    with open(beside, "w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(map(line_of, rows))
    os.replace(beside, file)
