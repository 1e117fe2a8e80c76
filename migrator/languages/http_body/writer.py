"""Writes changes to a file that holds request bodies as text."""

from __future__ import annotations

from collections.abc import Sequence

from migrator.changes import CannotWrite, Change, RenameText
from migrator.findings import Edit
from migrator.languages.http_body.body import Body
from migrator.languages.http_body.edits import BodyEdits, tidy


def write(path: str, data: bytes, bodies: Sequence[Body], changes: Sequence[Change]) -> tuple[tuple[Edit, ...], ...]:
    """For each change its edits. Raises `CannotWrite`."""
    writer = BodyEdits(bodies)
    edits: list[tuple[int, Edit]] = []
    for owner, change in enumerate(changes):
        if isinstance(change, RenameText):
            edits.append((owner, renamed(path, data, change)))
        elif not writer.take(owner, change):
            raise CannotWrite("body-not-literal", "the body is not written out as JSON here; change it by hand")
    return tidy([*edits, *writer.edits()], len(changes))


def renamed(path: str, data: bytes, change: RenameText) -> Edit:
    """The edit that renames a text; only what is written as it is meant can be."""
    old, new = change.old.encode(), change.new.encode()
    written = data[change.site.start : change.site.end]
    if written.count(old) != 1:
        raise CannotWrite("body-not-literal", "the name is not written as it is; change it by hand")
    start = change.site.start + written.index(old)
    return Edit(path, start, start + len(old), new.decode())
