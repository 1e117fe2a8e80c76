"""Programs in Java and Kotlin as cases of the contract: one file or several, what is found, and what the fixes make of it."""

from __future__ import annotations

from tests.contract.table import Case

OFF = '.parameter("enable_thinking", false)'
CALLED = {".build())": f"{OFF}.build())"}
"""What a call that must not think gains, where it is written in one chain inside the call that sends it."""


def java(name: str, body: str, *found: str, after: dict[str, str] | None = None, **files: str) -> Case:
    """A program in A.java: line 1 imports DashScope's SDK. `files` are others, by their names without the suffix."""
    head = "import com.alibaba.dashscope.aigc.generation.*;\n"
    others = {f"{other}.java": text for other, text in files.items()}
    return Case(name, "", found, after or {}, files={"A.java": head + body, **others}, head="")


def kotlin(name: str, body: str, *found: str, after: dict[str, str] | None = None, **files: str) -> Case:
    """A program in A.kt: line 1 imports DashScope's SDK. `files` are others, by their names without the suffix."""
    head = "import com.alibaba.dashscope.aigc.generation.*\n"
    others = {f"{other}.kt": text for other, text in files.items()}
    return Case(name, "", found, after or {}, files={"A.kt": head + body, **others}, head="")


def renamed(*ids: str, switch: bool = True) -> dict[str, str]:
    """What a fix writes: the default replacement for each id, and the switch into each call."""
    return {**{f'"{each}"': '"qwen3.7-max"' for each in ids}, **(CALLED if switch else {})}
