"""What is said of a call where a rulebook of one's own says what the tool's does not: prices, constraints, gates, interfaces."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.rulebook import load
from tests.contract.table import HEAD, scanned
from tests.tool import Record

MORE = """\
evidence_words = ["corpllm"]

[sources.OURS]
title = "our contract"
date = "2026-05-01"
"""
NATIVE = 'import dashscope\ndashscope.Generation.call("deepseek-v3", prompt="hi")\n'


def found(rules: str, source: str, folder: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> list[Record]:
    (folder / "more.toml").write_text(MORE + rules, encoding="utf-8")
    (folder / "main.py").write_text(source, encoding="utf-8")
    monkeypatch.chdir(folder)
    return scanned("--isolated", "--rulebook", "more.toml", *options, "main.py")[1]


def price(model: str, each: int) -> str:
    told = f'{{ region = "cn-beijing", currency = "CNY", input = {each}, output = {each}, source = "OURS", tag = "confirmed" }}'
    return f'[models."{model}"]\nprices = [{told}]\n'


def test_another_model_is_named_where_it_costs_less_than_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The replacement costs 12 and 36; half of that is no news, whatever is less is.
    rules = price("qwen3.7-plus", 12) + price("deepseek-v4-flash", 11) + price("deepseek-v4-pro", 40)
    (row,) = (each for each in found(rules, NATIVE, tmp_path, monkeypatch) if each["rule"] == "DSM101")
    notes = row["notes"]
    assert isinstance(notes, list)
    cheaper = [each for each in notes if "keeps the interface" in each or "converts the interface" in each]
    assert [each.count("deepseek-v4-flash") for each in cheaper] == [1]
    assert "keeps the interface; 11 / 11 CNY" in cheaper[0]


def test_where_no_model_serves_both_interfaces_none_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both = [
        each for each in load().models.values() if each.status == "current" and each.native == "text" and each.alias_of is None
    ]
    rules = "".join(f'[models."{each.id}"]\nprotocols = ["native-text"]\n' for each in both)
    source = (
        f'{HEAD}import dashscope\nV = "deepseek-v3.2"\ncreate(model=V, messages=M)\ndashscope.Generation.call(V, prompt="hi")\n'
    )
    refusals = [each["refusal"] for each in found(rules, source, tmp_path, monkeypatch) if each["rule"] == "DSM101"]
    said = "one value feeds calls whose interfaces need different models (qwen3.7-max and qwen3.7-plus)"
    assert refusals == [{"code": "shared-value", "hint": said}]


REFUSED = '[[constraints.corp]]\nparameter = "n"\neffect = "refused"\nabove = 1\nreason = "one is enough"\nthinking = {}\n'
CORP = '[models.corp]\nlike = "qwen3.7-plus"\nconstraints = ["corp"]\n'
SWITCHED = 'create(model="corp", messages=M, n=2, extra_body={{"enable_thinking": {}}})\n'


@pytest.mark.parametrize(("thinking", "condition"), [("true", "while thinking"), ("false", "while not thinking")])
def test_when_a_parameter_is_refused(thinking: str, condition: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = HEAD + "".join(SWITCHED.format(each) for each in ("True", "False"))
    rows = found(REFUSED.format(thinking) + CORP, source, tmp_path, monkeypatch, "--select", "DSM303")
    line = HEAD.count("\n") + (1 if thinking == "true" else 2)
    assert [(each["line"], each["message"]) for each in rows] == [(line, f"`corp` refuses `n` {condition}: one is enough")]


SURFACE = """
[[surfaces]]
id = "corp"
title = "Corp's client"
language = "python"
sdk = "corpllm"
source = "OURS"
tag = "confirmed"

[[surfaces.operations]]
id = "ask"
protocol = "{protocol}"
symbols = ["corpllm.ask"]
default_host = "dashscope.aliyuncs.com"
body = ["model", "messages", "seed"]
place."keyword:?" = "raises:TypeError"
"""


def test_a_keyword_that_only_some_versions_know(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "requirements.txt").write_text("corpllm==1.2\n", encoding="utf-8")
    rules = SURFACE.format(protocol="compatible-chat") + 'gates = { "keyword:seed" = ">=1.5,<3" }\n'
    source = 'from corpllm import ask\nask(model="qwen3.7-plus", messages=[], seed=1)\n'
    (row,) = found(rules, source, tmp_path, monkeypatch, "--select", "DSM305")
    assert (row["message"], row["notes"]) == (
        "corpllm 1.2 has no ask.seed; it came with 1.5",
        ["raise the requirement to 1.5 or later, or write the older spelling"],
    )


def test_an_interface_whose_replies_nobody_describes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    protocol = (
        '[protocols.corp]\ninterface = "native"\npath = "/api/v1/ask"\nbase_paths = ["/api/v1"]\nmodel = "/model"\n'
        'serves = "text"\nreplacement = "native"\nsource = "OURS"\ntag = "confirmed"\n'
    )
    source = 'from corpllm import ask\nask(model="qwen3.7-plus", messages=[])\n'
    rows = found(protocol + SURFACE.format(protocol="corp"), source, tmp_path, monkeypatch, "--select", "DSM104")
    refusal = {"code": "interface-change", "hint": "convert the call by hand"}
    assert [(each["rule"], each["fix"], each["refusal"]) for each in rows] == [("DSM104", None, refusal)]
