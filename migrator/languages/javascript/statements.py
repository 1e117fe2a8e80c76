"""Walks JavaScript statements: imports, exports, declarations and branches around the expressions."""

from __future__ import annotations

from collections.abc import Callable as Function_
from collections.abc import Sequence as Sequence_
from typing import TYPE_CHECKING

from migrator.facts import Use
from migrator.languages.javascript.blocks import declared, named
from migrator.languages.javascript.definitions import FUNCTIONS, Definitions
from migrator.languages.javascript.expressions import imported
from migrator.languages.javascript.parse import part
from migrator.languages.javascript.strings import unescaped
from migrator.values import Element, Opaque, Reference, Value

if TYPE_CHECKING:
    from tree_sitter import Node

ENDS = ("break_statement", "return_statement", "throw_statement", "continue_statement")


class Statements(Definitions):
    """The statement half of the walk."""

    def body(self, nodes: Sequence_[Node]) -> None:
        """Read statements in order."""
        for node in nodes:
            self.statement(node)

    def statement(self, node: Node) -> None:
        handler = _HANDLERS.get(node.type)
        if handler is not None:
            handler(self, node)
        elif node.type not in ("comment", "hash_bang_line", "empty_statement"):
            self.lower(node)

    def nested(self, node: Node) -> None:
        """A block, or anything whose children are statements."""
        self.body(node.named_children)

    def braces(self, node: Node) -> None:
        """A block, whose declarations hold in it alone."""
        with self.names.block(declared(node.named_children, True)):
            self.body(node.named_children)

    def arm_of(self, node: Node, statement: int, arm: int) -> None:
        with self.arm(statement, arm, node):
            self.statement(node)

    def declaration(self, node: Node) -> None:
        for declarator in node.named_children:
            if declarator.type != "variable_declarator":
                continue
            name, value = part(declarator, "name"), declarator.child_by_field_name("value")
            kind = declarator.child_by_field_name("type")
            if kind is not None:
                self.types(kind)
            if value is None:
                continue
            if name.type == "identifier":
                given = self.function_value(value, self.text(name)) if value.type in FUNCTIONS else self.lower(value)
                self.bind(self.names.actual(self.text(name)), given, self.site(name))
            else:
                self.bind_pattern(name, self.lower(value))

    def returned(self, node: Node) -> None:
        for child in node.named_children:
            if child.type != "comment":
                value = self.lower(child)
                if self.function is not None:
                    self.function.returns.append(value)

    def importing(self, node: Node) -> None:
        clauses = [child for child in node.named_children if child.type in ("import_clause", "import_require_clause")]
        source = node.child_by_field_name("source") or part(clauses[0], "source")
        specifier = unescaped(self.text(source)[1:-1])
        for clause in clauses:
            if clause.type == "import_require_clause":
                name = clause.named_children[0]
                self.bind(self.text(name), imported(specifier, "module.exports", self.site(source)), self.site(name))
                continue
            for child in clause.named_children:
                self.import_clause(child, specifier)

    def import_clause(self, node: Node, specifier: str) -> None:
        site = self.site(node)
        if node.type == "identifier":
            self.bind(self.text(node), imported(specifier, "default", site), site)
        elif node.type == "namespace_import":
            self.bind(self.text(node.named_children[0]), imported(specifier, None, site), site)
        elif node.type == "named_imports":
            for each in node.named_children:
                name, alias = each.child_by_field_name("name"), each.child_by_field_name("alias")
                if name is not None:
                    original = self.text(name).strip("\"'")
                    self.bind(self.text(alias or name), imported(specifier, original, self.site(each)), self.site(each))

    def exporting(self, node: Node) -> None:
        declaration, value = node.child_by_field_name("declaration"), node.child_by_field_name("value")
        source = node.child_by_field_name("source")
        site = self.site(node)
        default = any(child.type == "default" for child in node.children)
        if declaration is not None:
            self.statement(declaration)
            name = declaration.child_by_field_name("name")
            if default and name is not None:
                self.bind("default", Reference(self.text(name), self.scope, self.site(name)), site)
        elif value is not None:
            given = self.function_value(value, "default") if value.type in FUNCTIONS else self.lower(value)
            self.bind("default", given, site)
        elif source is not None:
            self.export_from(node, unescaped(self.text(source)[1:-1]))
        else:
            for child in node.named_children:
                if child.type == "export_clause":
                    self.export_names(child)
                elif child.type != "comment":
                    self.bind("module.exports", self.lower(child), site)

    def export_from(self, node: Node, specifier: str) -> None:
        clauses = [child for child in node.named_children if child.type in ("export_clause", "namespace_export")]
        if not clauses:
            self.star_imports.append(imported(specifier, None, self.site(node)))
        for clause in clauses:
            if clause.type == "namespace_export":
                whole = clause.named_children[0]
                self.bind(self.text(whole), imported(specifier, None, self.site(whole)), self.site(whole))
                continue
            for each in clause.named_children:
                name, alias = each.child_by_field_name("name"), each.child_by_field_name("alias")
                if name is not None:
                    value = imported(specifier, self.text(name), self.site(each))
                    self.bind(self.text(alias or name), value, self.site(each))

    def export_names(self, clause: Node) -> None:
        for each in clause.named_children:
            name, alias = each.child_by_field_name("name"), each.child_by_field_name("alias")
            if name is not None and alias is not None and self.text(name) != self.text(alias):
                self.bind(self.text(alias), Reference(self.text(name), 0, self.site(name)), self.site(each))

    def branch(self, node: Node) -> None:
        statement = self.next_statement()
        self.exclusive.add(statement)
        arm = 0
        current: Node | None = node
        while current is not None and current.type == "if_statement":
            self.lower(part(current, "condition"))
            self.arm_of(part(current, "consequence"), statement, arm)
            arm += 1
            clause = current.child_by_field_name("alternative")
            current = clause.named_children[-1] if clause is not None else None
        if current is not None:
            self.arm_of(current, statement, arm)
            self.arms[statement] = arm + 1

    def loop_over(self, node: Node) -> None:
        left, body, source = part(node, "left"), part(node, "body"), self.lower(part(node, "right"))
        keys = any(child.type == "in" for child in node.children)
        statement = self.next_statement()
        self.loops.add(statement)
        hiding = named(left) if any(child.type in ("const", "let") for child in node.children) else ()
        with self.arm(statement, 0, body), self.names.block(hiding):
            value: Value = Opaque("key", source.site) if keys else Element(source, None, source.site)
            self.bind_pattern(left, value)
            self.statement(body)

    def loop(self, node: Node) -> None:
        statement = self.next_statement()
        self.loops.add(statement)
        with self.names.block(declared(node.children_by_field_name("initializer"), True)):
            for name in ("initializer", "condition", "increment"):
                for each in node.children_by_field_name(name):
                    self.statement(each)
            self.arm_of(part(node, "body"), statement, 0)

    def switch(self, node: Node) -> None:
        value, body = self.lower(part(node, "value")), part(node, "body")
        statement = self.next_statement()
        before = len(self.uses)
        cases = [child for child in body.named_children if child.type in ("switch_case", "switch_default")]
        if all(not (inside := case.children_by_field_name("body")) or _ends(inside) for case in cases[:-1]):
            self.exclusive.add(statement)
        inside = [each for case in cases for each in case.children_by_field_name("body")]
        with self.names.block(declared(inside, True)):
            self.cases(cases, value, statement)
        if any(use.kind == "match" and use.site == value.site for use in self.uses[before:]):
            self.uses.append(Use("match", value, value.site))

    def cases(self, cases: Sequence_[Node], value: Value, statement: int) -> None:
        """The arms of a switch over a value."""
        for number, case in enumerate(cases):
            tested = case.child_by_field_name("value")
            if tested is not None:
                case_value = self.compared(tested, value.site, "match")
                if self.is_idle(case_value):
                    self.uses.pop()
            with self.arm(statement, number, case):
                self.body(case.children_by_field_name("body"))

    def attempt(self, node: Node) -> None:
        statement = self.next_statement()
        self.arm_of(part(node, "body"), statement, 0)
        handler, final = node.child_by_field_name("handler"), node.child_by_field_name("finalizer")
        if handler is not None:
            parameter = handler.child_by_field_name("parameter")
            with self.arm(statement, 1, handler), self.names.block(named(parameter)):
                if parameter is not None:
                    self.bind_pattern(parameter, Opaque("exception", self.site(parameter)))
                self.statement(part(handler, "body"))
        if final is not None:
            self.nested(final)

    def function_declaration(self, node: Node) -> None:
        name = self.text(part(node, "name"))
        self.hoist(self.names.actual(name), self.function_value(node, name))

    def class_declaration(self, node: Node) -> None:
        self.class_value(node)

    def type_only(self, node: Node) -> None:
        self.types(node)


def _ends(nodes: Sequence_[Node]) -> bool:
    last = [node for node in nodes if node.type != "comment"]
    if last and last[-1].type == "statement_block":
        return _ends(last[-1].named_children)
    return bool(last) and last[-1].type in ENDS


_HANDLERS: dict[str, Function_[[Statements, Node], None]] = {
    **dict.fromkeys(
        ("labeled_statement", "finally_clause", "ambient_declaration", "internal_module", "module"),
        Statements.nested,
    ),
    **dict.fromkeys(("lexical_declaration", "variable_declaration"), Statements.declaration),
    **dict.fromkeys(("for_statement", "while_statement", "do_statement"), Statements.loop),
    **dict.fromkeys(("function_declaration", "generator_function_declaration"), Statements.function_declaration),
    **dict.fromkeys(("class_declaration", "abstract_class_declaration"), Statements.class_declaration),
    **dict.fromkeys(("type_alias_declaration", "interface_declaration", "function_signature"), Statements.type_only),
    "statement_block": Statements.braces,
    "enum_declaration": Statements.enum,
    "return_statement": Statements.returned,
    "import_statement": Statements.importing,
    "export_statement": Statements.exporting,
    "if_statement": Statements.branch,
    "for_in_statement": Statements.loop_over,
    "switch_statement": Statements.switch,
    "try_statement": Statements.attempt,
    "expression_statement": Statements.nested,
}
