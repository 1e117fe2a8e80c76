"""Splits PowerShell into tokens with their places; strings keep the place of each character."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from migrator.languages.http_body.quoted import Quoted
from migrator.values import Site, Value

VARIABLE = re.compile(r"\$(?:\{(?P<braced>[^{}]+)\}|(?P<name>(?:env:|script:|global:|local:)?\w+))", re.IGNORECASE)
_SPACE = re.compile(r"(?:[ \t\f\v\xa0]|`\r?\n)+")
_COMMENT = re.compile(r"<#.*?#>|#[^\r\n]*", re.DOTALL)
_NEWLINE = re.compile(r"\r\n|\n|\r")
_HERE = re.compile(r"@(?P<mark>['\"])[ \t]*(?:\r\n|\n)(?P<text>.*?)(?:\r\n|\n)(?P=mark)@", re.DOTALL)
_EMPTY_HERE = re.compile(r"@(['\"])[ \t]*(?:\r\n|\n)\1@")
_MARK = re.compile(r"@\{|@\(|\$\(|::|\+=|[(){}\[\];,|=+]")
_SPLAT = re.compile(r"@(\w+)")
_WORD = re.compile(r"[^\s(){}\[\];,|'\"=@$`]+")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "`": "`", '"': '"', "$": "$", "'": "'"}


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is "newline", "comment", "string", "variable", "splat", "mark", "word" or "broken"."""

    kind: str
    text: str
    start: int
    end: int
    quoted: Quoted | None = None
    joined: bool = False
    """Nothing stands between it and the token before."""


class Lexer:
    """The tokens of one script; `variable` says what a name in a string stands for."""

    def __init__(self, path: str, text: str, offset: int, variable: Callable[[str, Site], Value]) -> None:
        self.path = path
        self.text = text
        self.variable = variable
        self.places = _places(text, offset)
        self.inside: dict[Site, Lexer] = {}
        """What stands in `$(…)` inside strings, by the place of the whole."""

    def site(self, start: int, end: int) -> Site:
        """Where characters stand in the file."""
        return Site(self.path, self.places[start], self.places[end])

    def tokens(self) -> Iterator[Token]:
        """All of them; a string that never ends is "broken", and the last one."""
        at, text = 0, self.text
        before = -1
        while at < len(text):
            space = _SPACE.match(text, at)
            if space is not None:
                at = space.end()
                continue
            token = self._one(at)
            yield Token(token.kind, token.text, token.start, token.end, token.quoted, before == at)
            at = before = token.end
            if token.kind == "broken":
                return

    def _one(self, at: int) -> Token:
        text = self.text
        newline = _NEWLINE.match(text, at)
        if newline is not None:
            return Token("newline", "\n", at, newline.end())
        comment = _COMMENT.match(text, at)
        if comment is not None:
            return Token("comment", comment[0], at, comment.end())
        if text[at] in "'\"":
            return self._string(at)
        here = _HERE.match(text, at)
        if here is not None:
            return Token("string", here[0], at, here.end(), self._read(*here.span("text"), "here" if here["mark"] == '"' else ""))
        empty = _EMPTY_HERE.match(text, at)
        if empty is not None:
            return Token("string", empty[0], at, empty.end(), Quoted(self.path))
        variable = VARIABLE.match(text, at)
        if variable is not None:
            return Token("variable", (variable["braced"] or variable["name"]).lower(), at, variable.end())
        mark = _MARK.match(text, at)
        if mark is not None:
            return Token("mark", mark[0], at, mark.end())
        splat = _SPLAT.match(text, at)
        if splat is not None:
            return Token("splat", splat[1].lower(), at, splat.end())
        word = _WORD.match(text, at)
        if word is not None:
            return Token("word", word[0], at, word.end())
        return Token("word", text[at], at, at + 1)

    def _string(self, at: int) -> Token:
        mark, place = self.text[at], at + 1
        while place < len(self.text):
            letter = self.text[place]
            if mark == '"' and letter == "`":
                place += 2
            elif mark == '"' and self.text.startswith("$(", place):
                place = _behind(self.text, place + 2, len(self.text))
            elif letter != mark:
                place += 1
            elif self.text[place + 1 : place + 2] == mark:
                place += 2
            else:
                quoted = self._read(at + 1, place, "double" if mark == '"' else "single")
                return Token("string", self.text[at : place + 1], at, place + 1, quoted)
        return Token("broken", self.text[at:], at, len(self.text))

    def _read(self, start: int, end: int, kind: str) -> Quoted:
        """The characters of a string: `kind` is "double", "here", "single" or "" (nothing is special)."""
        result = Quoted(self.path)
        quoting = {"double": "ps-double", "here": "ps-here", "single": "ps-single", "": "plain"}[kind]
        at = start
        while at < end:
            letter = self.text[at]
            found = VARIABLE.match(self.text, at, end) if kind in ("double", "here") else None
            if found is not None:
                site = self.site(at, found.end())
                result.hole(self.variable((found["braced"] or found["name"]).lower(), site), quoting)
                at = found.end()
                continue
            if kind in ("double", "here") and self.text.startswith("$(", at):
                close = _behind(self.text, at + 2, end)
                site = self.site(at, close)
                self.inside[site] = Lexer(self.path, self.text[at + 2 : close - 1], self.places[at + 2], self.variable)
                result.hole(self.variable("", site), quoting)
                at = close
                continue
            wide = 1
            if kind in ("double", "here") and letter == "`" and at + 1 < end:
                letter, wide = _ESCAPES.get(self.text[at + 1], self.text[at + 1]), 2
            elif kind in ("double", "single") and self.text[at : at + 2] in ("''", '""') and letter in "'\"":
                wide = 2 if (letter == '"') == (kind == "double") else 1
            result.add(letter, self.places[at], self.places[at + wide], quoting)
            at += wide
        return result


def _behind(text: str, at: int, end: int) -> int:
    """Where the brackets that have been opened are closed; what strings in them hold does not count."""
    depth = 1
    while at < end and depth:
        depth += (text[at] == "(") - (text[at] == ")")
        close = text.find(text[at], at + 1, end) if text[at] in "'\"" else at
        at = (close if close >= 0 else at) + 1
    return at


def _places(text: str, offset: int) -> list[int]:
    """The byte of each character, and of the end."""
    places = [offset]
    for letter in text:
        places.append(places[-1] + len(letter.encode("utf-8", "surrogatepass")))
    return places
