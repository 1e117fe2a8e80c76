"""Batch files: curl commands in double quotes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrator.languages.base import Document, Unparsed
from migrator.languages.batch.language import BATCH
from tests.languages.fixing import fixed, found

CHAT = "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"
REWRITES = {
    "lines and variables": (
        (
            "@echo off\r\nrem deepseek-v3\r\nset MODEL=deepseek-v3\r\n"
            f'set "URL={CHAT}"\r\ncurl -X POST %URL% ^\r\n  -H "a: %KEY%" ^\r\n  -d "{{\\"model\\": \\"%MODEL%\\"}}"\r\n'
        ),
        (
            "@echo off\r\nrem deepseek-v3\r\nset MODEL=qwen3.7-plus\r\n"
            f'set "URL={CHAT}"\r\ncurl -X POST %URL% ^\r\n  -H "a: %KEY%" ^\r\n'
            '  -d "{\\"model\\": \\"%MODEL%\\", \\"enable_thinking\\": false}"\r\n'
        ),
    ),
    "a misplaced switch": (
        f'curl.exe {CHAT} -d "{{\\"model\\":\\"deepseek-r1\\",\\"extra_body\\":{{\\"enable_thinking\\":true}}}}" & echo x\n',
        f'curl.exe {CHAT} -d "{{\\"model\\":\\"qwen3.7-plus\\",\\"enable_thinking\\":true}}" & echo x\n',
    ),
    "other letters": (
        f'curl {CHAT} -d "{{\\"q\\": \\"100%% 你\\", \\"model\\": \\"deepseek-v3\\"}}"\n',
        f'curl {CHAT} -d "{{\\"q\\": \\"100%% 你\\", \\"model\\": \\"qwen3.7-plus\\", \\"enable_thinking\\": false}}"\n',
    ),
}


@pytest.mark.parametrize("name", REWRITES)
@pytest.mark.parametrize("file", ["a.bat", "a.CMD"])
def test_a_command_is_rewritten(name: str, file: str, tmp_path: Path) -> None:
    before, after = (text.encode() for text in REWRITES[name])
    assert fixed(tmp_path, file, before).decode() == after.decode()
    assert fixed(tmp_path, file, before.rstrip(b"\r\n")) == after.rstrip(b"\r\n")
    assert fixed(tmp_path, file, after, unsafe=True) == after


LEFT_ALONE = {
    "single quotes": (f'curl {CHAT} -d \'{{"model": "deepseek-v3"}}\'\n', ["DSM102"]),
    "a comparison": (
        f'set M=deepseek-v3\nif "%M%"=="deepseek-v3" goto x\ncurl {CHAT} -d "{{\\"model\\": \\"%M%\\"}}"\n',
        ["DSM101", "DSM103"],
    ),
    "another program": (f'set M=deepseek-v3\npython a.py %M%\ncurl {CHAT} -d "{{\\"model\\": \\"%M%\\"}}"\n', ["DSM101"]),
    "a remark": (f'rem curl {CHAT} -d "{{\\"model\\": \\"deepseek-v3\\"}}"\n', []),
    "another host": ('curl http://localhost/v1/chat/completions -d "{\\"model\\": \\"deepseek-v3\\"}"\n', ["DSM102"]),
    "a quote without an end": (f'curl {CHAT} -d "{{\\"model\\": \\"deepseek-v3\\"\n', ["DSM102"]),
}


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_other_commands_are_left_alone(name: str, tmp_path: Path) -> None:
    text, rules = LEFT_ALONE[name]
    assert fixed(tmp_path, "a.bat", text.encode(), unsafe=True) == text.encode()
    assert [each.rule for each in found(tmp_path, "a.bat", text.encode())] == rules


def test_a_default_may_be_given_otherwise(tmp_path: Path) -> None:
    data = f'if not defined M set M=deepseek-v3\ncurl {CHAT} -d "{{\\"model\\": \\"%M%\\"}}"\n'.encode()
    assert fixed(tmp_path, "a.bat", data) == data
    assert b"qwen3.7-plus" in fixed(tmp_path, "a.bat", data, unsafe=True)


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from('"\\%^&|<>!\r\n {}:,curl set=if€')) | st.text())
def test_nothing_raises_on_garbage(text: str) -> None:
    assert isinstance(BATCH.read("a.bat", text.encode("utf-8", "replace"), lambda text: True), (Document, Unparsed))
