"""Feeds one reader with bytes that coverage leads to: `python -m tests.tools.readers python --minutes 10`.

Needs atheris, which has wheels for CPython 3.11 to 3.13 on Linux: `pip install atheris`. Without `--minutes` nothing but
plain Python is needed: the seeds (the fixtures of that kind) and some thousand damaged ones are read once. What must hold:
a reader gives a document or says why not; no exception escapes. What breaks that is left in the current folder
(`crash-…`); `--file` reads such a file again.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import cast

from tests.tools.fuzz import damaged, seeds

NAMES = {
    "python": "a.py",
    "notebook": "a.ipynb",
    "javascript": "a.js",
    "typescript": "a.ts",
    "vue": "a.vue",
    "java": "A.java",
    "kotlin": "a.kt",
    "shell": "a.sh",
    "powershell": "a.ps1",
    "batch": "a.bat",
    "http": "a.http",
    "yaml": "a.yaml",
    "toml": "a.toml",
    "json": "a.json",
    "dotenv": ".env",
    "properties": "a.properties",
    "ini": "a.ini",
    "markdown": "a.md",
    "rst": "a.rst",
}
"""A file's name for each kind of reader."""
SOME = 2_000
LONGEST = 20_000


def reader(name: str) -> Callable[[bytes], None]:
    """Reads bytes as the file of that name; raises what the reader lets escape, or an AssertionError for a wrong answer."""
    from migrator.files.kinds import kind_of, resolve, settle
    from migrator.languages.base import Document, Language, Unparsed
    from migrator.rulebook import load
    from migrator.words import interesting_strings

    kind = kind_of(name)
    assert kind is not None
    interesting = interesting_strings(load())
    language = cast(Language, resolve(kind))

    def read(data: bytes) -> None:
        if settle(kind, data) is None:
            return
        found = language.read(name, data, interesting)
        assert isinstance(found, (Document, Unparsed))
        if isinstance(found, Document):
            places = [call.site for call in found.facts.calls]
            assert all(0 <= place.start <= place.end for place in places)
            assert found.parts or all(place.end <= len(data) for place in places)

    return read


def corpus(name: str) -> list[bytes]:
    """The fixtures that the same reader reads; where there are none, all of them."""
    from migrator.files.kinds import kind_of

    wanted = kind_of(name)
    found = [data for each, data in seeds() if kind_of(each) == wanted]
    return found or [data for _, data in seeds()]


def attempts(name: str, seed: int, count: int) -> Iterator[bytes]:
    """The corpus, then damaged pieces of it."""
    held = corpus(name)
    yield from held
    for number in range(count):
        chance = random.Random(f"{name} {seed} {number}")
        yield damaged(chance.choice(held), chance.choice(held), chance)


def read_seeds(name: str, seed: int, count: int) -> list[tuple[bytes, str]]:
    """What breaks the reader, with how."""
    read = reader(name)
    found: list[tuple[bytes, str]] = []
    for data in attempts(name, seed, count):
        try:
            read(data)
        except Exception as error:
            found.append((data, f"{type(error).__name__}: {error}"))
    return found


def fuzz(name: str, minutes: float, seed: int) -> None:
    """Let atheris look for bytes that the reader does not survive; ends the process."""
    import atheris

    with atheris.instrument_imports(include=["migrator"]):
        read = reader(name)
        # What is imported only once it is needed would not be seen.
        for data in corpus(name):
            read(data)
    with tempfile.TemporaryDirectory() as folder:
        for number, data in enumerate(corpus(name)):
            Path(folder, str(number)).write_bytes(data)
        limits = [f"-max_total_time={round(60 * minutes)}", f"-max_len={LONGEST}", "-timeout=60", "-rss_limit_mb=4000"]
        atheris.Setup([sys.argv[0], *limits, f"-seed={seed + 1}", folder], read)
        atheris.Fuzz()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", choices=sorted(NAMES))
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--file", type=Path)
    given = parser.parse_args(arguments)
    name = NAMES[given.reader]
    if given.file is not None:
        reader(name)(given.file.read_bytes())
        return 0
    if given.minutes is not None:
        if importlib.util.find_spec("atheris") is None:
            print("this needs atheris: pip install atheris, on CPython 3.11 or newer and Linux", file=sys.stderr)
            return 2
        fuzz(name, given.minutes, given.seed)
        return 0
    broken = read_seeds(name, given.seed, SOME)
    for number, (data, problem) in enumerate(broken):
        Path(f"crash-{given.reader}-{number}").write_bytes(data)
        print(f"crash-{given.reader}-{number}: {problem}", flush=True)
    return int(bool(broken))


if __name__ == "__main__":
    raise SystemExit(main())
