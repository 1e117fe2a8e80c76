"""What a walk over any language's tree collects on its way, before it becomes `FileFacts`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from sys import intern

from migrator.facts import AttributeBinding, Binding, Block, Call, Class, Function, Mention, Mutation, Scope, Use
from migrator.values import Imported, Site, Value


class Collector:
    """The mutable state of one walk: where it is, and what it has found.

    `interesting` tells which strings may name a model, a host or a variable.
    """

    def __init__(self, path: str, interesting: Callable[[str], bool]) -> None:
        self.path = path
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
        self.star_imports: list[Imported] = []
        self.arms: dict[int, int] = {}
        self.tests: dict[tuple[int, int], tuple[str, Value]] = {}
        self.exclusive: set[int] = set()
        self.loops: set[int] = set()
        self.arm_sites: dict[tuple[int, int], Site] = {}
        self.scope = 0
        self.block: Block = ()
        self.expects_failure = ""
        self.asserts = False
        self._order = 0
        self._statements = 0

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
        name = intern(name)
        where = self.scope if scope is None else scope
        block = self.block if where == self.scope else self._at_some_time(where)
        self.bindings.setdefault((where, name), []).append(Binding(name, where, value, self.next_order(), block, site))

    def _at_some_time(self, scope: int) -> Block:
        """Where a name of a scope around this one is set: a function may run at any time, or never."""
        within = self.scopes[self.scope].kind == "function" and self.scopes[scope].kind != "class"
        return ((self.next_statement(), 0),) if within else ()

    def new_scope(self, kind: str, owner: int | None, name: str) -> int:
        """A scope inside the present one."""
        number = len(self.scopes)
        self.scopes.append(Scope(number, kind, self.scope, owner, name))
        return number

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
    def in_arm(self, statement: int, arm: int, site: Site | None = None) -> Iterator[None]:
        """Read one arm of a branching statement; `site` is where it stands, as far as it is read now."""
        saved = self.block
        self.block = (*saved, (statement, arm))
        if site is not None:
            known = self.arm_sites.get((statement, arm), site)
            self.arm_sites[statement, arm] = Site(site.path, min(site.start, known.start), max(site.end, known.end))
        try:
            yield
        finally:
            self.block = saved
