"""Tells apart what blocks declare under one name: `const` and `let` hold in their block alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

BINDING = frozenset({"identifier", "shorthand_property_identifier_pattern"})
SINGLE = frozenset({"class_declaration", "abstract_class_declaration", "function_declaration", "generator_function_declaration"})
DECLARING = frozenset({"lexical_declaration", "variable_declaration"})


class Names:
    """What names stand for where the walk is: one that hides another around it has a name of its own."""

    def __init__(self) -> None:
        self._hiding: dict[str, str] = {}
        self._declared: Counter[str] = Counter()
        self._blocks = 0

    def actual(self, name: str) -> str:
        """The name under which what is called so here is known."""
        return self._hiding.get(name, name)

    @contextmanager
    def function(self, declared: Iterable[str]) -> Iterator[None]:
        """Read a function, whose names are its own by its scope."""
        names = list(dict.fromkeys(declared))
        with self._inside({name: name for name in names}):
            yield

    @contextmanager
    def block(self, declared: Iterable[str]) -> Iterator[None]:
        """Read a block."""
        self._blocks += 1
        names = dict.fromkeys(declared)
        with self._inside({name: f"{name}@{self._blocks}" if self._declared[name] else name for name in names}):
            yield

    @contextmanager
    def _inside(self, names: dict[str, str]) -> Iterator[None]:
        saved = {name: self._hiding.get(name) for name in names}
        self._hiding.update(names)
        self._declared.update(names.keys())
        try:
            yield
        finally:
            self._declared.subtract(names.keys())
            for name, before in saved.items():
                if before is None:
                    del self._hiding[name]
                else:
                    self._hiding[name] = before


def declared(nodes: Iterable[Node], block: bool) -> Iterator[str]:
    """The names that statements declare for the block that they stand in; `var` declares for the whole function."""
    for node in nodes:
        if node.type == "export_statement":
            inner = node.child_by_field_name("declaration")
            yield from declared([inner] if inner is not None else [], block)
        elif node.type in SINGLE:
            yield from named(node.child_by_field_name("name"))
        elif node.type in DECLARING and not (block and node.type == "variable_declaration"):
            for declarator in node.named_children:
                yield from named(declarator.child_by_field_name("name"))
        elif node.type == "import_statement":
            for clause in node.named_children:
                yield from named(clause if clause.type == "import_clause" else None)


def named(pattern: Node | None) -> Iterator[str]:
    """The names that a pattern gives something."""
    waiting = [] if pattern is None else [pattern]
    while waiting:
        node = waiting.pop()
        if node.type in BINDING or node.type == "type_identifier":
            yield (node.text or b"").decode("utf-8", "replace")
        elif node.type == "pair_pattern":
            waiting.extend(node.children_by_field_name("value"))
        elif node.type in ("assignment_pattern", "object_assignment_pattern"):
            waiting.extend(node.children_by_field_name("left"))
        elif node.type in ("required_parameter", "optional_parameter"):
            waiting.extend(node.children_by_field_name("pattern"))
        elif node.type == "import_specifier":
            waiting.extend(node.children_by_field_name("alias") or node.children_by_field_name("name"))
        else:
            waiting.extend(node.named_children)
