"""Rewritten scripts under the real curl: what arrives is what was predicted."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from migrator.findings import Json
from tests.languages.fixing import fixed, found
from tests.wire.matching import differences
from tests.wire.recorder import Recorded, recording

BASE = "https://dashscope.aliyuncs.com"
CHAT = f'"${{BASE:-{BASE}}}/compatible-mode/v1/chat/completions"'
NATIVE = f'"${{BASE:-{BASE}}}/api/v1/services/aigc/text-generation/generation"'
SCRIPTS = {
    "single quotes": f"""curl -sS {CHAT} -d '{{"model": "deepseek-v3", "messages": [{{"role": "user", "content": "好"}}]}}'\n""",
    "double quotes": f"""P=x\ncurl -sS {CHAT} --data-raw "{{\\"model\\": \\"deepseek-v3.1\\", \\"messages\\": \\"$P\\"}}"\n""",
    "here-document": (
        f"""curl -sS {CHAT} -d @- <<EOF\n"""
        """{\n  "model": "deepseek-r1",\n  "extra_body": {"enable_thinking": true}\n}\nEOF\n"""
    ),
    "variable": f"""MODEL=deepseek-v3.2\nBODY="{{\\"model\\": \\"$MODEL\\"}}"\ncurl -sS {CHAT} --json "$BODY"\n""",
    "pieces": f"""T=x\ncurl -sS {CHAT} -d '{{"model": "deepseek-v3", "stop": "'"$T"'"}}'\n""",
    "native": f"""curl -sS {NATIVE} -d '{{"model": "deepseek-v3.2", "input": {{"prompt": "x"}}, "enable_thinking": false}}'\n""",
}


def sent(script: bytes, folder: Path) -> list[Recorded]:
    with recording() as recorder:
        file = folder / "script.sh"
        file.write_bytes(script)
        environment = {"BASE": f"http://127.0.0.1:{recorder.port}", "PATH": "/usr/bin:/bin", "NO_PROXY": "127.0.0.1"}
        done = subprocess.run(["bash", str(file)], env=environment, capture_output=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        return list(recorder.requests)


@pytest.mark.parametrize("name", SCRIPTS)
def test_what_arrives_is_what_was_predicted(name: str, tmp_path: Path) -> None:
    script = SCRIPTS[name].encode()
    predicted = [each.request for each in found(tmp_path, "script.sh", script) if each.rule == "DSM101"]
    before, after = sent(script, tmp_path), sent(fixed(tmp_path, "script.sh", script), tmp_path)
    assert [(len(before), len(after))] == [(len(predicted), len(predicted))]
    assert matches([each and each.before for each in predicted], before)
    assert matches([each and each.after for each in predicted], after)


def matches(predicted: list[object], requests: list[Recorded]) -> bool:
    pairs = zip(predicted, requests, strict=True)
    return all(_path(one) == other.path and not differences(_body(one), other.body) for one, other in pairs)


def _path(request: object) -> str:
    return str(getattr(request, "path", ""))


def _body(request: object) -> Json:
    body: Json = getattr(request, "body", None)
    return body
