"""What a wget command line asks for."""

from __future__ import annotations

from collections.abc import Sequence

from migrator.languages.http_body.quoted import Quoted
from migrator.languages.shell.request import Request

BODIES = {"--post-data": "text", "--body-data": "text", "--post-file": "file", "--body-file": "file"}
SHORT_WITH_VALUE = frozenset("aADeGhIlNoOPQRtTUwXY") - {"h", "N"}
# fmt: off
LONG_WITH_VALUE = frozenset({
    "--append-output", "--bind-address", "--ca-certificate", "--certificate", "--config", "--connect-timeout",
    "--directory-prefix", "--dns-timeout", "--execute", "--header", "--input-file", "--limit-rate", "--method",
    "--output-document", "--output-file", "--password", "--private-key", "--proxy-password", "--proxy-user",
    "--read-timeout", "--referer", "--timeout", "--tries", "--user", "--user-agent", "--wait", "--waitretry",
})
# fmt: on
FILES = frozenset({"--append-output", "--directory-prefix", "--output-document", "--output-file"})
SHORT_FILES = frozenset("aoOP")


def read_command(words: Sequence[Quoted]) -> Request:
    """The request of a command's words, its name left out."""
    request = Request()
    rest = list(words)
    while rest:
        word = rest.pop(0)
        text = word.text
        if not text.startswith("-") or text == "-":
            request.urls.append(word)
            continue
        name, equals, _ = text.partition("=")
        if not text.startswith("--"):
            # Short options may stand together, the last one with its value.
            at = next((at for at, letter in enumerate(text) if at and letter in SHORT_WITH_VALUE), None)
            last = at is not None and at == len(text) - 1
            value = rest.pop(0) if last and rest else word.cut(at + 1) if at is not None and not last else None
            if value is not None and at is not None and text[at] in SHORT_FILES:
                request.files.append(value)
            request.odd = request.odd or (at is not None and text[at] == "i")
            continue
        takes = name in BODIES or name in LONG_WITH_VALUE
        value = word.cut(len(name) + 1) if equals else rest.pop(0) if takes and rest else None
        if value is None:
            request.odd = request.odd or takes
        elif name in BODIES:
            request.bodies.append((BODIES[name], value))
        elif name == "--header":
            request.headers.append(value)
        elif name in FILES:
            request.files.append(value)
        request.odd = request.odd or name == "--input-file"
    return request
