"""Lowers JavaScript expressions to neutral values, noting calls, uses and mentions on the way."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable as Function_
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from migrator.facts import ANY_NAME, Argument, AttributeBinding, Call, Mention, Mutation, Use
from migrator.languages import asserting, batches, longer_names, stores
from migrator.languages.endings import asked_ending
from migrator.languages.http_body.body import read_body
from migrator.languages.http_body.quoted import Quoted, joined
from migrator.languages.javascript import changing, offers, written_files
from migrator.languages.javascript.builder import Builder
from migrator.languages.javascript.find import CASTS
from migrator.languages.javascript.parse import part
from migrator.languages.javascript.strings import QUOTING, characters, may_be_body, unescaped
from migrator.languages.joined import named_file
from migrator.values import (
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
    Scalar,
    Sequence,
    Site,
    Value,
    written,
)

if TYPE_CHECKING:
    from tree_sitter import Node

TRANSPARENT = frozenset(
    {
        "parenthesized_expression",
        *CASTS,
        "non_null_expression",
        "await_expression",
        "instantiation_expression",
    }
)
"""Nodes whose value is that of the first expression in them."""
TEXTS = frozenset({"string", "template_string"})
COMPARISONS = frozenset({"==", "===", "!=", "!==", "<", ">", "<=", ">="})
CONSTRUCTOR = "__init__"
"""How the neutral facts call the method that makes an instance."""
OPEN, SEND, URL = "open", "send", "url"
"""How a browser's request is told its address, and then its body; and what the address is called as an argument."""
BIND, CALL_ON, APPLY = "bind", "call", "apply"
"""What makes a method of what it is given, and what calls it as one: with what follows, or with what stands in a list."""
PAIRED = frozenset({"Map", "fromEntries"})
"""What makes a mapping of pairs."""
PATTERN_METHODS = frozenset(
    {
        "startsWith",
        "endsWith",
        "includes",
        "indexOf",
        "lastIndexOf",
        "replace",
        "replaceAll",
        "split",
        "match",
        "matchAll",
        "search",
        "test",
        "localeCompare",
    }
)
ADDING = frozenset({"push", "unshift"})
REORDERING = ADDING | {"reverse", "sort", "splice", "shift"}
"""Methods that put more into a list, and after which its items stand elsewhere."""
LOOKUP_METHODS = frozenset({"get", "has", "hasOwnProperty", "querySelector", "querySelectorAll"})
OWNING = "hasOwn"
"""The method of `Object` that looks for its second argument in its first."""
# fmt: off
FILE_FUNCTIONS = frozenset({
    "access", "accessSync", "appendFile", "appendFileSync", "createReadStream", "createWriteStream", "existsSync", "mkdir",
    "mkdirSync", "openSync", "outputFile", "outputFileSync", "outputJson", "outputJsonSync", "readFile", "readFileSync",
    "readJson", "readJsonSync", "readTextFile", "readTextFileSync", "unlinkSync", "writeFile", "writeFileSync", "writeJson",
    "writeJsonSync", "writeTextFile", "writeTextFileSync", "Bun.file", "Bun.write",
})
# fmt: on
"""Functions whose first argument is the name of a file or a folder."""
JOINING = frozenset({"join", "resolve"})
PATH_MODULES = frozenset({"path", "node:path", "path/posix", "node:path/posix", "pathe", "upath"})
CATCHING = {"catch": 0, "then": 1}
"""Methods of promises that take what is to be called where the promise fails, and which argument that is."""
FALLBACK = "fallback"
CHOSEN = frozenset({"value", "defaultValue", "selectedKey", "selectedValue"})
PROVIDER = "Provider"
"""What an element's name ends with that hands a value to all inside it."""
FAILING = frozenset({"assert.throws", "assert.rejects", "t.throws", "t.throwsAsync"})
UNDEFINED = "undefined"
CONSTANTS: dict[str, Scalar] = {"true": True, "false": False, "null": None, UNDEFINED: None}


class Lowering(Builder, ABC):
    """The expression half of the walk; statements, functions and classes are read by the classes built on it."""

    def lower(self, node: Node) -> Value:
        """The neutral form of an expression."""
        handler = _HANDLERS.get(node.type)
        if handler is not None:
            return handler(self, node)
        return self.other(node)

    def other(self, node: Node) -> Opaque:
        """Whatever has no form of its own: its parts are read all the same."""
        return Opaque("", self.site(node), tuple(self.lower(child) for child in node.named_children if child.type != "comment"))

    def pattern(self, node: Node) -> Opaque:
        """A regular expression, as written."""
        return Opaque(self.text(node), self.site(node))

    @abstractmethod
    def function_value(self, node: Node, name: str = "<lambda>", owner: int | None = None) -> Value:
        """A function or arrow function."""

    @abstractmethod
    def class_value(self, node: Node) -> Value:
        """A class."""

    @abstractmethod
    def assignment(self, node: Node) -> Value:
        """`target = value`."""

    def inner(self, node: Node) -> Value:
        parts = [child for child in node.named_children if child.type not in ("comment", "type_arguments")]
        for extra in parts[1:]:
            self.types(extra)
        return self.lower(parts[0]) if parts else Opaque("", self.site(node))

    def assertion(self, node: Node) -> Value:
        """`<T>value`."""
        parts = [child for child in node.named_children if child.type != "comment"]
        return self.lower(parts[-1])

    def identifier(self, node: Node) -> Value:
        return Reference(self.names.actual(self.text(node)), self.scope, self.site(node))

    def constant(self, node: Node) -> Value:
        return Literal(CONSTANTS[node.type], self.site(node), node.type == UNDEFINED)

    def number(self, node: Node) -> Value:
        text = self.text(node).replace("_", "").lower()
        site = self.site(node)
        try:
            if text.isdigit():
                return Literal(int(text), site)
            if text[:2] in ("0x", "0o", "0b"):
                return Literal(int(text, 0), site)
            return Literal(float(text), site)
        except ValueError:
            return Opaque("number", site)

    def string(self, node: Node) -> Value:
        site = self.site(node)
        written = self.text(node)
        text = unescaped(written[1:-1])
        if may_be_body(text):
            sent = self.json_text(node, characters(self.path, written[1:-1], site.start + 1, QUOTING[written[0]]))
            if sent is not None:
                return sent
        self.mention("string", text, site)
        return Literal(text, site)

    def template(self, node: Node) -> Value:
        site = self.site(node)
        if not any(child.type == "template_substitution" for child in node.named_children):
            return self.string(node)
        filled = {child.id: self.inner(child) for child in node.named_children if child.type == "template_substitution"}
        sent = self.json_text(node, self.filled(node, filled)) if may_be_body(self.text(node)[1:]) else None
        if sent is not None:
            return sent
        parts: list[Value] = []
        for child in node.named_children:
            if child.type == "template_substitution":
                parts.append(filled[child.id])
            else:
                text = unescaped(self.text(child))
                self.mention("string", text, self.site(child))
                parts.append(Literal(text, self.site(child)))
        made = Join(tuple(parts), site)
        self.uses.extend(named_file(made))
        return made

    def filled(self, node: Node, values: dict[int, Value]) -> Quoted:
        """A template as the program sees it, with holes where it is filled."""
        result = Quoted(self.path)
        at = node.start_byte + 1
        for child in (*(each for each in node.named_children if each.id in values), None):
            end = child.start_byte if child is not None else node.end_byte - 1
            raw = self.parsed.text[at:end].decode("utf-8", "replace")
            result.join(characters(self.path, raw, self.parsed.places.file(at), "js-template"))
            if child is not None:
                site = self.site(child)
                result.hole(values[child.id], "js-template", site.start, site.end)
                at = child.end_byte
        return result

    def json_text(self, node: Node, quoted: Quoted) -> Value | None:
        """A request's body that is written out as JSON: the text that JSON.stringify would make of the object."""
        mentions: list[Mention] = []
        found = read_body(quoted, self.interesting, mentions) if self.parsed.encoding == "utf-8" else None
        if found is None:
            return None
        self.parsed.bodies.append(found)
        self.mentions.extend(mentions)
        site, number = self.site(node), len(self.calls)
        argument = Argument("positional", None, found.record, found.record.site, None, found.record.site)
        callee = Member(Reference("JSON", self.scope, site), "stringify", site)
        self.calls.append(
            Call(number, callee, (argument,), self.scope, self.next_order(), self.block, site, self.expects_failure)
        )
        return Result(number, site)

    def unary(self, node: Node) -> Value:
        argument = part(node, "argument")
        operator = node.children[0].type
        if operator == "delete":
            self.deleted(argument)
            return Opaque("delete", self.site(node))
        value = self.lower(argument)
        if operator == "-" and isinstance(value, Literal) and isinstance(value.value, (int, float)):
            return Literal(-value.value, self.site(node))
        if operator == "!" and isinstance(value, Literal):
            return Literal(not value.value, self.site(node))
        if operator == "void":
            return Literal(None, self.site(node), absent=True)
        return Opaque("not" if operator == "!" else "unary", self.site(node), (value,))

    def deleted(self, argument: Node) -> None:
        """`delete x.key`."""
        base, keys = self.path_of(argument)
        if base is not None and keys:
            block, site = self.block, self.site(argument)
            order = self.next_order()
            self.mutations.append(Mutation("delete", base, keys, None, self.scope, order, block, site, keys[-1].site))

    def binary(self, node: Node) -> Value:
        left, right, kind = part(node, "left"), part(node, "right"), part(node, "operator").type
        site = self.site(node)
        if kind in COMPARISONS:
            before = len(self.uses)
            operands = (self.compared(left, site), self.compared(right, site))
            if any(self.is_idle(operand) for operand in operands):
                del self.uses[before:]
            return Opaque("comparison", site, operands)
        if kind == "in":
            before = len(self.mentions)
            key = self.lower(left)
            self.relabel(before, "lookup")
            self.uses.append(Use("lookup", key, site))
            return Opaque("comparison", site, (key, self.lower(right)))
        sent = self.added_json(node) if kind == "+" else None
        if sent is not None:
            return sent
        first, second = self.added(left) if kind == "+" else self.lower(left), self.lower(right)
        if kind in ("||", "??"):
            if kind == "??" and isinstance(first, Literal) and first.value is not None:
                return first
            options = (*first.options, second) if isinstance(first, Choice) and first.kind == "or" else (first, second)
            return Choice("or", options, site)
        if kind == "&&":
            return Choice("and", (first, second), site)
        if kind == "+":
            parts = [*(first.parts if isinstance(first, Join) else (first,)), second]
            return Join(tuple(parts), site)
        return Opaque("operation", site, (first, second))

    def added(self, node: Node) -> Value:
        """What more is added to; a sum is no body if the whole is none."""
        if not is_sum(node):
            return self.lower(node)
        first, second = self.added(part(node, "left")), self.lower(part(node, "right"))
        return Join((*(first.parts if isinstance(first, Join) else (first,)), second), self.site(node))

    def added_json(self, node: Node) -> Value | None:
        """`'{"model": "' + name + '"}'`: a body that is put together at run time."""
        operands, first = [part(node, "right")], part(node, "left")
        while is_sum(first):
            operands.append(part(first, "right"))
            first = part(first, "left")
        operands = [first, *reversed(operands)]
        said = "".join(unescaped(self.text(each)[1:-1]) if each.type in TEXTS else "0" for each in operands)
        if not may_be_body(said):
            return None
        calls, uses, mentions = len(self.calls), len(self.uses), len(self.mentions)
        found = joined(self.path, [self.spelled(each) for each in operands])
        sent = self.json_text(node, found)
        if sent is None:
            # What the text is put together from is lowered anew.
            del self.calls[calls:], self.uses[uses:], self.mentions[mentions:]
        return sent

    def spelled(self, node: Node) -> Quoted:
        """A part of a text as the program sees it."""
        if node.type == "string":
            written = self.text(node)
            return characters(self.path, written[1:-1], self.site(node).start + 1, QUOTING[written[0]])
        if node.type == "template_string":
            filled = (child for child in node.named_children if child.type == "template_substitution")
            return self.filled(node, {child.id: self.inner(child) for child in filled})
        hole = Quoted(self.path)
        value, site = self.lower(node), self.site(node)
        hole.hole(value, "bare", site.start, site.end)
        return hole

    def compared(self, node: Node, site: Site, kind: str = "comparison") -> Value:
        before = len(self.mentions)
        value = self.lower(node)
        self.relabel(before, "comparison")
        self.uses.append(Use(kind, value, site))
        return value

    def is_idle(self, value: Value) -> bool:
        """A constant that is no name of ours: comparing with it comes out the same before and after a rename."""
        return isinstance(value, Literal) and not (isinstance(value.value, str) and self.interesting(value.value))

    def ternary(self, node: Node) -> Value:
        asked = asked_ending(self.lower(part(node, "condition")), self.calls)
        options = tuple(self.lower(part(node, each)) for each in ("consequence", "alternative"))
        return Choice("conditional", options, self.site(node), *(asked or ()))

    def sequenced(self, node: Node) -> Value:
        values = [self.lower(child) for child in node.named_children if child.type != "comment"]
        return values[-1]

    def member(self, node: Node) -> Value:
        base, name = part(node, "object"), part(node, "property")
        if base.type in CASTS:
            # The grammar takes the last name of the type in `x as A.B.C` for a member of `x as A.B`.
            return self.lower(base)
        value = Member(self.lower(base), self.text(name), self.site(node))
        if _is_environment(value.base):
            # The name is written as one, not as a string, and tells as much.
            self.mention("string", value.name, self.site(name))
        around = node.parent.type if node.parent is not None else ""
        if around in ("member_expression", "call_expression", "subscript_expression") or _is_environment(value.base):
            return value
        asked = _asked_for(node, value)
        if asked is not None:
            return Choice("conditional", (value, self._nothing(value)), value.site, asked, "given")
        return self.or_nothing(self.bound(value.base), value) if self.flags else value

    def bound(self, base: Value) -> Value:
        """What a name is first bound to, where it is one."""
        scope = base.scope if isinstance(base, Reference) else None
        while isinstance(base, Reference) and scope is not None:
            found = self.bindings.get((scope, base.name))
            if found:
                return found[0].value
            scope = self.scopes[scope].parent
        return base

    def or_nothing(self, base: Value, member: Member) -> Value:
        """A property of a parameter, or nothing where the parameter's type says that it may be missing."""
        if not isinstance(base, Parameter) or member.name not in self.flags.get(base.site, ()):
            return member
        return Choice("conditional", (member, self._nothing(member)), member.site)

    def _nothing(self, member: Member) -> Literal:
        return Literal(None, Site(self.path, member.site.end, member.site.end), absent=True)

    def subscript(self, node: Node) -> Value:
        value = self.lower(part(node, "object"))
        before = len(self.mentions)
        key = self.lower(part(node, "index"))
        self.relabel(before, "string" if _is_environment(value) else "lookup")
        if not _is_environment(value) and not self.is_idle(key):
            self.uses.append(Use("lookup", key, self.site(node)))
        return Item(value, key, self.site(node))

    def path_of(self, node: Node) -> tuple[Value | None, tuple[Value, ...]]:
        """`base.a["b"]` as what stands at its root (a name, or an attribute of `this`) and the keys behind it."""
        keys: list[Value] = []
        while node.type in ("member_expression", "subscript_expression", "non_null_expression", "parenthesized_expression"):
            if node.type in ("non_null_expression", "parenthesized_expression"):
                node = node.named_children[0]
                continue
            base = part(node, "object")
            if node.type == "member_expression":
                name = part(node, "property")
                if base.type == "this" and keys:
                    return Member(self.lower(base), self.text(name), self.site(node)), tuple(keys)
                keys.insert(0, Literal(self.text(name), self.site(name)))
            else:
                before = len(self.mentions)
                key = self.lower(part(node, "index"))
                self.relabel(before, "key")
                self.uses.append(Use("key", key, key.site))
                keys.insert(0, key)
            node = base
        if node.type in CASTS:
            return self.lower(node), tuple(keys)
        return (self.lower(node), tuple(keys)) if node.type in ("identifier", "this") else (None, tuple(keys))

    def mapping(self, node: Node) -> Value:
        entries: list[Entry] = []
        for child in node.named_children:
            entry = self.entry(child)
            if entry is not None:
                entries.append(entry)
        entries.extend(_address(entries, Site(self.path, self.site(node).end, self.site(node).end)))
        record = Record(tuple(entries), self.site(node))
        interesting = any(self.interesting(str(each.value)) for entry in entries for each in written(entry.value))
        if interesting or batches.is_line(record):
            self.uses.append(Use("collection", record, record.site))
        self.uses.extend(offers.in_record(entries))
        return record

    def entry(self, node: Node) -> Entry | None:
        """One property of an object literal."""
        site = self.site(node)
        if node.type == "pair":
            name, value = self.key(part(node, "key")), part(node, "value")
            if value.type in ("arrow_function", "function_expression") and isinstance(name, Literal):
                return Entry(name, self.function_value(value, str(name.value)), site)
            return Entry(name, self.lower(value), site)
        if node.type == "shorthand_property_identifier":
            return Entry(Literal(self.text(node), Site(self.path, site.start, site.start)), self.identifier(node), site)
        if node.type == "spread_element":
            return Entry(None, self.inner(node), site)
        if node.type == "method_definition":
            name = self.key(part(node, "name"))
            return Entry(name, self.function_value(node, str(name.value) if isinstance(name, Literal) else "<lambda>"), site)
        return None

    def key(self, node: Node) -> Value:
        """A property's name."""
        before = len(self.mentions)
        if node.type in ("property_identifier", "private_property_identifier"):
            return Literal(self.text(node), self.site(node))
        value = self.inner(node) if node.type == "computed_property_name" else self.lower(node)
        self.relabel(before, "key")
        if not isinstance(value, Literal):
            self.uses.append(Use("key", value, value.site))
        return Literal(str(value.value), value.site) if isinstance(value, Literal) else value

    def array(self, node: Node) -> Value:
        items: list[Value] = []
        before = "["
        for child in node.children:
            if child.type == "," == before or (child.type == "," and not items):
                # A place that nothing stands at.
                items.append(Literal(None, Site(self.path, self.site(child).start, self.site(child).start), absent=True))
            before = child.type if child.type != "comment" else before
            if not child.is_named:
                continue
            if child.type == "spread_element":
                value = self.inner(child)
                items.append(Opaque("star", value.site, (value,)))
            elif child.type != "comment":
                items.append(self.lower(child))
        value = Sequence("list", tuple(items), self.site(node))
        if any(isinstance(item, Literal) and isinstance(item.value, str) and self.interesting(item.value) for item in items):
            self.uses.append(Use("collection", value, value.site))
        elif sum(isinstance(item, Opaque) and item.text == "star" for item in items) > 1:
            self.uses.append(Use("names", value, value.site))
        return value

    def attribute(self, node: Node) -> Value:
        """`value={x}` of an element: one of those that it offers, unless it only hands it on."""
        value = self.other(node)
        name, *rest = node.named_children
        opening = node.parent.child_by_field_name("name") if node.parent is not None else None
        if self.text(name) in CHOSEN and rest and opening is not None and not self.text(opening).endswith(PROVIDER):
            given = rest[-1].named_children[:1] if rest[-1].type == "jsx_expression" else []
            self.uses.extend(Use("choices", self.lower(each), self.site(each)) for each in given)
        return value

    def yielded(self, node: Node) -> Value:
        value = self.other(node)
        if self.function is not None:
            self.function.returns.extend(value.operands)
        return value

    def call(self, node: Node) -> Value:
        function = part(node, "constructor" if node.type == "new_expression" else "function")
        arguments = node.child_by_field_name("arguments")
        site = self.site(node)
        if function.type in ("identifier", "import") and arguments is not None:
            module = self.required(self.text(function), arguments, site)
            if module is not None:
                return module
        number = len(self.calls)
        self.calls.append(None)
        before = len(self.mentions)
        callee = self.inherited(site) if function.type == "super" else by_names(self.lower(function))
        method = callee.name if isinstance(callee, Member) else ""
        if method not in PATTERN_METHODS:
            before = len(self.mentions)
        saved = self.expects_failure
        if self.text(function) in FAILING or _is_expecting(node, self.text(function)):
            self.expects_failure = "any"
        given = [] if arguments is None else self.arguments(arguments)
        self.expects_failure, expects = saved, self.expects_failure
        own = method in (BIND, CALL_ON, APPLY) and isinstance(callee, Member) and self.is_own(function, arguments)
        if own and method == CALL_ON and isinstance(callee, Member):
            callee, given = callee.base, given[1:]
        elif own and method == APPLY and isinstance(callee, Member):
            callee, given = callee.base, [handed for each in given[1:] for handed in applied(each)]
        if method in PATTERN_METHODS:
            self.relabel(before, "comparison" if method == "includes" else "pattern")
        elif method in offers.OFFERING:
            self.relabel(before, "choices")
        elif method in asserting.CALLED_WITH | asserting.AWAITING or self.waits(callee) or self.asserted(callee) is not None:
            self.relabel(before, "comparison")
        given.extend(self.opened(callee, given))
        order = self.next_order()
        self.calls[number] = Call(number, callee, tuple(given), self.scope, order, self.block, site, expects)
        self.note_uses(callee, given, site)
        self.note_mutation(callee, given, site, order)
        bound = own and method == BIND and len(given) == 1 and isinstance(callee, Member)
        return callee.base if bound and isinstance(callee, Member) else Result(number, site)

    def opened(self, callee: Value, given: list[Argument]) -> list[Argument]:
        """The address that `x.open(method, url)` told before `x.send(body)`, as an argument of the latter."""
        if not isinstance(callee, Member) or not isinstance(callee.base, Reference) or callee.name not in (OPEN, SEND):
            return []
        scope: int | None = self.scope
        while scope is not None and (scope, callee.base.name) not in self.bindings:
            scope = self.scopes[scope].parent
        told = self.addresses.setdefault((scope, callee.base.name), [])
        if callee.name == OPEN:
            told.extend(each.value for each in given[1:2])
            return []
        return [Argument("keyword", URL, each, each.site, None, each.site) for each in told] if len(told) == 1 else []

    def is_own(self, function: Node, arguments: Node | None) -> bool:
        """Whether `a.b.bind`, `a.b.call` or `a.b.apply` is given the `a` that `b` is a method of already."""
        first = arguments.named_children[:1] if arguments is not None else []
        owner = self.text(function).rpartition(".")[0].rpartition(".")[0].removesuffix("?")
        return [self.text(each) for each in first] == [owner]

    def inherited(self, site: Site) -> Value:
        """What `super(…)` calls: the constructor that the class inherits."""
        number = len(self.calls)
        self.calls.append(Call(number, Reference("super", self.scope, site), (), self.scope, self.next_order(), self.block, site))
        return Member(Result(number, site), CONSTRUCTOR, site)

    def required(self, name: str, arguments: Node, site: Site) -> Value | None:
        """`require("x")` and `import("x")` with the module's name written out."""
        if name not in ("require", "import") or len(arguments.named_children) < 1:
            return None
        argument = arguments.named_children[0]
        if argument.type not in ("string", "template_string"):
            return None
        value = self.lower(argument)
        if not isinstance(value, Literal) or not isinstance(value.value, str):
            return None
        return imported(value.value, "module.exports" if name == "require" else None, site)

    def arguments(self, node: Node) -> list[Argument]:
        found: list[Argument] = []
        for child in node.named_children if node.type == "arguments" else [node]:
            if child.type == "comment":
                continue
            value = self.inner(child) if child.type == "spread_element" else self.lower(child)
            kind = "star" if child.type == "spread_element" else "positional"
            found.append(Argument(kind, None, value, self.site(child), None, self.site(child)))
        return found

    def note_pairs(self, pairs: Sequence) -> None:
        """`new Map([["key", value]])`: the values stand together as those of an object do."""
        held = tuple(each.items[1] for each in pairs.items if isinstance(each, Sequence) and len(each.items) == 2)
        if any(isinstance(each, Literal) and isinstance(each.value, str) and self.interesting(each.value) for each in held):
            self.uses.append(Use("collection", Sequence("list", held, pairs.site), pairs.site))

    def note_uses(self, callee: Value, arguments: list[Argument], site: Site) -> None:
        """What a call does with its receiver and arguments, where that decides or keeps something."""
        values = [argument.value for argument in arguments]
        if isinstance(callee, (Member, Reference)) and callee.name in PAIRED and values and isinstance(values[0], Sequence):
            self.note_pairs(values[0])
        self.uses.extend(Use("path", value, site) for value in self._file_names(callee, values))
        self.uses.extend(stores.uses(callee, arguments, self.calls, site))
        self.uses.extend(longer_names.uses(callee, arguments, site))
        self.uses.extend(written_files.uses(callee, values))
        if not isinstance(callee, Member):
            return
        if callee.name in PATTERN_METHODS:
            self.uses.append(Use("pattern", callee.base, site))
            self.uses.extend(Use("pattern", value, site) for value in values)
            if isinstance(callee.base, Sequence):
                self.uses.extend(Use("comparison", item, site) for item in callee.base.items)
        elif (callee.name in LOOKUP_METHODS and values) or (callee.name == "set" and len(values) == 2):
            self.uses.append(Use("lookup", values[0], site))
        elif callee.name == OWNING:
            self.uses.extend(Use("lookup", value, site) for value in values[1:])
        elif len(values) > CATCHING.get(callee.name, len(values)):
            self.uses.append(Use(FALLBACK, Sequence("chain", (callee.base, values[CATCHING[callee.name]]), site), site))
        self.uses.extend(offers.in_call(callee, arguments, self.calls, site))
        given = self.asserted(callee)
        if callee.name in asserting.CALLED_WITH:
            self.uses.extend(asserting.expected(values, self.calls))
        elif self.waits(callee) or callee.name in asserting.AWAITING:
            self.uses.extend(asserting.expected(values[1:], self.calls))
        elif given is not None:
            self.uses.extend(Use("comparison", value, site) for value in (*given, *values))
            self.uses.extend(asserting.compared((*given, *values), self.calls))

    def waits(self, callee: Value) -> bool:
        """Whether a call says which request a test waits for: `nock(url).post(path, body)`."""
        value = callee.base if isinstance(callee, Member) and callee.name in asserting.INTERCEPTING else None
        while isinstance(value, (Member, Result)):
            call = self.calls[value.call] if isinstance(value, Result) else None
            value = value.base if isinstance(value, Member) else call.callee if call is not None else None
        return isinstance(value, Reference) and value.name == asserting.INTERCEPTOR

    def asserted(self, callee: Value) -> tuple[Value, ...] | None:
        """What a test's call compares beside its arguments: what `expect` was given; None for any other call."""
        if not isinstance(callee, Member):
            return None
        base = callee.base
        if callee.name in asserting.EQUALITIES and isinstance(base, Reference) and base.name in asserting.ASSERTERS:
            return ()
        while callee.name in asserting.MATCHERS and isinstance(base, Member):
            # `expect(x).to.be.equal(y)`, `expect(x).not.toBe(y)`.
            base = base.base
        call = self.calls[base.call] if isinstance(base, Result) else None
        is_expect = call is not None and isinstance(call.callee, Reference) and call.callee.name == asserting.EXPECT
        if call is None or not is_expect or callee.name not in asserting.MATCHERS:
            return None
        return tuple(each.value for each in call.arguments)

    def _file_names(self, callee: Value, values: list[Value]) -> list[Value]:
        """What of a call's arguments names a file."""
        base = callee.base if isinstance(callee, Member) else None
        name = callee.name if isinstance(callee, (Member, Reference)) else ""
        if name in FILE_FUNCTIONS or (isinstance(base, Reference) and f"{base.name}.{name}" in FILE_FUNCTIONS):
            return values[:1]
        return values if name in JOINING and self._is_of_paths(base or callee) else []

    def _is_of_paths(self, value: Value) -> bool:
        """Whether a name is, or is imported from, a module about paths."""
        bound = self.bound(value)
        while isinstance(bound, Member):
            bound = bound.base
        return isinstance(bound, Imported) and bound.module in PATH_MODULES

    def note_mutation(self, callee: Value, arguments: list[Argument], site: Site, order: int) -> None:
        """`Object.assign(x, …)`, and a map's `x.set(k, v)`, change the record x; `x.push(v)` the list x."""
        if isinstance(callee, Member) and callee.name in REORDERING:
            given = [each.value for each in arguments if each.kind == "positional" and callee.name in ADDING]
            for added in (*given, *([] if given else [None])):
                self.mutations.append(Mutation("append", callee.base, (), added, self.scope, order, self.block, site))
            return
        if isinstance(callee, Member) and callee.name == "set" and len(arguments) == 2:
            key, value = (each.value for each in arguments)
            self.mutations.append(Mutation("set", callee.base, (key,), value, self.scope, order, self.block, site, key.site))
            return
        put = changing.setting(callee, arguments, self.bound)
        if put is not None:
            self.note_set(*put, order, site)
        merged = changing.merging(callee, arguments, self.bound)
        if merged is None:
            return
        target, others = merged
        record = Record(tuple(Entry(None, each.value, each.site) for each in others), site)
        self.mutations.append(Mutation("update", target, (), record, self.scope, order, self.block, site))
        # What is no mapping is given attributes.
        for each in others if not isinstance(target, Record) else ():
            self.attributes.append(AttributeBinding(target, ANY_NAME, each.value, self.scope, order, self.block, each.site))

    def note_set(self, base: Value, keys: tuple[Value, ...], value: Value, order: int, site: Site) -> None:
        """`base.a.b = value`: what is no mapping is given an attribute."""
        last, holder = keys[-1], changing.behind(base, keys[:-1])
        known = isinstance(last, Literal) and isinstance(last.value, str)
        name = str(last.value) if known and isinstance(last, Literal) else ANY_NAME
        given = value if known else Sequence("pair", changing.walked(last, value, self.calls, self.bound), site)
        self.attributes.append(AttributeBinding(holder, name, given, self.scope, order, self.block, site))
        self.mutations.append(Mutation("set", base, keys, value, self.scope, order, self.block, site, last.site))

    def types(self, node: Node) -> None:
        """String types inside a type."""
        waiting = [node]
        while waiting:
            current = waiting.pop()
            if current.type == "literal_type":
                for child in current.named_children:
                    if child.type == "string":
                        before = len(self.mentions)
                        value = self.lower(child)
                        self.relabel(before, "type")
                        self.uses.append(Use("type", value, value.site))
            else:
                waiting.extend(current.named_children)

    def function_expression(self, node: Node) -> Value:
        return self.function_value(node)

    def class_expression(self, node: Node) -> Value:
        return self.class_value(node)

    def assigned(self, node: Node) -> Value:
        return self.assignment(node)


def imported(specifier: str, name: str | None, site: Site) -> Imported:
    """An import; what begins with a dot is relative to the importer."""
    if specifier.startswith("."):
        return Imported(specifier[1:], name, 1, site)
    outside = name if name != "module.exports" else None
    relative = specifier.startswith(("@/", "~/", "#/", "src/"))
    # Node's own modules go by two names.
    return Imported(specifier.removeprefix("node:"), name if relative else outside, 0, site)


def _asked_for(node: Node, value: Value) -> Value | None:
    """What `?.` asks for in `a?.b.c`: without it there is nothing."""
    while node.type == "member_expression" and isinstance(value, Member):
        if any(child.type == "optional_chain" for child in node.children):
            return value.base
        node, value = node.child_by_field_name("object") or node, value.base
    return None


def _address(entries: list[Entry], site: Site) -> Iterator[Entry]:
    """Where the options of Node's `https.request` send, which say the host and the path apart."""
    said = {str(entry.key.value): entry.value for entry in entries if isinstance(entry.key, Literal)}
    host = said.get("hostname", said.get("host"))
    if host is not None and "path" in said and "method" in said and "url" not in said:
        yield Entry(Literal("url", site), Join((host, said["path"]), site), site)


def _is_environment(value: Value) -> bool:
    """`process.env` or `import.meta.env`, as written."""
    return isinstance(value, Member) and value.name == "env"


def _is_expecting(node: Node, callee: str) -> bool:
    """`expect(…)` of which a failure is asked."""
    if callee != "expect":
        return False
    current: Node | None = node.parent
    while current is not None and current.type in ("member_expression", "call_expression", "await_expression"):
        name = current.child_by_field_name("property")
        if name is not None and name.text in (b"toThrow", b"toThrowError", b"rejects"):
            return True
        current = current.parent
    return False


_HANDLERS: dict[str, Function_[[Lowering, Node], Value]] = {
    **dict.fromkeys(TRANSPARENT, Lowering.inner),
    **dict.fromkeys(CONSTANTS, Lowering.constant),
    **dict.fromkeys(("identifier", "this", "super", "shorthand_property_identifier"), Lowering.identifier),
    **dict.fromkeys(("arrow_function", "function_expression", "generator_function", "function"), Lowering.function_expression),
    **dict.fromkeys(("class", "class_declaration", "abstract_class_declaration"), Lowering.class_expression),
    **dict.fromkeys(("assignment_expression", "augmented_assignment_expression"), Lowering.assigned),
    **dict.fromkeys(("call_expression", "new_expression"), Lowering.call),
    "meta_property": Lowering.identifier,
    "type_assertion": Lowering.assertion,
    "number": Lowering.number,
    "string": Lowering.string,
    "regex": Lowering.pattern,
    "template_string": Lowering.template,
    "unary_expression": Lowering.unary,
    "binary_expression": Lowering.binary,
    "ternary_expression": Lowering.ternary,
    "sequence_expression": Lowering.sequenced,
    "member_expression": Lowering.member,
    "subscript_expression": Lowering.subscript,
    "object": Lowering.mapping,
    "array": Lowering.array,
    "jsx_attribute": Lowering.attribute,
    "yield_expression": Lowering.yielded,
}


def is_sum(node: Node) -> bool:
    """Whether an expression is `a + b`."""
    return node.type == "binary_expression" and part(node, "operator").type == "+"


def by_names(callee: Value) -> Value:
    """`client["chat"]["create"]` as what it calls: `client.chat.create`."""
    if isinstance(callee, Item) and isinstance(callee.key, Literal) and isinstance(callee.key.value, str):
        return Member(by_names(callee.base), callee.key.value, callee.site)
    return replace(callee, base=by_names(callee.base)) if isinstance(callee, Member) else callee


def applied(given: Argument) -> list[Argument]:
    """What a list hands on that `apply` is given: its items, or whatever is in it."""
    if not isinstance(given.value, Sequence):
        return [replace(given, kind="star")]
    return [replace(given, kind="positional", value=each, site=each.site, value_site=each.site) for each in given.value.items]
