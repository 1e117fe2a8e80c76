"""Takes method chains apart, and tells a builder's chain from others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from tree_sitter import Node

CHAIN = "method_invocation"
MAKERS = frozenset({"builder", "newBuilder"})
DONE = "build"
BUILDER_CLASS = "Builder"
PROCESS = "ProcessBuilder"
"""The class whose objects start a program: nothing is set on them one by one."""


@dataclass(frozen=True, slots=True)
class Link:
    """One `.name(arguments)` of a chain; `dot` and `end` are where it begins and ends in the text."""

    node: Node
    name: Node
    arguments: tuple[Node, ...]
    dot: int
    end: int
    receiver: Node | None = None
    """What it is called on; None for what stands alone."""


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain from its root: `root` is what the first link is called on, None where it stands alone."""

    root: Node | None
    links: tuple[Link, ...]


def part(node: Node, name: str) -> Node:
    """A part that the grammar asks for: only texts that it knows whole are walked, so that it is there."""
    return cast("Node", node.child_by_field_name(name))


def chain_of(node: Node) -> Chain:
    """The chain that ends with this call."""
    links: list[Link] = []
    current: Node | None = node
    while current is not None and current.type == CHAIN:
        name = part(current, "name")
        dots = [child for child in current.children if child.type == "."]
        dot = dots[0].start_byte if dots else name.start_byte
        receiver = current.child_by_field_name("object")
        links.append(Link(current, name, values_in(part(current, "arguments")), dot, current.end_byte, receiver))
        current = receiver
    return Chain(current, tuple(reversed(links)))


def values_in(arguments: Node) -> tuple[Node, ...]:
    """The arguments without what is between them."""
    return tuple(each for each in arguments.named_children if not is_comment(each))


def parameters_in(listed: Node) -> list[tuple[Node, Node]]:
    """Each parameter of a list with its name; `this`, which may stand among them, is none."""
    found: list[tuple[Node, Node]] = []
    for each in (listed,) if listed.type == "identifier" else listed.named_children:
        # Of one that takes as many as the caller likes the name stands further in.
        held = next((child for child in each.named_children if child.type == "variable_declarator"), each)
        name = each if each.type == "identifier" else held.child_by_field_name("name")
        if name is not None:
            found.append((each, name))
    return found


def is_comment(node: Node) -> bool:
    """Whether a node is a comment."""
    return node.type in ("line_comment", "block_comment")


def builder_links(chain: Chain, name_of: dict[int, str]) -> tuple[int, int | None] | None:
    """Which links set something on a builder: from the first to before `build`, None where the chain ends without it.

    `name_of` gives the links' names by number.
    """
    first = 0
    maker = next((at for at, name in name_of.items() if name in MAKERS), None)
    if maker is not None:
        first = maker + 1
    elif not _makes_builder(chain.root):
        return None
    last = next((at for at, name in name_of.items() if at >= first and name == DONE), None)
    return first, last


def _makes_builder(root: Node | None) -> bool:
    if root is None or root.type != "object_creation_expression":
        return False
    name = (part(root, "type").text or b"").decode("utf-8", "replace")
    last = name.partition("<")[0].rpartition(".")[2]
    return last.endswith(BUILDER_CLASS) and last != PROCESS
