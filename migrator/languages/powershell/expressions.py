"""Reads PowerShell's values: texts, hashtables, lists, and what operators and methods make of them."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field

from migrator.facts import Binding, Block, Call, Comment, Mention, Mutation, Use
from migrator.languages.http_body.body import Body, read_body
from migrator.languages.http_body.quoted import Quoted
from migrator.languages.powershell.names import (
    COMPUTING,
    CONSTANTS,
    HARMLESS,
    PASSING,
    PATTERNS,
    TESTING,
    is_number,
    own_name,
    rooted,
)
from migrator.languages.powershell.tokens import Lexer, Token
from migrator.values import Choice, Entry, Environment, Item, Join, Literal, Opaque, Record, Reference, Sequence, Site, Value

DIRECTIVE = "deepseek-migrate:"
_ASSIGNED = re.compile(r"\$(?:(?:script|global|local):)?(\w+)[ \t]*\+?=|\bforeach[ \t]*\([ \t]*\$(\w+)", re.IGNORECASE)
"""What the script itself gives a value."""


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


class Expressions(ABC):
    """The half of a script's reader that knows values."""

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
        self.loops: set[int] = set()
        self.order = 0
        self.assigned = {(found[1] or found[2]).lower() for found in _ASSIGNED.finditer(text)}
        self.lexer = Lexer(path, text, offset, self.variable)
        self.tokens = [token for token in self._listed() if token.kind != "comment"]
        self.at = 0

    @abstractmethod
    def command(self) -> Value:
        """A command with its arguments."""

    def _listed(self) -> list[Token]:
        listed = list(self.lexer.tokens())
        self.found.broken = bool(listed) and listed[-1].kind == "broken"
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
        own = own_name(name)
        if own in self.assigned:
            return Reference(own, 0, site)
        return Environment(name[4:].upper() if name.startswith("env:") else None, None, site)

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

    def said_next(self, mark: str) -> bool:
        token = self.peek(1)
        return token is not None and token.kind == "mark" and token.text == mark

    def said_word(self, word: str) -> bool:
        token = self.peek()
        return token is not None and token.kind == "word" and token.text.lower() == word

    def lines(self) -> None:
        while self.said("\n", ";"):
            self.take()

    def closed(self, opening: Token) -> Site:
        """The whole of what stands in brackets, once its closing one is reached; a script may end before."""
        last = self.take() if self.peek() is not None else self.tokens[-1]
        return self.site(opening, last)

    def attribute(self) -> None:
        """`[string]`, or `[ValidateSet("a", "b")]`, which says what may be given."""
        first, depth = self.take(), 1
        offered: list[Value] = []
        while depth and (token := self.peek()) is not None:
            self.take()
            depth += (token.text == "[") - (token.text == "]")
            if token.quoted is not None:
                offered.append(Literal(token.quoted.text, self.site(token)))
                self.mention(token.quoted.text, self.site(token), "choices")
        if offered:
            site = self.site(first, self.tokens[self.at - 1])
            self.uses.append(Use("choices", Sequence("list", tuple(offered), site), site))

    def is_member(self) -> bool:
        """Whether `.name` or `[…]` follows."""
        token = self.peek()
        return token is not None and token.joined and (token.text == "[" or (token.kind == "word" and token.text[0] == "."))

    def keys(self, kind: str) -> list[Value]:
        """The keys that `.a.b` or `["a"]` goes through; `kind` is how they are used."""
        token = self.take()
        if token.text == "[":
            before = len(self.mentions)
            inside = self.expression()
            self.relabel(before, "lookup")
            self.uses.append(Use(kind, inside, inside.site))
            if self.said("]"):
                self.take()
            return [inside]
        found: list[Value] = []
        at = token.start + 1
        for name in token.text[1:].split("."):
            following = self.peek()
            if name:
                found.append(Literal(name, self.lexer.site(at, at + len(name))))
            elif at == token.end and following is not None and following.joined and following.quoted is not None:
                found.append(Literal(following.quoted.text, self.site(self.take())))
            else:
                found.append(Opaque("", self.site(token)))
            at += len(name) + 1
        return found

    def pipeline(self) -> Value:
        """A statement's value: an expression or a command, with what it is piped through."""
        token = self.peek()
        if token is None:
            return self.nothing()
        start = self.at
        if token.kind == "word" and not is_number(token.text):
            value = self.command()
        else:
            value = self.listed(self.expression)
        while self.said("|"):
            self.take()
            self.lines()
            name = self.peek()
            if name is None or name.kind != "word":
                break
            passes = name.text.lower() in PASSING
            self.command()
            value = value if passes else Opaque("", self.site(token), (value,))
        if self.at == start:
            self.take()
        return value

    def nothing(self) -> Value:
        """What stands where the script ends."""
        return Opaque("", Site(self.path, 0, 0))

    def listed(self, one: Callable[[], Value]) -> Value:
        """A value, or several with commas between them."""
        first = one()
        if not self.said(","):
            return first
        values = [first]
        while self.said(","):
            self.take()
            self.lines()
            values.append(one())
        return self.sequence(values, Site(self.path, first.site.start, max(first.site.start, values[-1].site.end)))

    def sequence(self, values: list[Value], site: Site) -> Sequence:
        """A list; a rename must not make two of it one."""
        found = Sequence("list", tuple(values), site)
        if sum(isinstance(each, Literal) for each in values) > 1:
            self.uses.append(Use("collection", found, site))
        return found

    def expression(self) -> Value:
        """One value; what is computed is unknown, but for texts and hashtables put together with `+`."""
        first = self.peek()
        before = len(self.mentions)
        parts = [self.primary()]
        while self.said("+"):
            self.take()
            self.lines()
            parts.append(self.primary())
        site = self.site(first, self.tokens[self.at - 1]) if first is not None and self.at else parts[0].site
        value = parts[0] if len(parts) == 1 else Join(tuple(parts), site)
        if len(parts) > 1 and any(isinstance(each, Record) for each in parts):
            value = Record(tuple(Entry(None, each, each.site) for each in parts), site)
        token = self.peek()
        operator = token.text.lower() if token is not None and token.kind == "word" else ""
        if operator == "??":
            self.take()
            self.lines()
            return Choice("or", (value, self.expression()), site)
        if operator not in COMPUTING:
            return value
        self.take()
        self.lines()
        other = self.listed(self.expression)
        tested = TESTING.get(operator)
        if tested is not None:
            self.relabel(before, "comparison")
            self.uses.extend(Use(tested, each, site) for each in (value, other))
        return Opaque("", site, (value, other))

    def relabel(self, before: int, kind: str) -> None:
        """What has been named since then is named in this way."""
        self.mentions[before:] = [Mention(kind, each.text, each.site) for each in self.mentions[before:]]

    def primary(self) -> Value:
        token = self.peek()
        if token is None:
            return self.nothing()
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
        if token.quoted is not None:
            self.computed(token.quoted)
            return self.after(self.text(token.quoted, site))
        if token.kind == "variable":
            return self.after(self.variable(token.text, site))
        if token.kind == "word" and is_number(token.text):
            return Literal(float(token.text) if "." in token.text else int(token.text), site)
        self.mention(token.text, site)
        return Literal(token.text, site) if token.kind == "word" else Opaque("", site)

    def computed(self, quoted: Quoted) -> None:
        """What `$(…)` in a string stands for."""
        for at, hole in quoted.holes.items():
            lexer = self.lexer.inside.get(hole.site)
            if lexer is not None:
                saved = self.lexer, self.tokens, self.at
                self.lexer, self.tokens, self.at = lexer, [each for each in lexer.tokens() if each.kind != "comment"], 0
                values = []
                while self.at < len(self.tokens):
                    values.append(self.pipeline())
                    self.lines()
                self.lexer, self.tokens, self.at = saved
                quoted.holes[at] = values[0] if len(values) == 1 else Opaque("", hole.site, tuple(values))

    def after(self, value: Value) -> Value:
        """What a value holds under a name or at a place, or what a method makes of it."""
        while (token := self.peek()) is not None and token.joined:
            if self.is_member():
                keys = self.keys("lookup")
                last = keys[-1]
                if self.said("(") and self.tokens[self.at].joined and isinstance(last, Literal):
                    value = self.method(self.inside(value, keys[:-1]), str(last.value).lower())
                else:
                    value = self.inside(value, keys)
            elif token.text == "::":
                self.take()
                name = self.member_name()
                value = Opaque("", self.site(token), (value,))
                if self.said("("):
                    value = self.method(value, name)
            else:
                break
        return value

    def inside(self, value: Value, keys: list[Value]) -> Value:
        for key in keys:
            value = Item(value, key, Site(self.path, value.site.start, max(value.site.start, key.site.end)))
        return value

    def method(self, value: Value, name: str) -> Value:
        """`value.name(…)`: some change a hashtable, some decide by a text."""
        before = len(self.mentions)
        inside = self.group()
        given = inside.items if isinstance(inside, Sequence) else (inside,)
        site = Site(self.path, value.site.start, max(value.site.start, inside.site.end))
        target, path = rooted(value)
        self.order += 1
        if name == "add" and len(given) == 2:
            keys = (*path, given[0])
            self.mutations.append(Mutation("set", target, keys, given[1], 0, self.order, self.block, site, given[0].site))
        elif name == "add" and len(given) == 1:
            self.mutations.append(Mutation("append", value, (), inside, 0, self.order, self.block, site))
        elif name == "remove" and len(given) == 1:
            keys = (*path, inside)
            self.mutations.append(Mutation("delete", target, keys, None, 0, self.order, self.block, site, inside.site))
        elif name in ("containskey", "item"):
            self.relabel(before, "lookup")
            self.uses.extend(Use("lookup", each, site) for each in given)
        elif name in PATTERNS:
            self.relabel(before, "comparison")
            self.uses.extend(Use("pattern", each, site) for each in (value, *given))
        return Opaque("", site, (value, *given))

    def member_name(self) -> str:
        """The name behind `::`."""
        token = self.peek()
        if token is None or token.kind != "word":
            return ""
        return self.take().text.rpartition(".")[2].lower()

    def bracket(self) -> Value:
        """`[type]value`, or `[type]::UTF8.GetBytes(value)`, which is the value for all that is sent."""
        first = self.tokens[self.at]
        self.attribute()
        if not self.said("::"):
            token = self.peek()
            typed = (token is not None and token.kind in ("variable", "string")) or self.said("@{", "(", "@(", "[")
            return self.primary() if typed else Opaque("", self.site(first))
        self.take()
        name = self.member_name()
        if not self.said("("):
            return Opaque("", self.site(first))
        before = len(self.mentions)
        inside = self.group()
        if name == "getbytes":
            return inside
        given = inside.items if isinstance(inside, Sequence) else (inside,)
        site = self.site(first, self.tokens[self.at - 1])
        if name in PATTERNS:
            self.relabel(before, "comparison")
        if name not in HARMLESS:
            self.uses.extend(Use("pattern" if name in PATTERNS else "program", each, site) for each in given)
        return self.after(Opaque("", site, given))

    def group(self) -> Value:
        """What stands in brackets: one value, or a list of them."""
        opening = self.take()
        values: list[Value] = []
        self.lines()
        while self.peek() is not None and not self.said(")"):
            values.append(self.pipeline())
            self.lines()
        site = self.closed(opening)
        if len(values) == 1 and (opening.text == "(" or isinstance(values[0], Sequence)):
            return values[0]
        return Sequence("list", tuple(values), site)

    def table(self) -> Record:
        opening = self.take()
        entries: list[Entry] = []
        self.lines()
        while (key := self.peek()) is not None and not self.said("}"):
            before, mentioned = self.at, len(self.mentions)
            name = self.primary()
            if isinstance(name, Literal) and self.said("="):
                self.relabel(mentioned, "key")
                self.take()
                self.lines()
                value = self.pipeline()
                entries.append(Entry(Literal(str(name.value), self.site(key)), value, self.site(key, self.tokens[self.at - 1])))
            else:
                entries.append(Entry(None, Opaque("", self.site(key)), self.site(key)))
            self.lines()
            if self.at == before:
                self.take()
        record = Record(tuple(entries), self.closed(opening))
        self.found.tables.append(Table(record, record.site.start, record.site.end))
        return record

    def text(self, quoted: Quoted, site: Site) -> Value:
        body = read_body(quoted, self.interesting, self.mentions, self.bindings)
        if body is not None:
            self.found.bodies.append(body)
            return body.record
        self.mention(quoted.text, site)
        return quoted.value(0, len(quoted.text), site)

    def mention(self, text: str, site: Site, kind: str = "string") -> None:
        if text and self.interesting(text):
            self.mentions.append(Mention(kind, text, site))
