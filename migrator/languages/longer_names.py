"""Names that a model's becomes a part of (`"queue-" + model`): what has such a name is looked for by all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from migrator.facts import Argument, Use
from migrator.values import Join, Literal, Member, Reference, Site, Value

# fmt: off
SHOWING = frozenset({
    "console", "log", "logger", "LOG", "Log", "print", "println", "printf", "info", "debug", "warn", "error", "trace", "Error",
    "append", "write", "alert",
})
# fmt: on
"""What only shows a text, or puts it together with others."""
_ENDS, _BEGINS, _BLANK = re.compile(r"[\w\-.:/@]$"), re.compile(r"[\w\-.:/@]"), re.compile(r"[\s,;!?]")


def uses(callee: Value, arguments: Sequence[Argument], site: Site) -> Iterator[Use]:
    """What of a call's arguments is one longer name (`"queue-" + model`), unless it is only shown."""
    name = callee.name if isinstance(callee, (Member, Reference)) else ""
    base = callee.base if isinstance(callee, Member) else None
    shown = name in SHOWING or (isinstance(base, Reference) and base.name in SHOWING)
    for each in () if shown else arguments:
        if isinstance(each.value, Join):
            texts = [str(part.value) if isinstance(part, Literal) else "" for part in each.value.parts]
            joined = any(_ENDS.search(text) or _BEGINS.match(text) for text in texts)
            if joined and not any(_BLANK.search(text) for text in texts):
                yield Use("name", each.value, site)
