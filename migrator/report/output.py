"""Sends one run's report, diff and new source to the streams where each belongs."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from typing import TextIO

from migrator.language import language_of, words_of
from migrator.report import FORMATS, Style, render
from migrator.report.plain import printable
from migrator.reported import Report
from migrator.settings_model import Settings
from migrator.steps import REPORT

MOST_SUMMARY = 1024 * 1024
"""What GitHub shows of one step's summary, in bytes."""


def write_all(report: Report, settings: Settings, stdin: tuple[str, bytes] | None, out: TextIO, err: TextIO) -> bool:
    """Write the report, and with it the diff if one was asked for and the new source of what came from standard input.

    False: one of the further reports could not be written; standard output is complete all the same.
    """
    style = style_of(settings)
    machine = FORMATS[settings.output_format].machine
    source = stdin is not None and settings.fixes
    # Whoever reads one thing from standard output must find nothing else there.
    report_stream = out if machine or not (settings.diff or source) else err
    diff_stream = err if machine or source else out
    if stdin is not None and settings.fixes:
        write_bytes(fixed_source(report, *stdin), err if machine else out)
    if settings.diff:
        from migrator.report.diff import write_diff

        write_diff(report.diff, settings.color, diff_stream)
    with report.steps(REPORT):
        problems = _write_reports(report, settings, style, report_stream, err)
    if settings.statistics and settings.verbose and not settings.quiet:
        err.writelines(f"{line}\n" for line in report.steps.lines(report.counts.seen, report.counts.read))
    err.writelines(f"{style.words('error')}: {style.words(printable(problem))}\n" for problem in problems)
    return not problems


def _write_reports(report: Report, settings: Settings, style: Style, stream: TextIO, err: TextIO) -> list[str]:
    """Write the report to its stream and the further ones to their files; what went wrong."""
    machine = FORMATS[settings.output_format].machine
    if settings.statistics and machine and not settings.quiet:
        render("concise", report, style, err)
    render(settings.output_format, report, style, stream)
    problems = [problem for name, file in settings.output if (problem := _write_file(name, file, report, style))]
    if "github" in (settings.output_format, *(name for name, _ in settings.output)):
        problems += filter(None, [_write_step_summary(report, Style(words=style.words))])
    return problems


def _write_file(name: str, file: str, report: Report, style: Style) -> str | None:
    """Write one further report; what went wrong, if something did."""
    try:
        with open(file, "w", encoding="utf-8", newline="\n") as stream:
            render(name, report, replace(style, color="never"), stream)
    except (OSError, UnicodeError) as error:
        return _cannot(file, error)
    return None


def _write_step_summary(report: Report, style: Style) -> str | None:
    """Add the report to the page that GitHub shows of a run."""
    file = os.environ.get("GITHUB_STEP_SUMMARY", "")
    if not file:
        return None
    text = io.StringIO()
    render("markdown", report, style, text)
    return _written(file, _cut(text.getvalue(), MOST_SUMMARY), "a")


def _written(file: str, text: str, mode: str) -> str | None:
    try:
        with open(file, mode, encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except (OSError, ValueError) as error:
        return _cannot(file, error)
    return None


def _cannot(file: str, error: OSError | ValueError) -> str:
    return f"cannot write {file}: {getattr(error, 'strerror', None) or error}"


def _cut(text: str, most: int) -> str:
    """The text, whole lines of it cut off where it is too long, and that said."""
    if len(text.encode()) <= most:
        return text
    kept = text.encode()[: most - 200].decode("utf-8", "ignore")
    return f"{kept[: kept.rfind(chr(10)) + 1]}\nCut here: GitHub shows no more than {most // 1024:,} kB of a summary.\n"


def style_of(settings: Settings) -> Style:
    """What of the settings concerns the look of a report."""
    return Style(
        color=settings.color,
        verbose=settings.verbose,
        quiet=settings.quiet,
        wire=settings.wire,
        statistics=settings.statistics,
        fixing=settings.fix or settings.fix_only or settings.interactive,
        fixes_only=settings.fix_only,
        words=words_of(language_of(settings.lang, os.environ)),
    )


def fixed_source(report: Report, path: str, data: bytes) -> bytes:
    """The file's bytes after the fixes that were applied."""
    from migrator.report.hunks import apply_edits, read_source

    fixes = [finding.fix for finding in report.findings if finding.fix is not None and finding.fix.applied]
    # Nothing else was given, so nothing else is edited; the report may spell the path in a shorter way.
    edits = {edit for fix in fixes for edit in fix.edits}
    return apply_edits(data, edits, read_source(path, data).encoding)


def write_bytes(data: bytes, stream: TextIO) -> None:
    """Write bytes as they are."""
    stream.flush()
    buffer = getattr(stream, "buffer", None)
    if buffer is None:
        stream.write(data.decode("utf-8", "replace"))
        return
    buffer.write(data)
    buffer.flush()
