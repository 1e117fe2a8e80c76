"""What the template of a Vue or Svelte file decides by a variable of its script, or names a file by."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NAME = rb"(?<![\w$.])([A-Za-z_$][\w$]*)"
_DECIDING = (
    ("comparison", re.compile(_NAME + rb"(?:\.value)?\s{0,9}[=!]==?(?![=>])")),
    ("comparison", re.compile(rb"[=!]==?\s{0,9}" + _NAME + rb"(?![\w$(])")),
    ("lookup", re.compile(rb"[\w\])]\[\s{0,9}" + _NAME + rb"(?:\.value)?\s{0,9}\]")),
    ("lookup", re.compile(rb"\.(?:includes|has|get|indexOf)\(\s{0,9}" + _NAME)),
    ("pattern", re.compile(_NAME + rb"(?:\.value)?\.(?:startsWith|endsWith|includes|indexOf|match|replace|replaceAll|split)\(")),
    ("choices", re.compile(rb"\bv-model(?:[.:][\w.:-]{1,99})?\s{0,9}=\s{0,9}[\"']" + _NAME + rb"[\"']")),
    ("choices", re.compile(rb"\bbind:(?:value|group)=[\"']?\{" + _NAME + rb"\}")),
    ("choices", re.compile(rb"[\s:]value=(?:\{|[\"']\{?)" + _NAME + rb"[\"'}]")),
)
_FILE = re.compile(rb"([\s:])(?:src|href|srcset|poster)=(\"[^\"]{0,999}\"|'[^']{0,999}'|\{[^}]{0,999}\})")
_WORD = re.compile(_NAME)
_HOLE = re.compile(rb"\{[^}]{0,999}\}")


def decided(page: bytes) -> Iterator[tuple[str, str, int, int]]:
    """The names by which something is decided: how, the name, and where it stands."""
    for kind, pattern in _DECIDING:
        for found in pattern.finditer(page):
            yield kind, found[1].decode(), found.start(1), found.end(1)
    for attribute in _FILE.finditer(page):
        bound = attribute[1] == b":"
        for start, end in [attribute.span(2)] if bound else [each.span() for each in _HOLE.finditer(page, *attribute.span(2))]:
            for found in _WORD.finditer(page, start, end):
                yield "path", found[1].decode(), found.start(1), found.end(1)
