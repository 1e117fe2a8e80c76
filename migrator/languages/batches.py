"""Lines of a batch, each of which is a request that somebody sends later: `{"custom_id": …, "url": …, "body": {…}}`."""

from __future__ import annotations

from migrator.values import Literal, Record

NUMBERED, URL, BODY = "custom_id", "url", "body"
"""What a line is called by, where it goes, and what is sent."""


def is_line(record: Record) -> bool:
    """Whether a mapping is such a line."""
    return any(isinstance(entry.key, Literal) and entry.key.value == NUMBERED for entry in record.entries)
