"""Records and methods that go by a name of their own, objects that say whether they are true, and mappings known in part."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

V3, R1, NEW = '"deepseek-v3"', '"deepseek-r1"', '"qwen3.7-plus"'
BOTH = {V3: NEW, R1: NEW}
TRUE = "['extra_body'] = {'enable_thinking': True}\n"
OFF = ', extra_body={"enable_thinking": False}'
RECORD_OFF = ", 'extra_body': {'enable_thinking': False}"
CONF = f"conf = {{'model': {V3}, 'messages': M}}\n"
LOAD = "from other import key, load\n"
BOT = """class Bot{bases}:
    def __init__(self, model):
        self.model = model
    def ask(self):
        return self.model
"""
ONE, TWO = f"def one(a):\n    return {V3}\n", f"def two(a, b=1):\n    return {R1}\n"


def asks(model: str) -> str:
    return f"create(model={model}, messages=M)\n"


def sure(name: str, bases: str, body: str, test: str = "bot", head: str = "") -> Case:
    """A bot whose model is taken where a test of it says so: known where nothing tells otherwise."""
    source = f"{head}{BOT.format(bases=bases)}{body}bot = Bot({V3})\ncreate(model=bot.model if {test} else {R1}, messages=M)\n"
    line = source.count("\n") - 1
    found = (f"DSM101 {line} certain safe", f"DSM102 {line + 1} possible unknown-endpoint")
    return Case(f"a choice by an object: {name}", source, found, {V3: NEW, f"{R1}, messages=M": f"{R1}, messages=M{OFF}"})


def unsure(name: str, bases: str, body: str, head: str = "") -> Case:
    """The same where only run time tells."""
    case = sure(name, bases, body, "bot", head)
    line = case.source.count("\n")
    return Case(case.name, case.source, tuple(f"DSM101 {at} certain shared-value" for at in (line - 1, line)))


def shared(name: str, source: str, *lines: int) -> Case:
    """One call of models that need different things."""
    return Case(name, source, tuple(f"DSM101 {line} certain shared-value" for line in lines))


CASES = [
    # One record under two names.
    Case(
        "a switch that is set by another name",
        f"{CONF}other = conf\nother{TRUE}create(**conf)\n",
        ("DSM101 1 certain unsafe",),
        {V3: NEW},
    ),
    Case(
        "a switch that is set by the first name",
        f"{CONF}other = conf\nconf{TRUE}create(**other)\n",
        ("DSM101 1 certain unsafe",),
        {V3: NEW},
    ),
    Case(
        "a model that is set by another name",
        f"{CONF}other = conf\nother['model'] = {R1}\ncreate(**conf)\n",
        ("DSM102 1 possible unknown-endpoint", "DSM101 3 certain safe"),
        {R1: NEW},
    ),
    Case(
        "another name that is set too late",
        f"{CONF}create(**conf)\nother = conf\nother['stream'] = True\n",
        ("DSM101 1 certain safe",),
        {f"{V3}, 'messages': M": f"{NEW}, 'messages': M{RECORD_OFF}"},
    ),
    Case(
        "another name of what the name was before",
        f"conf = {{'model': {R1}, 'messages': M}}\nother = conf\n{CONF}other{TRUE}create(**conf)\ncreate(**other)\n",
        ("DSM101 1 certain safe", "DSM101 3 certain safe"),
        {R1: NEW, f"{V3}, 'messages': M": f"{NEW}, 'messages': M{RECORD_OFF}"},
    ),
    Case(
        "another name, sometimes",
        f"{CONF}other = {{}}\nif M:\n    other = conf\nother{TRUE}create(**conf)\n",
        ("DSM101 1 certain unsafe",),
        {f"{V3}, 'messages': M": f"{NEW}, 'messages': M{RECORD_OFF}"},
    ),
    Case(
        "another name, in a function",
        f"{CONF}def setup():\n    c = conf\n    c{TRUE}def ask():\n    create(**conf)\n",
        ("DSM101 1 certain unsafe",),
        {f"{V3}, 'messages': M": f"{NEW}, 'messages': M{RECORD_OFF}"},
    ),
    *(
        Case(
            f"an attribute's record by a name: {name}",
            f"class Bot:\n    def __init__(self):\n        self.conf = {{'model': {V3}}}\n    def ask(self):\n"
            f"        {name} = self.conf\n        {name}{TRUE}        create(messages=M, **self.conf)\n"
            "def other(conf):\n    conf['model'] = 'x'\nBot().ask()\n",
            ("DSM101 3 certain unsafe",),
            {V3: f'{NEW}, "extra_body": {{"enable_thinking": False}}'},
        )
        for name in ("conf", "given")
    ),
    *(
        Case(
            f"an attribute's record that was a name's before: {why}",
            f"D = {{'model': {V3 if line == 1 else 'M'}}}\nclass Bot:\n    def __init__(self):\n{body}    def ask(self):\n"
            "        create(messages=M, **self.conf)\nBot().ask()\n",
            (f"DSM101 {line} certain {how}",),
            {V3: f'{NEW}, "extra_body": {{"enable_thinking": False}}'},
        )
        for why, body, line, how in (
            ("changed as the attribute's", f"        self.conf = D\n        self.conf{TRUE}", 1, "unsafe"),
            (
                "changed by the name",
                f"        conf = {{'model': {V3}}}\n        self.conf = conf\n        conf{TRUE}",
                4,
                "unsafe",
            ),
            ("changed before", "        conf = D\n        conf['stream'] = True\n        self.conf = conf\n", 1, "safe"),
        )
    ),
    # What a choice takes an object for.
    sure("one of its own", "", ""),
    sure("one that is there, if of no length", "(list)", "", "bot is not None"),
    sure("one with a base in sight", "(Base)", "", head="class Base(object):\n    pass\n"),
    unsure("one that says it", "", "    def __bool__(self):\n        return bool(M)\n"),
    unsure("one that counts", "", "    def __len__(self):\n        return 0\n"),
    unsure("one that holds things", "(list)", ""),
    unsure("one whose base says it", "(Base)", "", head="class Base:\n    def __len__(self):\n        return 0\n"),
    sure("one that inherits from itself", "(Bot)", ""),
    shared(
        "an empty counter", f"from collections import Counter\nc = Counter()\ncreate(model={V3} if c else {R1}, messages=M)\n", 3
    ),
    Case(
        "a function that is there",
        f"def ask():\n    return {V3}\ncreate(model=ask() if ask else {R1}, messages=M)\n",
        ("DSM101 2 certain safe", "DSM102 3 possible unknown-endpoint"),
        {V3: NEW, f"{R1}, messages=M": f"{R1}, messages=M{OFF}"},
    ),
    shared(
        "a choice of what goes together",
        f"if M:\n    x, y = {V3}, None\nelse:\n    x, y = None, {R1}\n{asks('x if x is not None else y')}",
        2,
        4,
    ),
    # Functions by names of their own.
    Case(
        "one of two functions, as many arguments as it takes",
        f"{ONE}{TWO.replace('=1', '')}f = one if M else two\n{asks('f(1)')}",
        ("DSM101 2 certain safe", "DSM102 4 possible unknown-endpoint"),
        {V3: NEW, "f(1), messages=M": f"f(1), messages=M{OFF}"},
    ),
    shared("one of two functions, arguments by name", f"{ONE}{TWO}f = one if M else two\n{asks('f(a=1)')}", 2, 4),
    shared(
        "one of two functions, an object handed over",
        f"class A:\n    def one(self, a):\n        return {V3}\n{TWO}f = A.one if M else two\n{asks('f(A(), 1)')}",
        3,
        5,
    ),
    Case(
        "methods of two objects",
        f"{BOT.format(bases='')}ask = Bot({V3}).ask\nother = Bot({R1}).ask\n{asks('ask()')}{asks('other()')}",
        ("DSM101 6 certain safe", "DSM101 7 certain safe"),
        {**BOTH, "ask(), messages=M": f"ask(), messages=M{OFF}"},
    ),
    Case(
        "a method that is handed over",
        f"{BOT.format(bases='')}def _run(fn):\n    {asks('fn()')}_run(Bot({V3}).ask)\n",
        ("DSM101 8 certain safe",),
        {V3: NEW, "fn(), messages=M": f"fn(), messages=M{OFF}"},
    ),
    Case(
        "a method whose object whoever calls it gives",
        f"{BOT.format(bases='')}ask = Bot.ask\n{asks(f'ask(Bot({V3}))')}",
        ("DSM101 7 certain unsafe",),
        {f"{V3})), messages=M": f"{NEW})), messages=M{OFF}"},
    ),
    Case(
        "a function inside a method",
        BOT.format(bases="").replace("return self.model", "def inner():\n            return self.model\n        return inner()")
        + asks(f"Bot({V3}).ask()")
        + asks(f"Bot({R1}).ask()"),
        ("DSM101 8 certain safe", "DSM101 9 certain safe"),
        {f"{V3}).ask(), messages=M": f"{NEW}).ask(), messages=M{OFF}", R1: NEW},
    ),
    Case(
        "a function under the same name again and again",
        f"def _go(cb):\n    cb({V3})\ndef _run(cb):\n    _go(cb)\ndef _ask(model):\n    {asks('model')}_run(_ask)\n",
        ("DSM101 2 certain safe",),
        {V3: NEW, "messages=M": f"messages=M{OFF}"},
    ),
    Case(
        "a function in one of several fields",
        "from dataclasses import dataclass\n@dataclass\nclass Job:\n    name: str\n    fn: object\n"
        f"def _ask(model):\n    {asks('model')}Job('x', _ask).fn({V3})\n_ask({V3})\n",
        ("DSM101 8 certain unsafe", "DSM101 9 certain unsafe"),
        {V3: NEW, "messages=M": f"messages=M{OFF}"},
    ),
    Case(
        "a function beside a namesake of what it is called",
        f"def go(fn):\n    fn(1)\ndef _run(fn, *args):\n    return fn(*args)\n"
        f"def _ask(model):\n    {asks('model')}_run(_ask, {V3})\n",
        ("DSM101 7 certain safe",),
        {V3: NEW, "messages=M": f"messages=M{OFF}"},
    ),
    # Mappings that are known in part.
    *(
        Case(
            f"each of a mapping that is known in part: {each} in {taken}",
            f"{LOAD}D = {record}\nfor {each} in D.{taken}():\n    {asks('v')}",
            (f"DSM101 2 certain {how}",),
            {old: NEW, **({"model=v, messages=M": f"model=v, messages=M{OFF}"} if old == V3 else {})},
        )
        for each, taken, record, old, how in (
            ("v", "values", f"{{'a': {R1}, **load()}}", R1, "safe"),
            ("k, v", "items", f"{{**load(), 'a': {R1}}}", R1, "safe"),
            ("k, v", "items", f"{{key(): {R1}}}", R1, "safe"),
            ("v", "values", f"{{'a': {V3}, **load()}}", V3, "unsafe"),
            ("k, v", "items", f"{{'a': {V3}, **load()}}", V3, "unsafe"),
        )
    ),
    Case(
        "the first of a mapping that is known in part",
        f"{LOAD}D = {{'a': {V3}, **load()}}\n{asks('list(D.values())[0]')}",
        ("DSM101 2 certain unsafe",),
        {V3: NEW, "[0], messages=M": f"[0], messages=M{OFF}"},
    ),
    Case(
        "any of a mapping that is known in part",
        f"{LOAD}D = {{'a': {V3}, **load()}}\n{asks('D[key()]')}",
        ("DSM101 2 certain unsafe",),
        {V3: NEW, "()], messages=M": f"()], messages=M{OFF}"},
    ),
    *(
        Case(
            f"pairs of which one is {odd}",
            f"{LOAD}for n, m in [('a', {V3}), {odd}]:\n    {asks('m')}",
            ("DSM101 2 certain unsafe",),
            {V3: NEW, "model=m, messages=M": f"model=m, messages=M{OFF}"},
        )
        for odd in ("load()", "('b',)", "'xy'")
    ),
    # Texts that are filled in.
    *(
        Case(f"a text that is filled in: {text}", f"import litellm\n{asks(text).replace('create', 'litellm.completion')}", found)
        for text, found in (
            ("'{}/deepseek-r1'.format('dashscope')", ("DSM101 2 certain dynamic-model",)),
            ("'{0}/{1}'.format('dashscope', 'deepseek-r1')", ("DSM101 2 certain dynamic-model",)),
            ("'{}/{:>9}'.format('dashscope', 'deepseek-r1')", ("DSM102 2 possible unknown-endpoint",)),
            ("'{} deepseek-r1 {'.format('dashscope')", ("DSM102 2 possible unknown-endpoint",)),
            ("'{}/{}'.format(*M, 'deepseek-r1')", ("DSM102 2 possible unknown-endpoint",)),
            ("'/'.join(M, 'deepseek-r1')", ("DSM102 2 possible unknown-endpoint",)),
        )
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)


@pytest.mark.parametrize(
    "made,how",
    [
        ("also = LISTED\nalso.append(os.environ['X'])\n", "unsafe"),
        ("def more():\n    also = LISTED\n    also[0] = os.environ['X']\n", "unsafe"),
        ("also = list(LISTED)\nalso.append(os.environ['X'])\n", "safe"),
        ("def more(LISTED):\n    also = LISTED\n    also.append(os.environ['X'])\n", "safe"),
    ],
)
def test_a_list_that_is_changed_by_another_name(made: str, how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = f"LISTED = [{V3}]\n{made}for m in LISTED:\n    {asks('m')}"
    after = {V3: NEW, "model=m, messages=M": f"model=m, messages=M{OFF}"}
    check(Case("", source, (f"DSM101 1 certain {how}",), after), tmp_path, monkeypatch)


@pytest.mark.parametrize(
    "made,how",
    [
        (f"ask = lambda q, m={V3}: {{}}\nask(M)\n", "unsafe"),
        (f"_ask = lambda q, m={V3}: {{}}\n_ask(M)\n", "safe"),
        (f"def run():\n    ask = lambda q, m={V3}: {{}}\n    return ask(M)\n", "safe"),
    ],
)
def test_a_function_without_a_name_of_its_own(made: str, how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = 1 + made.startswith("def")
    source = made.format("create(model=m, messages=M)")
    after = {V3: NEW, "model=m, messages=M": f"model=m, messages=M{OFF}"}
    check(Case("", source, (f"DSM101 {line} certain {how}",), after), tmp_path, monkeypatch)
