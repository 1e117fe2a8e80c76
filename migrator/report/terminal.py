"""A rich console that suits the stream, the environment and what the user asked for, and text laid out by cell width."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, TextIO

from rich.cells import cell_len, chop_cells
from rich.console import Console
from rich.style import Style
from rich.text import Text

from migrator.report.plain import printable

UNBOUNDED = 100_000
_LONGEST_SOURCE = 160
_TAB = 4
_CUT = "..."
_NO_LINKS = ("dumb", "linux")
_LINKING_PROGRAMS = ("iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "zed")
_LINKING_VARIABLES = ("WT_SESSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "DOMTERM", "WEZTERM_PANE")
_LINKING_TERMS = ("kitty", "alacritty", "foot", "ghostty")


def console_for(out: TextIO, color: str = "auto") -> Console:
    """A console on `out`; lines are only wrapped where a person looks at them or COLUMNS asks for it."""
    console = Console(
        file=out,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
        legacy_windows=False,
        force_terminal=True if color == "always" else None,
        color_system="standard" if color == "always" else "auto" if color == "auto" else None,
        no_color={"always": False, "never": True}.get(color),
    )
    bounded = (hasattr(out, "isatty") and out.isatty()) or os.environ.get("COLUMNS", "").isdigit()
    return console if bounded else _unbounded(console)


def takes_links(out: IO[str], environment: Mapping[str, str]) -> bool:
    """Whether the stream is a terminal that is known to make links clickable; others might print them."""
    said = environment.get("FORCE_HYPERLINK", "")
    if said:
        return said != "0"
    if not (hasattr(out, "isatty") and out.isatty()) or environment.get("CI") or environment.get("TERM", "dumb") in _NO_LINKS:
        return False
    vte = environment.get("VTE_VERSION", "")
    return (
        environment.get("TERM_PROGRAM") in _LINKING_PROGRAMS
        or any(name in environment for name in _LINKING_VARIABLES)
        or any(name in environment.get("TERM", "") for name in _LINKING_TERMS)
        or (vte.isdigit() and int(vte) >= 5000)
    )


def linked(text: str, path: str) -> Text:
    """Text that leads to a file."""
    return Text(text, Style(link=Path(os.path.abspath(path)).as_uri()))


def hanging(console: Console, prefix: Text, body: Text, indent: int | None = None) -> Iterator[Text]:
    """`body` after `prefix`, wrapped so that later lines start below the first one's text, or at `indent`."""
    if console.width >= UNBOUNDED:
        yield Text.assemble(prefix, body)
        return
    start = prefix.cell_len
    indent = start if indent is None else indent
    # What of the prefix goes beyond the indent takes part in the wrapping as a word, and is taken out again.
    body = Text.assemble("x" * (start - indent), body)
    for number, line in enumerate(body.wrap(console, max(console.width - indent, 20)) or [Text()]):
        line.rstrip()
        yield Text.assemble(prefix, line[start - indent :]) if number == 0 else Text.assemble(" " * indent, line)


def source_window(line: str, start: int, end: int, width: int) -> tuple[str, int, int]:
    """The part of a source line around columns `start` to `end` (from 0), and the carets' first cell and length in it.

    Tabs become blanks and unsafe characters are replaced; what does not fit into `width` cells is cut.
    """
    text = _expanded(line)
    first, length = cell_len(_expanded(line[:start])), 0
    length = max(cell_len(_expanded(line[:end])) - first, 1)
    width = min(max(width, 20), _LONGEST_SOURCE)
    if cell_len(text) <= width:
        return text, first, length
    skip = max(0, min(first - width // 3, cell_len(text) - width)) if first + length > width - len(_CUT) else 0
    visible, skipped = _cut_cells(text, skip, width)
    return visible, first - skipped, max(min(length, width - (first - skipped) - len(_CUT)), 1)


def cropped(text: str, width: int) -> str:
    """The text, printable and cut to `width` cells."""
    text = printable(text.replace("\t", " " * _TAB))
    if cell_len(text) <= width:
        return text
    return chop_cells(text, max(width - len(_CUT), 1))[0] + _CUT


def _unbounded(console: Console) -> Console:
    console.width = UNBOUNDED
    return console


def _expanded(line: str) -> str:
    return printable(line.replace("\t", " " * _TAB))


def _cut_cells(text: str, skip: int, width: int) -> tuple[str, int]:
    skipped = 0
    if skip:
        index = 0
        while skipped < skip + len(_CUT):
            skipped += cell_len(text[index])
            index += 1
        text = _CUT + text[index:]
        skipped -= len(_CUT)
    if cell_len(text) > width:
        text = chop_cells(text, width - len(_CUT))[0] + _CUT
    return text, skipped
