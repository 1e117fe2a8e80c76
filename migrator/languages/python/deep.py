"""Runs a function where deep recursion is safe: on a thread of its own with a large stack."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

STACK = 256 * 1024 * 1024
FRAMES = 20_000
_settings = threading.Lock()


def on_deep_stack(function: Callable[[], T]) -> T:
    """The function's result (or exception), computed with room for about 20,000 frames."""
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(function())
        except BaseException as error:
            errors.append(error)

    # The stack's size and the recursion limit belong to the whole interpreter: one thread at a time changes them.
    with _settings:
        size, limit = threading.stack_size(STACK), sys.getrecursionlimit()
        sys.setrecursionlimit(max(limit, FRAMES))
        try:
            thread = threading.Thread(target=run, name="deep", daemon=True)
            thread.start()
            thread.join()
        finally:
            threading.stack_size(size)
            sys.setrecursionlimit(limit)
    if errors:
        raise errors[0]
    return results[0]
