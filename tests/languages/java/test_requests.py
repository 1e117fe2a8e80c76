"""Requests that Java and Kotlin put together by hand: found by the one URL that a method goes to, and rewritten in place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.languages.java.writing import DRESSES
from tests.tool import Record, scan

CHAT = "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"
NATIVE = "https://dashscope.aliyuncs.com/api/v1/services/aigc/text-generation/generation"
HEAD = "class A {\n    void run(String given, Rest rest) throws Exception {\n"
TAIL = "\n    }\n}\n"
KOTLIN_SUM = f"""fun f(k: String) {{
    val b = "{{\\"model\\":\\"%s\\"," +
        "\\"user\\":\\"" + k + "\\",\\"n\\":" + k + "%s}}"
    post("{CHAT}", b)
}}
"""
KOTLIN_OPEN = f"""fun f(k: String) {{
    val b = "{{\\"model\\":\\"deepseek-v3\\"" + g(k) + "}}"
    post("{CHAT}", b)
}}
"""
KOTLIN_TEMPLATE = f"""fun f(k: String) {{
    val b = \"\"\"{{"model": "%s", "messages": $k%s}}\"\"\"
    url("{CHAT}")
}}
"""
CHANGED = {
    "a string": (
        f'rest.postForObject("{CHAT}", "{{\\"model\\":\\"deepseek-v3\\",\\"messages\\":[]}}", String.class);',
        (
            f'rest.postForObject("{CHAT}", "{{\\"model\\":\\"qwen3.7-plus\\",\\"messages\\":[],\\"enable_thinking\\":false}}", '
            "String.class);"
        ),
    ),
    "a text block": (
        f'String b = """\n    {{\n      "model": "deepseek-v3"\n    }}\n    """;\nsend(URI.create("{CHAT}"), b);',
        (
            f'String b = """\n    {{\n      "model": "qwen3.7-plus",\n      "enable_thinking": false\n    }}\n    """;\n'
            f'send(URI.create("{CHAT}"), b);'
        ),
    ),
    "strings put together": (
        (
            'String b = "{\\"model\\": \\"deepseek-v3\\", " +\n    "\\"input\\": {\\"prompt\\": \\"" + given + "\\"}, " +\n'
            f'    "\\"parameters\\": {{\\"top_p\\": 0.5}}}}";\nsend(new URL("{NATIVE}"), b);'
        ),
        (
            'String b = "{\\"model\\": \\"qwen3.7-max\\", " +\n    "\\"input\\": {\\"prompt\\": \\"" + given + "\\"}, " +\n'
            '    "\\"parameters\\": {\\"top_p\\": 0.5, \\"enable_thinking\\": false}}";\n'
            f'send(new URL("{NATIVE}"), b);'
        ),
    ),
    "strings put together that end in what run time puts there": (
        (
            'String b = "{\\"model\\":\\"deepseek-v3\\",\\"messages\\":[],\\"temperature\\":" + given + "}";\n'
            f'rest.postForObject("{CHAT}", b, String.class);'
        ),
        (
            'String b = "{\\"model\\":\\"qwen3.7-plus\\",\\"messages\\":[],\\"temperature\\":" + given + '
            '",\\"enable_thinking\\":false}";\n'
            f'rest.postForObject("{CHAT}", b, String.class);'
        ),
    ),
    "a text that is filled": (
        (
            'String b = String.format("{\\"model\\": \\"%s\\", \\"messages\\": %s}", "deepseek-v3", given);\n'
            f'rest.postForObject("{CHAT}", b, String.class);'
        ),
        (
            'String b = String.format("{\\"model\\": \\"%s\\", \\"messages\\": %s, \\"enable_thinking\\": false}", '
            f'"qwen3.7-plus", given);\nrest.postForObject("{CHAT}", b, String.class);'
        ),
    ),
    "a text block that is filled": (
        (
            'String b = """\n    {\n      "model": "deepseek-v3",\n      "messages": %s\n    }\n    """.formatted(given);\n'
            f'send(URI.create("{CHAT}"), b);'
        ),
        (
            'String b = """\n    {\n      "model": "qwen3.7-plus",\n      "messages": %s,\n      "enable_thinking": false\n'
            f'    }}\n    """.formatted(given);\nsend(URI.create("{CHAT}"), b);'
        ),
    ),
    "a switch in extra_body": (
        (
            f'rest.postForObject("{CHAT}", "{{\\"model\\": \\"deepseek-v3.2\\", '
            '\\"extra_body\\": {\\"enable_thinking\\": true}}", String.class);'
        ),
        f'rest.postForObject("{CHAT}", "{{\\"model\\": \\"qwen3.7-plus\\", \\"enable_thinking\\": true}}", String.class);',
    ),
    "a map": (
        (
            'Map<String, Object> b = new HashMap<>();\nb.put("model", "deepseek-v3");\nb.put("messages", given);\n'
            f'rest.postForObject("{CHAT}", b, String.class);'
        ),
        (
            'Map<String, Object> b = new HashMap<>();\nb.put("enable_thinking", false);\nb.put("model", "qwen3.7-plus");\n'
            f'b.put("messages", given);\nrest.postForObject("{CHAT}", b, String.class);'
        ),
    ),
}
KEPT = {
    "another provider": 'rest.postForObject("https://api.deepseek.com/chat/completions", "{\\"model\\":\\"deepseek-v3\\"}", x);',
    "no URL": 'save("{\\"model\\":\\"deepseek-v3\\"}");',
    "two URLs": (
        f'String b = "{{\\"model\\":\\"deepseek-v3\\"}}";\nsend(URI.create("{CHAT}"), b);\n'
        'send(URI.create("https://api.deepseek.com/v1/chat/completions"), b);'
    ),
    "a URL that is given": 'rest.postForObject(given, "{\\"model\\":\\"deepseek-v3\\"}", x);',
    "a map that is no body": 'Map<String, Object> b = new HashMap<>();\nb.put("model", "deepseek-v3");\nshow(b);',
}


def program(body: str) -> str:
    return HEAD + body + TAIL


def fixed(folder: Path, data: bytes, *options: str) -> tuple[bytes, list[Record]]:
    path = folder / "A.java"
    path.write_bytes(data)
    done = scan("A.java", "--isolated", "--fix", *options, cwd=folder)
    return path.read_bytes(), done.findings


@pytest.mark.parametrize("dress", ["plain", "crlf", "utf-16", "non-ascii"])
@pytest.mark.parametrize("name", CHANGED)
def test_a_body_is_rewritten_where_it_is_written(name: str, dress: str, tmp_path: Path) -> None:
    before, after = (DRESSES[dress](program(part)) for part in CHANGED[name])
    assert fixed(tmp_path, before)[0] == after
    assert fixed(tmp_path, after)[0] == after


@pytest.mark.parametrize("name", KEPT)
def test_a_body_that_goes_elsewhere_or_nowhere_is_left_alone(name: str, tmp_path: Path) -> None:
    data = program(KEPT[name]).encode()
    assert fixed(tmp_path, data, "--unsafe-fixes")[0] == data


def test_a_body_that_goes_to_another_provider_is_not_spoken_of(tmp_path: Path) -> None:
    assert fixed(tmp_path, program(KEPT["another provider"]).encode())[1] == []


@pytest.mark.parametrize(
    "before, after",
    [
        (
            f'fun f() {{\n    val b = "{{\\"model\\":\\"deepseek-v3\\"}}"\n    post("{CHAT}", b)\n}}\n',
            (
                'fun f() {\n    val b = "{\\"model\\":\\"qwen3.7-plus\\",\\"enable_thinking\\":false}"\n'
                f'    post("{CHAT}", b)\n}}\n'
            ),
        ),
        (KOTLIN_SUM % ("deepseek-v3", ""), KOTLIN_SUM % ("qwen3.7-plus", ',\\"enable_thinking\\":false')),
        (KOTLIN_OPEN, KOTLIN_OPEN),
        (KOTLIN_TEMPLATE % ("deepseek-v3", ""), KOTLIN_TEMPLATE % ("qwen3.7-plus", ', "enable_thinking": false')),
        (
            f'fun f(k: String) {{\n    val b = """{{"model": "deepseek-v3", "user": "$k"}}"""\n    url("{CHAT}")\n}}\n',
            (
                'fun f(k: String) {\n    val b = """{"model": "qwen3.7-plus", "user": "$k", "enable_thinking": false}"""\n'
                f'    url("{CHAT}")\n}}\n'
            ),
        ),
    ],
)
def test_kotlin_writes_bodies_in_its_own_strings(before: str, after: str, tmp_path: Path) -> None:
    path = tmp_path / "A.kt"
    path.write_text(before, encoding="utf-8")
    scan("A.kt", "--isolated", "--fix", cwd=tmp_path)
    assert path.read_text(encoding="utf-8") == after


OPTIONS = "import com.alibaba.cloud.ai.dashscope.chat.DashScopeChatOptions;\nclass A {{\n    Object options = {}.build();\n}}\n"


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ('DashScopeChatOptions.builder().model("qwen3.7-plus").multiModel(true)', []),
        ('DashScopeChatOptions.builder().withModel("qwen3.7-plus").withMultiModel(true)', []),
        ('DashScopeChatOptions.builder().model("qwen3.7-plus").multiModel(false)', ["DSM104"]),
        ('DashScopeChatOptions.builder().withModel("qwen3.7-plus").withMultiModel(false)', ["DSM104"]),
        ('DashScopeChatOptions.builder().model("qwen3.7-plus")', ["DSM104"]),
        ('DashScopeChatOptions.builder().model("qwen3.7-max").multiModel(true)', ["DSM104"]),
        ('DashScopeChatOptions.builder().model("qwen3.7-max")', []),
    ],
)
def test_the_flag_of_spring_ai_alibaba_says_which_interface_is_asked(options: str, found: list[str], tmp_path: Path) -> None:
    (tmp_path / "A.java").write_text(OPTIONS.format(options), encoding="utf-8")
    rows = scan(".", "--isolated", "--select", "DSM1", cwd=tmp_path).findings
    assert [(row["rule"], row["certainty"]) for row in rows] == [(each, "certain") for each in found]


OBJECTS = (
    "import java.util.List;\nclass A {{\n    record Req(String model, List<String> messages) {{}}\n"
    "    static class Held {{ String model; List<String> messages; Held(String model, List<String> messages) {{}} }}\n"
    "    static class Base {{ Boolean enableThinking = false; }}\n"
    "    static class Heir extends Base {{ Heir(String model, List<String> messages) {{}} }}\n"
    "    @Data @Builder static class Built {{ private String model; private List<String> messages; }}\n"
    "    @Data @Builder static class Thinks {{ private String model; private List<String> messages; private Boolean think; }}\n"
    "    record More(String model, List<String> messages, Map<String, Object> extraBody) {{}}\n"
    "    String ask(Rest rest, String url) {{ {} }}\n}}\n"
)
POSTED = 'return rest.postForObject("{}", {}, String.class);'
NEW = 'new Req("deepseek-r1", List.of())'
BUILT = '{}.builder().model("deepseek-r1").messages(List.of()).build()'


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (POSTED.format(CHAT, NEW), "DSM101 certain safe"),
        (POSTED.format(CHAT, f"new HttpEntity<>({NEW}, h)"), "DSM101 certain safe"),
        (f"Req r = {NEW}; {POSTED.format(CHAT, 'mapper.writeValueAsString(r)')}", "DSM101 certain safe"),
        (POSTED.format(CHAT, NEW.replace("Req", "Held")), "DSM101 certain safe"),
        (POSTED.format(CHAT, BUILT.format("Built")), "DSM101 certain safe"),
        (POSTED.format(CHAT, NEW.replace("r1", "v3")), "DSM101 certain choice-needed"),
        # What may be the switch has no name that the body is sure to have.
        (POSTED.format(CHAT, NEW.replace("Req", "Heir")), "DSM101 likely unsafe"),
        (POSTED.format(CHAT, BUILT.format("Thinks")), "DSM101 likely unsafe"),
        (POSTED.format(CHAT, 'new More("deepseek-r1", List.of(), more)'), "DSM101 likely unsafe"),
        # Nobody sees where it goes, or by which interface.
        (f'String at = "{CHAT}"; return rest.postForObject(url, {NEW}, String.class);', "DSM101 likely unsafe"),
        (POSTED.format(NATIVE, NEW), "DSM101 likely unsafe"),
        # It goes to others.
        (POSTED.format("https://llm.example.com/v1/chat/completions", NEW), "DSM102 possible unknown-endpoint"),
        (POSTED.format("https://api.deepseek.com/chat/completions", NEW), ""),
    ],
)  # fmt: skip
def test_an_object_goes_where_the_method_sends_it_that_makes_it(body: str, found: str, tmp_path: Path) -> None:
    (tmp_path / "A.java").write_text(OBJECTS.format(body), encoding="utf-8")
    rows = scan(".", "--isolated", cwd=tmp_path).findings
    told: list[str] = []
    for row in rows:
        fix, refusal = row["fix"], row["refusal"]
        how = fix["applicability"] if isinstance(fix, dict) else refusal["code"] if isinstance(refusal, dict) else ""
        told.append(f"{row['rule']} {row['certainty']} {how}")
    assert told == ([found] if found else [])
