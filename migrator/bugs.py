"""Tells in one line of a fault of this program's own."""

from __future__ import annotations

import os

BUG = "bug"
"""The code of what was not judged for such a fault."""


def in_one_line(error: Exception) -> str:
    """What a person is to report: the kind of error, and where in this program it came up."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f" in {os.path.basename(place.tb_frame.f_code.co_filename)}:{place.tb_lineno}" if place else ""
    return f"this is a bug, please report it: {type(error).__name__}{where}: {error}"
