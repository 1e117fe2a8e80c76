"""What Java and Kotlin write to files as JSON, and hand to other programs: whoever reads it there goes by what it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from migrator.facts import Use
from migrator.languages.java.chains import PROCESS
from migrator.languages.joined import PROGRAM, written
from migrator.values import Member, Reference, Value

WRITING = {"writeString": 1, "writeText": 0, "appendText": 0}
"""Methods that write a text, and which argument that is."""
SAVING = "writeValue"
"""The method of Jackson's mapper that writes its second argument to its first."""


def uses(callee: Value, values: Sequence[Value]) -> Iterator[Use]:
    """What of a call's arguments is written or handed on."""
    name = callee.name if isinstance(callee, (Member, Reference)) else ""
    if name == PROCESS:
        yield from (Use(PROGRAM, each, each.site) for each in values)
    elif name in WRITING:
        yield from (use for each in values[WRITING[name] :][:1] for use in written(each))
    elif name == SAVING:
        yield from (Use("record", each, each.site) for each in values[1:2])
