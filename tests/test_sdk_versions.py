"""What a project's files declare of SDKs, and where."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrator.gates import settled
from migrator.rulebook import load
from migrator.sdk_versions import PARSERS, agreed, declared_in
from migrator.versions import version_must_apply
from tests.tool import Record, scan

JAVA = "com.alibaba:dashscope-sdk-java"
PACKAGES = frozenset({JAVA, "dashscope", "openai"})
POM = """<project>
  <properties><dashscope.version>2.18.0</dashscope.version></properties>
  <!-- <dependency><groupId>com.alibaba</groupId><artifactId>dashscope-sdk-java</artifactId><version>1</version></dependency> -->
  <dependencies>
    <dependency>
      <groupId>com.alibaba</groupId>
      <artifactId>dashscope-sdk-java</artifactId>
      <version>%s</version>
    </dependency>
  </dependencies>
</project>
"""
CASES = [
    ("pom.xml", POM % "2.21.3", [(JAVA, "==2.21.3", "2.21.3")]),
    ("pom.xml", POM % "${dashscope.version}", [(JAVA, "==2.18.0", "2.18.0")]),
    ("pom.xml", POM % "${elsewhere}", []),
    ("pom.xml", POM % "[2.18,3)", []),
    ("build.gradle", "implementation 'com.alibaba:dashscope-sdk-java:2.18.0'", [(JAVA, "==2.18.0", "2.18.0")]),
    ("build.gradle.kts", 'implementation("com.alibaba:dashscope-sdk-java:2.+")', []),
    (
        "gradle/libs.versions.toml",
        '[versions]\nds = "2.19.0"\n[libraries]\nx = { module = "com.alibaba:dashscope-sdk-java", version.ref = "ds" }\n',
        [(JAVA, "==2.19.0", "2.19.0")],
    ),
    ("requirements.txt", "# é\nOpenAI[x]>=1.3,<2  # why\n", [("openai", ">=1.3,<2", ">=1.3,<2")]),
    ("requirements-dev.txt", "dashscope==1.20.0\n", [("dashscope", "==1.20.0", "==1.20.0")]),
    ("pyproject.toml", '[project]\ndependencies = ["openai>=1.3"]\n', [("openai", ">=1.3", ">=1.3")]),
    ("pyproject.toml", '[tool.poetry.dependencies]\ndashscope = "^1.20"\n', [("dashscope", "^1.20", "^1.20")]),
    ("package.json", '{"dependencies": {"openai": "^4.1.0"}}', [("openai", "^4.1.0", "^4.1.0")]),
    ("package.json", "{", []),
    ("setup.cfg", "openai>=1", []),
]


@pytest.mark.parametrize("name, text, expected", CASES)
def test_a_file_declares(name: str, text: str, expected: list[tuple[str, str, str]]) -> None:
    data = text.encode()
    found = list(declared_in(name, name, data, PACKAGES))
    assert [(each.package, each.version, data[each.site.start : each.site.end].decode()) for each in found] == expected


@given(st.sampled_from(sorted(PARSERS)), st.binary(max_size=200))
def test_nothing_raises_on_garbage(name: str, data: bytes) -> None:
    assert list(declared_in(name, name, data, PACKAGES)) == []


def test_two_files_that_differ_declare_nothing() -> None:
    one, other = (next(declared_in("requirements.txt", "r", text, PACKAGES)) for text in (b"openai==1.3\n", b"openai==1.4\n"))
    assert agreed([one, other]) == {}
    assert agreed([one, one]) == {"openai": one}


@pytest.mark.parametrize(
    "declared, sure", [("==2.19.4", True), ("==2.19.3", False), (">=2.20", True), (">=2.1", False), ("^2.20", True), ("?", False)]
)
def test_a_gate_is_known_only_where_every_version_knows_it(declared: str, sure: bool) -> None:
    assert version_must_apply(">=2.19.4", declared) is sure


@pytest.mark.parametrize(
    "declared, where",
    [
        (None, "keyword:parameter/enable_thinking"),
        ("==2.19.3", "keyword:parameter/enable_thinking"),
        ("==2.22.0", "keyword:enableThinking"),
    ],
)
def test_the_older_spelling_is_written_unless_the_newer_is_known(declared: str | None, where: str) -> None:
    row = next(row for surface in load().surfaces for row in surface.operations if row.id == "GenerationParam")
    assert settled(row, declared).write["thinking"] == where


def project(folder: Path, version: str) -> list[Record]:
    body = 'new Generation().call(GenerationParam.builder().model("qwen3.7-max").enableThinking(false).build());'
    source = f"import com.alibaba.dashscope.aigc.generation.*;\nclass A {{ void f() throws Exception {{ {body} }} }}\n"
    (folder / "A.java").write_text(source, encoding="utf-8")
    (folder / "pom.xml").write_text(POM % version, encoding="utf-8")
    return [row for row in scan(".", "--isolated", cwd=folder).findings if row["rule"] == "DSM305"]


def test_a_builder_that_the_declared_sdk_lacks_is_reported_with_the_place_of_the_version(tmp_path: Path) -> None:
    (row,) = project(tmp_path, "2.18.0")
    evidence = row["evidence"]
    assert isinstance(evidence, list)
    assert (row["path"], row["severity"], row["certainty"]) == ("A.java", "error", "certain")
    assert [(each["path"], each["line"]) for each in evidence] == [("pom.xml", 8)]


@pytest.mark.parametrize("version", ["2.19.4", "${elsewhere}"])
def test_a_new_enough_or_unknown_sdk_is_not_reported(version: str, tmp_path: Path) -> None:
    assert project(tmp_path, version) == []
