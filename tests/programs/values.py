"""Ways to write a value in Python, and to bring it to where it is used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")
Draw: TypeAlias = st.DrawFn


def pick(draw: Draw, *options: T) -> T:
    """One of these; the first is the plainest, to which examples shrink."""
    return draw(st.sampled_from(options))


def rarely(draw: Draw) -> bool:
    return draw(st.integers(0, 5)) == 5


@dataclass
class Page:
    """A program that is being written: its imports, what stands before the calls, and the names that it uses."""

    imports: dict[str, None] = field(default_factory=dict)
    setup: list[str] = field(default_factory=list)
    count: int = 0

    def need(self, statement: str) -> None:
        self.imports[statement] = None

    def name(self, word: str) -> str:
        """A name that nothing else has."""
        self.count += 1
        return word if self.count == 1 else f"{word}_{self.count}"


def spelled(draw: Draw, text: str) -> str:
    """A string literal that means `text`."""
    # In the middle of a word nobody would look for it.
    half = text.find("-") if "-" in text else len(text) // 2
    return pick(
        draw,
        f'"{text}"',
        f"'{text}'",
        f'"""{text}"""',
        f"'''{text}'''",
        f'r"{text}"',
        f'u"{text}"',
        f'f"{text}"',
        f'("{text[:half]}" "{text[half:]}")',
        f"('{text[:half]}'  # half\n  r'{text[half:]}')",
        f'("{text}")',
        f'f"{text[:half]}" "{text[half:]}"',
    )


def brought(draw: Draw, page: Page, value: str, other: str) -> str:
    """An expression that is `value` when the program runs, and a few statements before it; `other` is never used."""
    way = pick(draw, *WAYS)
    return way(page, value, other)


def _plain(page: Page, value: str, other: str) -> str:
    return value


def _constant(page: Page, value: str, other: str) -> str:
    name = page.name("CHOSEN")
    page.setup.append(f"{name} = {value}")
    return name


def _annotated(page: Page, value: str, other: str) -> str:
    name = page.name("TYPED")
    page.setup.append(f"{name}: object = {value}")
    return name


def _alias(page: Page, value: str, other: str) -> str:
    one, two = page.name("FIRST"), page.name("SECOND")
    page.setup += [f"{one} = {value}", f"{two} = {one}"]
    return two


def _chained(page: Page, value: str, other: str) -> str:
    one, two = page.name("LEFT"), page.name("RIGHT")
    page.setup.append(f"{one} = {two} = {value}")
    return two


def _unpacked(page: Page, value: str, other: str) -> str:
    one, two = page.name("PART"), page.name("REST")
    page.setup.append(f"{one}, {two} = {value}, 0.5")
    return one


def _class_attribute(page: Page, value: str, other: str) -> str:
    name = page.name("Options")
    page.setup.append(f"class {name}:\n    size = 3\n    chosen = {value}")
    return f"{name}.chosen"


def _instance(page: Page, value: str, other: str) -> str:
    name = page.name("Holder")
    page.setup.append(f"class {name}:\n    def __init__(self, chosen={value}):\n        self.chosen = chosen")
    return f"{name}().chosen"


def _instance_given(page: Page, value: str, other: str) -> str:
    name = page.name("Given")
    page.setup.append(f"class {name}:\n    def __init__(self, chosen):\n        self.chosen = chosen")
    return f"{name}({value}).chosen"


def _dataclass(page: Page, value: str, other: str) -> str:
    page.need("from dataclasses import dataclass")
    name, made = page.name("Settings"), page.name("settings")
    page.setup += [f"@dataclass\nclass {name}:\n    size: int = 3\n    chosen: object = {value}", f"{made} = {name}()"]
    return f"{made}.chosen"


def _config(page: Page, value: str, other: str) -> str:
    name = page.name("CONFIG")
    page.setup.append(f'{name} = {{"size": 3, "chosen": {value}}}')
    return f'{name}["chosen"]'


def _config_nested(page: Page, value: str, other: str) -> str:
    name = page.name("NESTED")
    page.setup.append(f'{name} = {{"llm": {{"chosen": {value}}}, "log": {{}}}}')
    return f'{name}["llm"]["chosen"]'


def _config_get(page: Page, value: str, other: str) -> str:
    name = page.name("TABLE")
    page.setup.append(f"{name} = dict(chosen={value})")
    return f'{name}.get("chosen")'


def _listed(page: Page, value: str, other: str) -> str:
    name = page.name("LISTED")
    page.setup.append(f"{name} = [{value}, 0]")
    return f"{name}[0]"


def _conditional(page: Page, value: str, other: str) -> str:
    page.need("import sys")
    return f"({other} if len(sys.argv) > 9 else {value})"


def _branches(page: Page, value: str, other: str) -> str:
    page.need("import sys")
    name = page.name("branch")
    page.setup.append(f"if len(sys.argv) > 9:\n    {name} = {other}\nelse:\n    {name} = {value}")
    return name


def _overwritten(page: Page, value: str, other: str) -> str:
    page.need("import sys")
    name = page.name("later")
    page.setup.append(f"{name} = {value}\nif len(sys.argv) > 9:\n    {name} = {other}")
    return name


def _replaced(page: Page, value: str, other: str) -> str:
    name = page.name("again")
    page.setup.append(f"{name} = {other}\n{name} = {value}")
    return name


def _function(page: Page, value: str, other: str) -> str:
    name = page.name("choose")
    page.setup.append(f"def {name}():\n    return {value}")
    return f"{name}()"


def _early_return(page: Page, value: str, other: str) -> str:
    page.need("import sys")
    name = page.name("early")
    page.setup.append(f"def {name}(big=len(sys.argv) > 9):\n    if big:\n        return {other}\n    return {value}")
    return f"{name}()"


def _handed_back(page: Page, value: str, other: str) -> str:
    name = page.name("same")
    page.setup.append(f"def {name}(it):\n    return it")
    return f"{name}({value})"


def _lambda(page: Page, value: str, other: str) -> str:
    name = page.name("made")
    page.setup.append(f"{name} = lambda: {value}")
    return f"{name}()"


def _tried(page: Page, value: str, other: str) -> str:
    name = page.name("tried")
    page.setup.append(f"try:\n    {name} = {value}\nexcept ImportError:\n    {name} = {other}")
    return name


def _property(page: Page, value: str, other: str) -> str:
    name = page.name("Lazy")
    page.setup.append(f"class {name}:\n    @property\n    def chosen(self):\n        return {value}")
    return f"{name}().chosen"


def _static(page: Page, value: str, other: str) -> str:
    name = page.name("Maker")
    page.setup.append(f"class {name}:\n    @staticmethod\n    def chosen():\n        return {value}")
    return f"{name}.chosen()"


def _walrus(page: Page, value: str, other: str) -> str:
    return f"({page.name('walrus')} := {value})"


def _global(page: Page, value: str, other: str) -> str:
    name, setter = page.name("state"), page.name("init")
    page.setup.append(f"{name} = None\ndef {setter}():\n    global {name}\n    {name} = {value}\n{setter}()")
    return name


def _matched(page: Page, value: str, other: str) -> str:
    page.need("import sys")
    name = page.name("matched")
    page.setup.append(f"match len(sys.argv):\n    case 9:\n        {name} = {other}\n    case _:\n        {name} = {value}")
    return name


def _named_tuple(page: Page, value: str, other: str) -> str:
    page.need("from typing import NamedTuple")
    name = page.name("Row")
    page.setup.append(f"class {name}(NamedTuple):\n    size: int = 3\n    chosen: object = {value}")
    return f"{name}().chosen"


def _namespace(page: Page, value: str, other: str) -> str:
    page.need("from types import SimpleNamespace")
    name = page.name("space")
    page.setup.append(f"{name} = SimpleNamespace(chosen={value})")
    return f"{name}.chosen"


def _either(page: Page, value: str, other: str) -> str:
    return f"(None or {value})" if value != "None" else value


Way: TypeAlias = Callable[[Page, str, str], str]
WAYS: Sequence[Way] = (
    *(_plain, _plain, _plain, _plain, _constant, _constant, _annotated, _alias, _chained, _unpacked, _class_attribute),
    *(_instance, _instance_given, _dataclass, _config, _config_nested, _config_get, _listed, _conditional, _branches),
    *(_overwritten, _replaced, _function, _early_return, _handed_back, _lambda, _tried, _property, _static, _walrus),
    *(_global, _matched, _named_tuple, _namespace),
)


def _environment(page: Page, value: str, other: str) -> str:
    page.need("import os")
    return f'os.getenv("CHAT_CHOICE", {value})'


def _environment_or(page: Page, value: str, other: str) -> str:
    page.need("import os")
    return f'(os.environ.get("CHAT_CHOICE") or {value})'


def _stripped(page: Page, value: str, other: str) -> str:
    return f"{value}.strip()"


def _enumerated(page: Page, value: str, other: str) -> str:
    page.need("from enum import Enum")
    name = page.name("Kinds")
    page.setup.append(f"class {name}(str, Enum):\n    CHOSEN = {value}")
    return f"{name}.CHOSEN.value"


def _formatted(page: Page, value: str, other: str) -> str:
    name = page.name("inner")
    page.setup.append(f"{name} = {value}")
    return f'f"{{{name}}}"'


TEXT_WAYS: Sequence[Way] = (_environment, _environment_or, _stripped, _enumerated, _formatted, _either)


def brought_text(draw: Draw, page: Page, value: str, other: str) -> str:
    """As `brought`, with what only strings can do."""
    return pick(draw, *WAYS, *TEXT_WAYS)(page, value, other)


def mapping(draw: Draw, page: Page, entries: Sequence[tuple[str, str]], word: str) -> str:
    """An expression that is a dict with these keys when the program runs."""
    keys = [f"{spelled_key(draw, key)}: {value}" for key, value in entries]
    literal = "{" + ", ".join(keys) + pick(draw, "}", ",}" if keys else "}")
    called = "dict(" + ", ".join(f"{key}={value}" for key, value in entries) + ")"
    head, tail = "{" + ", ".join(keys[:1]) + "}", "{" + ", ".join(keys[1:]) + "}"
    name = page.name(word)
    how = pick(
        draw, "literal", "literal", "lines", "dict", "name", "steps", "update", "union", "spread", "copied", "or", "sometimes"
    )
    match how:
        case "literal":
            return literal
        case "lines":
            inside = "".join(f"    {each},{pick(draw, '', '  # why', '  # 中文')}\n" for each in keys)
            return "{\n" + inside + "}"
        case "dict":
            return called
        case "name":
            page.setup.append(f"{name} = {literal}")
            return name
        case "steps":
            page.setup.append(f"{name} = {{}}")
            page.setup += [f'{name}["{key}"] = {value}' for key, value in entries]
            return name
        case "update":
            page.setup += [f"{name} = {head}", f"{name}.update({tail})"]
            return name
        case "union":
            return f"({head} | {tail})"
        case "spread":
            page.setup.append(f"{name} = {head}")
            return "{**" + name + (", " + ", ".join(keys[1:]) if keys[1:] else "") + "}"
        case "copied":
            page.setup.append(f"{name} = {literal}")
            return f"dict({name})"
        case "or":
            return f"({literal} or {{}})"
        case _:
            page.need("import sys")
            page.setup.append(f"{name} = {head}\nif len(sys.argv) < 9:\n    {name}.update({tail})")
            return name


def spelled_key(draw: Draw, key: str) -> str:
    return pick(draw, f'"{key}"', f'"{key}"', f"'{key}'", f'r"{key}"')
