"""The requests that the tool predicts for the fixtures, read from its JSON report."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from migrator.findings import Json
from tests.tool import scan
from tests.wire.programs import FIXTURES


@dataclass(frozen=True)
class Predicted:
    """A request before and after, as one finding has it; None where nothing is sent."""

    where: str
    before: dict[str, Json] | None
    after: dict[str, Json] | None
    effect: Json = None


@cache
def predictions(kind: str) -> dict[str, list[Predicted]]:
    """What the tool predicts for each program of a fixture folder."""
    found: dict[str, list[Predicted]] = {}
    for finding in scan("fixtures/" + kind, cwd=FIXTURES.parent).findings:
        request = finding["request"]
        if isinstance(request, dict):
            program = str(finding["path"]).removeprefix("fixtures/")
            where = f"{finding['path']}:{finding['line']} {finding['rule']}"
            found.setdefault(program, []).append(Predicted(where, request["before"], request["after"], finding["effect"]))
    return found
