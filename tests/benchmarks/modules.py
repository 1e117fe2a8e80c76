"""Measures linking: 2,000 modules with chains of imports six deep, beside what reading their candidate files alone takes."""

from __future__ import annotations

import gc
import resource
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from migrator.analyse import call_groups
from migrator.files.kinds import Kind, kind_of, resolve
from migrator.files.tree import FolderTree
from migrator.languages.base import Language
from migrator.project import read_project
from migrator.rulebook import load
from migrator.scan import ScanRequest, run
from migrator.settings import load_settings
from migrator.words import interesting_strings, sieve_of
from migrator.workers import Crew
from tests.benchmarks.candidate import FILLER

PYTHON = Kind("python", "migrator.languages.python.language:PYTHON", (".py",))
MODULES = 2000
DEPTH = 6
MOST = 2.0
"""Linking may take this many times what reading the candidates takes."""
MEMORY = 300
"""Megabytes that a run may hold."""
CONFIG = """import os
from openai import OpenAI
client = OpenAI(api_key=os.environ["DASHSCOPE_API_KEY"], base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
MODEL = "deepseek-v3.2"
"""


def sources(modules: int = MODULES, depth: int = DEPTH, filler: int = 6) -> dict[str, str]:
    """Chains of modules: the last one names model and client, the first one calls, those between hand on."""
    made: dict[str, str] = {}
    for number in range(modules):
        chain, place = divmod(number, depth + 1)
        above = f"c{chain}_{place + 1}"
        body = "".join(FILLER.format(n=each) for each in range(filler))
        last = place == depth or number == modules - 1
        head = CONFIG if last else f"from pkg.{above} import MODEL, client\n"
        call = (
            "" if place else "\n\ndef ask(messages):\n    return client.chat.completions.create(model=MODEL, messages=messages)\n"
        )
        made[f"pkg/c{chain}_{place}.py"] = head + body + call
    made["pkg/__init__.py"] = ""
    made["pyproject.toml"] = '[project]\nname = "chains"\nversion = "1"\n'
    return made


def reading(folder: str) -> float:
    """Seconds to read the facts of the files that name something of ours or send requests."""
    rulebook = load()
    sieve, interesting = sieve_of(rulebook), interesting_strings(rulebook)
    tree = FolderTree(folder)
    started = time.process_time()
    for path in sorted(Path(folder, "pkg").iterdir()):
        data = tree.read(f"pkg/{path.name}")
        kind = kind_of(path.name)
        if kind is not None and (sieve.candidate(data) or sieve.calls.candidate(data)):
            language = cast("Language", resolve(kind))
            language.read(f"pkg/{path.name}", data, interesting)
    return time.process_time() - started


def linking(folder: str) -> float:
    """Seconds to read and link the project, without judging it and writing edits."""
    kinds: dict[str, Kind] = {f"pkg/{each.name}": PYTHON for each in sorted(Path(folder, "pkg").iterdir())}
    settings = load_settings([folder], folder, {}, None, True)
    started = time.process_time()
    project = read_project(".", FolderTree(folder), load(), kinds, frozenset(kinds), Crew(1))
    call_groups(project, settings, "2026-11-01")
    return time.process_time() - started


def main() -> int:
    """Prints the figures; 1 if linking takes too long or too much room."""
    with TemporaryDirectory() as folder:
        Path(folder, "pkg").mkdir()
        for name, source in sources().items():
            Path(folder, name).write_text(source, encoding="utf-8")
        settings = load_settings([folder], folder, {}, None, True)
        started = time.process_time()
        report = run(ScanRequest((folder,), settings, None, folder))
        scan = time.process_time() - started
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        # A run pauses the collector; for both alike, or what holds more is told to be slower by what it holds.
        gc.disable()
        read = reading(folder)
        linked = linking(folder)
    figures = f"reading {read:.2f} s, linking {linked:.2f} s, ratio {linked / read:.2f}; a whole scan {scan:.2f} s, {held:.0f} MB"
    print(f"{len(report.findings)} findings; {figures}")
    return int(linked > MOST * read or held > MEMORY)


if __name__ == "__main__":
    sys.exit(main())
