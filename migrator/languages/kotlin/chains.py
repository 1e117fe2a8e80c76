"""Takes Kotlin's method chains apart, in the terms of Java's."""

from __future__ import annotations

from collections.abc import Callable as Function_
from typing import TYPE_CHECKING

from migrator.languages.java.chains import Chain, Link, is_comment
from migrator.languages.java.json_objects import EMPTY_MAPS

if TYPE_CHECKING:
    from tree_sitter import Node

CALL = "call_expression"
NAVIGATION = "navigation_expression"
LAMBDA = "annotated_lambda"
MAPS = frozenset({"mapOf", "mutableMapOf", "hashMapOf", "linkedMapOf"})
APPLY = "apply"
BUILDING = frozenset({"buildJsonObject", "buildMap"})
"""What makes an object of what a lambda puts into it."""
PUT_UNDER = "putJsonObject"
"""What puts such an object under a name."""


def inner(node: Node) -> list[Node]:
    """A node's named children without comments."""
    return [child for child in node.named_children if not is_comment(child)]


def arguments_of(call: Node) -> Node | None:
    """The list of a call's arguments."""
    return next((child for child in call.named_children if child.type == "value_arguments"), None)


def lambda_of(call: Node) -> Node | None:
    """The lambda that stands behind a call's arguments."""
    outer = next((child for child in call.named_children if child.type == LAMBDA), None)
    return next((child for child in outer.named_children if child.type == "lambda_literal"), None) if outer is not None else None


def value_of_argument(argument: Node) -> tuple[Node | None, Node]:
    """The name of an argument, if it has one, and its value."""
    parts = inner(argument)
    return parts[0] if any(child.type == "=" for child in argument.children) else None, parts[-1]


def values_in(arguments: Node | None) -> tuple[Node, ...]:
    """The values of the arguments without what is between them."""
    return tuple(value_of_argument(each)[1] for each in inner(arguments)) if arguments is not None else ()


def empty_map(node: Node, text_of: Function_[[Node], str]) -> bool:
    """Whether a node is `JSONObject()` and the like."""
    if node.type != CALL or lambda_of(node) is not None:
        return False
    listed = arguments_of(node)
    name = text_of(inner(node)[0]).partition("<")[0]
    return (name in EMPTY_MAPS or name in MAPS) and listed is not None and not inner(listed)


def filling(node: Node, text_of: Function_[[Node], str]) -> Node | None:
    """The lambda that fills an object: of `JSONObject().apply { put("a", b) }`, of `buildJsonObject { put("a", b) }`."""
    body = lambda_of(node) if node.type == CALL else None
    if body is None or any(child.type == "lambda_parameters" for child in body.named_children):
        return None
    callee = inner(node)[0]
    if callee.type == NAVIGATION and text_of(inner(callee)[-1]) == APPLY and empty_map(inner(callee)[0], text_of):
        return body
    name, listed = called_with_lambda(node)
    word = text_of(name).partition("<")[0]
    return body if (word in BUILDING and listed is None) or (word == PUT_UNDER and listed is not None) else None


def called_with_lambda(node: Node) -> tuple[Node, Node | None]:
    """What a call with a lambda behind it calls, and the arguments before the lambda."""
    callee = inner(node)[0]
    return (inner(callee)[0], arguments_of(callee)) if callee.type == CALL else (callee, arguments_of(node))


def chain_of(node: Node) -> Chain:
    """The chain that ends with this call."""
    links: list[Link] = []
    current: Node | None = node
    while current is not None and current.type == CALL:
        callee = inner(current)[0]
        if callee.type != NAVIGATION:
            break
        receiver, name = inner(callee)[0], inner(callee)[-1]
        dot = next((child.start_byte for child in callee.children if child.type in (".", "?.")), name.start_byte)
        links.append(Link(current, name, values_in(arguments_of(current)), dot, current.end_byte, receiver))
        current = receiver
    return Chain(current, tuple(reversed(links)))
