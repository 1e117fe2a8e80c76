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
