"""Files that are made to hold a scan up or to end it: each costs itself, and the rest of the tree is scanned."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tool import ROOT

HOST = "https://dashscope.aliyuncs.com/compatible-mode/v1"
FOUND = f"""\
from openai import OpenAI
client = OpenAI(base_url="{HOST}")
client.chat.completions.create(model="deepseek-r1", messages=[])
"""
NAMED = '"deepseek-v3"'
MOVED = f"{FOUND}kw = dict(model={NAMED}, messages=[], enable_thinking=False)\nclient.chat.completions.create(**kw)\n"
"""A key that moves, which the rest of the text is searched for."""
BACKSLASHED = '\\"'
DEEP = 10_000
LONG = 5_000_000
FILES: dict[str, str] = {
    "brackets.py": f"x = {NAMED}\ny = {'[' * DEEP}{']' * DEEP}\n",
    "brackets.js": f"x = {NAMED};\ny = {'[' * DEEP}{']' * DEEP};\n",
    "brackets.ts": f"const x = {NAMED};\nconst y = {'(' * DEEP}1{')' * DEEP};\n",
    "Brackets.java": f"class A {{ String x = {NAMED}; int y = {'(' * DEEP}1{')' * DEEP}; }}\n",
    "brackets.kt": f"val x = {NAMED}\nval y = {'(' * DEEP}1{')' * DEEP}\n",
    "remarks.kt": f"val x = {NAMED}\n{'/* ' * 200_000}\n",
    "remarks.js": f"x = {NAMED};\n{'/* ' * 200_000}\n",
    "Remarks.java": f"class A {{ String x = {NAMED}; }}\n{'/* ' * 200_000}\n",
    "texts.kt": f"""val x = {NAMED}\nval y = "{BACKSLASHED * 200_000}\n""",
    "brackets.json": f'{{"model": {NAMED}, "x": {"[" * DEEP}{"]" * DEEP}}}\n',
    "brackets.yaml": f"model: {NAMED}\nx: {'[' * DEEP}{']' * DEEP}\n",
    "brackets.toml": f"model = {NAMED}\nx = {'[' * DEEP}{']' * DEEP}\n",
    "brackets.sh": f"x={NAMED}\necho {'$(' * DEEP}{')' * DEEP}\n",
    "brackets.ps1": f"$x = {NAMED}\n$y = {'(' * DEEP}{')' * DEEP}\n",
    "brackets.http": f"POST {HOST}\n\n{{{NAMED}: {'[' * DEEP}{']' * DEEP}}}\n",
    "brackets.ipynb": f'{{"cells": [{"[" * DEEP}{"]" * DEEP}, {NAMED}]}}\n',
    "brackets.md": f"{'[' * DEEP}{NAMED}{']' * DEEP}\n",
    "operators.py": f"x = {NAMED}\ny = {'+ '.join(['1'] * DEEP)}\n",
    "calls.py": f"x = {NAMED}{'.a()' * DEEP}\n",
    "long.py": f"x = {NAMED}  # {'x' * LONG}\n",
    "long.js": f"x = {NAMED}; // {'x' * LONG}\n",
    "long.md": f"{NAMED} {'x ' * (LONG // 2)}\n",
    "bomb.yaml": "a0: &a0 [deepseek-v3]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 40)),
    "quotes.md": f"{'> ' * 60}deepseek-v3\n",
    "dots.py": f'"""from {"." * 200} deepseek-v3"""\n',
    "scripts.html": f"{'<script ' * 20_000}{NAMED}\n",
    "open_scripts.html": f"{'<script>' * 20_000}{NAMED}\n",
    "spaces.txt": f"openai{' ' * 100_000}deepseek-v3\n",
    "requirements.txt": f"openai{' ' * 100_000}deepseek-v3\n",
    "null.py": f"x = {NAMED}\0\n",
    "escapes\x1b[31m.py": f"x = {NAMED} \x1b]0;title\x07\n",
}
LIMITED = """\
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (120, 120))
resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
sys.path.insert(0, {root!r})
from migrator.cli import main
main()
"""


def scanned(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    program = LIMITED.format(root=str(ROOT))
    command = [sys.executable, "-I", "-c", program, "scan", "--isolated", "--jobs", "1", *options, "."]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits there")
@pytest.mark.parametrize("names", [list(FILES), *(pytest.param([name], marks=pytest.mark.slow) for name in FILES)])
def test_hostile_files_cost_themselves(tmp_path: Path, names: list[str]) -> None:
    (tmp_path / "found.py").write_text(FOUND, encoding="utf-8")
    for name in names:
        (tmp_path / name).write_text(FILES[name], encoding="utf-8")
    done = scanned(tmp_path, "--output-format", "json", "--fix")
    assert done.returncode in (0, 1), done.stderr[-500:]
    assert done.stderr == ""
    report = json.loads(done.stdout)
    assert [each["rule"] for each in report["findings"] if each["path"] == "found.py" and each["fix"]] != []
    assert (tmp_path / "found.py").read_text(encoding="utf-8") != FOUND
    assert {name: (tmp_path / name).read_text(encoding="utf-8") for name in names} == {name: FILES[name] for name in names}


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits there")
@pytest.mark.parametrize(
    "text",
    ["a" * 300_000, f"{{{'enable_thinking ' * 100_000}", "a" + ".a" * 150_000, f"for a in b{' ' * 300_000}"],
    ids=["a long name", "the key", "attributes of attributes", "a loop over nothing"],
)
def test_text_that_is_searched_for_a_key_that_moves(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(f"{MOVED}# {text}\n", encoding="utf-8")
    assert scanned(tmp_path, "--fix", "--quiet").returncode == 0
    assert "messages=[], extra_body={'enable_thinking': False})" in (tmp_path / "a.py").read_text(encoding="utf-8").replace(
        '"', "'"
    )


@pytest.mark.parametrize("form", ["text", "concise", "github", "markdown"])
def test_nothing_of_a_tree_reaches_the_terminal_as_a_command(tmp_path: Path, form: str) -> None:
    for name in ("escapes\x1b[31m.py", "fine.py"):
        (tmp_path / name).write_text(f'x = "deepseek-v3" + "\x1b]0;title\x07"\n\x9b31m\n{FOUND}', encoding="utf-8")
    done = scanned(tmp_path, "--output-format", form, "-v", "--color", "never")
    assert "DSM1" in done.stdout
    assert not {"\x1b", "\x07", "\x9b"} & {*done.stdout, *done.stderr}
