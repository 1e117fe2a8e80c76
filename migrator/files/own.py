"""Tells from a file's first bytes that this tool wrote it: its reports name models, but call none."""

from __future__ import annotations

import codecs
import re

HEAD = 2048
"""So many bytes hold the marker of every format."""
MARKER = "<!-- deepseek-migrate report -->"
"""The first line of reports that are Markdown."""
GENERATOR = '<meta name="generator" content="deepseek-migrate">'
ENGINE = {"engine_name": "deepseek-migrate"}
"""The first entry of each object of a GitLab report, which is a list and has no head."""

_COLOR = re.compile(rb"\x1b\[[0-9;]*m")
_OWN = re.compile(
    rb"\s*(?:"
    rb'\{\s*"schema"\s*:\s*"deepseek-migrate/(?:report|baseline)/'
    rb'|\{\s*(?:"(?:\$schema|version)"\s*:\s*"[^"]*"\s*,\s*)*"runs"\s*:\s*\[\s*'
    rb'\{\s*"tool"\s*:\s*\{\s*"driver"\s*:\s*\{\s*"name"\s*:\s*"deepseek-migrate"'
    rb'|\[\s*\{\s*"engine_name"\s*:\s*"deepseek-migrate"'
    rb"|<!-- deepseek-migrate report -->"
    rb'|<!doctype html>\s*<html[^>]*>\s*<head>\s*<meta charset="utf-8">\s*<meta name="generator" content="deepseek-migrate">'
    # text, concise and github begin with their first finding.
    rb"|(?:error|warning|note)\[DSM\d{3}\] [a-z-]+: "
    rb"|[^\s#]\S{0,1000}?:\d+:\d+: DSM\d{3} "
    rb"|::(?:error|warning|notice) title=DSM\d{3} "
    rb")"
)


def is_own(data: bytes) -> bool:
    """Whether the bytes begin as a report or a baseline of this tool does."""
    head = data[:HEAD]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        # What PowerShell makes of a redirected report.
        head = head.decode("utf-16", "replace").encode()
    return _OWN.match(_COLOR.sub(b"", head.removeprefix(codecs.BOM_UTF8))) is not None
