"""Runs the command in a process of its own for each request, copied from one that has imported everything already.

Started by `tests.tool` as a program: each line on standard input is a request, each on standard output an exit status.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import NoReturn

SECONDS = 600


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
    """Import and load what every command needs."""
    import libcst  # noqa: F401
    import rich.console  # noqa: F401

    import migrator.analyse
    import migrator.project
    import migrator.scan
    import migrator.settle  # noqa: F401
    from migrator.cards import load_cards
    from migrator.rulebook import load

    load()
    load_cards()


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
