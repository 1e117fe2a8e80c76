"""No regular expression takes exponential time on text that is made to make it: see `tools/attacks.py`."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.tool import ROOT

LIMITED = """\
import resource, runpy
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
runpy.run_module("tests.tools.attacks", run_name="__main__")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits there")
def test_every_expression_ends_on_text_made_from_its_own_shape() -> None:
    done = subprocess.run([sys.executable, "-c", LIMITED], cwd=ROOT, capture_output=True, text=True, check=False)
    tried = done.stdout.splitlines()
    assert done.returncode == 0, f"{tried[-1:]} did not end: {done.stderr[-500:]}"
    assert len(tried) > 150
