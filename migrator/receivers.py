"""Which mappings may receive a key where they are written, and where one is made: in two places it would be passed twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from migrator.changes import AddEntry, AddToCall, Change, MoveEntry, MoveInCall
from migrator.link.common import bindings_of
from migrator.link.evaluate import Linker
from migrator.outcomes import Mapping, Slot
from migrator.values import Member, Record, Site


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


def is_literal(slot: Slot, linker: Linker) -> bool:
    """Whether a mapping is written out where it is given."""
    return isinstance(slot.value, Record) or _made_in_place(slot, linker)


def _made_in_place(slot: Slot, linker: Linker) -> bool:
    outcomes = linker.outcomes(slot.value, slot.path, slot.frames)
    return len(outcomes) == 1 and isinstance(outcomes[0].form, Mapping) and outcomes[0].form.site == slot.value_site


def stands_in(outer: Slot, slot: Slot, linker: Linker) -> bool:
    """Whether a mapping is written out as a key of the very one that a statement sets `slot` in, and is there by then.

    One that goes by a name of its own, or came with a copy of another, may be somebody else's too.
    """
    if outer.holder != slot.holder or not is_literal(outer, linker):
        return False
    if outer.how == "mutation":
        return outer.site.path == slot.site.path and outer.site.start < slot.site.start
    facts = linker.program.facts[slot.site.path]
    target = next((each.target for each in facts.mutations if each.site == slot.site), None)
    named = [each.value for each in bindings_of(facts, target)]
    if isinstance(target, Member):
        named = [each.value for each in facts.attributes if each.name == target.name]
    return outer.how in ("entry", "keyword") and any(each.site == outer.holder for each in named)
