"""The commands, operators and methods of PowerShell that mean something here, and how its words are to be read."""

from __future__ import annotations

from migrator.languages.http_body.quoted import Quoted
from migrator.values import Item, Value

REQUESTS = frozenset({"invoke-restmethod", "irm", "invoke-webrequest", "iwr"})
CURLS = frozenset({"curl.exe", "curl"})
SILENT = frozenset(
    {
        "write-host", "write-output", "write-verbose", "write-information", "write-error", "write-warning", "write-debug",
        "out-null", "echo", "return", "throw", "out-string", "if", "elseif", "else", "foreach", "for", "while", "until",
    }
)  # fmt: skip
"""What a value may reach without anything depending on it."""
LOOPS = frozenset({"while", "for", "do", "foreach-object", "%"})
TESTING = {
    f"-{case}{name}": kind
    for case in ("", "c", "i")
    for kind, names in {
        "comparison": (
            "eq", "ne", "like", "notlike", "in", "notin", "contains", "notcontains", "gt", "lt", "ge", "le",
        ),
        "pattern": ("match", "notmatch", "replace", "split"),
    }.items()
    for name in names
}  # fmt: skip
"""Operators that decide by what a text says, and how."""
COMPUTING = frozenset({*TESTING, "-f", "-join", "-and", "-or", "-xor", "-is", "-isnot", "-as"})
CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
PASSING = frozenset({"convertto-json", "convertfrom-json"})
PATTERNS = frozenset(
    {
        "startswith", "endswith", "contains", "equals", "indexof", "lastindexof", "replace", "split", "compareto",
        "compare", "substring", "ismatch", "match", "matches",
    }
)  # fmt: skip
"""Methods that take a text apart or test it."""
HARMLESS = frozenset(
    {"isnullorempty", "isnullorwhitespace", "write", "writeline", "format", "join", "concat", "getstring", "tostring"}
)
"""Methods of types that no file, program or decision depends on."""
JOINING = frozenset({"word", "string", "variable"})
"""Tokens that are one argument with what they touch."""


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
        elif quoted.text[at : at + 2] == '\\"':
            result.add('"', quoted.starts[at], quoted.ends[at + 1], quoting)
            at += 1
        else:
            result.add(quoted.text[at], quoted.starts[at], quoted.ends[at], quoting)
        at += 1
    return result


def own_name(name: str) -> str:
    """A variable's name; those of the environment are kept apart from the script's own."""
    return name if name.startswith("env:") else name.rpartition(":")[2]


def rooted(value: Value) -> tuple[Value, tuple[Value, ...]]:
    """What stands at the root of `x.a.b`, and the keys behind it."""
    keys: list[Value] = []
    while isinstance(value, Item):
        keys.insert(0, value.key)
        value = value.base
    return value, tuple(keys)


def whole(name: str) -> str:
    """A parameter's full name."""
    return next(
        (full for full in ("body", "headers", "infile", "outfile", "uri") if full.startswith(name) and len(name) > 1), name
    )


def is_number(text: str) -> bool:
    """Whether a word is a number."""
    return text.removeprefix("-").replace(".", "", 1).isdecimal() and text.isascii()
