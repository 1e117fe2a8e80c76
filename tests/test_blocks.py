"""Blocks that hold an endpoint beside a model: who reads them decides what is safe."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tool import scan

URL = "https://dashscope.aliyuncs.com/compatible-mode/v1"
CASES = {
    "a mapping": (f'CONFIG = {{"base_url": "{URL}", "model": "deepseek-r1"}}\n', "safe"),
    "dict()": (f'CONFIG = dict(base_url="{URL}", model="deepseek-r1")\n', "safe"),
    "a class that nobody has observed": (
        f'from frame import Chat\n\nchat = Chat(api_base="{URL}", model_name="deepseek-r1")\n',
        "unsafe",
    ),
}


@pytest.mark.parametrize(("source", "applicability"), CASES.values(), ids=CASES.keys())
def test_a_block(source: str, applicability: str, tmp_path: Path) -> None:
    (tmp_path / "settings.py").write_text(source, encoding="utf-8")
    (finding,) = scan("--isolated", "settings.py", cwd=tmp_path).findings
    assert isinstance(finding["fix"], dict)
    assert (finding["certainty"], finding["fix"]["applicability"]) == ("certain", applicability)


def test_a_host_with_half_a_pair_of_brackets_does_not_end_the_run(tmp_path: Path) -> None:
    text = '{"base_url": "https://]rk.cn-beijing.volces.com/api/v3", "model": "deepseek-r1"}\n'
    (tmp_path / "providers.json").write_text(text, encoding="utf-8")
    (tmp_path / "settings.py").write_text(CASES["dict()"][0].replace("https://", "https://["), encoding="utf-8")
    done = scan("--isolated", ".", cwd=tmp_path)
    assert done.errors == ""
    assert {(each["rule"], each["path"]) for each in done.findings} == {("DSM102", "settings.py")}
