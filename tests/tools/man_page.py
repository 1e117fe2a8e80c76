"""Writes the man page from the command line's own help: `python -m tests.tools.man_page`."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import click

from migrator import __version__
from migrator.cli import PROGRAM, application

PAGE = Path(__file__).parent.parent.parent / "docs" / f"{PROGRAM}.1"
STATUS = (
    ("0", "No error or warning at or above --fail-on is left."),
    ("1", "Some is left, refused ones included."),
    (
        "2",
        "Wrong usage, or a file that could not be written or proven; with --strict also one that could not be parsed.",
    ),
)
FILES = (
    ("deepseek-migrate.toml", "Settings; the names are those of the options, the command line wins."),
    ("pyproject.toml", "The same under [tool.deepseek-migrate]."),
)
SEE = "The rules are told by deepseek-migrate explain --all, the models by deepseek-migrate models."


def page() -> str:
    """The page in roff."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield f'.TH {PROGRAM.upper()} 1 "" "{PROGRAM} {__version__}" "User Commands"'
    yield from (".SH NAME", f"{_text(PROGRAM)} \\- move code off the DeepSeek models that Model Studio has retired")
    yield ".SH SYNOPSIS"
    for number, (name, command) in enumerate(sorted(application.commands.items())):
        pieces = " ".join(command.collect_usage_pieces(click.Context(command)))
        yield from (*([".br"] if number else []), f".B {_text(f'{PROGRAM} {name}')}", _text(pieces))
    yield from (".SH DESCRIPTION", _text(inspect.cleandoc(application.help or "")))
    for name, command in sorted(application.commands.items()):
        yield from _command(name, command)
    yield from (".SH EXIT STATUS", *_listed(STATUS), ".SH FILES", *_listed(FILES), ".SH SEE ALSO", _text(SEE))


def _command(name: str, command: click.Command) -> Iterator[str]:
    yield from (f'.SH "{_text(name).upper()}"', _text(inspect.cleandoc(command.help or "")))
    context, heading = click.Context(command), ""
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context) if isinstance(parameter, click.Option) else None
        if record is None:
            continue
        if "--help" in parameter.opts:
            # The library keeps the names that it was first asked for, with or without the short one.
            record = ", ".join(application.context_settings["help_option_names"]), record[1]
        group = str(getattr(parameter, "heading", "Options"))
        if group != heading:
            heading = group
            yield f'.SS "{_text(heading)}"'
        yield from _listed([record])


def _listed(rows: list[tuple[str, str]] | tuple[tuple[str, str], ...]) -> Iterator[str]:
    for name, text in rows:
        yield from (".TP", f".B {_text(name)}", _text(text))


def _text(text: str) -> str:
    """The text with nothing in it that roff would take for its own."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("\n", " ")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
