from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from migrator.files.git import clean_environment, run_git


def make_repository(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["git", "init", "-q", str(folder)], check=True, env=clean_environment(os.environ))


def test_lists_files(tmp_path: Path) -> None:
    make_repository(tmp_path)
    (tmp_path / "a b.py").touch()
    assert run_git(["ls-files", "-z", "--others"], str(tmp_path)) == b"a b.py\0"


def test_nothing_where_git_refuses_or_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run_git(["ls-files"], str(tmp_path)) is None
    assert run_git(["ls-files"], str(tmp_path / "none")) is None
    assert run_git(["ls-files"], "nul\0") is None
    make_repository(tmp_path)
    assert run_git(["no-such-command"], str(tmp_path)) is None
    assert run_git(["ls-files"], str(tmp_path)) == b""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run_git(["ls-files"], str(tmp_path)) is None


def test_gives_up_after_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_slow(*_: object, **options: object) -> None:
        raise subprocess.TimeoutExpired("git", 0.1)

    make_repository(tmp_path)
    monkeypatch.setattr(subprocess, "run", too_slow)
    assert run_git(["ls-files"], str(tmp_path)) is None


@pytest.mark.parametrize("setting", ["core.fsmonitor", "core.pager", "core.sshCommand", "core.editor", "diff.external"])
def test_runs_nothing_that_the_repository_names(tmp_path: Path, setting: str) -> None:
    make_repository(tmp_path)
    (tmp_path / "a.py").touch()
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch '{tmp_path}/sprung'\n")
    trap.chmod(0o755)
    subprocess.run(["git", "-C", str(tmp_path), "config", setting, str(trap)], check=True)
    run_git(["ls-files", "--others"], str(tmp_path))
    assert not (tmp_path / "sprung").exists()


def test_the_trap_would_spring(tmp_path: Path) -> None:
    make_repository(tmp_path)
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch '{tmp_path}/sprung'\n")
    trap.chmod(0o755)
    subprocess.run(["git", "-C", str(tmp_path), "config", "core.fsmonitor", str(trap)], check=True)
    subprocess.run(["git", "-C", str(tmp_path), "ls-files", "--others"], check=True, capture_output=True)
    assert (tmp_path / "sprung").exists()


def test_a_hook_calling_us_does_not_steer_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_repository(tmp_path / "one")
    make_repository(tmp_path / "two")
    (tmp_path / "one" / "a.py").touch()
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "two" / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path / "two"))
    assert run_git(["ls-files", "--others"], str(tmp_path / "one")) == b"a.py\n"


def test_keeps_the_rest_of_the_environment() -> None:
    cleaned = clean_environment({"PATH": "p", "HOME": "h", "GIT_DIR": "d", "GIT_CONFIG_COUNT": "1", "git_x": "y"})
    assert cleaned["PATH"] == "p"
    assert cleaned["HOME"] == "h"
    assert not {"GIT_DIR", "GIT_CONFIG_COUNT", "git_x"} & cleaned.keys()


def test_git_reads_what_it_is_given_and_nothing_else(tmp_path: Path) -> None:
    make_repository(tmp_path)
    empty = run_git(["hash-object", "--stdin"], str(tmp_path), given=b"")
    beside = tmp_path / "typed"
    beside.write_text("what somebody types")
    kept = os.dup(0)
    try:
        with beside.open() as typed:
            os.dup2(typed.fileno(), 0)
        assert run_git(["hash-object", "--stdin"], str(tmp_path)) == empty
    finally:
        os.dup2(kept, 0)
        os.close(kept)
    assert run_git(["hash-object", "--stdin"], str(tmp_path), given=b"x") not in (None, empty)


def test_another_index(tmp_path: Path) -> None:
    make_repository(tmp_path)
    (tmp_path / "a.py").touch()
    subprocess.run(["git", "-C", str(tmp_path), "add", "a.py"], check=True, env=clean_environment(os.environ))
    assert run_git(["ls-files"], str(tmp_path)) == b"a.py\n"
    assert run_git(["ls-files"], str(tmp_path), index=str(tmp_path / "none")) == b""
