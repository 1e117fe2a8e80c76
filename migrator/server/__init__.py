"""The language server: findings, fixes and requests where the code is written. Needs the extra `lsp`."""

from __future__ import annotations

EXTRA = "deepseek-migrate[lsp]"
_BROUGHT = ("pygls", "lsprotocol")


class NoExtra(Exception):
    """What the server needs is not installed; the text says how to get it."""


def serve() -> None:
    """Speak with one editor over standard input and output until it is gone."""
    try:
        from migrator.server.app import run
    except ImportError as error:
        package = (error.name or "").partition(".")[0]
        if package in _BROUGHT:
            raise NoExtra(f"server: {package} is not installed, or too old; python -m pip install '{EXTRA}'") from error
        raise
    run()
