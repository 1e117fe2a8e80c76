"""Text as Markdown that a code host shows as it is meant: nothing in it becomes a link, a mention, a tag or a column."""

from __future__ import annotations

import re

from migrator.report.plain import printable

# Code, or an address, which is shown as code so that nobody can be led to follow it.
_SPAN = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)|\b\w+://[^\s`]*[^\s`.,;:!?)\]]")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~])")
# Hosts look for these after the Markdown is gone, so that no escape helps; a comment parts them.
_CALLS = re.compile(r"[@#!$](?=\w)|\bwww(?=\.)")
_RUN = re.compile("`+")


def inline(text: str, *, table: bool = False) -> str:
    """Text on one line; what stands between backticks stays code."""
    text = " ".join(text.split())
    made: list[str] = []
    done = 0
    for span in _SPAN.finditer(text):
        made += (_plain(text[done : span.start()]), code(span[2] or span[0], table=table))
        done = span.end()
    made.append(_plain(text[done:]))
    return "".join(made)


def code(text: str, *, table: bool = False) -> str:
    """Text as code on one line."""
    text = printable(text.replace("\t", " ").replace("\n", " "))
    if table:
        text = text.replace("|", "\\|")
    ticks = "`" * (max((len(run) for run in _RUN.findall(text)), default=0) + 1)
    room = " " if text.startswith("`") or text.endswith("`") or not text.strip() else ""
    return f"{ticks}{room}{text}{room}{ticks}"


def block(text: str, language: str = "") -> list[str]:
    """Text as a block of code."""
    ticks = "`" * max(3, *(len(run) + 1 for run in _RUN.findall(text)), 3)
    return [f"{ticks}{language}", *(_printable(line) for line in text.split("\n")), ticks]


def _printable(line: str) -> str:
    return "\t".join(printable(part) for part in line.split("\t"))


def _plain(text: str) -> str:
    escaped = _SPECIAL.sub(
        lambda match: {"<": "&lt;", ">": "&gt;"}.get(match[1], f"\\{match[1]}"), printable(text).replace("&", "&amp;")
    )
    return _CALLS.sub(lambda match: f"{match[0]}<!-- -->", escaped)
