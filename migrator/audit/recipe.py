"""What decides an audit's findings apart from the repositories: the tool's version, the rulebooks and the options."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from migrator import __version__
from migrator.edition import shipped


def recipe_of(options: Mapping[str, object]) -> str:
    """One word for it: rows of another one do not stand, and a worker that has another one does no work."""
    # The day alone decides only words, unless it decides how far away a retirement is.
    kept = {name: value for name, value in options.items() if name != "today" or options.get("within")}
    digest = hashlib.sha256(f"{__version__} {shipped()} {sorted(kept.items())}".encode("utf-8", "surrogateescape"))
    files = options.get("rulebook")
    for file in files if isinstance(files, tuple) else ():
        try:
            with open(str(file), "rb") as stream:
                digest.update(stream.read())
        except OSError:
            continue
    return digest.hexdigest()[:16]
