"""Hosts, parts of which may be unknown, against the patterns of the rulebook."""

from __future__ import annotations

import pytest

from migrator.hosts import HOLE, host_of, path_of, rank


@pytest.mark.parametrize(
    "url, host, path",
    [
        ("https://dashscope.aliyuncs.com/compatible-mode/v1", "dashscope.aliyuncs.com", "/compatible-mode/v1"),
        ("https://DashScope.aliyuncs.com./api/v1/", "dashscope.aliyuncs.com", "/api/v1"),
        ("dashscope.aliyuncs.com/api/v1", "dashscope.aliyuncs.com", "/api/v1"),
        ("//dashscope.aliyuncs.com", "dashscope.aliyuncs.com", ""),
        ("wss://user:secret@dashscope.aliyuncs.com:443/api-ws/v1?x=/y#/z", "dashscope.aliyuncs.com:443", "/api-ws/v1"),
        ("http://localhost:11434/v1", "localhost:11434", "/v1"),
        (" https://dashscope.aliyuncs.com?q=1 ", "dashscope.aliyuncs.com", ""),
        (f"https://{HOLE}.maas.aliyuncs.com/{HOLE}", f"{HOLE}.maas.aliyuncs.com", f"/{HOLE}"),
        (f"{HOLE}/chat/completions", HOLE, "/chat/completions"),
        ("", "", ""),
        ("https://[::1", "[::1", ""),
    ],
)
def test_the_host_and_the_path_of_a_url(url: str, host: str, path: str) -> None:
    assert host_of(url) == host
    assert path_of(url) == path


@pytest.mark.parametrize(
    "pattern, host",
    [
        ("dashscope.aliyuncs.com", "dashscope.aliyuncs.com"),
        ("dashscope.aliyuncs.com", "DASHSCOPE.aliyuncs.com.:443"),
        ("*.maas.aliyuncs.com", "ws-1.cn-beijing.maas.aliyuncs.com"),
        ("*.maas.aliyuncs.com", "*.cn-beijing.maas.aliyuncs.com"),
        ("*.maas.aliyuncs.com", f"ws-{HOLE}.maas.aliyuncs.com"),
        ("dashscope*.aliyuncs.com", "dashscope-finance.aliyuncs.com"),
        ("dashscope*.aliyuncs.com", f"dashscope{HOLE}.aliyuncs.com"),
        ("localhost:11434", "localhost:11434"),
    ],
)
def test_a_pattern_means_a_host(pattern: str, host: str) -> None:
    assert rank(pattern, host) is not None


@pytest.mark.parametrize(
    "pattern, host",
    [
        ("dashscope.aliyuncs.com", "dashscope.aliyuncs.com.evil.example"),
        ("dashscope.aliyuncs.com", "my-dashscope.aliyuncs.com"),
        ("dashscope.aliyuncs.com", "dashscopeXaliyuncs.com"),
        ("dashscope.aliyuncs.com", f"{HOLE}.aliyuncs.com"),
        ("dashscope.aliyuncs.com", f"dashscope{HOLE}"),
        ("dashscope*.aliyuncs.com", "dashscope.aliyuncs.com"),
        ("dashscope*.aliyuncs.com", "dashscope.cn.aliyuncs.com"),
        ("*.maas.aliyuncs.com", "maas.aliyuncs.com"),
        ("*.maas.aliyuncs.com", HOLE),
        ("localhost:11434", "localhost:8000"),
        ("localhost:11434", "localhost"),
        ("*.maas.aliyuncs.com", ""),
    ],
)
def test_a_pattern_does_not_mean_a_host(pattern: str, host: str) -> None:
    assert rank(pattern, host) is None


def test_a_pattern_that_starts_literally_is_more_exact() -> None:
    host = "token-plan.cn-beijing.maas.aliyuncs.com"
    literal, general = rank("token-plan.*.maas.aliyuncs.com", host), rank("*.cn-beijing.maas.aliyuncs.com", host)
    assert literal is not None
    assert general is not None
    assert literal > general
