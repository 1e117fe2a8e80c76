"""Rewrites one Kotlin file as the command does, in whatever dress its bytes come."""

from __future__ import annotations

from pathlib import Path

from tests.tool import scan

HEAD = """package a

import com.alibaba.dashscope.aigc.generation.*

fun run(given: String, maybe: Boolean) {
"""
TAIL = """
}
"""


def program(body: str) -> str:
    """A whole file around some statements."""
    return HEAD + body + TAIL


def fixed(folder: Path, data: bytes, *options: str) -> bytes:
    """What `scan --fix` makes of a file."""
    path = folder / "A.kt"
    path.write_bytes(data)
    scan("A.kt", "--isolated", "--fix", *options, cwd=folder)
    return path.read_bytes()
