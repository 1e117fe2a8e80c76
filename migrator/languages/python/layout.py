"""Adds items to, and takes items from, a listing of items in brackets without disturbing its lines and commas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import libcst as cst

from migrator.changes import CannotWrite
from migrator.languages.python.lines import (
    BLANK,
    after_line,
    begins_line,
    indent_of,
    line_end,
    line_start,
    newline_of,
)
from migrator.languages.python.listing import Item, Listing
from migrator.languages.python.splices import LIST, Splice, closing, opening


@dataclass(frozen=True, slots=True)
class Removal:
    """An item that goes; what it leaves behind are the comments in `kept`, and the one on its line."""

    owner: int
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Addition:
    """A new item; `early` puts it before the first `**x`, so that x wins (or because keywords come first)."""

    owner: int
    text: str
    early: bool


def arrange(
    text: str, listing: Listing, removals: Mapping[int, Removal], additions: Sequence[Addition], indent: str
) -> list[Splice]:
    """The splices that take `removals` (by item number) out of a listing and put `additions` in."""
    if additions and not listing.items:
        return _fill(text, listing, additions, indent)
    if removals and len(removals) == len(listing.items):
        if additions:
            return _replace_all(text, listing, removals, additions)
        if "#" not in text[listing.open : listing.close] and not any(each.kept for each in removals.values()):
            owner = min(each.owner for each in removals.values())
            return [Splice(listing.open, listing.close, "", owner)]
    anchored = _anchors(listing, removals, additions)
    splices = _remove(text, listing, removals, keep_last_comma=_last_kept(listing, removals) in anchored)
    for number, group in anchored.items():
        splices.extend(_insert(text, listing, removals, number, group))
    return splices + _around_generator(listing, additions)


def _last_kept(listing: Listing, removals: Mapping[int, Removal]) -> int | None:
    kept = [number for number in range(len(listing.items)) if number not in removals]
    return kept[-1] if kept else None


def _anchors(
    listing: Listing, removals: Mapping[int, Removal], additions: Sequence[Addition]
) -> dict[int | None, list[Addition]]:
    """The additions by the number of the kept item that they follow; None: they come first."""
    kept = [number for number in range(len(listing.items)) if number not in removals]
    spread = listing.first_spread
    result: dict[int | None, list[Addition]] = {}
    for addition in additions:
        before = [number for number in kept if not (addition.early and spread is not None and number >= spread)]
        result.setdefault(before[-1] if before else None, []).append(addition)
    return result


def _fill(text: str, listing: Listing, additions: Sequence[Addition], indent: str) -> list[Splice]:
    """Put items into brackets that hold none."""
    owner = min(each.owner for each in additions)
    between = text[listing.open : listing.close]
    if "\n" not in between:
        return [Splice(listing.open, listing.open, ", ".join(each.text for each in additions), owner, opening(LIST))]
    at = line_start(text, listing.close)
    inner = indent_of(text, listing.close) + indent
    newline = newline_of(text, listing.open)
    return [Splice(at, at, "".join(f"{inner}{each.text},{newline}" for each in additions), owner, opening(LIST))]


def _replace_all(text: str, listing: Listing, removals: Mapping[int, Removal], additions: Sequence[Addition]) -> list[Splice]:
    """Every item goes and others come: the first one's place is theirs."""
    first, *rest = range(len(listing.items))
    item = listing.items[first]
    owner = min(removals[first].owner, *(each.owner for each in additions))
    words = _before(removals[first].kept, text, item) + _separator(text, item).join(each.text for each in additions)
    shortened = {number: removals[number] for number in rest}
    return [
        Splice(item.start, item.end, words, owner),
        *_remove(text, listing, shortened, keep_last_comma=False),
    ]


def _separator(text: str, item: Item) -> str:
    if begins_line(text, item.start):
        return f",{newline_of(text, item.start)}{indent_of(text, item.start)}"
    return ", "


def _before(comments: Sequence[str], text: str, item: Item) -> str:
    """Comments on lines of their own in front of an item."""
    newline, indent = newline_of(text, item.start), indent_of(text, item.start)
    return "".join(f"{comment}{newline}{indent}" for comment in comments)


def _insert(
    text: str, listing: Listing, removals: Mapping[int, Removal], number: int | None, group: Sequence[Addition]
) -> list[Splice]:
    owner = min(each.owner for each in group)
    if number is None:
        first = next(item for index, item in enumerate(listing.items) if index not in removals)
        separator = _separator(text, first)
        words = "".join(each.text + separator for each in group)
        return [Splice(first.start, first.start, words, owner, opening(LIST))]
    item = listing.items[number]
    last = len(listing.items) - 1
    followed = any(index not in removals for index in range(number + 1, last + 1))
    comma = followed or listing.items[last].comma is not None
    end = line_end(text, item.stop)
    rest = text[item.stop : end].strip(BLANK)
    upright = begins_line(text, item.start) and not _shares_line(text, listing, number)
    if not upright:
        words = ", ".join(each.text for each in group) + ("," if comma else "")
        if item.comma is None:
            return [Splice(item.end, item.end, ", " + words, owner, closing(LIST))]
        return [Splice(item.stop, item.stop, " " + words, owner, closing(LIST))]
    separator = _separator(text, item)
    words = separator[1:] + separator.join(each.text for each in group) + ("," if comma else "")
    commented = rest.startswith("#")
    if item.comma is None and commented:
        return [
            Splice(item.end, item.end, ",", owner, closing(LIST)),
            Splice(end, end, words, owner, closing(LIST)),
        ]
    if item.comma is None:
        return [Splice(item.end, item.end, "," + words, owner, closing(LIST))]
    at = end if commented or not rest else item.stop
    return [Splice(at, at, words, owner, closing(LIST))]


def _shares_line(text: str, listing: Listing, number: int) -> bool:
    """Whether the next item begins on the line that this one ends on."""
    following = listing.items[number + 1 : number + 2]
    return bool(following) and "\n" not in text[listing.items[number].stop : following[0].start]


def _around_generator(listing: Listing, additions: Sequence[Addition]) -> list[Splice]:
    """`f(x for x in y)` needs parentheses around its generator as soon as there is another argument."""
    if not additions or not listing.keywords or len(listing.items) != 1:
        return []
    item = listing.items[0]
    if not isinstance(item.value, cst.GeneratorExp) or item.value.lpar:
        return []
    owner = min(each.owner for each in additions)
    return [
        Splice(item.start, item.start, "(", owner, opening(LIST - 1)),
        Splice(item.end, item.end, ")", owner, closing(LIST - 1)),
    ]


def _remove(text: str, listing: Listing, removals: Mapping[int, Removal], *, keep_last_comma: bool) -> list[Splice]:
    splices: list[Splice] = []
    for first, last in _runs(text, listing, removals):
        splices.extend(_remove_run(text, listing, removals, first, last))
    ending = len(listing.items) - 1
    kept = _last_kept(listing, removals)
    comma = listing.items[kept].comma if kept is not None and not keep_last_comma else None
    if ending in removals and listing.items[ending].comma is None and kept is not None and comma is not None:
        end = listing.items[kept].end
        start = comma if "#" in text[end:comma] else end
        splices.append(Splice(start, comma + 1, "", removals[ending].owner))
    return splices


def _runs(text: str, listing: Listing, removals: Mapping[int, Removal]) -> list[tuple[int, int]]:
    """Stretches of neighbouring items that go and that no line break parts."""
    runs: list[tuple[int, int]] = []
    for number in sorted(removals):
        if runs and runs[-1][1] == number - 1 and _shares_line(text, listing, number - 1):
            runs[-1] = runs[-1][0], number
        else:
            runs.append((number, number))
    return runs


def _remove_run(text: str, listing: Listing, removals: Mapping[int, Removal], first: int, last: int) -> list[Splice]:
    items = listing.items
    start, stop = items[first].start, items[last].stop
    going = [removals[number] for number in range(first, last + 1)]
    owner = min(each.owner for each in going)
    comments = [comment for each in going for comment in each.kept]
    rest = text[stop : line_end(text, stop)].strip(BLANK)
    if begins_line(text, start) and (not rest or rest.startswith("#")):
        if rest:
            comments.append(rest)
        newline, indent = newline_of(text, start), indent_of(text, start)
        words = "".join(f"{indent}{comment}{newline}" for comment in comments)
        return [Splice(line_start(text, start), after_line(text, stop), words, owner)]
    if comments:
        raise CannotWrite("body-not-literal", "a comment stands inside the argument; move it by hand")
    if _shares_line(text, listing, last):
        return [Splice(start, items[last + 1].start, "", owner)]
    if first > 0 and first - 1 not in removals and "#" not in text[items[first - 1].stop : start]:
        start = items[first - 1].stop
    return [Splice(start, stop, "", owner)]
