"""Whatever a call looks like, what it passes after the changes is what was asked for, and nothing else changed."""

from __future__ import annotations

import re
from dataclasses import dataclass

import libcst as cst
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from migrator.changes import AddToCall, CannotWrite, Change, DropArgument, MoveInCall, RenameText
from migrator.languages.python.parse import Parsed
from migrator.languages.python.writer import write
from migrator.prove import prove
from migrator.values import Site
from tests.in_part import compare_in_part
from tests.languages.python.writing import PATH, nodes, parsed

VALUES = (
    "1",
    "'é中'",
    '"x"',
    "(2)",
    "[3,\n 4]",
    "(5  # inside\n)",
    "a if a else 6",
    "lambda: 7",
    "{'k': 8,\n}",
    "not a",
    "g(x=1)",
)
BODIES = (
    "{}",
    "{'k': 1}",
    '{"k": 1,}',
    "{\n  'k': 1,  # k\n}",
    "{**body}",
    "{'k': 1, **body}",
    "dict(k=1)",
    "body",
    "(body)",
    "None",
)
CHOICES = {"extra_body": BODIES, "model": ('"deepseek-v3"', "'deepseek-v3'", '"deepseek-" "v3"', r'"deepseek\x2dv3"')}
GAPS = ("", " ", "\n", "\n    ", "\n\t", "  # c\n    ", "\n    # own line\n    ", "  # c\n    # d\n")
MOVED = ("enable_thinking", "thinking_budget")
NAMES = {"a": 0, "g": dict, "body": {"k": 2, "enable_thinking": "body's"}, "kw": {"p": 1}, "args": (1, 2)}


@dataclass(frozen=True)
class Program:
    """A call in some layout, and the file's other traits."""

    call: str
    newline: str
    mark: str
    indent: str

    @property
    def data(self) -> bytes:
        source = f"# 中文\nif True:\n{self.indent}r = f({self.call})  # end\n{self.indent}s = '中'\nt = f(z=1)\n"
        return (self.mark + source.replace("\n", self.newline)).encode()


@st.composite
def programs(draw: st.DrawFn) -> Program:
    gap = st.sampled_from(GAPS)
    positional = draw(st.lists(st.sampled_from([*VALUES, "*args"]), max_size=2))
    names = draw(st.lists(st.sampled_from(["model", "drop", "other", *MOVED, "extra_body"]), unique=True))
    keywords = [f"{name}={draw(st.sampled_from(CHOICES.get(name, VALUES)))}" for name in names]
    spread = draw(st.sampled_from([[], ["**kw"]]))
    items = [*positional, *keywords, *spread]
    parts = [draw(gap)]
    for number, item in enumerate(items):
        trailing = number < len(items) - 1 or draw(st.booleans())
        parts.append(item + draw(gap) * (not trailing) + ("," + draw(gap)) * trailing)
    return Program(
        "".join(parts),
        draw(st.sampled_from(["\n", "\r\n"])),
        draw(st.sampled_from(["", "\ufeff"])),
        draw(st.sampled_from(["  ", "\t"])),
    )


def calls_of(data: bytes) -> list[tuple[tuple[object, ...], dict[str, object]]]:
    """What the stub is called with; functions count by what they return."""
    seen: list[tuple[tuple[object, ...], dict[str, object]]] = []
    exec(compile(data, PATH, "exec"), {**NAMES, "f": lambda *given, **named: seen.append((given, named))})
    return [(tuple(map(plain, given)), {name: plain(value) for name, value in named.items()}) for given, named in seen]


def plain(value: object) -> object:
    match value:
        case dict():
            return {key: plain(inner) for key, inner in value.items()}
        case _:
            return value() if callable(value) else value


def the_call(module: Parsed) -> cst.Call:
    return next(
        node
        for node in nodes(module)
        if isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == "f"
    )


def site(module: Parsed, node: cst.CSTNode) -> Site:
    return Site(PATH, *module.span(node))


def changes_for(module: Parsed) -> list[Change]:
    """Everything misplaced moves, a default joins what is missing, `drop` goes and the model is renamed."""
    call = the_call(module)
    named = {arg.keyword.value: arg for arg in call.args if arg.keyword is not None}
    body = named.get("extra_body")
    literal = body is not None and isinstance(body.value, (cst.Dict, cst.Call))
    mapping = "absent" if body is None else "literal" if literal else "expression"
    place = None if body is None else site(module, body.value)
    where = site(module, call)
    moves: list[Change] = [
        MoveInCall(where, site(module, named[name]), site(module, named[name].value), "extra_body", (name,), mapping, place)
        for name in MOVED
        if name in named
    ]
    adds: list[Change] = [AddToCall(where, "extra_body", (name,), False, mapping, place) for name in MOVED if name not in named]
    drops: list[Change] = [DropArgument(where, site(module, named[name])) for name in ("drop",) if name in named]
    renames: list[Change] = [
        RenameText(site(module, named[name].value), "deepseek-v3", "qwen3.7-plus") for name in ("model",) if name in named
    ]
    return [*adds, *renames, *moves, *drops]


def wanted(before: dict[str, object]) -> dict[str, object]:
    """The keywords that the changed call is to pass."""
    held = before.get("extra_body")
    body = dict(held) if isinstance(held, dict) else {}
    moved = {name: before[name] for name in MOVED if name in before}
    defaults = {name: False for name in MOVED if name not in before}
    rest = {name: value for name, value in before.items() if name not in (*MOVED, "drop", "extra_body")}
    renamed = {"model": "qwen3.7-plus"} if "model" in before else {}
    return {**rest, **renamed, "extra_body": {**defaults, **body, **moved}}


def rewritten(data: bytes) -> bytes:
    """The bytes after all changes, proven."""
    module = parsed(data)
    try:
        groups = write(PATH, data, module, changes_for(module))
    except CannotWrite:
        # What goes has a comment inside, for which there is no place.
        assert re.search(rb"drop=\(?[^)]*#", data)
        reject()
    edits = sorted(edit for group in groups for edit in group)
    new = data
    for edit in reversed(edits):
        new = new[: edit.start] + edit.text.encode() + new[edit.end :]
    assert prove(PATH, data, new, edits, "python") is None
    assert prove(PATH, data, new, edits, compare_in_part) is None
    return new


@settings(deadline=None)
@given(programs())
def test_the_call_passes_what_was_asked_for(program: Program) -> None:
    (given_before, named_before), other = calls_of(program.data)
    (given_after, named_after), other_after = calls_of(rewritten(program.data))
    assert given_after == given_before
    assert named_after == wanted(named_before)
    assert other_after == other


@settings(deadline=None)
@given(programs())
def test_line_breaks_and_bytes_around_the_call_stay(program: Program) -> None:
    new = rewritten(program.data)
    head = program.data.index(b"f(") + 2
    tail = program.data.index(b")  # end")
    assert new.startswith(program.data[:head])
    assert new.endswith(program.data[tail:])
    assert new.count(b"\n") - new.count(b"\r\n") in (0, new.count(b"\n"))


@settings(deadline=None)
@given(programs())
def test_no_comment_is_lost(program: Program) -> None:
    assert rewritten(program.data).count(b"#") >= program.data.count(b"#")


@settings(deadline=None)
@given(programs())
def test_a_second_time_nothing_is_left_to_move(program: Program) -> None:
    module = parsed(rewritten(program.data))
    assert not any(isinstance(change, (MoveInCall, DropArgument)) for change in changes_for(module))
