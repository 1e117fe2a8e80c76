"""Holds the requests that fixes promise against those that the rewritten project sends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from migrator.findings import Json, Request
from migrator.rulebook import SETTING, Rulebook

UNKNOWN = "?"


class Sent:
    """The requests that a project sends, as far as they say what a fix may write: the model and what is the vendor's own."""

    def __init__(self, requests: Iterable[Request | None], rulebook: Rulebook) -> None:
        protocols = rulebook.protocols.values()
        self._model = sorted({_split(each.model) for each in protocols})
        own = {pointer for each in protocols for pointer in each.own.values()}
        own |= {each.settings[SETTING].at for each in protocols if SETTING in each.settings}
        self._own = sorted(map(_split, own))
        self._by_path: dict[str, list[Json]] = defaultdict(list)
        for request in requests:
            if request is not None:
                self._by_path[request.path].append(request.body)

    def breaks(self, promised: Request) -> bool:
        """Whether the model is asked at this path, and never in the promised way, as far as either is known.

        Settings ask nobody once what they name is alive.
        """
        asked = [body for body in self._by_path[promised.path] if self._alike(promised.body, body, self._model)]
        return bool(asked) and not any(self._alike(promised.body, body, self._own) for body in asked)

    @staticmethod
    def _alike(one: Json, other: Json, pointers: Iterable[tuple[str, ...]]) -> bool:
        return all(_agree(_at(one, pointer), _at(other, pointer)) for pointer in pointers)


def _split(pointer: str) -> tuple[str, ...]:
    return tuple(pointer.split("/")[1:])


def _at(body: Json, pointer: tuple[str, ...]) -> Json:
    """What stands there; None for nothing, which null says too, and the unknown where something unpacked may bring it."""
    for key in pointer:
        if not isinstance(body, dict) or _is_unknown(body):
            return body if _is_unknown(body) else None
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
