"""What a notebook's cells hand to something else than its kernel: shells, files, variables."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.languages.documents.test_notebook import AFTER, CALL, CLIENT, cell, notebook
from tests.languages.fixing import fixed, found

URL = "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"
OLD = '{"model": "deepseek-v3", "messages": "$1"}'
NEW = '{"model": "qwen3.7-plus", "messages": "$1", "enable_thinking": false}'
IN_QUOTES = OLD.replace('"', '\\"'), NEW.replace('"', '\\"')

WRAPPED = {
    "%%bash": "%%bash\ncurl {url} -d '{body}'\n",
    "%%sh": "%%sh --out said\ncurl {url} \\\n  -d '{body}'",
    "%%script": "%%script bash -e\n\ncurl {url} -d '{body}'\n",
    "%%!": "%%!\ncurl {url} -d '{body}'",
    "!": "import os\n!curl {url} -d '{body}'\nprint(os)\n",
    "in a block": "if True:\n    !curl {url} -d '{body}'\n",
    "to a name": "said = !curl -s {url} -d '{body}'\nprint(said)",
    "over lines": "!curl {url} \\\n    -H 'a: b' \\\n    -d '{body}'\nx = 1\n",
    "a script's file": "%%writefile ask.sh\n#!/bin/bash\ncurl {url} -d '{body}'\n",
    "a file of requests": "%%writefile -a ask.http\nPOST {url}\n\n{body}\n",
}


@pytest.mark.parametrize("name", WRAPPED)
@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize("escaped", [True, False])
def test_a_command_in_a_cell_is_rewritten(name: str, listed: bool, escaped: bool, tmp_path: Path) -> None:
    def made(body: str, call: str) -> bytes:
        text = WRAPPED[name].replace("{url}", URL).replace("{body}", body)
        return notebook(cell(CLIENT), cell(text, listed=listed), cell("é = '你'"), cell(call, listed=listed), escaped=escaped)

    assert fixed(tmp_path, "a.ipynb", made(OLD, CALL)) == made(NEW, AFTER)
    assert fixed(tmp_path, "a.ipynb", made(NEW, AFTER), unsafe=True) == made(NEW, AFTER)


def test_escapes_in_quotes_of_the_shell(tmp_path: Path) -> None:
    before, after = (notebook(cell(f'!curl {URL} -d "{body}"')) for body in IN_QUOTES)
    assert fixed(tmp_path, "a.ipynb", before) == after


def test_ipython_joins_a_line_inside_quotes(tmp_path: Path) -> None:
    text = f'!curl {URL} -d \'{{ \\\n  "model": "deepseek-v3" \\\n}}\'\n'
    wanted = text.replace('"deepseek-v3"', '"qwen3.7-plus",\\\n  "enable_thinking": false')
    after = fixed(tmp_path, "a.ipynb", notebook(cell(text)))
    assert after == notebook(cell(wanted))
    assert fixed(tmp_path, "a.ipynb", after) == after


def test_a_written_program_is_one_of_its_own(tmp_path: Path) -> None:
    before = notebook(cell("client = 1"), cell(f"%%writefile app.py\n{CLIENT}\n{CALL}\n"))
    after = notebook(cell("client = 1"), cell(f"%%writefile app.py\n{CLIENT}\n{AFTER}\n"))
    assert fixed(tmp_path, "a.ipynb", before) == after


def test_a_kernel_of_shells(tmp_path: Path) -> None:
    kernel = {"metadata": {"kernelspec": {"name": "bash", "language": "bash"}}}
    cells = [cell(f"URL={URL}"), cell(f"curl $URL -d '{OLD}'")]
    done = [cells[0], cell(f"curl $URL -d '{NEW}'")]
    assert fixed(tmp_path, "a.ipynb", notebook(*cells, **kernel)) == notebook(*done, **kernel)


def test_a_switch_in_another_cell_than_the_client(tmp_path: Path) -> None:
    wrong = 'client.chat.completions.create(model="qwen-plus", messages=[], enable_thinking=True)'
    right = 'client.chat.completions.create(model="qwen-plus", messages=[], extra_body={"enable_thinking": True})'
    before = notebook(cell(CLIENT), cell("print(1)"), cell(wrong))
    said = [each for each in found(tmp_path, "a.ipynb", before) if each.rule == "DSM201"]
    assert [(each.cell and (each.cell.index, each.cell.line), each.effect) for each in said] == [((3, 1), "raises")]
    assert fixed(tmp_path, "a.ipynb", before) == notebook(cell(CLIENT), cell("print(1)"), cell(right))


def test_a_place_in_a_command(tmp_path: Path) -> None:
    data = notebook(cell("x"), cell(f"import os\n!curl {URL} \\\n  -d '{OLD}'\n"))
    (finding,) = [each for each in found(tmp_path, "a.ipynb", data) if each.rule == "DSM101"]
    assert finding.cell is not None
    assert (finding.cell.index, finding.cell.line) == (2, 3)
    assert "deepseek-v3" in data.decode().splitlines()[finding.place.line - 1]


@pytest.mark.parametrize("line", ["%env MODEL=deepseek-v3", "%run x.py --model deepseek-v3", "!serve --model deepseek-v3"])
def test_what_other_lines_name_is_not_passed_over(line: str, tmp_path: Path) -> None:
    data = notebook(cell(f"import os\n{line}\n"))
    assert [each.rule for each in found(tmp_path, "a.ipynb", data)] == ["DSM102"]
    assert fixed(tmp_path, "a.ipynb", data, unsafe=True) == data


@pytest.mark.parametrize(
    "text", ["%%bash\ncurl '{", "%%writefile x.py\ndef (", "%%writefile\n", "%%writefile a b\n", "%%script\n"]
)
def test_broken_cells_hide_nothing(text: str, tmp_path: Path) -> None:
    before = notebook(cell(f"{text} deepseek-v3"), cell(CLIENT), cell(CALL))
    assert fixed(tmp_path, "a.ipynb", before) == notebook(cell(f"{text} deepseek-v3"), cell(CLIENT), cell(AFTER))
    assert {each.rule for each in found(tmp_path, "a.ipynb", before)} >= {"DSM101", "DSM102"}
