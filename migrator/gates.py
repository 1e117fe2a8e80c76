"""Settles an SDK's rows by the version that a project declares: what it knows, and what is to be written."""

from __future__ import annotations

from dataclasses import replace

from migrator.rulebook import Operation
from migrator.versions import version_must_apply


def settled(operation: Operation, declared: str | None) -> Operation:
    """The row with the older spelling where the declared version is not sure to know the newer one."""
    if not operation.older:
        return operation
    write = {
        name: operation.older[name] if name in operation.older and not _knows(operation, where, declared) else where
        for name, where in operation.write.items()
    }
    return replace(operation, write=write, newer=operation.write)


def _knows(operation: Operation, where: str, declared: str | None) -> bool:
    gate = operation.gates.get(where.partition("/")[0])
    return gate is None or (declared is not None and version_must_apply(gate, declared))
