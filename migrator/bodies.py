"""How a setting gets into a request body that the call hands over whole (`json=payload`): in neutral changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from migrator.calls import SurfaceCall
from migrator.changes import AddEntry, AddToCall, Change, MoveEntry, MoveInCall, RewriteMutation
from migrator.findings import Refusal
from migrator.link.evaluate import Linker
from migrator.outcomes import DUMPED, Encoded, Mapping, Slot
from migrator.receivers import stands_in
from migrator.requests import Landing
from migrator.values import Literal, Scalar, Site

NOT_WRITTEN_OUT = "body-not-literal"


@dataclass(frozen=True, slots=True)
class Receiver:
    """The innermost mapping on the way to a place of the body that is there already, and what is left of the way."""

    mapping: Mapping
    path: tuple[str, ...]
    by_mutation: bool
    """It is given after the body was made."""


def body_keyword(call: SurfaceCall) -> str | None:
    """The argument that a call hands its body over in; the first that its surface has, if it gives none."""
    keywords = [
        written.partition(":")[2].split("/")[0]
        for written, lands in call.operation.places.items()
        if written.endswith("/*") and lands == "body:/*"
    ]
    return next((each for each in keywords if _holds_body(call.named(each))), keywords[0] if keywords else None)


def _holds_body(slot: Slot | None) -> bool:
    """Whether an argument is a body: `json: true` only says that another one is to be written as JSON."""
    return slot is not None and not (isinstance(slot.value, Literal) and isinstance(slot.value.value, bool))


def add_to_body(
    call: SurfaceCall, keyword: str, path: tuple[str, ...], value: Scalar, linker: Linker, model: Landing
) -> Change | Refusal:
    """Write a value that the body does not hold yet, beside the model."""
    body = _body_with(call, keyword, linker, model.slot)
    beside = model.slot.holder if model.slot.how != DUMPED else None
    found = _receiver(body, path, linker, beside) if body is not None else None
    if found is not None and found.mapping.how == DUMPED:
        return _under_object(call, keyword, path, value, linker)
    if found is None:
        return Refusal(NOT_WRITTEN_OUT, f"the body is not written out here; write {_shown(path)} where it is made")
    return AddEntry(found.mapping.site, found.path, value, first=not found.mapping.complete)


def _under_object(call: SurfaceCall, keyword: str, path: tuple[str, ...], value: Scalar, linker: Linker) -> Change | Refusal:
    """Write a value under an object's fields, where these are handed over as they are: what an heir has of its own wins."""
    outer = call.named(keyword)
    whole = outer is not None and all(
        isinstance(each.form, Mapping) for each in linker.outcomes(outer.value, outer.path, outer.frames)
    )
    if outer is None or not whole or outer.how not in ("argument", "positional"):
        return Refusal(NOT_WRITTEN_OUT, f"the body is an object's fields; give its class one for {_shown(path)}")
    return AddToCall(outer.holder, keyword, path, value, "expression", outer.value_site, True)


def default_in_body(call: SurfaceCall, keyword: str, path: tuple[str, ...], value: Scalar, linker: Linker) -> Change | Refusal:
    """Write what holds where nothing later in the program sets the same key of the body."""
    body = _body_with(call, keyword, linker, None)
    given = [each for each in body.slots if each.key == path[0]] if body is not None else []
    spread = [each for each in given if each.holder != body.site] if body is not None else []
    if (
        body is None
        or body.how == DUMPED
        or len(path) > 1
        or any(each.how != "mutation" and each not in spread for each in given)
    ):
        return Refusal(NOT_WRITTEN_OUT, f"it is only sometimes given; write {_shown(path)} in either case")
    return AddEntry(body.site, path, value, first=bool(spread) or not body.complete)


def move_into_body(
    call: SurfaceCall,
    landing: Landing,
    keyword: str,
    path: tuple[str, ...],
    linker: Linker,
    leaving: frozenset[tuple[str, ...]],
    written: Scalar | None,
) -> tuple[Change, ...] | Refusal:
    """Take an argument, or a key of one, to its place in the body; `written` replaces its value."""
    slot, outer = landing.slot, landing.outer
    inside = outer.key == keyword
    replaces = written is not None
    body = _body_with(call, keyword, linker, slot if inside else None)
    found = _receiver(body, path, linker, None) if body is not None else None
    if body is None or found is None or found.mapping.how == DUMPED:
        return Refusal(NOT_WRITTEN_OUT, f"the body is not written out here; write {_shown(path)} where it is made")
    if not body.complete:
        return Refusal("key-conflict", f"what it is made of may hold `{path[0]}` already; write it by hand")
    if inside and not replaces:
        set_late = _set_with_others(landing, body, leaving, linker)
        if set_late is not None:
            return _rewritten(body, set_late, path, found, slot.value_site, linker)
    if not slot.sure:
        return Refusal(NOT_WRITTEN_OUT, f"it is only sometimes given; write {_shown(path)} by hand")
    if inside and slot.how == "mutation" and len(landing.path) == 2 and slot in body.slots:
        if replaces:
            return Refusal(NOT_WRITTEN_OUT, f"it is set after the body was made; write {_shown(path)} by hand")
        return _rewritten(body, slot, path, found, None, linker)
    chain = list(_chain(landing, body if inside else None, linker))
    entry, depth = slot, len(landing.path)
    for holder in reversed(chain):
        depth -= 1
        if not _all_leave(holder, landing.path[:depth], leaving, linker):
            break
        entry = holder
    if any(each.how not in ("entry", "keyword", "argument", "positional") for each in (slot, *chain)):
        return Refusal(NOT_WRITTEN_OUT, f"it is set after the body was made; write {_shown(path)} by hand")
    if found.by_mutation or not _may_travel(slot, call, found.mapping.site, replaces):
        return Refusal(NOT_WRITTEN_OUT, f"the body is made elsewhere; write {_shown(path)} there")
    if entry.how in ("argument", "positional"):
        return (
            MoveInCall(
                entry.holder,
                entry.site,
                slot.value_site,
                keyword,
                found.path,
                "literal",
                found.mapping.site,
                True,
                written,
                replaces,
            ),
        )
    if found.mapping.site.path != entry.holder.path:
        return Refusal(NOT_WRITTEN_OUT, f"the body is made in another file; write {_shown(path)} there")
    container = None if found.mapping.site == entry.holder else found.mapping.site
    return (MoveEntry(entry.holder, entry.site, slot.value_site, found.path, container, written, replaces),)


def _rewritten(
    body: Mapping, slot: Slot, path: tuple[str, ...], found: Receiver, value: Site | None, linker: Linker
) -> tuple[Change, ...] | Refusal:
    """An assignment that goes to another key, unless the mapping that it would go into is made later."""
    outer = [each for each in body.slots if each.key == path[0] and len(path) > 1]
    if any(each.site.path != slot.site.path or each.site.start > slot.site.start for each in outer):
        return Refusal(NOT_WRITTEN_OUT, f"`{path[0]}` is set after it; write {_shown(path)} by hand")
    if not all(stands_in(each, slot, linker) for each in outer):
        return Refusal(NOT_WRITTEN_OUT, f"`{path[0]}` may be somebody else's too; write {_shown(path)} by hand")
    exists = len(found.path) < len(path)
    return (RewriteMutation(slot.site, path, exists, value, outer[-1].value_site if outer else None),)


def _set_with_others(landing: Landing, body: Mapping, leaving: frozenset[tuple[str, ...]], linker: Linker) -> Slot | None:
    """The assignment of a mapping to the body (`body["extra"] = {…}`) whose keys all leave it, this one among them."""
    if landing.slot.how not in ("entry", "keyword") or len(landing.path) != 3:
        return None
    outer = next((each for each in reversed(body.slots) if each.key == landing.path[1]), None)
    if outer is None or outer.how != "mutation" or not _all_leave(outer, landing.path[:2], leaving, linker):
        return None
    return outer


def _shown(path: tuple[str, ...]) -> str:
    return "".join(f'{{"{part}": ' for part in path) + "…" + "}" * len(path)


def _mappings(slot: Slot, linker: Linker) -> list[Mapping | None]:
    """Everything that an argument can be; None for what is no mapping."""
    forms = [each.form for each in linker.outcomes(slot.value, slot.path, slot.frames)]
    return [form.mapping if isinstance(form, Encoded) else form if isinstance(form, Mapping) else None for form in forms]


def _body_with(call: SurfaceCall, keyword: str, linker: Linker, slot: Slot | None) -> Mapping | None:
    """The body, where several are possible the one that holds `slot`."""
    outer = call.named(keyword)
    if outer is None:
        return None
    found = _mappings(outer, linker)
    if slot is None or len(found) == 1:
        return found[0] if len(found) == 1 else None
    holding = [each for each in found if each is not None and _holds(each, slot, linker, 0)]
    return holding[0] if len(holding) == 1 else None


def _holds(mapping: Mapping, slot: Slot, linker: Linker, depth: int) -> bool:
    if slot in mapping.slots:
        return True
    return depth < 3 and any(
        _holds(inner, slot, linker, depth + 1) for each in mapping.slots for inner in _mappings(each, linker) if inner is not None
    )


def _receiver(body: Mapping, path: tuple[str, ...], linker: Linker, beside: Site | None) -> Receiver | None:
    """Where a value for `path` is to be written; None where that cannot be seen."""
    mapping, late = body, False
    while slots := [each for each in mapping.slots if each.key == path[0]]:
        inner = _mappings(slots[-1], linker)
        if len(path) == 1 or not slots[-1].sure or len(inner) != 1 or inner[0] is None:
            return None
        late = late or slots[-1].how not in ("entry", "keyword")
        mapping, path, beside = inner[0], path[1:], None
    if beside is not None and beside != mapping.site and mapping.complete:
        # The model comes out of another mapping that the body unpacks: the new key goes beside it, where it beats none
        # that is not in sight.
        mapping = Mapping((), True, beside)
    return Receiver(mapping, path, late)


def _chain(landing: Landing, body: Mapping | None, linker: Linker) -> Iterator[Slot]:
    """The mappings around a key, from the outermost that may go with it inwards."""
    path = landing.path
    if body is None:
        if len(path) > 1:
            yield landing.outer
        mapping = _mappings(landing.outer, linker)[0] if len(path) > 2 else None
        names = path[1:-1]
    else:
        mapping, names = body, path[1:-1]
    for name in names:
        last = [each for each in mapping.slots if each.key == name][-1:] if mapping is not None else []
        yield from last
        inner = [one for each in last for one in _mappings(each, linker)]
        mapping = inner[0] if len(inner) == 1 else None


def _all_leave(slot: Slot, path: tuple[str, ...], leaving: frozenset[tuple[str, ...]], linker: Linker) -> bool:
    """Whether a mapping is written out in place and every key in it moves."""
    if path in leaving:
        return True
    inner = _mappings(slot, linker)
    if len(inner) != 1 or inner[0] is None or inner[0].site != slot.value_site or not inner[0].complete or not inner[0].slots:
        return False
    return all(each.key is not None and _all_leave(each, (*path, each.key), leaving, linker) for each in inner[0].slots)


def _may_travel(slot: Slot, call: SurfaceCall, to: Site, replaces: bool) -> bool:
    """Whether a value means the same at its new place: a constant does anywhere, names do within one expression."""
    if replaces or isinstance(slot.value, Literal):
        return True
    if call.call.site.contains(to) and call.call.site.contains(slot.value_site):
        return True
    return to.contains(slot.value_site)
