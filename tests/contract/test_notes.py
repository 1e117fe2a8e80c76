"""What is noted beside a retired call: what the fix writes, what to check by hand, what it costs. A program with a call a line."""

# ruff: noqa: E501 - notes in one line
from __future__ import annotations

from pathlib import Path

import pytest

from tests.tool import scan

HEAD = """\
import json
import requests
from agno.models.dashscope import DashScope
from anthropic import Anthropic
from dashscope import Generation, MultiModalConversation
from openai import OpenAI

COMPATIBLE = "https://dashscope.aliyuncs.com/compatible-mode/v1"
CHAT, MESSAGES = COMPATIBLE + "/chat/completions", "https://dashscope.aliyuncs.com/apps/anthropic"
NATIVE = "https://dashscope.aliyuncs.com/api/v1/services/aigc/text-generation/generation"
P = {"result_format": "message", "incremental_output": True}
STREAMS, HIDDEN = {"stream": True}, json.loads("{}")
post = requests.post
client = OpenAI(base_url=COMPATIBLE)
create = client.chat.completions.create
create_intl = OpenAI(base_url="https://dashscope-intl.aliyuncs.com/compatible-mode/v1").chat.completions.create
nobody_says = OpenAI(base_url=HIDDEN["url"]).chat.completions.create
messages = Anthropic(base_url=MESSAGES).messages
"""
R1, V3, V32 = '"deepseek-r1"', '"deepseek-v3"', '"deepseek-v3.2"'
BODY = f'"model": {R1}, "messages": []'
ASKED = f'"model": {R1}, "input": {{"messages": []}}, "parameters": P'
OFF, ON = 'extra_body={"enable_thinking": False}', 'extra_body={"enable_thinking": True}'
SWITCHED_OFF = "`{}` did not think here and `qwen3.7-plus` does unless told otherwise, so the fix writes the switch: off"
KEPT = "the switch is kept as written; `{}` did not obey it and `qwen3.7-plus` does, so check that it says what you want"
OBEYED = "`deepseek-r1` ignored {}; `{}` obeys: check the values"
MAY_HAVE_TO_STREAM = (
    'the call thinks; if Model Studio answers "parameter.enable_thinking must be set to false for non-streaming calls", '
    '"parameter.enable_thinking only support stream call", '
    '"This model only support stream mode, please enable the stream parameter to access the model.", let it stream'
)
CALLS: list[tuple[str, list[str]]] = [
    (f"create(model={V3}, messages=[])", [SWITCHED_OFF.format("deepseek-v3")]),
    (f"create(model={V3}, messages=[], {OFF})", []),
    (f"create(model={V3}, messages=[], {ON})", [KEPT.format("deepseek-v3"), MAY_HAVE_TO_STREAM, "unsafe because deepseek-v3 never thought whatever the switch said, and qwen3.7-plus obeys it"]),
    (f"create(model={V32}, messages=[], {ON})", [MAY_HAVE_TO_STREAM]),
    (f"create(model={R1}, messages=[], {OFF})", [KEPT.format("deepseek-r1"), "unsafe because deepseek-r1 always thought whatever the switch said, and qwen3.7-plus obeys it"]),
    # The nearest reason comes first.
    (
        f"nobody_says(model={V3}, messages=[], {ON})",
        [
            KEPT.format("deepseek-v3"),
            MAY_HAVE_TO_STREAM,
            "unsafe because nothing on this very call proves that it goes to Model Studio",
            "unsafe because deepseek-v3 never thought whatever the switch said, and qwen3.7-plus obeys it",
        ],
    ),
    (f"create(model={R1}, messages=[], temperature=0.5, seed=4, top_p=0.5, stream=True)", [OBEYED.format("`temperature`, `top_p`", "qwen3.7-plus")]),
    (f"create(model={V3}, messages=[], temperature=0.5, {OFF})", []),
    (f"DashScope(id={R1})", ["`deepseek-r1` always thinks and agno sends false by itself, so the fix writes the switch: on", MAY_HAVE_TO_STREAM]),
    # Whoever streams is told nothing, nor where that is decided while the program runs.
    (f"create(model={R1}, messages=[])", [MAY_HAVE_TO_STREAM]),
    (f"create(model={R1}, messages=[], stream=False)", [MAY_HAVE_TO_STREAM]),
    (f"create(model={R1}, messages=[], stream=True)", []),
    (f"create(model={R1}, messages=[], stream=bool(P))", []),
    (f"create(model={R1}, messages=[], **STREAMS)", []),
    (f'create(model={R1}, messages=[], extra_body={{"stream": True}})', []),
    (f'create(model={R1}, messages=[], extra_body={{"stream": False}})', [MAY_HAVE_TO_STREAM]),
    (f"client.chat.completions.stream(model={R1}, messages=[])", []),
    (f"client.responses.create(model={R1}, input='')", [MAY_HAVE_TO_STREAM]),
    (f"client.responses.stream(model={R1}, input='')", []),
    (f"messages.create(model={R1}, messages=[], max_tokens=9)", [MAY_HAVE_TO_STREAM]),
    (f"messages.stream(model={R1}, messages=[], max_tokens=9)", []),
    (f"post(CHAT, json={{{BODY}}})", [MAY_HAVE_TO_STREAM]),
    (f'post(CHAT, json={{{BODY}, "stream": False}})', [MAY_HAVE_TO_STREAM]),
    (f'post(CHAT, json={{{BODY}, "stream": True}})', []),
    (f'post(CHAT, json={{{BODY}, "stream": bool(P)}})', []),
    # That only says when the answer is read.
    (f"post(CHAT, json={{{BODY}}}, stream=True)", [MAY_HAVE_TO_STREAM]),
    (f'post(CHAT, json={{{BODY}, "stream": False}}, stream=True)', [MAY_HAVE_TO_STREAM]),
    (f'post(CHAT, json={{{BODY}, "stream": True}}, stream=False)', []),
    (f"post(NATIVE, json={{{ASKED}}})", [MAY_HAVE_TO_STREAM]),
    (f'post(NATIVE, json={{{ASKED}}}, headers={{"X-DashScope-SSE": "enable"}})', []),
    (f'post(NATIVE, json={{{ASKED}}}, headers={{"x-dashscope-sse": "enable"}})', []),
    (f'post(NATIVE, json={{{ASKED}}}, headers={{"Accept": "text/event-stream"}})', [MAY_HAVE_TO_STREAM]),
    (f"post(NATIVE, json={{{ASKED}}}, stream=True)", [MAY_HAVE_TO_STREAM]),
    (f"Generation.call({R1}, messages=[], **P)", [MAY_HAVE_TO_STREAM]),
    (f"Generation.call({R1}, messages=[], stream=False, **P)", [MAY_HAVE_TO_STREAM]),
    (f"Generation.call({R1}, messages=[], stream=True, **P)", []),
    (f"Generation.call({R1}, messages=[], stream=True, top_k=3, **P)", [OBEYED.format("`top_k`", "qwen3.7-max")]),
]  # fmt: skip


def noted(folder: Path, *options: str) -> list[list[str]]:
    """The notes of each retired call, in the order of the calls."""
    done = scan("--isolated", "--today", "2026-11-26", "--select", "DSM101", *options, ".", cwd=folder)
    notes = [each["notes"] for each in done.findings]
    assert all(isinstance(each, list) for each in notes)
    return [[str(one) for one in each] for each in notes if isinstance(each, list)]


def test_what_is_noted_beside_each_call(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(HEAD + "".join(f"{call}\n" for call, _ in CALLS), encoding="utf-8")
    told = [[each for each in notes if not each.startswith(("cheaper", "`qwen3.7-plus` costs", "`qwen3.7-max` costs"))] for notes in noted(tmp_path)]  # fmt: skip
    assert dict(zip([call for call, _ in CALLS], told, strict=True)) == dict(CALLS)


COSTS = "`{}` costs {} CNY per million tokens in cn-beijing, `{}` cost {} CNY (input / output; https://help.aliyun.com/zh/model-studio/, 2026-07-01)"
CONVERTS, KEEPS = "cheaper: --to qwen3.7-plus (converts the interface; 2 / 8 CNY)", "cheaper: --to deepseek-v4-flash (keeps the interface; 1 / 2 CNY)"  # fmt: skip


@pytest.mark.parametrize(
    ("call", "options", "told"),
    [
        (f"create(model={V32}, messages=[], {OFF})", [], [COSTS.format("qwen3.7-plus", "2 / 8", "deepseek-v3.2", "2 / 3")]),
        # Whoever cannot be asked where it goes is told the price at home.
        (f"nobody_says(model={V32}, messages=[], {OFF})", [], [COSTS.format("qwen3.7-plus", "2 / 8", "deepseek-v3.2", "2 / 3"), "unsafe because nothing on this very call proves that it goes to Model Studio"]),
        # What costs the same needs no cheaper way.
        (f"Generation.call({V3}, messages=[], enable_thinking=False)", ["--to", "qwen3.7-plus"], [COSTS.format("qwen3.7-plus", "2 / 8", "deepseek-v3", "2 / 8")]),
        # Nobody says what it costs there.
        (f"create_intl(model={V3}, messages=[], {OFF})", [], []),
        (f"create_intl(model={V32}, messages=[], {OFF})", [], [COSTS.format("qwen3.7-plus", "2.998 / 11.991", "deepseek-v3.2", "4.272 / 12.815").replace("cn-beijing", "ap-southeast-1")]),
        (f"Generation.call({V3}, messages=[], enable_thinking=False)", [], [COSTS.format("qwen3.7-max", "12 / 36", "deepseek-v3", "2 / 8"), CONVERTS, KEEPS]),
        (f"Generation.call({V3}, messages=[], enable_thinking=False)", ["--to", "deepseek-v4-flash"], [COSTS.format("deepseek-v4-flash", "1 / 2", "deepseek-v3", "2 / 8")]),
    ],
)  # fmt: skip
def test_what_is_noted_of_prices(tmp_path: Path, call: str, options: list[str], told: list[str]) -> None:
    (tmp_path / "a.py").write_text(f"{HEAD}{call}\n", encoding="utf-8")
    assert noted(tmp_path, *options) == [told]


@pytest.mark.parametrize(
    ("client", "why"),
    [
        ("create", "only a settings file says that it calls this model"),
        ("nobody_says", "nothing on this very call proves that it goes to Model Studio"),
        ("either.chat.completions.create", "nothing on this very call proves that it goes to Model Studio"),
    ],
)
def test_why_a_call_whose_model_a_settings_file_gives_is_not_certain(client: str, why: str, tmp_path: Path) -> None:
    either = "either = OpenAI(base_url='https://dashscope.aliyuncs.com/compatible-mode/v1') if os.name else unheard_of()\n"
    call = f"{client}(model=os.environ['M'], messages=[], {OFF})\n"
    (tmp_path / "a.py").write_text(f"import os\n{HEAD}{either}{call}", encoding="utf-8")
    (tmp_path / ".env").write_text(f"M={V3}\n", encoding="utf-8")
    rows = scan("--isolated", "--select", "DSM101", ".", cwd=tmp_path).findings
    reasons = [note for row in rows for note in row["notes"] if note.startswith("unsafe")]  # type: ignore[attr-defined]
    assert (rows[0]["certainty"], reasons[0]) == ("likely", f"unsafe because {why}")


@pytest.mark.parametrize(
    ("today", "certain", "likely"),
    [
        (
            "2026-10-09",
            "`deepseek-v3` will stop answering on 2026-10-10 (announced for 2026-07-09); this call to Model Studio fails from then on",
            "`deepseek-v3` will stop answering on 2026-10-10 (announced for 2026-07-09); this call probably goes to Model Studio",
        ),
        (
            "2026-10-10",
            "`deepseek-v3` was retired on 2026-10-10 (announced for 2026-07-09); this call to Model Studio fails",
            "`deepseek-v3` was retired on 2026-10-10 (announced for 2026-07-09); this call probably goes to Model Studio and then fails",
        ),
    ],
)
def test_what_a_day_makes_of_the_words(tmp_path: Path, today: str, certain: str, likely: str) -> None:
    calls = [f"{function}(model={V3}, messages=[])\n" for function in ("create", "nobody_says")]
    (tmp_path / "a.py").write_text(HEAD + "".join(calls), encoding="utf-8")
    done = scan("--isolated", "--today", today, ".", cwd=tmp_path)
    assert [each["message"] for each in done.findings] == [certain, likely]
    assert [each["certainty"] for each in done.findings] == ["certain", "likely"]
    assert done.status == 1


def test_a_model_of_one_s_own_has_no_price(tmp_path: Path) -> None:
    settings = '[models."our-model"]\nthinking = "never"\nthinking-default = false\n'
    (tmp_path / "deepseek-migrate.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "a.py").write_text(f"{HEAD}create(model={V3}, messages=[])\n", encoding="utf-8")
    (found,) = scan("--to", "our-model", "--today", "2026-11-26", ".", cwd=tmp_path).findings
    assert (found["rule"], found["replacement"], found["notes"]) == ("DSM101", "our-model", [])


ASKED_FOR = 'Model Studio asks for {} of a call that thinks ("{}"), so the fix adds it and changes what reads the reply'
FORM = ASKED_FOR.format('`result_format="message"`', 'The result_format parameter must be "message" when enable_thinking is true')
INCREMENTS = ASKED_FOR.format(
    "`incremental_output=True`", 'The incremental_output parameter must be "true" when enable_thinking is true'
)
MOVES = "`qwen3.7-plus` answers at /api/v1/services/aigc/multimodal-generation/generation: the fix changes the class, the contents and every reading of the reply with it"
HI = 'messages=[{"role": "user", "content": "hi"}]'


@pytest.mark.parametrize(
    ("program", "to", "told"),
    [
        (f"print(Generation.call({R1}, {HI}).output.text)", "qwen3.7-max", [FORM, MAY_HAVE_TO_STREAM]),
        (f"print(Generation.call({R1}, {HI}).output.text)", "qwen3.7-plus", [MOVES, MAY_HAVE_TO_STREAM]),
        (f'for chunk in Generation.call({R1}, {HI}, stream=True, result_format="message"):\n    print(chunk.usage.total_tokens)', "qwen3.7-max", [INCREMENTS]),
        (f"for chunk in Generation.call({R1}, {HI}, stream=True):\n    print(chunk.usage.total_tokens)", "qwen3.7-max", [FORM, INCREMENTS]),
        (f'print(Generation.call({R1}, {HI}, result_format="message").output.choices)', "qwen3.7-max", [MAY_HAVE_TO_STREAM]),
        (f"print(Generation.call({V3}, {HI}, enable_thinking=False).output.text)", "qwen3.7-max", []),
        # A live model on the wrong interface.
        (f'print(Generation.call("qwen3.7-plus", {HI}, enable_thinking=False).output.text)', "qwen3.7-max", [MOVES]),
    ],
)  # fmt: skip
def test_what_is_noted_of_what_reads_the_reply(tmp_path: Path, program: str, to: str, told: list[str]) -> None:
    (tmp_path / "a.py").write_text(f"{HEAD}{program}\n", encoding="utf-8")
    (found,) = scan("--isolated", "--today", "2026-11-26", "--select", "DSM101,DSM104", "--to", to, ".", cwd=tmp_path).findings
    notes = found["notes"]
    assert isinstance(notes, list)
    assert [each for each in notes if " costs " not in each and not each.startswith("cheaper")] == told


HELP, TAKES_EFFECT = "pass it in {}", "`{}` takes effect from then on: {} reaches the model"
MISPLACED: list[tuple[str, list[str]]] = [
    ("create(model=PLUS, messages=[], enable_thinking=False)", [HELP.format('extra_body={"enable_thinking": …}'), TAKES_EFFECT.format("enable_thinking", "false")]),
    ("create(model=PLUS, messages=[], enable_thinking=bool(P))", [HELP.format('extra_body={"enable_thinking": …}'), TAKES_EFFECT.format("enable_thinking", "an expression")]),
    ("create(model=PLUS, messages=[], thinking_budget=9)", [HELP.format('extra_body={"thinking_budget": …}'), TAKES_EFFECT.format("thinking_budget", "9")]),
    ('DashScope(id=PLUS, extra_body={"enable_thinking": True})', [HELP.format("enable_thinking=…"), TAKES_EFFECT.format("enable_thinking", "true")]),
    # What arrives already, if by accident.
    ('DashScope(id=PLUS, extra_body={"enable_thinking": False})', [HELP.format("enable_thinking=…")]),
    ('create(model=PLUS, messages=[], extra_body={"enable_thinking": False, "parameters": {"enable_thinking": False}})', [HELP.format('extra_body={"enable_thinking": …}')]),
    ('create(model=PLUS, messages=[], extra_body={"enable_thinking": "False"})', ["write a boolean"]),
    ('create(model=PLUS, messages=[], extra_body={"thinking": {"type": "disabled"}})', ['write extra_body={"enable_thinking": …}']),
]  # fmt: skip


def test_what_is_noted_of_a_parameter_that_has_to_move(tmp_path: Path) -> None:
    calls = "".join(f"{call}\n" for call, _ in MISPLACED)
    (tmp_path / "a.py").write_text(f'{HEAD}PLUS = "qwen3.7-plus"\n{calls}', encoding="utf-8")
    rows = scan("--isolated", "--select", "DSM201,DSM203", ".", cwd=tmp_path).findings
    assert [(call, row["notes"]) for (call, _), row in zip(MISPLACED, rows, strict=True)] == MISPLACED


TOLD = "`deepseek-r1` always thinks and `deepseek-v4-flash` may not unless told to, so the fix writes the switch: on"
IGNORES = "`deepseek-v4-flash` ignores `{}`"
IGNORED = "`deepseek-r1` ignored `{}`; `deepseek-v4-flash` obeys it: check the value"


@pytest.mark.parametrize(
    ("call", "notes", "told"),
    [
        (f"create(model={R1}, messages=[], stream=True)", [TOLD], []),
        ('DashScope(id="deepseek-r1", request_params={"stream": True})', ["`deepseek-r1` always thinks and agno sends false by itself, so the fix writes the switch: on"], []),
        # What neither takes, and what only the retired one ignored.
        (f"create(model={R1}, messages=[], stream=True, presence_penalty=1, temperature=0.5)", [TOLD, OBEYED.format("`temperature`", "deepseek-v4-flash")], [IGNORES.format("presence_penalty"), IGNORED.format("temperature")]),
        (f"create(model={R1}, messages=[], stream=True, presence_penalty=1)", [TOLD], [IGNORES.format("presence_penalty")]),
        (f'create(model={R1}, messages=[], stream=True, reasoning_effort="low", presence_penalty=1)', [TOLD], [IGNORES.format("presence_penalty")]),
        (f"create(model={V3}, messages=[], presence_penalty=1, {OFF})", [], []),
        (f"create(model={R1}, messages=[], stream=True, logprobs=True, temperature=0.5, presence_penalty=1, {ON})", [OBEYED.format("`temperature`", "deepseek-v4-flash")], [IGNORED.format("temperature")]),
        (f"create(model={R1} if P else {R1.replace('1', '1-0528')}, messages=[], presence_penalty=1, stream=True, {ON})", [], [IGNORES.format("presence_penalty")]),
    ],
)  # fmt: skip
def test_what_is_said_of_another_replacement(tmp_path: Path, call: str, notes: list[str], told: list[str]) -> None:
    (tmp_path / "a.py").write_text(f"{HEAD}{call}\n", encoding="utf-8")
    rows = scan("--isolated", "--to", "deepseek-v4-flash", "--today", "2026-11-26", ".", cwd=tmp_path).findings
    (found, *_) = [row["notes"] for row in rows if row["rule"] == "DSM101"]
    assert isinstance(found, list)
    assert [each for each in found if " costs " not in each and each != MAY_HAVE_TO_STREAM] == notes
    assert [row["message"] for row in rows if row["rule"] == "DSM303"] == told


def test_what_is_obeyed_only_from_the_fix_on_names_the_fix(tmp_path: Path) -> None:
    call = f"create(model={R1}, messages=[], top_p=0.5, presence_penalty=1)\n"
    (tmp_path / "a.py").write_text(HEAD + call, encoding="utf-8")
    rows = scan("--isolated", "--to", "deepseek-v4-flash", ".", cwd=tmp_path).findings
    fixes = {(row["rule"], str(row["message"])[:27]): row["fix"] for row in rows}
    renamed = fixes["DSM101", "`deepseek-r1` was retired o"]
    assert isinstance(renamed, dict)
    obeyed = fixes["DSM303", "`deepseek-r1` ignored `top_"]
    assert isinstance(obeyed, dict)
    assert obeyed["id"] == renamed["id"]
    assert fixes["DSM303", "`deepseek-v4-flash` ignores"] is None


def test_no_place_is_named_where_there_is_none(tmp_path: Path) -> None:
    made = 'from llama_index.llms.dashscope import DashScope\nDashScope(model_name="qwen3.7-max", enable_thinking=True)\n'
    (tmp_path / "a.py").write_text(made, encoding="utf-8")
    (row,) = scan("--isolated", "--select", "DSM201", ".", cwd=tmp_path).findings
    assert row["notes"] == ["`enable_thinking` takes effect from then on: true reaches the model"]
