"""Requests whose body stands in a JavaScript program as text: JSON between quotes, and in templates that are filled."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.languages.fixing import fixed, found

CHAT = "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"
AXIOS = f'import axios from "axios";\nawait axios.post("{CHAT}", '
NATIVE = "https://dashscope.aliyuncs.com/api/v1/services/aigc/text-generation/generation"


def fetch(body: str, url: str = CHAT) -> str:
    """A program that sends it."""
    return f'export const ask = (q) => fetch("{url}", {{ method: "POST", body: {body} }});\n'


OLD, NEW = '{"model": "deepseek-v3", "messages": []}', '{"model": "qwen3.7-plus", "messages": [], "enable_thinking": false}'
ESCAPED = tuple(each.replace('"', '\\"') for each in (OLD, NEW))
LINES = '{{{0}\t"model": "{1}",{0}\t"messages": []{2}{0}}}'
SWITCH = ',{0}\t"enable_thinking": false'

FIXED = {
    "single quotes": (fetch(f"'{OLD}'"), fetch(f"'{NEW}'")),
    "double quotes": (fetch(f'"{ESCAPED[0]}"'), fetch(f'"{ESCAPED[1]}"')),
    "a template": (fetch(f"`{OLD}`"), fetch(f"`{NEW}`")),
    "lines that end in escapes": (
        fetch("'" + LINES.format("\\n", "deepseek-v3", "") + "'"),
        fetch("'" + LINES.format("\\n", "qwen3.7-plus", SWITCH.format("\\n")) + "'"),
    ),
    "lines of a template": (
        fetch("`" + LINES.format("\n", "deepseek-v3", "") + "`"),
        fetch("`" + LINES.format("\n", "qwen3.7-plus", SWITCH.format("\n")) + "`"),
    ),
    "lines of a template, as Windows ends them": (
        fetch("`" + LINES.format("\r\n", "deepseek-v3", "") + "`"),
        fetch("`" + LINES.format("\r\n", "qwen3.7-plus", SWITCH.format("\r\n")) + "`"),
    ),
    "a template that is filled": (
        "const model = 'deepseek-v3';\n" + fetch('`{"q": "é \\${x} ${q}", "model": "${model}", "n": ${1}, "x": "\\`"}`'),
        "const model = 'qwen3.7-plus';\n"
        + fetch('`{"q": "é \\${x} ${q}", "model": "${model}", "n": ${1}, "x": "\\`", "enable_thinking": false}`'),
    ),
    "a name for the body": (f"const body = '{OLD}';\n{fetch('body')}", f"const body = '{NEW}';\n{fetch('body')}"),
    "a switch in the wrong place": (
        fetch('\'{"model": "deepseek-v3.2", "extra_body": {"enable_thinking": true}}\''),
        fetch('\'{"model": "qwen3.7-plus", "enable_thinking": true}\''),
    ),
    "the native interface": (
        fetch('`{"model":"deepseek-v3","input":{"prompt":${JSON.stringify(q)}},"parameters":{"n":1}}`', NATIVE),
        fetch(
            '`{"model":"qwen3.7-max","input":{"prompt":${JSON.stringify(q)}},"parameters":{"n":1,"enable_thinking":false}}`',
            NATIVE,
        ),
    ),
    "axios, given text": (
        f'import axios from "axios";\nawait axios.post("{CHAT}", \'{OLD}\', options);\n',
        f'import axios from "axios";\nawait axios.post("{CHAT}", \'{NEW}\', options);\n',
    ),
    "axios, given what stringify makes": (
        AXIOS + 'JSON.stringify({ model: "deepseek-v3" }));\n',
        AXIOS + 'JSON.stringify({ model: "qwen3.7-plus", enable_thinking: false }));\n',
    ),
    "a template that ends with what fills it, whatever that is": (
        fetch('`{"model": "deepseek-v3", "messages": ${q}}`'),
        fetch('`{"model": "qwen3.7-plus", "messages": ${q}, "enable_thinking": false}`'),
    ),
    "a template that ends with what fills it": (
        fetch('`{"model":"deepseek-v3","messages":${JSON.stringify(q)}}`'),
        fetch('`{"model":"qwen3.7-plus","messages":${JSON.stringify(q)},"enable_thinking":false}`'),
    ),
    "a text that is parsed first": (
        f"const body = JSON.parse('{OLD}');\n{fetch('JSON.stringify(body)')}",
        f"const body = JSON.parse('{NEW}');\n{fetch('JSON.stringify(body)')}",
    ),
    "texts that are added up": (
        fetch("'{\"model\":\"deepseek-v3\",\"messages\":[{\"content\":\"' + q + '\"}]}'"),
        fetch("'{\"model\":\"qwen3.7-plus\",\"messages\":[{\"content\":\"' + q + '\"}],\"enable_thinking\":false}'"),
    ),
    "a sum with a template, a name, and a number at its end": (
        "const MODEL = 'deepseek-v3.2';\n"
        + fetch("'{\"model\": \"' + MODEL + '\", ' + `\"user\": \"${q}\", ` + '\"messages\": ' + JSON.stringify([q]) + '}'"),
        "const MODEL = 'qwen3.7-plus';\n"
        + fetch(
            "'{\"model\": \"' + MODEL + '\", ' + `\"user\": \"${q}\", ` + '\"messages\": ' + JSON.stringify([q]) + "
            "', \"enable_thinking\": false}'"
        ),
    ),
}  # fmt: skip
LEFT = {
    "another provider": (fetch(f"'{OLD}'", "https://api.lkeap.cloud.tencent.com/v1/chat/completions"), []),
    "no request": (f"console.log('{OLD}');\n", ["DSM102 possible unknown-endpoint"]),
    "an answer that is expected": (
        f"test(\"x\", () => expect(ask()).toEqual('{OLD}'));\n",
        ["DSM103 possible branch-on-model"],
    ),
    "no JSON": (fetch("`model=deepseek-v3&q=${q}`"), ["DSM102 possible unknown-endpoint"]),
    "keys that are put in": (fetch('`{"model": "deepseek-v3", ${q}}`'), ["DSM102 possible unknown-endpoint"]),
    "a hole where a key would stand": (
        fetch('`{"model": "deepseek-v3"${q}}`'),
        ["DSM102 possible unknown-endpoint"],
    ),
    "a sum that is no body": (
        fetch('\'{"model": "deepseek-v3", "messages": []\' + JSON.stringify(q) + \'}\''),
        ["DSM102 possible unknown-endpoint"],
    ),
    "a sum that goes to somebody else": (
        fetch('\'{"model": "deepseek-v3", "messages": \' + q + \'}\'', "https://api.lkeap.cloud.tencent.com/v1/chat/completions"),
        [],
    ),
    "a sum that is right already": (
        fetch('\'{"model": "qwen3.7-plus", "enable_thinking": false, "messages": \' + q + \'}\''),
        [],
    ),
    "what is right already": (fetch("'" + NEW + "'"), []),
    "a text that is read back": (f"const c = JSON.parse('{OLD}');\nf(c.model);\n", ["DSM102 possible unknown-endpoint"]),
}


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("name", FIXED)
def test_a_body_is_rewritten_in_its_text(name: str, mark: bytes, tmp_path: Path) -> None:
    before, after = (mark + each.encode() for each in FIXED[name])
    assert fixed(tmp_path, "app.mjs", before) == after
    assert fixed(tmp_path, "app.mjs", after) == after
    typed = (each.replace(b"(q) =>", b"(q: string) =>") for each in (before, after))
    assert fixed(tmp_path, "app.ts", next(typed)) == next(typed)


@pytest.mark.parametrize("name", LEFT)
def test_other_text_stays(name: str, tmp_path: Path) -> None:
    source, said = LEFT[name]
    assert fixed(tmp_path, "app.mjs", source.encode()) == source.encode()
    told = [
        f"{each.rule} {each.certainty} {each.refusal.code if each.refusal else 'safe'}"
        for each in found(tmp_path, "app.mjs", source.encode())
    ]
    assert told == said
