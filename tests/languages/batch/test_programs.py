"""Batch files as people write them: what is found in each, and what the fixes make of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check
from tests.languages.fixing import fixed, found

CHAT = "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"
ASK = f'curl {CHAT} -d "{{\\"model\\": \\"%M%\\"}}"\n'
RENAMED = {"set M=deepseek-v3\n": "set M=qwen3.7-plus\n"}
OFF = {'%M%\\"}': '%M%\\", \\"enable_thinking\\": false}'}


def program(name: str, source: str, *found: str, after: dict[str, str] | None = None, body: str = "") -> Case:
    """A batch file, and the file that it sends; findings are "RULE LINE CERTAINTY HOW"."""
    told = tuple(f"{rule} {'body.json' if body else 'a.bat'}:{rest}" for rule, _, rest in (each.partition(" ") for each in found))
    return Case(name, "", told, after or {}, files={"a.bat": source, **({"body.json": body} if body else {})}, head="")


def refused(name: str, source: str, code: str, *others: str) -> Case:
    """A batch file whose first line gives a model that is refused for this reason."""
    return program(name, f"set M=deepseek-v3\n{source}{ASK}", f"DSM101 1 certain {code}", *others)


CASES = (
    program(
        "a file that is sent",
        f"curl -X POST {CHAT} -d @.\\body.json\n",
        "DSM101 1 certain safe",
        after={'"deepseek-v3"}': '"qwen3.7-plus", "enable_thinking": false}'},
        body='{"model": "deepseek-v3"}\n',
    ),
    program(
        "two commands on a line",
        f"set M=deepseek-v3&& {ASK}",
        "DSM101 1 certain safe",
        after={"set M=deepseek-v3&&": "set M=qwen3.7-plus&&", **OFF},
    ),
    program(
        "a variable that is set behind another command",
        f"@echo off & set M=deepseek-v3\n{ASK}",
        "DSM101 1 certain safe",
        after={**RENAMED, **OFF},
    ),
    program(
        "quotes around a variable that hold what a command would not",
        f'set "M=deepseek-v3" & rem it\n{ASK}',
        "DSM101 1 certain safe",
        after={"M=deepseek-v3": "M=qwen3.7-plus", **OFF},
    ),
    refused("another program behind a variable", "set X=1 & python a.py %M%\n", "branch-on-model"),
    refused("a part of a text", "set SHORT=%M:~0,8%\n", "branch-on-model"),
    refused("a text with a part put in place of another", "set OTHER=!M:deepseek=qwen!\n", "branch-on-model"),
    refused("a comparison with a part", 'if "%M:~0,8%"=="deepseek" echo yes\n', "branch-on-model"),
    refused(
        "a comparison by a word",
        "if /i not %M% equ deepseek-v3 echo yes\n",
        "branch-on-model",
        "DSM103 2 possible branch-on-model",
    ),
    refused("a file's name", "echo x > %M%.txt\n", "branch-on-model"),
    refused("a file that curl writes", f'curl -o "%M%.json" {CHAT} -d "{{\\"model\\": \\"%M%\\"}}"\n', "branch-on-model"),
    program(
        "a loop over one",
        f'for %%m in ("deepseek-v3") do (\n  curl {CHAT} -d "{{\\"model\\": \\"%%~m\\"}}"\n)\n',
        "DSM101 1 certain safe",
        after={"deepseek-v3": "qwen3.7-plus", '%%~m\\"}': '%%~m\\", \\"enable_thinking\\": false}'},
    ),
    program(
        "a loop over two",
        f'for %%m in (deepseek-v3,deepseek-r1) do curl {CHAT} -d "{{\\"model\\": \\"%%m\\"}}"\n',
        "DSM101 1 certain shared-value",
    ),
    program(
        "a model that an argument chooses, in a block",
        f'if "%1"=="" (\n  set M=deepseek-v3\n) else (\n  set M=%1\n)\n{ASK}',
        "DSM101 2 certain unsafe",
        after={**RENAMED, **OFF},
    ),
    program(
        "a model that an argument chooses, on a line",
        f'if "%1"=="x" (set M=deepseek-v3) else (set M=qwen-plus)\n{ASK}',
        "DSM101 1 certain shared-value",
    ),
    program(
        "a model that another one stands in for",
        f"set M=deepseek-v3\nif exist x.txt (\n  set M=deepseek-r1\n)\n{ASK}",
        "DSM101 1 certain shared-value",
        "DSM101 3 certain shared-value",
    ),
    program(
        "a model that is asked for",
        f"set M=deepseek-v3\nset /p M=Which? \n{ASK}",
        "DSM101 1 certain unsafe",
        after={**RENAMED, **OFF},
    ),
    program(
        "a model that a later one hides",
        f"set M=qwen-plus\necho a & set M=deepseek-v3\n{ASK}",
        "DSM101 2 certain safe",
        after={**RENAMED, **OFF},
    ),
    program(
        "a request that is made on a condition",
        f"set M=deepseek-v3\nif exist x.txt {ASK}",
        "DSM101 1 certain safe",
        after={**RENAMED, **OFF},
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_batch_file(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)


BROKEN = (
    ") else ( set X=1",
    "for %%x in (a",
    "for %%x in () do echo %%x %%y",
    "if\nif not\nif 1==",
    'set\nset =\nset "x\nset /p\nset /p x',
    "echo set x=1\necho else set y=1\necho else set /p y=1",
    ") ) ) (\n( ( (",
    "for /f %%a in (x) do echo %%a",
    "echo a > > %M%.txt <",
    "curl x -d @\ncurl x -d @%F%",
    "%M:~% !M:a=b! %M:",
)


@pytest.mark.parametrize("source", BROKEN)
def test_what_is_no_program_is_left_alone(source: str, tmp_path: Path) -> None:
    data = f"echo deepseek-v3\n{source}\n".encode()
    assert fixed(tmp_path, "a.bat", data, unsafe=True) == data
    assert [(each.rule, each.certainty.name) for each in found(tmp_path, "a.bat", data)] == [("DSM102", "POSSIBLE")]


@pytest.mark.parametrize("remark", ["rem", "::", "@REM"])
def test_a_remark_suppresses(remark: str, tmp_path: Path) -> None:
    call = f'curl {CHAT} -d "{{\\"model\\": \\"deepseek-v3\\"}}"\n'
    data = f"{remark} deepseek-migrate: ignore[DSM101] later\n{call}".encode()
    assert fixed(tmp_path, "a.bat", data) == data
    assert fixed(tmp_path, "a.bat", call.encode()) != call.encode()
