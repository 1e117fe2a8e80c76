from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from migrator.cli import application
from tests.tool import ROOT
from tests.tools.man_page import PAGE, page

TEXT = PAGE.read_text(encoding="utf-8")


def test_the_page_is_up_to_date() -> None:
    assert page() == TEXT


def test_every_command_and_option_is_in_it() -> None:
    plain = TEXT.replace("\\-", "-")
    for name, command in application.commands.items():
        section = plain.partition(f'.SH "{name.upper()}"\n')[2].partition("\n.SH")[0]
        for option in (option for parameter in command.params for option in parameter.opts if option.startswith("--")):
            assert re.search(rf"^\.B .*{option}\b", section, re.MULTILINE), (name, option)


def test_it_comes_with_the_package() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'"docs/{PAGE.name}" = "share/man/man1/{PAGE.name}"' in project


@pytest.mark.skipif(shutil.which("groff") is None, reason="needs groff")
def test_roff_has_nothing_to_complain_of() -> None:
    done = subprocess.run(["groff", "-man", "-ww", "-z", str(PAGE)], capture_output=True, encoding="utf-8", timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
