"""What a fix makes of Java, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.languages.java.writing import DRESSES, fixed, program
from tests.tool import scan

OFF = '.parameter("enable_thinking", false)'
CHANGED = {
    "one line": (
        'new Generation().call(GenerationParam.builder().model("deepseek-v3").resultFormat("message").build());',
        f'new Generation().call(GenerationParam.builder().model("qwen3.7-max").resultFormat("message"){OFF}.build());',
    ),
    "a call a line": (
        (
            'var p = GenerationParam.builder()\n        .model("deepseek-v3") // why\n        .prompt(given)\n        .build();\n'
            "new Generation().call(p);"
        ),
        (
            'var p = GenerationParam.builder()\n        .model("qwen3.7-max") // why\n        .prompt(given)\n'
            f"        {OFF}\n        .build();\nnew Generation().call(p);"
        ),
    ),
    "a local variable": (
        'String m = "deepseek-v3";\nnew Generation().call(GenerationParam.builder().model(m).build());',
        f'String m = "qwen3.7-max";\nnew Generation().call(GenerationParam.builder().model(m){OFF}.build());',
    ),
    "an explicit switch": (
        'new Generation().call(GenerationParam.builder().model("deepseek-v3.1").enableThinking(false).build());',
        'new Generation().call(GenerationParam.builder().model("qwen3.7-max").enableThinking(false).build());',
    ),
    "a pair beside others": (
        'new Generation().call(GenerationParam.builder().parameter("a", 1).model("deepseek-v3").build());',
        f'new Generation().call(GenerationParam.builder().parameter("a", 1).model("qwen3.7-max"){OFF}.build());',
    ),
    "a switch in a map of others": (
        (
            'new Generation().call(GenerationParam.builder().model("deepseek-v3.2").resultFormat("message")'
            '.parameter("extra_body", Map.of("x", 1, "enable_thinking", true)).build());'
        ),
        (
            'new Generation().call(GenerationParam.builder().model("qwen3.7-max").resultFormat("message")'
            '.parameter("extra_body", Map.of("x", 1)).parameter("enable_thinking", true).build());'
        ),
    ),
    "options that send false by themselves": (
        'Object o = DashScopeChatOptions.builder().model("deepseek-r1").build();',
        'Object o = DashScopeChatOptions.builder().model("qwen3.7-max").enableThinking(true).build();',
    ),
    "older options": (
        'Object o = DashScopeChatOptions.builder().withModel("deepseek-r1").build();',
        'Object o = DashScopeChatOptions.builder().withModel("qwen3.7-max").withEnableThinking(true).build();',
    ),
    "concatenation around it": (
        (
            'System.out.println("deepseek-v3 or not");\n'
            'new Generation().call(GenerationParam.builder().model("deepseek-v3").enableThinking(false).build());'
        ),
        (
            'System.out.println("deepseek-v3 or not");\n'
            'new Generation().call(GenerationParam.builder().model("qwen3.7-max").enableThinking(false).build());'
        ),
    ),
}
STEPS = {
    "links in statements": (
        (
            'GenerationParam.GenerationParamBuilder<?, ?> b = GenerationParam.builder();\nb.model("deepseek-v3");\n'
            "b.prompt(given);\nnew Generation().call(b.build());"
        ),
        (
            'GenerationParam.GenerationParamBuilder<?, ?> b = GenerationParam.builder();\nb.model("qwen3.7-max");\n'
            f"b.prompt(given);\nnew Generation().call(b{OFF}.build());"
        ),
    ),
    "a switch that is only sometimes given": (
        (
            'var b = GenerationParam.builder()\n        .resultFormat("message")\n        .model("deepseek-v3.2");\n'
            "if (maybe) b.enableThinking(true);\nnew Generation().call(b.build());"
        ),
        (
            'var b = GenerationParam.builder()\n        .resultFormat("message")\n        .model("qwen3.7-max")\n'
            "        .enableThinking(false);\nif (maybe) b.enableThinking(true);\nnew Generation().call(b.build());"
        ),
    ),
    "a switch that a setter sometimes gives": (
        (
            'var p = GenerationParam.builder().model("deepseek-v3.2").resultFormat("message").build();\n'
            "if (maybe) { p.setEnableThinking(true); }\nnew Generation().call(p);"
        ),
        (
            'var p = GenerationParam.builder().model("qwen3.7-max").resultFormat("message").enableThinking(false).build();\n'
            "if (maybe) { p.setEnableThinking(true); }\nnew Generation().call(p);"
        ),
    ),
    "a model that a setter gives": (
        'var p = GenerationParam.builder().build();\np.setModel("deepseek-v3");\nnew Generation().call(p);',
        f'var p = GenerationParam.builder(){OFF}.build();\np.setModel("qwen3.7-max");\nnew Generation().call(p);',
    ),
    "branches that need the same": (
        (
            'var b = GenerationParam.builder().resultFormat("message");\n'
            'if (maybe) { b.model("deepseek-v3"); } else { b.model("deepseek-v3.1"); }\nnew Generation().call(b.build());'
        ),
        (
            'var b = GenerationParam.builder().resultFormat("message");\n'
            f'if (maybe) {{ b.model("qwen3.7-max"); }} else {{ b.model("qwen3.7-max"); }}\nnew Generation().call(b{OFF}.build());'
        ),
    ),
    "a switch in the wrong object, in a statement": (
        (
            'var b = GenerationParam.builder().model("deepseek-v3.1").resultFormat("message");\n'
            'b.parameter("extra_body", Map.of("enable_thinking", true));\nnew Generation().call(b.build());'
        ),
        (
            'var b = GenerationParam.builder().model("qwen3.7-max").resultFormat("message");\n'
            'b.parameter("enable_thinking", true);\nnew Generation().call(b.build());'
        ),
    ),
    "a switch that is there twice": (
        (
            'var b = GenerationParam.builder().model("deepseek-v3.1").resultFormat("message").enableThinking(false);\n'
            'b.parameter("extra_body", Map.of("enable_thinking", false));\nnew Generation().call(b.build());'
        ),
        (
            'var b = GenerationParam.builder().model("qwen3.7-max").resultFormat("message").enableThinking(false);\n'
            "new Generation().call(b.build());"
        ),
    ),
    "a builder that is assigned anew": (
        (
            'var b = GenerationParam.builder();\nb = b.model("deepseek-v3");\nvar p = b.prompt(given).build();\n'
            "new Generation().call(p);"
        ),
        (
            f'var b = GenerationParam.builder();\nb = b.model("qwen3.7-max");\nvar p = b.prompt(given){OFF}.build();\n'
            "new Generation().call(p);"
        ),
    ),
    "a switch expression": (
        (
            'String m = switch (given) { case "a" -> "deepseek-v3"; default -> { yield "deepseek-v3.1"; } };\n'
            "new Generation().call(GenerationParam.builder().model(m).build());"
        ),
        (
            'String m = switch (given) { case "a" -> "qwen3.7-max"; default -> { yield "qwen3.7-max"; } };\n'
            f"new Generation().call(GenerationParam.builder().model(m){OFF}.build());"
        ),
    ),
    "a switch that may be null": (
        (
            'new Generation().call(GenerationParam.builder().model("deepseek-v3.2").enableThinking(maybe)'
            '.resultFormat("message").build());'
        ),
        (
            'new Generation().call(GenerationParam.builder().model("qwen3.7-max").enableThinking(Boolean.TRUE.equals(maybe))'
            '.resultFormat("message").build());'
        ),
    ),
    "a switch that may be null, in the dress of a body": (
        (
            'var p = com.openai.models.chat.completions.ChatCompletionCreateParams.builder().model("deepseek-v3.2")'
            '.putAdditionalBodyProperty("enable_thinking", com.openai.core.JsonValue.from(maybe)).build();\n'
            "com.openai.client.okhttp.OpenAIOkHttpClient.builder()"
            '.baseUrl("https://dashscope.aliyuncs.com/compatible-mode/v1").build().chat().completions().create(p);'
        ),
        (
            'var p = com.openai.models.chat.completions.ChatCompletionCreateParams.builder().model("qwen3.7-plus")'
            '.putAdditionalBodyProperty("enable_thinking", com.openai.core.JsonValue.from(Boolean.TRUE.equals(maybe))).build();\n'
            "com.openai.client.okhttp.OpenAIOkHttpClient.builder()"
            '.baseUrl("https://dashscope.aliyuncs.com/compatible-mode/v1").build().chat().completions().create(p);'
        ),
    ),
    "a name with a default": (
        (
            'String m = java.util.Objects.requireNonNullElse("deepseek-v3.1", "deepseek-v3");\n'
            "new Generation().call(GenerationParam.builder().model(m).build());"
        ),
        (
            'String m = java.util.Objects.requireNonNullElse("qwen3.7-max", "qwen3.7-max");\n'
            f"new Generation().call(GenerationParam.builder().model(m){OFF}.build());"
        ),
    ),
    "an object that setters fill": (
        'DashScopeChatOptions o = new DashScopeChatOptions();\no.setModel("deepseek-r1");',
        'DashScopeChatOptions o = new DashScopeChatOptions();\no.setEnableThinking(true);\no.setModel("qwen3.7-max");',
    ),
    "a switch of statements": (
        (
            'String m;\nswitch (given) {\n    case "a":\n        m = "deepseek-v3";\n        break;\n'
            '    default:\n        m = "deepseek-v3.1";\n}\nnew Generation().call(GenerationParam.builder().model(m).build());'
        ),
        (
            'String m;\nswitch (given) {\n    case "a":\n        m = "qwen3.7-max";\n        break;\n'
            '    default:\n        m = "qwen3.7-max";\n}\n'
            f"new Generation().call(GenerationParam.builder().model(m){OFF}.build());"
        ),
    ),
    "a map of parameters that may say it": (
        'new Generation().call(GenerationParam.builder().model("deepseek-v3").parameters(extra).prompt(given).build());',
        (f'new Generation().call(GenerationParam.builder().model("qwen3.7-max"){OFF}.parameters(extra).prompt(given).build());'),
    ),
    "a map of parameters that a later statement gives": (
        'var b = GenerationParam.builder().model("deepseek-v3");\nb.parameters(extra);\nnew Generation().call(b.build());',
        (
            f'var b = GenerationParam.builder().model("qwen3.7-max"){OFF};\nb.parameters(extra);\n'
            "new Generation().call(b.build());"
        ),
    ),
    "a text block": (
        'new Generation().call(GenerationParam.builder().model("""\n    deepseek-v3""").build());',
        f'new Generation().call(GenerationParam.builder().model("""\n    qwen3.7-max"""){OFF}.build());',
    ),
    "a null check": (
        (
            'String m = given == null ? "deepseek-v3" : "deepseek-v3.1";\nif (m != null) { log(m); }\n'
            "new Generation().call(GenerationParam.builder().model(m).build());"
        ),
        (
            'String m = given == null ? "qwen3.7-max" : "qwen3.7-max";\nif (m != null) { log(m); }\n'
            f"new Generation().call(GenerationParam.builder().model(m){OFF}.build());"
        ),
    ),
}
AROUND = {
    "a constructor": (
        "class A { private final String m; A(String m) { this.m = m; }\n"
        '  A() { this("deepseek-v3"); }\n'
        "  void f() throws Exception { new Generation().call(GenerationParam.builder().model(m).build()); } }\n"
    ),
    "a subclass": (
        "class B { final String m; B(String m) { this.m = m; }\n"
        "  void f() throws Exception { new Generation().call(GenerationParam.builder().model(m).build()); } }\n"
        'class A extends B { A() { super("deepseek-v3"); } }\n'
    ),
    "a record": (
        'record C(String model) { static final C ONE = new C("deepseek-v3"); }\n'
        "class A { void f() throws Exception {\n"
        "    new Generation().call(GenerationParam.builder().model(C.ONE.model()).build()); } }\n"
    ),
    "an interface's constant": (
        'interface C { String M = "deepseek-v3"; }\n'
        "class A implements C { void f() throws Exception {\n"
        "    new Generation().call(GenerationParam.builder().model(M).build()); } }\n"
    ),
    "a method that is given the name": (
        "class A { private void f(String m) throws Exception {\n"
        "    new Generation().call(GenerationParam.builder().model(m).build()); }\n"
        '  void g() throws Exception { f("deepseek-v3"); } }\n'
    ),
    "an overload": (
        "class A { private void f(String q, String m) throws Exception {\n"
        "    new Generation().call(GenerationParam.builder().model(m).prompt(q).build()); }\n"
        '  void f(String q) throws Exception { f(q, "deepseek-v3"); } }\n'
    ),
    "a method that makes the parameters and one that sends them": (
        "class A { private GenerationParam made(String q) {\n"
        '    return GenerationParam.builder().model("deepseek-v3").prompt(q).build(); }\n'
        "  private Object sent(GenerationParam p) throws Exception { return new Generation().call(p); }\n"
        '  Object f() throws Exception { return sent(made("x")); } }\n'
    ),
    "a class whose names are all imported": (
        "import static b.C.*;\n"
        "class A { void f() throws Exception {\n"
        '    new Generation().call(GenerationParam.builder().model("deepseek-v3").apiKey(KEY).build()); } }\n'
    ),
    "a method that begins the builder": (
        "class A { private GenerationParam.GenerationParamBuilder<?, ?> begun() { return GenerationParam.builder().apiKey(k); }\n"
        '  void f() throws Exception { new Generation().call(begun().model("deepseek-v3").build()); } }\n'
    ),
}
WAITING = {
    "a switch that falls through": (
        'String m = given;\nswitch (given) {\n    case "a":\n        m = "deepseek-v3";\n    case "b":\n        log(m);\n}\n'
        "new Generation().call(GenerationParam.builder().model(m).build());"
    ),
    "a pattern's variable": (
        'String m = switch ((Object) given) { case String s -> s; default -> "deepseek-v3"; };\n'
        "new Generation().call(GenerationParam.builder().model(m).build());"
    ),
}
KEPT = {
    "a current model": 'new Generation().call(GenerationParam.builder().model("qwen3.7-max").build());',
    "a commented-out call": '// GenerationParam.builder().model("deepseek-v3").build();',
    "an id compared": (
        'String m = "deepseek-v3";\nif (m.equals(given)) { return; }\n'
        "new Generation().call(GenerationParam.builder().model(m).build());"
    ),
    "an id in a switch": (
        'String m = "deepseek-v3";\nswitch (m) { case "deepseek-v3": break; }\n'
        "new Generation().call(GenerationParam.builder().model(m).build());"
    ),
    "a reply read as text": 'new Generation().call(GenerationParam.builder().model("deepseek-r1").prompt(given).build());',
    "increments not asked for": (
        'new Generation().streamCall(GenerationParam.builder().model("deepseek-r1").resultFormat("message").build());'
    ),
    "a builder whose method is handed on": (
        'var b = GenerationParam.builder().model("deepseek-v3");\njava.util.Optional.of(maybe).ifPresent(b::enableThinking);\n'
        "new Generation().call(b.build());"
    ),
    "an id that a test expects": (
        'String m = "deepseek-v3";\nassertEquals(given, m);\nnew Generation().call(GenerationParam.builder().model(m).build());'
    ),
    "a builder that another method may change": (
        'var b = GenerationParam.builder().model("deepseek-v3");\nchange(b);\nnew Generation().call(b.build());'
    ),
    "a switch that is all of its branch": (
        'var b = GenerationParam.builder().model("deepseek-v3.2").enableThinking(true).resultFormat("message");\n'
        'if (maybe) b.parameter("extra_body", Map.of("enable_thinking", true));\nnew Generation().call(b.build());'
    ),
    "branches that need different things": (
        'var b = GenerationParam.builder().resultFormat("message");\n'
        'if (maybe) { b.model("deepseek-r1"); } else { b.model("deepseek-v3"); }\nnew Generation().call(b.build());'
    ),
    "a gateway": (
        'new Generation("http", "http://localhost:8080/api/v1")'
        '.call(GenerationParam.builder().model("deepseek-v3").enableThinking(false).build());'
    ),
    "an escaped id": 'new Generation().call(GenerationParam.builder().model("deepseek\\u002dv3").build());',
}


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("name", CHANGED)
def test_a_fix_writes_what_is_expected_and_settles(name: str, dress: str, tmp_path: Path) -> None:
    before, after = (DRESSES[dress](program(part)) for part in CHANGED[name])
    assert fixed(tmp_path, before) == after
    assert fixed(tmp_path, after) == after


@pytest.mark.parametrize("name", STEPS)
def test_a_fix_follows_a_builder_through_statements(name: str, tmp_path: Path) -> None:
    for dress in ("plain", "crlf"):
        before, after = (DRESSES[dress](program(part)) for part in STEPS[name])
        assert fixed(tmp_path, before) == after
        assert fixed(tmp_path, after) == after


@pytest.mark.parametrize("name", AROUND)
def test_a_fix_follows_a_name_to_where_it_is_written(name: str, tmp_path: Path) -> None:
    source = "import com.alibaba.dashscope.aigc.generation.*;\n" + AROUND[name]
    text = fixed(tmp_path, source.encode()).decode()
    assert text == source.replace("deepseek-v3", "qwen3.7-max").replace(".build()", f"{OFF}.build()")


@pytest.mark.parametrize("name", WAITING)
def test_a_fix_waits_where_another_model_may_come_in(name: str, tmp_path: Path) -> None:
    data = program(WAITING[name]).encode()
    assert fixed(tmp_path, data) == data
    assert fixed(tmp_path, data, "--unsafe-fixes") != data


@pytest.mark.parametrize("name", KEPT)
def test_a_fix_leaves_it_alone(name: str, tmp_path: Path) -> None:
    data = program(KEPT[name]).encode()
    assert fixed(tmp_path, data, "--unsafe-fixes") == data


def test_a_constant_of_another_file_changes_there(tmp_path: Path) -> None:
    (tmp_path / "pom.xml").write_text("<project/>", encoding="utf-8")
    folder = tmp_path / "src" / "main" / "java" / "a"
    folder.mkdir(parents=True)
    (folder / "Names.java").write_text(
        'package a;\n\nclass Names {\n    static final String CHAT = "deepseek-v3";\n}\n', encoding="utf-8"
    )
    body = 'new Generation().call(GenerationParam.builder().model(Names.CHAT).parameter("enable_thinking", false).build());'
    (folder / "A.java").write_text(program(body), encoding="utf-8")
    done = scan(".", "--isolated", "--fix", cwd=tmp_path)
    assert '"qwen3.7-max"' in (folder / "Names.java").read_text(encoding="utf-8")
    assert (folder / "A.java").read_text(encoding="utf-8") == program(body)
    assert done.status == 0


@pytest.mark.parametrize("broken", ["class {", "class A { void f() { GenerationParam.builder(.model(; } }", "\x00", "```"])
def test_a_broken_file_is_named_and_kept(broken: str, tmp_path: Path) -> None:
    data = ('// "deepseek-v3" ' + broken).encode().replace(b"// ", b"")
    path = tmp_path / "A.java"
    path.write_bytes(data)
    done = scan("A.java", "--isolated", "--fix", cwd=tmp_path)
    assert path.read_bytes() == data
    skipped = done.report["skipped"]
    assert isinstance(skipped, list)
    assert [row["path"] for row in skipped] == ["A.java"]


def test_a_class_that_lombok_gives_a_builder_hands_its_fields_on(tmp_path: Path) -> None:
    source = (
        "import com.alibaba.dashscope.aigc.generation.*;\n@Builder\n@Getter\nclass R { private final String model; }\n"
        "class A { void f() throws Exception {\n"
        '    R r = R.builder().model("deepseek-v3").build();\n'
        "    new Generation().call(GenerationParam.builder().model(r.getModel()).build()); } }\n"
    )
    text = fixed(tmp_path, source.encode()).decode()
    assert text == source.replace("deepseek-v3", "qwen3.7-max").replace("getModel()).build()", f"getModel()){OFF}.build()")


def test_what_an_annotation_says_of_a_model_is_mentioned(tmp_path: Path) -> None:
    (tmp_path / "A.java").write_text('class A {\n    @Schema(example = "deepseek-v3")\n    String model;\n}\n', encoding="utf-8")
    (row,) = scan("A.java", "--isolated", cwd=tmp_path).findings
    assert (row["rule"], row["line"], row["certainty"]) == ("DSM102", 2, "possible")


def test_one_constant_on_two_interfaces_is_refused_though_it_is_imported_with_its_whole_class(tmp_path: Path) -> None:
    (tmp_path / "pom.xml").write_text("<project/>", encoding="utf-8")
    folder = tmp_path / "src" / "main" / "java" / "a"
    folder.mkdir(parents=True)
    constants = 'package a;\n\npublic class Names {\n    public static final String CHAT = "deepseek-v3";\n}\n'
    (folder / "Names.java").write_text(constants, encoding="utf-8")
    (folder / "A.java").write_text(
        "package a;\nimport static a.Names.*;\nimport com.alibaba.dashscope.aigc.generation.*;\n"
        "class A { void f() throws Exception {\n"
        "    new Generation().call(GenerationParam.builder().model(CHAT).build()); } }\n",
        encoding="utf-8",
    )
    (folder / "B.java").write_text(
        "package a;\nclass B { void f(Rest rest) {\n"
        '    rest.postForObject("https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions", '
        'Map.of("model", Names.CHAT), String.class); } }\n',
        encoding="utf-8",
    )
    done = scan(".", "--isolated", "--fix", cwd=tmp_path)
    assert (folder / "Names.java").read_text(encoding="utf-8") == constants
    refusals = [row["refusal"] for row in done.findings if row["rule"] == "DSM101"]
    assert [isinstance(each, dict) and each["code"] for each in refusals] == ["shared-value"]


STREAMS = {
    "call": ("private", "new Generation().call(made(q))", True),
    "a method that calls": ("private", "sent(made(q))", True),
    "streamCall": ("private", "new Generation().streamCall(made(q))", False),
    "a method that streams": ("private", "flow(made(q))", False),
    "an unknown taker": ("private", "other.fire(made(q))", False),
    "a maker that others may call": ("public", "new Generation().call(made(q))", False),
}


@pytest.mark.parametrize("name", STREAMS)
def test_a_model_that_thinks_is_renamed_only_where_nothing_streams_its_reply_whole(name: str, tmp_path: Path) -> None:
    word, call, is_fixed = STREAMS[name]
    source = (
        "import com.alibaba.dashscope.aigc.generation.*;\nclass A {\n"
        f"  {word} GenerationParam made(String q) {{\n"
        '    return GenerationParam.builder().model("deepseek-r1").prompt(q).resultFormat("message").build(); }\n'
        "  private Object sent(GenerationParam p) throws Exception { return new Generation().call(p); }\n"
        "  private Object flow(GenerationParam p) throws Exception { return new Generation().streamCall(p); }\n"
        f"  Object f(String q, Other other) throws Exception {{ return {call}; }} }}\n"
    )
    text = fixed(tmp_path, source.encode(), "--unsafe-fixes").decode()
    assert text == (source.replace("deepseek-r1", "qwen3.7-max") if is_fixed else source)


@pytest.mark.parametrize("method,is_fixed", [("call", True), ("streamCall", False)])
def test_a_method_that_is_called_as_the_one_of_the_sdk_in_it(method: str, is_fixed: bool, tmp_path: Path) -> None:
    source = (
        "import com.alibaba.dashscope.aigc.generation.*;\nclass A {\n"
        f"  Object {method}(Generation gen, String q) throws Exception {{\n"
        '    GenerationParam p = GenerationParam.builder().model("deepseek-r1").prompt(q).resultFormat("message").build();\n'
        f"    return gen.{method}(p); }} }}\n"
    )
    text = fixed(tmp_path, source.encode(), "--unsafe-fixes").decode()
    assert text == (source.replace("deepseek-r1", "qwen3.7-max") if is_fixed else source)


@pytest.mark.parametrize(
    "made,is_fixed",
    [
        ('new ArrayList<>(List.of("deepseek-v3"))', True),
        ('Collections.unmodifiableList(Arrays.asList("deepseek-v3"))', True),
        ('new Names(List.of("deepseek-v3"))', False),
    ],
)
def test_a_list_that_is_made_of_another(made: str, is_fixed: bool, tmp_path: Path) -> None:
    source = (
        "import com.alibaba.dashscope.aigc.generation.*;\nimport java.util.ArrayList;\nimport java.util.Arrays;\n"
        "import java.util.Collections;\nimport java.util.List;\nclass A {\n"
        f"  static final List<String> ALL = {made}, SOME = new ArrayList<>(9);\n"
        "  void f() throws Exception { for (String m : ALL)\n"
        "    new Generation().call(GenerationParam.builder().model(m).build()); } }\n"
    )
    after = source.replace("deepseek-v3", "qwen3.7-max").replace(".model(m)", f".model(m){OFF}")
    assert fixed(tmp_path, source.encode()).decode() == (after if is_fixed else source)


@pytest.mark.parametrize("package", ["", "package a;\n"])
def test_a_constant_in_the_same_folder_changes_whatever_the_package_says(package: str, tmp_path: Path) -> None:
    (tmp_path / "Names.java").write_text(f'{package}class Names {{ static final String M = "deepseek-v3"; }}\n', encoding="utf-8")
    body = "new Generation().call(GenerationParam.builder().model(Names.M).build());"
    source = f"{package}import com.alibaba.dashscope.aigc.generation.*;\nclass A {{ void f() throws Exception {{ {body} }} }}\n"
    assert fixed(tmp_path, source.encode()) == source.encode()
    scan(".", "--isolated", "--fix", cwd=tmp_path)
    assert '"qwen3.7-max"' in (tmp_path / "Names.java").read_text(encoding="utf-8")
    assert (tmp_path / "A.java").read_text(encoding="utf-8") == source.replace(".build()", f"{OFF}.build()")
