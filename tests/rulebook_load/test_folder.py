"""Where the rules are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.rulebook import RulebookError
from migrator.rulebook_load.folder import rules_folder


def rules_at(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "RULEBOOK").touch()
    return folder


def test_an_installed_wheel_has_its_rules_inside_the_package(tmp_path: Path) -> None:
    expected = rules_at(tmp_path / "migrator" / "_rulebook")
    assert rules_folder(tmp_path / "migrator") == expected


def test_a_stale_copy_does_not_win_over_the_checkout(tmp_path: Path) -> None:
    rules_at(tmp_path / "migrator" / "_rulebook")
    expected = rules_at(tmp_path / "rules")
    assert rules_folder(tmp_path / "migrator") == expected


def test_another_package_called_rules_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    expected = rules_at(tmp_path / "migrator" / "_rulebook")
    assert rules_folder(tmp_path / "migrator") == expected


def test_no_rules_at_all_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match="RULEBOOK"):
        rules_folder(tmp_path / "migrator")
