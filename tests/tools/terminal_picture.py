"""Draws docs/terminal.svg from a real run: `python -m tests.tools.terminal_picture`."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parent.parent.parent
PICTURE = ROOT / "docs" / "terminal.svg"
WIDTH = 88
COMMAND = ("scan", "--wire", "--color", "always", "--today", "2026-11-22", "--isolated", "chat.py")

PROGRAM = """\
from openai import OpenAI

client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")


def ask(question: str) -> str:
    answer = client.chat.completions.create(
        model="deepseek-v3.2",
        messages=[{"role": "user", "content": question}],
    )
    return answer.choices[0].message.content
"""


def report() -> str:
    """What the command writes to a terminal about `PROGRAM`."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "chat.py").write_text(PROGRAM, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "migrator", *COMMAND],
            cwd=folder,
            env={**os.environ, "COLUMNS": str(WIDTH), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    if done.returncode != 1:
        raise SystemExit(done.stderr)
    return done.stdout


def picture(text: str) -> str:
    """The text as an SVG that loads nothing from anywhere."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, legacy_windows=False)
    console.print(Text.from_ansi(f"$ deepseek-migrate scan --wire chat.py\n{text}"))
    svg = console.export_svg(title="deepseek-migrate", unique_id="report")
    return re.sub(r"\s*@font-face \{.*?\}\n", "\n", svg, flags=re.DOTALL)


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(picture(report()), encoding="utf-8")
