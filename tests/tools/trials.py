"""Runs the tests that run a changed line, each change in a copy of a process that has imported and collected everything.

A change is made to the living functions, and to the file, for what the tests start in processes of their own.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import importlib
import json
import os
import resource
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import CodeType, FunctionType
from typing import NoReturn, TextIO

import pytest

Line = tuple[str, int]
TOOL = 4
_MOST_MEMORY = 4 << 30


class Watch:
    """Which lines of some files are run."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.seen: set[Line] = set()
        self._paths = frozenset(paths)

    def begin(self) -> None:
        if sys.version_info < (3, 12):
            sys.exit("this needs Python 3.12 or newer")
        else:
            watching = sys.monitoring
            watching.use_tool_id(TOOL, "mutants")
            watching.register_callback(TOOL, watching.events.LINE, self._line)
            for each in living(self._paths):
                for code in _codes(each.__code__):
                    watching.set_local_events(TOOL, code, watching.events.LINE)

    def fresh(self) -> None:
        """Forget what was seen."""
        if sys.version_info >= (3, 12):
            self.seen.clear()
            sys.monitoring.restart_events()

    def end(self) -> None:
        if sys.version_info >= (3, 12):
            sys.monitoring.free_tool_id(TOOL)

    def _line(self, code: CodeType, line: int) -> object:
        self.seen.add((code.co_filename, line))
        return sys.monitoring.DISABLE if sys.version_info >= (3, 12) else None


def living(paths: frozenset[str]) -> list[FunctionType]:
    """The functions there are that were written in these files."""
    return [each for each in gc.get_objects() if isinstance(each, FunctionType) and each.__code__.co_filename in paths]


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _codes(each)


def _name(code: CodeType) -> str:
    return code.co_qualname if sys.version_info >= (3, 11) else code.co_name


def change(path: str, source: str) -> None:
    """Let the living functions of a file do what its changed text says."""
    compiled = compile(source, path, "exec", dont_inherit=True)
    new = {_name(each): each for each in _codes(compiled)}
    old = living(frozenset({path}))
    if old:
        # What a parameter is by default is made when the text is run.
        made = {"__name__": old[0].__globals__["__name__"]}
        exec(compiled, made)
        defaults = {_name(each.__code__): each for each in living(frozenset({path})) if each.__globals__ is made}
        for each in old:
            said = defaults.get(_name(each.__code__))
            if said is not None:
                each.__defaults__, each.__kwdefaults__ = said.__defaults__, said.__kwdefaults__
    for each in old:
        code = new.get(_name(each.__code__))
        if code is not None and code != each.__code__ and len(code.co_freevars) == len(each.__code__.co_freevars):
            each.__code__ = code
    for kept in gc.get_objects():
        if isinstance(kept, functools._lru_cache_wrapper) and kept.__wrapped__.__code__.co_filename == path:
            kept.cache_clear()


class Copied:
    """Stands for the server process of `tests.tool`: every command is a copy of this process, with its change."""

    def __init__(self, watch: Watch) -> None:
        self.stdin = self.stdout = self
        self._watch = watch
        self._status = 0

    def write(self, line: str) -> None:
        from tests.server import run

        request = json.loads(line)
        seen = Path(f"{request['output']}.lines")
        child = os.fork()
        if child == 0:
            leave = os._exit

            def told(status: int) -> NoReturn:
                seen.write_text(json.dumps(sorted(self._watch.seen)))
                leave(status)

            os._exit = told
            run(request)
        _, how = os.waitpid(child, 0)
        self._status = os.waitstatus_to_exitcode(how)
        if seen.exists():
            self._watch.seen.update((path, line) for path, line in json.loads(seen.read_text()))

    def flush(self) -> None:
        """Nothing is kept back."""

    def readline(self) -> str:
        return f"{self._status}\n"


class Trials:
    """A plugin for pytest: runs every test once, and then for each change those that it may concern."""

    def __init__(self, folder: Path, modules: Sequence[str], judge: Callable[[Trials], None], shown: TextIO) -> None:
        self._paths = {module: str(folder / module) for module in modules}
        self._judge, self._shown = judge, shown
        self._failed: list[str] = []
        self._items: dict[str, pytest.Item] = {}
        self._seconds: dict[str, float] = {}
        self._runs: dict[Line, list[str]] = defaultdict(list)
        self._killers: dict[str, None] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        import migrator.workers
        import tests.tool
        from tests.server import prepare

        prepare()
        watch = Watch(self._paths.values())
        for module in self._paths:
            importlib.import_module(module.removesuffix(".py").replace("/", "."))
        tests.tool._server = functools.partial(Copied, watch)  # type: ignore[assignment]
        # Lines that run in other processes are not seen.
        migrator.workers.processors = lambda: 1
        watch.begin()
        for number, item in enumerate(session.items):
            watch.fresh()
            begun = time.monotonic()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=dict(enumerate(session.items)).get(number + 1))
            self._items[item.nodeid], self._seconds[item.nodeid] = item, time.monotonic() - begun
            for line in watch.seen:
                self._runs[line].append(item.nodeid)
        watch.end()
        if self._failed:
            self.say(f"without a change these fail and are not asked: {' '.join(self._failed)}")
        self.say(f"{len(self._items)} tests")
        self._judge(self)
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._failed.append(report.nodeid)

    def say(self, line: str) -> None:
        """Print a line where the person looks."""
        print(line, file=self._shown, flush=True)

    def concerned(self, module: str, line: int, first: int, most: int, files: Sequence[str]) -> list[str]:
        """The tests that run a line, or the nearest before it in its function; those that noticed others and short ones first.

        `files`: where to take them from, if some are there.
        """
        path = self._paths[module]
        near = (*range(line, first - 1, -1), *range(line, line + 20))
        found = next((self._runs[path, each] for each in near if (path, each) in self._runs), [])
        asked = set(found) - set(self._failed)
        asked = {each for each in asked if each.partition("::")[0] in files} or asked
        known = [each for each in reversed(self._killers) if each in asked]
        rest = sorted(asked - set(known), key=lambda name: self._seconds[name])
        if len(known) + len(rest) <= most:
            return [*known, *rest]
        # Of many a spread, the longest among them: the short ones alone would be alike.
        known = known[: most // 2]
        left = most - len(known)
        left = min(left, len(rest))
        return [*known, *(rest[len(rest) * each // left - 1] for each in range(1, left + 1))]

    def noticed(self, module: str, source: str, names: Sequence[str]) -> bool | None:
        """Whether one of these tests fails with the module's changed text; None where that takes too long."""
        path = self._paths[module]
        ends = time.monotonic() + 20 + 8 * sum(self._seconds[name] for name in names)
        reads, writes = os.pipe()
        child = os.fork()
        if child == 0:
            self._try(path, source, names, writes)
        os.close(writes)
        done = how = 0
        while not done and time.monotonic() < ends:
            done, how = os.waitpid(child, os.WNOHANG)
            if not done:
                time.sleep(0.01)
        _end(child)
        if not done:
            os.waitpid(child, 0)
        with os.fdopen(reads) as told:
            killer = told.read() if done else ""
        if killer in self._items:
            self._killers.pop(killer, None)
            self._killers[killer] = None
        return (killer != "none") if done and not _was_endless(how) else None

    def _try(self, path: str, source: str, names: Sequence[str], writes: int) -> NoReturn:
        os.setsid()
        from _pytest.runner import runtestprotocol

        told = "broken"
        try:
            change(path, source)
            failed = (
                name
                for name in names
                if _hurried(self._seconds[name])
                and any(each.failed for each in runtestprotocol(self._items[name], nextitem=None, log=False))
            )
            told = next(failed, "none")
        finally:
            os.write(writes, told.encode())
            os._exit(0)


def _hurried(seconds: float) -> bool:
    """Let the system end this process if a test takes much longer than it did, or much more memory: a loop without an end."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + 4 + 3 * seconds), resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, resource.RLIM_INFINITY))
    return True


def _was_endless(how: int) -> bool:
    return os.WIFSIGNALED(how) and os.WTERMSIG(how) == signal.SIGXCPU


def _end(group: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
