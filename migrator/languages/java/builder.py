"""What a walk collects on its way, before it becomes `FileFacts`."""

from __future__ import annotations

from collections.abc import Callable as Function_
from collections.abc import Iterator
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
from migrator.languages.java.parse import Parsed
from migrator.values import Callable, Site, Value

if TYPE_CHECKING:
    from tree_sitter import Node


@dataclass(slots=True)
class OpenFunction:
    """A method whose body is being read."""

    number: int
    static: bool
    returns: list[Value] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class OpenClass:
    """A class whose body is being read, with the names that its body declares."""

    number: int
    scope: int
    fields: frozenset[str]
    methods: frozenset[str]


class Builder:
    """The mutable state of one walk: where it is, and what it has found."""

    def __init__(self, path: str, parsed: Parsed, interesting: Function_[[str], bool]) -> None:
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
        self.chains: list[int] = []
        """The numbers of calls that stand for a whole builder chain."""
        self.arms: dict[int, int] = {}
        self.exclusive: set[int] = set()
        self.loops: set[int] = set()
        self.arm_sites: dict[tuple[int, int], Site] = {}
        self.scope = 0
        self.block: Block = ()
        self.expects_failure = ""
        self.function: OpenFunction | None = None
        self.around: list[OpenClass] = []
        self._order = 0
        self._statements = 0

    def site(self, node: Node) -> Site:
        """Where a node stands."""
        return Site(self.path, *self.parsed.span(node))

    def between(self, start: int, end: int) -> Site:
        """A place by offsets into the text."""
        return Site(self.path, self.parsed.offsets.in_file(start), self.parsed.offsets.in_file(end))

    def text(self, node: Node | None) -> str:
        """A node as written; nothing for none."""
        return self.parsed.text_of(node) if node is not None else ""

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

    def new_scope(self, kind: str, owner: int | None, name: str) -> int:
        """A scope inside the present one."""
        number = len(self.scopes)
        self.scopes.append(Scope(number, kind, self.scope, owner, name))
        return number

    def is_local(self, name: str) -> bool:
        """Whether a name is a variable or parameter of a method around this place."""
        scope: int | None = self.scope
        while scope is not None and self.scopes[scope].kind == "function":
            if (scope, name) in self.bindings:
                return True
            scope = self.scopes[scope].parent
        return False

    def declaring(self, name: str, kind: str) -> OpenClass | None:
        """The innermost class around this place that declares a field or a method of this name."""
        for each in reversed(self.around):
            if name in (each.fields if kind == "field" else each.methods):
                return each
        return None

    def class_value(self, declared: OpenClass, site: Site) -> Callable:
        """A class of this file as a value."""
        return Callable("class", declared.number, site)

    def mention(self, kind: str, text: str, site: Site) -> None:
        """Note a string that may name something of ours."""
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
        self.scope, self.block, self.expects_failure = scope, (), ""
        try:
            yield
        finally:
            self.scope, self.block, self.expects_failure = saved

    @contextmanager
    def arm(self, statement: int, arm: int, node: Node) -> Iterator[None]:
        """Read one arm of a branching statement."""
        saved = self.block
        self.block = (*saved, (statement, arm))
        site = self.site(node)
        known = self.arm_sites.get((statement, arm))
        if known is not None:
            site = Site(self.path, min(site.start, known.start), max(site.end, known.end))
        self.arm_sites[(statement, arm)] = site
        try:
            yield
        finally:
            self.block = saved

    def method(
        self,
        opened: OpenFunction,
        name: str,
        scope: int,
        owner: int | None,
        parameters: tuple[FormalParameter, ...],
        decorators: tuple[Value, ...],
        site: Site,
        private: bool = False,
    ) -> None:
        """Keep a method that has been read."""
        self.functions[opened.number] = Function(
            opened.number, name, scope, self.scope, owner, parameters, tuple(opened.returns), decorators, site, private
        )
