"""Draws docs/page.png, the audit page of a small project, with Chromium: `python -m tests.tools.page_picture`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.tools.terminal_picture import PROGRAM, ROOT

PICTURE = ROOT / "docs" / "page.png"
SIZE = "1040,1270"
URL = "https://dashscope.aliyuncs.com/compatible-mode/v1"
FILES = {
    "app/chat.py": PROGRAM,
    "app/reason.py": PROGRAM.replace("deepseek-v3.2", "deepseek-r1").replace(
        '"content": question}],', '"content": question}],\n        n=2,'
    ),
    "app/prices.py": 'PRICES = {"deepseek-v3.2": (2, 3), "deepseek-r1": (4, 16)}\n',
    "deploy/smoke.sh": f'curl {URL}/chat/completions -d \'{{"model": "deepseek-v3.1", "messages": []}}\'\n',
}


def page(folder: Path) -> str:
    """The page of `FILES`."""
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "migrator", "scan", "--isolated", "--today", "2026-11-22", "--lang", "en"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [*command, "--output-format", "html", "."], cwd=folder, env=environment, capture_output=True, encoding="utf-8"
    )
    if done.returncode != 1:
        raise SystemExit(done.stderr)
    return done.stdout


def draw(file: Path) -> None:
    """Write the picture."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "chromium")
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--virtual-time-budget=3000")
    with tempfile.TemporaryDirectory() as folder:
        html = Path(folder, "page.html")
        sample = Path(folder, "sample")
        sample.mkdir()
        html.write_text(page(sample), encoding="utf-8")
        subprocess.run(
            [browser, *options, f"--window-size={SIZE}", f"--screenshot={file}", html.as_uri()], check=True, capture_output=True
        )


if __name__ == "__main__":
    draw(PICTURE)
