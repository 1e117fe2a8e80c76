"""Functions that a window of Gradio calls: what people choose there is what they are called with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.table import Case, check

ASK = "import gradio as gr\ndef ask(q, model):\n    return create(model=model, messages=M)\n"
CHAT = "import gradio as gr\ndef ask(message, history, model):\n    return create(model=model, messages=history)\n"


def window(name: str, source: str, *found: str, after: dict[str, str] | None = None) -> Case:
    return Case(name, source, found, after or {})


CASES = [
    window(
        "a chat with something to choose",
        f'{CHAT}gr.ChatInterface(ask, additional_inputs=[gr.Dropdown(["deepseek-v3", "qwen-plus"], value="deepseek-v3")])\n',
        "DSM101 4 certain shared-value",
    ),
    window(
        "a form",
        f'{ASK}gr.Interface(fn=ask, inputs=["text", gr.Radio(choices=["deepseek-r1"])], outputs="text")\n',
        "DSM101 4 certain branch-on-model",
    ),
    window(
        "a form whose choices are given without a name",
        f'{ASK}gr.Interface(ask, ["text", gr.Radio(["deepseek-r1"])], "text")\n',
        "DSM101 4 certain branch-on-model",
    ),
    window(
        "a button, and choices with labels that have a name",
        f'{ASK}MODELS = [("R1", "deepseek-r1")]\nd = gr.Dropdown(choices=MODELS)\nb = gr.Button()\nb.click(ask, [d, d])\n',
        "DSM101 4 certain branch-on-model",
    ),
    window(
        "one part alone",
        'import gradio as gr\ndef ask(model):\n    return create(model=model, messages=M)\nd = gr.Dropdown(value="deepseek-r1")\n'
        "d.change(fn=ask, inputs=d)\n",
        "DSM101 4 certain safe",
        after={"deepseek-r1": "qwen3.7-plus"},
    ),
    window(
        "people may type another",
        f'{ASK}d = gr.Dropdown(value="deepseek-v3", allow_custom_value=True)\nb = gr.Button()\nb.click(ask, inputs=[d, d])\n',
        "DSM101 4 certain unsafe",
        after={
            '"deepseek-v3"': '"qwen3.7-plus"',
            "messages=M)": 'messages=M, extra_body={"enable_thinking": False})',
        },
    ),
    window(
        "nothing to choose from",
        f'{ASK}d = gr.Dropdown()\nb = gr.Textbox("deepseek-r1")\nb.submit(ask, [d, b])\nb.click(ask)\nb.click(ask(1, 2), [b])\n',
        "DSM102 5 possible unknown-endpoint",
    ),
    window(
        "a click that is no window's",
        'page.click("deepseek-r1", [1])\nclick(page, [1])\n',
        "DSM102 1 possible unknown-endpoint",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_window(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(case, tmp_path, monkeypatch)
