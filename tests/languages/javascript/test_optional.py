"""Switches that a type says may be missing: what is not given meant off, and does not any more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from migrator.languages.javascript import builder
from migrator.languages.javascript.optional import declared_types
from tests.languages.fixing import fixed

if TYPE_CHECKING:
    from tree_sitter import Node

HEAD = """import OpenAI from "openai";
const client = new OpenAI({ baseURL: "https://dashscope.aliyuncs.com/compatible-mode/v1" });
interface Base { think?: boolean; model: string }
interface Options extends Base { other?: string }
type Alias = { think: boolean | null } & { plain: boolean };
export async function ask(%s) {
  return client.chat.completions.create({ model: "%s", messages: [], enable_thinking: %s });
}
"""
MAYBE = {
    "an optional parameter": ("think?: boolean", "think"),
    "a parameter that may be undefined": ("think: boolean | undefined", "think"),
    "a default that says nothing": ("think: boolean | null = null", "think"),
    "taken out of what is given": ("{ think }: { think?: boolean }", "think"),
    "taken out under another name": ("{ think: on }: { think?: boolean }", "on"),
    "a property of an inherited interface": ("options: Options", "options.think"),
    "a property of an alias": ("options: Alias", "options.think"),
    "a property of what may be missing": ("options?: Base", "options?.think"),
    "a property of what the program says may be missing": ("options: any", "options?.think"),
    "a property further on": ("options: any", "options.llm?.more.think"),
}
SAID = {
    "a parameter": ("think: boolean", "think"),
    "a parameter with a default": ("think: boolean = false", "think"),
    "taken out with a default": ("{ think = true }: { think?: boolean }", "think"),
    "a property that is there": ("options: Alias", "options.plain"),
    "a property of a type of somebody else's": ("options: Theirs", "options.think"),
}


@pytest.mark.parametrize("name", MAYBE)
def test_what_may_be_missing_is_made_a_yes_or_no(name: str, tmp_path: Path) -> None:
    signature, value = MAYBE[name]
    before, after = (signature, "deepseek-v3.1", value), (signature, "qwen3.7-plus", f"Boolean({value})")
    assert fixed(tmp_path, "a.ts", (HEAD % before).encode()).decode() == HEAD % after


@pytest.mark.parametrize("name", SAID)
def test_what_is_said_stays_as_it_is(name: str, tmp_path: Path) -> None:
    signature, value = SAID[name]
    before, after = (signature, "deepseek-v3.1", value), (signature, "qwen3.7-plus", value)
    assert fixed(tmp_path, "a.ts", (HEAD % before).encode()).decode() == HEAD % after


def test_a_file_is_looked_through_once_for_its_types(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[object] = []

    def counted(root: Node) -> dict[bytes, list[Node]]:
        looked.append(root)
        return declared_types(root)

    monkeypatch.setattr(builder, "declared_types", counted)
    many = "".join(f"function f{number}(x: Base, y: Options) {{ return x.think; }}\n" for number in range(5))
    program = HEAD % ("options: Base", "deepseek-v3.1", "options.think") + many
    fixed(tmp_path, "a.ts", program.encode())
    # Before the fix, and to prove what it makes.
    assert 1 <= len(looked) <= 3
