"""The words of the tool's own rulebook, kept beside it: a run that finds nothing need not read the rulebook for them."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator
from typing import TypeAlias

from migrator.edition import MARKER, folder_of
from migrator.files.sieve import Sieve
from migrator.sieves import SecondLook, Sieves

FILE = "words.json"
Folder: TypeAlias = "str | os.PathLike[str]"


def kept() -> Sieves | None:
    """The sieves of the tool's own rulebook; None where what is kept of them is not of this very rulebook."""
    folder = folder_of(os.path.dirname(os.path.abspath(__file__)))
    return None if folder is None else read(folder)


def read(folder: Folder) -> Sieves | None:
    """The sieves that are kept in a folder of rules; None where there are none, or where the rules changed since."""
    try:
        with open(os.path.join(folder, FILE), "rb") as file:
            said = json.loads(file.read())
        if said["of"] != state(folder):
            return None
        sieves = [Sieve(_bytes(said[name]["needles"]), _bytes(said[name]["telling"])) for name in ("stems", "words", "calls")]
        second = SecondLook(*(tuple(map(str, said["second"][name])) for name in SecondLook._fields))
        return Sieves(sieves[0], sieves[1], str(said["stem"]), sieves[2], str(said["vendor"]), second)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        # Kept only to save time: without it the rulebook tells the same.
        return None


def write(folder: Folder, sieves: Sieves) -> None:
    """Keep the sieves of the rules in this folder."""
    of = {"stems": sieves.stems, "words": sieves.words, "calls": sieves.calls}
    said = {name: {"needles": _texts(sieve.needles), "telling": _texts(sieve.telling)} for name, sieve in of.items()}
    about = {"of": state(folder), "stem": sieves.stem, "vendor": sieves.vendor, "second": sieves.second._asdict()}
    text = json.dumps({**about, **said}, indent=1, ensure_ascii=False)
    with open(os.path.join(folder, FILE), "wb") as file:
        file.write(f"{text}\n".encode())


def state(folder: Folder) -> str:
    """What changes with every byte of the rules that words come from, on every system alike."""
    sum_ = 0
    for path in _files(folder):
        with open(path, "rb") as file:
            sum_ = zlib.crc32(file.read().replace(b"\r\n", b"\n"), zlib.crc32(os.path.basename(path).encode(), sum_))
    return f"{sum_:08x}"


def _files(folder: Folder) -> Iterator[str]:
    yield os.path.join(folder, MARKER)
    for inner in (folder, os.path.join(folder, "surfaces")):
        yield from sorted(entry.path for entry in os.scandir(inner) if entry.name.endswith(".toml"))


def _bytes(texts: list[str]) -> tuple[bytes, ...]:
    return tuple(text.encode() for text in texts)


def _texts(needles: tuple[bytes, ...]) -> list[str]:
    return [needle.decode() for needle in needles]
