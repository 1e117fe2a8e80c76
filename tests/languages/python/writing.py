"""What the writer's tests share: sites by their text, and the text that a set of changes makes of a program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import libcst as cst

from migrator.changes import Change
from migrator.findings import Edit
from migrator.languages.python.parse import Parsed, parse
from migrator.languages.python.tree import children
from migrator.languages.python.writer import write
from migrator.values import Site

PATH = "app.py"


def parsed(data: bytes) -> Parsed:
    result = parse(data)
    assert isinstance(result, Parsed), result
    return result


def at(source: str, text: str, number: int = 0) -> Site:
    """Where `text` stands for the nth time."""
    data, wanted = source.encode(), text.encode()
    start = -1
    for _ in range(number + 1):
        start = data.index(wanted, start + 1)
    return Site(PATH, start, start + len(wanted))


def applied(data: bytes, edits: Sequence[Edit]) -> bytes:
    ordered = sorted(edits, key=lambda edit: (edit.start, edit.end))
    assert all(first.end <= second.start for first, second in pairwise(ordered)), "edits overlap"
    for edit in reversed(ordered):
        data = data[: edit.start] + edit.text.encode() + data[edit.end :]
    return data


def written(source: str, *changes: Change) -> str:
    data = source.encode()
    groups = write(PATH, data, parsed(data), changes)
    assert len(groups) == len(changes)
    result = applied(data, [edit for group in groups for edit in group])
    parsed(result)
    return result.decode()


def nodes(module: Parsed) -> Iterator[cst.CSTNode]:
    """Every node, inner ones before those that hold them."""

    def below(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        for part in children(node):
            yield from below(part)
        yield node

    return below(module.module)
