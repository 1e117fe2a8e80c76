"""Programs whose calls get another interface: the same as under the real SDKs, as far as that goes without them."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.scan import fix_source
from migrator.settings_model import Settings
from tests.wire.test_conversions import PROGRAMS


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_every_call_is_converted(program: str, tmp_path: Path) -> None:
    settings = Settings(to="qwen3.7-plus", unsafe_fixes=True, cwd=str(tmp_path))
    fixed = fix_source("program.py", program.encode(), settings).decode()
    assert "deepseek" not in fixed
    assert "MultiModalConversation" in fixed
    assert "Generation" not in fixed.replace("MultiModalConversation", "")
