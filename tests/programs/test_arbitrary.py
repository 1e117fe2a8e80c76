"""Any valid Python: a few programs of it; `python -m tests.programs.arbitrary --minutes 30` has more."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.programs.arbitrary import programs, sprinkled
from tests.programs.meaning import Program
from tests.programs.promise import broken


@settings(derandomize=True, database=None, deadline=None, max_examples=12, suppress_health_check=list(HealthCheck))
@given(programs())
@pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning")
def test_every_promise_holds(program: Program) -> None:
    assert list(broken(program.data)) == []


@settings(derandomize=True, database=None, max_examples=20)
@given(st.data())
def test_names_of_ours_take_the_places_of_others(chance: st.DataObject) -> None:
    source = 'a = b("c", d=1)\n'
    changed = sprinkled(source, chance)
    assert changed.count("(") >= 1
    assert [sign for sign in changed if sign in "=,"] == ["=", ",", "="]
    assert sprinkled("def (", chance) == "def ("
