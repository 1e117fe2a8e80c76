"""Measures what a candidate file costs beside a bare `libcst.parse_module` of it, and what a clean tree costs.

All in one process, by its processor time: what else the machine does hardly shows.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import libcst

from migrator.scan import ScanRequest, run
from migrator.settings import load_settings

MOST, MOST_FIXED = 2.0, 4.0
"""A candidate may cost this many times its bare parse; one that is fixed, with the proof, this many."""
ROUNDS = 7
MORE = 5
FILLER = '''

def step_{n}(rows, *, limit=10, label="row {n}"):
    """Keeps the first rows of each label, sorted by size."""
    kept = [row for row in rows if row.get("label") == label and row["size"] > {n}]
    kept.sort(key=lambda row: (-row["size"], row["name"]))
    if not kept:
        raise ValueError(f"nothing labelled {{label}}")
    return {{"label": label, "rows": kept[:limit], "total": sum(row["size"] for row in kept)}}
'''
PROGRAM = Path(__file__).parent.parent.parent / "fixtures" / "fixable" / "openai" / "constants.py"


def candidate(functions: int) -> str:
    """A program of the size of a real module that makes one call to a retired model."""
    return PROGRAM.read_text(encoding="utf-8") + "".join(FILLER.format(n=number) for number in range(functions))


def seconds(work: Callable[[], object]) -> float:
    """The least processor time of some rounds: what else the machine does only ever adds to it."""
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times)


@contextmanager
def tree(sources: dict[str, str]) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        for name, source in sources.items():
            Path(folder, name).write_text(source, encoding="utf-8")
        yield folder


def scanned(folder: str) -> Callable[[], object]:
    settings = load_settings([folder], folder, {"jobs": 1}, None, True)
    return lambda: run(ScanRequest((folder,), settings, None, folder))


def fixed(folder: str, source: str) -> float:
    """Seconds of the quickest run that fixes all files of a folder, made anew before each."""
    settings = load_settings([folder], folder, {"jobs": 1, "fix": True}, None, True)
    times = []
    for _ in range(ROUNDS):
        for path in Path(folder).iterdir():
            path.write_text(source, encoding="utf-8")
        started = time.process_time()
        run(ScanRequest((folder,), settings, None, folder))
        times.append(time.process_time() - started)
        assert all(path.read_text(encoding="utf-8") != source for path in Path(folder).iterdir())
    return min(times)


def cost_of_one(source: str) -> tuple[float, float, float]:
    """Seconds that one more candidate costs a run, without what the run costs at all, scanned and fixed; and seconds of a run."""
    with tree({"m0.py": source}) as folder:
        one, one_fixed = seconds(scanned(folder)), fixed(folder, source)
    with tree({f"m{number}.py": source for number in range(1 + MORE)}) as folder:
        return (seconds(scanned(folder)) - one) / MORE, (fixed(folder, source) - one_fixed) / MORE, one


def main() -> int:
    """Prints the figures; 1 if a candidate costs too much."""
    worst = worst_fixed = 0.0
    for functions in (20, 100, 300):
        source = candidate(functions)
        parse = seconds(partial(libcst.parse_module, source.encode()))
        scan, proven, alone = cost_of_one(source)
        worst, worst_fixed = max(worst, scan / parse), max(worst_fixed, proven / parse)
        lines = source.count("\n")
        figures = f"parse {parse * 1000:7.1f} ms, scan {scan * 1000:7.1f} ms, ratio {scan / parse:4.2f}"
        more = f"fixed and proven {proven * 1000:7.1f} ms, ratio {proven / parse:4.2f}"
        print(f"{lines:5} lines: {figures}; {more} (a run over it alone {alone * 1000:.1f} ms)")
    with tree({f"m{number}.py": FILLER.format(n=number) * 20 for number in range(500)}) as folder:
        print(f"500 clean files: {seconds(scanned(folder)) * 1000:.1f} ms")
    print(f"worst ratio {worst:.2f}, at most {MOST} allowed; with a fix {worst_fixed:.2f}, at most {MOST_FIXED} allowed")
    return int(worst > MOST or worst_fixed > MOST_FIXED)


if __name__ == "__main__":
    sys.exit(main())
