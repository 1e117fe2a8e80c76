"""`-i` at a pseudo-terminal, as a person uses it."""

from __future__ import annotations

import io
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread, get_ident

import pytest

from migrator.report import Style
from migrator.report.ask import Asker
from tests.contract.table import HEAD
from tests.tool import START, tool

pty = pytest.importorskip("pty")

CALL = 'create(model="deepseek-v3.2", messages=M)\n'
MOVED = 'create(model="qwen3.7-max", messages=M, enable_thinking=True)\n'
QUESTION = "[y,n,a,A,q,?] "


class Session:
    """The command at a terminal of its own."""

    def __init__(self, folder: Path, *arguments: str, environment: dict[str, str] | None = None, waits: bool = True) -> None:
        import fcntl
        import struct
        import termios

        self.master, slave = pty.openpty()
        os.set_blocking(slave, waits)
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 80, 0, 0))
        known = {name: text for name, text in os.environ.items() if name not in ("NO_COLOR", "CI", "FORCE_COLOR", "COLUMNS")}

        def lead() -> None:
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen(
            [sys.executable, "-I", "-X", "utf8", "-c", START, "scan", "--isolated", *arguments],
            cwd=folder,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**known, "TERM": "xterm-256color", **(environment or {})},
            preexec_fn=lead,
        )
        os.close(slave)
        self.text = ""

    def until(self, words: str) -> str:
        """Read on until the words appear."""
        start = len(self.text)
        end = time.monotonic() + 60
        while words not in self.text[start:]:
            if not self._read(end):
                raise AssertionError(f"{words!r} never came: {self.text}")
        return self.text[start:]

    def send(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def end(self) -> int:
        while self._read(time.monotonic() + 60):
            pass
        status = self.process.wait(timeout=60)
        os.close(self.master)
        return status

    def _read(self, end: float) -> bool:
        if not select.select([self.master], [], [], max(end - time.monotonic(), 0))[0]:
            return False
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return False
        self.text += data.decode("utf-8", "replace")
        return bool(data)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {"a.py": CALL + "print()\n" + MOVED, "b.py": CALL, "c.py": MOVED}.items():
        (tmp_path / name).write_text(HEAD + text, encoding="utf-8")
    return tmp_path


def fixed(folder: Path) -> list[int]:
    return [(folder / name).read_text(encoding="utf-8").count("extra_body") for name in ("a.py", "b.py", "c.py")]


@pytest.mark.parametrize(
    ("keys", "expected", "status"),
    [
        ("yyyy", [2, 1, 1], 0),
        ("nnnn", [0, 0, 0], 1),
        ("ynyn", [1, 1, 0], 1),
        ("y\nn\ny\nn\n", [1, 1, 0], 1),
        ("aa", [2, 1, 1], 0),
        ("ann", [1, 1, 0], 1),
        ("Ayy", [2, 1, 1], 0),
        ("Ann", [2, 0, 0], 1),
        ("yq", [1, 0, 0], 1),
        ("y\x04", [1, 0, 0], 1),
        ("xyzn?yn", [1, 1, 0], 1),
    ],
)
def test_each_key_does_what_it_says(folder: Path, keys: str, expected: list[int], status: int) -> None:
    session = Session(folder, "-i", ".")
    session.until(QUESTION)
    session.send(keys)
    assert (session.end(), fixed(folder)) == (status, expected), session.text


def test_questions_are_asked_in_the_language_of_messages(folder: Path) -> None:
    session = Session(folder, "-i", "--lang", "zh", "b.py")
    shown = session.until("[y,n,a,A,q,?]")
    assert "下线" in shown
    session.send("y")
    assert (session.end(), fixed(folder)) == (0, [0, 1, 0]), session.text


def test_a_question_shows_place_evidence_and_diff_in_colour(folder: Path) -> None:
    session = Session(folder, "-i", ".")
    shown = session.until(QUESTION)
    plain = re.sub(r"\x1b\[[0-9;]*m|\x1b\]8;.*?\x1b\\", "", shown)
    assert "\x1b[31m" in shown
    assert "\x1b[32m" in shown
    assert "--> a.py:6:14" in plain
    assert "= certain: a.py:3:" in plain
    assert '6 - create(model="deepseek-v3.2", messages=M)' in plain
    assert '6 + create(model="qwen3.7-plus", messages=M, extra_body={' in plain
    assert "Apply this fix? (1 of 4)" in plain
    session.send("?")
    assert "all further fixes in a.py" in session.until(QUESTION)
    session.send("q")
    assert session.end() == 1


@pytest.mark.parametrize("how", ["key", "signal"])
def test_ctrl_c_keeps_what_was_accepted_and_writes_nothing_else(folder: Path, how: str) -> None:
    session = Session(folder, "-i", ".")
    session.until(QUESTION)
    session.send("y")
    session.until(QUESTION)
    if how == "key":
        session.send("\x03")
    else:
        os.killpg(session.process.pid, signal.SIGINT)
    assert session.end() == 130
    assert fixed(folder) == [1, 0, 0]
    assert sorted(path.name for path in folder.iterdir()) == ["a.py", "b.py", "c.py"]
    assert "1 fixed" in session.text


def test_ctrl_c_while_nobody_reads_what_is_told_counts_at_the_next_question(folder: Path) -> None:
    session = Session(folder, "-i", ".")
    session.until(QUESTION)
    # Far more than a terminal holds: the command stands still in the midst of telling.
    session.send("?" * 1000)
    session.until("all further fixes in a.py")
    time.sleep(0.3)
    os.killpg(session.process.pid, signal.SIGINT)
    assert (session.end(), fixed(folder)) == (130, [0, 0, 0]), session.text[-500:]


def test_a_terminal_that_does_not_wait_for_keys_is_waited_for(folder: Path) -> None:
    session = Session(folder, "-i", ".", waits=False)
    session.until(QUESTION)
    time.sleep(0.3)
    session.send("q")
    assert (session.end(), fixed(folder)) == (1, [0, 0, 0]), session.text


def asked(meanwhile: Callable[[int], None]) -> tuple[str, bool]:
    """The answer to a question at a terminal of this process, and whether Ctrl-C was it; `meanwhile` has the other end."""
    master, slave = pty.openpty()
    with open(slave, encoding="utf-8") as keys, io.StringIO() as out:
        with Asker(keys, out, Style()) as asker:
            beside = Thread(target=meanwhile, args=(master,))
            beside.start()
            answer = asker._ask("Apply this fix? ")
            beside.join()
        return answer, asker.interrupted


def test_ctrl_c_that_another_thread_gets_ends_the_question() -> None:
    def press(master: int) -> None:
        time.sleep(0.2)
        signal.pthread_kill(get_ident(), signal.SIGINT)
        time.sleep(0.5)
        os.write(master, b"y")
        time.sleep(0.1)
        os.close(master)

    assert asked(press) == ("\x03", True)
    assert signal.set_wakeup_fd(-1) == -1


def test_a_terminal_that_is_gone_is_nobody_to_ask() -> None:
    assert asked(os.close) == ("", False)


def test_a_line_that_has_hung_up_is_nobody_to_ask() -> None:
    # The end that a terminal emulator holds: whoever reads there when the other end is gone is told of an error.
    master, slave = pty.openpty()
    with open(master, encoding="utf-8") as keys, io.StringIO() as out, Asker(keys, out, Style()) as asker:
        os.close(slave)
        assert (asker._ask("Apply this fix? "), asker.interrupted) == ("", False)


def test_a_key_that_comes_together_with_another_signal_is_the_answer() -> None:
    master, slave = pty.openpty()
    before = signal.signal(signal.SIGUSR1, lambda number, frame: None)
    try:
        with open(slave, encoding="utf-8") as keys, io.StringIO() as out, Asker(keys, out, Style()) as asker:
            signal.raise_signal(signal.SIGUSR1)
            os.write(master, b"y")
            assert (asker._ask("Apply this fix? "), asker.interrupted) == ("y", False)
    finally:
        signal.signal(signal.SIGUSR1, before)
        os.close(master)


def test_the_terminal_is_given_back_as_it_was(folder: Path) -> None:
    import termios

    session = Session(folder, "-i", ".")
    before = termios.tcgetattr(session.master)
    session.until(QUESTION)
    assert termios.tcgetattr(session.master) != before
    session.send("q")
    session.process.wait(timeout=60)
    assert termios.tcgetattr(session.master) == before
    session.end()


def test_unsafe_fixes_are_asked_for_only_when_wanted(tmp_path: Path) -> None:
    text = HEAD + 'create(model=os.getenv("MODEL", "deepseek-v3.2"), messages=M)\n'
    (tmp_path / "a.py").write_text(text, encoding="utf-8")
    session = Session(tmp_path, "-i", ".")
    assert session.end() == 1
    assert QUESTION not in session.text
    session = Session(tmp_path, "-i", "--unsafe-fixes", ".")
    assert "unsafe" in session.until(QUESTION)
    session.send("y")
    assert session.end() == 0


def test_secrets_are_masked(tmp_path: Path) -> None:
    text = HEAD + 'create(model="deepseek-v3.2", messages=M, user="sk-aaaaaaaaaaaaaaaaaaaa")\n'
    (tmp_path / "a.py").write_text(text, encoding="utf-8")
    session = Session(tmp_path, "-i", ".")
    session.until(QUESTION)
    session.send("n")
    session.end()
    assert "aaaaaaaa" not in session.text


def test_without_a_terminal_it_is_an_error(folder: Path) -> None:
    done = tool("scan", "--isolated", "-i", ".", cwd=folder)
    assert (done.status, done.output) == (2, "")
    assert done.errors == "error: interactive: there is no terminal to ask at; --diff shows the fixes, --fix writes them\n"
    assert tool("scan", "--isolated", "-i", "-", cwd=folder, given=b"").errors == (
        "error: interactive: does not go with standard input\n"
    )
    assert fixed(folder) == [0, 0, 0]
