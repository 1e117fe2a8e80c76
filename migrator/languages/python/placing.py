"""Adds, moves and drops arguments and entries, composing all changes to one call or dict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import libcst as cst

from migrator.changes import AddEntry, AddToCall, CannotWrite, DropArgument, DropEntry, MoveEntry, MoveInCall
from migrator.languages.python.constants import is_boolean, require_bool, style_at
from migrator.languages.python.layout import Addition, Removal, arrange
from migrator.languages.python.lines import indent_of, newline_of
from migrator.languages.python.listing import Item, Listing
from migrator.languages.python.merge import merge
from migrator.languages.python.parse import Parsed
from migrator.languages.python.pieces import Style, Tree, constant, entry_text, keyword_text, put
from migrator.languages.python.puts import NewItem, Plan, Put, Source
from migrator.languages.python.splices import WRAP, Splice, closing
from migrator.languages.python.tree import Finder, inside
from migrator.values import Scalar, Site

Placed: TypeAlias = "AddToCall | MoveInCall | DropArgument | AddEntry | MoveEntry | DropEntry"
_MARK = "__moved_value__"


class Placing:
    """Collects the changes to one document's calls and dicts, then writes them all."""

    def __init__(self, parsed: Parsed, finder: Finder) -> None:
        self._parsed = parsed
        self._finder = finder
        self._plan = Plan(parsed)
        self._wanted: list[tuple[cst.BaseExpression, Put]] = []
        self._dropped: dict[tuple[cst.CSTNode, int], int] = {}
        self._moved: dict[tuple[cst.CSTNode, int], list[Put]] = {}
        self._chains: dict[cst.CSTNode, tuple[cst.CSTNode, ...]] = {}

    def note(self, owner: int, change: Placed) -> None:
        """Take a change in; nothing is decided before all are known."""
        if isinstance(change, AddToCall):
            self._add_to_call(owner, change)
        elif isinstance(change, MoveInCall):
            self._move_in_call(owner, change)
        elif isinstance(change, AddEntry):
            holder = self._expression(change.site)
            self._put(holder, Put(owner, change.path, self._constant(change.value, holder), change.first))
        elif isinstance(change, MoveEntry):
            self._move_entry(owner, change)
        else:
            where = change.argument if isinstance(change, DropArgument) else change.entry
            node = self._brackets(change.site)
            self._dropped[node, self._plan.leave(node, *self._finder.characters(where))] = owner

    def splices(self) -> list[Splice]:
        """All splices, once every change is known."""
        for node, each in self._wanted:
            self._plan.place(node, each)
        result: list[Splice] = []
        for merging in self._plan.merges.values():
            result.extend(merge(self._parsed, merging, self._style(merging.node)))
        for listing in self._plan.listings():
            result.extend(self._listing(listing))
        return result

    def _put(self, node: cst.BaseExpression, each: Put) -> None:
        self._wanted.append((node, each))
        if each.origin is not None:
            self._moved.setdefault(each.origin, []).append(each)

    def _add_to_call(self, owner: int, change: AddToCall) -> None:
        call = self._call(change.site)
        source = self._constant(change.value, call)
        if change.mapping_site is not None and change.path:
            node = self._expression(change.mapping_site)
            self._put(node, Put(owner, change.path, source, not change.wins, None, self._is_known(change), _takes_keys(change)))
            return
        self._put(call, Put(owner, (change.keyword, *change.path), source, not change.wins, known=change.mapping_known))

    def _move_in_call(self, owner: int, change: MoveInCall) -> None:
        call = self._call(change.site)
        number = self._plan.leave(call, *self._finder.characters(change.argument))
        replaced = constant(change.value, self._style(call).quote) if change.replaces_value else None
        source = self._source(change.value_site, replaced, change.coerce)
        origin = (call, number)
        if change.mapping_site is not None and change.path:
            node = self._expression(change.mapping_site)
            self._put(node, Put(owner, change.path, source, False, origin, self._is_known(change), _takes_keys(change)))
            return
        self._put(call, Put(owner, (change.keyword, *change.path), source, False, origin, change.mapping_known))

    def _move_entry(self, owner: int, change: MoveEntry) -> None:
        node = self._brackets(change.site)
        number = self._plan.leave(node, *self._finder.characters(change.entry))
        replaced = constant(change.value, self._style(node).quote) if change.replaces_value else None
        source = self._source(change.value_site, replaced, coerce=False)
        receiver = self._expression(change.container) if change.container is not None else node
        self._put(receiver, Put(owner, change.path, source, False, (node, number)))

    @staticmethod
    def _is_known(change: AddToCall | MoveInCall) -> bool:
        """A mapping written out in a form that is no display (`a | {…}`) is a mapping all the same."""
        return change.mapping_known or change.mapping == "literal"

    def _constant(self, value: Scalar, near: cst.CSTNode) -> Source:
        return Source(constant(value, self._style(near).quote))

    def _source(self, site: Site, replaced: str | None, coerce: bool) -> Source:
        """A moved value as written, with its parentheses."""
        node = self._expression(site)
        start, end = self._parsed.spans.outer_characters(node)
        if replaced is not None:
            return Source(replaced)
        text = self._parsed.text[start:end]
        if coerce and not is_boolean(node):
            require_bool(self._parsed)
            if len(node.lpar) == 1:
                return Source(text[1:-1], (start + 1, end - 1), "bool(", ")")
            return Source(text, (start, end), "bool(", ")")
        bare = isinstance(node, (cst.NamedExpr, cst.GeneratorExp, cst.Yield)) and not node.lpar
        return Source(text, (start, end), "(", ")") if bare else Source(text, (start, end))

    def _call(self, site: Site) -> cst.Call:
        chain = self._finder.chain(site, cst.Call)
        self._chains[chain[-1]] = chain
        node = chain[-1]
        assert isinstance(node, cst.Call)
        return node

    def _brackets(self, site: Site) -> cst.Call | cst.Dict:
        chain = self._finder.chain(site, cst.Call, cst.Dict)
        self._chains[chain[-1]] = chain
        node = chain[-1]
        assert isinstance(node, (cst.Call, cst.Dict))
        return node

    def _expression(self, site: Site) -> cst.BaseExpression:
        chain = self._finder.expression(site)
        self._chains[chain[-1]] = chain
        node = chain[-1]
        assert isinstance(node, cst.BaseExpression)
        return node

    def _style(self, node: cst.CSTNode) -> Style:
        chain = self._chains.get(node, (node,))
        if isinstance(node, (cst.Call, cst.Dict)):
            return style_at(self._parsed, chain)
        around = [part for part in chain if isinstance(part, (cst.Call, cst.Dict))]
        return style_at(self._parsed, (*chain[: chain.index(around[-1])], around[-1]) if around else chain)

    def _listing(self, listing: Listing) -> Iterator[Splice]:
        """Everything that changes between one pair of brackets."""
        node = listing.node
        style = self._style(node)
        removals = {
            number: Removal(owner, self._comments(listing.items[number], []))
            for (holder, number), owner in self._dropped.items()
            if holder is node
        }
        removals.update(
            {
                number: Removal(min(each.owner for each in puts), self._comments(listing.items[number], puts))
                for (holder, number), puts in self._moved.items()
                if holder is node
            }
        )
        additions: list[Addition] = []
        in_place: dict[int, list[NewItem]] = {}
        for (holder, _), item in self._plan.new.items():
            if holder is not node:
                continue
            anchor = self._anchor(item)
            if anchor is None:
                additions.append(self._addition(item, style))
            else:
                in_place.setdefault(anchor, []).append(item)
        for number, items in in_place.items():
            removal = removals.pop(number)
            yield from self._replace(listing, number, items, style, removal)
        yield from arrange(self._parsed.text, listing, removals, additions, self._parsed.indent)

    def _anchor(self, item: NewItem) -> int | None:
        """The first item of the same brackets that gives this one a value: the new one stands in its place."""
        node = item.listing.node
        numbers = [each.origin[1] for _, each in item.puts if each.origin is not None and each.origin[0] is node]
        return min(numbers) if numbers else None

    def _addition(self, item: NewItem, style: Style) -> Addition:
        early = item.listing.keywords or any(each.early for _, each in item.puts)
        return Addition(min(each.owner for _, each in item.puts), self._text(item, style), early)

    def _text(self, item: NewItem, style: Style, marked: Put | None = None) -> str:
        puts = sorted(item.puts, key=lambda pair: pair[1].source.span or (len(self._parsed.text), 0))
        content: Tree | str = {}
        for path, each in puts:
            words = _MARK if each is marked else each.source.written
            if not path:
                if len(puts) > 1:
                    raise CannotWrite("key-conflict", f"`{item.key}` would be given twice")
                content = words
            else:
                assert isinstance(content, dict)
                put(content, path, words)
        return keyword_text(item.key, content, style) if item.listing.keywords else entry_text(item.key, content, style)

    def _replace(self, listing: Listing, number: int, items: list[NewItem], style: Style, removal: Removal) -> Iterator[Splice]:
        """New items where an old one stood; a value that stays in its place is not touched."""
        old = listing.items[number]
        owner = min(each.owner for item in items for _, each in item.puts)
        text = self._parsed.text
        separator = newline_of(text, old.start) + indent_of(text, old.start)
        lead = "".join(f"{comment}{separator}" for comment in removal.kept)
        marked = next(
            (each for _, each in items[0].puts if each.origin == (listing.node, number) and each.source.span is not None),
            None,
        )
        words = [self._text(items[0], style, marked), *(self._text(item, style) for item in items[1:])]
        if marked is None or marked.source.span is None:
            yield Splice(old.start, old.end, lead + ", ".join(words), owner)
            return
        left, right = ", ".join(words).split(_MARK)
        start, end = marked.source.span
        closers, after = _count(")]}", text[end : old.end]), marked.source.after + right
        if closers and (_count(")]}", right) or _same_ending(text[end : old.end], after)):
            kept = _same_ending(text[old.start : start], lead + left + marked.source.before)
            closes_others = closers != _count(")]}", after) or closers != _count("([{", text[start - kept : start])
        else:
            closes_others = False
        if closes_others:
            # Brackets would stay that close another mapping now.
            yield Splice(old.start, old.end, lead + left + marked.source.written + right, owner)
            return
        yield from _shortest(text, old.start, start, lead + left + marked.source.before, owner)
        yield from _shortest(text, end, old.end, after, owner, closing(WRAP))

    def _comments(self, item: Item, puts: list[Put]) -> tuple[str, ...]:
        """The comments inside an item that do not move along with its values."""
        spans = self._parsed.spans
        holder = self._plan_node(item)
        found = [spans.characters(node) for node in inside(holder) if isinstance(node, cst.Comment)]
        kept = [each.source.span for each in puts if each.source.span is not None]
        return tuple(
            self._parsed.text[start:end]
            for start, end in sorted(found)
            if item.start <= start < item.end and not any(left <= start < right for left, right in kept)
        )

    def _plan_node(self, item: Item) -> cst.CSTNode:
        listing = next(each for each in self._plan.listings() if item in each.items)
        elements = listing.node.args if isinstance(listing.node, cst.Call) else listing.node.elements
        return elements[listing.items.index(item)]


def _count(signs: str, text: str) -> int:
    return sum(map(text.count, signs))


def _shortest(text: str, start: int, end: int, words: str, owner: int, rank: int = 0) -> Iterator[Splice]:
    """One splice, or only what it inserts where the old text stays whole at the end of the new."""
    old = text[start:end]
    if old == words:
        return
    if old and words.endswith(old):
        yield Splice(start, start, words[: len(words) - len(old)], owner, rank)
    else:
        kept = _same_ending(old, words)
        yield Splice(start, end - kept, words[: len(words) - kept], owner, rank)


def _same_ending(old: str, new: str) -> int:
    """How many characters at the end stay as they are, never a part of a name or of a string."""
    same = 0
    while same < min(len(old), len(new)) and old[-1 - same] == new[-1 - same]:
        same += 1
    while same and (old[-same].isalnum() or old[-same] == "_" or _inside_string(old[:-same]) or _has_prefix(old, same)):
        same -= 1
    return same


def _takes_keys(change: AddToCall | MoveInCall) -> bool:
    """`extra_body=build()` is no place for a keyword; `settings=Settings(…)` is, an object that is its keywords."""
    return change.mapping == "literal"


def _has_prefix(text: str, length: int) -> bool:
    """Whether the last characters begin with a string whose letters (`r"…"`) stand before them."""
    return text[-length] in "\"'" and text[:-length][-1:].isalpha()


def _inside_string(text: str) -> bool:
    """Whether a text that has no string with quotes inside ends in the middle of one."""
    return any(text.count(quote) % 2 for quote in "\"'")
