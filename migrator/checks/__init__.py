"""One check per rule; each looks at a judged call, or at the project's mentions, and says what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from migrator.drafts import Draft
    from migrator.judge import CallGroup

CallCheck: TypeAlias = "Callable[[CallGroup], Iterator[Draft]]"

CALL_CHECKS = (
    "migrator.checks.retired_model:check",
    "migrator.checks.wrong_native_interface:check",
    "migrator.checks.target_not_offered:check",
    "migrator.checks.misplaced_parameter:check",
    "migrator.checks.conflicting_parameter:check",
    "migrator.checks.malformed_thinking:check",
    "migrator.checks.thinking_default:check",
    "migrator.checks.reasoning_effort:check",
    "migrator.checks.unsupported_parameter:check",
    "migrator.checks.limit_exceeded:check",
    "migrator.checks.sdk_too_old:check",
)


def call_checks() -> tuple[CallCheck, ...]:
    """The checks that look at calls, in the order of their rules."""
    found: list[CallCheck] = []
    for dotted in CALL_CHECKS:
        module, _, name = dotted.partition(":")
        found.append(getattr(import_module(module), name))
    return tuple(found)
