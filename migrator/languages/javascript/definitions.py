"""Reads functions, classes, enums and the patterns that take values apart."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence as Sequence_
from typing import TYPE_CHECKING

from migrator.facts import AttributeBinding, Class, FormalParameter, Mutation, Use
from migrator.languages.javascript.blocks import declared, named
from migrator.languages.javascript.builder import OpenFunction
from migrator.languages.javascript.expressions import CONSTRUCTOR, Lowering
from migrator.languages.javascript.optional import may_be_nothing, optional_flags
from migrator.languages.javascript.parse import part
from migrator.values import (
    Callable,
    Choice,
    Element,
    Entry,
    Item,
    Join,
    Literal,
    Member,
    Opaque,
    Parameter,
    Record,
    Reference,
    Sequence,
    Site,
    Value,
    at_place,
)

if TYPE_CHECKING:
    from tree_sitter import Node

FUNCTIONS = ("arrow_function", "function_expression", "generator_function")
THIS = "this"


class Definitions(Lowering):
    """Everything that has a body, parameters or members of its own."""

    @abstractmethod
    def body(self, nodes: Sequence_[Node]) -> None:
        """Read statements in order."""

    def hoist(self, name: str, value: Callable) -> None:
        """A function declaration holds in its whole scope."""
        nowhere = Site(self.path, 0, 0)
        self.bind(name, Callable(value.kind, value.number, nowhere), nowhere)

    def bind_pattern(self, node: Node, value: Value) -> None:
        """Give the names of a pattern their parts of a value."""
        kind = node.type
        if kind in ("identifier", "shorthand_property_identifier_pattern"):
            self.bind(self.names.actual(self.text(node)), value, self.site(node))
        elif kind == "object_pattern":
            for child in node.named_children:
                if child.type == "rest_pattern":
                    self.bind_rest(child, node, value)
                else:
                    self.bind_property(child, value)
        elif kind == "array_pattern":
            index = 0
            for child in node.children:
                index += child.type == ","
                if child.is_named and child.type != "comment":
                    self.bind_pattern(child, _part(value, index))
        elif kind in ("assignment_pattern", "object_assignment_pattern"):
            self.bind_pattern(part(node, "left"), self.or_default(value, self.lower(part(node, "right")), self.site(node)))
        elif kind == "rest_pattern":
            for child in node.named_children:
                self.bind_pattern(child, Opaque("rest", self.site(node), (value,)))
        elif kind in ("member_expression", "subscript_expression"):
            self.assign_to(node, value)

    def or_default(self, value: Value, default: Value, site: Site) -> Value:
        """A value, or what stands for it where it is not given."""
        return Choice("or", (value, default), site)

    def bind_property(self, node: Node, value: Value) -> None:
        if node.type == "shorthand_property_identifier_pattern":
            member = Member(value, self.text(node), self.site(node))
            self.bind(self.names.actual(self.text(node)), self.or_nothing(value, member), self.site(node))
        elif node.type == "object_assignment_pattern":
            left = part(node, "left")
            member = Member(value, self.text(left), self.site(left))
            self.mention("string", self.text(left), self.site(left))
            self.bind_pattern(left, self.or_default(member, self.lower(part(node, "right")), self.site(node)))
        elif node.type == "pair_pattern":
            key = part(node, "key")
            name = self.key(key)
            given: Value = Opaque("", value.site)
            if isinstance(name, Literal):
                given = self.or_nothing(value, Member(value, str(name.value), self.site(key)))
            self.bind_pattern(part(node, "value"), given)

    def bind_rest(self, node: Node, pattern: Node, value: Value) -> None:
        """`{ a, ...rest } = value`: what `value` holds but for the keys that have names of their own."""
        name = next((child for child in node.named_children if child.type == "identifier"), None)
        if name is None:
            return
        site, end, called = self.site(node), self.site(pattern).end, self.names.actual(self.text(name))
        self.bind(called, Record((Entry(None, value, site),), site), self.site(name))
        target, after = Reference(called, self.scope, site), Site(self.path, end, end)
        for child in pattern.named_children:
            key = child.child_by_field_name("key") or child.child_by_field_name("left") or child
            if child.type not in ("rest_pattern", "comment"):
                keys = (Literal(self.text(key).strip("\"'"), self.site(key)),)
                order = self.next_order()
                self.mutations.append(Mutation("delete", target, keys, None, self.scope, order, self.block, after))

    def assignment(self, node: Node) -> Value:
        """`target = value`, `target += value`, `target ||= value`."""
        left, right = part(node, "left"), part(node, "right")
        named = left.child_by_field_name("property") if left.type == "member_expression" else None
        value = (
            self.function_value(right, self.text(named)) if named is not None and right.type in FUNCTIONS else self.lower(right)
        )
        operator = node.child_by_field_name("operator")
        sign = operator.type if operator is not None else "="
        if sign != "=":
            before = self.lower(left)
            if sign in ("||=", "??="):
                value = Choice("or", (before, value), self.site(node))
            elif sign == "+=":
                value = Join((before, value), self.site(node))
            else:
                value = Opaque("operation", self.site(node), (before, value))
        if left.type == "identifier":
            self.assign(self.text(left), value, self.site(left))
        else:
            self.assign_to(left, value)
        return value

    def assign_to(self, left: Node, value: Value) -> None:
        """Change an object: one of its own keys, an attribute of `this`, or what the module exports."""
        if left.type in ("object_pattern", "array_pattern"):
            self.bind_pattern(left, value)
            return
        base, keys = self.path_of(left)
        site = self.site(left)
        if base is None and left.type == "member_expression":
            name = self.text(part(left, "property"))
            holder = self.lower(part(left, "object"))
            order = self.next_order()
            self.attributes.append(AttributeBinding(holder, name, value, self.scope, order, self.block, site))
        if base is None or not keys:
            return
        if isinstance(base, Reference) and base.name in ("module", "exports") and self.scopes[self.scope].kind == "module":
            names = [str(key.value) if isinstance(key, Literal) else "?" for key in keys]
            self.export(names if base.name == "module" else ["exports", *names], value, site)
        elif isinstance(base, Reference) and base.name == THIS and isinstance(keys[0], Literal) and len(keys) == 1:
            name = str(keys[0].value)
            order = self.next_order()
            self.attributes.append(AttributeBinding(base, name, value, self.scope, order, self.block, site))
        else:
            self.note_set(base, keys, value, self.next_order(), site)

    def export(self, names: list[str], value: Value, site: Site) -> None:
        """`module.exports = …` and `exports.name = …`."""
        if names == ["exports"]:
            self.bind("module.exports", value, site)
        elif len(names) == 2 and names[0] == "exports" and not self._is_own(names[1], value):
            self.exported.add(names[1])
            self.bind(names[1], value, site)

    def _is_own(self, name: str, value: Value) -> bool:
        """Whether the module has that name for something of its own, which an export under the same name does not change."""
        if isinstance(value, Reference) and value.name == name:
            return True
        return name not in self.exported and (self.scope, name) in self.bindings

    def parameters(self, node: Node, this: Site | None) -> tuple[tuple[FormalParameter, ...], list[tuple[Node, str]]]:
        """A signature, and the patterns in it with the names that stand for what they take apart."""
        found: list[FormalParameter] = []
        patterns: list[tuple[Node, str]] = []
        if this is not None:
            found.append(FormalParameter(THIS, "positional", None, None, this))
        single = node.child_by_field_name("parameter")
        listed = node.child_by_field_name("parameters")
        nodes = [single] if single is not None else list(listed.named_children) if listed is not None else []
        for each in nodes:
            self._parameter(each, found, patterns)
        return tuple(found), patterns

    def _parameter(self, node: Node, found: list[FormalParameter], patterns: list[tuple[Node, str]]) -> None:
        default: Value | None = None
        annotation: Value | None = None
        pattern: Node | None = node
        nullable, flags = False, frozenset[str]()
        if node.type in ("required_parameter", "optional_parameter"):
            nullable = may_be_nothing(node)
            flags = optional_flags(node.child_by_field_name("type"), self.declared_types)
            pattern = node.child_by_field_name("pattern")
            value, kind = node.child_by_field_name("value"), node.child_by_field_name("type")
            default = self.lower(value) if value is not None else None
            annotation = self.annotation(kind) if kind is not None else None
        if pattern is not None and pattern.type == "assignment_pattern":
            right = pattern.child_by_field_name("right")
            default = self.lower(right) if right is not None else None
            pattern = pattern.child_by_field_name("left")
        if pattern is None or pattern.type in ("comment", "this"):
            return
        site = self.site(pattern)
        if pattern.type == "identifier":
            found.append(FormalParameter(self.text(pattern), "positional", default, annotation, site, nullable=nullable))
        elif pattern.type == "rest_pattern":
            found.append(FormalParameter(self.text(pattern).lstrip("."), "star", None, None, site))
        else:
            name = f"{{{len(found)}}}"
            found.append(FormalParameter(name, "positional", default, annotation, site))
            patterns.append((pattern, name))
        if flags and found:
            self.flags[found[-1].site] = flags

    def annotation(self, node: Node) -> Value | None:
        """The class that a type names."""
        self.types(node)
        inner = node.named_children[0] if node.named_children else None
        if inner is not None and inner.type == "type_identifier":
            return Reference(self.text(inner), self.scope, self.site(inner))
        return None

    def function_value(self, node: Node, name: str = "<lambda>", owner: int | None = None) -> Callable:
        """A function or arrow function; a method where it belongs to a class."""
        site = self.site(node)
        formals, patterns = self.parameters(node, Site(self.path, site.start, site.start) if owner is not None else None)
        number = len(self.functions)
        self.functions.append(None)
        scope = self.new_scope("function", number, name)
        opened = OpenFunction(
            number, name, scope, self.scope, owner, formals, site, _decorators(node, owner, site), private=_is_private(node)
        )
        saved = self.function
        self.function = opened
        body = part(node, "body")
        statements = body.named_children if body.type == "statement_block" else []
        listed = node.child_by_field_name("parameters") or node.child_by_field_name("parameter")
        own = [THIS, *(formal.name for formal in formals), *named(listed), *declared(statements, False)]
        with self.inside(scope), self.names.function(own):
            for formal in formals:
                self.bind(formal.name, Parameter(number, formal.name, formal.site), formal.site)
            for pattern, stand_in in patterns:
                self.bind_pattern(pattern, Parameter(number, stand_in, self.site(pattern)))
            if owner is None and node.type != "arrow_function":
                self.bind(THIS, Opaque(THIS, site), Site(self.path, site.start, site.start))
            self.parameter_properties(node)
            if body.type == "statement_block":
                self.body(statements)
            else:
                opened.returns.append(self.lower(body))
        self.function = saved
        self.functions[number] = opened.close()
        return Callable("function", number, site)

    def parameter_properties(self, node: Node) -> None:
        """TypeScript's `constructor(private client: OpenAI)` sets `this.client`."""
        listed = node.child_by_field_name("parameters")
        for each in listed.named_children if listed is not None else ():
            pattern = each.child_by_field_name("pattern")
            marked = any(child.type in ("accessibility_modifier", "readonly") for child in each.children)
            if pattern is not None and marked and pattern.type == "identifier":
                site = self.site(pattern)
                this = Reference(THIS, self.scope, site)
                value = Reference(self.text(pattern), self.scope, Site(self.path, site.end, site.end))
                order = self.next_order()
                self.attributes.append(AttributeBinding(this, self.text(pattern), value, self.scope, order, self.block, site))

    def class_value(self, node: Node) -> Value:
        """A class with its fields and methods."""
        name_node, body = node.child_by_field_name("name"), part(node, "body")
        name = self.text(name_node) if name_node is not None else ""
        bases = tuple(
            self.lower(base)
            for child in node.named_children
            if child.type == "class_heritage"
            for base in _heritage(child)
            if base.type in ("identifier", "member_expression", "call_expression")
        )
        number = len(self.classes)
        self.classes.append(None)
        site = self.site(node)
        if name_node is not None:
            self.bind(self.names.actual(name), Callable("class", number, site), Site(self.path, site.start, site.start))
        scope = self.new_scope("class", number, name)
        first = len(self.functions)
        defined_in = self.scope
        saved, self.function = self.function, None
        with self.inside(scope):
            for member in body.named_children:
                self.class_member(member, number)
        self.function = saved
        methods = tuple(each.number for each in self.functions[first:] if each is not None and each.owner == number)
        self.classes[number] = Class(number, name, scope, defined_in, bases, (), methods, site)
        return Callable("class", number, site)

    def class_member(self, node: Node, owner: int) -> None:
        if node.type == "method_definition":
            label = self.text(part(node, "name"))
            value = self.function_value(node, CONSTRUCTOR if label == "constructor" else label, owner)
            if not any(child.type == "set" for child in node.children):
                self.hoist(CONSTRUCTOR if label == "constructor" else label, value)
        elif node.type in ("field_definition", "public_field_definition"):
            name = node.child_by_field_name("property") or part(node, "name")
            value_node, kind = node.child_by_field_name("value"), node.child_by_field_name("type")
            if kind is not None:
                self.types(kind)
            if value_node is None:
                return
            # A field's value sees the object as a method does; an arrow function in it is one.
            if value_node.type == "arrow_function":
                self.hoist(self.text(name), self.function_value(value_node, self.text(name), owner))
            else:
                self.bind(self.text(name), self.lower(value_node), self.site(name))
        elif node.type == "class_static_block":
            self.body(node.named_children)

    def enum(self, node: Node) -> None:
        """TypeScript's enums: their members are what others depend on."""
        name, body = part(node, "name"), part(node, "body")
        number = len(self.classes)
        self.classes.append(None)
        site = self.site(node)
        self.bind(self.text(name), Callable("class", number, site), Site(self.path, site.start, site.start))
        scope = self.new_scope("class", number, self.text(name))
        defined_in = self.scope
        before = len(self.mentions)
        entries: list[Entry] = []
        with self.inside(scope):
            for member in body.named_children:
                if member.type == "enum_assignment":
                    label, given = part(member, "name"), self.lower(part(member, "value"))
                    self.bind(self.text(label), given, self.site(label))
                    self.uses.append(Use("enum", given, given.site))
                    entries.append(Entry(Literal(self.text(label), self.site(label)), given, self.site(member)))
        self.relabel(before, "enum")
        if entries:
            record = Record(tuple(entries), self.site(body))
            self.uses.append(Use("collection", record, record.site))
        self.classes[number] = Class(number, self.text(name), scope, defined_in, (), (), (), site)


def _part(value: Value, index: int) -> Value:
    """What stands at a place of a list, or of each list that a loop walks over."""
    if isinstance(value, Element) and value.index is None:
        return Element(value.base, index, value.site)
    known = at_place(value.items, index) if isinstance(value, Sequence) else None
    return known or Item(value, Literal(index, value.site), value.site)


def _decorators(node: Node, owner: int | None, site: Site) -> tuple[Value, ...]:
    """A getter of a class is read like a field."""
    getter = owner is not None and any(child.type == "get" for child in node.children)
    return (Reference("property", 0, site),) if getter else ()


def _is_private(node: Node) -> bool:
    """Whether only the class itself can call this method: `#name` and TypeScript's `private`."""
    name = node.child_by_field_name("name")
    hidden = name is not None and name.type == "private_property_identifier"
    return hidden or any(child.type == "accessibility_modifier" and child.text == b"private" for child in node.children)


def _heritage(node: Node) -> list[Node]:
    """What a class extends, in JavaScript's tree and in TypeScript's."""
    return [
        part for child in node.named_children for part in ((child.named_children) if child.type == "extends_clause" else [child])
    ]
