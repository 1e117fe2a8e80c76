"""Weighs the clues about who answers a call: host, SDK, key, project and settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from migrator.calls import SurfaceCall
from migrator.findings import Certainty
from migrator.link.evaluate import Linker
from migrator.link.program import trailing_name
from migrator.outcomes import HOLE, Constant, Form, Given, Made, Mapping, Outcome, Slot, Step, Symbol, Text, Unknown, compatible
from migrator.passed import at, call_slots, unpacked
from migrator.rulebook import COVERED, Client, Provider, Rulebook
from migrator.values import Site


@dataclass(frozen=True, slots=True)
class Pointer:
    """Something in the project's code or settings that shows a provider."""

    provider: str
    site: Site
    note: str


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What the settings say about who answers."""

    assumed: str | None = None
    gateways: tuple[tuple[str, str], ...] = ()
    variables: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who answers a call.

    `kind` is "covered", "plan", "other" or "unknown"; `certainty` is how sure that is; `shown` says that the code shows
    an endpoint which no provider row knows, `several` that it shows providers of which each answers some runs. `apart` is
    what each of its addresses comes to, where one provider has them in several regions.
    """

    provider: str | None
    kind: str
    region: str | None
    certainty: Certainty
    steps: tuple[Step, ...] = ()
    shown: bool = False
    several: bool = False
    apart: tuple[Verdict, ...] = ()

    @property
    def places(self) -> tuple[Verdict, ...]:
        """What it comes to in each region that it may go to."""
        return self.apart or (self,)

    @property
    def is_ours(self) -> bool:
        """Whether it is Model Studio, by proof or likelihood."""
        return self.kind == COVERED and self.certainty >= Certainty.LIKELY


OUTSIDE = frozenset({"environment", "caller", "command line"})
"""Why a value is not known that only whoever runs the program decides."""
UNKNOWN = Verdict(None, "unknown", None, Certainty.POSSIBLE)


def weigh(
    call: SurfaceCall,
    given: Given,
    linker: Linker,
    rulebook: Rulebook,
    assumptions: Assumptions,
    pointers: Callable[[str], Sequence[Pointer]],
    prefix: Provider | None,
    bare: bool,
) -> Verdict:
    """Who answers this call in the runs that `given` describes.

    `prefix` is whom the model's name begins with; `bare` says that it begins with nothing that names an interface.
    """
    if call.operation.provider is not None:
        step = Step(call.call.site, f"the settings declare {call.operation.id}")
        return _declared(call.operation.provider, rulebook, Certainty.CERTAIN, step)
    if call.client is not None and call.client.provider is not None:
        return _declared(call.client.provider, rulebook, Certainty.CERTAIN)
    verdicts = [
        _of_endpoint(outcome, rulebook, assumptions)
        for outcome in _settled(endpoints(call, linker, rulebook))
        if compatible(given, outcome.given)
    ]
    known = [verdict for verdict in verdicts if verdict is not None]
    if known and len(known) == len(verdicts):
        return _agreed(known)
    if known:
        return _at_most(_agreed(known), Certainty.LIKELY)
    if prefix is not None:
        step = Step(call.call.site, f"the model's name begins with a prefix of {prefix.name}")
        return Verdict(prefix.id, prefix.kind, None, Certainty.CERTAIN, (step,))
    return _undetermined(call, given, linker, rulebook, assumptions, pointers, bare)


def _given_unseen(call: SurfaceCall, given: Given, linker: Linker, rulebook: Rulebook) -> bool:
    """Whether the call is given an endpoint that only whoever runs the program knows."""
    found = (each for each in endpoints(call, linker, rulebook) if compatible(given, each.given))
    return any(isinstance(each.form, Unknown) and each.form.reason in OUTSIDE for each in found)


def _given_up(call: SurfaceCall, given: Given, linker: Linker, rulebook: Rulebook) -> bool:
    """Whether the call is given an endpoint that goes through more than is followed."""
    found = (each.form for each in endpoints(call, linker, rulebook) if compatible(given, each.given))
    return any(isinstance(form, Unknown) and form.reason == "too-deep" for form in found)


def _at_most(verdict: Verdict, certainty: Certainty) -> Verdict:
    return replace(verdict, certainty=min(verdict.certainty, certainty))


def _undetermined(
    call: SurfaceCall,
    given: Given,
    linker: Linker,
    rulebook: Rulebook,
    assumptions: Assumptions,
    pointers: Callable[[str], Sequence[Pointer]],
    bare: bool,
) -> Verdict:
    host = _host_of_object(call, linker, rulebook) or (default_host(call) if bare else "")
    if host:
        found = rulebook.provider_of_host(host)
        if found is not None and found[0].kind == "other" and _given_unseen(call, given, linker, rulebook):
            # A base URL that is given beats the class, and nobody sees where it leads; the class does not point to us.
            found, pointers = None, lambda path: ()
        if found is not None:
            provider, row = found
            step = Step(call.call.site, f"the SDK's own endpoint is {host}")
            return Verdict(provider.id, provider.kind, row.region, Certainty.CERTAIN, (step,))
    for outcome in keys(call, linker, rulebook):
        if isinstance(outcome.form, Unknown) and outcome.form.reason == "environment" and compatible(given, outcome.given):
            hinted = provider_of_variable(rulebook, outcome.form.detail)
            if hinted is not None:
                step = Step(outcome.site, f"the key is read from {outcome.form.detail}")
                return Verdict(hinted.id, hinted.kind, None, Certainty.LIKELY, (step,))
    if assumptions.assumed is not None:
        step = Step(call.call.site, f"--assume-provider {assumptions.assumed}")
        return _declared(assumptions.assumed, rulebook, Certainty.LIKELY, step)
    # What was not looked at to its end may well be another address, whatever the rest of the project names.
    pointer = next(iter(pointers(call.ref.path)), None) if not _given_up(call, given, linker, rulebook) else None
    if pointer is not None:
        return Verdict(pointer.provider, COVERED, None, Certainty.LIKELY, (Step(pointer.site, pointer.note),))
    return UNKNOWN


def _agreed(verdicts: Sequence[Verdict]) -> Verdict:
    """One verdict where all agree; where they do not, nobody can say."""
    first = verdicts[0]
    if all(each.provider == first.provider for each in verdicts):
        certainty = min(each.certainty for each in verdicts)
        regions = {each.region for each in verdicts}
        region, apart = (first.region, ()) if len(regions) == 1 else (None, tuple(verdicts))
        return Verdict(first.provider, first.kind, region, certainty, first.steps, first.shown, apart=apart)
    if all(each.kind == first.kind for each in verdicts):
        return Verdict(first.provider, first.kind, None, Certainty.CERTAIN, first.steps)
    # Of several addresses the one that nobody knows is what has to be asked about.
    unknown = next((each for each in verdicts if each.shown), None)
    ours = next((each for each in verdicts if each.kind == COVERED), first)
    return Verdict(None, "unknown", None, Certainty.POSSIBLE, (unknown or ours).steps, True, several=unknown is None)


def urls(call: SurfaceCall, given: Given, linker: Linker, rulebook: Rulebook) -> tuple[str | None, ...]:
    """The URLs that a call goes to in such runs, None for one that is not in sight."""
    found = [each.form for each in _settled(endpoints(call, linker, rulebook)) if compatible(given, each.given)]
    return tuple(dict.fromkeys(map(_written, found)))


def by_provider(call: SurfaceCall, given: Given, linker: Linker, rulebook: Rulebook, assumptions: Assumptions) -> list[Given]:
    """The runs in which a call goes to one provider, where the code chooses among several."""
    runs: dict[Given, str] = {}
    for outcome in _settled(endpoints(call, linker, rulebook)):
        if compatible(given, outcome.given):
            verdict = _of_endpoint(outcome, rulebook, assumptions)
            kind = verdict.kind if verdict is not None and not verdict.shown else ""
            if not kind or not outcome.given or runs.setdefault(given | outcome.given, kind) != kind:
                return [given]
    return list(runs) if len(set(runs.values())) > 1 else [given]


def _settled(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """A default in the code counts: what only the environment or an outside caller might say is left aside."""
    found = list(outcomes)
    if any(_is_written(each) for each in found):
        found = [each for each in found if not each.setting and not _supplied_from_outside(each)]
    elif any(each.setting for each in found):
        found = [each for each in found if each.setting]
    return [each for each in found if not _is_none(each)]


def _is_written(outcome: Outcome) -> bool:
    """Whether the code itself says it, or a default for it."""
    written = isinstance(outcome.form, (Constant, Text)) and not outcome.setting
    return written and not _is_none(outcome) and not _supplied_from_outside(outcome)


def _is_none(outcome: Outcome) -> bool:
    return isinstance(outcome.form, Constant) and outcome.form.value is None


def _written(form: Form) -> str | None:
    """What is in sight of an address; None if nothing is."""
    if isinstance(form, Text):
        return form.text
    return str(form.value) if isinstance(form, Constant) and form.value is not None else None


def _supplied_from_outside(outcome: Outcome) -> bool:
    form = outcome.form
    if isinstance(form, Text):
        return form.text.startswith(HOLE) and bool(form.reasons) and set(form.reasons) <= OUTSIDE
    return isinstance(form, Unknown) and form.reason in OUTSIDE


def _of_endpoint(outcome: Outcome, rulebook: Rulebook, assumptions: Assumptions) -> Verdict | None:
    form = outcome.form
    declared = dict(assumptions.variables).get(variable := _variable(form))
    if declared is not None:
        step = Step(outcome.site, f"the settings say that {variable} points to {declared}")
        return _declared(declared, rulebook, Certainty.CERTAIN, step)
    url = _written(form)
    if url is not None:
        found = rulebook.provider_of_url(url)
        steps = (*outcome.steps, Step(outcome.site, f"the endpoint is {url.replace(HOLE, '…')}"))
        if found is not None:
            provider, host = found
            certainty = Certainty.LIKELY if outcome.setting else Certainty.CERTAIN
            return Verdict(provider.id, provider.kind, host.region, certainty, steps)
        for pattern, declared in assumptions.gateways:
            if any(fnmatchcase(each, pattern.lower()) for each in (_host(url), _address(url))):
                return _declared(declared, rulebook, Certainty.CERTAIN, *steps)
        if _is_of_unknown_host(url):
            return None
        return Verdict(None, "unknown", None, Certainty.POSSIBLE, steps, True)
    return None


def _variable(form: Form) -> str:
    """The variable of the environment that an address is, or begins with."""
    if isinstance(form, Text):
        return form.begins
    return form.detail if isinstance(form, Unknown) and form.reason == "environment" else ""


def _is_of_unknown_host(url: str) -> bool:
    """Whether nothing of a URL's host is in sight: `${base}v1/chat` goes on where a base with a slash at its end leaves off."""
    host = _host(url)
    return host.strip(HOLE) == "" or (url.startswith(HOLE) and "." not in host)


def _host(url: str) -> str:
    return _address(url).split(":")[0]


def _address(url: str) -> str:
    """The host with its port, if one is given."""
    rest = url.partition("://")[2] or url
    return rest.split("/")[0].rpartition("@")[2].lower()


def _declared(name: str, rulebook: Rulebook, certainty: Certainty, *steps: Step) -> Verdict:
    """Who answers where a rule or the settings name the provider; both were read only if there is one of that name."""
    provider = next(each for each in rulebook.providers if each.id == name)
    return Verdict(provider.id, provider.kind, None, certainty, steps)


def provider_of_variable(rulebook: Rulebook, variable: str) -> Provider | None:
    """The provider that a variable's name hints at."""
    for provider in rulebook.providers:
        if any(fnmatchcase(variable, pattern) for pattern in provider.environment):
            return provider
    return None


def default_host(call: SurfaceCall) -> str:
    """Where the SDK sends a call that names no endpoint."""
    return call.client.default_host if call.client is not None else call.operation.default_host


def _told(slots: Sequence[Slot], places: Iterable[str], linker: Linker, rulebook: Rulebook) -> Iterator[tuple[Outcome, ...]]:
    """What a call is given at some places, one argument after the other.

    "keyword:NAME/keyword:OTHER" is what the object or mapping holds that is given there.
    """
    inner: dict[str, list[str]] = {}
    for where in places:
        first, _, rest = where.partition("/")
        inner.setdefault(first, []).append(rest)
    for first, rests in inner.items():
        given = _one_of(slots, first, linker)
        told = given if rests == [""] else _held_by(given, rests, linker, rulebook)
        if told:
            yield told


def _held_by(given: Sequence[Outcome], rests: Sequence[str], linker: Linker, rulebook: Rulebook) -> tuple[Outcome, ...]:
    """What the things hold that an argument may be; nothing if none does, and all go to one host by themselves."""
    held = [(each, _inside(each, rests, linker, rulebook)) for each in given]
    if not any(found for _, found in held) and len({_own_host(each.form, rulebook) for each in given}) < 2:
        return ()
    return tuple(one for each, found in held for one in found or (_by_itself(each, rulebook),))


def _inside(outcome: Outcome, rests: Sequence[str], linker: Linker, rulebook: Rulebook) -> tuple[Outcome, ...]:
    form = outcome.form
    slots: Sequence[Slot] = ()
    if isinstance(form, Mapping):
        slots = form.slots
    elif isinstance(form, Made) and form.call is not None:
        slots = call_slots(linker, form.call, form.frames)[0]
    found = next(_told(slots, [rest for rest in rests if rest], linker, rulebook), ())
    if not found and "" in rests:
        return (outcome,)
    return tuple(replace(each, given=each.given | outcome.given) for each in found if compatible(each.given, outcome.given))


def _by_itself(outcome: Outcome, rulebook: Rulebook) -> Outcome:
    """Where something goes that is not told where to, beside others that are."""
    form = outcome.form
    host = _own_host(form, rulebook)
    if host:
        return replace(outcome, form=Constant(host, exact=False))
    if isinstance(form, Made) and form.call is None:
        return replace(outcome, form=Unknown("caller"))
    return outcome if isinstance(form, Unknown) else replace(outcome, form=Unknown("unresolved"))


def _own_host(form: Form, rulebook: Rulebook) -> str:
    """Where an object goes by itself."""
    clients = (client for surface in rulebook.surfaces for client in surface.clients if isinstance(form, Made))
    return next((each.default_host for each in clients if isinstance(form, Made) and form.symbol in each.symbols), "")


def _host_of_object(call: SurfaceCall, linker: Linker, rulebook: Rulebook) -> str:
    """Where the objects that the call is given go by themselves."""
    for first in dict.fromkeys(where.partition("/")[0] for where in call.operation.endpoint if "/" in where):
        for outcome in _one_of(call.slots, first, linker):
            host = _own_host(outcome.form, rulebook)
            if host:
                return host
    return ""


def endpoints(call: SurfaceCall, linker: Linker, rulebook: Rulebook) -> tuple[Outcome, ...]:
    """What the code gives as the base URL; nothing if it gives none."""
    places = [where for where in call.operation.endpoint if not where.startswith("attribute:")]
    told = _told(call.slots, places, linker, rulebook)
    given = next(told, ())
    return tuple(_joined(given, next(told, ()), call, linker)) if given else _base(call, linker)


def _joined(found: Iterable[Outcome], own: tuple[Outcome, ...], call: SurfaceCall, linker: Linker) -> Iterator[Outcome]:
    """URLs as they are called: one without a host goes below the call's `own` base URL or its client's, where there is one."""
    below = bool(own) or (call.client is not None and bool(call.client.endpoint))
    for outcome in found:
        path = _written(outcome.form)
        if path is None or "://" in path or path.startswith(HOLE) or not below:
            yield outcome
        else:
            bases = (each for each in own or _base(call, linker) if compatible(each.given, outcome.given))
            yield from (_below(each, outcome, path) for each in bases)


def _below(base: Outcome, outcome: Outcome, path: str) -> Outcome:
    """A path behind a base URL, as far as that is in sight."""
    before = _written(base.form)
    if before is None:
        return base
    reasons = tuple(reason for each in (base.form, outcome.form) if isinstance(each, Text) for reason in each.reasons)
    joined = Text(f"{before.rstrip('/')}/{path.lstrip('/')}", (), reasons)
    return replace(base, form=joined, given=base.given | outcome.given, steps=(*base.steps, *outcome.steps))


def _base(call: SurfaceCall, linker: Linker) -> tuple[Outcome, ...]:
    """The base URL that a client was made with, or that its module or the environment gives it."""
    if call.client is not None and call.made is not None:
        later = _set_later(call.made, call.client.endpoint, linker)
        for slots in _client_slots(call.made, linker, call.client):
            for where in call.client.endpoint:
                found = _one_of(slots, where, linker)
                if found:
                    return (*found, *later)
        if later:
            return later
        if call.made.call is None:
            return (Outcome(Unknown("caller"), call.call.site),)
    attributes = [*call.operation.endpoint, *(call.client.endpoint if call.client is not None else ())]
    for where in attributes:
        if where.startswith("attribute:"):
            found = assigned(linker, where.removeprefix("attribute:"))
            if found:
                return found
    variables = call.client.environment if call.client is not None else call.operation.environment
    for variable in variables:
        written = [each for path, value in linker.program.set_by_code(variable) for each in linker.outcomes(value, path)]
        if written:
            return tuple(written)
        settings = linker.program.variables.get(variable, ())
        if settings:
            return tuple(
                Outcome(
                    Constant(each.value, exact=False),
                    each.site,
                    steps=(Step(each.site, f"{variable} is set here"),),
                    setting=True,
                )
                for each in settings
            )
    return ()


def _set_later(made: Made, places: Iterable[str], linker: Linker) -> tuple[Outcome, ...]:
    """What is assigned to such an attribute of a client after it was made (`client.base_url = …`), wherever that stands."""
    names = {where.partition(":")[2] for where in places if where.startswith("keyword:")}
    results: list[Outcome] = []
    if not linker.program.assigns_any(names):
        return ()
    for facts in list(linker.program.facts.values()):
        for attribute in facts.attributes:
            if attribute.name not in names:
                continue
            bases = [each.form for each in linker.outcomes(attribute.base, facts.path)]
            if any(isinstance(base, Made) and (base.symbol, base.call) == (made.symbol, made.call) for base in bases):
                results.extend(linker.outcomes(attribute.value, facts.path))
    return tuple(results)


def keys(call: SurfaceCall, linker: Linker, rulebook: Rulebook) -> tuple[Outcome, ...]:
    """What the code gives as the API key."""
    given = next(_told(call.slots, call.operation.key, linker, rulebook), ())
    if given:
        return given
    if call.client is not None and call.made is not None:
        for slots in _client_slots(call.made, linker, call.client):
            for where in call.client.key:
                found = _one_of(slots, where, linker)
                if found:
                    return found
    attributes = [*call.operation.key, *(call.client.key if call.client is not None else ())]
    for where in attributes:
        if where.startswith("attribute:"):
            found = assigned(linker, where.removeprefix("attribute:"))
            if found:
                return found
    return ()


def _client_slots(made: Made, linker: Linker, client: Client) -> Iterable[list[Slot]]:
    """The arguments of the calls that made and then copied a client, latest first."""
    unpacks = client.unpacks
    for ref, frames in (*reversed(made.also), *([(made.call, made.frames)] if made.call is not None else [])):
        slots, complete = call_slots(linker, ref, frames)
        if trailing_name(linker.program.call(ref).callee) in client.keeps:
            # Its first argument is not the client's: `request.post(url).set("Accept", "…")`.
            slots = [slot for slot in slots if not (slot.key or "").startswith("position:")]
        # What may be options may also be an address: `https.request(url, options)`.
        plain = [slot for slot in slots if slot.key in unpacks and not _may_be_mapping(slot, linker)]
        yield [*plain, *unpacked(linker, slots, unpacks, complete)[0]]


def _may_be_mapping(slot: Slot, linker: Linker) -> bool:
    return any(isinstance(each.form, Mapping) for each in linker.outcomes(slot.value, slot.path, slot.frames))


def _one_of(slots: Sequence[Slot], where: str, linker: Linker) -> tuple[Outcome, ...]:
    """What stands at a place: an argument that only some runs give leaves in place what was there before."""
    found: list[Outcome] = []
    for slot in reversed([each for each in slots if at(each, where)]):
        found += linker.held(slot) or (Outcome(Unknown("unresolved"), slot.site),)
        if slot.sure:
            break
    return tuple(found)


def assigned(linker: Linker, dotted: str) -> tuple[Outcome, ...]:
    """What the project assigns to an SDK's module attribute (`openai.base_url = …`)."""
    owner, _, name = dotted.rpartition(".")
    results: list[Outcome] = []
    for facts in list(linker.program.facts.values()):
        for attribute in facts.attributes:
            if attribute.name != name:
                continue
            bases = linker.outcomes(attribute.base, facts.path)
            if any(isinstance(base.form, Symbol) and base.form.name == owner for base in bases):
                results.extend(linker.outcomes(attribute.value, facts.path))
    return tuple(results)
