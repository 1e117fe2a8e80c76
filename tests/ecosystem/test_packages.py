"""Every pinned package, scanned and rewritten as published: see `packages.py`."""

from __future__ import annotations

import pytest

from tests.ecosystem.packages import main
from tests.wire.environments import cache_folder


@pytest.mark.ecosystem
def test_no_package_is_broken_and_none_finds_what_it_did_not_find_before() -> None:
    folder = cache_folder().parent / "ecosystem"
    folder.mkdir(parents=True, exist_ok=True)
    assert main([str(folder)]) == 0
