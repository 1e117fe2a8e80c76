"""Texts that hold a parser for ever: each costs itself, after a number of steps and not of seconds."""

from __future__ import annotations

import gc
import sys

import pytest
import tree_sitter
import tree_sitter_javascript
import tree_sitter_typescript

from migrator.languages.grammar import TOO_LONG, bounded
from tests.programs.promise import run_on

TSX = b'[{:"n" n:{n/v1});;c`y"o'
KOTLIN = b"""e const val FAST = "deepseek-v3"

class Chat(private val generation: Generation = Generation()) {
    fun ask(messages: List<Message>): GenerationResult {
        val param = GenerationParam.builder()
            .apiKey(System.getenv("DASHSCOPE_API_KEY"))aram)
    }

    fun misplaced(messages: List<Message>) = generation.call(
        GenerationParam.builder()
            .model("deepseek-v3.1")
            .messages(messages)
            .resultFormat("message")
            .parameter("extra_body", mapOf("enable_thinking" to true))
            .build(),
    )

    companion object {
        const val REASONER = "deepseek-r1"

        fun think(messages: List<Message>): GenerationResult =
            Generation().call(GenerationPara,.builder().model(REASONER).messages(messages).resultFormat("message").build())
    }
}
"""


def parser(grammar: object) -> tree_sitter.Parser:
    return tree_sitter.Parser(tree_sitter.Language(grammar))


@pytest.mark.parametrize(
    "name, data",
    [("a.tsx", TSX + b' "deepseek-v3"'), ("a.js", TSX + b' "deepseek-v3"'), ("A.kt", KOTLIN)],
    ids=["tsx", "js", "kt"],
)
def test_a_text_that_holds_the_parser_costs_itself(name: str, data: bytes) -> None:
    report = run_on(name, data)
    assert [each.code for each in report.skipped] == ["parse-error"]
    assert {each.certainty.name for each in report.findings} == {"POSSIBLE"}


def test_the_parser_is_stopped_where_it_would_go_on_for_ever() -> None:
    assert bounded(parser(tree_sitter_typescript.language_tsx()), TSX) is None
    assert TOO_LONG


@pytest.mark.parametrize(
    "text", [TSX, b"const x = 1;\n" * 1000, b"f(`\xe4\xb8\xad`) )\n" * 9000], ids=["stopped", "whole", "long and broken"]
)
def test_a_parse_keeps_nothing_of_its_text(text: bytes) -> None:
    bounded(parser(tree_sitter_typescript.language_tsx()), text)
    gc.collect()
    references, blocks = sys.getrefcount(text), sys.getallocatedblocks()
    bounded(parser(tree_sitter_typescript.language_tsx()), text)
    gc.collect()
    assert sys.getrefcount(text) == references
    assert sys.getallocatedblocks() - blocks < 500


def test_the_next_text_is_no_rest_of_one_that_was_given_up() -> None:
    again = parser(tree_sitter_typescript.language_tsx())
    assert bounded(again, TSX) is None
    tree = bounded(again, b"f(1)\n")
    assert tree is not None
    assert (tree.root_node.has_error, tree.root_node.end_byte) == (False, 5)


@pytest.mark.parametrize("times", [1, 20_000])
def test_whatever_can_be_parsed_is(times: int) -> None:
    text = b'const x = "\xe4\xb8\xad"; f(x, { a: [1, `b${c}`] });\n' * times
    tree = bounded(parser(tree_sitter_javascript.language()), text)
    assert tree is not None
    assert not tree.root_node.has_error
    assert tree.root_node.end_byte == len(text)
    assert tree.root_node.children[1].text == text.split(b"\n")[0].partition(b"; ")[2]


def test_versions_that_count_no_steps_get_a_time() -> None:
    class Older:
        timeout_micros = 0

        def reset(self) -> None:
            pass

        def parse(self, text: bytes) -> str:
            if text == b"long":
                raise ValueError("Parsing failed")
            return f"a tree within {self.timeout_micros}"

    assert bounded(Older(), b"x") == "a tree within 20000000"  # type: ignore[arg-type,comparison-overlap]
    assert bounded(Older(), b"long") is None  # type: ignore[arg-type]
