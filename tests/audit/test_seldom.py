"""What an audit meets seldom: broken repositories, odd lists, clusters that do not answer, places that cannot be written."""

from __future__ import annotations

import io
import os
import sys
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from migrator.audit import cache, export, work
from migrator.audit import git as audit_git
from migrator.audit.clusters import OnRay, once
from migrator.audit.engine import WorkerLost, outcomes
from migrator.audit.executors import Hands, NoExecutor, hands
from migrator.audit.figures import compared, figures
from migrator.audit.git import GitFailed
from migrator.audit.page import write_audit_page
from migrator.audit.recipe import recipe_of
from migrator.audit.sources import BARE, CHECKOUT, FOLDER, Source, sources_of
from migrator.audit.work import Job, Row
from migrator.cli import application
from migrator.language import ENGLISH
from tests.audit.repositories import CALL, CLEAN, FIXED, audit, findings, git, repository, rows
from tests.audit.test_reports import fleet
from tests.tool import runner

FIX = ("--fix", "--branch", "move/models")


def job(folder: Path, kind: str = CHECKOUT, **more: str) -> Job:
    return Job(Source("one", str(folder), kind, **more), {}, "", "")


def told(folder: Path, kind: str = CHECKOUT, **more: str) -> tuple[object, object]:
    row = work.work(job(folder, kind, **more))
    return row["status"], row.get("code")


# Branches.


def test_a_branch_below_another_one_cannot_be_made(tmp_path: Path) -> None:
    tree = repository(tmp_path / "one", {"app.py": CALL})
    git(tree, "branch", "move")
    assert audit(tmp_path, "one", *FIX).status == 2
    assert rows(tmp_path)["one"]["message"] == "the branch move/models cannot be made"


def test_a_store_that_takes_nothing_takes_no_commit(tmp_path: Path) -> None:
    tree = repository(tmp_path / "one", {"app.py": CALL})
    git(tree, "repack", "-adq")
    for number in range(256):
        # Where git would lay an object, there is a file.
        (tree / ".git" / "objects" / f"{number:02x}").write_text("")
    assert audit(tmp_path, "one", *FIX).status == 2
    assert (rows(tmp_path)["one"]["code"], git(tree, "branch", "--list", "move/*")) == ("commit", "")


def test_an_index_that_git_cannot_read_is_not_clean(tmp_path: Path) -> None:
    tree = repository(tmp_path / "one", {"app.py": CALL})
    (tree / ".git" / "index").write_bytes(b"none")
    audit(tmp_path, "one", *FIX)
    assert rows(tmp_path)["one"]["code"] == "dirty"
    # What a work tree holds cannot be told either: it is looked at each time.
    assert audit(tmp_path, "one", "--log", "scan.jsonl").status == 1
    assert rows(tmp_path, "scan.jsonl")["one"]["state"] == ""


@pytest.mark.skipif(not hasattr(os, "symlink") or os.name == "nt", reason="needs links")
def test_links_and_submodules_are_no_changes(tmp_path: Path) -> None:
    tree = repository(tmp_path / "one", {"app.py": CALL})
    (tree / "link.py").symlink_to("app.py")
    (tree / "sub").mkdir()
    git(tree, "add", "link.py")
    git(tree, "update-index", "--add", "--cacheinfo", f"160000,{git(tree, 'rev-parse', 'HEAD')},sub")
    git(tree, "commit", "--quiet", "-m", "second")
    audit(tmp_path, "one", *FIX)
    assert git(tree, "cat-file", "blob", "move/models:app.py") == FIXED.strip()
    (tree / "link.py").unlink()
    (tree / "link.py").symlink_to("other.py")
    audit(tmp_path, "one", "--fix", "--branch", "again")
    assert rows(tmp_path)["one"]["code"] == "dirty"


# Revisions.


def test_a_tree_that_is_gone_cannot_be_listed(tmp_path: Path) -> None:
    tree = repository(tmp_path / "one", {"app.py": CALL})
    oid = git(tree, "rev-parse", "HEAD^{tree}")
    (tree / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    assert told(tree / ".git", BARE) == ("failed", "unreadable")


def test_a_file_that_is_gone_cannot_be_laid_out(tmp_path: Path) -> None:
    tree = repository(tmp_path / "one", {"app.py": CALL})
    oid = git(tree, "rev-parse", "HEAD:app.py")
    (tree / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    row = work.work(job(tree / ".git", BARE))
    assert "app.py has no contents here" in str(row["message"])


def test_large_files_are_told_by_their_size_and_odd_links_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = repository(tmp_path / "one", {"app.py": CALL, "small.py": "#", "large.py": "#" * 251})
    links = {"long": "n" * 300, "here": ".", "far": "a" * 200, "n" * 300: "small.py"}
    for name, leads_to in links.items():
        oid = git(tree, "hash-object", "-w", "--stdin", "--path", "x") if not leads_to else ""
        (tmp_path / "target").write_text(leads_to)
        oid = git(tree, "hash-object", "-w", str(tmp_path / "target"))
        git(tree, "update-index", "--add", "--cacheinfo", f"120000,{oid},{name}")
    git(tree, "commit", "--quiet", "-m", "links")
    monkeypatch.setattr(export, "LARGEST", 250)
    (target := tmp_path / "laid").mkdir()
    export.export(str(tree / ".git"), git(tree, "rev-parse", "HEAD"), str(target))
    assert sorted(each.name for each in target.iterdir()) == ["app.py", "far", "large.py", "small.py"]
    assert (target / "app.py").read_text() == CALL
    assert (target / "large.py").read_bytes() == b"\0" * 251


def test_a_revision_is_no_option(tmp_path: Path) -> None:
    tree = repository(tmp_path / "one", {"app.py": CALL})
    assert told(tree, branch="--help") == ("failed", "no-revision")


def test_a_repository_without_commits_is_empty(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "none.git")
    row = work.work(job(tmp_path / "none.git", BARE))
    assert (row["status"], row["empty"], findings(row)) == ("scanned", True, [])


def test_a_folder_that_went_away_changes_the_state(tmp_path: Path) -> None:
    tree = repository(tmp_path / "one", {"app.py": CALL, "sub/a.py": CLEAN})
    before = work.work(job(tree))["state"]
    (tree / "sub" / "a.py").unlink()
    (tree / "sub").rmdir()
    row = work.work(job(tree))
    assert (row["status"], row["state"] not in ("", before)) == ("scanned", True)


def test_whatever_goes_wrong_is_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*given: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(work, "scanned", breaks)
    row = work.work(job(tmp_path, FOLDER))
    assert (row["status"], row["code"]) == ("failed", "bug")
    assert str(row["message"]).endswith("please report it: ZeroDivisionError: oh")


# Remote repositories.


def test_a_branch_that_the_remote_has_not(tmp_path: Path) -> None:
    tree = repository(tmp_path / "one", {"app.py": CALL})
    (tmp_path / "list.txt").write_text(f"{tree.as_uri()} branch=nope\n")
    audit(tmp_path, "list.txt")
    (row,) = rows(tmp_path).values()
    assert (row["code"], row["message"]) == ("clone-failed", "there is no branch nope there")


def test_a_clone_that_is_kept_is_enough(tmp_path: Path) -> None:
    tree = repository(tmp_path / "one", {"app.py": CALL})
    assert audit(tmp_path, tree.as_uri()).status == 1
    assert audit(tmp_path, tree.as_uri(), "--log", "again.jsonl").status == 1
    assert [len(findings(row)) for row in rows(tmp_path, "again.jsonl").values()] == [1]


def test_a_commit_that_is_gone_meanwhile(tmp_path: Path) -> None:
    tree = repository(tmp_path / "one", {"app.py": CALL})
    with pytest.raises(GitFailed):
        cache.fetched(tree.as_uri(), "0123456789" * 4, str(tmp_path))


def test_without_git_nothing_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(GitFailed, match="git"):
        audit_git.remote(["ls-remote"], str(tmp_path))


# Lists, logs and outputs.


def test_hidden_folders_and_packages_are_no_repositories(tmp_path: Path) -> None:
    for name in (".hidden/a", "node_modules/b", "c"):
        repository(tmp_path / "all" / name, {"app.py": CLEAN})
    assert [each.name for each in sources_of(["all"], str(tmp_path))[0]] == ["c"]


@pytest.mark.skipif(os.name == "nt", reason="names as long as they may be")
def test_a_folder_that_lies_too_deep_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "all").mkdir()
    before = os.getcwd()
    try:
        os.chdir(tmp_path / "all")
        for _ in range(20):
            os.mkdir("d" * 250)
            os.chdir("d" * 250)
    finally:
        os.chdir(before)
    repository(tmp_path / "all" / "one", {"app.py": CLEAN})
    assert [each.name for each in sources_of(["all"], str(tmp_path))[0]] == ["one"]


@pytest.mark.skipif(not os.path.isfile("/proc/self/mem"), reason="a file that cannot be read")
def test_a_list_that_cannot_be_read(tmp_path: Path) -> None:
    done = audit(tmp_path, "/proc/self/mem")
    assert done.status == 2
    assert "cannot read /proc/self/mem: " in done.errors


def test_a_folder_is_no_log_and_no_report(tmp_path: Path) -> None:
    repository(tmp_path / "one", {"app.py": CALL})
    (tmp_path / "folder").mkdir()
    done = audit(tmp_path, "one", "--log", "folder")
    assert (done.status, "cannot read " in done.errors) == (2, True)
    done = audit(tmp_path, "one", "--output", "csv=folder")
    assert (done.status, "cannot write " in done.errors + done.output) == (2, True)


def test_a_text_that_cannot_be_written(tmp_path: Path) -> None:
    repository(tmp_path / "one", {"app.py": CALL})
    (tmp_path / "deepseek-migrate-audit.jsonl.pulls").write_text("")
    done = audit(tmp_path, "one", *FIX)
    assert (done.status, "cannot write " in done.errors) == (2, True)


def test_a_rulebook_decides_by_what_it_says(tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    known = set()
    for text in (None, "a = 1", "a = 2"):
        if text is not None:
            file.write_text(text)
        known.add(recipe_of({"rulebook": (str(file),)}))
    assert len(known) == 3


def test_the_page_compares_and_sums_up() -> None:
    before, now = fleet(3, 2), fleet(40, 2)
    now[0]["findings"] = []
    for number, row in enumerate(now):
        row["owners"] = {f"src/m{line}.py": f"@team-{number}" for line in range(2)}
    out = io.StringIO()
    after = figures(now)
    write_audit_page(after, compared(after, figures(before)), "2026-11-22", ENGLISH, out)
    page = out.getvalue()
    assert "<span>clean at the earlier audit</span>" in page
    assert "24 more, with 48 calls." in page
    assert '<td>mended</td><td class="number">1</td><td class="wrap mono">svc-000</td>' in page
    assert '<td>new</td><td class="number">37</td>' in page


# Workers.


def test_whoever_asks_no_more_leaves_nothing_at_work(tmp_path: Path) -> None:
    asked: list[str] = []

    def named(done: Job) -> Row:
        asked.append(done.source.name)
        return {"repository": done.source.name}

    jobs = [Job(Source(str(number), str(tmp_path), FOLDER), {}, "", "") for number in range(500)]
    running = outcomes(jobs, ThreadPoolExecutor, 1, named)
    next(running)
    running.close()
    assert len(asked) < 500


def test_an_executor_that_takes_nothing_is_asked_for_another_one(tmp_path: Path) -> None:
    started: list[Executor] = []

    def start(workers: int) -> Executor:
        executor = ThreadPoolExecutor(workers)
        if not started:
            executor.shutdown()
        started.append(executor)
        return executor

    ((_, row),) = outcomes([job(tmp_path, FOLDER)], start, 1, lambda done: {"repository": done.source.name})
    assert (row["repository"], len(started)) == ("one", 2)


class DaskDouble(ModuleType):
    """As much of Dask as an audit uses, in this process."""

    def __init__(self, answers: bool = True) -> None:
        super().__init__("distributed")
        self.status = "running"
        self.begun: set[str] = set()
        double = self

        class Client:
            def __init__(self, address: str, **more: object) -> None:
                if not answers:
                    raise OSError("refused")
                self.closed = False

            @property
            def status(self) -> str:
                return double.status

            def scheduler_info(self, **more: object) -> dict[str, dict[str, dict[str, int]]]:
                return {"workers": {"a": {"nthreads": 2}, "b": {"nthreads": 1}}}

            def get_executor(self, **more: object) -> Executor:
                return ThreadPoolExecutor(1)

            def close(self) -> None:
                double.status = "closed"

        class Event:
            def __init__(self, name: str) -> None:
                self.name = name

            def is_set(self) -> bool:
                return self.name in double.begun

            def set(self) -> None:
                double.begun.add(self.name)

            def clear(self) -> None:
                double.begun.discard(self.name)

        self.Client, self.Event = Client, Event
        self.get_worker = lambda: SimpleNamespace(get_current_task=lambda: "task")


class RayDouble(ModuleType):
    """As much of Ray as an audit uses, in this process."""

    class exceptions:
        WorkerCrashedError = type("WorkerCrashedError", (Exception,), {})
        NodeDiedError = type("NodeDiedError", (Exception,), {})
        OutOfMemoryError = type("OutOfMemoryError", (Exception,), {})

    def __init__(self, answers: bool = True) -> None:
        super().__init__("ray")
        self.answers = answers

    def init(self, **more: object) -> None:
        if not self.answers:
            raise ConnectionError("refused")

    def cluster_resources(self) -> dict[str, float]:
        return {"CPU": 3.0}

    def shutdown(self) -> None:
        self.answers = False

    def remote(self, **more: object) -> object:
        def task(do: object) -> SimpleNamespace:
            def begun(todo: Job) -> SimpleNamespace:
                future: Future[Row] = Future()
                try:
                    future.set_result(do(todo))  # type: ignore[operator]
                except Exception as error:
                    future.set_exception(error)
                return SimpleNamespace(future=lambda: future)

            return SimpleNamespace(remote=begun)

        return task


DOUBLES = {"dask": ("distributed", DaskDouble), "ray": ("ray", RayDouble)}


@pytest.fixture(params=DOUBLES)
def cluster(request: pytest.FixtureRequest) -> tuple[str, str, type[DaskDouble] | type[RayDouble]]:
    return (request.param, *DOUBLES[request.param])


def lent(name: str) -> Hands:
    return hands(name, "tcp://127.0.0.1:1", None)


def test_a_cluster_that_is_not_installed(
    cluster: tuple[str, str, type[DaskDouble] | type[RayDouble]], monkeypatch: pytest.MonkeyPatch
) -> None:
    name, module, _ = cluster
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(NoExecutor, match=f"{name} is not installed"):
        lent(name)


def test_a_cluster_that_does_not_answer(
    cluster: tuple[str, str, type[DaskDouble] | type[RayDouble]], monkeypatch: pytest.MonkeyPatch
) -> None:
    name, module, double = cluster
    monkeypatch.setitem(sys.modules, module, double(False))
    with pytest.raises(NoExecutor, match=r"answers at tcp://127\.0\.0\.1:1: refused"):
        lent(name)


def test_a_cluster_that_does(
    cluster: tuple[str, str, type[DaskDouble] | type[RayDouble]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    name, module, double = cluster
    monkeypatch.setitem(sys.modules, module, double())
    (tmp_path / "app.py").write_text(CALL)
    crew = lent(name)
    assert crew.workers == 3
    ((_, row),) = outcomes([job(tmp_path, FOLDER)], crew.start, crew.workers, crew.do)
    assert [each["rule"] for each in findings(row)] == ["DSM101"]
    crew.end()


def test_a_scheduler_that_is_gone_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", DaskDouble())
    crew = lent("dask")
    crew.end()
    with pytest.raises(NoExecutor, match="is gone; the next audit goes on from here"):
        crew.start(1)


def test_what_a_lost_worker_was_at_is_not_begun_again_by_the_scheduler(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    double = DaskDouble()
    monkeypatch.setitem(sys.modules, "distributed", double)
    double.begun.add("deepseek-migrate-task")
    with pytest.raises(WorkerLost):
        once(job(tmp_path, FOLDER))
    assert double.begun == set()
    assert once(job(tmp_path, FOLDER))["status"] == "scanned"


def test_what_goes_wrong_on_ray_is_told_as_it_is(tmp_path: Path) -> None:
    def absent(done: Job) -> Row:
        raise ModuleNotFoundError("No module named 'migrator'")

    ((_, row),) = outcomes([job(tmp_path, FOLDER)], lambda _: OnRay(RayDouble()), 1, absent)
    assert row["code"] == "worker-failed"


# The command.


def test_parquet_needs_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("migrator.audit.command.find_spec", lambda name: None)
    monkeypatch.chdir(tmp_path)
    repository(tmp_path / "one", {"app.py": CALL})
    done = runner().invoke(application, ["audit", "one", "--output", "parquet=o.parquet"])
    assert done.exit_code == 2
    assert "pyarrow is not installed; python -m pip install 'deepseek-migrate[parquet]'" in done.stderr


def test_an_audit_that_is_interrupted_says_where_it_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*given: object) -> int:
        assert len(given) == 4
        raise KeyboardInterrupt

    monkeypatch.setattr("migrator.audit.command.audit", interrupted)
    monkeypatch.setattr("migrator.report.bar.wants_bar", lambda *given: True)
    monkeypatch.chdir(tmp_path)
    done = runner().invoke(application, ["audit", "one"])
    assert done.exit_code == 130
    assert done.stderr.startswith("interrupted; what is known stays in ")
