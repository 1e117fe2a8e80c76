"""Sends one run's report, diff and new source to the streams where each belongs."""

from __future__ import annotations

from typing import TextIO

from migrator.findings import Report
from migrator.report import FORMATS, Style, render
from migrator.report.diff import write_diff
from migrator.settings_model import Settings


def write_all(report: Report, settings: Settings, stdin: tuple[str, bytes] | None, out: TextIO, err: TextIO) -> None:
    """Write the report, and with it the diff if one was asked for and the new source of what came from standard input."""
    style = style_of(settings)
    machine = FORMATS[settings.output_format].machine
    source = stdin is not None and settings.fixes
    # Whoever reads one thing from standard output must find nothing else there.
    report_stream = out if machine or not (settings.diff or source) else err
    diff_stream = err if machine or source else out
    if stdin is not None and settings.fixes:
        write_bytes(fixed_source(report, *stdin), err if machine else out)
    if settings.diff:
        write_diff(report.diff, settings.color, diff_stream)
    if settings.statistics and machine and not settings.quiet:
        render("concise", report, style, err)
    render(settings.output_format, report, style, report_stream)


def style_of(settings: Settings) -> Style:
    """What of the settings concerns the look of a report."""
    return Style(
        color=settings.color,
        verbose=settings.verbose,
        quiet=settings.quiet,
        wire=settings.wire,
        statistics=settings.statistics,
        fixing=settings.fix or settings.fix_only,
        fixes_only=settings.fix_only,
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
