"""Text as a program sees it, with where each character of it is written in the file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from migrator.changes import CannotWrite
from migrator.hosts import HOLE
from migrator.values import Join, Literal, Site, Value

FORMAT = re.compile(r"%[sd]")


@dataclass(slots=True)
class Quoted:
    """Decoded characters with their bytes in the file; `HOLE` stands for a part that only run time knows.

    `quoting` tells for each character how the text around it is quoted: "plain" (nothing is special), "double", "single",
    "ansi" or "here" (as a shell has them; with "%" behind in a format of printf), "json" (a string of JSON), "java" or
    "java-block" (as Java's strings and text blocks do), "kotlin" or "raw" (as Kotlin's do), "ps-double", "ps-here" or
    "ps-single" (as PowerShell's), "js-double", "js-single" or "js-template" (as JavaScript's), "python:" with the letters and
    quotes of a string of Python, "batch" (as a batch file's),
    each with "-native" behind where another program takes the quotes off, or "bare" (nothing can be written there).
    """

    path: str
    text: str = ""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    quoting: list[str] = field(default_factory=list)
    holes: dict[int, Value] = field(default_factory=dict)

    def add(self, character: str, start: int, end: int, quoting: str) -> None:
        """Take one character in."""
        self.text += character
        self.starts.append(start)
        self.ends.append(end)
        self.quoting.append(quoting)

    def hole(self, value: Value, quoting: str, start: int | None = None, end: int | None = None) -> None:
        """Take a part in that only run time knows; `start` to `end` is where it stands for its value, if not in its place."""
        self.holes[len(self.text)] = value
        self.add(HOLE, value.site.start if start is None else start, value.site.end if end is None else end, quoting)

    def join(self, other: Quoted) -> None:
        """Take another text in, behind this one."""
        before = len(self.text)
        self.text += other.text
        self.starts += other.starts
        self.ends += other.ends
        self.quoting += other.quoting
        self.holes.update({before + at: value for at, value in other.holes.items()})

    def cut(self, start: int, end: int | None = None) -> Quoted:
        """A part of the text."""
        end = len(self.text) if end is None else end
        holes = {at - start: value for at, value in self.holes.items() if start <= at < end}
        return Quoted(
            self.path, self.text[start:end], self.starts[start:end], self.ends[start:end], self.quoting[start:end], holes
        )

    def site(self, start: int, end: int) -> Site:
        """Where a stretch of characters stands in the file."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else self.ends[-1] if self.ends else 0
            return Site(self.path, at, at)
        return Site(self.path, self.starts[start], self.ends[end - 1])

    def value(self, start: int, end: int, site: Site) -> Value:
        """The characters as a value: a constant, or joined from parts."""
        parts: list[Value] = []
        run = start
        for at in range(start, end + 1):
            if at < end and at not in self.holes:
                continue
            if run < at:
                parts.append(Literal(self.text[run:at], self.site(run, at)))
            if at < end:
                parts.append(self.holes[at])
            run = at + 1
        if not parts:
            return Literal("", site)
        if len(parts) == 1 and isinstance(parts[0], Literal) and not any(start <= at < end for at in self.holes):
            return Literal(parts[0].value, site)
        return parts[0] if len(parts) == 1 else Join(tuple(parts), site)

    def written(self, at: int, text: str) -> str:
        """`text` as it has to be written behind character `at`; raises where nothing can be."""
        quoting = self.quoting[at]
        if quoting.endswith("%"):
            # A format of printf: what it would take for its own cannot be written.
            if "%" in text or "\\" in text:
                raise CannotWrite("body-not-literal", "the text is a format; change it by hand")
            quoting = quoting.removesuffix("%")
            if 1 not in self._line_ends():
                # Its lines end in `\n` here, not in line ends of the file.
                text = text.replace("\r", "\\r").replace("\n", "\\n")
        if quoting.endswith("-native"):
            # Windows takes a backslash before a quote off on the way to the program.
            text, quoting = text.replace('"', '\\"'), quoting.removesuffix("-native")
        if quoting in ("ps-double", "ps-here"):
            text = text.replace("`", "``").replace("$", "`$")
            return text.replace('"', '`"') if quoting == "ps-double" else text
        if quoting == "ps-single":
            return text.replace("'", "''")
        if quoting == "batch":
            if any(each in text for each in "\n&|<>^!"):
                raise CannotWrite("body-not-literal", "the text holds what a batch file takes for its own; write it by hand")
            return text.replace("%", "%%")
        if quoting == "json":
            return json.dumps(text, ensure_ascii=False)[1:-1]
        if quoting == "double":
            return text.replace("\\", "\\\\").replace('"', '\\"').replace("`", "\\`").replace("$", "\\$")
        if quoting == "here":
            return text.replace("\\", "\\\\").replace("`", "\\`").replace("$", "\\$")
        if quoting == "single" and "'" not in text:
            return text
        if quoting == "ansi" and "'" not in text and "\\" not in text:
            return text
        if quoting in ("java", "java-block"):
            text = text.replace("\\", "\\\\")
            return text if quoting == "java-block" else text.replace('"', '\\"').replace("\n", "\\n")
        if quoting == "kotlin":
            return text.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$").replace("\n", "\\n")
        if quoting.startswith("js-"):
            text = text.replace("\\", "\\\\")
            if quoting == "js-template":
                text = text.replace("`", "\\`").replace("${", "\\${")
                return text.replace("\n", "\r\n") if 2 in self._line_ends() else text
            quote = '"' if quoting == "js-double" else "'"
            return text.replace(quote, f"\\{quote}").replace("\n", "\\n").replace("\r", "\\r")
        if quoting.startswith("python:"):
            return self._in_python(quoting.removeprefix("python:"), text)
        if quoting == "plain":
            return text.replace("\n", "\r\n") if 2 in self._line_ends() else text
        if quoting == "raw" and "$" not in text:
            return text
        raise CannotWrite("body-not-literal", "the text is not quoted in a way that can be added to")

    def _in_python(self, quoting: str, text: str) -> str:
        letters = quoting.rstrip("\"'")
        quote = quoting[len(letters) :]
        text = text.replace("{", "{{").replace("}", "}}") if "f" in letters else text
        if "r" in letters and ("\\" in text or quote in text or (len(quote) == 1 and "\n" in text)):
            raise CannotWrite("body-not-literal", "the text stands in a raw string, in which that cannot be written")
        text = text.replace("\\", "\\\\").replace(quote, f"\\{quote}")
        if len(quote) == 1:
            return text.replace("\n", "\\n").replace("\r", "\\r")
        return text.replace("\n", "\r\n") if 2 in self._line_ends() else text

    def _line_ends(self) -> set[int]:
        """In how many bytes the ends of its lines are written."""
        return {self.ends[at] - self.starts[at] for at, letter in enumerate(self.text) if letter == "\n"}


def literal_characters(path: str, text: str, start: int, quoting: str) -> Quoted:
    """Text that stands in the file as it is, from a byte on."""
    result = Quoted(path)
    at = start
    for character in text:
        width = len(character.encode("utf-8", "surrogatepass"))
        result.add(character, at, at + width, quoting)
        at += width
    return result


def joined(path: str, parts: Iterable[Quoted]) -> Quoted:
    """Several texts as one."""
    result = Quoted(path)
    for part in parts:
        result.join(part)
    return result


def with_values(quoted: Quoted, values: Sequence[Value]) -> Quoted | None:
    """The text with what a formatter puts into its `%s` and `%d`; None where that is not as many values as it has places."""
    result, at = Quoted(quoted.path), 0
    places = list(FORMAT.finditer(quoted.text))
    if len(places) != len(values) or quoted.text.count("%") != len(places):
        return None
    for place, value in zip(places, values, strict=True):
        result.join(quoted.cut(at, place.start()))
        result.hole(value, quoted.quoting[place.start()], quoted.starts[place.start()], quoted.ends[place.end() - 1])
        at = place.end()
    result.join(quoted.cut(at))
    return result
