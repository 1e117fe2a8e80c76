"""Reads protocols.toml: the HTTP interfaces and where each reads its settings."""

from __future__ import annotations

from migrator.rulebook import ForeignSpelling, Protocol, Setting
from migrator.rulebook_load.origins import Sources, parse_origin
from migrator.rulebook_load.places import check_pointer
from migrator.rulebook_load.rows import Row

INTERFACES = ("compatible", "native", "responses", "anthropic")
REPLACEMENTS = ("compatible", "native")


def parse_protocols(file: Row, sources: Sources) -> dict[str, Protocol]:
    """The protocols by id."""
    parts = dict(file.table("parts").tables())
    protocols = {name: _protocol(name, row, parts, sources) for name, row in file.table("protocols").tables()}
    for part in parts.values():
        part.done()
    file.done()
    return protocols


def _protocol(name: str, row: Row, parts: dict[str, Row], sources: Sources) -> Protocol:
    tables = [*(parts[row.known("parts", each, parts, "part")] for each in row.texts("parts")), row]
    settings = {key: _setting(each) for key, each in row.table("settings").tables()}
    protocol = Protocol(
        id=name,
        interface=row.choice("interface", INTERFACES),
        path=check_pointer(row, "path", row.text("path")),
        base_paths=row.texts("base_paths"),
        model=check_pointer(row, "model", row.text("model")),
        settings=settings,
        own=_pointers(tables, "own"),
        parameters=_pointers(tables, "parameters"),
        foreign=tuple(_foreign(each, settings) for table in tables for each in table.rows("foreign")),
        serves=row.choice("serves", ("text", "multimodal", ""), "") or None,
        replacement=row.choice("replacement", REPLACEMENTS),
        origin=parse_origin(row, sources),
        stream_header=row.text("stream_header", ""),
        replies={form: _replies(each) for form, each in row.table("replies").tables()},
        content_part=row.text("content_part", ""),
    )
    if not protocol.base_paths or not protocol.path.startswith(protocol.base_paths[0]):
        row.fail("base_paths", f"the first one must begin the path {protocol.path!r}")
    row.done()
    return protocol


def _pointers(tables: list[Row], key: str) -> dict[str, str]:
    """Names listed under `key`, each read below the table's `under`."""
    return {name: f"{table.text('under', '')}/{name}" for table in tables for name in table.texts(key)}


def _replies(row: Row) -> dict[str, str]:
    return {part: check_pointer(row, part, row.text(part)) for part in row.data}


def _setting(row: Row) -> Setting:
    setting = Setting(check_pointer(row, "at", row.text("at")), row.scalar("on", True), row.scalar("off", False))
    row.done()
    return setting


def _foreign(row: Row, settings: dict[str, Setting]) -> ForeignSpelling:
    spelling = ForeignSpelling(
        check_pointer(row, "at", row.text("at")),
        row.known("setting", row.text("setting"), settings, "setting"),
        row.scalar("on", None),
        row.scalar("off", None),
    )
    row.done()
    return spelling
