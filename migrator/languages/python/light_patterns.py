"""LibCST's `match` statement without its layout."""

# mypy: disable-error-code="misc"
# LibCST freezes its nodes; these are filled here, once.

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from migrator.languages.python.light import Light
from migrator.languages.python.light_statements import Suite

_PLACE = ("at", "to")


class Match(Light, cst.Match):
    __slots__ = _PLACE

    def __init__(self, subject: cst.BaseExpression, cases: Sequence[MatchCase], at: int, to: int) -> None:
        self.subject, self.cases, self.at, self.to = subject, cases, at, to


class MatchCase(Light, cst.MatchCase):
    __slots__ = _PLACE

    def __init__(self, pattern: cst.MatchPattern, guard: cst.BaseExpression | None, body: Suite) -> None:
        self.pattern, self.guard, self.body, self.at, self.to = pattern, guard, body, body.at, body.to


class MatchValue(Light, cst.MatchValue):
    __slots__ = ()

    def __init__(self, value: cst.BaseExpression) -> None:
        self.value = value


class MatchSingleton(Light, cst.MatchSingleton):
    __slots__ = ()

    def __init__(self) -> None:
        pass


class MatchStar(Light, cst.MatchStar):
    __slots__ = ()

    def __init__(self) -> None:
        pass


class MatchSequenceElement(Light, cst.MatchSequenceElement):
    __slots__ = ()

    def __init__(self, value: cst.MatchPattern) -> None:
        self.value = value


class MatchList(Light, cst.MatchList):
    __slots__ = ()

    def __init__(self, patterns: Sequence[cst.MatchSequenceElement | cst.MatchStar]) -> None:
        self.patterns = patterns


class MatchMappingElement(Light, cst.MatchMappingElement):
    __slots__ = ()

    def __init__(self, pattern: cst.MatchPattern) -> None:
        self.pattern = pattern


class MatchMapping(Light, cst.MatchMapping):
    __slots__ = ()

    def __init__(self, elements: Sequence[cst.MatchMappingElement]) -> None:
        self.elements = elements


class MatchKeywordElement(Light, cst.MatchKeywordElement):
    __slots__ = ()

    def __init__(self, pattern: cst.MatchPattern) -> None:
        self.pattern = pattern


class MatchClass(Light, cst.MatchClass):
    __slots__ = ()

    def __init__(self, patterns: Sequence[cst.MatchSequenceElement], kwds: Sequence[cst.MatchKeywordElement]) -> None:
        self.patterns, self.kwds = patterns, kwds


class MatchOrElement(Light, cst.MatchOrElement):
    __slots__ = ()

    def __init__(self, pattern: cst.MatchPattern) -> None:
        self.pattern = pattern


class MatchOr(Light, cst.MatchOr):
    __slots__ = ()

    def __init__(self, patterns: Sequence[cst.MatchOrElement]) -> None:
        self.patterns = patterns


class MatchAs(Light, cst.MatchAs):
    __slots__ = ()

    def __init__(self, pattern: cst.MatchPattern | None, name: cst.Name | None) -> None:
        self.pattern, self.name = pattern, name
