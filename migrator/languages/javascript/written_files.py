"""What JavaScript writes to files as JSON, and hands to other programs: whoever reads it there goes by what it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from migrator.facts import Use
from migrator.languages.joined import PROGRAM, written
from migrator.values import Member, Reference, Value

# fmt: off
WRITING = frozenset({
    "appendFile", "appendFileSync", "outputFile", "outputFileSync", "writeFile", "writeFileSync", "writeTextFile",
    "writeTextFileSync",
})
"""Functions whose second argument is the text of a file."""
KEEPING = frozenset({"outputJson", "outputJsonSync", "outputJSON", "writeJson", "writeJsonSync", "writeJSON", "writeJSONSync"})
"""The same, of those that are given what the file says."""
STARTING = frozenset({"spawn", "spawnSync", "execFile", "execFileSync", "execSync", "execa", "execaSync"})
# fmt: on
"""Functions that start a program."""


def uses(callee: Value, values: Sequence[Value]) -> Iterator[Use]:
    """What of a call's arguments is written or handed on."""
    name = callee.name if isinstance(callee, (Member, Reference)) else ""
    if name in STARTING:
        yield from (Use(PROGRAM, each, each.site) for each in values)
    elif name in KEEPING:
        yield from (Use("record", each, each.site) for each in values[1:2])
    elif name in WRITING:
        yield from (use for each in values[1:2] for use in written(each))
