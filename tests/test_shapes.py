"""The comparison of two trees, on trees that are written down: what is where, and what edits took and wrote."""

from __future__ import annotations

from collections.abc import Set

import pytest

from migrator.shapes import Regions, Shape, difference, dropped, regions


class Tree:
    """A version with these nodes, one line for each ten places; it keeps what it was asked for."""

    def __init__(self, *shapes: Shape) -> None:
        self._shapes = frozenset(shapes)
        self.asked: list[Regions | None] = []

    def line(self, at: int) -> int:
        return at // 10 + 1

    def shapes(self, near: Regions | None) -> Set[Shape]:
        self.asked.append(near)
        return self._shapes


Place = tuple[int, int]
JOINING = frozenset({"Sum", "Choice"})
OTHER = "is another thing or belongs elsewhere now"


def told(old: list[Shape], new: list[Shape], *edits: tuple[Place, int]) -> str | None:
    """What differs after edits at these places, which write so much."""
    removed, written = regions([place for place, _ in edits], [length for _, length in edits])
    return difference(Tree(*old), Tree(*new), removed, written, JOINING)


def test_what_edits_write_stands_where_those_before_it_have_moved_it() -> None:
    removed, written = regions([(2, 4), (6, 6), (8, 9)], [1, 3, 0])
    assert removed == Regions((2, 6, 8), (4, 6, 9))
    assert written == Regions((2, 5, 10), (3, 8, 10))


@pytest.mark.parametrize("lengths", [[], [1], [1, 2, 3]])
def test_each_place_has_one_length(lengths: list[int]) -> None:
    with pytest.raises(ValueError, match="zip"):
        regions([(0, 1), (2, 3)], lengths)


def test_only_what_edits_touch_is_looked_at_where_nothing_differs() -> None:
    removed, written = regions([(2, 4)], [3])
    old, new = Tree(("Name", 2, 4)), Tree(("Name", 2, 5))
    assert difference(old, new, removed, written, JOINING) is None
    assert (old.asked, new.asked) == ([removed], [written])


def test_a_node_that_edits_take_or_write_may_come_and_go() -> None:
    assert told([("Name", 2, 4)], [("Number", 2, 5)], ((2, 4), 3)) is None
    # Between two edits, with what stood between them.
    assert told([("Call", 2, 9)], [("Index", 2, 9)], ((2, 4), 2), ((7, 9), 2)) is None


def test_a_node_that_no_edit_takes_stays() -> None:
    assert told([("Call", 20, 22), ("Name", 2, 4)], [("Name", 2, 4)], ((4, 5), 1)) == f"line 3: Call {OTHER}"


def test_a_node_that_no_edit_writes_does_not_come_about() -> None:
    assert told([("Name", 2, 4)], [("Name", 2, 4), ("Call", 20, 22)], ((4, 5), 1)) == "line 3: Call came about outside the edits"


def test_an_edit_may_go_on_with_a_node_but_not_join_it_to_something() -> None:
    old: list[Shape] = [("Name", 2, 3)]
    assert told(old, [*old, ("Attribute", 2, 5)], ((3, 3), 2)) is None
    assert told(old, [*old, ("Sum", 2, 5)], ((3, 3), 2)) == "line 1: Sum came about outside the edits"
    assert told(old, [*old, ("Sum plus", 2, 5)], ((3, 3), 2)) == "line 1: Sum plus came about outside the edits"
    assert told(old, [("Name", 4, 5), ("Call", 2, 5)], ((2, 2), 2)) is None


@pytest.mark.parametrize(
    "old, new, edit",
    [
        # `a[0]` becomes `a`, `new a` becomes `a`.
        ([("Index", 2, 6), ("Name", 2, 3)], [("Name", 2, 3)], ((3, 6), 0)),
        ([("New", 2, 8), ("Name", 6, 8)], [("Name", 2, 4)], ((2, 6), 0)),
    ],
)
def test_what_is_left_of_a_node_may_be_one_of_its_own(old: list[Shape], new: list[Shape], edit: tuple[Place, int]) -> None:
    assert told(old, new, edit) is None
    assert told(old[:1], new, edit) == f"line 1: {old[0][0]} {OTHER}"
    joined: list[Shape] = [("Choice", *old[0][1:]), old[1]]
    assert told(joined, new, edit) == f"line 1: Choice {OTHER}"
    joined = [("Sum plus", *old[0][1:]), old[1]]
    assert told(joined, new, edit) == f"line 1: Sum plus {OTHER}"


@pytest.mark.parametrize("place", [(0, 2), (5, 7)])
def test_an_edit_beside_a_node_takes_nothing_of_it(place: Place) -> None:
    assert told([("Call", 2, 5)], [], (place, 0)) == f"line 1: Call {OTHER}"


@pytest.mark.parametrize("end", [2, 3, 9])
def test_what_ends_where_two_edits_meet_may_end_before_between_or_behind_what_they_write(end: int) -> None:
    edits = (((2, 4), 1), ((4, 6), 6))
    assert told([("Block", 0, 4)], [("Block", 0, end)], *edits) is None
    assert told([("Block", 0, 4)], [("Block", 0, 5)], *edits) == f"line 1: Block {OTHER}"


def test_of_all_that_differs_the_first_and_largest_is_told() -> None:
    nodes: list[Shape] = [("Name", 12, 13), ("List", 12, 20), ("Map", 12, 20), ("Call", 30, 40), ("Ending", 14, 15)]
    assert told(nodes, [], ((0, 1), 1)) == f"line 2: List {OTHER}"


def test_a_comment_that_went_elsewhere_is_not_lost() -> None:
    assert dropped(["# one\n", "# two"], ["# two", "# one"]) is None
    assert dropped(["# one", "# one"], ["# one"]) == "a comment is lost: # one"
    assert dropped(["# deepseek-migrate: ignore"], []) is None
    assert dropped(["0123456789" * 7], []) == f"a comment is lost: {'0123456789' * 6}"
