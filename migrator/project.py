"""Reads one project's files into facts: the targets that name something of ours, and the evidence around them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import accumulate, takewhile

from migrator.ahead import language_of, parsing, read_ahead, treeless
from migrator.blocks import with_record_calls
from migrator.changes import Change
from migrator.documents import Embedding
from migrator.facts import FileFacts
from migrator.files.kinds import SCRIPT, Kind, is_minified, settle
from migrator.files.lines import Lines
from migrator.files.sift import Sifted, sift
from migrator.files.source import Unreadable, encoding_of, read_bytes
from migrator.files.tree import OverlayTree, Tree
from migrator.findings import Cell, Edit, Skipped
from migrator.languages.base import Document, Language, Skimming, Unparsed
from migrator.link.evaluate import Library, Linker
from migrator.link.program import Program, SettingValue
from migrator.rulebook import Rulebook
from migrator.sieves import Calling, Sieves
from migrator.steps import FOLLOW, READ, SIFT, Steps
from migrator.stops import Stops
from migrator.values import Site
from migrator.words import interesting_strings, sieve_of
from migrator.workers import Crew

MOST_FOLLOWED = 3 << 19
"""Bytes of source that are read only to learn whom calls hand something to, and as many because they speak of a name that
something of ours is known by. More than twice as much told two of 300 findings in other words, in 42 large projects."""
MOST_BESIDE = 16 << 20
"""Bytes of source that are read because they name something of ours, in files that no PATH names; the nearest come first."""
MOST_LINKED = 2 << 20
"""Bytes of source that are read only because linking asks for them."""
MOST_UNNAMED = 1 << 19
"""As many of those to learn whether a call by some other name is an SDK's."""
MOST_HELD = 1 << 17
"""Bytes of source whose syntax trees are kept until they are written."""
MOST_ALONE = 1 << 21
"""Bytes of source from which a tree is not kept even alone: it weighs half a gigabyte."""


def _nowhere(names: Mapping[str, Collection[str]]) -> frozenset[str]:
    """There is nothing left to read."""
    return frozenset()


@dataclass(frozen=True, slots=True)
class Outer:
    """The document that another one stands in, and the way out."""

    path: str
    embedding: Embedding
    quoted: bool = False


@dataclass(slots=True)
class Project:
    """A project as read: `targets` may be reported and edited, everything else is evidence."""

    root: str
    tree: Tree
    rulebook: Rulebook
    sieves: Sieves
    targets: frozenset[str]
    program: Program
    data: dict[str, bytes] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    languages: dict[str, Language] = field(default_factory=dict)
    lines: dict[str, Lines] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    unparsed: dict[str, str] = field(default_factory=dict)
    """Targets that name something but could not be parsed: path to reason."""
    untouchable: frozenset[str] = frozenset()
    """Targets that are links leading out of every PATH."""
    look_for_evidence: Callable[[], list[str]] = list
    """Finds files that name no model but may tell where calls go; only when a call leaves that open."""
    read: int = 0
    outer: dict[str, Outer] = field(default_factory=dict)
    """By the path of a document inside another one: that one."""
    kinds: dict[str, Kind] = field(default_factory=dict)
    tells: Callable[[bytes], bool] = bool
    """Whether a file's bytes may hold a model's name, or a name that stands for one."""
    steps: Steps = field(default_factory=Steps)
    cut: bool = False
    """Some calls were not followed into files yet unread: there were too many."""
    inside: tuple[str, ...] = ("",)
    """What the places of files that may be written begin with, all links followed."""
    neighbours: tuple[str, ...] = ()
    """Files of other projects of the run that name something of ours, the nearest first."""
    stops: Stops = field(default_factory=Stops)
    crew: Crew = field(default_factory=lambda: Crew(1))
    ahead: dict[str, Document | Unparsed] = field(default_factory=dict)
    """What was read already, in other processes or to compare it, and is not taken in yet."""
    interesting: Callable[[str], bool] = bool
    go_on: Callable[[Mapping[str, Collection[str]]], frozenset[str]] = _nowhere
    """Reads the files that get at what names of files hold, and says which."""
    """Which strings may name something of ours."""
    _may_hold: dict[str, bool] = field(default_factory=dict)
    _trees: deque[tuple[str, int]] = field(default_factory=deque)
    _held: int = 0

    @contextmanager
    def sparing(self, most: int) -> Iterator[None]:
        """Meanwhile, what linking asks for is read up to so many bytes."""
        whole = self.program.load
        self.program.load = _limited(self, whole, most)
        try:
            yield
        finally:
            self.program.load = whole

    def may_hold(self, path: str) -> bool:
        """Whether something of ours can come from a file."""
        known = self._may_hold.get(path)
        if known is None:
            found = self.bytes_of(path)
            known = self._may_hold[path] = found is not None and self.tells(found)
        return known

    def close(self) -> None:
        """Let go of the trees: what holds them holds each other, and would wait for the collector."""
        self.documents.clear()
        self.program.load = lambda path: None

    def hold(self, document: Document) -> None:
        """Keep a document; the trees of all but the latest go, for they weigh two hundred times what they were made from."""
        self.documents[document.path] = document
        if document.tree is None or document.path in self.outer or parsing(self.languages.get(document.path)) is None:
            return
        self._trees.append((document.path, len(document.data)))
        self._held += len(document.data)
        while self._held > MOST_HELD and (len(self._trees) > 1 or self._held > MOST_ALONE):
            path, size = self._trees.popleft()
            self._held -= size
            self.documents[path] = treeless(self.documents[path], self.languages[path])

    def partly(self, path: str, changes: Collection[Change]) -> Document | None:
        """A document with as much of its tree as these changes need, made again; None where that is all of it, or still there."""
        document, language = self.documents.get(path), parsing(self.languages.get(path))
        if document is None or document.tree is not None or language is None:
            return None
        part = language.part(document, changes)
        return None if part is None else replace(document, tree=part)

    def is_treeless(self, path: str) -> bool:
        """Whether a document has to be parsed again before it is written."""
        document = self.documents.get(path)
        return document is not None and document.tree is None and parsing(self.languages.get(path)) is not None

    def writable(self, path: str) -> Document | None:
        """A document with its tree, made again where that has gone."""
        document, language = self.documents.get(path), parsing(self.languages.get(path))
        if document is None or document.tree is not None or language is None:
            return document
        # A file with a hundred fixes must not be parsed a hundred times.
        again = replace(document, tree=language.again(document.data))
        self.hold(again)
        return again

    def file_of(self, path: str) -> str:
        """The file that a document stands in; a file is its own."""
        while path in self.outer:
            path = self.outer[path].path
        return path

    def bytes_of(self, path: str) -> bytes | None:
        """A document's bytes; None where it cannot be read."""
        if path not in self.data:
            found = read_bytes(self.tree, path)
            return None if isinstance(found, Unreadable) else found
        return self.data[path]

    def anywhere(self, path: str) -> bytes | None:
        """The bytes of a file of whatever project."""
        found = read_bytes(self.tree, path)
        return None if isinstance(found, Unreadable) else found

    def lift(self, site: Site) -> Site:
        """The place in the file, whatever the depth."""
        while (outer := self.outer.get(site.path)) is not None:
            site = Site(outer.path, *outer.embedding.outer(site.start, site.end))
        return site

    def where(self, site: Site) -> str:
        """A place as a person would say it: the file, and its line where they are known."""
        place = self.lift(site)
        lines = self.lines.get(place.path)
        return f"{place.path}:{lines.position(place.start)[0]}" if lines is not None else place.path

    def lift_edits(self, path: str, edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
        """Edits of a document as edits of its file. Raises `CannotWrite`."""
        while (outer := self.outer.get(path)) is not None:
            edits, path = outer.embedding.lift(outer.path, edits), outer.path
        return edits

    def cell(self, site: Site) -> Cell | None:
        """The notebook cell of a place."""
        while (outer := self.outer.get(site.path)) is not None:
            found = outer.embedding.cell(self.data[site.path], site.start)
            if found is not None:
                return found
            site = Site(outer.path, *outer.embedding.outer(site.start, site.end))
        return None


def read_project(
    root: str,
    tree: Tree,
    rulebook: Rulebook,
    files: Mapping[str, Kind],
    targets: frozenset[str],
    crew: Crew,
    first: Sifted | None = None,
    steps: Steps | None = None,
    sieves: Sieves | None = None,
) -> Project:
    """Sieve, parse and read; files that nothing of ours is in are read as bytes only, and later only if linking asks.

    `first`: what a first look at (some of) the files found, where it was taken already. `sieves`: the rulebook's, where
    they are known.
    """
    sieve = sieves or sieve_of(rulebook)
    kinds = dict(files)
    program = Program({}, frozenset(kinds), lambda path: None, root, external=external_names(rulebook))
    _known_names(program, rulebook)
    project = Project(root, tree, rulebook, sieve, targets, program, read=len(files), kinds=kinds, steps=steps or Steps())
    project.crew, project.interesting = crew, interesting_strings(rulebook)
    program.load = lambda path: _facts(project, path, kinds[path])
    program.text = project.bytes_of
    unseen = [(path, kind) for path, kind in files.items() if first is None or path not in first.seen]
    with project.steps(SIFT):
        looked = sift(unseen, tree, sieve.candidate, crew, sieve.among_many)
    looked = looked if first is None else first.joined(looked)
    project.skipped.extend(
        Skipped(path, each.code, each.message) for path, each in looked.unreadable.items() if path in targets and path in kinds
    )
    wanted: list[str] = []
    settings: list[str] = []
    named = False
    for path in (each for each in files if each in looked.held):
        found = read_bytes(tree, path)
        settled = None if isinstance(found, Unreadable) else settle(kinds[path], found)
        if isinstance(found, Unreadable) or settled is None:
            continue
        kinds[path] = settled
        project.data[path] = found
        if settled.evidence_only:
            settings.append(path)
            named = named or sieve.candidate(found)
        else:
            wanted.append(path)
    known = {*looked.held, *looked.unreadable, *looked.foreign}
    rest = [(path, kind) for path, kind in files.items() if path not in known]
    project.look_for_evidence = lambda: sorted(sift(rest, tree, sieve.evidence, crew).held)
    for path in settings:
        program.of(path)
    wanted = _nearest(project, wanted)
    if wanted or named:
        rest = list(_settled(project, rest))
        sources = [(path, kinds[path], project.data[path]) for path in wanted]
        with project.steps(READ):
            told = crew.progress
            project.ahead = read_ahead(sources, project.interesting, crew, lambda done, all_: told("files read:", done, all_))
        for number, path in enumerate(wanted):
            crew.progress("files read:", number, len(wanted))
            program.of(path)
        within = any(path in targets for path in wanted)
        if not within:
            rest = [(path, kind) for path, kind in rest if path in targets]
        for path in sorted(sift(rest, tree, Calling(None, sieve.calls), crew).held) if named else ():
            program.of(path)
        with project.steps(FOLLOW):
            names = _follow(project, rest, crew)
        program.load = _limited(project, program.load, MOST_LINKED)
        project.tells = bool if named else sieve.stems.with_words(names).candidate
    return project


def _settled(project: Project, files: Iterable[tuple[str, Kind]]) -> Iterator[tuple[str, Kind]]:
    """The files that somebody reads, each script as what its first line says: it may use what other files name."""
    for path, kind in files:
        if kind is SCRIPT:
            data = read_bytes(project.tree, path)
            settled = None if isinstance(data, Unreadable) else settle(kind, data)
            if settled is None:  # pragma: no cover - it has gone, or changed, since it was sifted
                continue
            project.kinds[path] = kind = settled
        yield path, kind


def _nearest(project: Project, wanted: Sequence[str]) -> list[str]:
    """The files that are read: all targets, and of the others as many as is reasonable."""
    beside = [path for path in wanted if path not in project.targets]
    if sum(len(project.data[path]) for path in beside) <= MOST_BESIDE:
        return list(wanted)
    project.cut = True
    folders = {path.rpartition("/")[0] for path in project.targets}
    beside.sort(key=lambda path: (-max(_shared(path, folder) for folder in folders), path))
    held = accumulate(len(project.data[path]) for path in beside)
    kept = {path for path, sum_ in zip(beside, held, strict=True) if sum_ <= MOST_BESIDE}
    return [path for path in wanted if path in kept or path in project.targets]


def _shared(path: str, folder: str) -> int:
    """How many of the folders above a file two places share."""
    pairs = zip(path.split("/"), folder.split("/"), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _follow(project: Project, unread: Iterable[tuple[str, Kind]], crew: Crew) -> Iterable[str]:
    """Read the files that the ids in the files read so far get to; returns the names under which they do."""
    from migrator.imports import Imports
    from migrator.travel import Travel

    rulebook, program, tree = project.rulebook, project.program, project.tree
    calls = project.sieves.calls
    files = {path: kind for path, kind in unread if kind.imports and path not in program.facts}
    if not files:
        return ()
    imports = Imports(files, program.paths, tree, calls.candidate, crew)

    def read(path: str, named: frozenset[bytes]) -> bool:
        language = language_of(files[path])
        skimming: object = language
        data = read_bytes(tree, path)
        if isinstance(data, Unreadable):
            return False
        facts = skimming.skim(path, data, named) if isinstance(skimming, Skimming) and not calls.candidate(data) else None
        if facts is None:
            return known(path) is not None
        project.data[path] = data
        project.languages[path] = language
        project.lines[path] = Lines(path, data)
        program.facts[path] = facts
        return True

    def library_of(path: str) -> Library:
        return (project.languages.get(path) or language_of(project.kinds[path])).library

    known = program.anew(program.facts, _limited(project, program.load, MOST_FOLLOWED)).of
    operations = [operation for surface in rulebook.surfaces for operation in surface.operations]
    answers = frozenset(path.rpartition(".")[2] for operation in operations for path in operation.paths)
    limited = program.anew(program.facts, _limited(project, program.load, MOST_FOLLOWED))

    def new_linker() -> Linker:
        return Linker(limited, library_of, lambda path, symbol, names: False)

    packaged = {path for path, kind in project.kinds.items() if kind.packaged}.__contains__

    def told(linker: Linker, asked: Callable[[str], bool], hands_on: bool, unread: Iterable[str]) -> tuple[str, ...]:
        retired = rulebook.retired_ids()
        with Travel(program, linker, retired, answers, imports, read, asked, hands_on, packaged) as travel:
            project.cut = not travel.follow(unread) or project.cut
            return travel.told()

    def go_on(seeds: Mapping[str, Collection[str]]) -> frozenset[str]:
        known = frozenset(program.facts)
        with Travel(program, new_linker(), frozenset(), answers, imports, read, lambda path: False, True, packaged) as travel:
            for path, names in seeds.items():
                travel.names[path], travel.given[path] = set(names), set(names)
            project.cut = not travel.follow([path for path in files if path not in program.facts]) or project.cut
        return frozenset(program.facts) - known

    project.go_on = go_on
    # What it works out is much, and nobody's after this.
    linker = new_linker()
    names = told(linker, lambda path: project.file_of(path) in project.targets, True, files)
    if project.targets.issuperset(project.kinds):
        return names
    # What other files give to those that are asked for may come from far; what it does elsewhere is nobody's question.
    return (*names, *told(linker, lambda path: True, False, [path for path in files if path in project.targets]))


def _limited(project: Project, read: Callable[[str], FileFacts | None], most: int) -> Callable[[str], FileFacts | None]:
    """Reads files as long as there are not too many; then says so, and reads none."""
    left = most

    def load(path: str) -> FileFacts | None:
        nonlocal left
        if left <= 0:
            project.cut = True
            project.program.unread.add(path)
            return None
        facts = read(path)
        left -= len(project.data.get(path, b""))
        return facts

    return load


def rewritten(project: Project, new: Mapping[str, bytes], ahead: Mapping[str, Document]) -> Project:
    """The project with new bytes in some of its files: those are read again, all others stay as they were read.

    `ahead`: what was read of the new bytes already.
    """
    old = project.program
    gone = {path for path in project.languages if project.file_of(path) in new}
    variables = {
        name: kept
        for name, values in old.variables.items()
        if (kept := tuple(each for each in values if each.site.path not in gone))
    }
    facts = {path: each for path, each in old.facts.items() if path not in gone}
    program = old.anew(facts, lambda path: None, variables)
    again = Project(
        project.root,
        OverlayTree(project.tree, new),
        project.rulebook,
        project.sieves,
        project.targets - {path for path in gone if path in project.outer},
        program,
        {**{path: data for path, data in project.data.items() if path not in gone}, **new},
        {path: each for path, each in project.documents.items() if path not in gone},
        {path: each for path, each in project.languages.items() if path not in gone},
        {path: each for path, each in project.lines.items() if path not in gone},
        [],
        {path: why for path, why in project.unparsed.items() if path not in gone},
        project.untouchable,
        project.look_for_evidence,
        project.read,
        {path: outer for path, outer in project.outer.items() if path not in gone},
        project.kinds,
        project.tells,
        project.steps,
        project.cut,
        crew=project.crew,
        ahead=dict(ahead),
        interesting=project.interesting,
    )
    # What was too much to read is too much now.
    program.load = lambda path: _facts(again, path, project.kinds[path]) if path in new or not project.cut else None
    program.text = again.bytes_of
    for path in new:
        program.of(path)
    return again


def _known_names(program: Program, rulebook: Rulebook) -> None:
    """What the rulebook knows of SDKs by name."""
    names: set[str] = set()
    for surface in rulebook.surfaces:
        symbols = [symbol for client in surface.clients for symbol in client.symbols]
        for symbol in (*symbols, *(symbol for operation in surface.operations for symbol in operation.symbols)):
            parts = symbol.split(".")
            names.update(".".join(parts[:end]) for end in range(2, len(parts) + 1))
        names.update(name for each in surface.passes for name in (each, each.rpartition(".")[0]))
        names.update(name for constant in surface.constants for name in (constant, constant.rpartition(".")[0]))
    program.symbols = frozenset(names)
    program.records = frozenset(name for surface in rulebook.surfaces for name in surface.records)
    program.passes = frozenset(each for surface in rulebook.surfaces for each in surface.passes)
    program.constants = {name: value for surface in rulebook.surfaces for name, value in surface.constants.items()}


def external_names(rulebook: Rulebook) -> frozenset[str]:
    """The top-level names of SDKs that the rulebook knows."""
    # A name that begins with a domain ("com.…") says nothing by its first part.
    surfaces = [surface for surface in rulebook.surfaces if "." not in surface.sdk]
    symbols = [symbol for surface in surfaces for client in surface.clients for symbol in client.symbols]
    symbols.extend(symbol for surface in surfaces for operation in surface.operations for symbol in operation.symbols)
    return frozenset(symbol.split(".")[0] for symbol in symbols)


def _facts(project: Project, path: str, kind: Kind) -> FileFacts | None:
    """A file's facts, None where it cannot be parsed (said once, for targets that name something)."""
    if kind is SCRIPT:
        # Its first line names nobody who would read it.
        return None
    data = project.data.get(path)
    named = data is not None
    if data is None:
        found = read_bytes(project.tree, path)
        if isinstance(found, Unreadable) or is_minified(kind, found):
            return None
        data = project.data[path] = found
    language = language_of(kind)
    document = project.ahead.pop(path, None)
    if document is None or (isinstance(document, Document) and document.data != data):
        with project.steps(READ):
            try:
                document = language.read(path, data, project.interesting)
            except RecursionError:
                document = Unparsed("too-deep", "nests too deeply to be read")
    project.steps.parsed += 1
    if isinstance(document, Unparsed):
        message = f"line {document.line}: {document.message}" if document.line else document.message
        _unusable(project, path, document.code, message, named)
        return None
    return _register(project, document, language)


def _unusable(project: Project, path: str, code: str, message: str, named: bool) -> None:
    project.program.paths -= {path}
    project.program.broken |= {path}
    if path in project.targets:
        project.skipped.append(Skipped(path, code, message))
        if named:
            project.unparsed[path] = code
            project.lines[path] = Lines(path, project.data[path], encoding_of(project.data[path]))


def _register(project: Project, document: Document, language: Language, quoted: bool = False) -> FileFacts:
    """Keep a document and those inside it; returns its facts. What is `quoted` in a text sets nothing."""
    path = document.path
    project.languages[path] = language
    project.hold(document)
    project.lines[path] = Lines(path, document.data, document.encoding)
    for variable in document.facts.variables if not quoted else ():
        known = project.program.variables.get(variable.name, ())
        project.program.variables[variable.name] = (*known, SettingValue(variable.value, variable.site, variable.exact))
    for part in document.parts:
        inner = part.document.path
        project.data[inner] = part.document.data
        project.outer[inner] = Outer(path, part.embedding, part.quoted)
        if path in project.targets:
            project.targets |= {inner}
        project.program.facts[inner] = _register(project, part.document, part.language, quoted or part.quoted)
    return with_record_calls(document.facts)
