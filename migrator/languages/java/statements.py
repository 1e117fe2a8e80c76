"""Walks Java's declarations and statements: scopes, bindings and branches around the expressions."""

from __future__ import annotations

import re
from collections.abc import Callable as Function_
from typing import TYPE_CHECKING

from migrator.facts import Class, FormalParameter, Use
from migrator.languages.java.builder import OpenClass, OpenFunction
from migrator.languages.java.chains import is_comment
from migrator.languages.java.expressions import Expressions
from migrator.languages.java.strings import value_of
from migrator.values import Callable, Element, Environment, Imported, Literal, Member, Opaque, Parameter, Reference, Value

if TYPE_CHECKING:
    from tree_sitter import Node

CLASSES = ("class_declaration", "interface_declaration", "enum_declaration", "record_declaration", "annotation_type_declaration")
FIELDS = ("field_declaration", "constant_declaration")
SETTABLE = frozenset({"Data", "Setter", "ConfigurationProperties"})
PLACEHOLDER = re.compile(r"^\$\{([^:{}]+)(?::([^{}]*))?\}$")
CONSTRUCTOR = "__init__"
"""What the linker calls a constructor, in every language."""
STATIC = "staticmethod"


class Statements(Expressions):
    """The statement half of the walk."""

    def document(self, root: Node) -> None:
        """Read a whole file."""
        for child in root.named_children:
            self.statement(child)

    def statements(self, node: Node) -> None:
        for child in node.named_children:
            self.statement(child)

    def statement(self, node: Node | None) -> None:
        """Read one declaration or statement."""
        if node is None or is_comment(node):
            return
        handler = _HANDLERS.get(node.type)
        if handler is not None:
            handler(self, node)
        elif node.type.endswith(("_statement", "block")) or node.type in ("labeled_statement", "synchronized_statement"):
            self.statements(node)
        else:
            self.lower(node)

    def imported(self, node: Node) -> None:
        name = next((child for child in node.named_children if child.type in ("scoped_identifier", "identifier")), None)
        if name is None or any(child.type == "asterisk" for child in node.children):
            return
        dotted, site = self.text(name), self.site(name)
        module, _, last = dotted.rpartition(".")
        if any(child.type == "static" for child in node.children):
            self.bind(last, Member(Imported(module, None, 0, site), last, site), site)
        else:
            self.bind(last, Imported(dotted, None, 0, site), site)

    def skip(self, node: Node) -> None:
        """Nothing in it has a value."""

    def type_declaration(self, node: Node) -> None:
        name, site = self.text(node.child_by_field_name("name")), self.site(node)
        number = len(self.classes)
        self.classes.append(None)
        body = node.child_by_field_name("body")
        value = Callable("class", number, site)
        place = node.child_by_field_name("name")
        name_site = self.site(place) if place is not None else site
        self.bind(name, value, name_site)
        if self.scope:
            self.bind(name, value, name_site, 0)
        scope = self.new_scope("class", number, name)
        defined_in, first = self.scope, len(self.functions)
        before = len(self.mentions)
        bases = tuple(self.base_types(node))
        fields, methods = _declared(body) if body is not None else (frozenset[str](), frozenset[str]())
        opened = OpenClass(number, scope, fields, methods)
        saved, self.function = self.function, None
        self.around.append(opened)
        prefix = self.settings_prefix(node)
        settable = bool(SETTABLE & set(self.annotations(node)))
        with self.inside(scope):
            if body is not None:
                self.class_body(body, prefix, settable)
        self.around.pop()
        self.function = saved
        if node.type == "enum_declaration":
            self.relabel(before, "enum")
            for mention in self.mentions[before:]:
                self.uses.append(Use("enum", Literal(mention.text, mention.site), mention.site))
        own = tuple(each.number for each in self.functions[first:] if each is not None and each.owner == number)
        self.classes[number] = Class(number, name, scope, defined_in, bases, (), own, site)

    def base_types(self, node: Node) -> list[Value]:
        above = node.child_by_field_name("superclass")
        kinds = [child for child in above.named_children if not is_comment(child)] if above is not None else []
        return [self.type_name(self.text(kind).partition("<")[0], self.site(kind)) for kind in kinds]

    def class_body(self, body: Node, prefix: str = "", settable: bool = False) -> None:
        for child in body.named_children:
            if child.type == "enum_body_declarations":
                self.class_body(child, prefix, settable)
            elif child.type in FIELDS:
                self.field_declaration(child, prefix, settable)
            elif child.type in ("method_declaration", "constructor_declaration", "compact_constructor_declaration"):
                self.method_declaration(child)
            elif child.type == "enum_constant":
                arguments = child.child_by_field_name("arguments")
                if arguments is not None:
                    for each in arguments.named_children:
                        self.lower(each)
            else:
                self.statement(child)

    def members(self, body: Node) -> None:
        number = len(self.classes)
        self.classes.append(None)
        scope = self.new_scope("class", number, "")
        site, defined_in, first = self.site(body), self.scope, len(self.functions)
        fields, methods = _declared(body)
        self.around.append(OpenClass(number, scope, fields, methods))
        saved, self.function = self.function, None
        with self.inside(scope):
            self.class_body(body)
        self.function = saved
        self.around.pop()
        own = tuple(each.number for each in self.functions[first:] if each is not None and each.owner == number)
        self.classes[number] = Class(number, "", scope, defined_in, (), (), own, site)

    def field_declaration(self, node: Node, prefix: str, settable: bool) -> None:
        words = self.modifiers(node)
        given = self.placeholder(node)
        for declarator in node.children_by_field_name("declarator"):
            name = declarator.child_by_field_name("name")
            value_node = declarator.child_by_field_name("value")
            if name is None:
                continue
            site = self.site(name)
            value = self.lower(value_node) if value_node is not None else given
            if value is None and prefix:
                value = Opaque("", site)
            if value is None:
                continue
            if settable and "final" not in words:
                variable = f"{prefix}.{_dashed(self.text(name))}" if prefix else None
                value = Environment(variable, value, value.site)
            self.bind(self.text(name), value, site)

    def placeholder(self, node: Node) -> Value | None:
        """What `@Value("${name:default}")` gives a field or parameter."""
        for annotation in self.annotation_nodes(node):
            if self.text(annotation.child_by_field_name("name")) != "Value":
                continue
            arguments = annotation.child_by_field_name("arguments")
            strings = [each for each in arguments.named_children if each.type == "string_literal"] if arguments else []
            if len(strings) == 1:
                return self.injected(strings[0])
        return None

    def injected(self, string: Node) -> Value:
        written = self.text(string)
        site = self.site(string)
        found = PLACEHOLDER.match(value_of(written))
        if found is None:
            self.mention("string", value_of(written), site)
            return Literal(value_of(written), site)
        default: Value | None = None
        if found[2] is not None:
            at = written.index(":") + 1
            start = string.start_byte + len(written[:at].encode())
            place = self.between(start, start + len(found[2].encode()))
            default = Literal(found[2], place)
            self.mention("string", found[2], place)
        return Environment(found[1], default, site)

    def annotation_nodes(self, node: Node) -> list[Node]:
        return [
            child
            for each in node.children
            if each.type == "modifiers"
            for child in each.children
            if child.type in ("annotation", "marker_annotation")
        ]

    def annotations(self, node: Node) -> list[str]:
        return [self.text(each.child_by_field_name("name")).rpartition(".")[2] for each in self.annotation_nodes(node)]

    def modifiers(self, node: Node) -> set[str]:
        return {child.type for each in node.children if each.type == "modifiers" for child in each.children}

    def settings_prefix(self, node: Node) -> str:
        """The prefix of the settings that fill a class's fields."""
        for each in self.annotation_nodes(node):
            if self.text(each.child_by_field_name("name")) == "ConfigurationProperties":
                found = re.search(r'"([^"]*)"', self.text(each))
                return found[1] if found else ""
        return ""

    def method_declaration(self, node: Node) -> None:
        making = node.type != "method_declaration"
        name = CONSTRUCTOR if making else self.text(node.child_by_field_name("name"))
        words = self.modifiers(node)
        static = "static" in words and not making
        site = self.site(node)
        number = len(self.functions)
        self.functions.append(None)
        parameters = self.formal_parameters(node, static)
        place = node.child_by_field_name("name")
        self.bind(name, Callable("function", number, site), self.site(place) if place is not None else site)
        opened = OpenFunction(number, static)
        scope = self.new_scope("function", number, name)
        owner = self.around[-1].number if self.around else None
        saved, self.function = self.function, opened
        with self.inside(scope):
            for parameter in parameters:
                value: Value = Parameter(number, parameter.name, parameter.site)
                if parameter.name != "this" and isinstance(parameter.default, Environment):
                    value = parameter.default
                self.bind(parameter.name, value, parameter.site)
            body = node.child_by_field_name("body")
            if body is not None:
                self.statements(body)
        self.function = saved
        decorators: tuple[Value, ...] = (Reference(STATIC, 0, site),) if static else ()
        self.method(opened, name, scope, owner, parameters, decorators, site, "private" in words)

    def formal_parameters(self, node: Node, static: bool) -> tuple[FormalParameter, ...]:
        found: list[FormalParameter] = []
        if not static:
            found.append(FormalParameter("this", "positional", None, None, self.site(node)))
        listed = node.child_by_field_name("parameters")
        for each in listed.named_children if listed is not None else ():
            name = each.child_by_field_name("name")
            kind = each.child_by_field_name("type")
            if each.type == "spread_parameter":
                declarator = next((child for child in each.named_children if child.type == "variable_declarator"), None)
                name = declarator.child_by_field_name("name") if declarator is not None else None
            if name is None:
                continue
            annotation = self.type_name(self.text(kind).partition("<")[0], self.site(kind)) if kind is not None else None
            how = "star" if each.type == "spread_parameter" else "positional"
            found.append(FormalParameter(self.text(name), how, self.placeholder(each), annotation, self.site(name)))
        return tuple(found)

    def local(self, node: Node) -> None:
        for declarator in node.children_by_field_name("declarator"):
            name = declarator.child_by_field_name("name")
            value = declarator.child_by_field_name("value")
            if name is not None:
                site = self.site(name)
                self.bind(self.text(name), self.lower(value) if value is not None else Opaque("unset", site), site)

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
            self.lower(current.child_by_field_name("condition"))
            consequence = current.child_by_field_name("consequence")
            if consequence is not None:
                with self.arm(statement, arm, consequence):
                    self.statement(consequence)
            arm += 1
            current = current.child_by_field_name("alternative")
        if current is not None:
            with self.arm(statement, arm, current):
                self.statement(current)
            self.arms[statement] = arm + 1

    def each(self, node: Node) -> None:
        source = self.lower(node.child_by_field_name("value"))
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        statement = self.next_statement()
        self.loops.add(statement)
        with self.arm(statement, 0, node):
            if name is not None:
                self.bind(self.text(name), Element(source, None, source.site), self.site(name))
            self.statement(body)

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
                name = child.child_by_field_name("name")
                if name is not None:
                    self.bind(self.text(name), Opaque("exception", self.site(name)), self.site(name))
            else:
                self.statement(child)

    def switch(self, node: Node) -> Value:
        subject = self.lower(node.child_by_field_name("condition"))
        self.uses.append(Use("match", subject, subject.site))
        statement = self.next_statement()
        body = node.child_by_field_name("body")
        values: list[Value] = []
        for number, group in enumerate(body.named_children if body is not None else ()):
            if is_comment(group):
                continue
            if group.type == "switch_rule":
                self.exclusive.add(statement)
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
        return Opaque("", self.site(node), tuple(values))

    def switch_statement(self, node: Node) -> None:
        self.switch(node)


def _declared(body: Node) -> tuple[frozenset[str], frozenset[str]]:
    """The fields and the methods that a class's body declares."""
    fields: set[str] = set()
    methods: set[str] = set()
    pending = list(body.named_children)
    for child in pending:
        if child.type == "enum_body_declarations":
            pending.extend(child.named_children)
        elif child.type in FIELDS:
            for declarator in child.children_by_field_name("declarator"):
                fields.add(_name(declarator))
        elif child.type == "method_declaration":
            methods.add(_name(child))
    return frozenset(fields), frozenset(methods)


def _name(node: Node) -> str:
    name = node.child_by_field_name("name")
    return (name.text or b"").decode("utf-8", "replace") if name is not None else ""


def _dashed(name: str) -> str:
    """`enableThinking` as settings files spell it."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"-\1", name).lower()


_HANDLERS: dict[str, Function_[[Statements, Node], None]] = {
    **dict.fromkeys(CLASSES, Statements.type_declaration),
    "import_declaration": Statements.imported,
    "package_declaration": Statements.skip,
    "local_variable_declaration": Statements.local,
    "return_statement": Statements.returned,
    "yield_statement": Statements.returned,
    "if_statement": Statements.branch,
    "enhanced_for_statement": Statements.each,
    "for_statement": Statements.loop,
    "while_statement": Statements.loop,
    "do_statement": Statements.loop,
    "try_statement": Statements.attempt,
    "try_with_resources_statement": Statements.attempt,
    "switch_expression": Statements.switch_statement,
    "method_declaration": Statements.method_declaration,
    "modifiers": Statements.skip,
}
