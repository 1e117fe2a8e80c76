"""Reads a file of HTTP requests: variables, and for each request its URL, headers and body."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from migrator.facts import Binding, Call, Comment, FileFacts, Mention, Scope
from migrator.languages.http_body.body import Body, read_body
from migrator.languages.http_body.quoted import Quoted
from migrator.languages.http_body.request import request_call
from migrator.values import Environment, Imported, Reference, Site, Value

DIRECTIVE = "deepseek-migrate:"
VARIABLE = re.compile(r"@([A-Za-z_][\w.-]*)\s*=\s*(\S.*?)?\s*$")
HOLE = re.compile(r"\{\{\s*([^{}\s]+)[^{}]*\}\}")
START = re.compile(r"\s*(?:(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)[ \t]+)?((?:https?://|\{\{|/)\S*)(?:[ \t]+HTTP/[\d.]+)?\s*$")
HEADER = re.compile(r"[A-Za-z][\w-]*:")
COMMENT = re.compile(r"[ \t]*(?:#|//)")
FILE = re.compile(r"<@?(?:utf-?8)?[ \t]+([^\s{}]+)[ \t]*$")
SCRIPTED = re.compile(r"(?:>|<>|<)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its newline; `number` counts from 1."""

    number: int
    start: int
    text: str


class Reader:
    """Collects the facts of one file."""

    def __init__(self, path: str, text: str, offset: int, interesting: Callable[[str], bool]) -> None:
        self.path = path
        self.interesting = interesting
        self.lines = list(_lines(text, offset))
        self.bindings: dict[tuple[int, str], list[Binding]] = {}
        self.calls: list[Call] = []
        self.mentions: list[Mention] = []
        self.comments: list[Comment] = []
        self.bodies: list[Body] = []
        self.names = {found[1] for line in self.lines if (found := VARIABLE.match(line.text))}

    def read(self) -> FileFacts:
        """The whole file."""
        part: list[Line] = []
        for line in self.lines:
            if COMMENT.match(line.text) and DIRECTIVE in line.text:
                site = Site(self.path, line.start, line.start + len(line.text.encode()))
                self.comments.append(Comment(line.text.strip(), line.number, site, True))
            if line.text.startswith("###"):
                self.request(part)
                part = []
            else:
                part.append(line)
        self.request(part)
        return FileFacts(
            self.path,
            "http",
            scopes=(Scope(0, "module", None, None, ""),),
            bindings={key: tuple(found) for key, found in self.bindings.items()},
            calls=tuple(self.calls),
            mentions=tuple(self.mentions),
            comments=tuple(self.comments),
        )

    def request(self, lines: Sequence[Line]) -> None:
        """One request between two separators."""
        for number, line in enumerate(lines):
            start = START.match(line.text)
            if start is not None:
                self.sent(line, start, list(lines[number + 1 :]))
                return
            found = VARIABLE.match(line.text)
            if found is not None and found[2]:
                self.assign(line, found)
            elif not COMMENT.match(line.text):
                self.mention(self.quoted([line]))

    def sent(self, first: Line, found: re.Match[str], rest: list[Line]) -> None:
        """What stands behind a request's first line."""
        url = self.quoted([first], found.start(1), found.end(1))
        self.mention(url)
        headers: list[Quoted] = []
        while rest and rest[0].text.strip():
            line = rest.pop(0)
            if HEADER.match(line.text):
                headers.append(self.quoted([line]))
            elif not COMMENT.match(line.text) and line.text.lstrip()[:1] in ("?", "&"):
                # Blanks set it off; they are none of the URL.
                url.join(self.quoted([line], len(line.text) - len(line.text.lstrip()), len(line.text.rstrip())))
        self.with_body(first, url, headers, rest)

    def with_body(self, first: Line, url: Quoted, headers: Sequence[Quoted], rest: list[Line]) -> None:
        kept: list[Line] = []
        given = next((line for line in rest if line.text.strip()), None)
        file = FILE.match(given.text) if given is not None else None
        if given is not None and file is not None:
            name = self.quoted([given], file.start(1), file.end(1))
            site = name.site(0, len(name.text))
            value = Imported(file[1], file[1].rpartition("/")[2], 1, site)
            whole = Site(self.path, first.start, site.end)
            self.calls.append(request_call(len(self.calls), whole, url, headers, name, value))
            return
        for line in rest:
            if SCRIPTED.match(line.text):
                break
            kept.append(line)
        while kept and not kept[-1].text.strip():
            kept.pop()
        while kept and (not kept[0].text.strip() or COMMENT.match(kept[0].text)):
            kept.pop(0)
        while kept and COMMENT.match(kept[-1].text):
            kept.pop()
        if not kept:
            return
        quoted = self.quoted(kept)
        body = read_body(quoted, self.interesting, self.mentions, self.bindings)
        if body is None:
            self.mention(quoted)
            return
        self.bodies.append(body)
        site = Site(self.path, first.start, quoted.ends[-1])
        self.calls.append(request_call(len(self.calls), site, url, headers, quoted, body.record))

    def assign(self, line: Line, found: re.Match[str]) -> None:
        value = self.quoted([line], found.start(2), found.end(2))
        self.mention(value)
        site = value.site(0, len(value.text))
        key = (0, found[1])
        binding = Binding(found[1], 0, value.value(0, len(value.text), site), line.number, (), site)
        self.bindings.setdefault(key, []).append(binding)

    def mention(self, quoted: Quoted) -> None:
        if quoted.text and self.interesting(quoted.text):
            self.mentions.append(Mention("string", quoted.text, quoted.site(0, len(quoted.text))))

    def quoted(self, lines: Sequence[Line], start: int = 0, end: int | None = None) -> Quoted:
        """Lines as one text, with the variables in them; the newlines between them stand for one character each."""
        result = Quoted(self.path)
        for number, line in enumerate(lines):
            at = line.start
            if number:
                result.add("\n", result.ends[-1] if result.ends else at, at, "plain")
            position = 0
            while position < len(line.text):
                found = HOLE.match(line.text, position)
                stop = found.end() if found is not None else position + 1
                width = len(line.text[position:stop].encode())
                if start <= position and (end is None or stop <= end):
                    if found is not None:
                        result.hole(self.variable(found[1], Site(self.path, at, at + width)), "plain")
                    else:
                        result.add(line.text[position], at, at + width, "plain")
                at += width
                position = stop
        return result

    def variable(self, name: str, site: Site) -> Value:
        """A variable of the file, or one that the editor's settings give."""
        return Reference(name, 0, site) if name in self.names else Environment(None, None, site)


def _lines(text: str, offset: int) -> Iterator[Line]:
    for number, line in enumerate(text.split("\n"), 1):
        body = line.removesuffix("\r")
        yield Line(number, offset, body)
        offset += len(line.encode()) + 1
