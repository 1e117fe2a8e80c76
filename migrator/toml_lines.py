"""Tells the line that a key of a TOML file stands on; the parser of the standard library does not."""

from __future__ import annotations

import re

Key = tuple[str, ...]

_HEADER = re.compile(r"^\s*\[\[?\s*(?P<name>[^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_PART = re.compile(r"""\s*(?:"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>[^']*)'|(?P<bare>[A-Za-z0-9_-]+))\s*(?P<end>[.=]|$)""")
_TOKEN = re.compile(r'"""|\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{}]')


def key_lines(text: str) -> dict[Key, int]:
    """The line, from 1, of each table header and of each key at the start of a line, by its full dotted name.

    The tables of a list are numbered as well: the second `[[x]]` and its key `y` are ("x", "#1") and ("x", "#1", "y").
    """
    lines: dict[Key, int] = {}
    counts: dict[Key, int] = {}
    numbered: Key = ()
    table: Key = ()
    inside = ""
    depth = 0
    for number, line in enumerate(text.splitlines(), 1):
        if not inside and not depth:
            header = _HEADER.match(line)
            if header:
                table = _parts(header["name"])[0]
                lines.setdefault(table, number)
                numbered = ()
                if line.lstrip().startswith("[["):
                    numbered = (*table, f"#{counts.get(table, 0)}")
                    counts[table] = counts.get(table, 0) + 1
                    lines[numbered] = number
                continue
            key, rest = _parts(line)
            if key and rest is not None:
                lines.setdefault(table + key, number)
                if numbered:
                    lines.setdefault(numbered + key, number)
                for length in range(1, len(key)):
                    lines.setdefault(table + key[:length], number)
        inside, depth = _state_after(line, inside, depth)
    return lines


def line_of(lines: dict[Key, int], key: Key) -> int:
    """The line of a key; inside an inline table that of the table, 1 where nothing is known."""
    while key and key not in lines:
        key = key[:-1]
    return lines.get(key, 1)


def _parts(text: str) -> tuple[Key, str | None]:
    """A dotted key at the start of `text` and what follows its equals sign (None: there is none)."""
    found: list[str] = []
    place = 0
    while part := _PART.match(text, place):
        found.append(next(name for name in (part["double"], part["single"], part["bare"]) if name is not None))
        place = part.end()
        if part["end"] != ".":
            return tuple(found), text[place:] if part["end"] == "=" else None
    return tuple(found), None


def _state_after(line: str, inside: str, depth: int) -> tuple[str, int]:
    """The multi-line string that is open after a line, and how many brackets are."""
    place = 0
    while place < len(line):
        if inside:
            end = line.find(inside, place)
            if end < 0:
                return inside, depth
            place, inside = end + 3, ""
            continue
        token = _TOKEN.search(line, place)
        if token is None:
            break
        place = token.end()
        if token[0] in ('"""', "'''"):
            inside = token[0]
        elif token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth = max(depth - 1, 0)
    return inside, depth
