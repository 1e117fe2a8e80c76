"""Markdown and reStructuredText: each code block is a program of its own, everything else is prose."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

from migrator.changes import CannotWrite, Change
from migrator.documents import inner_path, sunk
from migrator.facts import Comment, FileFacts, Mention, Scope
from migrator.files.kinds import of_language, resolve
from migrator.files.source import Unreadable, decode
from migrator.findings import Edit
from migrator.languages.base import Document, Language, Part, Unparsed
from migrator.languages.config.library import NoLibrary
from migrator.languages.documents.blocks import Block, directives, fenced
from migrator.languages.documents.prose import line_mentions
from migrator.values import Site

SPELLINGS = {
    "py": "python",
    "python3": "python",
    "js": "javascript",
    "node": "javascript",
    "mjs": "javascript",
    "jsx": "javascript",
    "ts": "typescript",
    "bash": "shell",
    "sh": "shell",
    "zsh": "shell",
    "yml": "yaml",
    "jsonc": "json",
    "json5": "json",
    "env": "dotenv",
    "cfg": "ini",
    "conf": "ini",
}
RECORDS = ("changelog", "changes", "history", "news", "release")
DIRECTIVE = b"deepseek-migrate:"


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
        blocks = [] if path.rpartition("/")[2].lower().startswith(RECORDS) else list(self.blocks(data))
        parts: list[Part] = []
        mentions: list[Mention] = []
        at = 0
        for number, block in enumerate(blocks, 1):
            part = self._part(inner_path(path, number), block, interesting)
            if part is not None:
                parts.append(part)
                mentions.extend(line_mentions(path, data, "docstring", interesting, at, block.start))
                at = block.end
        mentions.extend(line_mentions(path, data, "docstring", interesting, at))
        scopes = (Scope(0, "module", None, None, ""),)
        facts = FileFacts(path, self.id, scopes=scopes, mentions=tuple(mentions), comments=_comments(path, data))
        return Document(path, data, "utf-8", facts, None, tuple(parts))

    def _part(self, path: str, block: Block, interesting: Callable[[str], bool]) -> Part | None:
        kind = of_language(SPELLINGS.get(block.language, block.language))
        if kind is None or not kind.reader or not block.text.strip():
            return None
        language = cast(Language, resolve(kind))
        document = language.read(path, block.text, interesting)
        return Part(document, language, block.embedding, quoted=True) if isinstance(document, Document) else None

    def write(self, document: Document, changes: Sequence[Change]) -> tuple[tuple[Edit, ...], ...]:
        if changes:
            raise CannotWrite("documentation", "text is never edited; change it by hand")
        return ()

    def compare(self, path: str, old: bytes, new: bytes, edits: Sequence[Edit]) -> str | None:
        before, after = list(self.blocks(old)), list(self.blocks(new))
        if [each.language for each in before] != [each.language for each in after]:
            return "the blocks are others now"
        left = sorted(edits)
        moved = 0
        for number, (block, now) in enumerate(zip(before, after, strict=True), 1):
            mine = [edit for edit in left if block.start <= edit.start and edit.end <= block.end]
            left = [edit for edit in left if edit not in mine]
            shifted = [Edit(edit.path, edit.start, edit.end, edit.text) for edit in mine]
            problem = self._compared(inner_path(path, number), block, now, shifted, moved)
            moved += sum(len(edit.text.encode()) - (edit.end - edit.start) for edit in mine)
            if problem is not None:
                return problem
        return "an edit stands outside the code blocks" if left else None

    def _compared(self, path: str, block: Block, now: Block, edits: list[Edit], moved: int) -> str | None:
        if not edits:
            return None if block.text == now.text else "a block without an edit is another one now"
        kind = of_language(SPELLINGS.get(block.language, block.language))
        if kind is None:
            return "a block of an unknown language was edited"
        language = cast(Language, resolve(kind))
        lowered = sunk(block.embedding, now.embedding, path, now.text, edits, moved)
        return language.compare(path, block.text, now.text, lowered)


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
