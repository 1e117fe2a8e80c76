"""Runs a shell script with the real bash and curl so that every request it makes goes to a recorder."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.wire.recorder import recording
from tests.wire.run import KEY, LONGEST_RUN, Run, decoded

SHIM = """#!/bin/sh
exec '{curl}' --connect-to '::127.0.0.1:{port}' --insecure --tls-max 1.2 --ciphers 'AECDH-AES256-SHA:@SECLEVEL=0' "$@"
"""
"""Takes the place of curl and changes nothing but where it connects; the recorder speaks TLS without a certificate."""


def tools() -> frozenset[str]:
    """The programs of this machine that scripts may need."""
    return frozenset(name for name in ("bash", "curl", "jq") if shutil.which(name))


def run_script(folder: Path, name: str) -> Run:
    """Run a script in a copy of its folder, with nothing of this process's environment but what a shell needs."""
    with recording() as recorder, tempfile.TemporaryDirectory() as top:
        work, first = Path(top, "work"), Path(top, "bin")
        shutil.copytree(folder, work)
        first.mkdir()
        shim = first / "curl"
        shim.write_text(SHIM.format(curl=shutil.which("curl"), port=recorder.port))
        shim.chmod(0o755)
        environment = {
            "PATH": f"{first}{os.pathsep}{os.environ['PATH']}",
            "HOME": top,
            "TMPDIR": top,
            "LANG": "C.UTF-8",
            "DASHSCOPE_API_KEY": KEY,
            "no_proxy": "*",
        }
        ended = subprocess.run(
            ["bash", name],
            cwd=work,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LONGEST_RUN,
            check=False,
        )
        return Run(ended.returncode, decoded(ended.stdout), decoded(ended.stderr), tuple(recorder.requests))
