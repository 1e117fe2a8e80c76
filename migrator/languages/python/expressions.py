"""Lowers Python expressions to neutral values, noting calls, uses and mentions on the way."""

from __future__ import annotations

from collections.abc import Callable as Function_
from sys import intern
from typing import TypeAlias

import libcst as cst

from migrator.facts import ANY_NAME, Argument, AttributeBinding, Call, FormalParameter, Mutation, Use
from migrator.languages import asserting, batches, stores
from migrator.languages.endings import asked_ending
from migrator.languages.http_body.body import read_body
from migrator.languages.http_body.quoted import with_values
from migrator.languages.joined import named_file
from migrator.languages.python import attributes, file_names, json_text, router, written_files
from migrator.languages.python.builder import Builder, Handlers, OpenFunction
from migrator.languages.python.handing import handed, is_method
from migrator.languages.python.light import SimpleString
from migrator.languages.python.nullable import is_flag_or_nothing
from migrator.languages.python.shown import SHOWN, Window
from migrator.link.callables import PREPARING
from migrator.link.common import ANNOTATED, FILLED
from migrator.link.program import trailing_name
from migrator.values import (
    Callable,
    Choice,
    Element,
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
    Sequence,
    Site,
    Value,
)

CONSTANTS = {"True": True, "False": False, "None": None}
PATTERN_METHODS = frozenset(
    {
        "startswith",
        "endswith",
        "removeprefix",
        "removesuffix",
        "partition",
        "rpartition",
        "split",
        "rsplit",
        "find",
        "rfind",
        "replace",
    }
)
PATTERN_FUNCTIONS = frozenset({"match", "search", "fullmatch", "fnmatch", "fnmatchcase", "findall"})
REPLACING = frozenset({"sub", "subn", "split"})
"""The same of functions of libraries of regular expressions alone."""
EXPRESSIONS = frozenset({"re", "regex"})
"""What everybody calls the libraries of regular expressions."""
LOOKUP_METHODS = frozenset({"get", "pop", "setdefault", "index", "count", "__contains__", "__getitem__"})
REORDERING = frozenset({"reverse", "sort"})
"""Methods after which a list's items stand elsewhere."""
# fmt: off
RECORD_METHODS = frozenset({
    "execute", "executemany", "insert_one", "insert_many", "hset", "writerow", "writerows", "dump", "dump_all", "safe_dump",
    "safe_dump_all",
})
# fmt: on
COLUMNS = frozenset({"Column", "mapped_column", "CharField", "TextField", "StringField"})
"""What describes a column of a database, whose rows keep what stands in them."""
CHECKED = frozenset({"Field", "field", "ib"})
CHECKS = frozenset({"pattern", "regex", "validator"})
"""What describes a field, and the arguments that say which values it takes."""
FALLBACK_METHODS = frozenset({"with_fallbacks"})
"""What gives an object others that answer when it fails."""
UPDATING = ("update", "from_mapping")
"""Methods that take keywords, or another mapping, into a mapping; the second is that of Flask's configuration."""
FALLBACKS = "fallbacks"
"""The keyword that lists the models which are asked when a call fails."""
OWN_ATTRIBUTES = attributes.OWN
MODEL = "model"
MAPPING = "dict"
"""What makes a mapping of its keywords."""
OFFERING = frozenset({"selectbox", "radio", "select_slider", "pills", "segmented_control"})
"""What shows somebody a list to choose from, after its label."""
CHOICE = "Choice"
"""The class of click that says which values an option may have."""
RAISING_GUARDS = frozenset({"raises", "assertRaises", "assertRaisesRegex"})

Values: TypeAlias = "tuple[Value, ...]"
Handler: TypeAlias = "Function_[[cst.BaseExpression], Value]"


class Expressions(Builder):
    """The expression half of the walk."""

    def lower(self, node: cst.BaseExpression) -> Value:
        """The neutral form of an expression."""
        handler = _HANDLERS[type(node)]
        if handler is None:
            return Opaque("", self.site(node))
        return handler(self, node)

    def name(self, node: cst.Name) -> Value:
        if node.value in CONSTANTS:
            return Literal(CONSTANTS[node.value], self.site(node))
        return Reference(intern(node.value), self.scope, self.site(node))

    def integer(self, node: cst.Integer) -> Value:
        return Literal(
            int(node.value.replace("_", ""), 0) if _plain_integer(node.value) else node.evaluated_value, self.site(node)
        )

    def float(self, node: cst.Float) -> Value:
        return Literal(node.evaluated_value, self.site(node))

    def string(self, node: cst.SimpleString | cst.ConcatenatedString) -> Value:
        site = self.site(node)
        text = text_of(node)
        if text is not None and json_text.may_be_body(text if isinstance(text, str) else text.decode("latin-1")):
            sent = self.json_text(node)
            if sent is not None:
                return sent
        if isinstance(text, str):
            self.mention("string", text, site)
            return Literal(text, site)
        if isinstance(node, cst.ConcatenatedString) and text is None:
            parts = [self.lower(node.left), self.lower(node.right)]
            return self.joined(tuple(_flatten(parts)), site)
        return Opaque("", site)

    def formatted(self, node: cst.FormattedString) -> Value:
        site = self.site(node)
        first = node.parts[0] if node.parts else None
        if isinstance(first, cst.FormattedStringText) and json_text.may_be_body(first.value.replace("{{", "{")):
            sent = self.json_text(node)
            if sent is not None:
                return sent
        parts: list[Value] = []
        for part in node.parts:
            if isinstance(part, cst.FormattedStringText):
                text = part.value.replace("{{", "{").replace("}}", "}")
                parts.append(Literal(text, self.site(part)))
                self.mention("string", text, self.site(part))
            else:
                held = cst.ensure_type(part, cst.FormattedStringExpression)
                inner = self.lower(held.expression)
                plain = held.format_spec is None and held.equal is None and held.conversion in (None, "s")
                parts.append(inner if plain else Opaque("formatted", self.site(held.expression), (inner,)))
        if (
            all(isinstance(part, Literal) for part in parts)
            and "\\" not in "".join(part.value for part in node.parts if isinstance(part, cst.FormattedStringText))
            and not any(isinstance(part, cst.FormattedStringExpression) for part in node.parts)
        ):
            return Literal("".join(str(part.value) for part in parts if isinstance(part, Literal)), site)
        return self.joined(tuple(parts), site)

    def joined(self, parts: Values, site: Site) -> Join:
        """Text that is put together."""
        text = Join(parts, site)
        self.uses.extend(named_file(text))
        return text

    def json_text(self, node: json_text.Text, values: Values | None = None) -> Value | None:
        """A request's body that is written out as JSON: the text that json.dumps would make of the mapping.

        `values` are what `%` puts into the text.
        """
        calls, uses, mentions = len(self.calls), len(self.uses), len(self.mentions)
        quoted = json_text.characters(self.path, node, self.site, self.lower)
        if quoted is not None and values is not None:
            quoted = with_values(quoted, values)
        found = read_body(quoted, self.interesting, self.mentions) if quoted is not None else None
        if found is None:
            # What the template is filled with is lowered anew.
            del self.calls[calls:], self.uses[uses:], self.mentions[mentions:]
            return None
        site, number = self.site(node), len(self.calls)
        argument = Argument("positional", None, found.record, found.record.site, None, found.record.site)
        callee = Member(Imported("json", None, 0, site), "dumps", site)
        self.calls.append(
            Call(number, callee, (argument,), self.scope, self.next_order(), self.block, site, self.expects_failure)
        )
        return Result(number, site)

    def unary(self, node: cst.UnaryOperation) -> Value:
        inner = self.lower(node.expression)
        if isinstance(node.operator, cst.Minus) and isinstance(inner, Literal) and isinstance(inner.value, (int, float)):
            return Literal(-inner.value, self.site(node))
        kind = "not" if isinstance(node.operator, cst.Not) else "unary"
        return Opaque(kind, self.site(node), (inner,))

    def boolean(self, node: cst.BooleanOperation) -> Value:
        kind = "or" if isinstance(node.operator, cst.Or) else "and"
        options: tuple[Value, ...] = (self.lower(node.left), self.lower(node.right))
        first = options[0]
        # In parentheses of its own it begins behind them.
        together = isinstance(first, Choice) and self.site(node.left).start == self.site(node).start
        if isinstance(first, Choice) and first.kind == kind and together:
            options = (*first.options, options[1])
        return Choice(kind, options, self.site(node))

    def conditional(self, node: cst.IfExp) -> Value:
        condition = self.lower(node.test)
        options = (self.lower(node.body), self.lower(node.orelse))
        asked = self.presence(node.test)
        test = asked[::-1] if asked is not None else asked_ending(condition, self.calls)
        return Choice("conditional", options, self.site(node), *(test or ()))

    def presence(self, node: cst.BaseExpression) -> tuple[str, Reference] | None:
        """What a condition asks about one name: whether it is something at all, or true."""
        asks = "true"
        if isinstance(node, cst.Comparison) and len(node.comparisons) == 1:
            target = node.comparisons[0]
            is_none = isinstance(target.comparator, cst.Name) and target.comparator.value == "None"
            if not (isinstance(target.operator, cst.IsNot) and is_none):
                return None
            asks, node = "given", node.left
        if not isinstance(node, cst.Name) or node.value in CONSTANTS:
            return None
        return asks, Reference(intern(node.value), self.scope, self.site(node))

    def comparison(self, node: cst.Comparison) -> Value:
        site = self.site(node)
        operands = [self.compared(node.left, site)]
        operands.extend(
            self.compared(each.comparator, site, "holder" if isinstance(each.operator, (cst.In, cst.NotIn)) else "comparison")
            for each in node.comparisons
        )
        self.uses.extend(asserting.compared(operands, self.calls) if self.asserts else ())
        return Opaque("comparison", site, tuple(operands))

    def compared(self, node: cst.BaseExpression, site: Site, kind: str = "comparison") -> Value:
        before = len(self.mentions)
        value = self.lower(node)
        self.relabel(before, "comparison")
        self.uses.append(Use(kind, value, site))
        return value

    def binary(self, node: cst.BinaryOperation) -> Value:
        sent = self.filled_json(node) if isinstance(node.operator, cst.Modulo) else None
        if sent is not None:
            return sent
        if isinstance(node.operator, cst.Add):
            sent = self.added_json(node)
            return sent if sent is not None else self.added(node)
        left, right = self.lower(node.left), self.lower(node.right)
        site = self.site(node)
        if isinstance(node.operator, cst.BitOr):
            return Record((Entry(None, left, left.site), Entry(None, right, right.site)), site)
        if isinstance(node.operator, cst.Divide) and isinstance(right, Literal) and isinstance(right.value, str):
            return Join((left, Literal("/", right.site), right), site)
        if isinstance(node.operator, cst.Divide) and isinstance(right, (Join, Reference, Member, Result)):
            self.uses.append(Use("path", right, right.site))
        if isinstance(node.operator, cst.Modulo) and isinstance(left, Literal) and isinstance(left.value, str):
            given = right.items if isinstance(right, Sequence) and right.kind == "tuple" else (right,)
            pieces = left.value.split("%s")
            if len(pieces) == len(given) + 1 and not any("%" in piece for piece in pieces):
                parts = [part for piece, value in zip(pieces, given, strict=False) for part in (Literal(piece, left.site), value)]
                return self.joined((*parts, Literal(pieces[-1], left.site)), site)
        # A number is no text that is filled, whatever stands behind it.
        fills = isinstance(node.operator, cst.Modulo) and isinstance(left, (Reference, Member, Result))
        return Opaque(FILLED if fills else "operation", site, (left, right))

    def added(self, node: cst.BinaryOperation) -> Value:
        """`a + b + c`."""
        first = node.left
        more = isinstance(first, cst.BinaryOperation) and isinstance(first.operator, cst.Add)
        left = self.added(cst.ensure_type(first, cst.BinaryOperation)) if more else self.lower(first)
        return self.joined(tuple(_flatten([left, self.lower(node.right)])), self.site(node))

    def added_json(self, node: cst.BinaryOperation) -> Value | None:
        """`'{"model": "' + name + '"}'`: a body that is put together at run time."""
        texts = [text_of(each) if isinstance(each, json_text.WRITTEN) else _begins(each) for each in json_text.added(node)]
        said = "".join(each if isinstance(each, str) else each.decode("latin-1") if each is not None else "0" for each in texts)
        return self.json_text(node) if json_text.may_be_body(said) else None

    def filled_json(self, node: cst.BinaryOperation) -> Value | None:
        """`'{"model": "%s"}' % name`: a body that is filled at run time."""
        text = text_of(node.left) if isinstance(node.left, (cst.SimpleString, cst.ConcatenatedString)) else None
        if not isinstance(text, str) or not json_text.may_be_body(text) or isinstance(node.right, cst.Dict):
            return None
        assert isinstance(node.left, (cst.SimpleString, cst.ConcatenatedString))
        right = self.lower(node.right)
        values = right.items if isinstance(right, Sequence) and right.kind == "tuple" else (right,)
        return self.json_text(node.left, values)

    def attribute(self, node: cst.Attribute) -> Value:
        return Member(self.lower(node.value), intern(node.attr.value), self.site(node))

    def subscript(self, node: cst.Subscript) -> Value:
        base = self.lower(node.value)
        site = self.site(node)
        is_type = isinstance(base, (Reference, Member)) and base.name == "Literal"
        before = len(self.mentions)
        keys: list[Value] = []
        for element in node.slice:
            if isinstance(element.slice, cst.Index):
                keys.append(self.lower(element.slice.value))
            else:
                bounds = cst.ensure_type(element.slice, cst.Slice)
                for bound in (bounds.lower, bounds.upper, bounds.step):
                    if bound is not None:
                        self.lower(bound)
        if is_type:
            self.relabel(before, "type")
            self.uses.extend(Use("type", key, site) for key in keys)
            return Opaque("type", site, tuple(keys))
        if len(keys) == 1 and len(node.slice) == 1:
            self.relabel(before, "lookup")
            self.uses.append(Use("lookup", keys[0], site))
            return Item(base, keys[0], site)
        described = isinstance(base, (Reference, Member)) and base.name == "Annotated"
        return Opaque(ANNOTATED if described else "", site, (base, *keys))

    def mapping(self, node: cst.Dict) -> Value:
        entries: list[Entry] = []
        for element in node.elements:
            if isinstance(element, cst.DictElement):
                before = len(self.mentions)
                key = self.lower(element.key)
                self.relabel(before, "key")
                if not isinstance(key, Literal):
                    self.uses.append(Use("key", key, key.site))
                value = self.lower(element.value)
                named = isinstance(key, Literal) and isinstance(key.value, str) and self.interesting(key.value)
                if named and isinstance(value, (Reference, Member, Callable)):
                    self.uses.append(Use("dispatch", value, key.site))
                entries.append(Entry(key, value, self.site(element)))
            else:
                entries.append(Entry(None, self.lower(element.value), self.site(element)))
        record = Record(tuple(entries), self.site(node))
        interesting = any(isinstance(entry.value, Literal) and self.interesting(str(entry.value.value)) for entry in entries)
        if interesting or batches.is_line(record):
            self.uses.append(Use("collection", record, record.site))
        elif sum(isinstance(entry.value, (Reference, Member)) for entry in entries) > 1:
            self.uses.append(Use("names", Sequence("list", tuple(each.value for each in entries), record.site), record.site))
        return record

    def sequence(self, node: cst.List | cst.Tuple | cst.Set) -> Value:
        kind = "list" if isinstance(node, cst.List) else "tuple" if isinstance(node, cst.Tuple) else "set"
        items: list[Value] = []
        for element in node.elements:
            value = self.lower(element.value)
            items.append(Opaque("star", value.site, (value,)) if isinstance(element, cst.StarredElement) else value)
        value = Sequence(kind, tuple(items), self.site(node))
        self.note_collection(value)
        return value

    def note_collection(self, value: Sequence) -> None:
        """Values that stand together: what is done to one of them may make it equal to another."""
        if any(
            isinstance(item, Literal) and isinstance(item.value, str) and self.interesting(item.value) for item in value.items
        ):
            self.uses.append(Use("collection", value, value.site))
        elif sum(isinstance(item, (Reference, Member)) or _is_star(item) for item in value.items) > 1:
            self.uses.append(Use("names", value, value.site))

    def awaited(self, node: cst.Await) -> Value:
        return self.lower(node.expression)

    def walrus(self, node: cst.NamedExpr) -> Value:
        value = self.lower(node.value)
        self.bind_target(node.target, value)
        return value

    def yielded(self, node: cst.Yield) -> Value:
        inner = node.value.item if isinstance(node.value, cst.From) else node.value
        if inner is None:
            return Opaque("", self.site(node))
        value = self.lower(inner)
        if self.function is not None:
            self.function.yields.append(Element(value, None, value.site) if isinstance(node.value, cst.From) else value)
        return Opaque("", self.site(node), (value,))

    def comprehension(self, node: cst.ListComp | cst.SetComp | cst.GeneratorExp | cst.DictComp) -> Value:
        scope = self.new_scope("comprehension", None, "")
        clauses: list[cst.CompFor] = []
        clause: cst.CompFor | None = node.for_in
        while clause is not None:
            clauses.append(clause)
            clause = clause.inner_for_in
        first = self.lower(clauses[0].iter)
        keeps = isinstance(node, cst.DictComp) and _keeps_all(node)
        uses = len(self.uses)
        with self.inside(scope):
            for index, each in enumerate(clauses):
                source = first if index == 0 else self.lower(each.iter)
                self.bind_target(each.target, Element(source, None, source.site))
                for condition in each.ifs:
                    self.lower(condition.test)
            inner: tuple[Value, ...]
            if isinstance(node, cst.DictComp):
                if keeps:
                    # Whether it is None decides nothing of what it is.
                    del self.uses[uses:]
                inner = (self.lower(node.key), self.lower(node.value))
                self.uses.append(Use("key", inner[0], self.site(node.key)))
            else:
                inner = (self.lower(node.elt),)
        if isinstance(node, cst.DictComp):
            copied = first.call if isinstance(first, Result) and keeps else None
            whole = self.calls[copied] if copied is not None else None
            if whole is not None and isinstance(whole.callee, Member):
                return Record((Entry(None, whole.callee.base, whole.callee.base.site),), self.site(node))
            return Opaque("comprehension", self.site(node), inner)
        return Opaque("comprehension-items", self.site(node), inner)

    def bind_target(self, target: cst.BaseExpression, value: Value) -> None:
        """Give an assignment's target its value."""
        if isinstance(target, cst.Name):
            self.bind(target.value, value, self.site(target))
        elif isinstance(target, (cst.Tuple, cst.List)):
            starred = [isinstance(element, cst.StarredElement) for element in target.elements]
            for index, element in enumerate(target.elements):
                part: Value
                if any(starred[: index + 1]):
                    part = Opaque("", value.site)
                elif isinstance(value, Sequence) and (len(value.items) == len(target.elements) or any(starred)):
                    part = value.items[index] if index < len(value.items) else Opaque("", value.site)
                elif isinstance(value, Element) and value.index is None:
                    part = Element(value.base, index, value.site)
                else:
                    part = Item(value, Literal(index, value.site), value.site)
                self.bind_target(element.value, part)
        elif isinstance(target, cst.Attribute):
            self.assign_attribute(target, value)
        elif isinstance(target, cst.Subscript):
            self.assign_item(target, value)

    def assign_attribute(self, target: cst.Attribute, value: Value) -> None:
        base = self.lower(target.value)
        name = target.attr.value
        self.attributes.append(
            AttributeBinding(
                base,
                ANY_NAME if name == OWN_ATTRIBUTES else intern(name),
                value,
                self.scope,
                self.next_order(),
                self.block,
                self.site(target),
            )
        )

    def assign_item(self, target: cst.Subscript, value: Value) -> None:
        keys: list[Value] = []
        base: cst.BaseExpression = target
        key_site = None
        while isinstance(base, cst.Subscript):
            element = base.slice[0] if len(base.slice) == 1 else None
            if element is None or not isinstance(element.slice, cst.Index):
                self.lower(base)
                return
            before = len(self.mentions)
            key = self.lower(element.slice.value)
            self.relabel(before, "key")
            self.uses.append(Use("key", key, key.site))
            if key_site is None:
                key_site = key.site
            keys.insert(0, key)
            base = base.value
        if _is_module(base) and len(keys) == 1 and isinstance(keys[0], Literal) and isinstance(keys[0].value, str):
            self.bind(intern(keys[0].value), value, self.site(target), 0)
        site, whole, order = self.site(target), self.lower(base), self.next_order()
        thing = attributes.owner(whole, self.calls) if len(keys) == 1 else None
        if thing is not None:
            self.attributes.append(self.attribute_named(thing, keys[0], value, order, site))
        self.mutations.append(Mutation("set", whole, tuple(keys), value, self.scope, order, self.block, site, key_site))

    def function_parameters(self, parameters: cst.Parameters) -> tuple[FormalParameter, ...]:
        """A signature, lowered in the scope around the function."""
        found: list[FormalParameter] = []

        def add(parameter: cst.Param, kind: str, nameable: bool = True) -> None:
            default = self.lower(parameter.default) if parameter.default is not None else None
            said = parameter.annotation.annotation if parameter.annotation is not None else None
            annotation = self.lower(said) if said is not None else None
            site = self.site(parameter.name)
            nullable = said is not None and default is None and is_flag_or_nothing(said)
            found.append(FormalParameter(intern(parameter.name.value), kind, default, annotation, site, nameable, nullable))

        for parameter in parameters.posonly_params:
            add(parameter, "positional", False)
        for parameter in parameters.params:
            add(parameter, "positional")
        if isinstance(parameters.star_arg, cst.Param):
            add(parameters.star_arg, "star")
        for parameter in parameters.kwonly_params:
            add(parameter, "keyword")
        if parameters.star_kwarg is not None:
            add(parameters.star_kwarg, "spread")
        return tuple(found)

    def bind_parameters(self, number: int, parameters: tuple[FormalParameter, ...]) -> None:
        for parameter in parameters:
            self.bind(parameter.name, Parameter(number, parameter.name, parameter.site), parameter.site)

    def anonymous(self, node: cst.Lambda) -> Value:
        parameters = self.function_parameters(node.params)
        number = len(self.functions)
        self.functions.append(None)
        scope = self.new_scope("function", number, "<lambda>")
        site = self.site(node)
        opened = OpenFunction(number, "<lambda>", scope, self.scope, None, parameters, (), site)
        with self.inside(scope):
            self.bind_parameters(number, parameters)
            opened.returns.append(self.lower(node.body))
        self.functions[number] = opened.close()
        return Callable("function", number, site)

    def call(self, node: cst.Call) -> Value:
        number = len(self.calls)
        self.calls.append(None)
        callee = self.named_attribute(self.lower(node.func))
        site = self.site(node)
        arguments: list[Argument] = []
        before = len(self.mentions)
        for argument in node.args:
            arguments.append(self.argument(argument, callee))
            if len(arguments) == 1 and isinstance(callee, Member) and callee.name in LOOKUP_METHODS:
                # What else is given is a default.
                self.relabel(before, "lookup")
        if _is_pattern(callee, arguments):
            self.relabel(before, "pattern")
        elif isinstance(callee, (Member, Reference)) and callee.name == CHOICE:
            self.relabel(before, "choices")
        elif isinstance(callee, (Member, Reference)) and callee.name in asserting.COMPARING | asserting.CALLED_WITH:
            self.relabel(before, "comparison")
        elif awaited := asserting.awaited(callee, arguments, self.calls):
            self.relabel(before, "comparison")
            self.uses.extend(asserting.expected(awaited, self.calls))
        order = self.next_order()
        self.calls[number] = Call(number, callee, tuple(arguments), self.scope, order, self.block, site, self.expects_failure)
        self.note_uses(callee, arguments, site)
        self.note_mutation(callee, arguments, site, order)
        self.note_setting(callee, arguments, site, order)
        self.note_handed(callee, arguments, site, order)
        return Result(number, site)

    def argument(self, node: cst.Arg, callee: Value) -> Argument:
        kind = {"": "positional", "*": "star", "**": "spread"}[node.star]
        name = intern(node.keyword.value) if node.keyword is not None else None
        before = len(self.mentions)
        value = self.lower(node.value)
        if kind == "spread" and isinstance(value, Member) and value.name == OWN_ATTRIBUTES:
            value = self.own_attributes(value)
        if name == "choices":
            self.relabel(before, "choices")
            self.uses.append(Use("choices", value, value.site))
        return Argument(
            "keyword" if name is not None else kind,
            name,
            value,
            self.site(node),
            self.site(node.keyword) if node.keyword is not None else None,
            self.site(node.value),
        )

    def named_attribute(self, callee: Value) -> Value:
        """`getattr(x, "create")(…)` calls `x.create`."""
        call = self.calls[callee.call] if isinstance(callee, Result) else None
        if call is None or not isinstance(call.callee, Reference) or call.callee.name != "getattr" or len(call.arguments) != 2:
            return callee
        name = call.arguments[1].value
        known = isinstance(name, Literal) and isinstance(name.value, str)
        return Member(call.arguments[0].value, str(name.value), callee.site) if known and isinstance(name, Literal) else callee

    def own_attributes(self, value: Member) -> Value:
        """`**x.__dict__` is `**vars(x)`."""
        number = len(self.calls)
        callee = Reference("vars", self.scope, value.site)
        given = Argument("positional", None, value.base, value.base.site, None, value.base.site)
        self.calls.append(Call(number, callee, (given,), self.scope, self.next_order(), self.block, value.site))
        return Result(number, value.site)

    def note_uses(self, callee: Value, arguments: list[Argument], site: Site) -> None:
        """What a call does with its receiver and arguments, where that decides or keeps something."""
        name = callee.name if isinstance(callee, (Member, Reference)) else ""
        values = [argument.value for argument in arguments]
        self.uses.extend(stores.uses(callee, arguments, self.calls, site))
        self.uses.extend(file_names.said(arguments))
        self.uses.extend(written_files.uses(callee, arguments, self.given, self.calls))
        others = next((each.value for each in arguments if each.name == FALLBACKS), None)
        first = next((each.value for each in arguments if each.name == MODEL or each.kind == "positional"), None)
        if others is not None and first is not None:
            rest = others.items if isinstance(others, Sequence) else (others,)
            self.uses.append(Use("fallback", Sequence("chain", (first, *rest), site), site))
        if isinstance(callee, Member) and name in PATTERN_METHODS and _is_of_text(arguments):
            self.uses.append(Use("pattern", callee.base, site))
            self.uses.extend(Use("pattern", value, site) for value in values)
        elif name in PATTERN_FUNCTIONS or (name in REPLACING and _is_of_expressions(callee)):
            self.uses.extend(Use("pattern", value, site) for value in values)
        elif isinstance(callee, Member) and name in LOOKUP_METHODS and values:
            self.uses.append(Use("lookup", values[0], site))
        elif name in COLUMNS or (name in CHECKED and any(each.name in CHECKS for each in arguments)):
            kind = "column" if name in COLUMNS else "validator"
            self.uses.extend(Use(kind, each.value, each.value.site) for each in arguments if each.name in (None, "default"))
        elif name == "format" and isinstance(callee, Member):
            self.uses.extend(file_names.filled(callee.base, values, site))
        elif name in file_names.FETCHING:
            self.uses.extend(Use("lookup", value, site) for value in values)
        elif name in file_names.TAKING and not (name == "join" and isinstance(callee, Member) and _is_text(callee.base)):
            self.uses.extend(Use("path", value, site) for value in values)
        elif (name == CHOICE and values) or (name in SHOWN and arguments and arguments[0].kind == "positional"):
            self.uses.append(Use("choices", values[0], site))
        elif name in OFFERING:
            offered = values[1:2] or [each.value for each in arguments if each.name == "options"]
            self.uses.extend(Use("choices", value, value.site) for value in offered)
        elif name == MAPPING and isinstance(callee, Reference):
            self.note_collection(Sequence("list", tuple(each.value for each in arguments if each.kind == "keyword"), site))
        elif name == router.ROUTER:
            for chain in router.chains(arguments, self.said_by):
                self.uses.append(Use("collection", Sequence("list", chain, chain[0].site), chain[0].site))
        elif isinstance(callee, Member) and name in FALLBACK_METHODS:
            self.uses.append(Use("fallback", Sequence("chain", (callee.base, *values), site), site))
        elif isinstance(callee, Member) and name in RECORD_METHODS:
            self.uses.extend(Use("record", value, site) for value in values)
        elif name in asserting.COMPARING:
            self.uses.extend(Use("comparison", value, site) for value in values)
            self.uses.extend(asserting.compared(values, self.calls))
        elif name in asserting.CALLED_WITH:
            self.uses.extend(asserting.expected(values, self.calls))

    def given(self, name: Reference) -> list[Value]:
        """Everything that a name is given in its scope."""
        return [each.value for each in self.bindings.get((name.scope, name.name), ())]

    def said_by(self, value: Value) -> Value:
        """What a name stands for that is bound once in this scope; anything else as it is."""
        found = self.bindings.get((value.scope, value.name), []) if isinstance(value, Reference) else []
        return found[0].value if len(found) == 1 else value

    def sends(self, function: Value) -> bool:
        """Whether a function is a method that sends a request, or a name for one, or for what `partial` makes of one."""
        scope: int | None = function.scope if isinstance(function, Reference) else None
        while scope is not None and isinstance(function, Reference) and (scope, function.name) not in self.bindings:
            scope = self.scopes[scope].parent
        bound = self.bindings.get((scope, function.name), []) if scope is not None and isinstance(function, Reference) else []
        said = bound[0].value if len(bound) == 1 else function
        made = self.calls[said.call] if isinstance(said, Result) else None
        if made is not None and trailing_name(made.callee) in PREPARING and made.arguments:
            return is_method(made.arguments[0].value)
        return is_method(said)

    def note_mutation(self, callee: Value, arguments: list[Argument], site: Site, order: int) -> None:
        """`x.update(…)`, `x.setdefault(k, v)` and `x.pop(k)` change the record x."""
        if not isinstance(callee, Member):
            return
        thing = attributes.owner(callee.base, self.calls) if callee.name == "update" else None
        if thing is not None:
            # `x.__dict__.update(name=value)` is `x.name = value`.
            named = [each for each in arguments if each.name is not None]
            if len(named) < len(arguments):
                whole = Record(_entries(arguments), site)
                self.attributes.append(AttributeBinding(thing, ANY_NAME, whole, self.scope, order, self.block, site))
                return
            for each in named:
                where = self.scope, order, self.block, each.site
                self.attributes.append(AttributeBinding(thing, str(each.name), each.value, *where))
            return
        values = [argument.value for argument in arguments]
        method = attributes.by_class(callee, arguments)
        if method is not None:
            # `dict.update(x, …)` is `x.update(…)`, and so is `operator.setitem(x, key, value)`.
            self.note_mutation(*method, site, order)
            return
        key: tuple[Value, ...] = tuple(values[:1])
        value: Value | None
        if callee.name in UPDATING:
            op, key, value = "update", (), Record(_entries(arguments), site)
        elif callee.name == "__setitem__" and len(values) == 2:
            op, value = "set", values[1]
        elif callee.name == "setdefault" and len(values) == 2:
            op, value = "default", values[1]
        elif (callee.name in ("pop", "__delitem__") and values) or (callee.name == "clear" and not arguments):
            op, value = "delete", None
        elif callee.name == "append" and len(values) == 1:
            op, key, value = "append", (), values[0]
        elif callee.name == "insert" and len(values) == 2:
            op, key, value = "append", (), values[1]
        elif callee.name in REORDERING and not values:
            op, value = "append", None
        else:
            return
        self.mutations.append(
            Mutation(op, callee.base, key, value, self.scope, order, self.block, site, key[0].site if key else None)
        )

    def note_setting(self, callee: Value, arguments: list[Argument], site: Site, order: int) -> None:
        """`setattr(x, "name", value)` is `x.name = value`."""
        found = attributes.set_by(callee, arguments, self.calls, self.scope)
        if found is not None:
            base, name, value = found
            self.attributes.append(self.attribute_named(base, name, value, order, site))

    def attribute_named(self, base: Value, name: Value, value: Value, order: int, site: Site) -> AttributeBinding:
        """An attribute whose name is a value: where that is no text, nobody knows which one it is."""
        if isinstance(name, Literal) and isinstance(name.value, str):
            return AttributeBinding(base, name.value, value, self.scope, order, self.block, site)
        pair = attributes.walked(name, value, self.calls, self.said_by)
        return AttributeBinding(base, ANY_NAME, Sequence("pair", pair, site), self.scope, order, self.block, site)

    def note_handed(self, callee: Value, arguments: list[Argument], site: Site, order: int) -> None:
        """`Thread(target=f, args=(a,))` and the like call f as well."""
        found = handed(callee, arguments, self.sends) or Window(self.said_by, self.calls).handed(callee, arguments)
        if found is not None:
            function, given, elsewhere = found
            number, where = len(self.calls), function.site if elsewhere else site
            call = Call(number, function, given, self.scope, order, self.block, where, self.expects_failure, handed=elsewhere)
            self.calls.append(call)


def _entries(arguments: list[Argument]) -> tuple[Entry, ...]:
    """What a call's arguments say as a mapping."""
    named = ((Literal(each.name, each.name_site or each.site) if each.kind == "keyword" else None, each) for each in arguments)
    return tuple(Entry(key, each.value, each.site) for key, each in named)


def text_of(node: cst.SimpleString | cst.ConcatenatedString) -> str | bytes | None:
    """What a string says. Evaluating one leaves a cycle of objects behind, so plain ones are cut out."""
    if isinstance(node, SimpleString):
        return node.said
    if isinstance(node, cst.SimpleString) and node.prefix.lower() in ("", "u") and not ("\\" in node.value or "\r" in node.value):
        width = len(node.quote)
        return node.value[width + len(node.prefix) : -width]
    try:
        return node.evaluated_value
    except (SyntaxError, ValueError, AttributeError):
        # `"C:\users"`: the parser takes it, Python does not. Nor does it take a template beside a text: that one has no value.
        return None


def _begins(node: cst.BaseExpression) -> str | None:
    """What a template, or a text that `%` fills, begins with; None for anything else."""
    if isinstance(node, cst.BinaryOperation) and isinstance(node.left, json_text.WRITTEN):
        text = text_of(node.left) if isinstance(node.operator, cst.Modulo) else None
        return text if isinstance(text, str) else None
    if not isinstance(node, cst.FormattedString):
        return None
    texts = (each.value if isinstance(each, cst.FormattedStringText) else "0" for each in node.parts)
    return "".join(texts).replace("{{", "{")


def _is_pattern(callee: Value, arguments: list[Argument]) -> bool:
    """Whether a call matches a text: by a method of the text, or by a function of a library for that."""
    if not isinstance(callee, Member):
        return isinstance(callee, Reference) and callee.name in PATTERN_FUNCTIONS
    if callee.name in PATTERN_METHODS:
        return _is_of_text(arguments)
    return callee.name in PATTERN_FUNCTIONS or _is_of_expressions(callee)


def _is_of_expressions(callee: Value) -> bool:
    return isinstance(callee, Member) and isinstance(callee.base, Reference) and callee.base.name in EXPRESSIONS


def _is_of_text(arguments: list[Argument]) -> bool:
    """Whether a method may be one of texts, which are told next to nothing by name: not so `dataclasses.replace(x, k=v)`."""
    return all(each.name in (None, "sep", "maxsplit", "count") and each.kind != "spread" for each in arguments)


def _keeps_all(node: cst.DictComp) -> bool:
    """Whether it is `{k: v for k, v in x.items()}`, or that without what is None."""
    clause, key, value = node.for_in, node.key, node.value
    target, source = clause.target, clause.iter
    if not isinstance(target, cst.Tuple) or not isinstance(source, cst.Call) or clause.inner_for_in is not None:
        return False
    items = isinstance(source.func, cst.Attribute) and source.func.attr.value == "items" and not source.args
    names = [each.value.value if isinstance(each.value, cst.Name) else None for each in target.elements]
    said = [each.value if isinstance(each, cst.Name) else None for each in (key, value)]
    return items and None not in names and names == said and all(_asks_for(each.test, names[1]) for each in clause.ifs)


def _asks_for(test: cst.BaseExpression, name: str | None) -> bool:
    """Whether it is `name is not None`."""
    if not isinstance(test, cst.Comparison) or len(test.comparisons) != 1 or not isinstance(test.left, cst.Name):
        return False
    compared = test.comparisons[0]
    nothing = isinstance(compared.comparator, cst.Name) and compared.comparator.value == "None"
    return test.left.value == name and isinstance(compared.operator, cst.IsNot) and nothing


def _is_module(base: cst.BaseExpression) -> bool:
    """Whether it is `globals()`, which holds a module's names."""
    return isinstance(base, cst.Call) and isinstance(base.func, cst.Name) and base.func.value == "globals"


def _is_star(value: Value) -> bool:
    """Whether a list unpacks another one here."""
    return isinstance(value, Opaque) and value.text == "star"


def _is_text(value: Value) -> bool:
    return isinstance(value, (Literal, Join))


def _plain_integer(text: str) -> bool:
    return text.isdigit() and (text == "0" or not text.startswith("0"))


def _flatten(parts: list[Value]) -> list[Value]:
    flat: list[Value] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Join) else (part,))
    return flat


_HANDLERS: Handlers[Function_[..., Value]] = Handlers(
    {
        cst.Name: Expressions.name,
        cst.Integer: Expressions.integer,
        cst.Float: Expressions.float,
        cst.SimpleString: Expressions.string,
        cst.ConcatenatedString: Expressions.string,
        cst.FormattedString: Expressions.formatted,
        cst.UnaryOperation: Expressions.unary,
        cst.BooleanOperation: Expressions.boolean,
        cst.IfExp: Expressions.conditional,
        cst.Comparison: Expressions.comparison,
        cst.BinaryOperation: Expressions.binary,
        cst.Attribute: Expressions.attribute,
        cst.Subscript: Expressions.subscript,
        cst.Dict: Expressions.mapping,
        cst.List: Expressions.sequence,
        cst.Tuple: Expressions.sequence,
        cst.Set: Expressions.sequence,
        cst.Await: Expressions.awaited,
        cst.NamedExpr: Expressions.walrus,
        cst.Yield: Expressions.yielded,
        cst.ListComp: Expressions.comprehension,
        cst.SetComp: Expressions.comprehension,
        cst.GeneratorExp: Expressions.comprehension,
        cst.DictComp: Expressions.comprehension,
        cst.Lambda: Expressions.anonymous,
        cst.Call: Expressions.call,
    }
)
