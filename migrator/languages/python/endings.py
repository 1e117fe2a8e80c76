"""Tells whether a function may come to its end without a `return`, and so give None."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

LEAVING = frozenset({"exit", "quit", "_exit", "abort"})
"""Functions that do not come back."""


def falls_through(body: cst.BaseSuite) -> bool:
    """Whether what stands behind these statements may be reached."""
    last = body.body[-1] if body.body else None
    match last:
        case cst.SimpleStatementLine(body=small):
            return _goes_on(small[-1])
        case cst.If():
            return _if_goes_on(last)
        case cst.With(body=inner):
            return falls_through(inner)
        case cst.Try() | cst.TryStar():
            return _try_goes_on(last)
        case cst.While(test=cst.Name(value="True")):
            return any(isinstance(each, cst.Break) for each in _statements(last.body))
        case cst.Match(cases=cases):
            total = any(
                isinstance(each.pattern, cst.MatchAs) and each.pattern.pattern is None and each.guard is None for each in cases
            )
            return not total or any(falls_through(each.body) for each in cases)
        case cst.BaseSmallStatement():
            return _goes_on(last)
        case _:
            return True


def _goes_on(statement: cst.BaseSmallStatement) -> bool:
    match statement:
        case cst.Return() | cst.Raise():
            return False
        case cst.Expr(value=cst.Call(func=cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)))):
            return name not in LEAVING
        case cst.Assert(test=cst.Name(value="False")):
            return False
        case _:
            return True


def _if_goes_on(node: cst.If) -> bool:
    current: cst.If | cst.Else | None = node
    while isinstance(current, cst.If):
        if falls_through(current.body):
            return True
        current = current.orelse
    return current is None or falls_through(current.body)


def _try_goes_on(node: cst.Try | cst.TryStar) -> bool:
    if node.finalbody is not None and not falls_through(node.finalbody.body):
        return False
    whole = falls_through(node.body) and (node.orelse is None or falls_through(node.orelse.body))
    return whole or any(falls_through(handler.body) for handler in node.handlers)


def _statements(body: cst.BaseSuite) -> list[cst.CSTNode]:
    """All statements of a loop, without those of loops and functions in it."""
    found: list[cst.CSTNode] = []
    waiting: list[cst.BaseSuite] = [body]
    while waiting:
        for node in waiting.pop().body:
            found.extend(node.body if isinstance(node, cst.SimpleStatementLine) else [node])
            waiting.extend(_suites(node))
    return found


def _suites(node: cst.CSTNode) -> Iterator[cst.BaseSuite]:
    """What a statement that is no loop and no definition holds."""
    match node:
        case cst.If(body=body, orelse=orelse):
            yield body
            if orelse is not None:
                yield from _suites(orelse)
        case cst.Else(body=body) | cst.With(body=body):
            yield body
        case cst.Try(body=body, handlers=handlers) | cst.TryStar(body=body, handlers=handlers):
            yield body
            yield from (each.body for each in (*handlers, node.orelse, node.finalbody) if each is not None)
        case cst.Match(cases=cases):
            yield from (each.body for each in cases)
