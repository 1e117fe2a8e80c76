"""What a worker does with one repository: read it at a revision, scan it as a project of its own, and tell the outcome."""

from __future__ import annotations

import io
import os
import posixpath
import re
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

from migrator.audit.cache import fetched, head_of
from migrator.audit.export import NotExported, export
from migrator.audit.git import SUBMODULE, GitFailed, blobs_of, commit_of, state_of
from migrator.audit.owners import owners_of
from migrator.audit.recipe import recipe_of
from migrator.audit.sources import BARE, CHECKOUT, REMOTE, Source
from migrator.files.git import run_git
from migrator.files.patterns import PathPattern
from migrator.findings import Json, Report
from migrator.settings_model import Settings, only_looking

SCHEMA = "deepseek-migrate/audit/1"
SCANNED, FAILED, UNMOVED = "scanned", "failed", "unmoved"
Row = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Job:
    """One repository's work, which names what is to be read and holds none of it.

    `options`: what the command line says, by the settings' names. `known`: the state at which it was scanned before.
    """

    source: Source
    options: Mapping[str, object]
    recipe: str
    cache: str
    known: str = ""
    sarif: bool = False
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """The changes that are asked for: on which branch, and whether only to be told."""

    branch: str
    only_planned: bool = False


@dataclass(slots=True)
class _Place:
    """Where a repository can be read: the folder to scan, that of its objects, and what it is at."""

    root: str
    git: str = ""
    commit: str = ""
    state: str = ""


class CannotAudit(Exception):
    """Why a repository has no answer; `code` as in `skipped`."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


def work(job: Job) -> Row:
    """The row of a repository; whatever goes wrong is in it."""
    started = time.perf_counter()
    source = job.source
    row: Row = {"schema": SCHEMA, "repository": source.name, "source": source.shown, "branch": source.branch}
    try:
        with tempfile.TemporaryDirectory(prefix="deepseek-migrate-") as scratch:
            told = _audited(job, scratch)
    except CannotAudit as error:
        told = {"status": FAILED, "code": error.code, "message": str(error)}
    except Exception as error:
        # One repository must not end the audit of the others.
        told = {"status": FAILED, "code": "bug", "message": f"this is a bug, please report it: {type(error).__name__}: {error}"}
    return {**row, "recipe": job.recipe, **told, "seconds": round(time.perf_counter() - started, 3)}


def _audited(job: Job, scratch: str) -> Row:
    if job.recipe and job.recipe != recipe_of(job.options):
        raise CannotAudit("the worker has another version of deepseek-migrate, or of a rulebook", "other-version")
    place = _place(job)
    if job.known and place.state == job.known and job.change is None:
        return {"status": UNMOVED, "state": place.state}
    if not place.root and not place.commit:
        return {**_head(place), **_counted(None)}
    if not place.root:
        place.root = os.path.join(scratch, "tree")
        os.mkdir(place.root)
        try:
            export(place.git, place.commit, place.root)
        except NotExported as error:
            raise CannotAudit(str(error), "unreadable") from error
    report = scanned(place.root, job.options, not _in_place(job), _submodules(place))
    planned = job.change is not None and job.change.only_planned
    row = {**_head(place), **_counted(_unapplied(report) if planned else report)}
    # A shallow clone would say of every line that the last commit made it.
    history = "" if job.source.kind == REMOTE else place.git
    row["owners"] = owners_of(report, place.root, history, place.commit, job.source.owner)
    if job.sarif:
        row["sarif"] = _sarif(report)
    if job.change is not None:
        from migrator.audit.branch import branched

        row["change"] = branched(report, place.git, place.root, place.commit, job.change, job.source.kind == CHECKOUT)
    return row


def _in_place(job: Job) -> bool:
    """Whether the work tree itself is read: a branch is made of what is committed."""
    return job.source.kind not in (BARE, REMOTE) and job.change is None and not job.source.branch


def _place(job: Job) -> _Place:
    source = job.source
    if source.kind == REMOTE:
        try:
            commit = head_of(source.location, source.branch, job.cache)
            if not commit or commit == job.known:
                return _Place("", source.location, commit, commit)
            return _Place("", fetched(source.location, commit, job.cache), commit, commit)
        except (GitFailed, OSError) as error:
            raise CannotAudit(str(error), "clone-failed") from error
    return _local(job, source)


def _local(job: Job, source: Source) -> _Place:
    if not os.path.isdir(source.location):
        raise CannotAudit("there is no such folder", "no-such-path")
    if source.kind not in (BARE, CHECKOUT):
        return _Place(source.location)
    commit = commit_of(source.location, source.branch)
    if commit is None:
        if source.branch:
            raise CannotAudit(f"there is no branch or revision {source.branch}", "no-revision")
        if run_git(["rev-parse", "--git-dir"], source.location) is None:
            raise CannotAudit("git does not read this repository: it is broken, or somebody else's", "unreadable")
        if _in_place(job):
            return _Place(source.location, source.location)
        if run_git(["for-each-ref", "--count=1"], source.location):
            raise CannotAudit("its head names no commit; name a branch", "no-revision")
        return _Place("", source.location)
    if _in_place(job):
        return _Place(source.location, source.location, commit, state_of(source.location, commit))
    return _Place("", source.location, commit, commit)


def _submodules(place: _Place) -> tuple[str, ...]:
    """The folders of a work tree that are repositories of their own."""
    listed = blobs_of(place.git, place.commit) if place.git and place.commit else None
    return tuple(blob.name for blob in listed or () if blob.mode == SUBMODULE)


def scanned(root: str, options: Mapping[str, object], exported: bool, without: tuple[str, ...] = ()) -> Report:
    """The report on one project, but not on the folders `without`; its own settings count, except for what they would write."""
    from migrator.reviewing import review_of
    from migrator.rulebook import RulebookError
    from migrator.scan import ScanRequest, run
    from migrator.settings import SettingsError
    from migrator.usage import UsageProblem

    try:
        settings = _settings(root, options, exported)
        left_out = tuple(_literal(os.path.join(root, name)) for name in without)
        settings = replace(settings, extend_exclude=(*settings.extend_exclude, *left_out))
        review, _ = review_of(["."], settings)
        return run(ScanRequest((".",), settings, None, root, review))
    except (SettingsError, UsageProblem, RulebookError) as error:
        raise CannotAudit(str(error), "settings") from error


def _literal(path: str) -> PathPattern:
    """A pattern of this one absolute path."""
    path = path.replace(os.sep, "/")
    return PathPattern(re.sub(r"([*?\[\]{}\\])", r"\\\1", path), posixpath.dirname(path))


def _settings(root: str, options: Mapping[str, object], exported: bool) -> Settings:
    from migrator.settings import find_settings_file, load_settings
    from migrator.usage import check_names, with_today

    file = find_settings_file(["."], root)
    # Each repository is a project of its own: what lies above it is not its business.
    own = file is not None and os.path.dirname(file) == root
    settings = with_today(load_settings(["."], root, options, None, not own), os.environ)
    settings = replace(
        only_looking(settings),
        fix=bool(options.get("fix")),
        unsafe_fixes=bool(options.get("unsafe_fixes")),
        diff_base=None,
        # What is in a revision is tracked, whatever `.gitignore` says.
        respect_gitignore=settings.respect_gitignore and not exported,
    )
    check_names(settings)
    return settings


def _unapplied(report: Report) -> Report:
    """The report of a run whose fixes go nowhere."""
    findings = (replace(each, fix=each.fix and replace(each.fix, applied=False)) for each in report.findings)
    return replace(report, findings=tuple(findings))


def _head(place: _Place) -> Row:
    return {"status": SCANNED, "commit": place.commit, "state": place.state}


def _counted(report: Report | None) -> Row:
    from migrator.report.json import as_json
    from migrator.report.mask import mask_report

    if report is None:
        return {"empty": True, "summary": {}, "findings": [], "skipped": []}
    told = as_json(mask_report(report))
    found = told["findings"]
    return {
        "today": told["today"],
        "summary": told["summary"],
        "findings": [*found] if isinstance(found, list) else [],
        "skipped": told["skipped"],
    }


def _sarif(report: Report) -> str:
    from migrator.report import Style, render

    text = io.StringIO()
    render("sarif", report, Style(), text)
    return text.getvalue()
