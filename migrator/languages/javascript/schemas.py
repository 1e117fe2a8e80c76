"""What schemas make of settings: `z.object({…}).parse(process.env)`, `cleanEnv(process.env, {…})`, `createEnv({server: {…}})`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from migrator.facts import Call, FileFacts
from migrator.link.common import Outcomes
from migrator.link.evaluate import Linker
from migrator.link.program import trailing_name
from migrator.outcomes import Form, Frames, Made, Mapping, Outcome, Slot, Symbol
from migrator.values import Environment, Literal, Member, Record, Reference, Result, Value

PARSED = re.compile(r"zod(/v\d)?(\.z|\.default)?\.object(\.\w+)*\.parse(Async)?")
CLEANED = frozenset({"envalid.cleanEnv", "envalid.default.cleanEnv"})
CREATED = frozenset(f"@t3-oss/env-{name}.createEnv" for name in ("core", "nextjs", "nuxt"))
SIDES = ("server", "client", "shared")
PLAIN = frozenset(
    {
        "string",
        "trim",
        "min",
        "max",
        "length",
        "nonempty",
        "optional",
        "nullable",
        "nullish",
        "describe",
        "url",
        "default",
        "prefault",
        "catch",
        "enum",
    }
)
"""Steps of a schema of text that let every text pass, or one of those that are listed."""
EXTENDED = frozenset({"extend", "safeExtend"})
"""Steps of a schema of a mapping that add keys to it."""
TEXTS = frozenset({"str", "url"})
DEFAULT = "default"
DEFAULTS = frozenset({DEFAULT, "prefault"})
OBJECT = ".object"
CHAIN = 12
"""How many steps a schema has at most."""


def parsed(linker: Linker, symbol: str, call: Call, where: FileFacts, frames: Frames) -> Outcomes | None:
    """The mappings that a schema may let through, with the defaults that it fills in; None for any other call."""
    given = [each.value for each in call.arguments]
    if PARSED.fullmatch(symbol) is not None and given and isinstance(call.callee, Member):
        return _filled(linker, _shapes(linker, call.callee.base, where, frames), given[0], call, where, frames)
    if symbol in CLEANED and len(given) > 1:
        held = [each.slots for each in _mappings(linker, given[1], where, frames)]
        return _filled(linker, held, given[0], call, where, frames)
    if symbol in CREATED and given:
        whole = _mappings(linker, given[0], where, frames)
        sides = [[slot for slot in each.slots if slot.key in SIDES] for each in whole]
        return _filled(linker, [_of_sides(linker, each) for each in sides], None, call, where, frames)
    return None


def _of_sides(linker: Linker, sides: list[Slot]) -> list[Slot]:
    held = (each for one in sides for each in _mappings(linker, one.value, linker.program.facts[one.path], one.frames))
    return [slot for each in held for slot in each.slots]


def _shapes(linker: Linker, value: Value, where: FileFacts, frames: Frames) -> Iterator[list[Slot]]:
    """What `z.object` was given, and what was added to it, for each schema that may be meant."""
    for outcome in linker.outcomes(value, where.path, frames):
        slots: list[Slot] = []
        made: Form | None = outcome.form
        for _ in range(CHAIN):
            if not isinstance(made, Made) or made.call is None:
                break
            there, call = linker.program.facts[made.call.path], linker.program.call(made.call)
            first = made.symbol.endswith(OBJECT)
            if call.arguments and (first or trailing_name(call.callee) in EXTENDED):
                held = _mappings(linker, call.arguments[0].value, there, made.frames)
                slots[:0] = [slot for each in held for slot in each.slots]
            base = call.callee.base if isinstance(call.callee, Member) and not first else None
            found = linker.outcomes(base, there.path, made.frames) if base is not None else ()
            made = found[0].form if len(found) == 1 else None
        yield slots


def _mappings(linker: Linker, value: Value, where: FileFacts, frames: Frames) -> list[Mapping]:
    return [each.form for each in linker.outcomes(value, where.path, frames) if isinstance(each.form, Mapping)]


def _filled(
    linker: Linker, shapes: Iterable[Sequence[Slot]], given: Value | None, call: Call, where: FileFacts, frames: Frames
) -> Outcomes | None:
    """Each key as what is given under it, or its default."""
    forms = [each.form for each in linker.outcomes(given, where.path, frames)] if given is not None else []
    variables = given is None or any(isinstance(form, Symbol) and form.name == "process.env" for form in forms)
    filled = [tuple(_slot(linker, slot, variables) for slot in each) for each in shapes]
    return tuple(Outcome(Mapping(slots, False, call.site, "dict"), call.site) for slots in filled if slots) or None


def _slot(linker: Linker, slot: Slot, variables: bool) -> Slot:
    where = linker.program.facts[slot.path]
    default = _default(where, slot.value)
    if default is None:
        return slot
    return replace(slot, value=linker.keep(Environment(slot.key if variables else None, default, slot.value.site)))


def _default(where: FileFacts, value: Value) -> Value | None:
    """What a schema gives where nothing is given: only of one that lets texts pass as they are."""
    found: Value | None = None
    for _ in range(CHAIN):
        if not isinstance(value, Result):
            return None
        call = where.calls[value.call]
        callee = call.callee
        if not isinstance(callee, (Member, Reference)):
            return None
        if callee.name in TEXTS and not (isinstance(callee, Member) and isinstance(callee.base, Result)):
            return _said(call)
        if callee.name not in PLAIN or not isinstance(callee, Member):
            return None
        if callee.name in DEFAULTS and call.arguments and found is None:
            found = call.arguments[0].value
        if not isinstance(callee.base, Result):
            return found
        value = callee.base
    return None


def _said(call: Call) -> Value | None:
    """The default of envalid's `str({default: …})`."""
    options = call.arguments[0].value if call.arguments else None
    entries = options.entries if isinstance(options, Record) else ()
    named = {each.key.value: each.value for each in entries if isinstance(each.key, Literal)}
    return named.get(DEFAULT)
