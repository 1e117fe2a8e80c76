"""HTTPie and xh: the body's fields are words of the command."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.languages.fixing import fixed, found

HOST = "dashscope.aliyuncs.com"
CHAT = f"https://{HOST}/compatible-mode/v1/chat/completions"
NATIVE = f"https://{HOST}/api/v1/services/aigc/text-generation/generation"
RESPONSES = f"https://{HOST}/compatible-mode/v1/responses"

REWRITES = {
    "fields": (
        f"""http POST {CHAT} "Authorization: Bearer $K" model=deepseek-v3 stream:=false\n""",
        f"""http POST {CHAT} "Authorization: Bearer $K" model=qwen3.7-plus stream:=false enable_thinking:=false\n""",
    ),
    "without a method or a scheme": (
        f"""https --timeout 60 {HOST}/compatible-mode/v1/chat/completions a:b model='deepseek-v3'\n""",
        f"""https --timeout 60 {HOST}/compatible-mode/v1/chat/completions a:b model='qwen3.7-plus' enable_thinking:=false\n""",
    ),
    "over lines": (
        f"""xh {CHAT} \\\n  model=deepseek-v3 \\\n  messages:='[{{"role": "user"}}]' # 好\n""",
        f"""xh {CHAT} \\\n  model=qwen3.7-plus \\\n  messages:='[{{"role": "user"}}]' enable_thinking:=false # 好\n""",
    ),
    "a variable in quotes": (
        f"""M=deepseek-v3\nhttp {CHAT} model="$M"\n""",
        f"""M=qwen3.7-plus\nhttp {CHAT} model="$M" enable_thinking:=false\n""",
    ),
    "raw": (
        f"""http --raw '{{"model": "deepseek-v3"}}' {CHAT}\n""",
        f"""http --raw '{{"model": "qwen3.7-plus", "enable_thinking": false}}' {CHAT}\n""",
    ),
    "raw joined": (
        f"""http {CHAT} --raw='{{"model": "deepseek-v3"}}'\n""",
        f"""http {CHAT} --raw='{{"model": "qwen3.7-plus", "enable_thinking": false}}'\n""",
    ),
    "fed": (
        f"""echo '{{"model": "deepseek-v3"}}' | http {CHAT}\n""",
        f"""echo '{{"model": "qwen3.7-plus", "enable_thinking": false}}' | http {CHAT}\n""",
    ),
    "text for a switch": (
        f"""http {CHAT} model=qwen-plus enable_thinking=true\n""",
        f"""http {CHAT} model=qwen-plus enable_thinking:=true\n""",
    ),
    "text in quotes for a switch": (
        f"""http {CHAT} model=qwen-plus 'enable_thinking=true'\n""",
        f"""http {CHAT} model=qwen-plus 'enable_thinking:=true'\n""",
    ),
    "a field of extra_body": (
        f"""http {CHAT} extra_body[enable_thinking]:=true model=qwen-plus\n""",
        f"""http {CHAT} enable_thinking:=true model=qwen-plus\n""",
    ),
    "JSON for extra_body": (
        f"""http {CHAT} model=qwen-plus extra_body:='{{"enable_thinking": true}}' n:=1\n""",
        f"""http {CHAT} model=qwen-plus enable_thinking:=true n:=1\n""",
    ),
    "native": (
        f"""http {NATIVE} model=qwen-plus enable_thinking:=true input:='{{}}'\n""",
        f"""http {NATIVE} model=qwen-plus 'parameters[enable_thinking]':=true input:='{{}}'\n""",
    ),
    "native, JSON for parameters": (
        f"""http {NATIVE} model=deepseek-v3 parameters:='{{"result_format": "message"}}'\n""",
        f"""http {NATIVE} model=qwen3.7-max parameters:='{{"result_format": "message", "enable_thinking": false}}'\n""",
    ),
    "responses": (
        f"""http {RESPONSES} model=deepseek-v3.2 input=hi\n""",
        f"""http {RESPONSES} model=qwen3.7-plus input=hi 'reasoning[effort]=none'\n""",
    ),
}


@pytest.mark.parametrize("name", REWRITES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_command_is_rewritten(name: str, newline: str, tmp_path: Path) -> None:
    before, after = (text.replace("\n", newline).encode() for text in REWRITES[name])
    assert fixed(tmp_path, "a.sh", before).decode() == after.decode()
    assert fixed(tmp_path, "a.sh", before.rstrip(b"\r\n")) == after.rstrip(b"\r\n")
    assert fixed(tmp_path, "a.sh", after, unsafe=True) == after


LEFT_ALONE = {
    "a form": f"http -f {CHAT} model=deepseek-v3\n",
    "a file": f"http {CHAT} model=deepseek-v3 upload@deepseek-v3.bin\n",
    "another host": "http :8000/v1/chat/completions model=deepseek-v3\n",
    "an array": f"http {CHAT} model=deepseek-v3 messages[]=x\n",
    "a field twice in two ways": f"http {CHAT} model=deepseek-v3 a:=1 a[b]:=2\n",
    "a query": f"http {CHAT} model==deepseek-v3\n",
    "a switch that is put together": f'http {CHAT} model=qwen-plus enable_thinking="true"\n',
}


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_other_commands_are_left_alone(name: str, tmp_path: Path) -> None:
    data = LEFT_ALONE[name].encode()
    assert fixed(tmp_path, "a.sh", data, unsafe=True) == data
    assert found(tmp_path, "a.sh", data)
