"""Examples in documents: sessions with prompts, cells, blocks that name no language, and what they tell each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.languages.documents.test_markup import CODE, URL, fence, indented
from tests.languages.fixing import fixed, found
from tests.tool import scan

CHAT = f"{URL}/chat/completions"
CLIENT = f'from openai import OpenAI\nclient = OpenAI(base_url="{URL}")\n'
CALL = 'client.chat.completions.create(model="deepseek-v3", messages=[])\n'
AFTER = 'client.chat.completions.create(model="qwen3.7-plus", messages=[], extra_body={"enable_thinking": False})\n'

REWRITES = {
    "a session of a shell": (
        "a.md",
        fence(f"""$ curl {CHAT} \\\n    -d '{{"model": "deepseek-v3"}}'\n{{"model": "deepseek-v3"}}\n""", word="console"),
        fence(
            f"""$ curl {CHAT} \\\n    -d '{{"model": "qwen3.7-plus", "enable_thinking": false}}'\n{{"model": "deepseek-v3"}}\n""",
            word="console",
        ),
    ),
    "a session with remarks that have an apostrophe": (
        "a.md",
        fence(f"""$ cd x # don't\n$ curl {CHAT} -d '{{"model": "deepseek-r1"}}' # it's slow\n{{}}\n""", word="console"),
        fence(f"""$ cd x # don't\n$ curl {CHAT} -d '{{"model": "qwen3.7-plus"}}' # it's slow\n{{}}\n""", word="console"),
    ),
    "a session with a body over lines": (
        "a.md",
        fence(f"""# ask\nuser@box:~$ curl {CHAT} -d '{{\n  "model": "deepseek-v3"\n}}'\nok deepseek-v3\n""", word="sh"),
        fence(
            f"""# ask\nuser@box:~$ curl {CHAT} -d '{{\n  "model": "qwen3.7-plus",\n  "enable_thinking": false\n}}'\n"""
            "ok deepseek-v3\n",
            word="sh",
        ),
    ),
    "a session of Python": (
        "a.md",
        fence(f""">>> {CLIENT.replace(chr(10), chr(10) + ">>> ", 1)}>>> client.chat.completions.create(
...     model="deepseek-v3",
...     messages=[],
... )
Reply(model="deepseek-v3")
"""),
        fence(f""">>> {CLIENT.replace(chr(10), chr(10) + ">>> ", 1)}>>> client.chat.completions.create(
...     model="qwen3.7-plus",
...     messages=[],
...     extra_body={{"enable_thinking": False}},
... )
Reply(model="deepseek-v3")
"""),
    ),
    "cells": (
        "a.md",
        fence(f":tags: [x]\n\n{CLIENT}", word="{code-cell} python") + "\ntext\n\n" + fence(f"%time\n{CALL}", word="{code-cell}"),
        fence(f":tags: [x]\n\n{CLIENT}", word="{code-cell} python") + "\ntext\n\n" + fence(f"%time\n{AFTER}", word="{code-cell}"),
    ),
    "cells with a header": (
        "a.md",
        fence(f"---\ntags: [x]\n---\n{CLIENT}", word="{code-cell}") + fence(CALL, word="{code-cell}"),
        fence(f"---\ntags: [x]\n---\n{CLIENT}", word="{code-cell}") + fence(AFTER, word="{code-cell}"),
    ),
    "chunks": (
        "a.md",
        fence(f"#| echo: false\n{CLIENT}", word="{python}") + fence(CALL, word="{python}"),
        fence(f"#| echo: false\n{CLIENT}", word="{python}") + fence(AFTER, word="{python}"),
    ),
    "something left out": (
        "a.md",
        fence(f"""curl {CHAT} -d '{{"model": "deepseek-v3", "messages": [...]}}'\n""", word="bash"),
        fence(f"""curl {CHAT} -d '{{"model": "qwen3.7-plus", "messages": [...], "enable_thinking": false}}'\n""", word="bash"),
    ),
    "rst session": (
        "a.rst",
        f""".. code-block:: console\n   :linenos:\n\n   $ curl {CHAT} -d '{{"model": "deepseek-v3"}}'\n   deepseek-v3\n""",
        (
            f""".. code-block:: console\n   :linenos:\n\n   $ curl {CHAT} -d '{{"model": "qwen3.7-plus", """
            """"enable_thinking": false}'\n   deepseek-v3\n"""
        ),
    ),
}


@pytest.mark.parametrize("name", REWRITES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_was_typed_is_a_program(name: str, newline: str, tmp_path: Path) -> None:
    file, before, after = REWRITES[name]
    old, new = before.replace("\n", newline).encode(), after.replace("\n", newline).encode()
    assert fixed(tmp_path, file, old).decode() == new.decode()
    assert fixed(tmp_path, file, new, unsafe=True) == new


@pytest.mark.parametrize(
    "file, text",
    [
        ("a.md", f"Text\n\n{indented(CODE, '    ')}\nend\n"),
        ("a.md", f"Text\n\n{indented(CODE, chr(9))}\nend\n"),
        ("a.md", f"""Text\n\n    $ curl {CHAT} -d '{{"model": "deepseek-v3"}}'\n"""),
        ("a.rst", f"Text::\n\n{indented(CODE, '  ')}\nend\n"),
        ("a.rst", f">>> from openai import OpenAI\n>>> c = OpenAI(base_url='{URL}')\n>>> c.{CALL.partition('.')[2]}\nend\n"),
    ],
)
def test_a_block_without_marks_is_reported_and_kept(file: str, text: str, tmp_path: Path) -> None:
    said = [(each.rule, each.refusal and each.refusal.code) for each in found(tmp_path, file, text.encode())]
    assert said == [("DSM101", "documentation")]
    assert fixed(tmp_path, file, text.encode(), unsafe=True) == text.encode()


def test_examples_of_one_text_point_for_each_other(tmp_path: Path) -> None:
    settings = fence(f"OPENAI_BASE_URL={URL}\n", word="env")
    call = fence('from openai import OpenAI\nOpenAI().chat.completions.create(model="deepseek-v3", messages=[])\n')
    assert [str(each.certainty) for each in found(tmp_path, "a.md", (settings + call).encode())] == ["likely"]
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "README.md").write_text(settings)
    (tmp_path / "other.md").write_text(call)
    assert [row["certainty"] for row in scan(".", cwd=tmp_path).findings] == ["possible"]


def test_settings_in_a_text_set_nothing(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "README.md").write_text(fence(f"OPENAI_BASE_URL={URL}\nMODEL=deepseek-v3\n", word="env"))
    (tmp_path / "app.py").write_text(
        "import os\nfrom openai import OpenAI\n"
        'OpenAI(base_url=os.environ["OPENAI_BASE_URL"]).chat.completions.create(model=os.environ["MODEL"], messages=[])\n'
    )
    assert [row for row in scan(".", cwd=tmp_path).findings if row["path"] == "app.py"] == []


def test_ids_in_prose_have_their_places(tmp_path: Path) -> None:
    text = (
        "| `deepseek-r1` | deepseek-v3 |\n[deepseek-v3.2](https://x/deepseek-v3.2), **deepseek-v3.1**, deepseek-r1. "
        "Or deepseek-v3。\n"
        "deepseek-r1:7b ollama/deepseek-r1 deepseek-v3-0324 deepseek-v3.2-thinking my-deepseek-r1\n"
    )
    said = [(each.model, each.place.line, each.place.column) for each in found(tmp_path, "a.md", text.encode())]
    assert said == [
        ("deepseek-r1", 1, 4),
        ("deepseek-v3", 1, 19),
        ("deepseek-v3.2", 2, 2),
        ("deepseek-v3.1", 2, 45),
        ("deepseek-r1", 2, 62),
        ("deepseek-v3", 2, 78),
    ]
