"""Bodies that JSON libraries put together: Jackson's, org.json's, Gson's and others, in one chain or line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.languages.java.test_requests import CHAT, NATIVE, fixed, program

SEND = f'rest.postForObject("{CHAT}", b.toString(), String.class);'
GSON = "import com.google.gson.*;\n"
VERTX = "import io.vertx.core.json.JsonObject;\n"
LINES = 'JsonObject b = new JsonObject();\nb.{0}("model", "{1}");\n' + SEND
LINES_AFTER = 'JsonObject b = new JsonObject();\nb.{0}("enable_thinking", false);\nb.{0}("model", "qwen3.7-plus");\n' + SEND
CHANGED = {
    "Jackson, line by line": (
        f'ObjectNode b = mapper.createObjectNode();\nb.put("model", "deepseek-v3");\nb.putArray("messages").add(given);\n{SEND}',
        (
            'ObjectNode b = mapper.createObjectNode();\nb.put("enable_thinking", false);\nb.put("model", "qwen3.7-plus");\n'
            f'b.putArray("messages").add(given);\n{SEND}'
        ),
    ),
    "Jackson, several in one statement": (
        (
            'ObjectNode b = mapper.createObjectNode();\nb.put("model", "deepseek-v3.2").put("stream", true)'
            f'.put("enable_thinking", true);\n{SEND}'
        ),
        (
            'ObjectNode b = mapper.createObjectNode();\nb.put("model", "qwen3.7-plus").put("stream", true)'
            f'.put("enable_thinking", true);\n{SEND}'
        ),
    ),
    "Jackson, one chain": (
        f'ObjectNode b = mapper.createObjectNode()\n    .put("model", "deepseek-v3")\n    .put("n", 1);\n{SEND}',
        (
            'ObjectNode b = mapper.createObjectNode()\n    .put("enable_thinking", false)\n    .put("model", "qwen3.7-plus")\n'
            f'    .put("n", 1);\n{SEND}'
        ),
    ),
    "Jackson, an object that is put into another": (
        (
            'ObjectNode b = mapper.createObjectNode();\nb.put("model", "deepseek-v3");\nb.putObject("input").put("stop", 1);\n'
            f'b.putObject("parameters").put("result_format", "message");\nrest.postForObject("{NATIVE}", b, String.class);'
        ),
        (
            'ObjectNode b = mapper.createObjectNode();\nb.put("model", "qwen3.7-max");\nb.putObject("input").put("stop", 1);\n'
            'b.putObject("parameters").put("enable_thinking", false).put("result_format", "message");\n'
            f'rest.postForObject("{NATIVE}", b, String.class);'
        ),
    ),
    "Jackson, a switch that is nested in the wrong object": (
        (
            'ObjectNode b = mapper.createObjectNode();\nb.put("model", "deepseek-v3.2");\n'
            f'b.set("extra_body", mapper.createObjectNode().put("enable_thinking", true));\n{SEND}'
        ),
        f'ObjectNode b = mapper.createObjectNode();\nb.put("model", "qwen3.7-plus");\nb.put("enable_thinking", true);\n{SEND}',
    ),
    "a record of a call beside its body": (
        (
            'JSONObject log = new JSONObject();\nlog.put("model", "deepseek-v3");\nsave(log);\n'
            f'JSONObject b = new JSONObject();\nb.put("model", "deepseek-v3");\nb.put("messages", given);\n{SEND}'
        ),
        (
            'JSONObject log = new JSONObject();\nlog.put("model", "deepseek-v3");\nsave(log);\n'
            'JSONObject b = new JSONObject();\nb.put("enable_thinking", false);\nb.put("model", "qwen3.7-plus");\n'
            f'b.put("messages", given);\n{SEND}'
        ),
    ),
    "org.json, sent as it is made": (
        f'rest.postForObject("{CHAT}", new JSONObject().put("model", "deepseek-v3").put("messages", given).toString(), x);',
        (
            f'rest.postForObject("{CHAT}", new JSONObject().put("enable_thinking", false).put("model", "qwen3.7-plus")'
            '.put("messages", given).toString(), x);'
        ),
    ),
    "a switch that follows the chain": (
        f'JSONObject b = new JSONObject().put("model", "deepseek-v3.2");\nb.put("enable_thinking", true);\n{SEND}',
        f'JSONObject b = new JSONObject().put("model", "qwen3.7-plus");\nb.put("enable_thinking", true);\n{SEND}',
    ),
    "a switch that follows a map of a map": (
        f'Map<String, Object> b = new HashMap<>(Map.of("model", "deepseek-v3.2"));\nb.put("enable_thinking", true);\n{SEND}',
        f'Map<String, Object> b = new HashMap<>(Map.of("model", "qwen3.7-plus"));\nb.put("enable_thinking", true);\n{SEND}',
    ),
    "a switch that is nested in the wrong object": (
        (
            'JSONObject b = new JSONObject().put("model", "deepseek-v3.2")'
            f'.put("extra_body", new JSONObject().put("enable_thinking", true));\n{SEND}'
        ),
        f'JSONObject b = new JSONObject().put("model", "qwen3.7-plus").put("enable_thinking", true);\n{SEND}',
    ),
    "fastjson": (
        f'JSONObject b = new JSONObject().fluentPut("model", "deepseek-v3");\n{SEND}',
        f'JSONObject b = new JSONObject().fluentPut("enable_thinking", false).fluentPut("model", "qwen3.7-plus");\n{SEND}',
    ),
    "hutool": (
        f'HttpUtil.post("{CHAT}", JSONUtil.createObj().set("model", "deepseek-v3").toString());',
        f'HttpUtil.post("{CHAT}", JSONUtil.createObj().set("enable_thinking", false).set("model", "qwen3.7-plus").toString());',
    ),
}
OTHERS = {
    "Gson": (GSON, "addProperty"),
    "Vert.x": (VERTX, "put"),
}
KEPT = {
    "an object that is put into another, with nothing in it yet": (
        'ObjectNode b = mapper.createObjectNode();\nb.put("model", "deepseek-v3");\nb.putObject("input").put("stop", 1);\n'
        f'rest.postForObject("{NATIVE}", b, String.class);'
    ),
    "a model that another takes the place of": (
        f'JSONObject b = new JSONObject().put("model", "deepseek-v3");\nb.put("model", "qwen-plus");\n{SEND}'
    ),
    "an object that is kept": 'JsonObject b = new JsonObject();\nb.addProperty("model", "deepseek-v3");\nsave(b);',
    "a class of its own": f'JSONObject b = new JSONObject() {{ }}.put("model", "deepseek-v3");\n{SEND}',
    "another method among the links": f'JSONObject b = new JSONObject().with(given).put("model", "deepseek-v3");\n{SEND}',
}


@pytest.mark.parametrize("name", CHANGED)
def test_an_object_is_given_the_switch_where_it_is_filled(name: str, tmp_path: Path) -> None:
    before, after = (program(each).encode() for each in CHANGED[name])
    assert fixed(tmp_path, before)[0] == after
    assert fixed(tmp_path, after)[0] == after


@pytest.mark.parametrize("name", OTHERS)
def test_each_library_has_its_own_word(name: str, tmp_path: Path) -> None:
    head, put = OTHERS[name]
    before, after = (f"{head}{program(each)}".encode() for each in (LINES.format(put, "deepseek-v3"), LINES_AFTER.format(put)))
    assert fixed(tmp_path, before)[0] == after


@pytest.mark.parametrize("name", KEPT)
def test_what_is_not_sent_or_not_sure_is_left_alone(name: str, tmp_path: Path) -> None:
    data = program(KEPT[name]).encode()
    assert fixed(tmp_path, data, "--unsafe-fixes")[0] == data


def test_what_a_list_takes_in_is_no_key(tmp_path: Path) -> None:
    body = f'list.add(0, "deepseek-r1");\nJsonObject b = new JsonObject();\nb.addProperty("model", "deepseek-r1");\n{SEND}'
    _, found = fixed(tmp_path, program(body).encode())
    assert [(each["rule"], each["line"]) for each in found] == [("DSM102", 3), ("DSM101", 5)]


ASK = "    Object ask() {\n        return send(body());\n    }\n"
BODY = '    Map<String, Object> body() {\n        return Map.of("model", "deepseek-v3", "messages", List.of());\n    }\n' + ASK
TEXT = '    String body() {\n        return "{\\"model\\": \\"deepseek-v3\\", \\"messages\\": []}";\n    }\n' + ASK
SENT = f'    String send(Object b) {{\n        return rest.postForObject("{CHAT}", b, String.class);\n    }}\n'
SENT_BY_NAME = f'    static final String URL = "{CHAT}";\n' + "".join(
    f"    static String {each}(Object b) {{\n        return rest.postForObject(URL, b, String.class);\n    }}\n"
    for each in ("one", "two")
)
ROW = '    Object row(String q) {\n        return Map.of("model", "deepseek-v3", "prompt", q, "input", q);\n    }\n'
LOCAL = (
    '    Object {0}(Object b) {{\n        String url = "{1}";\n        return rest.postForObject(url, b, String.class);\n    }}\n'
)
IN_LAMBDA = (
    f'    Object send(Object b) {{\n        String url = "{CHAT}";\n'
    "        return retried(() -> rest.postForObject(url, b, String.class));\n    }\n"
)
ELSEWHERE = {
    "methods that have one name for two": BODY
    + LOCAL.format("other", CHAT)
    + LOCAL.format("send", "http://localhost:11434/v1/chat"),
    "what the file makes for others": BODY.replace(ASK, "") + SENT,
    "no other method sends": BODY,
    "what is kept of a request": ROW + SENT,
    "methods that send to two": BODY + SENT + SENT.replace("send", "other").replace(CHAT, "http://localhost:11434/v1/chat"),
    "a method that sends who knows where": BODY + SENT + SENT.replace("send", "other").replace(f'"{CHAT}"', "settings.url()"),
    "a URL that is handed over": BODY + SENT.replace("Object b", "String url, Object b").replace(f'"{CHAT}"', "url"),
    "a body that goes to a URL that is not in sight": BODY.replace("return", "rest.postForObject(url(), null, null); return")
    + SENT,
}


@pytest.mark.parametrize(
    "written, sent",
    [
        (BODY, SENT),
        (TEXT, SENT),
        (BODY, SENT_BY_NAME),
        (BODY, IN_LAMBDA),
        (BODY, LOCAL.format("send", CHAT) + LOCAL.format("other", CHAT)),
    ],
)
def test_what_one_method_makes_and_another_sends(written: str, sent: str, tmp_path: Path) -> None:
    after, found = fixed(tmp_path, f"class A {{\n{written}{sent}}}\n".encode())
    assert [(each["rule"], each["certainty"]) for each in found] == [("DSM101", "certain")]
    assert b"enable_thinking" in after
    assert b"qwen3.7-plus" in after


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_one_method_makes_is_sent_only_where_all_others_send(name: str, tmp_path: Path) -> None:
    data = f"class A {{\n{ELSEWHERE[name]}}}\n".encode()
    after, found = fixed(tmp_path, data, "--unsafe-fixes")
    assert after == data
    assert [each["certainty"] for each in found] == ["possible"]


WHOLE = (
    'Map.of("model", "deepseek-v3.2", "enable_thinking", true, "input", given, "parameters", Map.of("result_format", "message"))',
    'Map.of("model", "qwen3.7-max", "input", given, "parameters", Map.of("result_format", "message", "enable_thinking", true))',
)
MADE, ON = 'new JSONObject().fluentPut("model", ', '.fluentPut("enable_thinking", true)'
MESSAGE = 'new JSONObject().fluentPut("result_format", "message")'
CHAINED = (
    f'{MADE}"deepseek-v3.2").fluentPut("enable_thinking", true).fluentPut("input", given).fluentPut("parameters", {MESSAGE})',
    f'{MADE}"qwen3.7-max").fluentPut("input", given).fluentPut("parameters", {MESSAGE.replace("()", "()" + ON)})',
)
INNER = tuple(
    f'Map.of("model", "{model}", "parameters", Map.of("result_format", "message", {switch}))'
    for model, switch in (
        ("deepseek-v3.2", '"extra_body", Map.of("enable_thinking", true)'),
        ("qwen3.7-max", '"enable_thinking", true'),
    )
)
AT_ONCE, NAMED = 'rest.postForObject("{}", {}, String.class);', 'Object b = {1};\n    rest.postForObject("{0}", b, String.class);'


@pytest.mark.parametrize("written, sent", [(WHOLE, AT_ONCE), (WHOLE, NAMED), (INNER, NAMED), (CHAINED, NAMED)])
def test_an_entry_is_moved_within_the_object_that_is_sent(written: tuple[str, str], sent: str, tmp_path: Path) -> None:
    before, after = (program(sent.format(NATIVE, each) + "\n").encode() for each in written)
    assert fixed(tmp_path, before)[0] == after


def test_where_an_entry_is_to_be_moved_by_hand_is_told(tmp_path: Path) -> None:
    data = program(AT_ONCE.format(NATIVE, INNER[0]) + "\n").encode()
    after, found = fixed(tmp_path, data)
    assert after == data
    refusals = [each["refusal"] for each in found]
    assert refusals == [{"code": "body-not-literal", "hint": "move it to `enable_thinking` by hand"}] * 2
