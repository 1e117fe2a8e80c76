"""Files with shell commands in them, as scripts of the same length: what is no command becomes blank."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

_MAKE_VARIABLE = re.compile(rb"\$\(([A-Za-z_]\w*)\)")
_MAKE_ASSIGNMENT = re.compile(
    rb"(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*(?::?:?=|\?=)[ \t]*((?:\$\([A-Za-z_]\w*\)|\$\{\w+\}|[^\s#'\"$`\\;&|<>()])+)[ \t]*$"
)
_MAKE_CONDITION = re.compile(rb"[ \t]*(?:else[ \t]+)?ifn?eq[ \t]")
_MAKE_TARGET = re.compile(rb"[^#=:]*:(?![:=])|[^#=:]*::[^=]")
_MAKE_PREFIX = re.compile(rb"\t[ \t]*[@+-]+")
_INSTRUCTION = re.compile(rb"[ \t]*([A-Za-z]+)[ \t]+(?:--\w[\w-]*(?:=\S*)?[ \t]+)*")
_HEALTH = re.compile(rb"[ \t]*HEALTHCHECK[ \t]+(?:--[\w-]+=\S+[ \t]+)*(CMD)[ \t]+", re.IGNORECASE)
_PAIR = re.compile(rb"[A-Za-z_]\w*=")
_DOCKER_ASSIGNMENT = re.compile(rb"([A-Za-z_]\w*)(?:=|[ \t]+)([^\s#'\"$`\\;&|<>()=]+)[ \t]*$")


def script(data: bytes) -> bytes:
    """A script: a byte-order mark and carriage returns become blank."""
    if data.startswith(codecs.BOM_UTF8):
        data = b"   " + data[3:]
    return data.replace(b"\\\r\n", b" \\\n").replace(b"\r\n", b"\n\n") if b"\r\n" in data else data


def nothing_overridden(data: bytes) -> frozenset[str]:
    """What is set in a script is set."""
    return frozenset()


def overridden_by_make(data: bytes) -> frozenset[str]:
    """`NAME ?= value`: the environment comes first."""
    return frozenset(name.decode() for name in re.findall(rb"(?m)^(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*\?=", data))


def overridden_by_docker(data: bytes) -> frozenset[str]:
    """`ARG NAME=value`: the build's arguments come first."""
    return frozenset(name.decode() for name in re.findall(rb"(?mi)^[ \t]*ARG[ \t]+([A-Za-z_]\w*)=", data))


def with_returns(cleaned: bytes, data: bytes) -> bytes:
    """The script with its carriage returns where they were, for reading what texts say."""
    if b"\r" not in data:
        return cleaned
    return bytes(old if old == 13 else new for old, new in zip(data, cleaned, strict=True))


def makefile(data: bytes) -> bytes:
    """A Makefile: recipes, and variables that are set to one word."""
    parts: list[bytes] = []
    recipe = continued = False
    for line in _lines(data):
        body = line.rstrip(b"\n")
        first = not continued
        recipe = line.startswith(b"\t") if first else recipe
        continued = body.rstrip(b" ").endswith(b"\\")
        if recipe:
            prefix = _MAKE_PREFIX.match(line) if first else None
            if prefix is not None:
                line = b" " * prefix.end() + line[prefix.end() :]
            # `$$` is the shell's dollar; a pair of blanks would part words, so an escape stands for the first of the two.
            parts.append(_MAKE_VARIABLE.sub(rb"${\1}", line).replace(b"$$(", b" $(").replace(b"$$", b"\\$"))
            continue
        found = _MAKE_ASSIGNMENT.match(body)
        parts.append(_assignment(found, line) if found is not None else _decided(line))
    return b"".join(parts)


def _decided(line: bytes) -> bytes:
    """A condition of make's as `test`, and a rule as a command on files: their variables decide, or name a file."""
    body = line.rstrip(b"\n")
    command = b"test" if _MAKE_CONDITION.match(body) else b"rm" if _MAKE_TARGET.match(body) else b""
    names = [b"$" + name for name in _MAKE_VARIABLE.findall(body)]
    if not command or not names:
        return _blank(line)
    if command == b"test":
        # What it is compared with stays where it is.
        found = _MAKE_CONDITION.match(body)
        shown = _MAKE_VARIABLE.sub(rb"${\1}", body[found.end() if found is not None else 0 :])
        shown = re.sub(rb"[(),]", b" ", shown).replace(b"#", b" ")
        return command.ljust(len(body) - len(shown)) + shown + line[len(body) :]
    return b" ".join((command, *names)).ljust(len(body)) + line[len(body) :]


def dockerfile(data: bytes) -> bytes:
    """A Dockerfile: what RUN, CMD and ENTRYPOINT run in a shell, and what ENV and ARG set to one word."""
    parts: list[bytes] = []
    running = continued = setting = False
    for line in _lines(data):
        body = line.rstrip(b"\n")
        found = None if continued else _HEALTH.match(line) or _INSTRUCTION.match(line)
        if not continued:
            name = found[1].upper() if found is not None else b""
            setting = name in (b"ENV", b"ARG") and found is not None and _PAIR.match(line, found.end()) is not None
            running = name in (b"RUN", b"CMD", b"ENTRYPOINT") and found is not None and not line[found.end() :].startswith(b"[")
        start = found.end() if found is not None else 0
        continued = body.rstrip(b" ").endswith(b"\\")
        if running or setting:
            parts.append(b" " * start + line[start:])
        elif found is not None and found[1].upper() in (b"ENV", b"ARG"):
            parts.append(_assignment(_DOCKER_ASSIGNMENT.match(body, start), line))
        else:
            parts.append(_blank(line))
    return b"".join(parts)


def _assignment(found: re.Match[bytes] | None, line: bytes) -> bytes:
    """`NAME = value` as a shell has it, the value where it was."""
    if found is None:
        return _blank(line)
    head, tail = found[1] + b"=", line[found.end(2) :]
    return head.rjust(found.start(2)) + _MAKE_VARIABLE.sub(rb"${\1}", found[2]) + _blank(tail)


def _blank(line: bytes) -> bytes:
    body = line.rstrip(b"\n")
    return b" " * len(body) + line[len(body) :]


def _lines(data: bytes) -> Iterator[bytes]:
    """The lines with their newlines, and nothing taken for a newline but that."""
    lines = script(data).split(b"\n")
    yield from (line + b"\n" for line in lines[:-1])
    yield lines[-1]
