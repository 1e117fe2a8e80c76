"""Of what day the rulebook is, and how old that makes it: asked without reading the rulebook."""

from __future__ import annotations

import datetime
import os
import re

MARKER = "RULEBOOK"
"""The file that shows a folder to hold the rules; its date is the rulebook's."""
_DATE = re.compile(r'^date = "([0-9-]+)"', re.MULTILINE)


def folder_of(package: str) -> str | None:
    """The rules beside the package in a checkout, else the copy inside it.

    The checkout comes first: the copy that an editable install may leave in the package goes stale.
    """
    folders = (os.path.join(os.path.dirname(package), "rules"), os.path.join(package, "_rulebook"))
    return next((folder for folder in folders if os.path.isfile(os.path.join(folder, MARKER))), None)


def shipped() -> str:
    """The date of the rulebook that the tool came with; empty where there is none."""
    folder = folder_of(os.path.dirname(os.path.abspath(__file__)))
    if folder is None:
        return ""
    try:
        with open(os.path.join(folder, MARKER), encoding="utf-8") as file:
            found = _DATE.search(file.read())
    except (OSError, UnicodeDecodeError):
        return ""
    return found[1] if found is not None else ""


def age(date: str, today: str) -> int | None:
    """How many days before `today` that was; None where it was not, or where one of them is no date."""
    try:
        days = (datetime.date.fromisoformat(today) - datetime.date.fromisoformat(date)).days
    except ValueError:
        return None
    return days if days >= 0 else None


def told(date: str, today: str) -> str:
    """Date and age in words; empty where the date is not known."""
    days = age(date, today)
    old = "" if days is None else f", {days:,} day{'' if days == 1 else 's'} old"
    return f"rulebook of {date}{old}" if date else ""
