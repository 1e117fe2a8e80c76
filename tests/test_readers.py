"""Every reader takes whatever bytes there are: a short run of `tools/readers.py`, without atheris."""

from __future__ import annotations

import pytest

from tests.tools import readers


@pytest.mark.parametrize("kind", sorted(readers.NAMES))
def test_a_reader_reads_the_seeds_and_damaged_ones(kind: str) -> None:
    assert readers.read_seeds(readers.NAMES[kind], 0, 10) == []


@pytest.mark.parametrize("kind", sorted(readers.NAMES))
@pytest.mark.parametrize("data", [b"", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b'"', b"{", b"deepseek-v3" + b"\x80" * 9])
def test_a_reader_reads_next_to_nothing(kind: str, data: bytes) -> None:
    readers.reader(readers.NAMES[kind])(data)


def test_a_collection_with_an_escape_that_json_does_not_know_is_read() -> None:
    request = b'{"method": "POST", "url": "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions", '
    request += b'"body": {"mode": "raw", "raw": "\\{\\"model\\": \\"deepseek-v3\\"}"}}'
    info = b'{"name": "a", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}'
    readers.reader("a.json")(b'{"info": ' + info + b', "item": [{"name": "b", "request": ' + request + b"}]}")


def test_what_escapes_a_reader_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def raises(data: bytes) -> None:
        if b"OpenAI" in data:
            raise ValueError("no")

    monkeypatch.setattr(readers, "reader", lambda name: raises)
    assert {problem for _, problem in readers.read_seeds("a.py", 0, 0)} == {"ValueError: no"}


def test_without_atheris_the_command_says_what_it_needs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert readers.main(["python", "--minutes", "1"]) == 2
    assert "pip install atheris" in capsys.readouterr().err
