"""Reads a PowerShell script: variables, hashtables, JSON texts and the web requests that send them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from migrator.facts import Argument, Binding, Block, Call, Comment, FileFacts, Mention, Mutation, Scope, Use
from migrator.languages.http_body.body import Body, read_body
from migrator.languages.http_body.quoted import Quoted
from migrator.languages.http_body.request import CALLEE, request_call
from migrator.languages.powershell.tokens import Lexer, Token
from migrator.languages.shell import curl
from migrator.values import Entry, Environment, Imported, Join, Literal, Opaque, Record, Reference, Sequence, Site, Value

DIRECTIVE = "deepseek-migrate:"
REQUESTS = frozenset({"invoke-restmethod", "irm", "invoke-webrequest", "iwr"})
CURLS = frozenset({"curl.exe", "curl"})
SILENT = frozenset(
    {"write-host", "write-output", "write-verbose", "write-information", "out-null", "echo", "return", "out-string"}
)
COMPARING = frozenset(
    f"-{case}{name}" for case in ("", "c", "i") for name in ("eq", "ne", "match", "like", "in", "contains", "notin", "notmatch")
)
CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
COMPUTING = COMPARING | {"-f", "-join", "-replace", "-split"}
PASSING = frozenset({"convertto-json", "convertfrom-json"})
_ASSIGNED = re.compile(r"\$(?:(?:script|global|local):)?(\w+)[ \t]*\+?=", re.IGNORECASE)
ENDS = ("\n", ";", "|", ")", "}")


@dataclass(slots=True)
class Table:
    """A hashtable as written: where it and its entries stand."""

    record: Record
    start: int
    end: int


@dataclass(slots=True)
class Found:
    """What a script holds that can be written to."""

    bodies: list[Body] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    broken: bool = False


class Reader:
    """One script."""

    def __init__(self, path: str, text: str, offset: int, interesting: Callable[[str], bool]) -> None:
        self.path = path
        self.interesting = interesting
        self.bindings: dict[tuple[int, str], list[Binding]] = {}
        self.mutations: list[Mutation] = []
        self.calls: list[Call] = []
        self.mentions: list[Mention] = []
        self.uses: list[Use] = []
        self.comments: list[Comment] = []
        self.found = Found()
        self.block: Block = ()
        self.arm_sites: dict[tuple[int, int], Site] = {}
        self.order = 0
        self.assigned = {found[1].lower() for found in _ASSIGNED.finditer(text) if found[1]}
        self.lexer = Lexer(path, text, offset, self.variable)
        self.tokens = [token for token in self._listed() if token.kind != "comment"]
        self.at = 0

    def _listed(self) -> list[Token]:
        listed = list(self.lexer.tokens())
        for number, token in enumerate(listed):
            if token.kind == "comment" and DIRECTIVE in token.text:
                line = self.lexer.text.count("\n", 0, token.start) + 1
                alone = number == 0 or listed[number - 1].kind == "newline"
                self.comments.append(Comment(token.text, line, self.site(token), alone))
        return listed

    def variable(self, name: str, site: Site) -> Value:
        """What a name stands for."""
        if name in CONSTANTS:
            return Literal(CONSTANTS[name], site)
        if name.startswith("env:"):
            return Environment(name[4:].upper(), None, site)
        name = name.rpartition(":")[2]
        return Reference(name, 0, site) if name in self.assigned else Environment(None, None, site)

    def read(self) -> FileFacts:
        """The whole script."""
        while self.at < len(self.tokens):
            self.statement()
        return FileFacts(
            self.path,
            "powershell",
            scopes=(Scope(0, "module", None, None, ""),),
            bindings={key: tuple(found) for key, found in self.bindings.items()},
            mutations=tuple(self.mutations),
            calls=tuple(self.calls),
            mentions=tuple(self.outside_bodies()),
            uses=tuple(self.uses),
            comments=tuple(self.comments),
            arm_sites=self.arm_sites,
        )

    def outside_bodies(self) -> list[Mention]:
        """The mentions without those of a whole text that is a body."""
        spans = [(body.quoted.starts[0], body.quoted.ends[-1]) for body in self.found.bodies if body.quoted.starts]
        return [
            each for each in self.mentions if not any(each.site.start < start and end < each.site.end for start, end in spans)
        ]

    def site(self, first: Token, last: Token | None = None) -> Site:
        return self.lexer.site(first.start, (last or first).end)

    def peek(self, ahead: int = 0) -> Token | None:
        return self.tokens[self.at + ahead] if self.at + ahead < len(self.tokens) else None

    def take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def said(self, *marks: str) -> bool:
        token = self.peek()
        return token is not None and token.kind in ("mark", "newline") and token.text in marks

    def lines(self) -> None:
        while self.said("\n", ";"):
            self.take()

    def statement(self) -> None:
        token = self.peek()
        if token is None:
            return
        if token.kind == "broken":
            self.found.broken = True
            self.mention(token.text, self.site(token))
            self.take()
        elif self.said("{"):
            self.braces()
        elif self.said("\n", ";", "}", ")", "]", ",", "|", "=", "+", "+=", "::"):
            self.take()
        elif token.kind == "word" and token.text.lower() == "param" and (after := self.peek(1)) and after.text == "(":
            self.take()
            self.parameters()
        elif token.kind == "variable" and self.assignment():
            return
        else:
            self.pipeline()

    def braces(self) -> None:
        opening = self.take()
        self.order += 1
        saved, mine = self.block, (self.order, 0)
        self.block = (*self.block, mine)
        while self.peek() is not None and not self.said("}"):
            self.statement()
        last = self.peek() or self.tokens[-1]
        self.arm_sites[mine] = self.site(opening, last)
        if self.peek() is not None:
            self.take()
        self.block = saved

    def parameters(self) -> None:
        """`param([string]$Model = "…")`: whoever starts the script may give another."""
        self.take()
        while self.peek() is not None and not self.said(")"):
            token = self.take()
            if token.kind == "variable" and self.said("="):
                self.take()
                default = self.expression()
                self.bind(token, Environment(None, default, self.site(token)))
            elif token.text == "[":
                while self.peek() is not None and self.take().text != "]":
                    pass
        if self.peek() is not None:
            self.take()

    def assignment(self) -> bool:
        """`$x = …`, `$x.y = …` and `$x["y"] = …`."""
        first, begin = self.take(), self.at
        keys: list[Value] = []
        while (token := self.peek()) is not None and token.joined and (token.text.startswith(".") or token.text == "["):
            self.take()
            if token.text == "[":
                inside = self.expression()
                keys.append(inside)
                if self.said("]"):
                    self.take()
            else:
                keys.append(Literal(token.text[1:], self.lexer.site(token.start + 1, token.end)))
        if not self.said("=", "+="):
            self.at = begin - 1
            return False
        adds = self.take().text == "+="
        while self.said("\n"):
            self.take()
        value = self.pipeline()
        site = self.site(first)
        if adds:
            value = Opaque("", site)
        if not keys:
            self.bind(first, value)
        else:
            self.order += 1
            target = self.variable(first.text, site)
            whole = self.site(first, self.tokens[self.at - 1])
            self.mutations.append(Mutation("set", target, tuple(keys), value, 0, self.order, self.block, whole, keys[-1].site))
        return True

    def bind(self, token: Token, value: Value) -> None:
        self.order += 1
        name = token.text.rpartition(":")[2]
        self.assigned.add(name)
        self.bindings.setdefault((0, name), []).append(Binding(name, 0, value, self.order, self.block, self.site(token)))

    def pipeline(self) -> Value:
        """A statement's value: an expression or a command, with what it is piped through."""
        token = self.peek()
        if token is None:
            return Opaque("", Site(self.path, 0, 0))
        start = self.at
        value = self.command() if token.kind == "word" and not _is_number(token.text) else self.expression()
        while self.said("|"):
            self.take()
            while self.said("\n"):
                self.take()
            name = self.peek()
            if name is None or name.kind != "word":
                break
            passes = name.text.lower() in PASSING
            self.command()
            value = value if passes else Opaque("", self.site(token))
        if self.at == start:
            self.take()
        return value

    def expression(self) -> Value:
        """One value; what is computed is unknown, but for texts put together with `+`."""
        first = self.peek()
        parts = [self.primary()]
        while self.said("+"):
            self.take()
            parts.append(self.primary())
        token = self.peek()
        site = self.site(first, self.tokens[self.at - 1]) if first is not None and self.at else parts[0].site
        if token is not None and token.kind == "word" and token.text.lower() in COMPUTING:
            compares = token.text.lower() in COMPARING
            self.take()
            other = self.expression()
            for each in (*parts, other) if compares else ():
                if isinstance(each, Literal):
                    self.mentions = [Mention("comparison", m.text, m.site) if m.site == each.site else m for m in self.mentions]
                else:
                    self.uses.append(Use("comparison", each, site))
            return Opaque("", site)
        return parts[0] if len(parts) == 1 else Join(tuple(parts), site)

    def primary(self) -> Value:
        token = self.peek()
        if token is None:
            return Opaque("", Site(self.path, 0, 0))
        if token.text == "@{":
            return self.after(self.table())
        if token.text in ("@(", "(", "$("):
            return self.after(self.group())
        if token.text == "[":
            return self.bracket()
        if token.kind == "mark" or token.kind == "newline":
            return Opaque("", self.site(token))
        self.take()
        site = self.site(token)
        if token.kind == "string" and token.quoted is not None:
            return self.after(self.text(token.quoted, site))
        if token.kind == "variable":
            return self.after(self.variable(token.text, site))
        if token.kind == "word" and _is_number(token.text):
            return Literal(float(token.text) if "." in token.text else int(token.text), site)
        self.mention(token.text, site)
        return Literal(token.text, site) if token.kind == "word" else Opaque("", site)

    def after(self, value: Value) -> Value:
        """Members of a value are unknown."""
        while (token := self.peek()) is not None and token.joined and (token.text == "[" or token.text.startswith((".", "::"))):
            self.take()
            value = Opaque("", self.site(token))
            if token.text == "[":
                self.expression()
                if self.said("]"):
                    self.take()
            elif self.said("("):
                self.group()
        return value

    def bracket(self) -> Value:
        """`[type]value`, or `[type]::UTF8.GetBytes(value)`, which is the value for all that is sent."""
        first = self.take()
        depth = 1
        while depth and self.peek() is not None and not self.said("\n"):
            text = self.take().text
            depth += (text == "[") - (text == "]")
        if not self.said("::"):
            token = self.peek()
            typed = (token is not None and token.kind in ("variable", "string")) or self.said("@{", "(", "@(", "[")
            return self.primary() if typed else Opaque("", self.site(first))
        self.take()
        name = self.take().text if self.peek() is not None else ""
        if not self.said("("):
            return Opaque("", self.site(first))
        inside = self.group()
        return inside if name.lower().endswith("getbytes") else self.after(Opaque("", self.site(first)))

    def group(self) -> Value:
        """What stands in brackets: one value, or a list of them."""
        opening = self.take()
        values: list[Value] = []
        self.lines()
        while self.peek() is not None and not self.said(")"):
            before = self.at
            values.append(self.pipeline())
            while self.said(",", "\n", ";"):
                self.take()
            if self.at == before:
                self.take()
        last = self.peek() or self.tokens[-1]
        if self.peek() is not None:
            self.take()
        site = self.site(opening, last)
        if opening.text == "(" and len(values) == 1:
            return values[0]
        return Sequence("list", tuple(values), site)

    def table(self) -> Record:
        opening = self.take()
        entries: list[Entry] = []
        self.lines()
        while self.peek() is not None and not self.said("}"):
            before = self.at
            key = self.peek()
            assert key is not None
            name = self.primary()
            if isinstance(name, Literal) and self.said("="):
                self.take()
                while self.said("\n"):
                    self.take()
                value = self.pipeline()
                if self.said(","):
                    value = self.rest_of_list(value)
                entries.append(Entry(Literal(str(name.value), self.site(key)), value, self.site(key, self.tokens[self.at - 1])))
            else:
                entries.append(Entry(None, Opaque("", self.site(key)), self.site(key)))
            self.lines()
            if self.at == before:
                self.take()
        last = self.peek() or self.tokens[-1]
        if self.peek() is not None:
            self.take()
        record = Record(tuple(entries), self.site(opening, last))
        self.found.tables.append(Table(record, record.site.start, record.site.end))
        return record

    def rest_of_list(self, first: Value) -> Value:
        values = [first]
        while self.said(","):
            self.take()
            self.lines()
            values.append(self.expression())
        return Sequence("list", tuple(values), Site(self.path, first.site.start, values[-1].site.end))

    def text(self, quoted: Quoted, site: Site) -> Value:
        body = read_body(quoted, self.interesting, self.mentions, self.bindings)
        if body is not None:
            self.found.bodies.append(body)
            return body.record
        self.mention(quoted.text, site)
        return quoted.value(0, len(quoted.text), site)

    def mention(self, text: str, site: Site) -> None:
        if text and self.interesting(text):
            self.mentions.append(Mention("string", text, site))

    def command(self) -> Value:
        """A command with its arguments."""
        first = self.take()
        name = first.text.lower()
        named: dict[str, Value] = {}
        positional: list[Value] = []
        words: list[tuple[Token, Value]] = []
        while (token := self.peek()) is not None and not self.said(*ENDS):
            before = self.at
            if token.kind == "splat":
                self.take()
                named["@"] = self.variable(token.text, self.site(token))
            elif token.kind == "word" and token.text.startswith("-") and not _is_number(token.text):
                self.take()
                following = self.peek()
                named_next = following is not None and following.kind == "word" and following.text.startswith("-")
                bare = following is None or self.said(*ENDS) or named_next
                words.append((token, Literal(token.text, self.site(token))))
                if not bare and name not in CURLS:
                    named[token.text[1:].lower().rstrip(":")] = self.argument(words)
            elif self.said("{"):
                self.braces()
            else:
                positional.append(self.argument(words))
            if self.at == before:
                self.take()
        site = self.site(first, self.tokens[self.at - 1])
        if name in PASSING and positional:
            return positional[0]
        if name in REQUESTS or (name == "curl" and "body" in named):
            self.request(site, named, positional)
        elif name in CURLS:
            self.curl(site, words)
        elif name not in SILENT | PASSING and not name.startswith(("function", "if", "else", "foreach", "while", "switch")):
            for value in (*positional, *named.values()):
                if not isinstance(value, (Literal, Record)):
                    self.uses.append(Use("program", value, site))
        return Opaque("", site)

    def argument(self, words: list[tuple[Token, Value]]) -> Value:
        token = self.peek()
        assert token is not None
        value = self.expression()
        words.append((token, value))
        return value

    def request(self, site: Site, named: dict[str, Value], positional: list[Value]) -> None:
        """`Invoke-RestMethod`, whose names may be cut short; `@params` brings them in a hashtable."""
        given = {_whole(name): value for name, value in named.items() if name != "@"}
        splat = named.get("@")
        if isinstance(splat, Reference):
            found = self.bindings.get((0, splat.name), [])
            table = found[0].value if len(found) == 1 else None
            for entry in table.entries if isinstance(table, Record) else ():
                if isinstance(entry.key, Literal):
                    given.setdefault(_whole(str(entry.key.value).lower()), entry.value)
        url = given.get("uri") or (positional[0] if positional else None)
        body = given.get("body")
        if "infile" in given and body is None:
            body = self.file(given["infile"])
        if url is None or body is None:
            return
        filled = {"url": url, "headers": given.get("headers", Record((), site)), "body": body}
        arguments = tuple(Argument("keyword", name, value, value.site, None, value.site) for name, value in filled.items())
        number = len(self.calls)
        self.calls.append(Call(number, Reference(CALLEE, 0, site), arguments, 0, number, self.block, site))

    def file(self, value: Value) -> Value:
        name = value.value if isinstance(value, Literal) else None
        if not isinstance(name, str):
            return Opaque("", value.site)
        return Imported(name, name.replace("\\", "/").rpartition("/")[2], 1, value.site)

    def curl(self, site: Site, words: list[tuple[Token, Value]]) -> None:
        """curl itself, which gets its words as Windows hands them on."""
        quoted: list[Quoted] = []
        for token, value in words:
            word = token.quoted
            if word is None:
                word = Quoted(self.path)
                if token.kind == "word":
                    for at, letter in enumerate(token.text):
                        word.add(letter, self.lexer.places[token.start + at], self.lexer.places[token.start + at + 1], "bare")
                else:
                    word.hole(value, "bare")
            quoted.append(unescaped(word))
        request = curl.read_command(quoted)
        if len(request.urls) != 1 or len(request.bodies) != 1 or request.odd or not request.bodies[0][1].text:
            return
        text = request.bodies[0][1]
        body: Value
        if text.text.startswith("@") and request.bodies[0][0] == "data":
            name = text.cut(1)
            body = self.file(Literal(name.text, name.site(0, len(name.text)))) if name.text else Opaque("", site)
        else:
            known = next((each.record for each in self.found.bodies if each.quoted.starts == text.starts), None)
            body = known or self.text(text, text.site(0, len(text.text)))
        self.calls.append(request_call(len(self.calls), site, request.urls[0], request.headers, text, body, self.block))


def unescaped(quoted: Quoted) -> Quoted:
    """A word of another program: a backslash before a quote goes on the way."""
    if '\\"' not in quoted.text:
        return quoted
    result = Quoted(quoted.path)
    at = 0
    while at < len(quoted.text):
        quoting = f"{quoted.quoting[at]}-native"
        if at in quoted.holes:
            result.hole(quoted.holes[at], quoting)
        elif quoted.text[at : at + 2] == '\\"' and at + 1 not in quoted.holes:
            result.add('"', quoted.starts[at], quoted.ends[at + 1], quoting)
            at += 1
        else:
            result.add(quoted.text[at], quoted.starts[at], quoted.ends[at], quoting)
        at += 1
    return result


def _whole(name: str) -> str:
    """A parameter's full name."""
    return next((full for full in ("body", "headers", "infile", "uri") if full.startswith(name) and len(name) > 1), name)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text.strip("-").replace(".", "", 1).isdigit()
