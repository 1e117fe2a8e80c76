"""Reads builders whose links stand in several statements, and setters on what was built, as the one call that they amount to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from migrator.facts import Argument, Binding, Block, Call, Function, Scope
from migrator.languages.java.chains import DONE
from migrator.values import Choice, Entry, Member, Opaque, Record, Reference, Result, Site, Value

MAKER = "builder"
BUILDER_TYPE = "Builder"
SETTER = "set"
MOST_LINKS = 200
Variable = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Walked:
    """What a walk has found that tells which calls are links of one builder."""

    calls: Sequence[Call]
    scopes: Sequence[Scope]
    bindings: Mapping[Variable, Sequence[Binding]]
    functions: Sequence[Function]
    chains: Iterable[int]
    open_chains: Iterable[int]
    created: set[int]
    """The calls that make an object without arguments, which setters may then fill."""
    links: Mapping[int, tuple[Site, Site]]
    """By call: the place of the link's name, and of the link from its dot."""
    reads: Mapping[Variable, int]
    """How often a variable is named."""
    arms: Mapping[int, int]
    exclusive: frozenset[int] | set[int]
    loops: frozenset[int] | set[int]


@dataclass(slots=True)
class Given:
    """One thing that a builder is told: by which link, and whether always."""

    argument: Argument
    sure: bool
    block: Block = ()


@dataclass(slots=True)
class Folder:
    """Folds the links of each variable that holds a builder."""

    walked: Walked
    calls: list[Call]
    chains: set[int]
    rooted: dict[Variable, list[int]] = field(default_factory=dict)
    firsts: Counter[Variable] = field(default_factory=Counter)
    chain_roots: dict[int, Reference | Result] = field(default_factory=dict)

    def index(self) -> None:
        """Find for each call the variable that its chain begins with."""
        for call in self.walked.calls:
            root = self.root(call)
            if root is None:
                continue
            self.chain_roots[call.number] = root
            variable = self.variable(root) if isinstance(root, Reference) else None
            if variable is not None:
                self.rooted.setdefault(variable, []).append(call.number)
                if isinstance(call.callee, Member) and call.callee.base is root:
                    self.firsts[variable] += 1
        for numbers in self.rooted.values():
            numbers.sort(key=self.end)

    def root(self, call: Call) -> Reference | Result | None:
        """What the chain that ends with a call begins with: a name, or a call that is no link."""
        value: Value = Result(call.number, call.site)
        for _ in range(MOST_LINKS):
            if not isinstance(value, Result):
                return value if isinstance(value, Reference) else None
            link = self.walked.calls[value.call]
            if value.call not in self.walked.links or not isinstance(link.callee, Member):
                return value if value.call != call.number else None
            value = link.callee.base
        return None

    def variable(self, reference: Reference) -> Variable | None:
        """The local variable that a name means."""
        scope: int | None = reference.scope
        while scope is not None:
            if (scope, reference.name) in self.walked.bindings and self.walked.scopes[scope].kind != "class":
                return (scope, reference.name) if self.walked.scopes[scope].kind == "function" else None
            scope = self.walked.scopes[scope].parent
        return None

    def end(self, number: int) -> int:
        return self.walked.links[number][1].end

    def fold(self) -> None:
        """Make one call of every builder's links."""
        self.index()
        started = set(self.walked.open_chains)
        for variable, numbers in list(self.rooted.items()):
            bindings = self.walked.bindings.get(variable, ())
            known = [each.value.call for each in bindings if isinstance(each.value, Result)]
            makers = [number for number in known if number in started]
            own = [number for number in known if number not in started]
            if len(known) == len(bindings) and len(makers) == 1 and all(number in numbers for number in own):
                escapes = self.walked.reads.get(variable, 0) > self.firsts[variable]
                self.build(numbers, self.walked.calls[makers[0]], variable, escapes)
            elif len(bindings) == 1:
                maker = self.taken(variable, bindings[0].site)
                if maker is not None:
                    self.build(numbers, maker, variable, True)

        for number, root in self.chain_roots.items():
            if isinstance(root, Result) and self.is_done(number):
                self.helped(number, root)

    def helped(self, number: int, root: Result) -> None:
        """A chain that begins with a method of this file which gives a builder."""
        made = self.walked.calls[root.call]
        callee = made.callee
        wanted = callee.name if isinstance(callee, (Member, Reference)) else ""
        found = [each for each in self.walked.functions if each.name == wanted]
        given = found[0].returns if len(found) == 1 else ()
        if len(given) != 1 or not isinstance(given[0], Result) or given[0].call not in set(self.walked.open_chains):
            return
        maker = self.walked.calls[given[0].call]
        links = [each for each, other in self.chain_roots.items() if other == root and self.end(each) < self.end(number)]
        told = [Given(self.argument(each), True) for each in sorted(links, key=self.end)]
        whole = [Given(each, True) for each in maker.arguments if each.kind == "keyword"]
        self.chains.add(number)
        arguments = tuple(fold_keywords([*whole, *told], self.walked.arms))
        self.calls[number] = replace(self.calls[number], callee=maker.callee, arguments=arguments)

    def taken(self, variable: Variable, site: Site) -> Call | None:
        """A builder that a method is given: what is set on it elsewhere is not in sight."""
        owner = self.walked.scopes[variable[0]].owner
        formals = self.walked.functions[owner].parameters if owner is not None else ()
        for formal in formals:
            kind = formal.annotation
            if formal.name != variable[1] or not isinstance(kind, (Member, Reference)) or not kind.name.endswith(BUILDER_TYPE):
                continue
            base = kind.base if isinstance(kind, Member) else Reference(kind.name[: -len(BUILDER_TYPE)], kind.scope, kind.site)
            return Call(-1, Member(base, MAKER, kind.site), (), 0, 0, (), site)
        return None

    def build(self, numbers: list[int], maker: Call, variable: Variable, escapes: bool) -> None:
        """Each `build()` of a variable's builder as the call that all its links make."""
        ends = [number for number in numbers if self.is_done(number)]
        if not ends and not escapes:
            return
        whole = [Given(each, True) for each in maker.arguments if each.kind == "keyword"]
        for end in ends or numbers[-1:]:
            given = [*whole, *self.told(numbers, end, not ends)]
            arguments = [
                *(each for each in maker.arguments if each.kind == "positional"),
                *fold_keywords(given, self.walked.arms),
            ]
            if escapes:
                rest = Opaque(BUILDER_TYPE, self.calls[end].site)
                arguments.append(Argument("star", None, rest, rest.site, None, rest.site))
            else:
                self.chains.add(end)
            self.calls[end] = replace(self.calls[end], callee=maker.callee, arguments=tuple(arguments))
        if maker.number >= 0:
            self.calls[maker.number] = replace(maker, callee=Opaque(BUILDER_TYPE, maker.site), arguments=())

    def is_done(self, number: int) -> bool:
        call = self.walked.calls[number]
        return isinstance(call.callee, Member) and call.callee.name == DONE and not call.arguments

    def told(self, numbers: list[int], end: int, itself: bool) -> Iterator[Given]:
        """What the links tell that can come before one `build()`."""
        last = self.walked.calls[end]
        for number in numbers:
            call = self.walked.calls[number]
            if self.is_done(number) or (number == end and not itself):
                continue
            later = self.end(number) > self.end(end)
            if later and not self.shares_loop(call, last):
                continue
            if self.excluded(call, last):
                continue
            inside = call.scope == last.scope and last.block[: len(call.block)] == call.block
            yield Given(self.argument(number), inside and not later, _beyond(call.block, last.block))

    def shares_loop(self, one: Call, other: Call) -> bool:
        return any(arm[0] in self.walked.loops and arm in other.block for arm in one.block)

    def excluded(self, one: Call, other: Call) -> bool:
        arms = dict(other.block)
        return any(arms.get(statement, arm) != arm and statement in self.walked.exclusive for statement, arm in one.block)

    def argument(self, number: int) -> Argument:
        """A link as a keyword; one that takes a name and a value as a mapping of one entry."""
        call = self.walked.calls[number]
        name_site, site = self.walked.links[number]
        name = call.callee.name if isinstance(call.callee, Member) else ""
        values = [each.value for each in call.arguments]
        return keyword(name, values, site, name_site)

    def setters(self) -> None:
        """Add what setters change on a built object before it is handed over."""
        for variable, numbers in self.rooted.items():
            bindings = self.walked.bindings.get(variable, ())
            value = bindings[0].value if len(bindings) == 1 else None
            if not isinstance(value, Result) or value.call not in self.chains | self.walked.created:
                continue
            setting = [number for number in numbers if self.sets(number)]
            if not setting:
                continue
            takers = [call for call in self.walked.calls if self.takes(call, variable)]
            told: list[Given] = []
            for number in setting:
                call = self.walked.calls[number]
                sure = bool(takers) and all(
                    call.scope == taker.scope
                    and call.site.end <= taker.site.start
                    and taker.block[: len(call.block)] == call.block
                    for taker in takers
                )
                argument = self.argument(number)
                name = (argument.name or "")[len(SETTER) :]
                told.append(Given(replace(argument, name=name[:1].lower() + name[1:]), sure, call.block))
            built = self.calls[value.call]
            given = [Given(each, each.sure) for each in built.arguments if each.kind == "keyword"]
            others = [each for each in built.arguments if each.kind != "keyword"]
            self.calls[value.call] = replace(
                built, arguments=(*others, *fold_keywords([*given, *told], self.walked.arms, merge=False))
            )

    def sets(self, number: int) -> bool:
        call = self.walked.calls[number]
        name = call.callee.name if isinstance(call.callee, Member) else ""
        return name.startswith(SETTER) and name[3:4].isupper() and len(call.arguments) == 1

    def takes(self, call: Call, variable: Variable) -> bool:
        return any(isinstance(each.value, Reference) and self.variable(each.value) == variable for each in call.arguments)


def _beyond(block: Block, other: Block) -> Block:
    """The arms around one place that are not around the other."""
    shared = 0
    while shared < min(len(block), len(other)) and block[shared] == other[shared]:
        shared += 1
    return block[shared:]


def keyword(name: str, values: Sequence[Value], site: Site, name_site: Site) -> Argument:
    """One link of a builder as a keyword argument; a name and a value are a mapping of one entry, whatever gives the name."""
    if len(values) == 2:
        inside = Site(site.path, name_site.end, site.end)
        return Argument("keyword", name, Record((Entry(values[0], values[1], site),), inside), site, name_site, inside)
    if len(values) == 1:
        return Argument("keyword", name, values[0], site, name_site, values[0].site)
    return Argument("keyword", name, Opaque("", site, tuple(values)), site, name_site, site)


def fold_keywords(given: Sequence[Given], arms: Mapping[int, int], merge: bool = True) -> list[Argument]:
    """One argument for each name, of all that can be its value; what is told always beats what was told before."""
    names: dict[str, list[Given]] = {}
    for each in given:
        names.setdefault(each.argument.name or "", []).append(each)
    return [_one(found, arms, merge) for found in names.values()]


def _one(found: list[Given], arms: Mapping[int, int], merge: bool) -> Argument:
    if (
        merge
        and all(isinstance(each.argument.value, Record) for each in found)
        and (len(found) > 1 or _is_pair(found[0].argument))
    ):
        return _pairs(found)
    live: list[Given] = []
    always = False
    for each in found:
        if each.sure:
            live, always = [each], True
        else:
            live.append(each)
            covered = _covered(live, arms)
            if covered is not None:
                live, always = covered, True
    if len(live) == 1:
        return replace(live[0].argument, sure=always)
    first, last = live[0].argument, live[-1].argument
    place = Site(first.site.path, min(first.site.start, last.site.start), max(first.site.end, last.site.end))
    value = Choice("conditional", tuple(each.argument.value for each in reversed(live)), place)
    return Argument("keyword", last.name, value, place, last.name_site, place, always)


def _covered(live: list[Given], arms: Mapping[int, int]) -> list[Given] | None:
    """Those of a branching statement's arms that together always say it, the latest statement first."""
    for statement, _ in live[-1].block[-1:]:
        inside = [
            each for each in live if each.block and each.block[:-1] == live[-1].block[:-1] and each.block[-1][0] == statement
        ]
        if statement in arms and len({each.block[-1][1] for each in inside}) == arms[statement] and len(live[-1].block) == 1:
            return inside
    return None


def _is_pair(argument: Argument) -> bool:
    """Whether a method is given a name and a value; one that is given a whole map is not told pair by pair."""
    name = argument.name_site
    return name is not None and argument.value.site.start == name.end


def _pairs(found: list[Given]) -> Argument:
    """All pairs and maps that one method was given, as its one mapping."""
    entries: list[Entry] = []
    for each in found:
        record = each.argument.value
        assert isinstance(record, Record)
        if each.sure:
            entries.extend(record.entries)
        else:
            nothing = Record((), record.site)
            entries.append(Entry(None, Choice("conditional", (record, nothing), record.site), record.site))
    first, last = found[0].argument, found[-1].argument
    name_site = first.name_site or first.site
    inside = Site(first.site.path, name_site.end, max(each.argument.site.end for each in found))
    whole = Site(first.site.path, first.site.start, last.site.end)
    return Argument("keyword", first.name, Record(tuple(entries), inside), whole, first.name_site, inside)


def folded(walked: Walked) -> tuple[tuple[Call, ...], frozenset[int]]:
    """The calls with those of builders made whole, and the numbers of all that stand for a finished builder."""
    folder = Folder(walked, list(walked.calls), set(walked.chains))
    folder.fold()
    folder.setters()
    return tuple(folder.calls), frozenset(folder.chains)
