from __future__ import annotations

import io
import json

import pytest

from migrator.report.output import fixed_source, style_of, write_all
from migrator.settings_model import Settings
from tests.report.samples import CHAT, report, retired

DIFF = "--- app/chat.py\n+++ app/chat.py\n"
FIXED = CHAT.replace("deepseek-v3.2", "qwen3.7-plus").replace(
    "    )\n", '        extra_body={"enable_thinking": False},\n    )\n'
)
STDIN = ("app/chat.py", CHAT.encode())


def streams(settings: Settings, stdin: tuple[str, bytes] | None = None) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    write_all(report(retired(applied=settings.fixes), diff=DIFF), settings, stdin, out, err)
    return out.getvalue(), err.getvalue()


def test_a_report_goes_to_standard_output() -> None:
    out, err = streams(Settings())
    assert out.startswith("error[DSM101]")
    assert err == ""


@pytest.mark.parametrize("fix", [False, True])
@pytest.mark.parametrize("output_format", ["text", "concise"])
def test_a_diff_takes_standard_output_from_the_report(output_format: str, fix: bool) -> None:
    out, err = streams(Settings(diff=True, fix=fix, output_format=output_format))
    assert out == DIFF
    assert "DSM101" in err


def test_a_machine_keeps_standard_output_for_itself() -> None:
    out, err = streams(Settings(diff=True, output_format="json", statistics=True))
    assert json.loads(out)["findings"][0]["rule"] == "DSM101"
    assert err.startswith(DIFF + "1  DSM101  retired-model")


def test_fixed_standard_input_goes_to_standard_output() -> None:
    out, err = streams(Settings(fix=True), STDIN)
    assert out == FIXED
    assert err.startswith("error[DSM101]")


def test_fixed_standard_input_keeps_the_diff_away() -> None:
    out, err = streams(Settings(fix=True, diff=True), STDIN)
    assert out == FIXED
    assert err.startswith(DIFF)


def test_fixed_standard_input_makes_room_for_a_machine() -> None:
    out, err = streams(Settings(fix=True, output_format="json"), STDIN)
    assert json.loads(out)["summary"]["fixed"] == 1
    assert err == FIXED


def test_standard_input_without_fix_is_only_reported() -> None:
    out, _ = streams(Settings(), STDIN)
    assert out.startswith("error[DSM101]")


def test_new_source_is_bytes_and_keeps_its_secrets() -> None:
    raw = io.BytesIO()
    data = b"\xef\xbb\xbfapi_key = 'abc'\r\n"
    out = io.TextIOWrapper(raw, encoding="ascii")
    write_all(report(), Settings(fix=True), ("a.py", data), out, io.StringIO())
    assert raw.getvalue() == data


def test_only_fixes_that_were_applied_change_the_source() -> None:
    assert fixed_source(report(retired()), *STDIN) == CHAT.encode()
    assert fixed_source(report(retired(applied=True), retired(applied=True)), *STDIN) == FIXED.encode()


def test_the_style_follows_the_settings() -> None:
    style = style_of(Settings(fix_only=True, wire=True, verbose=True, quiet=True, color="never", statistics=True))
    assert (style.fixing, style.fixes_only, style.wire, style.verbose) == (True, True, True, True)
    assert (style.quiet, style.color, style.statistics) == (True, "never", True)
