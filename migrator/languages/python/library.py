"""What Python's builtins, standard library and best-known helpers give back."""

from __future__ import annotations

import builtins
import re
from dataclasses import replace
from urllib.parse import urljoin

from migrator.facts import ANY_NAME, Argument, Call, FileFacts, FormalParameter, Function
from migrator.languages.python import copies, documents, dumps, flags, frameworks, kept
from migrator.languages.python.imports import module_files
from migrator.link import merged
from migrator.link.callables import is_inherited_constructor, is_super
from migrator.link.common import Outcomes, argument_slot, copies_of, following, nothing, unchanged
from migrator.link.composites import of_pairs
from migrator.link.environment_fields import as_text
from migrator.link.evaluate import Linker
from migrator.link.members import VALIDATING, attribute, inherited_constructor, lookup, of_base
from migrator.link.program import Program
from migrator.outcomes import (
    CallRef,
    Constant,
    Encoded,
    Frames,
    Items,
    Made,
    Mapping,
    Object,
    Outcome,
    Prepared,
    Slot,
    Symbol,
    Type,
    Unknown,
)
from migrator.values import Choice, Element, Environment, Join, Literal, Member, Opaque, Reference, Result, Sequence, Site, Value

BUILTINS = frozenset(dir(builtins))
ENVIRONMENT_READERS = frozenset(
    {
        "os.getenv",
        "os.environ.get",
        "os.environ.__getitem__",
        "os.environ.setdefault",
        "os.environ.pop",
        "decouple.config",
        "environs.Env.str",
        "environs.Env.__call__",
        "environ.Env.str",
        "environ.Env.__call__",
        "starlette.config.Config.__call__",
    }
)
VALIDATORS = frozenset(f"{model}.{name}" for model in dumps.MODELS for name in VALIDATING)
URL_JOIN = "urllib.parse.urljoin"
PATH_JOINS = frozenset({"os.path.join", "posixpath.join"})
COPYING = frozenset({"copy.copy", "copy.deepcopy"})
PASSING = COPYING | frozenset(
    {
        "builtins.str",
        "builtins.bytes",
        "builtins.bytearray",
        "typing.cast",
        "typing_extensions.cast",
        "contextlib.nullcontext",
        "pydantic.SecretStr",
        "types.MappingProxyType",
        "string.Template",
        "textwrap.dedent",
        "inspect.cleandoc",
        "asyncio.run",
    }
)
MAKING = frozenset({"builtins.super.__new__", "builtins.object.__new__"})
"""What makes an object of the class that it is given."""
TO_JSON = frozenset({"json.dumps", "simplejson.dumps", "ujson.dumps", "orjson.dumps", "rapidjson.dumps", "flask.json.dumps"})
FROM_JSON = frozenset({"json.loads", "simplejson.loads", "ujson.loads", "orjson.loads", "rapidjson.loads", "flask.json.loads"})
COLLECTING = frozenset(f"builtins.{name}" for name in ("list", "tuple", "set", "sorted", "reversed", "iter", "frozenset")) | {
    "collections.deque",
    "itertools.cycle",
    "itertools.islice",
    "tqdm.tqdm",
    "tqdm.auto.tqdm",
    "tqdm.notebook.tqdm",
    "rich.progress.track",
}
CHAINING = "itertools.chain"
PAIRING = frozenset({"builtins.enumerate", "builtins.zip", "itertools.zip_longest", "itertools.product"})
"""What makes tuples of the members of several collections."""
REPEATING = "itertools.repeat"
"""What gives one value again and again."""
PAIRED = frozenset({"builtins.dict", "collections.OrderedDict"})
PREPARING = frozenset({"functools.partial", "functools.partialmethod"}) | frozenset(
    f"dependency_injector.providers.{name}" for name in ("Singleton", "ThreadSafeSingleton", "Factory", "Resource")
)
CHOOSING = frozenset(
    f"streamlit.{where}{name}"
    for where in ("", "sidebar.")
    for name in ("selectbox", "radio", "select_slider", "pills", "segmented_control")
)
"""What lets somebody choose one of a list: a label, and that list."""
PICKING = frozenset({"random.choice", "secrets.choice", "builtins.next", "builtins.max", "builtins.min"})
PARSED = re.compile(r"argparse\..*\.parse_(known_)?args")
MAPPING_METHODS = frozenset(dir(dict))
FIELDS = frozenset({"dataclasses.field", "pydantic.Field", "attr.ib", "attrs.field", "pydantic.fields.Field", "sqlmodel.Field"})
COLUMNS = frozenset(
    {"sqlalchemy.Column", "sqlalchemy.orm.mapped_column", "mongoengine.StringField", "peewee.CharField", "peewee.TextField"}
) | frozenset(f"{module}.{name}" for module in ("django.db.models", "tortoise.fields") for name in ("CharField", "TextField"))
"""What says, as `default`, what stands in a row that says nothing."""


class PythonLibrary:
    """The linker's questions about Python itself."""

    may_omit = False
    keywords = True
    imports_only = True
    keyed = True

    undefined = staticmethod(nothing)
    named = staticmethod(unchanged)

    def builtin(self, name: str) -> str | None:
        return f"builtins.{name}" if name in BUILTINS else None

    def supplied(self, linker: Linker, function: Function, formal: FormalParameter, where: FileFacts) -> Outcomes | None:
        return frameworks.supplied(linker, function, formal, where)

    def walks(self, call: Call, argument: Argument, index: int) -> Value | None:
        return frameworks.walked(call, argument, index)

    def module(self, program: Program, importer: str, module: str, level: int) -> tuple[str, ...]:
        return program.files_of(importer, module, level, module_files)

    def member(self, linker: Linker, value: Member, where: FileFacts, frames: Frames) -> Outcomes | None:
        """`args.model` of an argparse parser: the default that `add_argument` gives."""
        if not isinstance(value.base, (Reference, Member, Result, Choice)):
            return None
        if is_inherited_constructor(where, value):
            return inherited_constructor(linker, value, where)
        if isinstance(value.base, Result) and is_super(where, value.base) and not value.name.startswith("__"):
            return of_base(linker, value, where.calls[value.base.call].scope, where)
        if value.name == "__class__":
            return _classes(linker, value.base, where.path, frames)
        results: list[Outcome] = []
        others: list[Outcome] = []
        for base in linker.outcomes(value.base, where.path, frames):
            read = documents.attribute(linker, value, base, where) or flags.attribute(linker, value, base, where)
            read = read or kept.attribute(linker, value, base)
            if read is not None:
                results.extend(read)
            elif isinstance(base.form, Made) and PARSED.fullmatch(base.form.symbol):
                results.extend(_argparse_default(linker, value.name, value.site, base.form, where))
            elif isinstance(base.form, Mapping) and base.form.how == "dict" and value.name not in MAPPING_METHODS:
                results.extend(_of_namespace(linker, base.form, value))
            elif isinstance(base.form, (Object, Type)):
                others.append(base)
        if not results:
            return None
        rest = (following(each, base) for base in others for each in attribute(linker, base, value, where))
        return (*results, *rest)

    def result(self, linker: Linker, symbol: str, call: Call, where: FileFacts, frames: Frames) -> Outcomes | None:
        path = where.path
        positional = [each for each in call.arguments if each.kind == "positional"]
        if symbol in FROM_JSON and positional:
            said = linker.outcomes(positional[0].value, path, frames)
            if said and all(isinstance(each.form, Encoded) for each in said):
                parsed = (replace(each, form=each.form.mapping) for each in said if isinstance(each.form, Encoded))
                return copies_of(parsed, call.site)
        read = documents.loaded(linker, symbol, call, where, frames)
        if read is not None:
            return read
        if symbol in VALIDATORS and isinstance(call.callee, Member):
            made = [each.form for each in linker.outcomes(call.callee.base, path, frames)]
            ref = CallRef(path, call.number)
            objects = [Object(each.path, each.number, ref, frames) for each in made if isinstance(each, Type)]
            return tuple(Outcome(each, call.site) for each in objects) or None
        if (held := kept.looked_up(linker, symbol, call, where, frames)) is not None:
            return held
        if symbol in dumps.FUNCTIONS or symbol in dumps.METHODS:
            fields = dumps.dumped(linker, symbol, call, where, frames)
            if fields is not None or symbol != dumps.OWN:
                return fields
        if symbol in ENVIRONMENT_READERS:
            return _environment(linker, call, positional, path, frames)
        copied = copies.made(linker, symbol, call, where, frames)
        if copied is not None:
            return copied
        if symbol in PAIRED and len(call.arguments) == len(positional) == 1:
            paired = of_pairs(linker, positional[0].value, call.site, path, frames)
            if paired is not None:
                return (Outcome(paired, call.site),)
        if symbol == "builtins.dict":
            return (_dict(linker, call, path, frames),)
        if symbol in TO_JSON and positional:
            return tuple(
                replace(each, form=Encoded(each.form) if isinstance(each.form, Mapping) else Unknown("unresolved"))
                for each in linker.outcomes(positional[0].value, path, frames)
            )
        if symbol in MAKING and positional:
            return tuple(each for each in linker.outcomes(positional[0].value, path, frames) if isinstance(each.form, Object))
        if symbol in PASSING and positional:
            chosen = positional[-1] if symbol.endswith(".cast") else positional[0]
            passed = linker.outcomes(chosen.value, path, frames)
            return copies_of(passed, call.site) if symbol in COPYING else passed
        framework = frameworks.given(linker, symbol, call, where, frames) or flags.made(linker, symbol, call, where, frames)
        if framework is not None:
            return framework
        if symbol == "builtins.getattr" and len(positional) > 1 and isinstance(positional[1].value, Literal):
            return _attribute(linker, call, positional, where, frames)
        if symbol.endswith(".__getitem__") and PARSED.fullmatch(symbol.removesuffix(".__getitem__")):
            return _of_parsed(linker, call, where, frames)
        if symbol == "builtins.vars" and positional:
            return tuple(_as_mapping(linker, each, call, where) for each in linker.outcomes(positional[0].value, path, frames))
        if symbol == "builtins.type" and len(call.arguments) == 1 and positional:
            return _classes(linker, positional[0].value, path, frames)
        if symbol == "types.SimpleNamespace":
            return (_dict(linker, call, path, frames),)
        if symbol in FIELDS and (factory := _keyword(call, frameworks.FACTORY)) is not None:
            return frameworks.made_by(linker, factory.value, where, frames)
        if symbol in FIELDS or symbol in COLUMNS:
            first = positional[0] if positional and symbol in FIELDS and symbol.endswith("Field") else None
            default = _keyword(call, "default") or first
            return linker.outcomes(default.value, path, frames) if default is not None else None
        if symbol in PREPARING and positional:
            ref = CallRef(path, call.number)
            return tuple(
                replace(each, form=Prepared(each.form, ref, frames), site=call.site)
                for each in linker.outcomes(positional[0].value, path, frames)
            )
        if symbol in CHOOSING:
            options = positional[1] if len(positional) > 1 else _keyword(call, "options")
            return linker.outcomes(linker.keep(Element(options.value, None, call.site)), path, frames) if options else None
        if symbol in PICKING and positional:
            picked = linker.outcomes(linker.keep(Element(positional[0].value, None, call.site)), path, frames)
            spare = positional[1] if symbol == "builtins.next" and len(positional) > 1 else _keyword(call, "default")
            return (*picked, *linker.outcomes(spare.value, path, frames)) if spare is not None else picked
        if symbol == URL_JOIN and len(positional) == 2:
            return _below(linker, positional, call, path, frames)
        if symbol in PATH_JOINS and len(positional) > 1:
            return _as_address(linker, positional, call, path, frames)
        if symbol == "builtins.filter" and len(positional) > 1:
            return linker.outcomes(positional[1].value, path, frames)
        if symbol in COLLECTING and positional:
            return tuple(_keys_of(each) for each in linker.outcomes(positional[0].value, path, frames))
        if symbol == frameworks.CASE:
            return (Outcome(Items(tuple(each.value for each in positional), path, frames, frameworks.CASE), call.site),)
        if symbol == REPEATING and positional:
            return (Outcome(Items((positional[0].value,), path, frames, "list"), call.site),)
        if symbol in PAIRING and positional:
            return _paired(linker, symbol, call, positional, path, frames)
        if symbol == CHAINING and positional and len(positional) == len(call.arguments):
            parts = tuple(Element(each.value, None, each.value.site) for each in positional)
            return linker.outcomes(linker.keep(Sequence("list", parts, call.site)), path, frames)
        return None


def _below(linker: Linker, positional: list[Argument], call: Call, path: str, frames: Frames) -> Outcomes | None:
    """`urljoin(base, rest)` of two texts that are known."""
    found = [linker.outcomes(each.value, path, frames) for each in positional]
    texts = [each[0].form.value for each in found if len(each) == 1 and isinstance(each[0].form, Constant)]
    if len(texts) != 2 or not all(isinstance(each, str) for each in texts):
        return None
    try:
        joined = urljoin(str(texts[0]), str(texts[1]))
    except ValueError:
        return None
    return (replace(found[0][0], form=Constant(joined, exact=False), site=call.site),)


def _as_address(linker: Linker, positional: list[Argument], call: Call, path: str, frames: Frames) -> Outcomes | None:
    """`os.path.join(base, "chat")` of an address, which it makes longer as it does a path; None of whatever else."""
    known = [each.form.value for each in linker.outcomes(positional[0].value, path, frames) if isinstance(each.form, Constant)]
    rest = [each.value.value for each in positional[1:] if isinstance(each.value, Literal)]
    if len(rest) < len(positional) - 1 or any(str(each).startswith("/") for each in rest):
        return None
    if not known or not all("://" in str(each) for each in known):
        return None
    slash = Literal("" if all(str(each).endswith("/") for each in known) else "/", call.site)
    tail = Literal("/".join(str(each).rstrip("/") for each in rest), call.site)
    return linker.outcomes(linker.keep(Join((positional[0].value, slash, tail), call.site)), path, frames)


def _keys_of(outcome: Outcome) -> Outcome:
    """What is gone through of a mapping: its keys."""
    mapping = outcome.form
    if not isinstance(mapping, Mapping):
        return outcome
    keys = tuple(Literal(slot.key, slot.key_site) for slot in mapping.slots if slot.key is not None)
    paths = {slot.path for slot in mapping.slots}
    known = mapping.complete and len(keys) == len(mapping.slots) and len(paths) == 1
    return replace(outcome, form=Items(keys, paths.pop(), (), "list") if known else Unknown("unresolved"))


def _of_namespace(linker: Linker, namespace: Mapping, value: Member) -> Outcomes:
    """What an attribute of an object without a class of its own is: given when it was made, or set later."""
    found = lookup(linker, namespace, value.name, value.site)
    later: list[Outcome] = []
    for path, given in linker.program.outer_attributes(value.name):
        forms = [each.form for each in linker.outcomes(given.base, path)]
        if any(isinstance(form, Mapping) and form.site == namespace.site for form in forms):
            later.extend(linker.outcomes(given.value, path))
    for path, given in linker.program.outer_attributes(ANY_NAME):
        forms = [each.form for each in linker.outcomes(given.base, path)]
        if any(isinstance(form, Mapping) and form.site == namespace.site for form in forms):
            later.extend(merged.under(linker, given.value, value.name, path, ()))
    known = tuple(each for each in found if not (isinstance(each.form, Unknown) and each.site == value.site))
    return (*known, *later) if later else found


def _classes(linker: Linker, value: Value, path: str, frames: Frames) -> Outcomes:
    """The classes of what a value can be."""
    return tuple(
        replace(each, form=Type(each.form.path, each.form.number) if isinstance(each.form, Object) else Unknown("unresolved"))
        for each in linker.outcomes(value, path, frames)
    )


def _as_mapping(linker: Linker, outcome: Outcome, call: Call, using: FileFacts) -> Outcome:
    """`vars(args)` of what a command line gave: its options, as far as they are in sight."""
    made = outcome.form
    if not isinstance(made, Made) or not PARSED.fullmatch(made.symbol):
        return outcome
    where = (linker.program.of(made.call.path) if made.call is not None else None) or using
    value = call.arguments[0].value
    slots = [
        Slot(
            name,
            linker.keep(Member(value, name, call.site)),
            using.path,
            (),
            call.site,
            call.site,
            call.site,
            call.site,
            "argument",
        )
        for each in where.calls
        if isinstance(each.callee, Member) and each.callee.name == "add_argument"
        for name in _option_names(each)
    ]
    return replace(outcome, form=Mapping(tuple(slots), False, call.site, "options")) if slots else outcome


def _option_names(call: Call) -> set[str]:
    """Under what name the parsed command line holds an option."""
    flags = [each.value.value for each in call.arguments if each.kind == "positional" and isinstance(each.value, Literal)]
    destination = _keyword(call, "dest")
    if destination is not None and isinstance(destination.value, Literal):
        return {str(destination.value.value)}
    long = [str(flag) for flag in flags if str(flag).startswith("--")] or [str(flag) for flag in flags]
    return {flag.lstrip("-").replace("-", "_") for flag in long[:1]}


def _attribute(linker: Linker, call: Call, positional: list[Argument], where: FileFacts, frames: Frames) -> Outcomes:
    """`getattr(x, "name", default)`: what the attribute is, with the default where that is not known."""
    name = positional[1].value
    assert isinstance(name, Literal)
    member = linker.keep(Member(positional[0].value, str(name.value), call.site))
    found = linker.outcomes(member, where.path, frames)
    if len(positional) < 3:
        return found
    # What stands outside the project under that name is a setting: who gives a default says that it may be missing.
    found = tuple(replace(each, form=Unknown("environment")) if isinstance(each.form, Symbol) else each for each in found)
    if any(isinstance(each.form, Unknown) for each in found):
        found = (*found, *linker.outcomes(positional[2].value, where.path, frames))
    return found


def _environment(linker: Linker, call: Call, positional: list[Argument], path: str, frames: Frames) -> Outcomes | None:
    key = positional[0] if positional else _keyword(call, "key")
    if key is None:
        return None
    names = [
        each.form.value
        for each in linker.outcomes(key.value, path, frames)
        if isinstance(each.form, Constant) and isinstance(each.form.value, str)
    ]
    default = positional[1].value if len(positional) > 1 else None
    keyword = _keyword(call, "default")
    if default is None and keyword is not None:
        default = keyword.value
    value = Environment(names[0] if len(names) == 1 else None, default, call.site)
    found = linker.outcomes(linker.keep(value), path, frames)
    return found if _keyword(call, "cast") is not None else tuple(map(as_text, found))


def _paired(linker: Linker, symbol: str, call: Call, positional: list[Argument], path: str, frames: Frames) -> Outcomes | None:
    """The tuples that `enumerate`, `zip` and `product` make of collections."""
    numbered = symbol.endswith("enumerate")
    if any(each.kind == "star" or each.name == "repeat" for each in call.arguments):
        return None
    taken = positional[:1] if numbered else positional
    columns = [_written_out(linker, each.value, path, frames) for each in taken]
    known = [each for each in columns if each is not None]
    if len(known) < len(columns) or not symbol.startswith("builtins."):
        # How many there are is not known: any of the one stands beside any of the others.
        rows: list[tuple[Value, ...]] = [tuple(Element(each.value, None, each.value.site) for each in taken)]
        numbers: tuple[Value, ...] = (Opaque("", call.site),)
    else:
        rows = list(zip(*known, strict=False))
        numbers = tuple(Literal(number, call.site) for number in range(len(rows)))
    if numbered:
        rows = [(number, *row) for number, row in zip(numbers, rows, strict=True)]
    made = linker.keep(Sequence("list", tuple(Sequence("tuple", row, row[-1].site) for row in rows), call.site))
    return linker.outcomes(made, path, frames)


def _written_out(linker: Linker, value: Value, path: str, frames: Frames) -> tuple[Value, ...] | None:
    """The items of a list that this file writes out one by one; None of any other."""
    found = linker.outcomes(value, path, frames)
    form = found[0].form if len(found) == 1 else None
    if not isinstance(form, Items) or form.path != path or form.kind not in ("list", "tuple"):
        return None
    return None if any(isinstance(each, Opaque) and each.text == "star" for each in form.values) else form.values


def _dict(linker: Linker, call: Call, path: str, frames: Frames) -> Outcome:
    slots: list[Slot] = []
    complete = True
    for argument in call.arguments:
        if argument.kind == "keyword":
            slots.append(replace(argument_slot(argument, path, frames, call.site), how="keyword"))
        elif argument.kind in ("spread", "positional"):
            added, whole = linker.spread(argument.value, path, frames)
            slots.extend(added)
            complete = complete and whole
        else:
            complete = False
    return Outcome(Mapping(tuple(slots), complete, call.site, "dict"), call.site)


def _keyword(call: Call, name: str) -> Argument | None:
    return next((each for each in call.arguments if each.kind == "keyword" and each.name == name), None)


def _of_parsed(linker: Linker, call: Call, where: FileFacts, frames: Frames) -> Outcomes | None:
    """`vars(args)["model"]`, and the first of the two things that `parse_known_args` gives."""
    keys = [each.form for each in linker.outcomes(call.arguments[0].value, where.path, frames)]
    key = keys[0].value if len(keys) == 1 and isinstance(keys[0], Constant) else None
    results: list[Outcome] = []
    for base in linker.outcomes(call.callee, where.path, frames):
        if isinstance(base.form, Made) and key == 0:
            results.append(replace(base, form=replace(base.form, symbol=base.form.symbol.replace("_known_args", "_args"))))
        elif isinstance(base.form, Made) and isinstance(key, str):
            results.extend(_argparse_default(linker, key, call.site, base.form, where))
    return tuple(results) or None


def _argparse_default(linker: Linker, name: str, site: Site, made: Made, using: FileFacts) -> Outcomes:
    """The default of an option, as the file that parses the command line gives it."""
    results: list[Outcome] = [Outcome(Unknown("command line", name), site)]
    where = (linker.program.of(made.call.path) if made.call is not None else None) or using
    for call in where.calls:
        if not isinstance(call.callee, Member) or call.callee.name not in ("add_argument", "set_defaults"):
            continue
        if call.callee.name == "set_defaults":
            default = _keyword(call, name)
            results.extend(linker.outcomes(default.value, where.path) if default is not None else ())
            continue
        default = _keyword(call, "default")
        if name in _option_names(call) and default is not None:
            results.extend(linker.outcomes(default.value, where.path))
        elif name in _option_names(call) and _may_be_missing(call):
            results.append(Outcome(Constant(None), call.site))
        if name in _option_names(call) and _keyword(call, "type") is None and _keyword(call, "action") is None:
            results[0] = Outcome(Unknown("command line", name, is_text=True), site)
    return tuple(results)


def _may_be_missing(call: Call) -> bool:
    """Whether an option without a default is None where nobody gives it."""
    action = _keyword(call, "action")
    stores = action is not None and isinstance(action.value, Literal) and str(action.value.value).startswith("store_")
    return not stores and _keyword(call, "required") is None and _keyword(call, "nargs") is None and _is_option(call)


def _is_option(call: Call) -> bool:
    flags = [each.value.value for each in call.arguments if each.kind == "positional" and isinstance(each.value, Literal)]
    return any(str(flag).startswith("-") for flag in flags)
