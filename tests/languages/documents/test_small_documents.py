"""Documents and notebooks as people write them, in the less common layouts."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from tests.languages.documents.test_markup import URL, fence
from tests.languages.tables import Outcome, Row, check, outcomes

NAME = "a.md"
CLIENT = f'from openai import OpenAI\nclient = OpenAI(base_url="{URL}")\n'
CALL = 'client.chat.completions.create(model="deepseek-v3", messages=[])\n'
AFTER = 'client.chat.completions.create(model="qwen3.7-plus", messages=[], extra_body={"enable_thinking": False})\n'
MENTIONED = "possible documentation"


def _notebook(*cells: tuple[str, object], language: str = "python") -> str:
    held = [{"cell_type": kind, "metadata": {}, "source": source} for kind, source in cells]
    metadata = {"kernelspec": {"language": language}}
    return json.dumps({"cells": held, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}, indent=1)


def _session(code: str) -> str:
    return "".join(f">>> {line}\n" for line in code.splitlines())


ROWS: dict[str, Row] = {
    "a directive without a block": Row(
        ".. code-block:: python\n\nText of deepseek-v3.\n", None, (f"DSM102 3 {MENTIONED}",), "a.rst"
    ),
    "a directive at the end": Row("deepseek-v3\n\n.. code-block:: python\n", None, (f"DSM102 1 {MENTIONED}",), "a.rst"),
    "a cell with nothing in it": Row(
        fence("", word="{code-cell}")
        + fence(CLIENT, word="{code-cell}")
        + fence("", word="{code-cell}")
        + fence(CALL, word="{code-cell}"),
        fence("", word="{code-cell}")
        + fence(CLIENT, word="{code-cell}")
        + fence("", word="{code-cell}")
        + fence(AFTER, word="{code-cell}"),
        ("DSM101 10 certain safe",),
    ),
    "a cell of a shell": Row(
        fence(CLIENT, word="{code-cell}")
        + fence("%%bash\necho deepseek-v3\n", word="{code-cell}")
        + fence(CALL, word="{code-cell}"),
        fence(CLIENT, word="{code-cell}")
        + fence("%%bash\necho deepseek-v3\n", word="{code-cell}")
        + fence(AFTER, word="{code-cell}"),
        ("DSM101 10 certain safe", f"DSM102 7 {MENTIONED}"),
    ),
    "a block that names no language, of nothing": Row(fence("ls\n", word="") + "deepseek-v3\n", None, (f"DSM102 4 {MENTIONED}",)),
    "a block that names no language, a session": Row(
        fence(_session(CLIENT + CALL), word=""), fence(_session(CLIENT + AFTER), word=""), ("DSM101 4 certain safe",)
    ),
    "a block that names no language, a request": Row(
        fence(f'POST {URL}/chat/completions\n\n{{"model": "deepseek-v3"}}\n', word=""),
        fence(f'POST {URL}/chat/completions\n\n{{"model": "qwen3.7-plus", "enable_thinking": false}}\n', word=""),
        ("DSM101 4 certain safe",),
    ),
    "a block that names no language, words": Row(fence("model: deepseek-v3 (old)\n", word=""), None, (f"DSM102 2 {MENTIONED}",)),
    "a block of something unheard of": Row(fence("deepseek-v3\n", word="nobody"), None, (f"DSM102 2 {MENTIONED}",)),
    "cells without a source": Row(
        _notebook(("code", CLIENT), ("code", 5), ("code", None), ("markdown", ["a", 5]), ("code", CALL)),
        _notebook(("code", CLIENT), ("code", 5), ("code", None), ("markdown", ["a", 5]), ("code", AFTER)),
        ("DSM101 29 certain safe",),
        "a.ipynb",
    ),
    "cells that nobody reads": Row(
        _notebook(("code", "x <- 1"), ("markdown", "deepseek-v3"), language="R"), None, (f"DSM102 11 {MENTIONED}",), "a.ipynb"
    ),
    "cells that nobody reads, of ours": Row(
        _notebook(("code", 'model <- "deepseek-v3"'), language="R"), None, (f"DSM102 6 {MENTIONED}",), "a.ipynb"
    ),
    # A remark in a program is no mention.
    "half a character": Row(
        _notebook(("code", "x = '\ud83d'  # deepseek-v3"), ("markdown", "\ud83d deepseek-v3")),
        None,
        (f"DSM102 11 {MENTIONED}",),
        "a.ipynb",
    ),
    "a character that makes a file binary": Row(
        _notebook(("code", "x = '\0' deepseek-v3"), ("markdown", "\0 deepseek-v3")),
        None,
        (f"DSM102 6 {MENTIONED}", f"DSM102 11 {MENTIONED}"),
        "a.ipynb",
    ),
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Outcome]:
    """What comes of all rows, in one run."""
    return outcomes(tmp_path_factory.mktemp("rows"), ROWS, NAME)


@pytest.mark.parametrize("title", ROWS)
def test_a_document(title: str, results: Mapping[str, Outcome]) -> None:
    check(ROWS[title], results[title], NAME)
