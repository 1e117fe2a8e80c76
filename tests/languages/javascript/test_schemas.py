"""Defaults that a schema fills in: those of settings, and of what a request may say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

ASKS = """import OpenAI from "openai";
import {env} from "./env.js";
const openai = new OpenAI({baseURL: ADDRESS});
export const ask = (messages) => openai.chat.completions.create({model: env.LLM_MODEL, messages});
"""
URL = '"https://dashscope.aliyuncs.com/compatible-mode/v1"'
ZOD = 'import {z} from "zod";\n'
OFF = {'"deepseek-v3"': '"qwen3.7-plus"', "messages})": "messages, enable_thinking: false})"}
R1 = {"deepseek-r1": "qwen3.7-plus"}


def case(name: str, env: str, found: str, after: dict[str, str] | None = None) -> Case:
    """A program whose settings stand in a file of their own."""
    asks = ASKS.replace("ADDRESS", "env.LLM_URL" if "LLM_URL" in env else URL)
    files = {"main.py": "", "package.json": "{}", "env.js": env, "ask.js": asks}
    return Case(name, "", (f"{found}",), after or {}, files=files, head="", quiet=("DSM301", "DSM303"))


CASES = [
    case(
        "a schema that is named first",
        f'{ZOD}const shape = z.object({{\n  LLM_MODEL: z.string().min(1).default("deepseek-r1"),\n'
        f"  LLM_URL: z.string().url().default({URL}),\n}});\nexport const env = shape.parse(process.env);\n",
        "DSM101 env.js:3 certain safe",
        R1,
    ),
    case(
        "a switch for whatever the environment says",
        f'{ZOD}export const env = z.object({{LLM_MODEL: z.string().default("deepseek-v3")}}).strict().parse(process.env);\n',
        "DSM101 env.js:2 certain unsafe",
        OFF,
    ),
    case(
        "envalid",
        'import {cleanEnv, str} from "envalid";\n'
        'export const env = cleanEnv(process.env, {LLM_MODEL: str({default: "deepseek-r1", desc: "an id"})});\n',
        "DSM101 env.js:2 certain safe",
        R1,
    ),
    case(
        "the settings of a Next.js application",
        f'{ZOD}import {{createEnv}} from "@t3-oss/env-nextjs";\nexport const env = createEnv({{\n'
        '  server: {LLM_MODEL: z.string().default("deepseek-r1")},\n  runtimeEnv: process.env,\n});\n',
        "DSM101 env.js:4 certain safe",
        R1,
    ),
    case(
        "a schema that lets only some values pass",
        f'{ZOD}export const env = z.object({{LLM_MODEL: z.enum(["deepseek-r1"]).default("deepseek-r1")}}).parse(process.env);\n',
        "DSM102 env.js:2 possible unknown-endpoint",
    ),
    case(
        "a schema that makes something else of it",
        f'{ZOD}export const env = z.object({{LLM_MODEL: z.string().default("deepseek-r1").transform(f)}}).parse(process.env);\n',
        "DSM102 env.js:2 possible unknown-endpoint",
    ),
    case(
        "values of envalid to choose from",
        'import {cleanEnv, str} from "envalid";\n'
        'export const env = cleanEnv(process.env, {LLM_MODEL: str({default: "deepseek-r1", choices: ["deepseek-r1"]})});\n',
        "DSM102 env.js:2 possible unknown-endpoint",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_schema(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)
