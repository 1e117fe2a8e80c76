"""Whether a call thinks, how its author said so, and what has to be said after the model changes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from migrator.findings import Json
from migrator.link import arrivals
from migrator.link.evaluate import Linker
from migrator.outcomes import Constant, Form, Given, Symbol, Unknown, compatible
from migrator.requests import Landing, Prediction, is_unknown, split
from migrator.rulebook import SETTING, Model, Protocol, Rulebook, Setting

SAY_A_BOOLEAN = "write there what makes it true or false"
IN_WORDS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
"""What people write as text where a boolean belongs, and mean by it."""


@dataclass(frozen=True, slots=True)
class Switch:
    """The thinking switch as the author wrote it.

    `value` is true, false, None (null) or "?" for an expression; `where` is "proper", "misplaced" or "foreign";
    `may_be_null` when the expression can be None; `is_text` when it is text that only run time tells; `sure` when it is
    always there.
    """

    value: bool | str | None
    landing: Landing
    where: str
    may_be_null: bool = False
    sure: bool = True
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """What the switch needs: `do` is "nothing", "on", "off" (write it), "boolean" (coerce), "set-on", "set-off" or "refuse".

    `unsafe` tells why a person should look, `reason` why nothing can be done.
    """

    do: str
    unsafe: str | None = None
    reason: str | None = None


def switch_names(rulebook: Rulebook) -> frozenset[str]:
    """The names of Model Studio's own thinking parameter."""
    return frozenset(
        name
        for protocol in rulebook.protocols.values()
        for name, pointer in protocol.own.items()
        if SETTING in protocol.settings and pointer == protocol.settings[SETTING].at
    )


def proper_switch(
    prediction: Prediction,
    protocol: Protocol,
    names: frozenset[str],
    linker: Linker,
    given: Given = frozenset(),
    omits: tuple[str, ...] = (),
) -> Switch | None:
    """The switch where the protocol reads it, in the runs that `given` describes; `omits` are symbols that mean "not given"."""
    setting = protocol.settings.get(SETTING)
    pointers = [setting.at] if setting is not None else []
    pointers.extend(pointer for name, pointer in protocol.own.items() if name in names)
    for pointer in pointers:
        landing = prediction.at(split(pointer)) or prediction.omitted(split(pointer))
        if landing is not None:
            spelled = setting if setting is not None and pointer == setting.at else Setting(pointer)
            return read_switch(landing, spelled, "proper", linker, given, omits)
    return None


def read_switch(
    landing: Landing,
    setting: Setting,
    where: str,
    linker: Linker,
    given: Given = frozenset(),
    omits: tuple[str, ...] = (),
) -> Switch:
    """A switch from where it is written."""
    slot = landing.slot
    found = linker.outcomes(slot.value, slot.path, slot.frames)
    outcomes = [each for each in found if compatible(given, each.given)] or found
    nulls = [each for each in outcomes if _says_nothing(each.form, omits)]
    value = landing.value
    if len(nulls) == len(found) and found:
        return Switch(None, landing, where, False, slot.sure)
    if outcomes and len(nulls) == len(outcomes):
        return Switch("?", landing, where, True, slot.sure)
    only_null_known = bool(nulls) and not is_unknown(value)
    known = meaning(value, setting)
    is_text = any(isinstance(each.form, Unknown) and each.form.is_text for each in outcomes) or (
        known is None and arrivals.is_text(linker, slot.value, slot.path)
    )
    may_be_null = bool(nulls) and not only_null_known
    if not any(isinstance(each.form, Constant) for each in outcomes) and known is None and not is_text:
        may_be_null = arrivals.may_be_missing(linker, slot.value, slot.path)
    return Switch("?" if known is None else known, landing, where, may_be_null, slot.sure, is_text)


def _says_nothing(form: Form, omits: tuple[str, ...]) -> bool:
    """Whether it is None, or what an SDK takes for "not given": both are false where somebody asks."""
    return (isinstance(form, Constant) and form.value is None) or (isinstance(form, Symbol) and form.name in omits)


def meaning(value: Json, setting: Setting) -> bool | None:
    """Whether a value says on or off; None where it says neither plainly."""
    if value == setting.off and type(value) is type(setting.off):
        return False
    if value == setting.on and type(value) is type(setting.on):
        return True
    if isinstance(setting.off, str) and isinstance(value, str):
        return True
    return IN_WORDS.get(value.lower()) if isinstance(value, str) else None


def did_think(model: Model) -> bool | None:
    """Whether a model thinks when it is not told; None where nobody knows."""
    if model.thinking == "hybrid":
        return model.thinking_default
    return {"never": False, "always": True}.get(model.thinking)


def action(old: Model, new: Model, switch: Switch | None, sends_when_unset: object) -> Action:
    """What to do about the switch when `old` becomes `new`; `sends_when_unset` is what the surface says by itself."""
    if switch is not None and switch.is_text:
        return Action("refuse", reason=f"the switch is text that only run time tells, or nothing; {SAY_A_BOOLEAN}")
    if switch is not None and switch.may_be_null:
        return _null_action(old, new, switch)
    if switch is None or switch.value is None:
        return _unset_action(old, new, switch, sends_when_unset)
    return _explicit_action(old, new, switch)


def _null_action(old: Model, new: Model, switch: Switch) -> Action:
    if did_think(old):
        return Action("refuse", reason="the switch may be None, which meant thinking; say true or false there")
    said = _explicit_action(old, new, switch)
    return said if said.do == "refuse" else replace(said, do="boolean")


def _unset_action(old: Model, new: Model, switch: Switch | None, sends_when_unset: object) -> Action:
    thought = did_think(old)
    if thought is None:
        return Action("refuse", reason=f"nobody documents whether {old.id} thinks; say what you want with the switch")
    written = "set-" if switch is not None else ""
    if not thought:
        if new.thinking == "always":
            return Action(
                "refuse", reason=f"{new.id} cannot stop thinking and this call must not think; choose another model with --to"
            )
        if new.thinking == "never" or (sends_when_unset is False and switch is None):
            return Action("nothing")
        return Action(f"{written}off")
    if new.thinking == "never":
        return Action("refuse", reason=f"{new.id} cannot think and this call must; choose another model with --to")
    silent = sends_when_unset is not False
    if silent and switch is None and (new.thinking == "always" or (new.thinking_default is True and not new.thinking_disputed)):
        return Action("nothing")
    return Action(f"{written}on")


def _explicit_action(old: Model, new: Model, switch: Switch) -> Action:
    if new.thinking == "always" and switch.value is not True:
        return Action(
            "refuse", reason=f"{new.id} cannot stop thinking and this call may ask it to; choose another model with --to"
        )
    if new.thinking == "never" and switch.value is not False:
        return Action("refuse", reason=f"{new.id} cannot think and this call may ask it to; choose another model with --to")
    if old.thinking == "never" and switch.value is not False:
        return Action("nothing", unsafe=f"{old.id} never thought whatever the switch said, and {new.id} obeys it")
    if old.thinking == "always" and switch.value is not True:
        return Action("nothing", unsafe=f"{old.id} always thought whatever the switch said, and {new.id} obeys it")
    return Action("nothing")


def thinks_after(old: Model, new: Model, switch: Switch | None, planned: Action, sends_when_unset: object) -> bool | None:
    """Whether the call thinks once the model and the switch are changed; None where only run time tells."""
    if planned.do in ("off", "set-off"):
        return False
    if planned.do in ("on", "set-on"):
        return True
    if switch is None and sends_when_unset is False:
        return False
    if switch is None or switch.value is None:
        return did_think(new) if not new.thinking_disputed else did_think(old)
    if isinstance(switch.value, bool) and not switch.may_be_null:
        return switch.value
    return None
