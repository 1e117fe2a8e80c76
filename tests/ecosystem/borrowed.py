"""Takes real programs as if they called Model Studio: scans and rewrites them, and says what went wrong.

`python -m tests.ecosystem.borrowed FOLDER` copies each folder in FOLDER. In the copy the models of other vendors become
retired ones, by turns or all the same one, and other vendors' addresses become Model Studio's.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path

from migrator.rulebook import load
from tests.ecosystem.packages import treated

MODELS = re.compile(
    rb"([\"'])(?:(?:gpt|claude|glm|gemini|moonshot|kimi|mistral)-[\w.-]+|qwen[\w.-]*-?(?:plus|max|turbo|flash)[\w.-]*"
    rb"|deepseek-(?:chat|reasoner)|o[134](?:-[\w.-]+)?)\1"
)
ADDRESSES = re.compile(
    rb"https?://(?:api\.(?:openai|deepseek|siliconflow)\.(?:com|cn)|openrouter\.ai/api|(?:localhost|127\.0\.0\.1):\d+)(?:/v1)?"
)
OURS = b"https://dashscope.aliyuncs.com/compatible-mode/v1"
ENDINGS = (
    *(".py", ".ts", ".tsx", ".js", ".jsx", ".mjs", ".vue", ".java", ".kt", ".yaml", ".yml", ".json", ".toml", ".env", ".sh"),
    *(".ipynb", ".md", ".example", ".properties"),
)
NOT_OURS = frozenset({".git", "node_modules", "dist", "build"})
LARGEST = 600_000
"""Bytes of the largest file that is taken along."""


def borrowed(data: bytes, models: Iterator[str]) -> bytes:
    """A file as it would be if it called Model Studio."""
    named = MODELS.sub(lambda found: found[1] + next(models).encode() + found[1], data)
    return ADDRESSES.sub(OURS, named)


def copied(source: Path, target: Path, ids: Sequence[str]) -> int:
    """How many files of a copy are not as they were."""
    changed = 0
    for path in sorted(source.rglob("*")):
        within = path.relative_to(source)
        known = path.suffix in ENDINGS or path.name.startswith(".env")
        if path.is_symlink() or not known or not path.is_file() or not NOT_OURS.isdisjoint(within.parts):
            continue
        data = path.read_bytes()
        if len(data) > LARGEST:
            continue
        new = borrowed(data, cycle(ids))
        changed += new != data
        (target / within).parent.mkdir(parents=True, exist_ok=True)
        (target / within).write_bytes(new)
    return changed


def main(arguments: Sequence[str] | None = None) -> int:
    """Treat every folder; 1 where something went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="folders of programs")
    parser.add_argument("--only", default="", help="folders whose name holds this")
    parser.add_argument("--one", default="", help="the retired model that all others become; without it they take turns")
    given = parser.parse_args(arguments)
    ids = [given.one] if given.one else sorted(load().retired_ids())
    failed = False
    for source in sorted(each for each in given.folder.iterdir() if each.is_dir() and given.only in each.name):
        with tempfile.TemporaryDirectory() as top:
            copy = Path(top) / "program"
            copy.mkdir()
            changed, started = copied(source, copy, ids), time.monotonic()
            outcome = treated(copy)
        for problem in outcome.problems:
            failed = True
            print(f"{source.name}: {problem}", flush=True)
        seconds = round(time.monotonic() - started)
        told = f"{changed} changed, {sum(outcome.found.values())} findings, {outcome.rewritten} rewritten, {seconds} s"
        print(f"{source.name}: {outcome.files} files, {told}", flush=True)
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
