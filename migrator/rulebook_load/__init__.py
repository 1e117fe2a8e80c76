"""Loads the rulebook: reads each file of `rules/`, checks every row, and puts the tables together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from migrator.edition import MARKER
from migrator.rulebook import Rulebook
from migrator.rulebook_load.about import about_of, turned, without_models, written_there
from migrator.rulebook_load.extra import layered, surfaces_of
from migrator.rulebook_load.folder import read
from migrator.rulebook_load.models import parse_models
from migrator.rulebook_load.origins import parse_sources
from migrator.rulebook_load.protocols import parse_protocols
from migrator.rulebook_load.providers import parse_providers
from migrator.rulebook_load.rows import Row
from migrator.rulebook_load.surfaces import borrows, parse_parts, parse_surface

SCHEMA = 1


def load_folder(folder: Path, extras: tuple[Row, ...] = ()) -> Rulebook:
    """The rulebook in this folder, with what a user's own files add to it."""

    def file(name: str, less: Callable[[Row], Row] | None = None) -> Row:
        own = read(folder, name)
        return layered(name, less(own) if less is not None else own, extras)

    marker = read(folder, MARKER)
    if marker.maybe_whole("schema") != SCHEMA:
        marker.fail("schema", f"this version of the tool reads schema {SCHEMA}")
    date = marker.day("date")
    marker.done()
    sources = parse_sources(file("sources.toml"))
    protocols = parse_protocols(file("protocols.toml"), sources)
    providers, evidence_words = parse_providers(file("providers.toml"), sources)
    about = about_of(extras, providers)
    models, replacements = parse_models(file("models.toml", without_models if about else None), sources, protocols)
    if about:
        providers = turned(providers, about)
    known_providers = {provider.id for provider in providers}
    own = surfaces_of(extras)
    replaced = {row.text("id") for row in own}
    shipped = [read(folder, f"surfaces/{path.name}") for path in sorted((folder / "surfaces").glob("*.toml"))]
    rows = [*own, *(row for row in shipped if row.text("id") not in replaced)]
    shared = {f"{row.text('id')}.{name}": part for row in rows for name, part in parse_parts(row).items()}
    known: set[str] = set()
    for row in rows:
        if row.text("id") in known:
            row.fail("id", f"{row.text('id')!r} is another file's id too")
        known.add(row.text("id"))
    # What is shipped is written for the protocols that are shipped; another provider's are laid over it afterwards.
    spoken = parse_protocols(read(folder, "protocols.toml"), sources) if about else protocols
    # An error in a part is told of the file that it stands in: those that name parts of others come later.
    parsed = {
        row.text("id"): parse_surface(row, sources, protocols if row in own else spoken, known_providers, shared)
        for row in sorted(rows, key=borrows)
    }
    surfaces = tuple(parsed[row.text("id")] for row in rows)
    if about:
        surfaces = tuple(each if each.id in replaced else written_there(each, spoken, protocols) for each in surfaces)
    return Rulebook(date, models, replacements, providers, protocols, surfaces, evidence_words)
