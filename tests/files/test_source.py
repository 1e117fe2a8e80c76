from __future__ import annotations

import codecs
import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrator.files.source import Source, Unreadable, decode, encoding_of, read_bytes
from migrator.files.tree import FolderTree


@pytest.mark.parametrize(
    "data,text,encoding,newline",
    [
        (b"", "", "utf-8", "\n"),
        (b"x\n", "x\n", "utf-8", "\n"),
        (b"x\r\ny\n", "x\r\ny\n", "utf-8", "\r\n"),
        (b"x\ry", "x\ry", "utf-8", "\r"),
        (b"x\r", "x\r", "utf-8", "\r"),
        (b"\xef\xbb\xbfx", "x", "utf-8", "\n"),
        (b"\xef\xbb\xbf# coding: utf-8\n", "# coding: utf-8\n", "utf-8", "\n"),
        ("é".encode(), "é", "utf-8", "\n"),
        (b"# -*- coding: latin-1 -*-\n\xe9", "# -*- coding: latin-1 -*-\né", "iso8859-1", "\n"),
        (b"#!/usr/bin/python\r# vim: set fileencoding=gbk :\r\xc4\xe3", "#!/usr/bin/python\r# vim: set fileencoding=gbk :\r你",
         "gbk", "\r"),
        (b"# coding: ascii\n", "# coding: ascii\n", "ascii", "\n"),
        (b"##" + "你".encode() * 400 + b"\nx", "##" + "你" * 400 + "\nx", "utf-8", "\n"),
        (b"\r# coding: latin-1\r\xe9", "\r# coding: latin-1\ré", "iso8859-1", "\r"),
        (b"#!/usr/bin/python\r\n# coding: latin-1\r\n\xe9", "#!/usr/bin/python\r\n# coding: latin-1\r\né", "iso8859-1", "\r\n"),
        (b"x\ny\rz\n", "x\ny\rz\n", "utf-8", "\n"),
        (b"x\ry\nz\r", "x\ry\nz\r", "utf-8", "\r"),
        (b"\n\n# coding: latin-1\n\xc3\xa9", "\n\n# coding: latin-1\né", "utf-8", "\n"),
    ],
)  # fmt: skip
def test_python(data: bytes, text: str, encoding: str, newline: str) -> None:
    source = decode("a.py", data, "python")
    assert isinstance(source, Source)
    assert (source.text, source.encoding, source.newline) == (text, encoding, newline)
    assert source.bom + source.text.encode(source.encoding) == data
    assert (source.path, source.data) == ("a.py", data)


@pytest.mark.parametrize(
    "data,code",
    [
        (b"x\n\xe9\n", "not-utf-8"),
        (b"x\n\n\n\xe9\n", "not-utf-8"),
        (b"\xef\xbb\xbfx\xe9", "not-utf-8"),
        (b"a\0b", "binary"),
        (b"# coding: nonsense\n", "encoding"),
        (b"# coding: rot13\n", "encoding"),
        (b"# coding: zlib\n", "encoding"),
        (b"# coding: undefined\n", "encoding"),
        (b"# coding: utf-7\n", "encoding"),
        (b"# coding: utf-16\n", "encoding"),
        (b"# coding: hz\n", "encoding"),
        (b"# coding: iso2022_jp\n", "encoding"),
        (b"# coding: cp037\n", "encoding"),
        (b"# coding: unicode_escape\n", "encoding"),
        (b"# coding: ascii\n\xe9", "encoding"),
        # Two ways to write one letter, of which only the other would come back.
        (b"# coding: cp932\n# \xfa\x5c\n", "encoding"),
        (b"\xef\xbb\xbf# coding: latin-1\n", "encoding"),
        ("x".encode("utf-16"), "encoding"),
    ],
)
def test_python_that_has_no_text(data: bytes, code: str) -> None:
    source = decode("a.py", data, "python")
    assert isinstance(source, Unreadable)
    assert source.code == code
    assert source.message


@pytest.mark.parametrize(
    "data,language,message",
    [
        (b"x\n\xe9\n", "python", "byte 3 is not UTF-8"),
        (b"# \xe9\n", "python", "byte 3 is not UTF-8 and no encoding is declared"),
        (b"\xef\xbb\xbf{}\xe9", "json", "byte 6 is not UTF-8"),
        (b"# coding: ascii\n\xe9", "python", "byte 17 is not ASCII"),
        (b"# coding: nonsense\n", "python", "unknown encoding: nonsense"),
        (b"\xef\xbb\xbf# coding: latin-1\n", "python", "encoding problem: utf-8"),
        # The coding line is what is wrong here, not the byte.
        (b"# coding: nonsense\n\xe9", "python", "unknown encoding: nonsense"),
        (b"\xef\xbb\xbf# coding: latin-1\n\n\xe9", "python", "encoding problem: utf-8"),
    ],
)
def test_says_what_is_wrong_and_where(data: bytes, language: str, message: str) -> None:
    source = decode("a.py", data, language)
    assert isinstance(source, Unreadable)
    assert source.message == message


def test_a_mark_alone_tells_the_encoding() -> None:
    marked = [codecs.BOM_UTF16_LE + b"x\0", codecs.BOM_UTF16_BE + b"\0x", codecs.BOM_UTF8 + b"\xff", b"\xff"]
    assert [encoding_of(data) for data in marked] == ["utf-16-le", "utf-16-be", "utf-8", "utf-8"]


def test_other_languages_know_marks_but_no_coding_lines() -> None:
    wide = decode("x", "é\r\n".encode("utf-16"), "dotenv")
    assert isinstance(wide, Source)
    assert (wide.text, wide.encoding, wide.newline) == ("é\r\n", "utf-16-le", "\r\n")
    plain = decode("x", "# coding: latin-1\né".encode(), "dotenv")
    assert isinstance(plain, Source)
    assert plain.text.endswith("é")


@given(st.binary(max_size=60), st.sampled_from(["python", "dotenv"]))
def test_any_bytes_come_back_or_are_refused(data: bytes, language: str) -> None:
    source = decode("x", data, language)
    assert isinstance(source, Unreadable) or source.bom + source.text.encode(source.encoding) == data


def test_says_why_there_are_no_bytes(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "big").write_bytes(b"12345")
    (tmp_path / "fine").write_bytes(b"123")
    tree = FolderTree(str(tmp_path), largest=4)
    answers = [read_bytes(tree, name) for name in ("pipe", "big", "none", "", "nul\0", "fine")]
    assert answers == [
        Unreadable("not-a-file", "not a regular file; never opened"),
        Unreadable("too-large", "larger than 4 bytes"),
        Unreadable("unreadable", os.strerror(errno.ENOENT)),
        Unreadable("unreadable", os.strerror(errno.EISDIR)),
        answers[4],
        b"123",
    ]
    # Each Python says it in words of its own.
    assert isinstance(answers[4], Unreadable)
    assert (answers[4].code, "embedded null" in answers[4].message) == ("unreadable", True)


def test_no_more_is_read_of_what_does_not_begin_as_asked(tmp_path: Path) -> None:
    (tmp_path / "fine").write_bytes(b"#!python")
    tree = FolderTree(str(tmp_path))
    assert [read_bytes(tree, "fine", magic) for magic in (b"", b"#!", b"PK")] == [b"#!python", b"#!python", b"#!"]
