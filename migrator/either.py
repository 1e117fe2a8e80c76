"""Says as one request what a call may send in several runs: what differs between them is not known."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from migrator.findings import Json, Request, RequestChange

LONGEST = 80


def either(changes: Sequence[RequestChange]) -> RequestChange:
    """The requests of one call as one: of the runs that send one, at the path that the first of them asks."""
    return RequestChange(_one([each.before for each in changes]), _one([each.after for each in changes]))


def _one(requests: Iterable[Request | None]) -> Request | None:
    sent = [each for each in requests if each is not None]
    bodies = [each.body for each in sent if each.path == sent[0].path]
    return Request(sent[0].path, _merged(bodies)) if sent else None


def _merged(mappings: Sequence[dict[str, Json]]) -> dict[str, Json]:
    held: dict[str, list[Json]] = {}
    for each in mappings:
        for key, value in each.items():
            held.setdefault(key, []).append(value)
    # That there may be more is no value of its own.
    return {key: values[0] if key == "?" else _any_of(values, len(mappings)) for key, values in held.items()}


def _any_of(values: Sequence[Json], runs: int) -> Json:
    """A value that is there in some of the runs, or in all."""
    if len(values) == runs:
        if all(_shown(each) == _shown(values[0]) for each in values):
            return values[0]
        inner = [each for each in values if isinstance(each, dict) and each.keys() != {"?"}]
        if len(inner) == runs:
            return _merged(inner)
    told = dict.fromkeys(_shown(each) for each in values)
    return {"?": " or ".join(told)[:LONGEST]}


def _shown(value: Json) -> str:
    """A value as the program says it, as far as that is known."""
    if isinstance(value, dict) and value.keys() == {"?"}:
        return str(value["?"])
    return json.dumps(value, ensure_ascii=False)
