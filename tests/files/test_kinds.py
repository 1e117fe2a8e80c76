from __future__ import annotations

import pytest

from migrator.files.kinds import KINDS, SCRIPT, Kind, is_minified, kind_of, of_language, resolve, settle


def _language(kind: Kind | None) -> str | None:
    return None if kind is None else kind.language


@pytest.mark.parametrize(
    "name,language",
    [
        ("a.py", "python"),
        ("a.pyi", "python"),
        ("a.pyw", "python"),
        ("A.PY", "python"),
        ("a.b.py", "python"),
        (".env", "dotenv"),
        (".env.local", "dotenv"),
        (".envrc", "dotenv"),
        ("script", ""),
        ("a.txt", "text"),
        ("a.cs", "text"),
        ("values.yaml.example", "yaml"),
        ("settings.sample", None),
        (".example", None),
        ("..example", None),
        ("a.pyc", None),
        ("a.png", None),
        ("a.css", None),
        ("a.", None),
        ("Jenkinsfile", "text"),
        ("Jenkinsfile.prod", "text"),
        (".hidden", None),
        ("py", ""),
    ],
)
def test_names(name: str, language: str | None) -> None:
    assert _language(kind_of(name)) == language


@pytest.mark.parametrize(
    "data,language",
    [
        (b"#!/usr/bin/python\n", "python"),
        (b"#!/usr/bin/env python3\n", "python"),
        (b"#!/usr/bin/env -S python3.11 -u\n", "python"),
        (b"#!/usr/bin/env -S PYTHONPATH=x python3\n", "python"),
        (b"#! python\r\n", "python"),
        (b"#!/opt/x/bin/pypy3\n", "python"),
        (b"#!/bin/sh\npython\n", "shell"),
        (b"#!/usr/bin/env bash\n", "shell"),
        (b"#!/usr/bin/env ruby\n", None),
        (b"#!\npython", None),
        (b"python", None),
        (b"", None),
        (b"#!" + b"x" * 100_000, None),
    ],
)
def test_shebangs(data: bytes, language: str | None) -> None:
    assert _language(settle(SCRIPT, data)) == language


@pytest.mark.parametrize("data,read", [(b"deepseek-r1", True), (b"\0deepseek-r1", False), (b"\xff\xfea\0", True)])
def test_binary_data_under_any_name_is_never_read(data: bytes, read: bool) -> None:
    kind = kind_of("a.xyz")
    assert kind is not None
    assert (settle(kind, data) is not None) is read


def test_a_suffix_needs_no_shebang() -> None:
    kind = KINDS[0]
    assert settle(kind, b"") is kind


def test_readers_are_imported_on_use_only() -> None:
    kind = Kind("x", "posixpath:join")
    import posixpath

    assert resolve(kind) is posixpath.join
    assert of_language("python") is KINDS[0]
    assert of_language("cobol") is None


@pytest.mark.parametrize(
    ("name", "data", "minified"),
    [
        ("lib.js", b"!function(e,t){" + b"e.a=t.b(c);" * 4000 + b"}();\n", True),
        ("lib.js", b"const a = call(b);\n" * 4000, False),
        ("small.js", b"x" * 9000, False),
        ("no_longer.js", b"x" * 10_000, False),
        ("longer.js", b"x" * 10_001, True),
        ("lines.js", b"\n".join([b"x" * 399] * 29 + [b"x" * 400]), False),
        ("lines.js", b"\n".join([b"x" * 399] * 29 + [b"x" * 401]), True),
        ("data.ipynb", b"x" * 90000, False),
        ("long.py", b"x = 1;" * 20000, False),
    ],
)
def test_what_a_program_wrote_for_browsers(name: str, data: bytes, minified: bool) -> None:
    kind = kind_of(name)
    assert kind is not None
    assert is_minified(kind, data) is minified
