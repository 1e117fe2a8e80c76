"""What a project's files declare of SDKs, and where."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrator.gates import settled
from migrator.rulebook import load
from migrator.sdk_versions import BUILDS, CATALOGUE, PARSERS, Declared, agreed, built_with, declared_in
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
    ("package.json", '{"optionalDependencies": {"openai": "~4.1"}}', [("openai", "~4.1", "~4.1")]),
    ("build.gradle", "// implementation 'com.alibaba:dashscope-sdk-java:2.18.0'", []),
    ("setup.cfg", "openai>=1", []),
    ("setup.cfg", "[options]\ninstall_requires =\n    openai>=1.3\n", [("openai", ">=1.3", ">=1.3")]),
    ("setup.py", "setup(install_requires=['openai>=1.3'])", [("openai", ">=1.3", ">=1.3")]),
    ("constraints.txt", "openai==1.4\n", [("openai", "==1.4", "==1.4")]),
    ("requirements/base.txt", "openai==1.4\n", [("openai", "==1.4", "==1.4")]),
    ("Pipfile", '[packages]\nopenai = "==1.3"\n[requires]\ndashscope = "3"\n', [("openai", "==1.3", "==1.3")]),
    (
        "pyproject.toml",
        '[tool.poetry.group.dev.dependencies]\nopenai = {version = "^1.3", extras = ["x"]}\n',
        [("openai", "^1.3", "^1.3")],
    ),
    (
        "pyproject.toml",
        '[project.optional-dependencies]\nai = ["dashscope[x] >=1.20"]\n',
        [("dashscope", ">=1.20", ">=1.20")],
    ),
]


BUILT = (*BUILDS, CATALOGUE)


def declared(name: str, files: dict[str, bytes], folder: str = "") -> list[Declared]:
    path = f"{folder}/{name}" if folder else name
    if name in BUILT:
        return list(built_with(name, folder, files.get, PACKAGES))
    return list(declared_in(name, path, files[path], PACKAGES))


@pytest.mark.parametrize("name, text, expected", CASES)
def test_a_file_declares(name: str, text: str, expected: list[tuple[str, str, str]]) -> None:
    data = text.encode()
    found = declared(name, {name: data})
    assert [(each.package, each.version, data[each.site.start : each.site.end].decode()) for each in found] == expected


PARENT = """<project>
  <properties><dashscope.version>2.18.0</dashscope.version></properties>
  <dependencyManagement><dependencies>
    <dependency><groupId>com.alibaba</groupId><artifactId>dashscope-sdk-java</artifactId><version>${dashscope.version}</version></dependency>
  </dependencies></dependencyManagement>
</project>
"""
CHILD = """<project>
  <parent><groupId>a</groupId><artifactId>b</artifactId><version>1</version>%s</parent>
  <dependencies><dependency><groupId>com.alibaba</groupId><artifactId>dashscope-sdk-java</artifactId></dependency></dependencies>
</project>
"""
TREES: dict[str, tuple[str, dict[str, str], str, str]] = {
    "a parent's dependencyManagement and property": (
        "pom.xml",
        {"svc/pom.xml": CHILD % "", "pom.xml": PARENT},
        "==2.18.0",
        "pom.xml",
    ),
    "a parent in a folder that is named": (
        "pom.xml",
        {"svc/pom.xml": CHILD % "<relativePath>../parent</relativePath>", "parent/pom.xml": PARENT},
        "==2.18.0",
        "parent/pom.xml",
    ),
    "a child's own property": (
        "pom.xml",
        {
            "svc/pom.xml": (CHILD % "").replace(
                "<dependencies>", "<properties><dashscope.version>2.21.0</dashscope.version></properties><dependencies>", 1
            ),
            "pom.xml": PARENT,
        },
        "==2.21.0",
        "svc/pom.xml",
    ),
    "a variable in gradle.properties": (
        "build.gradle",
        {
            "svc/build.gradle": 'implementation "com.alibaba:dashscope-sdk-java:${dashscopeVersion}"',
            "gradle.properties": "dashscopeVersion=2.18.1\n",
        },
        "==2.18.1",
        "gradle.properties",
    ),
    "a variable of the same build": (
        "build.gradle",
        {"svc/build.gradle": "ext { dsVersion = '2.18.2' }\nimplementation \"com.alibaba:dashscope-sdk-java:$dsVersion\""},
        "==2.18.2",
        "svc/build.gradle",
    ),
    "a value of the same build": (
        "build.gradle.kts",
        {"svc/build.gradle.kts": 'val ds = "2.18.3"\nimplementation("com.alibaba:dashscope-sdk-java:$ds")'},
        "==2.18.3",
        "svc/build.gradle.kts",
    ),
    "named parts": (
        "build.gradle",
        {"svc/build.gradle": "implementation group: 'com.alibaba', name: 'dashscope-sdk-java', version: '2.18.4'"},
        "==2.18.4",
        "svc/build.gradle",
    ),
    "three arguments": (
        "build.gradle.kts",
        {"svc/build.gradle.kts": 'implementation("com.alibaba", "dashscope-sdk-java", "2.18.5")'},
        "==2.18.5",
        "svc/build.gradle.kts",
    ),
    "a catalogue above": (
        CATALOGUE,
        {
            "svc/build.gradle": "",
            CATALOGUE: (
                '[versions]\nds = "2.18.6"\n[libraries]\n'
                'x = { group = "com.alibaba", name = "dashscope-sdk-java", version = { ref = "ds" } }\n'
            ),
        },
        "==2.18.6",
        CATALOGUE,
    ),
}


@pytest.mark.parametrize("name", TREES)
def test_a_build_is_read_with_the_files_around_it(name: str) -> None:
    kind, files, version, where = TREES[name]
    (found,) = declared(kind, {path: text.encode() for path, text in files.items()}, "svc")
    assert (found.package, found.version, found.site.path) == (JAVA, version, where)
    assert files[where].encode()[found.site.start : found.site.end].decode() == version[2:]


@pytest.mark.parametrize(
    "relative",
    ["<relativePath/>", "<relativePath>../../../outside/pom.xml</relativePath>", "<relativePath>pom.xml</relativePath>"],
)
def test_a_parent_that_is_not_in_the_tree_declares_nothing(relative: str) -> None:
    assert declared("pom.xml", {"svc/pom.xml": (CHILD % relative).encode()}, "svc") == []


@given(st.sampled_from(sorted((*PARSERS, *BUILT))), st.binary(max_size=200))
def test_nothing_raises_on_garbage(name: str, data: bytes) -> None:
    assert declared(name, {name: data}) == []


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


def test_a_module_that_inherits_the_version_is_reported_with_the_place_in_its_parent(tmp_path: Path) -> None:
    (tmp_path / "pom.xml").write_text(PARENT, encoding="utf-8")
    folder = tmp_path / "svc"
    folder.mkdir()
    project(folder, "2.18.0")
    (folder / "pom.xml").write_text(CHILD % "", encoding="utf-8")
    (row,) = [row for row in scan(".", "--isolated", cwd=tmp_path).findings if row["rule"] == "DSM305"]
    evidence = row["evidence"]
    assert isinstance(evidence, list)
    assert [(each["path"], each["line"]) for each in evidence] == [("pom.xml", 2)]


@pytest.mark.parametrize("build", ["pom.xml", "build.gradle"])
def test_a_project_outside_the_current_folder_is_read(build: str, tmp_path: Path) -> None:
    for name in ("program", "elsewhere"):
        (tmp_path / name).mkdir()
    project(tmp_path / "program", "2.18.0")
    if build != "pom.xml":
        (tmp_path / "program" / "pom.xml").unlink()
        (tmp_path / "program" / build).write_text("dependencies { implementation 'com.alibaba:dashscope-sdk-java:2.18.0' }\n")
    rows = scan("--isolated", str(tmp_path / "program"), cwd=tmp_path / "elsewhere").findings
    assert [row["rule"] for row in rows if row["severity"] == "error"] == ["DSM305"]


COMPATIBLE = '"https://dashscope.aliyuncs.com/compatible-mode/v1"'
CREATE = f"from openai import OpenAI\ncreate = OpenAI(base_url={COMPATIBLE}).chat.completions.create\n"
OPENAI = f"{CREATE}create(model='qwen3.7-plus', messages=[], stream=True, %s)\n"
AGNO = f"from agno.models.openai import OpenAILike\nm = OpenAILike(id='qwen3.7-plus', base_url={COMPATIBLE}, extra_body=%s)\n"


@pytest.mark.parametrize(
    "declared, source, told, instead",
    [
        (
            "openai==1.20.0",
            OPENAI % "reasoning_effort='high'",
            "openai 1.20.0 has no chat.create.reasoning_effort; it came with 1.58",
            "raise the requirement to 1.58 or later, or write extra_body/reasoning_effort",
        ),
        (
            "openai>=1.2,<1.26",
            OPENAI % "stream_options={'include_usage': True}",
            "openai >=1.2,<1.26 has no chat.create.stream_options; it came with 1.26",
            "raise the requirement to 1.26 or later, or write extra_body/stream_options",
        ),
        *(
            (
                "agno<2",
                AGNO % body,
                "agno <2 has no OpenAIChat.extra_body; it came with 2",
                f"raise the requirement to 2 or later, or write {instead}",
            )
            for body, instead in (
                ("{'enable_thinking': False}", "request_params/extra_body/enable_thinking"),
                ("{'seed': {'a': 1}}", "request_params/extra_body/seed"),
                ("dict(OpenAILike)", "the older spelling"),
            )
        ),
    ],
)
def test_what_an_older_python_sdk_takes_instead(declared: str, source: str, told: str, instead: str, tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text(f"{declared}\n", encoding="utf-8")
    (tmp_path / "main.py").write_text(source, encoding="utf-8")
    (row,) = [row for row in scan(".", "--isolated", cwd=tmp_path).findings if row["rule"] == "DSM305"]
    assert (row["message"], row["notes"]) == (told, [instead])


def test_an_argument_is_told_once_wherever_the_call_goes(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("openai==1.20.0\n", encoding="utf-8")
    model = "model='qwen3.7-plus' if sys.argv[1:] else 'qwen3.7-max'"
    source = (
        "import sys\nfrom openai import OpenAI\nask = OpenAI(base_url=sys.argv[3]).chat.completions.create\n"
        f"ask({model},\n    reasoning_effort='high')\n"
    )
    (tmp_path / "main.py").write_text(source, encoding="utf-8")
    rows = [row for row in scan(".", "--isolated", cwd=tmp_path).findings if row["rule"] == "DSM305"]
    assert [(row["line"], row["column"], row["certainty"]) for row in rows] == [(5, 5, "certain")]


def test_an_sdk_is_too_old_also_where_another_client_may_take_the_call(tmp_path: Path) -> None:
    # What the project declares of the first one's package is not known.
    (tmp_path / "requirements.txt").write_text("openai==1.20.0\n", encoding="utf-8")
    clients = " if sys.argv[1:] else ".join(f"{name}(base_url={COMPATIBLE})" for name in ("InferenceClient", "OpenAI"))
    source = (
        f"import sys\nfrom huggingface_hub import InferenceClient\nfrom openai import OpenAI\nclient = {clients}\n"
        "client.chat.completions.create(model='qwen3.7-plus', messages=[], stream=True, stream_options={})\n"
    )
    (tmp_path / "main.py").write_text(source, encoding="utf-8")
    rows = [row for row in scan(".", "--isolated", cwd=tmp_path).findings if row["rule"] == "DSM305"]
    assert [row["message"] for row in rows] == ["openai 1.20.0 has no chat.create.stream_options; it came with 1.26"]


def test_each_builder_that_an_older_java_sdk_lacks_has_its_own_advice(tmp_path: Path) -> None:
    project(tmp_path, "2.18.0")
    source = (tmp_path / "A.java").read_text(encoding="utf-8")
    (tmp_path / "A.java").write_text(source.replace(".enableThinking(false)", ".enableThinking(false)\n.thinkingBudget(9)"))
    rows = [row for row in scan(".", "--isolated", cwd=tmp_path).findings if row["rule"] == "DSM305"]
    assert [row["notes"] for row in rows] == [
        [f"raise the requirement to 2.19.4 or later, or write parameter/{name}"]
        for name in ("enable_thinking", "thinking_budget")
    ]


def test_an_argument_in_a_file_that_was_not_asked_about_is_told_at_the_call(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("openai==1.20.0\n", encoding="utf-8")
    (tmp_path / "keywords.py").write_text('KW = {"reasoning_effort": "high"}\n', encoding="utf-8")
    call = f'{CREATE}from keywords import KW\ncreate(model="deepseek-v4-pro", messages=[], **KW)\n'
    (tmp_path / "main.py").write_text(call, encoding="utf-8")
    rows = [row for row in scan("main.py", "--isolated", cwd=tmp_path).findings if row["rule"] == "DSM305"]
    assert [(row["path"], row["line"], row["column"]) for row in rows] == [("main.py", 4, 46)]
