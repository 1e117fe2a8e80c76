"""Values that go through a function (`JsonValue.from`), and switches before what may say the same: the OpenAI SDK for Java and Kotlin."""

# ruff: noqa: E501 - programs in one line
from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

HEAD = """\
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.util.*;
class A {
    OpenAIClient client = OpenAIOkHttpClient.builder().baseUrl("https://dashscope.aliyuncs.com/compatible-mode/v1").build();
"""
MODEL = 'ChatCompletionCreateParams.builder().model("deepseek-v3.2")'
NAMED = '.putAdditionalBodyProperty("enable_thinking", '
OFF = f"{NAMED}JsonValue.from(false))"
RENAMED = {'"deepseek-v3.2"': '"qwen3.7-plus"'}
SAFE = "DSM101 A.java:8 certain safe"
SOMETIMES = f"if (t) b{NAMED}JsonValue.from(true));\nreturn client.chat().completions().create(b.build());\n}}"


def java(name: str, body: str, found: tuple[str, ...], after: dict[str, str] | None = None, hint: str = "") -> Case:
    """A class whose method is given a flag, a `JsonValue` and a map; its first line is the eighth."""
    method = "Object ask(Boolean t, JsonValue given, Map<String, JsonValue> more) {\n"
    return Case(name, "", found, after or {}, head="", files={"A.java": f"{HEAD}{method}{body}\n}}\n"}, hint=hint)


def sent(links: str) -> str:
    return f"return client.chat().completions().create({MODEL}{links}.build());\n}}"


CASES = [
    # A default behind which a statement may say it goes through the function too.
    java(
        "a switch that is only sometimes given",
        f"var b = {MODEL};\n{SOMETIMES}",
        (SAFE,),
        {'"deepseek-v3.2")': f'"qwen3.7-plus"){OFF}'},
    ),
    java(
        "a switch that is only sometimes given, and a map that may hold it",
        f"var b = {MODEL}.putAllAdditionalBodyProperties(more);\n{SOMETIMES}",
        (SAFE,),
        {**RENAMED, ".putAll": f"{OFF}.putAll"},
    ),
    java(
        "a switch that is only sometimes given, and a map that takes the place of all",
        f"var b = {MODEL}.additionalBodyProperties(more);\n{SOMETIMES}",
        ("DSM101 A.java:8 certain unpacked-arguments",),
        hint="`additionalBodyProperties` may hold the same key",
    ),
    # A map in one chain with what is added.
    java(
        "a map that may hold it",
        sent(".putAllAdditionalBodyProperties(more)"),
        (SAFE,),
        {**RENAMED, ".putAll": f"{OFF}.putAll"},
    ),
    java(
        "a pair and a map that may hold it",
        sent('.putAdditionalBodyProperty("seed", JsonValue.from(1)).putAllAdditionalBodyProperties(more)'),
        (SAFE,),
        {**RENAMED, ".putAll": f"{OFF}.putAll"},
    ),
    java(
        "a map that holds other keys",
        sent('.putAllAdditionalBodyProperties(Map.of("seed", JsonValue.from(1)))'),
        (SAFE,),
        {**RENAMED, ".build());\n}": f"{OFF}.build());\n}}"},
    ),
    java(
        "a map that takes the place of all",
        sent(".additionalBodyProperties(more)"),
        ("DSM101 A.java:8 certain unpacked-arguments",),
        hint="`additionalBodyProperties` may hold the same key",
    ),
    # What has gone through the function elsewhere is no boolean any more, and a constant in its place goes through it.
    java(
        "a value that went through it in the call",
        sent(f"{NAMED}JsonValue.from(t))"),
        (SAFE,),
        {**RENAMED, "from(t)": "from(Boolean.TRUE.equals(t))"},
    ),
    java(
        "a value that went through it before",
        f"JsonValue v = JsonValue.from(t);\n{sent(f'{NAMED}v)')}",
        ("DSM101 A.java:9 certain choice-needed",),
        hint="say true or false where it is made",
    ),
    java(
        "a value of a map that went through it before",
        "JsonValue v = JsonValue.from(t);\n" + sent('.putAllAdditionalBodyProperties(Map.of("enable_thinking", v))'),
        ("DSM101 A.java:9 certain choice-needed",),
        hint="say true or false where it is made",
    ),
    java(
        "nothing that went through it before",
        f"JsonValue v = JsonValue.from(null);\n{sent(f'{NAMED}v)')}",
        ("DSM101 A.java:9 certain safe",),
        {**RENAMED, f"{NAMED}v)": OFF},
    ),
    java(
        "a text that went through it before",
        f'JsonValue v = JsonValue.from("false");\n{sent(f"{NAMED}v)")}',
        ("DSM101 A.java:9 certain safe", "DSM203 A.java:9 certain safe"),
        {**RENAMED, f"{NAMED}v)": OFF},
    ),
    java(
        "a text that goes through it in the call",
        sent(f'{NAMED}JsonValue.from("false"))'),
        (SAFE, "DSM203 A.java:8 certain safe"),
        {**RENAMED, 'from("false")': "from(false)"},
    ),
    java("a value that somebody gives", sent(f"{NAMED}given)"), (SAFE,), RENAMED),
]
KOTLIN = f"""\
import com.openai.client.okhttp.OpenAIOkHttpClient
import com.openai.core.JsonValue
import com.openai.models.chat.completions.ChatCompletionCreateParams
val client = OpenAIOkHttpClient.builder().baseUrl("https://dashscope.aliyuncs.com/compatible-mode/v1").build()
fun ask(t: JsonValue = JsonValue.from(null)) = client.chat().completions().create({MODEL}{NAMED}t).build())
fun main() {{ ask() }}
"""
BUILDER = """\
import com.alibaba.dashscope.aigc.generation.*;
class A {
    Object ask(boolean t, java.util.Map<String, Object> more) throws Exception {
        var b = GenerationParam.builder().model("deepseek-v3.2").resultFormat("message").parameters(more).seed(1);
        if (t) b.parameter("enable_thinking", true);
        return new Generation().call(b.build());
    }
}
"""
BEGUN = """\
import com.alibaba.dashscope.aigc.generation.*;
class A {
    Object ask(GenerationParam.GenerationParamBuilder b) throws Exception {
        return new Generation().call(b.model("deepseek-v3.2").resultFormat("message").parameter("seed", 2).build());
    }
}
"""
CASES.extend(
    (
        Case("Kotlin", "", ("DSM101 A.kt:5 certain choice-needed",), head="", files={"A.kt": KOTLIN}, hint="where it is made"),
        Case(
            "a builder that somebody begins",
            "",
            ("DSM101 A.java:4 certain unpacked-arguments",),
            head="",
            files={"A.java": BEGUN},
        ),
        Case(
            "DashScope",
            "",
            ("DSM101 A.java:4 certain safe",),
            {'"deepseek-v3.2"': '"qwen3.7-max"', ".parameters(more)": '.parameter("enable_thinking", false).parameters(more)'},
            head="",
            files={"A.java": BUILDER},
        ),
    )
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_values_in_dress(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)
