"""Makes a commit of the fixes on a new branch, by way of the object store: the work tree stays as it is, nothing is pushed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable

from migrator.audit.git import blobs_of
from migrator.audit.texts import commit_message, pull_text, title_of
from migrator.audit.work import CannotAudit, Change
from migrator.files.git import run_git
from migrator.files.tree import read_plain
from migrator.findings import Json, Report

_WHO = {"name": "deepseek-migrate", "email": "deepseek-migrate@localhost"}


def branched(report: Report, folder: str, root: str, commit: str, change: Change, has_tree: bool) -> Json:
    """What was done, or would be: branch, commit, files, and the text of a pull request. Raises `CannotAudit`.

    `root` holds the commit's files with the fixes made; `folder` is the repository.
    """
    applied = [each for each in report.findings if each.fix is not None and each.fix.applied]
    paths = sorted({edit.path for each in applied if each.fix is not None for edit in each.fix.edits})
    left = [each for each in report.remaining if each.severity in ("error", "warning")]
    told: dict[str, Json] = {
        "branch": change.branch,
        "commit": None,
        "files": [*paths],
        "title": title_of(applied, report.vendor),
    }
    told["text"] = pull_text(report, applied, left)
    if not applied:
        return {**told, "outcome": "nothing to change"}
    if has_tree and not is_clean(folder, commit):
        raise CannotAudit("the work tree has changes that are not committed; commit or stash them first", "dirty")
    if run_git(["check-ref-format", "--branch", change.branch], folder) is None:
        raise CannotAudit(f"{change.branch} is no name for a branch", "branch")
    reference = f"refs/heads/{change.branch}"
    if run_git(["rev-parse", "--verify", "--quiet", reference], folder) is not None:
        raise CannotAudit(f"there is a branch {change.branch} already", "branch")
    if change.only_planned:
        return {**told, "outcome": "planned"}
    made = _committed(folder, root, commit, paths, commit_message(report, applied))
    # The old value says that nobody may have made the branch meanwhile.
    if run_git(["update-ref", "-m", "deepseek-migrate", reference, made, ""], folder) is None:
        raise CannotAudit(f"the branch {change.branch} cannot be made", "branch")
    return {**told, "commit": made, "outcome": "made"}


def _committed(folder: str, root: str, commit: str, paths: Iterable[str], message: str) -> str:
    modes = {blob.name: blob.mode for blob in blobs_of(folder, commit) or ()}
    lines = []
    for path in paths:
        with open(os.path.join(root, path), "rb") as file:
            oid = _told(run_git(["hash-object", "-w", "--no-filters", "--stdin"], folder, given=file.read()))
        lines.append(f"{modes.get(path, '100644')} {oid}\t{path}\0")
    # Of a partial clone, what nobody reads is not there.
    with tempfile.TemporaryDirectory() as scratch:
        index = os.path.join(scratch, "index")
        _told(run_git(["read-tree", commit], folder, index=index), empty=True)
        given = os.fsencode("".join(lines))
        _told(run_git(["update-index", "-z", "--index-info"], folder, given=given, index=index), empty=True)
        tree = _told(run_git(["write-tree", "--missing-ok"], folder, index=index))
    who = [part for key, text in _WHO.items() if not _is_set(folder, key) for part in ("-c", f"user.{key}={text}")]
    return _told(run_git([*who, "commit-tree", tree, "-p", commit], folder, given=message.encode("utf-8", "backslashreplace")))


def _is_set(folder: str, key: str) -> bool:
    return run_git(["config", "--get", f"user.{key}"], folder) is not None


def _told(told: bytes | None, *, empty: bool = False) -> str:
    if told is None or not (empty or told.strip()):
        raise CannotAudit("git cannot write the commit", "commit")
    return told.decode("ascii", "replace").strip()


def is_clean(folder: str, commit: str) -> bool:
    """Whether index and work tree are as the commit has them, told without git's filters, which a repository may choose."""
    listed = run_git(["ls-files", "-s", "-z"], folder, 600.0)
    blobs = blobs_of(folder, commit)
    if listed is None or blobs is None:
        return False
    index = set()
    for line in listed.split(b"\0"):
        head, tab, name = line.partition(b"\t")
        if tab:
            mode, oid, stage = head.decode("ascii", "replace").split()
            index.add((os.fsdecode(name), oid, mode, stage))
    if index != {(blob.name, blob.oid, blob.mode, "0") for blob in blobs}:
        return False
    return all(_is_same(os.path.join(folder, blob.name), blob.oid, blob.mode) for blob in blobs)


def _is_same(path: str, oid: str, mode: str) -> bool:
    try:
        if mode == "160000":
            return True
        if mode == "120000":
            data = os.fsencode(os.readlink(path))
        else:
            data = read_plain(path, 1 << 40)
    except OSError:
        return False
    return any(_digest(each, oid) == oid for each in (data, data.replace(b"\r\n", b"\n")))


def _digest(data: bytes, oid: str) -> str:
    digest = hashlib.sha256() if len(oid) == 64 else hashlib.sha1(usedforsecurity=False)
    digest.update(b"blob %d\0" % len(data))
    digest.update(data)
    return digest.hexdigest()
