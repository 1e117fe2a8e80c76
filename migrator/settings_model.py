"""The settings of a run: every option, where its value came from, and what the values decide."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from migrator.files.patterns import DEFAULT_EXCLUDE, PathMatcher, PathPattern
from migrator.options import OPTIONS, DeclaredModel, PerFileIgnore, Replacement
from migrator.reported import Certainty
from migrator.selectors import RuleSelection, names_rule

if TYPE_CHECKING:
    from migrator.declared import DeclaredSurface

DEFAULT = "default"
COMMAND_LINE = "command line"
NOT_SET = "not set"


@dataclass(frozen=True, slots=True)
class Settings:
    """Every option of a run; paths in them are absolute.

    `cwd`: the current folder. `folder`: that of the settings file, else the current one. `files`: the settings files
    that were read, the most general first. `origins`: "file:line", "command line" or nothing, by option as written in
    a settings file; table entries as "table.entry".
    """

    fix: bool = False
    unsafe_fixes: bool = False
    fix_only: bool = False
    wire: bool = False
    lang: str | None = None
    add_ignores: str | None = None
    diff: bool = False
    interactive: bool = False
    to: str | None = None
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[PerFileIgnore, ...] = ()
    output_format: str = "text"
    output: tuple[tuple[str, str], ...] = ()
    fail_on: str = "likely"
    exit_zero: bool = False
    exit_non_zero_on_fix: bool = False
    assume_provider: str | None = None
    baseline: str | None = None
    write_baseline: str | None = None
    diff_base: str | None = None
    exclude: tuple[PathPattern, ...] = DEFAULT_EXCLUDE
    extend_exclude: tuple[PathPattern, ...] = ()
    force_exclude: bool = False
    respect_gitignore: bool = True
    today: datetime.date | None = None
    within: int | None = None
    """Days: a retirement further away than that is none yet."""
    jobs: int | None = None
    cache_dir: str | None = None
    """Where what came of projects that took long is kept; nowhere without it."""
    progress: bool = True
    color: str = "auto"
    statistics: bool = False
    show_files: bool = False
    strict: bool = False
    quiet: bool = False
    verbose: bool = False
    replace: Mapping[str, Replacement] = field(default_factory=dict)
    models: Mapping[str, DeclaredModel] = field(default_factory=dict)
    gateways: Mapping[str, str] = field(default_factory=dict)
    """Host to provider."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """Environment variable, or name in the code, to provider."""
    surfaces: tuple[DeclaredSurface, ...] = ()
    rulebook: tuple[str, ...] = ()
    """Files that add to the rulebook."""
    cwd: str = field(default_factory=os.getcwd)
    folder: str = ""
    files: tuple[str, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict)
    excluded: PathMatcher = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "folder", (self.folder or self.cwd).replace(os.sep, "/"))
        object.__setattr__(self, "excluded", PathMatcher((*self.exclude, *self.extend_exclude)))

    @property
    def fixes(self) -> bool:
        """Whether files are to be written."""
        return self.fix or self.interactive or (self.fix_only and not self.diff)

    @property
    def threshold(self) -> Certainty | None:
        """The lowest certainty that makes the exit status 1; None for never."""
        return None if self.fail_on == "never" else Certainty[self.fail_on.upper()]

    def selects(self, code: str, name: str) -> bool:
        """Whether the rule is asked for."""
        wanted = None if self.select is None else (*self.select, *self.extend_select)
        return RuleSelection(wanted, self.ignore).selects(code, name)

    def ignored_in(self, path: str, code: str, name: str) -> bool:
        """Whether `per-file-ignores` keeps the rule from a file, named as in the report."""
        whole = os.path.normpath(os.path.join(self.cwd, path)).replace(os.sep, "/")
        last = whole.rpartition("/")[2]
        return any(
            names_rule(entry.selectors, code, name) and PathMatcher((entry.pattern,)).matches(whole, last) != entry.negated
            for entry in self.per_file_ignores
        )

    def replacement(self, model: str, interface: str) -> str | None:
        """What the user wants in place of `model` on an interface ("compatible" or "native"), if it was said."""
        if self.to:
            return self.to
        said = self.replace.get(model)
        return None if said is None else (said.native if interface == "native" else said.compatible)


@dataclass(frozen=True, slots=True)
class InForce:
    """One setting as `config` shows it: its name, its value in words and where that came from."""

    name: str
    value: str
    origin: str


def in_force(settings: Settings) -> tuple[InForce, ...]:
    """All settings in force, tables entry by entry, in the order of the documentation."""
    shown: list[InForce] = []
    for name, option in OPTIONS.items():
        value: object = getattr(settings, option.field)
        if option.negates:
            continue
        if isinstance(value, Mapping):
            shown.extend(
                InForce(f"{name}.{key}", in_words(item), settings.origins.get(f"{name}.{key}", DEFAULT))
                for key, item in value.items()
            )
        elif name == "surfaces" and settings.surfaces:
            shown.extend(
                InForce(f"{name}.{each.name}", _inline(each.said()), settings.origins.get(f"{name}.{each.name}", DEFAULT))
                for each in settings.surfaces
            )
        else:
            shown.append(InForce(name, in_words(value), settings.origins.get(name, DEFAULT)))
    return tuple(shown)


def only_looking(settings: Settings) -> Settings:
    """The same settings with nothing in them that writes or asks, for one process."""
    return replace(
        settings,
        fix=False,
        unsafe_fixes=False,
        fix_only=False,
        diff=False,
        interactive=False,
        add_ignores=None,
        output=(),
        write_baseline=None,
        show_files=False,
        cache_dir=None,
        jobs=1,
    )


def in_words(value: object) -> str:
    """A value as a settings file would say it."""
    if value is None:
        return NOT_SET
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (tuple, list)):
        return f"[{', '.join(in_words(item) for item in value)}]"
    if isinstance(value, PathPattern):
        return in_words(value.text)
    if isinstance(value, PerFileIgnore):
        return f"{'!' if value.negated else ''}{value.pattern.text} = {in_words(value.selectors)}"
    if isinstance(value, Replacement):
        by = {"compatible": value.compatible, "native": value.native}
        return in_words(value.native) if value.native == value.compatible else _inline(by)
    if isinstance(value, DeclaredModel):
        return _inline(
            {
                "like": value.like,
                "thinking": value.thinking,
                "thinking-default": value.thinking_default,
                "native": value.native,
            }
        )
    return str(value) if isinstance(value, (int, datetime.date)) else f'"{value}"'


def _inline(fields: Mapping[str, object]) -> str:
    return "{ " + ", ".join(f"{key} = {in_words(value)}" for key, value in fields.items() if value is not None) + " }"
