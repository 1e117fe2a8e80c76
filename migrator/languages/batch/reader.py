"""Reads a batch file: variables, and curl commands whose quoted words the program itself takes apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from migrator.facts import Binding, Call, Comment, FileFacts, Mention, Scope, Use
from migrator.languages.http_body.body import Body, read_body
from migrator.languages.http_body.quoted import Quoted
from migrator.languages.http_body.request import request_call
from migrator.languages.shell.clients import name_of
from migrator.languages.shell.curl import read_command
from migrator.values import Environment, Imported, Reference, Site, Value

DIRECTIVE = "deepseek-migrate:"
_LINE = re.compile(r"(?:\^\r?\n|[^\r\n])+")
_REMARK = re.compile(r"[ \t@]*(?:rem\b|::)", re.IGNORECASE)
_SET = re.compile(r'[ \t@]*set[ \t]+(?P<quote>"?)(?P<name>\w+)=(?P<value>[^"\r\n&|]*)(?P=quote)', re.IGNORECASE)
_DEFAULT = re.compile(r'[ \t@]*if[ \t]+(?:"%(\w+)%"[ \t]*==[ \t]*""|not[ \t]+defined[ \t]+(\w+))[ \t]+', re.IGNORECASE)
_VARIABLE = re.compile(r"%(\w+)%|!(\w+)!|%~?(\d|\*)")
_COMPARED = re.compile(r"[ \t@]*if[ \t]", re.IGNORECASE)


class Reader:
    """One batch file."""

    def __init__(self, path: str, text: str, offset: int, interesting: Callable[[str], bool]) -> None:
        self.path = path
        self.source = text
        self.interesting = interesting
        self.places = [offset]
        for letter in text:
            self.places.append(self.places[-1] + len(letter.encode("utf-8", "surrogatepass")))
        self.bindings: dict[tuple[int, str], list[Binding]] = {}
        self.calls: list[Call] = []
        self.mentions: list[Mention] = []
        self.uses: list[Use] = []
        self.comments: list[Comment] = []
        self.bodies: list[Body] = []
        self.names = {found[1].lower() for found in re.finditer(r"(?i)\bset[ \t]+\"?(\w+)=", text)}

    def read(self) -> FileFacts:
        """The whole file."""
        for line in _LINE.finditer(self.source):
            self.line(line.start(), line.end())
        return FileFacts(
            self.path,
            "batch",
            scopes=(Scope(0, "module", None, None, ""),),
            bindings={key: tuple(found) for key, found in self.bindings.items()},
            calls=tuple(self.calls),
            mentions=tuple(self.mentions),
            uses=tuple(self.uses),
            comments=tuple(self.comments),
        )

    def site(self, start: int, end: int) -> Site:
        return Site(self.path, self.places[start], self.places[end])

    def line(self, start: int, end: int) -> None:
        """One command, with the lines that it goes on in."""
        if _REMARK.match(self.source, start, end):
            if DIRECTIVE in self.source[start:end]:
                number = self.source.count("\n", 0, start) + 1
                self.comments.append(Comment(self.source[start:end], number, self.site(start, end), True))
            return
        default = _DEFAULT.match(self.source, start, end)
        found = _SET.match(self.source, default.end() if default is not None else start, end)
        if found is not None:
            self.assign(found, default is not None)
            return
        compares = _COMPARED.match(self.source, start, end) is not None
        for words in self.commands(start, end):
            self.command(words, compares)

    def assign(self, found: re.Match[str], default: bool) -> None:
        name = found["name"].lower()
        quoted = self.characters(*found.span("value"), False)
        site = self.site(*found.span("value"))
        value = quoted.value(0, len(quoted.text), site)
        if default:
            value = Environment(found["name"], value, site)
        self.mention(quoted, site)
        order = sum(map(len, self.bindings.values()))
        self.bindings.setdefault((0, name), []).append(Binding(name, 0, value, order, (), self.site(*found.span("name"))))

    def variable(self, name: str, site: Site) -> Value:
        return Reference(name.lower(), 0, site) if name.lower() in self.names else Environment(name, None, site)

    def characters(self, start: int, end: int, in_quotes: bool) -> Quoted:
        """Text with the variables in it."""
        result = Quoted(self.path)
        quoting = "batch" if in_quotes else "bare"
        at = start
        while at < end:
            found = _VARIABLE.match(self.source, at, end)
            if self.source.startswith("%%", at):
                result.add("%", self.places[at], self.places[at + 2], quoting)
                at += 2
            elif found is not None:
                site = self.site(at, found.end())
                name = found[1] or found[2]
                result.hole(self.variable(name, site) if name else Environment(None, None, site), quoting)
                at = found.end()
            else:
                result.add(self.source[at], self.places[at], self.places[at + 1], quoting)
                at += 1
        return result

    def commands(self, start: int, end: int) -> Iterator[list[Quoted]]:
        """The words of each command, as a program gets them: quotes off, `\\"` a quote in quotes."""
        words: list[Quoted] = []
        word: Quoted | None = None
        inside = False
        at = start
        while at < end:
            letter = self.source[at]
            if letter == "^" and not inside and at + 1 < end:
                at += 1
                if self.source[at] in "\r\n":
                    at += 2 if self.source.startswith("\r\n", at) else 1
                continue
            if letter == "\\" and self.source[at + 1 : at + 2] == '"':
                word = word or Quoted(self.path)
                word.add('"', self.places[at], self.places[at + 2], "batch-native" if inside else "bare")
                at += 2
            elif letter == '"':
                word = word or Quoted(self.path)
                inside = not inside
                at += 1
            elif letter in " \t" and not inside:
                words.extend([word] if word is not None else [])
                word = None
                at += 1
            elif letter in "&|<>()" and not inside:
                words.extend([word] if word is not None else [])
                word = None
                if letter in "&|":
                    yield words
                    words = []
                at += 1
            else:
                found = _VARIABLE.match(self.source, at, end)
                stop = found.end() if found is not None else at + (2 if self.source.startswith("%%", at) else 1)
                word = word or Quoted(self.path)
                part = self.characters(at, stop, inside)
                part.quoting = ["batch-native" if inside else "bare"] * len(part.text)
                word.join(part)
                at = stop
        words.extend([word] if word is not None else [])
        yield words

    def command(self, words: Sequence[Quoted], compares: bool) -> None:
        name = next((at for at, word in enumerate(words) if name_of(word.text.lstrip("@").replace("\\", "/")) == "curl"), None)
        request = read_command(words[name + 1 :]) if name is not None else None
        if request is None or request.odd or len(request.urls) != 1 or len(request.bodies) != 1 or name is None:
            self.other(words, compares)
            return
        kind, text = request.bodies[0]
        whole = Site(self.path, words[name].starts[0], words[-1].ends[-1] if words[-1].ends else words[name].ends[-1])
        value: Value
        if kind == "data" and text.text.startswith("@") and len(text.text) > 1:
            file = text.text[1:].replace("\\", "/")
            value = Imported(file, file.rpartition("/")[2], 1, text.site(1, len(text.text)))
        else:
            body = read_body(text, self.interesting, self.mentions, self.bindings)
            if body is None:
                self.other(words, compares)
                return
            self.bodies.append(body)
            value = body.record
        for quoted in (*request.urls, *request.headers):
            self.mention(quoted, quoted.site(0, len(quoted.text)))
        self.calls.append(request_call(len(self.calls), whole, request.urls[0], request.headers, text, value))

    def other(self, words: Sequence[Quoted], compares: bool) -> None:
        """A command that sends nothing: what it names, and which variables it gets."""
        silent = bool(words) and words[0].text.lstrip("@").lower() in ("echo", "echo.", "title")
        for word in words:
            site = word.site(0, len(word.text))
            if word.text and self.interesting(word.text):
                self.mentions.append(Mention("comparison" if compares else "string", word.text, site))
            for value in word.holes.values() if not silent else ():
                self.uses.append(Use("comparison" if compares else "program", value, site))

    def mention(self, quoted: Quoted, site: Site) -> None:
        if quoted.text and self.interesting(quoted.text):
            self.mentions.append(Mention("string", quoted.text, site))
