"""Reads where a row's facts come from."""

from __future__ import annotations

from typing import TypeAlias

from migrator.rulebook import Origin
from migrator.rulebook_load.rows import Row

Sources: TypeAlias = "dict[str, tuple[str, str]]"
"""The address (or title) and the date of each source."""

TAGS = ("confirmed", "confirmed-copy", "secondary", "observed", "conflict", "unknown")


def parse_sources(file: Row) -> Sources:
    """Each source's address, or its title where it has none, and its date."""
    found: Sources = {}
    for key, row in file.tables():
        title = row.text("title")
        found[key] = (row.text("address", title), row.day("date"))
        row.done()
    return found


def parse_origin(row: Row, sources: Sources, inherited: Origin | None = None) -> Origin:
    """The `source`, `date` and `tag` of a row; a row inside another takes the outer one's where it says nothing."""
    if inherited is not None and not row.has("source"):
        return Origin(inherited.source, row.day("date", inherited.date), row.choice("tag", TAGS, inherited.status))
    source = row.text("source")
    tag = row.choice("tag", TAGS, inherited.status if inherited else None)
    if source.startswith("https://"):
        return Origin(source, row.day("date"), tag)
    address, date = sources[row.known("source", source, sources, "source")]
    return Origin(address, row.day("date", date), tag)
