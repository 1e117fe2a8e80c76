"""Turns a document's code blocks into programs: prompts taken off, cells put together, languages named or guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from migrator.languages.documents.blocks import Block, joined
from migrator.languages.documents.magics import parses, split
from migrator.languages.documents.prompts import typed

SPELLINGS = {
    "py": "python",
    "py3": "python",
    "python3": "python",
    "ipython": "python",
    "ipython3": "python",
    "pycon": "python",
    "python-repl": "python",
    "doctest": "python",
    "js": "javascript",
    "node": "javascript",
    "mjs": "javascript",
    "cjs": "javascript",
    "jsx": "javascript",
    "ts": "typescript",
    "tsx": "typescript",
    "bash": "shell",
    "sh": "shell",
    "zsh": "shell",
    "ksh": "shell",
    "shell-script": "shell",
    "shellscript": "shell",
    "shell-session": "shell",
    "sh-session": "shell",
    "bash-session": "shell",
    "console": "shell",
    "terminal": "shell",
    "curl": "shell",
    "make": "makefile",
    "docker": "dockerfile",
    "rest": "http",
    "yml": "yaml",
    "jsonc": "json",
    "json5": "json",
    "ndjson": "jsonl",
    "env": "dotenv",
    "cfg": "ini",
    "conf": "ini",
    "md": "markdown",
    "ps1": "powershell",
    "pwsh": "powershell",
    "posh": "powershell",
    "bat": "batch",
    "cmd": "batch",
    "dosbatch": "batch",
}
"""What documents call the tool's languages."""


def programs(blocks: Iterable[Block], interesting: Callable[[str], bool]) -> Iterator[Block]:
    """The blocks as programs, each with the id of its language; cells of one document are one program."""
    cells: list[Block] = []
    for block in blocks:
        language = block.language or _guess(block.text, interesting)
        named = replace(block, language=SPELLINGS.get(language, language))
        if named.language in ("python", "shell"):
            named = typed(named, named.language == "python")
        if not named.cell or named.language != "python":
            yield named
            continue
        found = split(named.text.decode("utf-8", "replace"))
        if found.python is not None and len(found.python.encode()) == len(named.text):
            cells.append(replace(named, text=found.python.encode()))
    if cells:
        yield joined(cells)


def _guess(data: bytes, interesting: Callable[[str], bool]) -> str:
    """The language of a block that names none; "" where nothing tells, or nothing in it matters."""
    text = data.decode("utf-8", "replace")
    if not interesting(text):
        return ""
    first = text.lstrip()
    if first.startswith(">>>"):
        return "pycon"
    if first.startswith("$ ") or any(f"{name} " in text for name in ("curl", "wget", "http", "export")):
        return "shell"
    if first.startswith(("POST http", "GET http", "###")):
        return "http"
    return "python" if "(" in text and "=" in text and parses(text) else ""
