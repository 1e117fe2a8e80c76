"""What each rule says of a call, and of which models and hosts it speaks at all: one program with a call a line."""

# ruff: noqa: E501 - messages in one line
from __future__ import annotations

from pathlib import Path

import pytest

from tests.tool import scan

HEAD = """\
import json
import sys
from agno.models.dashscope import DashScope
from agno.models.openai import OpenAILike as like
from openai import NOT_GIVEN, OpenAI
from dashscope import Generation, MultiModalConversation, Tokenization

BASE = "https://dashscope.aliyuncs.com/compatible-mode/v1"
create = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1").chat.completions.create
plan = OpenAI(base_url="https://coding.dashscope.aliyuncs.com/v1").chat.completions.create
gate = OpenAI(base_url="https://llm.example.com:8443/v1").chat.completions.create
bare = OpenAI(base_url="llm.example.com/v1").chat.completions.create
named = OpenAI(base_url="https://user:pa55@llm.example.com/v1").chat.completions.create
ours_or_theirs = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1" if sys.argv else "http://localhost:8000/v1").chat.completions.create
other = OpenAI(base_url="https://api.deepseek.com").chat.completions.create
theirs_or_ours = OpenAI(base_url="https://api.deepseek.com" if sys.argv else "https://dashscope.aliyuncs.com/compatible-mode/v1").chat.completions.create
"""
OFF, ON = 'extra_body={"enable_thinking": False}', 'extra_body={"enable_thinking": True}'
PLUS, MAX, V4, V3, R1 = '"qwen3.7-plus"', '"qwen3.7-max"', '"deepseek-v4-pro"', '"deepseek-v3"', '"deepseek-r1"'
EITHER = f"{PLUS} if sys.argv else {MAX}"
FIRST_RETIRED = f"{V3} if sys.argv else {PLUS}"
REQUIRED = 'DSM303 `qwen3.7-plus` refuses `tool_choice`: tool_choice = "required" is not supported'
RAISES = "DSM201 OpenAI Python SDK does not take `{}` here: the call raises TypeError before anything is sent"
SENT = "DSM201 `{}` is sent as `{}`, where Model Studio does not read it: the setting has no effect"
WRONG = (
    'DSM104 `{}` is served only on the {} interface; this call goes to {} generation and fails: "url error, please check url!"'
)
RETIRED = "DSM101 `{}` was retired on 2026-10-10 (announced for 2026-07-09); this call to Model Studio fails"
BODY_OFF = '"extra_body": {"enable_thinking": False}'
TWICE = "DSM303 `qwen3.7-plus` refuses `n` while thinking: more than one answer is only given while not thinking"
FORCED = "DSM303 `qwen3.7-plus` refuses `tool_choice` while thinking: a forced tool is not supported while thinking"
MAY_PASS_ON = "DSM102 `deepseek-v3` is retired on Model Studio; this call goes to {}, which may pass it on"
CALLS: list[tuple[str, list[str]]] = [
    (f"create(model={PLUS}, messages=[], {OFF}, max_tokens=65536)", []),
    (f"create(model={PLUS}, messages=[], {OFF}, max_tokens=65537)", ["DSM304 `max_tokens` is 65537; `qwen3.7-plus` allows at most 65,536"]),
    (f"create(model={V3}, messages=[], max_tokens=16384)", [RETIRED.format("deepseek-v3")]),
    # The retired model did not allow it either.
    (f"create(model={V3}, messages=[], max_tokens=65537)", [RETIRED.format("deepseek-v3"), "DSM304 `max_tokens` is 65537; `qwen3.7-plus` allows at most 65,536"]),
    (f'create(model={PLUS}, messages=[], extra_body={{"enable_thinking": "false"}})', ['DSM203 `"false"` is text, not a boolean; Model Studio expects true or false']),
    *(
        (f"create(model={PLUS}, messages=[], extra_body={{'enable_thinking': '{word}'}})", [f'DSM203 `"{word}"` is text, not a boolean; Model Studio expects true or false'])
        for word in ("no", "Off", "0", "YES", "on", "1")
    ),
    # Nobody knows what these say; what only looks like a place for a value says nothing either.
    *((f"create(model={PLUS}, messages=[], extra_body={{'enable_thinking': '{word}'}})", []) for word in ("auto", "", "$THINK")),
    (f'create(model={PLUS}, messages=[], extra_body={{"thinking": {{"type": "disabled"}}, "parameters": {{"thinking_budget": 9}}}})', ["DSM203 `extra_body.thinking.type` is another vendor's way to say it; Model Studio does not read it on this interface", SENT.format("thinking_budget", "parameters/thinking_budget")]),
    (f'create(model={EITHER}, messages=[], extra_body={{"enable_thinking": "false"}})', ['DSM203 `"false"` is text, not a boolean; Model Studio expects true or false']),
    (f'create(model={PLUS}, messages=[], extra_body={{"thinking": {{"type": "disabled"}}}})', ["DSM203 `extra_body.thinking.type` is another vendor's way to say it; Model Studio does not read it on this interface"]),
    (f"create(model={PLUS}, messages=[])", ["DSM301 `qwen3.7-plus` thinks unless told otherwise, and this call does not say"]),
    (f"create(model={V4}, messages=[])", ["DSM301 first-party pages disagree on whether `deepseek-v4-pro` thinks by default, and this call does not say"]),
    (f'create(model={V4}, messages=[], {ON}, reasoning_effort="low")', ['DSM302 `deepseek-v4-pro` takes `reasoning_effort` "low" as "high"']),
    (f'create(model={V4}, messages=[], {ON}, reasoning_effort="max")', []),
    (f'create(model={PLUS}, messages=[], {ON}, reasoning_effort="low")', ["DSM302 `reasoning_effort` is not documented for `qwen3.7-plus` on this interface: it may be ignored or refused"]),
    (f'create(model={PLUS}, messages=[], {ON}, tool_choice="required")', [REQUIRED]),
    (f'create(model={EITHER}, messages=[], {ON}, tool_choice="required")', [REQUIRED]),
    (f"create(model={PLUS}, messages=[], {ON}, n=2)", ["DSM303 `qwen3.7-plus` refuses `n` while thinking: more than one answer is only given while not thinking"]),
    (f"create(model={PLUS}, messages=[], {OFF}, n=2)", []),
    (f"create(model={PLUS}, messages=[], {OFF}, temperature=2)", ["DSM303 `qwen3.7-plus` refuses `temperature`: temperature must lie in [0, 2)"]),
    (f"create(model={PLUS}, messages=[], {OFF}, temperature=1.9)", []),
    (f"create(model={PLUS}, messages=[], {OFF}, logprobs=True)", ["DSM303 `logprobs` is not documented for `qwen3.7-plus`: it may be ignored or refused"]),
    (
        f"create(model={R1}, messages=[], temperature=0.5, top_p=0.5)",
        [RETIRED.format("deepseek-r1"), "DSM303 `deepseek-r1` ignored `temperature`; `qwen3.7-plus` obeys it: check the value", "DSM303 `deepseek-r1` ignored `top_p`; `qwen3.7-plus` obeys it: check the value"],
    ),
    (f"create(model={R1}, messages=[], top_p=0.5)", [RETIRED.format("deepseek-r1"), "DSM303 `deepseek-r1` ignored `top_p`; `qwen3.7-plus` obeys it: check the value"]),
    (f"create(model={V3}, messages=[], temperature=0.5, top_p=0.5)", [RETIRED.format("deepseek-v3")]),
    (f"create(model={PLUS}, messages=[], enable_thinking=False)", [RAISES.format("enable_thinking")]),
    (f"create(model={EITHER}, messages=[], enable_thinking=False)", [RAISES.format("enable_thinking")]),
    (f"create(model={PLUS}, messages=[], {ON}, thinking_budget=9)", [RAISES.format("thinking_budget")]),
    (f'create(model={PLUS}, messages=[], extra_query={{"enable_thinking": False}})', [SENT.format("enable_thinking", "a query parameter or header")]),
    (f'create(model={PLUS}, messages=[], extra_body={{"extra_body": {{"enable_thinking": False}}}})', [SENT.format("enable_thinking", "extra_body/enable_thinking")]),
    (f"Generation.call(model={MAX}, messages=[], {OFF})", [SENT.format("enable_thinking", "parameters/extra_body/enable_thinking")]),
    (f"Generation.call(model={PLUS}, messages=[], enable_thinking=False)", [WRONG.format("qwen3.7-plus", "multimodal", "text")]),
    (f"Generation.call(model={MAX}, messages=[], enable_thinking=False)", []),
    (f"MultiModalConversation.call(model={MAX}, messages=[], enable_thinking=False)", [WRONG.format("qwen3.7-max", "text", "multimodal")]),
    (f"MultiModalConversation.call(model={PLUS}, messages=[], enable_thinking=False)", []),
    (f"Generation.call(model={MAX} if sys.argv else {PLUS}, messages=[], enable_thinking=False)", [WRONG.format("qwen3.7-plus", "multimodal", "text")]),
    (f"MultiModalConversation.call(model={V3} if sys.argv else {MAX}, messages=[], enable_thinking=False)", [RETIRED.format("deepseek-v3"), WRONG.format("qwen3.7-max", "text", "multimodal")]),
    (f"Generation.call(model={FIRST_RETIRED}, messages=[], enable_thinking=False)", [RETIRED.format("deepseek-v3"), WRONG.format("qwen3.7-plus", "multimodal", "text")]),
    # The first of two models is retired: the second is looked at all the same.
    (f"create(model={FIRST_RETIRED}, messages=[], {OFF}, logprobs=True)", [RETIRED.format("deepseek-v3"), "DSM303 `logprobs` is not documented for `qwen3.7-plus`: it may be ignored or refused"]),
    (f"create(model={FIRST_RETIRED}, messages=[])", [RETIRED.format("deepseek-v3"), "DSM301 `qwen3.7-plus` thinks unless told otherwise, and this call does not say"]),
    (f"create(model={V3} if sys.argv else {V4}, messages=[], {ON}, reasoning_effort='low')", [RETIRED.format("deepseek-v3"), 'DSM302 `deepseek-v4-pro` takes `reasoning_effort` "low" as "high"']),
    (
        f"create(model={V3} if sys.argv else {V4}, messages=[], {ON}, max_tokens=400000)",
        # Once a place: what the replacement allows stands in the refusal.
        [RETIRED.format("deepseek-v3"), "DSM304 `max_tokens` is 400000; `deepseek-v4-pro` allows at most 393,216"],
    ),
    # What thinks whatever it is told, or only if it is told to, and what does not answer at all.
    ('create(model="qwen3.7-max-preview", messages=[])', []),
    (f'create(model="qwen3.7-max-preview" if sys.argv else {PLUS}, messages=[])', ["DSM301 `qwen3.7-plus` thinks unless told otherwise, and this call does not say"]),
    ('create(model="siliconflow/deepseek-v3.2", messages=[])', []),
    (f"Tokenization.call(model={PLUS}, messages=[])", []),
    (f"DashScope(id={PLUS})", []),
    # One way to call it says so, the other one does not.
    (f'create(messages=[], **({{"model": {PLUS}, {BODY_OFF}}} if sys.argv else {{"model": {MAX}}}))', ["DSM301 `qwen3.7-max` thinks unless told otherwise, and this call does not say"]),
    # Only run time tells whether it thinks, or how many answers it is asked for.
    (f'create(model={PLUS}, messages=[], n=2, extra_body={{"enable_thinking": bool(sys.argv)}})', []),
    (f"create(model={PLUS}, messages=[], n=len(sys.argv), {ON})", []),
    (f'create(model={PLUS}, messages=[], {ON}, n=2, tool_choice={{"type": "function", "function": {{"name": "f"}}}})', [TWICE, FORCED]),
    (f'create(model={PLUS}, messages=[], {OFF}, tool_choice={{"type": "function", "function": {{"name": "f"}}}})', []),
    ('create(model="deepseek-v4-pro", messages=[], top_k=5, extra_body={"enable_thinking": False})', [RAISES.format("top_k"), "DSM303 `deepseek-v4-pro` ignores `top_k`"]),
    (f"create(model={PLUS}, messages=[], n=len(sys.argv), logprobs=True, {ON})", ["DSM303 `logprobs` is not documented for `qwen3.7-plus`: it may be ignored or refused"]),
    (f"create(model={PLUS}, messages=[], **json.loads(sys.argv[1]))", []),
    # One argument after the other, each of them once.
    (
        f'create(model={EITHER}, messages=[], enable_thinking=False, extra_body={{"thinking": {{"type": "disabled"}}}})',
        [RAISES.format("enable_thinking"), "DSM203 `extra_body.thinking.type` is another vendor's way to say it; Model Studio does not read it on this interface"],
    ),
    (f'create(model={PLUS}, messages=[], user="甲 \'1\'", extra_body={{"enable_thinking": False, "user": "乙"}})', ['DSM202 `user` is "甲 \'1\'" here and "乙" in extra_body; "乙" goes out']),
    (f'theirs_or_ours(model={PLUS}, messages=[], user="a", extra_body={{"enable_thinking": False, "user": "b"}})', ['DSM202 `user` is "a" here and "b" in extra_body; "b" goes out']),
    (f'other(model={PLUS}, messages=[], user="a", extra_body={{"enable_thinking": False, "user": "b"}})', []),
    # What the SDK leaves out is said nowhere.
    (f'create(model={PLUS}, messages=[], user=NOT_GIVEN, extra_body={{"enable_thinking": False, "user": "b"}})', []),
    # Each place that loses is told, those inside another one with it.
    (
        f'create(model={PLUS}, messages=[], metadata={{"a": "1"}}, extra_body={{"metadata": {{"a": "2"}}, "enable_thinking": False, "parameters": {{"enable_thinking": True}}}})',
        [
            'DSM202 `metadata` is {"a": "1"} here and {"a": "2"} in extra_body; {"a": "2"} goes out',
            "DSM202 `enable_thinking` is true here and false in extra_body; false goes out",
            SENT.format("enable_thinking", "parameters/enable_thinking"),
        ],
    ),
    (f'like(id={PLUS}, base_url=BASE, user="a", request_params={{"extra_body": {{"user": "b", "enable_thinking": False}}}})', ['DSM202 `user` is "a" here and "b" in request_params/extra_body; "b" goes out']),
    (f'create(model={PLUS}, messages=[], user=None, extra_body={{"enable_thinking": False, "user": True}})', ["DSM202 `user` is null here and true in extra_body; true goes out"]),
    (
        f'create(model={PLUS}, messages=[], extra_body={{"thinking": {{"type": "disabled"}}}}, enable_thinking=False)',
        [RAISES.format("enable_thinking"), "DSM203 `extra_body.thinking.type` is another vendor's way to say it; Model Studio does not read it on this interface"],
    ),
    (f'other(model={V4}, messages=[], extra_query={{"enable_thinking": False}})', []),
    (f'other(model={V4}, messages=[], extra_query={{"enable_thinking": False}}, thinking_budget=9)', [RAISES.format("thinking_budget")]),
    # Whom to ask where the notice does not say: the one that nobody knows.
    (f"plan(model={V3}, messages=[])", ["DSM102 `deepseek-v3` is called at Model Studio Coding Plan, whose retirement the notice does not cover"]),
    (f"gate(model={V3}, messages=[])", [MAY_PASS_ON.format("llm.example.com:8443")]),
    (f"bare(model={V3}, messages=[])", [MAY_PASS_ON.format("llm.example.com")]),
    (f"named(model={V3}, messages=[])", [MAY_PASS_ON.format("llm.example.com")]),
    (f"ours_or_theirs(model={V3}, messages=[])", [MAY_PASS_ON.format("localhost:8000")]),
    (f"other(model={V3}, messages=[])", []),
    ('create(model="deepseek-v3 " + sys.argv[0], messages=[])', ["DSM102 this model name is put together at run time; its part `deepseek-v3` is retired on Model Studio"]),
    # Nobody knows what a plan, or another vendor, allows; what raises does so whoever answers.
    (f"plan(model={PLUS}, messages=[], max_tokens=65537, tool_choice='required', reasoning_effort='low')", []),
    (f"other(model={V4}, messages=[], max_tokens=999999, tool_choice='required', reasoning_effort='low')", []),
    (f'other(model={V4}, messages=[], extra_body={{"thinking": {{"type": "disabled"}}}})', []),
    (f"other(model={V4}, messages=[], {OFF})", []),
    (f"other(model={V4}, messages=[], enable_thinking=False)", [RAISES.format("enable_thinking")]),
    (f"plan(model={PLUS}, messages=[], enable_thinking=False)", [RAISES.format("enable_thinking")]),
    (f'plan(model={PLUS}, messages=[], extra_query={{"enable_thinking": False}})', [SENT.format("enable_thinking", "a query parameter or header")]),
]  # fmt: skip


def test_what_is_said_of_each_call(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(HEAD + "".join(f"{call}\n" for call, _ in CALLS), encoding="utf-8")
    told: dict[str, list[str]] = {call: [] for call, _ in CALLS}
    lines = HEAD.splitlines() + list(told)
    for each in scan("--isolated", "--today", "2026-11-26", ".", cwd=tmp_path).findings:
        told[lines[int(str(each["line"])) - 1]].append(f"{each['rule']} {each['message']}")
    assert {call: sorted(said) for call, said in told.items()} == {call: sorted(said) for call, said in CALLS}


HONGKONG, FINANCE = "https://cn-hongkong.dashscope.aliyuncs.com", "https://dashscope-finance.aliyuncs.com"
NOT_IN = "`{}` is not known to be offered in {}, where this call goes ({})"
NOT_ON = "`qwen3.7-max-preview` is not served on anthropic, which this call uses"
ASK = "Anthropic(base_url='{}/apps/anthropic').messages.create(model={}, max_tokens=9, messages=[])\n"


@pytest.mark.parametrize(
    ("calls", "to", "told"),
    [
        (f"hk(model={V3}, messages=[])\n", "qwen3.7-plus", [NOT_IN.format("qwen3.7-plus", "cn-hongkong", f"{HONGKONG}/compatible-mode/v1")]),
        (f"hk(model={V3}, messages=[])\n", "qwen3.7-max", []),
        # A call that nothing speaks against, and one.
        (f"hk(model={PLUS}, messages=[])\nhk(model={EITHER.replace(PLUS, V3)}, messages=[])\n", "qwen3.7-plus", [NOT_IN.format("qwen3.7-plus", "cn-hongkong", f"{HONGKONG}/compatible-mode/v1")]),
        (f"Generation.call({V3}, messages=[])\n", "qwen3.7-plus-us", [NOT_IN.format("qwen3.7-plus-us", "cn-beijing", "the SDK's own endpoint is dashscope.aliyuncs.com")]),
        (ASK.format("https://dashscope.aliyuncs.com", R1), "qwen3.7-max-preview", [NOT_ON]),
        (ASK.format(FINANCE, R1), "qwen3.7-max-preview", [NOT_ON]),
        (ASK.format(HONGKONG, R1), "qwen3.7-max-preview", [NOT_IN.format("qwen3.7-max-preview", "cn-hongkong", f"{HONGKONG}/apps/anthropic")]),
        (ASK.format(FINANCE, R1), "qwen3.7-plus", []),
    ],
)  # fmt: skip
def test_where_a_replacement_is_not_offered(tmp_path: Path, calls: str, to: str, told: list[str]) -> None:
    head = (
        f"{HEAD}from anthropic import Anthropic\nhk = OpenAI(base_url='{HONGKONG}/compatible-mode/v1').chat.completions.create\n"
    )
    (tmp_path / "a.py").write_text(head + calls, encoding="utf-8")
    rows = scan("--isolated", "--today", "2026-11-26", "--to", to, "--select", "DSM105", ".", cwd=tmp_path).findings
    assert [row["message"] for row in rows] == told
    assert {row["replacement"] for row in rows} <= {to}


def test_a_replacement_is_not_offered_for_one_of_two_models(tmp_path: Path) -> None:
    settings = '[replace]\n"deepseek-v3" = "qwen3.7-max"\n"deepseek-r1" = "qwen3.7-plus"\n'
    (tmp_path / "deepseek-migrate.toml").write_text(settings, encoding="utf-8")
    call = f"hk(model={V3} if sys.argv else {R1}, messages=[])\n"
    head = f"{HEAD}hk = OpenAI(base_url='{HONGKONG}/compatible-mode/v1').chat.completions.create\n"
    (tmp_path / "a.py").write_text(head + call, encoding="utf-8")
    rows = scan("--today", "2026-11-26", "--select", "DSM105", ".", cwd=tmp_path).findings
    assert [(row["model"], row["replacement"]) for row in rows] == [("deepseek-r1", "qwen3.7-plus")]


def test_nothing_is_promised_of_a_call_that_goes_to_nobody_knows_whom(tmp_path: Path) -> None:
    call = f'plan(model={V3}, messages=[], extra_body={{"parameters": {{"enable_thinking": True}}}})\n'
    (tmp_path / "a.py").write_text(HEAD + call, encoding="utf-8")
    requests = {row["rule"]: row["request"] for row in scan("--isolated", ".", cwd=tmp_path).findings}
    before = {"model": "deepseek-v3", "messages": [], "parameters": {"enable_thinking": True}}
    after = {"model": "deepseek-v3", "messages": [], "enable_thinking": True}
    path = "/compatible-mode/v1/chat/completions"
    assert requests == {
        "DSM102": {"before": {"path": path, "body": before}, "after": None},
        "DSM201": {"before": {"path": path, "body": before}, "after": {"path": path, "body": after}},
    }


def test_how_sure_it_is_that_a_parameter_is_in_the_wrong_place(tmp_path: Path) -> None:
    arguments = {
        # Whoever answers, the call raises.
        "enable_thinking=False": [("DSM201", "certain", "unsafe")],
        'extra_body={"parameters": {"enable_thinking": False}}': [("DSM201", "likely", "unsafe")],
        'extra_body={"enable_thinking": False, "parameters": {"enable_thinking": False}}': [("DSM201", "possible", "unsafe")],
        # So does this one, which may be meant for somebody who takes it.
        'thinking={"type": "disabled"}': [("DSM203", "likely", "unsafe")],
        'extra_body={"thinking": {"type": "disabled"}}': [("DSM203", "likely", "unsafe")],
        'extra_body={"enable_thinking": "false"}': [("DSM203", "likely", "unsafe")],
    }
    calls = [f"nobody_says(model={PLUS}, messages=[], {each})" for each in arguments]
    head = f"{HEAD}nobody_says = OpenAI(base_url=sys.argv[1]).chat.completions.create\n"
    (tmp_path / "a.py").write_text(head + "\n".join(calls), encoding="utf-8")
    told: dict[str, list[object]] = {each: [] for each in arguments}
    for row in scan("--isolated", "--select", "DSM201,DSM203", ".", cwd=tmp_path).findings:
        fix = row["fix"]
        assert isinstance(fix, dict)
        which = list(arguments)[int(str(row["line"])) - head.count("\n") - 1]
        told[which].append((row["rule"], row["certainty"], fix["applicability"]))
    assert told == arguments


@pytest.mark.parametrize(
    "other",
    [
        # Of the first nobody knows what it is; the others are something else than the SDK, with keywords of its own.
        "unheard_of()",
        "zhipu.Client()",
        "elsewhere",
    ],
)
@pytest.mark.parametrize("client", ["OpenAI()", 'OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")'])
def test_a_call_that_another_client_may_take_is_not_sure_to_raise(client: str, other: str, tmp_path: Path) -> None:
    source = (
        f"import sys\nimport zhipu\nfrom acme import elsewhere\nfrom openai import OpenAI\nclient = {client} if sys.argv else {other}\n"
        f"client.chat.completions.create(model={PLUS}, messages=[], enable_thinking=False)\n"
    )
    (tmp_path / "a.py").write_text(source, encoding="utf-8")
    rows = scan("--isolated", "--select", "DSM201", ".", cwd=tmp_path).findings
    assert [(row["certainty"], row["effect"]) for row in rows] == [("possible", "raises")]


def test_what_a_replacement_ignores_is_told_beside_what_only_run_time_tells(tmp_path: Path) -> None:
    call = 'create(model="deepseek-v3.2", messages=[], temperature=float(sys.argv[1]), presence_penalty=1)\n'
    (tmp_path / "a.py").write_text(f"{HEAD}{call}", encoding="utf-8")
    rows = scan("--isolated", "--select", "DSM303", "--to", "deepseek-v4-pro", ".", cwd=tmp_path).findings
    assert [row["message"] for row in rows] == ["`deepseek-v4-pro` ignores `presence_penalty`"]


@pytest.mark.parametrize(
    ("given", "sent"), [("enable_thinking=False", {}), ("thinking_budget=9", {"thinking_budget": 9})], ids=["it", "beside it"]
)
def test_what_goes_out_is_promised_alike_by_all_that_is_said_of_a_call(
    given: str, sent: dict[str, object], tmp_path: Path
) -> None:
    (tmp_path / "a.py").write_text(f"{HEAD}create(model={V3}, messages=[], {given})\n", encoding="utf-8")
    requests = {row["rule"]: row["request"] for row in scan("--isolated", ".", cwd=tmp_path).findings}
    body = {"model": "qwen3.7-plus", "messages": [], "enable_thinking": False, **sent}
    promised = {"before": None, "after": {"path": "/compatible-mode/v1/chat/completions", "body": body}}
    assert requests == {"DSM101": promised, "DSM201": promised}
