"""Programs that come to lines which the last measurements found in no test: code that is newer than those."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.contract.table import Case, check

OFF = {'"deepseek-v3"': '"qwen3.7-plus"', "messages=M)": 'messages=M, extra_body={"enable_thinking": False})'}
FILLS = """import names
def fill(conf):
    conf["model"] = names.OLD
    conf.model = names.OLD
    conf.append(names.OLD)
class Filler:
    def fill(self, conf):
        conf["other"] = names.OLD
"""
R1 = {"deepseek-r1": "qwen3.7-plus"}
CHAT = "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"
BASE = "https://dashscope.aliyuncs.com/compatible-mode/v1"
NOBODY = "possible unknown-endpoint"
JAVA = f"""class A {{
    void run(String given, Rest rest) throws Exception {{
        BODY
        rest.postForObject("{CHAT}", body, String.class);
    }}
}}
"""
BODY = '"{\\"model\\": \\"deepseek-v3\\", \\"messages\\": %s}"'
UNDER = '        body.putObject("parameters").put("enable_thinking", true)END\n        body.put("model", "deepseek-v3.2")END'
KOTLIN = f"""fun ask(given: String, rest: Rest) {{
    val body = BODY
    rest.postForObject("{CHAT}", body, String::class.java)
}}
"""
SCRIPT = f"""#!/bin/bash
curl {CHAT} -d @- <<< '{{"model": "deepseek-v3", "messages": []}}'
read -r BODY <<< '{{"model": "deepseek-v3", "messages": []}}'
curl {CHAT} -d "$BODY"
read -r OTHER
cat <<< $OTHER
"""
VALIDATED = """from pydantic import BaseModel
class Bot(BaseModel):
    model: str
    def ask(self):
        create(model=self.model, messages=M)
class Other(BaseModel):
    model: str = "qwen-plus"
"""

V3, LIVE, NOT_SAID = '"deepseek-v3"', '"qwen-plus"', "possible unknown-endpoint"
TAKING = (
    "class _Bot:\n    def __init__(self, **opts):\n        self.model = MODEL\n        self.__dict__.update(opts)\n"
    "    def ask(self):\n        create(model=self.model, messages=M)\n"
)
"""Six lines."""
BUILT = """class A {
    Object check = assertThat(body()).isEqualTo("{\\"model\\": \\"deepseek-v3\\"}");
    Object more = jsonPath("$.model").value("deepseek-v3");
    String s = new Parts(append("deepseek-r1")).append("a").toString();
    String t = append("deepseek-r1").toString();
}
"""
CHECKS = """fun check(mvc: Mvc, id: String) {
    mvc.perform().andExpect(jsonPath("$.model").value("deepseek-v3"))
    val a = "model is " + id + "deepseek-r1"
}
"""
ADDRESS = "https://dashscope.aliyuncs.com/compatible-mode/v1/chat"
JOINS = """import OpenAI from "openai";
const client = new OpenAI({ baseURL: "https://dashscope.aliyuncs.com/compatible-mode/v1" });
const ask = (model) => client.chat.completions.create({ model, messages: [] });
ask(["deepseek-r1", "x"].join(process.argv[2]));
ask(load().join("-"));
ask([].join("-"));
ask("deepseek-r1");
"""

NEWER = [
    Case(
        "a key that a name says, of a mapping by another name",
        f'KEY = "timeout"\na = {{"model": {V3}, "messages": M}}\nb = c = a\nc[KEY] = 3\ncreate(**a)\n',
        ("DSM101 2 certain safe",),
        {V3: '"qwen3.7-plus"', '"messages": M}': '"messages": M, "extra_body": {"enable_thinking": False}}'},
    ),
    Case(
        "keys that only run time says, for an object that takes over what it is given",
        f"{TAKING.replace('MODEL', LIVE)}KEY = input()\n_Bot(**{{KEY: {V3}, **os.environ}}).ask()\n",
        (f"DSM102 8 {NOT_SAID}",),
        files={"other.py": "import main\n"},
    ),
    Case(
        "a base that is not in sight, of a class that takes over what it is given",
        f"from elsewhere import Base\n{TAKING.replace('MODEL', V3).replace('_Bot:', '_Bot(Base):')}_Bot(size=1).ask()\n",
        ("DSM101 4 certain safe",),
        {V3: '"qwen3.7-plus"', "messages=M)": 'messages=M, extra_body={"enable_thinking": False})'},
    ),
    Case(
        "a switch beside a body, in an attribute",
        f'class _A:\n    def __init__(self):\n        self.kw = {{"model": {V3}, "messages": M, "extra_body": {{"top_k": 1}}}}\n'
        '        self.kw["enable_thinking"] = True\n    def ask(self):\n        create(**self.kw)\n_A().ask()\n',
        ("DSM101 3 certain unsafe", "DSM201 4 certain unsafe"),
        {
            V3: '"qwen3.7-plus"',
            '"top_k": 1': '"top_k": 1, "enable_thinking": False',
            'kw["enable_thinking"]': 'kw["extra_body"]["enable_thinking"]',
        },
    ),
    Case(
        "addresses that are joined to what is not known",
        f'import requests\ndef f(name):\n    requests.post(os.path.join("{ADDRESS}", name), json={{"model": {V3}}})\n'
        f'    requests.post(os.path.join(name, "chat"), json={{"model": {V3}}})\n'
        f'    requests.post(os.path.join("x", "chat"), json={{"model": {V3}}})\n',
        ("DSM101 3 likely unknown-endpoint", "DSM101 4 likely unknown-endpoint", "DSM101 5 likely unknown-endpoint"),
    ),
    Case(
        "a text that a test of Java waits for outside of any method, and other things that are built",
        "",
        (
            "DSM103 A.java:2 possible branch-on-model",
            "DSM103 A.java:3 possible branch-on-model",
            f"DSM102 A.java:4 {NOT_SAID}",
            f"DSM102 A.java:5 {NOT_SAID}",
        ),
        files={"A.java": BUILT},
    ),
    Case(
        "what a test of Kotlin waits for, and a sum that is no body",
        "",
        ("DSM103 A.kt:2 possible branch-on-model", f"DSM102 A.kt:3 {NOT_SAID}"),
        files={"A.kt": CHECKS},
    ),
    Case(
        "lists of JavaScript that are joined by what is not known",
        "",
        (f"DSM102 a.mjs:4 {NOT_SAID}", "DSM101 a.mjs:7 certain safe"),
        {'ask("deepseek-r1")': 'ask("qwen3.7-plus")'},
        files={"a.mjs": JOINS},
    ),
]
CASES = [
    Case(
        "what another file's functions put into what they are given",
        'from fill import Filler, fill\nconf = {}\nfill(conf)\nFiller().fill(conf)\ncreate(model=conf["other"], messages=M)\n'
        'create(model=conf["model"], messages=M)\n',
        ("DSM101 names.py:1 certain safe",),
        OFF,
        files={"names.py": 'OLD = "deepseek-v3"\n', "fill.py": FILLS},
    ),
    *(
        Case(
            f"options of which nothing is in sight: {made}",
            f"import tyro, pyrallis\nfrom elsewhere import Options\noptions = {made}\n"
            'create(model=options.model or "deepseek-v3", messages=M)\n',
            ("DSM101 4 certain unsafe",),
            OFF,
        )
        for made in ("tyro.cli()", "pyrallis.parse(Options)", "pyrallis.parse(config_class=Options)")
    ),
    Case(
        "arguments by place that are not in sight",
        'create(*M, model="deepseek-v3", messages=M)\n',
        ("DSM101 1 certain unpacked-arguments",),
    ),
    Case(
        "flags without a name, and without a default",
        'from absl import flags\nMODEL = flags.DEFINE_string()\nOTHER = flags.DEFINE_string("other", None, "which")\n'
        'create(model=MODEL.value or flags.FLAGS.other or "deepseek-v3", messages=M)\n',
        ("DSM101 4 certain unsafe",),
        OFF,
    ),
    *(
        Case(
            f"settings that Hydra does not hand to what asks: {how}",
            f"import hydra\n@hydra.main({how})\ndef main({takes}):\n    create(model={asks}, messages=M)\nmain()\n",
            ("DSM102 conf.yaml:1 possible unknown-endpoint",),
            files={"conf.yaml": "model: deepseek-v3\n"},
        )
        for how, takes, asks in (
            ("", "cfg", "cfg.model"),
            ('config_name="conf"', "*given", "given[0].model"),
            ('config_name="conf"', "cfg, model='qwen-plus'", "model"),
        )
    ),
    *(
        Case(
            f"a body that a formatter fills, which nobody can tell: {text}",
            "",
            (f"DSM102 A.java:3 {NOBODY}",),
            files={"A.java": JAVA.replace("BODY", text)},
        )
        for text in (
            f'String body = {BODY[:-2]}, %s}}".formatted(given);',
            'String body = "the model deepseek-v3 of %s".formatted(given);',
            f"String body = {BODY}.formatted(given); String other = String.format();".replace("%s", "%s %s"),
        )
    ),
    Case(
        "a shell's here-strings, to a command and into a variable",
        "",
        ("DSM101 ask.sh:2 certain safe", "DSM101 ask.sh:3 certain safe"),
        {"deepseek-v3": "qwen3.7-plus", "[]}'": '[], "enable_thinking": false}\''},
        files={"ask.sh": SCRIPT},
    ),
    Case(
        "JavaScript's pairs that name no model, and variables by name",
        "",
        ("DSM101 main.mjs:4 certain unsafe", "DSM101 main.mjs:5 certain unsafe"),
        {'"deepseek-v3"': '"qwen3.7-plus"', "messages: []": "messages: [], enable_thinking: false"},
        files={
            "main.mjs": f'import OpenAI from "openai";\nconst c = new OpenAI({{ baseURL: "{BASE}" }});\n'
            'const m = new Map([["a", x], ["b", 5], ["c"]]);\n'
            'c.chat.completions.create({ model: m.get("a") ?? "deepseek-v3", messages: [] });\n'
            'c.chat.completions.create({ model: Deno.env.get("M") ?? "deepseek-v3", messages: [] });\n'
        },
    ),
    *(
        Case(
            f"a name that is cut as nobody can tell: {cut}",
            f"NAME = 'dashscope/deepseek-r1'\ncreate(model={cut}, messages=M)\n",
            (f"DSM102 1 {NOBODY}",),
        )
        for cut in ("NAME.split('/', 1, 2)[1]", "NAME.split('/', 'x')[1]", "NAME.split(5)[1]", "NAME.split(sep='/')[1]")
    ),
    *(
        Case(
            f"what a function out of sight leaves open: {given[:40]}",
            f"import json\nfrom urllib.parse import urljoin\n{given}\n",
            found,
            after,
        )
        for given, found, after in (
            (
                "create(**json.loads(M), model='deepseek-v3', messages=M)",
                ("DSM101 3 certain unpacked-arguments",),
                {},
            ),
            (
                "OpenAI(base_url=urljoin(M, '/v1')).chat.completions.create(model='deepseek-r1', messages=M)",
                ("DSM101 3 likely unsafe",),
                {"deepseek-r1": "qwen3.7-plus"},
            ),
            (
                "for name in list(M):\n    create(model=name or 'deepseek-r1', messages=M)",
                (f"DSM102 4 {NOBODY}",),
                {},
            ),
            (
                "for name in list({'deepseek-r1': 1, **dict(M)}):\n    create(model=name, messages=M)",
                (f"DSM102 3 {NOBODY}",),
                {},
            ),
        )
    ),
    Case(
        "a base's attribute outside of classes",
        "def ask():\n    create(model=super().model or 'deepseek-r1', messages=M)\n",
        ("DSM101 2 certain safe",),
        {"deepseek-r1": "qwen3.7-plus"},
    ),
    Case(
        "a field in a mapping that may not have it",
        "from dataclasses import dataclass\n@dataclass\nclass Conf:\n    n: int = 1\n    model: str = 'qwen-plus'\n"
        "given = {'n': 2}\nif M:\n    given['model'] = 'deepseek-v3'\ncreate(model=Conf(**given).model, messages=M)\n",
        ("DSM101 8 certain shared-value",),
    ),
    Case(
        "an object of a mapping that is asked at once",
        VALIDATED + "Bot.model_validate({'model': 'deepseek-r1'}).ask()\nBot.parse_obj({'model': 'deepseek-r1'}).ask()\n"
        "Other.model_validate({'model': 'deepseek-v3'})\nmodel_validate({'model': 'deepseek-v3'})\n",
        ("DSM101 8 certain safe", "DSM101 9 certain safe", f"DSM102 10 {NOBODY}", f"DSM102 11 {NOBODY}"),
        {"deepseek-r1": "qwen3.7-plus"},
    ),
    Case(
        "a switch in the words of another vendor that only run time tells, where the protocol has its own",
        "from anthropic import Anthropic\nclient = Anthropic(base_url='https://dashscope.aliyuncs.com/apps/anthropic')\n"
        "client.messages.create(model='deepseek-v3.2', messages=M, max_tokens=9, extra_body={'enable_thinking': M})\n",
        ("DSM101 3 certain choice-needed", "DSM203 3 certain choice-needed"),
        head="M = []\n",
    ),
    *(
        Case(
            f"what Python reads and LibCST does not, beside a call: {odd}",
            f"{odd}\n    create(model='deepseek-v3', messages=M)\n",
            ("DSM101 2 certain parse-error",) if "\n" not in odd else ("DSM101 3 certain parse-error",),
        )
        for odd in ("def ask():\n    (x): int = 1", "class A(B, metaclass=C, *d):")
    ),
    Case(
        "a key of a mapping that goes again",
        "conf = {'model': 'deepseek-r1', 'n': 1}\ndel conf['n']\ncreate(messages=M, **conf)\n",
        ("DSM101 1 certain safe",),
        {"deepseek-r1": "qwen3.7-plus"},
    ),
    *(
        Case(
            f"a switch for {model} whose default nobody says: {default}",
            f"from elsewhere import made\ndef ask(model, on={default}):\n"
            f"    create(model=model, messages=M, extra_body={{'enable_thinking': on}})\nask('{model}')\n",
            ("DSM101 4 certain safe",),
            {f"ask('{model}')": f"ask('qwen3.7-plus', on={said})"},
        )
        for model, default, said in (("deepseek-v3", "made()", "False"), ("deepseek-r1", "None", "True"))
    ),
    Case(
        "models by name that are asked where another one fails",
        "from litellm import completion\nDEEP = ['dashscope/deepseek-r1', 5]\n"
        "completion(model='dashscope/deepseek-v3', messages=M, fallbacks=DEEP)\n",
        ("DSM101 2 certain shared-value", "DSM101 3 certain shared-value"),
    ),
    *(
        Case(
            f"an object of Java that may hold the switch already: {made}",
            "",
            ("DSM101 A.java:4 certain key-conflict",),
            files={"A.java": JAVA.replace("BODY", f'var body = {made};\n        body.put("model", "deepseek-v3");')},
            hint="may hold `enable_thinking` already",
        )
        for made in ("new HashMap<>(DEFAULTS)", "new JSONObject(given)")
    ),
    *(
        Case(
            f"an object of Java that holds nothing yet: {made}",
            "",
            ("DSM101 A.java:4 certain safe",),
            {"deepseek-v3": "qwen3.7-plus", 'body.put("model"': 'body.put("enable_thinking", false);\n        body.put("model"'},
            files={"A.java": JAVA.replace("BODY", f'var body = {made};\n        body.put("model", "deepseek-v3");')},
        )
        for made in ("new LinkedHashMap<>(16, 0.75f, true)", "mapper.createObjectNode()")
    ),
    Case(
        "an object that a factory makes, in Kotlin",
        "",
        ("DSM101 A.kt:3 certain safe",),
        {"deepseek-v3": "qwen3.7-plus", 'body.put("model"': 'body.put("enable_thinking", false)\n    body.put("model"'},
        files={
            "A.kt": 'fun ask(rest: Rest) {\n    val body = mapper.createObjectNode()\n    body.put("model", "deepseek-v3")\n'
            f'    rest.postForObject("{CHAT}", body.toString(), String::class.java)\n}}\n'
        },
    ),
    *(
        Case(
            f"a switch in an object that stands under a name which this surface does not have: {path}",
            "",
            (f"DSM201 {path}:{line} certain body-not-literal", f"DSM101 {path}:{line + 1} certain body-not-literal"),
            files={path: source},
            hint="set it by hand",
        )
        for path, line, source in (
            ("A.java", 4, JAVA.replace("BODY", "ObjectNode body = mapper.createObjectNode();\n" + UNDER.replace("END", ";"))),
            (
                "A.kt",
                3,
                "fun ask(rest: Rest) {\n    val body = mapper.createObjectNode()\n" + UNDER.replace("END", "") + "\n"
                f'    rest.postForObject("{CHAT}", body.toString(), String::class.java)\n}}\n',
            ),
        )
    ),
    *(
        Case(
            f"an object of which a name is not in sight: {path}",
            "",
            (f"DSM101 {path}:{line} certain safe",),
            {"deepseek-v3": "qwen3.7-plus", at: f"{switch}{at}"},
            files={path: source},
        )
        for path, line, source, at, switch in (
            (
                "A.java",
                5,
                JAVA.replace(
                    "BODY",
                    "JSONObject body = new JSONObject();\n        body.put(given, true);\n"
                    '        body.put("model", "deepseek-v3");',
                ),
                "body.put(given",
                'body.put("enable_thinking", false);\n        ',
            ),
            (
                "A.kt",
                2,
                KOTLIN.replace("BODY", 'mapOf(given to true, "model" to "deepseek-v3")'),
                "given to",
                '"enable_thinking" to false, ',
            ),
        )
    ),
    Case(
        "a map of Java that is kept elsewhere too, and one that lists models",
        "",
        ("DSM101 A.java:3 certain safe", f"DSM102 A.java:5 {NOBODY}"),
        {"deepseek-v3": "qwen3.7-plus", '"messages", given': '"messages", given, "enable_thinking", false'},
        files={
            "A.java": JAVA.replace(
                "BODY", 'Map<String, Object> body = this.kept = Map.of("model", "deepseek-v3", "messages", given);'
            ).replace("String.class);\n", 'String.class);\n        var names = Map.of("old", "deepseek-r1");\n')
        },
    ),
    Case(
        "a chain of Kotlin in which a switch stands in the wrong object",
        "",
        ("DSM101 A.kt:2 certain safe", "DSM201 A.kt:2 certain safe"),
        {
            "deepseek-v3.2": "qwen3.7-plus",
            '"extra_body", JSONObject().put("enable_thinking", true)': '"enable_thinking", true',
        },
        files={
            "A.kt": KOTLIN.replace(
                "BODY", 'JSONObject().put("model", "deepseek-v3.2").put("extra_body", JSONObject().put("enable_thinking", true))'
            )
        },
    ),
    Case(
        "a program that a shell's variable names, set once, twice, by another program or nowhere",
        "",
        (
            *(f"DSM101 ask.sh:{line} certain safe" for line in (5, 6, 7)),
            *(f"DSM102 ask.sh:{line} {NOBODY}" for line in (8, 9, 10)),
        ),
        {"deepseek-r1": "qwen3.7-plus"},
        files={
            "ask.sh": "#!/bin/bash\nRUN=curl\nTWO=curl; TWO=wget\nTHIRD=$(which curl)\n"
            + "".join(f'{run} {CHAT} -d \'{{"model": "deepseek-r1"}}\'\n' for run in ("$RUN", "${RUN}", '"$RUN"'))
            + "".join(f'{run} {CHAT} -d \'{{"model": "deepseek-v3"}}\'\n' for run in ("$TWO", "$THIRD", "${NONE}"))
        },
    ),
    Case(
        "a body of Java that is put under a name and filled further",
        "",
        ("DSM101 A.java:4 certain safe",),
        {'.put("model", "deepseek-v3")': '.put("enable_thinking", false).put("model", "qwen3.7-plus")'},
        files={
            "A.java": JAVA.replace(
                "BODY",
                "ObjectNode root = mapper.createObjectNode();\n"
                '        ObjectNode body = root.putObject("body").put("model", "deepseek-v3").put("messages", given);\n'
                '        body.put("n", 1);',
            )
        },
    ),
    Case(
        "what a mock was called with, by the name that the program has",
        "MODEL = 'deepseek-r1'\ncreate(model=MODEL, messages=M)\ncreate.assert_called_once_with(model=MODEL, messages=M)\n",
        ("DSM101 1 certain safe",),
        {"deepseek-r1": "qwen3.7-plus"},
    ),
    *(
        Case(
            f"an object's own attributes, {name}",
            f"from dataclasses import dataclass\n{mark}class Conf:\n    model: str = 'deepseek-r1'\n{more}"
            f"create(**{given}, messages=M)\n",
            found,
            after,
        )
        for name, mark, more, given, found, after in (
            ("all in sight", "@dataclass(frozen=True)\n", "", "Conf().__dict__", ("DSM101 4 certain safe",), R1),
            (
                "of which some come later",
                "@dataclass\n",
                "    def __post_init__(self):\n        self.n = 1\n",
                "vars(Conf())",
                (f"DSM102 4 {NOBODY}",),
                {},
            ),
            ("of no data class", "", "", "vars(Conf())", (f"DSM102 3 {NOBODY}",), {}),
        )
    ),
    Case(
        "methods that are bound to others, or to nobody, or found by what only run time says",
        "getattr(client.chat.completions, M)(model='deepseek-v3', messages=M)\n",
        (f"DSM102 1 {NOBODY}", f"DSM102 main.mjs:4 {NOBODY}", f"DSM102 main.mjs:5 {NOBODY}"),
        files={
            "main.mjs": f'import OpenAI from "openai";\nconst c = new OpenAI({{ baseURL: "{BASE}" }});\n'
            "const b = c.chat.completions.create.bind(other);\n"
            'b({ model: "deepseek-v3", messages: [] });\n'
            'c[k].completions.create({ model: "deepseek-v3", messages: [] });\nf.bind();\nf.call();\nc[0].create({});\n'
        },
    ),
]


@pytest.mark.parametrize("case", [*CASES, *NEWER], ids=lambda case: case.name)
def test_what_is_found_and_written(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)


def test_of_many_files_the_one_that_holds_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = {f"part{number % 9}/m{number}.py": "x = 1\n" for number in range(600)}
    case = Case("many", 'create(model="deepseek-r1", messages=M)\n', ("DSM101 1 certain safe",), {"deepseek-r1": "qwen3.7-plus"})
    check(replace(case, files=many), tmp_path, monkeypatch)
