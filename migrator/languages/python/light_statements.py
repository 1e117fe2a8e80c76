"""LibCST's statements without their layout, around the expressions of `light`."""

# mypy: disable-error-code="misc"
# LibCST freezes its nodes; these are filled here, once.

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import libcst as cst

from migrator.languages.python.light import Light, Target

_PLACE = ("at", "to")


class Statement(Protocol):
    """A statement of any kind."""

    at: int
    to: int


class Suite(Light, cst.IndentedBlock):
    """What stands in a statement, on its line or below it; small statements are no lines of their own."""

    __slots__ = _PLACE

    def __init__(self, body: Sequence[Statement]) -> None:
        self.body = body  # type: ignore[assignment]  # LibCST has two kinds of suites for what the reader takes as one
        self.at, self.to = body[0].at, body[-1].to


class Expr(Light, cst.Expr):
    __slots__ = _PLACE

    def __init__(self, value: cst.BaseExpression, at: int, to: int) -> None:
        self.value, self.at, self.to = value, at, to


class Word(Light, cst.Pass):
    """A statement that the reader passes over, whatever it is."""

    __slots__ = _PLACE

    def __init__(self, at: int, to: int) -> None:
        self.at, self.to = at, to


class Break(Light, cst.Break):
    __slots__ = _PLACE

    def __init__(self, at: int, to: int) -> None:
        self.at, self.to = at, to


class AssignTarget(Light, cst.AssignTarget):
    __slots__ = ()

    def __init__(self, target: cst.BaseAssignTargetExpression) -> None:
        self.target = target


class Assign(Light, cst.Assign):
    __slots__ = _PLACE

    def __init__(self, targets: Sequence[cst.AssignTarget], value: cst.BaseExpression, at: int, to: int) -> None:
        self.targets, self.value, self.at, self.to = targets, value, at, to


class AnnAssign(Light, cst.AnnAssign):
    __slots__ = _PLACE

    def __init__(
        self,
        target: cst.BaseAssignTargetExpression,
        annotation: cst.Annotation,
        value: cst.BaseExpression | None,
        at: int,
        to: int,
    ) -> None:
        self.target, self.annotation, self.value, self.at, self.to = target, annotation, value, at, to


class AugAssign(Light, cst.AugAssign):
    __slots__ = _PLACE

    def __init__(
        self,
        target: cst.BaseAssignTargetExpression,
        operator: cst.BaseAugOp,
        value: cst.BaseExpression,
        at: int,
        to: int,
    ) -> None:
        self.target, self.operator, self.value, self.at, self.to = target, operator, value, at, to


class Del(Light, cst.Del):
    __slots__ = _PLACE

    def __init__(self, target: cst.BaseDelTargetExpression, at: int, to: int) -> None:
        self.target, self.at, self.to = target, at, to


class Return(Light, cst.Return):
    __slots__ = _PLACE

    def __init__(self, value: cst.BaseExpression | None, at: int, to: int) -> None:
        self.value, self.at, self.to = value, at, to


class Raise(Light, cst.Raise):
    __slots__ = _PLACE

    def __init__(self, exc: cst.BaseExpression | None, at: int, to: int) -> None:
        self.exc, self.at, self.to = exc, at, to


class Assert(Light, cst.Assert):
    __slots__ = _PLACE

    def __init__(self, test: cst.BaseExpression, msg: cst.BaseExpression | None, at: int, to: int) -> None:
        self.test, self.msg, self.at, self.to = test, msg, at, to


class AsName(Light, cst.AsName):
    __slots__ = ()

    def __init__(self, name: Target) -> None:
        self.name = name  # type: ignore[assignment]  # `with` may bind more than LibCST's annotation says


class ImportAlias(Light, cst.ImportAlias):
    __slots__ = ()

    def __init__(self, name: cst.Attribute | cst.Name, asname: cst.AsName | None) -> None:
        self.name, self.asname = name, asname


class Import(Light, cst.Import):
    __slots__ = _PLACE

    def __init__(self, names: Sequence[cst.ImportAlias], at: int, to: int) -> None:
        self.names, self.at, self.to = names, at, to


class ImportFrom(Light, cst.ImportFrom):
    __slots__ = _PLACE

    def __init__(
        self,
        module: cst.Attribute | cst.Name | None,
        names: Sequence[cst.ImportAlias] | cst.ImportStar,
        relative: Sequence[cst.Dot],
        at: int,
        to: int,
    ) -> None:
        self.module, self.names, self.relative, self.at, self.to = module, names, relative, at, to


class NameItem(Light, cst.NameItem):
    __slots__ = ()

    def __init__(self, name: cst.Name) -> None:
        self.name = name


class Global(Light, cst.Global):
    __slots__ = _PLACE

    def __init__(self, names: Sequence[cst.NameItem], at: int, to: int) -> None:
        self.names, self.at, self.to = names, at, to


class Nonlocal(Light, cst.Nonlocal):
    __slots__ = _PLACE

    def __init__(self, names: Sequence[cst.NameItem], at: int, to: int) -> None:
        self.names, self.at, self.to = names, at, to


class Else(Light, cst.Else):
    __slots__ = _PLACE

    def __init__(self, body: Suite) -> None:
        self.body, self.at, self.to = body, body.at, body.to


class Finally(Light, cst.Finally):
    __slots__ = _PLACE

    def __init__(self, body: Suite) -> None:
        self.body, self.at, self.to = body, body.at, body.to


class If(Light, cst.If):
    __slots__ = _PLACE

    def __init__(self, test: cst.BaseExpression, body: cst.BaseSuite, orelse: cst.If | cst.Else | None, at: int, to: int) -> None:
        self.test, self.body, self.orelse, self.at, self.to = test, body, orelse, at, to


class For(Light, cst.For):
    __slots__ = _PLACE

    def __init__(
        self,
        target: cst.BaseAssignTargetExpression,
        iter: cst.BaseExpression,
        body: cst.BaseSuite,
        orelse: cst.Else | None,
        at: int,
        to: int,
    ) -> None:
        self.target, self.iter, self.body, self.orelse, self.at, self.to = target, iter, body, orelse, at, to


class While(Light, cst.While):
    __slots__ = _PLACE

    def __init__(self, test: cst.BaseExpression, body: cst.BaseSuite, orelse: cst.Else | None, at: int, to: int) -> None:
        self.test, self.body, self.orelse, self.at, self.to = test, body, orelse, at, to


class ExceptHandler(Light, cst.ExceptHandler):
    __slots__ = _PLACE

    def __init__(self, type: cst.BaseExpression | None, name: cst.AsName | None, body: Suite) -> None:
        self.type, self.name, self.body, self.at, self.to = type, name, body, body.at, body.to


class Try(Light, cst.Try):
    __slots__ = _PLACE

    def __init__(
        self,
        body: cst.BaseSuite,
        handlers: Sequence[cst.ExceptHandler],
        orelse: cst.Else | None,
        finalbody: cst.Finally | None,
        at: int,
        to: int,
    ) -> None:
        self.body, self.handlers, self.orelse, self.finalbody, self.at, self.to = body, handlers, orelse, finalbody, at, to


class WithItem(Light, cst.WithItem):
    __slots__ = ()

    def __init__(self, item: cst.BaseExpression, asname: cst.AsName | None) -> None:
        self.item, self.asname = item, asname


class With(Light, cst.With):
    __slots__ = _PLACE

    def __init__(self, items: Sequence[cst.WithItem], body: cst.BaseSuite, at: int, to: int) -> None:
        self.items, self.body, self.at, self.to = items, body, at, to


class Decorator(Light, cst.Decorator):
    __slots__ = ()

    def __init__(self, decorator: cst.BaseExpression) -> None:
        self.decorator = decorator


class FunctionDef(Light, cst.FunctionDef):
    __slots__ = _PLACE

    def __init__(
        self,
        name: cst.Name,
        params: cst.Parameters,
        body: cst.BaseSuite,
        decorators: Sequence[cst.Decorator],
        returns: cst.Annotation | None,
        at: int,
        to: int,
    ) -> None:
        self.name, self.params, self.body, self.decorators = name, params, body, decorators
        self.returns, self.at, self.to = returns, at, to


class ClassDef(Light, cst.ClassDef):
    __slots__ = _PLACE

    def __init__(
        self,
        name: cst.Name,
        bases: Sequence[cst.Arg],
        keywords: Sequence[cst.Arg],
        body: cst.BaseSuite,
        decorators: Sequence[cst.Decorator],
        at: int,
        to: int,
    ) -> None:
        self.name, self.bases, self.keywords, self.body = name, bases, keywords, body
        self.decorators, self.at, self.to = decorators, at, to
