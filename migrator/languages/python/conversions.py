"""Writes a change of interface: other arguments, other contents, and another reading of the reply."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from migrator.changes import CannotWrite, PassAs, ReadElsewhere, UnwrapText, WrapText
from migrator.languages.python.constants import style_at
from migrator.languages.python.parse import Parsed
from migrator.languages.python.pieces import Style, constant
from migrator.languages.python.splices import LEAF, WRAP, Splice, closing, opening
from migrator.languages.python.tree import Finder

LOOSE = (cst.NamedExpr, cst.GeneratorExp, cst.Yield, cst.Tuple, cst.StarredElement)
"""What does not stand in a dict without parentheses."""


def convert(
    parsed: Parsed, finder: Finder, change: PassAs | ReadElsewhere | UnwrapText | WrapText, owner: int
) -> Iterator[Splice]:
    """The splices of one change."""
    if isinstance(change, PassAs):
        yield from _pass_as(parsed, finder, change, owner)
    elif isinstance(change, ReadElsewhere):
        yield from _read(parsed, finder, change, owner)
    elif isinstance(change, WrapText):
        chain = finder.expression(change.site)
        while isinstance(chain[-2], cst.NamedExpr):
            # A name that is bound on the way keeps the text.
            chain = chain[:-1]
        # What is wrapped does not decide the quotes around it.
        before, after = _parts(change.key, style_at(parsed, chain[:-1]))
        yield from _around(parsed, chain[-1], before, after, owner)
    else:
        yield from _unwrap(parsed, finder, change, owner)


def _parts(key: str, style: Style) -> tuple[str, str]:
    return f"[{{{constant(key, style.quote)}: ", "}]"


def _around(parsed: Parsed, node: cst.CSTNode, before: str, after: str, owner: int) -> Iterator[Splice]:
    start, end = parsed.spans.outer_characters(node)
    yield Splice(start, start, before, owner, opening(WRAP))
    yield Splice(end, end, after, owner, closing(WRAP))


def _unwrap(parsed: Parsed, finder: Finder, change: UnwrapText, owner: int) -> Iterator[Splice]:
    start, end = parsed.spans.outer_characters(finder.expression(change.site)[-1])
    first, last = parsed.spans.outer_characters(finder.expression(change.value_site)[-1])
    if "#" in parsed.text[start:first] + parsed.text[last:end]:
        raise CannotWrite("interface-change", "a comment stands inside this content; convert the call by hand")
    yield Splice(start, first, "", owner)
    yield Splice(last, end, "", owner)


def _pass_as(parsed: Parsed, finder: Finder, change: PassAs, owner: int) -> Iterator[Splice]:
    chain = finder.chain(change.site, cst.Call)
    style = style_at(parsed, chain)
    before, after = f"{change.keyword}{parsed.module.code_for_node(style.equal)}", ""
    if change.role:
        quote = style.quote
        inner = _parts(change.key, style) if change.key else ("", "")
        role = f"{constant('role', quote)}: {constant(change.role, quote)}"
        before += f"[{{{role}, {constant('content', quote)}: {inner[0]}"
        after = f"{inner[1]}}}]"
    start = finder.characters(change.argument)[0]
    node = finder.expression(change.value_site)[-1]
    first, last = parsed.spans.outer_characters(node)
    if isinstance(node, LOOSE) and not getattr(node, "lpar", ()):
        before, after = f"{before}(", f"){after}"
    yield Splice(start, first, before, owner, opening(WRAP))
    yield Splice(last, last, after, owner, closing(WRAP))


def _read(parsed: Parsed, finder: Finder, change: ReadElsewhere, owner: int) -> Iterator[Splice]:
    chain = finder.expression(change.site)
    node = chain[-1]
    style = style_at(parsed, chain)
    start, end = parsed.spans.characters(node)
    kept = parsed.spans.outer_characters(finder.expression(change.kept)[-1])[1] if change.kept != change.site else end
    if "#" in parsed.text[kept:end]:
        raise CannotWrite("interface-change", "a comment stands inside this reading of the reply; convert the call by hand")
    by_name = not isinstance(node, (cst.Subscript, cst.Call))
    plain = len(change.steps) - change.items
    words = "".join(_step(each, by_name, style) for each in change.steps[:plain])
    items = "".join(_step(each, False, style) for each in change.steps[plain:])
    if change.may_be_empty:
        nothing = f"[{{{constant(change.steps[-1], style.quote)}: {constant('', style.quote)}}}]"
        words, items = f"{words} or {nothing})", items
        yield Splice(start, start, "(", owner, opening(LEAF))
    yield Splice(kept, end, words + items, owner, closing(LEAF))


def _step(step: str, by_name: bool, style: Style) -> str:
    if step.isdigit():
        return f"[{step}]"
    return f".{step}" if by_name else f"[{constant(step, style.quote)}]"
