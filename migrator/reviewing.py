"""Makes the review that the settings ask for: what a baseline knows, and the revision to compare with."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from migrator.settings_model import Settings
from migrator.usage import UsageProblem

if TYPE_CHECKING:
    from migrator.baseline import Baseline
    from migrator.review import Review


def review_of(paths: Sequence[str], settings: Settings) -> tuple[Review | None, Baseline | None]:
    """What the report is to leave out, and the baseline to write; `UsageProblem` where one of them cannot be used."""
    if not (settings.baseline or settings.write_baseline or settings.diff_base):
        return None, None
    from migrator.baseline import BaselineError, read_baseline
    from migrator.files.changed import NoRevision, base_of
    from migrator.review import Review

    try:
        same = settings.baseline == settings.write_baseline
        target = read_baseline(settings.write_baseline, may_be_missing=True) if settings.write_baseline else None
        known = target if same else read_baseline(settings.baseline) if settings.baseline else None
    except BaselineError as error:
        raise UsageProblem(f"baseline: {error}") from error
    try:
        base = base_of(settings.diff_base, _folder(paths, settings.cwd)) if settings.diff_base else None
    except NoRevision as error:
        raise UsageProblem(f"diff-base: {error}") from error
    return Review(settings.cwd, known, base), target


def _folder(paths: Sequence[str], cwd: str) -> str:
    """The nearest folder that holds the first PATH."""
    folder = os.path.abspath(os.path.join(cwd, next(iter(paths), ".")))
    while not os.path.isdir(folder) and os.path.dirname(folder) != folder:
        folder = os.path.dirname(folder)
    return folder
