"""What evaluating a neutral value can give: constants, symbols, objects, mappings, or nothing known."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple, TypeAlias

from migrator.plain import dataclass
from migrator.values import Scalar, Site, Value

HOLE = "￼"
"""Stands for an unknown part in text that is put together at run time."""


class CallRef(NamedTuple):
    """A call by its file and number."""

    path: str
    number: int


Frames: TypeAlias = "tuple[tuple[str, int, CallRef], ...]"
"""The calls through which an evaluation went into functions: (path, function, call)."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A known value; `exact` when one literal in the source is that value, `absent` when that is none at all."""

    value: Scalar
    exact: bool = True
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """Text of which some parts are unknown (`HOLE`); `literals` are the known parts."""

    text: str
    literals: tuple[tuple[str, Site], ...]
    reasons: tuple[str, ...] = ()
    """Why the unknown parts are unknown."""
    begins: str = ""
    """The environment variable that it begins with."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """Something imported from outside the project, by its dotted name."""

    name: str


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the project."""

    path: str


@dataclass(frozen=True, slots=True)
class Made:
    """What a call of a symbol returned; `call` is None where only a type is known; `also` are later copies' calls."""

    symbol: str
    call: CallRef | None
    frames: Frames = ()
    also: tuple[tuple[CallRef, Frames], ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """An attribute path on such an object."""

    made: Made
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """A function of the project, with the object it is bound to."""

    path: str
    number: int
    owner: Object | None = None
    frames: Frames = ()


@dataclass(frozen=True, slots=True)
class Type:
    """A class of the project."""

    path: str
    number: int


@dataclass(frozen=True, slots=True)
class Object:
    """An instance of a class of the project."""

    path: str
    number: int
    call: CallRef | None = None
    frames: Frames = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A callable with arguments given beforehand (`functools.partial`)."""

    callee: Form
    call: CallRef
    frames: Frames


@dataclass(frozen=True, slots=True)
class Slot:
    """One key of a mapping, with where it is written.

    `how` is "argument", "positional", "entry", "keyword" (of `dict(…)`), "mutation" or "nested"; `holder` is the mapping or
    call that it belongs to; `sure` says that it is always there, `given` which arms must have run where it is not; `beaten`
    are the reasons why a mapping spread after it, whose keys are not all in sight, may hold another value.
    """

    key: str | None
    value: Value
    path: str
    frames: Frames
    site: Site
    key_site: Site
    value_site: Site
    holder: Site
    how: str
    sure: bool = True
    beaten: tuple[str, ...] = ()
    given: Given = frozenset()


DUMPED = "dumped"
"""How a mapping, or a key, came about that is an object's fields (`asdict(x)`) or made of pairs: it is written nowhere."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping whose making is in sight; `complete` when no key can be missing from `slots`."""

    slots: tuple[Slot, ...]
    complete: bool
    site: Site
    how: str = "literal"
    copied: Site | None = None
    """The call that made it, a copy of the one that is written at `site`: what changes the one does not change the other."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """Text that says a mapping as JSON (`json.dumps(x)`)."""

    mapping: Mapping


@dataclass(frozen=True, slots=True)
class Items:
    """A list, tuple or set written out."""

    values: tuple[Value, ...]
    path: str
    frames: Frames
    kind: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing known; `reason` is "environment", "caller", "command line", "unresolved" or "too-deep"."""

    reason: str
    detail: str = ""
    is_text: bool = False
    """Whatever it says is text: a variable of the environment, as it is."""


Form: TypeAlias = (
    Constant | Text | Symbol | Module | Made | Bound | Code | Type | Object | Prepared | Mapping | Encoded | Items | Unknown
)

Given: TypeAlias = "frozenset[tuple[tuple[str, str, int], int]]"
"""Which choices (branch arms, callers, loop elements) an outcome rests on."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step from a use back to where its value was written."""

    site: Site
    note: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One thing that a value can be: where it was written, under which choices, and by which steps.

    `setting` marks a value that only a settings file gives; `chosen` marks alternatives of one collection (its site).
    """

    form: Form
    site: Site
    given: Given = frozenset()
    steps: tuple[Step, ...] = ()
    setting: bool = False
    chosen: Site | None = None
    fallback: bool = False
    parts: tuple[Site, ...] = ()
    """Of text that was put together: where its parts are written."""

    # Made a million times in a large project: the parts are named one by one, which takes a third of `dataclasses.replace`.

    def under(self, given: Given) -> Outcome:
        """The same, where these choices are made too."""
        if given <= self.given:
            return self
        return self.being(self.form, given, self.steps)

    def being(self, form: Form, given: Given, steps: tuple[Step, ...]) -> Outcome:
        """Another form with other steps, where these choices are made too."""
        both = together(self.given, given) if given else self.given
        return Outcome(form, self.site, both, steps, self.setting, self.chosen, self.fallback, self.parts)


def compatible(left: Given, right: Given) -> bool:
    """Whether two outcomes can hold in the same run: no choice is made in two ways."""
    if not left or not right:
        return True
    mine = _arms(left)
    for key, arm in right:  # noqa: SIM110  (asked millions of times)
        if mine.get(key, arm) != arm:
            return False
    return True


@lru_cache(maxsize=16384)
def together(left: Given, right: Given) -> Given:
    """The choices of both: a large project has few combinations and many outcomes, which share one set each."""
    return left | right


@lru_cache(maxsize=4096)
def _arms(given: Given) -> dict[tuple[str, str, int], int]:
    """The choices by what they choose: the same few are held against all that is found."""
    return dict(given)
