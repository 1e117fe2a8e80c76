"""What a repository says in its own settings and hooks is never run, whichever of git's many ways to run something it is."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from migrator.audit.sources import CHECKOUT, FOLDER, Source
from migrator.audit.work import Job, work
from tests.audit.repositories import CALL, FIXED, audit, findings, git, repository, rows
from tests.tool import Done, Record, scan

# `{run}` leaves a file behind; `{folder}` is the repository's own git folder.
SETTINGS = {
    "alias": "[alias]\n ls-files = !{run}\n ls-tree = !{run}\n rev-parse = !{run}\n cat-file = !{run}\n",
    "alternate-refs": "[core]\n alternateRefsCommand = {run}\n",
    "ask-pass": "[core]\n askPass = {run}\n",
    "attributes-file": '[core]\n attributesFile = {folder}/attributes\n[filter "evil"]\n clean = {run}\n smudge = {run}\n',
    "credential": "[credential]\n helper = !{run}\n",
    "diff-command": '[diff "evil"]\n command = {run}\n',
    "diff-external": "[diff]\n external = {run}\n",
    "diff-filter": "[interactive]\n diffFilter = {run}\n",
    "editor": "[core]\n editor = {run}\n[sequence]\n editor = {run}\n",
    "ext": '{partial} url = ext::{run}\n[protocol "ext"]\n allow = always\n',
    "filter-clean": '[filter "evil"]\n clean = {run}\n required = true\n',
    "filter-process": '[filter "evil"]\n process = {run}\n required = true\n',
    "filter-smudge": '[filter "evil"]\n smudge = {run}\n required = true\n',
    "fsmonitor": "[core]\n fsmonitor = {run}\n",
    "git-proxy": '{partial} url = git://127.0.0.1/none\n[core]\n gitProxy = {run}\n[protocol "git"]\n allow = always\n',
    "gpg": "[gpg]\n program = {script}\n[commit]\n gpgSign = true\n[user]\n signingKey = evil\n",
    "hooks": "[core]\n hooksPath = {folder}/evil-hooks\n",
    "include": "[include]\n path = {folder}/more\n",
    "include-if": '[includeIf "gitdir:/"]\n path = {folder}/more\n',
    "instead-of": '{partial} url = evil:x\n[url "ext::{run} "]\n insteadOf = evil:\n[protocol "ext"]\n allow = always\n',
    "maintenance": "[gc]\n auto = 1\n[maintenance]\n auto = true\n[core]\n fsmonitor = {run}\n",
    "merge-driver": '[merge "evil"]\n driver = {run}\n',
    "pack-objects": "[uploadpack]\n packObjectsHook = {run}\n",
    "pager": "[core]\n pager = {run}\n[pager]\n blame = {run}\n ls-tree = {run}\n rev-parse = {run}\n",
    "ssh": '{partial} url = ssh://127.0.0.1/none\n[core]\n sshCommand = {run}\n[protocol "ssh"]\n allow = always\n',
    "templates": "[init]\n templateDir = {folder}/evil-hooks\n",
    "text-conversion": '[diff "evil"]\n textconv = {run}\n cachetextconv = true\n',
    "upload-pack": '{partial} url = {folder}\n uploadpack = {run}\n[protocol "file"]\n allow = always\n',
    "worktree-settings": "[core]\n repositoryFormatVersion = 1\n[extensions]\n worktreeConfig = true\n",
}
PARTIAL = '[core]\n repositoryFormatVersion = 1\n[extensions]\n partialClone = evil\n[remote "evil"]\n promisor = true\n'
LACKS = [name for name, text in SETTINGS.items() if "{partial}" in text]
"""Those that git would run to fetch what is missing: these repositories lack a file's contents."""
HOOKS = ("reference-transaction", "post-index-change", "post-commit", "pre-commit", "post-checkout", "update", "pre-auto-gc")
ATTRIBUTES = "*.py filter=evil diff=evil merge=evil\n"


@dataclass(frozen=True)
class Seen:
    folder: Path
    scanned: dict[str, Record]
    changed: dict[str, Record]

    def ran(self, name: str) -> Path:
        return self.folder / f"ran-{name}"


def armed(folder: Path, name: str, run: Path) -> None:
    """Give the git folder the settings, and every hook."""
    script = folder / "script"
    script.write_text(f"#!/bin/sh\ntouch {run}\n", encoding="utf-8")
    script.chmod(0o755)
    command = f"touch {run}"
    for place in ("hooks", "evil-hooks"):
        (folder / place).mkdir(exist_ok=True)
        for hook in HOOKS:
            shutil.copy(script, folder / place / hook)
    monitor = f"[core]\n fsmonitor = {command}\n hooksPath = {folder}/evil-hooks\n"
    for file in ("more", "config.worktree"):
        (folder / file).write_text(monitor, encoding="utf-8")
    (folder / "attributes").write_text(ATTRIBUTES, encoding="utf-8")
    told = SETTINGS[name].format(run=command, folder=folder, script=script, partial=PARTIAL)
    with (folder / "config").open("a", encoding="utf-8") as config:
        config.write(told)
    if name in LACKS:
        blob = git(folder, "rev-parse", "HEAD:app.py")
        (folder / "objects" / blob[:2] / blob[2:]).unlink()


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """A work tree and a mirror for each of the settings, audited together, and then given branches."""
    folder = tmp_path_factory.mktemp("hostile")
    base = repository(folder / "base", {"app.py": CALL, "other.py": CALL, ".gitattributes": ATTRIBUTES})
    for name in SETTINGS:
        tree, mirror = folder / "repos" / f"{name}-tree", folder / "repos" / f"{name}-mirror"
        shutil.copytree(base, tree)
        shutil.copytree(base / ".git", mirror)
        git(mirror, "config", "core.bare", "true")
        armed(tree / ".git", name, folder / f"ran-{name}")
        armed(mirror, name, folder / f"ran-{name}")
    audit(folder, "repos")
    scanned = rows(folder)
    audit(folder, "repos", "--fix", "--branch", "mend")
    return Seen(folder, scanned, rows(folder))


@pytest.mark.parametrize("name", SETTINGS)
def test_nothing_is_run_and_the_answer_is_that_of_any_other(seen: Seen, name: str) -> None:
    assert not seen.ran(name).exists()
    tree, mirror = seen.scanned[f"{name}-tree"], seen.scanned[f"{name}-mirror"]
    assert [each["path"] for each in findings(tree)] == ["app.py", "other.py"]
    if name in LACKS:
        assert (mirror["status"], mirror["code"]) == ("failed", "unreadable")
        assert "app.py has no contents here" in str(mirror["message"])
        return
    assert findings(tree) == findings(mirror)
    for kind in ("tree", "mirror"):
        folder = seen.folder / "repos" / f"{name}-{kind}"
        assert seen.changed[f"{name}-{kind}"]["status"] == "scanned"
        told = git(folder, "-c", "core.fsmonitor=", "-c", "alias.cat-file=", "cat-file", "blob", "mend:app.py")
        assert told == FIXED.strip()


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    tree = repository(tmp_path / "tree", {"app.py": CALL, ".gitattributes": ATTRIBUTES})
    armed(tree / ".git", "fsmonitor", tmp_path / "ran")
    return tree


def test_what_is_tried_here_would_be_run(tmp_path: Path, plain: Path) -> None:
    git(plain, "status")
    assert (tmp_path / "ran").exists()


def test_a_git_file_that_points_elsewhere(tmp_path: Path, plain: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / ".git").write_text(f"gitdir: {plain / '.git'}\n", encoding="utf-8")
    (other / "app.py").write_text(CALL, encoding="utf-8")
    audit(tmp_path, "other")
    assert len(findings(rows(tmp_path)["other"])) == 1
    # Its repository has other files: no commit of those is made of these.
    (other / "app.py").write_text("print()\n", encoding="utf-8")
    audit(tmp_path, "other", "--fix", "--branch", "mend")
    assert rows(tmp_path)["other"]["code"] == "dirty"
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("target", ["nowhere", "../../outside", "\0", "x" * 9000])
def test_a_git_file_that_points_nowhere_is_a_row(tmp_path: Path, target: str) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / ".git").write_text(f"gitdir: {target}\n", encoding="utf-8")
    assert audit(tmp_path, "one").status == 2
    assert rows(tmp_path)["one"]["code"] == "unreadable"


def test_a_work_tree_that_is_said_to_be_elsewhere_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "secret.py").write_text(CALL, encoding="utf-8")
    tree = repository(tmp_path / "tree", {"app.py": CALL})
    git(tree, "config", "core.worktree", str(tmp_path / "private"))
    audit(tmp_path, "tree")
    assert [each["path"] for each in findings(rows(tmp_path)["tree"])] == ["app.py"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a file away")
@pytest.mark.parametrize("bare", [False, True])
def test_somebody_else_s_repository_is_not_read(tmp_path: Path, plain: Path, bare: bool) -> None:
    folder = plain
    if bare:
        folder = tmp_path / "mirror.git"
        shutil.copytree(plain / ".git", folder)
    for top, _, names in os.walk(folder):
        for name in ("", *names):
            os.chown(os.path.join(top, name), 4242, 4242)
    assert audit(tmp_path, folder.name).status == 2
    assert rows(tmp_path)[folder.name.removesuffix(".git")]["code"] == "unreadable"
    assert not (tmp_path / "ran").exists()


def test_a_server_s_own_settings_are_not_run_either(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin", {"app.py": CALL, ".gitattributes": ATTRIBUTES})
    armed(origin / ".git", "pack-objects", tmp_path / "ran")
    assert audit(tmp_path, origin.as_uri()).status == 1
    assert not (tmp_path / "ran").exists()


def test_a_repository_that_the_cache_lies_in_has_no_say(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin", {"app.py": CALL})
    around = repository(tmp_path / "around", {"app.py": CALL})
    with (around / ".git" / "config").open("a", encoding="utf-8") as config:
        config.write(f'[url "file:///nowhere/"]\n insteadOf = file:///\n[core]\n fsmonitor = touch {tmp_path / "ran"}\n')
    assert audit(around, origin.as_uri()).status == 1
    assert not (tmp_path / "ran").exists()


def test_who_reads_bare_repositories_only_when_told_still_has_mirrors_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "git").mkdir()
    (tmp_path / "git" / "config").write_text("[safe]\n bareRepository = explicit\n", encoding="utf-8")
    origin = repository(tmp_path / "origin", {"app.py": CALL})
    shutil.copytree(origin / ".git", tmp_path / "mirror.git")
    git(tmp_path, "--git-dir", str(tmp_path / "mirror.git"), "config", "core.bare", "true")
    done: Done = audit(tmp_path, "mirror.git", origin.as_uri())
    assert (done.status, len(rows(tmp_path))) == (1, 2), done.output


def test_a_scan_runs_nothing_either(tmp_path: Path, plain: Path) -> None:
    assert len(scan("--isolated", ".", cwd=plain).findings) == 1
    assert not (tmp_path / "ran").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs FIFOs and devices")
@pytest.mark.parametrize("name", ["pipe", "/dev/zero"])
@pytest.mark.parametrize("setting", ['rulebook = ["{}"]', 'extend = "{}"', 'baseline = "{}"'])
def test_settings_that_name_what_never_ends_end_the_audit_of_that_repository_only(
    tmp_path: Path, setting: str, name: str
) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "app.py").write_text(CALL, encoding="utf-8")
    (tmp_path / "deepseek-migrate.toml").write_text(setting.format(name), encoding="utf-8")
    row = work(Job(Source("one", str(tmp_path), FOLDER), {}, "", ""))
    assert (row["status"], row["code"]) == ("failed", "settings")
    assert "not a regular file" in str(row["message"])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs FIFOs")
def test_pipes_where_files_are_looked_for(tmp_path: Path) -> None:
    for name in ("CODEOWNERS", "deepseek-migrate.toml", "pyproject.toml", ".env", ".gitignore", "b.py"):
        os.mkfifo(tmp_path / name)
    (tmp_path / "app.py").write_text(CALL, encoding="utf-8")
    row = work(Job(Source("one", str(tmp_path), FOLDER), {}, "", ""))
    assert [each["path"] for each in findings(row)] == ["app.py"]


@pytest.mark.parametrize("name, told", [("x" * 300 + ".py", "cannot lay out xxx"), ("..", ""), (".GIT", "")])
def test_names_that_no_checkout_has(tmp_path: Path, name: str, told: str) -> None:
    tree = repository(tmp_path / "tree", {"app.py": CALL})
    blob = git(tree, "rev-parse", "HEAD:app.py")
    listed = f"100644 blob {blob}\tapp.py\n100644 blob {blob}\t{name}\n"
    made = subprocess.run(["git", "-C", tree, "mktree"], input=listed.encode(), capture_output=True, check=True).stdout.decode()
    commit = git(tree, "commit-tree", made.strip(), "-m", "odd")
    git(tree, "update-ref", "refs/heads/odd", commit)
    row = work(Job(Source("one", str(tree), CHECKOUT, "odd"), {}, "", ""))
    if told:
        assert (row["status"], row["code"]) == ("failed", "unreadable")
        assert told in str(row["message"])
    else:
        assert [each["path"] for each in findings(row)] == ["app.py"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["tree"]
