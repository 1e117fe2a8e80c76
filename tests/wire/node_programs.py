"""The JavaScript fixtures that the wire tests run, and the packages that each of them needs."""

from __future__ import annotations

import re
from functools import cache

from migrator.languages.javascript.scripts import scripts
from tests.wire.node import FRAMEWORKS, OPENAI, QWEN, run_node
from tests.wire.programs import FIXTURES
from tests.wire.run import Run

PAGES = (".html", ".vue", ".svelte")
BROWSER = {"WIRE_BROWSER": "yes"}
NEEDS = (
    (rb"[\"']qwen-ai-provider[\"']", (QWEN,)),
    (rb"[\"'](?:@langchain/|@ai-sdk/|axios|@microsoft/|@anthropic-ai/|ai[\"'])", (FRAMEWORKS,)),
)


def programs(kind: str) -> list[str]:
    """The programs of one fixture folder below the fixtures: a file, or a folder that begins with `main`."""
    folder = FIXTURES / kind / "javascript"
    return sorted(each.relative_to(FIXTURES).as_posix() for each in folder.iterdir()) if folder.is_dir() else []


def files_of(program: str) -> dict[str, bytes]:
    """A program's files by their paths inside it."""
    place = FIXTURES / program
    if place.is_file():
        return {place.name: place.read_bytes()}
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in sorted(place.rglob("*")) if path.is_file()}


def environments_of(program: str) -> tuple[str, ...]:
    """The sets of packages that a program runs with, by what it imports."""
    text = b"\n".join(files_of(program).values())
    found = next((wanted for pattern, wanted in NEEDS if re.search(pattern, text)), OPENAI)
    raw = found is OPENAI and not re.search(rb"[\"']openai[\"']", text)
    return tuple(each.name for each in (found[-1:] if raw else found))


def runs(*kinds: str) -> list[tuple[str, str]]:
    """Every program of some fixture folders with every set of packages that it runs with."""
    return [(program, name) for kind in kinds for program in programs(kind) for name in environments_of(program)]


@cache
def ran(program: str, environment: str) -> Run:
    """What a program sends; the scripts of a page run as a module of their own."""
    files = scripts_of(program)
    entry = next(path for path in files if len(files) == 1 or path.startswith("main."))
    in_browser = program.endswith(PAGES) or any(b"fetch-event-source" in data for data in files.values())
    return run_node(environment, files, entry, BROWSER if in_browser else None)


def scripts_of(program: str) -> dict[str, bytes]:
    """A program's files; of a page the scripts in it."""
    return dict(_program_in(path, data) if path.endswith(PAGES) else (path, data) for path, data in files_of(program).items())


def _program_in(path: str, page: bytes) -> tuple[str, bytes]:
    found = scripts(page)
    name = f"{path.rpartition('.')[0]}.{'ts' if any(typed for _, _, typed in found) else 'mjs'}"
    return name, b"\n".join(page[start:end] for start, end, _ in found)


def findings_of(program: str, path: str) -> bool:
    """Whether a finding at a path below the fixtures is about the program."""
    return path == program or path.startswith(f"{program}/")
