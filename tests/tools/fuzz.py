"""Feeds every reader with fixtures damaged at random, as long as one likes: `python -m tests.tools.fuzz --minutes 30`.

What must hold of each: nothing is raised, what is written was proven, nothing is edited without a finding, and a second
run edits nothing. A damaged file that breaks it is written to the current folder, with the seed to make it again.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from migrator.bugs import BUG
from migrator.findings import Report
from migrator.report.output import fixed_source
from migrator.scan import ScanRequest, run
from migrator.settings_model import Settings
from tests.tool import ROOT

SIGNS = [*b"\"'`()[]{}<>=:;,.#/\\*+-$%&|!?@~^ \t\r\n\f\0", *range(0x80, 0x90), 0xC3, 0xE4, 0xEF, 0xFE, 0xFF]
WORDS = (
    b"deepseek-v3",
    b"deepseek-r1",
    b"enable_thinking",
    b"extra_body",
    b"**",
    b"None",
    b"null",
    b'"""',
    b"\xef\xbb\xbf",
    b"\\u",
    b"${",
    b"$(",
)
LARGEST = 20_000


def seeds() -> list[tuple[str, bytes]]:
    """The fixtures, by their path."""
    found = (path for path in sorted((ROOT / "fixtures").rglob("*")) if path.is_file() and path.suffix != ".expected")
    held = ((path.name, path.read_bytes()) for path in found if "expected" not in path.parts)
    return [(name, data) for name, data in held if len(data) <= LARGEST]


def damaged(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """The bytes with a few things done to them."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice((1, 1, 2, 5, 20, 100)))
        what = chance.randrange(8)
        if what == 0:
            data = data[:at] + data[end:]
        elif what == 1:
            data = data[:at] + bytes([chance.choice(SIGNS)]) + data[at:]
        elif what == 2:
            data = data[:at] + bytes([chance.choice(SIGNS)]) + data[at + 1 :]
        elif what == 3:
            data = data[:end] + data[at:end] + data[end:]
        elif what == 4:
            data = data[:at] + chance.choice(WORDS) + data[at:]
        elif what == 5:
            data = data[:at]
        elif what == 6:
            start = chance.randrange(len(other) + 1)
            data = data[:at] + other[start : start + chance.choice((5, 40, 200))] + data[at:]
        else:
            data = data.replace(b"\n", chance.choice((b"\r\n", b"\r", b"\n\n", b"\f\n")), chance.choice((1, -1)))
    return data


def problem(folder: str, name: str, data: bytes) -> str | None:
    """What does not hold of a file."""
    settings = Settings(cwd=folder, fix=True, unsafe_fixes=True, jobs=1)

    def treated(given: bytes) -> tuple[Report, bytes]:
        report = run(ScanRequest((name,), settings, (name, given), folder))
        return report, fixed_source(report, name, given)

    report, new = treated(data)
    unproven = [each.message for each in report.skipped if each.code in ("not-proven", BUG)]
    if unproven:
        return f"not proven: {unproven[0]}"
    if new != data and not any(each.fix is not None and each.fix.applied for each in report.findings):
        return "edited without a finding"
    if new == data:
        return None
    _, again = treated(new)
    return None if again == new else "a second run edits more"


def attempts(seed: int) -> Iterator[tuple[int, str, bytes]]:
    """Damaged files without end, each with the seed that makes it."""
    held = seeds()
    while True:
        chance = random.Random(seed)
        name, data = chance.choice(held)
        yield seed, name, damaged(data, chance.choice(held)[1], chance)
        seed += 1


def failures(seed: int, most: int | None, until: float | None) -> Iterator[tuple[int, str, bytes, str]]:
    """The attempts of which something does not hold."""
    with tempfile.TemporaryDirectory() as folder:
        for number, (used, name, data) in enumerate(attempts(seed)):
            if (most is not None and number >= most) or (until is not None and time.monotonic() > until):
                return
            try:
                found = problem(folder, name, data)
            except Exception as error:
                found = f"{type(error).__name__}: {error}"
            if found is not None:
                yield used, name, data, found
            if until is not None and number % 1000 == 999:
                print(f"{number + 1:,} files", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args(arguments)
    count = 0
    for seed, name, data, found in failures(given.seed, None, time.monotonic() + 60 * given.minutes):
        count += 1
        Path(f"fuzz-{seed}-{name}").write_bytes(data)
        print(f"fuzz-{seed}-{name}: {found}", flush=True)
    return int(count > 0)


if __name__ == "__main__":
    raise SystemExit(main())
