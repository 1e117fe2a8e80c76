"""Ends a piece of work by `kill -9` at any of its steps."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from types import FrameType


def killed_after(steps: int, work: Callable[[], object]) -> bool:
    """Run `work` in a copy of this process that kills itself at its so-many-th step; whether it got so far.

    A step is each call and each return, of Python's own functions as well: between any two system calls lie several.
    """
    child = os.fork()
    if child == 0:
        left = steps

        def count(frame: FrameType, event: str, argument: object) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.setprofile(count)
            work()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def steps_of(work: Callable[[], object]) -> int:
    """How many steps the work takes."""
    counted = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal counted
        counted += 1

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return counted
