"""Prints the settings in force and where each was said."""

from __future__ import annotations

import json
from typing import TextIO

from migrator.language import ENGLISH, Words
from migrator.report.mask import mask
from migrator.settings_model import NOT_SET, Settings, in_force


def write_settings(settings: Settings, as_json: bool, out: TextIO, words: Words = ENGLISH) -> None:
    """Write one line for each setting, with the file and line that it comes from."""
    rows = in_force(settings)
    if as_json:
        listed = [{"name": row.name, "value": mask(row.value), "origin": row.origin} for row in rows]
        out.write(json.dumps(listed, indent=2, ensure_ascii=False) + "\n")
        return
    width = max(len(row.name) for row in rows)
    for row in rows:
        value = words(row.value) if row.value == NOT_SET else mask(row.value)
        out.write(f"{row.name:<{width}} = {value}  ({', '.join(map(words, row.origin.split(', ')))})\n")
