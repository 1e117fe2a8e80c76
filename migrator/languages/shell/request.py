"""A request as a command line says it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from migrator.languages.http_body.quoted import Quoted

if TYPE_CHECKING:
    from migrator.languages.shell.httpie import Item


@dataclass(slots=True)
class Request:
    """URLs, headers and bodies in order; `odd` where the command says something that makes another request of it.

    A body is a "text" as it is, "data" (as curl takes it: behind an `@` stands a file's name) or a "file" by its name.
    `items` are fields of a body that are words of their own.
    """

    urls: list[Quoted] = field(default_factory=list)
    headers: list[Quoted] = field(default_factory=list)
    bodies: list[tuple[str, Quoted]] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    files: list[Quoted] = field(default_factory=list)
    """Names of files that the command writes or reads beside the body."""
    odd: bool = False
    reads: bool = False
    """What is fed to the command is its body, if it names no other."""
