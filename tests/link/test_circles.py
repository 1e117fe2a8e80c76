"""Values that are made of one another: what they are, and how often one is looked at until all of them are known."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.analyse import linker_of
from migrator.link.program import trailing_name
from migrator.reach import BriefLinker, Reach
from migrator.words import sieve_of
from tests.link.programs import counted, in_words, project_of


def names(lines: list[str]) -> str:
    """Names of the module that a function sets: each may be what it was given last, in whatever order."""
    known = sorted({line.partition(" = ")[0] for line in lines})
    return f"def start():\n    global {', '.join(known)}\n" + "".join(f"    {line}\n" for line in lines) + "def use():\n"


def circle(size: int) -> str:
    """Names each of which may be one of the next two, round and round; the last has a value of its own."""
    lines = [f"n{at} = n{(at + 1) % size} or n{(at + 2) % size}" for at in range(size - 1)]
    probes = "".join(f"    probe{at} = n{at}\n" for at in range(size))
    return names([*lines, f'n{size - 1} = n0 or "a"']) + probes


def looked_at(folder: Path, source: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, dict[str, set[str]]]:
    """How many values were evaluated, and what each `probe…` is."""
    project = project_of(folder, {"program.py": source})
    count = counted(monkeypatch)
    linker = linker_of(project)
    facts = project.program.facts["program.py"]
    found = {
        name: {in_words(each) for binding in bindings for each in linker.outcomes(binding.value, "program.py")}
        for (_, name), bindings in facts.bindings.items()
        if name.startswith("probe")
    }
    return count(), found


def test_every_value_of_a_circle_is_what_is_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, found = looked_at(tmp_path, circle(6), monkeypatch)
    assert found == {f"probe{at}": {"a"} for at in range(6)}


def test_what_has_no_end_is_given_up_at_once_for_whoever_asks_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names that are given each other in more ways than are looked at; many ask for one of them."""
    inner = [f"n{at} = {' or '.join(f'n{(at + step) % 30}' for step in range(1, 8))}" for at in range(30)]
    askers = "".join(f'    probe{at} = n{at % 3} if input() else "a"\n' for at in range(60))
    count, found = looked_at(tmp_path, names(inner) + askers, monkeypatch)
    assert all("a" in each for each in found.values())
    assert count < 8_000, count


def test_a_circle_inside_a_longer_way_is_looked_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The head of a circle asks for nothing further up: what is found there holds for whoever asks next."""
    inner = [*(f"n{at} = n{at + 1} or n{(at + 2) % 6}" for at in range(5)), 'n5 = n0 or "a"']
    users = [f"u{at} = n0 if input() else u{at + 1}" for at in range(12)]
    count, found = looked_at(tmp_path, names([*inner, *users, 'u12 = "c"']) + "    probe = u0\n", monkeypatch)
    assert found["probe"] == {"a", "c"}
    assert count < 300, count


def test_what_inherits_from_a_class_by_way_of_its_own_attribute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who inherits is asked for while the base is still being looked for: what is known by then is not all, and not kept."""
    source = """class Base:
    part = None
    own = "a"
def part_of(base: Base):
    return base.part
def inherit(base: Base):
    class Heir(part_of(base).Base):
        part = "b"
class Other(Base):
    own = "c"
def ask(base: Base):
    probe0 = base.part
    probe1 = base.own
"""
    _, found = looked_at(tmp_path, source, monkeypatch)
    assert found == {"probe0": {"None", "?caller"}, "probe1": {"a", "c", "?caller"}}


def test_an_object_whose_attribute_is_set_by_way_of_that_attribute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = """class Node:
    def __init__(self):
        self.next = None
        self.name = "a"
def after(node: Node):
    return node.next
def link(node: Node):
    after(node).next = Node()
    node.next = Node()
    after(node).name = "b"
probe0 = after(Node()).name
"""
    _, found = looked_at(tmp_path, source, monkeypatch)
    assert found == {"probe0": {"a", "b"}}


STEPS = (
    "".join(f"def f{at}(x):\n    return f{at + 1}(x) if x else f{at + 1}(0)\n" for at in range(60))
    + "def f60(x):\n    return x\n"
)


@pytest.mark.parametrize(("given", "reached"), [("f0(1)", True), ("f58(1)", False)])
def test_what_takes_too_long_to_rule_out_is_tried_once(
    given: str, reached: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever else is given the same value counts as reached at once."""
    project = project_of(tmp_path, {"program.py": f"{STEPS}VALUE = {given}\n" + "send(VALUE)\n" * 9})
    linker = linker_of(project)
    inner = BriefLinker(project.program, linker.library_of, linker.keeps)
    asked = Reach(inner, sieve_of(project.rulebook).stems, frozenset(), ())
    facts = project.program.facts["program.py"]
    first, *others = [call for call in facts.calls if trailing_name(call.callee) == "send"]
    assert asked(facts, first) is reached
    count = counted(monkeypatch)
    assert [asked(facts, each) for each in others] == [reached] * 8
    assert count() < 40
