"""What stands around a call: functions, loops, classes, handlers."""

from __future__ import annotations

from collections.abc import Sequence

from tests.programs.values import Draw, Page, pick, rarely


def indented(text: str) -> str:
    return "\n".join("    " + line for line in text.split("\n"))


PLAIN: Sequence[str] = (
    "reply = {call}",
    "{call}",
    "print({call})",
    "def run():\n    return {call}\nrun()",
    "def run(prompt='x'):\n    answer = {call}\n    return answer\nrun()",
    "try:\n    {call}\nfinally:\n    print('done')",
    "try:\n    {call}\nexcept KeyError:\n    raise",
    "try:\n    raise KeyError\nexcept KeyError:\n    {call}",
    "import contextlib\nwith contextlib.nullcontext() as nothing:\n    {call}",
    "for _ in range(1):\n    {call}",
    "while True:\n    {call}\n    break",
    "[{call} for _ in range(1)]",
    "list({call} for _ in range(1))",
    "(lambda: {call})()",
    "class Bot:\n    def ask(self):\n        return {call}\nBot().ask()",
    "class Bot:\n    reply = {call}",
    "class Bot:\n    @staticmethod\n    def ask():\n        return {call}\nBot.ask()",
    "import functools\n@functools.lru_cache\ndef ask():\n    return {call}\nask()",
    "def outer():\n    def inner():\n        return {call}\n    return inner()\nouter()",
    "def pieces():\n    yield {call}\nlist(pieces())",
    'if __name__ == "__main__":\n    {call}',
    "import sys\nanswer = {call} if len(sys.argv) < 9 else None",
    'answers = {{"first": {call}, "second": 2}}',
    "if (answer := {call}) is None:\n    pass",
    "def ask(answer={call}):\n    return answer\nask()",
    "assert {call} is not None",
    "first, second = {call}, 2",
    "print('before'); answer = {call}; print('after')",
    "if True: answer = {call}",
    "answer = not (\n    {call}\n)",
    "def ask():\n    import sys\n    if len(sys.argv) > 9:\n        return None\n    return {call}\nask()",
    "del [{call}][0:1]",
)
WITH_MODEL: Sequence[str] = (
    "def ask(prompt='x', model={model}):\n    return {call}\nask()",
    "def ask(model):\n    return {call}\nask({model})",
    "def ask(prompt, *, model={model}):\n    return {call}\nask('x')",
    "def ask(model='qwen-plus'):\n    return {call}\nask(model={model})",
    "class Bot:\n    def ask(self, model={model}):\n        return {call}\nBot().ask()",
    "def ask():\n    model = {model}\n    return {call}\nask()",
    "for model in [{model}]:\n    {call}",
    "for model, size in (({model}, 1),):\n    {call}",
    "[{call} for model in [{model}]]",
    "(lambda model={model}: {call})()",
    "def ask(model: str | None = None):\n    model = model or {model}\n    return {call}\nask()",
    "def ask(model=None):\n    if model is None:\n        model = {model}\n    return {call}\nask()",
    "model = {model}\nprint(f'asking {{model}}')\n{call}",
    "def ask(*, model):\n    return {call}\nask(**{{'model': {model}}})",
)
TWICE: Sequence[str] = (
    "for model in [{model}, {other}]:\n    {call}",
    "def ask(model={model}):\n    return {call}\nask()\nask({other})",
    "def ask(model):\n    return {call}\nask(model={model})\nask(model={other})",
    "def ask(model):\n    return {call}\nfor each in ({model}, {other}):\n    ask(each)",
)
LATER: Sequence[str] = (
    "async def main():\n    return await {call}\nasyncio.run(main())",
    "async def main():\n    answer = await {call}\n    return answer\nasyncio.run(main())",
    "async def main():\n    return await asyncio.gather({call})\nasyncio.run(main())",
    "class Bot:\n    async def ask(self):\n        return await {call}\nasyncio.run(Bot().ask())",
    "async def main():\n    try:\n        await asyncio.wait_for({call}, 60)\n    finally:\n        pass\nasyncio.run(main())",
)


def around(
    draw: Draw, page: Page, call: str, model: str, name: str, asynchronous: bool, iterated: bool, other: str
) -> tuple[str, tuple[str, ...]]:
    """The statements around a call in which `@model@` stands for the model; returns them and the models that are asked."""
    if asynchronous:
        page.need("import asyncio")
        return pick(draw, *LATER).format(call=call.replace("@model@", model)), (name,)
    if iterated:
        call = pick(draw, f"list({call})", f"sum(1 for _ in {call})") if ":=" not in call + model else f"list({call})"
    if "@model@" not in call:
        return pick(draw, *PLAIN).format(call=call), (name,)
    if rarely(draw):
        return pick(draw, *TWICE).format(call=call.replace("@model@", "model"), model=model, other=other), (
            name,
            other.strip('"'),
        )
    if pick(draw, False, False, True):
        return pick(draw, *WITH_MODEL).format(call=call.replace("@model@", "model"), model=model), (name,)
    return pick(draw, *PLAIN).format(call=call.replace("@model@", model)), (name,)
