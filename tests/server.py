"""Runs the command in a process of its own for each request, copied from one that has imported everything already.

Started by `tests.tool` as a program: each line on standard input is a request, each on standard output an exit status.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

SECONDS = 600
FIXTURES = Path(__file__).parent.parent / "fixtures"
PROGRAMS = ("seed_page", *(f"fixable/{each}" for each in ("javascript", "kotlin", "markdown", "notebook", "settings")))


def run(request: dict[str, object]) -> NoReturn:
    """Be the command: its arguments, folder, environment and streams are the request's."""
    from migrator.cli import main

    signal.alarm(SECONDS)
    os.chdir(str(request["cwd"]))
    os.environ.clear()
    environment = request["environment"]
    assert isinstance(environment, dict)
    os.environ.update(environment)
    for number, name in enumerate(("input", "output", "errors")):
        os.dup2(os.open(str(request[name]), os.O_RDWR), number)
    arguments = request["arguments"]
    assert isinstance(arguments, list)
    sys.argv = ["-c", *arguments]
    status = 1
    try:
        main()
        status = 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 0 if ended.code is None else 1
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def prepare() -> None:
    """Import, compile and load what commands need: a run over some programs of each language, which prints nothing."""
    import rich.console  # noqa: F401

    import migrator.report.json  # noqa: F401
    from migrator.cards import load_cards
    from migrator.scan import ScanRequest, run
    from migrator.settings import load_settings

    load_cards()
    with TemporaryDirectory() as folder:
        for name in PROGRAMS:
            shutil.copytree(FIXTURES / name, Path(folder, name))
        settings = load_settings([folder], folder, {"fix": True, "unsafe-fixes": True, "jobs": 1}, None, True)
        run(ScanRequest((folder,), settings, None, folder))


def serve() -> None:
    """Answer requests until there are no more."""
    prepare()
    requests, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    for line in requests:
        child = os.fork()
        if child == 0:
            run(json.loads(line))
        _, how = os.waitpid(child, 0)
        answers.write(f"{os.waitstatus_to_exitcode(how)}\n")
        answers.flush()
