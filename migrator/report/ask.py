"""Asks at the terminal which fixes to apply: each as a coloured diff with its evidence, one key to answer."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, TextIO

from rich.console import Console
from rich.text import Text

from migrator import __version__
from migrator.findings import Counts, Finding, Report
from migrator.language import ENGLISH
from migrator.report import Style
from migrator.report.common import PROGRAM
from migrator.report.mask import mask_report
from migrator.report.plain import printable
from migrator.report.terminal import console_for
from migrator.report.text import Blocks

if sys.platform != "win32":
    import select
    import termios
    import tty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from migrator.analyse import PlannedFix

_KEYS = "ynaAq?"
_HELP = (
    ("y", "apply this fix"),
    ("n", "leave it"),
    ("a", "apply this and all further fixes of {rule} {name}"),
    ("A", "apply this and all further fixes in {path}"),
    ("q", "leave this and all further ones; what was accepted is written (so does Ctrl-C)"),
    ("?", "this help"),
)
_STOP = ("", "\x04", "\x03")


class Asker:
    """Asks for one fix after the other; inside `with`, the terminal gives single keys and Ctrl-C loses nothing."""

    def __init__(self, keys: TextIO, out: TextIO, style: Style) -> None:
        self.interrupted = False
        self._keys, self._out, self._style = keys, out, style
        self._console: Console = console_for(out, style.color)
        self._rules: set[str] = set()
        self._files: set[str] = set()
        self._stopped = False
        self._waiting = False
        self._owing = False
        self._bell = -1
        self._restore: list[Callable[[], object]] = []

    def __enter__(self) -> Asker:
        before = signal.signal(signal.SIGINT, self._on_interrupt)
        self._restore.append(lambda: signal.signal(signal.SIGINT, before))
        if sys.platform != "win32":  # pragma: no branch - a Windows console gives each key as it is
            # A signal that comes just before a read begins, or to another thread, would not end that read.
            self._bell, ringing = os.pipe()
            os.set_blocking(ringing, False)
            earlier = signal.set_wakeup_fd(ringing, warn_on_full_buffer=False)
            self._restore += [partial(os.close, self._bell), partial(os.close, ringing), partial(signal.set_wakeup_fd, earlier)]
            handle = self._keys.fileno()
            mode = termios.tcgetattr(handle)
            # DRAIN: what was typed ahead is kept.
            tty.setcbreak(handle, termios.TCSADRAIN)
            self._restore.append(lambda: _give_back(handle, mode))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for restore in reversed(self._restore):
            restore()
        self._restore.clear()

    def __call__(
        self, fixes: Sequence[PlannedFix], findings: Sequence[Finding], sources: Mapping[str, bytes]
    ) -> Sequence[PlannedFix]:
        """Those of a project's fixes that are wanted; once stopped, none."""
        self._owing = False
        report = Report(PROGRAM, __version__, "", tuple(findings), (), Counts(0, 0, 0.0), dict(sources))
        blocks = Blocks(_translated(mask_report(report), self._style), self._style, self._console)
        chosen: list[PlannedFix] = []
        for number, fix in enumerate(fixes, 1):
            if self._stopped or self.interrupted:
                break
            if self._accepted(fix, findings) or self._wants(fix, blocks, number, len(fixes)):
                chosen.append(fix)
        # From now on somebody's answers are to be written.
        self._owing = bool(chosen)
        return chosen

    def _accepted(self, fix: PlannedFix, findings: Sequence[Finding]) -> bool:
        mended = [findings[index] for index in fix.findings]
        return any(each.rule in self._rules for each in mended) or (bool(mended) and mended[0].place.path in self._files)

    def _wants(self, fix: PlannedFix, blocks: Blocks, number: int, total: int) -> bool:
        mended = [blocks.report.findings[index] for index in fix.findings]
        for finding in mended:
            for line in blocks.block(finding):
                self._console.print(line, no_wrap=True, overflow="ignore", crop=False)
            self._console.print()
        first = mended[0]
        while True:
            key = self._ask(f"{self._style.words(f'Apply this fix? ({number} of {total})')} [y,n,a,A,q,?] ")
            if key == "?":
                self._help(first)
            elif key in _STOP or key == "q":
                self._stopped = True
                self.interrupted = self.interrupted or key == "\x03"
                return False
            else:
                self._rules |= {first.rule} if key == "a" else set()
                self._files |= {first.place.path} if key == "A" else set()
                return key != "n"

    def _help(self, finding: Finding) -> None:
        for key, text in _HELP:
            told = text.format(rule=finding.rule, name=finding.name, path=printable(finding.place.path))
            self._say(f"  {key}  {self._style.words(told)}\n")

    def _ask(self, question: str) -> str:
        """One of the keys; line breaks and whatever means nothing here are passed over."""
        self._console.print(Text(question, "bold"), end="")
        self._out.flush()
        while True:
            key = self._key()
            if key in _STOP or key in _KEYS:
                self._say({"": "q", "\x04": "q", "\x03": "Ctrl-C"}.get(key, key) + "\n\n")
                return key
            if key.strip():
                self._say("\a")

    def _key(self) -> str:
        try:
            with self._interruptible():
                if sys.platform == "win32":  # pragma: no cover - keys of a Windows console
                    import msvcrt

                    return msvcrt.getwch()
                keys = self._keys.fileno()
                while keys not in (ready := select.select([keys, self._bell], [], [])[0]) or self._bell in ready:
                    os.read(self._bell, 512)
                return os.read(keys, 1).decode("latin-1")
        except KeyboardInterrupt:
            return "\x03"
        except OSError:
            return ""

    @contextmanager
    def _interruptible(self) -> Iterator[None]:
        self._waiting = True
        try:
            if self.interrupted:
                raise KeyboardInterrupt
            yield
        finally:
            self._waiting = False

    def _on_interrupt(self, number: int, frame: FrameType | None) -> None:
        again, self.interrupted = self.interrupted, True
        if self._waiting or (again and not self._owing):
            raise KeyboardInterrupt

    def _say(self, text: str) -> None:
        with suppress(OSError):
            self._out.write(text)
            self._out.flush()


if sys.platform != "win32":  # pragma: no branch

    def _give_back(handle: int, mode: list[int | list[bytes | int]]) -> None:
        # A terminal that was closed needs nothing back.
        with suppress(termios.error):
            termios.tcsetattr(handle, termios.TCSADRAIN, mode)


def _translated(report: Report, style: Style) -> Report:
    if style.words is ENGLISH:
        return report
    from migrator.translations import translated

    return translated(report, style.words)


def can_ask(keys: TextIO, out: TextIO) -> bool:
    """Whether there is somebody to ask."""
    return keys.isatty() and out.isatty()
