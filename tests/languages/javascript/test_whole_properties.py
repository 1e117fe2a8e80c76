"""Properties of the whole way over JavaScript and TypeScript programs put together at random, as bytes in and bytes out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrator.findings import Edit
from migrator.languages.javascript.language import HTML, JAVASCRIPT, SVELTE, TYPESCRIPT, VUE, JavaScript
from migrator.scan import ScanRequest, run
from migrator.settings_model import Settings
from migrator.settle import apply_edits
from tests.languages.fixing import fixed, found, skipped
from tests.languages.javascript.writing import CLIENT

MODELS = st.sampled_from(["deepseek-v3", "deepseek-v3.2", "deepseek-r1", "qwen3.7-plus"])
QUOTES = st.sampled_from("'\"`")
SWITCHES = st.sampled_from(
    [
        "",
        "enable_thinking: true",
        "enable_thinking: on",
        "extra_body: {{ enable_thinking: false }}",
        "extra_body: {{\n    enable_thinking: true, // 为什么\n    top_k: 3,\n  }}",
        "extraBody: {{ enable_thinking: on, thinking_budget: 9 }}",
        "'parameters': {{ 'enable_thinking': true }}",
        "chat_template_kwargs: {{ enable_thinking: on }}",
        "enableThinking: false",
        "...rest",
    ]
)
OTHERS = st.sampled_from(["messages", "n: 1", "stream: false", "'user': '张三 😀'", "/* c */ top_p: 1", "[key]: 1"])
OPTIONS = st.sampled_from(["", ", { timeout: 9 }", ", { enable_thinking: true }", ", { extra_body: { enable_thinking: on } }"])
SHAPES = st.sampled_from(
    [
        "await client.chat.completions.create({body}{options});",
        "const body{n} = {body};\nawait client.chat.completions.create(body{n}{options});",
        "export const ask{n} = async (messages, on, rest) => {{\n\treturn client.chat.completions.create({body}{options})\n}}",
        "class C{n} {{ go(messages) {{ return client.chat.completions.create({body}{options}); }} }}",
        "await fetch('https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions', {{ body: JSON.stringify({body}) }});",
        "await client.post('/chat/completions', {{ body: {body} }});",
        "await client.responses.create({body}{options});",
        "await other.chat.completions.create({body}{options});",
    ]
)
NAMES = {"app.mjs": JAVASCRIPT, "app.ts": TYPESCRIPT, "page.html": HTML, "App.vue": VUE, "App.svelte": SVELTE}
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be"])
MARKS = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}


@st.composite
def bodies(draw: st.DrawFn) -> str:
    quote = draw(QUOTES)
    model, switch = f"model: {quote}{draw(MODELS)}{quote}", draw(SWITCHES).replace("{{", "{").replace("}}", "}")
    items = draw(st.permutations([model, *([switch] if switch else []), *draw(st.lists(OTHERS, max_size=3, unique=True))]))
    upright, trailing = draw(st.booleans()), draw(st.booleans())
    separator = ",\n  " if upright else ", "
    inner = separator.join(items) + ("," if trailing else "")
    return f"{{\n  {inner}\n}}" if upright else f"{{ {inner} }}"


@st.composite
def programs(draw: st.DrawFn) -> tuple[str, bytes, str]:
    """A file's name, its bytes and its encoding."""
    statements = [
        draw(SHAPES).format(body=draw(bodies()), options=draw(OPTIONS), n=number) for number in range(draw(st.integers(1, 3)))
    ]
    source = CLIENT + "// 模型 é\n" + "\n".join(statements) + draw(st.sampled_from(["\n", ""]))
    name = draw(st.sampled_from(sorted(NAMES)))
    if not name.startswith("app"):
        source = f'<p title="é">deepseek-v3</p>\n<script type="module">\n{source}\n</script>\n<style>p {{ a: b }}</style>'
    newline, encoding = draw(st.sampled_from(["\n", "\r\n"])), draw(ENCODINGS)
    return name, MARKS.get(encoding, b"") + source.replace("\n", newline).encode(encoding), encoding


def language(name: str) -> JavaScript:
    return NAMES[name]


@given(programs(), st.booleans())
@settings(max_examples=40, deadline=None)
def test_only_declared_bytes_change_and_only_once(program: tuple[str, bytes, str], unsafe: bool) -> None:
    name, data, encoding = program
    asked = Settings(cwd="/nowhere", fix=True, unsafe_fixes=unsafe)
    report = run(ScanRequest((name,), asked, (name, data), "/nowhere"))
    assert [each.code for each in report.skipped] == []
    applied = {
        edit for finding in report.findings if finding.fix is not None and finding.fix.applied for edit in finding.fix.edits
    }
    edits = [Edit(edit.path, edit.start, edit.end, edit.text) for edit in applied]
    new = fixed(Path("/nowhere"), name, data, unsafe)
    assert new == apply_edits(data, edits, encoding.removesuffix("-sig")), "bytes outside the declared edits changed"
    assert language(name).compare(name, data, new, sorted(edits)) is None
    assert fixed(Path("/nowhere"), name, new, unsafe) == new, "a second run changed the program again"
    text = new.decode(encoding)
    assert text.count("\r\n") in (0, text.count("\n")), "line ends are mixed"
    assert [each.code for each in run(ScanRequest((name,), asked, (name, new), "/nowhere")).skipped] == []


@given(programs())
@settings(max_examples=20, deadline=None)
def test_what_is_fixed_is_not_reported_again(program: tuple[str, bytes, str]) -> None:
    name, data, _ = program
    new = fixed(Path("/nowhere"), name, data, True)
    left = [each for each in found(Path("/nowhere"), name, new) if each.fix is not None]
    assert left == []


BROKEN = """\
import OpenAI from "openai";
const client = new OpenAI({ baseURL: "https://dashscope.aliyuncs.com/compatible-mode/v1" });
export const Chat = () => <div onClick={() => client.chat.completions.create({ model: "deepseek-v3", messages: [] )}>;
"""


@pytest.mark.parametrize("name", ["Chat.tsx", "chat.jsx", "chat.ts", "chat.mjs"])
def test_a_program_with_errors_is_named_and_stays(tmp_path: Path, name: str) -> None:
    data = BROKEN.encode()
    assert skipped(tmp_path, name, data) == ["parse-error"]
    assert fixed(tmp_path, name, data, True) == data
    assert [(each.rule, each.certainty.name) for each in found(tmp_path, name, data)] == [("DSM102", "POSSIBLE")]
