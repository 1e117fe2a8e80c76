"""What imports bring, across the files of a project."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.link.programs import probed
from tests.tool import scan

CASES: dict[str, tuple[dict[str, str], set[str]]] = {
    "a sibling's constant": ({"config.py": 'M = "a"\n', "main.py": "from config import M\nprobe(M)\n"}, {"a"}),
    "a module's attribute": ({"config.py": 'M = "a"\n', "main.py": "import config\nprobe(config.M)\n"}, {"a"}),
    "added to by another file": (
        {
            "config.py": 'def one():\n    return {"a": 1}\nO = {"x": one()}\n',
            "main.py": 'from config import O\nO["x"]["b"] = 2\nprobe(O["x"])\n',
        },
        {"{a,b}"},
    ),
    "renamed": ({"config.py": 'M = "a"\n', "main.py": "from config import M as N\nprobe(N)\n"}, {"a"}),
    "relative": (
        {"pkg/__init__.py": "", "pkg/config.py": 'M = "a"\n', "pkg/main.py": "from .config import M\nprobe(M)\n"},
        {"a"},
    ),
    "relative to the parent": (
        {
            "pkg/__init__.py": "",
            "pkg/config.py": 'M = "a"\n',
            "pkg/sub/__init__.py": "",
            "pkg/sub/main.py": "from ..config import M\nprobe(M)\n",
        },
        {"a"},
    ),
    "absolute from the root": (
        {"pkg/__init__.py": "", "pkg/config.py": 'M = "a"\n', "pkg/main.py": "from pkg.config import M\nprobe(M)\n"},
        {"a"},
    ),
    "a src layout": (
        {"src/pkg/__init__.py": "", "src/pkg/config.py": 'M = "a"\n', "tests/test_it.py": "from pkg.config import M\nprobe(M)\n"},
        {"a"},
    ),
    "re-exported": (
        {"pkg/__init__.py": "from .config import M\n", "pkg/config.py": 'M = "a"\n', "main.py": "from pkg import M\nprobe(M)\n"},
        {"a"},
    ),
    "a star import": ({"config.py": 'M = "a"\n', "main.py": "from config import *\nprobe(M)\n"}, {"a"}),
    "a client": (
        {"llm.py": "from openai import OpenAI\nclient = OpenAI()\n", "main.py": "from llm import client\nprobe(client)\n"},
        {"<openai.OpenAI()>"},
    ),
    "a factory": (
        {"llm.py": "from openai import OpenAI\ndef make():\n    return OpenAI()\n", "main.py": "import llm\nprobe(llm.make())\n"},
        {"<openai.OpenAI()>"},
    ),
    "callers elsewhere": (
        {"llm.py": "def _ask(m):\n    probe(m)\n", "main.py": 'from llm import _ask as ask\nask("a")\n'},
        {"a"},
    ),
    "an import cycle ends": (
        {"one.py": "from two import M\nprobe(M)\n", "two.py": "from one import M\n"},
        {"?unresolved"},
    ),
    "an SDK in a package with a module of its name": (
        {"pkg/__init__.py": "", "pkg/openai.py": "X = 1\n", "pkg/main.py": "from openai import OpenAI\nprobe(OpenAI)\n"},
        {"<openai.OpenAI>"},
    ),
    "a script that shadows the SDK": (
        {"openai.py": "class OpenAI:\n    pass\n", "main.py": "from openai import OpenAI\nprobe(OpenAI)\n"},
        {"Type"},
    ),
}


@pytest.mark.parametrize(("files", "expected"), CASES.values(), ids=CASES.keys())
def test_an_import(files: dict[str, str], expected: set[str], tmp_path: Path) -> None:
    assert probed(tmp_path, files) == expected


def test_a_scan_inside_a_package_ends(tmp_path: Path) -> None:
    tmp_path.joinpath("__init__.py").write_text("", encoding="utf-8")
    tmp_path.joinpath("names.py").write_text('MODEL = "deepseek-v3"\n', encoding="utf-8")
    tmp_path.joinpath("ask.py").write_text("from names import MODEL\nprint(MODEL)\n", encoding="utf-8")
    assert scan(".", cwd=tmp_path).status == 0
