"""The words of the tool's own rulebook, kept beside it: a run that finds nothing need not read the rulebook for them."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator
from pathlib import Path

from migrator.edition import MARKER, folder_of
from migrator.files.sieve import Sieve
from migrator.sieves import Sieves

FILE = "words.json"


def kept() -> Sieves | None:
    """The sieves of the tool's own rulebook; None where what is kept of them is not of this very rulebook."""
    folder = folder_of(Path(__file__).parent)
    return None if folder is None else read(folder)


def read(folder: Path) -> Sieves | None:
    """The sieves that are kept in a folder of rules; None where there are none, or where the rules changed since."""
    try:
        with open(folder / FILE, "rb") as file:
            said = json.loads(file.read())
        if said["of"] != state(folder):
            return None
        sieves = [Sieve(_bytes(said[name]["needles"]), _bytes(said[name]["telling"])) for name in ("stems", "words", "calls")]
        return Sieves(sieves[0], sieves[1], str(said["stem"]), sieves[2], str(said["vendor"]))
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        # Kept only to save time: without it the rulebook tells the same.
        return None


def write(folder: Path, sieves: Sieves) -> None:
    """Keep the sieves of the rules in this folder."""
    of = {"stems": sieves.stems, "words": sieves.words, "calls": sieves.calls}
    said = {name: {"needles": _texts(sieve.needles), "telling": _texts(sieve.telling)} for name, sieve in of.items()}
    text = json.dumps({"of": state(folder), "stem": sieves.stem, "vendor": sieves.vendor, **said}, indent=1, ensure_ascii=False)
    (folder / FILE).write_bytes(f"{text}\n".encode())


def state(folder: Path) -> str:
    """What changes with every byte of the rules that words come from, on every system alike."""
    sum_ = 0
    for path in _files(folder):
        with open(path, "rb") as file:
            sum_ = zlib.crc32(file.read().replace(b"\r\n", b"\n"), zlib.crc32(os.path.basename(path).encode(), sum_))
    return f"{sum_:08x}"


def _files(folder: Path) -> Iterator[str]:
    yield str(folder / MARKER)
    for inner in (str(folder), str(folder / "surfaces")):
        yield from sorted(entry.path for entry in os.scandir(inner) if entry.name.endswith(".toml"))


def _bytes(texts: list[str]) -> tuple[bytes, ...]:
    return tuple(text.encode() for text in texts)


def _texts(needles: tuple[bytes, ...]) -> list[str]:
    return [needle.decode() for needle in needles]
