"""Measures the tool beside its peers: `python -m tests.benchmarks.compare --help`. Parts:

"tree" (a tree made from pinned packages), "bulk" (500 programs of 300 lines, each with a call to a retired model, beside
LibCST's codemod runner and Fixit, with one process and with two) and "growth" (the tree once, and ten copies of it).

The first run downloads the packages of `packages.txt` (about 400 MB) and unpacks each into a folder of its own, and installs
the peers into a virtual environment, both under the cache folder; ripgrep is the system's. Then each command runs once to warm
up and `--rounds` times, in turns, so that what else the machine does hits all alike. What is compared is the processor time of
the whole process tree, and the wall time; both are medians. Before anything is measured the peers are checked: asked for the
same words, they must name the same file of a small sample.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
import venv
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from migrator.files.kinds import kind_of
from tests.benchmarks.candidate import candidate

ROOT = Path(__file__).parent.parent.parent
PACKAGES = Path(__file__).parent / "packages.txt"
PEERS = ("ruff==0.17.6", "ast-grep-cli==0.51.1", "semgrep==1.170.1", "fixit==2.2.1", "libcst==1.9.0")
WORDS = "deepseek-(v3|r1)|enable_thinking"
FILES, FUNCTIONS = 500, 30
"""So many programs of 300 lines."""
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
    peak: list[float] = field(default_factory=list)

    def run(self, folder: Path, limit: float) -> bool:
        """One run; False if it did not end in time."""
        started = time.perf_counter()
        with subprocess.Popen(self.command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            ended, _, used = 0, 0, None
            while not ended:
                ended, _, used = os.wait4(process.pid, os.WNOHANG)
                if not ended and time.perf_counter() - started > limit:
                    process.kill()
                    os.wait4(process.pid, 0)
                    process.returncode = 0
                    return False
                time.sleep(0 if ended else 0.005)
            process.returncode = 0
        assert used is not None
        self.wall.append(time.perf_counter() - started)
        self.processor.append(used.ru_utime + used.ru_stime)
        # Kilobytes on Linux: the most that any one process of the run held.
        self.peak.append(used.ru_maxrss / 1024)
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


def ours(*options: str) -> list[str]:
    """The tool's command."""
    run = [sys.executable, "-P", "-m", "migrator", "scan", ".", "--isolated", "--no-progress", "--exit-zero"]
    return [*run, "--no-respect-gitignore", "--output-format", "json", *options]


def commands(bin_: Path, rules: Path) -> list[Peer]:
    """The tool and its peers on the tree, ripgrep first as the measure of all."""
    (rules / "rules.yml").write_text(AST_GREP, encoding="utf-8")
    (rules / "semgrep.yml").write_text(SEMGREP, encoding="utf-8")
    kinds = [part for suffix in suffixes() for part in ("-g", f"*{suffix}")]
    ruff = [str(bin_ / "ruff"), "check", "--isolated", "--no-cache", "--select", "F401", "."]
    ast_grep = [str(bin_ / "ast-grep"), "scan", "--no-ignore", "hidden", "-r", str(rules / "rules.yml"), "."]
    semgrep = [str(bin_ / "semgrep"), "scan", "--metrics=off", "--no-git-ignore", "--jobs=2"]
    words = "the words, in every kind of file that the tool reads"
    return [
        Peer("ripgrep", words, ["rg", "-c", "-i", "--no-ignore", *kinds, WORDS, "."]),
        Peer("deepseek-migrate", "all rules, every kind of file", ours()),
        Peer("deepseek-migrate", "the same, again with --cache-dir", ours("--cache-dir", str(rules / "kept"))),
        Peer("ruff", "one rule (F401), Python", ruff),
        Peer("ast-grep", "two rules, Python", ast_grep),
        Peer("semgrep", "two patterns, Python", [*semgrep, "--config", str(rules / "semgrep.yml"), "."]),
    ]


def bulk_commands(bin_: Path) -> list[Peer]:
    """The tool and its peers on many candidates; the tool with one process is the measure."""
    python = str(bin_ / "python")
    codemod = [python, "-m", "libcst.tool", "codemod", "--jobs=2", "--no-format", "--hide-progress", "rename.RenameCommand"]
    absent = ["--old_name", "nowhere.old", "--new_name", "nowhere.new", "."]
    present = ["--old_name", "openai.OpenAI", "--new_name", "openai.Client", "."]
    return [
        Peer("deepseek-migrate", "all rules, one process", ours("--jobs", "1")),
        Peer("deepseek-migrate", "all rules, two processes", ours("--jobs", "2")),
        Peer("deepseek-migrate", "the fixes proven and written, one process", ours("--jobs", "1", "--fix")),
        Peer("deepseek-migrate", "the fixes proven and written, two processes", ours("--jobs", "2", "--fix")),
        Peer("libcst", "its codemod runner, a rename that finds nothing, two processes", [*codemod, *absent]),
        Peer("libcst", "its codemod runner, a rename in each file, two processes", [*codemod, *present]),
        Peer("fixit", "one rule, Python", [str(bin_ / "fixit"), "lint", "."]),
    ]


def versions(peers: Sequence[Peer], bin_: Path) -> list[Peer]:
    """The peers that are installed, each with its version."""
    for peer in peers:
        asked = [peer.command[0], "--version"]
        if peer.name == "deepseek-migrate":
            asked = [*peer.command[:4], "--version"]
        elif peer.name == "libcst":
            asked = [str(bin_ / "python"), "-c", "import importlib.metadata as m; print(m.version('libcst'))"]
        if shutil.which(peer.command[0]):
            done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
            peer.version = next((word for word in (done.stdout + done.stderr).split() if word[:1].isdigit()), "?")
    return [peer for peer in peers if peer.version]


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
    lines = [
        f"| what | version | asked for | wall | processor | peak | against {peers[0].name} |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    measure = median(peers[0].wall)
    for peer in peers:
        figures = "did not end in time | | | "
        if peer.wall:
            wall, processor, peak = median(peer.wall), median(peer.processor), max(peer.peak)
            figures = f"{wall:.2f} s | {processor:.2f} s | {peak:.0f} MB | {wall / measure:.2f}"
        lines.append(f"| {peer.name} | {peer.version} | {peer.asked} | {figures} |")
    return lines


def timed(
    peers: Sequence[Peer], folder: Path, rounds: int, limit: float, fresh: Callable[[Path], None] = lambda folder: None
) -> None:
    """Run all once to warm up, then in turns; `fresh` makes the folder what it was before each run."""
    slow: set[int] = set()
    for peer in peers:
        fresh(folder)
        if not peer.run(folder, limit):
            slow.add(id(peer))
    for peer in peers:
        peer.wall.clear()
        peer.processor.clear()
        peer.peak.clear()
    for _ in range(rounds):
        for peer in peers:
            if id(peer) not in slow:
                fresh(folder)
                peer.run(folder, limit)


def candidates(folder: Path, files: int) -> None:
    """Programs that each make one call to a retired model; Fixit is asked for one of its rules."""
    for number in range(files):
        (folder / f"m{number}.py").write_text(candidate(FUNCTIONS), encoding="utf-8")
    config = '[tool.fixit]\nroot = true\nenable = ["fixit.rules.no_redundant_lambda"]\ndisable = ["fixit.rules"]\n'
    (folder / "pyproject.toml").write_text(config, encoding="utf-8")


def grown(tree: Path, folder: Path) -> None:
    """Ten copies of a tree, made of links to the same bytes."""
    for number in range(10):
        shutil.copytree(tree, folder / f"copy{number}", copy_function=os.link, symlinks=True)


def main() -> int:
    """Prints the table; 1 if a peer was asked for something else."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "deepseek-migrate-benchmark"
    parser.add_argument("--part", choices=("tree", "bulk", "growth"), default="tree", help="what is measured")
    parser.add_argument("--cache", type=Path, default=home, help="where packages and peers are kept (default: %(default)s)")
    parser.add_argument("--tree", type=Path, help="a tree that is there already, instead of the one made from packages.txt")
    parser.add_argument("--peers", type=Path, help="a folder with the peers' commands, instead of installing them")
    parser.add_argument("--only", default="", help="names of peers, with commas between them; the first is always one")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each (default: %(default)s)")
    parser.add_argument("--files", type=int, default=FILES, help="programs of 300 lines in bulk (default: %(default)s)")
    parser.add_argument("--limit", type=float, default=900, help="seconds after which a run is given up (default: %(default)s)")
    asked = parser.parse_args()
    tree = asked.tree or asked.cache / "tree"
    if not tree.exists() and asked.part != "bulk":
        build(tree, asked.cache)
    os.environ["PYTHONPATH"] = str(ROOT)
    bin_ = (asked.peers or peers_folder(asked.cache)).absolute()
    with TemporaryDirectory(dir=tree.parent if asked.part == "growth" else None) as scratch:
        folder = Path(scratch, "copies")
        folder.mkdir()
        if asked.part == "growth":
            once = Peer("deepseek-migrate", "the tree once", ours())
            tenfold = Peer("deepseek-migrate", "ten copies of it", ours())
            grown(tree, folder)
            for peer, where in zip(versions([once, tenfold], bin_), (tree, folder), strict=True):
                timed([peer], where, asked.rounds, asked.limit)
            print("\n".join(table([once, tenfold])))
            return 0
        peers = versions(commands(bin_, Path(scratch)) if asked.part == "tree" else bulk_commands(bin_), bin_)
        wanted = {peers[0].name, *asked.only.split(",")} if asked.only else {peer.name for peer in peers}
        peers = [peer for peer in peers if peer.name in wanted]
        others = alike(peers) if asked.part == "tree" else []
        if others:
            print(f"asked for something else: {', '.join(others)}")
            return 1
        if asked.part == "bulk":
            timed(peers, folder, asked.rounds, asked.limit, lambda where: candidates(where, asked.files))
        else:
            timed(peers, tree, asked.rounds, asked.limit)
    print("\n".join(table(peers)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
