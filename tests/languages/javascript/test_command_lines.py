"""Options that a program is told on the command line, with their defaults."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

HEAD = (
    'import OpenAI from "openai";\nconst client = new OpenAI({baseURL: "https://dashscope.aliyuncs.com/compatible-mode/v1"});\n'
)
R1, V3, NEW = '"deepseek-r1"', '"deepseek-v3"', '"qwen3.7-plus"'
SEND = "client.chat.completions.create({model: TOLD, messages});\n"


MODEL = '{model: {type: "string", default: OLD}}'


def _files(source: str, told: str, old: str) -> dict[str, str]:
    text = HEAD + source.replace("MODEL", MODEL).replace("OLD", old) + SEND.replace("TOLD", told)
    return {"main.py": "", "package.json": "{}", "ask.js": text}


def script(name: str, source: str, told: str, old: str = R1) -> Case:
    switched = {"messages}": "messages, enable_thinking: false}"} if old == V3 else {}
    found = f"DSM101 ask.js:4 certain {'unsafe' if switched else 'safe'}"
    return Case(name, "", (found,), {old: NEW, **switched}, files=_files(source, told, old), head="")


def unseen(name: str, source: str, told: str) -> Case:
    return Case(name, "", ("DSM102 ask.js:4 possible unknown-endpoint",), files=_files(source, told, R1), head="")


ARGS = 'import { parseArgs } from "node:util";\n'
YARGS = 'import yargs from "yargs";\n'
PROGRAM = 'import { Command } from "commander"; const program = new Command();\n'
SHARED = 'import { program } from "commander";\n'
CHAIN = "const argv = yargs(process.argv)"
CASES = [
    script("node's own", ARGS + "const { values } = parseArgs({options: MODEL});\n", "values.model"),
    script("node's own, with a name", ARGS + "const options = MODEL;\nconst a = parseArgs({options});\n", "a.values.model"),
    script("node's own, to be switched", ARGS + "const a = parseArgs({options: MODEL});\n", "a.values.model", old=V3),
    script("yargs", YARGS + f'{CHAIN}.option("model", {{default: OLD}}).help().parseSync();\n', "argv.model"),
    script("yargs, all at once", YARGS + f"{CHAIN}.options({{n: {{}}, model: {{default: OLD}}}}).argv;\n", "argv.model"),
    script("yargs, a default apart", YARGS + f'{CHAIN}.default("chat-model", OLD).parseSync();\n', "argv.chatModel"),
    script("yargs, by its own name", YARGS + f'{CHAIN}.option("a-b", {{default: OLD}}).parse();\n', 'argv["a-b"]'),
    script("commander", PROGRAM + 'program.option("-m, --a-model <m>", "", OLD).parse();\n', "program.opts().aModel"),
    script("the shared program", SHARED + 'program.option("--model <m>", "", OLD);\nconst a = program.opts();\n', "a.model"),
    unseen("another name", ARGS + "const a = parseArgs({options: MODEL});\n", "a.values.other"),
    unseen("no options", ARGS + "const a = parseArgs({other: MODEL});\n", "a.values.model"),
    unseen("somebody else's", 'import { parseArgs } from "corp";\nconst a = parseArgs({options: MODEL});\n', "a.values.model"),
    unseen(
        "two commands with one option",
        PROGRAM + 'program.command("a").option("--model <m>", "", OLD);program.command("b").option("--model <m>", "", "b");\n',
        "program.opts().model",
    ),
    unseen(
        "one that has a default and one that has none",
        PROGRAM + 'program.command("a").option("--model <m>", "", OLD);program.option("--model <m>", "");\n',
        "program.opts().model",
    ),
    unseen("no long name", PROGRAM + 'program.option("-m <m>", "", OLD).parse();\n', "program.opts().model"),
    unseen("no default", PROGRAM + 'program.option("--model <m>", "say " + OLD).parse();\n', "program.opts().model"),
    unseen("choices alone", YARGS + f'{CHAIN}.option("model", {{choices: [OLD]}}).parse();\n', "argv.model"),
    unseen("an option that is none", YARGS + f"{CHAIN}.option(OLD).argv;\n", "argv.model"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_option(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)
