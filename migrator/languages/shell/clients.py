"""Tells which command sends a request, under whatever it is run with, and reads its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from migrator.languages.http_body.quoted import Quoted
from migrator.languages.shell import curl, httpie, wget
from migrator.languages.shell.request import Request

READERS: Mapping[str, Callable[[Sequence[Quoted]], Request]] = {
    "curl": curl.read_command,
    "wget": wget.read_command,
    "http": httpie.read_command,
    "https": httpie.read_command,
    "xh": httpie.read_command,
    "xhs": httpie.read_command,
}
# fmt: off
RUNNERS = frozenset({
    "builtin", "command", "doas", "env", "exec", "nice", "nohup", "parallel", "retry", "stdbuf", "sudo", "time", "timeout",
    "watch", "xargs",
})
# fmt: on
"""Commands that run the one behind them."""
CONTAINERS = frozenset({"docker", "podman", "nerdctl", "kubectl", "docker-compose"})

_RUNS = re.compile(r"-[a-z]*c")
SHELLS = frozenset({"sh", "bash", "zsh", "dash", "ash", "ksh"})


def name_of(word: str) -> str:
    """A program's name without folder and ending."""
    return word.rpartition("/")[2].removesuffix(".exe").lower()


def client_of(called: str, words: Sequence[Quoted]) -> tuple[str, Sequence[Quoted]] | None:
    """The client that a command runs, and the words that the client gets; None for anything else."""
    name = name_of(called)
    if name in READERS:
        return name, words
    if name not in RUNNERS and name not in CONTAINERS:
        return None
    for at, word in enumerate(words):
        inner = name_of(word.text)
        if inner in READERS and not (name in CONTAINERS and inner != "curl"):
            return inner, words[at + 1 :]
        if word.text.startswith(("http:", "https:", "{")):
            return None
    return None


def inner_scripts(called: str, words: Sequence[Quoted]) -> Iterator[Quoted]:
    """The words of a command that are scripts: behind a shell's `-c`, what `eval`, `ssh` and `watch` run."""
    names = [name_of(called), *(name_of(word.text) for word in words)]
    for at, word in enumerate(words):
        shell = any(name in SHELLS for name in names[: at + 1])
        if shell and _RUNS.fullmatch(word.text) and at + 1 < len(words):
            yield words[at + 1]
            return
    if words and name_of(called) in ("eval", "ssh", "watch") and " " in words[-1].text:
        yield words[-1]
