"""Where values that would be renamed decide something, are looked up or are kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from migrator.attempts import FALLBACK, Stages, attempts
from migrator.digests import digested
from migrator.facts import SENT, AttributeBinding, Binding, Call, FileFacts, Use
from migrator.files.kinds import IMPORTING
from migrator.findings import Refusal
from migrator.handed import ENVIRONMENTS, Handed
from migrator.link.callables import TEXT_METHODS
from migrator.link.common import bindings_of
from migrator.link.composites import STAR, each_item
from migrator.link.evaluate import Linker
from migrator.link.program import trailing_name
from migrator.link.rows import are_rows
from migrator.neighbours import Neighbours
from migrator.outcomes import CallRef, Constant, Encoded, Frames, Items, Made, Mapping, Object, Outcome, Text, Type, Unknown
from migrator.values import Element, Item, Literal, Member, Opaque, Record, Reference, Result, Sequence, Site, Value

WORDS = {
    "comparison": "it is compared",
    "holder": "it is compared",
    "expected": "it is expected",
    "match": "it is matched",
    "key": "it is a key",
    "lookup": "something is looked up by it",
    "pattern": "it is taken apart or tested",
    "choices": "it is one of the choices",
    "type": "it is part of a type",
    "enum": "it is a member of an enum",
    "validator": "it is validated",
    "path": "it becomes part of a path",
    "name": "it becomes part of a longer name",
    "record": "it is written to a record",
    "saved": "it is written to a record",
    "made-row": "it is written to a record",
    "written": "it is written to a record",
    "line": "it is written to a record",
    "column": "it is the default of a database column",
    "program": "it is handed to another program",
    "project": "another project goes by it",
}
EXPECTED = "expected"
DOCUMENTS = frozenset({"markdown", "rst", "notebook"})
"""What no test runs."""
CHOICES = "choices"
OWN_LITERALS = frozenset({"enum", "type", CHOICES, "column"})
"""Uses in which the literal itself is the thing that others depend on."""
LISTS = frozenset({CHOICES, "type", "validator"})
"""Uses that say which values are permitted: a default that is none of them would be refused."""
CHOSEN = frozenset({"default", "value"})
"""Arguments beside choices that have to be one of them."""
UNCHECKED = "add_argument"
"""A call that takes a default which is none of its choices."""
MODEL = "model"
"""What a reply, and an object, call the model that they were asked for by."""
MAX_DEPTH = 6
MAX_COMPARED = 3
"""What is compared is a text or one of a list: what stands deep in an object is not compared with anything."""
LOOKUP = "lookup"
ASIDE = frozenset({"collection", FALLBACK, "names", EXPECTED, SENT})
"""Uses in which what a value holds is not looked for."""
COMPARISON = "comparison"
WRITTEN = "written"
"""A text is written to a file, which may say a mapping as JSON."""
LINE = "line"
"""A text that says nothing else is written to a file."""
ENCODING = frozenset({"writeValueAsString", "toJson", "toJSONString", "encodeToString"})
"""Methods that say as JSON what they are given."""
TELLING = frozenset({"toString", "toJSONString", "toPrettyString", "toJson"})
"""Methods by which a mapping says itself as JSON."""
MADE_ROW = "made-row"
"""What may be a class of rows, by the method that makes one, and what that is given."""
SETTING = "set"
"""How methods begin that give an object something."""
SAVED = "saved"
"""An object is kept, with all that it was made with."""
PATTERN = "pattern"
HOLDER = "holder"
"""What is asked whether it holds something: a text or a list; a mapping for its keys alone."""
COMPARED = frozenset({COMPARISON, HOLDER, "match", "lookup", "key", PATTERN})


SEEN = (Constant, Items, Mapping, Type)
"""What choices are where they are in sight."""


@dataclass(frozen=True, slots=True)
class GivenUp:
    """What a call is given that was not followed to its end, and the literals that were seen to get there."""

    facts: FileFacts
    value: Value
    seen: frozenset[Site]


@dataclass(slots=True)
class Sensitive:
    """The project's sensitive uses, looked up by the literal that reaches them."""

    linker: Linker
    files: tuple[FileFacts, ...]
    where: Callable[[Site], str]
    """A place as a person would say it."""
    neighbours: Neighbours | None = None
    given_up: tuple[GivenUp, ...] = ()
    _deeper: dict[tuple[int, str, Frames, int], frozenset[Site]] = field(default_factory=dict)
    _reached: dict[Site, tuple[Use, ...]] | None = None
    _doubtful: dict[Site, Use] = field(default_factory=dict)
    """Uses that could not be followed to their end, by the literals that may reach them."""
    _unseen: dict[Site, Site] = field(default_factory=dict)
    """What calls are given that could not be followed to its end, by the literals that may reach it, too."""
    _lists: list[tuple[Use, str]] = field(default_factory=list)
    _islands: dict[str, str] = field(default_factory=dict)
    _expected: dict[str, Use] = field(default_factory=dict)
    """By text: what a test expects it to be that cannot be followed."""
    _keys: set[Site] = field(default_factory=set)
    _chains: list[Stages] | None = None
    _named: list[tuple[Site, list[tuple[Site, str]]]] | None = None
    _collections: list[tuple[Site, list[tuple[Site, str]]]] = field(default_factory=list)

    def refusal(self, site: Site, renames: dict[Site, set[str]]) -> Refusal | None:
        """Why a literal must not be renamed, if something else depends on it."""
        if self._reached is None:
            self._reached = self._collect(renames)
        if site in self._keys:
            return Refusal(
                "branch-on-model", f"{WORDS['key']} in {self.where(site)}; others look things up by it, change it by hand"
            )
        for use in self._reached.get(site, ()) or self._listed(site) or self._awaited(site):
            return Refusal(
                "branch-on-model",
                f"{WORDS.get(use.kind, use.kind)} in {self.where(use.site)}; change both places together, by hand",
            )
        if site in self._doubtful:
            return Refusal(
                "too-deep",
                f"whether {self.where(self._doubtful[site].site)} depends on its name takes too long to tell; "
                "look there, and change it by hand",
            )
        if site in self._unseen:
            return Refusal(
                "too-deep",
                f"whether the call in {self.where(self._unseen[site])} is given it too takes too long to tell; "
                "look there, and change it by hand",
            )
        return self._equal_values(site, renames) or self._elsewhere(site)

    def _elsewhere(self, site: Site) -> Refusal | None:
        """Whether a file of another project goes by the name that holds what is written here."""
        facts = self.linker.program.of(site.path) if self.neighbours is not None else None
        path = self.neighbours.user(site, facts) if self.neighbours is not None and facts is not None else None
        hint = f"{WORDS['project']} in {path}; change both places together, by hand"
        return Refusal("branch-on-model", hint) if path is not None else None

    def _collect(self, renames: Collection[Site]) -> dict[Site, tuple[Use, ...]]:
        handed = Handed(self.linker, self.files, renames)
        self._islands = handed.islands
        reached: dict[Site, list[Use]] = {}
        for facts in self.files:
            self._keys.update(mention.site for mention in facts.mentions if mention.kind == "key")
            self._collections.extend(_put(facts))
            for use in facts.uses:
                if use.kind == "collection":
                    self._collections.append((use.site, list(_members(use.value))))
                elif use.kind == EXPECTED:
                    self._expected.update({text: use for _, text in _members(use.value) if _is_only_compared(text, facts)})
                elif use.kind in LISTS:
                    self._lists.extend((use, text) for text in self._permitted(use, facts))
        left = set(renames) - self._keys
        for facts, use in ((one, use) for one in self.files for use in one.uses):
            if not left:
                # Each is refused already, for the first of its uses: to go on takes long in a large project.
                break
            if use.kind in ASIDE or (use.kind not in OWN_LITERALS and not _may_hold(use, facts, handed)):
                continue
            if use.kind == LOOKUP and self._gives_back(use, facts):
                continue
            stopped, self.linker.stopped = self.linker.stopped, False
            for site in {*self._origins(use.value, facts.path, use.kind), *self._defaults(use, facts)}:
                reached.setdefault(site, []).append(use)
                left.discard(site)
            if self.linker.stopped:
                # Names are all that is left to tell by: a use that was given up may be any that they do not rule out.
                for site in (site for site in renames if handed.from_site(site, use.value, facts)):
                    self._doubtful.setdefault(site, use)
            self.linker.stopped = self.linker.stopped or stopped
        for each in self.given_up:
            for site in (site for site in renames if site not in each.seen and handed.from_site(site, each.value, each.facts)):
                self._unseen.setdefault(site, each.value.site)
        return {site: tuple(found) for site, found in reached.items()}

    def _permitted(self, use: Use, facts: FileFacts) -> Iterator[str]:
        """The values that a list of permitted ones names, which may have a name itself."""
        if not isinstance(use.value, (Reference, Member)):
            yield from (text for _, text in _members(use.value))
            return
        found = (each.form for each in self.linker.outcomes(use.value, facts.path))
        for each in (each for items in found if isinstance(items, Items) for each in items.values):
            yield from (text for _, text in _members(each))

    def _gives_back(self, use: Use, facts: FileFacts) -> bool:
        """Whether what seems to be looked up is what a call gives where nothing else is set, as a context variable's does."""
        call = next((each for each in facts.calls if each.site == use.site and len(each.arguments) == 1), None)
        if call is None or isinstance(use.value, Literal):
            return False
        given = {each.site for each in self.linker.outcomes(use.value, facts.path)}
        result = self.linker.keep(Result(call.number, call.site))
        return bool(given) and given <= {each.site for each in self.linker.outcomes(result, facts.path)}

    def _unpacked(self, value: Sequence, path: str) -> Iterator[tuple[Site, str]]:
        """What a list holds whose items other lists give, too."""
        for items in (each.form for each in self.linker.outcomes(value, path)):
            for item, where, frames in each_item(self.linker, items) if isinstance(items, Items) else ():
                for outcome in self.linker.outcomes(item, where, frames):
                    if isinstance(outcome.form, Constant) and isinstance(outcome.form.value, str):
                        yield outcome.site, outcome.form.value

    def _listed(self, site: Site) -> list[Use]:
        """The lists of permitted values in the same file that name what is written here."""
        named = {text for use, text in self._lists if use.site.path == site.path}
        if not named:
            return []
        for facts in self.files:
            for mention in facts.mentions if facts.path == site.path else ():
                if mention.site == site and mention.text in named:
                    return [use for use, text in self._lists if use.site.path == site.path and text == mention.text]
        return []

    def _awaited(self, site: Site) -> list[Use]:
        """Where a test expects the text that is written here, though nothing says that it comes from here."""
        use = self._expected.get(self._text(site) or "")
        facts = self.linker.program.of(site.path)
        if use is None or facts is None or facts.language in DOCUMENTS:
            return []
        apart = facts.language in IMPORTING and self._islands.get(site.path) != self._islands.get(use.site.path)
        return [] if apart else [use]

    def _origins(self, value: Value, path: str, kind: str) -> Iterator[Site]:
        if isinstance(value, Literal):
            if kind in OWN_LITERALS:
                yield value.site
            return
        if kind == MADE_ROW:
            assert isinstance(value, Sequence)
            method, *given = value.items
            assert isinstance(method, Member)
            for each in given if are_rows(self.linker, method.base, path, method.name) else ():
                yield from self._deep(each, path, (), 0)
            return
        if kind == CHOICES and any(isinstance(each.form, Mapping) for each in self.linker.outcomes(value, path)):
            # What is chosen from a mapping is one of its keys.
            return
        if kind == HOLDER and all(isinstance(each.form, (Mapping, Unknown)) for each in self.linker.outcomes(value, path)):
            # So is what is looked for in one.
            return
        if kind == PATTERN and any(isinstance(each.form, Encoded) for each in self.linker.outcomes(value, path)):
            # A body that is filled: where something may be written over its model, none goes out that is known.
            return
        if kind in (COMPARISON, HOLDER, WRITTEN, LINE):
            yield from self._encoded(value, path, (), 0 if kind in (WRITTEN, LINE) else MAX_DEPTH - 1)
        if kind == LINE:
            found = self.linker.outcomes(value, path)
            yield from (each.site for each in found if isinstance(each.form, Constant) and each.form.exact)
        if kind in (WRITTEN, LINE):
            # Of other texts nobody knows that a program reads them.
            return
        if kind == SAVED:
            yield from self._kept(value, path, (), 0)
        yield from self._deep(value, path, (), MAX_DEPTH - MAX_COMPARED if kind in COMPARED else 0)

    def _encoded(self, value: Value, path: str, frames: Frames, depth: int) -> Iterator[Site]:
        """Where that is written which a text says as JSON."""
        texts = [each.form.mapping for each in self.linker.outcomes(value, path, frames) if isinstance(each.form, Encoded)]
        facts = self.linker.program.facts[path]
        for made in (value, *(bound.value for bound in bindings_of(facts, value))):
            call = facts.calls[made.call] if isinstance(made, Result) else None
            if call is None or not isinstance(call.callee, Member):
                continue
            if call.callee.name in ENCODING:
                for each in call.arguments:
                    yield from self._deep(each.value, path, frames, depth)
            if call.callee.name in TELLING:
                said = self.linker.outcomes(call.callee.base, path, frames)
                texts.extend(each.form for each in said if isinstance(each.form, Mapping))
        for slot in (slot for mapping in texts for slot in mapping.slots):
            yield from self._deep(slot.value, slot.path, slot.frames, depth)

    def _kept(self, value: Value, path: str, frames: Frames, depth: int) -> Iterator[Site]:
        """Where that is written which objects were made with that a database keeps."""
        facts = self.linker.program.facts[path]
        # Whatever it was made with that nobody knows what it is.
        for made in (value, *(bound.value for bound in bindings_of(facts, value))):
            for given in (*_all_arguments(made, facts), *_put_on(made, facts)):
                yield from self._deep(given, path, frames, depth + 1)
        for outcome in self.linker.outcomes(value, path, frames) if depth <= MAX_DEPTH else ():
            match outcome.form:
                case Object(call=CallRef() as ref, frames=inner) | Made(call=CallRef() as ref, frames=inner):
                    for argument in self.linker.program.call(ref).arguments:
                        yield from self._deep(argument.value, ref.path, inner, depth + 1)
                case Items(values=values, path=where, frames=inner):
                    for each in values:
                        yield from self._kept(each, where, inner, depth + 1)
                case _:
                    continue

    def _defaults(self, use: Use, facts: FileFacts) -> Iterator[Site]:
        """Where defaults are written that have to be among choices which nobody here sees."""
        if use.kind != CHOICES or any(isinstance(each.form, SEEN) for each in self.linker.outcomes(use.value, facts.path)):
            return
        for call in facts.calls:
            if call.site.contains(use.site) and trailing_name(call.callee) != UNCHECKED:
                for each in call.arguments:
                    if each.name in CHOSEN:
                        yield from self._deep(each.value, facts.path, (), MAX_DEPTH)
                        yield from (each.value.site,) if isinstance(each.value, Literal) else ()

    def _deep(self, value: Value, path: str, frames: Frames, depth: int) -> frozenset[Site]:
        """Where everything that a value holds is written; each value is looked through once."""
        key = (id(value), path, frames, depth)
        known = self._deeper.get(key)
        if known is None:
            # Whatever holds itself adds nothing by that.
            self._deeper[key] = frozenset()
            known = self._deeper[key] = frozenset(self._looked_through(value, path, frames, depth))
        return known

    def _looked_through(self, value: Value, path: str, frames: Frames, depth: int) -> Iterator[Site]:
        if depth > MAX_DEPTH:
            return
        if isinstance(value, Opaque):
            for operand in value.operands:
                yield from self._deep(operand, path, frames, depth + 1)
            return
        for outcome in self.linker.outcomes(value, path, frames):
            yield from self._of_outcome(outcome, depth)
        asked = _asked_for_model(value, self.linker.program.facts[path])
        if asked is not None:
            yield from self._told(asked, path, frames, depth + 1)
        for part in getattr(value, "parts", ()):
            yield from self._deep(part, path, frames, depth + 1)
        if isinstance(value, Result):
            facts = self.linker.program.facts[path]
            yield from self._of_call(facts.calls[value.call], facts, frames, depth)

    def _of_call(self, call: Call, facts: FileFacts, frames: Frames, depth: int) -> Iterator[Site]:
        """Where that is written which a call gives back in another form."""
        callee = call.callee
        if isinstance(callee, Member) and callee.name in TEXT_METHODS:
            # Text in another dress is still that text.
            yield from self._deep(callee.base, facts.path, frames, depth + 1)
        # Of another name another digest is made.
        for each in digested(call, facts):
            yield from self._deep(each, facts.path, frames, depth + 1)

    def _told(self, value: Value, path: str, frames: Frames, depth: int) -> Iterator[Site]:
        """Where the model is written that the call was given which made this: its reply says that name again."""
        given = (each.value for each in bindings_of(self.linker.program.facts[path], value))
        for part in (value, *given) if depth <= MAX_DEPTH else ():
            if isinstance(part, Element):
                # A part of what is streamed says it as well.
                yield from self._told(part.base, path, frames, depth + 1)
        made = [each.form for each in self.linker.outcomes(value, path, frames) if isinstance(each.form, Made)]
        for ref, inner in ((each.call, each.frames) for each in made if each.call is not None and depth <= MAX_DEPTH):
            call = self.linker.program.call(ref)
            for argument in call.arguments:
                if argument.name == MODEL:
                    yield from self._deep(argument.value, ref.path, inner, depth)
                for each in self.linker.outcomes(argument.value, ref.path, inner):
                    body = each.form.mapping if isinstance(each.form, Encoded) else each.form
                    for slot in body.slots if isinstance(body, Mapping) else ():
                        if slot.key == MODEL:
                            yield from self._deep(slot.value, slot.path, slot.frames, depth)
            if isinstance(call.callee, Member):
                # A reply in another form: `requests.post(…).json()`.
                yield from self._told(call.callee.base, ref.path, inner, depth + 1)

    def _of_outcome(self, outcome: Outcome, depth: int) -> Iterator[Site]:
        match outcome.form:
            case Constant(value=str(), exact=True):
                yield outcome.site
            case Constant(value=str()) | Text():
                yield from outcome.parts
            case Mapping(slots=slots):
                for slot in slots:
                    yield from self._deep(slot.value, slot.path, slot.frames, depth + 1)
            case Items(values=values, path=path, frames=frames):
                for each in values:
                    yield from self._deep(each, path, frames, depth + 1)
            case Encoded(mapping=Mapping(slots=slots)):
                for slot in slots:
                    yield from self._deep(slot.value, slot.path, slot.frames, depth + 1)
            case Made(call=CallRef() as ref, frames=frames):
                yield from self._of_call(self.linker.program.call(ref), self.linker.program.facts[ref.path], frames, depth)
            case _:
                return

    def _equal_values(self, site: Site, renames: dict[Site, set[str]]) -> Refusal | None:
        """Two different values of one collection must not become the same one."""
        if self._named is None:
            self._named = list(self._collections_of_names(renames))
        for where, members in (*self._collections, *self._named):
            if not any(member == site for member, _ in members):
                continue
            before = [text for _, text in members]
            after = [_renamed(text, renames[member]) if member in renames else text for member, text in members]
            if len(set(after)) < len(set(before)):
                return Refusal(
                    "choice-needed",
                    f"two different models in one collection ({self.where(where)}) would become the same; "
                    "say in `replace` which one becomes what",
                )
        return self._tried_again(site, renames)

    def _collections_of_names(self, renames: dict[Site, set[str]]) -> Iterator[tuple[Site, list[tuple[Site, str]]]]:
        """Collections of constants: the literals that at least two names in them stand for, or another list that they unpack."""
        for facts in self.files:
            for use in facts.uses:
                held = use.value if use.kind in ("collection", "names") else None
                if isinstance(held, Sequence) and any(map(_is_star, held.items)):
                    yield use.site, list(self._unpacked(held, facts.path))
        bound = {each.name for facts in self.files for each in _given(facts) if each.value.site in renames}
        for facts in self.files if len(bound) > 1 else ():
            for use in facts.uses:
                items = use.value.items if use.kind == "names" and isinstance(use.value, Sequence) else ()
                if sum(trailing_name(each) in bound for each in items) > 1:
                    found = [self.linker.outcomes(each, facts.path) for each in items if trailing_name(each) in bound]
                    known = [(one.site, one.form.value) for each in found for one in each if isinstance(one.form, Constant)]
                    yield use.site, [(site, value) for site, value in known if isinstance(value, str)]

    def _tried_again(self, site: Site, renames: dict[Site, set[str]]) -> Refusal | None:
        """A model that answers when another has failed must not become the same one."""
        if self._chains is None:
            self._chains = list(attempts(self.linker, self.files, self._handed, frozenset(renames)))
        for _, stages in self._chains:
            if not any(site in stage for stage in stages):
                continue
            others = {each for stage in stages if site not in stage for each in stage}
            new = _renamed(self._text(site) or "", renames[site])
            same = {each for each in others if (renames[each] == renames[site] if each in renames else self._text(each) == new)}
            beside = [each for each in same if self._text(each) != self._text(site)]
            if beside:
                other = min(beside, key=lambda each: (each.path, each.start))
                return Refusal(
                    "choice-needed",
                    f"where one model fails another is tried, and the one in {self.where(other)} would become the same as this "
                    "one; say in `replace` which one becomes what",
                )
        return None

    def _handed(self, value: Value, path: str, frames: Frames) -> frozenset[Site]:
        if isinstance(value, Literal):
            return frozenset({value.site})
        return self._deep(value, path, frames, MAX_DEPTH - 1)

    def _text(self, site: Site) -> str | None:
        """The string that is written at a place."""
        facts = self.linker.program.of(site.path)
        return next((each.text for each in facts.mentions if each.site == site), None) if facts is not None else None


def _all_arguments(value: Value, facts: FileFacts) -> Iterator[Value]:
    """What a call is given, and the calls before it in its chain."""
    while isinstance(value, Result):
        call = facts.calls[value.call]
        yield from (each.value for each in call.arguments)
        value = call.callee.base if isinstance(call.callee, Member) else call.callee


def _may_hold(use: Use, facts: FileFacts, handed: Handed) -> bool:
    """Whether a use may be one of what is to be renamed, as far as names tell."""
    return handed(use.value, facts) or (use.kind == SAVED and any(handed(each, facts) for each in _put_on(use.value, facts)))


def _put_on(value: Value, facts: FileFacts) -> Iterator[Value]:
    """What a named object is given after it was made: `row.model = x`, `row.setModel(x)`."""
    if not isinstance(value, Reference):
        return
    yield from (each.value for each in facts.attributes if _is_same(each.base, value))
    for call in facts.calls:
        if isinstance(call.callee, Member) and call.callee.name.startswith(SETTING) and _is_same(call.callee.base, value):
            yield from (each.value for each in call.arguments)


def _is_same(value: Value, other: Reference) -> bool:
    return isinstance(value, Reference) and (value.name, value.scope) == (other.name, other.scope)


def _asked_for_model(value: Value, facts: FileFacts) -> Value | None:
    """What a value takes the model from: `r.model`, `r["model"]`, `r.get("model")`."""
    match value:
        case Member(base=base, name=name):
            return base if name == MODEL else None
        case Item(base=base, key=Literal(value=key)):
            return base if key == MODEL else None
        case Result(call=number):
            call = facts.calls[number]
            first = call.arguments[0].value if call.arguments else None
            asks = isinstance(first, Literal) and first.value == MODEL
            return call.callee.base if asks and isinstance(call.callee, Member) and call.callee.name == "get" else None
        case _:
            return None


def _renamed(text: str, new: set[str]) -> str:
    """What a text says once the model in it has its new name; whom it begins with stays."""
    before, slash, _ = text.rpartition("/")
    return f"{before}{slash}{next(iter(new))}"


def _members(value: Value) -> Iterable[tuple[Site, str]]:
    values: Iterable[Value] = (value,)
    if isinstance(value, Sequence):
        values = value.items
    elif isinstance(value, Record):
        values = [entry.value for entry in value.entries]
    return [(each.site, each.value) for each in values if isinstance(each, Literal) and isinstance(each.value, str)]


def _is_star(value: Value) -> bool:
    """Whether a list unpacks another one here."""
    return isinstance(value, Opaque) and value.text == STAR


def _is_only_compared(text: str, facts: FileFacts) -> bool:
    """Whether a file names a text only to compare with it, so that it comes from elsewhere."""
    return all(each.kind == COMPARISON for each in facts.mentions if each.text == text)


def _put(facts: FileFacts) -> Iterator[tuple[Site, list[tuple[Site, str]]]]:
    """The texts that are appended to each list or put into each mapping, one by one, by its name."""
    found: dict[str, dict[object, list[tuple[Site, str]]]] = {}
    for mutation in facts.mutations:
        name, value = trailing_name(mutation.target), mutation.value
        key = mutation.keys[0] if len(mutation.keys) == 1 else None
        named = mutation.op == "set" and isinstance(key, Literal) and name not in ENVIRONMENTS
        if name and isinstance(value, Literal) and (mutation.op == "append" or named):
            # What is put under a name again takes the place of what was there.
            under = key.value if named and isinstance(key, Literal) else value.site
            found.setdefault(name, {})[under] = list(_members(value))
    for held in found.values():
        members = [each for one in held.values() for each in one]
        if len(members) > 1:
            yield members[0][0], members


def _given(facts: FileFacts) -> Iterator[Binding | AttributeBinding]:
    """Every name and attribute of a file that is given a value."""
    for found in facts.bindings.values():
        yield from found
    yield from facts.attributes
