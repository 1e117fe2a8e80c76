"""What is written into Java's builders and maps: switches that are moved, dropped, mended and added, or left to a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check
from tests.languages.jvm import OFF, java, renamed

SAFE, BY_HAND = "certain safe", "certain body-not-literal"
CHAT = '"https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"'
NATIVE = '"https://dashscope.aliyuncs.com/api/v1/services/aigc/text-generation/generation"'
MAX, PLUS = '"qwen3.7-max"', '"qwen3.7-plus"'


def sent(name: str, chain: str, after: str | None = None, *found: str) -> Case:
    """A call of DashScope's SDK on deepseek-v3.2 (in line 3) with this chain, and what it is after a fix."""
    body = (
        "class A { void f(Boolean maybe, Map<String, Object> extra) throws Exception {\n"
        '    new Generation().call(GenerationParam.builder().model("deepseek-v3.2").resultFormat("message")'
        f"{chain}.build());\n}} }}\n"
    )
    changed = {'"deepseek-v3.2"': MAX, f'"message"){chain}.build': f'"message"){after}.build'} if after is not None else {}
    return java(name, body, *found, after=changed)


MOVED = (f"DSM101 A.java:3 {SAFE}", f"DSM201 A.java:3 {SAFE}")
KEPT = (f"DSM101 A.java:3 {BY_HAND}", f"DSM201 A.java:3 {BY_HAND}")
TWICE = (f"DSM101 A.java:3 {SAFE}", "DSM201 A.java:3 possible safe")
ON = '.parameter("enable_thinking", true)'
CHAINS = [
    sent("a map that holds nothing else", '.parameters(Map.of("extra_body", Map.of("enable_thinking", true)))', ON, *MOVED),
    sent(
        "a map that holds nothing else, with a value that may be null",
        '.parameters(Map.of("extra_body", Map.of("enable_thinking", maybe)))',
        '.parameter("enable_thinking", Boolean.TRUE.equals(maybe))',
        *MOVED,
    ),
    sent(
        "a value that may be null in a pair",
        '.parameter("extra_body", Map.of("enable_thinking", maybe))',
        None,
        "DSM101 A.java:3 certain choice-needed",
        "DSM201 A.java:3 certain choice-needed",
    ),
    sent(
        "a value that may be null in its place",
        '.parameters(Map.of("enable_thinking", maybe))',
        '.parameters(Map.of("enable_thinking", Boolean.TRUE.equals(maybe)))',
        f"DSM101 A.java:3 {SAFE}",
    ),
    sent(
        "an inner map that keeps another entry",
        '.parameters(Map.of("extra_body", Map.of("enable_thinking", true, "x", 1)))',
        f'.parameters(Map.of("extra_body", Map.of("x", 1))){ON}',
        *MOVED,
    ),
    sent(
        "an outer map that keeps another entry",
        '.parameters(Map.of("top_k", 1, "extra_body", Map.of("enable_thinking", true)))',
        f'.parameters(Map.of("top_k", 1)){ON}',
        *MOVED,
    ),
    sent("a comment in the map", '.parameter("extra_body", Map.of("enable_thinking", true /* yes */))', None, *KEPT),
    sent(
        "a pair between pairs",
        '.parameter("a", 1).parameter("extra_body", Map.of("enable_thinking", true)).parameter("b", 2)',
        f'.parameter("a", 1){ON}.parameter("b", 2)',
        *MOVED,
    ),
    sent(
        "several pairs",
        '.parameter("a", 1).parameter("b", 2)',
        f'.parameter("a", 1).parameter("b", 2){OFF}',
        f"DSM101 A.java:3 {SAFE}",
    ),
    sent(
        "a switch that is there as well",
        '.parameters(Map.of("extra_body", Map.of("enable_thinking", false))).enableThinking(false)',
        ".parameters(Map.of()).enableThinking(false)",
        *TWICE,
    ),
    sent(
        "a switch that is there as well, first of two",
        '.parameter("extra_body", Map.of("enable_thinking", false, "x", 1)).enableThinking(false)',
        '.parameter("extra_body", Map.of("x", 1)).enableThinking(false)',
        *TWICE,
    ),
    sent(
        "a switch that is there as well, last of two",
        '.parameter("extra_body", Map.of("x", 1, "enable_thinking", false)).enableThinking(false)',
        '.parameter("extra_body", Map.of("x", 1)).enableThinking(false)',
        *TWICE,
    ),
    sent(
        "a switch that is there as well, on a line of its own",
        '\n        .parameter("extra_body", Map.of("enable_thinking", false))\n        .enableThinking(false)',
        "\n        .enableThinking(false)",
        f"DSM101 A.java:3 {SAFE}",
        "DSM201 A.java:4 possible safe",
    ),
    sent(
        "a switch that is there as well, behind a comment",
        ' /* why */\n        .parameter("extra_body", Map.of("enable_thinking", false))\n        .enableThinking(false)',
        None,
        f"DSM101 A.java:3 {BY_HAND}",
        "DSM201 A.java:4 possible body-not-literal",
    ),
    sent(
        "a switch that is there as well, alone under another name",
        '.header("enable_thinking", true).enableThinking(true)',
        ".enableThinking(true)",
        *TWICE,
    ),
    sent(
        "two that are alone under another name",
        '.header("enable_thinking", "true").header("thinking_budget", "5")',
        None,
        *KEPT,
    ),
    sent("one beside another under another name", '.header("enable_thinking", "true").header("x", "5")', None, *KEPT),
    sent(
        "two that meet in one place",
        '.parameter("extra_body", Map.of("enable_thinking", true, "thinking_budget", 100))',
        None,
        *KEPT,
    ),
    sent(
        "two that are written in one place",
        '.parameter("extra_body", Map.of("enable_thinking", true, "x", 1, "thinking_budget", 100))',
        None,
        *KEPT,
    ),
    sent(
        "two maps, of which each holds something",
        '.parameters(Map.of("extra_body", Map.of("enable_thinking", true))).parameters(Map.of("a", 1))',
        None,
        "DSM101 A.java:3 certain round-trip-mismatch",
        "DSM201 A.java:3 certain round-trip-mismatch",
    ),
    sent(
        "pairs and further ones from elsewhere",
        '.parameter("a", 1).parameters(extra)',
        f'.parameter("a", 1){OFF}.parameters(extra)',
        f"DSM101 A.java:3 {SAFE}",
    ),
]
V32 = 'GenerationParam.builder().model("deepseek-v3.2").resultFormat("message")'
SPREAD = [
    java(
        "maps that stand elsewhere",
        "class A { void f() throws Exception {\n"
        '    Map<String, Object> extra = Map.of("extra_body", Map.of("enable_thinking", true));\n'
        f"    new Generation().call({V32}.parameters(extra).build());\n"
        '    Map<String, Object> body = Map.of("enable_thinking", true);\n'
        f'    new Generation().call({V32}.parameter("extra_body", body).build());\n}} }}\n',
        f"DSM201 A.java:3 {BY_HAND}",
        f"DSM101 A.java:4 {BY_HAND}",
        f"DSM201 A.java:5 {BY_HAND}",
        f"DSM101 A.java:6 {BY_HAND}",
    ),
    java(
        "a map that stands elsewhere and is right",
        'class A { void f() throws Exception {\n    Map<String, Object> good = Map.of("enable_thinking", true);\n'
        f"    new Generation().call({V32}.parameters(good).build());\n}} }}\n",
        f"DSM101 A.java:4 {SAFE}",
        after=renamed("deepseek-v3.2", switch=False),
    ),
    java(
        "links that go, beside others of their statement",
        f"class A {{ void f() throws Exception {{\n    var c = {V32}.enableThinking(false);\n"
        '    c.parameter("extra_body", Map.of("enable_thinking", false)).topK(1);\n    new Generation().call(c.build());\n'
        f"    var d = {V32}.enableThinking(false);\n"
        '    d.topK(2).parameter("extra_body", Map.of("enable_thinking", false));\n    new Generation().call(d.build());\n'
        f"    var e = {V32}.enableThinking(false);\n"
        '    e.parameter("extra_body", Map.of("enable_thinking", false)); e.topK(3);\n'
        "    new Generation().call(e.build());\n} }\n",
        *(f"DSM101 A.java:{line} {SAFE}" for line in (3, 6, 9)),
        *(f"DSM201 A.java:{line} possible safe" for line in (4, 7, 10)),
        after={
            '"deepseek-v3.2"': MAX,
            'c.parameter("extra_body", Map.of("enable_thinking", false)).': "c.",
            'topK(2).parameter("extra_body", Map.of("enable_thinking", false))': "topK(2)",
            'e.parameter("extra_body", Map.of("enable_thinking", false));': "",
        },
    ),
    java(
        "a link that is all that a label stands at",
        f"class A {{ void f(boolean maybe) throws Exception {{\n    var c = {V32}.enableThinking(false);\n"
        '    again: c.parameter("extra_body", Map.of("enable_thinking", false));\n'
        "    new Generation().call(c.build());\n} }\n",
        f"DSM101 A.java:3 {BY_HAND}",
        "DSM201 A.java:4 possible body-not-literal",
    ),
    java(
        "a switch that is only sometimes given, in a map and in a pair",
        f"class A {{ void f(boolean maybe, Map<String, Object> extra) throws Exception {{\n    var b = {V32};\n"
        '    if (maybe) b.parameters(Map.of("enable_thinking", true));\n    new Generation().call(b.build());\n'
        f'    var c = {V32};\n    if (maybe) {{ c.parameter("enable_thinking", true); }}\n'
        f"    new Generation().call(c.build());\n"
        f"    var d = {V32};\n    if (maybe) {{ d.parameters(extra); }}\n    new Generation().call(d.build());\n}} }}\n",
        f"DSM101 A.java:3 {BY_HAND}",
        f"DSM101 A.java:6 {SAFE}",
        f"DSM101 A.java:9 {SAFE}",
        after={
            f"var c = {V32}": f"var c = {V32.replace('deepseek-v3.2', 'qwen3.7-max')}{OFF}",
            f"var d = {V32}": f"var d = {V32.replace('deepseek-v3.2', 'qwen3.7-max')}{OFF}",
        },
    ),
    java(
        "a builder that another method may tell more, beside a pair",
        f'class A {{ void f() throws Exception {{\n    var b = {V32}.parameter("a", 1);\n    more(b);\n'
        "    new Generation().call(b.build());\n} }\n",
        "DSM101 A.java:3 certain unpacked-arguments",
    ),
    java(
        "one beginning of two objects",
        f"class A {{ void f(Map<String, Object> extra) throws Exception {{\n    var d = {V32};\n    d.parameters(extra);\n"
        "    new Generation().call(d.build());\n    new Generation().call(d.build());\n} }\n",
        f"DSM101 A.java:3 {SAFE}",
        after={'"deepseek-v3.2").resultFormat("message")': f'{MAX}).resultFormat("message"){OFF}'},
    ),
    java(
        "a builder that a resource holds",
        "class A { void f(boolean maybe, Map<String, Object> extra) throws Exception {\n"
        f"    try (var e = {V32}) {{ if (maybe) {{ e.enableThinking(true); }}\n    new Generation().call(e.build()); }}\n}}\n"
        "    void g(Map<String, Object> extra) throws Exception {\n"
        f"    try (var e = {V32}) {{ e.parameters(extra);\n    new Generation().call(e.build()); }}\n}} }}\n",
        f"DSM101 A.java:3 {BY_HAND}",
        "DSM101 A.java:7 certain unpacked-arguments",
    ),
    java(
        "builders that other methods begin",
        "class A {\n    private Object one() { return GenerationParam.builder().parameters(extra); }\n"
        '    void f() throws Exception { new Generation().call(one().model("deepseek-v3.2").build()); }\n'
        "    private Object two() { return GenerationParam.builder().parameter(key, yes); }\n"
        '    void g() throws Exception { new Generation().call(two().model("deepseek-v3.2").build()); }\n'
        '    private Object three() { return GenerationParam.builder().parameter("a", yes); }\n'
        '    void h() throws Exception { new Generation().call(three().model("deepseek-v3.2").build()); }\n}\n',
        "DSM101 A.java:4 certain unpacked-arguments",
        "DSM101 A.java:6 certain unpacked-arguments",
        f"DSM101 A.java:8 {SAFE}",
        after={'three().model("deepseek-v3.2")': f"three().model({MAX}){OFF}"},
    ),
    java(
        "links of statements that take nothing, or many things",
        'class A { void f() throws Exception {\n    var c = GenerationParam.builder().model("deepseek-v3");\n'
        "    c.reset();\n    c.messages(x, y, z);\n    new Generation().call(c.build());\n"
        "    var b = one(); b = GenerationParam.builder(); b = given;\n"
        '    new Generation().call(b.model("deepseek-v3.1").build());\n} }\n',
        f"DSM101 A.java:3 {SAFE}",
        "DSM102 A.java:8 possible unknown-endpoint",
        after={'"deepseek-v3"': MAX, "c.build()": f"c{OFF}.build()"},
    ),
]
MENDED = [
    java(
        "a switch that is text, written out, in brackets and by name",
        "class A { void f() throws Exception {\n"
        + "".join(
            f'    new Generation().call(GenerationParam.builder().model("qwen3.7-max").resultFormat("message")'
            f'.parameter("enable_thinking", {value}).build());\n'
            for value in ('"false"', '( /* no */ "false")', "no", '"fal" /* no */ + "se"')
        )
        + '    }\n    static final String no = "false";\n}\n',
        *(f"DSM203 A.java:{line} {SAFE}" for line in (3, 4, 5)),
        f"DSM203 A.java:6 {BY_HAND}",
        after={
            '"enable_thinking", "false")': '"enable_thinking", false)',
            '( /* no */ "false")': "( /* no */ false)",
            '"enable_thinking", no)': '"enable_thinking", false)',
        },
    ),
    java(
        "an id that is written with an escape, beside one that is not",
        "class A { void f() throws Exception {\n    // deepseek-migrate: ignore[DSM102] a name of ours\n"
        '    String x = "deepseek-v3"; // and a comment\n'
        '    new Generation().call(GenerationParam.builder().model("deepseek\\u002dv3").build());\n} }\n',
        "DSM102 A.java:4 possible unknown-endpoint",
        "DSM101 A.java:5 certain dynamic-model",
    ),
    java(
        "options that setters fill, made where nothing can be written behind",
        "import com.alibaba.cloud.ai.dashscope.chat.DashScopeChatOptions;\nclass A {\n    void f() {\n"
        "        DashScopeChatOptions a = (DashScopeChatOptions) new DashScopeChatOptions();\n"
        '        a.setModel("deepseek-r1");\n'
        '        for (DashScopeChatOptions b = new DashScopeChatOptions(); ; ) { b.setModel("deepseek-r1"); }\n    }\n}\n',
        f"DSM101 A.java:6 {BY_HAND}",
        f"DSM101 A.java:7 {BY_HAND}",
    ),
]
OPENAI = (
    "import com.openai.client.okhttp.OpenAIOkHttpClient;\nimport com.openai.core.JsonValue;\n"
    "import com.openai.models.chat.completions.ChatCompletionCreateParams;\nclass A {\n"
    f"    Object c = OpenAIOkHttpClient.builder().baseUrl({CHAT.replace('/chat/completions', '')}).build();\n"
    "    void f() throws Exception {\n"
    '        c.chat().completions().create(ChatCompletionCreateParams.builder().model("deepseek-v3.2")%s.build());\n    }\n}\n'
)
PUT = '.putAdditionalBodyProperty("enable_thinking", JsonValue.from(%s))'
IN_BODY = '.putAdditionalBodyProperty("extra_body", JsonValue.from(Map.of("enable_thinking", true)))'


def dressed(name: str, chain: str, after: str, *found: str) -> Case:
    """A call of OpenAI's SDK on deepseek-v3.2 (in line 8) with this chain, and what it is after a fix."""
    changed = {f'"deepseek-v3.2"){chain}.build': f"{PLUS}){after}.build"}
    return java(name, OPENAI % chain, f"DSM101 A.java:8 {SAFE}", *found, after=changed)


DRESSED = [
    dressed(
        "a switch that is there as well, in its dress", IN_BODY + PUT % "true", PUT % "true", "DSM201 A.java:8 possible safe"
    ),
    dressed("a switch that is nothing, in its dress", PUT % "null", PUT % "false"),
    dressed("a switch that is text, in its dress", PUT % '"true"', PUT % "true", f"DSM203 A.java:8 {SAFE}"),
    dressed(
        "a switch among others, in its dress",
        '.putAdditionalBodyProperty("chat_template_kwargs", JsonValue.from(Map.of("enable_thinking", true, "x", 1)))',
        '.putAdditionalBodyProperty("chat_template_kwargs", JsonValue.from(Map.of("x", 1)))' + PUT % "true",
        f"DSM203 A.java:8 {SAFE}",
    ),
]


OTHERS = ', "%s", o' * 9


def posted(name: str, made: str, url: str = CHAT, after: tuple[str, str] = ("", ""), *found: str) -> Case:
    """A request by hand whose body is made by these statements, which call it `b` and name the model in line 4."""
    head, tail = (
        "class A { void f(RestTemplate r, Map<String, Object> o) {\n\n",
        f"\n    r.postForObject({url}, b, Any.class);\n}} }}\n",
    )
    body = f"{head}{made}{tail}"
    return java(name, body, *(found or (f"DSM101 A.java:4 {SAFE}",)), after=dict([after]) if after[0] else {})


BODIES = [
    posted(
        "a map that is written out",
        '    var b = Map.of("model", "deepseek-v3");',
        CHAT,
        ('"deepseek-v3")', f'{PLUS}, "enable_thinking", false)'),
    ),
    posted(
        "a map that lacks what the switch belongs into",
        '    var b = Map.of("model", "deepseek-v3", "input", o);',
        NATIVE,
        ('"deepseek-v3", "input", o)', f'{MAX}, "input", o, "parameters", Map.of("enable_thinking", false))'),
    ),
    posted(
        "a map with an empty one that the switch belongs into",
        '    var b = Map.of("model", "deepseek-v3", "parameters", Map.of());',
        NATIVE,
        ('"deepseek-v3", "parameters", Map.of())', f'{MAX}, "parameters", Map.of("enable_thinking", false))'),
    ),
    posted(
        "a map that another is made of",
        '    var b = new HashMap<>(Map.of("model", "deepseek-v3"));',
        CHAT,
        ('"deepseek-v3")', f'{PLUS}, "enable_thinking", false)'),
    ),
    posted(
        "a map that takes others in",
        '    var b = new HashMap<String, Object>(); b.put("model", "deepseek-v3"); b.putAll(o);',
        CHAT,
        (
            'Object>(); b.put("model", "deepseek-v3")',
            f'Object>();\n    b.put("enable_thinking", false); b.put("model", {PLUS})',
        ),
        "DSM101 A.java:4 certain unsafe",
    ),
    posted(
        "a key that is put elsewhere",
        '    var b = new HashMap<String, Object>(); b.put("model", "deepseek-v3.2"); '
        'b.put("extra_body", Map.of("enable_thinking", true));',
        CHAT,
        (
            '"deepseek-v3.2"); b.put("extra_body", Map.of("enable_thinking", true))',
            f'{PLUS}); b.put("enable_thinking", true)',
        ),
        *(f"{rule} A.java:4 {SAFE}" for rule in ("DSM101", "DSM201")),
    ),
    posted(
        "a switch in an inner map",
        '    var b = Map.of("model", "deepseek-v3.2", "extra_body", Map.of("enable_thinking", true));',
        CHAT,
        ('deepseek-v3.2", "extra_body", Map.of("enable_thinking", true)', 'qwen3.7-plus", "enable_thinking", true'),
        *(f"{rule} A.java:4 {SAFE}" for rule in ("DSM101", "DSM201")),
    ),
    *(
        posted(f"a map that is left to a person: {why}", f"    var b = {made};{more}", url, ("", ""), *found)
        for why, made, more, url, found in (
            (
                "a key that is not in sight",
                'Map.of("model", "deepseek-v3", key, o)',
                "",
                CHAT,
                ("DSM101 A.java:4 certain unpacked-arguments",),
            ),
            ("a comment", 'Map.of("model", "deepseek-v3" /* old */)', "", CHAT, (f"DSM101 A.java:4 {BY_HAND}",)),
            ("of one entry", 'Collections.singletonMap("model", "deepseek-v3")', "", CHAT, (f"DSM101 A.java:4 {BY_HAND}",)),
            ("full", f'Map.of("model", "deepseek-v3"{OTHERS % tuple("abcdefghi")})', "", CHAT, (f"DSM101 A.java:4 {BY_HAND}",)),
            (
                "full of another kind",
                f'ImmutableMap.of("model", "deepseek-v3"{OTHERS[:36] % tuple("abcd")})',
                "",
                CHAT,
                (f"DSM101 A.java:4 {BY_HAND}",),
            ),
            (
                "filled step by step, without what the switch belongs into",
                "new HashMap<String, Object>()",
                ' b.put("model", "deepseek-v3"); b.put("input", o);',
                NATIVE,
                (f"DSM101 A.java:4 {BY_HAND}",),
            ),
            (
                "a key that is put elsewhere, with a comment",
                "new HashMap<String, Object>()",
                ' b.put("model", "deepseek-v3.2"); b.put("extra_body", Map.of("enable_thinking", true /* yes */));',
                CHAT,
                (f"DSM101 A.java:4 {BY_HAND}", f"DSM201 A.java:4 {BY_HAND}"),
            ),
            (
                "a key that is put elsewhere, into what is there",
                "new HashMap<String, Object>()",
                (
                    ' b.put("model", "deepseek-v3.2"); b.put("parameters", Map.of("result_format", "message")); '
                    'b.put("enable_thinking", true);'
                ),
                NATIVE,
                (f"DSM101 A.java:4 {BY_HAND}", f"DSM201 A.java:4 {BY_HAND}"),
            ),
            (
                "a key that is put elsewhere, with others",
                "new HashMap<String, Object>()",
                ' b.put("model", "deepseek-v3.2"); b.put("extra_body", Map.of("enable_thinking", true, "x", 1));',
                CHAT,
                (f"DSM101 A.java:4 {BY_HAND}", f"DSM201 A.java:4 {BY_HAND}"),
            ),
        )
    ),
    java(
        "a body that stands in a field, and one that is only begun",
        'class A {\n    static final String BODY = "{\\"model\\": \\"deepseek-v3\\", \\"messages\\": []}";\n'
        f"    void f(RestTemplate r) {{ r.postForObject({CHAT}, BODY, String.class); }}\n"
        '    void g(RestTemplate r, String rest) {\n        String begun = "{\\"model\\": \\"deepseek-v3\\", ";\n'
        f"        r.postForObject({CHAT}, begun + rest, String.class); }}\n}}\n",
        f"DSM101 A.java:3 {SAFE}",
        "DSM102 A.java:6 possible unknown-endpoint",
        after={'deepseek-v3\\", \\"messages\\": []': 'qwen3.7-plus\\", \\"messages\\": [], \\"enable_thinking\\": false'},
    ),
    java(
        "a body whose lines go on",
        'class A { void f(RestTemplate r) {\n    String b = """\n        {"model": "deepseek-v3", \\\n'
        '        "messages": []}""";\n'
        f"    r.postForObject({CHAT}, b, String.class);\n}} }}\n",
        f"DSM101 A.java:4 {SAFE}",
        after={'"deepseek-v3"': PLUS, "[]}": '[],         "enable_thinking": false}'},
    ),
    java(
        "a request that a builder makes",
        "class A { void f(OkHttpClient http) throws Exception {\n"
        f'    Request r = new Request.Builder().url({CHAT}).addHeader("X", "y")\n'
        '        .post(RequestBody.create("{\\"model\\": \\"deepseek-v3\\"}", JSON)).build();\n'
        "    http.newCall(r).execute();\n} }\n",
        f"DSM101 A.java:4 {SAFE}",
        after={'deepseek-v3\\"': 'qwen3.7-plus\\", \\"enable_thinking\\": false'},
    ),
]
CASES = [*CHAINS, *SPREAD, *MENDED, *DRESSED, *BODIES]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_change_is_written_where_it_belongs(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)
