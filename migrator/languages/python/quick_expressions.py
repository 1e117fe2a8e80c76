"""Makes the reader's expressions of those of Python's own parse."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias, TypeVar, cast

import libcst as cst

from migrator.languages.python import light
from migrator.languages.python.parse import Parsed, parse

_TRIVIA = rb"(?:[ \t\r\n]|\\\r?\n|\#[^\n]*\n)*"
_BLANK = re.compile(_TRIVIA)
_COMMA = re.compile(_TRIVIA + rb",")
_COLON = re.compile(_TRIVIA + rb":")
_CLOSED = re.compile(_TRIVIA + rb"\)")
_ENDED = re.compile(_TRIVIA + rb"[),]")
_CALLED = re.compile(rb"(?:[ \t\r\n)]|\\\r?\n|\#[^\n]*\n)*\(")
_COMMENT = re.compile(rb"\#[^\n]*")
_LITERAL = re.compile(
    rb"""[A-Za-z]{0,2}(?:\"\"\"[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*\"\"\"|'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''"""
    rb"""|"[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*')""",
    re.DOTALL,
)

_UNARY: dict[type[ast.unaryop], cst.BaseUnaryOp] = {
    ast.USub: cst.Minus(),
    ast.UAdd: cst.Plus(),
    ast.Invert: cst.BitInvert(),
    ast.Not: cst.Not(),
}
_BOOLEAN: dict[type[ast.boolop], cst.BaseBooleanOp] = {ast.And: cst.And(), ast.Or: cst.Or()}
_BINARY: dict[type[ast.operator], cst.BaseBinaryOp] = {
    ast.Add: cst.Add(),
    ast.Sub: cst.Subtract(),
    ast.Mult: cst.Multiply(),
    ast.MatMult: cst.MatrixMultiply(),
    ast.Div: cst.Divide(),
    ast.Mod: cst.Modulo(),
    ast.Pow: cst.Power(),
    ast.LShift: cst.LeftShift(),
    ast.RShift: cst.RightShift(),
    ast.BitOr: cst.BitOr(),
    ast.BitXor: cst.BitXor(),
    ast.BitAnd: cst.BitAnd(),
    ast.FloorDiv: cst.FloorDivide(),
}
_COMPARED: dict[type[ast.cmpop], cst.BaseCompOp] = {
    ast.Eq: cst.Equal(),
    ast.NotEq: cst.NotEqual(),
    ast.Lt: cst.LessThan(),
    ast.LtE: cst.LessThanEqual(),
    ast.Gt: cst.GreaterThan(),
    ast.GtE: cst.GreaterThanEqual(),
    ast.Is: cst.Is(),
    ast.IsNot: cst.IsNot(),
    ast.In: cst.In(),
    ast.NotIn: cst.NotIn(),
}


T = TypeVar("T")
Placed: TypeAlias = ast.expr | ast.stmt | ast.keyword | ast.arg | ast.alias | ast.pattern


_NUMBERS: dict[type[object], Callable[[str, int, int], cst.BaseExpression]] = {
    int: light.Integer,
    float: light.Float,
    complex: light.Imaginary,
}


class Unusual(Exception):
    """Something of a file may be seen differently by Python and by LibCST."""


class Makers(dict[type[ast.AST], T]):
    """By the kind of Python's node what makes the reader's of it. Raises `Unusual` where nothing does."""

    def __missing__(self, kind: type[ast.AST]) -> T:
        raise Unusual(kind.__name__)


class ExpressionMaker:
    """The expressions of one module; `data` is the file, `starts` where its lines begin, by their numbers."""

    def __init__(self, data: bytes, starts: Sequence[int]) -> None:
        self.data = data
        self.starts = starts
        self.quotes: Counter[str] = Counter()
        self.parsed: list[Parsed] = []
        """What LibCST read: nodes are known by their identities, which must not be given again."""
        self.places: dict[int, tuple[int, int]] = {}

    def expression(self, node: ast.expr) -> cst.BaseExpression:
        """The reader's node for one of Python's. Raises `Unusual`."""
        return _EXPRESSIONS[type(node)](self, node)

    def target(self, node: ast.expr) -> light.Target:
        """What is assigned to."""
        return cast("light.Target", self.expression(node))

    def maybe(self, node: ast.expr | None) -> cst.BaseExpression | None:
        return None if node is None else self.expression(node)

    def span(self, node: Placed) -> tuple[int, int]:
        """The bytes that Python gives a node: with parentheses where they are part of it, as a tuple's are."""
        last, column = node.end_lineno, node.end_col_offset
        # Only trees made by hand lack them.
        return self.starts[node.lineno] + node.col_offset, self.starts[last or 0] + (column or 0)

    def named(self, name: str, at: int) -> light.Name:
        """A name that stands at this place in the file."""
        written = name.encode()
        if not self.data.startswith(written, at):
            raise Unusual("a name that is written otherwise")
        return light.Name(name, at, at + len(written))

    def outer(self, node: ast.expr, low: int) -> tuple[int, int]:
        """An expression's bytes with its redundant parentheses; `low` is behind what stands before them."""
        at, to = self.span(node)
        before = self.data[low:at]
        if b"(" not in before:
            return at, to
        opened = [place for place, each in enumerate(_blanked(before)) if each == _OPEN]
        for _ in opened:
            to = self.behind(_CLOSED, to)
        return (low + opened[0] if opened else at), to

    def behind(self, pattern: re.Pattern[bytes], at: int) -> int:
        """Where something ends that has to stand here."""
        found = pattern.match(self.data, at)
        if found is None:  # pragma: no cover - Python skips nothing else between two words
            raise Unusual("brackets that are not where they should be")
        return found.end()

    def blank(self, at: int) -> int:
        """Where white space and comments end."""
        found = _BLANK.match(self.data, at)
        return at if found is None else found.end()

    def last(self, pattern: re.Pattern[bytes], at: int, end: int) -> int:
        """Behind the last of these marks that stand one after the other, before `end`."""
        while (found := pattern.match(self.data, at)) is not None and found.end() <= end:
            at = found.end()
        return at

    # One method for each kind of node.

    def name(self, node: ast.Name) -> light.Name:
        return light.Name(node.id, *self.span(node))

    def constant(self, node: ast.Constant) -> cst.BaseExpression:
        at, to = self.span(node)
        value = node.value
        if isinstance(value, (str, bytes)):
            return self.text(value, at, to)
        if value is None or value is True or value is False:
            return light.Name(repr(value), at, to)
        if value is ...:
            return light.Ellipsis(at, to)
        return _NUMBERS[type(value)](self.data[at:to].decode(), at, to)

    def text(self, said: str | bytes, at: int, to: int) -> cst.BaseExpression:
        written = self.data[at:to]
        quote = written[-1:]
        # Nearly all are plain, and told by two looks at their quotes.
        if not (written.count(quote) == 2 or _LITERAL.fullmatch(written)):
            return self.by_libcst(at, to)
        triple = written.endswith(quote * 3) and len(written) > 5 and written[:-3].find(quote * 3) in (0, 1, 2)
        if not triple:
            self.quotes[quote.decode()] += 1
        return light.SimpleString(written.decode(), said, at, to)

    def by_libcst(self, at: int, to: int) -> cst.BaseExpression:
        """An expression that LibCST reads: texts with expressions in them, and several one after the other."""
        parsed = parse(b"(" + self.data[at:to] + b")")
        match parsed:
            case Parsed(module=cst.Module(body=[cst.SimpleStatementLine(body=[cst.Expr(value=value)])])):
                self.parsed.append(parsed)
            case _:  # pragma: no cover - LibCST reads every text that Python does, as far as anybody knows
                raise Unusual("a text that LibCST reads otherwise")
        self.places.update((each, (start + at - 1, end + at - 1)) for each, start, end in parsed.spans.noted())
        self.quotes.update(quote for each in parsed.spans.strings if len(quote := each.quote) == 1)
        return value

    def formatted(self, node: ast.JoinedStr) -> cst.BaseExpression:
        return self.by_libcst(*self.span(node))

    def unary(self, node: ast.UnaryOp) -> light.UnaryOperation:
        return light.UnaryOperation(_UNARY[type(node.op)], self.expression(node.operand), *self.span(node))

    def boolean(self, node: ast.BoolOp) -> cst.BaseExpression:
        at, to = self.span(node)
        operator = _BOOLEAN[type(node.op)]
        whole = self.expression(node.values[0])
        for each in node.values[1:]:
            end = to if each is node.values[-1] else self.span(each)[1]
            whole = light.BooleanOperation(whole, operator, self.expression(each), at, end)
        return whole

    def binary(self, node: ast.BinOp) -> light.BinaryOperation:
        left, right = self.expression(node.left), self.expression(node.right)
        return light.BinaryOperation(left, _BINARY[type(node.op)], right, *self.span(node))

    def comparison(self, node: ast.Compare) -> light.Comparison:
        left = self.expression(node.left)
        pairs = zip(node.ops, node.comparators, strict=True)
        targets = [light.ComparisonTarget(_COMPARED[type(each)], self.expression(other)) for each, other in pairs]
        return light.Comparison(left, targets, *self.span(node))

    def conditional(self, node: ast.IfExp) -> light.IfExp:
        body, test, orelse = self.expression(node.body), self.expression(node.test), self.expression(node.orelse)
        return light.IfExp(body, test, orelse, *self.span(node))

    def attribute(self, node: ast.Attribute) -> light.Attribute:
        at, to = self.span(node)
        return light.Attribute(self.expression(node.value), light.Name(node.attr, at, to), at, to)

    def subscript(self, node: ast.Subscript) -> light.Subscript:
        value = self.expression(node.value)
        keys = node.slice
        several = keys.elts if isinstance(keys, ast.Tuple) and not self.has_parentheses(keys) else [keys]
        return light.Subscript(value, [light.SubscriptElement(self.slice(each)) for each in several], *self.span(node))

    def slice(self, node: ast.expr) -> cst.BaseSlice:
        if isinstance(node, ast.Slice):
            return light.Slice(self.maybe(node.lower), self.maybe(node.upper), self.maybe(node.step))
        return light.Index(self.expression(node))

    def elements(self, nodes: Sequence[ast.expr]) -> list[cst.BaseElement]:
        return [
            light.StarredElement(self.expression(each.value))
            if isinstance(each, ast.Starred)
            else light.Element(self.expression(each))
            for each in nodes
        ]

    def list_(self, node: ast.List) -> light.List:
        return light.List(self.elements(node.elts), *self.span(node))

    def set_(self, node: ast.Set) -> light.Set:
        return light.Set(self.elements(node.elts), *self.span(node))

    def tuple_(self, node: ast.Tuple) -> light.Tuple:
        at, to = self.span(node)
        if self.has_parentheses(node):
            at, behind = self.blank(at + 1), to - 1
            to = self.last(_ENDED, self.span(node.elts[-1])[1], behind) if node.elts else at
        return light.Tuple(self.elements(node.elts), at, to)

    def has_parentheses(self, node: ast.Tuple) -> bool:
        """Whether a tuple stands in parentheses of its own, and not only its first and last element."""
        at, to = self.span(node)
        if self.data[at : at + 1] != b"(" or self.data[to - 1 : to] != b")":
            return False
        if not node.elts:
            return True
        start, end = self.span(node.elts[0])
        opened, closed = _blanked(self.data[at:start]).count(b"("), 0
        while closed < opened and (found := _CLOSED.match(self.data, end)) is not None:
            end, closed = found.end(), closed + 1
        return opened > closed or (len(node.elts) == 1 and self.data[to - 1 : to] == b")" and end == to)

    def mapping(self, node: ast.Dict) -> light.Dict:
        at, to = self.span(node)
        low = at + 1
        found: list[cst.BaseDictElement] = []
        for key, value in zip(node.keys, node.values, strict=True):
            if found:
                low = self.behind(_COMMA, low)
            if key is None:
                start = self.blank(low)
                _, low = self.outer(value, start + 2)
                found.append(light.StarredDictElement(self.expression(value), start, low))
            else:
                start, low = self.outer(key, low)
                _, low = self.outer(value, self.behind(_COLON, low))
                found.append(light.DictElement(self.expression(key), self.expression(value), start, low))
        return light.Dict(found, at, to)

    def awaited(self, node: ast.Await) -> light.Await:
        return light.Await(self.expression(node.value), *self.span(node))

    def walrus(self, node: ast.NamedExpr) -> light.NamedExpr:
        return light.NamedExpr(self.target(node.target), self.expression(node.value), *self.span(node))

    def yielded(self, node: ast.Yield) -> light.Yield:
        return light.Yield(self.maybe(node.value), *self.span(node))

    def yielded_from(self, node: ast.YieldFrom) -> light.Yield:
        return light.Yield(light.From(self.expression(node.value)), *self.span(node))

    def clauses(self, nodes: Sequence[ast.comprehension]) -> cst.CompFor:
        inner: cst.CompFor | None = None
        for each in reversed(nodes):
            ifs = [light.CompIf(self.expression(test)) for test in each.ifs]
            inner = light.CompFor(self.target(each.target), self.expression(each.iter), ifs, inner)
        assert inner is not None
        return inner

    def list_comprehension(self, node: ast.ListComp) -> light.ListComp:
        return light.ListComp(self.expression(node.elt), self.clauses(node.generators), *self.span(node))

    def set_comprehension(self, node: ast.SetComp) -> light.SetComp:
        return light.SetComp(self.expression(node.elt), self.clauses(node.generators), *self.span(node))

    def generator(self, node: ast.GeneratorExp) -> light.GeneratorExp:
        at, to = self.span(node)
        clause = node.generators[-1]
        end = self.last(_CLOSED, self.span(clause.ifs[-1] if clause.ifs else clause.iter)[1], to - 1)
        return light.GeneratorExp(self.expression(node.elt), self.clauses(node.generators), self.blank(at + 1), end)

    def mapping_comprehension(self, node: ast.DictComp) -> light.DictComp:
        key, value = self.expression(node.key), self.expression(node.value)
        return light.DictComp(key, value, self.clauses(node.generators), *self.span(node))

    def function(self, node: ast.Lambda) -> light.Lambda:
        return light.Lambda(self.parameters(node.args), self.expression(node.body), *self.span(node))

    def parameters(self, node: ast.arguments) -> light.Parameters:
        plain = [*node.posonlyargs, *node.args]
        defaults = [*[None] * (len(plain) - len(node.defaults)), *node.defaults]
        made = [self.parameter(each, default) for each, default in zip(plain, defaults, strict=True)]
        keywords = zip(node.kwonlyargs, node.kw_defaults, strict=True)
        split = len(node.posonlyargs)
        return light.Parameters(
            made[:split],
            made[split:],
            cst.MaybeSentinel.DEFAULT if node.vararg is None else self.parameter(node.vararg, None),
            [self.parameter(each, default) for each, default in keywords],
            None if node.kwarg is None else self.parameter(node.kwarg, None),
        )

    def parameter(self, node: ast.arg, default: ast.expr | None) -> light.Param:
        name = self.named(node.arg, self.span(node)[0])
        return light.Param(name, self.annotation(node.annotation), self.maybe(default))

    def annotation(self, node: ast.expr | None) -> light.Annotation | None:
        return None if node is None else light.Annotation(self.expression(node))

    def call(self, node: ast.Call) -> light.Call:
        at, to = self.span(node)
        function = self.expression(node.func)
        if not node.args and not node.keywords:
            return light.Call(function, (), at, to)
        return light.Call(function, list(self.arguments(node, self.behind(_CALLED, self.span(node.func)[1]))), at, to)

    def arguments(self, node: ast.Call, low: int) -> Iterator[light.Arg]:
        given: list[ast.expr | ast.keyword] = [*node.args, *node.keywords]
        if node.args and node.keywords:
            given.sort(key=lambda each: (each.lineno, each.col_offset))
        if len(given) == 1 and isinstance(given[0], ast.GeneratorExp) and self.span(given[0])[0] < low:
            # The call's parentheses are those of what it is given.
            value = self.generator(given[0])
            yield light.Arg("", None, value, value.at, value.to)
            return
        for index, each in enumerate(given):
            if index:
                low = self.behind(_COMMA, low)
            start, low = self.span(each) if isinstance(each, (ast.keyword, ast.Starred)) else self.outer(each, low)
            yield self.argument(each, start, low)

    def argument(self, node: ast.expr | ast.keyword, at: int, to: int) -> light.Arg:
        if isinstance(node, ast.keyword):
            value = self.expression(node.value)
            return (
                light.Arg("**", None, value, at, to)
                if node.arg is None
                else light.Arg("", self.named(node.arg, at), value, at, to)
            )
        if isinstance(node, ast.Starred):
            return light.Arg("*", None, self.expression(node.value), at, to)
        return light.Arg("", None, self.expression(node), at, to)


_OPEN = ord("(")


def _blanked(text: bytes) -> bytes:
    """The text with its comments blanked out."""
    return _COMMENT.sub(lambda found: b" " * len(found.group()), text) if b"#" in text else text


_EXPRESSIONS: Makers[Callable[..., cst.BaseExpression]] = Makers(
    {
        ast.Name: ExpressionMaker.name,
        ast.Constant: ExpressionMaker.constant,
        ast.JoinedStr: ExpressionMaker.formatted,
        ast.UnaryOp: ExpressionMaker.unary,
        ast.BoolOp: ExpressionMaker.boolean,
        ast.BinOp: ExpressionMaker.binary,
        ast.Compare: ExpressionMaker.comparison,
        ast.IfExp: ExpressionMaker.conditional,
        ast.Attribute: ExpressionMaker.attribute,
        ast.Subscript: ExpressionMaker.subscript,
        ast.List: ExpressionMaker.list_,
        ast.Set: ExpressionMaker.set_,
        ast.Tuple: ExpressionMaker.tuple_,
        ast.Dict: ExpressionMaker.mapping,
        ast.Await: ExpressionMaker.awaited,
        ast.NamedExpr: ExpressionMaker.walrus,
        ast.Yield: ExpressionMaker.yielded,
        ast.YieldFrom: ExpressionMaker.yielded_from,
        ast.ListComp: ExpressionMaker.list_comprehension,
        ast.SetComp: ExpressionMaker.set_comprehension,
        ast.GeneratorExp: ExpressionMaker.generator,
        ast.DictComp: ExpressionMaker.mapping_comprehension,
        ast.Lambda: ExpressionMaker.function,
        ast.Call: ExpressionMaker.call,
    }
)
