"""JavaScript and TypeScript programs as people write them: what is found in each, and what the fixes make of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

BASE = "https://dashscope.aliyuncs.com/compatible-mode/v1"
CLIENT = f'import OpenAI from "openai";\nconst client = new OpenAI({{ baseURL: "{BASE}" }});\n'
CREATE = "await client.chat.completions.create"
ASK = f"{CREATE}({{ model, messages: [] }});\n"
ASKED = {"{ model, messages: [] }": "{ model, messages: [], enable_thinking: false }"}
TYPED = {"{ model, messages: [] }": "{ model, messages: [], ...{ enable_thinking: false } }"}
NEW = {'"deepseek-v3"': '"qwen3.7-plus"'}
BOTH, BOTH_TYPED = {**NEW, **ASKED}, {**NEW, **TYPED}
ALONE = {'"deepseek-v3", messages: []': '"qwen3.7-plus", messages: [], enable_thinking: false'}


def script(
    name: str, source: str, *found: str, after: dict[str, str] | None = None, file: str = "app.mjs", head: str = CLIENT
) -> Case:
    """A program of one file; findings are "RULE LINE CERTAINTY HOW", their lines counted from behind the client."""
    told = []
    for each in found:
        rule, line, rest = each.split(" ", 2)
        told.append(f"{rule} {file}:{int(line) + head.count(chr(10))} {rest}")
    return Case(name, "", tuple(told), after or {}, files={file: head + source}, head="")


def typed(name: str, source: str, *found: str, after: dict[str, str] | None = None, head: str = CLIENT) -> Case:
    """The same in TypeScript."""
    return script(name, source, *found, after=after, file="app.ts", head=head)


def fine(name: str, source: str, line: int = 1, after: dict[str, str] | None = None) -> Case:
    """A program with one call, which is rewritten."""
    return script(name, source, f"DSM101 {line} certain safe", after=BOTH if after is None else after)


def unsure(name: str, source: str, line: int = 1, after: dict[str, str] | None = None) -> Case:
    """A program whose call may get other models too."""
    return script(name, source, f"DSM101 {line} certain unsafe", after=BOTH if after is None else after)


def unseen(name: str, source: str, *lines: int) -> Case:
    """A program whose ids reach no call."""
    return script(name, source, *(f"DSM102 {line} possible unknown-endpoint" for line in lines))


PATTERNS = (
    script(
        "two of a list",
        'const [first, second] = ["deepseek-v3", "deepseek-r1"];\n'
        f"{CREATE}({{ model: first }});\n{CREATE}({{ model: second }});\n",
        "DSM101 1 certain choice-needed",
    ),
    fine("the second of a list", f'const [, model] = ["qwen-plus", "deepseek-v3"];\n{ASK}'),
    fine("what stands behind a place that is empty", f'const [a, model] = [, "deepseek-v3"];\n{ASK}'),
    fine(
        "a place behind two that are empty",
        f'const all = ["gpt-4", , /* none */ , "deepseek-v3"];\n{CREATE}({{ model: all[3], messages: [] }});\n',
        after={**NEW, "all[3], messages: []": "all[3], messages: [], enable_thinking: false"},
    ),
    fine("the first of a list with a name", f'const models = ["deepseek-v3"];\nconst [model] = models;\n{ASK}'),
    unsure(
        "what stands behind what is spread", f'const more = ["x", "y"];\nconst [a, model] = [...more, "deepseek-v3"];\n{ASK}', 2
    ),
    unsure(
        "a place behind what is spread",
        f'const more = ["x", "y"];\nconst all = [...more, "deepseek-v3"];\n{CREATE}({{ model: all[1], messages: [] }});\n',
        2,
        after={**NEW, "all[1], messages: []": "all[1], messages: [], enable_thinking: false"},
    ),
    unsure(
        "each of a list of which some is spread",
        f'const more = ["gpt-4"];\nfor (const model of [...more, /* it */ "deepseek-v3"]) {ASK}',
        2,
    ),
    unsure("a default in a list", f'const [model = "deepseek-v3", ...others] = process.argv.slice(2);\n{ASK}'),
    unsure("a default deep inside", f'const {{ llm: {{ model = "deepseek-v3" }} = {{}} }} = load();\n{ASK}'),
    unseen("what stands in the rest of a list", f'const [first, ...[model]] = ["gpt-4", "deepseek-v3"];\n{ASK}', 1),
    unseen("two that change places", f'let model = "deepseek-v3", b = "gpt-4";\n[model, b] = [b, model];\n{ASK}', 1),
    fine("a list that a function takes apart", f'async function ask([model, x]) {{ {ASK} }}\nask(["deepseek-v3", "hi"]);\n', 3),
    fine("a list that a loop takes apart", f'for (const [, model] of [["a", "deepseek-v3"]]) {ASK}'),
    script(
        "pairs of which each is asked",
        f'for (const [name, model] of [["a", "deepseek-v3"], ["b", "qwen-plus"]]) {ASK}',
        "DSM101 1 certain shared-value",
    ),
    script(
        "members that a pattern sets",
        f'const o = {{}};\n[o.model, o.n] = ["deepseek-v3", 1];\n({{ model: o.model }} = {{ model: "deepseek-r1" }});\n'
        f"{CREATE}({{ model: o.model, messages: [] }});\n",
        "DSM102 2 possible unknown-endpoint",
        "DSM101 3 certain safe",
        after={'"deepseek-r1"': '"qwen3.7-plus"'},
    ),
    unsure(
        "an object that a function takes apart",
        'async function ask({ model = "deepseek-v3", ...rest }, ...more) {\n'
        "  return client.chat.completions.create({ model, messages: [], ...rest });\n}\n",
        after={**NEW, "messages: [], ...rest": "messages: [], enable_thinking: false, ...rest"},
    ),
)

ASSIGNED = (
    unsure(
        "a key that is set where it is not",
        f'const body = {{ model: process.env.MODEL, messages: [] }};\nbody.model ||= "deepseek-v3";\n{CREATE}(body);\n',
        2,
        after={**NEW, "messages: []": "messages: [], enable_thinking: false"},
    ),
    unsure("a name that is set where it is not", f'let model = process.env.MODEL;\nmodel ??= "deepseek-v3";\n{ASK}', 2),
    script("a name that is put together", f'let model = "deepseek-";\nmodel += "v3";\n{ASK}', "DSM101 3 certain dynamic-model"),
    fine(
        "numbers that are counted down",
        f'let model = "deepseek-v3", n = 4;\nn -= 1;\n{CREATE}({{ model, messages: [], n }});\n',
        after={**NEW, "[], n": "[], n, enable_thinking: false"},
    ),
    unseen("a name that gives way to another", f'let model = "deepseek-v3";\nmodel &&= "gpt-4";\n{ASK}', 1),
    script(
        "a switch that is deleted",
        f'const body = {{ model: "deepseek-v3.2", enable_thinking: true }};\ndelete body.enable_thinking;\n{CREATE}(body);\n',
        "DSM101 1 certain key-conflict",
    ),
    unseen(
        "a switch that is deleted deep inside",
        'const o = { body: { model: "deepseek-v3", enable_thinking: true } };\n'
        f"delete o.body.enable_thinking;\n{CREATE}(o.body);\n",
        1,
    ),
    fine(
        "deletions of something else",
        'const body = { model: "deepseek-v3", messages: [] };\n'
        f'delete body.n; delete window; delete f().x; delete (body)["k"];\n{CREATE}(body);\n',
        after=ALONE,
    ),
    script(
        "assignments by others than Object",
        'const m = {};\n_.assign(m, { model: "deepseek-r1" });\n'
        f'Object.assign(m, {{ model: "deepseek-v3", messages: [] }});\n{CREATE}(m);\n',
        "DSM102 2 possible unknown-endpoint",
        "DSM101 3 certain safe",
        after=ALONE,
    ),
)

SCOPES = (
    unseen("a name of a block", f'const model = "qwen-plus";\n{{ const model = "deepseek-v3"; console.log(model); }}\n{ASK}', 2),
    unseen(
        "a name of an arm",
        f'const model = "qwen-plus";\nif (process.env.X) {{\n  let model = "deepseek-v3";\n  model = model + 1;\n}}\n{ASK}',
        3,
    ),
    fine("a call in a block with names of its own", f'const model = "qwen-plus";\n{{ const model = "deepseek-v3"; {ASK} }}\n', 2),
    fine(
        "names that loops take for their own",
        'const model = "deepseek-v3";\nfor (const model of ["qwen-plus"]) console.log(model);\n'
        "for (let model = 0; model < 3; model++) console.log(model);\n"
        f"for (const {{ model }} of []) console.log(model);\n{ASK}",
    ),
    script(
        "a name that a loop sets, which may not run",
        f'let model = "deepseek-v3";\nfor (model of ["gpt-4"]) console.log(model);\n{ASK}',
        "DSM101 1 certain shared-value",
    ),
    fine(
        "a name for what was thrown",
        f'const model = "deepseek-v3";\ntry {{ f(); }} catch (model) {{ console.log(model); }} finally {{ f(); }}\n{ASK}',
    ),
    unseen(
        "a name of a switch, before that of the file",
        'switch (process.env.X) {\n  case "a": const model = "deepseek-v3"; console.log(model);\n'
        f'}}\nconst model = "qwen-plus";\n{ASK}',
        2,
    ),
    unseen(
        "names of a function's blocks",
        "async function go() {\n  const [model, { body: [text = 1] = [] }] = load();\n"
        f'  for (const x of [1]) {{ const model = "deepseek-v3", {{ text }} = x; }}\n  {ASK}}}\n',
        3,
    ),
    fine(
        "a parameter under the name of a block around it",
        '{\n  const model = "deepseek-v3";\n  [1].map((model) => model);\n'
        f"  [1].map(model => {{ let m = model; }});\n  {ASK}}}\nconst model = 1;\n",
        2,
    ),
    unseen(
        "functions and classes of a block",
        "function ask(model) { return model; }\nclass A {}\n{\n"
        "  function ask(model) { return client.chat.completions.create({ model }); }\n"
        "  class A { ask(model) { return client.chat.completions.create({ model }); } }\n"
        '}\nask("deepseek-v3");\nnew A().ask("deepseek-v3");\n',
        7,
        8,
    ),
    typed(
        "names of a namespace",
        f'const model = "qwen-plus";\nnamespace Inner {{ export const model = "deepseek-v3"; export default 1; }}\n{ASK}',
        "DSM102 2 possible unknown-endpoint",
    ),
    script(
        "names that are imported",
        'import { model as other, x } from "./x.mjs";\nimport * as model from "./y.mjs";\n'
        f'{{ const other = "deepseek-v3", model = other; {ASK} }}\n',
        "DSM101 3 certain safe",
        after=BOTH,
    ),
)

CLASSES = (
    fine(
        "a getter beside its setter",
        'class Config { get model() { return "deepseek-v3"; } set model(x) {} }\nconst config = new Config();\n'
        f"{CREATE}({{ model: config.model, messages: [] }});\n",
        after={**NEW, "config.model, messages: []": "config.model, messages: [], enable_thinking: false"},
    ),
    fine("a function in a field", f'class A {{ m = () => "deepseek-v3"; n; }}\nconst model = new A().m();\n{ASK}'),
    typed(
        "a field with a type of its own",
        'class Config {\n  model: "deepseek-v3" | "gpt-4" = "deepseek-v3";\n  declare n: number;\n'
        "  ask = () => client.chat.completions.create({ model: this.model });\n}\n",
        "DSM103 2 possible branch-on-model",
        "DSM101 2 certain branch-on-model",
    ),
    unseen(
        "a block of a class",
        f'class Config {{ static model; static {{ Config.model = "deepseek-v3"; }} }}\nconst {{ model }} = Config;\n{ASK}',
        1,
    ),
    fine(
        "a class without a name",
        f'export default class {{ async ask() {{ {CREATE}({{ model: "deepseek-v3", messages: [] }}); }} }}\n',
        after=ALONE,
    ),
    unsure(
        "a class that a function makes",
        f'const Mixin = (B) => class extends B {{ go() {{ return this.ask("deepseek-v3"); }} }};\n'
        f"class Base {{ async ask(model) {{ {ASK} }} }}\nclass Other extends Mixin(Base) {{}}\nnew Other().go();\n",
    ),
    typed(
        "fields that a constructor declares",
        'class Asker {\n  constructor(private readonly api: OpenAI, private model = "deepseek-v3", /* last */ n?: number) {}\n'
        "  ask() { return this.api.chat.completions.create({ model: this.model, messages: [] }); }\n"
        "}\nnew Asker(client).ask();\n",
        "DSM101 2 certain safe",
        after={**NEW, "this.model, messages: []": "this.model, messages: [], ...{ enable_thinking: false }"},
    ),
    typed(
        "a function that says what it is called on",
        "function ask(this: OpenAI, model: string) { return this.chat.completions.create({ model }); }\n"
        'ask.call(client, "deepseek-v3");\n',
        "DSM102 2 possible unknown-endpoint",
    ),
    unsure(
        "an attribute whose key is set",
        'class A {\n  body = { model: "deepseek-v3", messages: [] };\n'
        '  go() { this.body.enable_thinking = true; this["body"]["n"] = 1; '
        "return client.chat.completions.create(this.body); }\n"
        "}\nnew A().go();\n",
        2,
        after=ALONE,
    ),
    typed(
        "enumerations",
        'enum Model { V3 = "deepseek-v3", None }\nenum Count { One, Two }\nconst model = Model.V3;\n' + ASK,
        "DSM101 1 certain branch-on-model",
    ),
)

CASES = (*PATTERNS, *ASSIGNED, *SCOPES, *CLASSES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_program(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)
