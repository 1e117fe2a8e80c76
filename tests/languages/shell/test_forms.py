"""The many ways in which scripts come by a command's words and its body."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.languages.fixing import fixed, found
from tests.tool import scan

URL = "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"
NATIVE = "https://dashscope.aliyuncs.com/api/v1/services/aigc/text-generation/generation"
OLD = '{"model": "deepseek-v3"}'
NEW = '{"model": "qwen3.7-plus", "enable_thinking": false}'

SWAPPED = {
    "a substitution": f"answer=$(curl -s {URL} -d '@')\n",
    "a substitution in quotes": f"""echo "$(curl -s {URL} -d '@' | jq .)"\n""",
    "backticks": f"x=`curl -s {URL} -d '@'`\n",
    "a condition": f"if curl -sf {URL} -d '@' > out; then :; fi\n",
    "a substitution in a condition": f"""[ "$(curl -s {URL} -d '@')" = ok ]\n""",
    "a here-document around it": f"cat <<EOF\n$(curl -s {URL} -d '@')\nEOF\n",
    "a process": f"while read -r line; do :; done < <(curl -sN {URL} -d '@')\n",
    "run by others": f"time timeout 30 curl {URL} -d '@'\n",
    "run by sudo": f"sudo -E curl {URL} -d '@'\n",
    "by others again and again": f"xargs -I{{}} curl {URL} -d '@' < in.txt\n",
    "watched": f"""watch -n 5 curl {URL} -d '@'\n""",
    "with options in a variable": f"curl $OPTS {URL} -d '@'\n",
    "in a container": f"docker run --rm curlimages/curl -s {URL} -d '@'\n",
    "of Windows": f"curl.exe {URL} -d '@'\n",
    "under a name": f"CURL=/usr/bin/curl\n$CURL {URL} -d '@'\n",
    "an array": f"args=(-s {URL} -d '@')\ncurl \"${{args[@]}}\"\n",
    "a growing array": f"args=(-s)\nargs+=(-d '@')\ncurl \"${{args[@]}}\" {URL}\n",
    "a header in a variable": f"H='a: b'\ncurl --request POST --url {URL} --header \"$H\" --data '@'\n",
    "a process for a file": f"curl {URL} -d @<(echo '@')\n",
    "echo": f"echo '@' | curl {URL} -d @-\n",
    "echo through jq": f"echo '@' | jq -c . | curl {URL} -d @-\n",
    "printf %s": f"printf '%s' '@' | curl {URL} --data-binary @-\n",
    "printf in a variable": f"BODY=$(printf '@')\ncurl {URL} -d \"$BODY\"\n",
    "a file of its own": f"cat > /tmp/body.json <<'EOF'\n@\nEOF\ncurl {URL} -d @/tmp/body.json\n",
    "a file by a variable": f'T=$(mktemp)\ncat <<EOF > "$T"\n@\nEOF\ncurl {URL} -d "@$T"\n',
    "read": f"read -r -d '' BODY <<'EOF'\n@\nEOF\ncurl {URL} -d \"$BODY\"\n",
    "cat in a variable": f'BODY=$(cat <<EOF\n@\nEOF\n)\ncurl {URL} -d "$BODY"\n',
    "wget": f"wget -qO- --header='a: b' --post-data='@' {URL}\n",
    "wget with a method": f"wget {URL} --method=POST --body-data '@' -O out\n",
}


@pytest.mark.parametrize("name", SWAPPED)
def test_a_body_is_found(name: str, tmp_path: Path) -> None:
    before, after = SWAPPED[name].replace("@", OLD, 1).encode(), SWAPPED[name].replace("@", NEW, 1).encode()
    if name in ("an array", "a growing array", "a process for a file"):
        before, after = (SWAPPED[name].replace("'@'", f"'{body}'").encode() for body in (OLD, NEW))
    assert fixed(tmp_path, "a.sh", before).decode() == after.decode()
    assert fixed(tmp_path, "a.sh", after, unsafe=True) == after


REWRITES = {
    "jq": (
        f"jq -n --arg m deepseek-v3 --arg q \"$1\" '{{model: $m, messages: [{{content: $q}}]}}' | curl {URL} -d @-\n",
        (
            'jq -n --arg m qwen3.7-plus --arg q "$1" \'{model: $m, messages: [{content: $q}], '
            f'"enable_thinking": false}}\' | curl {URL} -d @-\n'
        ),
    ),
    "jq, its own text": (
        f"""curl {URL} -d "$(jq -nc '{{"model": "deepseek-v3", n: (1 + 1)}}')"\n""",
        f"""curl {URL} -d "$(jq -nc '{{"model": "qwen3.7-plus", n: (1 + 1), "enable_thinking": false}}')"\n""",
    ),
    "jq, the variable's name": (
        f"BODY=$(jq -n --arg model deepseek-v3 '{{$model}}')\ncurl {URL} -d \"$BODY\"\n",
        f'BODY=$(jq -n --arg model qwen3.7-plus \'{{$model, "enable_thinking": false}}\')\ncurl {URL} -d "$BODY"\n',
    ),
    "printf with a name": (
        f'printf \'{{"model": "%s", "n": %d}}\' deepseek-v3 1 | curl {URL} -d @-\n',
        f'printf \'{{"model": "%s", "n": %d, "enable_thinking": false}}\' qwen3.7-plus 1 | curl {URL} -d @-\n',
    ),
    "a constant without quotes": (
        f"""THINK=false\ncurl {URL} -d "{{\\"model\\": \\"deepseek-v3.1\\", \\"enable_thinking\\": $THINK}}"\n""",
        f"""THINK=false\ncurl {URL} -d "{{\\"model\\": \\"qwen3.7-plus\\", \\"enable_thinking\\": $THINK}}"\n""",
    ),
    "a function": (
        f"""ask() {{\n  curl {URL} -d "{{\\"model\\": \\"$1\\"}}"\n}}\nask deepseek-v3\nask deepseek-v3.1\n""",
        (
            f"""ask() {{\n  curl {URL} -d "{{\\"model\\": \\"$1\\", \\"enable_thinking\\": false}}"\n}}\n"""
            "ask qwen3.7-plus\nask qwen3.7-plus\n"
        ),
    ),
    "a function with names": (
        (
            f"""ask() {{\n  local q="$1" model="${{2:-deepseek-v3}}"\n"""
            f"""  curl {URL} -d "{{\\"model\\": \\"$model\\", \\"n\\": \\"$q\\"}}"\n}}\nask hi\n"""
        ),
        (
            f"""ask() {{\n  local q="$1" model="${{2:-qwen3.7-plus}}"\n"""
            f"""  curl {URL} -d "{{\\"model\\": \\"$model\\", \\"n\\": \\"$q\\", \\"enable_thinking\\": false}}"\n}}\nask hi\n"""
        ),
    ),
}


@pytest.mark.parametrize("name", REWRITES)
def test_a_command_is_rewritten(name: str, tmp_path: Path) -> None:
    before, after = (text.encode() for text in REWRITES[name])
    assert fixed(tmp_path, "a.sh", before).decode() == after.decode()
    assert fixed(tmp_path, "a.sh", after, unsafe=True) == after


LEFT_ALONE = {
    "a format that JSON would break": f"printf '%s\\n' '{OLD}' x | curl {URL} -d @-\n",
    "a list that would lose a member": f"""for m in deepseek-v3 deepseek-v3.1; do curl {URL} -d '{{"model": "'$m'"}}'; done\n""",
    "a text that becomes a list": (
        f"""ALL="deepseek-v3 deepseek-r1"\nfor m in $ALL; do curl {URL} -d '{{"model": "'$m'"}}'; done\n"""
    ),
    "functions that need different things": (
        f"""ask() {{ curl {URL} -d "{{\\"model\\": \\"$1\\"}}"; }}\nask deepseek-v3\nask deepseek-r1\n"""
    ),
    "arguments that move": f"""ask() {{ shift; curl {URL} -d "{{\\"model\\": \\"$1\\"}}"; }}\nask x deepseek-v3\n""",
    "an array that is made twice": f"args=(-d '{OLD}')\nargs=(-d '{{}}')\ncurl \"${{args[@]}}\" {URL}\n",
    "a file that is written twice": f"echo '{OLD}' > b\necho '{{}}' > b\ncurl {URL} -d @b\n",
    "a file that grows": f"echo '{OLD}' > b\necho x >> b\ncurl {URL} -d @b\n",
    "jq that reads": f"jq --arg m deepseek-v3 '{{model: $m}}' in.json | curl {URL} -d @-\n",
    "jq that computes": f"jq -n --arg m deepseek-v3 '{{model: $m}} + {{}}' | curl {URL} -d @-\n",
    "another host by wget": f"wget http://localhost/v1/chat/completions --post-data='{OLD}'\n",
    "a list of bodies": f"wget -i urls.txt --post-data='{OLD}' {URL}\n",
}


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_other_commands_are_left_alone(name: str, tmp_path: Path) -> None:
    data = LEFT_ALONE[name].encode()
    assert fixed(tmp_path, "a.sh", data, unsafe=True) == data


def test_exported_settings_are_a_block(tmp_path: Path) -> None:
    data = (
        b"export OPENAI_BASE_URL=https://dashscope.aliyuncs.com/compatible-mode/v1\nexport OPENAI_MODEL=deepseek-v3\nserve\n"
        b"LLM_BASE_URL=http://localhost/v1 LLM_MODEL=deepseek-r1 serve\n"
    )
    said = [(each.rule, each.place.line, str(each.certainty)) for each in found(tmp_path, "a.sh", data)]
    assert said == [("DSM101", 2, "certain"), ("DSM102", 4, "possible")]


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """A project whose script sends files."""
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "bodies").mkdir()
    (tmp_path / "bodies" / "chat.json").write_text('{\n  "model": "deepseek-v3",\n  "n": 1\n}\n')
    (tmp_path / "bodies" / "extra.json").write_text('{"model": "qwen-plus", "extra_body": {"enable_thinking": true}}')
    (tmp_path / "bodies" / "native.json").write_bytes(
        b'\xef\xbb\xbf{\r\n\t"model": "deepseek-v3.1",\r\n\t"enable_thinking": true,\r\n'
        b'\t"parameters": {"result_format": "message"}\r\n}'
    )
    (tmp_path / "ask.sh").write_text(
        f"curl {URL} -d @bodies/chat.json\n"
        f'curl {URL} --json "@bodies/extra.json"\n'
        f'curl {NATIVE} --data-binary "@$(dirname "$0")/bodies/native.json"\n'
    )
    return tmp_path


def test_a_file_that_is_sent_is_fixed_where_it_stands(sent: Path) -> None:
    script = (sent / "ask.sh").read_bytes()
    done = scan("--fix", ".", cwd=sent)
    assert {(row["rule"], row["path"], row["line"]) for row in done.findings if row["certainty"] == "certain"} == {
        ("DSM101", "bodies/chat.json", 2),
        ("DSM201", "bodies/extra.json", 1),
        ("DSM101", "bodies/native.json", 2),
        ("DSM201", "bodies/native.json", 3),
    }
    assert (sent / "ask.sh").read_bytes() == script
    assert (
        sent / "bodies" / "chat.json"
    ).read_text() == '{\n  "model": "qwen3.7-plus",\n  "enable_thinking": false,\n  "n": 1\n}\n'
    assert (sent / "bodies" / "extra.json").read_text() == '{"model": "qwen-plus", "enable_thinking": true}'
    assert (sent / "bodies" / "native.json").read_bytes() == (
        b'\xef\xbb\xbf{\r\n\t"model": "qwen3.7-max",\r\n'
        b'\t"parameters": {"result_format": "message", "enable_thinking": true}\r\n}'
    )


def test_a_file_outside_the_paths_is_named_and_kept(sent: Path) -> None:
    done = scan("--fix", "ask.sh", cwd=sent)
    refusals = [
        (row["rule"], row["path"], row["line"], row["refusal"]["code"])
        for row in done.findings
        if isinstance(row["refusal"], dict)
    ]
    assert ("DSM101", "ask.sh", 1, "outside-paths") in refusals
    assert ("DSM201", "ask.sh", 2, "outside-paths") in refusals
    assert "deepseek-v3" in (sent / "bodies" / "chat.json").read_text()


NESTED = {
    "a shell in a word": f"bash -c \"curl {URL} -d '@J'\"\n",
    "a login shell": f"sudo bash -lc 'curl {URL} -d \"@J\"'\n",
    "another machine": f"ssh host 'curl {URL} -d \"@J\"'\n",
    "a container": f"docker exec c sh -c 'curl {URL} -d @- <<EOF\n@\nEOF'\n",
    "shells in shells": f"""sh -c "sh -c \\"curl {URL} -d '@JJ'\\""\n""",
}


def quoted(text: str, times: int) -> str:
    for _ in range(times):
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return text


@pytest.mark.parametrize("name", NESTED)
def test_a_script_in_a_word_is_one(name: str, tmp_path: Path) -> None:
    def made(body: str) -> bytes:
        return NESTED[name].replace("@JJ", quoted(body, 2)).replace("@J", quoted(body, 1)).replace("@\n", f"{body}\n").encode()

    assert fixed(tmp_path, "a.sh", made(OLD)).decode() == made(NEW).decode()
    assert fixed(tmp_path, "a.sh", made(NEW), unsafe=True) == made(NEW)


def test_each_name_in_a_text_that_becomes_a_list_is_found(tmp_path: Path) -> None:
    data = LEFT_ALONE["a text that becomes a list"].encode()
    said = [(each.rule, each.place.line, each.place.column, each.model) for each in found(tmp_path, "a.sh", data)]
    assert said == [("DSM101", 1, 6, "deepseek-v3"), ("DSM101", 1, 18, "deepseek-r1")]
