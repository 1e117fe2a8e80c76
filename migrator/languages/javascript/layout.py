"""Adds properties to, and takes them from, an object literal without disturbing its lines and commas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from migrator.languages.javascript.find import comma_after, items_of
from migrator.languages.javascript.splices import Splice

if TYPE_CHECKING:
    from tree_sitter import Node

BLANK = b" \t"


@dataclass(frozen=True, slots=True)
class Addition:
    """A new property; `early` puts it before the first spread, or key that is put together, which then win."""

    owner: int
    text: str
    early: bool


def arrange(
    text: bytes, node: Node, additions: Sequence[Addition], leaving: Mapping[int, int], replaced: Mapping[int, Splice]
) -> list[Splice]:
    """The splices for one pair of braces; `leaving` and `replaced` are by the item's first byte."""
    items = items_of(node)
    kept = [item for item in items if item.start_byte not in leaving]
    splices = list(replaced.values())
    if not kept:
        return splices + _only(text, node, items, additions, leaving)
    spread = next((item for item in kept if item.type == "spread_element" or _may_be_any(item)), None)
    early = [each for each in additions if each.early and spread is not None]
    late = [each for each in additions if each not in early]
    if early and spread is not None:
        splices.append(_before(text, spread, early))
    if late:
        splices.extend(_after(text, node, kept[-1], late, kept[-1] is items[-1]))
    splices.extend(_removals(text, node, items, leaving, bool(late)))
    return splices


READ = frozenset({"call_expression", "identifier", "member_expression", "subscript_expression"})


def _may_be_any(item: Node) -> bool:
    """Whether only run time tells a property's key; a method is no switch."""
    key = item.child_by_field_name("key") if item.type == "pair" else None
    return key is not None and key.type == "computed_property_name" and key.named_children[0].type in READ


def _only(
    text: bytes, node: Node, items: Sequence[Node], additions: Sequence[Addition], leaving: Mapping[int, int]
) -> list[Splice]:
    """Nothing of the old is left between the braces, comments aside."""
    words = ", ".join(each.text for each in additions)
    owner = min([each.owner for each in additions] + list(leaving.values()), default=0)
    if items:
        if not additions and _bare(node):
            return [Splice(node.start_byte + 1, node.end_byte - 1, "", owner)]
        return [Splice(items[0].start_byte, comma_after(items[-1]) or items[-1].end_byte, words, owner)]
    start, end = node.start_byte + 1, node.end_byte - 1
    if b"\n" not in text[start:end]:
        return [Splice(start, end if not text[start:end].strip() else start, f" {words} ", owner)]
    at = line_start(text, end)
    newline, indent = newline_of(text, start), indent_of(text, end)
    unit = "\t" if indent.startswith("\t") else "  "
    return [Splice(at, at, "".join(f"{indent}{unit}{each.text},{newline}" for each in additions), owner)]


def _bare(node: Node) -> bool:
    return all(each.type != "comment" for each in node.children)


def _before(text: bytes, item: Node, additions: Sequence[Addition]) -> Splice:
    separator = _separator(text, item)
    words = "".join(each.text + separator for each in additions)
    return Splice(item.start_byte, item.start_byte, words, min(each.owner for each in additions), 5)


def _after(text: bytes, node: Node, item: Node, additions: Sequence[Addition], last: bool) -> list[Splice]:
    owner = min(each.owner for each in additions)
    comma = comma_after(item)
    separator = _separator(text, item)
    words = separator[1:] + separator.join(each.text for each in additions)
    upright = begins_line(text, item.start_byte) and b"\n" in text[item.end_byte : node.end_byte]
    if not upright:
        separator = ", "
        words = " " + separator.join(each.text for each in additions)
    # Where items behind this one leave, their comma is this one's.
    trailing = comma_after(items_of(node)[-1]) is not None
    if comma is None:
        ending = "," if trailing else ""
        end = line_end(text, item.end_byte)
        if upright and text[item.end_byte : end].strip().startswith(b"//"):
            return [Splice(item.end_byte, item.end_byte, ",", owner, -5), Splice(end, end, words + ending, owner, -5)]
        return [Splice(item.end_byte, item.end_byte, f",{words}{ending}", owner, -5)]
    words += "," if trailing or not last else ""
    end = line_end(text, comma)
    rest = text[comma:end].strip()
    at = end if upright and (rest.startswith(b"//") or (rest.startswith(b"/*") and rest.endswith(b"*/"))) else comma
    return [Splice(at, at, words, owner, -5)]


def _separator(text: bytes, item: Node) -> str:
    if begins_line(text, item.start_byte):
        return f",{newline_of(text, item.start_byte)}{indent_of(text, item.start_byte)}"
    return ", "


def _removals(text: bytes, node: Node, items: Sequence[Node], leaving: Mapping[int, int], added: bool) -> list[Splice]:
    splices: list[Splice] = []
    for number, item in enumerate(items):
        owner = leaving.get(item.start_byte)
        if owner is None:
            continue
        stop = comma_after(item) or item.end_byte
        end = line_end(text, stop)
        if begins_line(text, item.start_byte) and not text[stop:end].strip():
            splices.append(Splice(line_start(text, item.start_byte), after_line(text, stop), "", owner))
        elif number + 1 < len(items):
            splices.append(Splice(item.start_byte, items[number + 1].start_byte, "", owner))
        else:
            before = items[number - 1]
            start = item.start_byte if before.start_byte in leaving else comma_after(before) or before.end_byte
            splices.append(Splice(start, stop, "", owner))
    last = items[-1]
    if last.start_byte in leaving and comma_after(last) is None and not added:
        kept = [item for item in items if item.start_byte not in leaving][-1]
        comma = comma_after(kept) or kept.end_byte
        splices.append(Splice(comma - 1, comma, "", leaving[last.start_byte]))
    return splices


def remove_argument(arguments: Node, item: Node, owner: int) -> Splice:
    """The last of several arguments goes, with its comma."""
    return Splice(items_of(arguments)[-2].end_byte, item.end_byte, "", owner)


def line_start(text: bytes, at: int) -> int:
    """Where the line begins."""
    return text.rfind(b"\n", 0, at) + 1


def line_end(text: bytes, at: int) -> int:
    """Where the line ends, before its line break."""
    end = text.find(b"\n", at)
    if end < 0:
        return len(text)
    return end - 1 if end > at and text[end - 1 : end] == b"\r" else end


def after_line(text: bytes, at: int) -> int:
    """Where the next line begins."""
    end = text.find(b"\n", at)
    return len(text) if end < 0 else end + 1


def indent_of(text: bytes, at: int) -> str:
    """The white space at the beginning of the line."""
    start = line_start(text, at)
    line = text[start : line_end(text, start)]
    return line[: len(line) - len(line.lstrip(BLANK))].decode("utf-8")


def begins_line(text: bytes, at: int) -> bool:
    """Whether nothing but white space stands before this on its line."""
    return not text[line_start(text, at) : at].strip(BLANK)


def newline_of(text: bytes, at: int) -> str:
    """The line break that this line ends with, or else the text's first."""
    end = text.find(b"\n", at)
    end = text.find(b"\n") if end < 0 else end
    return "\r\n" if end > 0 and text[end - 1 : end] == b"\r" else "\n"
