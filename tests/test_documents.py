"""What may be written into a text inside a file, and where it then stands."""

from __future__ import annotations

import pytest

from migrator.changes import CannotWrite
from migrator.documents import Embedding, Piece
from migrator.findings import Edit

OUTER = r'"ab\u00e9cd" + x + "ef"'
"""A text `abécd-ef` in two literals, with something between them that only the program knows (`-` stands for it)."""
PIECES = (Piece(0, 2, 1, 3), Piece(2, 4, 3, 9), Piece(4, 6, 9, 11), Piece(6, 7, 11, 11), Piece(7, 9, 20, 22, 1))
INNER = "abécd-ef".encode()


def lifted(start: int, end: int, text: str) -> str:
    edits = Embedding(PIECES).lift("a.py", [Edit("a.py#0", start, end, text)])
    new = OUTER
    for edit in sorted(edits, reverse=True):
        new = new[: edit.start] + edit.text + new[edit.end :]
    return new


@pytest.mark.parametrize(
    "start, end, new",
    [
        (0, 1, r'"Xb\u00e9cd" + x + "ef"'),
        (1, 5, r'"aXd" + x + "ef"'),
        (2, 4, r'"abXcd" + x + "ef"'),
        (0, 0, r'"Xab\u00e9cd" + x + "ef"'),
        (2, 2, r'"abX\u00e9cd" + x + "ef"'),
        (4, 4, r'"ab\u00e9Xcd" + x + "ef"'),
        # Before what only the program knows: behind what comes before.
        (6, 6, r'"ab\u00e9cdX" + x + "ef"'),
        (7, 7, r'"ab\u00e9cd" + x + "Xef"'),
        (9, 9, r'"ab\u00e9cd" + x + "efX"'),
    ],
)
def test_what_can_be_written(start: int, end: int, new: str) -> None:
    assert lifted(start, end, "X") == new


@pytest.mark.parametrize("start, end", [(3, 4), (1, 3), (6, 7), (5, 7), (3, 3)])
def test_what_cannot(start: int, end: int) -> None:
    """Half an escape, and what no literal holds."""
    with pytest.raises(CannotWrite):
        lifted(start, end, "X")


def test_nothing_is_written_between_two_things_that_only_the_program_knows() -> None:
    embedding = Embedding((Piece(0, 1, 1, 1), Piece(1, 2, 1, 1)))
    with pytest.raises(CannotWrite):
        embedding.lift("a.py", [Edit("a.py#0", 1, 1, "X")])


def test_a_section_is_not_written_over_into_the_next() -> None:
    embedding = Embedding((Piece(0, 2, 0, 2, 0, 1), Piece(2, 4, 10, 12, 0, 2)))
    with pytest.raises(CannotWrite):
        embedding.lift("a.py", [Edit("a.py#0", 1, 3, "X")])


PLACES = [(0, 0), (1, 0), (2, 1), (3, 2), (5, 4), (9, 4), (10, 5), (15, 7), (20, 7), (21, 8), (22, 9), (23, 9)]


@pytest.mark.parametrize("outer, inner", PLACES)
def test_a_place_in_the_file_is_one_in_the_text(outer: int, inner: int) -> None:
    assert Embedding(PIECES).inner(outer) == inner
