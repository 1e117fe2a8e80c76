"""Reads a batch file: variables, and curl commands whose quoted words the program itself takes apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from collections.abc import Sequence as Sequence_

from migrator.facts import Binding, Call, Comment, FileFacts, Mention, Scope, Use
from migrator.languages.http_body.body import Body, read_body
from migrator.languages.http_body.quoted import Quoted
from migrator.languages.http_body.request import request_call
from migrator.languages.shell.clients import name_of
from migrator.languages.shell.curl import read_command
from migrator.values import Element, Environment, Imported, Opaque, Reference, Sequence, Site, Value

DIRECTIVE = "deepseek-migrate:"
_LINE = re.compile(r"(?:\^\r?\n|[^\r\n])+")
_REMARK = re.compile(r"[ \t@]*(?:rem\b|::)", re.IGNORECASE)
_SET = re.compile(
    r'[ \t@]*set[ \t]+(?:"(?P<quoted>\w+)=(?P<text>[^"\r\n]*)"|(?P<name>\w+)=(?P<value>[^"\r\n&|]*))', re.IGNORECASE
)
_SET_IN_BRACKETS = re.compile(r"[^()&|\r\n]*")
_DEFAULT = re.compile(r'[ \t@]*if[ \t]+(?:"%(\w+)%"[ \t]*==[ \t]*""|not[ \t]+defined[ \t]+(\w+))[ \t]+', re.IGNORECASE)
_CONDITION = re.compile(
    r"[ \t@]*if[ \t]+(?:/i[ \t]+)?(?:not[ \t]+)?(?:(?:exist|defined|errorlevel)[ \t]+\S+|"
    r"(?:\"[^\"\r\n]*\"|[^\s\"=]+)[ \t]*(?:==|\b(?:equ|neq|lss|leq|gtr|geq)\b)[ \t]*(?:\"[^\"\r\n]*\"|[^\s\"=]+))[ \t]*",
    re.IGNORECASE,
)
_LOOP = re.compile(r"[ \t@]*for[ \t]+%%(?P<name>\w)[ \t]+in[ \t]*\((?P<items>[^()\r\n]*)\)[ \t]*do\b", re.IGNORECASE)
_ITEM = re.compile(r'"[^"]*"|[^\s,;="]+')
_OPENED = re.compile(r"[ \t@]*\(")
_CLOSED = re.compile(r"[ \t]*\)[ \t]*(?:else\b[ \t]*)?", re.IGNORECASE)
_VARIABLE = re.compile(r"%(\w+)(:[^%\r\n]+)?%|!(\w+)(:[^!\r\n]+)?!|%~?(\d|\*)")
_LOOP_VARIABLE = re.compile(r"%%~?(\w)")
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
        self.loops = {found["name"] for found in _LOOP.finditer(text)}
        self.blocks: list[tuple[int, int]] = []
        self.statements = 0
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
        while (closed := _CLOSED.match(self.source, start, end)) is not None:
            del self.blocks[-1:]
            start = closed.end()
        loop = _LOOP.match(self.source, start, end)
        if loop is not None:
            self.loop(loop)
            start = loop.end()
        default = _DEFAULT.match(self.source, start, end)
        condition = _CONDITION.match(self.source, start, end)
        compares = _COMPARED.match(self.source, start, end) is not None
        if condition is not None:
            for words in self.commands(start, condition.end()):
                self.other(words, True)
            start, compares = condition.end(), False
        self.statements += 1
        outer = list(self.blocks)
        if condition is not None or loop is not None:
            self.blocks.append((self.statements, 0))
        opened = _OPENED.match(self.source, start, end)
        if opened is not None:
            start = opened.end()
        self.rest(start, end, default is not None, compares, opened is not None)
        if opened is None or self.source.count(")", start, end) > self.source.count("(", start, end):
            self.blocks = outer
        elif len(self.blocks) == len(outer):
            self.blocks.append((self.statements, 0))

    def rest(self, start: int, end: int, default: bool, compares: bool, bracketed: bool) -> None:
        """What a line does once its conditions hold."""
        found = _SET.match(self.source, start, end)
        if found is not None:
            start = self.assign(found, default, bracketed)
        for words in self.commands(start, end):
            self.command(words, compares)

    def assign(self, found: re.Match[str], default: bool, bracketed: bool) -> int:
        """Bind a variable; where its value ends."""
        written = found["quoted"] or found["name"]
        place, (start, end) = (
            found.span("quoted" if found["quoted"] else "name"),
            found.span("text" if found["quoted"] else "value"),
        )
        if bracketed and found["name"]:
            short = _SET_IN_BRACKETS.match(self.source, start, end)
            end = short.end() if short is not None else end
        quoted = self.characters(start, end, False)
        site = self.site(start, end)
        value = quoted.value(0, len(quoted.text), site)
        if default:
            value = Environment(written, value, site)
        self.mention(quoted, site)
        self.bind(written.lower(), value, self.site(*place))
        return found.end() if found["quoted"] else end

    def bind(self, name: str, value: Value, site: Site) -> None:
        order = sum(map(len, self.bindings.values()))
        self.bindings.setdefault((0, name), []).append(Binding(name, 0, value, order, tuple(self.blocks), site))

    def loop(self, found: re.Match[str]) -> None:
        """`for %%m in (a b) do …`."""
        at = found.start("items")
        items: list[Value] = []
        for item in _ITEM.finditer(found["items"]):
            quotes = int(item[0].startswith('"'))
            text = self.characters(at + item.start() + quotes, at + item.end() - quotes, False)
            site = self.site(at + item.start() + quotes, at + item.end() - quotes)
            self.mention(text, site)
            items.append(text.value(0, len(text.text), site))
        words = Sequence("list", tuple(items), self.site(*found.span("items")))
        self.uses.append(Use("collection", words, words.site))
        self.bind(f"%{found['name']}", Element(words, None, words.site), self.site(*found.span("name")))

    def variable(self, name: str, site: Site) -> Value:
        return Reference(name.lower(), 0, site) if name.lower() in self.names else Environment(name, None, site)

    def characters(self, start: int, end: int, in_quotes: bool) -> Quoted:
        """Text with the variables in it."""
        result = Quoted(self.path)
        quoting = "batch" if in_quotes else "bare"
        at = start
        while at < end:
            found = _VARIABLE.match(self.source, at, end)
            loop = self.of_loop(at, end)
            if loop is not None:
                site = self.site(at, loop.end())
                result.hole(Reference(f"%{loop[1]}", 0, site), quoting)
                at = loop.end()
            elif self.source.startswith("%%", at):
                result.add("%", self.places[at], self.places[at + 2], quoting)
                at += 2
            elif found is not None:
                site = self.site(at, found.end())
                name = found[1] or found[3]
                value: Value = self.variable(name, site) if name else Environment(None, None, site)
                if found[2] or found[4]:
                    self.uses.append(Use("pattern", value, site))
                    value = Opaque("", site, (value,))
                result.hole(value, quoting)
                at = found.end()
            else:
                result.add(self.source[at], self.places[at], self.places[at + 1], quoting)
                at += 1
        return result

    def of_loop(self, at: int, end: int) -> re.Match[str] | None:
        """`%%m`, where a loop gives it a value."""
        found = _LOOP_VARIABLE.match(self.source, at, end)
        return found if found is not None and found[1] in self.loops else None

    def commands(self, start: int, end: int) -> Iterator[list[Quoted]]:
        """The words of each command, as a program gets them: quotes off, `\\"` a quote in quotes."""
        words: list[Quoted] = []
        word: Quoted | None = None
        inside = path = False
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
            elif letter in " \t&|<>()" and not inside:
                self.taken(words, word, path)
                path = (word is None and path) or letter in "<>"
                word = None
                if letter in "&|":
                    yield words
                    words = []
                at += 1
            else:
                found = self.of_loop(at, end) or _VARIABLE.match(self.source, at, end)
                stop = found.end() if found is not None else at + (2 if self.source.startswith("%%", at) else 1)
                word = word or Quoted(self.path)
                part = self.characters(at, stop, inside)
                part.quoting = ["batch-native" if inside else "bare"] * len(part.text)
                word.join(part)
                at = stop
        self.taken(words, word, path)
        yield words

    def taken(self, words: list[Quoted], word: Quoted | None, path: bool) -> None:
        """A word is at its end; where the output goes is none of the program's."""
        if word is None:
            return
        if path:
            self.names_file(word)
        else:
            words.append(word)

    def names_file(self, word: Quoted) -> None:
        self.uses.extend(Use("path", value, word.site(0, len(word.text))) for value in word.holes.values())

    def command(self, words: Sequence_[Quoted], compares: bool) -> None:
        self.sets(words)
        name = next((at for at, word in enumerate(words) if name_of(word.text.lstrip("@").replace("\\", "/")) == "curl"), None)
        request = read_command(words[name + 1 :]) if name is not None else None
        if request is None or request.odd or len(request.urls) != 1 or len(request.bodies) != 1 or name is None:
            self.other(words, compares)
            return
        for named in request.files:
            self.names_file(named)
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
        self.calls.append(request_call(len(self.calls), whole, request.urls[0], request.headers, text, value, tuple(self.blocks)))

    def sets(self, words: Sequence_[Quoted]) -> None:
        """`… & set x=y`, `… else (set x=y)`, and `set /p x=…`, which asks and may leave what there was."""
        said = [word.text.lower() for word in words]
        for at, word in enumerate(words[1:]):
            asks = said[at] == "/p" and said[:at][-1:] == ["set"]
            name, equals, _ = word.text.partition("=")
            if (asks or said[at] == "set") and equals and name:
                saved = list(self.blocks)
                if "else" in said[:at]:
                    self.blocks[-1:] = [(self.statements, 1)]
                place, text = word.site(0, len(name)), word.cut(len(name) + 1)
                value = text.value(0, len(text.text), text.site(0, len(text.text)))
                if asks:
                    self.blocks.append((self.statements, 2))
                    value = Environment(None, None, place)
                self.bind(name.lower(), value, place)
                self.blocks = saved

    def other(self, words: Sequence_[Quoted], compares: bool) -> None:
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
