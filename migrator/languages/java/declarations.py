"""Reads Java's declarations: classes, enums and records, their fields and methods, and what Lombok makes of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set
from dataclasses import replace
from typing import TYPE_CHECKING

from migrator.facts import Class, FormalParameter, Use
from migrator.languages.java.builder import OpenClass, OpenFunction
from migrator.languages.java.chains import is_comment, parameters_in, part, values_in
from migrator.languages.java.expressions import Expressions
from migrator.languages.java.strings import value_of
from migrator.link.common import INJECTED
from migrator.values import Callable, Choice, Environment, Literal, Member, Opaque, Parameter, Reference, Result, Value

if TYPE_CHECKING:
    from tree_sitter import Node

FIELDS = ("field_declaration", "constant_declaration")
METHODS = ("method_declaration", "constructor_declaration", "compact_constructor_declaration")
ABOVE = ("superclass", "super_interfaces", "extends_interfaces", "type_list")
SETTABLE = frozenset({"Data", "Setter", "ConfigurationProperties"})
NAMING = frozenset({"identifier", "field_access", "scoped_identifier"})
"""How an annotation says a constant."""
GETTERS = frozenset({"Data", "Getter", "Value"})
MAKERS = frozenset({"Builder", "SuperBuilder"})
INJECTING = frozenset({"Autowired", "Resource", "Inject"})
"""Annotations of fields that a framework fills."""
FILLING = frozenset({"RequiredArgsConstructor", "AllArgsConstructor"})
"""Lombok's annotations of classes whose constructor takes the fields, so that a framework may give them."""
TAKING_ALL = frozenset({"AllArgsConstructor", "Value"})
"""Those whose constructor takes every field."""
OTHERWISE_MADE = frozenset(
    {
        *("NoArgsConstructor", "Builder", "SuperBuilder", "ConfigurationProperties"),
        *("Service", "Component", "Configuration", "Controller", "RestController", "Repository"),
    }
)
"""Annotations of classes whose objects a framework, a builder or another constructor may make as well."""
BUILDER = "lombok.Builder"
"""The decorator of a class that a builder makes."""
QUIET = frozenset({"Override", "SuppressWarnings", "Nullable", "NonNull", "NotNull", "Deprecated", "SafeVarargs"})
"""Annotations behind which no framework calls a method."""
PLACEHOLDER = re.compile(r"^\$\{([^:{}]+)(?::([^{}]*))?\}$")
ASSIGNED = re.compile(rb"\bthis\.(\w+)\s*=(?!=)")
FIXED = frozenset({"static", "final"})
NULLABLE = "Boolean"
LANG = frozenset({"String", "Object", "Boolean", "Integer", "Long", "Double", "Float", "Number", "CharSequence"})
"""Java's own classes, which no import of a whole package brings."""
CONSTRUCTOR = "__init__"
"""What the linker calls a constructor, in every language."""
STATIC = "staticmethod"
OPEN = frozenset({"public", "protected"})


class Declarations(Expressions):
    """The declaring part of the walk."""

    def type_declaration(self, node: Node) -> None:
        """A class, interface, enum or record."""
        place, body, site = part(node, "name"), part(node, "body"), self.site(node)
        name, name_site = self.text(place), self.site(place)
        number = len(self.classes)
        self.classes.append(None)
        value = Callable("class", number, site)
        self.bind(name, value, name_site)
        if self.scope:
            self.bind(name, value, name_site, 0)
        scope = self.new_scope("class", number, name)
        defined_in, first = self.scope, len(self.functions)
        before = len(self.mentions)
        bases = tuple(self.base_types(node))
        fields, methods = _declared(body)
        components = self.components(node)
        named = {self.text(each.child_by_field_name("name")) for each in components}
        fields, methods = fields | named, methods | named
        opened = OpenClass(
            number, scope, fields, methods, name, node.type == "interface_declaration", bool(bases), _overloaded(body)
        )
        words = set(self.annotations(node))
        listed = node.type == "enum_declaration"
        opened = replace(opened, made_by_builder=bool(MAKERS & words), filled=bool(FILLING & words) and not listed)
        taken = self.taken(body, words, FILLING if listed else TAKING_ALL)
        opened = replace(opened, constructed=_constructed(body) | {self.text(each) for each in taken})
        self.remark(node)
        saved, self.function = self.function, None
        self.around.append(opened)
        prefix = self.settings_prefix(node)
        with self.inside(scope):
            if components:
                self.record(node, components)
            if taken:
                self.of_fields(node, taken)
            self.class_body(body, prefix, bool(SETTABLE & words))
            self.getters(body, bool(GETTERS & words))
        self.around.pop()
        self.function = saved
        if listed:
            self.relabel(before, "enum")
            for mention in self.mentions[before:]:
                self.uses.append(Use("enum", Literal(mention.text, mention.site), mention.site))
        own = tuple(each.number for each in self.functions[first:] if each is not None and each.owner == number)
        made: tuple[Value, ...] = (Reference(BUILDER, 0, site),) if opened.made_by_builder else ()
        self.classes[number] = Class(number, name, scope, defined_in, bases, made, own, site)

    def base_types(self, node: Node) -> list[Value]:
        kinds: list[Node] = []
        pending = [each for each in node.named_children if each.type in ABOVE]
        while pending:
            each = pending.pop(0)
            if each.type in ABOVE:
                pending.extend(child for child in each.named_children if not is_comment(child))
            else:
                kinds.append(each)
        return [self.type_name(self.text(kind).partition("<")[0], self.site(kind)) for kind in kinds]

    def class_body(self, body: Node, prefix: str = "", settable: bool = False) -> None:
        for child in body.named_children:
            if child.type == "enum_body_declarations":
                self.class_body(child, prefix, settable)
            elif child.type in FIELDS:
                self.field_declaration(child, prefix, settable)
            elif child.type in METHODS[:2]:
                self.method_declaration(child)
            elif child.type == "enum_constant":
                self.enum_constant(child)
            else:
                self.statement(child)

    def statement(self, node: Node) -> None:
        """Read one declaration or statement; the statements' half knows how."""

    def enum_constant(self, node: Node) -> None:
        """`NAME("text")`: an object that the constructor makes."""
        name, arguments = part(node, "name"), node.child_by_field_name("arguments")
        site = self.site(name)
        values = tuple(self.positional(each) for each in values_in(arguments)) if arguments is not None else ()
        number = self.open_call()
        self.close_call(number, Reference(self.around[-1].name, self.scope, site), values, self.site(node))
        self.bind(self.text(name), Result(number, site), site)
        body = next((child for child in node.named_children if child.type == "class_body"), None)
        if body is not None:
            self.members(body)

    def members(self, body: Node) -> None:
        number = len(self.classes)
        self.classes.append(None)
        scope = self.new_scope("class", number, "")
        site, defined_in, first = self.site(body), self.scope, len(self.functions)
        fields, methods = _declared(body)
        self.around.append(OpenClass(number, scope, fields, methods, overloaded=_overloaded(body)))
        saved, self.function = self.function, None
        with self.inside(scope):
            self.class_body(body)
        self.function = saved
        self.around.pop()
        own = tuple(each.number for each in self.functions[first:] if each is not None and each.owner == number)
        self.classes[number] = Class(number, "", scope, defined_in, (), (), own, site)

    def components(self, node: Node) -> list[Node]:
        """A record's components."""
        listed = node.child_by_field_name("parameters") if node.type == "record_declaration" else None
        return [each for each in listed.named_children if each.child_by_field_name("name") is not None] if listed else []

    def record(self, node: Node, components: list[Node]) -> None:
        """A record's fields are set by its constructor and read by methods of their names."""
        body = part(node, "body")
        makers = [each for each in body.named_children if each.type in METHODS[1:]]
        if not any(each.type == METHODS[1] for each in makers):
            self.canonical(node, makers[0] if makers else None)
        written = {self.text(each.child_by_field_name("name")) for each in body.named_children}
        for each in components:
            name = part(each, "name")
            if self.text(name) not in written:
                self.accessor(self.text(name), self.text(name), name)

    def canonical(self, node: Node, compact: Node | None) -> None:
        """The constructor that a record has by itself, with what its compact form does first."""
        number = len(self.functions)
        self.functions.append(None)
        site, opened_class = self.site(node), self.around[-1]
        start = self.between(node.start_byte, node.start_byte)
        parameters = self.formal_parameters(node, False)
        opened = OpenFunction(number, False)
        scope = self.new_scope("function", number, CONSTRUCTOR)
        self.bind(CONSTRUCTOR, Callable("function", number, site), start)
        with self.inside(scope):
            prefix = self.settings_prefix(node)
            for parameter in parameters:
                value: Value = Parameter(number, parameter.name, parameter.site)
                if prefix and parameter.name != "this":
                    value = Environment(f"{prefix}.{_dashed(parameter.name)}", parameter.default, parameter.site)
                elif parameter.site in self.nullable:
                    value = Choice("conditional", (value, Literal(None, parameter.site)), parameter.site)
                self.bind(parameter.name, value, start)
            body = part(compact, "body") if compact is not None else None
            if body is not None:
                self.statements(body)
            for parameter in parameters[1:]:
                last = (body or part(node, "parameters")).end_byte
                after = self.between(last, last)
                field = opened_class.field_name(parameter.name)
                self.set_attribute(Reference("this", scope, after), field, Reference(parameter.name, scope, after), after)
        self.method(opened, CONSTRUCTOR, scope, opened_class.number, parameters, (), site)

    def taken(self, body: Node, words: set[str], makers: Set[str]) -> list[Node]:
        """The names of the fields that a constructor of Lombok's takes, the only one that there is; else none."""
        members = [each for child in body.named_children for each in (child, *_listed(child))]
        if not words & makers or words & OTHERWISE_MADE or any(each.type in METHODS[1:] for each in members):
            return []
        found: list[Node] = []
        for each in members:
            said = self.modifiers(each) if each.type in FIELDS else {"static"}
            for declarator in each.children_by_field_name("declarator") if "static" not in said else ():
                given = declarator.child_by_field_name("value") is not None
                if not (given and "final" in said) and (TAKING_ALL & words or "final" in said):
                    found.append(part(declarator, "name"))
        return found

    def of_fields(self, node: Node, fields: list[Node]) -> None:
        """The constructor that Lombok makes of a class's fields."""
        number = len(self.functions)
        self.functions.append(None)
        site, opened_class = self.site(node), self.around[-1]
        start = self.between(node.start_byte, node.start_byte)
        given = (FormalParameter(self.text(each), "positional", None, None, self.site(each)) for each in fields)
        parameters = (FormalParameter("this", "positional", None, None, start), *given)
        scope = self.new_scope("function", number, CONSTRUCTOR)
        self.bind(CONSTRUCTOR, Callable("function", number, site), start)
        with self.inside(scope):
            for parameter in parameters:
                self.bind(parameter.name, Parameter(number, parameter.name, parameter.site), start)
            last = part(node, "body").end_byte
            after = self.between(last, last)
            for parameter in parameters[1:]:
                field = opened_class.field_name(parameter.name)
                self.set_attribute(Reference("this", scope, after), field, Reference(parameter.name, scope, after), after)
        self.method(OpenFunction(number, False), CONSTRUCTOR, scope, opened_class.number, parameters, (), site)

    def getters(self, body: Node, whole: bool) -> None:
        """What Lombok adds to a class for its fields."""
        declared = self.around[-1].methods
        for child in [each for outer in body.named_children for each in (outer, *_listed(outer))]:
            if child.type not in FIELDS or not (whole or GETTERS & set(self.annotations(child))):
                continue
            for declarator in child.children_by_field_name("declarator"):
                name = part(declarator, "name")
                text = self.text(name)
                getter = f"get{text[:1].upper()}{text[1:]}"
                if getter not in declared:
                    self.accessor(getter, text, name)

    def accessor(self, name: str, field: str, node: Node) -> None:
        """A method that gives a field."""
        number = len(self.functions)
        self.functions.append(None)
        site = self.site(node)
        start = self.between(node.start_byte, node.start_byte)
        scope = self.new_scope("function", number, name)
        self.bind(name, Callable("function", number, site), site)
        this = FormalParameter("this", "positional", None, None, start)
        self.bind("this", Parameter(number, "this", start), start, scope)
        opened = OpenFunction(number, False)
        opened.returns.append(Member(Reference("this", scope, site), self.around[-1].field_name(field), site))
        self.method(opened, name, scope, self.around[-1].number, (this,), (), site)

    def field_declaration(self, node: Node, prefix: str, settable: bool) -> None:
        words = self.modifiers(node)
        given = self.placeholder(node)
        if given is None:
            self.remark(node)
        settable = settable or "Setter" in self.annotations(node)
        filled = settable or self.around[-1].made_by_builder
        for declarator in node.children_by_field_name("declarator"):
            name, value_node = part(declarator, "name"), declarator.child_by_field_name("value")
            site = self.site(name)
            value = self.lower(value_node) if value_node is not None else given
            if value is None:
                value = self.injected_object(node, words)
            if value is None and prefix:
                value = Opaque("", site)
            constructed = self.text(name) in self.around[-1].constructed
            if value is None and filled and "static" not in words and not constructed:
                value = Literal(None, site)
            if value is None and not constructed and not words & FIXED and self.text(part(node, "type")) == NULLABLE:
                # Whoever fills it from outside may leave it out.
                value = Environment(None, Literal(None, site), site)
            if value is None and settable and constructed and "final" not in words:
                # A setter, or what fills objects from a request, may say something else.
                self.bind(self.around[-1].field_name(self.text(name)), Environment(None, None, site), site)
            if value is None:
                continue
            if "final" in words:
                self.hold_body(self.text(name), value)
            if settable and "final" not in words and "static" not in words:
                variable = f"{prefix}.{_dashed(self.text(name))}" if prefix else None
                value = Environment(variable, value, value.site)
            self.bind(self.around[-1].field_name(self.text(name)), value, site)

    def injected_object(self, node: Node, modifiers: set[str]) -> Value | None:
        """What a framework gives a field that says no value: an object of its type."""
        kind = part(node, "type")
        written = self.text(kind).partition("<")[0]
        given = bool(INJECTING & set(self.annotations(node))) or (self.around[-1].filled and "final" in modifiers)
        if not given or written in LANG or "static" in modifiers:
            return None
        return Opaque(INJECTED, self.site(kind), (self.type_name(written, self.site(kind)),))

    def placeholder(self, node: Node) -> Value | None:
        """What `@Value("${name:default}")` gives a field or parameter."""
        for annotation in self.annotation_nodes(node):
            arguments = annotation.child_by_field_name("arguments")
            listed = arguments.named_children if arguments else []
            strings = [each for each in listed if each.type == "string_literal"]
            named = {self.text(each.child_by_field_name("key")): each.child_by_field_name("value") for each in listed}
            injects = self.text(annotation.child_by_field_name("name")).rpartition(".")[2] == "Value"
            given = strings[0] if len(strings) == 1 else named.get("value")
            if injects and given is not None and given.type == "string_literal":
                return self.injected(given)
            default = named.get("defaultValue")
            if default is not None and default.type == "string_literal":
                return Environment(None, self.lower(default), self.site(default))
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

    def remark(self, node: Node) -> None:
        """Note what annotations say of models: it is documentation, or a condition that this tool does not follow.

        A constant among it is what a framework goes by: a bean's name, a key.
        """
        pending = list(self.annotation_nodes(node))
        while pending:
            each = pending.pop()
            if each.type == "string_literal":
                self.mention("string", value_of(self.text(each)), self.site(each))
            elif each.type in NAMING:
                self.uses.append(Use("key", self.lower(each), self.site(each)))
                continue
            said = {"annotation": "arguments", "element_value_pair": "value"}.get(each.type)
            inner = each.child_by_field_name(said) if said is not None else None
            pending.extend(each.named_children if said is None else [] if inner is None else [inner])

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
        self.remark(node)
        place = part(node, "name")
        name = CONSTRUCTOR if making else self.text(place)
        words = self.modifiers(node)
        static = "static" in words and not making
        site = self.site(node)
        number = len(self.functions)
        self.functions.append(None)
        parameters = self.formal_parameters(node, static)
        self.bind_method(name, Callable("function", number, site), self.site(place), node)
        opened, closed = OpenFunction(number, static), self.is_closed(node, words)
        scope = self.new_scope("function", number, name)
        owner = self.around[-1].number if self.around else None
        saved, self.function = self.function, opened
        with self.inside(scope):
            for parameter in parameters:
                value: Value = Parameter(number, parameter.name, parameter.site)
                if parameter.name != "this" and isinstance(parameter.default, Environment):
                    value = parameter.default
                elif parameter.site in self.nullable:
                    value = Choice("conditional", (value, Literal(None, parameter.site)), parameter.site)
                self.bind(parameter.name, value, parameter.site)
            body = node.child_by_field_name("body")
            if body is not None:
                self.statements(body)
                self.requests(scope, self.between(body.end_byte - 1, body.end_byte - 1))
        self.function = saved
        decorators: tuple[Value, ...] = (Reference(STATIC, 0, site),) if static else ()
        self.method(opened, name, scope, owner, parameters, decorators, site, closed)

    def is_closed(self, node: Node, words: set[str]) -> bool:
        """Whether only code of the same class or package can call a method: no framework looks for it either."""
        if "private" in words:
            return True
        if OPEN & words or not self.around or self.around[-1].is_interface or set(self.annotations(node)) - QUIET:
            return False
        return not any(self.annotation_nodes(each) for each in part(node, "parameters").named_children)

    def formal_parameters(self, node: Node, static: bool) -> tuple[FormalParameter, ...]:
        found: list[FormalParameter] = []
        if not static:
            found.append(FormalParameter("this", "positional", None, None, self.between(node.start_byte, node.start_byte)))
        for each, name in parameters_in(part(node, "parameters")):
            kind = each.child_by_field_name("type")
            written = self.text(kind).partition("<")[0]
            known = kind is None or written in LANG
            annotation = self.type_name(written, self.site(kind)) if kind is not None and not known else None
            if written == NULLABLE:
                self.nullable.add(self.site(name))
            how = "star" if each.type == "spread_parameter" else "positional"
            found.append(FormalParameter(self.text(name), how, self.placeholder(each), annotation, self.site(name)))
        return tuple(found)

    def constructed(self, node: Node) -> Value:
        """`this(…)` and `super(…)` at the head of a constructor."""
        site = self.site(node)
        values = tuple(self.positional(each) for each in values_in(part(node, "arguments")))
        callee: Value = Reference(self.around[-1].name if self.around else "", self.scope, site)
        if part(node, "constructor").type != "this":
            inner = self.open_call()
            self.close_call(inner, Reference("super", self.scope, site), (), site)
            callee = Member(Result(inner, site), CONSTRUCTOR, site)
        number = self.open_call()
        self.close_call(number, callee, values, site)
        return Opaque("", site)


def _listed(child: Node) -> list[Node]:
    """What an enum declares behind its constants."""
    return child.named_children if child.type == "enum_body_declarations" else []


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
        elif child.type == "enum_constant":
            fields.add(_name(child))
        elif child.type == "method_declaration":
            methods.add(_name(child))
    return frozenset(fields), frozenset(methods)


def _constructed(body: Node) -> frozenset[str]:
    """The fields that every constructor written in a class's body says."""
    makers = [each.text or b"" for each in body.named_children if each.type == METHODS[1]]
    said = [frozenset(each.decode() for each in ASSIGNED.findall(text)) for text in makers]
    return frozenset.intersection(*said) if said else frozenset()


def _overloaded(body: Node) -> frozenset[str]:
    """The names that several methods of a class share; its constructors share one."""
    children = [*body.named_children]
    children.extend(each for child in children if child.type == "enum_body_declarations" for each in child.named_children)
    names = Counter(_name(each) if each.type == METHODS[0] else CONSTRUCTOR for each in children if each.type in METHODS[:2])
    return frozenset(name for name, count in names.items() if count > 1)


def _name(node: Node) -> str:
    return (part(node, "name").text or b"").decode("utf-8", "replace")


def _dashed(name: str) -> str:
    """`enableThinking` as settings files spell it."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"-\1", name).lower()
