"""What Python code writes to files, keeps in databases and hands to other programs: who reads it goes by what it says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from migrator.facts import Argument, Call, Use
from migrator.languages.joined import PROGRAM, written
from migrator.languages.stores import SAVED
from migrator.values import Member, Opaque, Reference, Result, Value

WHOLE = frozenset({"write_text", "write_bytes"})
"""Methods of paths that write a file."""
WRITING = frozenset({"write", "writelines"})
"""Methods of what `open` gives, as those of much else."""
SHOWING, FILE = "print", "file"
ADDING = frozenset({"add", "merge"})
"""Methods of a database's session that keep an object."""
_SESSION = re.compile(r"\w*[Ss]ession(?:Local|Maker|_maker|_factory)?")
"""What makes such a session: `with Session(engine) as s`."""
OPENING = frozenset({"open", "open_file", "NamedTemporaryFile", "TemporaryFile"})
STARTING = frozenset({"Popen", "check_call", "check_output", "create_subprocess_exec", "create_subprocess_shell"})
"""Functions that start a program, whatever they are imported from."""
OF_MODULES = {"subprocess": frozenset({"run", "call", "getoutput"}), "os": frozenset({"system", "popen"})}
"""Functions that start a program, of names that mean something else elsewhere."""


def uses(
    callee: Value, arguments: Sequence[Argument], given: Callable[[Reference], Sequence[Value]], calls: Sequence[Call | None]
) -> Iterator[Use]:
    """What of a call's arguments is written or handed on; `given`: everything that a name is given in its scope."""
    name = callee.name if isinstance(callee, (Member, Reference)) else ""
    base = callee.base if isinstance(callee, Member) else None
    module = base.name if isinstance(base, Reference) else ""
    values = [each.value for each in arguments if each.name is None]
    if name in STARTING or name in OF_MODULES.get(module, ()):
        yield from (Use(PROGRAM, each, each.site) for each in values)
        return
    target = next((each.value for each in arguments if each.name == FILE), None) if name == SHOWING else base
    if name in ADDING and _comes_from(base, lambda maker: _SESSION.fullmatch(maker) is not None, given, calls):
        yield from (Use(SAVED, each, each.site) for each in values)
    # Nothing is known of what a program prints or sends.
    if name in WHOLE or ((name in WRITING or name == SHOWING) and _comes_from(target, OPENING.__contains__, given, calls)):
        yield from (use for each in values for use in written(each))


def _comes_from(
    value: Value | None, made: Callable[[str], bool], given: Callable[[Reference], Sequence[Value]], calls: Sequence[Call | None]
) -> bool:
    """Whether a value is what a function gave whose name is like that, or what `with` made of it."""
    for each in given(value) if isinstance(value, Reference) else (value,):
        entered = each.operands[0] if isinstance(each, Opaque) and each.operands else each
        call = calls[entered.call] if isinstance(entered, Result) else None
        if call is not None and isinstance(call.callee, (Member, Reference)) and made(call.callee.name):
            return True
    return False
