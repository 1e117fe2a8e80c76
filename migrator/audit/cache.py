"""Keeps shallow, partial clones of remote repositories in a folder, and brings them up to date."""

from __future__ import annotations

import hashlib
import os
import re

from migrator.audit.export import wanted
from migrator.audit.git import GitFailed, blobs_of, commit_of, remote
from migrator.files.git import run_git

_OID = re.compile(rb"^([0-9a-f]{40,64})\t", re.MULTILINE)


def head_of(url: str, branch: str, cache: str) -> str:
    """The commit that the remote's branch, or its head, is at now; empty for a repository without commits.

    Raises `GitFailed`.
    """
    os.makedirs(cache, exist_ok=True)
    told = remote(["ls-remote", "--", url, f"refs/heads/{branch}" if branch else "HEAD"], cache, 300.0)
    found = _OID.search(told)
    if found is None and branch:
        raise GitFailed(f"there is no branch {branch} there")
    if found is None and remote(["ls-remote", "--heads", "--", url], cache, 300.0).strip():
        raise GitFailed("its head names no commit; name a branch")
    return found[1].decode() if found is not None else ""


def fetched(url: str, commit: str, cache: str) -> str:
    """The folder of a bare clone that holds the commit, with the contents of files that somebody may read."""
    folder = os.path.join(cache, hashlib.sha256(url.encode("utf-8", "surrogateescape")).hexdigest()[:32])
    if not os.path.isdir(os.path.join(folder, "objects")):
        remote(["init", "--quiet", "--bare", "--template=", folder], cache)
        remote(["config", "remote.origin.url", url], folder)
        # What is left out is asked for later, by name.
        remote(["config", "remote.origin.promisor", "true"], folder)
        remote(["config", "remote.origin.partialclonefilter", "blob:none"], folder)
        remote(["config", "extensions.partialClone", "origin"], folder)
        remote(["config", "core.repositoryFormatVersion", "1"], folder)
    if commit_of(folder, commit) is None:
        try:
            remote([*_FETCH, "--filter=blob:none", "origin", commit], folder)
        except GitFailed:
            # A server that does not take such wishes gives the whole branch.
            remote([*_FETCH, "origin", "+HEAD:refs/heads/audited"], folder)
    remote(["update-ref", "refs/heads/audited", commit], folder)
    _fill(folder, commit)
    return folder


_FETCH = ("fetch", "--quiet", "--depth=1", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--force")


def _fill(folder: str, commit: str) -> None:
    """Fetch what is missing of the files that are to be read, all at once."""
    told = run_git(["rev-list", "--objects", "--missing=print", "--max-count=1", commit], folder, 600.0) or b""
    missing = {line[1:].decode("ascii", "replace") for line in told.splitlines() if line.startswith(b"?")}
    oids = sorted({blob.oid for blob in blobs_of(folder, commit) or () if blob.oid in missing and wanted(blob)})
    if oids:
        given = b"".join(oid.encode() + b"\n" for oid in oids)
        remote(["-c", "fetch.negotiationAlgorithm=noop", *_FILL], folder, given=given)


_FILL = (
    "fetch",
    "--quiet",
    "--no-tags",
    "--no-write-fetch-head",
    "--no-recurse-submodules",
    "--filter=blob:none",
    "--stdin",
    "origin",
)
