"""What JavaScript's globals, its objects and best-known helpers give back."""

from __future__ import annotations

from dataclasses import replace

from migrator.facts import Argument, Call, FileFacts
from migrator.languages.javascript import addresses, command_lines, documents, schemas, states
from migrator.languages.javascript.imports import module_files
from migrator.link import members, names, templates, texts
from migrator.link.callables import SUPER, parts_of
from migrator.link.common import Outcomes, copies_of, nothing, without_placeholders
from migrator.link.composites import of_pairs
from migrator.link.environment_fields import as_text
from migrator.link.evaluate import Linker
from migrator.link.program import Program
from migrator.outcomes import Constant, Encoded, Frames, Made, Mapping, Module, Outcome, Symbol, Text, Unknown
from migrator.values import Entry, Environment, Member, Record, Reference, Value

GLOBALS = frozenset(
    {
        "process", "import.meta", "Deno", "Bun", "Object", "JSON", "String", "Boolean", "Number", "structuredClone",
        "fetch", "Request", "globalThis", "window", "self", "axios", "$", "jQuery", "Map", "URL", "wx", "uni", "my", "$fetch",
        "useFetch", "XMLHttpRequest",
    }
)  # fmt: skip
WINDOWS = ("globalThis.", "window.", "self.")
ENVIRONMENTS = frozenset({"process.env", "import.meta.env", "Deno.env", "Bun.env"})
WALKING = frozenset({"map", "forEach", "filter", "find", "findIndex", "findLast", "findLastIndex", "some", "every", "flatMap"})
"""Methods that call a function with each item of their array."""
PAIRED = frozenset({"Map", "Object.fromEntries"})
TAKEN_APART = {"Object.values": "values", "Object.entries": "items"}
FORMATTING = frozenset({"util.format", "node:util.format", "util.default.format", "node:util.default.format"})
COPYING = "structuredClone"
PASSING = frozenset({"String", COPYING, "Object.freeze", "Object.seal"})


class JavaScriptLibrary:
    """The linker's questions about JavaScript itself."""

    may_omit = True
    keywords = False
    imports_only = True
    keyed = False

    supplied = staticmethod(nothing)

    def walks(self, call: Call, argument: Argument, index: int) -> Value | None:
        """The array whose method calls a function with each of its items."""
        known = isinstance(call.callee, Member) and call.callee.name in WALKING and call.arguments[0] is argument
        return call.callee.base if known and index == 0 and isinstance(call.callee, Member) else None

    def undefined(self, linker: Linker, value: Reference, where: FileFacts) -> Outcomes | None:
        return None

    def named(self, linker: Linker, outcome: Outcome) -> Outcome:
        return outcome

    def builtin(self, name: str) -> str | None:
        return name if name in GLOBALS else None

    def module(self, program: Program, importer: str, module: str, level: int) -> tuple[str, ...]:
        return module_files(program, importer, module, level)

    def member(self, linker: Linker, value: Member, where: FileFacts, frames: Frames) -> Outcomes | None:
        """`object.key`: objects are records, modules and variables of the environment."""
        if isinstance(value.base, Reference) and value.base.name == SUPER:
            return members.of_base(linker, value, value.base.scope, where)
        results: list[Outcome] = []
        for base in linker.outcomes(value.base, where.path, frames):
            for outcome in self._attribute(linker, base, value, where, frames):
                results.append(outcome.being(outcome.form, base.given, (*base.steps, *outcome.steps)))
        return without_placeholders(results) or None

    def _attribute(self, linker: Linker, base: Outcome, value: Member, where: FileFacts, frames: Frames) -> Outcomes:
        match base.form:
            case Mapping() as mapping:
                return _of_mapping(linker, mapping, value)
            case Symbol(name=symbol) if symbol in ENVIRONMENTS and value.name != "get":
                found = linker.outcomes(linker.keep(Environment(value.name, None, value.site)), where.path, frames)
                return tuple(map(as_text, found))
            case Symbol(name=symbol) if f"{symbol}." in WINDOWS:
                return (Outcome(Symbol(value.name), value.site),)
            case Made(symbol=symbol) if value.name == command_lines.ARGV and command_lines.YARGS.fullmatch(symbol) is not None:
                said = command_lines.read(linker, value.base, value.site, where, frames)
                return said or members.attribute(linker, base, value, where)
            case Module(path=path):
                return _of_module(linker, path, value, where)
            case Unknown():
                return (replace(base, steps=()),)
            case Constant() | Text():
                piece = addresses.part_of(base, value.name, Outcome(base.form, value.site))
                return (piece,) if piece is not None else members.attribute(linker, base, value, where)
            case _:
                return members.attribute(linker, base, value, where)

    def result(self, linker: Linker, symbol: str, call: Call, where: FileFacts, frames: Frames) -> Outcomes | None:
        path = where.path
        positional = [each for each in call.arguments if each.kind == "positional"]
        owner, _, name = symbol.rpartition(".")
        if symbol == "JSON.parse" and positional:
            said = linker.outcomes(positional[0].value, path, frames)
            if said and all(isinstance(each.form, Encoded) for each in said):
                parsed = (replace(each, form=each.form.mapping) for each in said if isinstance(each.form, Encoded))
                return copies_of(parsed, call.site)
        address = addresses.made(linker, symbol, call, where, frames)
        if address is not None:
            return address
        if symbol in FORMATTING and positional:
            return templates.by_function(linker, call, where, frames) or texts.filled(linker, call, where, frames)
        read = documents.loaded(linker, symbol, call, where, frames)
        if read is not None:
            return read
        schema = schemas.parsed(linker, symbol, call, where, frames)
        if schema is not None:
            return schema
        options = command_lines.told(linker, symbol, call, where, frames)
        if options is not None:
            return options
        kept = states.kept(linker, symbol, call, where, frames)
        if kept is not None:
            return kept
        if owner in ENVIRONMENTS and name in ("get", "__getitem__") and positional:
            keys = linker.outcomes(positional[0].value, path, frames)
            known = [each.form.value for each in keys if isinstance(each.form, Constant)]
            variable = str(known[0]) if len(known) == 1 == len(keys) else None
            return tuple(map(as_text, linker.outcomes(linker.keep(Environment(variable, None, call.site)), path, frames)))
        if symbol == "JSON.stringify" and positional:
            return tuple(
                replace(each, form=Encoded(each.form) if isinstance(each.form, Mapping) else Unknown("unresolved"))
                for each in linker.outcomes(positional[0].value, path, frames)
            )
        if symbol in PASSING and positional:
            passed = linker.outcomes(positional[0].value, path, frames)
            return copies_of(passed, call.site) if symbol == COPYING else passed
        if symbol in PAIRED and positional:
            paired = of_pairs(linker, positional[0].value, call.site, path, frames)
            return (Outcome(paired, call.site),) if paired is not None else None
        if symbol in TAKEN_APART and positional:
            return parts_of(linker, positional[0].value, TAKEN_APART[symbol], where, frames)
        if symbol == "Object.assign" and positional:
            entries = tuple(Entry(None, each.value, each.site) for each in positional)
            return linker.outcomes(linker.keep(Record(entries, call.site)), path, frames)
        return None


def _of_mapping(linker: Linker, mapping: Mapping, value: Member) -> Outcomes:
    """A key that is certainly not there reads as undefined."""
    if mapping.complete and all(slot.key != value.name for slot in mapping.slots):
        return (Outcome(Constant(None, absent=True), value.site),)
    return members.lookup(linker, mapping, value.name, value.site)


def _of_module(linker: Linker, path: str, value: Member, where: FileFacts) -> Outcomes:
    found = names.module_attribute(linker, path, value.name)
    if found:
        return found
    results: list[Outcome] = []
    for name in ("module.exports", "default"):
        for whole in names.module_attribute(linker, path, name):
            if value.name == "default":
                results.append(whole)
            elif isinstance(whole.form, Mapping):
                results.extend(_of_mapping(linker, whole.form, value))
            else:
                results.extend(members.attribute(linker, whole, value, where))
        if results:
            return tuple(results)
    return (Outcome(Unknown("unresolved"), value.site),)
