"""Works on several projects of a run at once, where none of them is most of the work."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from migrator.paused import collector_paused
from migrator.rules import Rules
from migrator.steps import Steps
from migrator.workers import Crew

if TYPE_CHECKING:
    from migrator.files.sift import Sifted
    from migrator.files.tree import Tree
    from migrator.parts import Part
    from migrator.scan import ScanRequest
    from migrator.search import Targets
    from migrator.settings_model import Settings

ENOUGH = 1 << 18
"""Bytes of candidates from which processes pay."""
MOST = 0.6
"""Of a project that is more of the work than this, the files are shared among processes instead."""
EACH = 1 << 11
"""Bytes of candidates that every other file of a project is taken for."""
DATA = 16
"""Bytes of settings and data that take as long as one of a program."""

Task: TypeAlias = "tuple[str, Targets, Sifted]"
Done: TypeAlias = "tuple[Part, Mapping[str, float], int]"


def worked_on(
    found: Targets, look: Sifted, tree: Tree, request: ScanRequest, today: str, crew: Crew, steps: Steps
) -> Iterator[tuple[str, Part]]:
    """What comes of projects that are worked on apart, by their roots: of none where that does not pay, or files are written."""
    roots = list(_shared(found, look, tree, request, crew))
    tasks = ((root, *_of(root, found, look)) for root in roots)
    work = _Projects(tree, replace(request.settings, jobs=1), request.cwd, today, request.began)
    for root, (part, seconds, parsed) in zip(roots, crew.map(work, ([task] for task in tasks), alone=False), strict=True):
        steps.add(seconds, parsed)
        yield root, part


def _shared(found: Targets, look: Sifted, tree: Tree, request: ScanRequest, crew: Crew) -> Iterable[str]:
    """The roots of projects that something of ours is in, those that may take longest first."""
    # Somebody else's overlay, questions and baselines are here.
    if crew.jobs < 2 or not request.looks_only:
        return ()
    sizes: dict[str, int] = {}
    for root, targets in found.by_root.items():
        held = look.held.intersection(targets)
        if held:
            sizes[root] = sum(_size(tree.location(path)) // (1 if targets[path].imports else DATA) for path in held)
    total = sum(sizes.values())
    if total < ENOUGH or max(sizes.values()) > MOST * total:
        return ()
    # What an id travels through is told by nothing but how many files there are.
    return sorted(sizes, key=lambda root: (-sizes[root] - EACH * len(found.by_root[root]), root))


def _size(location: str | None) -> int:
    try:
        return os.stat(location or "").st_size
    except OSError:
        return 0


def _of(root: str, found: Targets, look: Sifted) -> tuple[Targets, Sifted]:
    """What of both is about one project."""
    targets, hidden = found.by_root[root], found.hidden.get(root, {})
    mine = targets.keys() | hidden.keys()
    unreadable = {path: each for path, each in look.unreadable.items() if path in mine}
    sifted = replace(look, held=look.held & mine, unreadable=unreadable, foreign=look.foreign & mine, seen=look.seen & mine)
    near = {root: found.neighbours.get(root, ())}
    return replace(
        found, by_root={root: targets}, hidden={root: hidden}, skipped=(), passed_over=(), notes=(), neighbours=near
    ), sifted


@dataclass(frozen=True, slots=True)
class _Projects:
    tree: Tree
    settings: Settings
    cwd: str
    today: str
    began: float

    def __call__(self, chunk: Sequence[Task]) -> Done:
        from migrator.scan import ScanRequest, work_on

        ((root, found, look),) = chunk
        steps = Steps()
        request = ScanRequest((), self.settings, None, self.cwd, began=self.began)
        with collector_paused():
            part = work_on(root, found, look, self.tree, request, self.today, Crew(1), Rules(self.settings), steps)
            gc.collect()
        return part, steps.seconds, steps.parsed
