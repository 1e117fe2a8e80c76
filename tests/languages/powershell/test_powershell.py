"""PowerShell: hashtables, here-strings and texts that are sent as JSON."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from migrator.languages.base import Document, Unparsed
from migrator.languages.powershell.language import POWERSHELL
from tests.languages.fixing import fixed, found, skipped

BASE = "https://dashscope.aliyuncs.com/compatible-mode/v1"
CHAT = f"{BASE}/chat/completions"
NATIVE = "https://dashscope.aliyuncs.com/api/v1/services/aigc/text-generation/generation"

REWRITES = {
    "a hashtable": (
        (
            "$body = @{\n    model    = 'deepseek-v3'   # 模型\n    messages = @(\n        @{ role = 'user'; content = '' }\n"
            f"    )\n}} | ConvertTo-Json -Depth 5\nInvoke-RestMethod -Uri {CHAT} -Method Post -Body $body\n"
        ),
        (
            "$body = @{\n    model    = 'qwen3.7-plus'   # 模型\n    messages = @(\n        @{ role = 'user'; content = '' }\n"
            "    )\n    enable_thinking = $false\n"
            f"}} | ConvertTo-Json -Depth 5\nInvoke-RestMethod -Uri {CHAT} -Method Post -Body $body\n"
        ),
    ),
    "a hashtable on one line": (
        f'irm "{CHAT}" -Method Post -Body (@{{ model = "deepseek-v3"; messages = @() }} | ConvertTo-Json)\n',
        (
            f'irm "{CHAT}" -Method Post -Body (@{{ model = "qwen3.7-plus"; messages = @(); enable_thinking = $false }} '
            "| ConvertTo-Json)\n"
        ),
    ),
    "bytes of an argument": tuple(
        f"$b = [ordered]@{{ model = {body} }}\n$j = ConvertTo-Json $b\n"
        f"iwr {CHAT} -Body ([System.Text.Encoding]::UTF8.GetBytes($j)) -Method Post\n"
        for body in ("'deepseek-v3'", "'qwen3.7-plus'; enable_thinking = $false")
    ),
    "a splat": tuple(
        f"$p = @{{\n  Uri = '{CHAT}'\n  Body = (@{{ model = {body} }} | ConvertTo-Json)\n}}\nInvoke-RestMethod @p\n"
        for body in ("'deepseek-v3'", "'qwen3.7-plus'; enable_thinking = $false")
    ),
    "a here-string": (
        f'$base = \'{BASE}\'\nInvoke-RestMethod "$base/chat/completions" -Body @\'\n{{\n  "model": "deepseek-v3"\n}}\n\'@\n',
        (
            f'$base = \'{BASE}\'\nInvoke-RestMethod "$base/chat/completions" -Body @\'\n{{\n  "model": "qwen3.7-plus",\n'
            '  "enable_thinking": false\n}\n\'@\n'
        ),
    ),
    "a here-string with a variable": (
        f'$M = "deepseek-v3"\nirm ("{BASE}" + "/chat/completions") -Body @"\n{{"model": "$M", "n": $n}}\n"@\n',
        (
            f'$M = "qwen3.7-plus"\nirm ("{BASE}" + "/chat/completions") -Body @"\n'
            '{"model": "$M", "n": $n, "enable_thinking": false}\n"@\n'
        ),
    ),
    "escapes": (
        f'Invoke-WebRequest `\n  -Uri {CHAT} `\n  -Body "{{`"model`": `"deepseek-v3`"}}"\n',
        f'Invoke-WebRequest `\n  -Uri {CHAT} `\n  -Body "{{`"model`": `"qwen3.7-plus`", `"enable_thinking`": false}}"\n',
    ),
    "a switch in the wrong place": tuple(
        f"$b = @{{ model = 'qwen-plus'; {switch}; n = 1 }}\nirm {CHAT} -Body ($b | ConvertTo-Json)\n"
        for switch in ("extra_body = @{ enable_thinking = $true }", "enable_thinking = $true")
    ),
    "a switch of the wrong type": (
        f"irm {CHAT} -Body (@{{ model = 'qwen-plus'; enable_thinking = 'false' }} | ConvertTo-Json)\n",
        f"irm {CHAT} -Body (@{{ model = 'qwen-plus'; enable_thinking = $false }} | ConvertTo-Json)\n",
    ),
    "native": (
        (
            "$b = @{\n  model = 'deepseek-v3.2'\n  enable_thinking = $false\n  parameters = @{ result_format = 'message' }\n}\n"
            f"irm {NATIVE} -Body (ConvertTo-Json $b)\n"
        ),
        (
            "$b = @{\n  model = 'qwen3.7-max'\n  parameters = @{ result_format = 'message'; enable_thinking = $false }\n}\n"
            f"irm {NATIVE} -Body (ConvertTo-Json $b)\n"
        ),
    ),
    "curl": (
        f'curl.exe -s {CHAT} -d \'{{"model": "deepseek-v3"}}\'\n',
        f'curl.exe -s {CHAT} -d \'{{"model": "qwen3.7-plus", "enable_thinking": false}}\'\n',
    ),
    "curl with its own quotes": (
        f'curl.exe -s {CHAT} -d \'{{\\"model\\": \\"deepseek-v3\\"}}\'\n',
        f'curl.exe -s {CHAT} -d \'{{\\"model\\": \\"qwen3.7-plus\\", \\"enable_thinking\\": false}}\'\n',
    ),
}


@pytest.mark.parametrize("name", REWRITES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_request_is_rewritten(name: str, newline: str, mark: bytes, tmp_path: Path) -> None:
    before, after = (mark + text.replace("\n", newline).encode() for text in REWRITES[name])
    assert fixed(tmp_path, "a.ps1", before).decode() == after.decode()
    assert fixed(tmp_path, "a.ps1", before.rstrip(b"\r\n")) == after.rstrip(b"\r\n")
    assert fixed(tmp_path, "a.ps1", after, unsafe=True) == after


LEFT_ALONE = {
    "another host": 'irm http://localhost:11434/api/chat -Body \'{"model": "deepseek-r1"}\'\n',
    "an unknown host": "irm $Url -Body (@{ model = 'deepseek-v3' } | ConvertTo-Json)\n",
    "a comparison": f"$m = 'deepseek-v3'\nif ($m -eq $args[0]) {{ }}\nirm {CHAT} -Body (@{{ model = $m }} | ConvertTo-Json)\n",
    "another program": f"$m = 'deepseek-v3'\npython a.py $m\nirm {CHAT} -Body (@{{ model = $m }} | ConvertTo-Json)\n",
    "a string without an end": f'irm {CHAT} -Body "{{ deepseek-v3\n',
    "something put together": f"irm {CHAT} -Body ('{{{{\"model\": \"{{0}}\"}}}}' -f 'deepseek-v3')\n",
    "a comment": f'# irm {CHAT} -Body \'{{"model": "deepseek-v3"}}\'\n<# deepseek-v3 #>\n',
}


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_other_requests_are_left_alone(name: str, tmp_path: Path) -> None:
    data = LEFT_ALONE[name].encode()
    assert fixed(tmp_path, "a.ps1", data, unsafe=True) == data


def test_a_parameter_may_be_given_otherwise(tmp_path: Path) -> None:
    data = f"param([string]$Model = 'deepseek-v3')\nirm {CHAT} -Body (@{{ model = $Model }} | ConvertTo-Json)\n".encode()
    assert fixed(tmp_path, "a.ps1", data) == data
    assert b"qwen3.7-plus" in fixed(tmp_path, "a.ps1", data, unsafe=True)


def test_a_comment_suppresses(tmp_path: Path) -> None:
    data = f'# deepseek-migrate: ignore\ncurl.exe {CHAT} -d \'{{"model": "deepseek-v3"}}\'\n'.encode()
    assert fixed(tmp_path, "a.ps1", data) == data


def test_a_finding_stands_at_the_value(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, "a.ps1", REWRITES["a hashtable"][0].encode())
    assert (finding.rule, finding.place.line, finding.place.column) == ("DSM101", 2, 16)


def test_sixteen_bits_are_named(tmp_path: Path) -> None:
    assert skipped(tmp_path, "a.ps1", "\ufeff'deepseek-v3'".encode("utf-16-le")) == ["encoding"]


ITEMS = st.sampled_from(["model = 'deepseek-v3'", "n = 1", "messages = @(@{ role = 'user' })", 'x = "a`"b"', "'é' = $null"])
GAPS = st.sampled_from(["; ", "\n  ", "\r\n\t"])


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(items=st.lists(ITEMS, min_size=1, max_size=4, unique=True), gap=GAPS)
def test_any_hashtable_keeps_its_entries(items: list[str], gap: str, tmp_path: Path) -> None:
    text = f"$b = @{{ {gap.join(items)} }}\nirm {CHAT} -Body ($b | ConvertTo-Json)\n"
    after = fixed(tmp_path, "a.ps1", text.encode()).decode()
    switch = "enable_thinking = $false"
    assert after.replace("qwen3.7-plus", "deepseek-v3").replace(gap + switch, "").replace(f"; {switch}", "") == text
    assert (switch in after) == ("model = 'deepseek-v3'" in items)
    assert fixed(tmp_path, "a.ps1", after.encode(), unsafe=True) == after.encode()


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("$@{}()[]'\"`=;|,\n\r -ab.:#<>€")) | st.text())
def test_nothing_raises_on_garbage(text: str) -> None:
    data = text.encode("utf-8", "replace")
    assert isinstance(POWERSHELL.read("a.ps1", data, lambda text: True), (Document, Unparsed))
