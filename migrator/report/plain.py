"""What the formats for people share: which findings they show, safe text, and the words for a finding's state."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from migrator.report import Style
from migrator.reported import Certainty, Report

if TYPE_CHECKING:
    from migrator.findings import Finding

# Control characters could drive the terminal, and direction marks could show text in another order than it has.
_UNSAFE = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """The text on one line, each character that a terminal must not get replaced; as many characters as before."""
    return _UNSAFE.sub("\ufffd", text)


def shown(report: Report, style: Style) -> list[Finding]:
    """The findings to list: not suppressed, and `likely` or above unless asked for more; in the order of the places."""
    least = Certainty.POSSIBLE if style.verbose else Certainty.LIKELY
    listed = (f for f in report.findings if f.suppressed is None and f.certainty >= least)
    if style.fixes_only:
        listed = (f for f in listed if f.fix is not None and f.fix.applied)
    return sorted(listed, key=lambda f: (f.place.path, f.place.line, f.place.column, f.rule))


def hidden(report: Report, style: Style) -> int:
    """How many findings are not listed for being merely possible."""
    if style.verbose or style.fixes_only:
        return 0
    return sum(f.suppressed is None and f.certainty < Certainty.LIKELY for f in report.findings)


def state(finding: Finding) -> str:
    """What happens to a finding, in a few words; empty where nothing can be done by machine."""
    if finding.fix is not None:
        if finding.fix.applied:
            return "fixed"
        return "fixable" if finding.fix.applicability == "safe" else "fixable with --unsafe-fixes"
    return f"refused: {finding.refusal.code}" if finding.refusal is not None else ""


def count(number: int, noun: str, nouns: str = "") -> str:
    """A number with its noun: 1 file, 2 files; `nouns` where no s makes it more."""
    return f"{number:,} {noun if number == 1 else nouns or f'{noun}s'}"


def columns(text: str) -> int:
    """How wide a terminal shows the text: Chinese characters take two columns."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def padded(text: str, width: int) -> str:
    """The text with blanks behind it up to `width` columns."""
    return text + " " * (width - columns(text))
