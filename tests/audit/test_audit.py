from __future__ import annotations

import json
import os
from pathlib import Path
from typing import cast

import pytest

from tests.audit.repositories import CALL, CLEAN, FIXED, audit, findings, git, repository, rows
from tests.tool import Record, scan, tool


@pytest.fixture
def fleet(tmp_path: Path) -> Path:
    """Three checkouts below one folder, one of them deeper."""
    repository(tmp_path / "repos" / "pay", {"app.py": CALL, "CODEOWNERS": "* @pay\napp.py @tokens @second\n"})
    repository(tmp_path / "repos" / "team" / "search", {"src/a.py": CALL, "src/b.py": CALL})
    repository(tmp_path / "repos" / "site", {"app.py": CLEAN})
    return tmp_path


def untimed(line: str) -> Record:
    """A row without what differs each time."""
    row: Record = json.loads(line)
    summary = row["summary"]
    assert isinstance(summary, dict)
    return {**row, "seconds": 0, "summary": {**summary, "seconds": 0}}


def test_each_repository_has_a_row_and_all_have_an_answer(fleet: Path) -> None:
    done = audit(fleet, "repos")
    assert (done.status, done.errors) == (1, "")
    assert done.output.splitlines() == [
        "team/search: 2 failing now, 2 fixable safely",
        "pay: 1 failing now, 1 fixable safely",
        "3 calls failing now in 2 of 3 repositories.",
        "1 of 3 clean.",
    ]
    told = rows(fleet)
    assert {name: row["status"] for name, row in told.items()} == {"pay": "scanned", "site": "scanned", "team/search": "scanned"}
    assert told["pay"]["owners"] == {"app.py": "@tokens @second"}
    # Nobody is named: whoever made the line.
    assert told["team/search"]["owners"] == {"src/a.py": "email@example", "src/b.py": "email@example"}


def test_a_row_holds_what_a_scan_tells(fleet: Path) -> None:
    audit(fleet, "repos/pay")
    alone = scan("--isolated", "--today", "2026-11-22", ".", cwd=fleet / "repos" / "pay")
    assert findings(rows(fleet)["pay"]) == alone.findings


NOTEBOOK = json.dumps(
    {
        "cells": [
            {"cell_type": "markdown", "metadata": {}, "source": ["deepseek-v3\n"]},
            {"cell_type": "code", "metadata": {}, "outputs": [], "source": CALL.splitlines(keepends=True)},
        ],
        "metadata": {"language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    },
    indent=1,
)
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12\n"
MANY: dict[str, str | bytes] = {
    "app.py": CALL,
    "ignored/app.py": CALL,
    ".gitignore": "ignored/\nlocal.py\n.env\n",
    "settings.py": 'MODEL = "deepseek-r1"\n',
    "deepseek-migrate.toml": 'extend-exclude = ["out/**"]\nto = "qwen3.7-max"\n',
    "out/app.py": CALL,
    "service/package.json": '{"name": "service"}\n',
    "service/main.py": CALL.replace('"https://dashscope.aliyuncs.com/compatible-mode/v1"', "os.environ['URL']"),
    "service/config.yaml": "model: deepseek-v3\nbase_url: https://dashscope.aliyuncs.com/compatible-mode/v1\n",
    "line\nbreak.py": CALL,
    os.fsdecode(b"caf\xe9.py"): CALL,
    "notebook.ipynb": NOTEBOOK,
    "README.md": f"```python\n{CALL}```\n",
    "call.sh": 'curl https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions -d \'{"model": "deepseek-v3"}\'\n',
    "big.bin": b"\0" * 100,
    "lfs.py": POINTER,
    "lfs.ipynb": POINTER,
    ".gitattributes": "*.ipynb filter=lfs diff=lfs merge=lfs -text\n",
    "crlf.py": CALL.replace("\n", "\r\n"),
    "empty.py": "",
}


def test_a_mirror_and_a_work_tree_of_one_revision_tell_the_same(tmp_path: Path) -> None:
    tree = repository(tmp_path / "tree", MANY)
    links = {"link.py": "app.py", "loop.py": "loop.py", "folder": "service", "broken.py": "nowhere.py", "up.py": "../tree/app.py"}
    for name, leads_to in links.items():
        (tree / name).symlink_to(leads_to)
    git(tree, "add", "--all")
    git(tree, "commit", "--quiet", "-m", "links")
    inner = repository(tmp_path / "inner", {"app.py": CALL})
    git(tree, "-c", "protocol.file.allow=always", "submodule", "add", "--quiet", str(inner), "sub")
    git(tree, "commit", "--quiet", "-m", "sub")
    git(tmp_path, "clone", "--quiet", "--bare", str(tree), str(tmp_path / "mirror.git"))
    assert audit(tmp_path, "tree", "mirror.git").status == 1
    told = rows(tmp_path)
    assert told["tree"]["commit"] == told["mirror"]["commit"]
    found = {str(each["path"]) for each in findings(told["tree"])}
    assert found >= {"app.py", "ignored/app.py", "line\nbreak.py", "crlf.py", "notebook.ipynb", "call.sh", "README.md"}
    assert not found & {"out/app.py", "sub/app.py", "lfs.py", "link.py"}
    assert findings(told["tree"]) == findings(told["mirror"])
    assert told["tree"]["skipped"] == told["mirror"]["skipped"]
    assert told["tree"]["owners"] == told["mirror"]["owners"]


@pytest.mark.slow
def test_a_file_that_is_too_large_is_told_of_in_both(tmp_path: Path) -> None:
    tree = repository(tmp_path / "tree", {"app.py": CALL, "huge.py": b"#" * ((64 << 20) + 1)})
    git(tmp_path, "clone", "--quiet", "--bare", str(tree), str(tmp_path / "mirror.git"))
    audit(tmp_path, "tree", "mirror.git")
    told = rows(tmp_path)
    (skipped,) = cast("list[Record]", told["tree"]["skipped"])
    assert (skipped["path"], skipped["code"]) == ("huge.py", "too-large")
    assert told["mirror"]["skipped"] == [skipped]


def test_line_ends_of_a_checkout_change_where_edits_begin_and_nothing_else(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin", {"app.py": CALL, ".gitattributes": "*.py text eol=crlf\n"})
    (origin / "app.py").unlink()
    git(origin, "checkout", "--quiet", "app.py")
    assert (origin / "app.py").read_bytes() == CALL.replace("\n", "\r\n").encode()
    git(tmp_path, "clone", "--quiet", "--bare", str(origin), str(tmp_path / "mirror.git"))
    audit(tmp_path, "origin", "mirror.git")
    told = rows(tmp_path)
    tree, mirror = ([{**each, "fix": None} for each in findings(told[name])] for name in ("origin", "mirror"))
    assert len(tree) == 1
    assert tree == mirror


def test_a_submodule_is_a_repository_of_its_own(tmp_path: Path) -> None:
    inner = repository(tmp_path / "inner", {"app.py": CALL})
    outer = repository(tmp_path / "outer", {"b.py": CALL, "deep/sub/c.py": CALL})
    git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "--quiet", str(inner), "sub")
    git(outer, "commit", "--quiet", "-m", "sub")
    git(tmp_path, "clone", "--quiet", "--bare", str(outer), str(tmp_path / "outer.git"))
    audit(tmp_path, "outer", "outer.git")
    told = rows(tmp_path)
    assert [each["path"] for each in findings(told["outer"])] == ["b.py", "deep/sub/c.py"]
    assert findings(told["outer"]) == findings(told["outer-2"])


def test_a_revision_that_is_not_the_head_can_be_read(tmp_path: Path) -> None:
    tree = repository(tmp_path / "tree", {"app.py": CALL})
    git(tree, "checkout", "--quiet", "-b", "next")
    (tree / "app.py").write_text(FIXED, encoding="utf-8")
    git(tree, "commit", "--quiet", "-am", "mend")
    (tmp_path / "list.txt").write_text("tree branch=main owner=@old\ntree branch=next\ntree branch=none\n", encoding="utf-8")
    done = audit(tmp_path, "list.txt")
    assert done.status == 2
    told = rows(tmp_path)
    assert [len(findings(told[name])) for name in ("tree", "tree-2")] == [1, 0]
    assert (told["tree-3"]["status"], told["tree-3"]["code"]) == ("failed", "no-revision")


def marked(folder: Path) -> list[str]:
    """The repositories whose row still bears the mark of `mark`: nobody has written it since."""
    return sorted(name for name, row in rows(folder).items() if row["seconds"] == MARK)


def mark(folder: Path) -> None:
    """No scan takes so long: how long one took may come out the same twice."""
    log = folder / "deepseek-migrate-audit.jsonl"
    lines = (json.dumps({**row, "seconds": MARK}) + "\n" for row in rows(folder).values())
    log.write_text("".join(lines), encoding="utf-8")


MARK = -1


def test_what_has_not_moved_is_not_scanned_again(fleet: Path) -> None:
    audit(fleet, "repos")
    mark(fleet)
    app = fleet / "repos" / "site" / "app.py"
    app.write_text(CALL, encoding="utf-8")
    assert audit(fleet, "repos").output.endswith("4 calls failing now in 3 of 3 repositories.\n0 of 3 clean.\n")
    assert marked(fleet) == ["pay", "team/search"]
    audit(fleet, "repos", "--again")
    assert marked(fleet) == []


def test_an_ignored_env_file_is_looked_at_again_when_it_changes(tmp_path: Path) -> None:
    program = CALL.replace('"deepseek-v3"', 'os.environ["MODEL"]').replace("from openai", "import os\n\nfrom openai")
    tree = repository(tmp_path / "one", {"src/app.py": program, ".gitignore": ".env\n"})
    audit(tmp_path, "one")
    assert findings(rows(tmp_path)["one"]) == []
    (tree / "src" / ".env").write_text("MODEL=deepseek-v3\n", encoding="utf-8")
    assert audit(tmp_path, "one").status == 1
    assert len(findings(rows(tmp_path)["one"])) == 1


def test_other_options_are_another_audit(fleet: Path) -> None:
    audit(fleet, "repos")
    first = rows(fleet)
    audit(fleet, "repos", "--to", "qwen3.7-max")
    assert findings(first["pay"])[0]["replacement"] == "qwen3.7-plus"
    assert findings(rows(fleet)["pay"])[0]["replacement"] == "qwen3.7-max"


def test_an_interrupted_audit_goes_on_where_it_stopped(fleet: Path) -> None:
    audit(fleet, "repos")
    log = fleet / "deepseek-migrate-audit.jsonl"
    whole = log.read_text(encoding="utf-8")
    first, second, third = whole.splitlines(keepends=True)
    log.write_text(first + second[: len(second) // 2], encoding="utf-8")
    assert audit(fleet, "repos").output.endswith("1 of 3 clean.\n")
    after = log.read_text(encoding="utf-8").splitlines(keepends=True)
    assert after[0] == first
    assert list(map(untimed, after[1:])) == list(map(untimed, (second, third)))


def test_a_url_is_cloned_without_history_and_fetched_again_only_when_it_moved(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin", {"app.py": CALL, "picture.png": b"\x89PNG"})
    git(origin, "config", "uploadpack.allowFilter", "true")
    git(origin, "config", "uploadpack.allowAnySHA1InWant", "true")
    for number in range(3):
        git(origin, "commit", "--quiet", "--allow-empty", "-m", str(number))
    url = origin.as_uri()
    assert audit(tmp_path, url).status == 1
    (clone,) = (tmp_path / "cache").iterdir()
    assert git(clone, "rev-list", "--count", "refs/heads/audited") == "1"
    held = git(clone, "rev-list", "--objects", "--missing=print", "refs/heads/audited")
    assert [line for line in held.splitlines() if line.startswith("?")] == [f"?{git(origin, 'rev-parse', 'HEAD:picture.png')}"]
    (name,) = rows(tmp_path)
    before = rows(tmp_path)[name]
    audit(tmp_path, url)
    assert rows(tmp_path)[name] == before
    (origin / "app.py").write_text(FIXED, encoding="utf-8")
    git(origin, "commit", "--quiet", "-am", "mend")
    assert audit(tmp_path, url).status == 0
    assert rows(tmp_path)[name]["commit"] == git(origin, "rev-parse", "HEAD")


def test_a_server_without_partial_clones_serves_as_well(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin", {"app.py": CALL})
    assert audit(tmp_path, origin.as_uri()).status == 1


def test_what_cannot_be_read_is_a_row_and_the_others_go_on(tmp_path: Path) -> None:
    repository(tmp_path / "good", {"app.py": CALL})
    (tmp_path / "empty").mkdir()
    git(tmp_path / "empty", "init", "--quiet")
    settings = repository(tmp_path / "settings", {"deepseek-migrate.toml": "fial-on = 3\n", "app.py": CALL})
    listed = f"# ours\ngood\n./good owner=x\n{(tmp_path / 'gone.git').as_uri()}\nnowhere\nempty\n{settings}\next::touch%20owned\n"
    (tmp_path / "list.txt").write_text(listed, encoding="utf-8")
    done = audit(tmp_path, "list.txt")
    assert done.status == 2
    told = rows(tmp_path)
    assert {name: row.get("code") for name, row in told.items() if row["status"] == "failed"} == {
        f"{tmp_path.name}/gone": "clone-failed",
        "nowhere": "no-such-path",
        "settings": "settings",
        "ext::touch%20owned": "no-such-path",
    }
    assert "unknown setting `fial-on`; did you mean `fail-on`?" in str(told["settings"]["message"])
    assert told["empty"]["status"] == "scanned"
    assert "1 source named more than once." in done.output
    assert list(tmp_path.rglob("owned")) == []
    # A failed clone is tried again.
    git(tmp_path, "clone", "--quiet", "--bare", str(tmp_path / "good"), str(tmp_path / "gone.git"))
    audit(tmp_path, "list.txt")
    assert rows(tmp_path)[f"{tmp_path.name}/gone"]["status"] == "scanned"


def test_a_repository_that_git_does_not_read_is_never_clean(tmp_path: Path) -> None:
    broken = repository(tmp_path / "broken", {"app.py": CALL})
    (broken / ".git" / "HEAD").write_text("nonsense\n", encoding="utf-8")
    tree = repository(tmp_path / "tree", {"app.py": CALL})
    git(tmp_path, "clone", "--quiet", "--bare", str(tree), str(tmp_path / "headless.git"))
    git(tmp_path / "headless.git", "symbolic-ref", "HEAD", "refs/heads/gone")
    uncommitted = tmp_path / "uncommitted"
    uncommitted.mkdir()
    git(uncommitted, "init", "--quiet")
    (uncommitted / "app.py").write_text(CALL, encoding="utf-8")
    done = audit(tmp_path, "broken", "headless.git", (tmp_path / "headless.git").as_uri(), "uncommitted")
    assert done.status == 2
    told = rows(tmp_path)
    assert [told[name].get("code") for name in ("broken", "headless", f"{tmp_path.name}/headless")] == [
        "unreadable",
        "no-revision",
        "clone-failed",
    ]
    assert len(findings(told["uncommitted"])) == 1


def test_a_pattern_that_says_nothing_owns_nothing(tmp_path: Path) -> None:
    repository(tmp_path / "one", {"app.py": CALL, "CODEOWNERS": "! @x\n[ @y\n*.py @z\n# a remark\n"})
    audit(tmp_path, "one")
    assert rows(tmp_path)["one"]["owners"] == {"app.py": "@z"}


OWNED = """\
* @all
/src/ @src   # a remark
/src/free.py
[Section] @section
docs/*.py
docs/named.py @named
^[Optional][2]
*.pyw
"""


@pytest.mark.parametrize(
    "path, owner",
    [
        ("app.py", "@all"),
        ("src/a.py", "@src"),
        # Nobody's by the file, so whoever made it.
        ("src/free.py", "email@example"),
        ("docs/a.py", "@section"),
        ("docs/named.py", "@named"),
        ("run.pyw", "email@example"),
    ],
)
def test_whose_a_file_is(tmp_path: Path, path: str, owner: str) -> None:
    repository(tmp_path / "one", {path: CALL, ".github/CODEOWNERS": OWNED})
    audit(tmp_path, "one")
    assert rows(tmp_path)["one"]["owners"] == {path: owner}


HOSTILE = """\
[core]
    fsmonitor = touch {owned}
    sshCommand = touch {owned}
    hooksPath = hooks
    pager = touch {owned}
[diff "evil"]
    textconv = touch {owned}; cat
    command = touch {owned}
[filter "evil"]
    clean = touch {owned}
    smudge = touch {owned}
    process = touch {owned}
[remote "origin"]
    url = ext::touch {owned}
    uploadpack = touch {owned}
[extensions]
    partialClone = origin
[credential]
    helper = !touch {owned}
"""


@pytest.mark.parametrize("bare", [False, True])
def test_nothing_that_a_repository_brings_along_is_run(tmp_path: Path, bare: bool) -> None:
    owned = tmp_path / "owned"
    tree = repository(tmp_path / "tree", {"app.py": CALL, ".gitattributes": "*.py filter=evil diff=evil\n"})
    if bare:
        git(tmp_path, "clone", "--quiet", "--bare", str(tree), str(tmp_path / "mirror.git"))
    folder = tmp_path / "mirror.git" if bare else tree / ".git"
    for hook in ("post-checkout", "reference-transaction", "post-commit", "pre-commit", "post-index-change"):
        (folder / "hooks").mkdir(exist_ok=True)
        (folder / "hooks" / hook).write_text(f"#!/bin/sh\ntouch {owned}\n", encoding="utf-8")
        (folder / "hooks" / hook).chmod(0o755)
    with (folder / "config").open("a", encoding="utf-8") as config:
        config.write(HOSTILE.format(owned=owned))
    source = "mirror.git" if bare else "tree"
    done = audit(tmp_path, source)
    assert (done.status, done.errors) == (1, "")
    audit(tmp_path, source, "--fix", "--branch", "mend")
    assert git(folder, "rev-parse", "--verify", "mend^{commit}")
    assert not owned.exists()


def test_links_that_lead_out_of_a_revision_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.py").write_text(CALL, encoding="utf-8")
    tree = repository(tmp_path / "tree", {"app.py": CALL})
    for name, leads_to in {"a.py": "../secret.py", "b.py": str(tmp_path / "secret.py"), "c.py": "app.py"}.items():
        (tree / name).symlink_to(leads_to)
    git(tree, "add", "--all")
    git(tree, "commit", "--quiet", "-m", "links")
    git(tmp_path, "clone", "--quiet", "--bare", str(tree), str(tmp_path / "mirror.git"))
    audit(tmp_path, "mirror.git")
    assert {each["path"] for each in findings(rows(tmp_path)["mirror"])} == {"app.py"}


def test_each_repository_has_its_own_settings_and_none_from_above(tmp_path: Path) -> None:
    (tmp_path / "deepseek-migrate.toml").write_text('ignore = ["DSM101"]\n', encoding="utf-8")
    repository(tmp_path / "repos" / "one", {"app.py": CALL})
    own = 'ignore = ["DSM101"]\nfix = true\noutput = ["json=out.json"]\nwrite-baseline = "known.json"\n'
    repository(tmp_path / "repos" / "two", {"app.py": CALL, "deepseek-migrate.toml": own})
    audit(tmp_path, "repos")
    told = rows(tmp_path)
    assert (len(findings(told["one"])), len(findings(told["two"]))) == (1, 0)
    assert sorted(each.name for each in (tmp_path / "repos" / "two").iterdir()) == [".git", "app.py", "deepseek-migrate.toml"]


def test_the_list_names_owners_where_nobody_else_does(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin", {"app.py": CALL})
    (tmp_path / "list.txt").write_text(f"{origin.as_uri()}   owner=@listed  branch=main\n", encoding="utf-8")
    audit(tmp_path, "list.txt")
    (row,) = rows(tmp_path).values()
    assert row["owners"] == {"app.py": "@listed"}


OTHER = """\
from openai import OpenAI

client = OpenAI(base_url="https://api.deepseek.com")
client.chat.completions.create(model="deepseek-chat", messages=[])
"""


def test_other_rulebooks_count_for_every_repository(tmp_path: Path) -> None:
    repository(tmp_path / "repos" / "one", {"app.py": OTHER})
    assert audit(tmp_path, "repos").status == 0
    assert audit(tmp_path, "repos", "--rulebook", "deepseek-api").status == 1
    assert findings(rows(tmp_path)["one"])[0]["replacement"] == "deepseek-v4-flash"
    (tmp_path / "own.toml").write_text('[models."deepseek-v3"]\nlike = "deepseek-v3"\nnote = 3\n', encoding="utf-8")
    done = audit(tmp_path, "repos", "--rulebook", "own.toml")
    assert (done.status, done.output) == (2, "")
    assert "own.toml:" in done.errors


@pytest.mark.parametrize("within, status", [("30d", 0), ("120d", 1)])
def test_retirements_further_away_can_be_left_out(tmp_path: Path, within: str, status: int) -> None:
    repository(tmp_path / "one", {"app.py": CALL})
    options = ("--cache", "cache", "--jobs", "1", "--within", within, "--today", "2026-08-01")
    assert tool("audit", "one", *options, cwd=tmp_path).status == status


def test_an_earlier_audit_is_compared_with(fleet: Path) -> None:
    audit(fleet, "repos", "--log", "old.jsonl")
    (fleet / "repos" / "pay" / "app.py").write_text(FIXED, encoding="utf-8")
    (fleet / "repos" / "site" / "app.py").write_text(CALL, encoding="utf-8")
    done = audit(fleet, "repos", "--against", "old.jsonl")
    assert done.output.splitlines()[-2:] == ["1 of 3 clean.", "The earlier audit: 1 of 3 clean; 1 mended since, 1 worse."]


@pytest.mark.parametrize(
    "arguments, message",
    [
        (("nowhere",), "there is no file or folder nowhere"),
        (("repos/zip",), "zip is no list of repositories: it holds what is no text"),
        (("repos", "--fix"), "fix: goes with --branch NAME, and --branch with --fix"),
        (("repos", "--branch", "x"), "fix: goes with --branch NAME, and --branch with --fix"),
        (("repos", "--dry-run"), "dry-run: goes with --fix and --branch"),
        (
            ("repos", "--output", "pdf=x"),
            "output: expected FORMAT=FILE, with csv, html, parquet or sarif for FORMAT, found 'pdf=x'",
        ),
        (("repos", "--log", "repos/site/app.py"), "not a line of an audit (deepseek-migrate/audit/1); name another file"),
        (("repos", "--against", "none.jsonl"), "against: there is no audit in "),
        (("repos", "--executor", "dask"), "executor: dask needs --scheduler, the address of a running scheduler"),
        (("repos", "--executor", "ray"), "executor: ray needs --scheduler, the address of a running cluster"),
        (("repos", "--executor", "rays"), "executor: there is no executor 'rays'; did you mean 'ray'?"),
        (("repos", "--executor", "dusk"), "executor: there is no executor 'dusk'; did you mean 'dask'?"),
        (("repos", "--to", "deepseek-v3"), "--to: 'deepseek-v3' is retired itself"),
        (("repos", "--log", "no/such/folder/x"), "cannot write "),
    ],
)
def test_wrong_wishes_are_told_in_one_line(fleet: Path, arguments: tuple[str, ...], message: str) -> None:
    (fleet / "repos" / "zip").write_bytes(b"PK\3\4\0\0\n\xff")
    done = tool("audit", *arguments, cwd=fleet)
    assert (done.status, done.output) == (2, "")
    assert message in done.errors
    assert done.errors.count("\n") == 1
    assert "Traceback" not in done.errors
