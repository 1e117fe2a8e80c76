"""Objects that hold a model and an address which the environment may say otherwise, whoever reads them; and bodies awaited."""

from __future__ import annotations

import pytest

from tests.contract.table import Case, check

URL = "https://dashscope.aliyuncs.com/compatible-mode/v1"
MADE = (
    'export default registerAs("llm", () => ({{\n  baseURL: process.env.LLM_URL || "{0}",\n'
    "  model: process.env.LLM_MODEL {1},\n}}));\n"
)
ASKS = (
    f'import OpenAI from "openai";\nconst client = new OpenAI({{ baseURL: "{URL}" }});\n'
    'export const ask = () => client.chat.completions.create({ model: "deepseek-r1", messages: [] });\n'
)
NEW = {"deepseek-r1": "qwen3.7-plus"}


def case(name: str, text: str, *found: str, after: dict[str, str] | None = None, **files: str) -> Case:
    """A program in config.js."""
    sources = {"main.py": "", "package.json": "{}", "config.js": text, **{f"{each}.js": said for each, said in files.items()}}
    return Case(name, "", found, after or {}, files=sources, head="", quiet=("DSM301", "DSM303", "DSM102", "DSM103"))


CASES = [
    case("taken where nothing is said", MADE.format(URL, '|| "deepseek-r1"'), "DSM101 config.js:3 certain safe", after=NEW),
    case("taken where nothing is given", MADE.format(URL, '?? "deepseek-r1"'), "DSM101 config.js:3 certain safe", after=NEW),
    case("one that did not think", MADE.format(URL, '|| "deepseek-v3"'), "DSM101 config.js:3 certain choice-needed"),
    case("somebody else's address", MADE.format("https://qianfan.baidubce.com/v2", '|| "deepseek-r1"')),
    case("what comes of both", MADE.format(URL, '&& "deepseek-r1"')),
    case(
        "a body that a test waits for",
        ASKS,
        "DSM101 config.js:3 certain branch-on-model",
        test='import nock from "nock";\nimport { ask } from "./config.js";\n'
        'nock("https://dashscope.aliyuncs.com").get("/x").reply(200, {})\n'
        '  .post("/compatible-mode/v1/chat/completions", { model: "deepseek-r1", messages: [] }).reply(200, {});\n',
    ),
    case(
        "a body that something else is sent",
        ASKS,
        "DSM101 config.js:3 certain safe",
        after={'create({ model: "deepseek-r1"': 'create({ model: "qwen3.7-plus"'},
        test='(() => 1)().post("/x", { model: "deepseek-r1" });\nother("x").post("/x", { model: "deepseek-r1" });\n',
    ),
]


@pytest.mark.parametrize("each", CASES, ids=lambda each: each.name)
def test_an_object(each: Case, tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    check(each, tmp_path, monkeypatch)  # type: ignore[arg-type]
