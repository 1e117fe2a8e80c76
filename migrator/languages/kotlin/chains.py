"""Takes Kotlin's method chains apart, in the terms of Java's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrator.languages.java.chains import Chain, Link, is_comment

if TYPE_CHECKING:
    from tree_sitter import Node

CALL = "call_expression"
NAVIGATION = "navigation_expression"
LAMBDA = "annotated_lambda"


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
