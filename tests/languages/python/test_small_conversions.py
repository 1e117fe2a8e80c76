"""Calls whose interface changes, in programs that are spelled less commonly: converted as they stand, or left to a person."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.languages.tables import Outcome, Row, check, outcomes

NAME = "main.py"
TO = "qwen3.7-plus"
LATER = ("DSM101 3 certain interface-change",)
LEFT = ("DSM101 2 certain interface-change",)


def _kept(source: str, *found: str) -> Row:
    return Row(source, None, found or None)


def _fixed(source: str, *swaps: tuple[str, str], found: tuple[str, ...] = ()) -> Row:
    after = source
    for old, new in swaps:
        assert old in after
        after = after.replace(old, new)
    return Row(source, after, found or None)


ASKED = 'r = Generation.call("deepseek-v3", "hi")\n'
READ = "print(r.output.text)\n"
IMPORT = ("from dashscope import Generation\n", "from dashscope import MultiModalConversation\n")
ASK = ("Generation.call(", "MultiModalConversation.call(")
MODEL = ("deepseek-v3", TO)
PROMPT = (', "hi")', ', messages=[{"role": "user", "content": [{"text": "hi"}]}], enable_thinking=False)')
REPLY = ("r.output.text", 'r.output.choices[0].message.content[0]["text"]')
WHOLE = (ASK, MODEL, PROMPT, REPLY)
ROWS: dict[str, Row] = {
    "plain": _fixed(f"from dashscope import Generation\n{ASKED}{READ}", IMPORT, *WHOLE, found=("DSM101 2 certain safe",)),
    "a prompt that is named on the way": _fixed(
        f'from dashscope import Generation\nr = Generation.call("deepseek-v3", p := "hi")\n{READ}print(p)\n',
        IMPORT,
        ASK,
        MODEL,
        (', p := "hi")', ', messages=[{"role": "user", "content": [{"text": (p := "hi")}]}], enable_thinking=False)'),
        REPLY,
        found=("DSM101 2 certain safe",),
    ),
    "a remark in the reading": _kept(
        f"from dashscope import Generation\n{ASKED}print(\n    r.output  # the reply\n    .text\n)\n", *LEFT
    ),
    "a name that is taken": _kept(f"from dashscope import Generation\nMultiModalConversation = 5\n{ASKED}{READ}", *LATER),
    "a name that is there": _fixed(
        f"from dashscope import Generation, MultiModalConversation\nMultiModalConversation.call\n{ASKED}{READ}",
        ("Generation, ", ""),
        ("= Generation", "= MultiModalConversation"),
        *WHOLE[1:],
        found=("DSM101 3 certain safe",),
    ),
    "a name that is there, last": _fixed(
        f"from dashscope import MultiModalConversation, Generation\nMultiModalConversation.call\n{ASKED}{READ}",
        (", Generation", ""),
        ("= Generation", "= MultiModalConversation"),
        *WHOLE[1:],
        found=("DSM101 3 certain safe",),
    ),
    # The import alone on its line may be somebody else's business.
    "a name that is there, on a line of its own": _fixed(
        f"from dashscope import Generation\nfrom dashscope import MultiModalConversation\n{ASKED}{READ}",
        *WHOLE,
        found=("DSM101 3 certain safe",),
    ),
    "a name that is there, with a remark between": _kept(
        "from dashscope import (\n    Generation,  # text\n    MultiModalConversation,\n)\n"
        f"MultiModalConversation.call\n{ASKED}{READ}",
        "DSM101 6 certain interface-change",
    ),
    "from its own module": _fixed(
        f"from dashscope.aigc.generation import Generation\n{ASKED}{READ}",
        ("generation import Generation", "multimodal_conversation import MultiModalConversation"),
        *WHOLE,
        found=("DSM101 2 certain safe",),
    ),
    "from its own module, beside another": _fixed(
        f"from dashscope.aigc.generation import Generation, AioGeneration\nAioGeneration.call\n{ASKED}{READ}",
        (
            "import Generation, AioGeneration\n",
            "import AioGeneration\nfrom dashscope.aigc.multimodal_conversation import MultiModalConversation\n",
        ),
        ("= Generation", "= MultiModalConversation"),
        *WHOLE[1:],
        found=("DSM101 3 certain safe",),
    ),
    "from its own module, beside another, on a line with more": _kept(
        f"from dashscope.aigc.generation import Generation, AioGeneration; import os\nAioGeneration.call\n{ASKED}{READ}", *LATER
    ),
    "by its name in a mapping": _kept(
        f'import dashscope\nr = getattr(dashscope, "Generation").call("deepseek-v3", "hi")\n{READ}', *LEFT
    ),
    "by what gives it": _kept(
        f'from dashscope import Generation\ndef give():\n    return Generation\nr = give().call("deepseek-v3", "hi")\n{READ}',
        "DSM101 4 certain interface-change",
    ),
    "a content that is put in": _kept(
        'from dashscope import Generation\ndef ask():\n    m = {"role": "user"}\n    m["content"] = yield\n'
        '    r = Generation.call("deepseek-v3", messages=[m], result_format="message")\n'
        "    print(r.output.choices[0].message.content)\n",
        "DSM101 5 certain interface-change",
    ),
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Outcome]:
    """What comes of all rows, in one run."""
    return outcomes(tmp_path_factory.mktemp("rows"), ROWS, NAME, "--to", TO)


@pytest.mark.parametrize("title", ROWS)
def test_a_call_is_converted(title: str, results: Mapping[str, Outcome]) -> None:
    check(ROWS[title], results[title], NAME)
