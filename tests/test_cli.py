from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import click
import pytest
from click.testing import Result

from migrator import __version__, cli
from migrator.cards import load_cards
from migrator.files.own import MARKER
from migrator.findings import Report
from migrator.settings_model import Settings
from tests.report.samples import CHAT, report, retired
from tests.tool import runner

REPO = Path(__file__).parent.parent


class Engine:
    """Stands in for `migrator.scan`: remembers what it was asked and answers with one finding."""

    def __init__(self) -> None:
        self.paths: tuple[str, ...] = ()
        self.settings = Settings()
        self.stdin: tuple[str, bytes] | None = None

    def request(
        self, paths: tuple[str, ...], settings: Settings, stdin: tuple[str, bytes] | None, cwd: str, *_: object, **more: object
    ) -> None:
        self.paths, self.settings, self.stdin = paths, settings, stdin

    def run(self, request: None) -> Report:
        return report(retired(applied=self.settings.fix), diff="--- diff\n")


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    monkeypatch.chdir(tmp_path)
    for name in ("SOURCE_DATE_EPOCH", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    made = Engine()
    module = ModuleType("migrator.scan")
    module.__dict__.update(ScanRequest=made.request, run=made.run)
    monkeypatch.setitem(sys.modules, "migrator.scan", module)
    return made


def invoke(*arguments: str, stdin: bytes | None = None) -> Result:
    return runner().invoke(cli.application, arguments, input=stdin, prog_name=cli.PROGRAM)


def python(*arguments: str, cwd: Path = REPO, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(REPO), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_path_the_current_folder_is_scanned(engine: Engine) -> None:
    result = invoke("scan")
    assert engine.paths == (".",)
    assert result.exit_code == 1
    assert "error[DSM101]" in result.stdout


def test_paths_are_handed_on(engine: Engine) -> None:
    invoke("scan", "a.py", "b")
    assert engine.paths == ("a.py", "b")
    assert engine.stdin is None


def test_a_fixed_run_ends_well(engine: Engine) -> None:
    assert invoke("scan", "--fix").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "name", "value"),
    [
        (["--fix"], "fix", True),
        (["--unsafe-fixes"], "unsafe_fixes", True),
        (["--fix-only"], "fix_only", True),
        (["--diff"], "diff", True),
        (["--wire"], "wire", True),
        (["--to", "qwen3.7-max"], "to", "qwen3.7-max"),
        (["--select", "DSM1,misplaced-parameter"], "select", ("DSM1", "misplaced-parameter")),
        (["--ignore", "DSM101", "--ignore", "DSM2"], "ignore", ("DSM101", "DSM2")),
        (["--extend-select", "DSM9"], "extend_select", ("DSM9",)),
        (["--assume-provider", "model-studio"], "assume_provider", "model-studio"),
        (["--output-format", "concise"], "output_format", "concise"),
        (["--fail-on", "certain"], "fail_on", "certain"),
        (["--exit-zero"], "exit_zero", True),
        (["--exit-non-zero-on-fix"], "exit_non_zero_on_fix", True),
        (["--force-exclude"], "force_exclude", True),
        (["--no-respect-gitignore"], "respect_gitignore", False),
        (["--no-progress"], "progress", False),
        (["--jobs", "3"], "jobs", 3),
        (["--color", "never"], "color", "never"),
        (["--statistics"], "statistics", True),
        (["--strict"], "strict", True),
        (["-q"], "quiet", True),
        (["-v"], "verbose", True),
        (["--config", "strict = true"], "strict", True),
    ],
)
def test_options_become_settings(engine: Engine, arguments: list[str], name: str, value: object) -> None:
    assert getattr(Settings(), name) != value
    result = invoke("scan", *arguments)
    assert result.stderr == "" or "--diff" in arguments
    assert getattr(engine.settings, name) == value


def test_patterns_may_be_separated_by_commas(engine: Engine) -> None:
    invoke("scan", "--exclude", "a,b", "--extend-exclude", "c")
    assert [pattern.text for pattern in engine.settings.exclude] == ["a", "b"]
    assert [pattern.text for pattern in engine.settings.extend_exclude] == ["c"]


def test_a_settings_file_counts_unless_isolated(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "deepseek-migrate.toml").write_text("strict = true\n")
    invoke("scan")
    assert engine.settings.strict
    invoke("scan", "--isolated")
    assert not engine.settings.strict


def test_the_command_line_wins_over_a_settings_file(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "deepseek-migrate.toml").write_text('fail-on = "never"\n')
    assert invoke("scan").exit_code == 0
    assert invoke("scan", "--fail-on", "likely").exit_code == 1


def test_today_can_be_said(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    invoke("scan")
    assert str(engine.settings.today) == "1970-01-01"
    invoke("scan", "--today", "2026-08-01")
    assert str(engine.settings.today) == "2026-08-01"


def test_standard_input_is_one_file(engine: Engine) -> None:
    invoke("scan", "-", "--stdin-filename", "app/chat.py", stdin=b"a\r\n")
    assert engine.stdin == ("app/chat.py", b"a\r\n")
    assert engine.paths == ()
    invoke("scan", "-", stdin=b"")
    assert engine.stdin == ("stdin.py", b"")


def test_standard_input_comes_back_fixed(engine: Engine) -> None:
    result = invoke("scan", "-", "--fix", "--stdin-filename", "app/chat.py", stdin=CHAT.encode())
    assert 'model="qwen3.7-plus"' in result.stdout
    assert "DSM101" in result.stderr
    assert result.exit_code == 0


def test_further_reports_go_to_their_files(engine: Engine, tmp_path: Path) -> None:
    result = invoke("scan", "--color", "always", "--output", "json=a.json", "--output", "text=b.txt", "--output", "concise=c.txt")
    assert result.exit_code == 1
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["summary"]["findings"] == 1
    assert (tmp_path / "b.txt").read_text(encoding="utf-8").startswith("error[DSM101] retired-model")
    assert (tmp_path / "c.txt").read_text(encoding="utf-8").startswith("app/chat.py:8:15: DSM101")


@pytest.mark.parametrize("file", ["none/a.json", "."])
def test_a_file_that_cannot_be_written_leaves_the_report_whole(engine: Engine, tmp_path: Path, file: str) -> None:
    result = invoke("scan", "--output-format", "json", "--output", f"sarif={file}", "--output", "gitlab=b.json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["summary"]["findings"] == 1
    assert result.stderr.startswith(f"error: cannot write {os.path.join(tmp_path, file)}: ")
    assert len(json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))) == 1


def test_the_step_summary_grows_by_the_report(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "summary.md"
    page.write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    invoke("scan", "--output-format", "json")
    assert page.read_text(encoding="utf-8") == "before\n"
    invoke("scan", "--output-format", "github")
    assert page.read_text(encoding="utf-8").startswith(f"before\n{MARKER}\n## Retired models on Model Studio\n")
    monkeypatch.setattr("migrator.report.output.MOST_SUMMARY", 400)
    page.unlink()
    invoke("scan", "--output", "github=a.txt")
    assert len(page.read_bytes()) <= 400
    assert page.read_text(encoding="utf-8").endswith("kB of a summary.\n")


def test_json_stands_alone_on_standard_output(engine: Engine) -> None:
    result = invoke("scan", "--output-format", "json", "--diff", "--statistics")
    assert json.loads(result.stdout)["summary"]["findings"] == 1
    assert result.stderr.startswith("--- diff\n")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["sacn"], "did you mean 'scan'?"),
        (["scan", "--fxi"], "'--fix'"),
        (["scan", "--fail-on", "likley"], "did you mean 'likely'?"),
        (["scan", "--output-format", "jsn"], "did you mean 'json'?"),
        (["scan", "--output-format", "sairf"], "did you mean 'sarif'?"),
        (["scan", "--output", "report.sarif"], "output: expected FORMAT=FILE, found 'report.sarif'"),
        (["scan", "--output", "sairf=a"], "did you mean 'sarif'?"),
        (["scan", "--output", "json=a", "--output", "sarif=./a"], "output: two reports cannot go to one file"),
        (["scan", "--color", "alway"], "did you mean 'always'?"),
        (["scan", "--jobs", "0"], "expected a whole number from 1"),
        (["scan", "--today", "tomorrow"], "expected a date such as"),
        (["scan", "--select", "DSM2011"], "did you mean 'DSM201'?"),
        (["scan", "--ignore", "retired-modle"], "did you mean 'retired-model'?"),
        (["scan", "--extend-select", "XYZ"], "there is no rule 'XYZ'"),
        (["scan", "--to", "qwen3.7-pluss"], "did you mean 'qwen3.7-plus'?"),
        (["scan", "--to", "deepseek-v3"], "'deepseek-v3' is retired itself; the defaults are qwen3.7-plus, qwen3.7-max"),
        (["scan", "--assume-provider", "modelstudio"], "did you mean 'model-studio'?"),
        (["scan", "--config", "strcit = true"], "did you mean `strict`?"),
        (["scan", "--config", "gone.toml"], "cannot read the settings file"),
        (["scan", "--config", 'replace."deepseek-r1" = "qwen3.7-pls"'], "replace.deepseek-r1: there is no model 'qwen3.7-pls'"),
        (["scan", "--config", 'replace."deepseek-r2" = "qwen3.7-max"'], "replace: there is no model 'deepseek-r2'"),
        (["scan", "--config", 'models.mine = "qwen"'], "models.mine.like: there is no model 'qwen'"),
        (["scan", "--config", 'gateways."a.example" = "mode-studio"'], "gateways.a.example: there is no provider"),
        (["scan", "--config", 'variables.URL = "mode-studio"'], "variables.URL: there is no provider"),
        (["scan", "--config", 'per-file-ignores."*.py" = ["DSM999"]'], "there is no rule 'DSM999'"),
        (["scan", "--config", 'baseline = "b.json"'], "baseline: there is no file b.json; --write-baseline b.json makes it"),
        (["scan", "-", "a.py"], "must be the only PATH"),
        (["explain"], "name one RULE, or give --all"),
        (["explain", "DSM101", "--all"], "name one RULE, or give --all"),
        (["explain", "retired-modle"], "did you mean 'retired-model'?"),
        (["explain", "DSM101", "--output-format", "jsom"], "did you mean 'json'?"),
        (["models", "qwen3.7"], "there is no model 'qwen3.7'; did you mean"),
        (["config", "--config", "fixx = true"], "did you mean `fix`?"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(engine: Engine, arguments: list[str], complaint: str) -> None:
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert complaint in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_a_declared_model_may_be_a_target(engine: Engine) -> None:
    invoke("scan", "--to", "mine", "--config", 'models.mine = "qwen3.7-plus"')
    assert engine.settings.to == "mine"


def test_a_bad_epoch_is_said(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    result = invoke("scan")
    assert (result.exit_code, result.stderr) == (2, "error: SOURCE_DATE_EPOCH must be a number of seconds, not 'soon'\n")


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (ValueError("odd"), "error: this is a bug, please report it: ValueError in test_cli.py:"),
        (PermissionError(13, "no way", "a.py"), "error: [Errno 13] no way: 'a.py'\n"),
        (FileNotFoundError(2, "No such file"), "error: the current folder is gone; change to one that is there"),
    ],
)
def test_a_failure_is_one_line(
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    failure: Exception,
    words: str,
) -> None:
    def fail(_: object) -> Report:
        raise failure

    monkeypatch.setattr(sys.modules["migrator.scan"], "run", fail)
    monkeypatch.setattr(sys, "argv", ["deepseek-migrate", "scan"])
    with pytest.raises(SystemExit) as raised:
        cli.main()
    assert raised.value.code == 2
    captured = capsys.readouterr()
    assert captured.err.startswith(words)
    assert captured.err.count("\n") == 1


def test_an_interrupted_run_ends_as_shells_expect(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_: object) -> Report:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules["migrator.scan"], "run", interrupted)
    monkeypatch.setattr(sys, "argv", ["deepseek-migrate", "scan"])
    with pytest.raises(SystemExit) as raised:
        cli.main()
    assert raised.value.code == 130
    told = capsys.readouterr()
    assert (told.out, told.err.strip()) == ("", "")


def test_show_files_lists_them_and_scans_nothing(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "b.py").write_text("")
    (tmp_path / "a.py").write_text("")
    result = invoke("scan", "--show-files")
    assert result.stdout == "a.py\nb.py\n"
    assert result.exit_code == 0
    assert engine.paths == ()


def test_show_files_names_what_is_missing(engine: Engine) -> None:
    result = invoke("scan", "--show-files", "gone")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("gone: ")


def test_explain_prints_one_card() -> None:
    assert invoke("explain", "dsm201").stdout.startswith("# DSM201 misplaced-parameter")
    assert json.loads(invoke("explain", "misplaced-parameter", "--output-format", "json").stdout)["code"] == "DSM201"


def test_explain_prints_all_cards() -> None:
    listed = json.loads(invoke("explain", "--all", "--output-format", "json").stdout)
    assert [card["code"] for card in listed] == list(load_cards())
    assert invoke("explain", "--all").stdout.count("## Fix safety") == len(listed)


def test_models_prints_the_catalogue_and_one_model() -> None:
    assert invoke("models").stdout.startswith("Model ")
    assert invoke("models", "deepseek-r1").stdout.startswith("deepseek-r1\n")
    assert json.loads(invoke("models", "deepseek-r1", "--output-format", "json").stdout)["status"] == "retired"
    assert len(json.loads(invoke("models", "--output-format", "json").stdout)) > 20


def test_config_says_where_each_setting_comes_from(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.deepseek-migrate]\nstrict = true\n\n[tool.other]\nx = "y"\n')
    lines = [" ".join(line.split()) for line in invoke("config").stdout.splitlines()]
    assert "strict = true (pyproject.toml:2)" in lines
    assert 'fail-on = "likely" (default)' in lines
    rows = json.loads(invoke("config", "--output-format", "json").stdout)
    assert {"name": "strict", "value": "true", "origin": "pyproject.toml:2"} in rows


def test_the_version_is_light(monkeypatch: pytest.MonkeyPatch) -> None:
    # What measures coverage there imports more.
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
    code = (
        "import sys\nfrom migrator import cli\nsys.argv = ['x', '--version']\n"
        "try:\n    cli.main()\nfinally:\n"
        "    print(*sorted({m.split('.')[0] for m in sys.modules} & {'rich', 'libcst', 'packaging', 'pathspec', 'tomllib'}))"
    )
    done = python("-c", code)
    version, rulebook, heavy = done.stdout.split("\n", 2)
    assert version == f"deepseek-migrate {__version__}"
    assert re.fullmatch(r"rulebook of \d{4}-\d\d-\d\d(, [\d,]+ days? old)?", rulebook)
    assert heavy == "\n"


def test_the_installed_command_is_that_module() -> None:
    code = "import sys\nfrom migrator.__main__ import main\nsys.argv = ['x', '--version']\nmain()"
    done = python("-c", code)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"deepseek-migrate {__version__}\nrulebook of ")


def test_it_runs_as_a_module() -> None:
    done = python("-m", "migrator", "--version")
    assert done.returncode == 0
    assert done.stdout.startswith(f"deepseek-migrate {__version__}\nrulebook of ")


def test_a_console_that_is_not_utf_8_does_not_end_the_run() -> None:
    done = python("-m", "migrator", "explain", "DSM101", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0
    assert "\\u2026" in done.stdout


def test_a_closed_pipe_is_no_bug() -> None:
    done = subprocess.run(
        f"{sys.executable} -m migrator models --output-format json | head -1",
        shell=True,
        cwd=REPO,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "[\n"
    assert done.stderr == ""


@pytest.mark.parametrize("command", [(), ("scan",), ("explain",), ("models",), ("config",)])
def test_help_fits_a_screen(command: tuple[str, ...]) -> None:
    result = runner().invoke(cli.application, [*command, "--help"], terminal_width=80)
    lines = result.stdout.splitlines()
    assert result.exit_code == 0
    assert len(lines) <= 57
    assert max(len(line) for line in lines) <= 80


def test_help_of_scan_is_in_groups() -> None:
    lines = invoke("scan", "--help").stdout.splitlines()
    groups = ("Fixing:", "Rules:", "Files:", "Report:", "Exit status:", "Run:")
    assert [line for line in lines if line.endswith(":")] == list(groups)
    assert lines[-1].split()[:2] == ["-h,", "--help"]


def test_every_option_of_scan_is_a_setting_or_explained_here() -> None:
    from migrator.options import OPTIONS

    command = cli.application.commands["scan"]
    names = {option.opts[-1].removeprefix("--") for option in command.params if isinstance(option, click.Option)}
    assert names - set(OPTIONS) == {"config", "isolated", "stdin-filename"}


def test_what_an_installation_runs(tmp_path: Path) -> None:
    """The script that installers write imports the module, and is not it."""
    script = "import sys\nfrom migrator.__main__ import main\nsys.exit(main())\n"
    environment = {**os.environ, "PYTHONPATH": str(REPO)}
    done = subprocess.run(
        [sys.executable, "-c", script, "--version"], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert __version__ in done.stdout


@pytest.mark.parametrize(
    ("command", "asked", "is_on"),
    [
        ("scan", "migrator.scan.run", False),
        ("audit .", "migrator.audit.command.audit", True),
        ("server", "migrator.server.serve", True),
    ],
)
def test_the_collector_runs_only_for_what_runs_on(command: str, asked: str, is_on: bool) -> None:
    module, _, name = asked.rpartition(".")
    code = (
        f"import gc, sys, {module}\n"
        "def tell(*given, **options): print(gc.isenabled()); raise SystemExit(0)\n"
        f"{module}.{name} = tell\n"
        f"from migrator.__main__ import main\nsys.argv = ['x', *{command.split()!r}]\nmain()"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == f"{is_on}\n"
