"""Reads a PowerShell script: its statements, and the web requests that send what it has put together."""

from __future__ import annotations

from migrator.facts import Argument, Binding, Call, FileFacts, Mention, Mutation, Scope, Use
from migrator.languages.http_body.quoted import Quoted
from migrator.languages.http_body.request import CALLEE, request_call
from migrator.languages.powershell.expressions import Expressions
from migrator.languages.powershell.names import (
    CURLS,
    JOINING,
    LOOPS,
    PASSING,
    REQUESTS,
    SILENT,
    is_number,
    own_name,
    unescaped,
    whole,
)
from migrator.languages.powershell.tokens import Token
from migrator.languages.shell import curl
from migrator.values import (
    Choice,
    Element,
    Environment,
    Imported,
    Item,
    Join,
    Literal,
    Opaque,
    Record,
    Reference,
    Site,
    Value,
)

ENDS = ("\n", ";", "|", ")", "}")


class Reader(Expressions):
    """One script."""

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
            loops=frozenset(self.loops),
        )

    def outside_bodies(self) -> list[Mention]:
        """The mentions without those of a whole text that is a body."""
        spans = [(body.quoted.starts[0], body.quoted.ends[-1]) for body in self.found.bodies if body.quoted.starts]
        return [
            each for each in self.mentions if not any(each.site.start < start and end < each.site.end for start, end in spans)
        ]

    def statement(self) -> None:
        token = self.tokens[self.at]
        if self.said("{"):
            self.braces()
        elif self.said("\n", ";", "}", ")", "]", ",", "|", "=", "+", "+=", "::"):
            self.take()
        elif token.kind == "word" and token.text.lower() == "param" and self.said_next("("):
            self.take()
            self.parameters()
        elif not self.assignment():
            self.pipeline()

    def braces(self, loops: bool = False) -> None:
        opening = self.take()
        self.order += 1
        saved, mine = self.block, (self.order, 0)
        if loops:
            self.loops.add(self.order)
        self.block = (*self.block, mine)
        while self.peek() is not None and not self.said("}"):
            self.statement()
        self.arm_sites[mine] = self.closed(opening)
        self.block = saved

    def parameters(self) -> None:
        """`param([string]$Model = "…")`: whoever starts the script may give another."""
        opening = self.take()
        while self.peek() is not None and not self.said(")"):
            if self.said("["):
                self.attribute()
                continue
            token = self.take()
            if token.kind == "variable" and self.said("="):
                self.take()
                default = self.expression()
                self.bind(token, Environment(None, default, self.site(token)))
        self.closed(opening)

    def assignment(self) -> bool:
        """`$x = …`, `[type]$x = …`, `$x.y = …` and `$x["y"] = …`."""
        begin, mentioned, used = self.at, len(self.mentions), len(self.uses)
        while self.said("["):
            self.attribute()
        first = self.peek()
        keys: list[Value] = []
        if first is not None and first.kind == "variable":
            self.take()
            while self.is_member():
                keys.extend(self.keys("key"))
        if first is None or first.kind != "variable" or not self.said("=", "+="):
            self.at = begin
            del self.mentions[mentioned:], self.uses[used:]
            return False
        adds = self.take().text == "+="
        self.lines()
        value, site = self.conditional() if self.said_word("if") else self.pipeline(), self.site(first)
        if not keys and not adds:
            self.bind(first, value)
            return True
        target, block = self.variable(first.text, site), self.block
        self.order += 1
        written = self.site(first, self.tokens[self.at - 1])
        if adds and not keys and isinstance(value, Record):
            self.mutations.append(Mutation("update", target, (), value, 0, self.order, block, written))
        elif keys:
            value = Opaque("", site, (value,)) if adds else value
            self.mutations.append(Mutation("set", target, tuple(keys), value, 0, self.order, block, written, keys[-1].site))
        else:
            self.bind(first, Opaque("", site, (value,)))
        return True

    def conditional(self) -> Value:
        """`if (…) { a } elseif (…) { b } else { c }` as what one of its blocks gives."""
        first, otherwise = self.peek(), False
        options: list[Value] = []
        while not otherwise and (self.said_word("if") or self.said_word("elseif") or self.said_word("else")):
            otherwise = self.take().text.lower() == "else"
            if not otherwise:
                self.primary()
                self.lines()
            if self.said("{"):
                options.append(self.given())
            at = self.at
            self.lines()
            if not (self.said_word("elseif") or self.said_word("else")):
                self.at = at
        site = self.site(first, self.tokens[self.at - 1]) if first is not None else self.nothing().site
        return Choice("conditional", tuple(options if otherwise else (*options, self.nothing())), site)

    def given(self) -> Value:
        """What a block gives: its last value."""
        opening, last = self.take(), self.nothing()
        self.order += 1
        saved, mine = self.block, (self.order, 0)
        self.block = (*self.block, mine)
        while self.peek() is not None and not self.said("}"):
            if self.said("\n", ";"):
                self.take()
            elif not self.assignment():
                last = self.pipeline()
        self.arm_sites[mine] = self.closed(opening)
        self.block = saved
        return last

    def bind(self, token: Token, value: Value) -> None:
        self.order += 1
        name = own_name(token.text)
        self.assigned.add(name)
        self.bindings.setdefault((0, name), []).append(Binding(name, 0, value, self.order, self.block, self.site(token)))

    def command(self) -> Value:
        """A command with its arguments."""
        first = self.take()
        name = first.text.lower()
        if name in ("function", "filter") and (title := self.peek()) is not None and title.kind == "word":
            self.take()
            if self.said("("):
                self.parameters()
            return Opaque("", self.site(first))
        if name == "foreach" and self.said("("):
            return self.loop(first)
        named: dict[str, Value] = {}
        positional: list[Value] = []
        words: list[Quoted] = []
        mentioned = len(self.mentions)
        while (token := self.peek()) is not None and not self.said(*ENDS):
            before = self.at
            if token.kind == "splat":
                self.take()
                named["@"] = self.variable(token.text, self.site(token))
            elif token.kind == "word" and token.text.startswith("-") and not is_number(token.text):
                self.take()
                following = self.peek()
                named_next = following is not None and following.kind == "word" and following.text.startswith("-")
                words.append(self.bare(token))
                if name not in CURLS and following is not None and not self.said(*ENDS) and not named_next:
                    named[token.text[1:].lower().rstrip(":")] = self.argument(words)
            elif self.said("{"):
                self.braces(name in LOOPS)
            else:
                positional.append(self.argument(words))
            if self.at == before:
                self.take()
        site = self.site(first, self.tokens[self.at - 1])
        if name in PASSING:
            return named.get("inputobject") or (positional[0] if positional else Opaque("", site))
        if name in REQUESTS or (name == "curl" and "body" in named):
            self.request(site, named, positional)
        elif name in CURLS:
            self.curl(site, words)
        elif name == "switch":
            self.relabel(mentioned, "comparison")
            self.uses.extend(Use("match", value, site) for value in positional)
        elif name not in SILENT:
            for value in (*positional, *named.values()):
                if not isinstance(value, (Literal, Record)):
                    self.uses.append(Use("program", value, site))
        return Opaque("", site)

    def loop(self, first: Token) -> Value:
        """`foreach ($x in …) { … }`."""
        opening = self.take()
        name = self.peek()
        if name is not None and name.kind == "variable":
            self.take()
            if self.said_word("in"):
                self.take()
                self.bind(name, Element(self.pipeline(), None, self.site(name)))
        while self.peek() is not None and not self.said(")"):
            self.statement()
        self.closed(opening)
        self.lines()
        if self.said("{"):
            self.braces(loops=True)
        return Opaque("", self.site(first))

    def argument(self, words: list[Quoted]) -> Value:
        """What a command is given: texts that touch are one, and `,` makes a list."""
        return self.listed(lambda: self.word(words))

    def word(self, words: list[Quoted]) -> Value:
        first = self.tokens[self.at] if self.at < len(self.tokens) else None
        parts: list[Value] = []
        quoted = Quoted(self.path)
        while (token := self.peek()) is not None and (token is first or (token.joined and token.kind in JOINING)):
            value = self.primary()
            if self.tokens[self.at - 1] is not token and token.kind != "mark":
                quoted.hole(value, "bare")
            elif token.quoted is not None:
                quoted.join(token.quoted)
            elif token.kind == "word":
                quoted.join(self.bare(token))
            else:
                quoted.hole(value, "bare")
            parts.append(value)
            if token.kind == "mark":
                break
        words.append(unescaped(quoted))
        if len(parts) == 1:
            return parts[0]
        return Join(tuple(parts), Site(self.path, parts[0].site.start, parts[-1].site.end)) if parts else self.nothing()

    def bare(self, token: Token) -> Quoted:
        """A word without quotes."""
        word = Quoted(self.path)
        for at, letter in enumerate(token.text, token.start):
            word.add(letter, self.lexer.places[at], self.lexer.places[at + 1], "bare")
        return word

    def request(self, site: Site, named: dict[str, Value], positional: list[Value]) -> None:
        """`Invoke-RestMethod`, whose names may be cut short; `@params` brings them in a hashtable."""
        given = {whole(name): value for name, value in named.items() if name != "@"}
        splat = named.get("@")
        if isinstance(splat, Reference):
            for key in self.keys_of(splat):
                given.setdefault(whole(str(key.value).lower()), Item(splat, key, splat.site))
        if "outfile" in given:
            self.uses.append(Use("path", given["outfile"], site))
        url = given.get("uri") or (positional[0] if positional else None)
        body = given.get("body")
        if body is None and "infile" in given:
            body = self.file(given["infile"])
        if url is None or body is None:
            return
        filled = {"url": url, "headers": given.get("headers", Record((), site)), "body": body}
        arguments = tuple(Argument("keyword", name, value, value.site, None, value.site) for name, value in filled.items())
        number = len(self.calls)
        self.calls.append(Call(number, Reference(CALLEE, 0, site), arguments, 0, self.order, self.block, site))

    def keys_of(self, splat: Reference) -> list[Literal]:
        """The names under which a hashtable holds something."""
        tables = [each.value for each in self.bindings.get((0, splat.name), ()) if isinstance(each.value, Record)]
        found: list[Value | None] = [entry.key for table in tables for entry in table.entries]
        for change in self.mutations:
            if isinstance(change.target, Reference) and change.target.name == splat.name and len(change.keys) == 1:
                found += change.keys
        return [each for each in found if isinstance(each, Literal)]

    def file(self, value: Value) -> Value:
        if not isinstance(value, Literal):
            return Opaque("", value.site)
        name = str(value.value)
        return Imported(name, name.replace("\\", "/").rpartition("/")[2], 1, value.site)

    def curl(self, site: Site, words: list[Quoted]) -> None:
        """curl itself, which gets its words as Windows hands them on."""
        request = curl.read_command(words)
        if len(request.urls) != 1 or len(request.bodies) != 1 or request.odd or not request.bodies[0][1].text:
            return
        kind, text = request.bodies[0]
        body: Value
        if text.text.startswith("@") and kind == "data":
            body = self.file(Literal(text.text[1:], text.site(1, len(text.text))))
        else:
            known = next((each.record for each in self.found.bodies if each.quoted.starts == text.starts), None)
            body = known or self.text(text, text.site(0, len(text.text)))
        self.calls.append(request_call(len(self.calls), site, request.urls[0], request.headers, text, body, self.block))
