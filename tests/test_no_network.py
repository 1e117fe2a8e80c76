"""No command opens a connection, looks a name up or calls home; workers and children included."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tool import ROOT

# Python runs this at the start of every process, those that the tool starts included.
WATCH = """
import os, sys
def watch(event, arguments):
    if event.split(".")[0] in ("socket", "ssl", "urllib", "ftplib", "smtplib", "http", "webbrowser"):
        # Workers may talk to each other by the machine's own pipes, which Python makes of sockets.
        local = getattr(__import__("socket"), "AF_UNIX", None) if event == "socket.__new__" else None
        if local is None or arguments[1] != local:
            with open(os.environ["WATCHED"], "a") as log:
                log.write(f"{event} {arguments[1:]}\\n")
sys.addaudithook(watch)
"""
USE = """\
from openai import OpenAI

client = OpenAI(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
client.chat.completions.create(model="deepseek-v3", messages=[{"role": "user", "content": "hello"}])
"""


def watched(folder: Path, *command: str) -> tuple[int, str]:
    """The status of a Python program, and what it asked of the network."""
    (folder / "watch").mkdir(exist_ok=True)
    (folder / "watch" / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    log = folder / "log"
    log.write_text("", encoding="utf-8")
    project = folder / "project"
    project.mkdir(exist_ok=True)
    (project / "app.py").write_text(USE, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(folder / "watch"), str(ROOT))), "WATCHED": str(log)}
    ended = subprocess.run(
        [sys.executable, *command], cwd=project, env=environment, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert "Traceback" not in ended.stderr, ended.stderr
    return ended.returncode, log.read_text(encoding="utf-8")


def test_the_watch_sees_a_socket_and_a_look_up(tmp_path: Path) -> None:
    assert watched(tmp_path, "-c", "import socket; socket.socket().close()")[1].startswith("socket.__new__")
    assert "socket.getaddrinfo" in watched(tmp_path, "-c", "import socket; socket.getaddrinfo('localhost', 80)")[1]
    child = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import socket; socket.socket()'])"
    assert watched(tmp_path, "-c", child)[1].startswith("socket.__new__")


@pytest.mark.parametrize(
    "arguments, status",
    [
        (["scan", "."], 1),
        (["scan", "--fix", "."], 0),
        (["scan", "--diff", "--wire", "-v", "--jobs", "2", "."], 1),
        (["scan", "--output", "html=a.html", "--output", "sarif=a.sarif", "--output-format", "markdown", "."], 1),
        (["explain", "--all"], 0),
        (["explain", "DSM201", "--output-format", "json"], 0),
        (["models"], 0),
        (["models", "deepseek-r1"], 0),
        (["config"], 0),
        (["--version"], 0),
    ],
)
def test_no_command_uses_the_network(tmp_path: Path, arguments: list[str], status: int) -> None:
    assert watched(tmp_path, "-m", "migrator", *arguments) == (status, "")
