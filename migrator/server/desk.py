"""Runs scans for an editor: over its unsaved documents, never writing anything, each fix proven before it is given."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from migrator.baseline import BaselineError
from migrator.files.projects import project_root
from migrator.files.source import Source, decode
from migrator.files.tree import FolderTree
from migrator.findings import Edit, Finding, Report
from migrator.language import Words, language_of, words_of
from migrator.report import Style
from migrator.report.common import whole_fixes
from migrator.report.mask import mask_report
from migrator.report.plain import shown
from migrator.review import Review
from migrator.reviewing import review_of
from migrator.rulebook import RulebookError
from migrator.scan import ScanRequest, run
from migrator.server.opened import Opened
from migrator.server.positions import Ruler
from migrator.settings import SettingsError, load_settings
from migrator.settings_model import Settings, only_looking
from migrator.translations import translated
from migrator.usage import UsageProblem, check_names, with_today

if TYPE_CHECKING:
    from migrator.analyse import PlannedFix


class CannotLook(Exception):
    """The settings, or what they name, cannot be used; the text is for the user."""


@dataclass(frozen=True, slots=True)
class Group:
    """What is scanned together: the PATH `target`, as from the folder `cwd`."""

    cwd: str
    target: str


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the editor says apart from documents: settings over those of files, and the locale of its window."""

    settings: Mapping[str, object]
    locale: str = ""
    counted: str = "utf-16"

    def words(self, said: str | None = None) -> Words:
        """The texts of the language that the settings say, else the editor's, else the locale's."""
        return words_of(language_of(said, {"LANG": self.locale.replace("-", "_")} if self.locale else os.environ))


@dataclass(frozen=True)
class Look:
    """What a scan of a group found, and in which documents; paths in the report are relative to `cwd`."""

    group: Group
    report: Report
    settings: Settings
    words: Words
    opened: Mapping[str, Opened]
    """By absolute path: all documents that were open."""
    counted: str

    @cached_property
    def told(self) -> Report:
        """The report for people: in their language, without secrets."""
        return translated(mask_report(self.report), self.words)

    @cached_property
    def by_path(self) -> dict[str, list[Finding]]:
        """What is to be shown, by absolute path."""
        found: dict[str, list[Finding]] = {}
        for finding in shown(self.told, Style(verbose=self.settings.verbose)):
            found.setdefault(self.absolute(finding.place.path), []).append(finding)
        return found

    @cached_property
    def edits(self) -> dict[str, tuple[Edit, ...]]:
        """The whole of each fix by its id, as it is to be written."""
        return whole_fixes(self.report)

    @cached_property
    def _rulers(self) -> dict[str, Ruler]:
        return {}

    def absolute(self, path: str) -> str:
        """The absolute path of a file that the report names."""
        return os.path.normpath(os.path.join(self.group.cwd, path))

    def ruler(self, path: str) -> Ruler:
        """Tells places in the file at an absolute path."""
        if path not in self._rulers:
            held = self.opened.get(path)
            if held is not None:
                self._rulers[path] = Ruler(path, held.data, held.encoding, self.counted, held.marked)
            else:
                data = self._bytes(path)
                source = decode(path, data, "python" if path.endswith((".py", ".pyi", ".pyw")) else "")
                encoding = source.encoding if isinstance(source, Source) else "utf-8"
                self._rulers[path] = Ruler(path, data, encoding, self.counted)
        return self._rulers[path]

    def _bytes(self, path: str) -> bytes:
        held = next((data for name, data in self.report.sources.items() if self.absolute(name) == path), None)
        if held is not None:
            return held
        try:
            return FolderTree(self.group.cwd).read(path)
        except (OSError, ValueError):
            return b""


def group_of(path: str, folders: Sequence[str]) -> Group:
    """What to scan for a document: its project, as far as the editor's folders hold that; else the document alone."""
    above = [folder for folder in folders if path.startswith(os.path.join(folder, ""))]
    if not above:
        return Group(os.path.dirname(path), path)
    cwd = max(above, key=len)
    inside = os.path.relpath(path, cwd).replace(os.sep, "/")
    root = os.path.normpath(os.path.join(cwd, project_root(inside, ".", FolderTree(cwd))))
    return Group(cwd, root if root.startswith(os.path.join(cwd, "")) else cwd)


def look(group: Group, opened: Mapping[str, Opened], wishes: Wishes) -> Look:
    """Scan the group, with the documents as they are in the editor."""
    with _reasons():
        settings = _settings(group, wishes)
        return _look(group, opened, wishes, settings, _review(group, settings))


def proven(before: Look, wanted: frozenset[str], unsafe: bool, wishes: Wishes) -> Look:
    """The same documents once more: those of the wanted fixes that pass every proof keep their edits, others say why not."""

    def choose(fixes: Sequence[PlannedFix], findings: Sequence[Finding], sources: Mapping[str, bytes]) -> Sequence[PlannedFix]:
        return [fix for fix in fixes if fix.id in wanted]

    with _reasons():
        settings = replace(_settings(before.group, wishes), diff=True, unsafe_fixes=unsafe)
        review = _review(before.group, settings) or Review(settings.cwd)
        return _look(before.group, before.opened, wishes, settings, replace(review, choose=choose))


@contextmanager
def _reasons() -> Iterator[None]:
    """Turns what a person can mend into a reason why nothing is looked at."""
    try:
        yield
    except (SettingsError, UsageProblem, RulebookError, BaselineError, OSError) as error:
        raise CannotLook(str(error).replace("command line: ", "")) from error


def _look(group: Group, opened: Mapping[str, Opened], wishes: Wishes, settings: Settings, review: Review | None) -> Look:
    overlay = {path: held.data for path, held in opened.items()}
    below = os.path.join(group.target, "")
    # A walk sees what is on disk; what is not yet there has to be named.
    unsaved = [path for path in overlay if path.startswith(below) and not os.path.exists(path)]
    report = run(ScanRequest((group.target, *unsaved), settings, None, group.cwd, review, overlay=overlay))
    return Look(group, report, settings, wishes.words(settings.lang), dict(opened), wishes.counted)


def _settings(group: Group, wishes: Wishes) -> Settings:
    """The settings in force, but nothing in them that would write."""
    settings = load_settings([group.target], group.cwd, wishes.settings)
    settings = with_today(settings, os.environ)
    check_names(replace(settings, add_ignores=None, output=()))
    return replace(only_looking(settings), force_exclude=True)


def _review(group: Group, settings: Settings) -> Review | None:
    return review_of([group.target], settings)[0]
