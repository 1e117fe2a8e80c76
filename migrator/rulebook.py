"""The rulebook in `rules/` as typed, immutable tables; loading it checks every row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from migrator.hosts import host_of, path_of, rank
from migrator.values import Scalar

COVERED = "covered"
"""The kind of provider whose models the rulebook is about."""
SETTING = "thinking"
"""The setting that protocols name alike, wherever they read it."""
BY_URL = "by-url"
"""The protocol of an operation whose URL alone tells which interface it speaks to."""


class RulebookError(Exception):
    """A bad row; the text names the file, the key and what is wrong."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row's facts come from: `source` (an address), `date` (ISO), `status` (confirmed, secondary, observed, …)."""

    source: str
    date: str
    status: str


@dataclass(frozen=True, slots=True)
class Price:
    """A list price per million tokens; `up_to` is the tier's input tokens, None for the only or last tier."""

    region: str
    currency: str
    input: float
    output: float
    up_to: int | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Limits:
    """Token limits; None where unknown. `max_reasoning` bounds thinking_budget, `max_output` bounds max_tokens."""

    context: int | None = None
    max_input: int | None = None
    max_reasoning: int | None = None
    max_output: int | None = None


@dataclass(frozen=True, slots=True)
class Constraint:
    """A parameter that a model does not simply take.

    `effect`: "refused" (an error), "undocumented" (nobody says), "ignored" (accepted, no effect), "mapped" (taken as
    `mapped_to`). `values`, `at_least` and `above` narrow it to some values ("*object" means any mapping, "*any" any
    value but null and false); `thinking` narrows it to calls that think (true) or do not (false), None for both.
    """

    parameter: str
    effect: str
    reason: str
    values: tuple[Scalar, ...] = ()
    at_least: float | None = None
    above: float | None = None
    thinking: bool | None = None
    mapped_to: Scalar = None


@dataclass(frozen=True, slots=True)
class Model:
    """A model on Model Studio.

    `status`: "retired", "current", "not-covered" (on Model Studio, but not in the retirement notice).
    `thinking`: "never", "hybrid", "always" or "unknown"; `thinking_default` is what a hybrid does when not told;
    `thinking_disputed` when first-party pages disagree on that default (then the switch is always written).
    `native`: "text", "multimodal", or None where unknown. `protocols`: the protocols that serve it.
    `fixed_parameters`: accepted without effect (deepseek-r1). `defaults`: sampling defaults by parameter;
    "thinking.NAME" where the default differs while thinking. Dates are ISO; `retires` is the announced day,
    `switched_off` the day on which it really ended.
    """

    id: str
    status: str
    family: str
    thinking: str
    thinking_default: bool | None
    thinking_disputed: bool
    native: str | None
    protocols: frozenset[str]
    regions: frozenset[str]
    plans: frozenset[str]
    limits: Limits
    defaults: dict[str, float]
    fixed_parameters: tuple[str, ...]
    constraints: tuple[Constraint, ...]
    prices: tuple[Price, ...]
    retires: str | None
    switched_off: str | None
    alias_of: str | None
    note: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Host:
    """A host pattern (`*` stands for one or more labels, or part of one) with the region and plan that it serves."""

    pattern: str
    region: str | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Provider:
    """Who answers: `kind` is "covered" (whose models are retired), "plan" (a subscription of theirs, which is not) or "other"."""

    id: str
    name: str
    kind: str
    hosts: tuple[Host, ...]
    environment: tuple[str, ...]
    """Variable names (`*` at the end as a wildcard) that hint at this provider."""
    prefixes: tuple[str, ...]
    """Prefixes of a model's name that prove this provider (`dashscope/`)."""
    origin: Origin
    short: str = ""
    """What people call it in a sentence."""
    without_stream: tuple[str, ...] = ()
    """What it may answer to a call that thinks and does not stream."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a protocol reads a setting, as JSON pointer, and how it is spelled."""

    at: str
    on: Scalar = True
    off: Scalar = False


@dataclass(frozen=True, slots=True)
class ForeignSpelling:
    """Another vendor's way to say a setting: at `at`; None for `on` and `off` where the value is a plain boolean."""

    at: str
    setting: str
    on: Scalar = None
    off: Scalar = None


@dataclass(frozen=True, slots=True)
class Protocol:
    """An HTTP interface: URL paths that show it, where settings live, and what else is known of its body.

    `path` is a request's whole path, `base_paths` what base URLs end with, the one that `path` starts with first.
    `interface`: "compatible", "native", "responses", "anthropic"; `replacement` names the default to use:
    "compatible" or "native". `serves`: for native ones "text" or "multimodal".
    `own`: Model Studio's own parameters (not in the original vendor's interface) with the pointer each is read at.
    """

    id: str
    interface: str
    path: str
    base_paths: tuple[str, ...]
    model: str
    settings: dict[str, Setting]
    own: dict[str, str]
    parameters: dict[str, str]
    """Where further parameters that constraints speak of are read (temperature, tool_choice, n, …)."""
    foreign: tuple[ForeignSpelling, ...]
    serves: str | None
    replacement: str
    origin: Origin
    stream_header: str = ""
    """The header that asks for a stream, where the body does not say it."""
    replies: dict[str, dict[str, str]] = field(default_factory=dict)
    """Where a reply holds its parts, by the form that is asked for; the first form is what comes when none is."""
    content_part: str = ""
    """A message's content is a list of parts, and a text stands in a part under this key; else it is the text itself."""


@dataclass(frozen=True, slots=True)
class Client:
    """A class or factory whose instances take calls.

    `endpoint`: places of the base URL ("keyword:base_url", "position:1", "attribute:openai.base_url"); `environment`:
    variables that the SDK itself reads for it; `default_host`: where it goes without one ("" when nothing can be said);
    `provider`: a fixed provider id ("azure"); `keeps`: methods that return a client like it; `wraps`: the place of
    the client that a wrapper (`instructor.from_openai`) takes and keeps the interface of. `unpacks`: arguments whose keys
    count as the call's own ("position:0" in `new Client({…})`).
    """

    symbols: tuple[str, ...]
    versions: str
    endpoint: tuple[str, ...]
    key: tuple[str, ...]
    environment: tuple[str, ...]
    default_host: str
    provider: str | None
    keeps: tuple[str, ...]
    wraps: str | None
    origin: Origin
    unpacks: tuple[str, ...] = ()
    passes: tuple[str, ...] = ()
    """Arguments that go with every call of the client, as if they were the call's own (`new OpenAI({ defaultQuery })`)."""
    alters: tuple[str, ...] = ()
    """Arguments with which its user may change a request on its way."""
    known_by: tuple[str, ...] = ()
    """Paths of methods by which such a client is known where nobody tells what an object is."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A call that sends a request.

    It is either a path of attributes on a client (`paths`) or a function known by its qualified name (`symbols`).
    `when` asks for constants among the client's arguments, a function's own ("keyword:protocol" = "openai"; None: not given).
    `positions` names positional arguments in order. `places` maps where an argument is written to where it lands:

      written: "keyword:NAME", "keyword:NAME/*" (each entry of a mapping), "keyword:NAME/json/*" (each entry of a mapping that
               was made text), "keyword:?" (any other)
      lands:   "body:/pointer", "body:/*" or "body:/parameters/*" (under its own name), "raises:TypeError", "dropped",
               "query", "header", "client" (kept by the SDK), "url", "endpoint", "flipped" (the opposite is sent),
               "accident:/pointer" (as "body:", by a way that is not documented)

    "keyword:NAME/*" rows win over keywords; NAME may be several keys deep ("keyword:model_kwargs/extra_body/*").
    `write` says where each setting and each own parameter is to be written
    ("keyword:extra_body/enable_thinking"); "?" stands for the parameter's own name, "*" at the end for the place where the
    protocol reads it. `protocol` may be `BY_URL`: the endpoint tells. `adds` is what the SDK puts into
    the body by itself, `sends_when_unset` what it sends for a setting that is not given, `null` what happens to None:
    "sent", "omitted", "sent-inside" (only where a mapping that is merged into the body says it). `omits`: symbols that mean
    "not given". Keys of `adds` and `adds_when_streaming` are pointers; their value "{}" stands for an empty mapping, "?" for
    what the SDK's version decides, "?words" for what they tell.
    "recast:/pointer" is a landing at which the SDK sends something that it makes of the value. Where what it makes is known,
    `turns` says it, by argument and value: "true", a text, "*text" for any other one, "*class" for a class of the project, or
    the class of the SDK that made it. What comes of it is a value, "*object" for a mapping, or "*nothing". `implies` are
    arguments that count as given where neither the call nor its object sends anything in their place.
    """

    id: str
    protocol: str
    versions: str
    paths: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    when: dict[str, Scalar] = field(default_factory=dict)
    positions: tuple[str, ...] = ()
    places: dict[str, str] = field(default_factory=dict)
    write: dict[str, str] = field(default_factory=dict)
    adds: dict[str, Scalar] = field(default_factory=dict)
    sends_when_unset: dict[str, Scalar] = field(default_factory=dict)
    null: str = "sent"
    omits: tuple[str, ...] = ()
    endpoint: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    environment: tuple[str, ...] = ()
    default_host: str = ""
    origin: Origin = Origin("", "", "")
    prefixes: tuple[str, ...] = ()
    """The model's name has a provider's prefix; these stand before it too and say nothing of who answers."""
    adds_when_streaming: dict[str, Scalar] = field(default_factory=dict)
    """What the SDK puts into the body by itself when the call streams."""
    unpacks: tuple[str, ...] = ()
    """Arguments whose keys count as the call's own, by the names that `positions` gives (`fetch(url, {…})`)."""
    gates: dict[str, str] = field(default_factory=dict)
    """SDK versions that know a written place ("keyword:reasoning_effort" = ">=1.58"); others take it as "keyword:?"."""
    given: tuple[str, ...] = ()
    """Arguments of the call itself by which the row is told from others of the same symbol."""
    words: tuple[str, ...] = ()
    """What else a file says that sends such requests, where no symbol shows in it."""
    wraps: dict[str, str] = field(default_factory=dict)
    """By keyword the function that a value written there has to go through (`JsonValue.from`)."""
    used_by: tuple[str, ...] = ()
    """The call makes a model that these functions take among the keys of their argument (`generateText({ model })`).

    They send the request: the row's places are about their keys as well, and the switch is written there.
    """
    streamed_by: tuple[str, ...] = ()
    """Those of them that ask for a stream."""
    used_as: str = ""
    """The key under which they take it."""
    instead: str = ""
    """The entry of an argument that takes the body's place where it is given ("keyword:options/body")."""
    advice: str = ""
    """What to do where the surface has no place for a parameter."""
    named_by: str = ""
    """The client's argument that "{name}" in `places` and `write` stands for."""
    older: dict[str, str] = field(default_factory=dict)
    """As `write`: what is written instead unless the declared SDK is sure to know the gated place."""
    newer: dict[str, str] = field(default_factory=dict)
    """As `write`: what is written where the call passes the newer keyword already, whatever version is declared."""
    continues: bool = False
    """A method of an object that another operation of the surface made: what it passes is added to what that one passed."""
    base: str = ""
    """The argument that is the object, where the call is no method of it but takes it ("keyword:model")."""
    replaces: dict[str, str] = field(default_factory=dict)
    """Mappings of the object that such a call replaces as a whole (a comma between several), by what it gives, as written."""
    loses: dict[str, str] = field(default_factory=dict)
    """Mappings of a call that are not sent where it or its object has others, by what it gives, as both are written."""
    fallbacks: str = ""
    """The argument that lists models which answer when the first one fails, with whatever else the call passes."""
    with_rename: dict[str, Scalar] = field(default_factory=dict)
    """What a call has to say once its model is renamed ("keyword:model_provider"), unless the name begins with a prefix."""
    each: str = ""
    """The call holds mappings that are a call each: an argument, which may be a list, and keys on the way in."""
    objects: dict[str, str] = field(default_factory=dict)
    """Keywords that take an object of a class, not a mapping: the class to name where there is none yet."""
    provider: str | None = None
    """A fixed provider: calls go to it, whatever else is said (a wrapper that the settings declare)."""
    fields: tuple[str, ...] = ()
    """Arguments that a class which inherits from this one may say in its body instead, as a field of that name."""
    turns: dict[str, dict[str, Scalar]] = field(default_factory=dict)
    implies: dict[str, Scalar] = field(default_factory=dict)
    opened_by: str = ""
    """The argument that lists what of the others each run may say anew; a text in its place stands for all of them."""
    counterpart: str = ""
    """The operation of the same surface that does the same on the SDK's other native interface; replies are read alike."""

    @property
    def takes_whole_body(self) -> bool:
        """Whether the call hands its request body over as one mapping."""
        return any(where.endswith("/*") for where in self.write.values())


@dataclass(frozen=True, slots=True)
class Surface:
    """One SDK or framework class family in one language."""

    id: str
    title: str
    language: str
    sdk: str
    clients: tuple[Client, ...]
    operations: tuple[Operation, ...]
    origin: Origin
    constants: dict[str, Scalar] = field(default_factory=dict)
    """What the SDK's named constants are on the wire, by their dotted names."""
    package: str = ""
    """The name under which projects declare the SDK, where that is not `sdk`."""
    records: tuple[str, ...] = ()
    """Classes whose objects are no more than the keywords that they were made with."""
    passes: tuple[str, ...] = ()
    """Functions that give their one argument in the SDK's own dress (`JsonValue.from(x)`)."""


@dataclass(frozen=True, slots=True)
class Card:
    """A rule's card: `severity` is "error", "warning" or "note"; texts are Markdown, messages are templates."""

    code: str
    name: str
    severity: str
    summary: str
    fix_safety: str
    messages: dict[str, str]
    text: str
    examples: tuple[tuple[str, str, str], ...]
    """(surface, before, after); `after` equals `before` where nothing is changed."""
    origin: Origin
    severities: dict[str, str] = field(default_factory=dict)
    """Severities that differ from `severity`, by the key of the message."""
    fields: dict[str, str] = field(default_factory=dict)
    """What may stand in braces in the messages, and what each means."""


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything that `rules/` holds."""

    date: str
    models: dict[str, Model]
    replacements: dict[str, str]
    """Default replacement by interface: "compatible", "native"."""
    providers: tuple[Provider, ...]
    protocols: dict[str, Protocol]
    surfaces: tuple[Surface, ...]
    evidence_words: tuple[str, ...]
    """Words that make a file worth reading as evidence (hosts, SDK and variable names)."""
    _by_host: dict[str, tuple[Provider, Host] | None] = field(default_factory=dict, compare=False, repr=False)

    def model(self, identifier: str) -> Model | None:
        """The model of exactly this id."""
        return self.models.get(identifier)

    def retired_ids(self) -> frozenset[str]:
        """The ids of the retired models."""
        return frozenset(model.id for model in self.models.values() if model.status == "retired")

    def nearest_models(self, name: str, usable_only: bool = False) -> list[str]:
        """Known ids that look like this one, the likeliest first; with `usable_only` those that may replace another."""
        ids = [model.id for model in self.models.values() if not usable_only or model.status == "current"]
        return get_close_matches(name.lower(), ids, n=3, cutoff=0.6)

    def default_replacement(self, protocol: str) -> str:
        """The model that takes a retired one's place on this protocol when nothing else is asked for."""
        return self.replacements[self.protocols[protocol].replacement]

    @property
    def vendor(self) -> Provider:
        """The provider whose models the rulebook is about."""
        return next(provider for provider in self.providers if provider.kind == COVERED)

    def provider(self, identifier: str) -> Provider | None:
        """The provider of exactly this id."""
        return next((provider for provider in self.providers if provider.id == identifier), None)

    def provider_of_host(self, host: str) -> tuple[Provider, Host] | None:
        """Who answers at a host, by the most specific pattern; "*" or U+FFFC in it stands for an unknown part."""
        if host in self._by_host:
            return self._by_host[host]
        best: tuple[tuple[bool, int], Provider, Host] | None = None
        for provider in self.providers:
            for row in provider.hosts:
                ranked = rank(row.pattern, host)
                if ranked is not None and (best is None or ranked > best[0]):
                    best = (ranked, provider, row)
        found = self._by_host[host] = best and (best[1], best[2])
        return found

    def provider_of_url(self, url: str) -> tuple[Provider, Host] | None:
        """Who answers at a URL, with or without its scheme."""
        return self.provider_of_host(host_of(url))

    def protocol_of_url(self, url: str) -> Protocol | None:
        """The HTTP interface that a URL's path shows, by the longest path that it ends with."""
        path = path_of(url)
        found = [
            (len(ending), protocol)
            for protocol in self.protocols.values()
            for ending in (protocol.path, protocol.path.removeprefix(protocol.base_paths[0]))
            if path.endswith(ending)
        ]
        return max(found, key=lambda each: each[0])[1] if found else None

    def own_prefixes(self) -> tuple[str, ...]:
        """What a model's name may start with that means Model Studio itself."""
        return tuple(prefix for provider in self.providers if provider.kind == COVERED for prefix in provider.prefixes)

    def provider_of_prefix(self, model_text: str) -> tuple[Provider, str, str] | None:
        """The provider that a model's name starts with, the prefix, and the name without it (one prefix only)."""
        found = [
            (provider, prefix, model_text[len(prefix) :])
            for provider in self.providers
            for prefix in provider.prefixes
            if model_text.startswith(prefix) and len(model_text) > len(prefix)
        ]
        return max(found, key=lambda each: len(each[1])) if found else None


def rules_folder() -> Path:
    """Where the rules are: in a checkout or an editable install `rules/`, in an installed wheel inside the package."""
    from migrator.rulebook_load.folder import rules_folder as find

    return find(Path(__file__).parent)


def load(folder: Path | None = None, extra: Sequence[str] = ()) -> Rulebook:
    """The rulebook of a folder, checked; without one, the rulebook that the tool came with.

    `extra` are files that add to it, or names of those that the tool came with, the last one first in rank.
    """
    from migrator.rulebook_load.once import loaded

    return loaded(folder or rules_folder(), tuple(extra))
