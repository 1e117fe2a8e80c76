"""Tells which command sends a request, under whatever it is run with, and reads its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from migrator.languages.http_body.quoted import Quoted
from migrator.languages.shell import curl, wget
from migrator.languages.shell.request import Request

READERS: Mapping[str, Callable[[Sequence[Quoted]], Request]] = {"curl": curl.read_command, "wget": wget.read_command}
RUNNERS = frozenset({"time", "sudo", "env", "command", "exec", "nohup", "timeout", "nice", "builtin", "doas", "stdbuf", "retry"})
"""Commands that run the one behind them."""
CONTAINERS = frozenset({"docker", "podman", "nerdctl", "kubectl", "docker-compose"})


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
