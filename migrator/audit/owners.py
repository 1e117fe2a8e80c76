"""Who owns a file: CODEOWNERS says so, else whoever last touched the line, else the list."""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from collections.abc import Iterator

from pathspec import GitIgnoreSpec

from migrator.files.git import run_git
from migrator.files.tree import read_plain
from migrator.findings import Json, Report

_PLACES = ("CODEOWNERS", ".github/CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS", ".gitea/CODEOWNERS")
_LARGEST = 3 << 20
_HEADING = re.compile(r"\^?\[[^\]]+\](?:\[\d+\])?(?:\s+(.*))?")
_AUTHOR = re.compile(rb"^author-mail <(.+)>$", re.MULTILINE)
PATIENCE = 30.0
"""Seconds that one repository's history may take: some have a million commits."""
MOST_BLAMED = 200
"""Files of one repository whose history is asked for."""


def owners_of(report: Report, root: str, folder: str, commit: str, listed: str) -> Json:
    """The owner of each file with a finding; `folder` holds the history, empty without one."""
    lines: dict[str, set[int]] = {}
    for finding in report.findings:
        lines.setdefault(finding.place.path, set()).add(finding.place.line)
    rules = list(code_owners(root))
    told: dict[str, Json] = {}
    patience = PATIENCE if folder and commit else 0.0
    for number, (path, found) in enumerate(sorted(lines.items())):
        owner = _by_rule(path, rules)
        if not owner and patience > 0 and number < MOST_BLAMED:
            started = time.monotonic()
            owner = _by_history(path, sorted(found), folder, commit, patience)
            patience -= time.monotonic() - started
        told[path] = owner or listed or None
    return told


def code_owners(root: str) -> Iterator[tuple[GitIgnoreSpec, str]]:
    """Patterns and owners of the first CODEOWNERS file, in its order."""
    for place in _PLACES:
        try:
            text = read_plain(os.path.join(root, place), _LARGEST).decode("utf-8", "replace")
        except OSError:
            continue
        usual = ""
        for line in text.splitlines():
            line = line.split(" #", 1)[0].strip()
            heading = _HEADING.fullmatch(line)
            if heading is not None:
                # GitLab's: its owners are those of what follows without any.
                usual = " ".join((heading[1] or "").split())
                continue
            words = line.split()
            if words and not words[0].startswith(("#", "[")):
                try:
                    yield GitIgnoreSpec.from_lines([words[0]]), " ".join(words[1:]) or usual
                except ValueError:
                    # A pattern that says nothing, such as a lone "!".
                    continue
        return


def _by_rule(path: str, rules: list[tuple[GitIgnoreSpec, str]]) -> str:
    """The last pattern that matches decides, also that nobody owns it."""
    return next((owner for spec, owner in reversed(rules) if spec.match_file(path)), "")


def _by_history(path: str, lines: list[int], folder: str, commit: str, seconds: float) -> str:
    """Whoever last touched most of the lines."""
    ranges = [part for line in lines[:50] for part in ("-L", f"{line},{line}")]
    told = run_git(["blame", "--line-porcelain", "--no-textconv", *ranges, commit, "--", path], folder, seconds)
    authors = Counter(_AUTHOR.findall(told or b""))
    return authors.most_common(1)[0][0].decode("utf-8", "replace") if authors else ""
