"""Writes Python expressions out token by token, a quarter of the work of LibCST's own code generation.

What is written is what LibCST writes for a parsed tree. White space, commas and brackets are not noted, and a node that is
met seldom is left to LibCST. Where a tree leaves something to LibCST's defaults the text comes out different: whoever asks
compares it with the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

import libcst as cst

from migrator.languages.python.record import Recorder

if TYPE_CHECKING:
    from libcst._nodes.op import _BaseOneTokenOp

NONE: Final[Literal[cst.MaybeSentinel.DEFAULT]] = cst.MaybeSentinel.DEFAULT
Mark: TypeAlias = cst.Comma | cst.Dot | cst.AssignEqual | cst.Colon | cst.Semicolon
Operator: TypeAlias = cst.BaseBinaryOp | cst.BaseBooleanOp | cst.BaseAugOp | cst.BaseCompOp
TWO_WORDS = frozenset({cst.NotIn, cst.IsNot})


class _Table(dict[type[cst.CSTNode], Callable[..., None]]):
    """The method for each kind of node; all others are LibCST's business."""

    def __missing__(self, kind: type[cst.CSTNode]) -> Callable[..., None]:
        return Emitter.other


class Emitter(Recorder):
    """A code generation in progress: expressions."""

    def __init__(self, module: cst.Module) -> None:
        super().__init__(module)
        self.add = self.tokens.append

    def other(self, node: cst.CSTNode) -> None:
        node._codegen(self)

    def space(self, node: cst.BaseParenthesizableWhitespace) -> None:
        if type(node) is cst.SimpleWhitespace:
            if node.value:
                self.add(node.value)
        else:
            node._codegen(self)

    def optional(self, node: cst.BaseParenthesizableWhitespace | cst.MaybeSentinel) -> None:
        if node is not NONE:
            self.space(node)

    def mark(self, node: Mark | cst.MaybeSentinel | None, text: str) -> None:
        """A comma, dot, colon, semicolon or equals sign, if there is one."""
        if node is not None and node is not NONE:
            self.space(node.whitespace_before)
            self.add(text)
            self.space(node.whitespace_after)

    def begin(self, node: cst.BaseExpression) -> int:
        """Opening parentheses; returns where the node itself begins."""
        for bracket in node.lpar:
            self.add("(")
            self.space(bracket.whitespace_after)
        return len(self.tokens)

    def end(self, node: cst.BaseExpression, start: int) -> None:
        """The node ends here; closing parentheses follow."""
        self.inner[id(node)] = start << 32 | len(self.tokens)
        for bracket in node.rpar:
            self.space(bracket.whitespace_before)
            self.add(")")

    def note(self, node: cst.CSTNode, start: int) -> None:
        """The node ends here."""
        self.inner[id(node)] = start << 32 | len(self.tokens)

    def leaf(self, node: cst.Name | cst.Integer | cst.Float | cst.Imaginary | cst.SimpleString) -> None:
        if node.lpar:
            start = self.begin(node)
            self.add(node.value)
            self.end(node, start)
        else:
            start = len(self.tokens)
            self.add(node.value)
            self.inner[id(node)] = start << 32 | start + 1

    def string(self, node: cst.SimpleString) -> None:
        self.strings.append(node)
        self.leaf(node)

    def formatted(self, node: cst.FormattedString) -> None:
        start = self.begin(node)
        self.add(node.start)
        self.pieces(node.parts)
        self.add(node.end)
        self.end(node, start)

    def pieces(self, parts: Iterable[cst.BaseFormattedStringContent]) -> None:
        for part in parts:
            start = len(self.tokens)
            if type(part) is cst.FormattedStringText:
                self.add(part.value)
            else:
                self.piece(cast("cst.FormattedStringExpression", part))
            self.whole[id(part)] = start << 32 | len(self.tokens)

    def piece(self, part: cst.FormattedStringExpression) -> None:
        self.add("{")
        self.space(part.whitespace_before_expression)
        EMIT[type(part.expression)](self, part.expression)
        self.mark(part.equal, "=")
        self.space(part.whitespace_after_expression)
        if part.conversion is not None:
            self.add("!")
            self.add(part.conversion)
        if part.format_spec is not None:
            self.add(":")
            self.pieces(part.format_spec)
        self.add("}")

    def joined(self, node: cst.ConcatenatedString) -> None:
        start = self.begin(node)
        EMIT[type(node.left)](self, node.left)
        self.space(node.whitespace_between)
        EMIT[type(node.right)](self, node.right)
        self.end(node, start)

    def operator(self, node: Operator) -> None:
        if type(node) in TWO_WORDS:
            node._codegen(self)
        else:
            word = cast("_BaseOneTokenOp", node)
            self.space(word.whitespace_before)
            self.add(word._get_token())
            self.space(word.whitespace_after)

    def comparison(self, node: cst.Comparison) -> None:
        start = self.begin(node)
        EMIT[type(node.left)](self, node.left)
        for each in node.comparisons:
            self.operator(each.operator)
            EMIT[type(each.comparator)](self, each.comparator)
        self.end(node, start)

    def unary(self, node: cst.UnaryOperation) -> None:
        start = self.begin(node)
        self.add(node.operator._get_token())
        self.space(node.operator.whitespace_after)
        EMIT[type(node.expression)](self, node.expression)
        self.end(node, start)

    def binary(self, node: cst.BinaryOperation | cst.BooleanOperation) -> None:
        start = self.begin(node)
        EMIT[type(node.left)](self, node.left)
        self.operator(node.operator)
        EMIT[type(node.right)](self, node.right)
        self.end(node, start)

    def attribute(self, node: cst.Attribute) -> None:
        start = self.begin(node)
        EMIT[type(node.value)](self, node.value)
        self.mark(node.dot, ".")
        self.leaf(node.attr)
        self.end(node, start)

    def subscript(self, node: cst.Subscript) -> None:
        start = self.begin(node)
        EMIT[type(node.value)](self, node.value)
        self.space(node.whitespace_after_value)
        self.add("[")
        self.space(node.lbracket.whitespace_after)
        for element in node.slice:
            inside = len(self.tokens)
            if type(element.slice) is cst.Index and element.slice.star is None:
                EMIT[type(element.slice.value)](self, element.slice.value)
            else:
                element.slice._codegen(self)
            self.note(element, inside)
            self.mark(element.comma, ",")
        self.space(node.rbracket.whitespace_before)
        self.add("]")
        self.end(node, start)

    def call(self, node: cst.Call) -> None:
        start = self.begin(node)
        EMIT[type(node.func)](self, node.func)
        self.space(node.whitespace_after_func)
        self.add("(")
        self.space(node.whitespace_before_args)
        self.arguments(node.args)
        self.add(")")
        self.end(node, start)

    def arguments(self, arguments: Iterable[cst.Arg]) -> None:
        for each in arguments:
            start = len(self.tokens)
            if each.star:
                self.add(each.star)
            self.space(each.whitespace_after_star)
            if each.keyword is not None:
                self.leaf(each.keyword)
                self.mark(each.equal, "=")
            EMIT[type(each.value)](self, each.value)
            self.note(each, start)
            self.mark(each.comma, ",")
            self.space(each.whitespace_after_arg)

    def parameters(self, node: cst.Parameters) -> None:
        for each in node.posonly_params:
            self.parameter(each)
        if type(node.posonly_ind) is cst.ParamSlash:
            self.add("/")
            self.space(node.posonly_ind.whitespace_after)
            self.mark(node.posonly_ind.comma, ",")
        for each in node.params:
            self.parameter(each)
        if type(node.star_arg) is cst.Param:
            self.parameter(node.star_arg)
        elif type(node.star_arg) is cst.ParamStar:
            self.add("*")
            self.mark(node.star_arg.comma, ",")
        for each in node.kwonly_params:
            self.parameter(each)
        if node.star_kwarg is not None:
            self.parameter(node.star_kwarg)

    def parameter(self, node: cst.Param) -> None:
        if isinstance(node.star, str) and node.star:
            self.add(node.star)
        self.space(node.whitespace_after_star)
        self.leaf(node.name)
        if node.annotation is not None:
            self.annotation(node.annotation, ":")
        self.mark(node.equal, "=")
        if node.default is not None:
            EMIT[type(node.default)](self, node.default)
        self.mark(node.comma, ",")
        self.space(node.whitespace_after_param)

    def annotation(self, node: cst.Annotation, sign: str) -> None:
        self.optional(node.whitespace_before_indicator)
        self.add(sign)
        self.space(node.whitespace_after_indicator)
        EMIT[type(node.annotation)](self, node.annotation)

    def function(self, node: cst.Lambda) -> None:
        start = self.begin(node)
        self.add("lambda")
        self.optional(node.whitespace_after_lambda)
        self.parameters(node.params)
        self.mark(node.colon, ":")
        EMIT[type(node.body)](self, node.body)
        self.end(node, start)

    def awaited(self, node: cst.Await) -> None:
        start = self.begin(node)
        self.add("await")
        self.space(node.whitespace_after_await)
        EMIT[type(node.expression)](self, node.expression)
        self.end(node, start)

    def conditional(self, node: cst.IfExp) -> None:
        start = self.begin(node)
        EMIT[type(node.body)](self, node.body)
        self.space(node.whitespace_before_if)
        self.add("if")
        self.space(node.whitespace_after_if)
        EMIT[type(node.test)](self, node.test)
        self.space(node.whitespace_before_else)
        self.add("else")
        self.space(node.whitespace_after_else)
        EMIT[type(node.orelse)](self, node.orelse)
        self.end(node, start)

    def elements(self, elements: Sequence[cst.BaseElement | cst.BaseDictElement]) -> None:
        for each in elements:
            if type(each) is cst.StarredElement:
                start = self.begin(each)
                self.add("*")
                self.space(each.whitespace_before_value)
                EMIT[type(each.value)](self, each.value)
                self.end(each, start)
            else:
                start = len(self.tokens)
                if type(each) is cst.DictElement:
                    EMIT[type(each.key)](self, each.key)
                    self.space(each.whitespace_before_colon)
                    self.add(":")
                    self.space(each.whitespace_after_colon)
                elif type(each) is cst.StarredDictElement:
                    self.add("**")
                    self.space(each.whitespace_before_value)
                EMIT[type(each.value)](self, each.value)
                self.note(each, start)
            self.mark(each.comma, ",")

    def tuple_(self, node: cst.Tuple) -> None:
        start = self.begin(node)
        self.elements(node.elements)
        self.end(node, start)

    def list_(self, node: cst.List) -> None:
        start = self.begin(node)
        self.add("[")
        self.space(node.lbracket.whitespace_after)
        self.elements(node.elements)
        self.space(node.rbracket.whitespace_before)
        self.add("]")
        self.end(node, start)

    def braces(self, node: cst.Dict | cst.Set) -> None:
        start = self.begin(node)
        self.add("{")
        self.space(node.lbrace.whitespace_after)
        self.elements(node.elements)
        self.space(node.rbrace.whitespace_before)
        self.add("}")
        self.end(node, start)

    def generator(self, node: cst.GeneratorExp | cst.ListComp | cst.SetComp) -> None:
        start = self.begin(node)
        if type(node) is cst.ListComp:
            self.add("[")
            self.space(node.lbracket.whitespace_after)
        elif type(node) is cst.SetComp:
            self.add("{")
            self.space(node.lbrace.whitespace_after)
        EMIT[type(node.elt)](self, node.elt)
        self.clauses(node.for_in)
        if type(node) is cst.ListComp:
            self.space(node.rbracket.whitespace_before)
            self.add("]")
        elif type(node) is cst.SetComp:
            self.space(node.rbrace.whitespace_before)
            self.add("}")
        self.end(node, start)

    def mapping(self, node: cst.DictComp) -> None:
        start = self.begin(node)
        self.add("{")
        self.space(node.lbrace.whitespace_after)
        EMIT[type(node.key)](self, node.key)
        self.space(node.whitespace_before_colon)
        self.add(":")
        self.space(node.whitespace_after_colon)
        EMIT[type(node.value)](self, node.value)
        self.clauses(node.for_in)
        self.space(node.rbrace.whitespace_before)
        self.add("}")
        self.end(node, start)

    def clauses(self, first: cst.CompFor) -> None:
        clause: cst.CompFor | None = first
        while clause is not None:
            self.space(clause.whitespace_before)
            if clause.asynchronous is not None:
                clause.asynchronous._codegen(self)
            self.add("for")
            self.space(clause.whitespace_after_for)
            EMIT[type(clause.target)](self, clause.target)
            self.space(clause.whitespace_before_in)
            self.add("in")
            self.space(clause.whitespace_after_in)
            EMIT[type(clause.iter)](self, clause.iter)
            for each in clause.ifs:
                self.space(each.whitespace_before)
                self.add("if")
                self.space(each.whitespace_before_test)
                EMIT[type(each.test)](self, each.test)
            clause = clause.inner_for_in

    def walrus(self, node: cst.NamedExpr) -> None:
        start = self.begin(node)
        EMIT[type(node.target)](self, node.target)
        self.space(node.whitespace_before_walrus)
        self.add(":=")
        self.space(node.whitespace_after_walrus)
        EMIT[type(node.value)](self, node.value)
        self.end(node, start)


EMIT = _Table(
    {
        cst.Name: Emitter.leaf,
        cst.Integer: Emitter.leaf,
        cst.Float: Emitter.leaf,
        cst.Imaginary: Emitter.leaf,
        cst.SimpleString: Emitter.string,
        cst.FormattedString: Emitter.formatted,
        cst.ConcatenatedString: Emitter.joined,
        cst.Comparison: Emitter.comparison,
        cst.BinaryOperation: Emitter.binary,
        cst.BooleanOperation: Emitter.binary,
        cst.Attribute: Emitter.attribute,
        cst.Subscript: Emitter.subscript,
        cst.Call: Emitter.call,
        cst.Lambda: Emitter.function,
        cst.Await: Emitter.awaited,
        cst.IfExp: Emitter.conditional,
        cst.Tuple: Emitter.tuple_,
        cst.List: Emitter.list_,
        cst.Dict: Emitter.braces,
        cst.Set: Emitter.braces,
        cst.GeneratorExp: Emitter.generator,
        cst.ListComp: Emitter.generator,
        cst.SetComp: Emitter.generator,
        cst.DictComp: Emitter.mapping,
        cst.NamedExpr: Emitter.walrus,
        cst.UnaryOperation: Emitter.unary,
    }
)
