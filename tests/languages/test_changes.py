"""What writers make of changes that cannot be made together, or not in this place: they refuse, and write nothing wrong."""

from __future__ import annotations

import pytest

from migrator.changes import AddEntry, AddToCall, CannotWrite, Change, DropEntry, MoveEntry, RenameText, SetConstant
from migrator.languages.base import Document, Language
from migrator.languages.batch.language import BATCH
from migrator.languages.config.language import INI, JSON, PROPERTIES, YAML
from migrator.languages.documents.markup import MARKDOWN
from migrator.languages.http_file.language import HTTP_FILE
from migrator.languages.shell.language import SHELL
from migrator.values import Scalar, Site

URL = "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"
POST = f"POST {URL}\n\n"
FILES = {
    "a.http": HTTP_FILE,
    "a.sh": SHELL,
    "a.bat": BATCH,
    "a.ini": INI,
    "a.json": JSON,
    "a.properties": PROPERTIES,
    "a.yaml": YAML,
    "a.md": MARKDOWN,
}


def site(name: str, text: str, part: str) -> Site:
    """Where a part of a file's text stands."""
    start = text.encode().index(part.encode())
    return Site(name, start, start + len(part.encode()))


def written(name: str, text: str, *changes: Change) -> str:
    """The file's text with the changes made."""
    language: Language = FILES[name]
    document = language.read(name, text.encode(), lambda said: True)
    assert isinstance(document, Document)
    data = text.encode()
    for edit in sorted((each for group in language.write(document, changes) for each in group), reverse=True):
        data = data[: edit.start] + edit.text.encode() + data[edit.end :]
    return data.decode()


def add(name: str, text: str, mapping: str, *path: str, value: Scalar = False) -> AddEntry:
    return AddEntry(site(name, text, mapping), path, value)


def move(name: str, text: str, mapping: str, entry: str, value: str, *path: str, into: str | None = None) -> MoveEntry:
    places = [site(name, text, each) for each in (mapping, entry, value)]
    return MoveEntry(*places, path, site(name, text, into) if into is not None else None)


BODY = POST + '{"a": 7, "b": {"c": 2}}'
WHOLE = '{"a": 7, "b": {"c": 2}}'
TWO = f"curl {URL} -d '{{\"a\": 1}}'\ncurl {URL} -d '{{\"b\": 2}}'\n"
HOLE = f'curl {URL} -d "{{\\"a\\": {{\\"b\\": $X}}}}"\n'
FORMAT = f'printf \'{{"a": "5%%", "b": {{}}}}\' | curl {URL} -d @-\n'
BATCHED = f'curl {URL} -d "{{\\"a\\": 7}}"\n'
ROWS: dict[str, tuple[str, str, tuple[Change, ...], str]] = {
    "an object that is there is entered": (
        "a.http",
        BODY,
        (add("a.http", BODY, WHOLE, "b", "x"),),
        POST + '{"a": 7, "b": {"c": 2, "x": false}}',
    ),
    "two into an object that is made for them": (
        "a.http",
        BODY,
        (add("a.http", BODY, WHOLE, "n", "m", "x"), add("a.http", BODY, WHOLE, "n", "m", "y")),
        POST + '{"a": 7, "b": {"c": 2}, "n": {"m": {"x": false, "y": false}}}',
    ),
    "a value that stays as it is": ("a.http", BODY, (SetConstant(site("a.http", BODY, "7"), 7),), BODY),
    "a value of which the end stays": (
        "a.http",
        BODY,
        (SetConstant(site("a.http", BODY, "7"), 27),),
        POST + '{"a": 27, "b": {"c": 2}}',
    ),
    "a key that leaves and another that comes in its place": (
        "a.http",
        BODY,
        (move("a.http", BODY, WHOLE, '"a": 7', "7", "z"), add("a.http", BODY, WHOLE, "x")),
        POST + '{"z": 7, "b": {"c": 2}, "x": false}',
    ),
    "the only key leaves": (
        "a.http",
        BODY,
        (DropEntry(site("a.http", BODY, '{"c": 2}'), site("a.http", BODY, '"c": 2')),),
        POST + '{"a": 7, "b": {}}',
    ),
    "a text in lines": (
        "a.properties",
        "m = x\n",
        (add("a.properties", "m = x\n", "m = x", "effort", value="low"),),
        "m = x\neffort = low\n",
    ),
    "the same twice": (
        "a.http",
        BODY,
        (RenameText(site("a.http", BODY, '"a"'), "a", "z"), RenameText(site("a.http", BODY, '"a"'), "a", "z")),
        POST + '{"z": 7, "b": {"c": 2}}',
    ),
}
REFUSED: dict[str, tuple[str, str, tuple[Change, ...], str]] = {
    "a key that is there": ("a.http", BODY, (add("a.http", BODY, WHOLE, "a"),), "key-conflict"),
    "an object where a value is": ("a.http", BODY, (add("a.http", BODY, WHOLE, "a", "x"),), "key-conflict"),
    "a value where an object is": ("a.http", BODY, (add("a.http", BODY, WHOLE, "b"),), "key-conflict"),
    "a key twice": (
        "a.http",
        BODY,
        (add("a.http", BODY, WHOLE, "x"), add("a.http", BODY, WHOLE, "x", value=True)),
        "key-conflict",
    ),
    "an object over a new value": (
        "a.http",
        BODY,
        (add("a.http", BODY, WHOLE, "x"), add("a.http", BODY, WHOLE, "x", "y")),
        "key-conflict",
    ),
    "a value over a new object": (
        "a.http",
        BODY,
        (add("a.http", BODY, WHOLE, "x", "y"), add("a.http", BODY, WHOLE, "x")),
        "key-conflict",
    ),
    "a value over a new object's": (
        "a.http",
        BODY,
        (add("a.http", BODY, WHOLE, "x", "y", "z"), add("a.http", BODY, WHOLE, "x", "y")),
        "key-conflict",
    ),
    "an object over a new object's value": (
        "a.http",
        BODY,
        (add("a.http", BODY, WHOLE, "x", "y"), add("a.http", BODY, WHOLE, "x", "y", "z")),
        "key-conflict",
    ),
    "an entry that is none": ("a.http", BODY, (move("a.http", BODY, WHOLE, '"c": 2', "2", "x"),), "changed-meanwhile"),
    "two changes of one value": (
        "a.http",
        BODY,
        (SetConstant(site("a.http", BODY, "7"), 2), RenameText(site("a.http", BODY, "7"), "7", "3")),
        "key-conflict",
    ),
    "a place that is no body's": ("a.http", BODY, (SetConstant(site("a.http", BODY, "POST"), 2),), "body-not-literal"),
    "a place in no node": ("a.http", BODY, (SetConstant(site("a.http", BODY, '7, "b"'), 2),), "body-not-literal"),
    "a place between nodes": ("a.http", BODY, (SetConstant(site("a.http", BODY, '"c": 2'), 2),), "body-not-literal"),
    "a place that is no command's body": ("a.sh", TWO, (SetConstant(site("a.sh", TWO, "curl"), 2),), "body-not-literal"),
    "what a format takes for its own": (
        "a.sh",
        FORMAT,
        (move("a.sh", FORMAT, FORMAT[8:29], '"a": "5%%"', '"5%%"', "x", into="{}"),),
        "body-not-literal",
    ),
    "what a batch file takes for its own": (
        "a.bat",
        BATCHED,
        (SetConstant(site("a.bat", BATCHED, "7"), "a&b"),),
        "body-not-literal",
    ),
    "a name that is not there": ("a.http", BODY, (RenameText(site("a.http", BODY, '"a"'), "x", "y"),), "body-not-literal"),
    "a change of another kind": ("a.http", BODY, (AddToCall(site("a.http", BODY, WHOLE), "x", (), False),), "body-not-literal"),
    "a key into another body": (
        "a.sh",
        TWO,
        (move("a.sh", TWO, '{"a": 1}', '"a": 1', "1", "x", into='{"b": 2}'),),
        "body-not-literal",
    ),
    "a value of another body": ("a.sh", TWO, (move("a.sh", TWO, '{"a": 1}', '"a": 1', "2", "x"),), "body-not-literal"),
    "a value from a variable": (
        "a.sh",
        HOLE,
        (move("a.sh", HOLE, '{\\"a\\": {\\"b\\": $X}}', '\\"a\\": {\\"b\\": $X}', '{\\"b\\": $X}', "x"),),
        "body-not-literal",
    ),
    "over a variable": ("a.sh", HOLE, (SetConstant(site("a.sh", HOLE, '{\\"b\\": $X}'), 1),), "body-not-literal"),
    "settings, two changes of one value": (
        "a.yaml",
        "a: x\n",
        (RenameText(site("a.yaml", "a: x\n", "x"), "x", "y"), SetConstant(site("a.yaml", "a: x\n", "x"), 1)),
        "key-conflict",
    ),
    "settings, a key that is there": ("a.yaml", "a: x\n", (add("a.yaml", "a: x\n", "a: x", "a"),), "body-not-literal"),
    "settings, a flow mapping's key that is there": (
        "a.json",
        '{"a": 1}',
        (add("a.json", '{"a": 1}', '{"a": 1}', "a"),),
        "key-conflict",
    ),
    "sections in sections": ("a.ini", "[s]\nm = x\n", (add("a.ini", "[s]\nm = x\n", "m = x", "a", "b"),), "body-not-literal"),
    "text": ("a.md", "a\n", (RenameText(site("a.md", "a\n", "a"), "a", "b"),), "documentation"),
}


@pytest.mark.parametrize("title", ROWS)
def test_changes_are_made_together(title: str) -> None:
    name, before, changes, after = ROWS[title]
    assert written(name, before, *changes) == after


@pytest.mark.parametrize("title", REFUSED)
def test_changes_that_cannot_be_made_are_refused(title: str) -> None:
    name, text, changes, code = REFUSED[title]
    with pytest.raises(CannotWrite) as refused:
        written(name, text, *changes)
    assert refused.value.code == code
