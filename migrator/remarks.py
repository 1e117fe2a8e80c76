"""Finds the comments that speak to this tool in files whose reader knows no comments, by the marks at their line."""

from __future__ import annotations

import re

from migrator.facts import Comment
from migrator.files.kinds import kind_of
from migrator.values import Site

_DIRECTIVE = b"deepseek-migrate:"
_TAGS = re.compile(rb"<!--(?:(?!-->).)*?deepseek-migrate:(?:(?!-->).)*-->")
_HASHES = re.compile(rb"(?:^|(?<=\s))#.*?deepseek-migrate:.*")
_ANY = re.compile(
    rb"/\*(?:(?!\*/).)*?deepseek-migrate:(?:(?!\*/).)*\*/|<!--(?:(?!-->).)*?deepseek-migrate:(?:(?!-->).)*-->"
    rb"|(?:^|(?<=\s))(?:#|//|--|;|%|')[ \t]*deepseek-migrate:.*"
    rb"|(?:^|(?<=\s))[Rr][Ee][Mm][ \t]+deepseek-migrate:.*"
)
_MARKS = {
    "html": _TAGS,
    "vue": _TAGS,
    "svelte": _TAGS,
    "markdown": _TAGS,
    "makefile": _HASHES,
    "dockerfile": _HASHES,
    "text": _ANY,
}
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|$)")


def comments_of(path: str, data: bytes, known: tuple[Comment, ...]) -> tuple[Comment, ...]:
    """The comments in a file of such a kind, besides those that its reader knows."""
    kind = kind_of(path.rpartition("/")[2])
    marks = _MARKS.get(kind.language) if kind is not None else None
    if marks is None or _DIRECTIVE not in data:
        return known
    lines = {comment.line for comment in known}
    found: list[Comment] = []
    for number, line in enumerate(_LINE.finditer(data), 1):
        match = marks.search(line.group().rstrip(b"\r\n")) if _DIRECTIVE in line.group() and number not in lines else None
        if match is not None:
            start, end = line.start() + match.start(), line.start() + len(match.group().rstrip()) + match.start()
            alone = not line.group()[: match.start()].strip()
            found.append(Comment(data[start:end].decode("utf-8", "replace"), number, Site(path, start, end), alone))
    return (*known, *found)
