"""Lets Ctrl-C and SIGTERM end a run between two steps: what is being written is finished, and the report still comes."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from functools import partial
from types import FrameType, TracebackType

INTERRUPTED = "interrupted"
"""The code of what an interrupted run did not come to."""
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
_OPEN, _LAST, _HELD = range(3)


class Stops:
    """Which signal asked the run to end, if one did; inside `with`, signals come here.

    A run is `open` to them while it only reads: it ends there and then, by KeyboardInterrupt. It is `held` while it
    writes: the signal is noted in `asked`, and whoever writes looks there between two files. In the end, when only the
    report is to come (`last`), whoever asks twice does not want that either.
    """

    def __init__(self) -> None:
        self.asked: int | None = None
        self._state = _OPEN
        self._listening = False
        self._restore: list[Callable[[], object]] = []

    def __enter__(self) -> Stops:
        self._listening = True
        if threading.current_thread() is threading.main_thread():
            for name in _NAMES:
                number = getattr(signal, name, None)
                # Who runs us with nohup wants no hang-up.
                if number is not None and signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
                    self._restore.append(partial(signal.signal, number, signal.signal(number, self._on_signal)))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._listening = False
        while self._restore:
            self._restore.pop()()

    def open(self) -> None:
        """From now on a signal ends the work at once; so does one that came before."""
        self._state = _OPEN
        if self.asked is not None:
            self._state = _HELD
            raise KeyboardInterrupt

    def hold(self) -> None:
        """From now on a signal is only noted."""
        self._state = _HELD

    def last(self) -> None:
        """From now on the second signal ends the work at once."""
        self._state = _LAST

    def interrupted(self) -> bool:
        """Note an interruption; False where nobody listens, so that it is not for us to catch."""
        self.hold()
        if self._listening and self.asked is None:
            self.asked = int(signal.SIGINT)
        return self._listening

    @property
    def status(self) -> int | None:
        """The exit status of a run that a signal ended, as shells have it; None where none did."""
        return None if self.asked is None else 128 + self.asked

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        again, self.asked = self.asked is not None, self.asked or number
        if self._state == _OPEN or (self._state == _LAST and again):
            # Once: what is thrown must get to whoever catches it.
            self._state = _HELD
            raise KeyboardInterrupt


def leave_signals() -> None:
    """In a worker: Ctrl-C reaches every process of a terminal, and ours are ended by the one that started them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    end_with_parent(0.0)


def end_with_parent(patience: float) -> None:
    """In a worker: end when whoever started it was killed, since it would wait for work for ever.

    `patience`: the seconds that it has to end by itself, by SIGTERM; 0 for none.
    """
    threading.Thread(target=_outlived, args=(patience,), daemon=True).start()


def _outlived(patience: float) -> None:
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is None:  # pragma: no cover - a process that some other engine has started, and ends by itself
        return
    parent.join()
    if patience:  # pragma: no cover - whoever measures was killed: nobody learns that this ran
        os.kill(os.getpid(), signal.SIGTERM)
        threading.Event().wait(patience)
    os._exit(1)
