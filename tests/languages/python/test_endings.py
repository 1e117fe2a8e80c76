"""Which functions may come to their end without a `return`."""

from __future__ import annotations

import libcst as cst
import pytest

from migrator.languages.python.endings import falls_through

GOES_ON = {
    "an if that goes on": "if a:\n  b()\nelse:\n  return 1",
    "an if": "if a:\n  return 1",
    "an elif without an else": "if a:\n  return 1\nelif b:\n  return 2",
    "an else that goes on": "if a:\n  return 1\nelse:\n  b()",
    "a loop": "for a in b:\n  return 1",
    "a loop that may be left": "while True:\n  if a:\n    break\n  return 1",
    "a caught failure": "try:\n  return 1\nexcept OSError:\n  pass",
    "a tried statement": "try:\n  a()\nexcept OSError:\n  return 1",
    "a match of some": "match a:\n  case 1:\n    return 1",
    "a match of all, one of which goes on": "match a:\n  case 1:\n    return 1\n  case _:\n    b()",
    "one line": "if a: return 1",
    "nothing": "pass",
}
ENDS = {
    "a return": "a()\nreturn 1",
    "a failure": "if a:\n  return 1\nraise ValueError",
    "both ways": "if a:\n  return 1\nelif b:\n  raise KeyError\nelse:\n  return 2",
    "the program's end": "if a:\n  return 1\nsys.exit(2)",
    "what never holds": "if a:\n  return 1\nassert False",
    "a loop without an end": "while True:\n  for a in b:\n    break\n  if a:\n    return 1",
    "a caught failure": "try:\n  return 1\nexcept OSError:\n  raise",
    "at last": "try:\n  a()\nfinally:\n  return 1",
    "what else was tried": "try:\n  a()\nexcept OSError:\n  return 2\nelse:\n  return 1",
    "a context": "with a:\n  return 1",
    "a match of all": "match a:\n  case 1:\n    return 1\n  case _:\n    return 2",
}


def body(source: str) -> cst.BaseSuite:
    indented = "".join(f"  {line}\n" for line in source.splitlines())
    function = cst.parse_module(f"def f():\n{indented}").body[0]
    assert isinstance(function, cst.FunctionDef)
    return function.body


@pytest.mark.parametrize("name", GOES_ON)
def test_the_end_may_be_reached(name: str) -> None:
    assert falls_through(body(GOES_ON[name]))


@pytest.mark.parametrize("name", ENDS)
def test_the_end_is_never_reached(name: str) -> None:
    assert not falls_through(body(ENDS[name]))
