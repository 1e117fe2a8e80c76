"""What a walk collects on its way, before it becomes `FileFacts`."""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import Callable as Function_
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from migrator.facts import Argument, AttributeBinding, Call, FormalParameter, Function, Mention, Use
from migrator.languages.collector import Collector
from migrator.languages.java.bodies import Bodies
from migrator.languages.java.parse import Parsed
from migrator.values import Callable, Entry, Literal, Record, Result, Site, Value

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
    name: str = ""
    is_interface: bool = False
    has_bases: bool = False
    overloaded: frozenset[str] = frozenset()
    """The names that several of its methods share."""
    made_by_builder: bool = False
    """Lombok gives it a builder."""
    filled: bool = False
    """Lombok gives it a constructor of its fields."""
    constructed: frozenset[str] = frozenset()
    """The fields that are never without what every constructor gives them."""

    def field_name(self, name: str) -> str:
        """What a field is called in the facts, where methods have a namespace of their own."""
        return f"{name}#" if name in self.fields and name in self.methods else name


class Builder(Bodies):
    """A walk over a tree of Java or Kotlin."""

    def __init__(self, path: str, parsed: Parsed, interesting: Function_[[str], bool]) -> None:
        Collector.__init__(self, path, interesting)
        self.parsed = parsed
        self.prepare()
        self.chains: list[int] = []
        """The numbers of calls that stand for a whole builder chain."""
        self.open_chains: list[int] = []
        """Those of a chain that has not come to its end."""
        self.created_empty: set[int] = set()
        """The calls that make an object without arguments."""
        self.links: dict[int, tuple[Site, Site]] = {}
        """By call: the place of its name, and of the call from its dot."""
        self.reads: Counter[tuple[int, str]] = Counter()
        """How often each local variable is named."""
        self.put_on: dict[int, Value] = {}
        """By the number of a call that puts something into an object: the object."""
        self.function: OpenFunction | None = None
        self.nullable: set[Site] = set()
        """The parameters of a switch's type that may be null."""
        self.static_stars: list[tuple[str, Site]] = []
        """The classes whose static members are all imported."""
        self.yields: list[list[Value]] = []
        """What the `switch` expressions around this place give."""
        self.around: list[OpenClass] = []
        self.heads: dict[int, tuple[int, OpenFunction]] = {}
        """By class: the constructor that stands in its head, in Kotlin, and that constructor's scope."""

    def site(self, node: Node) -> Site:
        """Where a node stands."""
        return Site(self.path, *self.parsed.span(node))

    def between(self, start: int, end: int) -> Site:
        """A place by offsets into the text."""
        return Site(self.path, self.parsed.offsets.in_file(start), self.parsed.offsets.in_file(end))

    def text(self, node: Node | None) -> str:
        """A node as written; nothing for none."""
        return self.parsed.text_of(node) if node is not None else ""

    def is_local(self, name: str) -> bool:
        """Whether a name is a variable or parameter of a method around this place."""
        return self.local_scope(name) is not None

    def local_scope(self, name: str) -> int | None:
        """The method in which a name is a variable or parameter."""
        scope: int | None = self.scope
        while scope is not None and self.scopes[scope].kind == "function":
            if (scope, name) in self.bindings:
                return scope
            scope = self.scopes[scope].parent
        return None

    def declaring(self, name: str, kind: str) -> OpenClass | None:
        """The innermost class around this place that declares a field or a method of this name."""
        for each in reversed(self.around):
            if name in (each.fields if kind == "field" else each.methods):
                return each
        return None

    def class_value(self, declared: OpenClass, site: Site) -> Callable:
        """A class of this file as a value."""
        return Callable("class", declared.number, site)

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

    def bind_method(self, name: str, value: Value, site: Site, node: Node) -> None:
        """A method under its name; one of several of that name replaces none of the others."""
        if not self.around or name not in self.around[-1].overloaded:
            self.bind(name, value, site)
            return
        with self.arm(self.next_statement(), 0, node):
            self.bind(name, value, site)

    def open_call(self) -> int:
        """A number for a call, in the order in which calls begin."""
        self.calls.append(None)
        return len(self.calls) - 1

    def close_call(self, number: int, callee: Value, arguments: tuple[Argument, ...], site: Site) -> None:
        """Keep a call that has been read."""
        order = self.next_order()
        self.calls[number] = Call(number, callee, arguments, self.scope, order, self.block, site, self.expects_failure)

    def set_attribute(self, base: Value, name: str, value: Value, site: Site) -> None:
        """`base.name = value`."""
        self.attributes.append(AttributeBinding(base, name, value, self.scope, self.next_order(), self.block, site))

    @abstractmethod
    def lower(self, node: Node) -> Value:
        """The neutral form of an expression; the expressions' half knows how."""

    def pair(self, key_node: Node, value_node: Node, site: Site) -> Entry:
        """One value by its name."""
        before = len(self.mentions)
        key = self.lower(key_node)
        self.relabel(before, "key")
        if not isinstance(key, Literal):
            self.uses.append(Use("key", key, key.site))
        return Entry(key, self.lower(value_node), site)

    def recorded(self, entries: list[Entry], site: Site) -> Record:
        """A mapping that is written out, which may be the body of a request."""
        record = Record(tuple(entries), site)
        self.take_record(record)
        if any(isinstance(each.value, Literal) and self.interesting(str(each.value.value)) for each in entries):
            self.uses.append(Use("collection", record, record.site))
        return record

    def filled_by(self, target: Value) -> Value:
        """What `target` stands for, where it is what putting something into an object gives back."""
        return self.put_on.get(target.call, target) if isinstance(target, Result) else target

    def relabel_key(self, since: int, key: Value) -> None:
        """A mention that is a key of a mapping is none that is passed on."""
        for index, old in enumerate(self.mentions[since:], since):
            if old.site == key.site:
                self.mentions[index] = Mention("key", old.text, old.site)

    def named_pair(self, since: int, key: Value) -> None:
        """What a builder's method is given first is a name for what it is given second."""
        self.relabel_key(since, key)
        if not isinstance(key, Literal):
            self.uses.append(Use("key", key, key.site))

    def arm(self, statement: int, arm: int, node: Node) -> AbstractContextManager[None]:
        """Read one arm of a branching statement."""
        return self.in_arm(statement, arm, self.site(node))
