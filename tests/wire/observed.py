"""What real SDKs do with the spellings of a table, and what the tool predicts for each of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from migrator.analyse import call_groups
from migrator.files.kinds import Kind, kind_of
from migrator.files.tree import FolderTree
from migrator.findings import Json
from migrator.judge import CallGroup
from migrator.project import read_project
from migrator.requests import Prediction
from migrator.rulebook import load
from migrator.settings_model import Settings
from migrator.workers import Crew
from tests.wire.environments import interpreter
from tests.wire.model_studio import switch_of
from tests.wire.recorder import Recorded
from tests.wire.run import run_program
from tests.wire.spellings import Spelling

ENDINGS = ("/completions", "/responses", "/generation", "/messages")
"""What the paths of requests for a model end with: frameworks also send other ones."""
ONE_BY_ONE = """
import json
import sys
for name, setup, call in json.loads({rows!r}):
    space = {{}}
    try:
        exec(setup, space)
        print("\\n" + json.dumps(["mark", name]), flush=True)
        __import__("urllib.request").request.urlopen("http://mark.example/" + name + "/completions")
        exec(call, space)
        print("\\n" + json.dumps([name, None]), flush=True)
    except Exception as error:
        print("\\n" + json.dumps([name, type(error).__name__, str(error)[:300]]), flush=True)
"""


@cache
def observed(table: tuple[Spelling, ...], environment: str) -> dict[str, tuple[str | None, tuple[Recorded, ...]]]:
    """What each spelling raised and sent: all of them in one process, told apart by a request to a host of their own."""
    rows = [[row.name, row.setup, row.call] for row in table if environment in row.environments]
    done = run_program(interpreter(environment), ONE_BY_ONE.format(rows=json.dumps(rows)).encode())
    lines = [json.loads(line) for line in done.output.splitlines() if line.startswith('["')]
    raised = {line[0]: line[1] for line in lines if line[0] != "mark"}
    sent: dict[str, list[Recorded]] = {}
    current = ""
    for request in done.requests:
        if request.host == "mark.example":
            current = request.path.split("/")[1]
            sent[current] = []
        elif request.path.endswith(ENDINGS):
            sent[current].append(request)
    return {name: (raised[name], tuple(requests)) for name, requests in sent.items()}


def mentions(value: Json) -> int:
    """How often the switch stands anywhere in a body."""
    if isinstance(value, dict):
        return sum((key == "enable_thinking") + mentions(inner) for key, inner in value.items())
    return sum(mentions(inner) for inner in value) if isinstance(value, list) else 0


def effect_of(requests: Sequence[Recorded]) -> str | None:
    """The effect in the contract's words, from what was recorded."""
    if not requests:
        # Some frameworks only log what the SDK under them raised.
        return "raises"
    request = requests[0]
    places = mentions(request.body) + ("enable_thinking" in request.query)
    if switch_of(request) is not None:
        return ("accident" if places > 1 else None) if switch_of(request) is True else "flipped"
    return "misplaced" if places else "dropped"


def predicted(folder: Path, programs: dict[str, str], declared: str) -> dict[str, list[Prediction]]:
    """What the tool predicts for each program of a project: by its name, the calls that add to others' alone if there are any."""
    folder.joinpath("pyproject.toml").write_text(f"[project]\nname = 'programs'\ndependencies = {declared}\n", encoding="utf-8")
    files: dict[str, Kind] = {}
    for name, program in {**programs, "pyproject.toml": ""}.items():
        kind = kind_of(name)
        assert kind is not None
        files[name] = kind
        if program:
            folder.joinpath(name).write_bytes(program.encode())
    found: dict[str, list[CallGroup]] = {}
    with Crew(1) as crew:
        project = read_project(".", FolderTree(str(folder)), load(), files, frozenset(programs), crew)
        for group in call_groups(project, Settings(cwd=str(folder)), "2026-11-25"):
            found.setdefault(group.ref.path, []).append(group)
        project.close()
    result: dict[str, list[Prediction]] = {}
    for name, groups in found.items():
        later = [group for group in groups if any(judged.call.layers for judged in group.judged)]
        result[name] = [variant.prediction for group in later or groups for variant in group.variants]
    return result
