"""What `--fix` makes of curl commands: JSON inside shell quoting keeps every byte but those of the edit."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from migrator.languages.base import Document, Unparsed
from migrator.languages.shell.language import DOCKERFILE, MAKEFILE, SHELL
from migrator.languages.shell.parse import parse
from tests.languages.fixing import fixed, found, skipped

URL = "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"
NATIVE = "https://dashscope.aliyuncs.com/api/v1/services/aigc/text-generation/generation"

REWRITES = {
    "single quotes": (
        f"""curl {URL} -d '{{"model": "deepseek-v3", "messages": []}}'\n""",
        f"""curl {URL} -d '{{"model": "qwen3.7-plus", "messages": [], "enable_thinking": false}}'\n""",
    ),
    "double quotes": (
        f"""curl {URL} -d "{{\\"model\\": \\"deepseek-v3\\", \\"messages\\": \\"$1\\"}}"\n""",
        f"""curl {URL} -d "{{\\"model\\": \\"qwen3.7-plus\\", \\"messages\\": \\"$1\\", \\"enable_thinking\\": false}}"\n""",
    ),
    "ANSI quotes": (
        f"""curl {URL} -d $'{{"model": "deepseek-v3", "text": "it\\'s"}}'\n""",
        f"""curl {URL} -d $'{{"model": "qwen3.7-plus", "text": "it\\'s", "enable_thinking": false}}'\n""",
    ),
    "pieces": (
        f"""curl {URL} -d '{{"model": "deepseek-v3", "text": "'"$1"'"}}'\n""",
        f"""curl {URL} -d '{{"model": "qwen3.7-plus", "text": "'"$1"'", "enable_thinking": false}}'\n""",
    ),
    "ending in an expansion": (
        f"""curl {URL} -d "{{\\"model\\": \\"deepseek-v3\\", \\"stream\\": $STREAM}}"\n""",
        f"""curl {URL} -d "{{\\"model\\": \\"qwen3.7-plus\\", \\"stream\\": $STREAM, \\"enable_thinking\\": false}}"\n""",
    ),
    "indented": (
        f"""curl {URL} \\\n  -d '{{\n\t"model": "deepseek-v3",\n\t"n": 1\n  }}'\n""",
        f"""curl {URL} \\\n  -d '{{\n\t"model": "qwen3.7-plus",\n\t"n": 1,\n\t"enable_thinking": false\n  }}'\n""",
    ),
    "one key on a line of its own": (
        f"""curl {URL} -d '{{\n  "model": "deepseek-v3"\n}}'\n""",
        f"""curl {URL} -d '{{\n  "model": "qwen3.7-plus",\n  "enable_thinking": false\n}}'\n""",
    ),
    "tight": (
        f"""curl {URL} -d '{{"model":"deepseek-v3","n":1}}'\n""",
        f"""curl {URL} -d '{{"model":"qwen3.7-plus","n":1,"enable_thinking":false}}'\n""",
    ),
    "options in any order": (
        f"""curl --json '{{"model": "deepseek-v3"}}' -sSXPOST -o out.json --url {URL} -H 'a: b'\n""",
        f"""curl --json '{{"model": "qwen3.7-plus", "enable_thinking": false}}' -sSXPOST -o out.json --url {URL} -H 'a: b'\n""",
    ),
    "value joined to its option": (
        f"""curl -sd'{{"model": "deepseek-v3"}}' {URL}\n""",
        f"""curl -sd'{{"model": "qwen3.7-plus", "enable_thinking": false}}' {URL}\n""",
    ),
    "here-document": (
        f"""curl {URL} -d @- <<EOF\n{{"model": "deepseek-v3.1", "text": "$1"}}\nEOF\n""",
        f"""curl {URL} -d @- <<EOF\n{{"model": "qwen3.7-plus", "text": "$1", "enable_thinking": false}}\nEOF\n""",
    ),
    "here-document through cat": (
        f"""cat <<'EOF' | curl {URL} -d @-\n{{"model": "deepseek-v3"}}\nEOF\n""",
        f"""cat <<'EOF' | curl {URL} -d @-\n{{"model": "qwen3.7-plus", "enable_thinking": false}}\nEOF\n""",
    ),
    "here-string": (
        f"""curl {URL} -d @- <<< '{{"model": "deepseek-v3"}}'\n""",
        f"""curl {URL} -d @- <<< '{{"model": "qwen3.7-plus", "enable_thinking": false}}'\n""",
    ),
    "variables": (
        f"""URL={URL}\nBODY='{{"model": "deepseek-v3"}}'\ncurl "$URL" -d "$BODY"\n""",
        f"""URL={URL}\nBODY='{{"model": "qwen3.7-plus", "enable_thinking": false}}'\ncurl "$URL" -d "$BODY"\n""",
    ),
    "in a function": (
        f"""ask() {{\n  curl "$URL" -d '{{"model": "deepseek-v3"}}'\n}}\nURL={URL}\nask\n""",
        f"""ask() {{\n  curl "$URL" -d '{{"model": "qwen3.7-plus", "enable_thinking": false}}'\n}}\nURL={URL}\nask\n""",
    ),
    "default": (
        f"""curl "${{URL:-{URL}}}" -d '{{"model": "deepseek-v3"}}'\n""",
        f"""curl "${{URL:-{URL}}}" -d '{{"model": "qwen3.7-plus", "enable_thinking": false}}'\n""",
    ),
    "extra_body": (
        f"""curl {URL} -d '{{"model": "deepseek-r1", "extra_body": {{"enable_thinking": true}}, "n": 1}}'\n""",
        f"""curl {URL} -d '{{"model": "qwen3.7-plus", "enable_thinking": true, "n": 1}}'\n""",
    ),
    "extra_body that keeps a key": (
        f"""curl {URL} -d '{{"model": "qwen-plus", "extra_body": {{"enable_thinking": true, "x": 1}}}}'\n""",
        f"""curl {URL} -d '{{"model": "qwen-plus", "extra_body": {{"x": 1}}, "enable_thinking": true}}'\n""",
    ),
    "extra_body with two keys": (
        f"""curl {URL} -d '{{"model": "qwen-plus", "extra_body": {{"enable_thinking": true, "top_k": 3}}}}'\n""",
        f"""curl {URL} -d '{{"model": "qwen-plus", "enable_thinking": true, "top_k": 3}}'\n""",
    ),
    "native, top level": (
        f"""curl {NATIVE} -d '{{"model": "qwen-plus", "input": {{}}, "enable_thinking": true}}'\n""",
        f"""curl {NATIVE} -d '{{"model": "qwen-plus", "input": {{}}, "parameters": {{"enable_thinking": true}}}}'\n""",
    ),
    "native, beside others": (
        f"""curl {NATIVE} -d '{{"model": "deepseek-v3", "input": {{}}, "parameters": {{"result_format": "message"}}}}'\n""",
        (
            f"""curl {NATIVE} -d '{{"model": "qwen3.7-max", "input": {{}}, """
            """"parameters": {"result_format": "message", "enable_thinking": false}}'\n"""
        ),
    ),
    "native, without parameters": (
        f"""curl {NATIVE} -d '{{"model": "deepseek-v3", "input": {{}}}}'\n""",
        f"""curl {NATIVE} -d '{{"model": "qwen3.7-max", "input": {{}}, "parameters": {{"enable_thinking": false}}}}'\n""",
    ),
    "text instead of a boolean": (
        f"""curl {URL} -d '{{"model": "qwen-plus", "enable_thinking": "false"}}'\n""",
        f"""curl {URL} -d '{{"model": "qwen-plus", "enable_thinking": false}}'\n""",
    ),
    "beside other languages' letters": (
        f"""curl {URL} -d '{{"text": "你好 😀", "model": "deepseek-v3"}}' # 好\n""",
        f"""curl {URL} -d '{{"text": "你好 😀", "model": "qwen3.7-plus", "enable_thinking": false}}' # 好\n""",
    ),
}
LEFT_ALONE = {
    "another host": """curl http://localhost:8000/v1/chat/completions -d '{"model": "deepseek-v3"}'\n""",
    "a longer id": f"""curl {URL} -d '{{"model": "deepseek-v3-0324", "enable_thinking": true}}'\n""",
    "another program": f"""post {URL} --post-data '{{"model": "deepseek-v3"}}'\n""",
    "a form": f"""curl {URL} -F '{{"model": "deepseek-v3"}}'\n""",
    "a query": f"""curl -G {URL} -d '{{"model": "deepseek-v3"}}'\n""",
    "two bodies": f"""curl {URL} -d '{{"model": "deepseek-v3"}}' -d '{{}}'\n""",
    "two URLs": f"""curl {URL} {URL} -d '{{"model": "deepseek-v3"}}'\n""",
    "no JSON": f"""curl {URL} -d 'model=deepseek-v3'\n""",
    "JSON that ends too soon": f"""curl {URL} -d '{{"model": "deepseek-v3"'\n""",
    "a key twice": f"""curl {URL} -d '{{"model": "deepseek-v3", "model": "deepseek-r1"}}'\n""",
    "a file": f"""curl {URL} -d @deepseek-v3.json\n""",
    "an own curl": f"""curl() {{ echo; }}\ncurl {URL} -d '{{"model": "deepseek-v3"}}'\n""",
    "an unknown path": """curl https://dashscope.aliyuncs.com/api/v1/other -d '{"model": "deepseek-v3"}'\n""",
    "no quotes": f"""curl {URL} -d {{\\"model\\":\\"deepseek-v3\\"}}\n""",
    "a comment": f"""# curl {URL} -d '{{"model": "deepseek-v3"}}'\n""",
    "unbalanced quotes": f"""curl {URL} -d '{{"model": "deepseek-v3"}}\n""",
    "the id is compared": f"""M=deepseek-v3\n[ "$M" = "$1" ] && curl {URL} -d "{{\\"model\\": \\"$M\\"}}"\n""",
    "the id goes to another program": f"""M=deepseek-v3\nserve "$M"\ncurl {URL} -d "{{\\"model\\": \\"$M\\"}}"\n""",
    "the id names a file": f"""M=deepseek-v3\ncurl {URL} -d "{{\\"model\\": \\"$M\\"}}" > "$M.json"\n""",
    "a stream without increments": (
        f"""curl {NATIVE} -H 'X-DashScope-SSE: enable' """
        """-d '{"model": "deepseek-r1", "input": {}, "parameters": {"result_format": "message"}}'\n"""
    ),
}


def variants(text: str) -> list[bytes]:
    data = text.encode()
    return [data, data.rstrip(b"\n"), b"\xef\xbb\xbf" + data, b"\techo\n" + data]


@pytest.mark.parametrize("name", REWRITES)
def test_a_command_is_rewritten(name: str, tmp_path: Path) -> None:
    before, after = REWRITES[name]
    for old, new in zip(variants(before), variants(after), strict=True):
        assert fixed(tmp_path, "a.sh", old).decode() == new.decode()


@pytest.mark.parametrize("name", REWRITES)
def test_a_second_run_changes_nothing(name: str, tmp_path: Path) -> None:
    after = REWRITES[name][1].encode()
    assert fixed(tmp_path, "a.sh", after, unsafe=True) == after


@pytest.mark.parametrize("name", ["single quotes", "indented", "double quotes", "variables", "here-document", "extra_body"])
def test_carriage_returns_stay(name: str, tmp_path: Path) -> None:
    before, after = (text.replace("\n", "\r\n").encode() for text in REWRITES[name])
    assert fixed(tmp_path, "a.sh", before) == after


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_other_commands_are_left_alone(name: str, tmp_path: Path) -> None:
    data = LEFT_ALONE[name].encode()
    assert fixed(tmp_path, "a.sh", data, unsafe=True) == data


def test_a_finding_stands_at_the_value(tmp_path: Path) -> None:
    finding = next(each for each in found(tmp_path, "a.sh", REWRITES["indented"][0].encode()) if each.rule == "DSM101")
    assert (finding.place.line, finding.place.column) == (3, 11)


def test_a_comment_suppresses(tmp_path: Path) -> None:
    data = f"""# deepseek-migrate: ignore[DSM101] kept\n{REWRITES["single quotes"][0]}""".encode()
    assert fixed(tmp_path, "a.sh", data) == data


def test_sixteen_bits_are_no_script(tmp_path: Path) -> None:
    assert skipped(tmp_path, "a.sh", "\ufeffcurl deepseek-v3".encode("utf-16-le")) == ["encoding"]


KEYS = st.text("abcdefgh", min_size=1, max_size=3)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_characters="'", exclude_categories=["Cs", "Cc"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.dictionaries(KEYS, VALUES, max_size=3), st.sampled_from([None, 1, "\t"]), st.integers(0, 3), st.booleans())
def test_any_body_keeps_what_it_says(tmp_path: Path, rest: dict[str, object], indent: int | None, at: int, escaped: bool) -> None:
    entries = [*rest.items()]
    entries.insert(at, ("model", "deepseek-v3"))
    body = json.dumps(dict(entries), indent=indent, ensure_ascii=escaped)
    after = fixed(tmp_path, "a.sh", f"curl {URL} -d '{body}' -s\n".encode()).decode()
    words = shlex.split(after)
    assert json.loads(words[3]) == {**dict(entries), "model": "qwen3.7-plus", "enable_thinking": False}
    assert words[:3] + words[4:] == ["curl", URL, "-d", "-s"]


@pytest.mark.parametrize("text", ["{\U000e0000", "{\U000c68ba\xc3\U00046541", "${\U0001ffff}"])
def test_far_code_points_never_reach_the_grammar(text: str) -> None:
    """Whether the grammar crashes on one depends on what lies behind a table in memory, so what it is given is looked at."""
    data = f"{text}\ncurl {URL}\n".encode()
    root = parse(data)
    assert root is not None
    assert root.text is not None
    assert root.text.isascii()
    assert len(root.text) == len(data)


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from(" \n\t'\"\\$`(){}[]<>|&;#=@-curlEOF:,x€")) | st.text())
def test_nothing_raises_on_garbage(text: str) -> None:
    for language in (SHELL, MAKEFILE, DOCKERFILE):
        assert isinstance(language.read("a.sh", text.encode("utf-8", "replace"), lambda text: True), (Document, Unparsed))
        assert len(language.clean(text.encode("utf-8", "replace"))) == len(text.encode("utf-8", "replace"))


@pytest.mark.parametrize(
    "name, before, after",
    [
        (
            "Makefile",
            f"""M := deepseek-v3\nask:\n\t@curl {URL} -H "a: $$KEY" \\\n\t  -d '{{"model": "$(M)"}}'\n""",
            (
                f"""M := qwen3.7-plus\nask:\n\t@curl {URL} -H "a: $$KEY" \\\n\t  """
                """-d '{"model": "$(M)", "enable_thinking": false}'\n"""
            ),
        ),
        (
            "GNUmakefile",
            f"""ask:\n\t@x=$$(curl {URL} -d '{{"model": "deepseek-v3"}}'); echo $$x\n""",
            f"""ask:\n\t@x=$$(curl {URL} -d '{{"model": "qwen3.7-plus", "enable_thinking": false}}'); echo $$x\n""",
        ),
        (
            "Makefile",
            f"""M = deepseek-v3\nask: x\n\t-curl {URL} -d "{{\\"model\\": \\"$(M)\\"}}"\n""",
            f"""M = qwen3.7-plus\nask: x\n\t-curl {URL} -d "{{\\"model\\": \\"$(M)\\", \\"enable_thinking\\": false}}"\n""",
        ),
        (
            "Dockerfile.dev",
            f"""FROM a\nENV M=1\nRUN x && \\\n  curl {URL} -d '{{"model": "deepseek-v3"}}'\nCMD ["curl"]\n""",
            (
                f"""FROM a\nENV M=1\nRUN x && \\\n  curl {URL} -d '{{"model": "qwen3.7-plus", "enable_thinking": false}}'\n"""
                """CMD ["curl"]\n"""
            ),
        ),
        (
            "Dockerfile",
            f"""FROM a\nHEALTHCHECK --interval=5m CMD curl {URL} -d '{{"model": "deepseek-v3"}}'\n""",
            f"""FROM a\nHEALTHCHECK --interval=5m CMD curl {URL} -d '{{"model": "qwen3.7-plus", "enable_thinking": false}}'\n""",
        ),
        (
            "Dockerfile",
            f"""FROM a\nLABEL x='curl {URL} -d deepseek-v3'\n""",
            f"""FROM a\nLABEL x='curl {URL} -d deepseek-v3'\n""",
        ),
    ],
)
def test_commands_in_other_files(name: str, before: str, after: str, tmp_path: Path) -> None:
    assert fixed(tmp_path, name, before.encode()).decode() == after


MAKE = f"""M := deepseek-r1\nBASE := {URL.removesuffix("/chat/completions")}\nURL := $(BASE)/chat/completions\n"""
ASK = """ask:\n\tcurl $(URL) -d '{"model": "$(M)"}'"""


@pytest.mark.parametrize(
    "rest, code",
    [
        (f"{ASK}\n", ""),
        (f"N := 3\n{ASK} -m $(N)\nlog: x\n", ""),
        (f"OUT = out/$(M).json\n{ASK} -o $(OUT)\n", "branch-on-model"),
        (f"ifeq ($(M),deepseek-r1)\nN := 3\nendif\n{ASK} -m $(N)\n", "branch-on-model"),
        (f"{ASK}\nout/$(M).json: ask\n\ttouch $@\n", "branch-on-model"),
    ],
)
def test_what_make_decides_by_a_variable_and_files_that_it_names(rest: str, code: str, tmp_path: Path) -> None:
    told = [each for each in found(tmp_path, "Makefile", (MAKE + rest).encode()) if each.rule == "DSM101"]
    assert [each.refusal.code if each.refusal is not None else "" for each in told] == [code]


def test_variables_of_an_image_are_settings(tmp_path: Path) -> None:
    base = URL.removesuffix("/chat/completions")
    data = f"FROM a\nENV OPENAI_BASE_URL={base} \\\n    OPENAI_MODEL=deepseek-v3\nLABEL x=deepseek-r1\n".encode()
    assert [(each.rule, each.place.line, each.model) for each in found(tmp_path, "Dockerfile", data)] == [
        ("DSM101", 3, "deepseek-v3"),
        ("DSM102", 4, "deepseek-r1"),
    ]
