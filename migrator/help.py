"""How the command line presents itself: options in groups, and the nearest command for one that is mistyped."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

from migrator.completion import Complete
from migrator.selectors import nearest

F = TypeVar("F", bound=Callable[..., object])


_REST = "Options"


class GroupedOption(click.Option):
    """An option with the heading that it stands under."""

    heading = _REST


class GroupedCommand(click.Command):
    """A command whose help lists its options under headings."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write one list for each heading, in the order of declaration."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx) if isinstance(parameter, click.Option) else None
            if record is not None:
                groups.setdefault(getattr(parameter, "heading", _REST), []).append(record)
        groups[_REST] = groups.pop(_REST)
        for heading, records in groups.items():
            with formatter.section(heading):
                formatter.write_dl(records, col_max=34)


class SuggestingGroup(click.Group):
    """A group that names the nearest command when there is none of that name."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one was probably meant."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            ctx.fail(f"there is no command {name!r}; did you mean {nearest(name, self.list_commands(ctx))!r}?")
        return super().resolve_command(ctx, args)


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
