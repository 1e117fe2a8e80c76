"""How the command line presents itself: in the user's language, options in groups, the nearest name for a mistyped one."""

from __future__ import annotations

import inspect
import io
import os
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from typing import NoReturn, TypeVar

import click

from migrator.completion import Complete
from migrator.language import ENGLISH, LANGUAGES, Words, language_of, words_of
from migrator.selectors import nearest

F = TypeVar("F", bound=Callable[..., object])


FAILED = 2
_REST = "Options"
_LANG, _SAID = "--lang", "migrator.lang"


class GroupedOption(click.Option):
    """An option with the heading that it stands under."""

    heading = _REST


class GroupedCommand(click.Command):
    """A command whose help lists its options under headings, in the language that was asked for."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse; the language has to be known before that, for what is said of a mistake."""
        ctx.meta.setdefault(_SAID, _language_in(args))
        return super().parse_args(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line that shows how the command is called."""
        words = words_in(ctx)
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), f"{words('Usage:')} ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command is for."""
        _paragraph(inspect.cleandoc(self.help or ""), ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what comes last."""
        if self.epilog:
            _paragraph(self.epilog, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write one list for each heading, in the order of declaration."""
        words = words_in(ctx)
        groups: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx) if isinstance(parameter, click.Option) else None
            if record is not None:
                groups.setdefault(getattr(parameter, "heading", _REST), []).append((record[0], words(record[1])))
        rest = groups.pop(_REST)
        # A heading for one line would make long help longer.
        groups[next(reversed(groups), _REST)] = [*next(reversed(groups.values()), ()), *rest]
        for heading, records in groups.items():
            with formatter.section(words(heading)):
                formatter.write_dl(records, col_max=34)


class SuggestingGroup(GroupedCommand, click.Group):
    """A group that names the nearest command when there is none of that name."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands."""
        GroupedCommand.format_options(self, ctx, formatter)
        words = words_in(ctx)
        commands = [(name, command) for name in self.list_commands(ctx) if (command := self.get_command(ctx, name)) is not None]
        with formatter.section(words("Commands")):
            formatter.write_dl([(name, words(command.get_short_help_str(100))) for name, command in commands])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one was probably meant."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            ctx.fail(f"there is no command {name!r}; did you mean {nearest(name, self.list_commands(ctx))!r}?")
        return super().resolve_command(ctx, args)


def _paragraph(text: str, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(words_in(ctx)(text))


def _language_in(args: Sequence[str]) -> str | None:
    """What the arguments say of the language, the last time that they do; None for nothing that is one."""
    said = [value for name, value in pairwise(args) if name == _LANG]
    said += [arg.partition("=")[2] for arg in args if arg.startswith(f"{_LANG}=")]
    return next((value for value in reversed(said) if value in LANGUAGES), None)


def words_in(ctx: click.Context | None) -> Words:
    """The texts of the language that the command line says, else the locale's."""
    said = ctx.meta.get(_SAID) if ctx is not None else None
    return words_of(language_of(said, os.environ))


def words_for(args: Sequence[str]) -> Words:
    """The texts of the language that these arguments say, parsed or not, else the locale's."""
    return words_of(language_of(_language_in(args), os.environ))


def show(error: click.ClickException, args: Sequence[str]) -> None:
    """Say on standard error what is wrong with the command line."""
    words = words_for(args)
    if words is ENGLISH:
        error.show()
        return
    told = io.StringIO()
    error.show(told)
    for line in told.getvalue().splitlines():
        label, colon, rest = line.partition(": ")
        known = label == "Error" and bool(colon)
        click.echo(f"{words('error')}: {words.labelled(rest)}" if known else words(line), err=True)


def fail(message: str, words: Words | None = None) -> NoReturn:
    """Say on standard error what has to be written differently, and end."""
    words = words or words_in(click.get_current_context(silent=True))
    click.echo(f"{words('error')}: {words.labelled(message)}", err=True)
    raise SystemExit(FAILED)


@cache
def under(heading: str) -> type[GroupedOption]:
    """The class of options under this heading."""
    return type("Option", (GroupedOption,), {"heading": heading})


def flag(heading: str, *names: str, text: str) -> Callable[[F], F]:
    """An option without a value that leaves the decision to the settings when it is not given."""
    return click.option(*names, cls=under(heading), is_flag=True, flag_value=True, default=None, help=text)


def value(
    heading: str, *names: str, metavar: str, text: str, multiple: bool = False, complete: Complete | None = None
) -> Callable[[F], F]:
    """An option with a text that the settings check; `complete`: what a shell offers."""
    return click.option(*names, cls=under(heading), metavar=metavar, help=text, multiple=multiple, shell_complete=complete)


def number(heading: str, *names: str, metavar: str, text: str) -> Callable[[F], F]:
    """An option with a whole number, which the settings check."""
    return click.option(*names, cls=under(heading), metavar=metavar, type=click.INT, help=text)
