"""What programs are told on the command line: `parseArgs({options})`, `yargs(…).option(…).argv`, commander's `program.opts()`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from migrator.facts import Call, FileFacts
from migrator.link.common import Outcomes
from migrator.link.evaluate import Linker
from migrator.outcomes import Frames, Mapping
from migrator.values import Entry, Environment, Literal, Member, Record, Result, Site, Value

PARSE_ARGS = frozenset({"node:util.parseArgs", "util.parseArgs", "node:util.default.parseArgs", "util.default.parseArgs"})
YARGS = re.compile(r"yargs(/yargs)?(\.\w+)*")
PARSING = frozenset({"parse", "parseSync", "parseAsync"})
ARGV = "argv"
COMMANDER = re.compile(r"(commander|@commander-js/extra-typings)(\.default)?(\.(program|Command|createCommand))?(\.\w+)*\.opts")
LONG = re.compile(r"--(?:no-)?([\w-]+)")
DEFAULT, OPTION = "default", "option"


def told(linker: Linker, symbol: str, call: Call, where: FileFacts, frames: Frames) -> Outcomes | None:
    """The mapping of options, each with its default; None for any other call."""
    if symbol in PARSE_ARGS and call.arguments:
        return _parse_args(linker, call, where, frames)
    if symbol.rpartition(".")[2] in PARSING and YARGS.fullmatch(symbol) is not None:
        return read(linker, call.callee, call.site, where, frames)
    if COMMANDER.fullmatch(symbol) is not None:
        return _outcomes(linker, _of_flags(where), call.site, where, frames)
    return None


def read(linker: Linker, chain: Value, site: Site, where: FileFacts, frames: Frames) -> Outcomes | None:
    """What yargs gives at the end of a chain."""
    return _outcomes(linker, [each for call in _steps(chain, where) for each in _declared(call)], site, where, frames)


def _parse_args(linker: Linker, call: Call, where: FileFacts, frames: Frames) -> Outcomes | None:
    given = call.arguments[0].value
    options = _held(linker, given, where, frames).get("options")
    held = _held(linker, options, where, frames) if options is not None else {}
    entries = [_entry(str(name), default) for name, each in held.items() if (default := _said(each)) is not None]
    if not entries:
        return None
    values = Entry(Literal("values", call.site), Record(tuple(entries), call.site), call.site)
    return linker.outcomes(linker.keep(Record((values,), call.site)), where.path, frames)


def _held(linker: Linker, value: Value, where: FileFacts, frames: Frames) -> dict[str | None, Value]:
    """What a mapping of this file holds."""
    found = [each.form for each in linker.outcomes(value, where.path, frames)]
    whole = found[0] if len(found) == 1 else None
    return {each.key: each.value for each in whole.slots if each.path == where.path} if isinstance(whole, Mapping) else {}


def _steps(chain: Value, where: FileFacts) -> Iterator[Call]:
    """The calls of a chain, the last one first."""
    while isinstance(chain, (Member, Result)):
        if isinstance(chain, Result):
            yield where.calls[chain.call]
        chain = chain.base if isinstance(chain, Member) else where.calls[chain.call].callee


def _declared(call: Call) -> Iterator[Entry]:
    """The options that a step of yargs declares."""
    given = [each.value for each in call.arguments if each.kind == "positional"]
    name = call.callee.name if isinstance(call.callee, Member) else ""
    key = given[0] if given else None
    if name in ("option", "options") and isinstance(key, Literal) and len(given) > 1:
        default = _said(given[1])
        if default is not None:
            yield from _either(str(key.value), default)
    elif name in ("option", "options"):
        for each in key.entries if isinstance(key, Record) else ():
            default = _said(each.value)
            if default is not None and isinstance(each.key, Literal):
                yield from _either(str(each.key.value), default)
    elif name == DEFAULT and isinstance(key, Literal) and len(given) > 1:
        yield from _either(str(key.value), given[1])


def _either(name: str, default: Value) -> Iterator[Entry]:
    """An option by both names that yargs gives it."""
    yield _entry(name, default)
    if "-" in name:
        yield _entry(_in_one_word(name), default)


def _of_flags(where: FileFacts) -> list[Entry]:
    """The options of a file that are declared as commander's are: `-m, --model <name>`, in words, the default.

    One that is declared twice is left out: which command it is of is not known.
    """
    found: dict[str, list[Value | None]] = {}
    for call in where.calls:
        given = [each.value for each in call.arguments if each.kind == "positional"]
        flags = given[0].value if given and isinstance(given[0], Literal) else None
        if isinstance(call.callee, Member) and call.callee.name == OPTION and isinstance(flags, str):
            long = LONG.search(flags)
            if long is not None:
                found.setdefault(_in_one_word(long[1]), []).append(given[-1] if len(given) > 2 else None)
    alone = ((name, defaults[0]) for name, defaults in found.items() if len(defaults) == 1)
    return [_entry(name, default) for name, default in alone if default is not None]


def _in_one_word(name: str) -> str:
    """The name under which programs get at `--a-b`."""
    first, *rest = name.split("-")
    return "".join([first, *(each.capitalize() for each in rest)])


def _said(option: Value) -> Value | None:
    entries = option.entries if isinstance(option, Record) else ()
    return next((each.value for each in entries if isinstance(each.key, Literal) and each.key.value == DEFAULT), None)


def _entry(name: str, default: Value) -> Entry:
    return Entry(Literal(name, default.site), Environment(None, default, default.site), default.site)


def _outcomes(linker: Linker, entries: Iterable[Entry], site: Site, where: FileFacts, frames: Frames) -> Outcomes | None:
    found = tuple(entries)
    return linker.outcomes(linker.keep(Record(found, site)), where.path, frames) if found else None
