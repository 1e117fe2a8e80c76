"""Ignore comments in every language's form: read, found unused, taken out again and written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result

from migrator.cli import application
from tests.contract.table import HEAD
from tests.tool import Record, runner

CALL = 'create(model="deepseek-v3.2", messages=M)'
URL = "https://dashscope.aliyuncs.com/compatible-mode/v1"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def scan(*arguments: str) -> Result:
    done = runner().invoke(application, ["scan", "--isolated", "--output-format", "json", *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def findings(*arguments: str) -> list[Record]:
    listed: list[Record] = json.loads(scan(*arguments).stdout)["findings"]
    return listed


FORMS = [
    ("a.py", 'X = "deepseek-r1"  # {}'),
    ("a.py", '# {}\nX = "deepseek-r1"'),
    ("a.sh", 'X="deepseek-r1"  # {}'),
    ("Makefile", "# {}\nX = deepseek-r1"),
    ("Dockerfile", "FROM x\n# {}\nENV X=deepseek-r1"),
    ("a.js", 'const x = "deepseek-r1"; // {}'),
    ("a.js", '/* {} */\nconst x = "deepseek-r1";'),
    ("a.tsx", 'const x = <a>{{/* {} */}}<b m="deepseek-r1"/></a>;'),
    ("a.vue", '<script>\nconst x = "deepseek-r1"; // {}\n</script>'),
    ("a.vue", "<template>\n<!-- {} -->\n<p>deepseek-r1</p>\n</template>"),
    ("a.html", '<!-- {} -->\n<script>x = "deepseek-r1"</script>'),
    (".env", "# {}\nX=deepseek-r1"),
    (".env", "X=deepseek-r1 # {}"),
    ("a.yaml", "x:\n  - deepseek-r1 # {}"),
    ("a.jsonc", '{{"x": "deepseek-r1"}} // {}'),
    ("a.jsonc", '{{\n  /* {} */\n  "x": "deepseek-r1"\n}}'),
    ("a.toml", 'x = "deepseek-r1" # {}'),
    ("a.properties", "! {}\nx=deepseek-r1"),
    ("a.ini", "[a]\n; {}\nx=deepseek-r1"),
    ("A.java", 'class A {{ String x = "deepseek-r1"; }} // {}'),
    ("A.java", 'class A {{\n  /* {} */\n  String x = "deepseek-r1";\n}}'),
    ("a.md", "<!-- {} -->\nUse deepseek-r1."),
    ("a.md", "Use deepseek-r1. <!-- {} -->"),
    ("a.md", '<!-- {} -->\n```python\nX = "deepseek-r1"\n```'),
    ("a.md", '```python\nX = "deepseek-r1"  # {}\n```'),
    ("a.rst", ".. {}\nUse deepseek-r1."),
    ("a.go", f'u := "{URL}"\nx := "deepseek-r1" // {{}}'),
    ("a.lua", f'u = "{URL}"\nx = "deepseek-r1" -- {{}}'),
    ("a.go", f'u := "{URL}"\n/* {{}} */\nx := "deepseek-r1"'),
]


@pytest.mark.parametrize(("name", "form"), FORMS)
def test_every_form_is_read_and_its_reason_kept(name: str, form: str, tmp_path: Path) -> None:
    words = "deepseek-migrate: ignore[DSM102] a price table"
    (tmp_path / name).write_text(form.format(words) + "\n", encoding="utf-8")
    found = findings(".")
    assert [(each["rule"], each["suppressed"], each.get("reason")) for each in found] == [("DSM102", "comment", "a price table")]


def test_names_prefixes_and_whole_files(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(
        "# deepseek-migrate: ignore-file[retired-model-mention] old\nX = 'deepseek-r1'\n", encoding="utf-8"
    )
    (tmp_path / "b.py").write_text("X = 'deepseek-r1'  # deepseek-migrate: ignore[DSM1] old\n", encoding="utf-8")
    (tmp_path / "c.py").write_text("\n" * 10 + "# deepseek-migrate: ignore-file\nX = 'deepseek-r1'\n", encoding="utf-8")
    assert [each["suppressed"] for each in findings(".")] == ["comment", "comment", None]


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("a.py", "X = 1  # {}\n", "X = 1\n"),
        ("a.py", "# {}\nX = 1\n", "X = 1\n"),
        ("a.py", "def f():\r\n    # {}\r\n    pass\r\n", "def f():\r\n    pass\r\n"),
        ("a.py", "X = 1\n# {}", "X = 1"),
        ("a.py", "X = 'ü'  # noqa  # {}\n", "X = 'ü'  # noqa\n"),
        ("a.js", "x = 1; // {}\n", "x = 1;\n"),
        ("a.js", "/* {} */ x = 1;\n", "x = 1;\n"),
        ("a.js", "/*\n * {}\n */\nx = 1;\n", "x = 1;\n"),
        ("A.java", "class A {{\n  // {}\n  int x;\n}}\n", "class A {{\n  int x;\n}}\n"),
        ("a.sh", "x=1 # {}\n", "x=1\n"),
        ("a.yaml", "x: 1 # {}\n", "x: 1\n"),
        ("a.toml", "# {}\nx = 1\n", "x = 1\n"),
        ("a.ini", "[a]\n; {}\nx=1\n", "[a]\nx=1\n"),
        (".env", "# {}\nX=1\n", "X=1\n"),
        ("a.jsonc", '{{\n  // {}\n  "x": 1\n}}\n', '{{\n  "x": 1\n}}\n'),
        ("a.md", "<!-- {} -->\nText.\n", "Text.\n"),
        ("a.md", "Text. <!-- {} -->\n", "Text.\n"),
        ("a.vue", "<script>\n// {}\nx = 1\n</script>\n", "<script>\nx = 1\n</script>\n"),
    ],
)
def test_an_unused_comment_is_taken_out(name: str, before: str, after: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(before.format("deepseek-migrate: ignore[DSM101, DSM2] no more").encode())
    (found,) = [each for each in findings(".") if each["rule"] == "DSM901"]
    assert (found["severity"], found["certainty"], found["message"]) == ("note", "possible", "this comment suppresses nothing")
    assert scan("--fix", str(file)).exit_code == 0
    assert file.read_bytes() == after.format().encode()
    assert not [each for each in findings(".") if each["rule"] == "DSM901"]


def test_of_several_rules_only_the_unused_go(tmp_path: Path) -> None:
    line = f"{CALL}  # deepseek-migrate: ignore[DSM201, retired-model, DSM3] until May\n"
    (tmp_path / "a.py").write_text(HEAD + line, encoding="utf-8")
    (found,) = [each for each in findings(".") if each["rule"] == "DSM901"]
    assert found["message"] == "this comment suppresses nothing by DSM201, DSM3"
    scan("--fix", "a.py")
    assert (tmp_path / "a.py").read_text(encoding="utf-8") == HEAD + line.replace("DSM201, retired-model, DSM3", "retired-model")


@pytest.mark.parametrize(
    ("comment", "message", "code"),
    [
        ("# deepseek-migrate: ignore[DSM777] x", "DSM777 is no rule; did you mean", "choice-needed"),
        ("# why: deepseek-migrate: ignore[DSM101] x", "this comment suppresses nothing", "choice-needed"),
    ],
)
def test_what_only_a_person_can_tell_is_left(comment: str, message: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(f"X = 1  {comment}\n", encoding="utf-8")
    (found,) = findings("--fix", ".")
    assert str(found["message"]).startswith(message)
    assert (found["fix"], found["refusal"]["code"]) == (None, code)  # type: ignore[index]
    assert comment in (tmp_path / "a.py").read_text(encoding="utf-8")


def test_rules_that_were_not_looked_for_leave_comments_alone(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("X = 1  # deepseek-migrate: ignore[DSM101]\n", encoding="utf-8")
    assert findings("--select", "DSM2,DSM9", ".") == []
    assert findings("--ignore", "DSM901", ".") == []
    assert findings("--config", 'per-file-ignores."a.py" = ["DSM101"]', ".") == []
    assert len(findings(".")) == 1


def test_a_comment_that_a_fix_makes_needless_does_not_stop_it(tmp_path: Path) -> None:
    text = HEAD + 'create(model="deepseek-v3.2", messages=M, top_k=3)  # deepseek-migrate: ignore[DSM303] known\n'
    (tmp_path / "a.py").write_text(text, encoding="utf-8")
    assert scan("--fix", "a.py").exit_code in (0, 1)
    assert "not-proven" not in scan("--fix", "a.py").stdout


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("a.py", HEAD + CALL + "\n", HEAD + CALL + "  # {}\n"),
        ("a.py", HEAD + CALL, HEAD + CALL + "  # {}"),
        (
            "a.py",
            HEAD + f"def f():\r\n    x = '''\r\n{{{CALL}}}''' and \\\r\n      {CALL}\r\n",
            HEAD + f"def f():\r\n    x = '''\r\n{{{CALL}}}''' and \\\r\n      {CALL}  # {{}}\r\n",
        ),
        (
            "a.py",
            HEAD + f"{CALL}; {'x' * 80} = 1\n",
            HEAD + f"# {{}}\n{CALL}; {'x' * 80} = 1\n",
        ),
    ],
)
def test_comments_are_written(name: str, before: str, after: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(before.encode())
    done = scan("--add-ignores", "until */ the\nnew model is approved", ".")
    assert done.exit_code == 0, done.stdout
    words = "deepseek-migrate: ignore[DSM101] until the new model is approved"
    assert file.read_bytes().decode() == after.replace("{}", words)
    assert {each["suppressed"] for each in findings(".") if each["rule"] == "DSM101"} == {"comment"}


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("a.js", f'new OpenAI({{baseURL: "{URL}"}}).chat.completions.create({{model: "deepseek-r1"}});', "// "),
        ("a.yaml", f"llm:\n  base_url: {URL}\n  model: deepseek-v3.2", "# "),
        (".env", f"OPENAI_BASE_URL={URL}\nMODEL=deepseek-v3.2", "# "),
        ("a.ini", f"[llm]\nbase_url = {URL}\nmodel = deepseek-v3.2", "# "),
        ("a.toml", f'[llm]\nbase_url = "{URL}"\nmodel = "deepseek-v3.2"', "# "),
        ("a.sh", f'curl {URL}/chat/completions -d \'{{"model": "deepseek-r1"}}\'', "# "),
        ("a.md", "Use deepseek-r1 here.", "<!-- "),
        ("a.bat", f'curl {URL}/chat/completions -d "{{\\"model\\": \\"deepseek-r1\\"}}"', "rem "),
    ],
)
def test_each_language_gets_its_own_form(name: str, text: str, line: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text + "\n", encoding="utf-8")
    scan("-v", "--add-ignores", "known", name)
    after = (tmp_path / name).read_text(encoding="utf-8")
    assert f"{line}deepseek-migrate: ignore[" in after
    assert {each["suppressed"] for each in findings(name)} == {"comment"}


def test_no_comment_comes_between_the_lines_of_one_command(tmp_path: Path) -> None:
    text = f'curl {URL}/chat/completions ^\n  -d "{{\\"model\\": \\"deepseek-r1\\"}}"\n'
    (tmp_path / "a.bat").write_text(text, encoding="utf-8")
    scan("-v", "--add-ignores", "known", "a.bat")
    assert (tmp_path / "a.bat").read_text(encoding="utf-8") == text
    assert {each["suppressed"] for each in findings("a.bat")} == {None}


def test_where_no_comment_can_stand_the_finding_stays_and_that_is_said(tmp_path: Path) -> None:
    text = json.dumps({"base_url": URL, "model": "deepseek-v3.2"}, indent=2)
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    report = json.loads(scan("--add-ignores", "known", ".").stdout)
    assert [each["code"] for each in report["skipped"]] == ["no-comment"]
    assert (tmp_path / "a.json").read_text(encoding="utf-8") == text


def test_with_diff_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(HEAD + CALL + "\n", encoding="utf-8")
    done = scan("--add-ignores", "known", "--diff", ".")
    added = [line for line in done.stderr.splitlines() if line.startswith("+") and not line.startswith("+++")]
    assert added == [f"+{CALL}  # deepseek-migrate: ignore[DSM101] known"]
    assert (tmp_path / "a.py").read_text(encoding="utf-8") == HEAD + CALL + "\n"
    assert done.exit_code == 1


def test_only_what_a_person_is_shown_gets_a_comment(tmp_path: Path) -> None:
    text = f'{HEAD}{CALL}\nX = "deepseek-v3"  # deepseek-migrate: ignore[DSM201]\nY = "deepseek-v3"\n'
    (tmp_path / "a.py").write_text(text, encoding="utf-8")
    report = json.loads(scan("--add-ignores", "known", ".").stdout)
    told = [(each["rule"], each["suppressed"], each["fix"], each["refusal"]) for each in report["findings"] if each["suppressed"]]
    assert told == [("DSM101", "comment", None, None)]
    after = text.replace(CALL, f"{CALL}  # deepseek-migrate: ignore[DSM101] known")
    assert (tmp_path / "a.py").read_text(encoding="utf-8") == after


@pytest.mark.parametrize("arguments", [("--fix", "."), ("-",)])
def test_what_it_does_not_go_with(arguments: tuple[str, ...]) -> None:
    done = scan("--add-ignores", "known", *arguments)
    assert (done.exit_code, done.stderr.startswith("error: add-ignores: ")) == (2, True)


TWO_BLOCKS = f"""```python
x = 1
```

```python
from openai import OpenAI
create = OpenAI(base_url="{URL}").chat.completions.create
{CALL}
```
"""


def test_of_several_blocks_the_comment_goes_into_the_right_one(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text(TWO_BLOCKS, encoding="utf-8")
    scan("--add-ignores", "why")
    comment = "  # deepseek-migrate: ignore[DSM101] why"
    assert (tmp_path / "note.md").read_text(encoding="utf-8") == TWO_BLOCKS.replace(CALL, CALL + comment)


def test_a_comment_at_the_end_of_a_cell_is_left_to_a_person(tmp_path: Path) -> None:
    """The line's end is not in the file: it stands between the cells."""
    comment = "# deepseek-migrate: ignore[DSM101] old"
    cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": [text]} for text in (comment, "x = 1")]
    before = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)
    (tmp_path / "a.ipynb").write_text(before, encoding="utf-8")
    (found,) = findings("--fix")
    assert (found["rule"], found["fix"]) == ("DSM901", None)
    assert (tmp_path / "a.ipynb").read_text(encoding="utf-8") == before


WORKFLOW = f"""on: push
jobs:
  a:
    steps:
      - run: curl {URL}/chat/completions -d '{{"model":"deepseek-v3.2"}}'
      - run: "curl {URL}/chat/completions -d '{{\\"model\\":\\"deepseek-v3.2\\"}}'"
"""


def test_a_command_on_a_line_of_a_workflow_takes_the_comment_that_keeps_the_file_whole(tmp_path: Path) -> None:
    """Behind the second command the comment would stand outside the string, and be none of the script's."""
    (tmp_path / "ci.yml").write_text(WORKFLOW, encoding="utf-8")
    scan("--add-ignores", "why")
    comment = "# deepseek-migrate: ignore[DSM101] why"
    expected = WORKFLOW.replace("\"}'\n", f"\"}}'  {comment}\n").replace('run: "curl', f'run: "{comment}\\ncurl')
    assert (tmp_path / "ci.yml").read_text(encoding="utf-8") == expected
    assert [each["suppressed"] for each in findings()] == ["comment", "comment"]
