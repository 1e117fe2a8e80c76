"""The rewritten TypeScript programs under two versions of the compiler, against the real packages' types."""

from __future__ import annotations

from functools import cache

import pytest

from tests.wire.node import COMPILERS, OPENAI, TYPED, type_errors
from tests.wire.node_programs import environments_of, programs, scripts_of
from tests.wire.programs import expected

pytestmark = pytest.mark.wire
REWRITTEN = [expected(program) for kind in ("fixable", "unsafe") for program in programs(kind)]
CASES = [
    (program, name, version)
    for program in REWRITTEN
    if any(path.endswith(TYPED) for path in scripts_of(program))
    for name in environments_of(program)
    for version in COMPILERS
]
CREATE = """
import OpenAI from "openai";
const client = new OpenAI();
void client.chat.completions.create({ model: "m", messages: [], stream: true, %s });
"""


@cache
def said(name: str, version: str) -> list[str]:
    """What the compiler says of all programs that use these packages, each in a folder of its own."""
    mine = [program for program, used, _ in CASES if used == name]
    files = {f"{program}/{path}": data for program in mine for path, data in scripts_of(program).items()}
    return type_errors(version, name, files)


@pytest.mark.parametrize("program, name, version", CASES)
def test_a_rewritten_program_is_well_typed(program: str, name: str, version: str) -> None:
    assert [line for line in said(name, version) if line.startswith(f"{program}/")] == []


@pytest.mark.parametrize("version", COMPILERS)
@pytest.mark.parametrize("name", [each.name for each in OPENAI])
def test_the_switch_is_refused_as_a_key_and_taken_in_a_spread(name: str, version: str) -> None:
    written = {
        "key.ts": (CREATE % "enable_thinking: false").encode(),
        "spread.ts": (CREATE % "...{ enable_thinking: false }").encode(),
    }
    told = type_errors(version, name, written)
    assert {line.partition("(")[0] for line in told if "TS" in line and not line.startswith(" ")} == {"key.ts"}


def test_there_is_something_to_compile() -> None:
    assert {version for _, _, version in CASES} == set(COMPILERS)
