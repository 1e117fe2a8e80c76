"""A call's request before and after, as a short diff."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TypeGuard

from migrator.findings import Json, Request, RequestChange

WireLine = tuple[str, str]
"""A mark ("-", "+" or a blank) and a text."""

_INDENT = "  "


def wire_lines(change: RequestChange) -> list[WireLine]:
    """What goes out now and what will, entry by entry; whatever stays the same takes one line."""
    before, after = change.before, change.after
    if before is None:
        return [] if after is None else [("-", "nothing: the call raises first"), *_one("+", after)]
    if after is None:
        return list(_one(" ", before))
    return [*_compared("", f"POST {before.path}", f"POST {after.path}"), *_entries(before.body, after.body, "")]


def _one(mark: str, request: Request) -> Iterator[WireLine]:
    yield mark, f"POST {request.path}"
    for key, value in request.body.items():
        yield mark, f"{json.dumps(key)}: {_short(value)}"


def _entries(before: Json, after: Json, indent: str) -> Iterator[WireLine]:
    if not (_is_mapping(before) and _is_mapping(after)):
        yield from _compared(indent, _short(before), _short(after))
        return
    for key in dict.fromkeys((*before, *after)):
        label = f"{json.dumps(key, ensure_ascii=False)}: "
        old, new = before.get(key), after.get(key)
        if key not in after:
            yield "-", f"{indent}{label}{_short(old)}"
        elif key not in before:
            yield "+", f"{indent}{label}{_short(new)}"
        elif _is_mapping(old) and _is_mapping(new) and not _same(old, new):
            yield " ", f"{indent}{label}{{"
            yield from _entries(old, new, indent + _INDENT)
            yield " ", f"{indent}}}"
        else:
            yield from _compared(indent, label + _short(old), label + _short(new))


def _compared(indent: str, old: str, new: str) -> Iterator[WireLine]:
    if old == new:
        yield " ", indent + old
    else:
        yield "-", indent + old
        yield "+", indent + new


def _is_mapping(value: Json) -> TypeGuard[dict[str, Json]]:
    """Whether it is a mapping whose entries are known; an unknown part is written as one, too."""
    return isinstance(value, dict) and set(value) != {"?"}


def _same(old: Json, new: Json) -> bool:
    return json.dumps(old, sort_keys=True) == json.dumps(new, sort_keys=True)


def _short(value: Json) -> str:
    if isinstance(value, dict):
        if not _is_mapping(value):
            return f"<{value['?']}>"
        return "{" + ", ".join(f"{json.dumps(k, ensure_ascii=False)}: {_short(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_short(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)
