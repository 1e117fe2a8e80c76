"""Walks Kotlin's statements: bindings and branches around the expressions."""

from __future__ import annotations

from collections.abc import Callable as Function_
from typing import TYPE_CHECKING

from migrator.facts import Argument
from migrator.languages.java.chains import is_comment, part
from migrator.languages.kotlin.chains import inner
from migrator.languages.kotlin.declarations import Declarations
from migrator.values import (
    Element,
    Imported,
    Member,
    Opaque,
    Record,
    Reference,
    Site,
    Value,
)

if TYPE_CHECKING:
    from tree_sitter import Node


class Statements(Declarations):
    """The statement half of the walk."""

    def document(self, root: Node) -> None:
        """Read a whole file."""
        for child in root.named_children:
            self.statement(child)

    def statement(self, node: Node) -> None:
        """Read one declaration or statement."""
        if not is_comment(node):
            self.statement_value(node)

    def statement_value(self, node: Node) -> Value:
        handler = _HANDLERS.get(node.type)
        if handler is None:
            return self.lower(node)
        handler(self, node)
        return Opaque("", self.site(node))

    def skip(self, node: Node) -> None:
        """Nothing in it has a value."""

    def several(self, node: Node) -> None:
        for child in inner(node):
            self.statement(child)

    def imported(self, node: Node) -> None:
        path = next(child for child in node.named_children if child.type == "qualified_identifier")
        if any(child.type == "*" for child in node.children):
            return
        dotted, site = self.text(path), self.site(path)
        renamed = next((child for child in node.named_children if child.type == "identifier"), None)
        module, _, last = dotted.rpartition(".")
        self.bind(self.text(renamed) if renamed is not None else last, Member(Imported(module, None, 0, site), last, site), site)

    def local(self, node: Node) -> None:
        """A property at the top or in a function."""
        if self.scopes[self.scope].kind == "class":
            self.field(node)
            return
        name = self.name_of(node)
        value = self.property_value(node)
        if name is not None:
            site = self.site(name)
            if value is not None and self.method_around() is None:
                self.hold_body(self.text(name).strip("`"), value)
            self.bind(self.text(name).strip("`"), value if value is not None else Opaque("unset", site), site)
            if isinstance(value, Record):
                self.named_record(value, Reference(self.text(name).strip("`"), self.scope, site))

    def assigned(self, node: Node) -> None:
        left, value = part(node, "left"), self.lower(part(node, "right"))
        operator = next((child.type for child in node.children if not child.is_named), "=")
        if operator != "=":
            value = Opaque("operation", self.site(node), (self.lower(left), value))
        self.assign(left, value, self.site(node))

    def assign(self, target: Node, value: Value, whole: Site) -> None:
        site, parts = self.site(target), inner(target)
        if target.type == "identifier":
            name = self.text(target).strip("`")
            declared = None if self.is_local(name) else self.declaring(name, "field")
            if declared is None:
                self.bind(name, value, site)
            elif self.function is not None and not self.function.static and declared is self.around[-1]:
                self.set_attribute(Reference("this", self.scope, site), name, value, site)
            else:
                self.bind(name, value, site, declared.scope)
        elif target.type == "navigation_expression" and len(parts) > 1:
            base, name = self.lower(parts[0]), self.text(parts[-1]).strip("`")
            self.set_attribute(base, name, value, site)
            self.as_setter(base, name, value, parts[-1], whole)
        elif target.type == "index_expression" and len(parts) > 1:
            base, before = self.lower(parts[0]), len(self.mentions)
            key = self.lower(parts[-1])
            self.put(base, key, value, whole)
            self.take_put(base, key, whole)
            self.relabel_key(before, key)
        else:
            self.lower(target)

    def as_setter(self, base: Value, name: str, value: Value, node: Node, whole: Site) -> None:
        """`param.model = "x"` calls the setter."""
        number = self.open_call()
        setter = f"set{name[:1].upper()}{name[1:]}"
        argument = Argument("positional", None, value, value.site, None, value.site)
        self.close_call(number, Member(base, setter, whole), (argument,), whole)
        self.links[number] = self.site(node), whole

    def returned(self, node: Node) -> None:
        parts = [each for each in inner(node) if each.type != "label"]
        if parts:
            value = self.statement_value(parts[-1])
            if self.function is not None:
                self.function.returns.append(value)

    def each(self, node: Node) -> None:
        declared, over, *body = [child for child in inner(node) if child.type not in ("label", "annotation")]
        statement = self.next_statement()
        self.loops.add(statement)
        source = self.lower(over)
        with self.arm(statement, 0, node):
            if declared.type == "variable_declaration":
                name = next(child for child in inner(declared) if child.type == "identifier")
                self.bind(self.text(name), Element(source, None, source.site), self.site(name))
            for child in body:
                self.statement(child)

    def loop(self, node: Node) -> None:
        statement = self.next_statement()
        self.loops.add(statement)
        with self.arm(statement, 0, node):
            for child in inner(node):
                self.statement(child)


_HANDLERS: dict[str, Function_[[Statements, Node], None]] = {
    "package_header": Statements.skip,
    "import": Statements.imported,
    "class_declaration": Statements.type_declaration,
    "object_declaration": Statements.type_declaration,
    "property_declaration": Statements.local,
    "function_declaration": Statements.function_declaration,
    "secondary_constructor": Statements.secondary,
    "assignment": Statements.assigned,
    "return_expression": Statements.returned,
    "block": Statements.several,
    "for_statement": Statements.each,
    "while_statement": Statements.loop,
    "do_while_statement": Statements.loop,
    "class_body": Statements.class_body,
    "modifiers": Statements.skip,
    "user_type": Statements.skip,
}
