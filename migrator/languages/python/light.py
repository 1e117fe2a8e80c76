"""LibCST's nodes without their layout: as much of each as the reader looks at, and where it stands.

They are what LibCST's own nodes are to whoever asks for their kind, cost a tenth of them, and cannot be written out: what a
reader does not look at is not there.
"""

# mypy: disable-error-code="misc"
# LibCST freezes its nodes; these are filled here, once.

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

import libcst as cst

_PLACE = ("at", "to")
Target: TypeAlias = cst.Name | cst.Attribute | cst.Subscript | cst.Tuple | cst.List
"""What can be assigned to."""


class Light:
    """A node that knows its first byte and the one behind its last; without redundant parentheses."""

    __slots__ = ()
    __setattr__ = object.__setattr__
    at: int
    to: int


class Name(Light, cst.Name):
    __slots__ = _PLACE

    def __init__(self, value: str, at: int, to: int) -> None:
        self.value, self.at, self.to = value, at, to


class Integer(Light, cst.Integer):
    __slots__ = _PLACE

    def __init__(self, value: str, at: int, to: int) -> None:
        self.value, self.at, self.to = value, at, to


class Float(Light, cst.Float):
    __slots__ = _PLACE

    def __init__(self, value: str, at: int, to: int) -> None:
        self.value, self.at, self.to = value, at, to


class Imaginary(Light, cst.Imaginary):
    __slots__ = _PLACE

    def __init__(self, value: str, at: int, to: int) -> None:
        self.value, self.at, self.to = value, at, to


class Ellipsis(Light, cst.Ellipsis):
    __slots__ = _PLACE

    def __init__(self, at: int, to: int) -> None:
        self.at, self.to = at, to


class SimpleString(Light, cst.SimpleString):
    """`said` is what the literal says, as Python evaluates it."""

    __slots__ = (*_PLACE, "said")

    def __init__(self, value: str, said: str | bytes, at: int, to: int) -> None:
        self.value, self.said, self.at, self.to = value, said, at, to


class UnaryOperation(Light, cst.UnaryOperation):
    __slots__ = _PLACE

    def __init__(self, operator: cst.BaseUnaryOp, expression: cst.BaseExpression, at: int, to: int) -> None:
        self.operator, self.expression, self.at, self.to = operator, expression, at, to


class BooleanOperation(Light, cst.BooleanOperation):
    __slots__ = _PLACE

    def __init__(
        self,
        left: cst.BaseExpression,
        operator: cst.BaseBooleanOp,
        right: cst.BaseExpression,
        at: int,
        to: int,
    ) -> None:
        self.left, self.operator, self.right, self.at, self.to = left, operator, right, at, to


class BinaryOperation(Light, cst.BinaryOperation):
    __slots__ = _PLACE

    def __init__(self, left: cst.BaseExpression, operator: cst.BaseBinaryOp, right: cst.BaseExpression, at: int, to: int) -> None:
        self.left, self.operator, self.right, self.at, self.to = left, operator, right, at, to


class ComparisonTarget(Light, cst.ComparisonTarget):
    __slots__ = ()

    def __init__(self, operator: cst.BaseCompOp, comparator: cst.BaseExpression) -> None:
        self.operator, self.comparator = operator, comparator


class Comparison(Light, cst.Comparison):
    __slots__ = _PLACE

    def __init__(self, left: cst.BaseExpression, comparisons: Sequence[cst.ComparisonTarget], at: int, to: int) -> None:
        self.left, self.comparisons, self.at, self.to = left, comparisons, at, to


class IfExp(Light, cst.IfExp):
    __slots__ = _PLACE

    def __init__(self, body: cst.BaseExpression, test: cst.BaseExpression, orelse: cst.BaseExpression, at: int, to: int) -> None:
        self.body, self.test, self.orelse, self.at, self.to = body, test, orelse, at, to


class Attribute(Light, cst.Attribute):
    __slots__ = _PLACE

    def __init__(self, value: cst.BaseExpression, attr: cst.Name, at: int, to: int) -> None:
        self.value, self.attr, self.at, self.to = value, attr, at, to


class Index(Light, cst.Index):
    __slots__ = ()

    def __init__(self, value: cst.BaseExpression) -> None:
        self.value = value


class Slice(Light, cst.Slice):
    __slots__ = ()

    def __init__(
        self, lower: cst.BaseExpression | None, upper: cst.BaseExpression | None, step: cst.BaseExpression | None
    ) -> None:
        self.lower, self.upper, self.step = lower, upper, step


class SubscriptElement(Light, cst.SubscriptElement):
    __slots__ = ()

    def __init__(self, slice: cst.BaseSlice) -> None:
        self.slice = slice


class Subscript(Light, cst.Subscript):
    __slots__ = _PLACE

    def __init__(self, value: cst.BaseExpression, slice: Sequence[cst.SubscriptElement], at: int, to: int) -> None:
        self.value, self.slice, self.at, self.to = value, slice, at, to


class Element(Light, cst.Element):
    __slots__ = ()

    def __init__(self, value: cst.BaseExpression) -> None:
        self.value = value


class StarredElement(Light, cst.StarredElement):
    __slots__ = ()

    def __init__(self, value: cst.BaseExpression) -> None:
        self.value = value


class List(Light, cst.List):
    __slots__ = _PLACE

    def __init__(self, elements: Sequence[cst.BaseElement], at: int, to: int) -> None:
        self.elements, self.at, self.to = elements, at, to


class Tuple(Light, cst.Tuple):
    __slots__ = _PLACE

    def __init__(self, elements: Sequence[cst.BaseElement], at: int, to: int) -> None:
        self.elements, self.at, self.to = elements, at, to


class Set(Light, cst.Set):
    __slots__ = _PLACE

    def __init__(self, elements: Sequence[cst.BaseElement], at: int, to: int) -> None:
        self.elements, self.at, self.to = elements, at, to


class DictElement(Light, cst.DictElement):
    __slots__ = _PLACE

    def __init__(self, key: cst.BaseExpression, value: cst.BaseExpression, at: int, to: int) -> None:
        self.key, self.value, self.at, self.to = key, value, at, to


class StarredDictElement(Light, cst.StarredDictElement):
    __slots__ = _PLACE

    def __init__(self, value: cst.BaseExpression, at: int, to: int) -> None:
        self.value, self.at, self.to = value, at, to


class Dict(Light, cst.Dict):
    __slots__ = _PLACE

    def __init__(self, elements: Sequence[cst.BaseDictElement], at: int, to: int) -> None:
        self.elements, self.at, self.to = elements, at, to


class Await(Light, cst.Await):
    __slots__ = _PLACE

    def __init__(self, expression: cst.BaseExpression, at: int, to: int) -> None:
        self.expression, self.at, self.to = expression, at, to


class NamedExpr(Light, cst.NamedExpr):
    __slots__ = _PLACE

    def __init__(self, target: cst.BaseAssignTargetExpression, value: cst.BaseExpression, at: int, to: int) -> None:
        self.target, self.value, self.at, self.to = target, value, at, to


class From(Light, cst.From):
    __slots__ = ()

    def __init__(self, item: cst.BaseExpression) -> None:
        self.item = item


class Yield(Light, cst.Yield):
    __slots__ = _PLACE

    def __init__(self, value: cst.BaseExpression | cst.From | None, at: int, to: int) -> None:
        self.value, self.at, self.to = value, at, to


class CompIf(Light, cst.CompIf):
    __slots__ = ()

    def __init__(self, test: cst.BaseExpression) -> None:
        self.test = test


class CompFor(Light, cst.CompFor):
    __slots__ = ()

    def __init__(
        self,
        target: cst.BaseAssignTargetExpression,
        iter: cst.BaseExpression,
        ifs: Sequence[cst.CompIf],
        inner_for_in: cst.CompFor | None,
    ) -> None:
        self.target, self.iter, self.ifs, self.inner_for_in = target, iter, ifs, inner_for_in


class ListComp(Light, cst.ListComp):
    __slots__ = _PLACE

    def __init__(self, elt: cst.BaseExpression, for_in: cst.CompFor, at: int, to: int) -> None:
        self.elt, self.for_in, self.at, self.to = elt, for_in, at, to


class SetComp(Light, cst.SetComp):
    __slots__ = _PLACE

    def __init__(self, elt: cst.BaseExpression, for_in: cst.CompFor, at: int, to: int) -> None:
        self.elt, self.for_in, self.at, self.to = elt, for_in, at, to


class GeneratorExp(Light, cst.GeneratorExp):
    __slots__ = _PLACE

    def __init__(self, elt: cst.BaseExpression, for_in: cst.CompFor, at: int, to: int) -> None:
        self.elt, self.for_in, self.at, self.to = elt, for_in, at, to


class DictComp(Light, cst.DictComp):
    __slots__ = _PLACE

    def __init__(self, key: cst.BaseExpression, value: cst.BaseExpression, for_in: cst.CompFor, at: int, to: int) -> None:
        self.key, self.value, self.for_in, self.at, self.to = key, value, for_in, at, to


class Annotation(Light, cst.Annotation):
    __slots__ = ()

    def __init__(self, annotation: cst.BaseExpression) -> None:
        self.annotation = annotation


class Param(Light, cst.Param):
    __slots__ = ()

    def __init__(self, name: cst.Name, annotation: cst.Annotation | None, default: cst.BaseExpression | None) -> None:
        self.name, self.annotation, self.default = name, annotation, default


class Parameters(Light, cst.Parameters):
    __slots__ = ()

    def __init__(
        self,
        posonly_params: Sequence[cst.Param],
        params: Sequence[cst.Param],
        star_arg: cst.Param | cst.MaybeSentinel,
        kwonly_params: Sequence[cst.Param],
        star_kwarg: cst.Param | None,
    ) -> None:
        self.posonly_params, self.params, self.star_arg = posonly_params, params, star_arg
        self.kwonly_params, self.star_kwarg = kwonly_params, star_kwarg


class Lambda(Light, cst.Lambda):
    __slots__ = _PLACE

    def __init__(self, params: cst.Parameters, body: cst.BaseExpression, at: int, to: int) -> None:
        self.params, self.body, self.at, self.to = params, body, at, to


class Arg(Light, cst.Arg):
    __slots__ = _PLACE

    def __init__(
        self, star: Literal["", "*", "**"], keyword: cst.Name | None, value: cst.BaseExpression, at: int, to: int
    ) -> None:
        self.star, self.keyword, self.value, self.at, self.to = star, keyword, value, at, to


class Call(Light, cst.Call):
    __slots__ = _PLACE

    def __init__(self, func: cst.BaseExpression, args: Sequence[cst.Arg], at: int, to: int) -> None:
        self.func, self.args, self.at, self.to = func, args, at, to
