"""What a fix makes of Kotlin, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.languages.java.writing import DRESSES
from tests.languages.kotlin.writing import fixed, program
from tests.tool import scan

OFF = '.parameter("enable_thinking", false)'
CHANGED = {
    "a switch of what may be missing": (
        'Generation().call(GenerationParam.builder().model("deepseek-v3.2").enableThinking(options?.think).build())',
        'Generation().call(GenerationParam.builder().model("qwen3.7-max").enableThinking((options?.think) == true).build())',
    ),
    "a switch of what may be missing, with a default": (
        'Generation().call(GenerationParam.builder().model("deepseek-v3.2").enableThinking(options?.think ?: false).build())',
        'Generation().call(GenerationParam.builder().model("qwen3.7-max").enableThinking(options?.think ?: false).build())',
    ),
    "a try that gives the model": (
        (
            'val m = try {\n    check()\n    "deepseek-v3"\n} catch (e: Exception) {\n    "deepseek-v3.1"\n}'
            " finally {\n    done()\n}\n"
            'Generation().call(GenerationParam.builder().model(m).resultFormat("message").build())'
        ),
        (
            'val m = try {\n    check()\n    "qwen3.7-max"\n} catch (e: Exception) {\n    "qwen3.7-max"\n}'
            " finally {\n    done()\n}\n"
            f'Generation().call(GenerationParam.builder().model(m).resultFormat("message"){OFF}.build())'
        ),
    ),
    "calls in a try": (
        (
            'try {\n    Generation().call(GenerationParam.builder().model("deepseek-v3").build())\n} catch (e: Exception) {\n'
            "    print(e)\n} finally {\n"
            '    Generation().call(GenerationParam.builder().model("deepseek-v3.1").build())\n}'
        ),
        (
            f'try {{\n    Generation().call(GenerationParam.builder().model("qwen3.7-max"){OFF}.build())\n}}'
            " catch (e: Exception) {\n    print(e)\n} finally {\n"
            f'    Generation().call(GenerationParam.builder().model("qwen3.7-max"){OFF}.build())\n}}'
        ),
    ),
    "one line": (
        'Generation().call(GenerationParam.builder().model("deepseek-v3").resultFormat("message").build())',
        f'Generation().call(GenerationParam.builder().model("qwen3.7-max").resultFormat("message"){OFF}.build())',
    ),
    "a call a line": (
        'val p = GenerationParam.builder()\n        .model("deepseek-v3") // why\n        .prompt(given)\n        .build()',
        (
            'val p = GenerationParam.builder()\n        .model("qwen3.7-max") // why\n        .prompt(given)\n'
            f"        {OFF}\n        .build()"
        ),
    ),
    "a switch in the wrong object": (
        (
            'val p = GenerationParam.builder().model("deepseek-v3.2").resultFormat("message")'
            '.parameter("extra_body", mapOf("enable_thinking" to true)).build()\nGeneration().call(p)'
        ),
        (
            'val p = GenerationParam.builder().model("qwen3.7-max").resultFormat("message")'
            '.parameter("enable_thinking", true).build()\nGeneration().call(p)'
        ),
    ),
    "a switch in a map of others": (
        (
            'val p = GenerationParam.builder().model("deepseek-v3.2").resultFormat("message")'
            '.parameter("extra_body", mapOf("x" to 1, "enable_thinking" to true)).build()\nGeneration().call(p)'
        ),
        (
            'val p = GenerationParam.builder().model("qwen3.7-max").resultFormat("message")'
            '.parameter("extra_body", mapOf("x" to 1)).parameter("enable_thinking", true).build()\nGeneration().call(p)'
        ),
    ),
}
STEPS = {
    "apply": (
        'val p = GenerationParam.builder().apply {\n    model("deepseek-v3")\n    prompt(given)\n}.build()',
        f'val p = GenerationParam.builder().apply {{\n    model("qwen3.7-max")\n    prompt(given)\n}}{OFF}.build()',
    ),
    "apply that is only sometimes told": (
        (
            'val p = GenerationParam.builder().apply {\n    model("deepseek-v3.2")\n'
            '    if (maybe) enableThinking(true)\n    resultFormat("message")\n}.build()\nGeneration().call(p)'
        ),
        (
            'val p = GenerationParam.builder().enableThinking(false).apply {\n    model("qwen3.7-max")\n'
            '    if (maybe) enableThinking(true)\n    resultFormat("message")\n}.build()\nGeneration().call(p)'
        ),
    ),
    "a switch in the wrong object, inside apply": (
        (
            'val p = GenerationParam.builder().apply {\n    model("deepseek-v3.2")\n    resultFormat("message")\n'
            '    parameter("extra_body", mapOf("enable_thinking" to true))\n}.build()\nGeneration().call(p)'
        ),
        (
            'val p = GenerationParam.builder().apply {\n    model("qwen3.7-max")\n    resultFormat("message")\n'
            '    parameter("enable_thinking", true)\n}.build()\nGeneration().call(p)'
        ),
    ),
    "links in statements": (
        'val b = GenerationParam.builder()\nb.model("deepseek-v3")\nb.prompt(given)\nGeneration().call(b.build())',
        f'val b = GenerationParam.builder()\nb.model("qwen3.7-max")\nb.prompt(given)\nGeneration().call(b{OFF}.build())',
    ),
    "a property that is set": (
        'val p = GenerationParam.builder().prompt(given).build()\np.model = "deepseek-v3"\nGeneration().call(p)',
        f'val p = GenerationParam.builder().prompt(given){OFF}.build()\np.model = "qwen3.7-max"\nGeneration().call(p)',
    ),
    "when and if": (
        (
            'val m = when (given) {\n    "a" -> "deepseek-v3"\n    else -> if (maybe) "deepseek-v3.1" else "deepseek-v3"\n}\n'
            "Generation().call(GenerationParam.builder().model(m).build())"
        ),
        (
            'val m = when (given) {\n    "a" -> "qwen3.7-max"\n    else -> if (maybe) "qwen3.7-max" else "qwen3.7-max"\n}\n'
            f"Generation().call(GenerationParam.builder().model(m){OFF}.build())"
        ),
    ),
    "a switch that may be null": (
        (
            'fun g(b: Boolean?) {\n    Generation().call(GenerationParam.builder().model("deepseek-v3.2").enableThinking(b)'
            '.resultFormat("message").build())\n}'
        ),
        (
            'fun g(b: Boolean?) {\n    Generation().call(GenerationParam.builder().model("qwen3.7-max")'
            '.enableThinking(b == true).resultFormat("message").build())\n}'
        ),
    ),
    "a raw string": (
        'Generation().call(GenerationParam.builder().model("""deepseek-v3""").build())',
        f'Generation().call(GenerationParam.builder().model("""qwen3.7-max"""){OFF}.build())',
    ),
}
AROUND = {
    "a constant at the top": (
        'const val M = "deepseek-v3"\n\nfun f() = Generation().call(GenerationParam.builder().model(M).build())\n'
    ),
    "a companion's constant": (
        'class A {\n    companion object {\n        const val M = "deepseek-v3"\n    }\n\n'
        "    fun f() = Generation().call(GenerationParam.builder().model(M).build())\n}\n"
    ),
    "an object's constant": (
        'object C {\n    const val M = "deepseek-v3"\n}\n\n'
        "fun f() = Generation().call(GenerationParam.builder().model(C.M).build())\n"
    ),
    "a named argument": (
        "private fun f(n: Int, m: String) = Generation().call(GenerationParam.builder().model(m).build())\n\n"
        'fun g() = f(m = "deepseek-v3", n = 1)\n'
    ),
    "a default": (
        'private fun f(m: String = "deepseek-v3") = Generation().call(GenerationParam.builder().model(m).build())\n\n'
        "fun g() = f()\n"
    ),
    "a class's head": (
        "internal class A(private val m: String) {\n"
        "    fun f() = Generation().call(GenerationParam.builder().model(m).build())\n}\n\n"
        'fun g() = A("deepseek-v3").f()\n'
    ),
}
KEPT = {
    "a template": 'Generation().call(GenerationParam.builder().model("deepseek-${given}").build())',
    "an id compared": (
        'val m = "deepseek-v3"\nif (m == given) return\nGeneration().call(GenerationParam.builder().model(m).build())'
    ),
    "an id in a when": (
        'val m = "deepseek-v3"\nwhen (m) {\n    "deepseek-v3" -> return\n}\n'
        "Generation().call(GenerationParam.builder().model(m).build())"
    ),
    "a reply read as text": 'Generation().call(GenerationParam.builder().model("deepseek-r1").prompt(given).build())',
    "a builder that another function may change": (
        'val b = GenerationParam.builder().model("deepseek-v3")\nchange(b)\nGeneration().call(b.build())'
    ),
    "apply that does more": (
        'Generation().call(GenerationParam.builder().apply {\n    model("deepseek-v3")\n    more(this)\n}.build())'
    ),
}


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("name", CHANGED)
def test_a_fix_writes_what_is_expected_and_settles(name: str, dress: str, tmp_path: Path) -> None:
    before, after = (DRESSES[dress](program(part)) for part in CHANGED[name])
    assert fixed(tmp_path, before) == after
    assert fixed(tmp_path, after) == after


@pytest.mark.parametrize("name", STEPS)
def test_a_fix_follows_a_builder_through_statements(name: str, tmp_path: Path) -> None:
    before, after = (program(part).encode() for part in STEPS[name])
    assert fixed(tmp_path, before) == after
    assert fixed(tmp_path, after) == after


@pytest.mark.parametrize("name", AROUND)
def test_a_fix_follows_a_name_to_where_it_is_written(name: str, tmp_path: Path) -> None:
    source = "import com.alibaba.dashscope.aigc.generation.*\n\n" + AROUND[name]
    text = fixed(tmp_path, source.encode()).decode()
    assert text == source.replace("deepseek-v3", "qwen3.7-max").replace(".build()", f"{OFF}.build()")


@pytest.mark.parametrize("name", KEPT)
def test_a_fix_leaves_it_alone(name: str, tmp_path: Path) -> None:
    data = program(KEPT[name]).encode()
    assert fixed(tmp_path, data, "--unsafe-fixes") == data


def test_a_name_that_nobody_knows_may_bring_another_model(tmp_path: Path) -> None:
    body = 'Generation().call(GenerationParam.builder().model(if (maybe) chosen else "deepseek-v3").build())'
    data = program(body).encode()
    assert fixed(tmp_path, data) == data
    assert fixed(tmp_path, data, "--unsafe-fixes") != data


@pytest.mark.parametrize("imported", ["", "import a.M\n"])
@pytest.mark.parametrize("name", ["M.kt", "Names.kt"])
def test_a_constant_at_the_top_of_another_file_changes_with_all_its_calls(name: str, imported: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text('package a\n\nconst val M = "deepseek-v3"\n', encoding="utf-8")
    source = f"package {'a' if not imported else 'b'}\n\nimport com.alibaba.dashscope.aigc.generation.*\n{imported}\n"
    body = "fun f() = Generation().call(GenerationParam.builder().model(M).build())\n"
    (tmp_path / "A.kt").write_text(source + body, encoding="utf-8")
    done = scan(".", "--isolated", "--fix", cwd=tmp_path)
    assert '"qwen3.7-max"' in (tmp_path / name).read_text(encoding="utf-8")
    assert (tmp_path / "A.kt").read_text(encoding="utf-8") == source + body.replace(".build()", f"{OFF}.build()")
    assert done.status == 0


@pytest.mark.parametrize("broken", ["class {", "fun f() { GenerationParam.builder(.model(", "\x00", "```"])
def test_a_broken_file_is_named_and_kept(broken: str, tmp_path: Path) -> None:
    data = ('val m = "deepseek-v3"\n' + broken).encode()
    path = tmp_path / "A.kt"
    path.write_bytes(data)
    done = scan("A.kt", "--isolated", "--fix", cwd=tmp_path)
    assert path.read_bytes() == data
    skipped = done.report["skipped"]
    assert isinstance(skipped, list)
    assert [row["path"] for row in skipped] == ["A.kt"]


OPENAI = """\
import com.openai.client.okhttp.OpenAIOkHttpClient
import com.openai.core.JsonValue
import com.openai.models.chat.completions.ChatCompletionCreateParams

val client = OpenAIOkHttpClient.builder().baseUrl("https://dashscope.aliyuncs.com/compatible-mode/v1").build()

fun ask(%s) {
    client.chat().completions().create(ChatCompletionCreateParams.builder().model("%s")
        .putAdditionalBodyProperty("enable_thinking", JsonValue.from(%s)).build())
}
"""


@pytest.mark.parametrize(
    "parameter, switch, sure",
    [
        ("think: Boolean? = null", "think", "think == true"),
        ("options: Options?", "options?.think", "(options?.think) == true"),
        ("options: Options?", "options?.think ?: false", "options?.think ?: false"),
        ("think: Boolean", "think", "think"),
    ],
)
def test_a_switch_that_may_be_null_is_made_a_yes_or_no_inside_its_dress(
    parameter: str, switch: str, sure: str, tmp_path: Path
) -> None:
    before = OPENAI % (parameter, "deepseek-v3.2", switch)
    assert fixed(tmp_path, before.encode()).decode() == OPENAI % (parameter, "qwen3.7-plus", sure)
