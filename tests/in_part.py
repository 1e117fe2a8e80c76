"""The comparison of two versions of a Python file whose old tree has gone, made by the statements that edits touch."""

from __future__ import annotations

from collections.abc import Sequence

from migrator.ahead import compared, treeless
from migrator.findings import Edit
from migrator.languages.base import Document
from migrator.languages.python import outline
from migrator.languages.python.language import PYTHON


def compare_in_part(path: str, old: bytes, new: bytes, edits: Sequence[Edit]) -> str | None:
    """What is wrong with the new bytes; however small a file, no more of the old one is parsed than has to be."""
    before = PYTHON.read(path, old, lambda text: False)
    assert isinstance(before, Document)
    few, outline.FEW = outline.FEW, 1
    try:
        return compared(PYTHON, treeless(before, PYTHON), new, edits, lambda text: False)[0]
    finally:
        outline.FEW = few
