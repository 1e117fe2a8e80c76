from __future__ import annotations

import datetime
import os
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from migrator.files.patterns import DEFAULT_EXCLUDE, PathPattern
from migrator.findings import Certainty
from migrator.options import OPTIONS, DeclaredModel, Replacement
from migrator.settings import SettingsError, find_settings_file, in_force, load_settings
from migrator.settings_model import Settings

OWN = "deepseek-migrate.toml"


def write(folder: Path, files: Mapping[str, str]) -> str:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return str(folder)


def load(folder: Path, text: str = "", **command_line: object) -> Settings:
    return load_settings(["."], write(folder, {OWN: text}), command_line)


def error(folder: Path, text: str, **command_line: object) -> str:
    with pytest.raises(SettingsError) as caught:
        load(folder, text, **command_line)
    return str(caught.value)


def test_defaults(tmp_path: Path) -> None:
    settings = load(tmp_path)
    assert settings == Settings(cwd=str(tmp_path), folder=str(tmp_path), files=(str(tmp_path / OWN),))
    assert settings.threshold is Certainty.LIKELY
    assert settings.exclude == DEFAULT_EXCLUDE


EVERYTHING = """
fix = true
unsafe-fixes = true
fix-only = true
wire = true
lang = "zh"
diff = true
interactive = true
add-ignores = "later"
to = "some-model"
select = ["DSM1", "DSM201,DSM202"]
extend-select = ["DSM3"]
ignore = ["DSM102"]
output-format = "json"
output = ["sarif=out/report.sarif"]
fail-on = "certain"
exit-zero = true
exit-non-zero-on-fix = true
assume-provider = "model-studio"
baseline = "base.json"
write-baseline = "base.json"
diff-base = "main"
exclude = ["old"]
extend-exclude = ["a/*.py"]
force-exclude = true
respect-gitignore = false
today = 2026-10-10
within = "90d"
jobs = 3
cache-dir = "kept"
progress = false
color = "never"
statistics = true
show-files = true
strict = true
quiet = true
verbose = true
rulebook = ["rules.toml"]
[per-file-ignores]
"tests/*" = ["DSM102"]
[replace]
"old-1" = "new"
"old-2" = { compatible = "one", native = "two" }
[models]
"corp-1" = "known"
"corp-2" = { thinking = "hybrid", thinking-default = false, native = "text" }
[gateways]
"llm.corp.example" = "model-studio"
[variables]
"CORP_LLM_URL" = "model-studio"

[[surfaces]]
name = "acme.llm.ask"
model = "model"
"""


def test_every_option_can_be_set(tmp_path: Path) -> None:
    settings = load(tmp_path, EVERYTHING)
    here = str(tmp_path)
    assert settings.select == ("DSM1", "DSM201", "DSM202")
    assert settings.output == (("sarif", os.path.join(here, "out/report.sarif")),)
    assert settings.baseline == os.path.join(here, "base.json")
    assert settings.exclude == (PathPattern("old", here),)
    assert settings.today == datetime.date(2026, 10, 10)
    assert settings.replace == {"old-1": Replacement("new", "new"), "old-2": Replacement("one", "two")}
    assert settings.models == {
        "corp-1": DeclaredModel("corp-1", like="known"),
        "corp-2": DeclaredModel("corp-2", None, "hybrid", False, "text"),
    }
    assert settings.gateways == {"llm.corp.example": "model-studio"}
    plain = Settings()
    unchanged = [option.field for option in OPTIONS.values() if getattr(settings, option.field) == getattr(plain, option.field)]
    assert unchanged == []


@pytest.mark.parametrize(
    "text,message",
    [
        ("fail_on = 'never'", "1: unknown setting `fail_on`; did you mean `fail-on`?"),
        ("\nfial-on = 'never'", "2: unknown setting `fial-on`; did you mean `fail-on`?"),
        ("xtend = 'a'", "1: unknown setting `xtend`; did you mean `extend`?"),
        ('output = ["json=a\\u0000b"]', "1: output: a NUL character stands in it"),
        ('baseline = "a\\u0000b"', "1: baseline: a NUL character stands in it"),
        ('rulebook = ["a\\u0000b"]', "1: rulebook: a NUL character stands in it"),
        ('write-baseline = "a\\u0000b"', "1: write-baseline: a NUL character stands in it"),
        ('extend = "a\\u0000b"', "1: extend: expected the name of a settings file"),
        ('replace = { "a\\u0000b" = "c" }', "1: replace: a NUL character stands in it"),
        ("fix = 1", "1: fix: expected true or false, found an integer"),
        ("fix = 'true'", "1: fix: expected true or false, found a string"),
        ("\n\nselect = 'DSM1'", "3: select: expected a list of strings, found a string"),
        ("select = ['DSM1', 2]", "1: select: expected a list of strings, found an integer in it"),
        ("to = ''", "1: to: expected a string that is not empty"),
        ("to = []", "1: to: expected a string, found a list"),
        ("jobs = 0", "1: jobs: expected a whole number from 1, found 0"),
        ("jobs = true", "1: jobs: expected a whole number from 1, found"),
        ("jobs = 1.5", "1: jobs: expected a whole number from 1, found a number"),
        ("today = 'soon'", "1: today: expected a date such as 2026-10-10, found 'soon'"),
        ("within = 'soon'", "1: within: expected a number of days such as 90d, found 'soon'"),
        ("within = -1", "1: within: expected a number of days such as 90d, found -1"),
        ("within = '999999d'", "1: within: expected a number of days such as 90d, found '999999d'"),
        ("within = true", "1: within: expected a number of days such as 90d, found True"),
        ("today = 2026-10-10T00:00:00", "1: today: expected a date such as 2026-10-10, found '2026-10-10 00:00:00'"),
        ("fail-on = 'maybe'", "1: fail-on: expected certain, likely, possible or never, found 'maybe'"),
        ("output-format = 'jsn'", "found 'jsn'; did you mean 'json'?"),
        ("lang = 1", "1: lang: expected en or zh, found 1"),
        ("output = ['json']", "1: output: expected FORMAT=FILE, found 'json'"),
        ("output = ['jsn=x']", "1: output: expected text, concise"),
        ("exclude = ['[a']", "1: exclude: `[a`: `[` is not closed"),
        ("replace = 'x'", "1: replace: expected a table, found a string"),
        ("[replace]\na = 1", "2: replace: a: expected a model or { compatible = …, native = … }, found an integer"),
        ("[replace]\na = 'x'\nb = { nativ = 'x' }", "3: replace: unknown key 'nativ'; did you mean 'native'?"),
        ("[replace]\nb = { native = 2 }", "2: replace: b.native: expected a string, found an integer"),
        (
            "[models]\na = { thinking = 'sometimes' }",
            "2: models: a.thinking: expected never, hybrid or always, found 'sometimes'",
        ),
        ("[models]\na = 3", "2: models: a: expected a model that it is like, or a table, found an integer"),
        ("[gateways]\na = 3", "2: gateways: a: expected a string, found an integer"),
        ("[per-file-ignores]\n'a' = 'b'", "2: per-file-ignores: a: expected a list of strings, found a string"),
        ("[per-file-ignores]\n'{a' = ['b']", "2: per-file-ignores: {a: `{a`: `{` is not closed"),
        ("fix = \n", "1: not TOML"),
        ("x = '''", "1: not TOML"),
        ("extend = 3", "1: extend: expected the name of a settings file"),
        ("\nextend = 'none.toml'", "2: cannot read the settings file none.toml: No such file"),
        ("extend = 'deepseek-migrate.toml'", "1: `extend` goes round in a circle"),
        ("output = ['json=../x.json']", "1: output: a settings file may only name files below its own folder"),
        ("write-baseline = '/etc/x.json'", "1: write-baseline: a settings file may only name files below its own folder"),
    ],
)
def test_mistakes_name_file_line_and_what_is_wanted(tmp_path: Path, text: str, message: str) -> None:
    found = error(tmp_path, text)
    assert found.startswith(f"{OWN}:")
    assert message in found


def test_mistakes_on_the_command_line(tmp_path: Path) -> None:
    assert error(tmp_path, "", jobs=0) == "command line: jobs: expected a whole number from 1, found 0"
    assert error(tmp_path, "", job=1) == "command line: unknown setting `job`; did you mean `jobs`?"


def test_a_settings_file_that_links_out_cannot_write_there(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    os.symlink("..", tmp_path / "in" / "up")
    assert "may only name files below" in error(tmp_path / "in", "output = ['json=up/x.json']")


def test_not_utf8(tmp_path: Path) -> None:
    (tmp_path / OWN).write_bytes(b"to = '\xff'")
    with pytest.raises(SettingsError, match="not UTF-8"):
        load_settings(["."], str(tmp_path), {})


def test_the_mark_of_a_windows_editor_is_no_mistake(tmp_path: Path) -> None:
    (tmp_path / OWN).write_bytes(b"\xef\xbb\xbffix = true\r\nwire = true\r\n")
    settings = load_settings(["."], str(tmp_path), {})
    assert settings.origins == {"fix": f"{OWN}:1", "wire": f"{OWN}:2"}


def test_pyproject(tmp_path: Path) -> None:
    text = "[project]\nname = 'x'\n[tool.deepseek-migrate]\nto = 'm'\n[tool.deepseek-migrate.replace]\na = 'b'\n"
    settings = load_settings(["a.py"], write(tmp_path, {"pyproject.toml": text}), {})
    assert settings.to == "m"
    assert settings.origins == {"to": "pyproject.toml:4", "replace": "pyproject.toml:5", "replace.a": "pyproject.toml:6"}


@pytest.mark.parametrize(
    "files,paths,expected",
    [
        ({OWN: "", "a/x.py": ""}, ["a/x.py"], OWN),
        ({OWN: "", f"a/{OWN}": "", "a/x.py": ""}, ["a/x.py"], f"a/{OWN}"),
        ({OWN: "", f"a/{OWN}": "", "a/x.py": ""}, ["a/x.py", "b"], OWN),
        ({OWN: "", f"a/{OWN}": ""}, ["a"], f"a/{OWN}"),
        ({OWN: "", f"a/{OWN}": ""}, ["."], OWN),
        ({OWN: "", f"a/{OWN}": ""}, [], OWN),
        ({OWN: "", "pyproject.toml": "[tool.deepseek-migrate]"}, ["."], OWN),
        ({OWN: "", "a/pyproject.toml": "[tool.deepseek-migrate]"}, ["a"], "a/pyproject.toml"),
        ({OWN: "", "a/pyproject.toml": "[tool.other]"}, ["a"], OWN),
        ({OWN: "", "a/pyproject.toml": "dependencies = ['deepseek-migrate']"}, ["a"], OWN),
        ({OWN: "", "a/pyproject.toml": "[broken\ndeepseek-migrate"}, ["a"], OWN),
        ({OWN: "", "a/pyproject.toml": "[tool.deepseek-migrate]\nbroken"}, ["a"], "a/pyproject.toml"),
        ({OWN: ""}, ["a/not/there.py"], OWN),
    ],
)
def test_the_nearest_file_above_the_paths(tmp_path: Path, files: dict[str, str], paths: list[str], expected: str) -> None:
    folder = write(tmp_path, files)
    assert find_settings_file(paths, folder) == os.path.join(folder, expected)


def test_a_broken_table_of_ours_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=re.escape("pyproject.toml:2: not TOML")):
        load_settings(["."], write(tmp_path, {"pyproject.toml": "[tool.deepseek-migrate]\nbroken"}), {})


def test_our_table_must_be_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=re.escape("pyproject.toml:2: tool.deepseek-migrate is not a table")):
        load_settings(["."], write(tmp_path, {"pyproject.toml": "[tool]\ndeepseek-migrate = 3"}), {})


def test_the_command_line_wins(tmp_path: Path) -> None:
    settings = load(tmp_path, "to = 'file'\nfail-on = 'never'\nfix = true", to="line", fail_on=None, select=(), fix=False)
    assert (settings.to, settings.fail_on, settings.fix, settings.select) == ("line", "never", False, None)
    assert settings.origins == {"to": "command line", "fail-on": f"{OWN}:2", "fix": "command line"}


def test_negated_names(tmp_path: Path) -> None:
    settings = load(tmp_path, "no-progress = true", no_respect_gitignore=True)
    assert (settings.progress, settings.respect_gitignore) == (False, False)
    assert settings.origins == {"progress": f"{OWN}:1", "respect-gitignore": "command line"}


def test_isolated_and_config(tmp_path: Path) -> None:
    folder = write(tmp_path, {OWN: "to = 'found'", "sub/other.toml": "to = 'named'\nexclude = ['x']"})
    assert load_settings(["."], folder, {}, isolated=True).to is None
    named = load_settings(["."], folder, {}, config="sub/other.toml")
    assert named.to == "named"
    assert named.exclude == (PathPattern("x", os.path.join(folder, "sub")),)
    assert named.folder == os.path.join(folder, "sub")
    assert load_settings(["."], folder, {}, config="to = 'inline'").to == "inline"
    assert load_settings(["."], folder, {}, config="to = 'inline'", isolated=True).to == "inline"
    with pytest.raises(SettingsError, match="command line: --isolated"):
        load_settings(["."], folder, {}, config="sub/other.toml", isolated=True)
    with pytest.raises(SettingsError, match=re.escape("command line: cannot read the settings file none.toml")):
        load_settings(["."], folder, {}, config="none.toml")


def test_extend(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "org.toml": "to = 'org'\nignore = ['DSM1']\nextend-exclude = ['x']\n[replace]\na = 'org'\nb = 'org'\n",
            "team/mid.toml": "extend = '../org.toml'\nfail-on = 'never'\n",
        },
    )
    settings = load(tmp_path / "here", "extend = '../team/mid.toml'\nto = 'own'\nignore = ['DSM2']\n[replace]\na = 'own'\n")
    assert (settings.to, settings.fail_on, settings.ignore) == ("own", "never", ("DSM1", "DSM2"))
    assert settings.replace == {"a": Replacement("own", "own"), "b": Replacement("org", "org")}
    assert settings.extend_exclude == (PathPattern("x", str(tmp_path)),)
    assert [os.path.basename(path) for path in settings.files] == ["org.toml", "mid.toml", OWN]
    assert settings.origins["replace.b"] == f"{tmp_path}/org.toml:6"
    assert settings.origins["ignore"] == f"{tmp_path}/org.toml:2, {OWN}:3"


def test_a_select_starts_anew(tmp_path: Path) -> None:
    text = "select = ['DSM1']\nextend-select = ['DSM2']\nignore = ['DSM101']"
    rules = [("DSM101", "retired-model"), ("DSM102", "x"), ("DSM201", "y"), ("DSM301", "z")]

    def chosen(**command_line: object) -> list[str]:
        settings = load(tmp_path, text, **command_line)
        return [code for code, name in rules if settings.selects(code, name)]

    assert chosen() == ["DSM102", "DSM201"]
    assert chosen(select=("DSM101",)) == ["DSM101"]
    assert chosen(ignore=("DSM2",)) == ["DSM102"]
    assert chosen(extend_select=("DSM301",)) == ["DSM102", "DSM201", "DSM301"]
    assert chosen(select=("DSM1",), ignore=("DSM102",)) == ["DSM101"]


def test_per_file_ignores(tmp_path: Path) -> None:
    settings = load(tmp_path, "[per-file-ignores]\n'tests/*' = ['DSM102']\n'!src/**' = ['retired-model']\n'conf.py' = ['ALL']\n")
    mention, retired = ("DSM102", "retired-model-mention"), ("DSM101", "retired-model")
    paths = ["tests/a/x.py", "src/a.py", "src/conf.py", "./tests/../src/a.py", str(tmp_path / "tests/x.py")]
    assert [settings.ignored_in(path, *mention) for path in paths] == [True, False, True, False, True]
    assert [settings.ignored_in(path, *retired) for path in paths] == [True, False, True, False, True]


def test_which_replacement(tmp_path: Path) -> None:
    settings = load(tmp_path, "[replace]\na = 'x'\nb = { native = 'y' }\n")
    asked = [("a", "compatible"), ("a", "native"), ("b", "compatible"), ("b", "native"), ("c", "native")]
    assert [settings.replacement(*pair) for pair in asked] == ["x", "x", None, "y", None]
    assert load(tmp_path, "[replace]\na = 'x'\n", to="z").replacement("a", "native") == "z"


@pytest.mark.parametrize(
    "given,expected",
    [
        ({}, False),
        ({"fix": True}, True),
        ({"fix": True, "diff": True}, True),
        ({"diff": True}, False),
        ({"fix_only": True}, True),
        ({"fix_only": True, "diff": True}, False),
        ({"unsafe_fixes": True}, False),
    ],
)
def test_whether_files_are_written(tmp_path: Path, given: dict[str, object], expected: bool) -> None:
    assert load(tmp_path, **given).fixes is expected


@pytest.mark.parametrize(
    "name,expected",
    [("certain", Certainty.CERTAIN), ("likely", Certainty.LIKELY), ("possible", Certainty.POSSIBLE), ("never", None)],
)
def test_thresholds(tmp_path: Path, name: str, expected: Certainty | None) -> None:
    assert load(tmp_path, fail_on=name).threshold is expected


def test_what_is_in_force(tmp_path: Path) -> None:
    shown = {item.name: (item.value, item.origin) for item in in_force(load(tmp_path, EVERYTHING, jobs=2))}
    assert shown["jobs"] == ("2", "command line")
    assert shown["fix"] == ("true", f"{OWN}:2")
    assert shown["select"] == ('["DSM1", "DSM201", "DSM202"]', f"{OWN}:11")
    assert shown["extend-exclude"] == ('["a/*.py"]', f"{OWN}:24")
    assert shown["replace.old-1"] == ('"new"', f"{OWN}:42")
    assert shown["replace.old-2"] == ('{ compatible = "one", native = "two" }', f"{OWN}:43")
    assert shown["models.corp-2"] == ('{ thinking = "hybrid", thinking-default = false, native = "text" }', f"{OWN}:46")
    assert shown["per-file-ignores"] == ('[tests/* = ["DSM102"]]', f"{OWN}:39")
    assert shown["today"] == ("2026-10-10", f"{OWN}:27")
    plain = {item.name: (item.value, item.origin) for item in in_force(load(tmp_path))}
    assert plain["to"] == ("not set", "default")
    assert "no-progress" not in plain
