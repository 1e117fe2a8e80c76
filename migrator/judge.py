"""Judges one call as a whole: its variants, its switch, what is misplaced, and what its rewrite would be."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cached_property

from migrator.bodies import NOT_WRITTEN_OUT, default_in_body
from migrator.changes import AddEntry, AddToCall, Change, CoerceBoolean, DropArgument, DropEntry, RewriteMutation
from migrator.convert.group import converted
from migrator.convert.plan import Conversion
from migrator.findings import Json, Refusal, Request, RequestChange
from migrator.later import add_later, hides, is_inherited, outdone, said_by_itself
from migrator.misplaced import Misplaced, find_misplaced
from migrator.objections import CHOOSE, objection
from migrator.outcomes import DUMPED, CallRef, Constant, Slot, compatible
from migrator.receivers import made_twice
from migrator.requests import Landing, drop, is_unknown, put, split
from migrator.rewrites import (
    Target,
    add,
    emptied,
    is_record,
    move,
    only_key,
    refuse,
    rival,
    set_constant,
    target_of,
    underlay,
    with_rename,
    wrapped,
)
from migrator.rulebook import SETTING, Model, Setting
from migrator.taps import Tap, change_at, planned_in_arm, tap_for, tap_in_arm, tap_of, unsaid
from migrator.targets import Hit, hits, over_limits, target_model
from migrator.thinking import Action, Switch, action, proper_switch, read_switch, switch_names, thinks_after
from migrator.values import Literal, Scalar, Site
from migrator.variants import DEFAULT, RUN, Judged, Variant, World, may_hold_more

OF_OBJECT = "`{name}` is a field of an object that is handed over as a mapping; say true or false where the object is made"
MOST_NAMED = 8
"""How many of the models that one call serves a message names."""


@dataclass(frozen=True, slots=True)
class Migration:
    """A retired model's way to its replacement on one variant: changes, or the refusal."""

    variant: Variant
    old: Model
    new: Model
    planned: Action
    changes: tuple[Change, ...]
    refusal: Refusal | None
    unsafe: tuple[str, ...]
    hits: tuple[Hit, ...]
    over: tuple[tuple[Landing, int], ...]
    thinks: bool | None
    conversion: Conversion | None = None


@dataclass
class CallGroup:
    """One call as written, with everything that it can be."""

    ref: CallRef
    judged: tuple[Judged, ...]
    world: World
    doubt: Refusal | None = None
    """Why nothing may be changed, whatever the call is."""
    deferred: bool = False
    """The call makes an object for others alone, all in sight, which say what this one has no place for."""
    _misplaced: dict[int, tuple[Misplaced, ...]] = field(default_factory=dict)
    _taps: dict[int, Tap | None] = field(default_factory=dict)

    @property
    def variants(self) -> list[Variant]:
        """All requests that the call can send."""
        return [variant for judged in self.judged for variant in judged.variants]

    def open(self, tap: Tap | None) -> tuple[str, ...]:
        """Why the model may also be one that is not in sight, in the runs through a tap or in all of them."""
        given = tap.given if tap is not None else frozenset()
        found = (reason for judged in self.judged for reason, runs in judged.unknown if compatible(given, runs))
        return tuple(dict.fromkeys(found))

    def supplied(self, tap: Tap | None) -> str:
        """Who may supply a model that is not in sight; nothing where nobody may."""
        return _opens(tuple(each for each in self.open(tap) if each != DEFAULT))

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the thinking parameter."""
        return switch_names(self.world.rulebook)

    def is_retired(self, variant: Variant) -> bool:
        """Whether the variant calls a retired model on Model Studio."""
        return variant.model is not None and variant.model.status == "retired" and variant.verdict.is_ours

    @cached_property
    def migrations(self) -> tuple[Migration, ...]:
        """The retired variants' ways out, judged together: what one needs must not harm another."""
        retired = [variant for variant in self.variants if self.is_retired(variant)]
        planned = [self.planned(variant) for variant in retired]
        clashes = self._clashes(retired, planned)
        return tuple(
            self._migration(variant, new, each, clash)
            for variant, (new, each), clash in zip(retired, planned, clashes, strict=True)
        )

    def misplaced(self, variant: Variant) -> tuple[Misplaced, ...]:
        """What stands where the surface does not take it."""
        known = self._misplaced.get(id(variant))
        if known is None:
            known = tuple(find_misplaced(variant, self.names, self.world))
            self._misplaced[id(variant)] = known
        return known

    def switch(self, variant: Variant) -> Switch | None:
        """The thinking switch as its author wrote it, wherever it stands."""
        omits = variant.call.operation.omits
        proper = proper_switch(variant.prediction, variant.protocol, self.names, self.world.linker, variant.given, omits)
        if proper is not None:
            return proper
        setting = variant.protocol.settings.get(SETTING)
        for each in self.misplaced(variant):
            if setting is not None and (each.name in self.names or each.foreign):
                spelled = setting if not isinstance(setting.off, str) else None
                where = "foreign" if each.foreign else "misplaced"
                read = read_switch(each.landing, spelled or Setting(setting.at), where, self.world.linker, variant.given, omits)
                if each.written is not None and isinstance(each.written, bool):
                    return Switch(each.written, each.landing, where, False, read.sure)
                return read
        return None

    def tap(self, variant: Variant) -> Tap | None:
        """Where a caller of the function around this call gives the switch, or can give it."""
        if id(variant) not in self._taps:
            self._taps[id(variant)] = self._find_tap(variant)
        return self._taps[id(variant)]

    def _find_tap(self, variant: Variant) -> Tap | None:
        switch = self.switch(variant)
        if switch is not None:
            slot = switch.landing.slot
            if slot.frames:
                return None
            if not slot.sure:
                return tap_in_arm(switch.landing, variant.given, self.world.linker)
            return tap_of(slot.value, slot.path, variant.given, self.world.linker)
        target = target_of(variant, SETTING)
        if target is None or target.body or is_record(variant.call):
            return None
        return tap_for(variant.call, variant.given, target, self.world.linker)

    def planned(self, variant: Variant) -> tuple[Model, Action]:
        """What takes the place of the variant's retired model, and what becomes of the switch."""
        assert variant.model is not None
        new = target_model(variant.model, variant.protocol, self.world.rulebook, self.world.settings)
        unset = said_by_itself(variant)
        switch, tap = self.switch(variant), self.tap(variant)
        if switch is not None and tap is not None and tap.asks:
            return new, planned_in_arm(tap, variant.model, new, switch, variant.given, self.world.linker)
        if switch is not None and tap is not None and not tap.said:
            needed = action(variant.model, new, None, None)
            if isinstance(tap.default, bool):
                # Callers out of sight say it themselves, which is kept, or get the default, whose value is known.
                by_default = replace(switch, value=tap.default, may_be_null=False)
                if unsaid(variant.model, new, by_default, needed).do == "nothing":
                    return new, action(variant.model, new, replace(switch, may_be_null=False), unset)
            if tap.ref is not None and switch.value == "?" and variant.model.thinking == "hybrid":
                # The default is an expression: whoever says nothing means what that gives.
                if switch.may_be_null:
                    reason = "the switch's default may be None, which meant not thinking; let the default say true or false"
                    return new, Action("refuse", reason=reason)
                return new, action(variant.model, new, switch, unset)
            return new, unsaid(variant.model, new, switch, needed)
        if switch is not None and tap is not None and isinstance(tap.value, Literal) and tap.value.value is None:
            return new, action(variant.model, new, replace(switch, value=None, may_be_null=False), unset)
        return new, action(variant.model, new, switch, unset)

    def _clashes(self, retired: list[Variant], planned: list[tuple[Model, Action]]) -> list[Refusal | None]:
        """For each variant what stands against it: bodies that are handed over whole, and callers, take a switch each."""
        others = [variant for variant in self.variants if variant not in retired and is_known(variant)]
        found: dict[Site | None, Refusal | None] = {}
        for place in dict.fromkeys(map(self._place, retired)):
            chosen = [number for number, variant in enumerate(retired) if self._place(variant) == place]
            beside = [variant for variant in others if self._shares(variant, retired[chosen[0]], place)]
            if place is None:
                beside.extend(variant for variant in retired if self.tap(variant) is not None)
            elif any(planned[each][1].do != "nothing" for each in chosen):
                beside.extend(each for each in retired if self._relies(each, retired[chosen[0]], planned[retired.index(each)][1]))
            found[place] = self._clash([retired[each] for each in chosen], [planned[each] for each in chosen], beside)
        return [found[self._place(variant)] for variant in retired]

    def _place(self, variant: Variant) -> Site | None:
        """Where a switch of this variant's own can be written; None for the call itself."""
        tap = self.tap(variant)
        if tap is None:
            return _body(variant) or self._caller(variant)
        return self.world.linker.program.call(tap.ref).site if tap.ref is not None else tap.site

    def _shares(self, other: Variant, variant: Variant, place: Site | None) -> bool:
        """Whether what is written at a variant's place reaches another one too."""
        tap = self.tap(variant)
        if tap is None:
            return (_body(other) or self._caller(other)) == place
        return compatible(other.given, tap.given) if tap.ref is not None else self._relies(other, variant, None)

    def _caller(self, variant: Variant) -> Site | None:
        """The call of a function that hands its keywords on to this one, where the switch stands or can stand in it."""
        switch = self.switch(variant)
        target = target_of(variant, SETTING) if switch is None else None
        slot = switch.landing.outer if switch is not None else variant.call.named(target.keyword) if target is not None else None
        if slot is None or slot.how != "argument" or variant.call.parts or slot.holder == variant.call.call.site:
            return None
        return slot.holder

    def _relies(self, other: Variant, variant: Variant, planned: Action | None) -> bool:
        """Whether a variant takes the default of the parameter at which another one's switch is written."""
        mine, theirs = self.tap(variant), self.tap(other)
        if mine is None or mine.ref is not None or theirs is None or other is variant:
            return False
        unwritten = planned is None or planned.do == "nothing"
        return unwritten and not theirs.said and theirs.formal == mine.formal

    def _clash(self, retired: list[Variant], planned: list[tuple[Model, Action]], others: list[Variant]) -> Refusal | None:
        """Known values that need different things from one call."""
        wanted = [self._wanted(variant, new, each) for variant, (new, each) in zip(retired, planned, strict=True)]
        if not [do for do in wanted if do not in ("nothing", "refuse")]:
            return None
        needed = {(self._named(variant), do) for variant, do in zip(retired, wanted, strict=True)}
        differ = len({do for _, do in needed}) > 1
        for variant, (new, _) in zip(retired, planned, strict=True):
            for other in others:
                if not differ and other.text == new.id and _same_collection(variant, other):
                    return refuse(
                        CHOOSE, f"{variant.text} would become {new.id}, which stands beside it already; choose what it becomes"
                    )
        if differ or others:
            asked = sorted({*needed, *((self._named(each), "untouched") for each in others)})
            said = ", ".join(f"{text} {_in_words(do)}" for text, do in asked[:MOST_NAMED])
            said += f" and {len(asked) - MOST_NAMED} more" if len(asked) > MOST_NAMED else ""
            return refuse(
                "shared-value",
                f"one call serves models that need different things ({said}); give each its own call, or say there which thinks",
            )
        return None

    def _named(self, variant: Variant) -> str:
        """A variant's model, with where it is written."""
        place = f" in {self.world.texts.line(variant.outcome.site)}" if variant.outcome is not None else ""
        return f"{variant.text or ''}{place}"

    def _wanted(self, variant: Variant, new: Model, planned: Action) -> str:
        """What the call has to say for this variant: where the switch is only sometimes given, what goes beneath it."""
        switch = self.switch(variant)
        if switch is None or switch.sure or variant.model is None or self.tap(variant) is not None:
            return planned.do
        return action(variant.model, new, None, said_by_itself(variant)).do

    def _migration(self, variant: Variant, new: Model, planned: Action, clash: Refusal | None) -> Migration:
        old = variant.model
        assert old is not None
        switch = self.switch(variant)
        thinks = thinks_after(old, new, switch, planned, said_by_itself(variant))
        found = tuple(hits(new, variant.prediction, variant.protocol, thinks, self._moving_beside_switch(variant)))
        over = tuple(over_limits(new, variant.prediction, variant.protocol, self.moving(variant)))
        unsafe = [planned.unsafe] if planned.unsafe else []
        changes: tuple[Change, ...] = ()
        refusal = self.doubt or (
            objection(self.world, self.world.linker.program.call(self.ref), variant, old, new, planned, found, over)
            or self._before(clash, variant, switch, planned)
            or outdone(variant, new)
            or self._given_beside(variant)
        )
        if refusal is None:
            written = self._switch_changes(variant, switch, planned)
            if isinstance(written, Refusal):
                refusal = written
            else:
                changes = written
        tap = self.tap(variant)
        supplied = self.supplied(tap)
        if changes and DEFAULT in self.open(tap) and refusal is None:
            unsafe.append("callers outside the project may rely on the default that is renamed, and say nothing of thinking")
        if changes and supplied and refusal is None:
            unsafe.append(f"{supplied} may supply another model, which would get this switch too")
        if refusal is None and self._replaces_body(variant, switch) and self._loses_switch(variant, new, planned):
            where = self.world.texts.line(variant.call.call.site)
            unsafe.append(f"what {where} unpacks may bring a body of its own, in which the switch is not")
        if refusal is None and changes:
            moves = (moved for _, moved in self.moves(variant) if not isinstance(moved, Refusal))
            refusal = _clash([*changes, *(change for moved in moves for change in moved)])
            changes = changes if refusal is None else ()
        conversion = converted(self, variant) if refusal is None else None
        if isinstance(conversion, Refusal):
            refusal, conversion, changes = conversion, None, ()
        if conversion is not None:
            if supplied and not changes:
                unsafe.append(f"{supplied} may supply another model, which may not answer like this")
            changes = (*changes, *conversion.changes)
            unsafe.extend(conversion.unsafe)
        if refusal is None:
            others = [each.text for each in self.variants if each.text is not None]
            beside = with_rename(variant, old, others, self.world.linker)
            refusal = beside if isinstance(beside, Refusal) else None
            changes = () if isinstance(beside, Refusal) else (*changes, *beside)
            if beside and supplied:
                unsafe.append(f"{supplied} may supply another model, which would get this provider too")
        return Migration(variant, old, new, planned, changes, refusal, tuple(unsafe), found, over, thinks, conversion)

    def _replaces_body(self, variant: Variant, switch: Switch | None) -> bool:
        """Whether what the call unpacks out of sight may take the place of a body that was given before."""
        if variant.call.replacing and is_inherited(variant):
            return True
        target = target_of(variant, SETTING) if switch is None else None
        body = switch.landing.outer if switch is not None else variant.call.named(target.keyword) if target is not None else None
        if body is not None and body.beaten:
            return True
        prepared = bool(variant.call.parts) and not variant.call.complete and switch is not None
        return prepared and switch is not None and switch.landing.outer.holder != variant.call.call.site

    def _loses_switch(self, variant: Variant, new: Model, planned: Action) -> bool:
        """Whether another body in place of the one in sight would leave the new model to think when the old one did not."""
        assert variant.model is not None
        switch = self.switch(variant)
        in_body = switch is not None and len(switch.landing.path) > 1
        return planned.do in ("on", "off") or (in_body and action(variant.model, new, None, None).do in ("on", "off"))

    def _before(self, clash: Refusal | None, variant: Variant, switch: Switch | None, planned: Action) -> Refusal | None:
        """What stands against a variant that clashes with others: where nothing can be added for its model alone, that."""
        one_model = len({each.text for each in self.variants if self.is_retired(each)}) == 1
        alone = self._switch_changes(variant, switch, planned) if clash is not None and one_model else None
        return alone if isinstance(alone, Refusal) and alone.code == "unpacked-arguments" else clash

    def _given_beside(self, variant: Variant) -> Refusal | None:
        """The same id written a second time for this call, where it loses: it would stay, and say something else."""
        landing, outcome = variant.landing, variant.outcome
        beside = [
            each
            for each in variant.prediction.landings
            if landing is not None
            and (each.effect, each.pointer, each.value) == ("body", landing.pointer, landing.value)
            and each.path != landing.path
            and not each.inherited
        ]
        for each in beside:
            found = self.world.linker.outcomes(each.slot.value, each.slot.path, each.slot.frames)
            if any(outcome is None or one.site != outcome.site for one in found):
                return refuse(CHOOSE, "the model is given twice; keep it where it is meant")
        return None

    def _switch_changes(self, variant: Variant, switch: Switch | None, planned: Action) -> tuple[Change, ...] | Refusal:
        setting = variant.protocol.settings.get(SETTING)
        sure = setting is None or switch is None or switch.sure or self.tap(variant) is not None
        default = () if sure or switch is None else self._default_for(variant, switch)
        if setting is None or planned.do == "nothing" or isinstance(default, Refusal):
            return default
        if switch is not None and switch.landing.slot.how == DUMPED:
            return refuse(NOT_WRITTEN_OUT, OF_OBJECT.format(name=switch.landing.slot.key))
        value = setting.on if planned.do.endswith("on") else setting.off
        if switch is not None and switch.landing.inherited:
            return () if is_inherited(variant) else refuse(CHOOSE, "the switch that it inherits says neither; give it")
        tap = self.tap(variant)
        if tap is not None:
            at = CoerceBoolean(tap.site) if planned.do == "boolean" else change_at(tap, value, self.world.linker)
            return at if isinstance(at, Refusal) else (at,)
        if planned.do == "boolean":
            proper = switch is not None and switch.where == "proper"
            if switch is None or not proper:
                return default
            place = switch.landing.path[0]
            return (wrapped(variant.call, place, CoerceBoolean(switch.landing.slot.value_site)), *default)
        if planned.do.startswith("set-") and switch is not None:
            # An older place for it may still be read, and is a plain boolean.
            value = value if switch.landing.pointer == split(setting.at) else planned.do.endswith("on")
            if switch.where != "proper":
                return default
            change = set_constant(switch.landing, value, self.world.linker)
            if isinstance(change, Refusal):
                return change
            return (wrapped(variant.call, switch.landing.path[0], change), *default)
        return self._added(variant, value)

    def _added(self, variant: Variant, value: Scalar) -> tuple[Change, ...] | Refusal:
        target = target_of(variant, SETTING)
        if target is None and self._said_elsewhere(variant):
            return ()
        if target is None:
            where = self.world.texts.line(variant.call.call.site)
            unknown = f"the call in {where} has no known place for the thinking switch; see the documentation of what it calls"
            if is_record(variant.call) or variant.call.call.symbol:
                name = split(variant.protocol.settings[SETTING].at)[-1]
                unknown = f"what reads the settings in {where} has to send `{name}` too (off if nothing is said); then rename it"
            return refuse(CHOOSE, variant.call.operation.advice or unknown)
        outer = split(variant.protocol.settings[SETTING].at)[:-1]
        whole = variant.call.operation.takes_whole_body
        if whole and outer and variant.prediction.at(outer) is None and may_hold_more(variant.call, self.world.linker):
            # What a body that is not in sight holds there would take the place of a mapping of ours, or the other way round.
            return refuse(NOT_WRITTEN_OUT, "the mapping is not written out here; write it by hand")
        if variant.call.layers:
            moving = any(each.proper is None and each.target == target for each in self.misplaced(variant))
            return add_later(variant, target, value, self.world.linker, self._brings(variant, target) or moving)
        change = add(variant.call, target, value, self.world.linker, variant.landing)
        return change if isinstance(change, Refusal) else (wrapped(variant.call, target.keyword, change),)

    def _said_elsewhere(self, variant: Variant) -> bool:
        """Whether what has no place on this call is said by those that use what it makes, or by what it is a method of."""
        return self.deferred or (is_inherited(variant) and bool(variant.call.origin.operation.write))

    def _brings(self, variant: Variant, target: Target) -> bool:
        """Whether a move gives the call the mapping that the target is in."""
        return any(
            each.target is not None and each.target.path and each.target.keyword == target.keyword and each.proper is None
            for each in self.misplaced(variant)
        )

    def _default_for(self, variant: Variant, switch: Switch) -> tuple[Change, ...] | Refusal:
        """The switch is only sometimes given: where it is not, the old model's way has to be written."""
        assert variant.model is not None
        new = target_model(variant.model, variant.protocol, self.world.rulebook, self.world.settings)
        needed = action(variant.model, new, None, said_by_itself(variant))
        if needed.do == "nothing":
            return ()
        setting = variant.protocol.settings[SETTING]
        target = target_of(variant, SETTING)
        outer = switch.landing.outer
        value = setting.on if needed.do == "on" else setting.off
        if target is not None and needed.do != "refuse":
            if outer.how == "argument" and _told_now_and_then(outer, switch) and variant.call.complete:
                where = switch.landing.path
                before = rival(variant.call, where[0], self.world.linker)
                told = AddToCall(outer.holder, where[0], where[1:], value, "expression", outer.value_site, gives_way_to=before)
                return (wrapped(variant.call, where[0], told),)
            if target.body:
                change = default_in_body(variant.call, target.keyword, target.path, value, self.world.linker)
                return change if isinstance(change, Refusal) else (change,)
            if outer.how == "mutation" and variant.call.complete:
                return (AddEntry(outer.holder, (target.keyword, *target.path), value),)
            if outer.how == "argument" and outer.sure and target.path and outer.key == target.keyword:
                beneath = underlay(variant.call, outer, target, value, self.world.linker)
                return (wrapped(variant.call, target.keyword, beneath),)
        return refuse(CHOOSE, "the switch is only sometimes given; give it always")

    def moves(self, variant: Variant) -> list[tuple[Misplaced, tuple[Change, ...] | Refusal]]:
        """For each misplaced parameter, the changes that bring it where it belongs."""
        result: list[tuple[Misplaced, tuple[Change, ...] | Refusal]] = []
        for each in self.misplaced(variant):
            result.append((each, self._moved(variant, each)))
        clash = _clash(change for _, moved in result if not isinstance(moved, Refusal) for change in moved)
        return result if clash is None else [(each, moved if isinstance(moved, Refusal) else clash) for each, moved in result]

    def moving(self, variant: Variant) -> dict[str, Landing]:
        """The parameters that come to where they are read, as soon as they are moved."""
        return {each.name: each.landing for each, moved in self.moves(variant) if not isinstance(moved, Refusal)}

    def _moving_beside_switch(self, variant: Variant) -> dict[str, Landing]:
        setting, own = variant.protocol.settings.get(SETTING), variant.protocol.own
        return {name: each for name, each in self.moving(variant).items() if setting is None or own.get(name) != setting.at}

    def _moved(self, variant: Variant, each: Misplaced) -> tuple[Change, ...] | Refusal:
        if self.doubt is not None:
            return self.doubt
        if each.landing.slot.how == DUMPED:
            return refuse(NOT_WRITTEN_OUT, OF_OBJECT.format(name=each.landing.slot.key))
        if each.in_place:
            change = set_constant(each.landing, each.written, self.world.linker)
            return change if isinstance(change, Refusal) else (wrapped(variant.call, each.landing.path[0], change),)
        if each.target is None:
            unknown = f"this surface has no known place for `{each.name}`; see its documentation"
            return refuse(CHOOSE, variant.call.operation.advice or unknown)
        slot = each.landing.slot
        if _stands_twice(each.landing, variant):
            return refuse(
                NOT_WRITTEN_OUT, f"`{each.name}` stands in more than one mapping that is handed over; move each by hand"
            )
        if len(each.landing.path) == 1 and _given_again(slot, variant):
            return refuse(CHOOSE, f"`{each.name}` is given twice; keep the one that is meant")
        leaving = frozenset(one.landing.path for one in self.misplaced(variant) if one.target is not None)
        rivals = [one for one in self.misplaced(variant) if one.target == each.target and one.proper is None]
        if each.proper is not None or len(rivals) > 1:
            said = [one.value for one in rivals] if each.proper is None else [each.proper.value, each.value]
            same = len({repr(one) for one in said}) == 1
            if not same or (each.proper is None and is_unknown(said[0])):
                return refuse(CHOOSE, f"`{each.name}` is given twice with different values; keep the one that is meant")
        if each.proper is not None or (len(rivals) > 1 and each is not rivals[0]):
            whole = len(each.landing.path) == 2 and only_key(each.landing, self.world.linker)
            if whole and each.landing.outer.how == "argument":
                return (DropArgument(each.landing.outer.holder, each.landing.outer.site),)
            if slot.how in ("argument", "positional") and len(each.landing.path) == 1:
                return (DropArgument(slot.holder, slot.site),)
            entry = (emptied(each.landing, self.world.linker, leaving) if slot.how == "entry" else None) or slot
            # `x["a"]["b"] = v` is an entry that is all of its mapping, which stands nowhere.
            if slot.how == "entry" and entry.site != entry.holder:
                return (DropEntry(entry.holder, entry.site),)
            return refuse("body-not-literal", f"`{each.name}` is given twice; remove this one by hand")
        if each.unsaid or (each.foreign and each.written is None and not _is_boolean_expression(each)):
            return refuse(CHOOSE, f"this does not say plainly on or off; write {each.target} by hand")
        hidden = hides(variant, each.target)
        if hidden is not None:
            return hidden
        coerce = self._coerces(variant, each)
        if isinstance(coerce, Refusal):
            return coerce
        written = each.written if each.written is not None else self._instead_of_null(variant, each)
        filled = self.is_retired(variant) and each.name in self.names and not slot.sure
        moved = move(variant.call, each.landing, each.target, self.world.linker, leaving, written, coerce, filled)
        if isinstance(moved, Refusal):
            return moved
        return tuple(wrapped(variant.call, each.target.keyword, change) for change in moved)

    def _instead_of_null(self, variant: Variant, each: Misplaced) -> bool | None:
        """What a switch that says nothing has to say once it stands where it is read."""
        if not self.is_retired(variant) or each.name not in self.names or self.tap(variant) is not None:
            return None
        switch = self.switch(variant)
        if switch is None or switch.landing is not each.landing:
            return None
        return {"set-on": True, "set-off": False}.get(self.planned(variant)[1].do)

    def _coerces(self, variant: Variant, each: Misplaced) -> bool | Refusal:
        if not self.is_retired(variant) or each.name not in self.names or self.tap(variant) is not None:
            return False
        switch = self.switch(variant)
        if switch is None or switch.landing is not each.landing or not switch.may_be_null:
            return False
        _, planned = self.planned(variant)
        return refuse(CHOOSE, planned.reason or "") if planned.do == "refuse" else True

    def request(
        self,
        variant: Variant,
        new: Model | None,
        planned: Action | None,
        refused: bool,
        conversion: Conversion | None = None,
    ) -> RequestChange:
        """The request now, and after the fix."""
        if refused:
            return RequestChange(variant.prediction.sent, None)
        body = deepcopy(variant.prediction.request.body)
        setting = variant.protocol.settings.get(SETTING)
        for each, moved in self.moves(variant):
            if not each.concerns(variant):
                continue
            if each.landing.effect == "body" and each.landing.pointer:
                drop(body, each.landing.pointer, _goes_alone(each, moved))
            where = variant.protocol.own.get(each.name, setting.at if setting is not None and each.foreign else None)
            if where is not None and each.proper is None:
                said = each.written if each.written is not None else self._instead_of_null(variant, each)
                put(body, split(where), each.value if said is None else said)
        if new is not None:
            put(body, split(variant.protocol.model), new.id)
        if setting is not None and planned is not None and planned.do in ("on", "set-on", "off", "set-off"):
            later = target_of(variant, SETTING) is None and self._said_elsewhere(variant)
            told: Json = {"?": "what the calls that use it say"} if later else None
            switch = self.switch(variant) if planned.do.startswith("set-") else None
            if switch is not None and switch.where == "proper" and switch.landing.pointer != split(setting.at):
                put(body, switch.landing.pointer, planned.do.endswith("on"))
            elif switch is None or switch.where == "proper":
                # One that moves says it where it goes to.
                put(body, split(setting.at), told or (setting.on if planned.do.endswith("on") else setting.off))
        after = conversion.after(body) if conversion is not None else Request(variant.prediction.request.path, body)
        return RequestChange(variant.prediction.sent, after)


def _given_again(slot: Slot, variant: Variant) -> bool:
    """Whether another part of the same call gives the same argument: what is left of it would be read next."""
    return any(other.key == slot.key and other.sure and other.holder != slot.holder for other in variant.call.slots)


def _stands_twice(landing: Landing, variant: Variant) -> bool:
    """Whether the same key of the same mappings is written in several places: in each that an argument may be, or anew."""
    own = (each for each in variant.prediction.landings if not each.inherited and each.path == landing.path)
    return len(landing.path) > 1 and len({each.slot.site for each in own}) > 1


def _goes_alone(each: Misplaced, moved: tuple[Change, ...] | Refusal) -> bool:
    """Whether a key leaves a mapping that stays, be it empty."""
    if isinstance(moved, Refusal) or len(each.landing.path) == 1:
        return False
    gone = {getattr(change, part, None) for change in moved for part in ("entry", "argument")}
    gone |= {change.site for change in moved if isinstance(change, RewriteMutation)}
    return each.landing.slot.site in gone


def _clash(changes: Iterable[Change]) -> Refusal | None:
    """Why changes of one call cannot be made together."""
    keyword = made_twice(changes)
    if keyword is None:
        return None
    return refuse("key-conflict", f"`{keyword}` would be made in two places; write it into one of them by hand")


def is_known(variant: Variant) -> bool:
    """Whether the variant's model is known as a whole."""
    return variant.outcome is not None and isinstance(variant.outcome.form, Constant)


def _told_now_and_then(outer: Slot, switch: Switch) -> bool:
    """Whether a builder is told the switch by a statement that only sometimes runs: the default goes where it begins."""
    return switch.where == "proper" and not outer.sure


def _body(variant: Variant) -> Site | None:
    """The mapping that a switch would be written into beside the model, where each has its own."""
    if not variant.call.operation.takes_whole_body or variant.landing is None:
        return None
    return variant.landing.slot.holder


def _same_collection(one: Variant, other: Variant) -> bool:
    return one.outcome is not None and other.outcome is not None and one.outcome.chosen == other.outcome.chosen is not None


def _in_words(do: str) -> str:
    return {"on": "thinking", "set-on": "thinking", "off": "not thinking", "set-off": "not thinking", "nothing": "as it is"}.get(
        do, do
    )


def _opens(reasons: tuple[str, ...]) -> str:
    words = {
        "environment": "the environment",
        "caller": "a caller outside the project",
        "command line": "the command line",
        RUN: "the configuration of a run",
        "unresolved": "code that could not be resolved",
        "ambiguous": "code that could not be resolved",
    }
    return " or ".join(dict.fromkeys(words.get(reason, reason) for reason in reasons))


def _is_boolean_expression(each: Misplaced) -> bool:
    """A plain boolean in another vendor's place can be moved as it is written."""
    return isinstance(each.value, (bool, dict))
