"""Frameworks on top of the SDKs: for each, ways to write the thinking switch."""

from __future__ import annotations

from dataclasses import dataclass

from tests.wire.frameworks import agno, langchain, litellm
from tests.wire.spellings import Spelling


@dataclass(frozen=True)
class Table:
    """A framework's spellings, and the requirements of the project that they stand in."""

    spellings: tuple[Spelling, ...]
    declared: str = "[]"


TABLES = {
    "langchain": Table(langchain.SPELLINGS),
    "litellm": Table(litellm.SPELLINGS),
    "agno": Table(agno.SPELLINGS, agno.DECLARED),
}
CORE = ("langchain", "litellm", "agno")
"""Those that run before each change goes in; the others run now and then."""
