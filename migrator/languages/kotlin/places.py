"""Finds again, by their place, the nodes of a Kotlin document that changes speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrator.changes import CannotWrite
from migrator.languages.java.chains import DONE, Chain, Link
from migrator.languages.java.json_objects import filled
from migrator.languages.java.places import Finder
from migrator.languages.kotlin.chains import CALL, MAPS, arguments_of, chain_of, empty_map, filling, inner, lambda_of, values_in
from migrator.languages.kotlin.expressions import SCOPED
from migrator.values import Site

if TYPE_CHECKING:
    from tree_sitter import Node


class KotlinFinder(Finder):
    """Looks nodes up in one document."""

    def node(self, site: Site) -> Node:
        """The outermost expression that stands exactly there."""
        found = super().node(site)
        while found.type == "value_argument" and len(inner(found)) == 1:
            found = inner(found)[0]
        return found

    def chain(self, node: Node) -> Chain:
        return chain_of(node) if node.type == CALL else Chain(None, ())

    def value_of_declaration(self, statement: Node, name: str) -> Node | None:
        if statement.type != "property_declaration" or not any(child.type == "=" for child in statement.children):
            return None
        parts = inner(statement)
        named = next((each for each in parts if each.type == "variable_declaration"), None)
        own = inner(named)[0] if named is not None and inner(named) else None
        return parts[-1] if own is not None and self.parsed.text_of(own) == name else None

    def own_links(self, chain: Chain) -> tuple[Link, ...]:
        """The links of a builder's chain, those inside `apply { … }` as well."""
        last = chain.links[-1].node if chain.links else chain.root
        body = filling(last, self.parsed.text_of) if last is not None else None
        if body is not None:
            return tuple(self.bare(inner(body)))
        made = filled(chain, self.parsed.text_of, empty_map)
        if made is not None:
            return made.links
        links = super().own_links(chain)
        found: list[Link] = []
        for link in links:
            body = lambda_of(link.node)
            if body is not None and self.parsed.text_of(link.name) in SCOPED:
                found.extend(self.bare(inner(body)))
            found.append(link)
        return tuple(found)

    def bare(self, statements: list[Node]) -> list[Link]:
        """Links without anything that they are called on."""
        found: list[Link] = []
        for each in statements:
            parts = inner(each)
            if each.type == CALL and len(parts) == 2 and parts[0].type == "identifier":
                found.append(Link(each, parts[0], values_in(arguments_of(each)), each.start_byte, each.end_byte, None))
            elif each.type in ("if_expression", "block"):
                found.extend(self.bare(parts))
        return found

    def begins_with(self, links: tuple[Link, ...]) -> Link | None:
        """Where a default goes in a chain that is only sometimes told it: behind the link that makes the builder."""
        names = [self.parsed.text_of(link.name) for link in links]
        scoped = any(name in SCOPED for name in names)
        return links[0] if scoped and links and DONE in names else None

    def mapping(self, site: Site) -> Node:
        node = self.node(site)
        arguments = arguments_of(node) if node.type == CALL else None
        if arguments is None or self.parsed.text_of(inner(node)[0]) not in MAPS:
            raise CannotWrite("body-not-literal", "the mapping is not written out here; write it by hand")
        return arguments
