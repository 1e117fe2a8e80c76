"""Where a Java builder takes a switch, in Java's own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import scanned

PROGRAM = """package a;
import com.alibaba.dashscope.aigc.generation.*;
class Main {{
    Object ask(java.util.List<com.alibaba.dashscope.common.Message> messages) throws Exception {{
        return new Generation().call(GenerationParam.builder().model("deepseek-v3.1").messages(messages)
            .parameter("extra_body", java.util.Map.of("enable_thinking", true)).resultFormat("message").build());
    }}
}}
"""
POM = (
    "<project><dependencies><dependency><groupId>com.alibaba</groupId><artifactId>dashscope-sdk-java</artifactId>"
    "<version>{0}</version></dependency></dependencies></project>"
)


@pytest.mark.parametrize(
    ("version", "written"), [("2.18.2", '.parameter("enable_thinking", …)'), ("2.21.0", ".enableThinking(…)")]
)
def test_a_builders_method(version: str, written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pom.xml").write_text(POM.format(version), encoding="utf-8")
    (tmp_path / "Main.java").write_text(PROGRAM.format(), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (found,) = (each for each in scanned(".")[1] if each["rule"] == "DSM201")
    assert isinstance(found["notes"], list)
    assert f"pass it in {written}" in found["notes"]
