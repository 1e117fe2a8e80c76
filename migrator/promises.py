"""Holds the requests that fixes promise against those that the rewritten project sends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from migrator.findings import Json, Request
from migrator.requests import split
from migrator.rulebook import SETTING, Rulebook

UNKNOWN = "?"
Said: TypeAlias = "tuple[Json, ...]"


class Sent:
    """The requests that a project sends, as far as they say what a fix may write: the model and what is the vendor's own."""

    def __init__(self, requests: Iterable[Request | None], rulebook: Rulebook) -> None:
        protocols = rulebook.protocols.values()
        self._model = sorted({split(each.model) for each in protocols})
        own = {pointer for each in protocols for pointer in each.own.values()}
        own |= {each.settings[SETTING].at for each in protocols if SETTING in each.settings}
        self._own = sorted(map(split, own))
        # Thousands of calls say the same few things: each is kept once, and mostly found by what it says.
        self._by_path: dict[str, dict[str, tuple[Said, Said]]] = defaultdict(dict)
        for request in requests:
            if request is not None:
                said = self._said(request)
                self._by_path[request.path][repr(said)] = said

    def breaks(self, promised: Request) -> bool:
        """Whether the model is asked at this path, and never in the promised way, as far as either is known.

        Settings ask nobody once what they name is alive.
        """
        sent = self._by_path.get(promised.path, {})
        model, own = self._said(promised)
        if repr((model, own)) in sent:
            return False
        asked = [each for each in sent.values() if _alike(model, each[0])]
        return bool(asked) and not any(_alike(own, each[1]) for each in asked)

    def _said(self, request: Request) -> tuple[Said, Said]:
        model, own = (tuple(_at(request.body, pointer) for pointer in pointers) for pointers in (self._model, self._own))
        return model, own


def _alike(one: Sequence[Json], other: Sequence[Json]) -> bool:
    return all(map(_agree, one, other))


def _at(body: Json, pointer: tuple[str, ...]) -> Json:
    """What stands there; None for nothing, which null says too, and the unknown where something unpacked may bring it."""
    for key in pointer:
        if not isinstance(body, dict):
            return None
        if key not in body:
            return {UNKNOWN: key} if UNKNOWN in body else None
        body = body[key]
    return body


def _agree(one: Json, other: Json) -> bool:
    if _is_unknown(one) or _is_unknown(other):
        return True
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _is_unknown(value: Json) -> bool:
    return isinstance(value, dict) and value.keys() == {UNKNOWN}
