"""Asks git about a checkout without running anything that the checkout brings along."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

SECONDS = 60.0

_SAFE = {
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.pager": "cat",
    "core.editor": "false",
    "core.askPass": "",
    "core.sshCommand": "false",
    "core.untrackedCache": "false",
    "core.attributesFile": os.devnull,
    "credential.helper": "",
    "diff.external": "",
    "blame.ignoreRevsFile": "",
    "gc.auto": "0",
    "mailmap.blob": "HEAD:.mailmap",
    "mailmap.file": os.devnull,
    "maintenance.auto": "false",
    "protocol.allow": "never",
    "safe.bareRepository": "all",
    "submodule.recurse": "false",
}


_ENVIRONMENT = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    # Older ones do not know this and would ask a remote for what is missing, as the repository tells them to; the list
    # of transports, which holds none, beats what the repository allows itself.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "LC_ALL": "C",
}


def run_git(
    arguments: Sequence[str], folder: str, seconds: float = SECONDS, given: bytes | None = None, index: str | None = None
) -> bytes | None:
    """What git prints, or None where there is no git, no repository, or git refuses or fails; `given` is what it reads.

    `index`: the file to use in place of the repository's own index.

    Only for commands that read the index, the names in the work tree or the object store. Filters and text converters
    named in a repository's settings cannot be switched off as a whole: commands that compare or check out contents
    (diff, status, checkout) would run them and do not belong here.
    """
    import subprocess

    try:
        done = subprocess.run(
            ["git", "--no-optional-locks", "--no-pager", *safe_options(), "-C", folder, *arguments],
            stdin=subprocess.DEVNULL if given is None else None,
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=clean_environment(os.environ) | ({"GIT_INDEX_FILE": index} if index else {}),
            timeout=seconds,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def safe_options() -> list[str]:
    """The options that keep a repository's own settings from running anything."""
    return [part for name, value in _SAFE.items() for part in ("-c", f"{name}={value}")]


def clean_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without what steers git: a hook that calls us has GIT_DIR and GIT_INDEX_FILE set."""
    kept = {name: value for name, value in environment.items() if not name.upper().startswith("GIT_")}
    return kept | _ENVIRONMENT
