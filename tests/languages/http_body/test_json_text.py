"""JSON with places: what is read is what the standard library reads, and each node stands where its text is."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from migrator.hosts import HOLE
from migrator.languages.http_body.json_text import DEEPEST, Node, parse, parse_object

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


def nodes(node: Node) -> Iterator[Node]:
    yield node
    for each in (*(entry.value for entry in node.entries), *node.items):
        yield from nodes(each)


@given(ANY, st.sampled_from([None, 0, 2, "\t"]), st.booleans())
def test_every_node_stands_where_its_text_is(value: object, indent: int | None, escaped: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=escaped)
    node = None if HOLE in text else parse(text)
    assert (node is None) == (HOLE in text)
    for each in nodes(node) if node is not None else ():
        said = json.loads(text[each.start : each.end])
        assert said == each.value if each.kind in ("string", "constant") else isinstance(said, (dict, list))


@given(st.text(st.sampled_from('{}[]",:truefalsn0123456789.eE+-\\u \n')) | st.text())
@example("__A__")
@example('{"a": %s, "b": [$x, ...]}')
def test_what_the_standard_library_refuses_is_refused(text: str) -> None:
    node = None if HOLE in text else parse(text)
    if node is not None:
        left_out = sorted((each.start, each.end) for each in nodes(node) if each.kind == "unknown")
        for start, end in reversed(left_out):
            text = f"{text[:start]}null{text[end:]}"
        json.loads(text, strict=False)


@pytest.mark.parametrize(
    "text", ["", "{", "[1,]", '{"a": 1,}', "{'a': 1}", '{"a" 1}', "01", "nul", '{"a": 1} x', "[" * (DEEPEST + 2)]
)
def test_other_texts_are_no_json(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize("text", ['{"a": 1, "a": 2}', '{"b": [{"a": 1, "a": 2}]}', "[]", "1", f'{{"{HOLE}": 1}}'])
def test_no_body_says_a_key_twice_or_is_anything_but_an_object(text: str) -> None:
    assert parse_object(text) is None


def test_a_hole_stands_for_a_value_or_in_a_string() -> None:
    node = parse_object(f'{{"a": {HOLE}, "b": "x{HOLE}"}}')
    assert node is not None
    assert [entry.value.kind for entry in node.entries] == ["hole", "string"]
