"""Finds the environment variables that Compose, Kubernetes and tools' own settings hand to programs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrator.languages.config.nodes import Items, Mapping, Node, Scalar
from migrator.languages.config.variables import Given

KEYS = frozenset({"environment", "env", "data", "stringData", "envVars", "env_vars", "environmentVariables", "variables"})
"""Names of the mappings and lists that hold variables."""
_NAME = re.compile(r"[A-Z_][A-Z0-9_]*")
_QUOTES = (b"'", b'"')


def given_in(node: Mapping | Items, data: bytes) -> list[Given]:
    """The variables of such a mapping or list; nothing where its keys are no variables' names."""
    found = list(_of_mapping(node) if isinstance(node, Mapping) else _of_list(node, data))
    return found if any(_NAME.fullmatch(each.name) for each in found) else []


def _of_mapping(node: Mapping) -> Iterator[Given]:
    for pair in node.pairs:
        if is_text(pair.value):
            yield Given(pair.key, said(pair.value), pair.start, pair.value.start, pair.value.end)


def _of_list(node: Items, data: bytes) -> Iterator[Given]:
    for item in node.items:
        if isinstance(item, Mapping):
            held = {pair.key: pair.value for pair in item.pairs}
            name, value = held.get("name"), held.get("value")
            if name is not None and value is not None and is_text(name) and is_text(value):
                yield Given(said(name), said(value), item.start, value.start, value.end)
        elif is_text(item) and "=" in said(item):
            name_, _, text = said(item).partition("=")
            quoted = data[item.start : item.start + 1] in _QUOTES
            equals = data.find(b"=", item.start, item.end) + 1
            yield Given(name_, text, item.start, equals, item.end - quoted)


def is_text(node: Node) -> bool:
    """Whether a node is text that is written out."""
    return isinstance(node, Scalar) and isinstance(node.value, str) and node.literal


def said(node: Node) -> str:
    """A scalar's value as text."""
    return str(node.value) if isinstance(node, Scalar) else ""
