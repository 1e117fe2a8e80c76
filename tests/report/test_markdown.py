from __future__ import annotations

import io
from dataclasses import replace

import pytest

from migrator.files.own import MARKER
from migrator.findings import Cell, Refusal, Report, Skipped
from migrator.report import Style, render
from migrator.report.marking import block, code, inline
from tests.report.samples import CHAT, mentioned, refused, report, retired


def rendered(name: str, made: Report) -> str:
    out = io.StringIO()
    render(name, made, Style(), out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("a `b_c*` d_e*", "a `b_c*` d\\_e\\*"),
        ("a ``b`c`` d", "a ``b`c`` d"),
        ("one ` alone", "one \\` alone"),
        ("<img src=x onerror=y>", "&lt;img src=x onerror=y&gt;"),
        ("a & b", "a &amp; b"),
        ("[x](javascript:y)", "\\[x\\](javascript:y)"),
        ("ask @someone about #12 or www.x.example", "ask @<!-- -->someone about #<!-- -->12 or www<!-- -->.x.example"),
        ("see https://x.example/a_b now", "see `https://x.example/a_b` now"),
        ("(see https://x.example/a, or so)", "(see `https://x.example/a`, or so)"),
        ("a\nb\tc", "a b c"),
        ("\x1b[31m\u202ex", "\ufffd\\[31m\ufffdx"),
    ],
)
def test_text_stays_text(text: str, expected: str) -> None:
    assert inline(text) == expected


def test_in_a_table_no_text_makes_a_column() -> None:
    assert inline("a | b `c | d`", table=True) == "a \\| b `c \\| d`"


@pytest.mark.parametrize(("text", "expected"), [("a", "`a`"), ("`", "`` ` ``"), ("a``b", "```a``b```"), ("", "`  `")])
def test_code_is_fenced_by_more_ticks_than_it_holds(text: str, expected: str) -> None:
    assert code(text) == expected


def test_a_block_cannot_be_left() -> None:
    assert block("a\n````\nb\x07\tc", "py") == ["`````py", "a", "````", "b\ufffd\tc", "`````"]


def test_all_findings_stand_in_the_table() -> None:
    text = rendered("markdown", report(retired(), refused(), mentioned()))
    assert text.startswith(
        f"{MARKER}\n## Retired models on Model Studio\n\n**3 findings** in 2 files: 1 fixable, 2 refused (14 files looked at).\n"
    )
    rows = [line for line in text.splitlines() if line.startswith("| ")][2:]
    assert [row.split(" | ")[1] for row in rows] == ["`app/chat.py:8:15`", "`app/chat.py:9:9`", "`models.py:1:27`"]
    assert [row.split(" | ")[4:] for row in rows] == [
        ["certain", "fixable |"],
        ["certain", "refused: unpacked-arguments |"],
        ["possible", "refused: unknown-endpoint |"],
    ]


def test_a_fix_has_evidence_diff_and_request() -> None:
    text = rendered("markdown", report(retired()))
    assert "<details><summary>safe fix: <code>app/chat.py:8</code></summary>" in text
    assert "- `app/chat.py:3:26`: its base URL is Model Studio's, region cn-beijing" in text
    assert '-        model="deepseek-v3.2",\n+        model="qwen3.7-plus",' in text
    assert '- "model": "deepseek-v3.2"\n+ "model": "qwen3.7-plus"' in text
    assert "sk-0123" not in text


def test_refused_suppressed_and_skipped_are_told() -> None:
    hidden = replace(retired(), suppressed="comment", reason="until *May*")
    text = rendered("markdown", report(refused(), hidden, skipped=(Skipped("b|.py", "parse-error", "line 3"),)))
    assert "- [ ] `app/chat.py:9` DSM201 (`unpacked-arguments`): `**options` may hold more" in text
    assert "(by comment): until \\*May\\*" in text
    assert "- `b|.py`: skipped (`parse-error`): line 3" in text


def test_nothing_found_is_said_in_one_line() -> None:
    assert "✅ Nothing found (14 files looked at)." in rendered("markdown", report())


def test_a_path_cannot_leave_its_cell_or_its_summary() -> None:
    finding = replace(retired("a|<b>.py"), cell=Cell(2, 3))
    text = rendered("markdown", replace(report(finding), sources={"a|<b>.py": CHAT.encode()}))
    assert "| `a\\|<b>.py:8:15 (cell 2, line 3)` |" in text
    assert "<code>a|&lt;b&gt;.py:8</code>" in text


def test_a_task_stands_on_its_own() -> None:
    finding = replace(
        refused(),
        request=retired().request,
        evidence=retired().evidence,
        model="deepseek-v3.2",
        replacement="qwen3.7-plus",
        fingerprint="f00",
        symbol="ask",
    )
    text = rendered("tasks", report(retired(), finding))
    # Whoever hands over a report without the sources gets the tasks without them.
    without = rendered("tasks", replace(report(retired(), finding), sources={}))
    assert ("The source, from line" in text, "The source, from line" in without) == (True, False)
    assert text.count("## Task") == without.count("## Task")
    assert text.startswith(
        f"{MARKER}\n# 1 task that deepseek-migrate 0.1.0 leaves to a person\n\n"
        "## Task 1: DSM201 misplaced-parameter in `app/chat.py:9`\n"
    )
    for part in (
        "- Place: `app/chat.py:9:9`",
        "- Why no fix was written: `unpacked-arguments`",
        "- What to do: `**options` may hold more; write the call's arguments out",
        "- Inside: `ask`",
        "- Fingerprint: `f00`",
        '        messages=[{"role": "user", "content": question}],\n',
        "- `app/chat.py:7:12`: chat.completions.create of the OpenAI SDK",
        'The request now:\n\n```http\nPOST /compatible-mode/v1/chat/completions\n{\n  "model": "deepseek-v3.2",',
        'The request wanted:\n\n```http\nPOST /compatible-mode/v1/chat/completions\n{\n  "model": "qwen3.7-plus",',
        "```sh\ndeepseek-migrate scan --select DSM201 -- app/chat.py\n```",
    ):
        assert part in text


def test_the_wanted_request_is_the_planned_one_where_there_is_one() -> None:
    change = retired().request
    assert change is not None
    text = rendered("tasks", report(replace(refused(), request=replace(change, after=None), wanted=change.after)))
    assert text.count('"enable_thinking": false') == 1


def test_the_suppressed_make_no_task() -> None:
    finding = replace(refused(), suppressed="baseline", refusal=Refusal("choice-needed", "x"))
    assert rendered("tasks", report(finding)) == f"{MARKER}\n# 0 tasks that deepseek-migrate 0.1.0 leaves to a person\n"


def test_a_possible_finding_is_verified_with_what_shows_it() -> None:
    text = rendered("tasks", report(mentioned()))
    assert "lists it no more:\n\n```sh\ndeepseek-migrate scan --select DSM102 -v --fail-on possible -- models.py\n" in text
