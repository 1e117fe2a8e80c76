"""Holds the requests that fixes promise against those that the rewritten project sends."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable

from migrator.findings import Json, Request

UNKNOWN = "?"


class Sent:
    """The requests that a project sends."""

    def __init__(self, requests: Iterable[Request | None]) -> None:
        self._exactly: set[str] = set()
        self._by_path: dict[str, list[Json]] = defaultdict(list)
        for request in requests:
            if request is not None and _key(request) not in self._exactly:
                self._exactly.add(_key(request))
                self._by_path[request.path].append(request.body)

    def breaks(self, promised: Request) -> bool:
        """Whether the model is asked, and never with the promised request, as far as either is known.

        Settings ask nobody once what they name is alive.
        """
        if _key(promised) in self._exactly:
            return False
        asked = [body for body in self._by_path[promised.path] if _model(body) == _model(promised.body)]
        return bool(asked) and not any(_agree(promised.body, body) for body in asked)


NOTHING_SENT = Sent(())


def _model(body: Json) -> Json:
    return body.get("model") if isinstance(body, dict) else None


def _key(request: Request) -> str:
    return f"{request.path} {json.dumps(request.body, sort_keys=True)}"


def _agree(one: Json, other: Json) -> bool:
    if _is_unknown(one) or _is_unknown(other):
        return True
    if isinstance(one, dict) and isinstance(other, dict):
        return all(_agree_at(key, one, other) for key in (one.keys() | other.keys()) - {UNKNOWN})
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_agree, one, other))
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _agree_at(key: str, one: dict[str, Json], other: dict[str, Json]) -> bool:
    if key in one and key in other:
        return _agree(one[key], other[key])
    # What is unpacked into a mapping may bring the key, and what is not known may be nothing.
    has, lacks = (one, other) if key in one else (other, one)
    return UNKNOWN in lacks or _is_unknown(has[key])


def _is_unknown(value: Json) -> bool:
    return isinstance(value, dict) and value.keys() == {UNKNOWN}
