"""Changes in bulk: a commit on a new branch, made without touching the work tree."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.audit.repositories import CALL, CLEAN, FIXED, audit, git, repository, rows

WANT = ("--fix", "--branch", "move/models")
REFUSED = CALL.replace("messages=[]", "messages=[], **REST")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return repository(
        tmp_path / "tree", {"app.py": CALL, "run": "#!/bin/sh\n", "left.py": REFUSED, "crlf.py": CALL.replace("\n", "\r\n")}
    )


def contents(folder: Path, branch: str, name: str) -> str:
    return git(folder, "cat-file", "blob", f"{branch}:{name}").strip()


@pytest.mark.parametrize("bare", [False, True])
def test_a_branch_with_one_commit(tmp_path: Path, tree: Path, bare: bool) -> None:
    folder = tree
    if bare:
        folder = tmp_path / "mirror.git"
        git(tmp_path, "clone", "--quiet", "--bare", str(tree), str(folder))
    before = git(folder, "rev-parse", "HEAD")
    done = audit(tmp_path, folder.name, *WANT)
    assert done.status == 1
    name = folder.name.removesuffix(".git")
    assert f"{name}: made: branch move/models, 2 files" in done.output
    assert git(folder, "rev-parse", "HEAD") == before
    assert git(folder, "rev-parse", "move/models^") == before
    assert contents(folder, "move/models", "app.py") == FIXED.strip()
    assert git(folder, "diff-tree", "-r", "--name-only", before, "move/models").splitlines() == ["app.py", "crlf.py"]
    message = git(folder, "log", "-1", "--format=%B", "move/models").splitlines()
    assert message[0] == "Move off retired models to qwen3.7-plus"
    assert message[5].startswith("DSM101 `deepseek-v3` was retired on 2026-10-10")
    assert "It asks for `qwen3.7-plus` now" in " ".join(message)
    assert [line for line in message if line.startswith("- ")] == ["- app.py:4", "- crlf.py:4"]
    assert max(map(len, message)) <= 72
    text = (tmp_path / "deepseek-migrate-audit.jsonl.pulls" / f"{name}.md").read_text(encoding="utf-8")
    assert text.startswith("# Move off retired models to qwen3.7-plus\n\n")
    changed, _, left = text.partition("## Left for a person (1 finding)")
    # What both say is said once.
    assert changed.count("was retired on") == 1
    assert "now:\n\n- `app.py:4`\n- `crlf.py:4`\n" in changed
    assert "## To check\n\n- " in changed
    assert "- [ ] `left.py:4`: DSM101 " in left
    assert "(unpacked-arguments: " in left


def test_a_clone_s_branch_is_made_in_the_cache(tmp_path: Path, tree: Path) -> None:
    (tree / "picture.png").write_bytes(b"PNG")
    git(tree, "add", "picture.png")
    git(tree, "commit", "--quiet", "-m", "picture")
    git(tree, "config", "uploadpack.allowFilter", "true")
    git(tree, "config", "uploadpack.allowAnySHA1InWant", "true")
    assert audit(tmp_path, tree.as_uri(), *WANT).status == 1
    (clone,) = (tmp_path / "cache").iterdir()
    git(clone, "push", "--quiet", "origin", "move/models")
    assert contents(tree, "move/models", "app.py") == FIXED.strip()
    assert "picture.png" in git(tree, "ls-tree", "--name-only", "move/models").splitlines()


def test_the_work_tree_stays_as_it_is(tmp_path: Path, tree: Path) -> None:
    (tree / "untracked.py").write_text(CALL, encoding="utf-8")
    audit(tmp_path, "tree", *WANT)
    assert (tree / "app.py").read_text(encoding="utf-8") == CALL
    assert git(tree, "status", "--porcelain") == "?? untracked.py"
    assert git(tree, "branch", "--show-current") == "main"
    assert b"\r\n" in (tree / "crlf.py").read_bytes()


def test_a_dry_run_makes_nothing(tmp_path: Path, tree: Path) -> None:
    audit(tmp_path, "tree")
    log = (tmp_path / "deepseek-migrate-audit.jsonl").read_text(encoding="utf-8")
    done = audit(tmp_path, "tree", *WANT, "--dry-run")
    assert done.output.startswith("tree: 3 failing now, 2 fixable safely, 1 refused\n")
    assert (tmp_path / "deepseek-migrate-audit.jsonl").read_text(encoding="utf-8") == log
    assert "tree: planned: branch move/models, 2 files" in done.output
    assert git(tree, "for-each-ref", "--format=%(refname)") == "refs/heads/main"
    assert list(tmp_path.glob("*.pulls")) == []
    assert audit(tmp_path, "tree", *WANT).status == 1
    assert git(tree, "for-each-ref", "--format=%(refname)").splitlines() == ["refs/heads/main", "refs/heads/move/models"]


@pytest.mark.parametrize("how", ["unstaged", "staged", "deleted"])
def test_a_dirty_work_tree_is_refused(tmp_path: Path, tree: Path, how: str) -> None:
    if how == "deleted":
        (tree / "run").unlink()
    else:
        (tree / "app.py").write_text(CLEAN, encoding="utf-8")
    if how == "staged":
        git(tree, "add", "app.py")
    assert audit(tmp_path, "tree", *WANT).status == 2
    assert rows(tmp_path)["tree"]["code"] == "dirty"
    assert git(tree, "for-each-ref", "--format=%(refname)") == "refs/heads/main"


def test_a_branch_that_is_there_is_not_moved(tmp_path: Path, tree: Path) -> None:
    git(tree, "branch", "move/models")
    assert audit(tmp_path, "tree", *WANT).status == 2
    assert rows(tmp_path)["tree"]["message"] == "there is a branch move/models already"
    assert git(tree, "rev-parse", "move/models") == git(tree, "rev-parse", "main")


@pytest.mark.parametrize("name", ["a b", "-x", "a..b", "x.lock", "@{1}"])
def test_a_name_that_is_none(tmp_path: Path, tree: Path, name: str) -> None:
    assert audit(tmp_path, "tree", "--fix", f"--branch={name}").status == 2
    assert git(tree, "for-each-ref", "--format=%(refname)") == "refs/heads/main"


def test_where_nothing_is_to_be_changed_nothing_is_made(tmp_path: Path) -> None:
    tree = repository(tmp_path / "tree", {"app.py": CLEAN})
    assert audit(tmp_path, "tree", *WANT).status == 0
    assert git(tree, "for-each-ref", "--format=%(refname)") == "refs/heads/main"


def test_a_commit_that_only_moves_parameters_says_so(tmp_path: Path) -> None:
    program = CALL.replace('"deepseek-v3", messages=[]', '"qwen3.7-plus", messages=[], enable_thinking=True')
    tree = repository(tmp_path / "tree", {"app.py": program})
    assert audit(tmp_path, "tree", *WANT).status == 0
    message = git(tree, "log", "-1", "--format=%B", "move/models")
    assert message.startswith("Give Model Studio its parameters where it reads them\n\n")
    assert "DSM201 OpenAI Python SDK does not take `enable_thinking` here" in message
