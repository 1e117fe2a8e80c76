"""Finds what stands where a surface does not take it, in our own words or another vendor's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from migrator.findings import Certainty, Json
from migrator.requests import Landing, get, is_unknown, split
from migrator.rewrites import Target, target_of
from migrator.rulebook import COVERED, SETTING, Setting
from migrator.thinking import meaning
from migrator.values import Scalar
from migrator.variants import Variant, World


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A parameter of Model Studio's own where this surface does not take it.

    `foreign` marks another vendor's vocabulary; `effect` is the finding's effect; `proper` the landing that already says the
    same thing in the right place.
    """

    name: str
    landing: Landing
    effect: str
    foreign: bool
    target: Target | None
    value: Json
    written: Scalar | None = None
    proper: Landing | None = None
    in_place: bool = False
    """It stands where it belongs and only says it in the wrong way."""
    unsaid: bool = False
    """Nobody knows whether it says on or off, in words that only that vendor understands."""

    def concerns(self, variant: Variant) -> bool:
        """Whether it is for us to say so: what others do with a parameter that reaches them is theirs."""
        ours = variant.verdict.kind in OUR_KINDS
        if (ours and variant.verdict.certainty == Certainty.CERTAIN) or not _is_anyones(variant, _is_switch(variant, self.name)):
            return ours or self.effect == "raises"
        return False


PREFIX = re.compile(r"[\w.-]+[:/]")
"""What stands before a model's name for its provider."""
OUR_KINDS = (COVERED, "plan")
EFFECTS = {
    "raises": "raises",
    "dropped": "dropped",
    "flipped": "flipped",
    "body": "misplaced",
    "query": "misplaced",
    "header": "misplaced",
}


def _is_anyones(variant: Variant, switch: bool) -> bool:
    """Whether the model's name decides which class answers (`LLM("gemini/…")`), and says none that the row was seen for.

    The switch is Model Studio's alone: no class takes it as its own, unless the name has another vendor's prefix.
    """
    operation, text = variant.call.origin.operation, variant.text
    said = any(value is not None for value in operation.when.values())
    if not operation.prefixes or said or variant.model is not None:
        return False
    if text is None or PREFIX.match(text) is None:
        return not switch
    return not text.startswith(operation.prefixes)


def find_misplaced(variant: Variant, names: frozenset[str], world: World) -> Iterator[Misplaced]:
    """Every misplaced parameter of a request, and every foreign or malformed switch."""
    protocol = variant.protocol
    own = protocol.own
    containers = _containers(variant, world)
    seen: set[tuple[str, ...]] = set()
    for landing in variant.prediction.landings:
        if landing.path in seen or landing.path[-1] == "?" or landing.inherited:
            continue
        foreign = _foreign(landing, variant, names, containers)
        if foreign is not None:
            seen.add(landing.path)
            yield foreign
            continue
        name = landing.path[-1]
        where = own.get(name)
        if where is None or landing.effect not in EFFECTS or _under_own(landing, own):
            continue
        by_accident = landing.undocumented and landing.pointer == split(where)
        if landing.effect == "body" and landing.pointer == split(where) and not by_accident:
            continue
        if landing.effect == "raises" and len(landing.path) > 1 and landing.path[0] not in containers:
            continue
        seen.add(landing.path)
        proper = variant.prediction.at(split(where))
        proper = None if proper is landing or (proper is not None and proper.inherited) else proper
        setting = variant.protocol.settings.get(SETTING)
        said = (
            meaning(landing.value, setting) if name in names and isinstance(landing.value, str) and setting is not None else None
        )
        effect = EFFECTS[landing.effect]
        if effect == "misplaced" and proper is not None and proper.value == landing.value and not is_unknown(landing.value):
            effect = "accident"
        if by_accident:
            effect = "accident"
        if effect == "flipped" and _sent_anyway(variant, name, landing.value):
            effect = "accident"
        yield Misplaced(name, landing, effect, False, _target(variant, name), landing.value, said, proper)


def _sent_anyway(variant: Variant, name: str, value: Json) -> bool:
    """Whether the surface sends the same by itself, whatever is written here."""
    where = variant.protocol.own.get(name, "")
    sent = get(variant.prediction.request.body, split(where))
    return isinstance(value, bool) and sent is value


def _containers(variant: Variant, world: World) -> frozenset[str]:
    """Keywords that people put such parameters into: on one surface or another, or by what the row says of their inside."""
    outer = {split(pointer)[0] for protocol in world.rulebook.protocols.values() for pointer in protocol.own.values()}
    written = {
        where.partition(":")[2].split("/")[0]
        for surface in world.rulebook.surfaces
        for operation in surface.operations
        for where in operation.write.values()
        if "/" in where
    }
    told = {where.partition(":")[2].split("/")[0] for where in variant.call.operation.places if "/" in where}
    return frozenset((outer | written | told) - set(variant.protocol.own))


def _target(variant: Variant, name: str) -> Target | None:
    """Where the surface takes a parameter: the switch may have a place of its own."""
    return target_of(variant, SETTING if _is_switch(variant, name) else name)


def _is_switch(variant: Variant, name: str) -> bool:
    setting = variant.protocol.settings.get(SETTING)
    return setting is not None and variant.protocol.own.get(name) == setting.at


def _under_own(landing: Landing, own: dict[str, str]) -> bool:
    """Whether a key stands inside another parameter of Model Studio's own, where it means something else."""
    return any(part in own for part in landing.path[:-1])


def _foreign(landing: Landing, variant: Variant, names: frozenset[str], containers: frozenset[str]) -> Misplaced | None:
    """Another vendor's way to say the switch, or the switch's own place with text in it."""
    protocol = variant.protocol
    setting = protocol.settings.get(SETTING)
    if setting is None or not _plainly_ours(variant):
        return None
    name = min(names, default=SETTING)
    if landing.effect == "body" and landing.pointer == split(setting.at) and isinstance(setting.off, bool):
        said = meaning(landing.value, setting)
        if isinstance(landing.value, str) and said is not None:
            return Misplaced(name, landing, "misplaced", True, None, landing.value, said, None, True)
        return None
    for spelling in protocol.foreign:
        if spelling.setting != SETTING or not _spells(landing, spelling.at, containers):
            continue
        written: Scalar | None = None
        if spelling.on is not None:
            written = {spelling.on: True, spelling.off: False}.get(landing.value if isinstance(landing.value, str) else None)
        elif isinstance(landing.value, str):
            written = meaning(landing.value, setting)
        effect = EFFECTS.get(landing.effect)
        if effect is None:
            return None
        proper = variant.prediction.at(split(setting.at))
        target = _target(variant, name)
        if name not in protocol.own:
            # The switch has no boolean here: it is written in the words of the place that the protocol reads.
            target = target_of(variant, SETTING)
            written = _in_its_words(landing.value if written is None else written, setting)
        value = landing.value if written is None else written
        unsaid = written is None and (spelling.on is not None or name not in protocol.own)
        return Misplaced(name, landing, effect, True, target, value, written, proper, unsaid=unsaid)
    return None


def _in_its_words(said: Json, setting: Setting) -> Scalar | None:
    """On or off as the setting says it; None where that is neither."""
    return (setting.on if said else setting.off) if isinstance(said, bool) else None


def _plainly_ours(variant: Variant) -> bool:
    """Another vendor's words point to that vendor, unless the endpoint or the model is Model Studio's."""
    verdict = variant.verdict
    return verdict.kind == COVERED and (verdict.certainty == Certainty.CERTAIN or variant.model is not None)


def _spells(landing: Landing, pointer: str, containers: frozenset[str]) -> bool:
    """Whether a landing says what stands at a pointer, there or in a mapping that people put such parameters into."""
    wanted = split(pointer)
    tail, around = landing.path[-len(wanted) :], landing.path[: -len(wanted)]
    if landing.effect == "body":
        return landing.pointer == wanted or (tail == wanted and bool(around) and containers.issuperset(around))
    return tail == wanted[-len(landing.path) :] and len(landing.path) >= min(2, len(wanted))
