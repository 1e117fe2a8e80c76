"""Measures the tool beside its peers on a tree made from pinned packages: `python -m tests.benchmarks.compare --help`.

The first run downloads the packages of `packages.txt` (about 400 MB) and unpacks each into a folder of its own, and installs
the peers into a virtual environment, both under the cache folder; ripgrep is the system's. Then each command runs once to warm
up and `--rounds` times, in turns, so that what else the machine does hits all alike. What is compared is the processor time of
the whole process tree, and the wall time; both are medians. Before anything is measured the peers are checked: asked for the
same words, they must name the same file of a small sample.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import time
import venv
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from migrator.files.kinds import kind_of

ROOT = Path(__file__).parent.parent.parent
PACKAGES = Path(__file__).parent / "packages.txt"
PEERS = ("ruff==0.17.6", "ast-grep-cli==0.51.1", "semgrep==1.170.1", "fixit==2.2.1", "libcst==1.9.0")
WORDS = "deepseek-(v3|r1)|enable_thinking"
SAMPLE = 'client.chat.completions.create(model="deepseek-r1", enable_thinking=True)\n'
AST_GREP = """id: model
language: python
rule: {kind: string, regex: 'deepseek-(v3|r1)'}
---
id: switch
language: python
rule: {kind: keyword_argument, regex: '^enable_thinking'}
"""
SEMGREP = """rules:
- id: model
  languages: [python]
  severity: INFO
  message: found
  pattern-either:
  - pattern: '"=~/deepseek-(v3|r1)/"'
  - pattern: $F(..., enable_thinking=$X, ...)
"""


@dataclass(slots=True)
class Peer:
    """A command, what it is asked in words, and what its runs took."""

    name: str
    asked: str
    command: Sequence[str]
    version: str = ""
    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def run(self, folder: Path, limit: float) -> bool:
        """One run; False if it did not end in time."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.perf_counter()
        try:
            subprocess.run(self.command, cwd=folder, capture_output=True, timeout=limit, check=False)
        except subprocess.TimeoutExpired:
            return False
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.wall.append(time.perf_counter() - started)
        self.processor.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        return True

    def speaks_of(self, folder: Path) -> set[str]:
        """Which files of a sample its output names."""
        done = subprocess.run(self.command, cwd=folder, capture_output=True, text=True, check=False)
        return {name for name in ("found.py", "plain.py") if name in done.stdout + done.stderr}


def build(tree: Path, cache: Path) -> None:
    """Download and unpack the pinned packages, each into a folder of its own."""
    wheels = cache / "wheels"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--no-deps", "--only-binary", ":all:"]
    subprocess.run([*pip, "-q", "-d", str(wheels), "-r", str(PACKAGES)], check=True)
    for wheel in sorted(wheels.glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(tree / wheel.name.partition("-")[0])


def peers_folder(cache: Path) -> Path:
    """The folder with the peers' commands, installed now if need be."""
    folder = cache / "peers"
    if not (folder / "bin" / "python").exists():
        venv.create(folder, with_pip=True)
        install = [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", "-q"]
        subprocess.run([*install, *PEERS], check=True)
    return folder / "bin"


def commands(bin_: Path, rules: Path) -> list[Peer]:
    """The tool and its peers; those that are not installed are left out, ripgrep first as the measure of all."""
    (rules / "rules.yml").write_text(AST_GREP, encoding="utf-8")
    (rules / "semgrep.yml").write_text(SEMGREP, encoding="utf-8")
    kinds = [part for suffix in suffixes() for part in ("-g", f"*{suffix}")]
    ours = [
        sys.executable,
        "-P",
        "-m",
        "migrator",
        "scan",
        ".",
        "--isolated",
        "--no-progress",
        "--exit-zero",
        "--no-respect-gitignore",
    ]
    found = [
        Peer(
            "ripgrep",
            "the words, in every kind of file that the tool reads",
            ["rg", "-c", "-i", "--no-ignore", *kinds, WORDS, "."],
        ),
        Peer("deepseek-migrate", "all rules, every kind of file", [*ours, "--output-format", "json"]),
        Peer(
            "ruff", "one rule (F401), Python", [str(bin_ / "ruff"), "check", "--isolated", "--no-cache", "--select", "F401", "."]
        ),
        Peer(
            "ast-grep",
            "two rules, Python",
            [str(bin_ / "ast-grep"), "scan", "--no-ignore", "hidden", "-r", str(rules / "rules.yml"), "."],
        ),
        Peer(
            "semgrep",
            "two patterns, Python",
            [
                str(bin_ / "semgrep"),
                "scan",
                "--metrics=off",
                "--no-git-ignore",
                "--jobs=2",
                "--config",
                str(rules / "semgrep.yml"),
                ".",
            ],
        ),
    ]
    for peer in found:
        asked = [peer.command[0], "--version"] if peer.name != "deepseek-migrate" else [*ours[:4], "--version"]
        if shutil.which(peer.command[0]):
            said = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
            peer.version = next((word for word in said if word[:1].isdigit()), "?")
    return [peer for peer in found if peer.version]


def suffixes() -> list[str]:
    """The endings of the names that the tool reads."""
    known = (".py", ".pyi", ".ipynb", ".js", ".jsx", ".ts", ".tsx", ".mjs", ".cjs", ".vue", ".java", ".kt", ".sh", ".ps1", ".bat")
    more = (".json", ".yaml", ".yml", ".toml", ".ini", ".cfg", ".env", ".properties", ".md", ".rst", ".txt", ".http", ".html")
    return [suffix for suffix in (*known, *more) if kind_of(f"a{suffix}") is not None]


def alike(peers: Sequence[Peer]) -> list[str]:
    """Peers that, asked for the same, do not name the one file that holds it."""
    with TemporaryDirectory() as folder:
        Path(folder, "found.py").write_text(SAMPLE, encoding="utf-8")
        Path(folder, "plain.py").write_text("print(1)\n", encoding="utf-8")
        asked = (peer for peer in peers if peer.name != "ruff")
        return [peer.name for peer in asked if peer.speaks_of(Path(folder)) != {"found.py"}]


def table(peers: Sequence[Peer]) -> list[str]:
    """The figures as a table; ratios are against the first peer."""
    lines = ["| what | version | asked for | wall | processor | against ripgrep |", "| --- | --- | --- | --- | --- | --- |"]
    measure = median(peers[0].wall)
    for peer in peers:
        figures = "did not end in time | | "
        if peer.wall:
            wall, processor = median(peer.wall), median(peer.processor)
            figures = f"{wall:.2f} s | {processor:.2f} s | {wall / measure:.1f}"
        lines.append(f"| {peer.name} | {peer.version} | {peer.asked} | {figures} |")
    return lines


def main() -> int:
    """Prints the table; 1 if a peer was asked for something else."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "deepseek-migrate-benchmark"
    parser.add_argument("--cache", type=Path, default=home, help="where packages and peers are kept (default: %(default)s)")
    parser.add_argument("--tree", type=Path, help="a tree that is there already, instead of the one made from packages.txt")
    parser.add_argument("--peers", type=Path, help="a folder with the peers' commands, instead of installing them")
    parser.add_argument("--only", default="", help="names of peers, with commas between them; ripgrep is always one")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each (default: %(default)s)")
    parser.add_argument("--limit", type=float, default=900, help="seconds after which a run is given up (default: %(default)s)")
    asked = parser.parse_args()
    tree = asked.tree or asked.cache / "tree"
    if not tree.exists():
        build(tree, asked.cache)
    os.environ["PYTHONPATH"] = str(ROOT)
    with TemporaryDirectory() as rules:
        peers = commands((asked.peers or peers_folder(asked.cache)).absolute(), Path(rules))
        wanted = {"ripgrep", *asked.only.split(",")} if asked.only else {peer.name for peer in peers}
        peers = [peer for peer in peers if peer.name in wanted]
        others = alike(peers)
        if others:
            print(f"asked for something else: {', '.join(others)}")
            return 1
        slow = {peer.name for peer in peers if not peer.run(tree, asked.limit)}
        for peer in peers:
            peer.wall.clear()
            peer.processor.clear()
        for _ in range(asked.rounds):
            for peer in peers:
                if peer.name not in slow:
                    peer.run(tree, asked.limit)
    print("\n".join(table(peers)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
