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
    unseen("a place behind the end of a list", f'const [a, model] = ["deepseek-v3"];\n{ASK}', 1),
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
    script(
        "each of a list of which some is spread",
        f'const more = ["gpt-4"];\nfor (const model of [...more, /* it */ "deepseek-v3"]) {ASK}',
        "DSM101 2 certain shared-value",
    ),
    unsure(
        "each of a list of which some is spread that is not in sight",
        f'const more = load();\nfor (const model of [...more, /* it */ "deepseek-v3"]) {ASK}',
        2,
    ),
    unsure("a default in a list", f'const [model = "deepseek-v3", ...others] = process.argv.slice(2);\n{ASK}'),
    unsure("a default deep inside", f'const {{ llm: {{ model = "deepseek-v3" }} = {{}} }} = load();\n{ASK}'),
    unseen("what stands in the rest of a list", f'const [first, ...[model]] = ["gpt-4", "deepseek-v3"];\n{ASK}', 1),
    typed(
        "patterns with keys that only run time knows, and with what is never nothing",
        f'const {{ [k]: x, ["model"]: y }} = load();\n[z!] = load();\nconst model = "deepseek-v3";\n{ASK}',
        "DSM101 3 certain safe",
        after=BOTH_TYPED,
    ),
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

PATH = 'import { join } from "node:path";\nimport fs, { writeFile } from "fs";\n'
FILES = (
    *(
        script(
            f"a file that is named for the model: {use}", f"{PATH}const model = 'deepseek-v3';\n{ASK}{use};\n",
            "DSM101 3 certain branch-on-model",
        )
        for use in (
            "fs.writeFileSync(`out/${model}.json`, x)",
            "writeFile(model, x)",
            'const to = join("out", model)',
            "await Bun.write(`${model}.txt`, x)",
            "write(`${model}.txt`, x)",
        )
    ),
    *(
        script(
            f"a file that the model is written into: {use}", f"{PATH}const model = 'deepseek-v3';\n{ASK}{use};\n",
            "DSM101 3 certain safe",
            after={"'deepseek-v3'": "'qwen3.7-plus'", **ASKED},
        )
        for use in (
            'fs.writeFileSync("out.txt", `by ${model}`)',
            '["model", model].join(": ")',
        )
    ),
)  # fmt: skip

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
    script(
        "a switch that is deleted deep inside",
        'const o = { body: { model: "deepseek-v3", enable_thinking: true } };\n'
        f"delete o.body.enable_thinking;\n{CREATE}(o.body);\n",
        "DSM101 1 certain shared-value",
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
    fine(
        "a block of a class",
        f'class Config {{ static model; static {{ Config.model = "deepseek-v3"; }} }}\nconst {{ model }} = Config;\n{ASK}',
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

OFF = "enable_thinking: false"
NATIVE = "https://dashscope.aliyuncs.com/api/v1/services/aigc/text-generation/generation"
BODY = 'const body = { model: "qwen-plus", messages: [] };\n'
SEND = f"{CREATE}(body);\n"


def posted(body: str, url: str = NATIVE) -> str:
    """A request that the browser's own function makes."""
    return f'await fetch("{url}", {{ method: "POST", body: JSON.stringify({body}) }});\n'


def moved(name: str, source: str, line: int, after: dict[str, str], *others: str) -> Case:
    """A misplaced switch that goes where it is read."""
    return script(name, source, f"DSM201 {line} certain safe", *others, after=after)


def kept(name: str, source: str, *lines: int) -> Case:
    """Misplaced switches that a person has to move."""
    return script(name, source, *(f"DSM201 {line} certain body-not-literal" for line in lines))


PLUS = 'model: "qwen-plus", messages: []'
SET_LATER = (
    moved(
        "an object that is set in the wrong place",
        f"{BODY}body.extra_body = {{ {OFF} }};\n{SEND}",
        2,
        {f"extra_body = {{ {OFF} }}": "enable_thinking = false"},
    ),
    moved(
        "an object that is set under quotes",
        f'{BODY}body["extra_body"] = {{ "enable_thinking": false }};\n{SEND}',
        2,
        {'["extra_body"] = { "enable_thinking": false }': '["enable_thinking"] = false'},
    ),
    moved(
        "a key that belongs below another",
        f'const body = {{ model: "qwen-plus", input: {{}} }};\nbody.enable_thinking = false;\n{posted("body")}',
        2,
        {"body.enable_thinking = false": f"body.parameters = {{ {OFF} }}"},
    ),
    moved(
        "a key that belongs into what is there",
        f'const body = {{ model: "qwen-plus", parameters: {{}} }};\nbody["enable_thinking"] = false;\n{posted("body")}',
        2,
        {'body["enable_thinking"]': 'body["parameters"]["enable_thinking"]'},
    ),
    kept(
        "two keys that would have to make the same object",
        f'const body = {{ model: "qwen-plus" }};\nbody.enable_thinking = false;\nbody.top_k = 5;\n{posted("body")}',
        2,
        3,
    ),
    kept("an object with other keys", f"{BODY}body.extra_body = {{ {OFF}, other: 1 }};\n{SEND}", 2),
    moved(
        "an object with comments",
        f"{BODY}body.extra_body = {{\n  // none\n  {OFF}, // here\n  /* few */\n  top_k: 5 /* five */\n}};\n{SEND}",
        4,
        {
            f"body.extra_body = {{\n  // none\n  {OFF}, // here\n  /* few */\n  top_k: 5 /* five */\n}};": (
                "// none\nbody.enable_thinking = false;  // here\n/* few */\nbody.top_k = 5;  /* five */"
            )
        },
        "DSM201 6 certain safe",
    ),
    kept("an object that is set inside an expression", f"{BODY}const x = (body.extra_body = {{ {OFF}, top_k: 5 }});\n{SEND}", 2),
    kept("an object that is set on a condition", f"{BODY}if (x) body.extra_body = {{ {OFF}, top_k: 5 }};\n{SEND}", 2),
    kept("a comment that would hide code", f"{BODY}body.extra_body = {{\n  {OFF},\n  top_k: 5 // five\n}}; f();\n{SEND}", 3, 4),
    kept(
        "keys of an object that would have to make another",
        f'const body = {{ model: "qwen-plus" }};\nbody.extra_body = {{ {OFF} }};\n{posted("body")}',
        2,
    ),
    kept(
        "a key of an object that is there", f"{BODY}body.extra_body = {{}};\nbody.extra_body.enable_thinking = false;\n{SEND}", 3
    ),
    kept("an object that a pattern sets", f"{BODY}({{ x: body.extra_body }} = {{ x: {{ {OFF} }} }});\n{SEND}", 2),
    kept("an object that a loop sets", f"{BODY}for (body.extra_body of [{{ {OFF} }}]) {SEND}", 2),
    kept("an object with a name", f"const extra = {{ {OFF} }};\n{BODY}body.extra_body = extra;\n{SEND}", 1),
)

PLACED = (
    moved(
        "two keys that make one object",
        posted('{ model: "qwen-plus", input: {}, enable_thinking: false, top_k: 4 }'),
        1,
        {f"{OFF}, top_k: 4": f"parameters: {{ {OFF}, top_k: 4 }}"},
    ),
    script(
        "keys that make one object with a new one",
        posted('{\n  model: "deepseek-v3.2",\n  top_k: 4,\n  input: {},\n  repetition_penalty: 1,\n}'),
        "DSM101 2 certain safe",
        "DSM201 3 certain safe",
        "DSM201 5 certain safe",
        after={
            '"deepseek-v3.2"': '"qwen3.7-max"',
            "top_k: 4,": f"parameters: {{ top_k: 4, repetition_penalty: 1, {OFF} }},",
            "  repetition_penalty: 1,\n": "",
        },
    ),
    fine(
        "an object in brackets",
        posted('{ model: "deepseek-v3", parameters: ({ result_format: "message" }) }'),
        after={'"deepseek-v3"': '"qwen3.7-max"', '"message" }': f'"message", {OFF} }}'},
    ),
    script(
        "an object that is made elsewhere",
        "const parameters = load();\n" + posted('{ model: "deepseek-v3", parameters }'),
        "DSM101 2 certain body-not-literal",
    ),
    moved(
        "what another vendor reads, beside a key that moves as well",
        f"{CREATE}({{ {PLUS}, extra_body: {{ chat_template_kwargs: {{ {OFF} }}, top_k: 1 }} }});\n",
        1,
        {f"extra_body: {{ chat_template_kwargs: {{ {OFF} }}, top_k: 1 }}": f"top_k: 1, {OFF}"},
        "DSM203 1 certain safe",
    ),
    script(
        "a comment in what another vendor reads",
        f"{CREATE}({{ {PLUS}, extra_body: {{ chat_template_kwargs: {{ {OFF} /* off */ }} }} }});\n",
        "DSM203 1 certain body-not-literal",
    ),
    kept("a comment behind the last key", f"{CREATE}({{ {PLUS}, extra_body: {{ {OFF}, // off\n }} }});\n", 1),
    kept(
        "a comment between a key that goes and one that stays",
        f"{CREATE}({{ {PLUS}, extra_body: {{ {OFF}, /* x */ o: 1 }} }});\n",
        1,
    ),
    moved(
        "a comment in a value that moves",
        f"{CREATE}({{ {PLUS}, extra_body: {{ enable_thinking: f(/* x */), o: 1 }} }});\n",
        1,
        {"extra_body: { enable_thinking: f(/* x */), o: 1 }": "extra_body: { o: 1 }, enable_thinking: f(/* x */)"},
    ),
    script(
        "a switch that nobody needs, the first of a line",
        f"{CREATE}({{ extra_body: {{ {OFF} }}, {PLUS}, {OFF} }});\n",
        "DSM201 1 possible safe",
        after={f"extra_body: {{ {OFF} }}, ": ""},
    ),
    script(
        "a switch that nobody needs, the only key",
        f"const extra = {{ {OFF} }};\n{CREATE}({{ {PLUS}, {OFF}, extra_body: extra }});\n",
        "DSM201 1 possible safe",
        after={f"extra = {{ {OFF} }}": "extra = {}"},
    ),
    script(
        "a switch that nobody needs, behind a comma",
        f"{CREATE}({{ {PLUS}, {OFF}, extra_body: {{ {OFF} }}, }});\n",
        "DSM201 1 possible safe",
        after={f" extra_body: {{ {OFF} }},": ""},
    ),
    moved(
        "an argument that is nothing but a switch",
        f"{CREATE}({{ {PLUS} }}, {{ {OFF} }});\n",
        1,
        {f"{PLUS} }}, {{ {OFF} }}": f"{PLUS}, {OFF} }}"},
    ),
    script(
        "a switch that nobody needs, behind a comment",
        f"const extra = {{ /* c */ {OFF} }};\n{CREATE}({{ {PLUS}, {OFF}, extra_body: extra }});\n",
        "DSM201 1 possible safe",
        after={f"/* c */ {OFF}": "/* c */ "},
    ),
    kept("a comment before an argument", f"{CREATE}({{ {PLUS} }}, /* x */ {{ {OFF} }});\n", 1),
    fine(
        "arguments that are handed on",
        "const ask = (body, ...rest) => client.chat.completions.create(body, ...rest);\n"
        'await ask({ model: "deepseek-v3", messages: [] });\n',
        2,
        after=ALONE,
    ),
    script(
        "an object that unpacks what is not in sight",
        f'const extra = {{ model: "deepseek-v3" }};\n{CREATE}({{ ...load(), ...extra }});\n',
        "DSM101 1 certain safe",
        after={**NEW, "...load()": f"{OFF}, ...load()"},
    ),
    script(
        "what is not in sight, with a model assigned",
        f'{CREATE}(Object.assign(load(), {{ model: "deepseek-v3" }}));\n',
        "DSM101 1 certain body-not-literal",
    ),
    fine("objects that are assigned", f'{CREATE}(Object.assign({{}}, {{ model: "deepseek-v3", messages: [] }}));\n', after=ALONE),
    script(
        "a switch that may be nothing, in the wrong place",
        "const think = process.env.T ? true : null;\n"
        f'{CREATE}({{ model: "deepseek-v3.2", extra_body: {{ enable_thinking: think }} }});\n',
        "DSM101 2 certain choice-needed",
        "DSM201 2 certain choice-needed",
    ),
    script(
        "another Boolean",
        f'const Boolean = 1, think = x ? true : null;\n{CREATE}({{ model: "deepseek-v3.2", enable_thinking: think }});\n',
        "DSM101 2 certain dynamic-model",
    ),
    script(
        "a switch that may be nothing, with a comment",
        f'const think = x ? true : null;\n{CREATE}({{ model: "deepseek-v3.2", enable_thinking: (think /* x */) }});\n',
        "DSM101 2 certain safe",
        after={'"deepseek-v3.2"': '"qwen3.7-plus"', "(think /* x */)": "(Boolean(think) /* x */)"},
    ),
)

EXPRESSIONS = (
    typed(
        "assertions",
        f'const model = <string>"deepseek-v3";\nconst body: any = {{ model, messages: [] }};\n{CREATE}(<any>body);\n',
        "DSM101 1 certain safe",
        after=BOTH,
    ),
    typed(
        "keys that are set behind assertions",
        f'const body: any = {{ model: "deepseek-v3" }};\n(body as any).enable_thinking = true;\nbody!.n = 1;\n{SEND}',
        "DSM101 1 certain unsafe",
        after=NEW,
    ),
    *(
        script(
            f"a switch that is {word}",
            f'{CREATE}({{ model: "deepseek-v3.2", enable_thinking: {word}, n: -1, seed: 0x1f, max_tokens: 1_0n, top_p: .5 }});\n',
            "DSM101 1 certain safe",
            after={'"deepseek-v3.2"': '"qwen3.7-plus"', **({} if word == "!1" else {word: "false"})},
        )
        for word in ("undefined", "void 0", "!1", "null")
    ),
    script(
        "whether a name is a key",
        f'const model = "deepseek-v3";\nif (model in prices) f();\nclass A {{ #m; static is(x) {{ return #m in x; }} }}\n{ASK}',
        "DSM101 1 certain branch-on-model",
    ),
    script(
        "whether a name is in a list",
        f'const model = "deepseek-v3";\nif (["deepseek-v3", "x"].includes(model)) f();\n{ASK}',
        "DSM101 1 certain branch-on-model",
        "DSM103 2 possible branch-on-model",
    ),
    script(
        "a name that is never missing",
        f'const model = "deepseek-v3" ?? "deepseek-r1";\n{ASK}',
        "DSM101 1 certain safe",
        "DSM102 1 possible unknown-endpoint",
        after=BOTH,
    ),
    fine("the last of a sequence", f'const model = (f(), /* it */ "deepseek-v3");\n{ASK}'),
    script(
        "one or the other",
        f'const model = x ? "deepseek-v3" : "deepseek-r1";\n{ASK}',
        "DSM101 1 certain shared-value",
    ),
    fine(
        "comments between arguments",
        f'{CREATE}(/* body */ {{ model: "deepseek-v3", messages: [] }} /* end */);\n',
        after=ALONE,
    ),
    fine(
        "modules whose names are put together",
        f"const x = require(process.env.LIB), y = require(`lib-${{x}}`), z = import(`./${{x}}.js`), w = require();\n"
        f'{CREATE}({{ model: "deepseek-v3", messages: [] }});\n',
        2,
        after=ALONE,
    ),
    fine(
        "keys of every kind",
        'const body = { ["mo" + "del"]: "deepseek-v3", [`k`]: 1, ["n"]() {}, '
        "[x]() {}, get x() { return 1; }, /* c */ messages: [] };\n" + SEND,
        after={**NEW, "messages: [] }": f"messages: [], {OFF} }}"},
    ),
    unseen(
        "what a generator gives", f'function* models() {{ yield "deepseek-v3"; yield; }}\nfor (const model of models()) {ASK}', 1
    ),
    unseen(
        "what a file gives", f'yield_("deepseek-v3");\nfunction f() {{ return /* none */; }}\n{CREATE}({{ model: f() }});\n', 1
    ),
    fine(
        "a name with escapes, in a program with others",
        f"// deepseek-v3\n{CREATE}({{ model: 'deepseek\\u002dv3', user: '\\x41\\n\\u{{1F600}}\\u{{110000}}\\q\\\n' }});\n",
        2,
        after={"'deepseek\\u002dv3'": "'qwen3.7-plus'", "\\q\\\n' }": "\\q\\\n', enable_thinking: false }"},
    ),
    fine(
        "an object made without arguments",
        f'class B {{ constructor(model = "deepseek-v3") {{ this.model = model; }} }}\nconst {{ model }} = new B;\n{ASK}',
    ),
)

STATEMENTS = (
    typed(
        "an import that requires",
        'import OpenAI = require("openai");\nimport Alias = OpenAI.Chat;\n'
        f'const client = new OpenAI({{ baseURL: "{BASE}" }});\n'
        f'const model = "deepseek-v3";\n{ASK}',
        "DSM101 4 certain safe",
        after=BOTH_TYPED,
        head="",
    ),
    script(
        "imports of every kind",
        'import * as openai from "openai";\n'
        'import Default, /* c */ { /* c */ default as Open, "odd-name" as odd } from "openai";\n'
        f'import "./effect.mjs";\nconst client = new openai.OpenAI({{ baseURL: "{BASE}" }});\n'
        f'{CREATE}({{ model: "deepseek-v3", messages: [] }});\n',
        "DSM101 5 certain safe",
        after=ALONE,
        head="",
    ),
    typed(
        "an export that is the module",
        'const model = "deepseek-v3";\nconst settings = { model };\nexport = /* all */ settings;\n',
        "DSM102 1 possible unknown-endpoint",
    ),
    fine(
        "exports of every kind",
        'const model = "deepseek-v3", other = 1;\nlet unset, /* c */ more;\n'
        "export { model, /* c */ other as another, unset as default };\n"
        'export * as all from "./x.mjs";\nexport * from "./y.mjs";\n'
        'export { default, /* c */ z as zz } from "./z.mjs";\n' + ASK,
    ),
    script(
        "arms that each give a name",
        'let model;\nif (a) { model = "deepseek-v3"; } else if (b) model = "deepseek-v3.1"; '
        'else /* c */ { model = "deepseek-v3.2"; }\n' + ASK,
        "DSM101 2 certain safe",
        after={**BOTH, '"deepseek-v3.1"': '"qwen3.7-plus"', '"deepseek-v3.2"': '"qwen3.7-plus"'},
    ),
    fine(
        "loops of every kind",
        f'const model = "deepseek-v3";\nfor (let i = 0; i < 3; i++) {{ {ASK} }}\n'
        "for (;;) break;\nwhile (x) f();\ndo { } while (0);\n"
        "outer: for (const x of [1]) { continue outer; }\n",
    ),
    script(
        "names that a loop looks up",
        f'const models = {{ a: "deepseek-v3", b: "deepseek-r1" }};\nfor (const k in models) {CREATE}({{ model: models[k] }});\n',
        "DSM101 1 certain shared-value",
    ),
    script(
        "a switch on a name",
        'const model = "deepseek-v3";\nswitch (model) {\n  case "deepseek-v3": f(); break;\n'
        "  case 5: { f(); break; }\n  case 6:\n"
        f"  default: f();\n}}\n{ASK}",
        "DSM101 1 certain branch-on-model",
        "DSM103 3 possible branch-on-model",
    ),
    fine(
        "a switch on a name that is none of the cases",
        f'const model = "deepseek-v3";\nswitch (model) {{\n  case "gpt-4": f();\n  case "x": {{ break; }}\n}}\n{ASK}',
    ),
    script(
        "a switch that chooses",
        f'let model;\nswitch (x) {{\n  case "a": model = "deepseek-v3"; break;\n  default: model = "deepseek-r1";\n}}\n{ASK}',
        "DSM101 3 certain shared-value",
        "DSM101 4 certain shared-value",
    ),
    unsure(
        "a name that is given where something fails",
        f'let model;\ntry {{ model = load(); }} catch ({{ message }}) {{ model = "deepseek-v3"; }} finally {{ f(model); }}\n'
        f"try {{ f(); }} catch {{ }}\ntry {{ f(); }} finally {{ }}\n{ASK}",
        2,
    ),
    typed(
        "declarations of every kind",
        'declare const x: string;\ndeclare module "x" { const y: string; }\n'
        "abstract class A { abstract ask(m: string): void; }\n"
        'interface Body { model: "deepseek-v3" | 5; }\nfunction over(a: string): void;\nfunction over(/* c */ a: any) {}\n'
        'export default function () { return over("x"); }\n;\ndebugger;\nconst model = "deepseek-r1";\n',
        "DSM103 4 possible branch-on-model",
        "DSM102 10 possible unknown-endpoint",
    ),
    typed(
        "a body whose keys are checked",
        posted('{ model: "deepseek-v3" } satisfies Body', f"{BASE}/chat/completions")
        + posted('(({ model: "deepseek-v3" }))', f"{BASE}/chat/completions")
        + posted('{ model: "deepseek-v3", n: 1 } as const satisfies A.Body', f"{BASE}/chat/completions"),
        "DSM101 1 certain safe",
        "DSM101 2 certain safe",
        "DSM101 3 certain safe",
        after={
            '{ model: "deepseek-v3" } s': '{ model: "qwen3.7-plus", ...{ enable_thinking: false } } s',
            '(({ model: "deepseek-v3" })': '(({ model: "qwen3.7-plus", enable_thinking: false })',
            '"deepseek-v3", n: 1': '"qwen3.7-plus", n: 1, ...{ enable_thinking: false }',
        },
    ),
    typed(
        "casts to types of several names",
        posted('{ model: "deepseek-v3" } as A.B.Body', f"{BASE}/chat/completions")
        + posted('{ n: 1, model: ("deepseek-v3" as A.B.C) } as unknown as A.B.C.Body', f"{BASE}/chat/completions")
        + posted(
            '{ model: "deepseek-v3.2", extra_body: { enable_thinking: true } as A.B.C } satisfies A.B.Body',
            f"{BASE}/chat/completions",
        )
        + 'const other = { model: 1 } as A.B.C;\n(other as A.B.C).model = "x";\n',
        "DSM101 1 certain safe",
        "DSM101 2 certain safe",
        "DSM101 3 certain safe",
        "DSM201 3 certain safe",
        after={
            '{ model: "deepseek-v3" }': '{ model: "qwen3.7-plus", enable_thinking: false }',
            '("deepseek-v3" as A.B.C)': '("qwen3.7-plus" as A.B.C), enable_thinking: false',
            '"deepseek-v3.2", extra_body: { enable_thinking: true } as A.B.C': '"qwen3.7-plus", ...{ enable_thinking: true }',
        },
    ),
)

CHAIN = f'const llm = new ChatOpenAI({{ model: "deepseek-v3", configuration: {{ baseURL: "{BASE}" }}'
LANGCHAIN = 'import { ChatOpenAI } from "@langchain/openai";\n'
FRAMEWORKS = (
    script(
        "further keys of a body, with a cast",
        f"{CHAIN}, modelKwargs: ({{ top_k: 1 }}) as any }});\n",
        "DSM101 1 certain safe",
        after={**NEW, "top_k: 1": f"top_k: 1, {OFF}"},
        file="app.ts",
        head=LANGCHAIN,
    ),
    script(
        "no further keys of a body",
        f"{CHAIN} }});\n",
        "DSM101 1 certain safe",
        after={**NEW, 'v1" } }': f'v1" }}, modelKwargs: {{ {OFF} }} }}'},
        head=LANGCHAIN,
    ),
    script(
        "further keys of a body that are not written out",
        f'{CHAIN}, modelKwargs: Object.fromEntries([["top_k", 1]]) }});\n',
        "DSM101 1 certain body-not-literal",
        head=LANGCHAIN,
    ),
    script(
        "fields that are not written out",
        f'new ChatOpenAI(Object.fromEntries([["model", "deepseek-v3"], ["configuration", {{ baseURL: "{BASE}" }}]]));\n',
        "DSM101 1 certain body-not-literal",
        head=LANGCHAIN,
    ),
    script(
        "a key that goes beside others",
        f'new ChatOpenAI({{ model: "qwen-plus", {OFF}, configuration: {{ baseURL: "{BASE}" }}, modelKwargs: {{ n: 1 }} }});\n',
        "DSM201 1 certain safe",
        after={f"{OFF}, configuration": "configuration", "n: 1": f"n: 1, {OFF}"},
        head=LANGCHAIN,
    ),
    fine(
        "a body made of pairs",
        f'{CREATE}(Object.fromEntries([["model", "deepseek-v3"]]));\n',
        after={
            'Object.fromEntries([["model", "deepseek-v3"]])': (f'{{ {OFF}, ...Object.fromEntries([["model", "qwen3.7-plus"]]) }}')
        },
    ),
    script(
        "a native body made of pairs",
        posted('Object.fromEntries([["model", "deepseek-v3"]])'),
        "DSM101 1 certain body-not-literal",
    ),
    script(
        "an argument between two others",
        f"{CREATE}({{ {PLUS} }}, {{ {OFF} }}, 1);\n",
        "DSM201 1 certain body-not-literal",
    ),
    script(
        "the last of two arguments, with options",
        f"{CREATE}({{ {PLUS} }}, {{ {OFF}, timeout: 5 }});\n",
        "DSM201 1 certain safe",
        after={f"{PLUS} }}, {{ {OFF}, timeout": f"{PLUS}, {OFF} }}, {{ timeout"},
    ),
    kept("a body that is not written out, with a switch beside it", f"{CREATE}(body, {{ {OFF} }});\n", 1),
    script(
        "a switch in shorthand that is a text",
        f'const enable_thinking = "false";\n{CREATE}({{ {PLUS}, enable_thinking }});\n',
        "DSM203 2 certain safe",
        after={", enable_thinking }": ", enable_thinking: false }"},
    ),
    kept(
        "a key that a pattern sets",
        f'const body = {{ model: "qwen-plus" }};\n({{ x: body.enable_thinking }} = {{ x: false }});\n{posted("body")}',
        2,
    ),
    kept("an object in brackets that is set", f"{BODY}body.extra_body = ({{ {OFF} }});\n{SEND}", 2),
    typed(
        "options of a function that may be missing",
        "export function ask(o: { think?: boolean }) {\n  const inner = () =>\n    client.chat.completions.create({\n"
        '      model: "deepseek-v3.2",\n      enable_thinking: o.think,\n'
        "      user: window.x + inner.y,\n    });\n  return inner();\n}\n",
        "DSM101 4 certain safe",
        after={'"deepseek-v3.2"': '"qwen3.7-plus"', "o.think": "Boolean(o.think)"},
    ),
    unseen(
        "what a class's body gives back to its function",
        'function* f() { class A { x = yield "deepseek-v3"; } }\n',
        1,
    ),
    unseen("a rest that is no name", f'const {{ /* c */ b, ...[c] }} = load();\n{CREATE}({{ model: b("deepseek-v3") }});\n', 2),
    script(
        "a module of the old kind",
        f'const OpenAI = require("openai");\nconst client = new OpenAI({{ baseURL: "{BASE}" }});\n'
        'const model = "deepseek-v3";\n'
        "exports.model = model;\nexports.a.b = 1;\n"
        "client.chat.completions.create({ model, messages: [] });\nif (x) return 1;\n",
        "DSM101 3 certain safe",
        after=BOTH,
        file="app.js",
        head="",
    ),
    unsure(
        "an object that is set thirty times",
        'const body = { model: "deepseek-v3", messages: [] };\n' + "".join(f"body.k{n} = {n};\n" for n in range(30)) + SEND,
        after=ALONE,
    ),
    script(
        "functions of the window, and copies",
        posted('{ model: "deepseek-v3", messages: [] }', f"{BASE}/chat/completions").replace("fetch", "window.fetch")
        + posted('structuredClone(Object.freeze({ model: String("deepseek-v3"), n: 1 }))', f"{BASE}/chat/completions"),
        "DSM101 1 certain safe",
        "DSM101 2 certain safe",
        after={**ALONE, 'String("deepseek-v3"), n: 1': f'String("qwen3.7-plus"), n: 1, {OFF}'},
    ),
    unsure(
        "a variable that a function gives",
        f'const model = Deno.env.get("MODEL") ?? "deepseek-v3", x = Deno.env.get(name);\n{ASK}',
    ),
    unsure("a variable by its place", f'const model = process.env["MODEL"] || "deepseek-v3", x = process.env[name];\n{ASK}'),
)


def linked(name: str, files: dict[str, str], *found: str, after: dict[str, str] | None = None) -> Case:
    """A program of several files; findings are "RULE PATH:LINE CERTAINTY HOW"."""
    return Case(name, "", found, BOTH if after is None else after, files=files, head="")


MODEL = 'export const model = "deepseek-v3";\n'
USER = f"{CLIENT}{ASK}"
IN_MODEL = "DSM101 {}:1 certain safe"
LINKED = (
    *(
        linked(
            f"{written} is {path}",
            {path: MODEL, user: f'import {{ model }} from "{written}";\n{USER}'},
            IN_MODEL.format(path),
            after={**NEW, **(TYPED if user.endswith("ts") else ASKED)},
        )
        for written, path, user in (
            ("@/lib/model", "src/lib/model.mjs", "src/pages/app.mjs"),
            ("~/model.js", "web/src/model.ts", "web/src/pages/app.ts"),
            ("#/lib/model.mjs", "lib/model.mjs", "app.mjs"),
            ("src/model", "src/model/index.js", "src/app.mjs"),
            ("./model.mjs", "src/model.mts", "src/app.mjs"),
            ("../model", "model.js", "src/app.mjs"),
        )
    ),
    linked(
        "a module that is not there",
        {"app.mjs": f'import {{ model }} from "@/gone";\nimport {{ x }} from "src/gone";\nconst y = "deepseek-v3";\n{USER}'},
        "DSM102 app.mjs:3 possible unknown-endpoint",
        after={},
    ),
    linked(
        "a module's default, required",
        {
            "model.mjs": 'export default { model: "deepseek-v3" };\n',
            "app.js": f'const {{ model }} = require("./model.mjs").default;\n{USER}',
        },
        "DSM101 model.mjs:1 certain safe",
    ),
    linked(
        "what a module is, and what it has not",
        {
            "model.js": 'module.exports = { model: "deepseek-v3" };\n',
            "list.js": 'module.exports = ["deepseek-r1"];\n',
            "app.mjs": f'import settings, {{ nothing }} from "./model.js";\nimport list, {{ length }} from "./list.js";\n'
            'import * as whole from "./empty.js";\n'
            f"const {{ model }} = settings, x = whole.gone, y = length, z = nothing;\n{USER}",
            "empty.js": "const unused = 1;\n",
        },
        "DSM101 model.js:1 certain safe",
        "DSM102 list.js:1 possible unknown-endpoint",
    ),
    linked(
        "whole modules, and what they have not",
        {
            "model.js": 'module.exports = { model: "deepseek-v3" };\n',
            "text.js": 'module.exports = "deepseek-r1";\n',
            "empty.js": "const unused = 1;\n",
            "app.mjs": 'import * as whole from "./model.js";\nimport * as text from "./text.js";\n'
            'import * as empty from "./empty.js";\n'
            f"{CLIENT}const {{ model }} = whole.default;\n{CREATE}({{ model: text.x }});\n"
            f"{CREATE}({{ model: empty.x }});\n{ASK}",
        },
        "DSM101 model.js:1 certain safe",
        "DSM102 text.js:1 possible unknown-endpoint",
    ),
)

CASES = (*PATTERNS, *FILES, *ASSIGNED, *SCOPES, *CLASSES, *SET_LATER, *PLACED, *EXPRESSIONS, *STATEMENTS, *FRAMEWORKS, *LINKED)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_program(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)
