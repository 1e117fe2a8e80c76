"""Reads Kotlin's declarations: classes, enums and objects, their properties and functions."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from migrator.facts import Argument, Class, FormalParameter, Use
from migrator.languages.java.builder import OpenClass, OpenFunction
from migrator.languages.java.chains import is_comment, part
from migrator.languages.java.declarations import CONSTRUCTOR, PLACEHOLDER, QUIET
from migrator.languages.kotlin.chains import arguments_of, inner, value_of_argument
from migrator.languages.kotlin.expressions import Expressions
from migrator.languages.kotlin.strings import value_of
from migrator.values import (
    Callable,
    Choice,
    Environment,
    Literal,
    Member,
    Parameter,
    Reference,
    Result,
    Site,
    Value,
)

if TYPE_CHECKING:
    from tree_sitter import Node

CLOSED = frozenset({"private", "internal"})
NULLABLE = "Boolean?"
PLAIN = frozenset({"String", "Boolean", "Int", "Long", "Double", "Float", "Any", "List", "Map"})
"""Kotlin's own types, which no import of a whole package brings."""
BODIES = ("class_body", "enum_class_body")


class Declarations(Expressions):
    """The declaring part of the walk."""

    def statement(self, node: Node) -> None:
        """Read one declaration or statement; the statements' half knows how."""

    def several(self, node: Node) -> None:
        """Read the statements of a block; the statements' half knows how."""

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
        return self.text(next(each for each in descend(node) if each.type == "user_type")).rpartition(".")[2]

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
        place, site = part(node, "name"), self.site(node)
        name, name_site = self.text(place), self.site(place)
        number = len(self.classes)
        self.classes.append(None)
        value = Callable("class", number, site)
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
                fields.add(self.text(self.name_of(child)))
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
        opened = OpenFunction(number, False)
        self.heads[self.around[-1].number] = scope, opened
        self.method(opened, CONSTRUCTOR, scope, self.around[-1].number, parameters, (), site, closed)

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
        return tuple(self.argument(label, value) for label, value in pairs)

    def formal(self, node: Node) -> FormalParameter:
        name = self.name_of(node)
        parts = inner(node)
        default = self.injected(node)
        if default is None and any(child.type == "=" for child in node.children):
            default = self.lower(parts[-1])
        site = self.site(name) if name is not None else self.site(node)
        if default is None and any(self.text(each) == NULLABLE for each in node.named_children):
            self.nullable.add(site)
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
                if value.type != "string_literal":
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
        # An annotation may stand before the name.
        name = next(child for child in inner(node) if child.type == "identifier")
        before, site = len(self.mentions), self.site(name)
        number = self.open_call()
        values = self.arguments(node)
        self.close_call(number, Reference(self.around[-1].name, self.scope, site), values, self.site(node))
        self.bind(self.text(name), Result(number, site), site)
        self.relabel(before, "enum")
        for mention in self.mentions[before:]:
            self.uses.append(Use("enum", Literal(mention.text, mention.site), mention.site))

    def initialised(self, node: Node) -> None:
        """`init { … }`: it runs in the constructor that stands in the class's head."""
        number = self.around[-1].number
        if number not in self.heads:
            self.several(node)
            return
        saved, (scope, self.function) = self.function, self.heads[number]
        with self.inside(scope):
            self.several(node)
            self.requests(scope, self.between(node.end_byte - 1, node.end_byte - 1))
        self.function = saved

    def field(self, node: Node) -> None:
        """A property of a class."""
        name = self.name_of(node)
        if name is None:
            return
        value = self.injected(node)
        value = value if value is not None else self.property_value(node)
        if value is not None:
            self.hold_body(self.text(name).strip("`"), value)
            self.bind(self.text(name).strip("`"), value, self.site(name))

    def property_value(self, node: Node) -> Value | None:
        """What a property is given, by `=`, `by lazy { … }` or its getter."""
        delegate = next((child for child in node.named_children if child.type == "property_delegate"), None)
        if delegate is not None:
            body = next((each for each in descend(delegate) if each.type == "lambda_literal"), None)
            return (
                self.given_by_lambda(body)
                if body is not None and self.text(delegate).startswith("by lazy")
                else self.lower(delegate)
            )
        parts = [child for child in node.children if not is_comment(child)]
        given = next((after for sign, after in pairwise(parts) if sign.type == "="), None)
        value = self.lower(given) if given is not None else None
        getter = next((child for child in node.named_children if child.type == "getter"), None)
        body = next((child for child in getter.named_children if child.type == "function_body"), None) if getter else None
        made = self.given_by_getter(body) if body is not None else None
        # `field` is what the property was given itself.
        return value if made is None or (isinstance(made, Reference) and made.name == "field") else made

    def given_by_getter(self, body: Node) -> Value:
        """What `get() = …` or `get() { … }` gives."""
        if any(child.type == "=" for child in body.children):
            return self.lower(inner(body)[-1])
        opened = OpenFunction(-1, self.function is None or self.function.static)
        saved, self.function = self.function, opened
        self.several(body)
        self.function = saved
        return opened.returns[0] if len(opened.returns) == 1 else Choice("conditional", tuple(opened.returns), self.site(body))

    def function_declaration(self, node: Node) -> None:
        place = part(node, "name")
        self.function_like(node, self.text(place).strip("`"), self.site(place))

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
            else:
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


def is_property(parameter: Node) -> bool:
    """Whether a constructor's parameter is a property as well."""
    return any(child.type in ("val", "var") for child in parameter.children)


def descend(node: Node) -> list[Node]:
    """A node and all that is in it."""
    found: list[Node] = []
    pending = [node]
    while pending:
        each = pending.pop(0)
        found.append(each)
        pending.extend(each.named_children)
    return found
