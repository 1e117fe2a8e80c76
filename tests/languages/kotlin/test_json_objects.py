"""Bodies that Kotlin puts together in lambdas and chains: org.json's, kotlinx's, Gson's, and maps."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.languages.java.test_requests import CHAT, NATIVE
from tests.tool import Record, scan

SEND = f'    rest.postForObject("{CHAT}", b.toString(), String::class.java)\n}}\n'
GSON = "import com.google.gson.JsonObject\n"
HEAD = "fun run(rest: RestTemplate, given: Any) {\n"
CHANGED = {
    "a lambda that fills": (
        'val b = JSONObject().apply {\n        put("model", "deepseek-v3")\n        put("messages", given)\n    }\n' + SEND,
        (
            'val b = JSONObject().apply {\n        put("enable_thinking", false)\n        put("model", "qwen3.7-plus")\n'
            '        put("messages", given)\n    }\n' + SEND
        ),
    ),
    "a lambda on one line": (
        'val b = buildJsonObject { put("model", "deepseek-v3"); put("messages", given) }\n' + SEND,
        (
            'val b = buildJsonObject { put("enable_thinking", false); put("model", "qwen3.7-plus"); put("messages", given) }\n'
            + SEND
        ),
    ),
    "a map of what a lambda puts": (
        'val b = mutableMapOf<String, Any>().apply { put("model", "deepseek-v3") }\n' + SEND,
        'val b = mutableMapOf<String, Any>().apply { put("enable_thinking", false); put("model", "qwen3.7-plus") }\n' + SEND,
    ),
    "objects and lists under names": (
        (
            'val b = buildJsonObject {\n        put("model", "deepseek-v3")\n        putJsonArray("stop") { add(given) }\n'
            '        putJsonObject("input") { put("prompt", given) }\n        putJsonObject("parameters") { put("top_p", 0.5) }\n'
            f'    }}\n    rest.postForObject("{NATIVE}", b, String::class.java)\n}}\n'
        ),
        (
            'val b = buildJsonObject {\n        put("model", "qwen3.7-max")\n        putJsonArray("stop") { add(given) }\n'
            '        putJsonObject("input") { put("prompt", given) }\n'
            '        putJsonObject("parameters") { put("enable_thinking", false); put("top_p", 0.5) }\n'
            f'    }}\n    rest.postForObject("{NATIVE}", b, String::class.java)\n}}\n'
        ),
    ),
    "two maps in one": (
        'val b = mapOf("messages" to given) + mapOf("model" to "deepseek-v3")\n' + SEND,
        'val b = mapOf("messages" to given) + mapOf("model" to "qwen3.7-plus", "enable_thinking" to false)\n' + SEND,
    ),
    "a map and what a caller gives": (
        'val b = mapOf("model" to "deepseek-r1") + given\n' + SEND,
        'val b = mapOf("model" to "qwen3.7-plus") + given\n' + SEND,
    ),
    "three maps": (
        'val b = mapOf("messages" to given) + ("stream" to false) + mapOf("model" to "deepseek-v3")\n' + SEND,
        (
            'val b = mapOf("messages" to given) + ("stream" to false) + '
            'mapOf("model" to "qwen3.7-plus", "enable_thinking" to false)\n' + SEND
        ),
    ),
    "a map and a pair": (
        'val b = mapOf("messages" to given) + ("model" to "deepseek-r1")\n' + SEND,
        'val b = mapOf("messages" to given) + ("model" to "qwen3.7-plus")\n' + SEND,
    ),
    "a map and a pair that is the switch": (
        'val b = mapOf("model" to "deepseek-v3.2") + ("enable_thinking" to true)\n' + SEND,
        'val b = mapOf("model" to "qwen3.7-plus") + ("enable_thinking" to true)\n' + SEND,
    ),
    "an entry into an object beside it": (
        (
            'val b = mapOf("model" to "deepseek-v3.2", "enable_thinking" to true, "input" to given, "parameters" to '
            f'mapOf("result_format" to "message"))\n    rest.postForObject("{NATIVE}", b, String::class.java)\n}}\n'
        ),
        (
            'val b = mapOf("model" to "qwen3.7-max", "input" to given, "parameters" to '
            'mapOf("result_format" to "message", "enable_thinking" to true))\n'
            f'    rest.postForObject("{NATIVE}", b, String::class.java)\n}}\n'
        ),
    ),
    "line by line": (
        'val b = JSONObject()\n    b.put("model", "deepseek-v3")\n' + SEND,
        'val b = JSONObject()\n    b.put("enable_thinking", false)\n    b.put("model", "qwen3.7-plus")\n' + SEND,
    ),
    "several in one statement": (
        'val b = JSONObject()\n    b.put("model", "deepseek-v3.2").put("enable_thinking", true)\n' + SEND,
        'val b = JSONObject()\n    b.put("model", "qwen3.7-plus").put("enable_thinking", true)\n' + SEND,
    ),
    "one chain": (
        'val b = JSONObject().put("model", "deepseek-v3").put("messages", given)\n' + SEND,
        'val b = JSONObject().put("enable_thinking", false).put("model", "qwen3.7-plus").put("messages", given)\n' + SEND,
    ),
    "an object that is put into another": (
        (
            'val b = mapper.createObjectNode()\n    b.put("model", "deepseek-v3")\n    b.putObject("input").put("prompt", "x")\n'
            f'    b.putObject("parameters").put("top_p", 0.5)\n    rest.postForObject("{NATIVE}", b, String::class.java)\n}}\n'
        ),
        (
            'val b = mapper.createObjectNode()\n    b.put("model", "qwen3.7-max")\n    b.putObject("input").put("prompt", "x")\n'
            '    b.putObject("parameters").put("enable_thinking", false).put("top_p", 0.5)\n'
            f'    rest.postForObject("{NATIVE}", b, String::class.java)\n}}\n'
        ),
    ),
    "a switch that follows a map": (
        'val b = mutableMapOf<String, Any>("model" to "deepseek-v3.2")\n    b["enable_thinking"] = true\n' + SEND,
        'val b = mutableMapOf<String, Any>("model" to "qwen3.7-plus")\n    b["enable_thinking"] = true\n' + SEND,
    ),
    "a switch that is nested in the wrong object": (
        (
            'val b = JSONObject().apply { put("model", "deepseek-v3.2"); put("extra_body", mapOf("enable_thinking" to true)) }\n'
            + SEND
        ),
        'val b = JSONObject().apply { put("model", "qwen3.7-plus"); put("enable_thinking", true) }\n' + SEND,
    ),
}
UNSURE = {
    # A switch that is written behind what somebody gives would count instead of theirs.
    "a map behind what a caller gives": 'val b = given + mapOf("model" to "deepseek-v3.2")\n' + SEND,
    "a map behind two": 'val b = mapOf("messages" to given) + given + mapOf("model" to "deepseek-v3.2")\n' + SEND,
    "a statement that does something else": 'val b = JSONObject().apply { put("model", "deepseek-v3"); more(this) }\n' + SEND,
    "a name for the object": 'val b = JSONObject().apply { o -> put("model", "deepseek-v3") }\n' + SEND,
    "nothing that the lambda puts by itself": (
        'val b = JSONObject().apply { put("model", "deepseek-v3"); put("parameters", JSONObject().apply { fill(this) }) }\n'
        f'    rest.postForObject("{NATIVE}", b, String::class.java)\n}}\n'
    ),
    "no object for the switch yet": (
        'val b = JSONObject().put("model", "deepseek-v3").put("input", given)\n'
        f'    rest.postForObject("{NATIVE}", b, String::class.java)\n}}\n'
    ),
}


def fixed(folder: Path, text: str, *options: str) -> tuple[str, list[Record]]:
    path = folder / "A.kt"
    path.write_text(text, encoding="utf-8")
    done = scan("A.kt", "--isolated", "--fix", *options, cwd=folder)
    return path.read_text(encoding="utf-8"), done.findings


@pytest.mark.parametrize("name", CHANGED)
def test_an_object_is_given_the_switch_where_it_is_filled(name: str, tmp_path: Path) -> None:
    before, after = (f"{HEAD}    {each}" for each in CHANGED[name])
    assert fixed(tmp_path, before)[0] == after
    assert fixed(tmp_path, after)[0] == after


def test_gson_has_its_own_word(tmp_path: Path) -> None:
    before = f'{GSON}{HEAD}    val b = JsonObject()\n    b.addProperty("model", "deepseek-v3")\n{SEND}'
    after = before.replace("b.addProperty", 'b.addProperty("enable_thinking", false)\n    b.addProperty')
    assert fixed(tmp_path, before)[0] == after.replace("deepseek-v3", "qwen3.7-plus")


@pytest.mark.parametrize("name", UNSURE)
def test_what_may_hold_more_is_not_rewritten_as_safe(name: str, tmp_path: Path) -> None:
    text = f"{HEAD}    {UNSURE[name]}"
    after, found = fixed(tmp_path, text)
    assert after == text
    assert found
    assert all(each["refusal"] or each["fix"] for each in found)


def test_a_body_that_one_function_makes_goes_where_another_sends(tmp_path: Path) -> None:
    body = 'fun body() = mapOf("model" to "deepseek-v3", "messages" to listOf("a"))\n'
    ask = "fun ask(rest: RestTemplate) = send(rest, body())\n"
    send = f'fun send(rest: RestTemplate, b: Any) {{\n    rest.postForObject("{CHAT}", b, String::class.java)\n}}\n'
    after, found = fixed(tmp_path, body + ask + send)
    assert [each["certainty"] for each in found] == ["certain"]
    assert '"enable_thinking" to false' in after


def test_two_maps_outside_of_functions_are_one(tmp_path: Path) -> None:
    text = f'val b = mapOf("messages" to "a") + mapOf("model" to "deepseek-v3")\n{HEAD}{SEND}'
    after, found = fixed(tmp_path, text)
    assert after == text
    assert [(each["rule"], each["certainty"]) for each in found] == [("DSM102", "possible")]
