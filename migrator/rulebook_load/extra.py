"""Reads rulebooks of a user's own, which add to the one that the tool came with or say it otherwise."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import cast

from migrator import toml
from migrator.files.tree import read_plain
from migrator.rulebook import RulebookError
from migrator.rulebook_load.rows import Layered, Lines, Row, Toml
from migrator.toml_lines import key_lines

LARGEST_BOOK = 16 << 20
MORE = "more"
"""The folder of rulebooks that the tool came with and that are off until somebody names them."""
SECTIONS = ("sources", "protocols", "models", "constraints", "replacements", "providers", "evidence_words", "surfaces")
PART_OF = {
    "sources": "sources.toml",
    "protocols": "protocols.toml",
    "models": "models.toml",
    "constraints": "models.toml",
    "replacements": "models.toml",
    "providers": "providers.toml",
    "evidence_words": "providers.toml",
}
"""Which of the tool's own files a section is laid over."""
_DEPTH = {"models.toml": 3, "providers.toml": 3}
"""Where a row says only what is different; elsewhere it takes the place of the row of its name."""


def read_extra(named: str, rules: Path) -> Row:
    """One file, its sections checked by name; a bare name is one of those in the folder `more` of the rules."""
    path = Path(named)
    if named.replace("-", "_").isidentifier() and not path.exists():
        path = rules / MORE / f"{named}.toml"
        if not path.is_file():
            known = ", ".join(sorted(each.stem for each in path.parent.glob("*.toml")))
            raise RulebookError(f"{named}: there is no rulebook of this name (there is {known}); a file's name ends in .toml")
    inside = os.path.relpath(path)
    shown = (str(path) if inside.startswith(os.pardir) else inside).replace(os.sep, "/")
    try:
        text = read_plain(str(path), LARGEST_BOOK).decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise RulebookError(f"{shown}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise RulebookError(f"{shown}: the file is not UTF-8") from error
    try:
        data = cast("dict[str, Toml]", toml.loads(text))
    except toml.NotToml as error:
        line = re.search(r"at line (\d+)", str(error))
        raise RulebookError(f"{shown}:{line[1] if line else text.count(chr(10)) + 1}: not TOML: {error}") from error
    row = Row(data, shown, "", Lines(key_lines(text)))
    for section in ("about", *SECTIONS):
        row.has(section)
    row.done()
    return row


def layered(name: str, base: Row, extras: tuple[Row, ...]) -> Row:
    """One of the tool's own files with what the extra ones say over it."""
    for extra in extras:
        sections = {section: extra.data[section] for section, file in PART_OF.items() if file == name and section in extra.data}
        if name == "sources.toml":
            if "sources" in sections:
                base = Layered(base, extra.table("sources"), 1)
        elif sections:
            base = Layered(base, extra.completed(sections), _DEPTH.get(name, 2))
    return base


def surfaces_of(extras: tuple[Row, ...]) -> list[Row]:
    """The surfaces of all extra files, each as a file of its own; a later one takes the place of an earlier one."""
    found = {row.text("id"): row for extra in extras for row in extra.rows("surfaces", "id")}
    return list(found.values())
