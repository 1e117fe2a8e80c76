from __future__ import annotations

import importlib.util
import subprocess
import sys

import pytest

from migrator.report import FORMATS


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_where_it_is_registered(name: str) -> None:
    assert importlib.util.find_spec(FORMATS[name].module) is not None


def test_registering_imports_no_format() -> None:
    code = "import sys, migrator.report; print(*sorted(m for m in sys.modules if m.startswith(('migrator.report.', 'rich'))))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_only_text_needs_rich() -> None:
    code = (
        "import io, sys\n"
        "from tests.report.samples import report, retired\n"
        "from migrator.report import Style, render\n"
        "for name in ('json', 'concise', 'sarif', 'github', 'gitlab', 'markdown', 'html', 'tasks'):\n"
        "    render(name, report(retired()), Style(), io.StringIO())\n"
        "print(*sorted(m for m in sys.modules if m.split('.')[0] in ('rich', 'libcst')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
