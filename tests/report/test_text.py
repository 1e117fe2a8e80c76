from __future__ import annotations

import io
from dataclasses import replace

import pytest

from migrator.findings import Certainty, Edit, Finding, Fix, Place, Report, Skipped
from migrator.report import Style, render
from tests.report.samples import CHAT, CHINESE, edit, mentioned, place_of, refused, report, retired


def rendered(made: Report, style: Style | None = None) -> str:
    out = io.StringIO()
    render("text", made, style or Style(), out)
    return out.getvalue()


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM"):
        monkeypatch.delenv(name, raising=False)


def finding_in(text: str, wanted: str, path: str = "other.py") -> Finding:
    return replace(mentioned(path), place=place_of(text, wanted, path), certainty=Certainty.CERTAIN, refusal=None)


def with_source(made: Report, path: str, text: str) -> Report:
    return replace(made, sources={**made.sources, path: text.encode()})


def caret_rows(text: str) -> list[tuple[str, str]]:
    lines = text.splitlines()
    return [(lines[i - 1], lines[i]) for i, line in enumerate(lines) if line.strip(" |^") == "" and "^" in line]


def test_a_finding_is_shaped_like_rustc_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert rendered(report(retired(), refused())) == (
        """\
error[DSM101] retired-model: `deepseek-v3.2` was retired on 2026-10-10
(announced for 2026-07-09); this call to Model Studio fails
 --> app/chat.py:8:15
  |
8 |         model="deepseek-v3.2",
  |               ^^^^^^^^^^^^^^^
  = certain: app/chat.py:7:12: chat.completions.create of the OpenAI SDK
             app/chat.py:3:26: its base URL is Model Studio's, region cn-beijing
  = help: rewrite with `qwen3.7-plus` (safe: --fix writes it)
     8 -         model="deepseek-v3.2",
     8 +         model="qwen3.7-plus",
    10 +         extra_body={"enable_thinking": False},
  = note: `deepseek-v3.2` did not think here and `qwen3.7-plus` does unless told
          otherwise

error[DSM201] misplaced-parameter: the OpenAI SDK does not take
`enable_thinking` here: the call raises TypeError before anything is sent
 --> app/chat.py:9:9
  |
9 |         messages=[{"role": "user", "content": question}],
  |         ^^^^^^^^
  = certain
  = refused (unpacked-arguments): `**options` may hold more; write the call's
             arguments out

Found 2 findings in 1 file: 2 errors (14 files looked at).
  1 fixable with --fix
  1 refused: 1 unpacked-arguments
"""
    )


def test_a_clean_run_is_one_line() -> None:
    assert rendered(report(seen=3)) == "Nothing found (3 files looked at).\n"


@pytest.mark.parametrize("width", [40, 60, 72, 80, 120])
def test_nothing_is_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    long = f"call({', '.join(f'argument_{i}={i}' for i in range(40))}, model='深度求索', more={'x' * 300!r})\n"
    made = with_source(
        report(
            retired(),
            refused(),
            mentioned(),
            finding_in(long, "'深度求索'"),
            skipped=(Skipped("b.py", "parse-error", "y" * 200),),
        ),
        "other.py",
        long,
    )
    from rich.cells import cell_len

    lines = rendered(made, Style(verbose=True, wire=True)).splitlines()
    assert max(cell_len(line) for line in lines) <= width


def test_into_a_pipe_lines_are_not_wrapped() -> None:
    text = rendered(report(retired()))
    assert "2026-10-10 (announced for 2026-07-09); this call to Model Studio fails\n" in text


def test_carets_stand_under_the_value_after_chinese_text() -> None:
    made = report(replace(mentioned(), certainty=Certainty.CERTAIN))
    ((source, carets),) = caret_rows(rendered(made))
    assert source == "1 | " + CHINESE.rstrip()
    # Ten characters before the value are two cells wide.
    assert carets == "  | " + " " * (CHINESE.index('"deepseek-r1"') + 8) + "^" * 13


def test_tabs_are_shown_as_blanks_and_carets_follow() -> None:
    text = '\tmodel = "深\tv"\n'
    ((source, carets),) = caret_rows(rendered(with_source(report(finding_in(text, '"深\tv"')), "other.py", text)))
    assert source == '1 |     model = "深    v"'
    assert carets == "  |             " + "^" * 9


def test_a_long_line_is_cut_around_the_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    text = "x" * 500 + ' "value" ' + "y" * 500 + "\n"
    ((source, carets),) = caret_rows(rendered(with_source(report(finding_in(text, '"value"')), "other.py", text)))
    assert source.startswith("1 | ...x")
    assert source.endswith("y...")
    assert len(source) == 60
    assert source[carets.index("^") : carets.rindex("^") + 1] == '"value"'


def test_a_value_over_several_lines_is_underlined_to_the_end_of_its_first() -> None:
    place = Place("app/chat.py", 7, 12, 10, 6)
    ((source, carets),) = caret_rows(rendered(report(replace(retired(), place=place))))
    assert source == "7 |     return client.chat.completions.create("
    assert carets == "  |            " + "^" * len("client.chat.completions.create(")


def test_a_finding_without_source_has_no_snippet() -> None:
    assert caret_rows(rendered(report(finding_in(CHAT, "openai", "gone.py")))) == []


def test_source_control_characters_are_replaced() -> None:
    text = 'a = "\x1b[31m\u202e" # "v"\n'
    out = rendered(with_source(report(finding_in(text, '"v"')), "other.py", text))
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert 'a = "\ufffd[31m\ufffd" # "v"' in out


def test_secrets_in_source_lines_are_masked() -> None:
    out = rendered(report(finding_in(CHAT, "base_url", "app/chat.py")))
    assert "sk-0123456789abcdef" not in out
    assert 'api_key="*******************")' in out


def test_secrets_in_the_lines_of_a_fix_are_masked() -> None:
    text = 'client(api_key="abcdef", model="deepseek-v3")\n'
    fix = Fix("f", "safe", False, (edit(text, "deepseek-v3", "qwen3.7-plus", "other.py"),))
    made = with_source(report(replace(finding_in(text, '"deepseek-v3"'), fix=fix)), "other.py", text)
    assert 'client(api_key="******", model="qwen3.7-plus")' in rendered(made)
    assert "abcdef" not in rendered(made)


@pytest.mark.parametrize(
    ("finding", "words"),
    [
        (retired(), "= help: rewrite with `qwen3.7-plus` (safe: --fix writes it)"),
        (
            retired(applicability="unsafe"),
            "= help: rewrite with `qwen3.7-plus` (unsafe: look at it first; --fix --unsafe-fixes writes it)",
        ),
        (retired(applied=True), "= fixed: rewritten with `qwen3.7-plus`\n"),
        (replace(retired(), replacement=None), "= help: rewrite (safe: --fix writes it)"),
        (replace(retired(), fix=None), "= help: use `qwen3.7-plus`"),
        (mentioned(), "= possible: nothing shows where this goes"),
    ],
)
def test_what_to_do_is_said(finding: Finding, words: str) -> None:
    assert words in rendered(report(finding), Style(verbose=True))


def test_findings_that_share_a_fix_show_it_once_and_whole() -> None:
    first = retired()
    assert first.fix is not None
    one = replace(first, fix=replace(first.fix, edits=first.fix.edits[:1]))
    other = replace(refused(), fix=replace(first.fix, edits=first.fix.edits[1:]), refusal=None)
    text = rendered(report(one, other))
    assert text.count('+         model="qwen3.7-plus"') == 1
    assert text.count('+         extra_body={"enable_thinking": False},') == 1
    assert text.index("extra_body") < text.index("DSM201")
    assert "= help: part of the fix at app/chat.py:8\n" in text


def test_a_fix_in_another_file_names_it() -> None:
    fix = Fix("f", "safe", False, (edit(CHINESE, "deepseek-r1", "qwen3.7-plus", "models.py"),))
    text = rendered(report(replace(retired(), fix=fix)))
    assert 'in models.py\n    1 - 模型 = {"名称": "深度求索", "id": "deepseek-r1"}' in text


def test_a_long_fix_is_cut_short() -> None:
    fix = Fix("f", "safe", False, (Edit("app/chat.py", 0, 0, "import x\n" * 20),))
    text = rendered(report(replace(retired(), fix=fix)))
    assert text.count("+ import x") == 12
    assert "+ ... 8 more lines" in text


def test_wire_shows_each_request_once() -> None:
    text = rendered(report(retired(), replace(retired(), rule="DSM301")), Style(wire=True))
    assert text.count("= wire: the request, now (-) and after the fix (+)") == 1
    assert '    - "model": "deepseek-v3.2"\n    + "model": "qwen3.7-plus"\n' in text


def test_wire_is_only_shown_when_asked_for() -> None:
    assert "POST" not in rendered(report(retired()))


def test_skipped_files_are_named() -> None:
    text = rendered(report(skipped=(Skipped("bad.py", "parse-error", "line 3"),)))
    assert text == "warning: bad.py: skipped (parse-error): line 3\nNothing found (14 files looked at).\n  1 file skipped\n"


def test_what_failed_is_an_error() -> None:
    text = rendered(report(skipped=(Skipped("gone.py", "no-such-path", "there is no such file", fatal=True),)))
    assert text.startswith("error: gone.py: failed (no-such-path): there is no such file\n")
    assert text.endswith("  1 file failed\n")


def test_quiet_leaves_the_footer_out() -> None:
    assert "Found" not in rendered(report(retired()), Style(quiet=True))


def test_statistics_take_the_place_of_the_findings() -> None:
    assert rendered(report(retired()), Style(statistics=True)).startswith("1  DSM101  retired-model  (1 fixable)\nFound 1")


@pytest.mark.parametrize(
    ("color", "environment", "colored"),
    [
        ("auto", {}, False),
        ("always", {}, True),
        ("always", {"NO_COLOR": "1"}, True),
        ("auto", {"FORCE_COLOR": "1", "TERM": "xterm"}, True),
        ("auto", {"FORCE_COLOR": "1", "TERM": "xterm", "NO_COLOR": "1"}, False),
        ("never", {"FORCE_COLOR": "1", "TERM": "xterm"}, False),
    ],
)
def test_colour_is_the_user_s_choice(
    monkeypatch: pytest.MonkeyPatch, color: str, environment: dict[str, str], colored: bool
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[1;31m" in rendered(report(retired()), Style(color=color))) == colored


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


LINKING = {"TERM": "xterm-256color", "TERM_PROGRAM": "vscode"}


@pytest.mark.parametrize(
    ("environment", "style", "links"),
    [
        (LINKING, Style(), True),
        ({"TERM": "xterm-kitty"}, Style(), True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7600"}, Style(), True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "4200"}, Style(), False),
        ({"TERM": "xterm-256color"}, Style(), False),
        ({**LINKING, "TERM": "dumb"}, Style(), False),
        ({**LINKING, "CI": "1"}, Style(), False),
        ({**LINKING, "FORCE_HYPERLINK": "0"}, Style(), False),
        (LINKING, Style(color="never"), False),
    ],
)
def test_places_are_links_where_the_terminal_can(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], style: Style, links: bool
) -> None:
    for name in ("CI", "TERM_PROGRAM", "VTE_VERSION", "FORCE_HYPERLINK", "WT_SESSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    out = Terminal()
    made = report(retired("app/ch at.py"))
    render("text", made, style, out)
    assert ("\x1b]8;" in out.getvalue()) is links
    assert ("/app/ch%20at.py\x1b\\app/ch at.py:8:15" in out.getvalue()) is links


def test_into_a_pipe_nothing_is_a_link(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in LINKING.items():
        monkeypatch.setenv(name, value)
    assert "\x1b]8;" not in rendered(report(retired()), Style(color="always"))
