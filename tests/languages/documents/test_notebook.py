"""Notebooks: edits inside JSON strings, everything else byte for byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from migrator.languages.base import Document
from migrator.languages.documents.notebook import NOTEBOOK
from tests.languages.fixing import fixed, found, skipped

URL = "https://dashscope.aliyuncs.com/compatible-mode/v1"
CLIENT = f'from openai import OpenAI\nclient = OpenAI(base_url="{URL}")'
CALL = 'client.chat.completions.create(\n    model="deepseek-v3",\n    messages=[{"role": "user", "content": "你好"}],\n)'
AFTER = (
    'client.chat.completions.create(\n    model="qwen3.7-plus",\n    messages=[{"role": "user", "content": "你好"}],\n'
    '    extra_body={"enable_thinking": False},\n)'
)


def cell(source: str, kind: str = "code", listed: bool = True) -> dict[str, object]:
    made: dict[str, object] = {
        "cell_type": kind,
        "metadata": {},
        "source": source.splitlines(keepends=True) if listed else source,
    }
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def notebook(*cells: dict[str, object], indent: int | None = 1, escaped: bool = False, **further: object) -> bytes:
    said = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **further}
    return (json.dumps(said, indent=indent, ensure_ascii=escaped) + "\n").encode()


@pytest.mark.parametrize("indent", [None, 1, 4])
@pytest.mark.parametrize("escaped", [False, True])
@pytest.mark.parametrize("listed", [False, True])
def test_it_becomes_what_a_notebook_program_would_write(indent: int | None, escaped: bool, listed: bool, tmp_path: Path) -> None:
    before = notebook(cell(CLIENT, listed=listed), cell(CALL, listed=listed), indent=indent, escaped=escaped)
    after = notebook(cell(CLIENT, listed=listed), cell(AFTER, listed=listed), indent=indent, escaped=escaped)
    assert fixed(tmp_path, "a.ipynb", before) == after
    assert fixed(tmp_path, "a.ipynb", after) == after


@pytest.mark.parametrize("old,new", [(b"\n", b"\r\n"), (b"\n}\n", b"\n}"), (b"{\n", b"\xef\xbb\xbf{\n")])
def test_line_ends_marks_and_no_last_newline_survive(old: bytes, new: bytes, tmp_path: Path) -> None:
    before = notebook(cell(CLIENT), cell(CALL)).replace(old, new, -1 if old == b"\n" else 1)
    after = notebook(cell(CLIENT), cell(AFTER)).replace(old, new, -1 if old == b"\n" else 1)
    if old == b"\n}\n":
        before, after = before.rstrip(b"\n"), after.rstrip(b"\n")
    assert fixed(tmp_path, "a.ipynb", before) == after


@pytest.mark.parametrize(
    "line",
    [
        "%matplotlib inline",
        "!pip install openai",
        "files = !ls",
        "%%time",
        "client?",
        "?client",
        "!x",
        "if True:\n    !ls -l 你\n",
    ],
)
def test_ipython_lines_are_tolerated(line: str, tmp_path: Path) -> None:
    before = notebook(cell(f"{line}\n{CLIENT}"), cell(CALL))
    assert fixed(tmp_path, "a.ipynb", before) == notebook(cell(f"{line}\n{CLIENT}"), cell(AFTER))
    beside = notebook(cell(CLIENT), cell(f"{line}\n{CALL}"))
    assert fixed(tmp_path, "a.ipynb", beside) == notebook(cell(CLIENT), cell(f"{line}\n{AFTER}"))


@pytest.mark.parametrize(
    "magic,rest",
    [
        ("%time ", ""),
        ("%timeit -n 1 -r1 ", "x = %timeit -o 1\n%time\n"),
        ("if True:\n    %time r = ", ""),
    ],
)
def test_a_statement_that_is_timed_runs_as_it_stands(magic: str, rest: str, tmp_path: Path) -> None:
    before = notebook(cell(CLIENT), cell(f"{magic}{CALL}\n{rest}"))
    assert fixed(tmp_path, "a.ipynb", before) == notebook(cell(CLIENT), cell(f"{magic}{AFTER}\n{rest}"))


def test_what_is_timed_and_no_statement_does_not_hide_the_others(tmp_path: Path) -> None:
    before = notebook(cell(CLIENT), cell(f"%time for i in x: pass\n{CALL}"))
    assert fixed(tmp_path, "a.ipynb", before) == notebook(cell(CLIENT), cell(f"%time for i in x: pass\n{AFTER}"))


@pytest.mark.parametrize("other", ["%%bash\necho deepseek-v3", "this is no Python deepseek-v3", "%%html\n<b>", ""])
def test_a_cell_that_is_no_python_does_not_hide_the_others(other: str, tmp_path: Path) -> None:
    before = notebook(cell(CLIENT), cell(other), cell(CALL))
    assert fixed(tmp_path, "a.ipynb", before) == notebook(cell(CLIENT), cell(other), cell(AFTER))


def test_a_percent_sign_inside_a_string_stays_one(tmp_path: Path) -> None:
    text = 'PROMPT = """\n%s\n!important\n"""'
    before = notebook(cell(CLIENT), cell(text), cell(CALL))
    assert fixed(tmp_path, "a.ipynb", before) == notebook(cell(CLIENT), cell(text), cell(AFTER))


def test_places_are_given_as_cell_and_as_line_of_the_file(tmp_path: Path) -> None:
    data = notebook(cell("# deepseek-r1", "markdown"), cell(CLIENT), cell(CALL))
    prose, call = sorted(found(tmp_path, "a.ipynb", data), key=lambda each: each.place.line)
    lines = data.decode().splitlines()
    assert (call.rule, call.cell and (call.cell.index, call.cell.line)) == ("DSM101", (3, 2))
    assert 'model=\\"deepseek-v3\\"' in lines[call.place.line - 1]
    assert (prose.rule, prose.cell and (prose.cell.index, prose.cell.line)) == ("DSM102", (1, 1))
    assert prose.refusal is not None
    assert prose.refusal.code == "documentation"
    assert call.fix is not None
    assert all(edit.path == "a.ipynb" for edit in call.fix.edits)


def test_outputs_are_never_edited(tmp_path: Path) -> None:
    shown = cell(CALL) | {"outputs": [{"output_type": "stream", "name": "stdout", "text": ['model="deepseek-v3"\n']}]}
    data = notebook(cell(CLIENT), shown)
    assert fixed(tmp_path, "a.ipynb", data).count(b"deepseek-v3") == 1


def test_a_comment_in_a_cell_suppresses(tmp_path: Path) -> None:
    data = notebook(cell(CLIENT), cell('client.chat.completions.create(model="deepseek-v3")  # deepseek-migrate: ignore'))
    assert fixed(tmp_path, "a.ipynb", data) == data


def test_five_megabytes_of_pictures_differ_in_the_edited_bytes_only(tmp_path: Path) -> None:
    picture = {"output_type": "display_data", "data": {"image/png": "iVBOR" * 100_000}, "metadata": {}}
    pictures = [cell("show()") | {"outputs": [picture]} for _ in range(10)]
    before = notebook(cell(CLIENT), *pictures, cell(CALL), *pictures)
    assert len(before) > 5_000_000
    assert fixed(tmp_path, "a.ipynb", before) == notebook(cell(CLIENT), *pictures, cell(AFTER), *pictures)


@pytest.mark.parametrize(
    "data,code",
    [
        (b'{"cells": [ "deepseek-v3"', "parse-error"),
        (b'{"nbformat": 3, "worksheets": ["deepseek-v3"]}', "parse-error"),
        (b'["deepseek-v3"]', "parse-error"),
        (b"[" * 100_000 + b'"deepseek-v3"', "parse-error"),
        ('{"nbformat": 4, "cells": ["deepseek-v3"]}'.encode("utf-16"), "encoding"),
    ],
)
def test_what_is_no_notebook_is_named(data: bytes, code: str, tmp_path: Path) -> None:
    assert skipped(tmp_path, "a.ipynb", data) == [code]
    assert fixed(tmp_path, "a.ipynb", data) == data


SOURCES = st.lists(
    st.sampled_from([CLIENT, CALL, "%time", "x = '\\u4f60'", 'y = "a\\\\n"', "# 模型", "", "for x in y:\n\tpass\n", "é = 1\n"]),
    min_size=1,
    max_size=5,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(sources=SOURCES, escaped=st.booleans(), indent=st.sampled_from([None, 1]))
def test_the_program_is_the_code_and_maps_back(sources: list[str], escaped: bool, indent: int | None) -> None:
    data = notebook(*(cell(source) for source in sources), escaped=escaped, indent=indent)
    document = NOTEBOOK.read("a.ipynb", data, lambda text: "deepseek" in text)
    assert isinstance(document, Document)
    inner = document.parts[0]
    for piece in inner.embedding.pieces:
        assert inner.embedding.outer(piece.start, piece.end) == (piece.outer_start, piece.outer_end)
        if piece.linear and data[piece.outer_start : piece.outer_start + 1] != b"%":
            outer, text = data[piece.outer_start : piece.outer_end], inner.document.data[piece.start : piece.end]
            assert outer == text or text.startswith(b"0#")
    assert inner.document.data.count(b"deepseek") == sum(source.count("deepseek") for source in sources)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(sources=SOURCES, escaped=st.booleans())
def test_a_second_run_changes_nothing(sources: list[str], escaped: bool, tmp_path: Path) -> None:
    data = notebook(*(cell(source) for source in sources), escaped=escaped)
    once = fixed(tmp_path, "a.ipynb", data)
    assert fixed(tmp_path, "a.ipynb", once) == once
    json.loads(once)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(at=st.integers(0, 900), put=st.text(alphabet='{}[],":\n1', max_size=3), cut=st.integers(0, 3))
def test_nothing_raises_on_garbage(at: int, put: str, cut: int, tmp_path: Path) -> None:
    data = notebook(cell(CLIENT), cell(CALL))
    broken = data[:at] + put.encode() + data[at + cut :]
    once = fixed(tmp_path, "a.ipynb", broken)
    assert fixed(tmp_path, "a.ipynb", once) == once
