"""Reads one Kotlin document into `FileFacts`."""

from __future__ import annotations

import re
from collections.abc import Callable as Function_
from typing import TYPE_CHECKING

from migrator.facts import FileFacts, Use
from migrator.languages.java.builders import folded
from migrator.languages.java.parse import Parsed
from migrator.languages.java.reader import comments, is_generated, walked
from migrator.languages.java.streams import with_receivers
from migrator.languages.kotlin.declarations import descend
from migrator.languages.kotlin.statements import Statements
from migrator.values import Imported

if TYPE_CHECKING:
    from tree_sitter import Node


ANNOTATION = re.compile(rb"@[\w.:]{1,99}\(")
"""What an annotation with arguments begins with: no look at each node is owed to others."""


def read(path: str, parsed: Parsed, interesting: Function_[[str], bool]) -> FileFacts:
    """The facts of a parsed file; `interesting` tells which strings may name a model."""
    walk = Statements(path, parsed, interesting)
    walk.document(parsed.root)
    walk.finish()
    if ANNOTATION.search(parsed.text) is not None:
        annotated(walk, parsed.root)
    parsed.bodies[:] = walk.bodies
    calls, chains = folded(walked(walk))
    functions = tuple(function for function in walk.functions if function is not None)
    package = package_of(parsed)
    return FileFacts(
        path=path,
        language="kotlin",
        module=package,
        scopes=tuple(walk.scopes),
        bindings={key: tuple(found) for key, found in walk.bindings.items()},
        attributes=tuple(walk.attributes),
        mutations=tuple(walk.mutations),
        calls=with_receivers(calls, chains, walk.bindings, functions),
        functions=functions,
        classes=tuple(each for each in walk.classes if each is not None),
        uses=tuple(walk.uses),
        mentions=tuple(walk.mentions),
        comments=comments(path, parsed),
        generated=is_generated(parsed),
        star_imports=(*stars(walk, parsed.root), Imported(package, None, 0, walk.between(0, 0))),
        arms=dict(walk.arms),
        arm_sites=dict(walk.arm_sites),
        exclusive=frozenset(walk.exclusive),
        loops=frozenset(walk.loops),
    )


def annotated(walk: Statements, root: Node) -> None:
    """Constants that annotations are given: a framework goes by them."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        waiting.extend(node.named_children)
        for each in descend(node) if node.type == "annotation" else ():
            value = each.named_children[-1] if each.type == "value_argument" and each.named_children else None
            if value is not None and value.type in ("identifier", "navigation_expression"):
                walk.uses.append(Use("key", walk.lower(value), walk.site(value)))


def package_of(parsed: Parsed) -> str:
    """The package that the file declares; empty without one."""
    for child in parsed.root.named_children:
        if child.type == "package_header":
            return parsed.text_of(child.named_children[-1]) if child.named_children else ""
    return ""


def stars(walk: Statements, root: Node) -> list[Imported]:
    """The packages that are imported whole."""
    found: list[Imported] = []
    for child in root.named_children:
        if child.type == "import" and any(each.type == "*" for each in child.children):
            name = next(each for each in child.named_children if each.type == "qualified_identifier")
            found.append(Imported(walk.text(name), None, 0, walk.site(name)))
    return found
