from __future__ import annotations

import io
import json

import pytest

from migrator.report.catalogue import model_json, write_model, write_models
from migrator.rulebook import load

RULEBOOK = load()


def listed(as_json: bool = False) -> str:
    out = io.StringIO()
    write_models(RULEBOOK, as_json, out)
    return out.getvalue()


def one(name: str) -> str:
    out = io.StringIO()
    write_model(RULEBOOK.models[name], RULEBOOK, False, out)
    return out.getvalue()


def test_the_list_has_every_model_the_retired_ones_first() -> None:
    header, *rows = listed().splitlines()
    assert header.split() == ["Model", "Status", "Since", "Thinking", "Native", "Replacement"]
    assert {row.split()[0] for row in rows} == set(RULEBOOK.models)
    statuses = [row.split()[1] for row in rows]
    assert statuses == sorted(statuses, key=["retired", "current", "not-covered"].index)


def test_columns_are_aligned() -> None:
    header, *rows = listed().splitlines()
    assert {row[header.index("Status") - 1] for row in rows} == {" "}
    assert not [row for row in rows if row != row.rstrip()]


def test_json_lists_the_same_models() -> None:
    loaded = json.loads(listed(as_json=True))
    assert {model["id"] for model in loaded} == set(RULEBOOK.models)
    assert [model["id"] for model in loaded] == [row.split()[0] for row in listed().splitlines()[1:]]


def test_json_of_a_retired_model() -> None:
    made = model_json(RULEBOOK.models["deepseek-v3.2"], RULEBOOK)
    assert made["status"] == "retired"
    assert (made["announced"], made["switched_off"]) == ("2026-07-09", "2026-10-10")
    assert made["replacement"] == {"compatible": "qwen3.7-plus", "native": "qwen3.7-max"}
    assert made["thinking"] == {"mode": "hybrid", "default": False, "disputed": False}
    assert made["regions"] == ["ap-southeast-1", "cn-beijing"]


def test_json_of_a_current_model_has_no_replacement() -> None:
    assert model_json(RULEBOOK.models["qwen3.7-plus"], RULEBOOK)["replacement"] is None


@pytest.mark.parametrize("name", RULEBOOK.models)
def test_every_model_can_be_shown(name: str) -> None:
    text = one(name)
    assert text.startswith(f"{name}\n  status")
    assert "\n  source" in text
    assert json.loads(json.dumps(model_json(RULEBOOK.models[name], RULEBOOK)))["id"] == name


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("deepseek-v3", "  thinking                  never thinks"),
        ("deepseek-r1", "  thinking                  always thinks"),
        ("deepseek-r1", "  replacement (compatible)  qwen3.7-plus"),
        ("deepseek-v3.2", "  switched off              2026-10-10"),
    ],
)
def test_one_model_in_words(name: str, line: str) -> None:
    assert line in one(name).splitlines()


def test_a_disputed_default_is_said() -> None:
    assert "hybrid, on by default (disputed)" in one("deepseek-v4-pro")
