"""The command where people seldom take it: odd files, broken installations, settings and baselines that hide, interruptions."""

from __future__ import annotations

import io
import json
import shutil
import signal
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from migrator import cli, edition, kept_words, translations
from migrator.cli import application
from migrator.files import changed
from migrator.files.tree import FolderTree
from migrator.report import bar
from migrator.rulebook import RulebookError, load
from migrator.scan import ScanRequest, run
from migrator.settings import load_settings
from migrator.stops import Stops
from tests.contract.table import HEAD
from tests.tool import runner, scan, tool

ASK = 'create(model="deepseek-v3.2", messages=M)\n'
SHARED = 'MODEL = "deepseek-v3.2"\ncreate(model=MODEL, messages=M, enable_thinking=True)\n'
REFUSED = 'def f(**more):\n    create(model="deepseek-v3", messages=M, **more)\n'
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.com")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\n', encoding="utf-8")
    (tmp_path / "main.py").write_text(HEAD + ASK, encoding="utf-8")
    return tmp_path


def test_the_files_that_are_shown_are_those_of_a_scan(project: Path) -> None:
    done = runner().invoke(application, ["scan", "--show-files"])
    assert (done.exit_code, done.stdout.split()) == (0, ["main.py", "pyproject.toml"])


def test_the_shell_completes_file_names_itself() -> None:
    items = ShellComplete(application, {}, "deepseek-migrate", "_COMPLETE").get_completions(["scan", "--config"], "or")
    assert [(each.value, each.type) for each in items] == [("or", "file")]


def test_a_number_of_days_may_stand_as_a_number(project: Path) -> None:
    (project / "deepseek-migrate.toml").write_text("within = 0\n", encoding="utf-8")
    assert scan(cwd=project).status == 1
    assert load_settings([], str(project), {}).within == 0


def test_a_settings_file_that_is_too_large_to_be_one_is_none(project: Path) -> None:
    with (project / "pyproject.toml").open("ab") as file:
        file.truncate(1 << 26)
    assert load_settings([], str(project), {}).files == ()


WRONG = [("surfaces = 3", " ([[…surfaces]]), found an integer"), ("surfaces = [3]", ", found an integer in it")]


@pytest.mark.parametrize("text, told", WRONG)
def test_wrappers_that_are_no_tables(text: str, told: str, project: Path) -> None:
    (project / "deepseek-migrate.toml").write_text(text, encoding="utf-8")
    done = tool("scan", cwd=project)
    assert (done.status, done.errors) == (2, f"error: deepseek-migrate.toml:1: surfaces: expected a list of tables{told}\n")


def test_an_entry_of_a_file_whose_rule_is_off_there_is_not_stale(project: Path) -> None:
    assert tool("scan", "--write-baseline", "known.json", cwd=project).status == 0
    (project / "main.py").write_text(HEAD, encoding="utf-8")
    stale = [each["rule"] for each in scan("--baseline", "known.json", cwd=project).findings]
    (project / "deepseek-migrate.toml").write_text('[per-file-ignores]\n"main.py" = ["DSM101"]\n', encoding="utf-8")
    off = [each["rule"] for each in scan("--baseline", "known.json", cwd=project).findings]
    assert (stale, off) == (["DSM902"], [])


@needs_git
def test_a_fix_that_others_share_is_told_whole_on_the_changed_line(project: Path) -> None:
    git(project, "init", "-q")
    (project / "main.py").write_text(HEAD + SHARED + REFUSED, encoding="utf-8")
    git(project, "add", ".")
    git(project, "commit", "-qm", "x")
    (project / "main.py").write_text(HEAD + SHARED.replace("v3.2", "v3.1") + REFUSED, encoding="utf-8")
    whole = scan(cwd=project).findings
    (told,) = scan("--diff-base", "HEAD", cwd=project).findings
    edits = [fix["edits"] for each in (*whole, told) if isinstance(fix := each["fix"], dict)]
    assert [each["rule"] for each in (*whole, told)] == ["DSM101", "DSM201", "DSM101", "DSM101"]
    assert edits[2] == [*edits[0], *edits[1]]


@needs_git
def test_revisions_with_nothing_in_common_and_paths_that_are_not_there(project: Path) -> None:
    git(project, "init", "-q", "-b", "one")
    git(project, "add", ".")
    git(project, "commit", "-qm", "x")
    git(project, "checkout", "-q", "--orphan", "two")
    git(project, "commit", "-qm", "y")
    apart = tool("scan", "--diff-base", "one", cwd=project)
    assert (apart.status, "'one' and HEAD have no commit in common" in apart.errors) == (2, True)
    assert tool("scan", "--diff-base", "HEAD", "nowhere/at/all.py", cwd=project).status == 2


@needs_git
def test_a_file_where_the_commit_has_a_folder_is_new(project: Path) -> None:
    git(project, "init", "-q")
    (project / "ask.py").mkdir()
    (project / "ask.py" / "a.py").write_text("a = 1\n", encoding="utf-8")
    (project / "same.py").write_text(HEAD + ASK, encoding="utf-8")
    git(project, "add", ".")
    git(project, "commit", "-qm", "x")
    shutil.rmtree(project / "ask.py")
    (project / "ask.py").write_text(HEAD + ASK, encoding="utf-8")
    assert [each["path"] for each in scan("--diff-base", "HEAD", cwd=project).findings] == ["ask.py"]


@needs_git
def test_a_file_that_changed_altogether_is_taken_as_changed_altogether(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(project, "init", "-q")
    text = "".join(f"x{number} = {number}\n" for number in range(30))
    (project / "main.py").write_text(f"start = 1\n{text}end = 1\n", encoding="utf-8")
    git(project, "add", ".")
    git(project, "commit", "-qm", "x")
    text = HEAD + "".join(f"y{number} = {number}\n" for number in range(30)) + ASK
    (project / "main.py").write_text(f"start = 1\n{text}end = 1\n", encoding="utf-8")
    monkeypatch.setattr(changed, "_MOST_COMPARED", 100)
    done = runner().invoke(application, ["scan", "--output-format", "json", "--diff-base", "HEAD"])
    assert [each["line"] for each in json.loads(done.stdout)["findings"]] == [1 + HEAD.count("\n") + 30 + 1]


@pytest.mark.parametrize(
    "text, told",
    [
        ('[models."qwen3.7-max"]\nprices = 3\n', "expected"),
        ("providers = 3\n", "providers: expected a table, not a number"),
        ("surfaces = 3\n", "surfaces: expected a list of tables, not a number"),
        (
            '[[constraints.qwen]]\nreason = "x"\nparameter = "n"\neffect = "refused"\nvalues = 3\n',
            "values: expected a list, not a number",
        ),
    ],
)
def test_a_rulebook_of_the_wrong_shape(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    with pytest.raises(RulebookError) as raised:
        load(extra=[str(tmp_path / "own.toml")])
    assert told in str(raised.value)


def test_a_rulebook_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_bytes('note = "é"\n'.encode("latin-1"))
    with pytest.raises(RulebookError, match=r"own\.toml: the file is not UTF-8"):
        load(extra=[str(tmp_path / "own.toml")])


@pytest.mark.parametrize("rulebook", [None, b'date = "\xff"\n', b"nothing\n"])
def test_an_installation_without_a_date_has_none(rulebook: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if rulebook is not None:
        (tmp_path / "rules").mkdir()
        (tmp_path / "rules" / edition.MARKER).write_bytes(rulebook)
    monkeypatch.setattr(edition, "__file__", str(tmp_path / "migrator" / "edition.py"))
    assert edition.shipped() == ""


class _Typing(io.BytesIO):
    """Somebody who presses Ctrl-C instead of typing a program."""

    def read(self, size: int | None = -1, /) -> bytes:
        raise KeyboardInterrupt


def test_ctrl_c_while_a_program_is_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", type("Stdin", (), {"buffer": _Typing()})())
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    monkeypatch.setattr(sys, "argv", ["deepseek-migrate", "scan", "--isolated", "-"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 130


def test_whoever_calls_the_library_gets_the_interruption(project: Path) -> None:
    def pressed(what: str, *_: object) -> None:
        if what == "files read:":
            raise KeyboardInterrupt

    settings = load_settings(["."], str(project), {"jobs": 1}, None, True)
    request = ScanRequest((".",), settings, None, str(project), progress=pressed)
    with pytest.raises(KeyboardInterrupt):
        run(request)


CALL = 'client.chat.completions.create(model="deepseek-v3", messages=[])'
CURL = """curl https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions -d '{"model": "deepseek-v3"}'"""
COMMENT = "# deepseek-migrate: ignore[DSM101] later"


def test_comments_are_written_into_programs_inside_other_files(project: Path) -> None:
    (project / "main.py").unlink()
    begin = 'from openai import OpenAI\nclient = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")\n'
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": 1}
    cells = [{**cell, "source": [text]} for text in (begin, CALL)]
    files = {
        "a.md": f"# x\n\n```python\n{begin}{CALL}\n```\n",
        ".github/workflows/a.yml": f"jobs:\n  a:\n    steps:\n      - run: |\n          {CURL}\n",
        "a.ipynb": json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}),
        "b.json": '{"model": "deepseek-v3", "base_url": "https://dashscope.aliyuncs.com/compatible-mode/v1"}\n',
    }
    for name, text in files.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text, encoding="utf-8")
    done = scan("--add-ignores", "later", cwd=project)
    now = {name: (project / name).read_text(encoding="utf-8") for name in files}
    assert now["a.md"] == files["a.md"].replace(CALL, f"{CALL}  {COMMENT}")
    assert now[".github/workflows/a.yml"] == files[".github/workflows/a.yml"].replace(CURL, f"{COMMENT}\n          {CURL}")
    assert json.loads(now["a.ipynb"])["cells"][1]["source"] == [f"{CALL}  {COMMENT}"]
    assert now["b.json"] == files["b.json"]
    assert [(each["path"], each["suppressed"]) for each in done.findings] == [
        (".github/workflows/a.yml", "comment"),
        ("a.ipynb", "comment"),
        ("a.md", "comment"),
        ("b.json", None),
    ]


def test_a_file_that_goes_away_while_the_project_is_read_ends_nothing(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "main.py").write_text(HEAD + "from names import *\ncreate(model=MODEL, messages=M)\n", encoding="utf-8")
    (project / "names.py").write_text("from other import MODEL\n", encoding="utf-8")
    (project / "other.py").write_text('MODEL = "deepseek-v3"\n', encoding="utf-8")
    read = FolderTree.read
    for last in range(8):
        times: Counter[str] = Counter()

        def vanishing(tree: FolderTree, path: str, *how: bytes, seen: Counter[str] = times, last: int = last) -> bytes:
            seen[path] += 1
            if path.endswith(("names.py", "other.py")) and seen[path] > last:
                raise FileNotFoundError(2, "No such file or directory", path)
            return read(tree, path, *how)

        monkeypatch.setattr(FolderTree, "read", vanishing)
        settings = load_settings(["."], str(project), {"jobs": 1}, None, True)
        report = run(ScanRequest((".",), settings, None, str(project)))
        assert {each.rule for each in report.findings} <= {"DSM101", "DSM102"}


def test_without_the_words_that_are_kept_the_rules_tell_the_same(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = runner().invoke(application, ["scan", "--output-format", "concise"])
    monkeypatch.setattr(kept_words, "__file__", str(project / "migrator" / "kept_words.py"))
    told = runner().invoke(application, ["scan", "--output-format", "concise"])
    assert (told.exit_code, told.stdout) == (1, kept.stdout)


GOOD = "+++\nsummary = 'x'\n[messages]\nfirst = 'y'\n+++\n## What\n"


@pytest.mark.parametrize(
    "text, told",
    [
        (GOOD[4:], "a card begins with front matter between two lines"),
        (GOOD.replace("[messages]\nfirst", "messages"), "messages: must be a table"),
        (GOOD.replace("'x'", ""), "DSM101.md: "),
    ],
)
def test_a_broken_translation_is_told_by_its_name(text: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(translations.folder_of("zh"), tmp_path / "zh")
    (tmp_path / "zh" / "cards" / "DSM101.md").write_text(text, encoding="utf-8")
    monkeypatch.setattr(translations, "folder_of", lambda lang: tmp_path / lang)
    with pytest.raises(RulebookError, match=r"DSM101\.md") as raised:
        translations.load_translations("zh")
    assert told in str(raised.value)


def test_an_interruption_that_is_no_signal_ends_the_run_with_what_was_done(project: Path) -> None:
    def pressed(what: str, *_: object) -> None:
        if what == "files read:":
            raise KeyboardInterrupt

    settings = load_settings(["."], str(project), {"jobs": 1}, None, True)
    stops = Stops()
    with stops:
        report = run(ScanRequest((".",), settings, None, str(project), progress=pressed, stops=stops))
    assert [(each.path, each.code) for each in report.skipped] == [(".", "interrupted")]
    assert stops.status == 130


def test_of_an_interrupted_run_only_projects_that_name_something_are_told(project: Path) -> None:
    for name, text in {"one": HEAD + ASK, "two": "print(1)\n"}.items():
        (project / name).mkdir()
        (project / name / "pyproject.toml").write_text('[project]\nname = "x"\n', encoding="utf-8")
        (project / name / "a.py").write_text(text, encoding="utf-8")

    def pressed(what: str, *_: object) -> None:
        if what == "files read:":
            raise KeyboardInterrupt

    settings = load_settings(["."], str(project), {"jobs": 1}, None, True)
    stops = Stops()
    with stops:
        report = run(ScanRequest((".",), settings, None, str(project), progress=pressed, stops=stops))
    assert [(each.path, each.code) for each in report.skipped] == [(".", "interrupted"), ("one", "interrupted")]


def test_a_run_in_another_thread_leaves_signals_alone(project: Path) -> None:
    before = signal.getsignal(signal.SIGINT)
    seen: list[object] = []

    def work() -> None:
        settings = load_settings(["."], str(project), {"jobs": 1}, None, True)
        stops = Stops()
        with stops:
            report = run(ScanRequest((".",), settings, None, str(project), stops=stops))
            seen.extend([signal.getsignal(signal.SIGINT), [each.rule for each in report.findings]])

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [before, ["DSM101"]]
    assert signal.getsignal(signal.SIGINT) == before


def test_a_bar_changes_nothing_that_is_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = runner().invoke(application, ["scan", "--output-format", "concise"])
    monkeypatch.setattr(bar, "wants_bar", lambda *_: True)
    done = runner().invoke(application, ["scan", "--output-format", "concise"])
    assert (done.exit_code, done.stdout) == (1, plain.stdout)
