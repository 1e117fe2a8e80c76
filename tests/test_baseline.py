from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from migrator.cli import application
from tests.contract.table import HEAD
from tests.tool import Record, runner

ONE = 'def ask():\n    return create(model="deepseek-v3.2", messages=M)\n'
FILE = "known.json"


def scan(*arguments: str) -> Result:
    done = runner().invoke(application, ["scan", "--isolated", "--output-format", "json", *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def findings(done: Result) -> list[Record]:
    listed: list[Record] = json.loads(done.stdout)["findings"]
    return listed


def new(*arguments: str) -> list[tuple[object, object]]:
    return [(each["rule"], each["line"]) for each in findings(scan("--baseline", FILE, *arguments)) if not each["suppressed"]]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\n', encoding="utf-8")
    (tmp_path / "main.py").write_text(HEAD + ONE, encoding="utf-8")
    return tmp_path


def test_what_was_written_is_hidden(project: Path) -> None:
    done = scan("--write-baseline", FILE)
    assert done.exit_code == 0
    assert {each["suppressed"] for each in findings(done)} == {"baseline"}
    held = json.loads((project / FILE).read_text(encoding="utf-8"))
    assert held["schema"] == "deepseek-migrate/baseline/1"
    assert [(each["rule"], each["path"], each["symbol"]) for each in held["findings"]] == [("DSM101", "main.py", "ask")]
    assert "v3.2" not in (project / FILE).read_text(encoding="utf-8")
    again = scan("--baseline", FILE)
    assert (again.exit_code, {each["suppressed"] for each in findings(again)}) == (0, {"baseline"})
    assert json.loads(again.stdout)["summary"]["remaining"] == 0
    assert scan().exit_code == 1


def test_what_is_known_is_not_rewritten(project: Path) -> None:
    scan("--write-baseline", FILE)
    (project / "other.py").write_text(HEAD + ONE, encoding="utf-8")
    assert scan("--baseline", FILE, "--fix").exit_code == 0
    assert (project / "main.py").read_text(encoding="utf-8") == HEAD + ONE
    assert "qwen3.7-plus" in (project / "other.py").read_text(encoding="utf-8")


def test_one_of_two_calls_in_a_file_is_mended_and_the_known_one_left(project: Path) -> None:
    scan("--write-baseline", FILE)
    more = HEAD + ONE + ONE.replace("ask", "tell")
    (project / "main.py").write_text(more, encoding="utf-8")
    assert scan("--baseline", FILE, "--fix").exit_code == 0
    text = (project / "main.py").read_text(encoding="utf-8")
    assert text.startswith(HEAD + ONE)
    assert text.count("qwen3.7-plus") == 1


def test_the_same_baseline_serves_every_folder(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "app").mkdir()
    (project / "main.py").rename(project / "app" / "main.py")
    scan("--write-baseline", FILE)
    monkeypatch.chdir(project / "app")
    done = scan("--baseline", f"../{FILE}")
    assert [each["suppressed"] for each in findings(done)] == ["baseline"]


def test_stale_entries_are_reported_at_their_line_and_pruned(project: Path) -> None:
    (project / "other.py").write_text(HEAD + ONE, encoding="utf-8")
    scan("--write-baseline", FILE)
    (project / "main.py").write_text(HEAD, encoding="utf-8")
    done = scan("--baseline", FILE)
    (stale,) = [each for each in findings(done) if each["rule"] == "DSM902"]
    assert (stale["path"], stale["line"], stale["severity"], stale["certainty"]) == (FILE, 4, "note", "possible")
    assert "DSM101 in main.py" in str(stale["message"])
    assert done.exit_code == 0
    assert not [each for each in findings(scan("--baseline", FILE, "--ignore", "DSM902")) if each["rule"] == "DSM902"]
    done = scan("--baseline", FILE, "--write-baseline", FILE)
    assert not [each for each in findings(done) if each["rule"] == "DSM902"]
    held = json.loads((project / FILE).read_text(encoding="utf-8"))["findings"]
    assert [each["path"] for each in held] == ["other.py"]


def test_a_file_that_is_gone_leaves_stale_entries(project: Path) -> None:
    scan("--write-baseline", FILE)
    (project / "main.py").unlink()
    assert new() == [("DSM902", 4)]


def test_what_was_not_looked_at_is_neither_stale_nor_pruned(project: Path) -> None:
    (project / "other.py").write_text(HEAD + ONE, encoding="utf-8")
    scan("--write-baseline", FILE)
    before = (project / FILE).read_bytes()
    assert new("main.py") == []
    assert new("--select", "DSM201,DSM902") == []
    assert new("--extend-exclude", "other.py") == []
    scan("--write-baseline", FILE, "main.py")
    assert (project / FILE).read_bytes() == before
    (project / "other.py").write_text("deepseek-v3 = (\n", encoding="utf-8")
    assert [rule for rule, _ in new() if rule == "DSM902"] == []


def test_after_a_fix_what_is_left_keeps_its_place(project: Path) -> None:
    source = HEAD + ONE + '    create(model="deepseek-v3.2", messages=M, **unknown())\n'.replace("    ", "", 1)
    (project / "main.py").write_text(source, encoding="utf-8")
    scan("--fix", "--write-baseline", FILE)
    assert new() == []


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ('{"schema": "deepseek-migrate/baseline/2", "findings": []}', "was written by another version"),
        ("{", "is not JSON (line 1"),
        ("<<<<<<< HEAD\n", "is not JSON (line 1"),
        ("[]", "is not a baseline of this tool"),
        ('{"name": "package"}', "is not a baseline of this tool"),
        ('{"schema": "deepseek-migrate/baseline/1"}', "findings: expected a list"),
        ('{"schema": "deepseek-migrate/baseline/1", "findings": [{"rule": 3}]}', "finding 1: expected fingerprint"),
        ("[" * 100_000, "is not JSON"),
        ("\udcff", "is not JSON"),
    ],
)
@pytest.mark.parametrize("option", ["--baseline", "--write-baseline"])
def test_a_file_that_is_no_baseline_is_a_usage_error_and_stays(project: Path, content: str, complaint: str, option: str) -> None:
    data = content.encode("utf-8", "surrogateescape")
    (project / FILE).write_bytes(data)
    done = scan(option, FILE)
    assert (done.exit_code, done.stdout) == (2, "")
    assert complaint in done.stderr
    assert done.stderr.count("\n") == 1
    assert (project / FILE).read_bytes() == data


def test_a_missing_baseline_is_a_usage_error_unless_it_is_to_be_written(project: Path) -> None:
    done = scan("--baseline", FILE)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "--write-baseline known.json makes it" in done.stderr
    assert scan("--baseline", FILE, "--write-baseline", FILE).exit_code == 0
    (project / "empty.json").write_bytes(b"\n")
    assert scan("--write-baseline", "empty.json").exit_code == 0


def test_a_baseline_that_cannot_be_written_leaves_the_report_whole(project: Path) -> None:
    done = scan("--write-baseline", "none/known.json")
    assert done.exit_code == 2
    assert [each["suppressed"] for each in findings(done)] == [None]
    assert "cannot write none/known.json" in json.loads(done.stdout)["skipped"][0]["message"]


def test_a_baseline_goes_with_the_whole(project: Path) -> None:
    done = scan("--write-baseline", FILE, "--diff-base", "HEAD")
    assert (done.exit_code, "leave diff-base out" in done.stderr) == (2, True)


def test_no_secret_is_written_down(project: Path) -> None:
    text = HEAD + 'create(model="deepseek-v3.2", messages=M, enable_thinking={"api_key": "sk-aaaaaaaaaaaaaaaa"})\n'
    (project / "main.py").write_text(text, encoding="utf-8")
    scan("--write-baseline", FILE)
    assert "aaaaaaaa" not in (project / FILE).read_text(encoding="utf-8")
    assert [rule for rule, _ in new()] == []


NAMES = ("ask", "tell", "say")
CALLS = (
    'create(model="deepseek-v3.2", messages=M)',
    'create(model="deepseek-r1", messages=M)',
    'create(model="deepseek-v3", messages=M, enable_thinking=True)',
    'create(model="deepseek-v3", messages=M, **unknown)',
    'print("deepseek-r1")',
)
PROGRAM = st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(CALLS), min_size=1, max_size=4), min_size=1)


def written(program: dict[str, list[str]], layout: int) -> str:
    """The same program as people lay it out: blanks, quotes, line breaks and the order of things differ."""
    parts = []
    for name, calls in sorted(program.items(), reverse=bool(layout & 1)):
        indent = "\t" if layout & 2 else "    "
        lines = [f"def {name}(unknown):"]
        for call in calls if layout & 4 else reversed(calls):
            shaped = call.replace("(", f"(\n{indent * 2}", 1).replace(", ", f",\n{indent * 2}") if layout & 8 else call
            shaped = shaped.replace('"', "'") if layout & 16 else shaped
            lines.append(f"{indent}{shaped}")
        parts.append("\n".join(lines) + "\n")
    blank = "\n\n\n# A remark.\n" if layout & 32 else "\n"
    return HEAD + blank + blank.join(parts)


# A failure is small enough as it is: making it smaller would take minutes.
@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(program=PROGRAM, before=st.integers(0, 63), after=st.integers(0, 63), data=st.data())
def test_moved_and_reformatted_code_brings_nothing_new_and_one_more_use_does(
    project: Path, program: dict[str, list[str]], before: int, after: int, data: st.DataObject
) -> None:
    (project / FILE).unlink(missing_ok=True)
    (project / "main.py").write_text(written(program, before), encoding="utf-8")
    scan("--write-baseline", FILE)
    (project / "main.py").write_text(written(program, after), encoding="utf-8")
    assert new() == []
    name, call = data.draw(st.sampled_from(sorted(program))), data.draw(st.sampled_from(CALLS))
    (project / "main.py").write_text(written({**program, name: [*program[name], call]}, after), encoding="utf-8")
    assert new()


needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


def git(*arguments: str, cwd: Path) -> None:
    options = ("-c", "user.name=x", "-c", "user.email=x@y", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *options, *arguments], cwd=cwd, check=True, capture_output=True)


@pytest.fixture
def repository(project: Path) -> Path:
    git("init", "-q", "-b", "trunk", cwd=project)
    git("add", ".", cwd=project)
    git("commit", "-qm", "one", cwd=project)
    return project


def on_changed_lines(revision: str = "trunk", *arguments: str) -> list[tuple[object, object]]:
    done = scan("--diff-base", revision, *arguments)
    assert done.exit_code in (0, 1), done.stderr
    return [(each["path"], each["line"]) for each in findings(done)]


@needs_git
def test_only_changed_lines_count(repository: Path) -> None:
    assert on_changed_lines() == []
    git("checkout", "-qb", "work", cwd=repository)
    (repository / "main.py").write_text("# moved\n" + HEAD + ONE + ONE.replace("ask", "tell"), encoding="utf-8")
    assert on_changed_lines() == [("main.py", 10)]
    git("commit", "-qam", "two", cwd=repository)
    assert on_changed_lines() == [("main.py", 10)]
    assert on_changed_lines("HEAD") == []


@needs_git
def test_it_is_the_merge_base_that_counts(repository: Path) -> None:
    git("checkout", "-qb", "work", cwd=repository)
    (repository / "main.py").write_text(HEAD + ONE + ONE.replace("ask", "tell"), encoding="utf-8")
    git("commit", "-qam", "two", cwd=repository)
    git("checkout", "-q", "trunk", cwd=repository)
    (repository / "main.py").write_text(HEAD, encoding="utf-8")
    git("commit", "-qam", "three", cwd=repository)
    git("checkout", "-q", "work", cwd=repository)
    assert on_changed_lines() == [("main.py", 9)]


@needs_git
def test_renames_are_followed_and_untracked_files_count(repository: Path) -> None:
    (repository / "app").mkdir()
    git("mv", "main.py", "app/模型 a.py", cwd=repository)
    assert on_changed_lines() == []
    git("commit", "-qm", "two", cwd=repository)
    assert on_changed_lines("HEAD~1") == []
    (repository / "new.py").write_text(HEAD + ONE, encoding="utf-8")
    assert on_changed_lines() == [("new.py", 7)]


@needs_git
def test_other_line_breaks_are_no_change(repository: Path) -> None:
    (repository / "main.py").write_bytes((HEAD + ONE).replace("\n", "\r\n").encode())
    assert on_changed_lines() == []


@needs_git
def test_only_changed_lines_are_mended(repository: Path) -> None:
    (repository / "main.py").write_text(HEAD + ONE + ONE.replace("ask", "tell"), encoding="utf-8")
    assert scan("--diff-base", "trunk", "--fix").exit_code == 0
    text = (repository / "main.py").read_text(encoding="utf-8")
    assert text.startswith(HEAD + ONE)
    assert text.count("qwen3.7-plus") == 1


@needs_git
def test_from_a_folder_inside(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository / "app").mkdir()
    (repository / "app" / "new.py").write_text(HEAD + ONE, encoding="utf-8")
    monkeypatch.chdir(repository / "app")
    assert on_changed_lines("trunk", "..") == [("../app/new.py", 7)]


@needs_git
@pytest.mark.parametrize("revision", ["trnk", "-x", "HEAD~9", "--output=/tmp/x", "v1..v2"])
def test_a_revision_that_is_not_there(repository: Path, revision: str) -> None:
    done = scan("--diff-base", revision)
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"diff-base: there is no revision {revision!r} here; did you mean 'trunk'?" in done.stderr


@needs_git
def test_a_repository_without_commits(project: Path) -> None:
    git("init", "-q", cwd=project)
    done = scan("--diff-base", "HEAD")
    assert (done.exit_code, done.stderr) == (2, "error: diff-base: the repository has no commits yet\n")


def test_without_a_repository_the_reason_is_said(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = scan("--diff-base", "HEAD")
    assert done.exit_code == 2
    assert "is in no git repository" in done.stderr
    monkeypatch.setenv("PATH", str(project))
    assert scan("--diff-base", "HEAD").stderr == "error: diff-base: git is not installed\n"


@needs_git
def test_a_shallow_clone_is_named_as_the_reason(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    git("commit", "-qm", "two", "--allow-empty", cwd=repository)
    clone = tmp_path_factory.mktemp("shallow") / "clone"
    git("clone", "-q", "--depth", "1", f"file://{repository}", str(clone), cwd=repository)
    monkeypatch.chdir(clone)
    assert "this clone is shallow" in scan("--diff-base", "HEAD~1").stderr


@needs_git
def test_git_runs_nothing_that_the_repository_names(repository: Path) -> None:
    mark = repository / "ran"
    script = repository / "run.sh"
    script.write_text(f"#!/bin/sh\ntouch {mark}\ncat\n", encoding="utf-8")
    script.chmod(0o755)
    for name in ("core.fsmonitor", "diff.external", "diff.x.textconv", "filter.x.clean", "filter.x.smudge", "core.pager"):
        git("config", name, str(script), cwd=repository)
    (repository / ".gitattributes").write_text("*.py diff=x filter=x\n", encoding="utf-8")
    (repository / "main.py").write_text(HEAD + ONE + ONE, encoding="utf-8")
    mark.unlink(missing_ok=True)
    on_changed_lines()
    assert not mark.exists()
