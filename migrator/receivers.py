"""Where the changes of one call make a mapping that is not there yet: in two places it would be passed twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from migrator.changes import AddEntry, AddToCall, Change, MoveEntry, MoveInCall
from migrator.values import Site


def made_twice(changes: Iterable[Change]) -> str | None:
    """The keyword under which two places would each get a mapping, if there is one."""
    made: dict[str, set[Site]] = defaultdict(set)
    for change in changes:
        match change:
            case AddToCall(mapping="absent") | MoveInCall(mapping="absent") if change.path:
                made[change.keyword].add(change.site)
            case AddEntry(path=(keyword, _, *_)):
                made[keyword].add(change.site)
            case MoveEntry(path=(keyword, _, *_)):
                made[keyword].add(change.container or change.site)
            case _:
                pass
    return next((keyword for keyword, sites in made.items() if len(sites) > 1), None)
