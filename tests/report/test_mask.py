from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrator.findings import Edit, Evidence, Fix, Refusal, RequestChange, Skipped
from migrator.report.mask import mask, mask_json, mask_report
from tests.report.samples import body, report, retired

SECRETS = [
    ('OpenAI(api_key="sk-0123456789abcdef", model="m")', 'OpenAI(api_key="*******************", model="m")'),
    ("key is sk-abcdef.", "key is sk-******."),
    ('api_key="plain words"', 'api_key="***********"'),
    ("api_key='it\\'s'", "api_key='*****'"),
    ('api_key: str = "abc"', 'api_key: str = "***"'),
    ('os.environ["DASHSCOPE_API_KEY"] = "abc"', 'os.environ["DASHSCOPE_API_KEY"] = "***"'),
    ('{"X-Api-Key": "abc"}', '{"X-Api-Key": "***"}'),
    ('os.getenv("DASHSCOPE_API_KEY", "abc")', 'os.getenv("DASHSCOPE_API_KEY", "***")'),
    ("DASHSCOPE_API_KEY=abc", "DASHSCOPE_API_KEY=***"),
    ("export ACCESS_TOKEN=abc.def", "export ACCESS_TOKEN=*******"),
    ("client_secret: 0a1b2c3d4e", "client_secret: **********"),
    ("Authorization: Bearer abcdefgh", "Authorization: Bearer ********"),
    ('if api_key == "abc":', 'if api_key == "***":'),
    ('base_url="https://user:pa-ss@gw.example.com/v1"', 'base_url="https://user:*****@gw.example.com/v1"'),
    ("the endpoint is http://:pw@gw:8080/v1, with its API key", "the endpoint is http://:**@gw:8080/v1, with its API key"),
]

HARMLESS = [
    'os.getenv("DASHSCOPE_API_KEY")',
    'os.environ["DASHSCOPE_API_KEY"]',
    "OpenAI(api_key=api_key, base_url=url)",
    "api_key = settings.key_1",
    'env_key="DASHSCOPE_API_KEY"',
    "max_tokens=100000000",
    "OTHER_KEY=$DASHSCOPE_API_KEY",
    "API_KEY=os.getenv('X')",
    'f"Bearer {key}"',
    'f"https://{user}:{password}@gw.example.com/v1"',
    "curl https://user:$PASSWORD@gw.example.com/v1",
    "https://gw.example.com:8080/v1 or mail to a@example.com",
    "http://localhost:8080/users/a@b",
    "a risk-free task-runner",
    'model="deepseek-v3.2", enable_thinking=False',
]


@pytest.mark.parametrize(("text", "masked"), SECRETS)
def test_secrets_are_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_no_secret_stays(text: str) -> None:
    assert mask(text) == text


@given(
    st.lists(
        st.sampled_from(["sk-", "_key", "=", '"', "'", " ", "\\", "\n", ":", ",", ")", "abc1", "Bearer ", "密", "://", "@"])
    ).map("".join)
)
def test_columns_and_lines_stay(text: str) -> None:
    masked = mask(text)
    assert len(masked) == len(text)
    assert [i for i, c in enumerate(masked) if c == "\n"] == [i for i, c in enumerate(text) if c == "\n"]


def test_masking_twice_changes_nothing_more() -> None:
    once = [mask(text) for text, _ in SECRETS]
    assert [mask(text) for text in once] == once


def test_values_in_bodies_are_masked_by_their_keys() -> None:
    assert mask_json({"api_key": "abc", "list": [{"token": "de"}, "sk-abc"], "n": 1, "model": "m"}) == {
        "api_key": "***",
        "list": [{"token": "**"}, "sk-***"],
        "n": 1,
        "model": "m",
    }


def test_nothing_of_a_report_but_its_sources_holds_the_secret() -> None:
    secret = "sk-0123456789abcdef"
    finding = replace(
        retired(),
        message=f"message {secret}",
        matched=f'"{secret}"',
        notes=(f"note {secret}",),
        evidence=(Evidence("a.py", 1, 1, f"evidence {secret}"),),
        refusal=Refusal("link", f"hint {secret}"),
        request=RequestChange(body(user=secret), body(api_key=secret)),
        fix=Fix("f", "safe", False, (Edit("a.py", 0, 1, secret),)),
    )
    made = report(finding, skipped=(Skipped("b.py", "parse-error", secret),), diff=f"-{secret}\n")
    assert secret in repr(replace(made, sources={}))
    assert secret not in repr(replace(mask_report(made), sources={}))
