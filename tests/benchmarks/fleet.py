"""Audits a fleet of repositories here and on a Dask cluster: are the findings the same, and how much do two workers save?

`python -m tests.benchmarks.fleet`: 200 repositories, clones of a few templates with histories, and checkouts made from sdists.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.audit.cluster import Cluster, until
from tests.audit.repositories import git, repository
from tests.benchmarks.candidate import FILLER
from tests.tool import ROOT

LEAST = 1.6
"""How many times as fast two workers have to be."""
SDISTS = (
    *("openai", "qwen-agent", "instructor", "langchain-openai", "langchain-community", "llama-index-llms-dashscope"),
    *("smolagents", "celery", "flask", "httpx", "requests", "starlette", "rich", "click", "tqdm", "jinja2", "attrs", "pytest"),
)
SEED = 20261122
Told = dict[str, object]


def sdists(folder: Path, names: tuple[str, ...]) -> Iterator[Path]:
    """What the sdists hold, each in a folder; one that cannot be had is left out."""
    for name in names:
        archives, target = folder / "archives" / name, folder / name
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:", "-d", str(archives), name]
        subprocess.run(command, capture_output=True, check=False)
        found = sorted(archives.glob("*.tar.gz"))
        if not found:
            print(f"{name}: no sdist", file=sys.stderr)
            continue
        with tarfile.open(found[0]) as archive:
            archive.extractall(target, filter="data") if hasattr(tarfile, "data_filter") else archive.extractall(target)
        yield target


def templates(folder: Path) -> list[Path]:
    """A repository for each group of the fixtures, among modules that have nothing to do with models, made in several commits."""
    made = []
    for group in sorted(path for kind in ("fixable", "refused", "unchanged") for path in (ROOT / "fixtures" / kind).iterdir()):
        if not group.is_dir() or group.name == "expected":
            continue
        tree = repository(folder / f"{group.parent.name}-{group.name}", {"README.md": f"# {group.name}\n"})
        files = sorted(path for path in group.rglob("*") if path.is_file())
        for number, file in enumerate(files):
            target = tree / "src" / file.relative_to(group)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
            filler = "".join(FILLER.format(n=each) for each in range(20))
            (tree / "src" / f"step_{number}.py").write_text(filler, encoding="utf-8")
            if number % 4 == 0:
                _commit(tree, f"add {file.name}")
        (tree / "CODEOWNERS").write_text(f"/src/ @team-{len(made)}\n", encoding="utf-8")
        _commit(tree, "say who owns it")
        made.append(tree)
    return made


def _commit(tree: Path, message: str) -> None:
    git(tree, "add", "--all", "--force")
    git(tree, "commit", "--quiet", "--allow-empty", "-m", message)


def fleet(folder: Path, number: int, names: tuple[str, ...]) -> None:
    """Make `number` repositories: of sdists, of clones of the templates with changes of their own, and of mirrors of those."""
    chance = random.Random(SEED)
    left = number
    for source in sdists(folder.parent / "sdists", names):
        if left:
            shutil.copytree(source, folder / source.name, symlinks=True)
            repository(folder / source.name, {})
            left -= 1
    shapes = templates(folder.parent / "templates")
    for each in range(left):
        shape, name = shapes[each % len(shapes)], f"svc-{each:03}"
        git(folder, "clone", "--quiet", *(["--bare"] if each % 5 == 4 else []), str(shape), name)
        if each % 5 != 4:
            programs = sorted((folder / name / "src").rglob("*.py"))
            for file in chance.sample(programs, min(3, len(programs))):
                file.write_bytes(file.read_bytes() + f"\n# {each}\n".encode())
            _commit(folder / name, f"change some of {each}")


def start(folder: Path, log: str, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "migrator", "audit", "repos", "--log", log, "--no-progress", "--today", "2026-11-22"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with (folder / "audit.log").open("ab") as out:
        return subprocess.Popen([*command, *options], cwd=folder, env=environment, stdout=out, stderr=out)


def seconds(folder: Path, log: str, *options: str) -> float:
    """How long a whole audit takes by the clock."""
    (folder / log).unlink(missing_ok=True)
    started = time.perf_counter()
    status = start(folder, log, *options).wait()
    taken = time.perf_counter() - started
    if status not in (0, 1):
        raise SystemExit(f"the audit ended with {status}; see {folder / 'audit.log'}")
    return taken


def told(folder: Path, log: str) -> dict[str, Told]:
    """What an audit says of each repository, without what differs each time."""
    rows: dict[str, Told] = {}
    for line in (folder / log).read_text(encoding="utf-8").splitlines():
        row: Told = json.loads(line)
        summary = row.get("summary")
        row["summary"] = {key: value for key, value in summary.items() if key != "seconds"} if isinstance(summary, dict) else None
        row.pop("seconds", None)
        rows[str(row["repository"])] = row
    return rows


def stopped(folder: Path, log: str, rows: int, stop: Callable[[subprocess.Popen[bytes]], None], *options: str) -> int:
    """Start an audit, do something to it after so many rows, and wait for its end; the rows that it has written."""
    file = folder / log
    file.unlink(missing_ok=True)
    process = start(folder, log, *options)
    until(lambda: file.exists() and file.read_bytes().count(b"\n") >= rows, "rows")
    stop(process)
    process.wait()
    return file.read_bytes().count(b"\n")


class Check:
    """What was looked at, and whether all of it held."""

    def __init__(self) -> None:
        self.holds = True

    def __call__(self, holds: bool, what: str) -> None:
        self.holds &= holds
        print(f"{'yes' if holds else 'NO '}  {what}", flush=True)


def same(folder: Path, crew: Cluster, check: Check) -> None:
    """Whether every way to audit says the same as one process here."""
    seconds(folder, "one.jsonl", "--jobs", "1")
    known = told(folder, "one.jsonl")
    found = sum(len(row["findings"]) for row in known.values() if isinstance(row["findings"], list))
    half = len(known) // 2
    print(f"{len(known)} repositories, {found:,} findings", flush=True)
    onto = ("--executor", "dask", "--scheduler", crew.address)
    seconds(folder, "two.jsonl", "--jobs", "2")
    check(told(folder, "two.jsonl") == known, "two processes say the same as one")
    seconds(folder, "dask.jsonl", *onto)
    check(told(folder, "dask.jsonl") == known, "a cluster of two workers says the same")
    stopped(folder, "killed.jsonl", half, lambda process: crew.workers.pop(0).kill(), *onto)
    check(told(folder, "killed.jsonl") == known, f"so it does where a worker is killed after {half} rows")
    crew.hire()
    for name in ("SIGINT", "SIGKILL"):
        number = getattr(signal, name)
        log = f"{name.lower()}.jsonl"
        written = stopped(folder, log, half, lambda process, number=number: process.send_signal(number), "--jobs", "2")
        lines = (folder / log).read_bytes().splitlines()[:written]
        start(folder, log, "--jobs", "2").wait()
        kept = set(lines) <= set((folder / log).read_bytes().splitlines())
        check(written < len(known) and kept, f"{name} after {written} rows: none of them is scanned again")
        check(told(folder, log) == known, f"{name}: what the next run ends says the same")


def speed(folder: Path, crew: Cluster, rounds: int, check: Check) -> None:
    """How much faster two workers are than one: in turns, so that what else the machine does meets both."""
    onto = ("--executor", "dask", "--scheduler", crew.address)
    for what, one, two in (
        ("processes", ("--jobs", "1"), ("--jobs", "2")),
        ("workers of a cluster", onto, onto),
    ):
        taken: dict[int, list[float]] = {1: [], 2: []}
        for _ in range(rounds):
            for workers, options in ((1, one), (2, two)):
                while what != "processes" and len(crew.workers) > workers:
                    crew.dismiss()
                while what != "processes" and len(crew.workers) < workers:
                    crew.hire()
                taken[workers].append(seconds(folder, "speed.jsonl", *options))
        single, double = (statistics.median(taken[workers]) for workers in (1, 2))
        shown = ", ".join(f"{a:.1f}/{b:.1f}" for a, b in zip(taken[1], taken[2], strict=True))
        load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "?"
        check(single / double >= LEAST, f"two {what} are {single / double:.2f} times as fast as one ({shown} s; load {load})")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--repositories", type=int, default=200)
    options.add_argument("--rounds", type=int, default=3, help="how often one and two workers take their turns")
    options.add_argument("--no-sdists", action="store_true", help="only clones of the templates: nothing is downloaded")
    options.add_argument("--only", choices=("same", "speed"))
    options.add_argument("--folder", type=Path, help="where the fleet is, or is to be kept")
    given = options.parse_args()
    check = Check()
    with tempfile.TemporaryDirectory() as scratch:
        folder = (given.folder or Path(scratch)).resolve()
        if not (folder / "repos").exists():
            (folder / "repos").mkdir(parents=True)
            fleet(folder / "repos", given.repositories, () if given.no_sdists else SDISTS)
        crew = Cluster(Path(tempfile.mkdtemp(dir=scratch)))
        try:
            if given.only != "speed":
                same(folder, crew, check)
            if given.only != "same":
                speed(folder, crew, given.rounds, check)
        finally:
            crew.end()
    return 0 if check.holds else 1


if __name__ == "__main__":
    raise SystemExit(main())
