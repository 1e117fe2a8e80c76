"""Reads TOML tables key by key, so that a bad row is an error that names its file and key."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import NoReturn, TypeAlias

from migrator.rulebook import RulebookError
from migrator.toml_lines import line_of
from migrator.values import Scalar

Toml: TypeAlias = "str | int | float | bool | list[Toml] | dict[str, Toml]"


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a file's keys, seen from one of its tables."""

    lines: Mapping[tuple[str, ...], int]
    at: tuple[str, ...] = ()

    def inside(self, *keys: str) -> Lines:
        """The lines seen from a table inside this one."""
        return Lines(self.lines, (*self.at, *keys))

    def line(self, key: str) -> int:
        """The line of a key, or of the table that should have it."""
        wanted = (*self.at, key)
        inner = [line for each, line in self.lines.items() if each[: len(wanted)] == wanted]
        return min(inner) if inner else line_of(dict(self.lines), wanted)


class Row:
    """One table of a file; every key has to be asked for, or `done` complains of it."""

    def __init__(self, data: Mapping[str, Toml], file: str, path: str, lines: Lines | None = None) -> None:
        """`lines` tells the line of each key, where the file is one that a user wrote."""
        self.data = data
        self.file = file
        self.path = path
        self._lines = lines
        self._asked: set[str] = set()

    def fail(self, key: str, problem: str) -> NoReturn:
        """Raise the error of one key."""
        where = f"{self.path}.{key}" if self.path else key
        file = f"{self.file}:{self._lines.line(key)}" if self._lines is not None else self.file
        raise RulebookError(f"{file}: {where}: {problem}")

    def done(self) -> None:
        """Complain of the first key that nobody asked for."""
        for key in self.data:
            if key not in self._asked:
                self.fail(key, f"unknown key{_hint(key, self._asked)}")

    def known(self, key: str, value: str, names: Collection[str], what: str) -> str:
        """The value, if it is one of the names."""
        if value not in names:
            self.fail(key, f"unknown {what} {value!r}{_hint(value, names)}")
        return value

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        self._asked.add(key)
        return key in self.data

    def text(self, key: str, default: str | None = None) -> str:
        """A string; required unless there is a default."""
        value = self._value(key, default)
        return value if isinstance(value, str) else self.fail(key, f"expected a string, not {_kind(value)}")

    def choice(self, key: str, names: Collection[str], default: str | None = None) -> str:
        """A string out of a few."""
        return self.known(key, self.text(key, default), names, "value")

    def flag(self, key: str, default: bool | None = None) -> bool:
        """True or false; required unless there is a default."""
        value = self._value(key, default)
        return value if isinstance(value, bool) else self.fail(key, f"expected true or false, not {_kind(value)}")

    def maybe_flag(self, key: str) -> bool | None:
        """True, false, or None where the key is absent."""
        return self.flag(key) if self.has(key) else None

    def number(self, key: str) -> float:
        """A number."""
        value = self._value(key, None)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self.fail(key, f"expected a number, not {_kind(value)}")
        return float(value)

    def maybe_number(self, key: str) -> float | None:
        """A number, or None where the key is absent."""
        return self.number(key) if self.has(key) else None

    def maybe_whole(self, key: str) -> int | None:
        """A whole number, or None where the key is absent."""
        if not self.has(key):
            return None
        value = self.data[key]
        if isinstance(value, bool) or not isinstance(value, int):
            self.fail(key, f"expected a whole number, not {_kind(value)}")
        return value

    def day(self, key: str, default: str | None = None) -> str:
        """A date as ISO text; an empty default stands for none."""
        text = self.text(key, default)
        try:
            return date.fromisoformat(text).isoformat() if text else ""
        except ValueError:
            self.fail(key, f"expected a date such as 2026-07-09, not {text!r}")

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings; empty where the key is absent."""
        items = self._value(key, [])
        if not isinstance(items, list):
            self.fail(key, f"expected a list of strings, not {_kind(items)}")
        return tuple(item if isinstance(item, str) else self.fail(key, f"expected strings, not {_kind(item)}") for item in items)

    def scalars(self, key: str) -> tuple[Scalar, ...]:
        """A list of strings, numbers and booleans; empty where the key is absent."""
        items = self._value(key, [])
        if not isinstance(items, list):
            self.fail(key, f"expected a list, not {_kind(items)}")
        return tuple(self._scalar(key, item) for item in items)

    def scalar(self, key: str, default: Scalar) -> Scalar:
        """A string, number or boolean."""
        return self._scalar(key, self.data[key]) if self.has(key) else default

    def table(self, key: str) -> Row:
        """A table; empty where the key is absent."""
        value = self._value(key, {})
        if not isinstance(value, dict):
            self.fail(key, f"expected a table, not {_kind(value)}")
        return self.inner(key, value)

    def text_table(self, key: str) -> dict[str, str]:
        """A table of strings."""
        table = self.table(key)
        return {name: table.text(name) for name in table.data}

    def text_lists(self, key: str) -> dict[str, tuple[str, ...]]:
        """A table of lists of strings."""
        table = self.table(key)
        return {name: table.texts(name) for name in table.data}

    def scalar_table(self, key: str) -> dict[str, Scalar]:
        """A table of strings, numbers and booleans."""
        table = self.table(key)
        return {name: table.scalar(name, None) for name in table.data}

    def number_table(self, key: str) -> dict[str, float]:
        """A table of numbers."""
        table = self.table(key)
        return {name: table.number(name) for name in table.data}

    def tables(self) -> Iterator[tuple[str, Row]]:
        """Every value of this table, each a table itself."""
        for name in self.data:
            yield name, self.table(name)

    def rows(self, key: str, label: str = "") -> Iterator[Row]:
        """A list of tables, named in errors by `label`'s value or by their number."""
        items = self._value(key, [])
        if not isinstance(items, list):
            self.fail(key, f"expected a list of tables, not {_kind(items)}")
        for number, item in enumerate(items):
            if not isinstance(item, dict):
                self.fail(f"{key}[{number}]", f"expected a table, not {_kind(item)}")
            yield self.inner(f"{key}[{item.get(label, number)}]", item, key, f"#{number}")

    def inner(self, key: str, data: Mapping[str, Toml], *keys: str) -> Row:
        """A table inside this one; `keys` lead to it where `key` only names it."""
        lines = self._lines.inside(*(keys or (key,))) if self._lines is not None else None
        return Row(data, self.file, f"{self.path}.{key}" if self.path else key, lines)

    def completed(self, data: Mapping[str, Toml]) -> Row:
        """The same row with more in it."""
        return Row(data, self.file, self.path, self._lines)

    def _value(self, key: str, default: Toml | None) -> Toml:
        self._asked.add(key)
        value = self.data.get(key, default)
        if value is None:
            self.fail(key, "missing")
        return value

    def _scalar(self, key: str, value: Toml) -> Scalar:
        if isinstance(value, (list, dict)):
            self.fail(key, f"expected a string, number or boolean, not {_kind(value)}")
        return value


class Layered(Row):
    """A table over another one of the same kind: what it says comes first, tables inside row by row.

    A row that is `like` another one takes nothing from the one that it is laid over.
    """

    def __init__(self, base: Row, over: Row, depth: int) -> None:
        """`depth`: how many levels of tables are laid over each other; below that a table takes another's place."""
        super().__init__({**base.data, **over.data}, base.file, base.path)
        self._base, self._over, self._depth = base, over, depth

    def fail(self, key: str, problem: str) -> NoReturn:
        """Raise the error of one key, in the file that says it."""
        self._from(key).fail(key, problem)

    def table(self, key: str) -> Row:
        """A table; where both have one, the one over the other."""
        self.has(key)
        if self._depth > 1 and key in self._base.data and key in self._over.data:
            over = self._over.table(key)
            if "like" not in over.data:
                return Layered(self._base.table(key), over, self._depth - 1)
        return self._from(key).table(key)

    def rows(self, key: str, label: str = "") -> Iterator[Row]:
        """A list of tables, of the upper layer where it has one."""
        self.has(key)
        return self._from(key).rows(key, label)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings: those of both layers, but in a row those of the upper one."""
        self.has(key)
        if self._depth == 1:
            return self._from(key).texts(key)
        return tuple(dict.fromkeys((*self._base.texts(key), *self._over.texts(key))))

    def completed(self, data: Mapping[str, Toml]) -> Row:
        """The same row with more in it, of the lower layer."""
        return Layered(self._base.completed(data), self._over, self._depth)

    def _from(self, key: str) -> Row:
        return self._over if key in self._over.data else self._base


def liked(row: Row, rows: Mapping[str, Row], seen: tuple[str, ...] = ()) -> Row:
    """The row with what it does not say taken from the row that it is `like`."""
    if not row.has("like"):
        return row
    name = row.known("like", row.text("like"), rows, "row")
    if name in seen:
        row.fail("like", f"goes round in a circle: {' -> '.join((*seen, name))}")
    base = liked(rows[name], rows, (*seen, name))
    own = {key: value for key, value in row.data.items() if key != "like"}
    return row.completed({**base.data, **own})


def _hint(word: str, names: Collection[str]) -> str:
    near = get_close_matches(word, names, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _kind(value: Toml | None) -> str:
    kinds = {"str": "a string", "bool": "a boolean", "int": "a number", "float": "a number", "list": "a list", "dict": "a table"}
    return kinds.get(type(value).__name__, type(value).__name__)
