"""IPython's own lines in a code cell: what of it is Python, what is shell, and what a cell as a whole is for."""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass

_SHELL = re.compile(r"^([ \t]*(?:[\w,. \t\[\]'\"]+=[ \t]*)?)(!!?)((?:\\\r?\n|[^\r\n])*)", re.MULTILINE)
_MAGIC = re.compile(r"^([ \t]*(?:[\w,. \t]+=[ \t]*)?)(%(?:\\\r?\n|[^\r\n])*)", re.MULTILINE)
_TIMED = re.compile(r"^([ \t]*)(%(?:time|timeit|prun)(?:[ \t]+-[A-Za-z]\d*(?:[ \t]+\d+)?)*[ \t]+)(?=[\w(])", re.MULTILINE)
"""A line's own magic in front of a statement that runs as it stands."""
_HELP = re.compile(r"^([ \t]*)(\?[^\r\n]*|[\w.]+\?{1,2}[ \t]*)$", re.MULTILINE)
_CELL_MAGIC = re.compile(r"\s*%%(!|\w+)([^\r\n]*)")
_ENVIRONMENT = re.compile(
    r"^([ \t]*%(?:env|set_env)[ \t]+)(\w+)([ \t]*=[ \t]*|[ \t]+)([^\s'\"$`\\;&|<>()]+)[ \t]*$", re.MULTILINE
)
_STILL_PYTHON = frozenset({"time", "timeit", "capture", "prun", "python", "python3", "py"})
_SHELLS = frozenset({"bash", "sh", "zsh", "ksh", "dash", "!", "sx", "system"})
_WRITES = frozenset({"writefile", "file"})


@dataclass(frozen=True, slots=True)
class Split:
    """A cell's text in the languages that it holds, each as long as the cell; "" where it holds nothing in one.

    `python` is None for a cell that is no Python. `file` is the name of the file that the cell becomes.
    """

    python: str | None = None
    shell: str = ""
    environment: str = ""
    magics: str = ""
    file: str = ""


def split(code: str) -> Split:
    """What a code cell of a Python notebook is."""
    found = _CELL_MAGIC.match(code)
    if found is not None:
        name, rest = found[1], found[2].split()
        plain = _spaces(code[: found.end()]) + code[found.end() :]
        if name in _SHELLS or (name == "script" and rest and rest[0].rpartition("/")[2] in _SHELLS):
            return Split(shell=plain)
        if name in _WRITES:
            names = [each.strip("'\"") for each in rest if not each.startswith("-")]
            return Split(file=names[0], shell=plain) if len(names) == 1 else Split()
        if name not in _STILL_PYTHON:
            return Split()
        code = _blank(found[0]) + code[found.end() :]
    if parses(code):
        return Split(code)
    timed = _TIMED.sub(lambda each: each[1] + "0;" + _spaces(each[2][2:]), code)
    return _parted(timed) or _parted(code) or Split()


def _parted(code: str) -> Split | None:
    """What is Python once IPython's own lines are taken out, and what these are; None where that is no Python."""
    shell = "".join(_kept(_SHELL, code, lambda each: _spaces(each[1] + each[2]) + _joined(each[3])))
    environment = "".join(_kept(_ENVIRONMENT, code, _assigned))
    others = _ENVIRONMENT.sub(lambda each: _spaces(each[0]), code)
    magics = "".join(_kept(_MAGIC, others, lambda each: _spaces(each[1]) + each[2]))
    code = _SHELL.sub(lambda each: each[1] + _blank(each[2] + each[3]), code)
    code = _MAGIC.sub(lambda each: each[1] + _blank(each[2]), code)
    code = _HELP.sub(lambda each: each[1] + _blank(each[2]), code)
    return Split(code, shell, environment, magics) if parses(code) else None


def _kept(pattern: re.Pattern[str], code: str, said: object) -> list[str]:
    """The matches as `said` has them, everything else blank; nothing if there is none."""
    assert callable(said)
    parts: list[str] = []
    at = 0
    for found in pattern.finditer(code):
        parts.extend((_spaces(code[at : found.start()]), said(found)))
        at = found.end()
    return [*parts, _spaces(code[at:])] if parts else []


def _assigned(found: re.Match[str]) -> str:
    """`%env NAME value` as a shell assigns it, the value where it was."""
    head = found[2] + "="
    return (
        head.rjust(len(found[1]) + len(found[2]) + len(found[3])) + found[4] + _spaces(found[0][found.end(4) - found.start() :])
    )


def _joined(line: str) -> str:
    """A command over several lines: IPython joins them, also inside quotes, where a shell would not."""
    quote = ""
    result: list[str] = []
    at = 0
    while at < len(line):
        letter = line[at]
        if letter == "\\" and line[at + 1 : at + 2] in ("\n", "\r"):
            result.append(" " if quote == "'" else letter)
        elif letter == "\\" and quote != "'":
            result.append(line[at : at + 2])
            at += 1
        else:
            if letter in "'\"" and quote in ("", letter):
                quote = "" if quote else letter
            result.append(letter)
        at += 1
    return "".join(result)


def _spaces(text: str) -> str:
    """Blanks for every byte but line ends."""
    return re.sub(r"[^\r\n]", lambda each: " " * len(each[0].encode()), text)


def _blank(text: str) -> str:
    """A statement that does nothing, and remarks on further lines, with as many bytes."""
    first, *rest = re.split(r"(\r\n|\n|\r)", text)
    return _nothing(first) + "".join(each if each in ("\r\n", "\n", "\r") else _remark(each) for each in rest)


def _nothing(text: str) -> str:
    size = len(text.encode())
    return "0" if size == 1 else "0#" + "-" * (size - 2)


def _remark(text: str) -> str:
    size = len(text.encode())
    return "#" + "-" * (size - 1) if size else ""


def parses(code: str) -> bool:
    """Whether this is Python, to this interpreter or to the program's own parser."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(code, "cell", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        from migrator.languages.python.parse import Failure, parse

        return not isinstance(parse(code.encode("utf-8", "replace")), Failure)
    return True
