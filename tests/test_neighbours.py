"""Projects of one checkout that go by one another's names: what another one goes by is not renamed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.contract.table import scanned

URL = "https://dashscope.aliyuncs.com/compatible-mode/v1"
PACKAGE = {"core/package.json": '{"name": "@acme/core"}', "web/package.json": '{"name": "@acme/web"}'}
NODE = (
    'import OpenAI from "openai";\n{0}\n'
    f'const client = new OpenAI({{{{ baseURL: "{URL}" }}}});\n'
    "export const ask = (messages) => client.chat.completions.create({{ model: {1}, messages }});\n"
)
MODEL = NODE.format('export const MODEL = "deepseek-r1";', "MODEL")
TABLE = 'const prices = { "deepseek-r1": 16 };\nexport const price = prices[MODEL];\n'
POM = {"core/pom.xml": "<project/>", "web/pom.xml": "<project/>"}
ASK = (
    "package com.acme.core;\nimport com.alibaba.dashscope.aigc.generation.*;\npublic class Ask {\n"
    '    public static final String MODEL = "deepseek-r1";\n'
    "    Object ask(java.util.List<com.alibaba.dashscope.common.Message> messages) throws Exception {\n"
    '        var asked = GenerationParam.builder().model(MODEL).messages(messages).resultFormat("message").build();\n'
    "        return new Generation().call(asked);\n"
    "    }\n}\n"
)
PRICE = 'package com.acme.web;\n{0}\nclass Price {{ Double price = java.util.Map.of("deepseek-r1", 16.0).get(Ask.MODEL); }}\n'
SETUP = {"core/setup.py": "", "web/setup.py": ""}
PYTHON = (
    f'from openai import OpenAI\nMODEL = "deepseek-r1"\nclient = OpenAI(base_url="{URL}")\n'
    'client.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": "hi"}])\n'
)
PRICES = '\nPRICES = {"deepseek-r1": 16}\nprint(PRICES[MODEL])\n'
JAVA_ASK, JAVA_PRICE = "core/src/main/java/com/acme/core/Ask.java", "web/src/main/java/com/acme/web/Price.java"
USED: dict[str, Mapping[str, str]] = {
    "by the package's name": {**PACKAGE, "core/a.js": MODEL, "web/b.js": 'import { MODEL } from "@acme/core";\n' + TABLE},
    "by a part of the package": {
        **PACKAGE,
        "core/a.js": MODEL,
        "web/b.js": 'const { MODEL } = require("@acme/core/a");\n' + TABLE,
    },
    "by a path": {**PACKAGE, "core/a.js": MODEL, "web/b.js": 'import { MODEL } from "../core/a.js";\n' + TABLE},
    "in a mapping": {
        **PACKAGE,
        "core/a.js": NODE.format('export const MODELS = { chat: "deepseek-r1" };', "MODELS.chat"),
        "web/b.js": 'import { MODELS } from "@acme/core";\n' + TABLE.replace("MODEL", "MODELS.chat"),
    },
    "by a class": {**POM, JAVA_ASK: ASK, JAVA_PRICE: PRICE.format("import com.acme.core.Ask;")},
    "by a package": {**POM, JAVA_ASK: ASK, JAVA_PRICE: PRICE.format("import com.acme.core.*;")},
    "by a module": {**SETUP, "core/acme/llm.py": PYTHON, "web/b.py": "from acme.llm import MODEL" + PRICES},
    "by what a package holds": {**SETUP, "core/acme/__init__.py": PYTHON, "web/b.py": "from acme import MODEL" + PRICES},
    "by a module's own name": {
        **SETUP,
        "core/acme/llm.py": PYTHON,
        "web/b.py": "from acme import (x, llm)" + PRICES.replace("MODEL", "llm.MODEL"),
    },
}
FREE: dict[str, Mapping[str, str]] = {
    "a name of its own": {**PACKAGE, "core/a.js": MODEL, "web/b.js": 'const MODEL = "deepseek-r1";\n' + TABLE},
    "a path of its own": {**PACKAGE, "core/a.js": MODEL, "web/b.js": 'import { MODEL } from "./core/a.js";\n' + TABLE},
    "without a package": {
        "core/pyproject.toml": "",
        "web/pyproject.toml": "",
        "core/a.js": MODEL,
        "web/b.js": 'import { MODEL } from "@acme/core";\n' + TABLE,
    },
    "another name": {**PACKAGE, "core/a.js": MODEL, "web/b.js": 'import { ask } from "@acme/core";\nconst id = "deepseek-r1";\n'},
    "a literal in a call": {
        **PACKAGE,
        "core/a.js": NODE.format("", '"deepseek-r1"'),
        "web/b.js": 'import { ask } from "@acme/core";\nconst id = "deepseek-r1";\n',
    },
    "another class": {**POM, JAVA_ASK: ASK, JAVA_PRICE: PRICE.format("import com.other.Ask;")},
    "a class of its own": {
        **POM,
        JAVA_ASK: ASK,
        JAVA_PRICE: PRICE.format("import com.acme.core.Ask;"),
        "web/src/main/java/com/acme/core/Ask.java": "package com.acme.core;\nclass Ask {}\n",
    },
    "a class of no package": {
        **POM,
        "core/Ask.java": ASK.partition("\n")[2],
        JAVA_PRICE: PRICE.format("import com.acme.core.Ask;"),
    },
    "a module of its own": {
        **SETUP,
        "core/app/llm.py": PYTHON,
        "web/app/b.py": "from app.llm import MODEL" + PRICES,
        "web/app/llm.py": "MODEL = 1\n",
    },
    "another language": {**PACKAGE, "core/a.js": MODEL, "web/b.py": "from core.a import MODEL" + PRICES},
    "a script": {
        "core/setup.py": "",
        "web/setup.py": "",
        "core/a.sh": f'MODEL=deepseek-r1\ncurl {URL}/chat/completions -d "{{\\"model\\": \\"$MODEL\\"}}"\n',
        "web/b.sh": "# MODEL deepseek-r1\n",
    },
}


@pytest.mark.parametrize("title", [*USED, *FREE])
@pytest.mark.parametrize("first", ["core", "web"])
def test_a_checkout_of_two_projects(title: str, first: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path, text in (USED.get(title) or FREE[title]).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    second = "web" if first == "core" else "core"
    (found,) = (each for each in scanned(first, second)[1] if each["rule"] == "DSM101")
    refusal = found["refusal"]
    assert (refusal["code"] if isinstance(refusal, dict) else "") == ("branch-on-model" if title in USED else "")
