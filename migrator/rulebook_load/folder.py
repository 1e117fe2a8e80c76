"""Finds the folder that holds the rules, and reads its TOML files."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from migrator import toml
from migrator.edition import MARKER, folder_of
from migrator.rulebook import RulebookError
from migrator.rulebook_load.rows import Row, Toml


def rules_folder(package: Path) -> Path:
    """Where the rules are, as `edition` finds them."""
    folder = folder_of(str(package))
    if folder is not None:
        return Path(folder)
    raise RulebookError(f"{package}: no rules found: neither ../rules nor _rulebook has a file {MARKER}")


def read(folder: Path, name: str) -> Row:
    """One TOML file of the rulebook; errors in it name the file by its place in the folder."""
    try:
        text = (folder / name).read_bytes().decode("utf-8")
        data = cast("dict[str, Toml]", toml.loads(text))
    except (OSError, UnicodeDecodeError, toml.NotToml) as error:
        raise RulebookError(f"{name}: {error}") from error
    return Row(data, name, "")
