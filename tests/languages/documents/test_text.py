"""Files that no reader knows: a retired id beside a host of ours is told, and nothing more."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.languages.fixing import fixed, found

URL = "https://dashscope.aliyuncs.com/compatible-mode/v1"
NAMES = ["a.cs", "a.php", "a.rb", "a.rs", "a.swift", "a.dart", "a.scala", "a.tf", "a.txt", "a.csv", "a.sql", "a.xml", "a.service"]


@pytest.mark.parametrize("name", NAMES)
def test_a_mention_is_told_and_stays(name: str, tmp_path: Path) -> None:
    data = f'url = "{URL}"\r\nmodel = "deepseek-r1"\r\n'.encode()
    assert [(each.rule, str(each.certainty), each.place.line) for each in found(tmp_path, name, data)] == [
        ("DSM102", "possible", 2)
    ]
    assert fixed(tmp_path, name, data, unsafe=True) == data


@pytest.mark.parametrize("name", NAMES)
def test_without_a_host_of_ours_there_is_nothing_to_tell(name: str, tmp_path: Path) -> None:
    assert found(tmp_path, name, b'url = "https://api.deepseek.com"\nmodel = "deepseek-r1"\n') == ()


def test_another_encoding_hides_nothing(tmp_path: Path) -> None:
    data = f"// 模型 {URL}\nvar model = 'deepseek-r1';\n".encode("gbk")
    assert [(each.rule, each.place.line) for each in found(tmp_path, "a.cs", data)] == [("DSM102", 2)]


def test_binary_data_is_never_read(tmp_path: Path) -> None:
    assert found(tmp_path, "a.xyz", f"\0{URL} deepseek-r1".encode()) == ()
