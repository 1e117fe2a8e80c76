"""Variables that whoever starts a Makefile or an image may set otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tool import scan

URL = "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"
MAKE = 'MODEL {set} deepseek-v3\nask:\n\tcurl {url} -d "{{\\"model\\": \\"$(MODEL)\\", \\"messages\\": []}}"\n'
DOCKER = 'FROM x\n{set} MODEL=deepseek-v3\nRUN curl {url} -d "{{\\"model\\": \\"$MODEL\\", \\"messages\\": []}}"\n'


@pytest.mark.parametrize(
    ("name", "source", "assignment", "applicability"),
    [
        ("Makefile", MAKE, ":=", "safe"),
        ("Makefile", MAKE, "?=", "unsafe"),
        ("Dockerfile", DOCKER, "ENV", "safe"),
        ("Dockerfile", DOCKER, "ARG", "unsafe"),
    ],
)
def test_a_switch_for_a_value_that_may_be_another_is_unsafe(
    name: str, source: str, assignment: str, applicability: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(source.format(set=assignment, url=URL), encoding="utf-8")
    (finding,) = scan("--isolated", name, cwd=tmp_path).findings
    assert isinstance(finding["fix"], dict)
    assert finding["fix"]["applicability"] == applicability
