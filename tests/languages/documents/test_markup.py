"""Markdown and reStructuredText: code blocks are programs, everything else is text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.languages.fixing import fixed, found

URL = "https://dashscope.aliyuncs.com/compatible-mode/v1"
CODE = f"""from openai import OpenAI
client = OpenAI(base_url="{URL}")
client.chat.completions.create(
    model="deepseek-v3",
    messages=[],
)
"""
AFTER = CODE.replace("deepseek-v3", "qwen3.7-plus").replace(
    "messages=[],\n", 'messages=[],\n    extra_body={"enable_thinking": False},\n'
)


def indented(text: str, by: str) -> str:
    return "".join(f"{by}{line}" for line in text.splitlines(keepends=True))


def fence(text: str, by: str = "", word: str = "python", mark: str = "```") -> str:
    return f"{by}{mark}{word}\n{indented(text, by)}{by}{mark}\n"


WRAPPED = {
    "fenced": ("a.md", lambda code: f"# 用 deepseek-v3\n\n{fence(code)}\ntext\n"),
    "with tildes": ("a.markdown", lambda code: fence(code, word="py", mark="~~~~")),
    "in a list": ("a.md", lambda code: f"1. do\n\n{fence(code, '   ')}\n2. done\n"),
    "in a list with tabs": ("a.md", lambda code: f"- do\n\n{fence(code, chr(9))}"),
    "with words behind": ("a.mdx", lambda code: fence(code, word='python title="a.py"')),
    "in a quote": ("a.md", lambda code: f"> so\n>\n{indented(fence(code, word='python {{1,3}}'), '> ')}"),
    "in a quote in a list": ("a.md", lambda code: "- a\n\n" + indented(indented(fence(code, mark="~~~"), "> "), "  ")),
    "at a list's mark": ("a.md", lambda code: "1. " + indented(fence(code), "   ").lstrip()),
    "of pandoc": ("a.md", lambda code: fence(code, word="{.python .numberLines}")),
    "of MyST": ("a.md", lambda code: fence(code, word="{code-block} python\n:linenos:\n")),
    "in details": ("a.mdx", lambda code: f"<details>\n<summary>x</summary>\n\n{fence(code, word='py')}\n</details>\n"),
    "in a longer fence": ("a.md", lambda code: fence(fence(code), word="md", mark="````")),
    "twice": ("a.md", lambda code: fence(code) + "\nand\n\n" + fence(code)),
    "rst": (
        "a.rst",
        lambda code: f"Title\n=====\n\n.. code-block:: python\n   :linenos:\n\n{indented(code, '   ')}\nText deepseek-v3.\n",
    ),
    "rst code": ("a.rst", lambda code: f".. code:: python\n\n{indented(code, '  ')}"),
    "settings": (
        "a.md",
        lambda code: fence(
            "model_list:\n- model_name: deepseek-r1\n  litellm_params:\n"
            f"    model: dashscope/{'deepseek-r1' if 'deepseek' in code else 'qwen3.7-plus'}\n",
            word="yaml",
        ),
    ),
}


@pytest.mark.parametrize("name", WRAPPED)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_block_becomes_what_its_language_makes_of_it(name: str, newline: str, mark: bytes, tmp_path: Path) -> None:
    file, wrap = WRAPPED[name]
    before = mark + wrap(CODE).replace("\n", newline).encode()
    after = mark + wrap(AFTER).replace("\n", newline).encode()
    assert fixed(tmp_path, file, before) == after
    assert fixed(tmp_path, file, after) == after


@pytest.mark.parametrize(
    "name,text",
    [
        ("a.md", f"# deepseek-v3\n\n{CODE}"),
        ("a.md", fence(CODE, word="text")),
        ("a.md", f"```python\n{CODE}"),
        ("a.md", fence(f"{CODE}\n... and so on ...\n")),
        ("a.md", indented(fence(CODE), "> ").replace("> client", "client")),
        ("a.md", f"Do this:\n\n{indented(CODE, '    ')}"),
        ("a.md", f"- item\n\n{indented(CODE, '    ')}"),
        ("a.rst", f"Do this::\n\n{indented(CODE, '    ')}"),
        ("CHANGELOG.md", fence(CODE)),
        ("a.rst", f".. code-block:: text\n\n{indented(CODE, '   ')}"),
        ("a.md", f"<!-- deepseek-migrate: ignore-file -->\n\n{CODE}"),
    ],
)
def test_text_stays(name: str, text: str, tmp_path: Path) -> None:
    assert fixed(tmp_path, name, text.encode(), unsafe=True) == text.encode()


def test_prose_gets_notes(tmp_path: Path) -> None:
    data = f"Use deepseek-v3.2 or deepseek-v3.\n\n{fence(CODE)}".encode()
    said = [(each.rule, each.place.line, each.place.column, each.model) for each in found(tmp_path, "a.md", data)]
    assert said == [("DSM102", 1, 5, "deepseek-v3.2"), ("DSM102", 1, 22, "deepseek-v3"), ("DSM101", 7, 11, "deepseek-v3")]


def test_a_document_points_nowhere(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(fence(CODE))
    (tmp_path / "pyproject.toml").write_text("")
    data = b'from openai import OpenAI\nOpenAI().chat.completions.create(model="deepseek-r1", messages=[])\n'
    assert {str(each.certainty) for each in found(tmp_path, "a.py", data)} == {"possible"}


def test_any_other_source_gets_a_note_where_it_names_a_host(tmp_path: Path) -> None:
    named = f'const url = "{URL}"\nconst model = "deepseek-v3"\n'.encode()
    assert [(each.rule, str(each.certainty), each.place.line) for each in found(tmp_path, "a.go", named)] == [
        ("DSM102", "possible", 2)
    ]
    assert found(tmp_path, "a.rs", b'const MODEL: &str = "deepseek-v3";\n') == ()
    assert fixed(tmp_path, "a.go", named, unsafe=True) == named


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    wrap=st.sampled_from(sorted(WRAPPED)),
    at=st.integers(0, 300),
    put=st.text(alphabet="`~ \t\n.:-é#\"'", max_size=4),
    cut=st.integers(0, 3),
)
def test_nothing_raises_on_garbage_and_a_second_run_changes_nothing(
    wrap: str, at: int, put: str, cut: int, tmp_path: Path
) -> None:
    name, made = WRAPPED[wrap]
    text = made(CODE)
    once = fixed(tmp_path, name, (text[:at] + put + text[at + cut :]).encode())
    assert fixed(tmp_path, name, once) == once
