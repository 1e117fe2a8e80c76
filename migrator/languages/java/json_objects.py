"""Objects that JSON libraries make and fill: `new JSONObject().put(…)`, `mapper.createObjectNode()`, `body.putObject("a")`."""

from __future__ import annotations

from collections.abc import Callable as Function_
from dataclasses import dataclass
from typing import TYPE_CHECKING

from migrator.languages.java.chains import Chain, Link, part

if TYPE_CHECKING:
    from tree_sitter import Node

EMPTY_MAPS = frozenset({"HashMap", "LinkedHashMap", "TreeMap", "ConcurrentHashMap", "JSONObject", "JsonObject", "ObjectNode"})
"""Classes whose instances hold values by name, and nothing when they are made without arguments."""
MAKERS = frozenset({"createObjectNode", "objectNode", "createObj", "newHashMap", "newLinkedHashMap"})
"""Methods that make such an object, empty."""
UNDER = frozenset({"putObject"})
"""Methods that put an empty object under a name, and give it back."""
PUTS = frozenset({"put", "set", "fluentPut", "addProperty", "putPOJO"})
PUT = "put"
PROPERTY = "addProperty"
"""What Gson calls it."""
SET = "set"
"""What puts nothing but objects under a name in Jackson."""
JACKSON = b"ObjectNode"
GSON = "JsonObject"
GSON_PACKAGE = b"com.google.gson"


@dataclass(frozen=True, slots=True)
class Filled:
    """An object that is made and filled in one chain: what makes it, and the links that fill it."""

    maker: Link | None
    links: tuple[Link, ...]
    put_under: bool = False


def empty_map(node: Node, text_of: Function_[[Node], str]) -> bool:
    """Whether a node is `new JSONObject()` and the like."""
    if node.type != "object_creation_expression" or any(child.type == "class_body" for child in node.named_children):
        return False
    name = text_of(part(node, "type")).partition("<")[0].strip().rpartition(".")[2]
    return name in EMPTY_MAPS and not part(node, "arguments").named_children


def filled(
    chain: Chain,
    text_of: Function_[[Node], str],
    empty: Function_[[Node, Function_[[Node], str]], bool] = empty_map,
) -> Filled | None:
    """What a chain makes and fills; None for any other. `empty` tells what makes an empty object by its class."""
    names = [text_of(link.name) for link in chain.links]
    start: int | None = 0 if chain.root is not None and empty(chain.root, text_of) and names else None
    for at, (link, name) in enumerate(zip(chain.links, names, strict=True)):
        if (name in MAKERS and not link.arguments) or (name in UNDER and len(link.arguments) == 1):
            start = at + 1
    if start is None:
        return None
    links = chain.links[start:]
    if any(len(link.arguments) != 2 or name not in PUTS for link, name in zip(links, names[start:], strict=True)):
        return None
    maker = chain.links[start - 1] if start else None
    return Filled(maker, links, maker is not None and names[start - 1] in UNDER)
