"""The programs of `tests/contract/sent.py` under the real SDKs: what they send is what is told of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.sent import SURFACES, Row, Surface
from tests.wire.environments import interpreter
from tests.wire.matching import differences
from tests.wire.node import run_node
from tests.wire.recorder import Recorded
from tests.wire.run import run_program
from tests.wire.scripts import run_script

pytestmark = pytest.mark.wire
RUN = {"main.py", "main.mjs", "ask.sh"}
CASES = [(surface, row) for surface in SURFACES if surface.file in RUN for row in surface.rows if row.runs]


def requests_of(surface: Surface, row: Row, folder: Path) -> tuple[Recorded, ...]:
    """What a program sends."""
    program = surface.program(row).encode()
    if surface.file == "ask.sh":
        (folder / surface.file).write_bytes(program)
        return run_script(folder, surface.file).requests
    if surface.file == "main.mjs":
        return run_node(surface.environments[0], {surface.file: program}, surface.file).requests
    return run_program(interpreter(surface.environments[0]), program).requests


@pytest.mark.parametrize("surface, row", CASES, ids=[f"{surface.name}: {row.call[:60]}" for surface, row in CASES])
def test_a_program_sends_what_is_told(surface: Surface, row: Row, tmp_path: Path) -> None:
    sent = [each for each in requests_of(surface, row, tmp_path) if each.path == row.path]
    assert bool(sent) == (row.before is not None)
    assert [differences(row.before, each.body) for each in sent] == [[] for _ in sent]
