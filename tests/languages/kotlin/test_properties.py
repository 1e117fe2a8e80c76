"""What holds for every Kotlin file: edits stay where they are declared, offsets are exact, nothing raises."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from migrator.changes import AddToCall, RenameText
from migrator.languages.base import Document
from migrator.languages.kotlin.language import KOTLIN
from migrator.languages.kotlin.strings import holes, quoted, value_of
from migrator.settle import apply_edits
from migrator.values import Literal
from tests.languages.java.writing import DRESSES
from tests.languages.kotlin.writing import program

PIECES = [
    ".apiKey(key)",
    '.parameter("a", mapOf("b" to 1))',
    '.header("x", "深")',
    "\n        .prompt(given)",
    " /* 😀 */ .topP(0.5)",
    "\n        // .model(no)\n        .enableSearch(true)",
    '.apply { topK(3)\n if (maybe) prompt("$given ${given.length}") }',
]
CHAINS = st.lists(st.sampled_from(PIECES), max_size=5)
FRAGMENTS = st.sampled_from(
    [
        "class A {",
        "}",
        "(",
        ")",
        "GenerationParam.builder()",
        ".model(",
        '"deepseek-v3"',
        ".build()",
        "val x =",
        "?:",
        "when",
        "if (a)",
        "{ it ->",
        "\n",
        '"$',
        "é",
        "@A",
        "object",
        "fun f() =",
        "enum class B(val c: String)",
        "by lazy",
        "x[1] = 2",
        "this.y = 3",
    ]
)


def read(data: bytes) -> Document:
    document = KOTLIN.read("A.kt", data, lambda text: "deepseek" in text)
    assert isinstance(document, Document)
    return document


@settings(deadline=None, max_examples=60)
@given(CHAINS, CHAINS, st.sampled_from(sorted(DRESSES)), st.sampled_from(["", "\n        "]))
def test_a_chain_is_found_and_written_wherever_it_stands(before: list[str], after: list[str], dress: str, gap: str) -> None:
    chain = f'GenerationParam.builder(){"".join(before)}.model("deepseek-v3"){"".join(after)}{gap}.build()'
    data = DRESSES[dress](program(f"val o = {chain}"))
    document = read(data)
    call = next(each for each in document.facts.calls if any(argument.name == "model" for argument in each.arguments))
    model = next(argument for argument in call.arguments if argument.name == "model")
    assert isinstance(model.value, Literal)
    assert data[model.value_site.start : model.value_site.end].decode(document.encoding) == '"deepseek-v3"'
    changes = [RenameText(model.value_site, "deepseek-v3", "new"), AddToCall(call.site, "enableThinking", (), False)]
    edits = [edit for part in KOTLIN.write(document, changes) for edit in part]
    new = apply_edits(data, edits, document.encoding)
    assert KOTLIN.compare("A.kt", data, new, edits) is None
    again = read(new)
    names = [argument.name for each in again.facts.calls if each.site.start == call.site.start for argument in each.arguments]
    assert names.count("enableThinking") == 1
    stray = new.replace('"new"'.encode(document.encoding), '"other"'.encode(document.encoding))
    assert KOTLIN.compare("A.kt", data, stray.replace(b"k", b"q", 1), edits) is not None


@settings(deadline=None)
@given(st.lists(FRAGMENTS, max_size=25).map(" ".join) | st.text(max_size=80))
def test_nothing_raises_on_garbage(text: str) -> None:
    KOTLIN.read("A.kt", text.encode("utf-8", "surrogatepass"), lambda _: True)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30))
def test_a_quoted_text_reads_back(text: str) -> None:
    assert not holes(quoted(text))
    assert value_of(quoted(text)) == text
