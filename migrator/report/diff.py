"""Prints a unified diff: as it is into files and pipes, coloured and harmless on a terminal."""

from __future__ import annotations

from typing import TextIO

from migrator.report.mask import mask


def write_diff(diff: str, color: str, out: TextIO) -> None:
    """Write the diff, secrets masked."""
    diff = mask(diff)
    if not diff:
        return
    if color != "always" and not out.isatty():
        out.write(diff)
        return
    from rich.text import Text

    from migrator.report.plain import printable
    from migrator.report.terminal import console_for

    console = console_for(out, color)
    for line in diff.removesuffix("\n").split("\n"):
        console.print(Text(printable(line.replace("\t", "    ")), _color(line)), soft_wrap=True)


def _color(line: str) -> str:
    if line.startswith(("---", "+++")):
        return "bold"
    return {"-": "red", "+": "green", "@": "cyan"}.get(line[:1], "")
