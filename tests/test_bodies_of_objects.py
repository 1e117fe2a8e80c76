"""Objects of a program's own that are a request's body: a model beside messages, sent by what is not followed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import scanned

URL = "https://dashscope.aliyuncs.com/compatible-mode/v1"
HOST = f'public class Api {{ static final String URL = "{URL}"; }}\n'
JAVA = "package a;\nclass Main {{\n    Object ask(Api api, java.util.List<String> messages) {{\n        {0}\n    }}\n}}\n"
FIELDS = "package a;\n{0}\nclass ChatRequest {{\n    private String model;\n    private java.util.List<String> messages;\n{1}}}\n"
LOMBOK = FIELDS.format("@lombok.Data @lombok.Builder", "")
MADE = FIELDS.format("", "    ChatRequest(String model, java.util.List<String> messages) { this.model = model; }\n")
SET = (
    "ChatRequest body = new ChatRequest();\n"
    '        body.{0}("deepseek-r1");\n        body.{1}(messages);\n        return api.chat(body);'
)
TURNED = 'ChatRequest body = new ChatRequest();\n        body.setMessages(messages);\n        body.setModel("deepseek-r1");'
KOTLIN = 'package a\n{0}\nfun ask(api: Api, messages: List<String>) = api.chat(ChatRequest({1}))\nconst val URL = "' + URL + '"\n'
DATA = "data class ChatRequest(val model: String, val messages: List<String>)"
MODEL = (
    "from dataclasses import dataclass\nfrom lib import send\n@dataclass\nclass ChatRequest:\n"
    "    model: str\n    messages: list\n"
)
SAID = f'URL = "{URL}"\n'
FOUND = {
    "a builder": {
        "Main.java": JAVA.format('return api.chat(ChatRequest.builder().model("deepseek-r1").messages(messages).build());')
    },
    "setters": {"Main.java": JAVA.format(SET.format("setModel", "setMessages"))},
    "setters, the other way round": {"Main.java": JAVA.format(TURNED)},
    "a constructor": {
        "Main.java": JAVA.format('return api.chat(new ChatRequest("deepseek-r1", messages));'),
        "ChatRequest.java": MADE,
    },
    "a data class": {"Main.kt": KOTLIN.format(DATA, '"deepseek-r1", messages')},
    "a data class of another file": {
        "Main.kt": KOTLIN.format("", 'model = "deepseek-r1", messages = messages'),
        "Data.kt": "package a\n" + DATA,
    },
    "Python": {"main.py": MODEL + SAID + 'send(ChatRequest(model="deepseek-r1", messages=[]))\n'},
    "TypeScript": {
        "main.ts": f'import {{ send }} from "lib";\nexport const URL = "{URL}";\n'
        "class ChatRequest { constructor(public model: string, public messages: string[]) {} }\n"
        'send(new ChatRequest("deepseek-r1", []));\n'
    },
}
LISTED = (
    "package a;\nclass Main {{\n    record Provider(String {0}, String {1}) {{}}\n"
    "    static final Object ALL = new Provider({2});\n}}\n"
)
OURS, OTHERS = f'"{URL}", "deepseek-r1"', '"https://qianfan.baidubce.com/v2", "deepseek-r1"'
ENUM = "package a;\nenum M {{\n    ONE({0});\n\n    M(String url, String model) {{\n    }}\n}}\n"
BESIDE: dict[str, tuple[dict[str, str], list[tuple[str, str, str]]]] = {
    "a record": ({"Main.java": LISTED.format("url", "model", OURS)}, [("DSM101", "certain", "safe")]),
    "a record of another provider": ({"Main.java": LISTED.format("url", "model", OTHERS)}, []),
    "what others call it by": ({"Main.java": LISTED.format("url", "name", OURS)}, [("DSM102", "possible", "unknown-endpoint")]),
    "two models": (
        {"Main.java": LISTED.format("model", "otherModel", '"deepseek-v3", "deepseek-r1"')},
        [("DSM102", "possible", "unknown-endpoint")] * 2,
    ),
    "a member of an enumeration": ({"M.java": ENUM.format(OURS)}, [("DSM101", "certain", "branch-on-model")]),
    "a switch that it has no field for": (
        {"main.py": MODEL + SAID + 'send(ChatRequest(model="deepseek-v3", messages=[]))\n'},
        [("DSM101", "likely", "choice-needed")],
    ),
}
MENTIONED = {
    "nothing that is asked": {
        "Main.java": JAVA.format('return api.chat(ChatRequest.builder().model("deepseek-r1").build());'),
    },
    "setters of two objects": {
        "Main.java": JAVA.format(SET.format("setModel", "setMessages").replace("body.setMessages", "other.setMessages"))
    },
    "another setter": {"Main.java": JAVA.format(SET.format("setModels", "setMessages"))},
    "a function": {
        "Main.kt": KOTLIN.format("", "").replace("ChatRequest()", 'chatRequest(model = "deepseek-r1", messages = messages)')
    },
    "nobody's host": {"main.py": MODEL + 'send(ChatRequest(model="deepseek-r1", messages=[]))\n'},
}


@pytest.mark.parametrize("title", [*FOUND, *MENTIONED])
def test_an_object(title: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = FOUND.get(title) or MENTIONED[title]
    java = {"Api.java": "package a;\n" + HOST, "ChatRequest.java": LOMBOK} if "Main.java" in files else {}
    for path, text in {**java, "pyproject.toml": "", **files}.items():
        (tmp_path / path).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    told = [(each["rule"], each["certainty"], bool(each["fix"])) for each in scanned(".")[1]]
    assert told == ([("DSM101", "likely", True)] if title in FOUND else [("DSM102", "possible", False)])


@pytest.mark.parametrize("title", BESIDE)
def test_an_object_that_holds_an_address(title: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files, expected = BESIDE[title]
    for path, text in files.items():
        (tmp_path / path).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    found = scanned(".")[1]
    fixes = [each["fix"]["applicability"] if isinstance(each["fix"], dict) else "" for each in found]
    hows = [each["refusal"]["code"] if isinstance(each["refusal"], dict) else how for each, how in zip(found, fixes, strict=True)]
    assert [(each["rule"], each["certainty"], how) for each, how in zip(found, hows, strict=True)] == expected
