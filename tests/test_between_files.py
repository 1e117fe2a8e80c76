"""What goes from file to file in ways that are seldom taken: scripts, long chains, circles, files that cannot be read."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from migrator import travel
from migrator.files.kinds import kind_of
from migrator.files.tree import FolderTree
from migrator.project import read_project
from migrator.rulebook import load
from migrator.workers import Crew
from tests.contract.table import HEAD, Case, check
from tests.tool import scan

ASK = "create(model=MODEL, messages=M)\n"
SWITCHED = {ASK: 'create(model=MODEL, messages=M, extra_body={"enable_thinking": False})\n'}
RENAMED = {"deepseek-v3.2": "qwen3.7-plus"}
CONF = 'MODEL = "deepseek-v3.2"\n'
PYTHON = "#!/usr/bin/env python3\n"
ASKING = "#!/usr/bin/env node\nexports.ask = (client, model) => client.chat.completions.create({ model, messages: [] });\n"
NODE = """import OpenAI from "openai";
import { ask } from "./ask";
const client = new OpenAI({ baseURL: "https://dashscope.aliyuncs.com/compatible-mode/v1" });
"""


def kit(modules: int) -> dict[str, str]:
    """A package that takes everything of so many modules; the last of them gives the model."""
    files = {f"kit/m{at}.py": f"X{at} = {at}\n" for at in range(modules - 1)}
    stars = "".join(f"from .m{at} import *\n" for at in range(modules))
    return {**files, f"kit/m{modules - 1}.py": CONF, "kit/__init__.py": stars}


CASES = [
    Case(
        "a package of a hundred modules",
        "from kit import MODEL\n" + ASK,
        ("DSM101 kit/m119.py:1 certain safe",),
        RENAMED | SWITCHED,
        files=kit(120),
    ),
    Case(
        "a package of more modules than are asked for one name",
        "from kit import MODEL\n" + ASK,
        ("DSM102 kit/m519.py:1 possible unknown-endpoint",),
        files=kit(520),
    ),
    Case(
        "a script without a suffix asks with what it imports",
        "from conf import MODEL\n",
        ("DSM101 conf.py:1 certain safe",),
        RENAMED | SWITCHED,
        files={"conf.py": CONF, "bin/ask": PYTHON + "from conf import MODEL\n" + HEAD + ASK},
    ),
    Case(
        "a script without a suffix looks up what it imports",
        "from conf import MODEL\n" + ASK,
        ("DSM101 conf.py:1 certain branch-on-model",),
        files={"conf.py": CONF, "bin/price": PYTHON + 'from conf import MODEL\nprint({"qwen3.7-plus": 2}[MODEL])\n'},
    ),
    Case(
        "a script without a suffix is imported",
        "",
        ("DSM101 main.js:4 certain safe",),
        RENAMED | {"{ model, messages: [] }": "{ model, messages: [], enable_thinking: false }"},
        files={"main.js": NODE + 'ask(client, "deepseek-v3.2");\n', "ask": ASKING, "package.json": "{}"},
    ),
    Case(
        "what has no suffix and is no script is not read",
        "",
        ("DSM102 main.js:4 possible unknown-endpoint",),
        files={"main.js": NODE + 'ask(client, "deepseek-v3.2");\n', "ask": ASKING.partition("\n")[2], "package.json": "{}"},
    ),
    Case(
        "a script for browsers is not read",
        "",
        ("DSM102 main.js:4 possible unknown-endpoint",),
        files={
            "main.js": NODE.replace("./ask", "./ask.js") + 'ask(client, "deepseek-v3.2");\n',
            "ask.js": 'let x="y";' * 2000 + ASKING.partition("\n")[2],
            "package.json": "{}",
        },
    ),
    Case(
        "through forty files",
        "from m39 import MODEL\n" + ASK,
        ("DSM101 m0.py:1 certain safe",),
        RENAMED | SWITCHED,
        files={"m0.py": CONF, **{f"m{at}.py": f"from m{at - 1} import MODEL\n" for at in range(1, 40)}},
    ),
    Case(
        "two files that import one another",
        "from b import N as MODEL\n" + ASK,
        ("DSM101 a.py:1 certain safe",),
        RENAMED | SWITCHED,
        files={
            "a.py": 'K = L = "deepseek-v3.2"\n',
            "a2.py": "from a import K\n",
            "b.py": "from a import L\nfrom c import N\nX = L\n",
            "c.py": "from a2 import K\nN = K\n",
        },
    ),
    Case(
        "a file that imports the model and cannot be parsed",
        "from conf import MODEL\n" + ASK,
        ("DSM101 conf.py:1 certain safe",),
        RENAMED | SWITCHED,
        files={"conf.py": CONF, "broken.py": "from conf import MODEL\nprint(MODEL\n"},
    ),
    Case(
        "a file that two others import and that cannot be parsed",
        'from broken import ask\nMODEL = "deepseek-v3.2"\nask(MODEL)\n' + ASK,
        ("DSM101 2 certain safe", "DSM101 other.py:7 certain safe"),
        RENAMED | SWITCHED,
        files={
            "broken.py": "def ask(model)\n    pass\n",
            "other.py": HEAD + 'from broken import ask\nMODEL = "deepseek-v3.2"\nask(MODEL)\n' + ASK,
        },
    ),
    Case(
        "classes that inherit from one another",
        'class A(B):\n    pass\n\n\nclass B(A):\n    pass\n\n\nA("deepseek-v3.2")\n',
        ("DSM102 9 possible unknown-endpoint",),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_found_and_written(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)


def test_what_goes_through_more_files_than_are_followed_is_not_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last of them looks the model up."""
    monkeypatch.setattr(travel, "MAX_ROUNDS", 3)
    chain = {f"m{at}.py": f"from m{at - 1} import MODEL\n" for at in range(1, 6)}
    last = {"last.py": 'from m5 import MODEL\nprint({"qwen3.7-plus": 2}[MODEL])\n'}
    source = "from m0 import MODEL\n" + ASK
    check(
        Case("chain", source, ("DSM101 m0.py:1 certain too-deep",), files={"m0.py": CONF, **chain, **last}), tmp_path, monkeypatch
    )


@pytest.mark.skipif(sys.platform == "win32", reason="a file of this size has to be written there")
def test_what_a_huge_file_gives_is_not_known(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("from huge import MODEL\n" + HEAD + ASK + ASK.replace("MODEL", '"deepseek-r1"'), "utf-8")
    with (tmp_path / "huge.py").open("wb") as file:
        file.truncate(2 << 30)
    report = scan(cwd=tmp_path).report
    assert [(each["rule"], each["line"]) for each in report["findings"]] == [("DSM101", 8)]  # type: ignore[attr-defined]
    assert [(each["path"], each["code"]) for each in report["skipped"]] == [("huge.py", "too-large")]  # type: ignore[attr-defined]


class Vanishing(FolderTree):
    """A folder in which somebody deletes a file between two looks at it."""

    def __init__(self, root: str, name: str, looks: int) -> None:
        super().__init__(root)
        self.left = Counter({name: looks})

    def read(self, path: str, magic: bytes = b"") -> bytes:
        """The bytes, as long as the file is there."""
        if path in self.left:
            self.left[path] -= 1
            if self.left[path] < 0:
                raise FileNotFoundError(path)
        return super().read(path, magic)


@pytest.mark.parametrize("looks", range(6))
def test_a_file_that_goes_meanwhile_is_as_if_it_had_not_been_there(looks: int, tmp_path: Path) -> None:
    files = {"conf.py": CONF, "main.py": "from conf import MODEL\n" + HEAD + ASK, "use.py": "from conf import MODEL\nX = MODEL\n"}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    kinds = {name: kind for name in files if (kind := kind_of(name)) is not None}
    project = read_project(".", Vanishing(str(tmp_path), "use.py", looks), load(), kinds, frozenset(kinds), Crew(1))
    assert set(project.program.facts) - {"use.py"} == {"conf.py", "main.py"}
