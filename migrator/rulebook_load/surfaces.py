"""Reads one file of surfaces/: an SDK's clients, its calls, and where their arguments land."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeAlias

from migrator.rulebook import BY_URL, Client, Operation, Origin, Protocol, Surface
from migrator.rulebook_load.origins import Sources, parse_origin
from migrator.rulebook_load.places import (
    check_given,
    check_lands,
    check_pointer,
    check_symbol,
    check_versions,
    check_write,
    check_written,
)
from migrator.rulebook_load.rows import Row, liked
from migrator.values import Scalar

Parts: TypeAlias = "Mapping[str, Mapping[str, str]]"
"""Named parts of operations' places."""


def parse_parts(file: Row) -> dict[str, dict[str, str]]:
    """The parts of a file; other files may name them with the file's id before them ("openai-python.chat")."""
    return {name: _places(row) for name, row in file.table("parts").tables()}


def borrows(file: Row) -> bool:
    """Whether the file names parts of others."""
    named = [part for row in file.rows("operations", "id") for part in (*row.texts("parts"), *_flat(row.text_lists("within")))]
    return any("." in part for part in named)


def _flat(lists: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for each in lists.values():
        yield from each


def parse_surface(
    file: Row, sources: Sources, protocols: Mapping[str, Protocol], providers: Collection[str], shared: Parts
) -> Surface:
    """The surface that the file describes; `shared` are the parts of all files."""
    origin = parse_origin(file, sources)
    parts = {**shared, **parse_parts(file)}
    rows: dict[str, Row] = {}
    for row in file.rows("operations", "id"):
        if row.text("id") in rows:
            row.fail("id", "is there twice")
        rows[row.text("id")] = row
    surface = Surface(
        id=file.text("id"),
        title=file.text("title"),
        language=file.text("language"),
        sdk=file.text("sdk"),
        package=file.text("package", ""),
        passes=tuple(check_symbol(file, "passes", each) for each in file.texts("passes")),
        constants={check_symbol(file, "constants", name): value for name, value in file.scalar_table("constants").items()},
        clients=tuple(_client(row, sources, providers, origin) for row in file.rows("clients")),
        operations=tuple(_operation(liked(row, rows), sources, protocols, parts, origin) for row in rows.values()),
        records=tuple(check_symbol(file, "records", each) for each in file.texts("records")),
        origin=origin,
    )
    for row in rows.values():
        if row.has("counterpart"):
            row.known("counterpart", row.text("counterpart"), {"", *rows}, "operation")
    file.done()
    return surface


def _client(row: Row, sources: Sources, providers: Collection[str], outer: Origin) -> Client:
    provider = row.text("provider", "") or None
    wraps = row.text("wraps", "") or None
    client = Client(
        symbols=tuple(check_symbol(row, "symbols", each) for each in row.texts("symbols")),
        versions=check_versions(row, "versions", row.text("versions", "")),
        endpoint=_given(row, "endpoint"),
        key=_given(row, "key"),
        environment=row.texts("environment"),
        default_host=row.text("default_host", ""),
        provider=provider and row.known("provider", provider, providers, "provider"),
        keeps=row.texts("keeps"),
        known_by=row.texts("known_by"),
        wraps=wraps and check_given(row, "wraps", wraps),
        origin=parse_origin(row, sources, outer),
        unpacks=tuple(check_given(row, "unpacks", each) for each in row.texts("unpacks")),
        passes=_given(row, "passes"),
        alters=_given(row, "alters"),
    )
    if not client.symbols:
        row.fail("symbols", "missing")
    row.done()
    return client


def _operation(
    row: Row,
    sources: Sources,
    protocols: Mapping[str, Protocol],
    parts: Parts,
    outer: Origin,
) -> Operation:
    name = row.known("protocol", row.text("protocol"), {*protocols, BY_URL}, "protocol")
    served = tuple(protocols.values()) if name == BY_URL else (protocols[name],)
    places: dict[str, str] = {}
    for part in row.texts("parts"):
        places |= parts[row.known("parts", part, parts, "part")]
    for keyword, names in row.text_lists("within").items():
        for part in names:
            places |= _within(keyword, parts[row.known("within", part, parts, "part")])
    places |= _own_places(row)
    paths = tuple(_woven(row.texts("paths"), row.texts("between")))
    modules = row.texts("modules")
    symbols = (*row.texts("symbols"), *(f"{module}.{path}" for module in modules for path in paths))
    operation = Operation(
        id=row.text("id"),
        protocol=name,
        versions=check_versions(row, "versions", row.text("versions", "")),
        paths=() if modules else tuple(check_symbol(row, "paths", each) for each in paths),
        symbols=tuple(check_symbol(row, "symbols", each) for each in symbols),
        when=_when(row),
        positions=row.texts("positions"),
        places=places,
        write=_write(row, served),
        adds=_adds(row, "adds"),
        sends_when_unset={
            row.known("sends_when_unset", name, served[0].settings, "setting"): value
            for name, value in row.scalar_table("sends_when_unset").items()
        },
        null=row.choice("null", ("sent", "sent-inside", "omitted"), "sent"),
        omits=tuple(check_symbol(row, "omits", each) for each in row.texts("omits")),
        endpoint=_given(row, "endpoint"),
        key=_given(row, "key"),
        environment=row.texts("environment"),
        default_host=row.text("default_host", ""),
        origin=parse_origin(row, sources, outer),
        prefixes=row.texts("prefixes"),
        adds_when_streaming=_adds(row, "adds_when_streaming"),
        unpacks=row.texts("unpacks"),
        gates=_gates(row),
        given=_given(row, "given"),
        older=_write(row, served, "older"),
        words=row.texts("words"),
        wraps={name: check_symbol(row, "wraps", each) for name, each in row.text_table("wraps").items()},
        continues=row.flag("continues", False),
        base=row.text("base", ""),
        replaces=row.text_table("replaces"),
        loses=row.text_table("loses"),
        with_rename={check_given(row, "with_rename", place): each for place, each in row.scalar_table("with_rename").items()},
        each=row.text("each", ""),
        fallbacks=row.text("fallbacks", "") and check_given(row, "fallbacks", row.text("fallbacks", "")),
        objects=row.text_table("objects"),
        counterpart=row.text("counterpart", ""),
        opened_by=row.text("opened_by", "") and check_given(row, "opened_by", row.text("opened_by", "")),
        turns={
            check_written(row, "turns", place): turns.scalar_table(place)
            for turns in (row.table("turns"),)
            for place in turns.data
        },
        implies={check_given(row, "implies", place): each for place, each in row.scalar_table("implies").items()},
        fields=row.texts("fields"),
        used_by=tuple(check_symbol(row, "used_by", each) for each in row.texts("used_by")),
        streamed_by=tuple(row.known("streamed_by", each, row.texts("used_by"), "function") for each in row.texts("streamed_by")),
        instead=row.text("instead", "") and check_written(row, "instead", row.text("instead", "")),
        advice=row.text("advice", ""),
        used_as=row.text("used_as", ""),
        named_by=row.text("named_by", "") and check_given(row, "named_by", row.text("named_by", "")),
    )
    if not operation.paths and not operation.symbols:
        row.fail("paths", "missing, and no symbols either")
    if "keyword:?" not in places:
        row.fail("place", 'nothing is said of "keyword:?", any other keyword')
    row.done()
    return operation


def _places(row: Row) -> dict[str, str]:
    """A named part of an operation's places."""
    places = _own_places(row)
    row.done()
    return places


def _own_places(row: Row) -> dict[str, str]:
    """`body` names keywords that land in the body under `under` and their own name; `place` says the rest."""
    under = row.text("under", "")
    found = {f"keyword:{name}": f"body:{under}/{name}" for name in row.texts("body")}
    table = row.table("place")
    for key in table.data:
        found[check_written(table, key, key)] = check_lands(table, key, table.text(key))
    return found


def _within(keyword: str, part: Mapping[str, str]) -> dict[str, str]:
    """The places of a part inside a mapping that the surface hands on as keywords."""
    found: dict[str, str] = {}
    for written, lands in part.items():
        name = written.partition(":")[2]
        found[f"keyword:{keyword}/{'*' if name == '?' else name}"] = lands
    return found


def _woven(paths: tuple[str, ...], between: tuple[str, ...]) -> Iterator[str]:
    """Each path as it is, and with one of the names before each of its own."""
    for path in paths:
        yield path
        names = path.split(".")
        for name in between:
            for at in range(len(names)):
                yield ".".join((*names[:at], name, *names[at:]))


def _when(row: Row) -> dict[str, Scalar]:
    """What the client's arguments must be; `absent` lists those that must not be given."""
    wanted: dict[str, Scalar] = dict(row.scalar_table("when"))
    for place in row.texts("absent"):
        wanted[place] = None
    return {check_given(row, "when", place): value for place, value in wanted.items()}


def _write(row: Row, protocols: Sequence[Protocol], key: str = "write") -> dict[str, str]:
    names = {name for each in protocols for name in (*each.settings, *each.own, *each.parameters, "?")}
    table = row.table(key)
    return {
        table.known(name, name, names, "setting or parameter"): check_write(table, name, table.text(name)) for name in table.data
    }


def _adds(row: Row, key: str) -> dict[str, Scalar]:
    return {check_pointer(row, key, pointer): value for pointer, value in row.scalar_table(key).items()}


def _gates(row: Row) -> dict[str, str]:
    return {
        check_written(row, "gates", place): check_versions(row, "gates", text) for place, text in row.text_table("gates").items()
    }


def _given(row: Row, key: str) -> tuple[str, ...]:
    return tuple(check_given(row, key, each) for each in row.texts(key))
