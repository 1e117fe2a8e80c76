"""Each change with the program before and after, and with the twin that it must leave alone."""

from __future__ import annotations

import libcst as cst
import pytest

from migrator.changes import (
    AddEntry,
    AddToCall,
    CannotWrite,
    Change,
    CoerceBoolean,
    DropArgument,
    DropEntry,
    MoveEntry,
    MoveInCall,
    RenameText,
    RewriteMutation,
    SetConstant,
)
from migrator.languages.python.writer import write
from migrator.values import Scalar, Site
from tests.languages.python.writing import PATH, applied, at, parsed, written

THINKING = ("enable_thinking",)
BUDGET = ("thinking_budget",)
IN_BODY = ("extra_body", "enable_thinking")
BUDGET_IN_BODY = ("extra_body", "thinking_budget")


def whole(source: str) -> Site:
    return at(source, source.strip())


def value_in(source: str, item: str, value: str) -> tuple[Site, Site]:
    """The item and, at its end, the value in it."""
    place = at(source, item)
    start = place.start + len(item[: item.rindex(value)].encode())
    return place, Site(PATH, start, start + len(value.encode()))


def add(source: str, mapping: str = "absent", at_: Site | None = None, known: bool = False, wins: bool = False) -> AddToCall:
    return AddToCall(whole(source), "extra_body", THINKING, False, mapping, at_, known, wins)


def move(source: str, item: str, value: str, path: tuple[str, ...] = THINKING, keyword: str = "extra_body") -> MoveInCall:
    argument, place = value_in(source, item, value)
    return MoveInCall(whole(source), argument, place, keyword, path)


def move_entry(source: str, item: str, value: str, path: tuple[str, ...] = IN_BODY, container: Site | None = None) -> MoveEntry:
    entry, place = value_in(source, item, value)
    mapping = source[source.index("=") + 1 :].strip()
    return MoveEntry(at(source, mapping), entry, place, path, container)


def refused(source: str, *changes: Change) -> str:
    with pytest.raises(CannotWrite) as caught:
        written(source, *changes)
    return caught.value.code


@pytest.mark.parametrize(
    "before, after",
    [
        ("f()", 'f(extra_body={"enable_thinking": False})'),
        ("f( )", 'f(extra_body={"enable_thinking": False} )'),
        ("f(\n)", 'f(\n    extra_body={"enable_thinking": False},\n)'),
        ("f(\n    # why\n)", 'f(\n    # why\n    extra_body={"enable_thinking": False},\n)'),
        ("f(a, b=1)", 'f(a, b=1, extra_body={"enable_thinking": False})'),
        ("f(a , b = 1)", 'f(a , b = 1, extra_body = {"enable_thinking": False})'),
        ("f(a, b,)", 'f(a, b, extra_body={"enable_thinking": False},)'),
        ("f(a='1')", "f(a='1', extra_body={'enable_thinking': False})"),
        ("f(\n    a=1\n)", 'f(\n    a=1,\n    extra_body={"enable_thinking": False}\n)'),
        ("f(\n    a=1,\n)", 'f(\n    a=1,\n    extra_body={"enable_thinking": False},\n)'),
        ("f(\n\ta=1,\n)", 'f(\n\ta=1,\n\textra_body={"enable_thinking": False},\n)'),
        ("f(\r\n  a,  # c\r\n)", 'f(\r\n  a,  # c\r\n  extra_body={"enable_thinking": False},\r\n)'),
        ("f(\n    a=1  # c\n)", 'f(\n    a=1,  # c\n    extra_body={"enable_thinking": False}\n)'),
        ("f(\n    a,\n    # tail\n)", 'f(\n    a,\n    extra_body={"enable_thinking": False},\n    # tail\n)'),
        ("f(a,\n  b)", 'f(a,\n  b,\n  extra_body={"enable_thinking": False})'),
        ("f(a,\n  b,)", 'f(a,\n  b,\n  extra_body={"enable_thinking": False},)'),
        ("f(a,\n  c, d)", 'f(a,\n  c, d, extra_body={"enable_thinking": False})'),
        ("f(x for x in y)", 'f((x for x in y), extra_body={"enable_thinking": False})'),
        ("f(*a, k=1, **kw)", 'f(*a, k=1, extra_body={"enable_thinking": False}, **kw)'),
        ("f(**kw)", 'f(extra_body={"enable_thinking": False}, **kw)'),
        ("f(\n    # all\n    **kw\n)", 'f(\n    # all\n    extra_body={"enable_thinking": False},\n    **kw\n)'),
        ("f(a=(\n    1\n))", 'f(a=(\n    1\n), extra_body={"enable_thinking": False})'),
        ("f('中文', b)", "f('中文', b, extra_body={'enable_thinking': False})"),
    ],
)
def test_a_keyword_is_added_in_the_calls_own_layout(before: str, after: str) -> None:
    assert written(before + "\n", add(before)) == after + "\n"


@pytest.mark.parametrize("before", ["f(a, extra_body=[])", "f(extra_body={'enable_thinking': 1})", "f(extra_body='x')"])
def test_a_key_that_is_there_is_not_written_again(before: str) -> None:
    assert refused(before + "\n", add(before)) == "key-conflict"


@pytest.mark.parametrize(
    "mapping, after",
    [
        ("{}", '{"enable_thinking": False}'),
        ("{'a': 1}", "{'a': 1, 'enable_thinking': False}"),
        ("{'a': 1,}", "{'a': 1, 'enable_thinking': False,}"),
        ("{\n    'a': 1\n}", "{\n    'a': 1,\n    'enable_thinking': False\n}"),
        ("{\n    'a': 1,  # c\n}", "{\n    'a': 1,  # c\n    'enable_thinking': False,\n}"),
        ("{'a': 1, **x}", "{'a': 1, 'enable_thinking': False, **x}"),
        ("{**x}", '{"enable_thinking": False, **x}'),
        ("dict()", "dict(enable_thinking=False)"),
        ("dict(a=1)", "dict(a=1, enable_thinking=False)"),
        ("a | b", '{"enable_thinking": False, **(a | b)}'),
    ],
)
def test_a_mapping_gains_an_entry_that_gives_way(mapping: str, after: str) -> None:
    before = f"f(extra_body={mapping})"
    assert written(before + "\n", add(before, "literal", at(before, mapping))) == f"f(extra_body={after})\n"


def test_an_entry_that_wins_stands_last() -> None:
    before = "f(extra_body={**x})"
    assert written(before, add(before, "literal", at(before, "{**x}"), wins=True)) == (
        'f(extra_body={**x, "enable_thinking": False})'
    )


@pytest.mark.parametrize("mapping", ["dict(x)", "dict(**x)"])
def test_an_entry_cannot_give_way_in_a_dict_call(mapping: str) -> None:
    before = f"f(extra_body={mapping})"
    assert refused(before, add(before, "literal", at(before, mapping))) == "key-conflict"


@pytest.mark.parametrize(
    "expression, known, after",
    [
        ("z.q", False, '{"enable_thinking": False, **(z.q or {})}'),
        ("z.q", True, '{"enable_thinking": False, **z.q}'),
        ("build()", False, '{"enable_thinking": False, **(build() or {})}'),
        ("x.build(3)", True, '{"enable_thinking": False, **x.build(3)}'),
        ("a if b else c", True, '{"enable_thinking": False, **(a if b else c)}'),
        ("not a", True, '{"enable_thinking": False, **(not a)}'),
        ("a if b else c", False, '{"enable_thinking": False, **((a if b else c) or {})}'),
        ("(a if b else c)", False, '{"enable_thinking": False, **((a if b else c) or {})}'),
        ("(a or b)", True, '{"enable_thinking": False, **(a or b)}'),
        ("body or {}", False, '{"enable_thinking": False, **(body or {})}'),
        ("lambda: 1", False, '{"enable_thinking": False, **((lambda: 1) or {})}'),
        ("None", False, '{"enable_thinking": False}'),
    ],
)
def test_an_expression_is_merged_and_wins_over_a_default(expression: str, known: bool, after: str) -> None:
    before = f"f(extra_body={expression})"
    assert written(before, add(before, "expression", at(before, expression), known)) == f"f(extra_body={after})"


@pytest.mark.parametrize(
    "before, items, after",
    [
        (
            "f(a, enable_thinking=True, thinking_budget=5)",
            [("enable_thinking=True", "True", THINKING), ("thinking_budget=5", "5", BUDGET)],
            'f(a, extra_body={"enable_thinking": True, "thinking_budget": 5})',
        ),
        (
            "f(\n    enable_thinking=True,  # on\n    # budget\n    thinking_budget=5,  # five\n    z=1,\n)",
            [("enable_thinking=True", "True", THINKING), ("thinking_budget=5", "5", BUDGET)],
            'f(\n    extra_body={"enable_thinking": True, "thinking_budget": 5},  # on\n    # budget\n    # five\n    z=1,\n)',
        ),
        (
            "f(\n    a,\n    thinking_budget=5,\n    enable_thinking=(x\n      # why\n      or y)\n)",
            [
                ("enable_thinking=(x\n      # why\n      or y)", "x\n      # why\n      or y", THINKING),
                ("thinking_budget=5", "5", BUDGET),
            ],
            'f(\n    a,\n    extra_body={"thinking_budget": 5, "enable_thinking": (x\n      # why\n      or y)}\n)',
        ),
    ],
)
def test_moved_arguments_become_one_mapping_where_the_first_stood(
    before: str, items: list[tuple[str, str, tuple[str, ...]]], after: str
) -> None:
    assert written(before, *(move(before, *item) for item in items)) == after


def test_an_added_default_joins_a_moved_argument() -> None:
    before = "f(a, enable_thinking=True)"
    added = AddToCall(whole(before), "extra_body", BUDGET, 7)
    assert written(before, added, move(before, "enable_thinking=True", "True")) == (
        'f(a, extra_body={"enable_thinking": True, "thinking_budget": 7})'
    )


@pytest.mark.parametrize(
    "before, mapping, kind, known, after",
    [
        (
            "f(enable_thinking=v, extra_body={'k': 1})",
            "{'k': 1}",
            "literal",
            False,
            "f(extra_body={'k': 1, 'enable_thinking': v})",
        ),
        ("f(enable_thinking=v, extra_body={**x})", "{**x}", "literal", False, 'f(extra_body={**x, "enable_thinking": v})'),
        ("f(enable_thinking=v, extra_body=zz)", "zz", "expression", False, 'f(extra_body={**(zz or {}), "enable_thinking": v})'),
        ("f(extra_body=zz, enable_thinking=v)", "zz", "expression", True, 'f(extra_body={**zz, "enable_thinking": v})'),
    ],
)
def test_a_moved_value_wins_over_what_the_mapping_holds(before: str, mapping: str, kind: str, known: bool, after: str) -> None:
    argument, value = value_in(before, "enable_thinking=v", "v")
    change = MoveInCall(whole(before), argument, value, "extra_body", THINKING, kind, at(before, mapping), known)
    assert written(before, change) == after


@pytest.mark.parametrize(
    "before, item, value, options, after",
    [
        (
            "f(enable_thinking='true')",
            "enable_thinking='true'",
            "'true'",
            (True, True, False),
            "f(extra_body={'enable_thinking': True})",
        ),
        ("f(enable_thinking=x)", "enable_thinking=x", "x", (None, False, True), 'f(extra_body={"enable_thinking": bool(x)})'),
        ("f(enable_thinking=(x))", "enable_thinking=(x)", "x", (None, False, True), 'f(extra_body={"enable_thinking": bool(x)})'),
        (
            "f(enable_thinking=not x)",
            "enable_thinking=not x",
            "not x",
            (None, False, True),
            'f(extra_body={"enable_thinking": not x})',
        ),
    ],
)
def test_a_moved_value_may_be_replaced_or_coerced(
    before: str, item: str, value: str, options: tuple[Scalar, bool, bool], after: str
) -> None:
    argument, place = value_in(before, item, value)
    new, replaces, coerce = options
    change = MoveInCall(whole(before), argument, place, "extra_body", THINKING, value=new, replaces_value=replaces, coerce=coerce)
    assert written(before, change) == after


@pytest.mark.parametrize(
    "before, after",
    [
        ("f(a, extra_body={'enable_thinking': False})", "f(a, enable_thinking=False)"),
        (
            "f(a,\n  extra_body={\n    # off\n    'enable_thinking': False,  # really\n  },\n  b=1)",
            "f(a,\n  # off\n  # really\n  enable_thinking=False,\n  b=1)",
        ),
    ],
)
def test_a_value_comes_out_of_its_mapping_with_the_comments(before: str, after: str) -> None:
    item = before[before.index("extra_body") : before.rindex("}") + 1]
    assert written(before, move(before, item, "False", (), "enable_thinking")) == after


def test_two_values_come_out_of_one_mapping() -> None:
    before = "f(a, extra_body={'enable_thinking': True, 'thinking_budget': 5})"
    item = before[before.index("extra_body") : -1]
    moves = move(before, item, "True", (), "enable_thinking"), move(before, item, "5", (), "thinking_budget")
    assert written(before, *moves) == "f(a, enable_thinking=True, thinking_budget=5)"


@pytest.mark.parametrize(
    "before, after",
    [
        ("f(X)", "f()"),
        ("f(X,)", "f()"),
        ("f(a, X)", "f(a)"),
        ("f(a, X,)", "f(a,)"),
        ("f(X, a)", "f(a)"),
        ("f(a, X, b)", "f(a, b)"),
        ("f(\n    X,\n)", "f()"),
        ("f(\n    a,\n    X,\n)", "f(\n    a,\n)"),
        ("f(\n    a,\n    X\n)", "f(\n    a\n)"),
        ("f(\n    a,\n    X)", "f(\n    a)"),
        ("f(\n    a,  # c\n    X)", "f(\n    a  # c\n    )"),
        ("f(a,\n  X,\n  b)", "f(a,\n  b)"),
        ("f(a, X,  # c\n  b)", "f(a,  # c\n  b)"),
        ("f(\n    a,\n    # own line\n    X,  # kept\n    b,\n)", "f(\n    a,\n    # own line\n    # kept\n    b,\n)"),
        ("f(a\n , X\n , b)", "f(a\n , b)"),
        ("f(a\n , X\n)", "f(a\n)"),
        ("f(\n  # c\n  X\n)", "f(\n  # c\n)"),
        ("f(\r\n  a,\r\n  X,\r\n)", "f(\r\n  a,\r\n)"),
    ],
)
def test_an_argument_goes_with_its_comma_and_its_line(before: str, after: str) -> None:
    assert written(before, DropArgument(whole(before), at(before, "X"))) == after


@pytest.mark.parametrize(
    "before, after",
    [
        ("f(a, X)", 'f(a, extra_body={"enable_thinking": False})'),
        ("f(X)", 'f(extra_body={"enable_thinking": False})'),
        ("f(\n    X,\n)", 'f(\n    extra_body={"enable_thinking": False},\n)'),
        ("f(\n    a,\n    X\n)", 'f(\n    a,\n    extra_body={"enable_thinking": False}\n)'),
        ("f(X, **kw)", 'f(extra_body={"enable_thinking": False}, **kw)'),
    ],
)
def test_one_argument_goes_and_another_comes(before: str, after: str) -> None:
    assert written(before, DropArgument(whole(before), at(before, "X")), add(before)) == after


def test_an_entry_goes_with_its_comma() -> None:
    before = "p = {'a': 1, 'b': 2}"
    assert written(before, DropEntry(at(before, "{'a': 1, 'b': 2}"), at(before, "'a': 1"))) == "p = {'b': 2}"


@pytest.mark.parametrize(
    "mapping, plain, first",
    [
        ("{}", '{"extra_body": {"enable_thinking": False}}', '{"extra_body": {"enable_thinking": False}}'),
        (
            "{\n    'model': m,\n}",
            "{\n    'model': m,\n    'extra_body': {'enable_thinking': False},\n}",
            "{\n    'model': m,\n    'extra_body': {'enable_thinking': False},\n}",
        ),
        (
            "{'extra_body': {'a': 1}}",
            "{'extra_body': {'a': 1, 'enable_thinking': False}}",
            "{'extra_body': {'a': 1, 'enable_thinking': False}}",
        ),
        (
            "{'extra_body': x}",
            "{'extra_body': {**(x or {}), 'enable_thinking': False}}",
            "{'extra_body': {'enable_thinking': False, **(x or {})}}",
        ),
        (
            "{**a, 'b': 1}",
            "{**a, 'b': 1, 'extra_body': {'enable_thinking': False}}",
            "{'extra_body': {'enable_thinking': False}, **a, 'b': 1}",
        ),
    ],
)
def test_an_entry_is_added_along_its_path(mapping: str, plain: str, first: str) -> None:
    before = f"p = {mapping}"
    assert written(before, AddEntry(at(before, mapping), IN_BODY, False)) == f"p = {plain}"
    assert written(before, AddEntry(at(before, mapping), IN_BODY, False, first=True)) == f"p = {first}"


def test_an_entry_is_not_put_into_a_mapping_that_may_hold_the_outer_key() -> None:
    before = "p = {'extra_body': x}"
    change = AddEntry(at(before, before[4:]), ("extra_body", "chat_template_kwargs", "enable_thinking"), False)
    assert refused(before, change) == "key-conflict"


@pytest.mark.parametrize("name", ["a-b", "class"])
def test_a_name_that_is_no_keyword_is_refused(name: str) -> None:
    assert refused("f()", AddToCall(whole("f()"), name, (), False)) == "body-not-literal"


def test_entries_added_to_one_path_share_its_mapping() -> None:
    before = "p = {}"
    changes = AddEntry(at(before, "{}"), IN_BODY, False), AddEntry(at(before, "{}"), BUDGET_IN_BODY, 5)
    assert written(before, *changes) == 'p = {"extra_body": {"enable_thinking": False, "thinking_budget": 5}}'


@pytest.mark.parametrize(
    "before, item, after",
    [
        (
            "p = {'m': m, 'enable_thinking': True}",
            "'enable_thinking': True",
            "p = {'m': m, 'extra_body': {'enable_thinking': True}}",
        ),
        ("p = dict(m=m, enable_thinking=True)", "enable_thinking=True", 'p = dict(m=m, extra_body={"enable_thinking": True})'),
        (
            "p = {\n    'enable_thinking': True,\n    'extra_body': {'a': 1},\n}",
            "'enable_thinking': True",
            "p = {\n    'extra_body': {'a': 1, 'enable_thinking': True},\n}",
        ),
    ],
)
def test_an_entry_moves_along_its_path(before: str, item: str, after: str) -> None:
    assert written(before, move_entry(before, item, "True")) == after


def test_an_entry_moves_into_a_mapping_elsewhere() -> None:
    before = "p = {'enable_thinking': True, 'z': 1}\nq = {'a': 1}"
    entry, value = value_in(before, "'enable_thinking': True", "True")
    change = MoveEntry(at(before, "{'enable_thinking': True, 'z': 1}"), entry, value, THINKING, at(before, "{'a': 1}"))
    assert written(before, change) == "p = {'z': 1}\nq = {'a': 1, 'enable_thinking': True}"


def test_a_nested_entry_is_replaced_by_what_it_holds() -> None:
    before = "f(extra_body={'chat_template_kwargs': {'enable_thinking': False}, 'a': 1})"
    item = "'chat_template_kwargs': {'enable_thinking': False}"
    assert written(before, move_entry(before[:-1], item, "False", THINKING)) == "f(extra_body={'enable_thinking': False, 'a': 1})"


@pytest.mark.parametrize(
    "before, exists, after",
    [
        ("p['enable_thinking'] = v  # c", False, "p['extra_body'] = {'enable_thinking': v}  # c"),
        ("p['enable_thinking'] = v  # c", True, "p['extra_body']['enable_thinking'] = v  # c"),
        ("p[KEY] = 1, 2", False, 'p["extra_body"] = {"enable_thinking": (1, 2)}'),
        ("p[KEY] = 1, 2", True, 'p["extra_body"]["enable_thinking"] = 1, 2'),
        ("a = p['x'] = 1", True, "a = p['extra_body']['enable_thinking'] = 1"),
    ],
)
def test_an_assignment_lands_deeper(before: str, exists: bool, after: str) -> None:
    target = before[before.index("p[") : before.index("]") + 1]
    assert written(before, RewriteMutation(at(before, target), IN_BODY, exists)) == after


@pytest.mark.parametrize("before", ["a = p['x'] = 1", "p.update(x=p['x'])", "p['x'] += 1", "p['x', 1] = 2"])
def test_other_mutations_are_refused(before: str) -> None:
    target = before[before.index("p[") : before.index("]") + 1]
    assert refused(before, RewriteMutation(at(before, target), IN_BODY, False)) == "body-not-literal"


def test_a_key_that_keeps_its_name_goes_below_what_may_be_there() -> None:
    before = "if c: p['enable_thinking'] = 1\np['thinking_budget'] = 2"
    changes = (
        RewriteMutation(at(before, "p['enable_thinking']"), IN_BODY, False),
        RewriteMutation(at(before, "p['thinking_budget']"), BUDGET_IN_BODY, False),
    )
    after = before.replace("p[", "p.setdefault('extra_body', {})[")
    assert written(before, *changes) == after


@pytest.mark.parametrize(
    "before, after",
    [
        ("p['a'] = 1\np['b'] = 2", "p['extra_body'] = {'enable_thinking': 1}\np['extra_body']['thinking_budget'] = 2"),
        (
            "if c: p['a'] = 1\np['b'] = 2",
            "if c: p.setdefault('extra_body', {})['enable_thinking'] = 1\np.setdefault('extra_body', {})['thinking_budget'] = 2",
        ),
        (
            "p['a'] = 1\np = {}\np['b'] = 2",
            "p['extra_body'] = {'enable_thinking': 1}\np = {}\np.setdefault('extra_body', {})['thinking_budget'] = 2",
        ),
    ],
)
def test_two_assignments_make_their_mapping_once(before: str, after: str) -> None:
    changes = (
        RewriteMutation(at(before, "p['b']"), BUDGET_IN_BODY, False),
        RewriteMutation(at(before, "p['a']"), IN_BODY, False),
    )
    assert written(before, *changes) == after


def renaming(source: str) -> RenameText:
    return RenameText(at(source, source[4:].strip("()")), "deepseek-v3", "qwen3.7-plus")


@pytest.mark.parametrize(
    "before, after",
    [
        ("'deepseek-v3'", "'qwen3.7-plus'"),
        ('"dashscope/deepseek-v3"', '"dashscope/qwen3.7-plus"'),
        ('r"deepseek-v3"', 'r"qwen3.7-plus"'),
        ("u'deepseek-v3'", "u'qwen3.7-plus'"),
        ('"""\n中文 deepseek-v3\n"""', '"""\n中文 qwen3.7-plus\n"""'),
        ('"deepseek-" "v3"', '"qwen3.7-plus"'),
        ("'deepseek-' f\"v3\"", "'qwen3.7-plus'"),
        ('("deepseek-"\n  "v3")', '("qwen3.7-plus")'),
        ('("x" "deepseek-v3"  # c\n "y")', '("x" "qwen3.7-plus"  # c\n "y")'),
        (r'"deepseek\x2dv3"', '"qwen3.7-plus"'),
        (r'"\d deepseek\x2dv3"', r'"\\d qwen3.7-plus"'),
        ('f"{{}}deepseek-v3"', 'f"{{}}qwen3.7-plus"'),
        ('rf"deepseek-v3"', 'rf"qwen3.7-plus"'),
        (r'f"{{}}deepseek\x2dv3"', 'f"{{}}qwen3.7-plus"'),
    ],
)
def test_a_renamed_literal_keeps_its_quotes(before: str, after: str) -> None:
    source = f"m = {before}"
    assert written(source, renaming(source)) == f"m = {after}"


@pytest.mark.parametrize(
    "before",
    [
        '("deepseek-"  # c\n  "v3")',
        'f"deepseek-v3{x}"',
        'b"deepseek-v3"',
        '"deepseek-v3 deepseek-v3"',
        '"a deepseek-" "v3"',
        '"deepseek-v2"',
        r'"deepseek-v3 \N{no such}"',
    ],
)
def test_a_literal_that_says_more_or_less_is_refused(before: str) -> None:
    source = f"m = {before}"
    assert refused(source, renaming(source)) == "dynamic-model"


def test_a_backslash_before_a_name_does_not_take_its_first_letter() -> None:
    source = r'm = "\deepseek-v3"'
    change = RenameText(at(source, source[4:]), "deepseek-v3", "x9")
    assert written(source, change) == r'm = "\\x9"'


@pytest.mark.skipif(not hasattr(cst, "TemplatedString"), reason="this LibCST reads no templates")
def test_a_template_is_no_literal() -> None:
    source = 'm = "deepseek-" t"v3"'
    assert refused(source, RenameText(at(source, source[4:]), "deepseek-v3", "x")) == "dynamic-model"


def test_a_name_that_the_quotes_cannot_hold_is_refused() -> None:
    source = 'm = r"deepseek-" "v3"'
    assert refused(source, RenameText(at(source, source[4:]), "deepseek-v3", "a\\b")) == "dynamic-model"


@pytest.mark.parametrize(
    "first, second",
    [
        (THINKING, THINKING),
        (THINKING, (*THINKING, "x")),
        ((*THINKING, "x"), THINKING),
        ((), THINKING),
        ((), ()),
    ],
)
def test_values_for_one_place_are_refused(first: tuple[str, ...], second: tuple[str, ...]) -> None:
    changes = AddToCall(whole("f()"), "body", first, 1), AddToCall(whole("f()"), "body", second, 2)
    assert refused("f()", *changes) == "key-conflict"


def test_what_is_no_argument_is_not_dropped() -> None:
    source = "f(a=1)"
    assert refused(source, DropArgument(whole(source), at(source, "1"))) == "changed-meanwhile"


def test_half_a_character_is_no_place() -> None:
    source = "m = '中'"
    start = source.encode().index("中".encode())
    assert refused(source, RenameText(Site(PATH, start + 1, start + 3), "a", "b")) == "changed-meanwhile"


def test_a_tree_of_other_bytes_is_no_tree() -> None:
    with pytest.raises(ValueError, match="other bytes"):
        write(PATH, b"y = 1\n", parsed(b"x = 1\n"), [])


def test_an_expression_is_no_literal() -> None:
    source = "m = deepseek_v3"
    assert refused(source, renaming(source)) == "changed-meanwhile"


@pytest.mark.parametrize(
    "before, expression, after",
    [
        ("f(a=x)", "x", "f(a=bool(x))"),
        ("f(a=(x or y))", "x or y", "f(a=bool(x or y))"),
        ("f(a=bool(x))", "bool(x)", "f(a=bool(x))"),
        ("f(a=not x)", "not x", "f(a=not x)"),
        ("f(a=True)", "True", "f(a=True)"),
    ],
)
def test_a_value_is_made_a_boolean(before: str, expression: str, after: str) -> None:
    assert written(before, CoerceBoolean(at(before, expression))) == after


@pytest.mark.parametrize(
    "line",
    [
        "bool = 1",
        "from m import bool",
        "import x as bool",
        "def bool(): pass",
        "def g(bool): pass",
        "for bool in y: pass",
        "a, bool = 1",
    ],
)
def test_a_rebound_bool_is_refused(line: str) -> None:
    source = f"{line}\nf(a=zz)\n"
    assert refused(source, CoerceBoolean(at(source, "zz"))) == "dynamic-model"


@pytest.mark.parametrize(
    "value, text", [("none", "'none'"), (-1.5, "-1.5"), (None, "None"), (True, "True"), (5, "5"), ("it's", '"it\'s"')]
)
def test_a_constant_is_written_over_an_expression(value: Scalar, text: str) -> None:
    assert written("f(a='x')", SetConstant(at("f(a='x')", "'x'"), value)) == f"f(a={text})"


def test_a_comment_is_not_written_over() -> None:
    source = "f(a=g(  # why\n  x))"
    assert refused(source, SetConstant(at(source, source[4:-1]), True)) == "body-not-literal"


def test_quotes_inside_an_f_string_do_not_end_it() -> None:
    source = 'x = f"{c.create(m)}"'
    assert written(source, AddToCall(at(source, "c.create(m)"), "extra_body", THINKING, False)) == (
        "x = f\"{c.create(m, extra_body={'enable_thinking': False})}\""
    )


def test_nested_calls_are_changed_together() -> None:
    source = "f(g(a=1), enable_thinking=True)"
    inner = AddToCall(at(source, "g(a=1)"), "extra_body", THINKING, False)
    assert written(source, inner, move(source, "enable_thinking=True", "True")) == (
        'f(g(a=1, extra_body={"enable_thinking": False}), extra_body={"enable_thinking": True})'
    )


def test_an_edit_that_two_changes_need_stands_at_the_first() -> None:
    source = "f()"
    data = source.encode()
    changes = AddToCall(whole(source), "extra_body", THINKING, False), AddToCall(whole(source), "extra_body", BUDGET, 5)
    first, second = write(PATH, data, parsed(data), changes)
    assert (len(first), second) == (1, ())
    assert applied(data, first) == b'f(extra_body={"enable_thinking": False, "thinking_budget": 5})'


def test_changes_to_other_documents_have_no_edits() -> None:
    data = b"m = 'deepseek-v3'"
    assert write("other.py", data, parsed(data), [renaming(data.decode())]) == ((),)


@pytest.mark.parametrize("mark, coding, encoding", [("\ufeff", "", "utf-8"), ("", "# coding: gbk\n", "gbk")])
def test_offsets_count_bytes_of_the_files_encoding(mark: str, coding: str, encoding: str) -> None:
    data = f"{mark}{coding}f('中文', 'deepseek-v3')\n".encode(encoding)
    start = data.index(b"'deepseek-v3'")
    ((edit,),) = write(PATH, data, parsed(data), [RenameText(Site(PATH, start, start + 13), "deepseek-v3", "x")])
    assert data[edit.start : edit.end] == b"deepseek-v3"


@pytest.mark.parametrize("site", [Site(PATH, 0, 3), Site(PATH, 2, 900), Site(PATH, 1, 1)])
def test_a_place_that_does_not_fit_is_refused(site: Site) -> None:
    assert refused("f(a, b)", SetConstant(site, True)) == "changed-meanwhile"


def test_two_changes_of_one_place_are_refused() -> None:
    source = "f('deepseek-v3')"
    site = at(source, "'deepseek-v3'")
    assert refused(source, RenameText(site, "deepseek-v3", "x"), SetConstant(site, None)) == "key-conflict"
