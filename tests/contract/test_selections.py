"""Values that one of several ways leads to, where only run time tells which: all of them count."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check
from tests.languages.fixing import found

V3, R1, NEW = '"deepseek-v3"', '"deepseek-r1"', '"qwen3.7-plus"'
QUIET = ("DSM303", "DSM301", "DSM103", "DSM102")
STUDIO = '"https://dashscope.aliyuncs.com/compatible-mode/v1"'
CALL = "create(model=m, messages=M)\n"


def both(name: str, source: str, first: int, second: int) -> Case:
    """One call that gets two models which need different things, named on these lines."""
    lines = (f"DSM101 {first} certain shared-value", f"DSM101 {second} certain shared-value")
    return Case(name, source + CALL, lines, quiet=QUIET)


def one(name: str, source: str, line: int, call: str = CALL) -> Case:
    """A call that may get a model which needs no switch."""
    return Case(name, source + call, (f"DSM101 {line} certain safe",), {R1: NEW}, quiet=QUIET)


def chosen(name: str, source: str, line: int) -> Case:
    """A collection that holds a model which always thought and others, whichever is taken."""
    return one(name, f'many = ["qwen-plus", {R1}]\n{source}', line)


CASES = [
    both("a flag of another module", f"from conf import FAST\nm = ({V3} if FAST else\n  {R1})\n", 2, 3),
    both("what a function of somebody else's says", f"from conf import fast\nf = fast()\nm = ({V3} if f else\n  {R1})\n", 3, 4),
    both("what the system says", f'f = os.path.exists("x")\nm = ({V3} if f else\n  {R1})\n', 2, 3),
    both("what a found object says", f'import re\nf = re.search("a", "b")\nm = ({V3} if f else\n  {R1})\n', 3, 4),
    both("a flag that may be missing", f"from conf import F\nm = ({V3} if F is None else\n  {R1})\n", 2, 3),
    both(
        "a loop that may end early",
        f"for i in range(3):\n  if i > os.getpid():\n    m = {R1}\n    break\nelse:\n  m = {V3}\n",
        3,
        6,
    ),
    both("a global set by a function", f"m = {V3}\ndef change():\n  global m\n  m = {R1}\nchange()\n", 1, 4),
    Case(
        "a name around that is set by a function",
        f"def ask():\n  m = {V3}\n  def change():\n    nonlocal m\n    m = {R1}\n  change()\n  {CALL}",
        ("DSM101 2 certain shared-value", "DSM101 5 certain shared-value"),
        quiet=QUIET,
    ),
    chosen("a list by a number", "m = many[os.getpid() % 2]\n", 1),
    chosen("a list by a yes or no", "m = many[os.getpid() > 2]\n", 1),
    chosen("a list in turn", "import itertools\nturn = itertools.cycle(many)\nm = next(turn)\n", 1),
    chosen("the end of a list", "m = many.pop()\n", 1),
    chosen("the beginning of a queue", "from collections import deque\nqueue = deque(many)\nm = queue.popleft()\n", 1),
    chosen("the best of a list", "m = max(many, key=hash)\n", 1),
    one("a menu", f'menu = {{1: {R1}, 2: "qwen-plus"}}\nm = menu[int(input())]\n', 1),
    one("a menu with an answer for everything", f'menu = {{1: {R1}}}\nm = menu.get(int(input()), "qwen-plus")\n', 1),
    one("a list of mappings", f'some = [{{"m": {R1}}}, {{"m": "qwen-plus"}}]\nm = some[os.getpid()]["m"]\n', 1),
    one("a mapping made of pairs", f'm = dict([("a", {R1}), ("b", "qwen-plus")])[input()]\n', 1),
    one("a mapping that nobody changes", f'from types import MappingProxyType as P\nm = P({{"a": {R1}}})["a"]\n', 2),
    one("what a coroutine gives", f"import asyncio\nasync def get():\n  return {R1}\nm = asyncio.run(get())\n", 3),
    one(
        "a client that a function may not give",
        "def get():\n  if os.sep:\n    return client\n",
        4,
        f"get().chat.completions.create(model={R1}, messages=M)\n",
    ),
    *(
        Case(
            f"an endpoint that {how}",
            f"def ask(k):\n  at = {value}\n  c = OpenAI(base_url=at)\n  c.chat.completions.create(model={R1}, messages=M)\n",
            ("DSM101 4 likely shared-value",),
            quiet=QUIET,
        )
        for how, value in (
            ("is chosen", f'{STUDIO} if k else "https://api.deepseek.com"'),
            ("is looked up", f'{{"a": {STUDIO}, "b": "https://api.deepseek.com"}}[k]'),
        )
    ),
    Case(
        "an enumeration by a value",
        f"import enum\nclass K(enum.Enum):\n  A = {R1}\n  B = 'qwen-plus'\nm = K(input()).value\n{CALL}",
        ("DSM101 3 certain branch-on-model",),
        quiet=QUIET,
    ),
    Case(
        "an enumeration of everybody's models",
        f"import enum\nclass K(enum.Enum):\n  A = {R1}\n"
        + "".join(f"  M{number} = 'model-{number}'\n" for number in range(30))
        + f"m = K(input()).value\n{CALL}",
        quiet=QUIET,
    ),
    Case(
        "an enumeration by a name",
        f"import enum\nclass K(str, enum.Enum):\n  A = {R1}\nm = K[input()]\n{CALL}",
        ("DSM101 3 certain branch-on-model",),
        quiet=QUIET,
    ),
    Case(
        "a body that may be missing",
        'from conf import F\ncreate(model="deepseek-v3", messages=M, extra_body={"n": 1} if F else None)\n',
        ("DSM101 2 certain safe",),
        {V3: NEW, '{"n": 1} if F else None': '{"enable_thinking": False, **(({"n": 1} if F else None) or {})}'},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)


JAVASCRIPT = """import OpenAI from "openai";
const client = new OpenAI({ baseURL: "https://dashscope.aliyuncs.com/compatible-mode/v1" });
const many = ["deepseek-r1", "qwen-plus"];
export const ask = (at) => client.chat.completions.create({ model: %s, messages: [] });
"""
JAVA = """import com.alibaba.dashscope.aigc.generation.*;
import java.util.*;
class A {
    List<String> many = Arrays.asList("deepseek-r1", "qwen-plus");
    GenerationResult ask(int at, String name) throws Exception {
        return new Generation().call(GenerationParam.builder().resultFormat("message").model(%s).build());
    }
}
"""


@pytest.mark.parametrize(
    "value",
    [
        "many[at]",
        "many.at(at)",
        "many.pop()",
        "many[at % many.length].trim()",
        'new Map([["a", "deepseek-r1"]]).get(at)',
        'Object.fromEntries([["a", "deepseek-r1"]])[at]',
        '({ 1: "deepseek-r1" })[at]',
    ],
)
def test_javascript_takes_any_of_a_collection(value: str, tmp_path: Path) -> None:
    told = {each.rule for each in found(tmp_path, "a.mjs", (JAVASCRIPT % value).encode()) if each.model == "deepseek-r1"}
    assert told - {"DSM102"} == {"DSM101"}


@pytest.mark.parametrize(
    "value", ["many.get(at)", "many.get(0).trim()", "many.getFirst()", 'Map.of("a", "deepseek-r1").get(name)']
)
def test_java_takes_any_of_a_collection(value: str, tmp_path: Path) -> None:
    told = {each.rule for each in found(tmp_path, "A.java", (JAVA % value).encode()) if each.model == "deepseek-r1"}
    assert told - {"DSM102"} == {"DSM101"}


def test_a_variable_that_a_function_sets_may_still_be_as_it_was(tmp_path: Path) -> None:
    program = """import OpenAI from "openai";
const client = new OpenAI({ baseURL: "https://dashscope.aliyuncs.com/compatible-mode/v1" });
let model = "deepseek-v3.1";
export const setModel = () => { model = "deepseek-v3.2"; };
setModel();
await client.chat.completions.create({ model, messages: [] });
"""
    assert [(each.rule, each.place.line) for each in found(tmp_path, "a.mjs", program.encode())] == [("DSM101", 3), ("DSM101", 4)]
