"""A model's name that becomes a part of a longer one, which others may go by; and calls that answer when another fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import refused, scanned
from tests.contract.test_databases import JAVA, KOTLIN, NODE, PYTHON

OLLAMA = 'OpenAI(base_url="http://localhost:11434/v1").chat.completions.create(model=f"{MODEL}:8b", messages=M)\n'
NAMED = {
    "own.py": PYTHON + 'create(model=f"{MODEL}-ft-1", messages=M)\n',
    "own_by_name.py": PYTHON + 'mine = MODEL + "-ft-1"\ncreate(model=mine, messages=M)\n',
    "own.js": NODE + "export const mine = () => client.chat.completions.create({ model: `${MODEL}-ft-1`, messages: [] });\n",
    "Own.java": JAVA.format('new Generation().call(GenerationParam.builder().model(MODEL + "-ft-1").prompt("x").build())'),
    "elsewhere.py": PYTHON + OLLAMA,
    "format.js": 'import util from "node:util";\n' + NODE + 'export const price = PRICES[util.format("llm-%s-in", MODEL)];\n',
    "joined.js": NODE + 'export const price = PRICES.get(["llm", MODEL, "in"].join("-"));\n',
    "Built.java": JAVA.format('prices.get(new StringBuilder("llm-").append(MODEL).append("-in").toString())'),
    "Buffer.java": JAVA.format('declare(new StringBuffer(64).append("llm-").append(MODEL))'),
    "queue.ts": NODE + "export const queue = new Queue(`llm-${MODEL}`);\n",
    "hub.ts": NODE + 'export const read = () => AutoTokenizer.from_pretrained("deepseek-ai/" + MODEL);\n',
    "suffix.ts": NODE + "export const topic = topics.of(MODEL + '.requests');\n",
    "Queue.java": JAVA.format('rabbit.declare("llm-" + MODEL)'),
    "Queue.kt": KOTLIN.format('rabbit.declare("llm-$MODEL")'),
}
SHOWN = {
    "alone.py": PYTHON.replace("model=MODEL", 'model=f"{MODEL}"'),
    "formatted.js": 'import util from "node:util";\n' + NODE + 'console.log(util.format("%s-in", MODEL), util.format(x));\n',
    "joined_elsewhere.js": NODE + 'console.log(["llm", MODEL].join(by), names.join("-"));\n',
    "Logged.java": JAVA.format('log.info(new StringBuilder("asked ").append(MODEL).append(" now").toString())'),
    "Other.java": JAVA.format(
        'log.info(new Bag("asked ").append(MODEL).toString() + new StringBuilder().append(1, 2).toString())'
    ),
    "logged.ts": NODE
    + "console.log(`model:${MODEL}`);\nlogger.info('asked-' + MODEL);\nexport const failed = () => new Error(`${MODEL}:x`);\n",
    "told.ts": NODE + "export const told = show(`asked ${MODEL}: ok`);\n",
    "alone.ts": NODE + "export const told = show(`${MODEL}`, `=${MODEL}`, 'a' + other);\n",
    "Log.java": JAVA.format('log.info("model:" + MODEL)'),
    "Log.kt": KOTLIN.format('println("model:$MODEL")'),
}


@pytest.mark.parametrize("path", [*NAMED, *SHOWN])
def test_a_longer_name(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = refused(tmp_path, path, NAMED.get(path) or SHOWN[path], monkeypatch)
    assert codes == ["branch-on-model" if path in NAMED else ""]


ASKS = (
    NODE.partition("const MODEL")[0] + "const call = (model, messages) => client.chat.completions.create({ model, messages });\n"
)
HANDLERS = (
    'function spare() { return call("qwen3.7-plus", []); }\nasync function other() { return await call("qwen3.7-max", []); }\n'
    "function again() { return again; }\n"
)


@pytest.mark.parametrize(
    ("handler", "code"),
    [
        ('catch(() => call("qwen3.7-plus", messages))', "choice-needed"),
        ('catch(() => { return call("qwen3.7-plus", messages); })', "choice-needed"),
        ('catch(() => call("qwen3.7-max", messages))', ""),
        ("catch(spare)", "choice-needed"),
        ("catch(other)", ""),
        ("catch(again)", ""),
        ("catch(failed)", ""),
        ("catch()", ""),
        ("then(done, spare)", "choice-needed"),
        ("then(spare)", ""),
    ],
)
def test_a_promise_that_another_call_answers_for(
    handler: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f'{ASKS}export const ask = (messages) => call("deepseek-r1", messages).{handler};\n{HANDLERS}'
    (tmp_path / "a.js").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (found,) = (each for each in scanned(".")[1] if each["rule"] == "DSM101")
    refusal = found["refusal"]
    assert (refusal["code"] if isinstance(refusal, dict) else "") == code
