"""What is written into Kotlin's builders, blocks and maps: switches that are moved, dropped and added, or left to a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check
from tests.languages.jvm import OFF, kotlin

SAFE, BY_HAND = "certain safe", "certain body-not-literal"
CHAT = '"https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"'
NATIVE = '"https://dashscope.aliyuncs.com/api/v1/services/aigc/text-generation/generation"'
MAX, PLUS = '"qwen3.7-max"', '"qwen3.7-plus"'
V32 = 'GenerationParam.builder().model("deepseek-v3.2").resultFormat("message")'
TWICE = (f"DSM101 A.kt:3 {SAFE}", "DSM201 A.kt:3 possible safe")
MOVED = (f"DSM101 A.kt:3 {SAFE}", f"DSM201 A.kt:3 {SAFE}")


def sent(name: str, chain: str, after: str, *found: str) -> Case:
    """A call of DashScope's SDK on deepseek-v3.2 (in line 3) with this chain, and what it is after a fix."""
    body = f"fun f(maybe: Boolean) {{\n    Generation().call({V32}{chain}.build())\n}}\n"
    return kotlin(name, body, *found, after={'"deepseek-v3.2"': MAX, f'"message"){chain}.build': f'"message"){after}.build'})


def told(name: str, block: str, after: str, *found: str) -> Case:
    """The same, told in a block; the model is named in line 4."""
    head, tail = "fun f(maybe: Boolean) {\n    Generation().call(GenerationParam.builder().apply {\n", "    }.build())\n}\n"
    before = f'        model("deepseek-v3.2")\n        resultFormat("message")\n{block}'
    return kotlin(
        name, head + before + tail, *found, after={f"builder().apply {{\n{before}    }}.build": f"builder(){after}.build"}
    )


def posted(name: str, made: str, after: str = "", url: str = CHAT, *found: str) -> Case:
    """A request by hand whose body is made by these statements, which call it `b` and name the model in line 3."""
    body = f"fun f(r: RestTemplate, o: Any) {{\n    {made}\n    r.postForObject({url}, b, Any::class.java)\n}}\n"
    return kotlin(name, body, *(found or (f"DSM101 A.kt:3 {SAFE}",)), after={made: after} if after else None)


CHAINS = [
    sent(
        "a switch that is there as well, alone in its map",
        '.parameter("extra_body", mapOf("enable_thinking" to false)).enableThinking(false)',
        ".enableThinking(false)",
        *TWICE,
    ),
    sent(
        "a switch that is there as well, first of two",
        '.parameter("extra_body", mapOf("enable_thinking" to false, "x" to 1)).enableThinking(false)',
        '.parameter("extra_body", mapOf("x" to 1)).enableThinking(false)',
        *TWICE,
    ),
    sent(
        "a switch that is there as well, last of two",
        '.parameter("extra_body", mapOf("x" to 1, "enable_thinking" to false)).enableThinking(false)',
        '.parameter("extra_body", mapOf("x" to 1)).enableThinking(false)',
        *TWICE,
    ),
    sent(
        "a switch that is there as well, in a map of all parameters",
        '.parameters(mapOf("extra_body" to mapOf("enable_thinking" to false))).enableThinking(false)',
        ".parameters(mapOf<String, Any>()).enableThinking(false)",
        *TWICE,
    ),
    sent(
        "a map that keeps another entry",
        '.parameters(mapOf("top_k" to 1, "extra_body" to mapOf("enable_thinking" to true)))',
        '.parameters(mapOf("top_k" to 1)).parameter("enable_thinking", true)',
        *MOVED,
    ),
    kotlin(
        "a statement that goes",
        f"fun f() {{\n    val c = {V32}.enableThinking(false)\n"
        '    c.parameter("extra_body", mapOf("enable_thinking" to false))\n    Generation().call(c.build())\n}\n',
        f"DSM101 A.kt:3 {SAFE}",
        "DSM201 A.kt:4 possible safe",
        after={'"deepseek-v3.2"': MAX, '    c.parameter("extra_body", mapOf("enable_thinking" to false))\n': ""},
    ),
]
BLOCKS = [
    kotlin(
        "a block that tells more than is in sight, beside a pair",
        f'fun f() {{\n    Generation().call({V32}.parameter("a", 1).apply {{ more(this) }}.build())\n}}\n',
        "DSM101 A.kt:3 certain unpacked-arguments",
    ),
    told(
        "a pair that is only sometimes told",
        '        if (maybe) { parameter("extra_body", mapOf("enable_thinking" to true)) }\n',
        f'{OFF}.apply {{\n        model({MAX})\n        resultFormat("message")\n'
        '        if (maybe) { parameter("enable_thinking", true) }\n    }',
        f"DSM101 A.kt:4 {SAFE}",
        f"DSM201 A.kt:6 {SAFE}",
    ),
    told(
        "a pair that goes",
        '        parameter("extra_body", mapOf("enable_thinking" to false))\n        enableThinking(false)\n',
        f'.apply {{\n        model({MAX})\n        resultFormat("message")\n        enableThinking(false)\n    }}',
        f"DSM101 A.kt:4 {SAFE}",
        "DSM201 A.kt:6 possible safe",
    ),
    told(
        "a pair that keeps others",
        '        parameter("extra_body", mapOf("enable_thinking" to true, "x" to 1))\n',
        f'.apply {{\n        model({MAX})\n        resultFormat("message")\n'
        '        parameter("extra_body", mapOf("x" to 1))\n        parameter("enable_thinking", true)\n    }',
        f"DSM101 A.kt:4 {SAFE}",
        f"DSM201 A.kt:6 {SAFE}",
    ),
    kotlin(
        "a pair that keeps others, in one line",
        'fun f() {\n    Generation().call(GenerationParam.builder().apply { model("deepseek-v3.2"); resultFormat("message"); '
        'parameter("extra_body", mapOf("enable_thinking" to true, "x" to 1)) }.build())\n}\n',
        *MOVED,
        after={
            '"deepseek-v3.2"': MAX,
            'mapOf("enable_thinking" to true, "x" to 1))': 'mapOf("x" to 1)); parameter("enable_thinking", true)',
        },
    ),
    told(
        "a call of one's own",
        '        log("x")\n',
        f'.apply {{\n        model({MAX})\n        resultFormat("message")\n        log("x")\n    }}{OFF}',
        f"DSM101 A.kt:4 {SAFE}",
    ),
]
MAPS = [
    posted(
        "a map that takes others in, which win",
        'val b = mapOf(entries(), "model" to "deepseek-v3")',
        f'val b = mapOf("enable_thinking" to false, entries(), "model" to {PLUS})',
    ),
    posted(
        "a map that lacks what the switch belongs into",
        'val b = mapOf("model" to "deepseek-v3", "input" to o)',
        f'val b = mapOf("model" to {MAX}, "input" to o, "parameters" to mapOf("enable_thinking" to false))',
        NATIVE,
    ),
    posted(
        "an empty map that lacks it",
        'val b = HashMap<String, Any>(); b["model"] = "deepseek-v3"',
        "",
        NATIVE,
        f"DSM101 A.kt:3 {BY_HAND}",
    ),
    posted(
        "an empty map that is taken for another kind",
        'val b = HashMap<String, Any>() as MutableMap<String, Any>; b["model"] = "deepseek-v3"',
        "",
        CHAT,
        f"DSM101 A.kt:3 {BY_HAND}",
    ),
    posted(
        "a key that is set elsewhere",
        'val b = HashMap<String, Any>(); b["model"] = "deepseek-v3.2"; b["extra_body"] = mapOf("enable_thinking" to true)',
        f'val b = HashMap<String, Any>(); b["model"] = {PLUS}; b["enable_thinking"] = true',
        CHAT,
        *MOVED,
    ),
    posted(
        "a key that is set elsewhere, with a comment",
        'val b = HashMap<String, Any>(); b["model"] = "deepseek-v3.2"; b["extra_body"] = mapOf("enable_thinking" to true /* */)',
        "",
        CHAT,
        f"DSM101 A.kt:3 {BY_HAND}",
        f"DSM201 A.kt:3 {BY_HAND}",
    ),
    posted(
        "a key that is set elsewhere, into what is there",
        'val b = HashMap<String, Any>(); b["model"] = "deepseek-v3.2"; b["parameters"] = mapOf("result_format" to "message"); '
        'b["enable_thinking"] = true',
        "",
        NATIVE,
        f"DSM101 A.kt:3 {BY_HAND}",
        f"DSM201 A.kt:3 {BY_HAND}",
    ),
    kotlin(
        "a switch that is there twice, in its dress",
        "import com.openai.client.okhttp.OpenAIOkHttpClient\nimport com.openai.core.JsonValue\n"
        "import com.openai.models.chat.completions.ChatCompletionCreateParams\n\n"
        f"val c = OpenAIOkHttpClient.builder().baseUrl({CHAT.replace('/chat/completions', '')}).build()\n\n"
        'fun f() = c.chat().completions().create(ChatCompletionCreateParams.builder().model("deepseek-v3.2")\n'
        '    .putAdditionalBodyProperty("extra_body", JsonValue.from(mapOf("enable_thinking" to true)))\n'
        '    .putAdditionalBodyProperty("enable_thinking", JsonValue.from(true)).build())\n',
        f"DSM101 A.kt:8 {SAFE}",
        "DSM201 A.kt:9 possible safe",
        after={
            '"deepseek-v3.2"': PLUS,
            '\n    .putAdditionalBodyProperty("extra_body", JsonValue.from(mapOf("enable_thinking" to true)))': "",
        },
    ),
    kotlin(
        "options that setters fill",
        "import com.alibaba.cloud.ai.dashscope.chat.DashScopeChatOptions\n\nfun f() {\n"
        '    val o = DashScopeChatOptions()\n    o.model = "deepseek-r1"\n    log(o)\n'
        '    val p = DashScopeChatOptions()\n    p.setModel("deepseek-r1")\n    log(p)\n'
        '    val q = DashScopeChatOptions().apply { model = "deepseek-r1" }\n}\n',
        f"DSM101 A.kt:6 {SAFE}",
        f"DSM101 A.kt:9 {SAFE}",
        "DSM102 A.kt:11 possible unknown-endpoint",
        after={
            f'{name} = DashScopeChatOptions()\n    {name}.{old}"deepseek-r1"': (
                f"{name} = DashScopeChatOptions()\n    {name}.setEnableThinking(true)\n    {name}.{old}{MAX}"
            )
            for name, old in (("o", "model = "), ("p", "setModel("))
        },
    ),
]
CASES = [*CHAINS, *BLOCKS, *MAPS]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_change_is_written_where_it_belongs(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)
