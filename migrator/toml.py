"""Reads TOML with the standard library's reader, or its twin before Python 3.11; imported when there is something to read."""

from __future__ import annotations

import sys


class NotToml(ValueError):
    """The text is not TOML; says where not."""


def loads(text: str) -> dict[str, object]:
    """The document that the text says; raises NotToml."""
    if sys.version_info >= (3, 11):  # pragma: no branch - as below
        import tomllib
    else:  # pragma: no cover - before Python 3.11
        import tomli as tomllib
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise NotToml(str(error)) from error
