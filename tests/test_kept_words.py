from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from migrator.kept_words import FILE, kept, read, state, write
from migrator.rulebook import load, rules_folder
from migrator.rules import Rules
from migrator.settings import load_settings
from migrator.settings_model import Settings
from migrator.words import sieve_of


def settings(folder: Path, **options: object) -> Settings:
    return load_settings([str(folder)], str(folder), options, None, True)


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return Path(shutil.copytree(rules_folder(), tmp_path / "rules"))


def test_what_is_kept_is_what_the_rulebook_says() -> None:
    assert kept() == sieve_of(load()), "the rules changed: python -m tests.tools.kept_words"


@pytest.mark.parametrize("changed", ["models.toml", "surfaces/openai-python.toml", "RULEBOOK"])
def test_changed_rules_are_read_themselves(rules: Path, changed: str) -> None:
    assert read(rules) is not None
    (rules / changed).write_text((rules / changed).read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
    assert read(rules) is None


def test_a_surface_more_or_less_is_a_change(rules: Path) -> None:
    before = state(rules)
    (rules / "surfaces" / "zz.toml").write_text("", encoding="utf-8")
    assert state(rules) != before
    (rules / "surfaces" / "zz.toml").unlink()
    assert state(rules) == before
    (rules / "surfaces" / "ag2.toml").unlink()
    assert state(rules) != before


def test_other_line_ends_are_no_change(rules: Path) -> None:
    models = rules / "models.toml"
    models.write_bytes(models.read_bytes().replace(b"\n", b"\r\n"))
    assert read(rules) is not None


@pytest.mark.parametrize(
    "said", [b"", b"{", b"[]", b"null", b'{"of": 1}', b"\xff", b'{"of": "STATE"}', b'{"of": "STATE", "stem": "x", "stems": 3}']
)
def test_a_broken_file_is_as_good_as_none(rules: Path, said: bytes) -> None:
    (rules / FILE).write_bytes(said.replace(b"STATE", state(rules).encode()))
    assert read(rules) is None
    (rules / FILE).unlink()
    assert read(rules) is None


def test_written_and_read_again(rules: Path) -> None:
    (rules / "models.toml").write_bytes((rules / "models.toml").read_bytes() + b"# a remark\n")
    write(rules, sieve_of(load()))
    assert read(rules) == sieve_of(load())


def test_words_of_a_user_s_own_are_looked_for(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('evidence_words = ["corp.example"]\n', encoding="utf-8")
    data = b"https://corp.example/v1"
    assert not Rules(settings(tmp_path)).sieves.evidence(data)
    assert Rules(settings(tmp_path, rulebook=(str(own),))).sieves.evidence(data)
