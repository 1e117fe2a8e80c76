"""Reads providers.toml: who answers at a host, and what else points there."""

from __future__ import annotations

import re

from migrator.rulebook import COVERED, Host, Origin, Provider
from migrator.rulebook_load.origins import Sources, parse_origin
from migrator.rulebook_load.rows import Row

KINDS = (COVERED, "plan", "other")
_PATTERN = re.compile(r"[a-z0-9*-]+(\.[a-z0-9*-]+)*(:\d+)?")


def parse_providers(file: Row, sources: Sources) -> tuple[tuple[Provider, ...], tuple[str, ...]]:
    """The providers in the file's order, and the words that make a file worth reading for them."""
    providers = tuple(_provider(name, row, sources) for name, row in file.table("providers").tables())
    words = file.texts("evidence_words")
    for provider in providers:
        signs = (*(host.pattern for host in provider.hosts), *provider.environment, *provider.prefixes)
        for sign in signs:
            if provider.kind != "other" and not any(word in sign for word in words):
                file.fail("evidence_words", f"no word finds {sign!r} of {provider.id}")
    file.done()
    return providers, words


def _provider(name: str, row: Row, sources: Sources) -> Provider:
    origin = parse_origin(row, sources)
    provider = Provider(
        id=name,
        name=row.text("name"),
        kind=row.choice("kind", KINDS),
        hosts=tuple(_host(each, sources, origin) for each in row.rows("hosts", "pattern")),
        environment=row.texts("environment"),
        prefixes=row.texts("prefixes"),
        origin=origin,
        without_stream=row.texts("without_stream"),
        short=row.text("short", "") or row.text("name"),
    )
    row.done()
    return provider


def _host(row: Row, sources: Sources, outer: Origin) -> Host:
    pattern = row.text("pattern")
    if _PATTERN.fullmatch(pattern) is None:
        row.fail("pattern", f"{pattern!r} is no host in lower case, with * for what varies")
    host = Host(pattern, row.text("region", "") or None, parse_origin(row, sources, outer))
    row.done()
    return host
