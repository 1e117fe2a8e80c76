"""Checks the small languages of rows: JSON pointers, places and version ranges."""

from __future__ import annotations

import re

from migrator.rulebook_load.rows import Row

_POINTER = re.compile(r"(/[^/\s]+)+")
_WRITTEN = re.compile(r"keyword:(\?|[A-Za-z_][\w-]*(/([A-Za-z_][\w-]*|\{name\}))*(/json/\*|/\*)?)")
_LANDS = re.compile(
    r"(body|accident|recast):(/[^/\s*]+)*(/\*|/[^/\s*]+)|raises:[A-Za-z_]\w*|dropped|flipped|query|header|client|url|endpoint"
)
_WRITE = re.compile(r"keyword:([A-Za-z_][\w-]*|\?)(/([A-Za-z_?][\w-]*|\{name\}))*(/\*)?")
_GIVEN = re.compile(r"keyword:[A-Za-z_][\w-]*(/position:\d+|/keyword:\w+)*|position:\d+|attribute:[A-Za-z_]\w*(\.[A-Za-z_]\w*)+")
_CLAUSE = r"(===?|~=|!=|>=?|<=?)\d+(\.\d+)*((a|b|rc|\.dev|\.post)\d+)?(\.\*)?"
_VERSIONS = re.compile(rf"({_CLAUSE}(,\s*{_CLAUSE})*)?")
_SYMBOL = re.compile(r"(@[\w-]+/)?[A-Za-z_$][\w-]*(/[\w-]+)*(\.[A-Za-z_$][\w-]*)*")


def check_pointer(row: Row, key: str, text: str) -> str:
    """A JSON pointer, or the path of a URL."""
    return _check(row, key, text, _POINTER, "a pointer such as /parameters/top_k")


def check_written(row: Row, key: str, text: str) -> str:
    """Where an argument is written."""
    return _check(row, key, text, _WRITTEN, 'a place such as "keyword:model", "keyword:extra_body/*" or "keyword:?"')


def check_lands(row: Row, key: str, text: str) -> str:
    """Where an argument lands."""
    wanted = (
        'a landing such as "body:/model", "body:/*", "accident:/*", "raises:TypeError", "recast:/input", '
        "dropped, flipped, query, header, client, url or endpoint"
    )
    return _check(row, key, text, _LANDS, wanted)


def check_write(row: Row, key: str, text: str) -> str:
    """Where a setting is to be written."""
    return _check(row, key, text, _WRITE, 'a place such as "keyword:extra_body/?"')


def check_given(row: Row, key: str, text: str) -> str:
    """Where code gives a client an endpoint, a key or another client."""
    return _check(row, key, text, _GIVEN, 'a place such as "keyword:base_url", "position:0" or "attribute:sdk.base_url"')


def check_versions(row: Row, key: str, text: str) -> str:
    """A range of versions; empty for all."""
    return _check(row, key, text, _VERSIONS, 'a version range such as ">=1.26,<2"')


def is_symbol(text: str) -> bool:
    """Whether this is a dotted name."""
    return _SYMBOL.fullmatch(text) is not None


def check_symbol(row: Row, key: str, text: str) -> str:
    """A dotted name."""
    return _check(row, key, text, _SYMBOL, "a dotted name")


def _check(row: Row, key: str, text: str, wanted: re.Pattern[str], description: str) -> str:
    if wanted.fullmatch(text) is None:
        row.fail(key, f"{text!r} is not {description}")
    return text
