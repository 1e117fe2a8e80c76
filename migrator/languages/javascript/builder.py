"""What the walk over a JavaScript program collects on its way, before it becomes `FileFacts`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from migrator.facts import (
    AttributeBinding,
    Binding,
    Block,
    Call,
    Class,
    FormalParameter,
    Function,
    Mention,
    Mutation,
    Scope,
    Use,
)
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
        )


class Builder:
    """The mutable state of one walk: where it is, and what it has found."""

    def __init__(self, path: str, parsed: Parsed, interesting: Callable[[str], bool]) -> None:
        self.path = path
        self.parsed = parsed
        self.interesting = interesting
        self.scopes: list[Scope] = [Scope(0, "module", None, None, "")]
        self.bindings: dict[tuple[int, str], list[Binding]] = {}
        self.attributes: list[AttributeBinding] = []
        self.mutations: list[Mutation] = []
        self.calls: list[Call | None] = []
        self.functions: list[Function | None] = []
        self.classes: list[Class | None] = []
        self.uses: list[Use] = []
        self.mentions: list[Mention] = []
        self.star_imports: list[Value] = []
        self.arms: dict[int, int] = {}
        self.exclusive: set[int] = set()
        self.loops: set[int] = set()
        self.arm_sites: dict[tuple[int, int], Site] = {}
        self.scope = 0
        self.block: Block = ()
        self.expects_failure = ""
        self.function: OpenFunction | None = None
        self._order = 0
        self._statements = 0

    def site(self, node: Node) -> Site:
        """Where a node stands in the file."""
        place = self.parsed.places.file
        return Site(self.path, place(node.start_byte), place(node.end_byte))

    def text(self, node: Node) -> str:
        """A node's source."""
        return self.parsed.text[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def next_order(self) -> int:
        """A number that grows along the file."""
        self._order += 1
        return self._order

    def next_statement(self) -> int:
        """A number for a branching statement."""
        self._statements += 1
        return self._statements

    def bind(self, name: str, value: Value, site: Site, scope: int | None = None) -> None:
        """Record that `name` takes `value` here."""
        where = self.scope if scope is None else scope
        block = self.block if where == self.scope else ()
        self.bindings.setdefault((where, name), []).append(Binding(name, where, value, self.next_order(), block, site))

    def assign(self, name: str, value: Value, site: Site) -> None:
        """Give a name that may stand in an outer scope another value."""
        scope: int | None = self.scope
        while scope is not None and (scope, name) not in self.bindings:
            scope = self.scopes[scope].parent
        self.bind(name, value, site, scope)

    def new_scope(self, kind: str, owner: int | None, name: str) -> int:
        """A scope inside the present one."""
        number = len(self.scopes)
        self.scopes.append(Scope(number, kind, self.scope, owner, name))
        return number

    def mention(self, kind: str, text: str, site: Site) -> None:
        """A string that may name something of ours."""
        if self.interesting(text):
            self.mentions.append(Mention(kind, text, site))

    def relabel(self, since: int, kind: str) -> None:
        """Mentions found since then are of this kind: they are compared, not passed on."""
        for index in range(since, len(self.mentions)):
            old = self.mentions[index]
            if old.kind == "string":
                self.mentions[index] = Mention(kind, old.text, old.site, old.symbol)

    @contextmanager
    def inside(self, scope: int) -> Iterator[None]:
        """Read the body of a scope."""
        saved = self.scope, self.block, self.expects_failure
        self.scope, self.block = scope, ()
        try:
            yield
        finally:
            self.scope, self.block, self.expects_failure = saved

    @contextmanager
    def arm(self, statement: int, arm: int, body: Node | None = None) -> Iterator[None]:
        """Read one arm of a branching statement."""
        saved = self.block
        self.block = (*saved, (statement, arm))
        if body is not None:
            self.arm_sites[statement, arm] = self.site(body)
        try:
            yield
        finally:
            self.block = saved
