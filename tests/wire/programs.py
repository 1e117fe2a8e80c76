"""The fixtures that the wire tests run, and the SDK versions that each of them needs."""

from __future__ import annotations

from pathlib import Path

from tests.wire.environments import DASHSCOPE, OPENAI

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
ENVIRONMENTS_OF = {
    "openai": tuple(row.name for row in OPENAI),
    "dashscope": tuple(row.name for row in DASHSCOPE),
    "http": (OPENAI[-1].name,),
}
CALLING = {"http": "connection.py"}
"""Which programs of a folder send something when they run, where not all do."""
OLDEST_OPENAI = "openai-1.3.9"
DASHSCOPE_1 = "dashscope-1.25.24"
TOO_OLD = {
    # stream_options came with 1.26, .parse with 1.40, .responses with 1.66, .stream with 1.92
    "openai/seed_page.py": OLDEST_OPENAI,
    "openai/parsed_reply.py": OLDEST_OPENAI,
    "openai/responses_api.py": OLDEST_OPENAI,
    "openai/responses_always_thought.py": OLDEST_OPENAI,
    "openai/stream_helper.py": OLDEST_OPENAI,
    "dashscope/client_of_2.py": DASHSCOPE_1,
    "dashscope/client_of_2_compatible.py": DASHSCOPE_1,
}

VARIABLES = {"LLM_BASE_URL": "https://dashscope.aliyuncs.com/compatible-mode/v1"}
SWITCH_NEVER_SENT = "fixable/dashscope/openai_style_class.py"
"""The one program whose misplaced switch leaves no trace on the wire."""


def programs(kind: str) -> list[str]:
    """The programs of one fixture folder, as paths below the fixtures."""
    found = [path for sdk in ENVIRONMENTS_OF for path in (FIXTURES / kind / sdk).glob(CALLING.get(sdk, "*.py"))]
    return sorted(path.relative_to(FIXTURES).as_posix() for path in found)


def runs(*kinds: str) -> list[tuple[str, str]]:
    """Every program of some fixture folders with every environment that it runs in."""
    return [
        (program, environment)
        for kind in kinds
        for program in programs(kind)
        for environment in ENVIRONMENTS_OF[program.split("/")[1]]
        if TOO_OLD.get(program.split("/", 1)[1]) != environment
    ]


def expected(program: str) -> str:
    """The program that a fix must make of this one."""
    kind, rest = program.split("/", 1)
    return f"{kind}/expected/{rest}"
