"""Says what a person has to change where a call is not converted, and the way around it."""

from __future__ import annotations

from migrator.convert.goals import FORM, INCREMENTS, MESSAGE, NEEDS_INCREMENTS, NEEDS_MESSAGE, Goal
from migrator.rulebook import Model, Protocol
from migrator.variants import Variant, World


def how_to(world: World, variant: Variant, goal: Goal, new: Model) -> str:
    """What a person has to change, and the way around it."""
    steps: list[str] = []
    if goal.moves:
        operation = variant.call.operation
        if operation.counterpart:
            steps.append(f"call {operation.counterpart} instead of {operation.id}")
        else:
            steps.append(f"send it to {goal.new.path} instead of {goal.old.path}")
        parts = f'[{{"{goal.new.content_part}": …}}]'
        steps.append(f"give each content as {parts}" if goal.new.content_part else "give each content as plain text")
    if goal.new_form == MESSAGE and goal.new.serves == "text" and goal.stated != MESSAGE:
        steps.append(f'ask for {FORM}="{MESSAGE}"' + (f' ("{NEEDS_MESSAGE}")' if goal.thinks else ""))
    if goal.increments:
        steps.append(
            f'ask for {INCREMENTS}=True ("{NEEDS_INCREMENTS}") and put the chunks together, each holds only what is new then'
        )
    if goal.reshapes:
        old = goal.old.replies.get(goal.old_form, {}).get("text", "")
        instead = f" instead of {_spoken(old, goal.old)}" if old else ""
        steps.append(f"read {_spoken(goal.new.replies[goal.new_form]['text'], goal.new)}{instead}")
    return f"{_why(goal, new)}: {', '.join(steps)}{_around(world, variant, goal)}"


def _why(goal: Goal, new: Model) -> str:
    return f"{new.id} is served on the {new.native} interface only" if goal.moves else "a call that thinks"


def _around(world: World, variant: Variant, goal: Goal) -> str:
    if not goal.moves:
        return ""
    keeps = [
        model.id
        for model in world.rulebook.models.values()
        if model.status == "current" and model.native == goal.old.serves and model.alias_of is None
    ]
    retired = variant.model is not None and variant.model.status == "retired"
    # The option is about retired models; what a live one is called instead is the author's choice.
    return f"; or keep the interface {'with --to' if retired else 'and call'} {' or '.join(keeps[:2])}"


def _spoken(pointer: str, protocol: Protocol) -> str:
    """A pointer as code reads it."""
    *outer, last = pointer.split("/")[1:]
    if protocol.content_part != last:
        outer.append(last)
    words = "".join(f"[{part}]" if part.isdigit() else f".{part}" for part in outer).lstrip(".")
    return f'{words}["{last}"]' if protocol.content_part == last else words
