"""Markdown and reStructuredText: each code block is a program of its own, everything else is prose."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

from migrator.documents import inner_path, sunk
from migrator.facts import Comment, FileFacts, Mention, Scope
from migrator.files.kinds import of_language, resolve
from migrator.files.source import Unreadable, decode
from migrator.findings import Edit
from migrator.languages.base import Document, Language, Part, Unparsed
from migrator.languages.config.library import NoLibrary
from migrator.languages.documents.blocks import Block, directives, fenced
from migrator.languages.documents.examples import programs
from migrator.languages.documents.prose import line_mentions, unedited, unwritten
from migrator.link.evaluate import Library
from migrator.values import Site

RECORDS = ("changelog", "changes", "history", "news", "release")
DIRECTIVE = b"deepseek-migrate:"


_REMARK = re.compile(rb"<!--(?:(?!-->).)*?deepseek-migrate:(?:(?!-->).)*-->")


@dataclass(frozen=True, slots=True)
class Markup:
    """One syntax of documents."""

    id: str
    blocks: Callable[[bytes], Iterator[Block]]
    surfaces: str = "config"
    library: NoLibrary = field(default_factory=NoLibrary)

    def read(self, path: str, data: bytes, interesting: Callable[[str], bool]) -> Document | Unparsed:
        source = decode(path, data, self.id)
        if isinstance(source, Unreadable):
            return Unparsed(source.code, source.message)
        if source.encoding != "utf-8":
            return Unparsed("encoding", f"{source.encoding.upper()} is not read in {self.id} files")
        # What was is not to be changed.
        recorded = path.rpartition("/")[2].lower().startswith(RECORDS)
        blocks = [] if recorded else list(programs(self.blocks(data), interesting))
        parts: list[Part] = []
        spoken: list[tuple[int, int]] = []
        mentions: list[Mention] = []
        for number, block in enumerate(blocks, 1):
            part = _part(inner_path(path, number), block, interesting)
            if part is not None:
                parts.append(part)
                spoken.extend(block.spans)
                for start, end in block.left:
                    mentions.extend(line_mentions(path, data, "docstring", interesting, start, end))
        at = 0
        for start, end in sorted(spoken):
            mentions.extend(line_mentions(path, data, "docstring", interesting, at, start))
            at = max(at, end)
        mentions.extend(line_mentions(path, data, "docstring", interesting, at))
        scopes = (Scope(0, "module", None, None, ""),)
        facts = FileFacts(path, self.id, scopes=scopes, mentions=tuple(mentions), comments=_comments(path, data))
        return Document(path, data, "utf-8", facts, None, tuple(parts))

    write = staticmethod(unwritten)

    def compare(self, path: str, old: bytes, new: bytes, edits: Sequence[Edit]) -> str | None:
        def everything(text: str) -> bool:
            return True

        before, after = list(programs(self.blocks(old), everything)), list(programs(self.blocks(new), everything))
        if [(each.language, each.fenced) for each in before] != [(each.language, each.fenced) for each in after]:
            return "the blocks are others now"
        left = sorted(edits)
        for number, (block, now) in enumerate(zip(before, after, strict=True), 1):
            mine = [edit for edit in left if block.embedding.holds(edit.start, edit.end)] if block.text != now.text else []
            if not mine and block.text != now.text:
                return "a block without an edit is another one now"
            left = [edit for edit in left if edit not in mine]
            problem = _compared(inner_path(path, number), block, now, mine, sorted(edits)) if mine else None
            if problem is not None:
                return problem
        return "an edit stands outside the code blocks" if not all(_in_remark(edit, old) for edit in left) else None


def _in_remark(edit: Edit, old: bytes) -> bool:
    """Whether an edit writes, changes or takes away no more than a comment that speaks to this tool."""
    gone = old[edit.start : edit.end]
    if not gone.strip():
        return not edit.text.strip() or _REMARK.fullmatch(edit.text.strip().encode()) is not None
    start = edit.start + len(gone) - len(gone.lstrip())
    end = edit.start + len(gone.rstrip())
    return "--" not in edit.text and any(each.start() <= start and end <= each.end() for each in _REMARK.finditer(old))


@dataclass(frozen=True, slots=True)
class Kept:
    """A language in a place that is read but not written."""

    id: str
    surfaces: str
    library: Library
    read: Callable[[str, bytes, Callable[[str], bool]], Document | Unparsed]

    write = staticmethod(unwritten)
    compare = staticmethod(unedited)


def _part(path: str, block: Block, interesting: Callable[[str], bool]) -> Part | None:
    kind = of_language(block.language)
    if kind is None or not kind.reader or not block.text.strip():
        return None
    language = cast(Language, resolve(kind))
    document = language.read(path, block.text, interesting)
    if not isinstance(document, Document):
        return None
    if not block.fenced:
        language = Kept(language.id, language.surfaces, language.library, language.read)
    return Part(document, language, block.embedding, quoted=True)


def _compared(path: str, block: Block, now: Block, mine: list[Edit], edits: list[Edit]) -> str | None:
    kind = of_language(block.language)
    if kind is None or not kind.reader or not block.fenced:
        return "a block that is not read was edited"
    lowered: list[Edit] = []
    moved = 0
    for edit in edits:
        if edit in mine:
            lowered.extend(sunk(block.embedding, now.embedding, path, now.text, [edit], moved))
        moved += len(edit.text.encode()) - (edit.end - edit.start)
    return cast(Language, resolve(kind)).compare(path, block.text, now.text, lowered)


def _comments(path: str, data: bytes) -> tuple[Comment, ...]:
    found: list[Comment] = []
    if DIRECTIVE in data:
        at = 0
        for number, line in enumerate(data.splitlines(keepends=True), 1):
            if DIRECTIVE in line and line.lstrip().startswith((b"<!--", b"..", b"{/*")):
                text = line.decode("utf-8", "replace").strip()
                found.append(Comment(text, number, Site(path, at, at + len(line.rstrip())), True))
            at += len(line)
    return tuple(found)


MARKDOWN = Markup("markdown", fenced)
RST = Markup("rst", directives)
