"""Lowers Java expressions to neutral values, noting calls, uses and mentions on the way."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable as Function_
from collections.abc import Sequence as Sequence_
from typing import TYPE_CHECKING, cast

from migrator.facts import Argument, FormalParameter, Use
from migrator.languages.endings import asked_ending
from migrator.languages.http_body.json_text import parse_object
from migrator.languages.http_body.quoted import Quoted, joined, with_values
from migrator.languages.java import addresses, written_files
from migrator.languages.java.bodies import BODY, TAKERS, characters, may_be_body
from migrator.languages.java.builder import OpenClass, OpenFunction
from migrator.languages.java.builders import Given, fold_keywords, keyword
from migrator.languages.java.chains import Chain, Link, builder_links, chain_of, is_comment, parameters_in, part, values_in
from migrator.languages.java.idioms import FILES, Idioms
from migrator.languages.java.json_objects import EMPTY_MAPS, PUTS, Filled, filled
from migrator.languages.java.strings import TEXT_BLOCK, value_of
from migrator.values import (
    Callable,
    Choice,
    Entry,
    Imported,
    Item,
    Join,
    Literal,
    Member,
    Opaque,
    Parameter,
    Record,
    Reference,
    Result,
    Site,
    Value,
)

if TYPE_CHECKING:
    from tree_sitter import Node

FILLED = re.compile(r"%(\d+\$)?([-#+ 0,(]*\d*(?:\.\d+)?)([a-zA-Z%])")
"""What a format is filled at: by number, how, and with what."""
FORMATTERS = frozenset({"String.format", "MessageFormat.format", "java.text.MessageFormat.format"})
"""Functions that fill their first argument with the others."""
APPEND, BUILDERS = "append", frozenset({"StringBuilder", "StringBuffer"})
"""What puts a text together piece by piece."""
TYPE = re.compile(r"[A-Z][A-Z0-9]*[a-z]")
"""How the name of a class begins."""
QUALIFIED = re.compile(r"([a-z]\w*)(?:\.[a-z]\w*)+\.[A-Z]\w*$")
"""A class named with its whole package."""
MOST_DIGITS = 19
CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null_literal": None}


class Expressions(Idioms):
    """The expression half of the walk."""

    def lower(self, node: Node) -> Value:
        """The neutral form of an expression."""
        if node.type in CONSTANTS:
            return Literal(CONSTANTS[node.type], self.site(node))
        handler = _HANDLERS.get(node.type)
        return handler(self, node) if handler is not None else self.unknown(node)

    def unknown(self, node: Node) -> Value:
        operands = tuple(self.lower(child) for child in node.named_children if not is_comment(child))
        return Opaque("", self.site(node), operands)

    def referred(self, node: Node) -> Value:
        """`b::model`: whoever gets it may call it."""
        first = node.named_children[0] if node.named_children else None
        operands = (self.lower(first),) if first is not None and first.type in ("identifier", "this", "field_access") else ()
        return Opaque("", self.site(node), operands)

    def nothing(self, node: Node) -> Value:
        return Opaque("", self.site(node))

    def identifier(self, node: Node) -> Value:
        name, site = self.text(node), self.site(node)
        local = self.local_scope(name)
        if local is not None:
            self.reads[local, name] += 1
        else:
            declared = self.declaring(name, "field")
            if declared is not None:
                self.use_body(name)
                return Member(self.holder(declared, site), declared.field_name(name), site)
            if self.may_be_inherited(name):
                return Member(self.class_value(self.around[-1], site), name, site)
            if self.static_stars and like_a_field(name) and (0, name) not in self.bindings:
                found = tuple(Member(Imported(each, None, 0, where), name, site) for each, where in self.static_stars)
                return found[0] if len(found) == 1 else Choice("conditional", found, site)
            if name[:1].islower() and not self.is_bound(name):
                return Opaque(name, site)
        return Reference(name, self.scope, site)

    def is_bound(self, name: str) -> bool:
        """Whether anything around this place has been given a name so far."""
        scope: int | None = self.scope
        while scope is not None and (scope, name) not in self.bindings:
            scope = self.scopes[scope].parent
        return scope is not None

    def may_be_inherited(self, name: str) -> bool:
        """Whether a name that nothing here declares may be a field of a class or interface above."""
        return like_a_field(name) and bool(self.around) and self.around[-1].has_bases and (0, name) not in self.bindings

    def holder(self, declared: OpenClass, site: Site) -> Value:
        """What holds a field that is named alone: the object whose method runs, or the class."""
        mine = self.function is not None and not self.function.static and declared is self.around[-1]
        return Reference("this", self.scope, site) if mine else self.class_value(declared, site)

    def this(self, node: Node) -> Value:
        return Reference("this", self.scope, self.site(node))

    def above(self, node: Node) -> Value:
        return Reference("super", self.scope, self.site(node))

    def string(self, node: Node) -> Value:
        site = self.site(node)
        text = value_of(self.text(node))
        if may_be_body(text) and self.take_body(self.quoted(node)):
            return Opaque(BODY, site)
        self.mention("string", text, site)
        self.take_text(text, Literal(text, site))
        if self.text(node).startswith(TEXT_BLOCK) and "\n" in text.strip():
            return Join((Literal(text, site),), site)
        return Literal(text, site)

    def quoted(self, node: Node) -> Quoted:
        """A literal, or literals put together with other things, as the program sees them."""
        if node.type == "string_literal":
            written = self.text(node)
            if written.startswith(TEXT_BLOCK):
                first = self.parsed.text.index(b"\n", node.start_byte) + 1
                return characters(self.parsed, self.path, first, node.end_byte - 3, "java-block")
            return characters(self.parsed, self.path, node.start_byte + 1, node.end_byte - 1, "java")
        if node.type == "binary_expression" and self.text(part(node, "operator")) == "+":
            return joined(self.path, [self.quoted(part(node, each)) for each in ("left", "right")])
        hole = Quoted(self.path)
        hole.hole(self.lower(node), "bare")
        return hole

    def integer(self, node: Node) -> Value:
        text = self.text(node).replace("_", "").rstrip("lL")
        # Python reads no longer ones, and Java's end at nineteen.
        return Literal(int(text), self.site(node)) if len(text) <= MOST_DIGITS else Opaque("", self.site(node))

    def real(self, node: Node) -> Value:
        return Literal(float(self.text(node).replace("_", "").rstrip("fFdD")), self.site(node))

    def parenthesised(self, node: Node) -> Value:
        inner = [child for child in node.named_children if not is_comment(child)]
        return self.lower(inner[-1]) if inner else Opaque("", self.site(node))

    def cast(self, node: Node) -> Value:
        return self.lower(part(node, "value"))

    def unary(self, node: Node) -> Value:
        inner = self.lower(part(node, "operand"))
        site = self.site(node)
        minus = self.text(node).startswith("-")
        if minus and isinstance(inner, Literal) and isinstance(inner.value, (int, float)) and not isinstance(inner.value, bool):
            return Literal(-inner.value, site)
        return Opaque("not" if self.text(node).startswith("!") else "unary", site, (inner,))

    def binary(self, node: Node) -> Value:
        operands: list[Node] = []
        operator = self.text(part(node, "operator"))
        first = node
        while first.type == "binary_expression" and self.text(part(first, "operator")) == operator:
            operands.insert(0, part(first, "right"))
            first = part(first, "left")
        operands.insert(0, first)
        before = len(self.mentions)
        texts = [value_of(self.text(each)) if each.type == "string_literal" else "0" for each in operands]
        if (
            operator == "+"
            and first.type == "string_literal"
            and may_be_body("".join(texts))
            and self.take_body(self.quoted(node))
        ):
            return Opaque(BODY, self.site(node))
        values = [self.lower(each) for each in operands]
        site = self.site(node)
        if operator == "+":
            return Join(tuple(part for each in values for part in (each.parts if isinstance(each, Join) else (each,))), site)
        if operator in ("==", "!=", "<", ">", "<=", ">=") and not any(_is_null(each) for each in values):
            self.relabel(before, "comparison")
            self.uses.extend(Use("comparison", value, site) for value in values)
        return Opaque("operation", site, tuple(values))

    def ternary(self, node: Node) -> Value:
        asked = asked_ending(self.lower(part(node, "condition")), self.calls)
        options = (self.lower(part(node, "consequence")), self.lower(part(node, "alternative")))
        return Choice("conditional", options, self.site(node), *(asked or ()))

    def field(self, node: Node) -> Value:
        base = part(node, "object")
        qualified = QUALIFIED.match(self.text(node))
        if qualified is not None and not self.is_local(qualified[1]) and self.declaring(qualified[1], "field") is None:
            return Imported(self.text(node), None, 0, self.site(node))
        name = self.own_field(base, self.text(part(node, "field")))
        return Member(self.lower(base), name, self.site(node))

    def own_field(self, base: Node, name: str) -> str:
        """A field's name in the facts, where it is one of the class around."""
        own = base.type == "this" or (bool(self.around) and self.text(base) == self.around[-1].name)
        return self.around[-1].field_name(name) if own and self.around else name

    def item(self, node: Node) -> Value:
        return Item(self.lower(part(node, "array")), self.lower(part(node, "index")), self.site(node))

    def array(self, node: Node) -> Value:
        return self.collection("list", node, list(values_in(node)))

    def new_array(self, node: Node) -> Value:
        value = node.child_by_field_name("value")
        return self.lower(value) if value is not None else Opaque("", self.site(node))

    def assigned(self, node: Node) -> Value:
        value, target = self.lower(part(node, "right")), part(node, "left")
        operator = self.text(part(node, "operator"))
        if operator != "=":
            old = self.lower(target)
            joined = operator == "+="
            value = Join((old, value), self.site(node)) if joined else Opaque("operation", self.site(node), (old, value))
        self.assign(target, value)
        return value

    def assign(self, target: Node, value: Value) -> None:
        """Give a variable or field its value."""
        site = self.site(target)
        if target.type == "identifier":
            name = self.text(target)
            declared = None if self.is_local(name) else self.declaring(name, "field")
            if declared is None:
                self.bind(name, value, site)
            elif self.function is not None and not self.function.static and declared is self.around[-1]:
                self.set_attribute(Reference("this", self.scope, site), declared.field_name(name), value, site)
            else:
                self.bind(declared.field_name(name), value, site, declared.scope)
        elif target.type == "field_access":
            base = part(target, "object")
            name = self.own_field(base, self.text(part(target, "field")))
            self.set_attribute(self.lower(base), name, value, site)
        else:
            self.lower(target)

    def created(self, node: Node) -> Value:
        kind, site = part(node, "type"), self.site(node)
        name = self.text(kind).partition("<")[0].strip()
        nodes = values_in(part(node, "arguments"))
        body = next((child for child in node.named_children if child.type == "class_body"), None)
        if name.rpartition(".")[2] in EMPTY_MAPS and body is None:
            entries = tuple(
                Entry(None, value, value.site) for value in (self.lower(each) for each in nodes if "literal" not in each.type)
            )
            return Record(entries, site)
        number = self.open_call()
        callee = self.type_name(name, self.site(kind))
        arguments_given = tuple(self.positional(each) for each in nodes)
        if arguments_given:
            self.take_url(name.rpartition(".")[2], arguments_given[0].value)
        if name.rpartition(".")[2] in FILES:
            self.uses.extend(Use("path", each.value, site) for each in arguments_given)
        self.uses.extend(written_files.uses(callee, [each.value for each in arguments_given]))
        self.close_call(number, callee, arguments_given, site)
        if body is not None:
            self.members(body)
            return Opaque("", site)
        if not nodes:
            self.created_empty.add(number)
        return Result(number, site)

    def type_name(self, dotted: str, site: Site) -> Value:
        """A type as a value."""
        first, *rest = dotted.split(".")
        if first[:1].islower() and rest:
            return Imported(dotted, None, 0, site)
        value: Value = Reference(first, self.scope, site)
        for name in rest:
            value = Member(value, name, site)
        return value

    def members(self, body: Node) -> None:
        """The body of a class without a name; the statements' half knows how."""

    def invoked(self, node: Node) -> Value:
        chain = chain_of(node)
        names = {at: self.text(link.name) for at, link in enumerate(chain.links)}
        appended = self.appended(node) if APPEND in names.values() else []
        if len(appended) > 1:
            return Join(tuple(map(self.lower, appended)), self.site(node))
        address = addresses.put_together(chain, tuple(names.values()), self.text, self.lower, self.site(node))
        if address is not None:
            return address
        found = builder_links(chain, names)
        if found is not None:
            first, last = found
            if last is None or last == len(chain.links) - 1:
                return self.built(node, chain, first, last)
        made = filled(chain, self.text)
        if made is not None:
            return self.object_filled(node, made)
        return self.ordinary(node, chain.links[-1]) if chain.links else self.unknown(node)

    def built(self, node: Node, chain: Chain, first: int, last: int | None) -> Value:
        """A builder's chain as one call: every link is a keyword argument."""
        number = self.open_call()
        site = self.site(node)
        maker = chain.links[first - 1] if first else None
        arguments: list[Argument] = []
        if maker is None:
            kind = part(cast("Node", chain.root), "type")
            callee = self.type_name(self.text(kind).partition("<")[0], self.site(kind))
        else:
            base = maker.node.child_by_field_name("object")
            inner = self.lower(base) if base is not None else self.own_class(site)
            callee = Member(inner, self.text(maker.name), self.between(maker.name.start_byte, maker.name.end_byte))
            arguments.extend(self.positional(each) for each in maker.arguments)
        arguments.extend(self.settings(chain.links[first:last]))
        if last is None:
            rest = Opaque("builder", site)
            arguments.append(Argument("star", None, rest, site, None, site))
            self.open_chains.append(number)
        else:
            self.chains.append(number)
        self.close_call(number, callee, tuple(arguments), site)
        return Result(number, site)

    def object_filled(self, node: Node, made: Filled) -> Value:
        """`new JSONObject().put("a", b)`: what it holds, and what it is put under."""
        if made.maker is not None and made.maker.receiver is not None:
            target = self.lower(made.maker.receiver)
        entries: list[Entry] = []
        for link in made.links:
            entries.append(self.pair(link.arguments[0], link.arguments[1], self.between(link.dot, link.end)))
        record = self.recorded(entries, self.site(node))
        if made.maker is not None and made.maker.receiver is not None and made.put_under:
            key = self.lower(made.maker.arguments[0])
            self.put(target, key, record, self.between(made.maker.dot, made.maker.end))
        return record

    def own_class(self, site: Site) -> Value:
        """The class around, whose own method is called by its bare name."""
        return self.class_value(self.around[-1], site) if self.around else Opaque("", site)

    def settings(self, links: tuple[Link, ...]) -> list[Argument]:
        """A builder's links as keywords; those that take a name and a value are the entries of one mapping."""
        given: list[Given] = []
        for link in links:
            name = self.text(link.name)
            site = self.between(link.dot, link.end)
            before = len(self.mentions)
            values = [self.lower(each) for each in link.arguments]
            if values:
                self.take_url(name, values[0])
            if len(values) == 2:
                self.named_pair(before, values[0])
                self.take_header(name, values[0], values[1], site)
            given.append(Given(keyword(name, values, site, self.site(link.name)), True))
        return fold_keywords(given, self.arms)

    def filled_text(self, template: Node, filling: tuple[Node, ...], site: Site) -> Value:
        """`String.format("%s/chat", base)` as what is put together of its parts."""
        written, values = self.lower(template), [self.lower(each) for each in filling]
        self.take_formatted("formatted", written)
        text = written.value if isinstance(written, Literal) else None
        found = list(FILLED.finditer(text)) if isinstance(text, str) else []
        taking = [each for each in found if each[3] not in "%n"]
        if not isinstance(text, str) or len(taking) != len(values) or any(each[1] for each in found):
            return Opaque("formatted", site, (written, *values))
        parts: list[Value] = []
        end = 0
        for each in found:
            literal = text[end : each.start()] + {"%": "%", "n": "\n"}.get(each[3], "")
            parts.extend([Literal(literal, written.site)] if literal else [])
            end = each.end()
            if each[3] not in "%n":
                value = values.pop(0)
                plain = each[3] == "s" and not each[2]
                parts.append(value if plain else Opaque("formatted", value.site, (value,)))
        parts.extend([Literal(text[end:], written.site)] if text[end:] else [])
        return Join(tuple(parts), site)

    def put_together(self, node: Node, dotted: str, name: str, base: Node | None, arguments: tuple[Node, ...]) -> Value | None:
        """A text that the library's methods make of others; None for whatever else is called."""
        site = self.site(node)
        if name == "concat" and base is not None and len(arguments) == 1 and TYPE.match(self.text(base)) is None:
            return Join((self.lower(base), self.lower(arguments[0])), site)
        if dotted == "String.join" and len(arguments) > 2:
            between, *values = (self.lower(each) for each in arguments)
            return Join(tuple(part for each in values for part in (between, each))[1:], site)
        return None

    def appended(self, node: Node | None) -> list[Node]:
        """The parts of `new StringBuilder(a).append(b)`, with or without `.toString()`; nothing for whatever else is built."""
        if node is None or node.type not in ("method_invocation", "object_creation_expression"):
            return []
        given = node.child_by_field_name("arguments")
        arguments = [each for each in given.named_children if "comment" not in each.type] if given is not None else []
        made = node.child_by_field_name("type")
        if made is not None:
            # A number says how long it may become.
            texts = [each for each in arguments if each.type != "decimal_integer_literal"]
            return (texts or [node]) if self.text(made) in BUILDERS else []
        before = self.appended(node.child_by_field_name("object"))
        name = self.text(part(node, "name"))
        if not before or name not in (APPEND, "toString") or len(arguments) != (name == APPEND):
            return []
        return [each for each in (*before, *arguments) if each.child_by_field_name("type") is None]

    def ordinary(self, node: Node, link: Link) -> Value:
        """A call that is no builder's."""
        base = node.child_by_field_name("object")
        name, site = self.text(link.name), self.site(node)
        dotted = f"{self.text(base)}.{name}".removeprefix("java.util.") if base is not None and len(link.arguments) < 64 else name
        if dotted in FORMATTERS or (name == "formatted" and base is not None):
            template = base if name == "formatted" else link.arguments[0] if link.arguments else None
            filling = link.arguments[name != "formatted" :]
            if template is not None and self.filled_body(template, filling):
                return Opaque(BODY, site)
            if template is not None and (name == "formatted" or template.type == "string_literal"):
                return self.filled_text(template, filling, site)
        text = self.put_together(node, dotted, name, base, link.arguments)
        if text is not None:
            return text
        known = self.well_known(node, dotted, name, base, link)
        if known is not None:
            return known
        number = self.open_call()
        before = len(self.mentions)
        callee = self.callee(base, name, site)
        arguments = tuple(self.positional(each) for each in link.arguments)
        self.note_uses(callee, name, dotted, arguments, site, before)
        self.take_replaced(name, callee, arguments)
        self.take_formatted(name, *(each.value for each in arguments[:2]))
        if isinstance(callee, Member) and name in PUTS and len(arguments) == 2:
            self.put_on[number] = self.filled_by(callee.base)
        if arguments:
            receiver = callee.base if isinstance(callee, Member) else None
            self.take_url(dotted if dotted in TAKERS else name, arguments[0].value, receiver)
        if len(arguments) == 2:
            self.take_header(name, arguments[0].value, arguments[1].value, site)
        self.close_call(number, callee, arguments, site)
        if base is not None:
            self.links[number] = self.site(link.name), self.between(link.dot, link.end)
        return Result(number, site)

    def filled_body(self, template: Node, given: Sequence_[Node]) -> bool:
        """Whether a text that a formatter fills is a request's body, which then is kept."""
        if template.type != "string_literal" or not may_be_body(value_of(self.text(template))):
            return False
        quoted = self.quoted(template)
        empty = with_values(quoted, [Opaque("", self.site(template))] * len(given))
        if empty is None or self.sent_here() is None or parse_object(empty.text) is None:
            return False
        filled = with_values(quoted, [self.lower(each) for each in given])
        return filled is not None and self.take_body(filled)

    def callee(self, base: Node | None, name: str, site: Site) -> Value:
        if base is not None:
            return Member(self.lower(base), name, site)
        declared = self.declaring(name, "method")
        if declared is None:
            return Reference(name, self.scope, site)
        return Member(self.class_value(declared, site), name, site)

    def anonymous(self, node: Node) -> Value:
        number = len(self.functions)
        self.functions.append(None)
        scope = self.new_scope("function", number, "<lambda>")
        parameters: list[FormalParameter] = []
        for _, name in parameters_in(part(node, "parameters")):
            parameters.append(FormalParameter(self.text(name), "positional", None, None, self.site(name)))
        opened = OpenFunction(number, True)
        saved = self.function
        self.function = opened
        with self.inside(scope):
            for parameter in parameters:
                self.bind(parameter.name, Parameter(number, parameter.name, parameter.site), parameter.site)
            body = part(node, "body")
            if body.type == "block":
                self.statements(body)
            else:
                opened.returns.append(self.lower(body))
        self.function = saved
        self.method(opened, "<lambda>", scope, None, tuple(parameters), (), self.site(node))
        return Callable("function", number, self.site(node))

    def statements(self, node: Node) -> None:
        """The statements of a block; the statements' half knows how."""

    @abstractmethod
    def switch(self, node: Node) -> Value:
        """A `switch` used as a value; the statements' half knows how."""

    def switched(self, node: Node) -> Value:
        return self.switch(node)


def like_a_field(name: str) -> bool:
    """Whether a name is spelled as fields and constants are, not as classes."""
    return name[:1].islower() or name.isupper()


def _is_null(value: Value) -> bool:
    return isinstance(value, Literal) and value.value is None


_HANDLERS: dict[str, Function_[[Expressions, Node], Value]] = {
    "identifier": Expressions.identifier,
    "type_identifier": Expressions.identifier,
    "this": Expressions.this,
    "super": Expressions.above,
    "string_literal": Expressions.string,
    "decimal_integer_literal": Expressions.integer,
    "decimal_floating_point_literal": Expressions.real,
    "parenthesized_expression": Expressions.parenthesised,
    "cast_expression": Expressions.cast,
    "unary_expression": Expressions.unary,
    "binary_expression": Expressions.binary,
    "ternary_expression": Expressions.ternary,
    "field_access": Expressions.field,
    "scoped_type_identifier": Expressions.nothing,
    "array_access": Expressions.item,
    "array_initializer": Expressions.array,
    "array_creation_expression": Expressions.new_array,
    "assignment_expression": Expressions.assigned,
    "object_creation_expression": Expressions.created,
    "method_invocation": Expressions.invoked,
    "lambda_expression": Expressions.anonymous,
    "switch_expression": Expressions.switched,
    "class_literal": Expressions.nothing,
    "method_reference": Expressions.referred,
}
