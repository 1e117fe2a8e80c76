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
    "a builder that is not in one chain": (
        'var b = GenerationParam.builder().model("deepseek-v3");\nb.prompt(given);\nnew Generation().call(b.build());'
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
