"""Writes Python statements out token by token, around the expressions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import libcst as cst

from migrator.languages.python.emit import EMIT, Emitter
from migrator.languages.python.record import HALF


class StatementEmitter(Emitter):
    """A code generation in progress: statements."""

    def __init__(self, module: cst.Module) -> None:
        super().__init__(module)
        self.indents: dict[int, tuple[str, ...]] = {}
        """The white space before each statement and clause, by which LibCST can write it alone."""
        self._indent: tuple[str, ...] = ()

    def module(self, node: cst.Module) -> None:
        self.lines(node.header)
        for statement in node.body:
            self.part(statement, EMIT[type(statement)])
        self.lines(node.footer)
        if not node.has_trailing_newline:
            self.pop_trailing_newline()

    def lines(self, lines: Sequence[cst.EmptyLine]) -> None:
        for line in lines:
            if line.indent:
                self.add_indent_tokens()
            self.rest_of_line(line)

    def rest_of_line(self, line: cst.EmptyLine | cst.TrailingWhitespace) -> None:
        if line.whitespace.value:
            self.add(line.whitespace.value)
        if line.comment is not None:
            self.add(line.comment.value)
        newline = line.newline.value
        self.add(self.default_newline if newline is None else newline)

    def part(self, node: cst.CSTNode, emit: Callable[..., None], *said: str) -> None:
        """A statement or clause with its lines, noted from its first empty line to its end."""
        start = len(self.tokens)
        emit(self, node, *said)
        self.whole[id(node)] = start << 32 | len(self.tokens)
        self.indents[id(node)] = self._indent

    def clause(self, lines: Sequence[cst.EmptyLine]) -> int:
        """The lines before a clause and its indentation; returns where it begins."""
        self.lines(lines)
        self.add_indent_tokens()
        return len(self.tokens)

    def close(self, node: cst.CSTNode, start: int, last: cst.CSTNode) -> None:
        """A statement ends where its last part does, without that one's empty lines."""
        self.inner[id(node)] = start << 32 | self.packed(last) & HALF

    def suite(self, white: cst.BaseParenthesizableWhitespace, node: cst.BaseSuite) -> None:
        self.space(white)
        self.add(":")
        self.part(node, EMIT[type(node)])

    def small(self, statements: Sequence[cst.BaseSmallStatement]) -> None:
        for each in statements:
            EMIT[type(each)](self, each)

    def line(self, node: cst.SimpleStatementLine) -> None:
        start = self.clause(node.leading_lines)
        self.small(node.body)
        self.close(node, start, node.body[-1])
        self.rest_of_line(node.trailing_whitespace)

    def short_suite(self, node: cst.SimpleStatementSuite) -> None:
        self.space(node.leading_whitespace)
        start = len(self.tokens)
        self.small(node.body)
        self.close(node, start, node.body[-1])
        self.rest_of_line(node.trailing_whitespace)

    def block(self, node: cst.IndentedBlock) -> None:
        self.rest_of_line(node.header)
        outside = self._indent
        self.increase_indent(self.default_indent if node.indent is None else node.indent)
        self._indent = tuple(self.indent_tokens)
        for statement in node.body:
            self.part(statement, EMIT[type(statement)])
        self.close(node, self.packed(node.body[0]) >> 32, node.body[-1])
        self.lines(node.footer)
        self.decrease_indent()
        self._indent = outside

    def expression(self, node: cst.Expr) -> None:
        start = len(self.tokens)
        EMIT[type(node.value)](self, node.value)
        self.note(node, start)
        self.mark(node.semicolon, ";")

    def word(self, node: cst.Pass | cst.Break | cst.Continue) -> None:
        start = len(self.tokens)
        self.add(type(node).__name__.lower())
        self.note(node, start)
        self.mark(node.semicolon, ";")

    def returned(self, node: cst.Return) -> None:
        start = len(self.tokens)
        self.add("return")
        self.optional(node.whitespace_after_return)
        if node.value is not None:
            EMIT[type(node.value)](self, node.value)
        self.note(node, start)
        self.mark(node.semicolon, ";")

    def raised(self, node: cst.Raise) -> None:
        if node.cause is not None:
            self.other(node)
            return
        start = len(self.tokens)
        self.add("raise")
        self.optional(node.whitespace_after_raise)
        if node.exc is not None:
            EMIT[type(node.exc)](self, node.exc)
        self.note(node, start)
        self.mark(node.semicolon, ";")

    def asserted(self, node: cst.Assert) -> None:
        start = len(self.tokens)
        self.add("assert")
        self.space(node.whitespace_after_assert)
        EMIT[type(node.test)](self, node.test)
        self.mark(node.comma, ",")
        if node.msg is not None:
            EMIT[type(node.msg)](self, node.msg)
        self.note(node, start)
        self.mark(node.semicolon, ";")

    def assign(self, node: cst.Assign) -> None:
        start = len(self.tokens)
        for each in node.targets:
            inside = len(self.tokens)
            EMIT[type(each.target)](self, each.target)
            self.note(each, inside)
            self.space(each.whitespace_before_equal)
            self.add("=")
            self.space(each.whitespace_after_equal)
        EMIT[type(node.value)](self, node.value)
        self.note(node, start)
        self.mark(node.semicolon, ";")

    def annotated(self, node: cst.AnnAssign) -> None:
        start = len(self.tokens)
        EMIT[type(node.target)](self, node.target)
        self.annotation(node.annotation, ":")
        self.mark(node.equal, "=")
        if node.value is not None:
            EMIT[type(node.value)](self, node.value)
        self.note(node, start)
        self.mark(node.semicolon, ";")

    def augmented(self, node: cst.AugAssign) -> None:
        start = len(self.tokens)
        EMIT[type(node.target)](self, node.target)
        self.operator(node.operator)
        EMIT[type(node.value)](self, node.value)
        self.note(node, start)
        self.mark(node.semicolon, ";")

    def imported(self, node: cst.Import) -> None:
        start = len(self.tokens)
        self.add("import")
        self.space(node.whitespace_after_import)
        self.aliases(node.names)
        self.note(node, start)
        self.mark(node.semicolon, ";")

    def imported_from(self, node: cst.ImportFrom) -> None:
        names = node.names
        if isinstance(names, cst.ImportStar) or node.rpar is not None:
            self.other(node)
            return
        start = len(self.tokens)
        self.add("from")
        self.space(node.whitespace_after_from)
        for dot in node.relative:
            self.mark(dot, ".")
        if node.module is not None:
            EMIT[type(node.module)](self, node.module)
        self.space(node.whitespace_before_import)
        self.add("import")
        self.space(node.whitespace_after_import)
        self.aliases(names)
        self.close(node, start, names[-1])
        self.mark(node.semicolon, ";")

    def aliases(self, names: Sequence[cst.ImportAlias]) -> None:
        for each in names:
            start = len(self.tokens)
            EMIT[type(each.name)](self, each.name)
            if each.asname is not None:
                self.as_name(each.asname)
            self.note(each, start)
            self.mark(each.comma, ",")

    def as_name(self, node: cst.AsName) -> None:
        self.space(node.whitespace_before_as)
        self.add("as")
        self.space(node.whitespace_after_as)
        EMIT[type(node.name)](self, node.name)

    def branch(self, node: cst.If, said: str = "if") -> None:
        start = self.clause(node.leading_lines)
        self.add(said)
        self.space(node.whitespace_before_test)
        EMIT[type(node.test)](self, node.test)
        self.suite(node.whitespace_after_test, node.body)
        if isinstance(node.orelse, cst.If):
            self.part(node.orelse, StatementEmitter.branch, "elif")
        elif node.orelse is not None:
            self.part(node.orelse, StatementEmitter.otherwise)
        self.close(node, start, node.orelse or node.body)

    def otherwise(self, node: cst.Else | cst.Finally) -> None:
        start = self.clause(node.leading_lines)
        self.add("else" if type(node) is cst.Else else "finally")
        self.suite(node.whitespace_before_colon, node.body)
        self.close(node, start, node.body)

    def loop(self, node: cst.For) -> None:
        start = self.clause(node.leading_lines)
        if node.asynchronous is not None:
            node.asynchronous._codegen(self)
        self.add("for")
        self.space(node.whitespace_after_for)
        EMIT[type(node.target)](self, node.target)
        self.space(node.whitespace_before_in)
        self.add("in")
        self.space(node.whitespace_after_in)
        EMIT[type(node.iter)](self, node.iter)
        self.suite(node.whitespace_before_colon, node.body)
        if node.orelse is not None:
            self.part(node.orelse, StatementEmitter.otherwise)
        self.close(node, start, node.orelse or node.body)

    def while_loop(self, node: cst.While) -> None:
        start = self.clause(node.leading_lines)
        self.add("while")
        self.space(node.whitespace_after_while)
        EMIT[type(node.test)](self, node.test)
        self.suite(node.whitespace_before_colon, node.body)
        if node.orelse is not None:
            self.part(node.orelse, StatementEmitter.otherwise)
        self.close(node, start, node.orelse or node.body)

    def attempt(self, node: cst.Try) -> None:
        start = self.clause(node.leading_lines)
        self.add("try")
        self.suite(node.whitespace_before_colon, node.body)
        last: cst.CSTNode = node.body
        for last in node.handlers:
            self.part(last, StatementEmitter.handler)
        for each in (node.orelse, node.finalbody):
            if each is not None:
                self.part(each, StatementEmitter.otherwise)
                last = each
        self.close(node, start, last)

    def handler(self, node: cst.ExceptHandler) -> None:
        start = self.clause(node.leading_lines)
        self.add("except")
        self.space(node.whitespace_after_except)
        if node.type is not None:
            EMIT[type(node.type)](self, node.type)
        if node.name is not None:
            self.as_name(node.name)
        self.suite(node.whitespace_before_colon, node.body)
        self.close(node, start, node.body)

    def context(self, node: cst.With) -> None:
        start = self.clause(node.leading_lines)
        if node.asynchronous is not None:
            node.asynchronous._codegen(self)
        self.add("with")
        self.space(node.whitespace_after_with)
        if type(node.lpar) is cst.LeftParen:
            node.lpar._codegen(self)
        for item in node.items:
            inside = len(self.tokens)
            EMIT[type(item.item)](self, item.item)
            if item.asname is not None:
                self.as_name(item.asname)
            self.note(item, inside)
            self.mark(item.comma, ",")
        if type(node.rpar) is cst.RightParen:
            node.rpar._codegen(self)
        self.suite(node.whitespace_before_colon, node.body)
        self.close(node, start, node.body)

    def decorators(self, node: cst.FunctionDef | cst.ClassDef) -> int:
        """What stands before a definition; returns where that begins."""
        self.lines(node.leading_lines)
        for each in node.decorators:
            start = self.clause(each.leading_lines)
            self.add("@")
            self.space(each.whitespace_after_at)
            EMIT[type(each.decorator)](self, each.decorator)
            self.note(each, start)
            self.rest_of_line(each.trailing_whitespace)
        return self.clause(node.lines_after_decorators)

    def function_definition(self, node: cst.FunctionDef) -> None:
        start = self.decorators(node)
        if node.asynchronous is not None:
            node.asynchronous._codegen(self)
        self.add("def")
        self.space(node.whitespace_after_def)
        self.leaf(node.name)
        self.space(node.whitespace_after_name)
        if node.type_parameters is not None:
            node.type_parameters._codegen(self)
        self.space(node.whitespace_after_type_parameters)
        self.add("(")
        self.space(node.whitespace_before_params)
        self.parameters(node.params)
        self.add(")")
        if node.returns is not None:
            self.annotation(node.returns, "->")
        self.suite(node.whitespace_before_colon, node.body)
        self.close(node, start, node.body)

    def class_definition(self, node: cst.ClassDef) -> None:
        start = self.decorators(node)
        self.add("class")
        self.space(node.whitespace_after_class)
        self.leaf(node.name)
        self.space(node.whitespace_after_name)
        if node.type_parameters is not None:
            node.type_parameters._codegen(self)
        self.space(node.whitespace_after_type_parameters)
        if type(node.lpar) is cst.LeftParen:
            node.lpar._codegen(self)
        self.arguments(node.bases)
        self.arguments(node.keywords)
        if type(node.rpar) is cst.RightParen:
            node.rpar._codegen(self)
        self.suite(node.whitespace_before_colon, node.body)
        self.close(node, start, node.body)


EMIT.update(
    {
        cst.SimpleStatementLine: StatementEmitter.line,
        cst.SimpleStatementSuite: StatementEmitter.short_suite,
        cst.IndentedBlock: StatementEmitter.block,
        cst.Expr: StatementEmitter.expression,
        cst.Pass: StatementEmitter.word,
        cst.Break: StatementEmitter.word,
        cst.Continue: StatementEmitter.word,
        cst.Return: StatementEmitter.returned,
        cst.Raise: StatementEmitter.raised,
        cst.Assert: StatementEmitter.asserted,
        cst.Assign: StatementEmitter.assign,
        cst.AnnAssign: StatementEmitter.annotated,
        cst.AugAssign: StatementEmitter.augmented,
        cst.Import: StatementEmitter.imported,
        cst.ImportFrom: StatementEmitter.imported_from,
        cst.If: StatementEmitter.branch,
        cst.For: StatementEmitter.loop,
        cst.While: StatementEmitter.while_loop,
        cst.Try: StatementEmitter.attempt,
        cst.With: StatementEmitter.context,
        cst.FunctionDef: StatementEmitter.function_definition,
        cst.ClassDef: StatementEmitter.class_definition,
    }
)
