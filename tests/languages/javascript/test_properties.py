"""Properties of the JavaScript reader, writer and comparison, over programs put together at random."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from migrator.changes import AddEntry, Change, RenameText
from migrator.findings import Edit
from migrator.languages.base import Document, Unparsed
from migrator.languages.javascript.language import HTML, JAVASCRIPT, TYPESCRIPT, JavaScript
from migrator.settle import apply_edits
from migrator.values import Literal, Record

LANGUAGES = st.sampled_from([JAVASCRIPT, TYPESCRIPT, HTML])
ITEMS = st.sampled_from(['model: "deepseek-v3"', "messages", "n: 1", "...rest", "'k': [1, 2]", "f() {}", "t: `a${b}`", "é: '你'"])
GAPS = st.sampled_from([" ", "\n", "\r\n  ", "\n\t", " /* c */ ", " // c\n  "])


@st.composite
def programs(draw: st.DrawFn) -> str:
    items = draw(st.lists(ITEMS, min_size=0, max_size=5, unique=True))
    gaps = [draw(GAPS) for _ in range(len(items) + 1)]
    body = "".join(f"{gap}{item}," for gap, item in zip(gaps, items, strict=False))
    if not draw(st.booleans()):
        body = body.removesuffix(",")
    return f"const b;\nconst a = 1;\nsend({{{body}{gaps[-1]}}});\nlast()".replace("const b;\n", "let b;\n")


def read(language: JavaScript, data: bytes) -> Document | Unparsed:
    return language.read("app.js", data, lambda text: "deepseek" in text)


@given(programs())
@settings(max_examples=150, deadline=None)
def test_only_what_was_asked_for_changes(source: str) -> None:
    data = source.encode()
    document = read(JAVASCRIPT, data)
    assert isinstance(document, Document), source
    record = document.facts.calls[0].arguments[0].value
    assert isinstance(record, Record)
    changes: list[Change] = [AddEntry(record.site, ("enable_thinking",), False, first=True)]
    for entry in record.entries:
        if isinstance(entry.value, Literal) and entry.value.value == "deepseek-v3":
            changes.append(RenameText(entry.value.site, "deepseek-v3", "qwen3.7-plus"))
    edits: list[Edit] = [edit for group in JAVASCRIPT.write(document, changes) for edit in group]
    new = apply_edits(data, edits)
    assert JAVASCRIPT.compare("app.js", data, new, edits) is None, new.decode()
    again = read(JAVASCRIPT, new)
    assert isinstance(again, Document), new.decode()
    after = again.facts.calls[0].arguments[0].value
    assert isinstance(after, Record)
    keys = [entry.key.value for entry in after.entries if isinstance(entry.key, Literal)]
    assert keys.count("enable_thinking") == 1
    assert [key for key in keys if key != "enable_thinking"] == [
        entry.key.value for entry in record.entries if isinstance(entry.key, Literal)
    ]
    assert b"deepseek-v3" not in new


@given(programs(), st.integers(0, 200), st.sampled_from(["x", "(", "}", "'", "\n", "1 +"]))
@settings(max_examples=150, deadline=None)
def test_a_change_outside_the_edits_is_seen(source: str, at: int, words: str) -> None:
    data = source.encode()
    cut = len(source[: at % (len(source) + 1)].encode())
    tampered = data[:cut] + words.encode() + data[cut:]
    assert JAVASCRIPT.compare("app.js", data, data, []) is None
    assert JAVASCRIPT.compare("app.js", data, tampered, []) is not None


@given(LANGUAGES, st.one_of(st.binary(max_size=200), programs().map(str.encode)), st.integers(0, 100), st.binary(max_size=6))
@settings(max_examples=300, deadline=None)
def test_nothing_raises_on_garbage(language: JavaScript, data: bytes, at: int, noise: bytes) -> None:
    cut = at % (len(data) + 1)
    found = read(language, data[:cut] + noise + data[cut:])
    assert isinstance(found, (Document, Unparsed))
    if isinstance(found, Document):
        sites = [mention.site for mention in found.facts.mentions]
        assert all(0 <= site.start <= site.end <= len(found.data) for site in sites)
