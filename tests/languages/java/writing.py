"""Rewrites one Java file as the command does, in whatever dress its bytes come."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.tool import scan

HEAD = """package a;

import com.alibaba.dashscope.aigc.generation.*;
import com.alibaba.dashscope.aigc.multimodalconversation.MultiModalConversationParam;
import com.alibaba.cloud.ai.dashscope.chat.DashScopeChatOptions;
import java.util.Map;

class A {
    void run(String given, Boolean maybe, java.util.List<Object> messages) throws Exception {
"""
TAIL = """
    }
}
"""
DRESSES: dict[str, Callable[[str], bytes]] = {
    "plain": lambda text: text.encode(),
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "bom": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "tabs": lambda text: text.replace("    ", "\t").encode(),
    "no-final-newline": lambda text: text.rstrip("\n").encode(),
    "non-ascii": lambda text: ("// 模型 😀\n" + text).encode(),
    "utf-16": lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
}


def program(body: str) -> str:
    """A whole file around some statements."""
    return HEAD + body + TAIL


def fixed(folder: Path, data: bytes, *options: str) -> bytes:
    """What `scan --fix` makes of a file."""
    path = folder / "A.java"
    path.write_bytes(data)
    scan("A.java", "--isolated", "--fix", *options, cwd=folder)
    return path.read_bytes()
