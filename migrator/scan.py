"""The whole way: discover, sieve, read, link, judge, plan, rewrite, prove, write, report."""

from __future__ import annotations

import datetime
import gc
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from migrator import __version__
from migrator.edition import shipped
from migrator.files.discover import files_in, normal, project_files
from migrator.files.kinds import Kind
from migrator.files.projects import is_marked
from migrator.files.sift import CHUNK, Sifted, sift
from migrator.files.tree import FolderTree, OverlayTree, Tree
from migrator.nearby import of_each
from migrator.parts import Part
from migrator.paused import collector_paused
from migrator.progress import Progress, silent
from migrator.reported import Counts, Report, Skipped
from migrator.rules import Rules
from migrator.search import Search, Targets
from migrator.settings_model import Settings
from migrator.sieves import Calling
from migrator.steps import CACHE, DISCOVER, SIFT, Steps
from migrator.stops import INTERRUPTED, Stops
from migrator.workers import Crew

if TYPE_CHECKING:
    from migrator.baseline import Baseline
    from migrator.findings import Finding
    from migrator.review import Review

TOOL = "deepseek-migrate"
MUCH = 1_000
"""Findings in finished projects after which what those leave behind is looked for: it holds itself, and is ten times as much."""
MOST_NEIGHBOURS = 100_000
"""Files of a project that are looked at though no PATH names them; of more, those in the folders of the files that one does."""
HEAVY = 1 << 20
"""Bytes of source that finished projects were read from, after which the same is done: what was read weighs thirty times that."""


@dataclass(frozen=True, slots=True)
class ScanRequest:
    """What one run is to look at; `stdin` is a file's name and bytes, `cwd` the folder that paths are relative to.

    `overlay`: bytes that count instead of what is on disk, by path.
    """

    paths: Sequence[str]
    settings: Settings
    stdin: tuple[str, bytes] | None
    cwd: str
    review: Review | None = None
    target: Baseline | None = None
    """The baseline to be written anew, as it is."""
    progress: Progress = silent
    overlay: Mapping[str, bytes] = field(default_factory=dict)
    stops: Stops = field(default_factory=Stops)
    """Whether somebody asked the run to end."""

    began: float = field(default_factory=time.time)
    """When, in seconds since the epoch: what is written later is not what this run saw."""

    @property
    def looks_only(self) -> bool:
        """Whether nothing is written or asked, and nothing but the files on disk decides what is told of a project."""
        settings, review = self.settings, self.review
        asks = review is not None and any((review.baseline, review.base, review.choose))
        return not (self.overlay or self.stdin is not None or settings.fixes or settings.add_ignores is not None or asks)


def run(request: ScanRequest) -> Report:
    """Scan, and with `fix` write; everything that went wrong is in the report."""
    with collector_paused():
        return _run(request)


def _run(request: ScanRequest) -> Report:
    started = time.perf_counter()
    settings = request.settings
    tree: Tree = FolderTree(request.cwd)
    if request.overlay:
        tree = OverlayTree(tree, {normal(path, tree): data for path, data in request.overlay.items()})
    if request.stdin is not None:
        name = normal(request.stdin[0], tree)
        tree = OverlayTree(tree, {name: request.stdin[1]})
        request = replace(request, paths=(name,))
    steps = Steps()
    today = (settings.today or datetime.date.today()).isoformat()
    findings: list[Finding] = []
    sources: dict[str, bytes] = {}
    diffs: list[str] = []
    known: set[str] = set()
    projects: dict[str, str] = {}
    read = 0
    rules = Rules(settings)
    with Crew(settings.jobs, progress=request.progress) as crew:
        found, look = _first_look(request, tree, crew, rules, steps)
        unfinished, done = _resumed(request, found, tree)
        if done:
            found, look = _first_look(request, tree, crew, rules, steps)
        skipped = [*found.skipped, *unfinished]
        left = weight = 0
        ahead: dict[str, Part] = {}
        if len(found.by_root) > 1:
            found = replace(found, neighbours=of_each(look.held, found.by_root))
            _work_ahead(ahead, found, look, tree, request, today, crew, steps)
        for root in found.by_root:
            if left > MUCH or weight > HEAVY:
                left = weight = 0
                gc.collect()
            try:
                part = ahead.pop(root, None)
                if part is None:
                    request.stops.open()
                    part = work_on(root, found, look, tree, request, today, crew, rules, steps)
            except KeyboardInterrupt:
                if not request.stops.interrupted():
                    raise
                skipped.extend(_unread(root, found, look))
                continue
            finally:
                request.stops.hold()
            left += len(part.findings)
            weight += part.weight
            findings.extend(part.findings)
            skipped.extend(part.skipped)
            sources.update(part.sources)
            diffs.append(part.diff)
            read += part.read
            known |= part.known
            projects.update((finding.place.path, root or ".") for finding in part.findings)
    remarks = done
    # What was not looked at must not go from the baseline.
    whole = request.stops.asked is None
    if whole and (request.target is not None or (request.review is not None and request.review.baseline is not None)):
        remarks += _baseline(request, found, tree, frozenset(known), findings, skipped, sources)
    findings.sort(key=_in_order)
    seconds = time.perf_counter() - started
    return Report(
        TOOL,
        __version__,
        today,
        tuple(findings),
        tuple(skipped),
        Counts(found.seen, read, seconds),
        sources,
        "".join(diffs),
        remarks,
        projects,
        found.passed_over,
        shipped(),
        steps,
        settings.rulebook,
        rules.sieves.vendor,
    )


def _work_ahead(
    ahead: dict[str, Part], found: Targets, look: Sifted, tree: Tree, request: ScanRequest, today: str, crew: Crew, steps: Steps
) -> None:
    """Add what comes of projects that are worked on at once; a signal ends that, and what is done stays."""
    from migrator.side_by_side import worked_on

    try:
        request.stops.open()
        ahead.update(worked_on(found, look, tree, request, today, crew, steps))
    except KeyboardInterrupt:
        if not request.stops.interrupted():
            raise
    finally:
        request.stops.hold()


def _resumed(request: ScanRequest, found: Targets, tree: Tree) -> tuple[Sequence[Skipped], tuple[str, ...]]:
    """What runs before this one left half done, and what of it was put back."""
    if not found.notes:
        return (), ()
    from migrator.resume import resume

    settings = request.settings
    writes = settings.fixes or (settings.add_ignores is not None and not settings.diff)
    request.stops.hold()
    left, remarks = resume(found.notes, tree, found.inside, writes)
    return left, tuple(remarks)


def _unread(root: str, found: Targets, look: Sifted) -> Iterator[Skipped]:
    """What an interrupted run did not come to."""
    if not look.held.isdisjoint(found.by_root[root]):
        yield Skipped(root or ".", INTERRUPTED, "the run was interrupted before this was done", fatal=True)


def _baseline(
    request: ScanRequest,
    found: Targets,
    tree: Tree,
    known: frozenset[str],
    findings: list[Finding],
    skipped: list[Skipped],
    sources: dict[str, bytes],
) -> tuple[str, ...]:
    """Add what the baseline has that is no more, or write it anew; returns what was done."""
    from migrator.cards import load_cards
    from migrator.standing import LookedAt, rewrite, stale

    def is_gone(path: str) -> bool:
        below = any(top == "" or path == top or path.startswith(f"{top}/") for top in found.tops)
        return below and not path.startswith("../") and tree.kind(path) is None

    files = frozenset(path for targets in found.by_root.values() for path in targets)
    looked_at = LookedAt(files, frozenset(each.path for each in skipped), is_gone)
    cards = load_cards()
    old = request.review.baseline if request.review is not None else None
    if old is not None and (request.target is None or request.target.file != old.file):
        shown = normal(old.file, tree)
        gone = stale(old, known, looked_at, request.settings, cards, shown)
        findings.extend(gone)
        sources.update({shown: old.data} if gone else {})
    if request.target is None:
        return ()
    shown = normal(request.target.file, tree)
    findings.sort(key=_in_order)
    findings[:], failures, remark = rewrite(findings, request.target, looked_at, request.settings, cards, shown)
    skipped.extend(failures)
    return (remark,) if remark else ()


def _in_order(finding: Finding) -> tuple[str, int, int, str]:
    return finding.place.path, finding.place.line, finding.place.column, finding.rule


def _first_look(request: ScanRequest, tree: Tree, crew: Crew, rules: Rules, steps: Steps) -> tuple[Targets, Sifted]:
    """The targets, and which of them may hold a finding: for all projects at once, since most files end here."""
    search = Search(request.paths, request.settings, tree, request.stdin is not None)
    with steps(SIFT):
        sieves = rules.sieves
        look = sift(_in_step(search.files(), steps), tree, sieves.candidate, crew, sieves.among_many)
    return search.targets(), look


def _in_step(files: Iterable[tuple[str, Kind]], steps: Steps) -> Iterator[tuple[str, Kind]]:
    """The same files, the time that it takes to find them put down to the search."""
    coming = iter(files)
    while True:
        with steps(DISCOVER):
            some = list(islice(coming, CHUNK))
        if not some:
            return
        yield from some


def fix_source(path: str, data: bytes, settings: Settings) -> bytes:
    """One file's bytes after the fixes that `settings` allow; the same bytes where nothing is to be fixed."""
    from migrator.report.output import fixed_source

    asked = replace(settings, fix=True)
    report = run(ScanRequest((path,), asked, (path, data), settings.cwd))
    return fixed_source(report, path, data)


def work_on(
    root: str,
    found: Targets,
    look: Sifted,
    tree: Tree,
    request: ScanRequest,
    today: str,
    crew: Crew,
    rules: Rules,
    steps: Steps,
) -> Part:
    """What one project adds to the report."""
    targets = found.by_root[root]
    hidden = found.hidden.get(root, {})
    if look.held.isdisjoint(targets):
        unreadable = {path: each for path, each in look.unreadable.items() if path in targets}
        silent = [(path, kind) for path, kind in targets.items() if path not in unreadable and path not in look.foreign]
        linked = bool(hidden) or not _covered(root, found.tops)
        with steps(SIFT):
            calling = linked and bool(sift(silent, tree, Calling(None, rules.sieves.calls), crew).held)
        if not calling:
            skipped = tuple(Skipped(path, each.code, each.message) for path, each in unreadable.items())
            return Part((), skipped, {}, "", len(targets))
    files = {**targets, **hidden}
    settings = request.settings
    # Somebody else's rulebook may change without a word here.
    if settings.cache_dir is None or settings.rulebook or not request.looks_only or not _covered(root, found.tops):
        return _worked_out(root, files, found, look, tree, request, today, crew, rules, steps)
    from migrator.cache import LONG, Cache, Watched, around

    with steps(CACHE):
        out = [*sorted(found.leading_out.intersection(targets)), *found.neighbours.get(root, ())]
        cache = Cache(settings.cache_dir, tree, files, around(root, tree, settings, today, sorted(targets), out))
        kept = cache.find()
    if kept is not None:
        return kept
    watched, started = Watched(tree), time.perf_counter()
    part = _worked_out(root, files, found, look, watched, request, today, crew, rules, steps)
    # What failed may come to more another time.
    if time.perf_counter() - started >= LONG and not any(each.fatal for each in part.skipped):
        with steps(CACHE):
            cache.keep(part, watched, request.began)
    return part


def _worked_out(
    root: str,
    files: dict[str, Kind],
    found: Targets,
    look: Sifted,
    tree: Tree,
    request: ScanRequest,
    today: str,
    crew: Crew,
    rules: Rules,
    steps: Steps,
) -> Part:
    """What comes of reading a project; files beside those that it is known to have are added to `files`."""
    from migrator.cards import load_cards
    from migrator.project import read_project
    from migrator.review import Review
    from migrator.settle import settle_project

    targets = found.by_root[root]
    cut = False
    if not _covered(root, found.tops):
        with steps(DISCOVER):
            beside = list(islice(project_files(root, request.settings, tree), MOST_NEIGHBOURS + 1))
            if len(beside) > MOST_NEIGHBOURS:
                near = {path.rpartition("/")[0] for path in targets}
                beside = [each for folder in sorted(near) for each in files_in(folder, request.settings, tree)]
                # Of a folder that merely holds a lot nobody said that it is a project.
                cut = is_marked(root, tree)
        for each in beside:
            files.setdefault(each.path, each.kind)
    project = read_project(root, tree, rules.book, files, frozenset(targets), crew, look, steps, rules.sieves)
    project.cut = project.cut or cut
    project.untouchable, project.inside, project.stops = found.leading_out, found.inside, request.stops
    project.neighbours = found.neighbours.get(root, ())
    try:
        review = request.review or Review(request.cwd)
        part = settle_project(project, request.settings, load_cards(), today, request.stdin is None, review)
        return replace(part, weight=sum(len(project.data.get(path, b"")) for path in project.program.facts))
    finally:
        project.close()


def _covered(root: str, tops: Sequence[str]) -> bool:
    """Whether a PATH holds the whole project, so that all its files are targets already."""
    root = "" if root == "." else root
    return any(top == "" or top == root or root.startswith(f"{top}/") for top in tops)
