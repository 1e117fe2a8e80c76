"""Predicts, from the rulebook's rows, the request that a call sends and what becomes of each argument."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import TypeAlias

from migrator.calls import SurfaceCall
from migrator.findings import Json, Request
from migrator.link.composites import STAR, each_item
from migrator.link.evaluate import Linker
from migrator.outcomes import Constant, Encoded, Form, Frames, Given, Items, Mapping, Outcome, Slot, Symbol, Unknown, compatible
from migrator.rulebook import Operation, Protocol
from migrator.turned import NOTHING, turned
from migrator.values import Literal, Opaque, Scalar, Site, Value

MAX_NESTING = 12
ARRIVES = frozenset({"body", "accident"})
"""Landings in the body; "accident" those that no documentation speaks of."""
Pointer: TypeAlias = "tuple[str, ...]"


@dataclass(frozen=True, slots=True)
class Landing:
    """Where one argument, or one key inside it, ends up.

    `path` is how it is written (("extra_body", "enable_thinking")), `effect` is "body", "raises", "dropped", "query",
    "header", "client", "url", "endpoint" or "omitted" (a value that the SDK takes for "not given"); `pointer` is its place
    in the body. `outer` is the argument around it.
    """

    path: tuple[str, ...]
    effect: str
    pointer: Pointer
    slot: Slot
    outer: Slot
    value: Json
    inherited: bool = False
    """It was given to the object that the call is a method of."""
    undocumented: bool = False
    """It arrives, though not by a way that the surface documents."""
    into: Pointer | None = None
    """Where in the body the keys go of a mapping that may be one of several, or hold some that are not in sight."""
    hides: bool = False
    """It may hold keys that are not in sight."""
    recast: bool = False
    """The SDK makes something of it, perhaps of others together with it."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """The request that goes out; `raises` says that none does, and why."""

    request: Request
    landings: tuple[Landing, ...]
    raises: Landing | None

    @property
    def sent(self) -> Request | None:
        """The request as it goes out, None if the call raises first."""
        return None if self.raises is not None else self.request

    def at(self, pointer: Pointer) -> Landing | None:
        """What lands at a place of the body; the last one wins."""
        return next((each for each in reversed(self.landings) if each.effect == "body" and each.pointer == pointer), None)

    def omitted(self, pointer: Pointer) -> Landing | None:
        """What is written for a place of the body, but stands for "not given"."""
        return next((each for each in self.landings if each.effect == "omitted" and each.pointer == pointer), None)


class Texts:
    """The source texts behind places, for what cannot be known: {"?": text}."""

    def __init__(self, sources: dict[str, bytes], lift: Callable[[Site], Site]) -> None:
        self._sources = sources
        self._lift = lift

    def line(self, site: Site) -> str:
        """A place as people say it, in the file around a block."""
        place = self._lift(site)
        return f"{place.path}:{self.bytes_of(place.path).count(bytes([10]), 0, place.start) + 1}"

    def bytes_of(self, path: str) -> bytes:
        """A document's source."""
        return self._sources.get(path, b"")

    def text(self, site: Site) -> str:
        """What stands at a place, on one line."""
        text = self.bytes_of(site.path)[site.start : site.end].decode("utf-8", "replace")
        return " ".join(text.split())[:80]


def predict(call: SurfaceCall, given: Given, linker: Linker, texts: Texts, protocol: Protocol) -> Prediction:
    """The request of a call in the runs that `given` describes."""
    return _Predictor(call, given, linker, texts, protocol).predict()


class _Predictor:
    def __init__(self, call: SurfaceCall, given: Given, linker: Linker, texts: Texts, protocol: Protocol) -> None:
        self.call = call
        self.given = given
        self.linker = linker
        self.texts = texts
        self.protocol = protocol
        self.operation = call.operation
        self.places = call.operation.places
        self.landings: list[Landing] = []

    def predict(self) -> Prediction:
        body: dict[str, Json] = {}
        layers = (*self.call.layers, self.call)
        for layer in layers:
            self.operation, self.places = layer.operation, layer.operation.places
            self._gather(layer, body)
        adds = [added for layer in layers for added in layer.operation.adds.items()]
        # What is said of a stream goes before what is said of any call.
        for pointer, value in (*self._streaming(), *adds):
            path = split(pointer)
            if get(body, path) is None:
                put(body, path, _added(value))
        for setting, value in self.call.origin.operation.sends_when_unset.items():
            at = self.protocol.settings.get(setting)
            if at is not None and get(body, split(at.at)) is None and not self._silenced(split(at.at)):
                put(body, split(at.at), value)
        for layer in layers:
            if not layer.complete:
                _open(body, layer.operation)
        raises = next((each for each in self.landings if each.effect == "raises"), None)
        return Prediction(Request(self.protocol.path, body), tuple(self.landings), raises)

    def _silenced(self, pointer: Pointer) -> bool:
        """Whether a None stands where the surface would say something by itself."""
        return any(each.effect == "omitted" and each.pointer == pointer for each in self.landings)

    def _gather(self, layer: SurfaceCall, body: dict[str, Json]) -> None:
        """What one call passes; a method's arguments come after those that its object was made with."""
        before = [replace(each, inherited=True) for each in self.landings]
        self.landings = []
        for path in layer.replaced(self.linker):
            for each in [one for one in before if one.path[: len(path)] == path]:
                before.remove(each)
                _take(body, each)
        spread: list[Landing] = []
        for name, slot in self._arguments(layer).items():
            target = self._merged(slot)
            if target is not None:
                spread.extend(self._spread(slot, slot, f"keyword:{name}", target, (name,)))
                continue
            landing = self._landing(name, slot)
            if landing is None:
                continue
            self._land(landing, body)
        for landing in spread:
            self._land(landing, body)
        for given, winner in layer.operation.loses.items():
            ahead = tuple(winner.split("/"))
            if any(each.path[: len(ahead)] == ahead for each in (*before, *self.landings)):
                self._lose(tuple(given.split("/")), body, before)
        self.landings = [*before, *self.landings]
        self._imply(layer, body)

    def _land(self, landing: Landing, body: dict[str, Json]) -> None:
        self.landings.append(landing)
        _give(body, landing)
        first = len(self.landings)
        self._nested(landing)
        for each in self.landings[first:]:
            if landing.into is not None and len(each.path) == len(landing.path) + 1:
                _give(body, each)

    def _imply(self, layer: SurfaceCall, body: dict[str, Json]) -> None:
        """What counts as given to a call that says nothing in its place."""
        site, path = layer.call.site, layer.ref.path
        for where, implied in layer.operation.implies.items():
            name = where.partition(":")[2]
            value = self.linker.keep(Literal(implied, site))
            landing = self._landing(name, Slot(name, value, path, (), site, site, site, site, "argument"))
            if layer.named(name) is None and landing is not None and get(body, landing.pointer) is None:
                self.landings.append(landing)
                put(body, landing.pointer, landing.value)

    def _lose(self, path: tuple[str, ...], body: dict[str, Json], before: list[Landing]) -> None:
        """What is written at a place is not sent after all."""
        for number, each in enumerate(self.landings):
            if each.path[: len(path)] == path and each.effect == "body":
                _take(body, each)
                self.landings[number] = replace(each, effect="dropped", pointer=(), into=None)
        for each in before:
            _give(body, each)

    def _merged(self, slot: Slot) -> str | None:
        """Where the entries of a mapping argument land, if the surface merges them into the body."""
        text = self.places.get(f"keyword:{slot.key}/json/*")
        if text is not None and any(isinstance(each.form, Encoded) for each in self._outcomes(slot)):
            return text
        return self.places.get(f"keyword:{slot.key}/*")

    def _outcomes(self, slot: Slot) -> list[Outcome]:
        found = self.linker.outcomes(slot.value, slot.path, slot.frames)
        return [each for each in found if compatible(self.given, each.given)]

    def _streaming(self) -> tuple[tuple[str, Scalar], ...]:
        """What the SDK adds by itself to a call that streams."""
        streams = next((each for each in self.landings if each.path == ("stream",)), None)
        if streams is None or streams.value is not True:
            return ()
        return tuple(self.call.origin.operation.adds_when_streaming.items())

    def _arguments(self, layer: SurfaceCall) -> dict[str, Slot]:
        """The winning argument under each name, in order."""
        chosen: dict[str, Slot] = {}
        for slot in layer.slots:
            if slot.key is not None:
                chosen[slot.key] = slot
        return chosen

    def _landing(self, name: str, slot: Slot) -> Landing | None:
        target = self.places.get(f"keyword:{name}", self.places.get("keyword:?", "dropped"))
        value = self._json(slot)
        effect, _, rest = target.partition(":")
        if effect == "recast":
            return Landing((name,), "body", split(rest), slot, slot, {"?": self.texts.text(slot.value_site)}, recast=True)
        if effect in ARRIVES:
            pointer = tuple(name if part == "*" else part for part in split(rest))
            turns = self.operation.turns.get(f"keyword:{name}")
            if turns is not None:
                value = turned(self.linker, turns, value, slot)
                if value is NOTHING:
                    return Landing((name,), "client", (), slot, slot, None)
            if value is OMITTED or (value is None and self.operation.null != "sent"):
                return Landing((name,), "omitted", pointer, slot, slot, None)
            return Landing((name,), "body", pointer, slot, slot, value, undocumented=effect == "accident")
        if value is OMITTED:
            # A keyword that is not known raises whatever it is given.
            return Landing((name,), effect, (), slot, slot, None) if effect == "raises" else None
        return Landing((name,), effect, (), slot, slot, value)

    def _json(self, slot: Slot) -> Json:
        value = to_json(self.linker, self.texts, slot.value, slot.path, slot.frames, self.given, self.operation.omits)
        if not slot.sure and not (isinstance(value, dict) and "?" in value):
            return {"?": self.texts.text(slot.value_site)}
        return value

    def _spread(self, slot: Slot, outer: Slot, written: str, target: str, path: tuple[str, ...]) -> list[Landing]:
        """The entries of a mapping argument that the SDK merges into the body; `written` is how its place begins."""
        outcomes = self._outcomes(slot)
        mappings = [form for each in outcomes if (form := self._mapping_of(each.form, written)) is not None]
        if self.operation.takes_whole_body and len(mappings) == 1:
            # What a caller that is not in sight hands over is another request.
            outcomes = [each for each in outcomes if not (isinstance(each.form, Unknown) and each.form.reason == "caller")]
        if len(mappings) != 1 or len(outcomes) != 1:
            constants = [each.form.value for each in outcomes if isinstance(each.form, Constant)]
            if constants == [None] and len(outcomes) == 1:
                return []
            known = all(isinstance(each.form, Mapping) and each.form.complete for each in outcomes if each.form != Constant(None))
            return [self._hidden(path, target, slot, outer, slot.value_site, not known)]
        found: list[Landing] = []
        for inner in mappings[0].slots:
            inner = inner if slot.sure else replace(inner, sure=False)
            if inner.key is None:
                found.append(self._hidden((*path, "?"), target, inner, outer, inner.site))
                continue
            deeper = self.places.get(f"{written}/{inner.key}/*")
            if deeper is not None:
                found.extend(self._spread(inner, outer, f"{written}/{inner.key}", deeper, (*path, inner.key)))
                continue
            own_effect, _, own_rest = self.places.get(f"{written}/{inner.key}", target).partition(":")
            value = self._json(inner)
            if own_effect not in ARRIVES:
                found.append(Landing((*path, inner.key), own_effect, (), inner, outer, value))
                continue
            pointer = tuple(inner.key if part == "*" else part for part in split(own_rest))
            if value is OMITTED or (value is None and self.operation.null == "omitted"):
                found.append(Landing((*path, inner.key), "omitted", pointer, inner, outer, None))
                continue
            found.append(Landing((*path, inner.key), "body", pointer, inner, outer, value, undocumented=own_effect == "accident"))
        if not mappings[0].complete and all(each.key is not None for each in mappings[0].slots):
            site = mappings[0].site
            rest = replace(slot, key=None, value=Opaque("rest", site), value_site=site)
            found.append(self._hidden((*path, "?"), target, rest, outer, site))
        return found

    def _mapping_of(self, form: Form, written: str) -> Mapping | None:
        """The mapping that an argument is, or the one that it says as text, as far as the surface takes it so."""
        if isinstance(form, Encoded):
            return form.mapping if f"{written}/json/*" in self.places else None
        return form if isinstance(form, Mapping) and f"{written}/*" in self.places else None

    def _hidden(self, path: tuple[str, ...], target: str, slot: Slot, outer: Slot, site: Site, hides: bool = True) -> Landing:
        """A mapping that is not one in sight: nobody can say that it raises or is dropped."""
        effect, _, rest = target.partition(":")
        into = split(rest)[:-1] if effect in ARRIVES else None
        unknown: Json = {"?": self.texts.text(site)}
        return Landing(path, "client" if into is None else "body", (), slot, outer, unknown, into=into, hides=hides)

    def _nested(self, landing: Landing) -> None:
        """Keys inside a mapping that is sent as it is: where they stand, in case they belong elsewhere."""
        self._walk(landing, landing.slot, landing.path, landing.pointer if landing.into is None else landing.into, 0)

    def _walk(self, outer: Landing, slot: Slot, path: tuple[str, ...], pointer: Pointer, depth: int) -> None:
        if depth > 2:
            return
        forms = [
            outcome.form
            for outcome in self.linker.outcomes(slot.value, slot.path, slot.frames)
            if compatible(self.given, outcome.given)
        ]
        for form in forms:
            for inner in form.slots if isinstance(form, Mapping) else ():
                if inner.key is None:
                    continue
                held = inner if slot.sure and _always(inner.key, forms) else replace(inner, sure=False)
                value = self._any_of(held, forms)
                if value is OMITTED:
                    continue
                where = (*pointer, inner.key) if outer.effect == "body" else ()
                landing = Landing((*path, inner.key), outer.effect, where, held, outer.outer, value)
                self.landings.append(landing)
                self._walk(landing, held, landing.path, where, depth + 1)

    def _any_of(self, slot: Slot, forms: Sequence[Form]) -> Json:
        """A key's value where one of several mappings holds it: known only if all agree."""
        last = [{each.key: each for each in form.slots}.get(slot.key) for form in forms if isinstance(form, Mapping)]
        told = {repr(value): value for value in (self._json(each) for each in last if each is not None)}
        return told.popitem()[1] if slot.sure and len(told) == 1 else {"?": self.texts.text(slot.value_site)}


def _give(body: dict[str, Json], landing: Landing) -> None:
    """Put into the body what lands in it."""
    if landing.hides and landing.into is not None:
        if get(body, (*landing.into, "?")) is None:
            put(body, (*landing.into, "?"), get(landing.value, ("?",)))
    elif landing.effect == "body" and landing.pointer:
        put(body, landing.pointer, landing.value)


def _take(body: dict[str, Json], landing: Landing) -> None:
    """Take out of the body what landed in it."""
    if landing.effect == "body":
        drop(body, landing.pointer if landing.into is None else (*landing.into, "?"))


def _open(body: dict[str, Json], operation: Operation) -> None:
    """Say of what an operation puts arguments into that it may hold more than those in sight."""
    targets = [split(target.partition(":")[2])[:-1] for target in operation.places.values() if target.startswith("body:")]
    for place in dict.fromkeys(((), *targets)):
        current = get(body, place)
        if isinstance(current, dict):
            current.setdefault("?", "unknown keys")


def _always(key: str, forms: Sequence[Form]) -> bool:
    """Whether a key is there whichever of the mappings it is."""
    return all(isinstance(form, Mapping) and any(each.key == key and each.sure for each in form.slots) for form in forms)


def _added(value: Scalar) -> Json:
    """What the SDK adds: "{}" stands for an empty mapping, "?…" for what the words tell, or else its version."""
    if value == "{}":
        return {}
    if isinstance(value, str) and value.startswith("?"):
        return {"?": value[1:] or "what the SDK puts here by itself"}
    return value


class _Omitted(str):
    """The value of an argument that stands for "not given"."""


OMITTED: Json = _Omitted("omitted")


def to_json(
    linker: Linker,
    texts: Texts,
    value: Value,
    path: str,
    frames: Frames,
    given: Given,
    omits: tuple[str, ...] = (),
    depth: int = 0,
) -> Json:
    """A value as JSON where it is known; {"?": source} where it is not."""
    outcomes = [each for each in linker.outcomes(value, path, frames) if compatible(given, each.given)]
    unknown: Json = {"?": texts.text(value.site)}
    if depth > MAX_NESTING:
        return unknown
    if len(outcomes) != 1:
        agreed = {repr(each.form) for each in outcomes if isinstance(each.form, Constant)}
        if not (len(agreed) == 1 and all(isinstance(each.form, Constant) for each in outcomes)):
            return unknown
    return _form_json(linker, texts, outcomes[0], value.site, given, omits, depth, unknown)


def _form_json(
    linker: Linker,
    texts: Texts,
    outcome: Outcome,
    site: Site,
    given: Given,
    omits: tuple[str, ...],
    depth: int,
    unknown: Json,
) -> Json:
    match outcome.form:
        case Constant(absent=True):
            return OMITTED
        case Constant(value=constant):
            # JSON knows no number without end, and no other program would read a report that says one.
            return unknown if isinstance(constant, float) and not isfinite(constant) else constant
        case Symbol(name=name) if name in omits:
            return OMITTED
        case Mapping(slots=slots, complete=complete):
            result: dict[str, Json] = {}
            for slot in slots:
                if slot.key is None:
                    complete = False
                    continue
                inner = to_json(linker, texts, slot.value, slot.path, slot.frames, given, omits, depth + 1)
                if inner is OMITTED:
                    continue
                result[slot.key] = inner if slot.sure else {"?": texts.text(slot.value_site)}
            if not complete:
                result["?"] = texts.text(site)
            return result
        case Items(kind=kind) as items if kind in ("list", "tuple"):
            listed: list[Json] = []
            for each, path, frames in each_item(linker, items):
                if isinstance(each, Opaque) and each.text == STAR:
                    # Nobody knows how many there are.
                    return unknown
                inner = to_json(linker, texts, each, path, frames, given, omits, depth + 1)
                # A list has a place for what is not given.
                listed.append(None if inner is OMITTED else inner)
            return listed
        case _:
            return unknown


def split(pointer: str) -> Pointer:
    """A JSON pointer's parts."""
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:])


def put(body: dict[str, Json], pointer: Pointer, value: Json) -> None:
    """Set a place of a JSON object, making what is missing on the way."""
    current = body
    *outer, last = pointer
    for part in outer:
        inner = current.get(part)
        if not isinstance(inner, dict):
            inner = {}
            current[part] = inner
        current = inner
    current[last] = value


def get(body: Json, pointer: Pointer) -> Json:
    """What stands at a place; None if nothing does."""
    for part in pointer:
        if not isinstance(body, dict) or part not in body:
            return None
        body = body[part]
    return body


def drop(body: dict[str, Json], pointer: Pointer, alone: bool = False) -> None:
    """Remove a place, and mappings that become empty by it unless it goes `alone`."""
    *outer, last = pointer
    holder = get(body, tuple(outer))
    if isinstance(holder, dict):
        holder.pop(last, None)
        if outer and not holder and not alone:
            drop(body, tuple(outer))


def is_unknown(value: Json) -> bool:
    """Whether a predicted value is not known."""
    return isinstance(value, dict) and "?" in value
