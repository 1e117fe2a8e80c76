"""Any valid Python (hypothesmith) with names of ours in it: `python -m tests.programs.arbitrary --minutes 30`.

What must hold: nothing is raised, nothing is edited without a finding that says so, and every promise of `promise.py`.
"""

from __future__ import annotations

import argparse
import io
import keyword
import tokenize
from collections.abc import Sequence

import hypothesmith
from hypothesis import strategies as st

from tests.programs.meaning import Program
from tests.programs.promise import broken
from tests.programs.search import rounds

NAMES = (
    *("OpenAI", "client", "chat", "completions", "create", "model", "enable_thinking", "extra_body", "messages", "dict", "os"),
    *("getenv", "Generation", "call", "base_url", "dashscope", "openai", "requests", "post", "json", "ChatOpenAI", "update"),
    *("functools", "partial", "self", "__init__", "environ", "get"),
)
STRINGS = (
    *(
        '"deepseek-v3"',
        "'deepseek-r1'",
        '"""deepseek-v3.2"""',
        'f"deepseek-{x}"',
        '"enable_thinking"',
        'r"model"',
        '"extra_body"',
    ),
    *('"https://dashscope.aliyuncs.com/compatible-mode/v1"', "b'deepseek-v3'", '("deepseek" "-v3")', '"extra_body"'),
)
HEAD = """\
import os, functools, requests, openai, dashscope
from openai import OpenAI
from dashscope import Generation
client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
model = "deepseek-v3"
json = {"model": model, "enable_thinking": True}
"""
CALL = "client.chat.completions.create(model=model, messages=[], enable_thinking=True, **json)\n"


def sprinkled(source: str, chance: st.DataObject) -> str:
    """The program with names and strings of ours in the places of some of its own; as it was if that is no Python."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError, ValueError):
        return source
    lines = source.splitlines(keepends=True)
    for token in reversed(tokens):
        own = token.type == tokenize.NAME and not keyword.iskeyword(token.string) and not keyword.issoftkeyword(token.string)
        options = NAMES if own else STRINGS if token.type in (tokenize.STRING, tokenize.NUMBER) else ()
        (row, start), (last, end) = token.start, token.end
        if not options or row != last or row > len(lines) or chance.draw(st.integers(0, 2)) == 0:
            continue
        line = lines[row - 1]
        if line[start:end] == token.string:
            lines[row - 1] = line[:start] + chance.draw(st.sampled_from(options)) + line[end:]
    changed = "".join(lines)
    try:
        compile(changed, "changed", "exec")
    except (SyntaxError, ValueError, RecursionError):
        return source
    return changed


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """A program that nobody would write, about what we look for."""
    how = draw(st.sampled_from((hypothesmith.from_node, hypothesmith.from_grammar)))
    source = sprinkled(draw(how(auto_target=False)), draw(st.data()))
    head = draw(st.sampled_from((HEAD, "", HEAD + CALL)))
    tail = draw(st.sampled_from(("", "\n" + CALL)))
    whole = head + source + tail
    try:
        compile(whole, "whole", "exec")
    except (SyntaxError, ValueError, RecursionError):
        whole = source
    return Program(whole.encode("utf-8", "surrogatepass"), None, ())


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args(arguments)
    tried, bad = 0, 0
    for number, found in enumerate(rounds(programs(), lambda each: broken(each.data), given.seed, given.minutes), given.seed):
        tried += found.tried
        for program, problem in found.problems.values():
            bad += 1
            print(f"=== seed {number}: {problem}\n{program}", flush=True)
        print(f"{tried:,} programs", flush=True)
    return int(bad > 0)


if __name__ == "__main__":
    raise SystemExit(main())
