"""Keeps Python's collector from looking through syntax trees, which hold no cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Looking for cycles in syntax trees costs half as much as making them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def collector_back() -> None:
    """For commands that run on: at the start of the process it was turned off for those that end with what they do."""
    # Most of what they make stays: what there is to look through again and again.
    gc.set_threshold(100_000, 10, 10)
    gc.enable()
