"""Makes the reader's `match` patterns of those of Python's own parse."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

import libcst as cst

from migrator.languages.python import light_patterns as light
from migrator.languages.python.quick_expressions import ExpressionMaker


class PatternMaker(ExpressionMaker):
    """The patterns of one module."""

    def pattern(self, node: ast.pattern) -> cst.MatchPattern:
        return _PATTERNS[type(node)](self, node)

    def value(self, node: ast.MatchValue) -> light.MatchValue:
        return light.MatchValue(self.expression(node.value))

    def singleton(self, node: ast.MatchSingleton) -> light.MatchSingleton:
        return light.MatchSingleton()

    def several(self, nodes: Sequence[ast.pattern]) -> list[light.MatchSequenceElement | light.MatchStar]:
        return [
            light.MatchStar() if isinstance(each, ast.MatchStar) else light.MatchSequenceElement(self.pattern(each))
            for each in nodes
        ]

    def sequence(self, node: ast.MatchSequence) -> light.MatchList:
        return light.MatchList(self.several(node.patterns))

    def mapping_pattern(self, node: ast.MatchMapping) -> light.MatchMapping:
        return light.MatchMapping([light.MatchMappingElement(self.pattern(each)) for each in node.patterns])

    def object_(self, node: ast.MatchClass) -> light.MatchClass:
        given = [light.MatchSequenceElement(self.pattern(each)) for each in node.patterns]
        return light.MatchClass(given, [light.MatchKeywordElement(self.pattern(each)) for each in node.kwd_patterns])

    def either(self, node: ast.MatchOr) -> light.MatchOr:
        return light.MatchOr([light.MatchOrElement(self.pattern(each)) for each in node.patterns])

    def captured(self, node: ast.MatchAs) -> light.MatchAs:
        inner = None if node.pattern is None else self.pattern(node.pattern)
        if node.name is None:
            return light.MatchAs(inner, None)
        # A name stands alone or behind everything else.
        return light.MatchAs(inner, self.named(node.name, self.span(node)[1] - len(node.name.encode())))


_PATTERNS: dict[type[ast.pattern], Callable[..., cst.MatchPattern]] = {
    ast.MatchValue: PatternMaker.value,
    ast.MatchSingleton: PatternMaker.singleton,
    ast.MatchSequence: PatternMaker.sequence,
    ast.MatchMapping: PatternMaker.mapping_pattern,
    ast.MatchClass: PatternMaker.object_,
    ast.MatchOr: PatternMaker.either,
    ast.MatchAs: PatternMaker.captured,
}
