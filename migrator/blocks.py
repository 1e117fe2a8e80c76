"""Records and calls of something unknown that hold a Model Studio endpoint beside a model: calls all the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace

from migrator.calls import SurfaceCall, Surfaces, qualified_name
from migrator.evidence import provider_of_variable
from migrator.facts import SENT, Argument, Call, FileFacts
from migrator.languages.batches import BODY, NUMBERED, URL
from migrator.link.evaluate import Linker
from migrator.link.members import constructor
from migrator.outcomes import CallRef, Constant, Outcome, Slot, Symbol, Type, Unknown
from migrator.passed import call_slots, lineage
from migrator.rulebook import COVERED, Operation, Rulebook, Surface
from migrator.values import Literal, Member, Opaque, Record, Reference, Result, Scalar, Site, written

BLOCK = "settings_block"
RECORD, CLASS = "record", "class"
UNKNOWN_CLASS = "nobody has observed what this class sends by itself; some send the thinking switch"
DEFAULTS = "whoever makes such an object may give it another address"
ALIASES = frozenset(
    {"name", "id", "title", "label", "alias", "key", "group", "tag", "display_name", "displayname", "description"}
)
"""Keys under which a block says what others call it by."""
NAMED_MODEL = "model_name"
"""A key that may say either: what others call it by, where another key says the model."""
SETTINGS = "config"
"""The language of settings files."""
MODEL = re.compile(r"[\w-]*model(?:[_-]?(?:name|id|code))?", re.IGNORECASE)
"""What a field is called that holds a model's name."""
OWN_MODEL = re.compile(r"model(?:[_-]?(?:name|id))?", re.IGNORECASE)
MESSAGES = "messages"
MAY_SWITCH = re.compile(r"think|extra|additional|param", re.IGNORECASE)
"""What is in the name of a field that may be the switch, whatever it is called in the body, or hold it."""
PACKAGED = frozenset({"java", "kotlin"})
"""Languages in which a class of the same package is not imported."""
CLASS_KEYS = ("type", "_type", "class", "_target_")
RECEIVER = re.compile(r"url|base|client|endpoint|host|key", re.IGNORECASE)
"""What the names of arguments have in them that say where something sends."""


def with_record_calls(facts: FileFacts) -> FileFacts:
    """Facts in which every record that names something of ours also stands as a call of nothing."""
    calls = list(facts.calls)
    for use in facts.uses:
        if use.kind == "collection" and isinstance(use.value, Record):
            calls.append(_as_call(use.value, len(calls)))
    calls.extend(_classes_as_calls(facts, len(calls)))
    return replace(facts, calls=tuple(calls))


def _as_call(record: Record, number: int) -> Call:
    arguments = tuple(
        Argument(
            "keyword" if isinstance(entry.key, Literal) else "spread",
            str(entry.key.value) if isinstance(entry.key, Literal) else None,
            entry.value,
            entry.site,
            entry.key.site if entry.key is not None else None,
            entry.value.site,
        )
        for entry in record.entries
    )
    return Call(number, Opaque(RECORD, record.site), arguments, 0, number, (), record.site)


def _classes_as_calls(facts: FileFacts, number: int) -> Iterator[Call]:
    """Classes whose fields say what their objects hold where nothing else is given: settings as good as a mapping."""
    for cls in facts.classes:
        if not (cls.decorators or cls.keyword_fields):
            continue
        bound = {name: facts.bindings.get((cls.scope, name), ()) for name in cls.fields}
        given = [(name, found[0]) for name, found in bound.items() if len(found) == 1]
        if any(MODEL.fullmatch(name) for name, _ in given) and any(RECEIVER.search(name) for name, _ in given):
            fields = tuple(Argument("keyword", name, each.value, each.site, each.site, each.value.site) for name, each in given)
            yield Call(number, Opaque(CLASS, cls.site), fields, cls.scope, number, (), cls.site)
            number += 1


def _is_class(call: Call) -> bool:
    return isinstance(call.callee, Opaque) and call.callee.text == CLASS


def block_calls(
    linker: Linker,
    surfaces: Surfaces,
    rulebook: Rulebook,
    facts: FileFacts,
    spoken: Collection[Site],
    elsewhere: Collection[Site],
    reached: Callable[[FileFacts, Call], bool],
) -> Iterator[SurfaceCall]:
    """The blocks of one file whose model no ordinary call has spoken of.

    A constant of which only calls of other providers speak (`elsewhere`) may be a block's too.
    """
    retired = rulebook.retired_ids()
    neutral = tuple({each for _, operation in surfaces.functions.get(f"{BLOCK}.plain", ()) for each in operation.prefixes})
    for call in facts.calls:
        said = [(each, literal) for each in _models(call) for literal in written(each.value) if literal.site not in spoken]
        named = _of_models(call, [each for each, literal in said if _bare(literal.value, neutral) in retired])
        if surfaces.language == SETTINGS:
            yield from _of_prefix(linker, surfaces, rulebook, CallRef(facts.path, call.number), call, spoken)
        if surfaces.language != SETTINGS:
            yield from _of_batch(linker, surfaces, rulebook, facts, call)
            if _may_be_settings(call, retired) and reached(facts, call):
                yield from _of_object(linker, surfaces, rulebook, facts, call, spoken, elsewhere)
            if not named and any(RECEIVER.search(each.name or "") for each in call.arguments) and reached(facts, call):
                named = list(_by_name(linker, facts, _fields_named(call), retired, spoken, elsewhere, _is_class(call)))
        if not named:
            continue
        if any(isinstance(each.form, Type) for each in linker.outcomes(call.callee, facts.path)):
            continue
        ref = CallRef(facts.path, call.number)
        slots, complete = call_slots(linker, ref, ())
        yield from _of_class(linker, surfaces, call, ref, slots, complete)
        for each in named:
            yield from of_endpoint(linker, surfaces, rulebook, call, ref, slots, each.value.site)


def _of_batch(linker: Linker, surfaces: Surfaces, rulebook: Rulebook, facts: FileFacts, call: Call) -> Iterator[SurfaceCall]:
    """The request that a line of a batch holds: who is sent the batch answers it."""
    if not {NUMBERED, URL, BODY} <= {each.name for each in call.arguments}:
        return
    ref = CallRef(facts.path, call.number)
    slots, complete = call_slots(linker, ref, ())
    paths = {url for slot in slots if slot.key == URL for url in _texts(linker, slot)}
    for surface, operation in surfaces.functions.get(f"{BLOCK}.batch", ()):
        protocol = rulebook.protocols[operation.protocol]
        if any(protocol.path.endswith(path.lstrip("/")) for path in paths):
            yield SurfaceCall(call, ref, surface, operation, None, None, tuple(slots), complete, frozenset(), ())


def _may_be_settings(call: Call, retired: Collection[Scalar]) -> bool:
    """Whether a model or an address is written out in a call."""
    texts = [each.value for one in call.arguments for each in written(one.value)]
    return any(each in retired or (isinstance(each, str) and "://" in each) for each in texts)


def _fields_named(call: Call) -> Iterator[tuple[str, Argument]]:
    return ((each.name, each) for each in call.arguments if each.kind == "keyword" and each.name is not None)


def _by_name(
    linker: Linker,
    facts: FileFacts,
    fields: Iterable[tuple[str, Argument]],
    retired: Collection[Scalar],
    spoken: Collection[Site],
    elsewhere: Collection[Site],
    of_class: bool = False,
) -> Iterator[Argument]:
    """Of some fields those that hold a model by the name of a constant."""
    for name, each in fields:
        # What a field of a class is without an argument may be said in a call: `Field("name", alias="X")`.
        if MODEL.fullmatch(name) is None or not isinstance(each.value, (Reference, Member, *((Result,) if of_class else ()))):
            continue
        found = linker.outcomes(each.value, facts.path)
        named = [one.site for one in found if isinstance(one.form, Constant) and one.form.value in retired]
        if any(site not in spoken or site in elsewhere for site in named):
            yield each


def _of_object(
    linker: Linker,
    surfaces: Surfaces,
    rulebook: Rulebook,
    facts: FileFacts,
    call: Call,
    spoken: Collection[Site],
    elsewhere: Collection[Site],
) -> Iterator[SurfaceCall]:
    """An object of the project's own that holds a model: beside messages a request's body, beside an address its settings."""
    retired = rulebook.retired_ids()
    held = dict(_fields(linker, facts, call))
    models = [
        each.value.site
        for name, each in held.items()
        if MODEL.fullmatch(name) is not None and any(one.value in retired for one in written(each.value))
    ] or [each.value.site for each in _by_name(linker, facts, held.items(), retired, spoken, elsewhere)]
    if len(models) != 1 or models[0] in spoken:
        return
    ref = CallRef(facts.path, call.number)
    slots, _ = call_slots(linker, ref, ())
    if MESSAGES not in held:
        # Of anything that is not the project's own class, the arguments that have names are a block already.
        if any(isinstance(each.form, Type) for each in linker.outcomes(call.callee, facts.path)):
            yield from of_endpoint(linker, surfaces, rulebook, call, ref, slots, models[0])
        return
    address = _sent_to(linker, facts, call)
    for surface, operation in surfaces.functions.get(f"{BLOCK}.object", ()):
        yield _block(call, ref, surface, operation, [*slots, *address], next(iter(address), None), models[0])


def _sent_to(linker: Linker, facts: FileFacts, call: Call) -> list[Slot]:
    """Where the function that makes an object sends what it makes, where nothing of the object may say whether to think."""
    around = [each.site for each in facts.functions if each.site.contains(call.site)]
    uses = [each for each in facts.uses if each.kind == SENT and any(site.contains(each.site) for site in around)]
    cls = next((each.form for each in linker.outcomes(call.callee, facts.path) if isinstance(each.form, Type)), None)
    if len(uses) != 1 or cls is None or any(map(MAY_SWITCH.search, _all_fields(linker, cls))):
        return []
    (use,) = uses
    slot = Slot("base_url", use.value, facts.path, (), *(use.value.site,) * 3, call.site, SENT)
    urls = _urls(linker, slot)
    return [slot] if len(urls) == 1 and not _is_native(urls[0]) else []


def _all_fields(linker: Linker, cls: Type) -> Iterator[str]:
    """The names that a class and those that it inherits from declare, as far as they are in sight."""
    for each in lineage(linker, cls):
        facts = linker.program.facts[each.path]
        own = facts.classes[each.number]
        yield from (name for scope, name in facts.bindings if scope == own.scope)
        maker = constructor(facts, each.number)
        yield from (one.name for one in maker.parameters) if maker is not None else ()


def _is_native(url: str) -> bool:
    # By hand: the library raises where a host has half a pair of brackets.
    path = "/" + url.partition("://")[2 if "://" in url else 0].partition("/")[2]
    return path.startswith("/api/v1")


def _fields(linker: Linker, facts: FileFacts, call: Call) -> Iterator[tuple[str, Argument]]:
    """What an object of the project's own is made with, by the names of its fields; nothing of anything else."""
    name = call.callee.name if isinstance(call.callee, Reference) else ""
    outcomes = linker.outcomes(call.callee, facts.path)
    made = next((each.form for each in outcomes if isinstance(each.form, Type)), None)
    own = linker.program.of(made.path) if made is not None else None
    if made is None or own is None:
        # A class of the same package whose file names nothing of ours is not read.
        if (
            facts.language not in PACKAGED
            or not name[:1].isupper()
            or any(not isinstance(each.form, Unknown) for each in outcomes)
        ):
            return
        names: list[str] = []
    else:
        maker = constructor(own, made.number)
        names = [each.name for each in maker.parameters[1:]] if maker is not None else list(own.classes[made.number].fields)
    at = 0
    for each in call.arguments:
        if each.kind == "keyword" and each.name is not None:
            yield each.name, each
        elif each.kind == "positional" and at < len(names):
            yield names[at], each
            at += 1


def _bare(value: Scalar, neutral: tuple[str, ...]) -> Scalar:
    """A model's name without what only says how to speak to whoever answers (`openai/`)."""
    head = next((each for each in neutral if isinstance(value, str) and value.startswith(each)), "")
    return value[len(head) :] if isinstance(value, str) else value


def _of_prefix(
    linker: Linker, surfaces: Surfaces, rulebook: Rulebook, ref: CallRef, call: Call, spoken: Collection[Site]
) -> Iterator[SurfaceCall]:
    """Settings that name a model with the prefix that says who answers."""
    for argument in call.arguments:
        value = argument.value
        if not isinstance(value, Literal) or not isinstance(value.value, str) or value.site in spoken:
            continue
        found = rulebook.provider_of_prefix(value.value)
        if found is None or found[0].kind != COVERED or found[2] not in rulebook.retired_ids():
            continue
        slots, _ = call_slots(linker, ref, ())
        for surface, operation in surfaces.functions.get(f"{BLOCK}.prefixed", ()):
            mine = [slot for slot in slots if slot.value_site == value.site]
            yield _block(call, ref, surface, operation, mine, None, value.site)


def _models(call: Call) -> list[Argument]:
    """The entries that may say which model is called: not those that say what others call it by."""
    keyed = [each for each in call.arguments if each.kind == "keyword" and each.name is not None]
    found = [each for each in keyed if (each.name or "").lower() not in ALIASES]
    others = [each for each in found if "model" in (each.name or "").lower() and any(written(each.value))]
    if len(others) > 1:
        found = [each for each in found if (each.name or "").lower().replace("-", "_") != NAMED_MODEL]
    if found and others:
        return found
    return [each for each in keyed if each in found or _is_model_mapping(call)]


def _of_models(call: Call, named: list[Argument]) -> list[Argument]:
    """Of entries that name one of ours, those that say a model: beside `model`, `pricing_plan` is a table's key.

    A variable's name says less: `REASONER` may stand beside `MODEL`.
    """
    if not any(OWN_MODEL.fullmatch(each.name or "") and any(written(each.value)) for each in call.arguments):
        return named
    return [each for each in named if MODEL.fullmatch(each.name or "") is not None or (each.name or "").isupper()]


def _is_model_mapping(call: Call) -> bool:
    """`model: {name: …}`: the mapping's own name says what its name is."""
    return call.symbol.rpartition(".")[2].lower() == "model"


def _of_class(
    linker: Linker, surfaces: Surfaces, call: Call, ref: CallRef, slots: list[Slot], complete: bool
) -> Iterator[SurfaceCall]:
    """`dict(type=SomeClass, …)`: what will be called is that class, with the other entries."""
    for slot in slots:
        if slot.key not in CLASS_KEYS:
            continue
        for outcome in linker.outcomes(slot.value, slot.path, slot.frames):
            if isinstance(outcome.form, (Symbol, Type)):
                for surface, operation in surfaces.functions.get(qualified_name(outcome.form, linker), ()):
                    rest = tuple(each for each in slots if each is not slot)
                    yield SurfaceCall(call, ref, surface, operation, None, None, rest, complete, outcome.given, ())
                    return


def of_endpoint(
    linker: Linker,
    surfaces: Surfaces,
    rulebook: Rulebook,
    call: Call,
    ref: CallRef,
    slots: list[Slot],
    model: Site,
    anybody: bool = False,
) -> Iterator[SurfaceCall]:
    """The block, if it says where it sends to: to somebody who is known, or to `anybody`."""
    if any(slot.key in CLASS_KEYS and _is_known(linker, surfaces, slot) for slot in slots):
        return
    shown = [(slot, url) for slot in slots for url in _urls(linker, slot)]
    endpoints = [(slot, url) for slot, url in shown if rulebook.provider_of_url(url)]
    if anybody and not endpoints:
        endpoints = [(slot, url) for slot, url in shown if "://" in url]
    keys = [slot for slot in slots if _is_own_key(linker, rulebook, slot)]
    if not shown and len(keys) == 1 and call.callee.site == call.site:
        for surface, operation in surfaces.functions.get(f"{BLOCK}.plain", ()):
            yield _block(call, ref, surface, operation, slots, keys[0], model, "api_key")
    if len(endpoints) != 1:
        return
    endpoint, url = endpoints[0]
    names = [slot.key for slot in slots]
    suffix = ".native" if _is_native(url) else (".extra_body" if "extra_body" in names else ".plain")
    for surface, operation in surfaces.functions.get(f"{BLOCK}{suffix}", ()):
        block = _block(call, ref, surface, operation, slots, endpoint, model)
        unsure = UNKNOWN_CLASS if _is_of_unknown_class(linker, call, ref) else DEFAULTS if _is_class(call) else ""
        yield replace(block, unsure=unsure) if unsure else block


def _is_of_unknown_class(linker: Linker, call: Call, ref: CallRef) -> bool:
    """Whether something from outside the project takes the block: some classes send a switch by themselves."""
    found = linker.outcomes(call.callee, ref.path) if call.callee.site != call.site else ()
    return any(isinstance(each.form, Symbol) and not each.form.name.startswith("builtins.") for each in found)


def _block(
    call: Call,
    ref: CallRef,
    surface: Surface,
    operation: Operation,
    slots: list[Slot],
    endpoint: Slot | None,
    model: Site,
    name: str = "base_url",
) -> SurfaceCall:
    renamed = [
        replace(slot, key=name) if slot is endpoint else replace(slot, key="model") if slot.value_site == model else slot
        for slot in slots
    ]
    # An endpoint that stands outside the block reaches it only by the reader's custom.
    outside = endpoint is not None and endpoint.how == "argument" and not call.site.contains(endpoint.site)
    return SurfaceCall(call, ref, surface, operation, None, None, tuple(renamed), True, frozenset(), (), doubtful=outside)


def _is_own_key(linker: Linker, rulebook: Rulebook, slot: Slot) -> bool:
    """Whether a variable of Model Studio's own gives this value."""
    for outcome in linker.outcomes(slot.value, slot.path, slot.frames):
        if isinstance(outcome.form, Unknown) and outcome.form.reason == "environment":
            provider = provider_of_variable(rulebook, outcome.form.detail)
            if provider is not None and provider.kind == COVERED:
                return True
    return False


def _is_known(linker: Linker, surfaces: Surfaces, slot: Slot) -> bool:
    return any(
        qualified_name(each.form, linker) in surfaces.functions for each in linker.outcomes(slot.value, slot.path, slot.frames)
    )


def _urls(linker: Linker, slot: Slot) -> list[str]:
    return [text for text in _texts(linker, slot) if "://" in text or (text.count(".") >= 2 and " " not in text)]


def _texts(linker: Linker, slot: Slot) -> list[str]:
    found: list[Outcome] = list(linker.outcomes(slot.value, slot.path, slot.frames))
    return [each.form.value for each in found if isinstance(each.form, Constant) and isinstance(each.form.value, str)]
