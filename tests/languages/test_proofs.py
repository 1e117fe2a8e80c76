"""What the proof says of a rewrite that went wrong: each language sees that something else is there now."""

from __future__ import annotations

import pytest

from migrator.findings import Edit
from migrator.languages.base import Language
from migrator.languages.config.language import JSON, YAML
from migrator.languages.documents.markup import MARKDOWN, Kept
from migrator.languages.documents.notebook import NOTEBOOK
from migrator.languages.documents.prose import PROSE
from migrator.languages.http_file.language import HTTP_FILE
from migrator.languages.python.language import PYTHON
from migrator.languages.shell.language import SHELL

URL = "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"
POST = f"POST {URL}\n\n"
CELL = '{{"cells": [{{"cell_type": "{0}", "source": "{1}"}}], "metadata": {{}}, "nbformat": 4}}'
COLLECTION = (
    '{{"info": {{"schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}}, '
    '"item": [{{"request": {{"url": "http://x/v1", "body": {{"mode": "raw", "raw": "{0}"}}}}}}]}}'
)
INDENTED = Kept(PROSE.id, PROSE.surfaces, PROSE.library, PROSE.read)

WRONG: dict[str, tuple[Language, str, str, str]] = {
    "a script that nests too deeply": (SHELL, "echo 1\n", f"{'( ' * 400}echo 1{' )' * 400}\n", "the script does not parse"),
    "a script with an error": (SHELL, "echo 1\n", "echo 1 )\n", "the script has a syntax error that it had not"),
    "a body that is none any more": (
        SHELL,
        f"curl {URL} -d '{{\"a\": 1}}'\n",
        f"curl {URL} -d '{{\"a\": }}'\n",
        "a request's body can no longer be read",
    ),
    "fields that are none any more": (
        SHELL,
        f"http {URL} a=1\n",
        f'curl {URL} -d "$A"\n',
        "a request's fields can no longer be read",
    ),
    "another variable": (SHELL, "A=1\n", "B=1\n", "other variables are set"),
    "a word that is a script no more": (
        SHELL,
        "bash -c 'echo 1'\n",
        "bash -x 'echo 1'\n",
        "a script in a word is another thing now",
    ),
    "a word's script with an error": (
        SHELL,
        "bash -c 'echo 1'\n",
        "bash -c 'echo 1 )'\n",
        "the script has a syntax error that it had not",
    ),
    "settings that do not parse": (YAML, "a: 1\n", "a: [\n", "it does not parse: this is no YAML"),
    "settings that hold no script any more": (YAML, "run: curl x\n", "run: echo x\n", "a script is something else now"),
    "settings whose script has an error": (
        YAML,
        "run: curl x y\n",
        "run: curl x )\n",
        "the script has a syntax error that it had not",
    ),
    "a collection whose body is none": (
        JSON,
        COLLECTION.format('{\\"a\\": 1}'),
        COLLECTION.format('{\\"a\\": }'),
        "a request's body can no longer be read",
    ),
    "a request file that is no text": (HTTP_FILE, POST, f"{POST}\0", "the file is no text"),
    "a request whose body is none": (HTTP_FILE, POST + '{"a": 1}', POST + '{"a": }', "a request's body can no longer be read"),
    "another variable of a request": (HTTP_FILE, "@a = 1\n", "@b = 1\n", "other variables are set"),
    "a program that did not parse": (PYTHON, "x = = 1\n", "x = 1\n", "the old file does not parse: "),
    "a program that does not parse": (PYTHON, "x = 1\n", "x = = 1\n", "line 1: "),
    "a program in another encoding": (
        PYTHON,
        "# coding: latin-1\nx = 1\n",
        "# coding: utf-8\nx = 1\n",
        "the edits change the file's encoding",
    ),
    "a program that nests deeply": (
        PYTHON,
        f"x = {'[' * 90}1{']' * 90}\ny = 1\n",
        f"x = {'[' * 90}1{']' * 90}\nz = 1\n",
        "the new text is not the old one with the edits",
    ),
    "text": (PROSE, "a", "b", "text is never edited"),
    "a block that is only indented": (INDENTED, "a", "b", "text is never edited"),
    "another block": (
        MARKDOWN,
        "```python\na = 1\n```\n",
        "```python\na = 1\n```\n```sh\nls\n```\n",
        "the blocks are others now",
    ),
    "a block without an edit": (
        MARKDOWN,
        "x\n\n```python\na = 1\n```\n",
        "x\n\n```python\na = 2\n```\n",
        "a block without an edit is another one now",
    ),
    "text outside the blocks": (MARKDOWN, "one\n", "two\n", "an edit stands outside the code blocks"),
    "a block that nobody reads": (
        MARKDOWN,
        "```nobody\none\n```\n",
        "```nobody\ntwo\n```\n",
        "a block that is not read was edited",
    ),
    "a notebook that is none": (NOTEBOOK, CELL.format("code", "a"), "{", "it is no notebook any more: this is no JSON"),
    "a notebook's other parts": (
        NOTEBOOK,
        CELL.format("code", "a"),
        CELL.format("code", "a").replace("4", "5"),
        "something outside the code cells is another thing now",
    ),
    "a cell of another kind": (
        NOTEBOOK,
        CELL.format("code", "a = 1"),
        CELL.format("code", "%%bash\\nls"),
        "a cell is of another kind now",
    ),
    "a cell's text": (NOTEBOOK, CELL.format("markdown", "a"), CELL.format("markdown", "b"), "text is never edited"),
}


def difference(old: bytes, new: bytes) -> list[Edit]:
    """One edit that makes the new bytes of the old ones."""
    head = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new)))
    most = min(len(old), len(new)) - head
    tail = next((at for at in range(most) if old[-1 - at] != new[-1 - at]), most)
    return [Edit("a", head, len(old) - tail, new[head : len(new) - tail].decode())] if old != new else []


@pytest.mark.parametrize("title", WRONG)
def test_a_rewrite_that_went_wrong_is_told(title: str) -> None:
    language, old, new, problem = WRONG[title]
    undeclared = title in ("a block without an edit", "a program that nests deeply")
    edits = [] if undeclared else difference(old.encode(), new.encode())
    said = language.compare("a", old.encode(), new.encode(), edits)
    assert said is not None
    assert said.startswith(problem)


@pytest.mark.parametrize("title", WRONG)
def test_what_stays_is_right(title: str) -> None:
    language, old, new, _ = WRONG[title]
    if title == "a program that did not parse":
        old = new
    assert language.compare("a", old.encode(), old.encode(), []) is None


def test_an_edit_in_the_middle_of_a_character_is_none() -> None:
    data = "x = '中'\n".encode()
    assert PYTHON.compare("a", data, data, [Edit("a", 6, 8, "")]) == "the place cuts a character in two"
