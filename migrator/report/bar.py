"""The progress bar: on a terminal, for runs that take a while, and gone without a trace."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import TextIO

from migrator.settings_model import Settings

PATIENCE = 0.5
"""A run that is over within so many seconds shows none."""
PAUSE = 0.1
_LONGEST = 30
_CLEAR = "\r\x1b[K"


class Bar:
    """Draws one line anew while the run goes on; inside `with`, and wiped out at the end."""

    def __init__(self, out: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._out, self._clock = out, clock
        self._next = clock() + PATIENCE
        self._drawn = False
        plain = not (out.encoding or "").lower().startswith("utf")
        self._full, self._empty = ("#", ".") if plain else ("█", "░")

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._drawn:
            self._write(_CLEAR)

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Draw, unless that was done a moment ago."""
        now = self._clock()
        if now < self._next or total < 1:
            return
        import shutil

        self._next = now + PAUSE
        self._drawn = True
        self._write(_CLEAR + self._line(stage, min(done, total), total, shutil.get_terminal_size().columns))

    def _line(self, stage: str, done: int, total: int, width: int) -> str:
        counted = f"{stage} {done:,} of {total:,}"
        room = min(_LONGEST, width - len(counted) - 3)
        if room < 5:
            return counted[: max(width - 1, 1)]
        full = room * done // total
        return f"{self._full * full}{self._empty * (room - full)} {counted}"

    def _write(self, text: str) -> None:
        try:
            self._out.write(text)
            self._out.flush()
        except OSError:
            # Whoever closed the terminal will not miss it.
            self._next = float("inf")


def wants_bar(settings: Settings, out: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether somebody is there to look at a bar, and did not ask for silence."""
    in_ci = environment.get("CI", "").lower() not in ("", "0", "false")
    asked = settings.progress and not settings.quiet and not settings.interactive
    return asked and not in_ci and environment.get("TERM") != "dumb" and out.isatty()
