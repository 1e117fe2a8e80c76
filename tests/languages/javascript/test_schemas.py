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
ENVALID = 'import {cleanEnv, makeValidator, str} from "envalid";\n'
TEXT = 'z.string().default("deepseek-r1")'
PARSED = ".parse(process.env);\n"
NOBODY = "DSM102 env.js:2 possible unknown-endpoint"
OFF = {'"deepseek-v3"': '"qwen3.7-plus"', "messages})": "messages, enable_thinking: false})"}
R1 = {"deepseek-r1": "qwen3.7-plus"}


def case(name: str, env: str, *found: str, after: dict[str, str] | None = None) -> Case:
    """A program whose settings stand in a file of their own."""
    asks = ASKS.replace("ADDRESS", "env.LLM_URL" if "LLM_URL" in env else URL)
    files = {"main.py": "", "package.json": "{}", "env.js": env, "ask.js": asks}
    return Case(name, "", found, after or {}, files=files, head="", quiet=("DSM301", "DSM303"))


CASES = [
    case(
        "a schema that is named first",
        f'{ZOD}const shape = z.object({{\n  LLM_MODEL: z.string().min(1).default("deepseek-r1"),\n'
        f"  LLM_URL: z.string().url().default({URL}),\n}});\nexport const env = shape.parse(process.env);\n",
        "DSM101 env.js:3 certain safe",
        after=R1,
    ),
    case(
        "a switch for whatever the environment says",
        f'{ZOD}export const env = z.object({{LLM_MODEL: z.string().default("deepseek-v3")}}).strict().parse(process.env);\n',
        "DSM101 env.js:2 certain unsafe",
        after=OFF,
    ),
    case(
        "envalid",
        'import {cleanEnv, str} from "envalid";\n'
        'export const env = cleanEnv(process.env, {LLM_MODEL: str({default: "deepseek-r1", desc: "an id"})});\n',
        "DSM101 env.js:2 certain safe",
        after=R1,
    ),
    case(
        "the settings of a Next.js application",
        f'{ZOD}import {{createEnv}} from "@t3-oss/env-nextjs";\nexport const env = createEnv({{\n'
        '  server: {LLM_MODEL: z.string().default("deepseek-r1")},\n  runtimeEnv: process.env,\n});\n',
        "DSM101 env.js:4 certain safe",
        after=R1,
    ),
    case(
        "a schema that lets only some values pass",
        f'{ZOD}export const env = z.object({{LLM_MODEL: z.enum(["deepseek-r1"]).default("deepseek-r1")}}).parse(process.env);\n',
        "DSM101 env.js:2 certain branch-on-model",
        "DSM103 env.js:2 possible branch-on-model",
    ),
    case(
        "a schema that lets only values of a list by name pass",
        f'{ZOD}const MODELS = ["deepseek-r1", "qwen-plus"];\n'
        'const shape = z.object({LLM_MODEL: z.enum(MODELS).optional().default("deepseek-r1")});\n'
        "export const env = shape.parse(process.env);\n",
        "DSM101 env.js:3 certain branch-on-model",
        "DSM102 env.js:2 possible unknown-endpoint",
    ),
    case(
        "a default that is not among what another schema lists",
        f'{ZOD}export const env = z.object({{KIND: z.enum(["deepseek-v3"]), LLM_MODEL: z.string().default("deepseek-r1")}})'
        ".parse(process.env);\n",
        "DSM101 env.js:2 certain safe",
        "DSM103 env.js:2 possible branch-on-model",
        after=R1,
    ),
    case(
        "a schema that makes something else of it",
        f'{ZOD}export const env = z.object({{LLM_MODEL: z.string().default("deepseek-r1").transform(f)}}).parse(process.env);\n',
        NOBODY,
    ),
    case(
        "values of envalid to choose from",
        'import {cleanEnv, str} from "envalid";\n'
        'export const env = cleanEnv(process.env, {LLM_MODEL: str({default: "deepseek-r1", choices: ["deepseek-r1"]})});\n',
        "DSM101 env.js:2 certain branch-on-model",
        NOBODY,
    ),
    case(
        "two schemas of one name each, of which nobody says which",
        f"{ZOD}const a = z.object({{LLM_MODEL: {TEXT}}}), b = z.object({{LLM_MODEL: z.string()}});\n"
        f"export const env = (process.env.X ? a : b).strict(){PARSED}",
        NOBODY,
    ),
    case(
        "one of two tables of envalid",
        f'{ENVALID}const a = {{LLM_MODEL: str({{default: "deepseek-v3"}})}};\n'
        'const b = {LLM_MODEL: str({default: "deepseek-r1"})};\n'
        "export const env = cleanEnv(process.env, process.env.X ? a : b);\n",
        "DSM101 env.js:2 certain shared-value",
        "DSM101 env.js:3 certain shared-value",
    ),
    case(
        "a schema that another one goes on from",
        f"{ZOD}const base = z.object({{LLM_MODEL: {TEXT}}});\nexport const env = base.extend({{OTHER: z.string()}}){PARSED}",
        "DSM101 env.js:2 certain safe",
        after=R1,
    ),
    case(
        "a schema with a key that takes the place of another one's",
        f'{ZOD}const base = z.object({{LLM_MODEL: z.string().default("deepseek-v3")}});\n'
        f"export const env = base.extend({{LLM_MODEL: {TEXT}}}){PARSED}",
        NOBODY,
        "DSM101 env.js:3 certain safe",
        after=R1,
    ),
    case(
        "a step that is taken out of its schema",
        f"{ZOD}const {{strict}} = z.object({{LLM_MODEL: {TEXT}}});\nexport const env = strict(){PARSED}",
        NOBODY,
    ),
    case(
        "a schema of nothing",
        f'{ZOD}const base = z.object();\nexport const env = base{PARSED}env.LLM_MODEL ??= "deepseek-r1";\n',
        "DSM102 env.js:4 possible unknown-endpoint",
    ),
    case(
        "a schema that is deeper than anybody writes one",
        f"{ZOD}const base = z.object({{LLM_MODEL: {TEXT}}});\nexport const env = base{'.strict()' * 13}{PARSED}",
        NOBODY,
    ),
    case(
        "a text with more steps than anybody writes",
        f'{ZOD}const base = z.object({{LLM_MODEL: z.string(){".trim()" * 13}.default("deepseek-r1")}});\n'
        f"export const env = base{PARSED}",
        NOBODY,
    ),
    case(
        "a text that a function of one's own says",
        f'{ZOD}const base = z.object({{LLM_MODEL: made("id")("deepseek-r1")}});\nexport const env = base{PARSED}',
        NOBODY,
    ),
    case(
        "a text for which there is no schema",
        f'{ZOD}const base = z.object({{LLM_MODEL: "deepseek-r1"}});\nexport const env = base{PARSED}',
        "DSM101 env.js:2 certain safe",
        after=R1,
    ),
    case(
        "a text whose kind has a name of its own",
        f'{ZOD}const text = z.string(), base = z.object({{LLM_MODEL: text.default("deepseek-r1")}});\n'
        f"export const env = base{PARSED}",
        "DSM101 env.js:2 certain safe",
        after=R1,
    ),
    case(
        "envalid with a validator of one's own, and one that has no default",
        f"{ENVALID}const text = makeValidator((given) => given);\n"
        'export const env = cleanEnv(process.env, {LLM_MODEL: text({default: "deepseek-r1"}), OTHER: str()});\n',
        "DSM102 env.js:3 possible unknown-endpoint",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_schema(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)
