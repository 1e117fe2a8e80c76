"""Turns a rulebook to another provider's models, for a file that says whom it is `about`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from migrator.rulebook import COVERED, SETTING, Operation, Protocol, Provider, Surface
from migrator.rulebook_load.rows import Row


def about_of(extras: Sequence[Row], providers: Iterable[Provider]) -> str:
    """The provider that the files are about; empty where none says so."""
    known = [provider.id for provider in providers]
    found = ""
    for extra in extras:
        if extra.has("about"):
            before, found = found, extra.known("about", extra.text("about"), known, "provider")
            if before not in ("", found):
                extra.fail("about", f"another file is about {before!r} already, and a run is about one provider")
            if not any(each.has("replacements") for each in extras):
                extra.fail("replacements", 'missing: say which model takes a retired one\'s place, as in compatible = "…"')
    return found


def without_models(file: Row) -> Row:
    """The tool's own models, left out: an id means one thing at one provider and another at the next."""
    return file.completed({**file.data, "models": {}, "replacements": {}})


def turned(providers: Iterable[Provider], about: str) -> tuple[Provider, ...]:
    """The same providers, this one alone covered."""
    return tuple(replace(each, kind=COVERED if each.id == about else "other") for each in providers)


def written_there(surface: Surface, before: Mapping[str, Protocol], after: Mapping[str, Protocol]) -> Surface:
    """The surface with its switch written where the protocols read it now."""
    return replace(surface, operations=tuple(_written(each, before, after) for each in surface.operations))


def _written(operation: Operation, before: Mapping[str, Protocol], after: Mapping[str, Protocol]) -> Operation:
    if operation.protocol not in before:
        return operation
    was, now = (each[operation.protocol].settings.get(SETTING) for each in (before, after))
    if was is None or now is None or was.at == now.at or SETTING not in operation.write:
        return operation
    write = dict(operation.write)
    place = write.pop(SETTING)
    old, new = was.at[1:], now.at[1:]
    head = place[: -len(old)]
    # What a surface calls by a name of its own has none for another provider's switch.
    if place.endswith(old) and head[-1:] in ("/", ":") and _lands(operation, f"{head}{new}", now.at):
        write[SETTING] = f"{head}{new}"
    elif "?" in write:
        del write["?"]
    return replace(operation, write=write)


def _lands(operation: Operation, place: str, at: str) -> bool:
    """Whether what is written there lands in the body where it is read."""
    parts = place.partition(":")[2].split("/")
    for cut in range(len(parts), 0, -1):
        head, rest = f"keyword:{'/'.join(parts[:cut])}", "".join(f"/{part}" for part in parts[cut:])
        lands = operation.places.get(f"{head}/*", "").removesuffix("/*") if rest else ""
        lands = lands or operation.places.get(head, "")
        if lands:
            return f"{lands}{rest}" == f"body:{at}"
    return False
