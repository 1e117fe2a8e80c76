"""Tells which annotations say that something is yes, no or nothing."""

from __future__ import annotations

import libcst as cst


def is_flag_or_nothing(annotation: cst.BaseExpression) -> bool:
    """Whether a type is `bool | None`, however it is written."""
    names = set(_alternatives(annotation))
    return "bool" in names and "None" in names


def _alternatives(node: cst.BaseExpression) -> list[str]:
    match node:
        case cst.BinaryOperation(left=left, operator=cst.BitOr(), right=right):
            return [*_alternatives(left), *_alternatives(right)]
        case cst.Subscript(value=cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)), slice=elements):
            inner = [each.slice.value for each in elements if isinstance(each.slice, cst.Index)]
            if name not in ("Optional", "Union"):
                return []
            return [*(part for each in inner for part in _alternatives(each)), *(["None"] if name == "Optional" else [])]
        case cst.Name(value=name):
            return [name]
        case cst.SimpleString(raw_value=text):
            return text.replace("Optional[bool]", "bool|None").replace(" ", "").split("|")
        case _:
            return []
