"""Which findings the comments in a file suppress, and which of those comments suppress nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from migrator.facts import Comment
from migrator.selectors import ALL, names_rule
from migrator.values import Site

FIRST_LINES = 10

_DIRECTIVE = re.compile(
    r"(?<![\w-])deepseek-migrate:\s*(?P<verb>ignore-file|ignore)(?![\w-])[ \t]*"
    # An unclosed bracket is a mistake, never an `ignore` for all rules.
    r"(?:\[(?P<rules>[^\]\n]*)\])?(?!\[)[ \t]*(?P<reason>[^\n]*)"
)
ENDS = ("*/", "--%>", "-->", "#}", "--}}", "#>")
"""What may stand behind the reason."""


@dataclass(frozen=True, slots=True)
class Suppression:
    """One `ignore` comment: which rules it names, why, and the lines that it speaks of (`last` None: to the end)."""

    selectors: tuple[str, ...]
    reason: str
    line: int
    first: int
    last: int | None
    site: Site
    comment: Comment
    span: tuple[int, int]
    """Where in the comment's text it stands."""
    rules: tuple[int, int] | None
    """Where in the comment's text the rules stand; None where none are named."""

    def covers(self, code: str, name: str, first: int, last: int) -> bool:
        """Whether a finding of that rule on lines `first` to `last` is suppressed."""
        reached = last >= self.first and (self.last is None or first <= self.last)
        return reached and names_rule(self.selectors, code, name)

    def naming(self, code: str, name: str) -> frozenset[str]:
        """Those of its selectors that name the rule."""
        return frozenset(selector for selector in self.selectors if names_rule((selector,), code, name))


@dataclass(frozen=True, slots=True)
class Suppressions:
    """All `ignore` comments of a file."""

    entries: tuple[Suppression, ...]

    def find(self, code: str, name: str, first: int, last: int) -> Suppression | None:
        """The comment that suppresses a finding on lines `first` to `last` (both included), if any: the nearest one."""
        covering = [entry for entry in self.entries if entry.covers(code, name, first, last)]
        return max(covering, key=lambda entry: (entry.last is not None, entry.line), default=None)

    def unused(self, used: Iterable[Suppression]) -> tuple[Suppression, ...]:
        """Those that are not among `used`, in the file's order."""
        needed = frozenset(used)
        return tuple(entry for entry in self.entries if entry not in needed)


def read_suppressions(comments: Sequence[Comment]) -> Suppressions:
    """The `ignore` comments among a file's comments."""
    directives = [(comment, found) for comment in comments if (found := _DIRECTIVE.search(comment.text))]
    alone = {comment.line for comment in comments if comment.alone}
    return Suppressions(tuple(entry for comment, found in directives for entry in _entries(comment, found, alone)))


def _entries(comment: Comment, found: re.Match[str], alone: set[int]) -> Iterable[Suppression]:
    rules = ALL if found["rules"] is None else found["rules"]
    named = (part.strip() for part in rules.split(","))
    selectors = tuple(part for part in named if part)
    reason = _reason(found["reason"])
    line = comment.line + comment.text[: found.start()].count("\n")
    places = (comment.site, comment, found.span(), found.span("rules") if found["rules"] is not None else None)
    if found["verb"] == "ignore-file":
        if line <= FIRST_LINES:
            yield Suppression(selectors, reason, line, 1, None, *places)
        return
    # A comment of several lines speaks of the line that it ends on, and of the next when it stands alone.
    end = comment.line + comment.text.count("\n")
    yield Suppression(selectors, reason, line, line, _next_code(end, alone) if comment.alone else end, *places)


def _next_code(line: int, alone: set[int]) -> int:
    """The line below a comment, further comments that stand alone passed over."""
    line += 1
    while line in alone:
        line += 1
    return line


def _reason(text: str) -> str:
    text = text.strip()
    for end in ENDS:
        text = text.removesuffix(end).rstrip()
    return text.lstrip(":- ")
