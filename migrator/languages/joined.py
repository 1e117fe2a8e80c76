"""Texts that are put together: as names of files, and as what a program writes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrator.facts import Use
from migrator.values import Join, Literal, Value

WRITTEN, LINE, PROGRAM = "written", "line", "program"
"""The kinds of use: a text that is written to a file, one that says nothing else, and an argument of a program."""
_BETWEEN = re.compile(r"(?:[\s,;|]|\\[nrt])*")
"""What stands between the parts of a line that a program reads; in a text with holes escapes are as written."""
_ENDING = re.compile(r"(?<!\.)\.[A-Za-z][A-Za-z0-9]{1,7}$")


def named_file(text: Join) -> Iterator[Use]:
    """The use of a text that ends as the name of a file does and holds more than constants."""
    last = text.parts[-1] if text.parts else None
    literals = [each.value for each in text.parts if isinstance(each, Literal) and isinstance(each.value, str)]
    if isinstance(last, Literal) and len(literals) < len(text.parts) and is_file("".join(literals)):
        yield Use("path", text, text.site)


def is_file(text: str) -> bool:
    """Whether a text ends as the name of a file does."""
    return _ENDING.search(text) is not None and not any(map(str.isspace, text))


def written(text: Value) -> Iterator[Use]:
    """What a file says by a text that is written to it."""
    told = [each for each in text.parts if isinstance(each, Literal)] if isinstance(text, Join) else []
    alone = all(_BETWEEN.fullmatch(each.value) for each in told if isinstance(each.value, str))
    yield from (Use(LINE if alone else WRITTEN, part, text.site) for part in parts(text))


def parts(text: Value) -> Iterator[Value]:
    """A text, or what it is put together from."""
    if isinstance(text, Join):
        yield from (each for each in text.parts if not isinstance(each, Literal))
    else:
        yield text
