"""Files that say what the grammar does not know yet are read, and rewritten, all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.languages.javascript.newer import LONGEST, older
from tests.tool import scan

CALL = (
    'import OpenAI from "openai";\n'
    'const client = new OpenAI({ baseURL: "https://dashscope.aliyuncs.com/compatible-mode/v1" });\n'
    'client.chat.completions.create({ model: "deepseek-v3", messages: [] });\n'
)
SAID = {
    "all types of a module": 'export type * from "./a";',
    "all types under a name": 'export type * as kinds from "./a";',
    "a module's type": 'vi.mock("fs", async (original) => ({ ...(await original<typeof import("fs")>()) }));',
    "a type of a module's type": 'type Read = typeof import("fs").readFile;',
    "types of a template's function": "const Tab = styled.div<{ on: () => void; more: Array<[string]> }>`a ${x => `>`} b`;",
    "types behind a bracket": "const Tab = styled(Div)<Props>`a`;",
    "which way a type goes": "interface Box<in out T, out U, in V> { f: T }",
    "an import for later": 'import defer * as x from "./x";',
    "attributes of what goes on": 'export * from "./a.json" with { type: "json" };',
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_a_call_beside_newer_words_is_found_and_rewritten(name: str, tmp_path: Path) -> None:
    file = tmp_path / "a.ts"
    file.write_text(f"{CALL}{SAID[name]}\n", encoding="utf-8")
    done = scan(".", "--isolated", "--fix", cwd=tmp_path)
    assert (done.status, [row["rule"] for row in done.findings]) == (0, ["DSM101"])
    fixed = CALL.replace('"deepseek-v3", messages: []', '"qwen3.7-plus", messages: [], ...{ enable_thinking: false }')
    assert file.read_text(encoding="utf-8") == f"{fixed}{SAID[name]}\n"


@pytest.mark.parametrize(
    "text",
    [
        b'import defer from "x";',
        b'import source, { a } from "y";',
        b"const f = (x) => `a`;",
        b"if (a > `b`) {}",
        b"const t = a < b && c > `d`;",
        b"f(x)>`y`",
        b"<`a>`",
        b"(]<a>`",
        b"}>`",
        b"export { type } from 'x'",
        b"for (const out in Things) {}",
        b"const a = typeof b;",
        b"d<" + b"x" * LONGEST + b">`",
    ],
)
def test_what_is_no_newer_word_stays(text: bytes) -> None:
    assert older(text) == text


def test_lines_stand_where_they_stood() -> None:
    text = b"const A = styled.div<{\n  a: string;\r\n}>`x`;\n"
    assert older(text) == b"const A = styled.div" + b"  \n            \r\n  `x`;\n"


def test_a_key_of_what_is_told_a_type_of_three_names(tmp_path: Path) -> None:
    head = CALL.rpartition("client.")[0] + "const body: any = { messages: [] };\n"
    asked = '(body as A.B.C).model = "deepseek-r1";\nclient.chat.completions.create(body);\n'
    (tmp_path / "a.ts").write_text(head + asked, encoding="utf-8")
    (row,) = scan(".", "--isolated", cwd=tmp_path).findings
    assert (row["rule"], row["line"], row["certainty"]) == ("DSM101", 4, "certain")
