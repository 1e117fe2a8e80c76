"""Makes the reader's tree of a module from Python's own parse: a small part of what LibCST's costs.

Where the two might see a file differently, it is LibCST's (`Unusual`).
"""

from __future__ import annotations

import ast
import codecs
import re
import sys
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import cast

import libcst as cst

from migrator.languages.python import light_statements as light
from migrator.languages.python.light import Annotation, Name, Tuple
from migrator.languages.python.light_patterns import Match, MatchCase
from migrator.languages.python.outline import Outline
from migrator.languages.python.parse import Parsed
from migrator.languages.python.quick_expressions import Makers, Unusual
from migrator.languages.python.quick_patterns import PatternMaker
from migrator.languages.python.shape import shape
from migrator.languages.python.spans import Offsets, placed_sites
from migrator.values import Site

_CODING = re.compile(rb"(?:[^\n]*\n)?[ \t]*#[^\n]*coding[:=][ \t]*([-\w.]+)")
_ODD_COLON = re.compile(rb"^[ \t]*except[^\n]*[ \t]:", re.MULTILINE)
"""LibCST does not keep white space there in every case."""
_DEFINED = re.compile(rb"(?:async[ \t]+)?def[ \t]+|class[ \t]+")
_AS = re.compile(rb"(?:[ \t\r\n)]|\\\r?\n|\#[^\n]*\n)*as[ \t]+")
_AUGMENTED: dict[type[ast.operator], cst.BaseAugOp] = {ast.Add: cst.AddAssign(), ast.BitOr: cst.BitOrAssign()}
_OTHERWISE_AUGMENTED = cst.SubtractAssign()


@dataclass(frozen=True, slots=True, eq=False)
class Quick:
    """A module as the reader wants it, and what is kept of it afterwards."""

    body: Sequence[cst.CSTNode]
    text: str = field(repr=False)
    outline: Outline
    lead: int
    places: dict[int, tuple[int, int]] = field(repr=False)
    kept: Sequence[Parsed] = field(repr=False)
    """What LibCST read of it: the places are by its nodes' identities."""

    @property
    def offsets(self) -> Offsets:
        """Maps the text's characters to the file's bytes."""
        return Offsets(self.text, "utf-8", self.lead)

    def sites(self, path: str) -> Callable[[cst.CSTNode], Site]:
        """Tells where nodes stand."""
        return placed_sites(path, self.places)


def quick(data: bytes) -> Quick | None:
    """The module in `data`; None where LibCST has to read it."""
    try:
        text = _usual(data)
        if not shape(data).flat:
            return None
        module = _module(text)
        lead = len(data) - len(text.encode()) if data.startswith(codecs.BOM_UTF8) else 0
        maker = StatementMaker(data, _line_starts(data, lead))
        return maker.module(module, text, lead)
    except (Unusual, SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _module(text: str) -> ast.Module:
    with warnings.catch_warnings():
        # What a string's escapes are is the program's business, not ours.
        warnings.simplefilter("ignore")
        return ast.parse(text)


def _usual(data: bytes) -> str:
    """The text of a file that Python and LibCST read alike. Raises `Unusual`."""
    if b"\f" in data or b"\0" in data or data.count(b"\r") != data.count(b"\r\n") or _ODD_COLON.search(data):
        raise Unusual("white space")
    said = _CODING.match(data, len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0)
    if said is not None and said.group(1) != b"utf-8":
        raise Unusual("an encoding")
    return data.removeprefix(codecs.BOM_UTF8).decode()


def _line_starts(data: bytes, lead: int) -> list[int]:
    """Where each line begins, by its number from 1."""
    starts = [0, *accumulate(map(len, data.splitlines(keepends=True)), initial=0)]
    starts[1] = lead
    return starts


class StatementMaker(PatternMaker):
    """The statements of one module."""

    def __init__(self, data: bytes, starts: Sequence[int]) -> None:
        super().__init__(data, starts)
        self.indent: str | None = None

    def module(self, node: ast.Module, text: str, lead: int) -> Quick:
        """The whole of it."""
        body = cast("list[cst.CSTNode]", self.body(node.body))
        quotes = self.quotes
        quote = "'" if quotes["'"] > quotes['"'] else '"'
        starts = tuple(self.starts[line] for line in self.lines(node.body))
        outline = Outline(starts, "utf-8-sig" if lead else "utf-8", "    " if self.indent is None else self.indent, quote)
        return Quick(body, text, outline, lead, self.places, self.parsed)

    def lines(self, nodes: Sequence[ast.stmt]) -> list[int]:
        """The lines that the module's own statements begin in."""
        found: list[int] = []
        for each in nodes:
            decorators = each.decorator_list if isinstance(each, _DECORATED) else ()
            line = decorators[0].lineno if decorators else each.lineno
            if decorators and not self.data.startswith(b"@", self.starts[line]):
                raise Unusual("a decorator")
            if decorators or (each.col_offset == 0 and not self.continues(line)):
                found.append(line)
        return found

    def continues(self, line: int) -> bool:
        """Whether a backslash ends the line before."""
        start = self.starts[line]
        return self.data[max(start - 3, 0) : start].rstrip(b"\r\n").endswith(b"\\")

    def body(self, nodes: Sequence[ast.stmt]) -> list[light.Statement]:
        return [self.statement(each) for each in nodes]

    def statement(self, node: ast.stmt) -> light.Statement:
        """The reader's node for one of Python's. Raises `Unusual`."""
        return _STATEMENTS[type(node)](self, node)

    def suite(self, nodes: Sequence[ast.stmt], holder: ast.stmt) -> light.Suite:
        """What a statement holds."""
        if self.indent is None:
            first = nodes[0]
            start = self.starts[first.lineno]
            before = self.data[start : start + first.col_offset]
            if not before.strip() and not self.continues(first.lineno):
                around = self.data[self.starts[holder.lineno] : self.starts[holder.lineno] + holder.col_offset]
                self.indent = before.removeprefix(around).decode()
        return light.Suite(self.body(nodes))

    def at(self, node: ast.stmt) -> int:
        """The first byte of a statement that others stand in: its last is that of the last of them, without a semicolon."""
        return self.starts[node.lineno] + node.col_offset

    def otherwise(self, nodes: Sequence[ast.stmt], holder: ast.stmt) -> light.Else | None:
        return light.Else(self.suite(nodes, holder)) if nodes else None

    def passed_over(self, node: ast.stmt) -> light.Word:
        return light.Word(*self.span(node))

    def leaving(self, node: ast.Break) -> light.Break:
        return light.Break(*self.span(node))

    def alone(self, node: ast.Expr) -> light.Expr:
        return light.Expr(self.expression(node.value), *self.span(node))

    def assigned(self, node: ast.Assign) -> light.Assign:
        targets = [light.AssignTarget(self.target(each)) for each in node.targets]
        return light.Assign(targets, self.expression(node.value), *self.span(node))

    def annotated(self, node: ast.AnnAssign) -> light.AnnAssign:
        target, annotation = self.target(node.target), Annotation(self.expression(node.annotation))
        return light.AnnAssign(target, annotation, self.maybe(node.value), *self.span(node))

    def augmented(self, node: ast.AugAssign) -> light.AugAssign:
        operator = _AUGMENTED.get(type(node.op), _OTHERWISE_AUGMENTED)
        return light.AugAssign(self.target(node.target), operator, self.expression(node.value), *self.span(node))

    def deleted(self, node: ast.Delete) -> light.Del:
        targets = node.targets
        at, to = self.span(node)
        target = self.target(targets[0]) if len(targets) == 1 else Tuple(self.elements(targets), at, to)
        return light.Del(target, at, to)

    def returned(self, node: ast.Return) -> light.Return:
        return light.Return(self.maybe(node.value), *self.span(node))

    def raised(self, node: ast.Raise) -> light.Raise:
        return light.Raise(self.maybe(node.exc), *self.span(node))

    def asserted(self, node: ast.Assert) -> light.Assert:
        return light.Assert(self.expression(node.test), self.maybe(node.msg), *self.span(node))

    def aliases(self, nodes: Sequence[ast.alias]) -> list[light.ImportAlias]:
        found: list[light.ImportAlias] = []
        for each in nodes:
            at, to = self.span(each)
            other = None if each.asname is None else light.AsName(Name(each.asname, at, to))
            found.append(light.ImportAlias(self.named(each.name, at), other))
        return found

    def imported(self, node: ast.Import) -> light.Import:
        return light.Import(self.aliases(node.names), *self.span(node))

    def imported_from(self, node: ast.ImportFrom) -> light.ImportFrom:
        at, to = self.span(node)
        module = None if node.module is None else Name(node.module, at, to)
        names = cst.ImportStar() if node.names[0].name == "*" else self.aliases(node.names)
        return light.ImportFrom(module, names, (_DOT,) * node.level, at, to)

    def names(self, node: ast.Global | ast.Nonlocal) -> list[light.NameItem]:
        return [light.NameItem(Name(each, *self.span(node))) for each in node.names]

    def global_names(self, node: ast.Global) -> light.Global:
        return light.Global(self.names(node), *self.span(node))

    def nonlocal_names(self, node: ast.Nonlocal) -> light.Nonlocal:
        return light.Nonlocal(self.names(node), *self.span(node))

    def branch(self, node: ast.If) -> light.If:
        test, body = self.expression(node.test), self.suite(node.body, node)
        orelse: light.If | light.Else | None
        first = node.orelse[0] if node.orelse else None
        if isinstance(first, ast.If) and len(node.orelse) == 1 and self.data.startswith(b"elif", self.span(first)[0]):
            orelse = self.branch(first)
        else:
            orelse = self.otherwise(node.orelse, node)
        return light.If(test, body, orelse, self.at(node), orelse.to if orelse is not None else body.to)

    def loop(self, node: ast.For | ast.AsyncFor) -> light.For:
        target, source = self.target(node.target), self.expression(node.iter)
        body, orelse = self.suite(node.body, node), self.otherwise(node.orelse, node)
        return light.For(target, source, body, orelse, self.at(node), (orelse or body).to)

    def while_loop(self, node: ast.While) -> light.While:
        test, body = self.expression(node.test), self.suite(node.body, node)
        orelse = self.otherwise(node.orelse, node)
        return light.While(test, body, orelse, self.at(node), (orelse or body).to)

    def attempt(self, node: ast.Try) -> light.Try:
        body = self.suite(node.body, node)
        handlers = [self.handler(each, node) for each in node.handlers]
        orelse = self.otherwise(node.orelse, node)
        final = light.Finally(self.suite(node.finalbody, node)) if node.finalbody else None
        last = final or orelse or (handlers[-1] if handlers else body)
        return light.Try(body, handlers, orelse, final, self.at(node), last.to)

    def handler(self, node: ast.ExceptHandler, around: ast.Try) -> light.ExceptHandler:
        name = None
        if node.name is not None and node.type is not None:
            name = light.AsName(self.named(node.name, self.behind(_AS, self.span(node.type)[1])))
        return light.ExceptHandler(self.maybe(node.type), name, self.suite(node.body, around))

    def context(self, node: ast.With | ast.AsyncWith) -> light.With:
        items = [
            light.WithItem(
                self.expression(each.context_expr),
                None if each.optional_vars is None else light.AsName(self.target(each.optional_vars)),
            )
            for each in node.items
        ]
        body = self.suite(node.body, node)
        return light.With(items, body, self.at(node), body.to)

    def match(self, node: ast.Match) -> Match:
        cases = [
            MatchCase(self.pattern(each.pattern), self.maybe(each.guard), self.suite(each.body, node)) for each in node.cases
        ]
        return Match(self.expression(node.subject), cases, self.at(node), cases[-1].to)

    def decorators(self, nodes: Sequence[ast.expr]) -> list[light.Decorator]:
        return [light.Decorator(self.expression(each)) for each in nodes]

    def function_definition(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> light.FunctionDef:
        decorators = self.decorators(node.decorator_list)
        name = self.named(node.name, self.behind(_DEFINED, self.at(node)))
        parameters, returns = self.parameters(node.args), self.annotation(node.returns)
        body = self.suite(node.body, node)
        return light.FunctionDef(name, parameters, body, decorators, returns, self.at(node), body.to)

    def class_definition(self, node: ast.ClassDef) -> light.ClassDef:
        decorators = self.decorators(node.decorator_list)
        name = self.named(node.name, self.behind(_DEFINED, self.at(node)))
        bases = [self.argument(each, *self.span(each)) for each in node.bases]
        keywords = [self.argument(each, *self.span(each)) for each in node.keywords]
        body = self.suite(node.body, node)
        return light.ClassDef(name, bases, keywords, body, decorators, self.at(node), body.to)


_DOT = cst.Dot()
_DECORATED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_STATEMENTS: Makers[Callable[..., light.Statement]] = Makers(
    {
        ast.Expr: StatementMaker.alone,
        ast.Assign: StatementMaker.assigned,
        ast.AnnAssign: StatementMaker.annotated,
        ast.AugAssign: StatementMaker.augmented,
        ast.Delete: StatementMaker.deleted,
        ast.Return: StatementMaker.returned,
        ast.Raise: StatementMaker.raised,
        ast.Assert: StatementMaker.asserted,
        ast.Import: StatementMaker.imported,
        ast.ImportFrom: StatementMaker.imported_from,
        ast.Global: StatementMaker.global_names,
        ast.Nonlocal: StatementMaker.nonlocal_names,
        ast.Pass: StatementMaker.passed_over,
        ast.Break: StatementMaker.leaving,
        ast.Continue: StatementMaker.passed_over,
        ast.If: StatementMaker.branch,
        ast.For: StatementMaker.loop,
        ast.AsyncFor: StatementMaker.loop,
        ast.While: StatementMaker.while_loop,
        ast.Try: StatementMaker.attempt,
        ast.With: StatementMaker.context,
        ast.AsyncWith: StatementMaker.context,
        ast.FunctionDef: StatementMaker.function_definition,
        ast.AsyncFunctionDef: StatementMaker.function_definition,
        ast.ClassDef: StatementMaker.class_definition,
        ast.Match: StatementMaker.match,
    }
)
if sys.version_info >= (3, 11):  # pragma: no branch - of one Python only
    _STATEMENTS[ast.TryStar] = StatementMaker.attempt
if sys.version_info >= (3, 12):  # pragma: no branch - of one Python only
    _STATEMENTS[ast.TypeAlias] = StatementMaker.passed_over
