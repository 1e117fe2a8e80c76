"""What an audit asks of git: revisions, objects, and clones; nothing that a repository brings along is run."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from migrator.audit.sources import without_password
from migrator.files.git import clean_environment, run_git, safe_options

CLONE_SECONDS = 1800.0
SILENCE = 60
"""Seconds without a word after which a server is given up."""
SUBMODULE = "160000"
_SCHEMES = ("https", "ssh", "file", "git", "http")
# A clone is asked for by the user, whose own settings say how to log in; what it brings along has no say.
_REMOTE = (
    "core.hooksPath=" + os.devnull,
    "core.fsmonitor=false",
    "core.askPass=",
    "protocol.allow=never",
    *(f"protocol.{scheme}.allow=always" for scheme in _SCHEMES),
    "safe.bareRepository=all",
    "submodule.recurse=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "transfer.fsckObjects=false",
)


class GitFailed(Exception):
    """What git said, in one line."""


@dataclass(frozen=True, slots=True)
class Blob:
    """A file of a revision: its object, name and mode."""

    name: str
    oid: str
    mode: str


def commit_of(folder: str, revision: str) -> str | None:
    """The commit that a revision stands for, the head's for an empty one; None where there is none."""
    wanted = revision or "HEAD"
    if wanted.startswith("-"):
        return None
    told = run_git(["rev-parse", "--verify", "--quiet", f"{wanted}^{{commit}}"], folder)
    if told is None and revision:
        told = run_git(["rev-parse", "--verify", "--quiet", f"origin/{wanted}^{{commit}}"], folder)
    return None if told is None else told.decode("ascii", "replace").strip() or None


def blobs_of(folder: str, commit: str) -> list[Blob] | None:
    """The files of a commit, links and submodules included; None where git cannot tell."""
    told = run_git(["ls-tree", "-r", "-z", "--full-tree", commit], folder, 600.0)
    return None if told is None else list(_blobs(told))


def _blobs(told: bytes) -> Iterator[Blob]:
    for line in told.split(b"\0"):
        head, tab, name = line.partition(b"\t")
        fields = head.split()
        if tab and len(fields) == 3:
            yield Blob(os.fsdecode(name), fields[2].decode("ascii"), fields[0].decode("ascii"))


def contents(folder: str, oids: Sequence[str], largest: int) -> Iterator[tuple[str, bytes | int | None]]:
    """The bytes of objects, one at a time; the size of one that is larger, None for one that is not there."""
    command = ["git", "--no-optional-locks", *safe_options(), "-C", folder, "cat-file", "--batch"]
    for start in range(0, len(oids), 256):
        # Few at a time: git stops reading what it is asked while nobody takes what it answers.
        some = oids[start : start + 256]
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=clean_environment(os.environ),
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(b"".join(oid.encode() + b"\n" for oid in some))
            process.stdin.close()
            for oid in some:
                # "OID blob SIZE", the bytes and an end of line; of an object that is not there only "OID missing".
                told = process.stdout.readline().split()[2:]
                if not told:
                    yield oid, None
                elif (size := int(told[0])) <= largest:
                    yield oid, process.stdout.read(size + 1)[:size]
                else:
                    _skip(process.stdout, size + 1)
                    yield oid, size


def _skip(stream: IO[bytes], size: int) -> None:
    while size > 0:
        size -= len(stream.read(min(size, 1 << 20))) or size


def remote(arguments: Sequence[str], folder: str, seconds: float = CLONE_SECONDS, given: bytes | None = None) -> bytes:
    """What git prints of a command that talks to another machine. Raises `GitFailed`."""
    slow = (f"http.lowSpeedTime={SILENCE}", "http.lowSpeedLimit=1")
    options = [part for option in (*_REMOTE, *slow, f"core.sshCommand={_ssh()}") for part in ("-c", option)]
    environment = clean_environment(os.environ)
    environment.pop("GIT_NO_LAZY_FETCH", None)
    # A helper that keeps passwords may tell them, and must not open a window to ask for them.
    environment["GCM_INTERACTIVE"] = "never"
    environment["GIT_ALLOW_PROTOCOL"] = ":".join(_SCHEMES)
    # A repository that the cache happens to lie in has no say either.
    environment["GIT_CEILING_DIRECTORIES"] = os.path.dirname(os.path.abspath(folder))
    try:
        status, told, wrong = _ended(["git", *options, "-C", folder, *arguments], environment, seconds, given)
    except subprocess.TimeoutExpired as error:
        raise GitFailed(f"no answer in {seconds:g} seconds") from error
    except (OSError, ValueError) as error:
        raise GitFailed(str(error)) from error
    if status:
        raise GitFailed(without_password(_last_line(wrong)) or f"git ended with status {status}")
    return told


def _ended(command: list[str], environment: dict[str, str], seconds: float, given: bytes | None) -> tuple[int, bytes, bytes]:
    """How a command ended and what it wrote; it never outlives us, nor do the helpers that it starts."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL if given is None else subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=os.name == "posix",
    ) as process:
        try:
            told, wrong = process.communicate(given, seconds)
        except BaseException:
            if os.name == "posix":  # pragma: no branch - elsewhere there are no groups of processes to end
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            raise
    return process.returncode, told, wrong


def _ssh() -> str:
    """How to call ssh: as the user has it, but it must not ask for anything, or wait for ever."""
    own = (
        os.environ.get("GIT_SSH_COMMAND") or (run_git(["config", "--global", "--get", "core.sshCommand"], os.sep) or b"").decode()
    )
    return f"{own.strip() or 'ssh'} -oBatchMode=yes -oConnectTimeout={SILENCE} -oServerAliveInterval={SILENCE}"


def _last_line(told: bytes) -> str:
    lines = [line.strip() for line in told.decode("utf-8", "replace").splitlines() if line.strip()]
    # What went wrong first is the cause; what follows says that the whole failed.
    fatal = [line for line in lines if line.startswith(("fatal:", "error:", "ERROR:"))]
    return (fatal or lines or [""])[0].removeprefix("fatal: ").removeprefix("error: ")


def state_of(folder: str, commit: str) -> str:
    """What a work tree holds, in one word: its commit, and each file's size and time. Empty where git cannot tell."""
    told = run_git(["ls-files", "-z", "--cached", "--others", "--exclude-standard"], folder, 600.0)
    if told is None:
        return ""
    digest = hashlib.sha256(commit.encode())
    names = {name for name in told.split(b"\0") if name}
    for name in sorted(names | set(_environments(os.fsencode(folder), names))):
        try:
            found = os.lstat(os.path.join(os.fsencode(folder), name))
        except OSError:
            continue
        digest.update(b"%s\0%d\0%d\0" % (name, found.st_size, found.st_mtime_ns))
    return digest.hexdigest()


def _environments(folder: bytes, names: Iterable[bytes]) -> Iterator[bytes]:
    """The `.env` files beside these, which are read though git ignores them."""
    for inside in {os.path.dirname(name) for name in names}:
        try:
            with os.scandir(os.path.join(folder, inside)) as entries:
                yield from (os.path.join(inside, entry.name) for entry in entries if entry.name.startswith(b".env"))
        except OSError:
            continue
