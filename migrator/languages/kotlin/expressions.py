"""Lowers Kotlin expressions to neutral values, noting calls, uses and mentions on the way."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable as Function_
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from migrator.facts import Argument, FormalParameter, Mutation, Use
from migrator.languages import asserting, longer_names, stores
from migrator.languages.http_body.quoted import Quoted, joined
from migrator.languages.java import written_files
from migrator.languages.java.bodies import BODY, TAKERS, characters, may_be_body
from migrator.languages.java.builder import Builder, OpenClass, OpenFunction
from migrator.languages.java.builders import Given, fold_keywords, keyword
from migrator.languages.java.chains import Chain, Link, builder_links, part
from migrator.languages.java.idioms import ADD, ASSERTING, COMPARING, CONTAINS, FILES, IS_EQUAL, PATHS, PATTERN, is_text, looks_up
from migrator.languages.java.json_objects import PUTS, Filled, filled
from migrator.languages.kotlin.chains import (
    CALL,
    MAPS,
    PUT_UNDER,
    arguments_of,
    called_with_lambda,
    chain_of,
    empty_map,
    filling,
    inner,
    lambda_of,
    value_of_argument,
    values_in,
)
from migrator.languages.kotlin.strings import RAW, holes, pieces, value_of
from migrator.values import (
    Callable,
    Choice,
    Entry,
    Environment,
    Item,
    Join,
    Literal,
    Member,
    Opaque,
    Parameter,
    Record,
    Reference,
    Result,
    Sequence,
    Site,
    Value,
)

if TYPE_CHECKING:
    from tree_sitter import Node

LISTS = {"listOf": "list", "setOf": "set", "arrayOf": "list", "mutableListOf": "list", "arrayListOf": "list", "List.of": "list"}
TEXTS = frozenset({"string_literal", "multiline_string_literal"})
SCOPED = frozenset({"apply", "also"})
LISTED_UNDER = "putJsonArray"
"""What puts a list under a name."""
CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


class Expressions(Builder):
    """The expression half of the walk."""

    def lower(self, node: Node) -> Value:
        """The neutral form of an expression."""
        handler = _HANDLERS.get(node.type)
        return handler(self, node) if handler is not None else self.unknown(node)

    def unknown(self, node: Node) -> Value:
        return Opaque("", self.site(node), tuple(self.lower(child) for child in inner(node)))

    def identifier(self, node: Node) -> Value:
        return self.named(self.text(node).strip("`"), self.site(node))

    def named(self, name: str, site: Site) -> Value:
        """What a name stands for where it is read."""
        if name in CONSTANTS:
            return Literal(CONSTANTS[name], site)
        local = self.local_scope(name)
        if local is not None:
            self.reads[local, name] += 1
            return Reference(name, self.scope, site)
        self.use_body(name)
        declared = self.declaring(name, "field")
        if declared is not None:
            return Member(self.holder(declared, site), name, site)
        return Reference(name, self.scope, site)

    def holder(self, declared: OpenClass, site: Site) -> Value:
        """What holds a property that is named alone: the object whose method runs, or the class."""
        mine = self.function is not None and not self.function.static and declared is self.around[-1]
        return Reference("this", self.scope, site) if mine else self.class_value(declared, site)

    def this(self, node: Node) -> Value:
        return Reference("this", self.scope, self.site(node))

    def string(self, node: Node) -> Value:
        site, written = self.site(node), self.text(node)
        if may_be_body(written.strip('"').replace('\\"', '"')) and self.take_body(self.quoted(node)):
            return Opaque(BODY, site)
        if holes(written):
            parts: list[Value] = []
            for each in pieces(node):
                place = Site(self.path, each.start, each.end)
                if each.put_in is not None:
                    parts.append(self.lower(each.put_in))
                elif each.name:
                    parts.append(self.named(each.name, place))
                else:
                    self.mention("string", each.text, place)
                    parts.append(Literal(each.text, place))
            return Join(tuple(parts), site)
        text = value_of(written)
        self.mention("string", text, site)
        self.take_text(text, Literal(text, site))
        return Literal(text, site) if "\n" not in text else Join((Literal(text, site),), site)

    def quoted(self, node: Node) -> Quoted:
        """A literal as the program sees it, with holes where it is filled."""
        raw = self.text(node).startswith(RAW)
        result = Quoted(self.path)
        for each in pieces(node):
            place = Site(self.path, each.start, each.end)
            if each.put_in is not None and each.put_in.type != "identifier":
                result.hole(Opaque("template", place), "bare")
            elif each.put_in is not None or each.name:
                name = each.name or self.text(each.put_in)
                result.hole(self.named(name, place), "bare")
            else:
                how = "raw" if raw else "kotlin"
                result.join(characters(self.parsed, self.path, each.start, each.end, how))
        return result

    def number(self, node: Node) -> Value:
        text = self.text(node).replace("_", "").rstrip("LlFfuU")
        try:
            return Literal(int(text) if text.isascii() and text.isdigit() else float(text), self.site(node))
        except ValueError:
            return Opaque("", self.site(node))

    def passed_on(self, node: Node) -> Value:
        """What only wraps its first part: parentheses, `as`, `!!`."""
        return self.lower(inner(node)[0])

    def unary(self, node: Node) -> Value:
        value = self.lower(part(node, "argument"))
        site, text = self.site(node), self.text(node)
        if text.endswith("!!"):
            return value
        minus = text.startswith("-") and isinstance(value, Literal)
        if minus and isinstance(value, Literal) and isinstance(value.value, (int, float)) and not isinstance(value.value, bool):
            return Literal(-value.value, site)
        return Opaque("not" if text.startswith("!") else "unary", site, (value,))

    def binary(self, node: Node) -> Value:
        operator = self.text(node.child_by_field_name("operator")) or self.sign(node)
        before = len(self.mentions)
        if operator == "+" and self.added_body(node):
            return Opaque(BODY, self.site(node))
        lower = self.addend if operator == "+" else self.lower
        values = (self.lower(part(node, "left")), lower(part(node, "right")))
        site = self.site(node)
        if operator == "?:":
            return self.elvis(values[0], values[1], site)
        left, right = values
        if operator == "+" and isinstance(left, Record) and (_is_whole(left) or not isinstance(right, Record)):
            return self.merged(left, right, replace(left, entries=(*left.entries, Entry(None, right, right.site))))
        if operator == "+" and isinstance(right, Record):
            # Nothing can be written into it: what stands behind counts, and what stands before may say another thing.
            return self.merged(left, right, Record((Entry(None, left, left.site), *right.entries), site))
        if operator == "+":
            return Join(tuple(part for each in values for part in (each.parts if isinstance(each, Join) else (each,))), site)
        nothing = any(isinstance(each, Literal) and each.value is None for each in values)
        if operator in ("==", "!=", "===", "!==", "<", ">", "<=", ">=", "in", "!in") and not nothing and not self.torn(node):
            self.relabel(before, "comparison")
            self.uses.extend(Use("comparison", value, site) for value in values)
        return Opaque("operation", site, values)

    def added_body(self, node: Node) -> bool:
        """`"{\"model\": \"" + name + "\"}"`: whether a sum is a request's body, which then is kept."""
        operands, first = [part(node, "right")], part(node, "left")
        while first.type == "binary_expression" and self.text(first.child_by_field_name("operator")) == "+":
            operands.append(part(first, "right"))
            first = part(first, "left")
        if first.type not in TEXTS:
            return False
        written = [self.text(each).strip('"') if each.type in TEXTS else "0" for each in (first, *reversed(operands))]
        if not may_be_body("".join(written).replace('\\"', '"')):
            return False
        calls, uses, mentions = len(self.calls), len(self.uses), len(self.mentions)
        parts = [self.quoted(each) if each.type in TEXTS else self.hole(each) for each in (first, *reversed(operands))]
        if self.take_body(joined(self.path, parts)):
            return True
        # What the text is put together from is lowered anew.
        del self.calls[calls:], self.uses[uses:], self.mentions[mentions:]
        return False

    def hole(self, node: Node) -> Quoted:
        """What run time puts into a text."""
        result = Quoted(self.path)
        result.hole(self.lower(node), "bare")
        return result

    def addend(self, node: Node) -> Value:
        """What stands behind `+`: a pair is a mapping of one entry."""
        within = inner(node)[0] if node.type == "parenthesized_expression" else node
        parts = inner(within)
        if within.type == "infix_expression" and len(parts) == 3 and self.text(parts[1]) == "to":
            return self.recorded([self.pair(parts[0], parts[2], self.site(within))], self.site(within))
        return self.lower(node)

    def merged(self, left: Value, right: Value, whole: Record) -> Record:
        """`mapOf("a" to b) + c` as one mapping, and as what is sent in place of its parts."""
        sent = self.sent_here()
        if sent is not None:
            others = [each for each in sent.records if each is not left and each is not right]
            sent.records = [*others, whole] if len(others) < len(sent.records) else others
        return whole

    def torn(self, node: Node) -> bool:
        """Whether this is half of `f<A, B>(x)` among arguments, which the grammar takes for two comparisons."""
        if node.type != "binary_expression" or self.text(part(node, "operator")) not in ("<", ">"):
            return False
        sides = [part(node, each) for each in ("left", "right")]
        return any(each.type == "identifier" and self.text(each)[:1].isupper() for each in sides)

    def sign(self, node: Node) -> str:
        return next((child.type for child in node.children if not child.is_named), "")

    def elvis(self, value: Value, default: Value, site: Site) -> Value:
        """`a ?: b`."""
        if isinstance(value, Environment) and value.default is None:
            return Environment(value.variable, default, site)
        if isinstance(value, Choice) and value.asks == "given":
            # Where `a?.b` is nothing, the default is what counts.
            value = value.options[0]
        return Choice("conditional", (value, default), site)

    def navigation(self, node: Node) -> Value:
        parts = inner(node)
        base, name = parts[0], self.text(parts[-1]).strip("`")
        value = Member(self.lower(base), name, self.site(node))
        around = node.parent.type if node.parent is not None else ""
        asked = (
            _asked_for(node, value) if around not in ("navigation_expression", "call_expression", "index_expression") else None
        )
        if asked is None:
            return value
        nothing = Literal(None, self.between(node.end_byte, node.end_byte))
        return Choice("conditional", (value, nothing), value.site, asked, "given")

    def indexed(self, node: Node) -> Value:
        parts = inner(node)
        base = self.lower(parts[0])
        before = len(self.mentions)
        key = self.lower(parts[-1])
        self.relabel(before, "lookup")
        self.uses.append(Use("lookup", key, self.site(node)))
        return Item(base, key, self.site(node))

    def conditional(self, node: Node) -> Value:
        """`if` as a value: what either branch gives."""
        condition = part(node, "condition")
        self.lower(condition)
        arms = [each for each in inner(node) if each != condition]
        statement = self.next_statement()
        self.exclusive.add(statement)
        if len(arms) > 1:
            self.arms[statement] = len(arms)
        values: list[Value] = []
        for number, arm in enumerate(arms):
            with self.arm(statement, number, arm):
                values.append(self.given_by(arm))
        return Choice("conditional", tuple(values), self.site(node)) if len(values) > 1 else Opaque("", self.site(node))

    def given_by(self, node: Node) -> Value:
        """What a branch gives: its last expression."""
        if node.type not in ("block", "control_structure_body"):
            return self.statement_value(node)
        value: Value = Opaque("", self.site(node))
        for child in inner(node):
            value = self.statement_value(child)
        return value

    @abstractmethod
    def statement_value(self, node: Node) -> Value:
        """A statement's value; the statements' half knows how."""

    def when(self, node: Node) -> Value:
        """`when`, as a value or not."""
        statement = self.next_statement()
        self.exclusive.add(statement)
        subject: Value | None = None
        values: list[Value] = []
        number = 0
        for child in inner(node):
            if child.type == "when_subject":
                subject = self.lower(inner(child)[-1])
                self.uses.append(Use("match", subject, subject.site))
            else:
                conditions = child.children_by_field_name("condition")
                before = len(self.mentions)
                for condition in conditions:
                    label = self.lower(condition)
                    if subject is not None:
                        self.uses.append(Use("match", label, subject.site))
                if subject is not None:
                    self.relabel(before, "match")
                bodies = [each for each in inner(child) if each not in conditions]
                with self.arm(statement, number, child):
                    values.extend(self.given_by(each) for each in bodies[-1:])
                number += 1
        return Choice("conditional", tuple(values), self.site(node)) if values else Opaque("", self.site(node))

    def attempt(self, node: Node) -> Value:
        """`try`, as a value or not: what its block or that of a `catch` gives."""
        statement = self.next_statement()
        values: list[Value] = []
        for number, child in enumerate(inner(node)):
            blocks = [child] if child.type == "block" else [each for each in inner(child) if each.type == "block"]
            if child.type == "finally_block":
                for block in blocks:
                    self.given_by(block)
                continue
            with self.arm(statement, number, child):
                values += [self.given_by(block) for block in blocks]
        return Choice("conditional", tuple(values), self.site(node)) if values else Opaque("", self.site(node))

    def called(self, node: Node) -> Value:
        chain = chain_of(node)
        names = {at: self.text(link.name).strip("`") for at, link in enumerate(chain.links)}
        found = builder_links(chain, names)
        if found is not None and found[0] > 0 and (found[1] is None or found[1] == len(chain.links) - 1):
            return self.built(node, chain, found[0], found[1])
        made, body = filled(chain, self.text, empty_map), filling(node, self.text)
        if made is not None:
            return self.object_filled(node, made)
        if body is not None:
            return self.recorded([self.filled_by_statement(each) for each in inner(body)], self.site(node))
        return self.ordinary(node, chain.links[-1] if chain.links else None, inner(node)[0])

    def built(self, node: Node, chain: Chain, first: int, last: int | None) -> Value:
        """A builder's chain as one call: every link is a keyword argument, also those inside `apply { … }`."""
        number = self.open_call()
        site = self.site(node)
        maker = chain.links[first - 1]
        callee = Member(self.lower(cast("Node", maker.receiver)), self.text(maker.name), self.site(maker.name))
        before = [self.argument(None, each) for each in maker.arguments]
        given: list[Given] = []
        whole = True
        for link in chain.links[first:last]:
            told, known = self.linked(link)
            given.extend(told)
            whole = whole and known
        arguments = [*before, *fold_keywords(given, self.arms)]
        if last is None or not whole:
            rest = Opaque("builder", site)
            arguments.append(Argument("star", None, rest, site, None, site))
        if last is None:
            self.open_chains.append(number)
        else:
            self.chains.append(number)
        self.close_call(number, callee, tuple(arguments), site)
        return Result(number, site)

    def object_filled(self, node: Node, made: Filled) -> Value:
        """`JSONObject().put("a", b)`: what it holds, and what it is put under."""
        receiver = made.maker.receiver if made.maker is not None else None
        target = self.lower(receiver) if receiver is not None else None
        entries = [self.pair(link.arguments[0], link.arguments[1], self.between(link.dot, link.end)) for link in made.links]
        record = self.recorded(entries, self.site(node))
        if made.maker is not None and target is not None and made.put_under:
            self.put(target, self.lower(made.maker.arguments[0]), record, self.between(made.maker.dot, made.maker.end))
        return record

    def filled_by_statement(self, node: Node) -> Entry:
        """What one statement of a lambda puts into the object that it is called on."""
        called, listed = called_with_lambda(node) if node.type == CALL else (node, None)
        name = self.text(called) if called.type == "identifier" else ""
        given, body = values_in(listed), lambda_of(node)
        if name in PUTS and len(given) == 2 and body is None:
            return self.pair(given[0], given[1], self.site(node))
        if name in (PUT_UNDER, LISTED_UNDER) and len(given) == 1 and body is not None:
            key, site = self.lower(given[0]), self.site(node)
            if name == LISTED_UNDER:
                return Entry(key, self.anonymous(body), site)
            return Entry(key, Record(tuple(self.filled_by_statement(each) for each in inner(body)), site), site)
        return Entry(None, Opaque("", self.site(node), (self.statement_value(node),)), self.site(node))

    def linked(self, link: Link) -> tuple[list[Given], bool]:
        """What one link tells a builder, and whether that is all that it does."""
        name, body = self.text(link.name), lambda_of(link.node)
        if name in SCOPED and body is not None:
            return self.scoped(inner(body), True)
        before = len(self.mentions)
        values = [self.lower(each) for each in link.arguments]
        site = self.between(link.dot, link.end)
        if values:
            self.take_url(name, values[0])
        if len(values) == 2:
            self.named_pair(before, values[0])
            self.take_header(name, values[0], values[1], site)
        known = body is None and not any(self.torn(each) for each in link.arguments)
        return [Given(keyword(name, values, site, self.site(link.name)), True)], known

    def scoped(self, statements: list[Node], sure: bool) -> tuple[list[Given], bool]:
        """What the statements inside `apply { … }` tell the builder."""
        found: list[Given] = []
        whole = True
        for each in statements:
            parts = inner(each)
            if each.type == "call_expression" and len(parts) == 2 and parts[0].type == "identifier":
                before = len(self.mentions)
                given = [value_of_argument(one)[1] for one in inner(parts[1])]
                values = [self.lower(one) for one in given]
                if len(values) == 2:
                    self.named_pair(before, values[0])
                found.append(Given(keyword(self.text(parts[0]), values, self.site(each), self.site(parts[0])), sure))
                whole = whole and not any(isinstance(one, Reference) and one.name in ("this", "it") for one in values)
                whole = whole and not any(self.torn(one) for one in given)
            elif each.type == "if_expression" and sure:
                self.lower(part(each, "condition"))
                arms = [one for one in parts if one != part(each, "condition")]
                for arm in arms:
                    told, known = self.scoped(inner(arm) if arm.type == "block" else [arm], False)
                    found.extend(told)
                    whole = whole and known
            else:
                self.statement_value(each)
                whole = False
        return found, whole

    def ordinary(self, node: Node, link: Link | None, callee_node: Node) -> Value:
        """A call that is no builder's."""
        site = self.site(node)
        name = self.text(link.name if link is not None else callee_node).strip("`")
        dotted = self.text(callee_node)
        listed = arguments_of(node)
        pairs = [value_of_argument(each) for each in inner(listed)] if listed is not None else []
        known = self.well_known(node, dotted, name, link, pairs)
        if known is not None:
            return known
        number = self.open_call()
        before = len(self.mentions)
        callee = self.callee(link, name, callee_node, site)
        arguments = tuple(self.argument(label, value) for label, value in pairs)
        body = lambda_of(node)
        if body is not None:
            lowered = self.anonymous(body)
            arguments = (*arguments, Argument("positional", None, lowered, self.site(body), None, self.site(body)))
        self.note_uses(callee, name, dotted, arguments, site, before)
        self.take_replaced(name, callee, arguments)
        template = (callee.base,) if isinstance(callee, Member) else ()
        self.take_formatted(name, *template, *(each.value for each in arguments[:2]))
        if isinstance(callee, Member) and name in PUTS and len(arguments) == 2:
            self.put_on[number] = self.filled_by(callee.base)
        if arguments:
            receiver = callee.base if isinstance(callee, Member) else None
            self.take_url(dotted if dotted in TAKERS else name, arguments[0].value, receiver)
        if len(arguments) == 2:
            self.take_header(name, arguments[0].value, arguments[1].value, site)
        self.close_call(number, callee, arguments, site)
        if link is None and callee_node.type == "identifier" and not arguments:
            self.created_empty.add(number)
        if link is not None:
            self.links[number] = self.site(link.name), self.between(link.dot, link.end)
        return Result(number, site)

    def callee(self, link: Link | None, name: str, node: Node, site: Site) -> Value:
        if link is not None:
            return Member(self.lower(cast("Node", link.receiver)), name, site)
        declared = self.declaring(name, "method") if node.type == "identifier" else None
        if declared is not None:
            return Member(self.holder(declared, site), name, site)
        return self.lower(node)

    def argument(self, label: Node | None, value: Node) -> Argument:
        lowered = self.lower(value)
        if label is None:
            return Argument("positional", None, lowered, self.site(value), None, self.site(value))
        site = self.between(label.start_byte, value.end_byte)
        return Argument("keyword", self.text(label), lowered, site, self.site(label), self.site(value))

    def well_known(
        self, node: Node, dotted: str, name: str, link: Link | None, pairs: list[tuple[Node | None, Node]]
    ) -> Value | None:
        """What Kotlin's own library makes of its arguments, where that can be said without resolving a name."""
        site = self.site(node)
        values = [value for _, value in pairs]
        if dotted in LISTS:
            return self.collection(LISTS[dotted], values, site)
        if dotted in MAPS:
            return self.mapping(values, site)
        if empty_map(node, self.text) and dotted not in MAPS:
            return Record((), site)
        if dotted in ("System.getenv", "System.getProperty") and values:
            variable = self.lower(values[0])
            default = self.lower(values[1]) if len(values) > 1 else None
            text = variable.value if isinstance(variable, Literal) else None
            return Environment(text if isinstance(text, str) else None, default, site)
        if link is not None and name in ("trim", "trimIndent", "toString", "ifBlank", "ifEmpty") and link.receiver is not None:
            base = self.lower(link.receiver)
            body = lambda_of(node)
            if body is not None and name.startswith("if"):
                return self.elvis(base, self.given_by_lambda(body), site)
            return base if isinstance(base, (Literal, Environment)) else Opaque("", site, (base,))
        return None

    def given_by_lambda(self, body: Node) -> Value:
        value: Value = Opaque("", self.site(body))
        for child in inner(body):
            value = self.lower(child)
        return value

    def collection(self, kind: str, members: list[Node], site: Site) -> Value:
        value = Sequence(kind, tuple(self.lower(each) for each in members), site)
        if any(
            isinstance(each, Literal) and isinstance(each.value, str) and self.interesting(each.value) for each in value.items
        ):
            self.uses.append(Use("collection", value, site))
        return value

    def mapping(self, members: list[Node], site: Site) -> Value:
        """`mapOf("a" to b)`."""
        entries: list[Entry] = []
        for each in members:
            parts = inner(each)
            if each.type != "infix_expression" or len(parts) != 3 or self.text(parts[1]) != "to":
                entries.append(Entry(None, self.lower(each), self.site(each)))
                continue
            entries.append(self.pair(parts[0], parts[2], self.site(each)))
        return self.recorded(entries, site)

    def note_uses(self, callee: Value, name: str, dotted: str, arguments: tuple[Argument, ...], site: Site, before: int) -> None:
        """What a call does with its receiver and arguments, where that decides or keeps something."""
        values = [each.value for each in arguments]
        self.uses.extend(stores.uses(callee, arguments, self.calls, site))
        self.uses.extend(longer_names.uses(callee, arguments, site))
        self.uses.extend(written_files.uses(callee, values))
        if awaited := asserting.awaited(callee, arguments, self.calls):
            self.relabel(before, "comparison")
            self.uses.extend(asserting.expected(self.awaited(awaited), self.calls))
        if name in ASSERTING or name == IS_EQUAL:
            self.uses.extend(asserting.compared((*values, *((callee.base,) if isinstance(callee, Member) else ())), self.calls))
        if isinstance(callee, Member) and name in COMPARING | PATTERN:
            kind = "comparison" if name in COMPARING else "pattern"
            self.relabel(before, kind)
            self.uses.extend(Use(kind, value, site) for value in (callee.base, *values))
        elif name in ASSERTING:
            self.relabel(before, "comparison")
            self.uses.extend(Use("comparison", value, site) for value in values)
        elif dotted in PATHS or dotted.rpartition(".")[2] in FILES:
            self.uses.extend(Use("path", value, site) for value in values)
        elif isinstance(callee, Member) and looks_up(name, values):
            self.relabel(before, "lookup")
            self.uses.append(Use("lookup", values[0], site))
            if name == CONTAINS:
                self.uses.append(Use("pattern", callee.base, site))
        elif isinstance(callee, Member) and len(values) == 2 and (name in PUTS or (name == ADD and is_text(values[0]))):
            self.put(self.filled_by(callee.base), values[0], values[1], site)
            self.take_put(self.filled_by(callee.base), values[0], site)
            self.relabel_key(before, values[0])

    def put(self, target: Value, key: Value, value: Value, site: Site) -> None:
        """`target[key] = value`."""
        order = self.next_order()
        self.mutations.append(Mutation("set", target, (key,), value, self.scope, order, self.block, site, key.site))
        if not isinstance(key, Literal):
            self.uses.append(Use("key", key, site))

    def anonymous(self, node: Node) -> Value:
        """A lambda."""
        number = len(self.functions)
        self.functions.append(None)
        scope = self.new_scope("function", number, "<lambda>")
        named = next((child for child in node.named_children if child.type == "lambda_parameters"), None)
        found = list(inner(named)) if named is not None else []
        names = [self.text(inner(each)[0] if inner(each) else each) for each in found] or ["it"]
        site = self.site(named) if named is not None else self.between(node.start_byte, node.start_byte)
        parameters = tuple(FormalParameter(each, "positional", None, None, site) for each in names)
        opened = OpenFunction(number, self.function is None or self.function.static)
        saved, self.function = self.function, opened
        with self.inside(scope):
            for parameter in parameters:
                self.bind(parameter.name, Parameter(number, parameter.name, site), site)
            value: Value = Opaque("", self.site(node))
            for child in inner(node):
                if child != named:
                    value = self.statement_value(child)
            opened.returns.append(value)
        self.function = saved
        self.method(opened, "<lambda>", scope, None, parameters, (), self.site(node))
        return Callable("function", number, self.site(node))


def _is_whole(record: Record) -> bool:
    """Whether all keys of a mapping are in sight: what is written into a later one would count instead of theirs."""
    return all(each.key is not None or (isinstance(each.value, Record) and _is_whole(each.value)) for each in record.entries)


def _asked_for(node: Node, value: Value) -> Value | None:
    """What `?.` asks for in `a?.b.c`: without it there is nothing."""
    while node.type == "navigation_expression" and isinstance(value, Member):
        if any(child.type == "?." for child in node.children):
            return value.base
        node, value = inner(node)[0], value.base
    return None


_HANDLERS: dict[str, Function_[[Expressions, Node], Value]] = {
    "identifier": Expressions.identifier,
    "this_expression": Expressions.this,
    "string_literal": Expressions.string,
    "multiline_string_literal": Expressions.string,
    "number_literal": Expressions.number,
    "float_literal": Expressions.number,
    "parenthesized_expression": Expressions.passed_on,
    "as_expression": Expressions.passed_on,
    "unary_expression": Expressions.unary,
    "binary_expression": Expressions.binary,
    "in_expression": Expressions.binary,
    "navigation_expression": Expressions.navigation,
    "index_expression": Expressions.indexed,
    "if_expression": Expressions.conditional,
    "when_expression": Expressions.when,
    "try_expression": Expressions.attempt,
    "call_expression": Expressions.called,
    "lambda_literal": Expressions.anonymous,
}
