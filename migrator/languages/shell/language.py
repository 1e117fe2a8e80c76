"""Shell scripts as one of the tool's languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from migrator.changes import Change
from migrator.documents import inner_path
from migrator.facts import Mention
from migrator.files.source import Unreadable, decode
from migrator.findings import Edit
from migrator.languages.base import Document, Part, Unparsed
from migrator.languages.http_body.library import RequestLibrary
from migrator.languages.shell.dialects import (
    dockerfile,
    makefile,
    nothing_overridden,
    overridden_by_docker,
    overridden_by_make,
    script,
    with_returns,
)
from migrator.languages.shell.writer import Bodies, write
from migrator.values import Site

DEEPEST = 5
"""How deep scripts are looked for inside scripts."""


@dataclass(frozen=True, slots=True)
class Shell:
    """Read with tree-sitter's Bash grammar; `clean` makes a file a script of the same length.

    `overridden` names the variables that whoever starts it may set otherwise; `exports` says that programs get all of them,
    `made` that make puts them in.
    """

    id: str = "shell"
    clean: Callable[[bytes], bytes] = script
    overridden: Callable[[bytes], frozenset[str]] = nothing_overridden
    exports: bool = False
    made: bool = False
    surfaces: str = "http"
    library: RequestLibrary = field(default_factory=RequestLibrary)

    def read(self, path: str, data: bytes, interesting: Callable[[str], bool]) -> Document | Unparsed:
        source = decode(path, data, self.id)
        if isinstance(source, Unreadable):
            return Unparsed(source.code, source.message)
        if source.encoding != "utf-8":
            return Unparsed("encoding", f"no shell reads {source.encoding.upper()}")
        try:
            from migrator.languages.shell.parse import parse
        except ImportError:
            return Unparsed("no-parser", "tree-sitter and its Bash grammar are not installed")
        from migrator.languages.shell.nested import nested_script
        from migrator.languages.shell.reader import Walk

        cleaned = self.clean(data)
        root = parse(cleaned)
        if root is None:
            return Unparsed("too-deep", "the commands nest too deeply")
        script = Walk(path, with_returns(cleaned, data), interesting, self.overridden(data), self.exports, self.made).read(root)
        parts: list[Part] = []
        mentions = [*script.facts.mentions, *_left_out(path, data, cleaned, interesting)]
        for number, word in enumerate(script.nested if path.count("#") < DEEPEST else (), 1):
            text, embedding = nested_script(word)
            inner = SHELL.read(inner_path(path, number), text, interesting)
            if isinstance(inner, Document):
                parts.append(Part(inner, SHELL, embedding))
            elif interesting(word.quoted.text):
                mentions.append(Mention("string", word.quoted.text, word.quoted.site(0, len(word.quoted.text))))
        facts = replace(script.facts, mentions=tuple(mentions))
        bodies = Bodies((*script.bodies, *script.inner), tuple(script.words))
        return Document(path, data, source.encoding, facts, bodies, tuple(parts))

    def write(self, document: Document, changes: Sequence[Change]) -> tuple[tuple[Edit, ...], ...]:
        assert isinstance(document.tree, Bodies)
        return write(document.path, document.data, document.tree, changes)

    def compare(self, path: str, old: bytes, new: bytes, edits: Sequence[Edit]) -> str | None:
        from migrator.languages.shell.compare import compare

        return compare(path, self.clean(old), self.clean(new))


def _left_out(path: str, data: bytes, cleaned: bytes, interesting: Callable[[str], bool]) -> Iterator[Mention]:
    """What lines name that are no commands: nothing of ours goes unsaid."""
    at = 0
    for line in data.splitlines(keepends=True) if cleaned != data else ():
        text = line.decode("utf-8", "replace")
        if not cleaned[at : at + len(line)].strip() and not text.lstrip().startswith("#") and interesting(text):
            yield Mention("comment", text, Site(path, at, at + len(line.rstrip())))
        at += len(line)


SHELL = Shell()
MAKEFILE = Shell("makefile", makefile, overridden_by_make, made=True)
DOCKERFILE = Shell("dockerfile", dockerfile, overridden_by_docker, exports=True)
ENVIRONMENT_LINES = Shell("shell", exports=True)
"""Nothing but variables that are set for others."""
