"""Writes programs, runs them before and after under the real SDKs: `python -m tests.programs --minutes 30 [--read]`.

With `--read` nothing is run: the promises that need no SDK are checked alone, twice as many a minute. A program of which
something does not hold is printed with what it was to mean; `--seed` makes it again.
"""

from __future__ import annotations

import argparse
import collections
from collections.abc import Iterator, Sequence

from tests.programs.build import programs
from tests.programs.meaning import Program
from tests.programs.promise import broken
from tests.programs.sdk import Bench
from tests.programs.search import rounds
from tests.programs.wired import wrong


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--read", action="store_true")
    given = parser.parse_args(arguments)
    seen: collections.Counter[str] = collections.Counter()
    tried = 0
    with Bench() as bench:

        def everything(program: Program) -> Iterator[str]:
            yield from broken(program.data)
            if not given.read:
                yield from wrong(program, bench)

        for number, found in enumerate(rounds(programs(), everything, given.seed, given.minutes), given.seed):
            tried += found.tried
            for kind, (program, problem) in found.problems.items():
                seen[kind] += 1
                if seen[kind] == 1:
                    print(f"=== seed {number}: {problem}\n{program}", flush=True)
            print(f"{tried:,} programs", flush=True)
    for kind, count in seen.most_common():
        print(f"{count} x {kind}")
    return int(bool(seen))


if __name__ == "__main__":
    raise SystemExit(main())
