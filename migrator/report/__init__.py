"""Report formats by name; registering one does not import it, and each gets the report with its secrets masked."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, TextIO, cast

from migrator.language import ENGLISH, Words

if TYPE_CHECKING:
    from migrator.reported import Report


@dataclass(frozen=True, slots=True)
class Style:
    """How a person wants to see a report; formats for machines look at none of it.

    `color` is "auto", "always" or "never". `fixing`: the run was asked to write fixes. `fixes_only`: and to say nothing
    of what is left. `words`: the language, which machines get the messages in as well.
    """

    color: str = "auto"
    verbose: bool = False
    quiet: bool = False
    wire: bool = False
    statistics: bool = False
    fixing: bool = False
    fixes_only: bool = False
    words: Words = ENGLISH


class Format(Protocol):
    """Renders a report into a stream."""

    def __call__(self, report: Report, style: Style, out: TextIO) -> None:
        """Write all of `report` to `out`."""


@dataclass(frozen=True, slots=True)
class Registered:
    """Where a format's `render` is, and whether a machine reads it (then nothing else goes to its stream)."""

    module: str
    machine: bool


FORMATS = {
    "text": Registered("migrator.report.text", machine=False),
    "concise": Registered("migrator.report.concise", machine=False),
    "json": Registered("migrator.report.json", machine=True),
    "sarif": Registered("migrator.report.sarif", machine=True),
    "github": Registered("migrator.report.github", machine=True),
    "gitlab": Registered("migrator.report.gitlab", machine=True),
    "markdown": Registered("migrator.report.markdown", machine=True),
    "html": Registered("migrator.report.html", machine=True),
    "tasks": Registered("migrator.report.tasks", machine=True),
}


def render(name: str, report: Report, style: Style, out: TextIO) -> None:
    """Write the report to `out` in the format `name`."""
    if name == "text" and not report.findings and not report.skipped and not style.statistics:
        # Most runs find nothing: saying so must not cost the terminal library.
        name = "concise"
    renderer = cast(Format, import_module(FORMATS[name].module).render)
    if report.findings or report.skipped or report.diff:
        from migrator.report.mask import mask_report

        report = mask_report(report)
    if style.words is not ENGLISH:
        from migrator.translations import translated

        report = translated(report, style.words)
    renderer(report, style, out)
