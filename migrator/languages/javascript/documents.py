"""What programs read from settings files of the project: `JSON.parse(fs.readFileSync("config.json"))` and its relatives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migrator.facts import Call, FileFacts
from migrator.link.common import Outcomes
from migrator.link.documents import Reading
from migrator.outcomes import Frames

if TYPE_CHECKING:
    from migrator.link.evaluate import Linker


def _spelled(*names: str) -> Iterator[str]:
    """A module's functions as they are imported: with `node:` before it, and through the whole module."""
    for name in names:
        module, _, function = name.rpartition(".")
        for start in ("", "node:"):
            for middle in ("", ".default"):
                yield f"{start}{module}{middle}.{function}"


LOADERS = frozenset(
    {
        "JSON.parse",
        *_spelled("js-yaml.load", "js-yaml.safeLoad", "yaml.parse", "yaml.load", "json5.parse", "toml.parse", "smol-toml.parse"),
        *_spelled("jsonc-parser.parse", "@iarna/toml.parse", "ini.parse"),
    }
)
FILES = Reading(
    openers=frozenset(
        {
            *_spelled("fs.readFileSync", "fs.readFile", "fs.promises.readFile", "fs/promises.readFile"),
            *("Bun.file", "Deno.readTextFile", "Deno.readTextFileSync"),
        }
    ),
    paths=frozenset(_spelled("path.join", "path.resolve", "url.fileURLToPath")),
    methods=frozenset({"toString", "text", "json"}),
)


def loaded(linker: Linker, symbol: str, call: Call, where: FileFacts, frames: Frames) -> Outcomes | None:
    """What such a function gives; None if this is none, or the file is not in the project."""
    if symbol not in LOADERS or not call.arguments:
        return None
    return FILES.content(linker, call.arguments[0].value, where, frames)
