"""Programs before and after `--fix`, in several spellings, with the twins that stay as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.languages.javascript.writing import CLIENT, fixed, parses
from tests.tool import scan

CALL = "client.chat.completions.create"
WEB = 'const url = "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions";\n'
TABLE = [
    pytest.param(
        f'{CALL}({{ model: "deepseek-v3", messages }});',
        f'{CALL}({{ model: "qwen3.7-plus", messages, enable_thinking: false }});',
        id="never-thought",
    ),
    pytest.param(
        f"{CALL}({{\n  model: 'deepseek-v3',\n  messages,\n}});",
        f"{CALL}({{\n  model: 'qwen3.7-plus',\n  messages,\n  enable_thinking: false,\n}});",
        id="one-key-a-line",
    ),
    pytest.param(
        f"{CALL}({{\n\tmodel: 'deepseek-v3',\n\tmessages // all of them\n}})",
        f"{CALL}({{\n\tmodel: 'qwen3.7-plus',\n\tmessages, // all of them\n\tenable_thinking: false\n}})",
        id="comment-and-tabs",
    ),
    pytest.param(
        f'{CALL}({{ model: "deepseek-r1", messages, stream: true }});',
        f'{CALL}({{ model: "qwen3.7-plus", messages, stream: true }});',
        id="always-thought",
    ),
    pytest.param(
        f'{CALL}({{ "model": "deepseek-v3", "messages": [] }});',
        f'{CALL}({{ "model": "qwen3.7-plus", "messages": [], "enable_thinking": false }});',
        id="quoted-keys",
    ),
    pytest.param(
        f'{CALL}({{ ...rest, model: "deepseek-v3" }});',
        f'{CALL}({{ enable_thinking: false, ...rest, model: "qwen3.7-plus" }});',
        id="the-spread-wins",
    ),
    pytest.param(
        f'{CALL}({{ model: "deepseek-v3.2", ...(think ? {{ enable_thinking: true }} : {{}}) }});',
        f'{CALL}({{ model: "qwen3.7-plus", enable_thinking: false, ...(think ? {{ enable_thinking: true }} : {{}}) }});',
        id="switch-spread-now-and-then",
    ),
    pytest.param(
        "const extra = {};\nif (think) extra.enable_thinking = true;\n" + f'{CALL}({{ model: "deepseek-v3.2", ...extra }});',
        "const extra = {};\nif (think) extra.enable_thinking = true;\n"
        f'{CALL}({{ model: "qwen3.7-plus", enable_thinking: false, ...extra }});',
        id="switch-set-now-and-then-in-what-is-spread",
    ),
    pytest.param(
        f'async function ask(enable_thinking = null) {{\n  await {CALL}({{ model: "deepseek-v3.1", enable_thinking }});\n}}',
        f'async function ask(enable_thinking = null) {{\n  await {CALL}({{ model: "qwen3.7-plus", '
        "enable_thinking: Boolean(enable_thinking) });\n}",
        id="switch-in-shorthand-that-may-be-null",
    ),
    pytest.param(
        f'let think = null;\nif (x) think = true;\n{CALL}({{ model: "deepseek-v3.1", enable_thinking: think }});',
        f'let think = null;\nif (x) think = true;\n{CALL}({{ model: "qwen3.7-plus", enable_thinking: Boolean(think) }});',
        id="switch-that-may-be-null",
    ),
    pytest.param(
        f"{CALL}({{ model: `deepseek-v3` }});",
        f"{CALL}({{ model: `qwen3.7-plus`, enable_thinking: false }});",
        id="in-backquotes",
    ),
    pytest.param(
        f'exports.client = () => 1;\n{CALL}({{ model: "deepseek-r1", stream: true }});',
        f'exports.client = () => 1;\n{CALL}({{ model: "qwen3.7-plus", stream: true }});',
        id="something-else-exported-under-the-name-of-the-client",
    ),
    pytest.param(
        f'{CALL}({{ model: "deepseek-r1", ...rest }});',
        f'{CALL}({{ model: "qwen3.7-plus", ...rest }});',
        id="only-the-name-beside-a-spread",
    ),
    pytest.param(
        f'{CALL}({{ model: "deepseek-v3", ...(stream && {{ stream: true }}) }});',
        f'{CALL}({{ model: "qwen3.7-plus", ...(stream && {{ stream: true }}), enable_thinking: false }});',
        id="spread-now-and-then",
    ),
    pytest.param(
        f'{CALL}({{ model: "qwen3.7-plus", messages, extra_body: {{ enable_thinking: true }} }});',
        f'{CALL}({{ model: "qwen3.7-plus", messages, enable_thinking: true }});',
        id="lifted",
    ),
    pytest.param(
        f'{CALL}({{\n  model: "qwen3.7-plus",\n  extra_body: {{\n    enable_thinking: on, // why\n    top_k: 10,\n  }},\n}});',
        f'{CALL}({{\n  model: "qwen3.7-plus",\n  enable_thinking: on, // why\n  top_k: 10,\n}});',
        id="lifted-with-a-comment",
    ),
    pytest.param(
        f'{CALL}({{ model: "qwen3.7-plus", messages }}, {{ extra_body: {{ enable_thinking: true }} }});',
        f'{CALL}({{ model: "qwen3.7-plus", messages, enable_thinking: true }});',
        id="out-of-the-options",
    ),
    pytest.param(
        f'const body = {{ model: "qwen3.7-plus", messages }};\nbody.extra_body = {{ enable_thinking }};\n{CALL}(body);',
        f'const body = {{ model: "qwen3.7-plus", messages }};\nbody.enable_thinking = enable_thinking;\n{CALL}(body);',
        id="set-later",
    ),
    pytest.param(
        f'const body = {{ messages }};\nbody["model"] = "deepseek-r1";\n{CALL}(body);',
        f'const body = {{ messages }};\nbody["model"] = "qwen3.7-plus";\n{CALL}(body);',
        id="model-set-later",
    ),
    pytest.param(
        f"{CALL}({{ model: process.env.MODEL || `deepseek-r1`, messages }});",
        f"{CALL}({{ model: process.env.MODEL || `qwen3.7-plus`, messages }});",
        id="environment-default",
    ),
    pytest.param(
        f'const M = "deepseek-v3.2";\n{CALL}({{ model: M, extraBody: {{ enable_thinking: true }} }});\n{CALL}({{ model: M }});',
        f'const M = "qwen3.7-plus";\n{CALL}({{ model: M, enable_thinking: true }});\n'
        f"{CALL}({{ model: M, enable_thinking: false }});",
        id="one-name-two-needs",
    ),
    pytest.param(
        f'const body = {{ model: "qwen3.7-plus" }};\n{CALL}(body, {{ enable_thinking: false }});',
        f'const body = {{ model: "qwen3.7-plus", enable_thinking: false }};\n{CALL}(body);',
        id="into-a-body-of-its-own",
    ),
    pytest.param(
        f'const all = {{ model: "deepseek-v3", id }};\nconst {{ id, ...body }} = all;\n{CALL}(body);',
        f'const all = {{ model: "qwen3.7-plus", id, enable_thinking: false }};\nconst {{ id, ...body }} = all;\n{CALL}(body);',
        id="what-destructuring-leaves",
    ),
    pytest.param(
        f'const ask = (model = "deepseek-v3") => {CALL}({{ model }});\nask();',
        f'const ask = (model = "qwen3.7-plus") => {CALL}({{ model, enable_thinking: false }});\nask();',
        id="a-function-of-the-module-alone",
    ),
    pytest.param(
        f'{CALL}({{ messages }}, {{ body: {{ model: "deepseek-v3", messages }} }});',
        f'{CALL}({{ messages }}, {{ body: {{ model: "qwen3.7-plus", messages, enable_thinking: false }} }});',
        id="a-body-among-the-options",
    ),
    pytest.param(
        WEB + 'wx.request({ url, data: { model: "deepseek-r1" } });',
        WEB + 'wx.request({ url, data: { model: "qwen3.7-plus" } });',
        id="mini-program",
    ),
]
UNTOUCHED = [
    pytest.param(f'{CALL}({{ model: "qwen3.7-plus", messages, enable_thinking: true }});', id="right-already"),
    pytest.param(
        f'{CALL}({{ model: "qwen3.7-plus" }}, {{ body: {{ ...p, enable_thinking: true }} }});', id="whole-body-in-options"
    ),
    pytest.param(
        f'const body = {{ model: "qwen3.7-plus" }};\n{CALL}(body, {{ enable_thinking: false }});\n{CALL}(body);', id="shared-body"
    ),
    pytest.param(f'export const ask = (model = "deepseek-v3") => {CALL}({{ model }});\nask();', id="others-may-call-it"),
    pytest.param(f'const ask = (model = "deepseek-v3") => {CALL}({{ model }});\nserve(ask);', id="handed-to-others"),
    pytest.param(f'// {CALL}({{ model: "deepseek-v3" }});', id="comment"),
    pytest.param('other.chat.completions.create({ model: "deepseek-v3" });', id="unknown-client"),
    pytest.param(
        f'const M = "deepseek-r1";\nif (x === M) {{ y(); }}\n{CALL}({{ model: M, messages }});', id="compared-elsewhere"
    ),
    pytest.param(
        'const o = new OpenAI({ baseURL: "https://api.deepseek.com" });\no.chat.completions.create({ model: "deepseek-v3" });',
        id="another-provider",
    ),
]


@pytest.mark.parametrize(("before", "after"), TABLE)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_fixed(tmp_path: Path, before: str, after: str, newline: str) -> None:
    source, wanted = ((CLIENT + text).replace("\n", newline).encode() for text in (before, after))
    assert fixed(tmp_path, source) == wanted
    assert parses(wanted)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            f'{CALL}({{ model: "deepseek-v3", ...rest }});',
            f'{CALL}({{ model: "qwen3.7-plus", enable_thinking: false, ...rest }});',
        ),
        (
            f'const body = {{ model: "deepseek-v3" }};\nObject.assign(body, rest);\n{CALL}(body);',
            f'const body = {{ model: "qwen3.7-plus", enable_thinking: false }};\nObject.assign(body, rest);\n{CALL}(body);',
        ),
    ],
)
def test_what_is_spread_after_the_model_may_be_another(tmp_path: Path, before: str, after: str) -> None:
    source, wanted = ((CLIENT + text).encode() for text in (before, after))
    assert fixed(tmp_path, source) == source
    assert fixed(tmp_path, source, "app.mjs", "--unsafe-fixes") == wanted


@pytest.mark.parametrize("source", UNTOUCHED)
def test_left_alone(tmp_path: Path, source: str) -> None:
    data = (CLIENT + source).encode()
    assert parses(data)
    assert fixed(tmp_path, data) == data


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_and_wide_text_survive(tmp_path: Path, encoding: str) -> None:
    before = CLIENT + f'// 模型 😀\n{CALL}({{ model: "deepseek-v3", messages: ["你好 😀"] }});'
    after = before.replace('"deepseek-v3"', '"qwen3.7-plus"').replace('"] }', '"], enable_thinking: false }')
    assert fixed(tmp_path, before.encode(encoding)) == after.encode(encoding)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            f'{CALL}({{ model: "deepseek-v3", messages }});',
            f'{CALL}({{ model: "qwen3.7-plus", messages, ...{{ enable_thinking: false }} }});',
        ),
        (
            f'{CALL}({{ model: "qwen3.7-plus", messages, extra_body: {{ enable_thinking: true }} }} as any);',
            f'{CALL}({{ model: "qwen3.7-plus", messages, enable_thinking: true }} as any);',
        ),
        (
            f'{CALL}({{ model: "qwen3.7-plus", messages, ["extra_body"]: {{ enable_thinking: true }} }});',
            f'{CALL}({{ model: "qwen3.7-plus", messages, ...{{ enable_thinking: true }} }});',
        ),
        (
            f'const body: any = {{ model: "deepseek-v3", messages }};\n{CALL}(body);',
            f'const body: any = {{ model: "qwen3.7-plus", messages, enable_thinking: false }};\n{CALL}(body);',
        ),
    ],
)
def test_typescript_gets_a_spread_where_it_checks_keys(tmp_path: Path, before: str, after: str) -> None:
    assert fixed(tmp_path, (CLIENT + before).encode(), "app.ts") == (CLIENT + after).encode()


@pytest.mark.parametrize("name", ["page.html", "App.vue", "App.svelte"])
def test_scripts_inside_pages(tmp_path: Path, name: str) -> None:
    page = '<div title="é">deepseek</div>\n<script type="module">\n{0}</script>\n<style>a {{ b: c }}</style>\n'
    before = page.format(CLIENT + f'{CALL}({{ model: "deepseek-v3", messages }});\n')
    after = page.format(CLIENT + f'{CALL}({{ model: "qwen3.7-plus", messages, enable_thinking: false }});\n')
    assert fixed(tmp_path, before.encode(), name) == after.encode()


def test_a_client_of_a_sibling_module(tmp_path: Path) -> None:
    (tmp_path / "llm.js").write_text(
        'const OpenAI = require("openai");\nconst client = new OpenAI({ baseURL: process.env.URL ?? '
        '"https://dashscope.aliyuncs.com/compatible-mode/v1" });\nmodule.exports = { client };\n',
        encoding="utf-8",
    )
    before = f'const {{ client }} = require("./llm");\n{CALL}({{ model: "deepseek-r1", messages }});\n'
    assert fixed(tmp_path, before.encode(), "app.js") == before.replace("deepseek-r1", "qwen3.7-plus").encode()


@pytest.mark.parametrize(
    ("path", "model", "switch"),
    [
        ("/compatible-mode/v1/chat/completions", "qwen3.7-plus", ", enable_thinking: false }"),
        ("/api/v1/services/aigc/text-generation/generation", "qwen3.7-max", ", parameters: { enable_thinking: false } }"),
    ],
)
def test_raw_requests(tmp_path: Path, path: str, model: str, switch: str) -> None:
    call = (
        'await fetch("https://dashscope.aliyuncs.com{0}", {{ method: "POST", body: JSON.stringify({{ model: "{1}", input{2}) }});'
    )
    before, after = call.format(path, "deepseek-v3", " }"), call.format(path, model, switch)
    assert fixed(tmp_path, before.encode()) == after.encode()


PROVIDER = """\
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
const bailian = createOpenAICompatible({ name: "bailian", baseURL: "https://dashscope.aliyuncs.com/compatible-mode/v1" });
"""


def test_the_switch_goes_to_every_call_that_uses_a_model(tmp_path: Path) -> None:
    (tmp_path / "model.js").write_text(PROVIDER + 'export default bailian("deepseek-v3");\n', encoding="utf-8")
    use = 'import { streamText } from "ai";\nimport model from "./model";\nexport const ask = (prompt) => '
    use += "streamText({ model, prompt });\n"
    (tmp_path / "use.js").write_text(use, encoding="utf-8")
    scan("--isolated", "--fix", ".", cwd=tmp_path)
    switch = "prompt, providerOptions: { bailian: { enable_thinking: false } } }"
    assert (tmp_path / "model.js").read_text("utf-8") == PROVIDER + 'export default bailian("qwen3.7-plus");\n'
    assert (tmp_path / "use.js").read_text("utf-8") == use.replace("prompt }", switch)


@pytest.mark.parametrize(
    ("rest", "code"),
    [
        ("agent({ model });\ngenerateText({ model, prompt });", "choice-needed"),
        ("wrapLanguageModel({ model });", "choice-needed"),
        ("generateText({ model, prompt, ...rest() });", "unpacked-arguments"),
        ("generateText({ model, prompt, providerOptions: theirs() });", "body-not-literal"),
        ('generateText({ model: x ? model : bailian("qwen3.7-plus"), prompt });', "shared-value"),
    ],
)
def test_a_model_whose_uses_cannot_all_be_changed_stays(tmp_path: Path, rest: str, code: str) -> None:
    source = (
        'import { generateText, wrapLanguageModel } from "ai";\n' + PROVIDER + f'const model = bailian("deepseek-v3");\n{rest}\n'
    )
    (tmp_path / "app.mjs").write_text(source, encoding="utf-8")
    done = scan("--isolated", "--fix", "--unsafe-fixes", "app.mjs", cwd=tmp_path)
    assert (tmp_path / "app.mjs").read_text("utf-8") == source
    refusals = [finding["refusal"] for finding in done.findings if finding["rule"] == "DSM101"]
    assert [refusal["code"] if isinstance(refusal, dict) else None for refusal in refusals] == [code]


def test_a_provider_that_may_change_bodies_is_looked_at_first(tmp_path: Path) -> None:
    changing = PROVIDER.replace("name:", "transformRequestBody: change, name:")
    source = 'import { generateText } from "ai";\n' + changing + 'generateText({ model: bailian("deepseek-v3"), prompt });\n'
    assert fixed(tmp_path, source.encode()) == source.encode()
    assert b"enable_thinking: false" in fixed(tmp_path, source.encode(), "app.mjs", "--unsafe-fixes")


LANGCHAIN = """\
import { ChatOpenAI } from "@langchain/openai";
const model = new ChatOpenAI({
  model: "deepseek-v3",
  configuration: { baseURL: "https://dashscope.aliyuncs.com/compatible-mode/v1" },
});
"""


@pytest.mark.parametrize(
    "call",
    [
        'model.invoke("hi", { enable_thinking: true });',
        'model.stream("hi", { extra_body: { enable_thinking: true } });',
        "model.bind({ enable_thinking: true });",
        'model.bindTools([], { enable_thinking: true }).invoke("hi");',
    ],
)
def test_langchain_drops_a_switch_given_to_a_call(tmp_path: Path, call: str) -> None:
    (tmp_path / "app.ts").write_text(LANGCHAIN + call)
    found = scan("--isolated", "app.ts", cwd=tmp_path).findings
    shown = [(each["rule"], each["line"], each["effect"], each["certainty"]) for each in found]
    assert shown == [("DSM101", 3, None, "certain"), ("DSM201", 6, "dropped", "certain")]
    assert fixed(tmp_path, (LANGCHAIN + call).encode(), "app.ts", "--unsafe-fixes") == (LANGCHAIN + call).encode()


@pytest.mark.parametrize(
    "call", ['model.invoke("hi", { signal, temperature: 0 });', 'model.withConfig({ foo: 1 }).invoke("hi");']
)
def test_langchain_calls_that_say_nothing_of_thinking_leave_it_to_the_object(tmp_path: Path, call: str) -> None:
    after = LANGCHAIN.replace("deepseek-v3", "qwen3.7-plus").replace(
        " },\n})", " },\n  modelKwargs: { enable_thinking: false },\n})"
    )
    assert fixed(tmp_path, (LANGCHAIN + call).encode(), "app.ts") == (after + call).encode()
