"""Walks Java's statements: bindings and branches around the expressions."""

from __future__ import annotations

from collections.abc import Callable as Function_
from typing import TYPE_CHECKING

from migrator.facts import Use
from migrator.languages.java.chains import is_comment, part
from migrator.languages.java.declarations import Declarations
from migrator.values import Choice, Element, Imported, Member, Opaque, Record, Reference, Value

if TYPE_CHECKING:
    from tree_sitter import Node

CLASSES = ("class_declaration", "interface_declaration", "enum_declaration", "record_declaration", "annotation_type_declaration")


class Statements(Declarations):
    """The statement half of the walk."""

    def document(self, root: Node) -> None:
        """Read a whole file."""
        for child in root.named_children:
            self.statement(child)

    def statements(self, node: Node) -> None:
        for child in node.named_children:
            self.statement(child)

    def statement(self, node: Node) -> None:
        """Read one declaration or statement."""
        if is_comment(node):
            return
        handler = _HANDLERS.get(node.type)
        if handler is not None:
            handler(self, node)
        elif node.type.endswith(("_statement", "block")) or node.type in ("labeled_statement", "synchronized_statement"):
            self.statements(node)
        else:
            self.lower(node)

    def imported(self, node: Node) -> None:
        name = next(child for child in node.named_children if child.type in ("scoped_identifier", "identifier"))
        if any(child.type == "asterisk" for child in node.children):
            if any(child.type == "static" for child in node.children):
                self.static_stars.append((self.text(name), self.site(name)))
            return
        dotted, site = self.text(name), self.site(name)
        module, _, last = dotted.rpartition(".")
        if any(child.type == "static" for child in node.children):
            self.bind(last, Member(Imported(module, None, 0, site), last, site), site)
        else:
            self.bind(last, Imported(dotted, None, 0, site), site)

    def skip(self, node: Node) -> None:
        """Nothing in it has a value."""

    def local(self, node: Node) -> None:
        for declarator in node.children_by_field_name("declarator"):
            name, value = part(declarator, "name"), declarator.child_by_field_name("value")
            site = self.site(name)
            given = self.lower(value) if value is not None else Opaque("unset", site)
            self.bind(self.text(name), given, site)
            if isinstance(given, Record):
                self.named_record(given, Reference(self.text(name), self.scope, site))

    def returned(self, node: Node) -> None:
        values = [child for child in node.named_children if not is_comment(child)]
        if values:
            value = self.lower(values[0])
            if self.function is not None:
                self.function.returns.append(value)

    def branch(self, node: Node) -> None:
        statement = self.next_statement()
        self.exclusive.add(statement)
        arm = 0
        current: Node | None = node
        while current is not None and current.type == "if_statement":
            self.lower(part(current, "condition"))
            consequence = part(current, "consequence")
            with self.arm(statement, arm, consequence):
                self.statement(consequence)
            arm += 1
            current = current.child_by_field_name("alternative")
        if current is not None:
            with self.arm(statement, arm, current):
                self.statement(current)
            self.arms[statement] = arm + 1

    def each(self, node: Node) -> None:
        source, name = self.lower(part(node, "value")), part(node, "name")
        statement = self.next_statement()
        self.loops.add(statement)
        with self.arm(statement, 0, node):
            self.bind(self.text(name), Element(source, None, source.site), self.site(name))
            self.statement(part(node, "body"))

    def loop(self, node: Node) -> None:
        statement = self.next_statement()
        self.loops.add(statement)
        with self.arm(statement, 0, node):
            for child in node.named_children:
                self.statement(child)

    def attempt(self, node: Node) -> None:
        statement = self.next_statement()
        for number, child in enumerate(node.named_children):
            if child.type == "resource_specification":
                for resource in child.named_children:
                    name, value = resource.child_by_field_name("name"), resource.child_by_field_name("value")
                    if name is not None and value is not None:
                        self.bind(self.text(name), self.lower(value), self.site(name))
            elif child.type == "finally_clause":
                self.statements(child)
            else:
                with self.arm(statement, number, child):
                    self.caught(child)

    def caught(self, node: Node) -> None:
        for child in node.named_children:
            if child.type == "catch_formal_parameter":
                name = part(child, "name")
                self.bind(self.text(name), Opaque("exception", self.site(name)), self.site(name))
            else:
                self.statement(child)

    def yielded(self, node: Node) -> None:
        values = [self.lower(child) for child in node.named_children if not is_comment(child)]
        if self.yields:
            self.yields[-1].extend(values)

    def switch(self, node: Node) -> Value:
        """A `switch`; as a value it is what any of its rules gives."""
        subject = self.lower(part(node, "condition"))
        self.uses.append(Use("match", subject, subject.site))
        statement = self.next_statement()
        groups = [each for each in part(node, "body").named_children if not is_comment(each)]
        if all(each.type == "switch_rule" or _leaves(each) for each in groups[:-1]):
            self.exclusive.add(statement)
            if any(_is_default(each) for each in groups):
                self.arms[statement] = len(groups)
        values: list[Value] = []
        self.yields.append(values)
        for number, group in enumerate(groups):
            with self.arm(statement, number, group):
                for child in group.named_children:
                    if child.type == "switch_label":
                        before = len(self.mentions)
                        for label in child.named_children:
                            self.uses.append(Use("match", self.lower(label), subject.site))
                        self.relabel(before, "match")
                    elif group.type == "switch_rule" and child.type == "expression_statement":
                        inner = [each for each in child.named_children if not is_comment(each)]
                        values.extend(self.lower(each) for each in inner)
                    else:
                        self.statement(child)
        self.yields.pop()
        return Choice("conditional", tuple(values), self.site(node)) if values else Opaque("", self.site(node))

    def constructor_call(self, node: Node) -> None:
        self.constructed(node)

    def switch_statement(self, node: Node) -> None:
        self.switch(node)


def _leaves(group: Node) -> bool:
    """Whether a group of a `switch` never falls through to the next."""
    last = next((each for each in reversed(group.named_children) if not is_comment(each)), None)
    while last is not None and last.type == "block":
        last = next((each for each in reversed(last.named_children) if not is_comment(each)), None)
    return last is not None and last.type in ("break_statement", "return_statement", "throw_statement", "continue_statement")


def _is_default(group: Node) -> bool:
    return any(
        child.type == "switch_label" and any(each.type == "default" for each in child.children) for child in group.named_children
    )


_HANDLERS: dict[str, Function_[[Statements, Node], None]] = {
    **dict.fromkeys(CLASSES, Statements.type_declaration),
    "import_declaration": Statements.imported,
    "package_declaration": Statements.skip,
    "local_variable_declaration": Statements.local,
    "return_statement": Statements.returned,
    "yield_statement": Statements.yielded,
    "if_statement": Statements.branch,
    "enhanced_for_statement": Statements.each,
    "for_statement": Statements.loop,
    "while_statement": Statements.loop,
    "do_statement": Statements.loop,
    "try_statement": Statements.attempt,
    "try_with_resources_statement": Statements.attempt,
    "switch_expression": Statements.switch_statement,
    "method_declaration": Statements.method_declaration,
    "explicit_constructor_invocation": Statements.constructor_call,
    "modifiers": Statements.skip,
    "static_initializer": Statements.statements,
}
