"""Walks Kotlin's declarations and statements: classes, properties, functions, bindings and branches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable as Function_
from typing import TYPE_CHECKING

from migrator.facts import Argument, Class, FormalParameter, Use
from migrator.languages.java.builder import OpenClass, OpenFunction
from migrator.languages.java.declarations import CONSTRUCTOR, PLACEHOLDER, QUIET
from migrator.languages.kotlin.chains import arguments_of, inner, is_comment, value_of_argument
from migrator.languages.kotlin.expressions import Expressions
from migrator.languages.kotlin.strings import value_of
from migrator.values import (
    Callable,
    Choice,
    Element,
    Environment,
    Imported,
    Literal,
    Member,
    Opaque,
    Parameter,
    Reference,
    Result,
    Site,
    Value,
)

if TYPE_CHECKING:
    from tree_sitter import Node

TYPES = ("user_type", "nullable_type", "function_type", "parenthesized_type", "type_projection")
CLOSED = frozenset({"private", "internal"})
NULLABLE = "Boolean?"
PLAIN = frozenset({"String", "Boolean", "Int", "Long", "Double", "Float", "Any", "List", "Map"})
"""Kotlin's own types, which no import of a whole package brings."""
BODIES = ("class_body", "enum_class_body")


class Statements(Expressions):
    """The declaring half of the walk."""

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
        path = next((child for child in node.named_children if child.type == "qualified_identifier"), None)
        if path is None or any(child.type == "*" for child in node.children):
            return
        dotted, site = self.text(path), self.site(path)
        renamed = next((child for child in node.named_children if child.type == "identifier"), None)
        module, _, last = dotted.rpartition(".")
        self.bind(self.text(renamed) if renamed is not None else last, Member(Imported(module, None, 0, site), last, site), site)

    def modifiers(self, node: Node) -> set[str]:
        listed = next((child for child in node.children if child.type == "modifiers"), None)
        return set(self.text(listed).split()) if listed is not None else set()

    def annotations(self, node: Node) -> list[Node]:
        return [
            child
            for each in node.children
            if each.type == "modifiers"
            for child in each.named_children
            if child.type == "annotation"
        ]

    def annotation_name(self, node: Node) -> str:
        pending = list(node.named_children)
        while pending:
            each = pending.pop(0)
            if each.type == "user_type":
                return self.text(each).rpartition(".")[2]
            pending.extend(each.named_children)
        return ""

    def type_of(self, node: Node) -> Value | None:
        """The declared type of a property or parameter."""
        pending = [each for child in node.named_children for each in (child, *child.named_children)]
        kind = next((each for each in pending if each.type == "user_type"), None)
        if kind is not None and self.text(kind) in PLAIN:
            return None
        return self.type_name(self.text(kind).partition("<")[0], kind) if kind is not None else None

    def type_name(self, dotted: str, node: Node) -> Value:
        first, *rest = dotted.split(".")
        value: Value = Reference(first, self.scope, self.site(node))
        for name in rest:
            value = Member(value, name, self.site(node))
        return value

    def type_declaration(self, node: Node) -> None:
        """A class, interface, enum or object."""
        place = node.child_by_field_name("name")
        name, site = self.text(place), self.site(node)
        number = len(self.classes)
        self.classes.append(None)
        value = Callable("class", number, site)
        name_site = self.site(place) if place is not None else site
        self.bind(name, value, name_site)
        if self.scope:
            self.bind(name, value, name_site, 0)
        scope = self.new_scope("class", number, name)
        defined_in, first = self.scope, len(self.functions)
        bodies = [child for child in node.named_children if child.type in BODIES]
        formals = self.class_parameters(node)
        fields = {
            self.text(self.name_of(each)) for each in formals if any(child.type in ("val", "var") for child in each.children)
        }
        methods: set[str] = set()
        for body in bodies:
            self.declared(body, fields, methods)
        bases = self.bases(node)
        opened = OpenClass(number, scope, frozenset(fields), frozenset(methods), name, False, bool(bases), self.overloaded(node))
        saved, self.function = self.function, None
        self.around.append(opened)
        with self.inside(scope):
            self.primary(node, formals)
            for body in bodies:
                self.class_body(body)
        self.around.pop()
        self.function = saved
        own = tuple(each.number for each in self.functions[first:] if each is not None and each.owner == number)
        self.classes[number] = Class(number, name, scope, defined_in, tuple(bases), (), own, site)

    def declared(self, body: Node, fields: set[str], methods: set[str]) -> None:
        """The names that a class's body declares, those of its companion included."""
        for child in body.named_children:
            if child.type == "property_declaration":
                fields.add(self.text(self.name_of(child)))
            elif child.type == "function_declaration":
                methods.add(self.text(child.child_by_field_name("name")))
            elif child.type == "enum_entry":
                fields.add(self.text(inner(child)[0]) if inner(child) else "")
            elif child.type == "companion_object":
                for each in child.named_children:
                    if each.type in BODIES:
                        self.declared(each, fields, methods)

    def overloaded(self, node: Node) -> frozenset[str]:
        """The names that several functions of a class share; its constructors share one."""
        names: Counter[str] = Counter()
        for body in node.named_children:
            for each in body.named_children if body.type in BODIES else ():
                if each.type == "function_declaration":
                    names[self.text(each.child_by_field_name("name"))] += 1
                elif each.type == "secondary_constructor":
                    names[CONSTRUCTOR] += 1
        return frozenset(name for name, count in names.items() if count > 1)

    def name_of(self, node: Node) -> Node | None:
        """The name of a property or parameter."""
        for child in inner(node):
            if child.type == "identifier":
                return child
            if child.type == "variable_declaration":
                return inner(child)[0] if inner(child) else None
        return None

    def bases(self, node: Node) -> list[Value]:
        listed = next((child for child in node.named_children if child.type == "delegation_specifiers"), None)
        found: list[Value] = []
        pending = inner(listed) if listed is not None else []
        while pending:
            each = pending.pop(0)
            if each.type == "user_type":
                found.append(self.type_name(self.text(each).partition("<")[0], each))
            elif each.type in ("delegation_specifier", "constructor_invocation"):
                pending[:0] = inner(each)[:1]
        return found

    def class_parameters(self, node: Node) -> list[Node]:
        made = next((child for child in node.named_children if child.type == "primary_constructor"), None)
        listed = next((child for child in made.named_children if child.type == "class_parameters"), None) if made else None
        return [each for each in inner(listed) if each.type == "class_parameter"] if listed is not None else []

    def primary(self, node: Node, formals: list[Node]) -> None:
        """The constructor that stands in a class's head."""
        if not formals and any(
            child.type == "secondary_constructor" for body in node.named_children for child in body.named_children
        ):
            return
        number = len(self.functions)
        self.functions.append(None)
        site, start = self.site(node), self.between(node.start_byte, node.start_byte)
        scope = self.new_scope("function", number, CONSTRUCTOR)
        self.bind(CONSTRUCTOR, Callable("function", number, site), start)
        this = FormalParameter("this", "positional", None, None, start)
        parameters = (this, *(self.formal(each) for each in formals))
        with self.inside(scope):
            for parameter in parameters:
                self.bind(parameter.name, self.taken(number, parameter), start)
            for each, parameter in zip(formals, parameters[1:], strict=True):
                if is_property(each):
                    after = self.between(each.end_byte, each.end_byte)
                    value = Reference(parameter.name, scope, after)
                    self.set_attribute(Reference("this", scope, after), parameter.name, value, after)
            self.delegated(node)
        for each, parameter in zip(formals, parameters[1:], strict=True):
            if not is_property(each):
                self.bind(parameter.name, self.taken(number, parameter), parameter.site)
        words = self.modifiers(node)
        closed = bool(words & CLOSED) and not self.annotations(node)
        self.method(OpenFunction(number, False), CONSTRUCTOR, scope, self.around[-1].number, parameters, (), site, closed)

    def delegated(self, node: Node) -> None:
        """What a class's head hands to the class above."""
        listed = next((child for child in node.named_children if child.type == "delegation_specifiers"), None)
        for each in inner(listed) if listed is not None else []:
            made = next((child for child in each.named_children if child.type == "constructor_invocation"), None)
            if made is not None:
                self.handed(Reference("super", self.scope, self.site(made)), made)

    def handed(self, above: Reference, node: Node) -> None:
        site = self.site(node)
        first = self.open_call()
        self.close_call(first, above, (), site)
        number = self.open_call()
        values = self.arguments(node)
        self.close_call(number, Member(Result(first, site), CONSTRUCTOR, site), values, site)

    def arguments(self, node: Node) -> tuple[Argument, ...]:
        listed = arguments_of(node)
        pairs = [value_of_argument(each) for each in inner(listed)] if listed is not None else []
        return tuple(self.argument(label, value) for label, value in pairs if value is not None)

    def formal(self, node: Node) -> FormalParameter:
        name = self.name_of(node)
        parts = inner(node)
        default = self.injected(node)
        if default is None and any(child.type == "=" for child in node.children):
            default = self.lower(parts[-1])
        site = self.site(name) if name is not None else self.site(node)
        return FormalParameter(self.text(name), "positional", default, self.type_of(node), site)

    def taken(self, number: int, parameter: FormalParameter) -> Value:
        if parameter.site in self.nullable:
            value = Parameter(number, parameter.name, parameter.site)
            return Choice("conditional", (value, Literal(None, parameter.site)), parameter.site)
        if isinstance(parameter.default, Environment) and parameter.default.site.start < parameter.site.start:
            return parameter.default
        return Parameter(number, parameter.name, parameter.site)

    def injected(self, node: Node) -> Value | None:
        """What `@Value("\\${name:default}")` gives a property or parameter."""
        return self.injected_by(self.annotations(node))

    def injected_by(self, annotations: list[Node]) -> Value | None:
        for annotation in annotations:
            name = self.annotation_name(annotation)
            made = next((child for child in annotation.named_children if child.type == "constructor_invocation"), None)
            listed = arguments_of(made) if made is not None else None
            pairs = [value_of_argument(each) for each in inner(listed)] if listed is not None else []
            for label, value in pairs:
                if value is None or value.type != "string_literal":
                    continue
                if name in ("Value", "ConfigProperty") and self.text(label) in ("", "value"):
                    return self.placeholder(value)
                if self.text(label) == "defaultValue":
                    return Environment(None, self.lower(value), self.site(value))
        return None

    def placeholder(self, string: Node) -> Value:
        written, site = self.text(string), self.site(string)
        found = PLACEHOLDER.match(value_of(written))
        if found is None:
            self.mention("string", value_of(written), site)
            return Literal(value_of(written), site)
        default: Value | None = None
        if found[2] is not None:
            start = string.start_byte + len(written[: written.index(":") + 1].encode())
            place = self.between(start, start + len(found[2].encode()))
            default = Literal(found[2], place)
            self.mention("string", found[2], place)
        return Environment(found[1], default, site)

    def class_body(self, body: Node) -> None:
        for child in inner(body):
            if child.type == "companion_object":
                for each in child.named_children:
                    if each.type in BODIES:
                        self.class_body(each)
            elif child.type == "enum_entry":
                self.enum_entry(child)
            elif child.type == "property_declaration":
                self.field(child)
            elif child.type == "anonymous_initializer":
                self.initialised(child)
            else:
                self.statement(child)

    def enum_entry(self, node: Node) -> None:
        parts = inner(node)
        if not parts or not self.around:
            return
        before, site = len(self.mentions), self.site(parts[0])
        number = self.open_call()
        values = self.arguments(node)
        self.close_call(number, Reference(self.around[-1].name, self.scope, site), values, self.site(node))
        self.bind(self.text(parts[0]), Result(number, site), site)
        self.relabel(before, "enum")
        for mention in self.mentions[before:]:
            self.uses.append(Use("enum", Literal(mention.text, mention.site), mention.site))

    def initialised(self, node: Node) -> None:
        """`init { … }`: it runs with the constructor's names."""
        self.several(node)

    def field(self, node: Node) -> None:
        """A property of a class."""
        name = self.name_of(node)
        if name is None:
            return
        value = self.injected(node)
        value = value if value is not None else self.property_value(node)
        if value is not None:
            self.bind(self.text(name).strip("`"), value, self.site(name))

    def property_value(self, node: Node) -> Value | None:
        """What a property is given, by `=`, `by lazy { … }` or its getter."""
        delegate = next((child for child in node.named_children if child.type == "property_delegate"), None)
        if delegate is not None:
            body = next((each for each in _descend(delegate) if each.type == "lambda_literal"), None)
            return (
                self.given_by_lambda(body)
                if body is not None and self.text(delegate).startswith("by lazy")
                else self.lower(delegate)
            )
        getter = next((child for child in node.named_children if child.type == "getter"), None)
        if getter is not None:
            body = next((child for child in getter.named_children if child.type == "function_body"), None)
            if body is not None and any(child.type == "=" for child in body.children):
                return self.lower(inner(body)[-1])
            return self.lower(getter)
        if any(child.type == "=" for child in node.children):
            return self.lower(inner(node)[-1])
        return None

    def local(self, node: Node) -> None:
        """A property at the top or in a function."""
        if self.scopes[self.scope].kind == "class":
            self.field(node)
            return
        name = self.name_of(node)
        value = self.property_value(node)
        if name is not None:
            site = self.site(name)
            self.bind(self.text(name).strip("`"), value if value is not None else Opaque("unset", site), site)

    def function_declaration(self, node: Node) -> None:
        place = node.child_by_field_name("name")
        name, site = self.text(place).strip("`"), self.site(node)
        self.function_like(node, name, self.site(place) if place is not None else site)

    def secondary(self, node: Node) -> None:
        """`constructor(…) : this(…) { … }`."""
        self.function_like(node, CONSTRUCTOR, self.between(node.start_byte, node.start_byte))

    def function_like(self, node: Node, name: str, name_site: Site) -> None:
        site, start = self.site(node), self.between(node.start_byte, node.start_byte)
        number = len(self.functions)
        self.functions.append(None)
        owner = self.around[-1].number if self.around and self.scopes[self.scope].kind == "class" else None
        listed = next((child for child in node.named_children if child.type == "function_value_parameters"), None)
        formals = self.listed(listed)
        this = (FormalParameter("this", "positional", None, None, start),) if owner is not None else ()
        parameters = (*this, *formals)
        self.bind_method(name, Callable("function", number, site), name_site, node)
        opened = OpenFunction(number, owner is None)
        scope = self.new_scope("function", number, name)
        saved, self.function = self.function, opened
        with self.inside(scope):
            for parameter in parameters:
                self.bind(parameter.name, self.taken(number, parameter), parameter.site)
            for child in node.named_children:
                if child.type == "constructor_delegation_call":
                    self.delegation(child)
                elif child.type == "function_body" and any(each.type == "=" for each in child.children):
                    opened.returns.append(self.lower(inner(child)[-1]))
                elif child.type in ("function_body", "block"):
                    self.several(child)
            self.requests(scope, self.between(node.end_byte - 1, node.end_byte - 1))
        self.function = saved
        words = self.modifiers(node)
        noted = {self.annotation_name(each) for each in self.annotations(node)} - QUIET
        taken = any("@" in self.text(each) for each in (listed.named_children if listed is not None else ()))
        closed = "private" in words or ("internal" in words and not noted and not taken)
        self.method(opened, name, scope, owner, parameters, (), site, closed)

    def listed(self, node: Node | None) -> list[FormalParameter]:
        """A function's parameters; each default stands behind its parameter."""
        found: list[FormalParameter] = []
        given: Value | None = None
        for child in inner(node) if node is not None else []:
            if child.type == "parameter":
                name = self.name_of(child)
                site = self.site(name) if name is not None else self.site(child)
                found.append(FormalParameter(self.text(name), "positional", given, self.type_of(child), site))
                given = None
                if any(self.text(each) == NULLABLE for each in child.named_children):
                    self.nullable.add(site)
            elif child.type == "parameter_modifiers":
                given = self.injected_by([each for each in child.named_children if each.type == "annotation"])
            elif found:
                last = found[-1]
                found[-1] = FormalParameter(last.name, last.kind, self.lower(child), last.annotation, last.site)
        return found

    def delegation(self, node: Node) -> None:
        site = self.site(node)
        if self.text(node).startswith("super"):
            self.handed(Reference("super", self.scope, site), node)
            return
        number = self.open_call()
        values = self.arguments(node)
        self.close_call(number, Reference(self.around[-1].name if self.around else "", self.scope, site), values, site)

    def assigned(self, node: Node) -> None:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        value = self.lower(right)
        if left is None:
            return
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
        parts = [child for child in inner(node) if child.type != "label"]
        statement = self.next_statement()
        self.loops.add(statement)
        source = self.lower(parts[1]) if len(parts) > 1 else Opaque("", self.site(node))
        with self.arm(statement, 0, node):
            names = [child for child in _descend(parts[0]) if child.type == "identifier"] if parts else []
            if len(names) >= 1 and parts[0].type == "variable_declaration":
                self.bind(self.text(names[0]), Element(source, None, source.site), self.site(names[0]))
            for child in parts[2:]:
                self.statement(child)

    def loop(self, node: Node) -> None:
        statement = self.next_statement()
        self.loops.add(statement)
        with self.arm(statement, 0, node):
            for child in inner(node):
                self.statement(child)

    def attempt(self, node: Node) -> None:
        statement = self.next_statement()
        for number, child in enumerate(inner(node)):
            if child.type == "finally_block":
                self.several(child)
                continue
            with self.arm(statement, number, child):
                for each in inner(child):
                    if each.type not in ("user_type", "identifier") or child.type == "block":
                        self.statement(each)


def is_property(parameter: Node) -> bool:
    """Whether a constructor's parameter is a property as well."""
    return any(child.type in ("val", "var") for child in parameter.children)


def _descend(node: Node) -> list[Node]:
    found: list[Node] = []
    pending = [node]
    while pending:
        each = pending.pop(0)
        found.append(each)
        pending.extend(each.named_children)
    return found


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
    "try_expression": Statements.attempt,
    "class_body": Statements.class_body,
    "modifiers": Statements.skip,
    "user_type": Statements.skip,
}
