"""What the functions of a file are lent by whoever calls them: what they put into it, others have."""

from __future__ import annotations

from dataclasses import dataclass

from migrator.facts import FileFacts
from migrator.link.program import marked_as, trailing_name
from migrator.values import Element, Item, Member, Parameter, Value

REMEMBERING = ("cache", "singleton", "memo")
CLASS_METHOD = "classmethod"


@dataclass(frozen=True, slots=True)
class Lent:
    """What the functions of a file are lent: `names` of parameters, and of what loops take from something.

    What methods call the object that they are of is none of them; `classes` are what class methods call their class.
    """

    names: frozenset[str]
    classes: frozenset[str]


def lent_in(facts: FileFacts) -> Lent:
    """Everything that a file's functions are lent."""
    methods = [each for each in facts.functions if each.owner is not None and each.parameters]
    firsts = frozenset(each.parameters[0].name for each in methods)
    marked = (each for each in methods if any(marked_as(facts, mark) == CLASS_METHOD for mark in each.decorators))
    names = {
        name for (_, name), found in facts.bindings.items() if any(isinstance(each.value, (Parameter, Element)) for each in found)
    }
    return Lent(frozenset(names - firsts), frozenset(each.parameters[0].name for each in marked))


def remembers(decorator: Value, facts: FileFacts) -> bool:
    """Whether a decorator lets a function give everybody the same object."""
    name = marked_as(facts, decorator).lower()
    return any(word in name for word in REMEMBERING)


def root_of(value: Value) -> str:
    """The name that a value is reached from."""
    while isinstance(value, (Member, Item)):
        value = value.base
    return trailing_name(value)
