"""What the walk over a JavaScript program collects on its way, before it becomes `FileFacts`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from migrator.facts import (
    FormalParameter,
    Function,
)
from migrator.languages.collector import Collector
from migrator.languages.javascript.blocks import Names
from migrator.languages.javascript.optional import Types, declared_types
from migrator.languages.javascript.parse import Parsed
from migrator.values import Site, Value

if TYPE_CHECKING:
    from tree_sitter import Node


@dataclass(slots=True)
class OpenFunction:
    """A function whose body is being read."""

    number: int
    name: str
    scope: int
    defined_in: int
    owner: int | None
    parameters: tuple[FormalParameter, ...]
    site: Site
    decorators: tuple[Value, ...] = ()
    returns: list[Value] = field(default_factory=list)
    private: bool = False

    def close(self) -> Function:
        """The finished function."""
        return Function(
            self.number,
            self.name,
            self.scope,
            self.defined_in,
            self.owner,
            self.parameters,
            tuple(self.returns),
            self.decorators,
            self.site,
            self.private,
        )


class Builder(Collector):
    """A walk over a JavaScript tree."""

    def __init__(self, path: str, parsed: Parsed, interesting: Callable[[str], bool]) -> None:
        super().__init__(path, interesting)
        self.parsed = parsed
        self.names = Names()
        self.function: OpenFunction | None = None
        self.exported: set[str] = set()
        """Names under which the module exports what has no name in it."""
        self.addresses: dict[tuple[int | None, str], list[Value]] = {}
        """What requests of a browser's were told to go to, by their names."""
        self._types: Types | None = None
        self.flags: dict[Site, frozenset[str]] = {}
        """Of parameters, by their places: which properties are yes or no and may be missing."""

    def declared_types(self) -> Types:
        """What the names of the file's types stand for, looked for once."""
        if self._types is None:
            self._types = declared_types(self.parsed.root)
        return self._types

    def site(self, node: Node) -> Site:
        """Where a node stands in the file."""
        place = self.parsed.places.file
        return Site(self.path, place(node.start_byte), place(node.end_byte))

    def text(self, node: Node) -> str:
        """A node's source."""
        return self.parsed.text[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def assign(self, name: str, value: Value, site: Site) -> None:
        """Give a name that may stand in an outer scope another value."""
        name = self.names.actual(name)
        scope: int | None = self.scope
        while scope is not None and (scope, name) not in self.bindings:
            scope = self.scopes[scope].parent
        self.bind(name, value, site, scope)

    def arm(self, statement: int, arm: int, body: Node | None = None) -> AbstractContextManager[None]:
        """Read one arm of a branching statement."""
        return self.in_arm(statement, arm, self.site(body) if body is not None else None)
