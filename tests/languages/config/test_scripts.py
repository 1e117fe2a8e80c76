"""Shell commands in CI jobs, Compose files, manifests and npm's scripts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.languages.fixing import fixed, found

URL = "https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions"
OLD = '{"model": "deepseek-v3"}'
NEW = '{"model": "qwen3.7-plus", "enable_thinking": false}'

WRAPPED = {
    "a GitHub job": (
        "ci.yml",
        (
            "on: push\njobs:\n  a:\n    steps:\n      - uses: a/b@v4\n      - name: 问\n        run: |\n"
            "          KEY=${{ secrets.KEY }}   # 你好\n"
            f"          curl {URL} \\\n            -H \"a: $KEY\" \\\n            -d '@'\n      - run: make\n"
        ),
    ),
    "a plain line": ("ci.yaml", f"steps:\n  - run: curl {URL} -d '@C'\n"),
    "folded lines": ("ci.yaml", f"steps:\n  - run: >-\n      curl {URL}\n      -d '@'\n"),
    "a GitLab job": ("ci.yml", f"test:\n  script:\n    - URL={URL}\n    - 'curl $URL -d ''@'''\n"),
    "double quotes": ("ci.yml", f"test:\n  script:\n    - \"curl {URL} -d '@J'\"\n"),
    "an indented body": (
        "ci.yml",
        (
            f'a:\n  script:\n    - |\n      curl {URL} -d @- <<EOF\n      {{\n        "n": 1,\n'
            '        "model": "@M\n      }\n      EOF\n'
        ),
    ),
    "a container's command": ("pod.yaml", f'spec:\n  command: ["sh", "-c", "curl {URL} -d \'@J\'"]\n'),
    "a container's arguments": ("pod.yaml", f"spec:\n  args:\n    - -ec\n    - |\n      curl {URL} -d '@'\n    - name\n"),
    "words": ("pod.yaml", f'spec:\n  command: ["curl", "-s", "{URL}", "-d", "@J"]\n'),
    "a health check": ("compose.yml", f"services:\n  a:\n    healthcheck:\n      test: [CMD-SHELL, 'curl {URL} -d ''@''']\n"),
    "a shell in a scalar": ("compose.yml", f"services:\n  a:\n    command: >\n      sh -c 'curl {URL} -d \"@J\"'\n"),
    "npm": ("package.json", f'{{\n  "scripts": {{\n    "ask": "curl {URL} -d \'@J\'"\n  }}\n}}\n'),
}


def made(text: str, body: str, model: str) -> bytes:
    quoted = body.replace('"', '\\"')
    compact = body.replace(": ", ":").replace(", ", ",")
    return text.replace("@J", quoted).replace("@C", compact).replace("@M", model).replace("'@'", f"'{body}'").encode()


@pytest.mark.parametrize("name", WRAPPED)
@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_a_command_is_rewritten_in_its_scalar(name: str, newline: bytes, tmp_path: Path) -> None:
    file, text = WRAPPED[name]
    before = made(text, OLD, 'deepseek-v3"').replace(b"\n", newline)
    after = made(text, NEW, 'qwen3.7-plus",\n        "enable_thinking": false').replace(b"\n", newline)
    if name == "a plain line":
        # A plain scalar that held ": " would be another thing.
        assert b": " not in before.split(b"run: ")[1]
    assert fixed(tmp_path, file, before).decode() == after.decode()
    assert fixed(tmp_path, file, after, unsafe=True) == after


@pytest.mark.parametrize(
    "file, text",
    [
        ("ci.yml", f"a:\n  script:\n    - curl http://localhost/v1/chat/completions -d '{OLD.replace(': ', ':')}'\n"),
        ("ci.yml", f'a:\n  note: "curl {URL} -d deepseek-v3"\n'),
        ("ci.yml", f"a:\n  run: |\n    curl {URL} -d '{OLD}\n"),
        ("ci.yml", f"a: &x\n  run: |\n    echo curl {URL} deepseek-v3\nb: *x\n"),
        ("pod.yaml", f'spec:\n  command: [curl, {URL}, -d, "it\'s {{}}", deepseek-v3]\n'),
    ],
)
def test_other_text_stays_and_is_named(file: str, text: str, tmp_path: Path) -> None:
    assert fixed(tmp_path, file, text.encode(), unsafe=True) == text.encode()
    assert [each.rule for each in found(tmp_path, file, text.encode())] == ["DSM102"]


def test_a_job_reads_the_variables_of_its_file(tmp_path: Path) -> None:
    text = f'a:\n  variables:\n    MODEL: deepseek-v3\n  script:\n    - curl {URL} -d "{{\\"model\\":\\"$MODEL\\"}}"\n'
    said = [(each.rule, each.place.line, str(each.certainty)) for each in found(tmp_path, "ci.yml", text.encode())]
    assert said == [("DSM101", 3, "likely")]
