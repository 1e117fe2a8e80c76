"""Repositories behind URLs: a server on loopback that speaks smart HTTP, as servers should and as they should not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from migrator.audit import cache
from migrator.audit import git as audit_git
from migrator.audit.git import GitFailed
from tests.audit.repositories import CALL, FIXED, audit, findings, git, places, repository, rows
from tests.audit.serving import serving


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    tree = repository(tmp_path / "served" / "team" / "pay", {"app.py": CALL, "picture.png": b"\x89PNG" * 5000, "deep/b.py": CALL})
    for number in range(5):
        git(tree, "commit", "--quiet", "--allow-empty", "-m", str(number))
    return tree


@pytest.fixture
def address(origin: Path) -> Iterator[str]:
    with serving(origin.parent.parent) as (address, _):
        yield address


def held(folder: Path) -> tuple[str, list[str]]:
    """How many commits a clone has, and what it lacks."""
    (clone,) = (folder / "cache").iterdir()
    told = git(clone, "rev-list", "--objects", "--missing=print", "refs/heads/audited")
    return git(clone, "rev-list", "--count", "refs/heads/audited"), [
        line[1:] for line in told.splitlines() if line.startswith("?")
    ]


@pytest.mark.parametrize("partial", [True, False])
def test_of_a_repository_one_commit_comes_and_of_its_files_what_is_read(
    tmp_path: Path, origin: Path, address: str, partial: bool
) -> None:
    git(origin, "config", "uploadpack.allowFilter", str(partial).lower())
    assert audit(tmp_path, f"{address}/git/team/pay/.git").status == 1
    (row,) = rows(tmp_path).values()
    assert (row["repository"], row["commit"]) == ("team/pay", git(origin, "rev-parse", "HEAD"))
    commits, lacks = held(tmp_path)
    assert commits == "1"
    assert lacks == ([git(origin, "rev-parse", "HEAD:picture.png")] if partial else [])
    audit(tmp_path, str(origin), "--log", "tree.jsonl")
    assert places(row) == places(rows(tmp_path, "tree.jsonl")["pay"])


def test_what_has_not_moved_is_not_fetched_again(tmp_path: Path, origin: Path) -> None:
    with serving(origin.parent.parent) as (address, seen):
        url = f"{address}/git/team/pay/.git"
        audit(tmp_path, url)
        known = rows(tmp_path)
        seen.clear()
        audit(tmp_path, url)
        assert rows(tmp_path) == known
        # Which commit it is at, and nothing else.
        assert {line.split("/")[-1] for line in seen} <= {"refs", "git-upload-pack"}
        assert len(seen) == 2
        (origin / "app.py").write_text(FIXED, encoding="utf-8")
        git(origin, "commit", "--quiet", "-am", "mend")
        audit(tmp_path, url)
    (row,) = rows(tmp_path).values()
    assert [each["path"] for each in findings(row)] == ["deep/b.py"]


def test_a_redirection_is_followed(tmp_path: Path, address: str) -> None:
    assert audit(tmp_path, f"{address}/moved/team/pay/.git").status == 1
    assert len(findings(next(iter(rows(tmp_path).values())))) == 2


@pytest.mark.parametrize(
    "path, told",
    [
        ("locked/team/pay", "terminal prompts disabled"),
        ("none/team/pay", "not found"),
        ("away/etc", "file"),
    ],
)
def test_what_a_server_refuses_is_a_row(tmp_path: Path, address: str, path: str, told: str) -> None:
    repository(tmp_path / "good", {"app.py": CALL})
    (tmp_path / "list.txt").write_text(f"{address}/{path}\ngood\n", encoding="utf-8")
    assert audit(tmp_path, "list.txt").status == 2
    (failed,) = [row for row in rows(tmp_path).values() if row["status"] == "failed"]
    assert failed["code"] == "clone-failed"
    assert told in str(failed["message"])
    assert len(findings(rows(tmp_path)["good"])) == 1


def test_nobody_is_asked_for_a_password(tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = tmp_path / "ask.sh"
    asked.write_text(f"#!/bin/sh\ntouch {tmp_path / 'asked'}\n", encoding="utf-8")
    asked.chmod(0o755)
    for name in ("GIT_ASKPASS", "SSH_ASKPASS"):
        monkeypatch.setenv(name, str(asked))
    monkeypatch.setenv("DISPLAY", ":0")
    assert audit(tmp_path, f"{address}/locked/team/pay").status == 2
    assert not (tmp_path / "asked").exists()


def test_a_password_in_a_url_is_not_told(tmp_path: Path, address: str) -> None:
    host = address.partition("://")[2]
    done = audit(tmp_path, f"http://someone:verysecret@{host}/none/x", "--output", "html=o.html", "--output", "csv=o.csv")
    assert done.status == 2
    written = [tmp_path / name for name in ("deepseek-migrate-audit.jsonl", "o.html", "o.csv")]
    told = done.output + done.errors + "".join(file.read_text(encoding="utf-8") for file in written)
    assert "verysecret" not in told


def test_a_server_that_says_nothing_is_waited_for_only_so_long(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_git, "SILENCE", 1)
    with pytest.raises(GitFailed, match="Operation too slow"):
        cache.head_of(f"{address}/silent/team/pay", "", str(tmp_path / "cache"))


def test_what_is_asked_of_a_server_ends(tmp_path: Path) -> None:
    with pytest.raises(GitFailed, match=r"no answer in 0\.2 seconds"):
        audit_git.remote(["-c", "alias.wait=!sleep 30", "wait"], str(tmp_path), 0.2)


def test_names_are_those_of_git(tmp_path: Path, origin: Path, address: str) -> None:
    for name in (b"line\nbreak.py", b"caf\xe9.py", b'"quoted".py', b" space.py"):
        (origin / os.fsdecode(name)).write_text(CALL, encoding="utf-8")
    git(origin, "add", "--all")
    git(origin, "commit", "--quiet", "-m", "names")
    audit(tmp_path, f"{address}/git/team/pay/.git", str(origin))
    told = rows(tmp_path)
    assert len(findings(told["pay"])) == 6
    assert findings(told["pay"]) == findings(told["team/pay"])
