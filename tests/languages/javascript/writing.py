"""What the JavaScript tests share: a project with one program, and what the tool makes of it."""

from __future__ import annotations

from pathlib import Path

from migrator.languages.base import Unparsed
from migrator.languages.javascript.parse import parse
from tests.tool import scan

CLIENT = """\
import OpenAI from "openai";
const client = new OpenAI({ baseURL: "https://dashscope.aliyuncs.com/compatible-mode/v1" });
"""


def fixed(folder: Path, source: bytes, name: str = "app.mjs", *arguments: str) -> bytes:
    """The program after `scan --fix`; a second run must change nothing more."""
    file = folder / name
    file.write_bytes(source)
    scan("--isolated", "--fix", *arguments, name, cwd=folder)
    once = file.read_bytes()
    scan("--isolated", "--fix", *arguments, name, cwd=folder)
    assert file.read_bytes() == once, "a second run changed the program again"
    return once


def parses(source: bytes, kind: str = "javascript") -> bool:
    return not isinstance(parse("app", source, kind), Unparsed)
