"""DSM101: a retired model id reaches a call to Model Studio; DSM102 where nothing shows that it goes there."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.changes import RenameText
from migrator.checks.common import asked_about, conversion_notes, draft, obeyed_only_now, unproven
from migrator.drafts import Draft, Note
from migrator.findings import Certainty, Refusal
from migrator.ids import find_ids
from migrator.judge import CallGroup, Migration
from migrator.objections import EXPECTED
from migrator.outcomes import Constant, Text
from migrator.requests import split
from migrator.rewrites import refuse
from migrator.rulebook import BY_URL, SETTING, Model, Price
from migrator.targets import place_of
from migrator.values import Site
from migrator.variants import Variant


def check(group: CallGroup) -> Iterator[Draft]:
    """One draft for each place where a retired id that reaches this call is written."""
    for migration in group.migrations:
        yield _retired(group, migration)
    for variant in group.variants:
        if not group.is_retired(variant):
            yield from _elsewhere(group, variant)


def _retired(group: CallGroup, migration: Migration) -> Draft:
    variant, old, new = migration.variant, migration.old, migration.new
    outcome = variant.outcome
    assert outcome is not None
    assert variant.landing is not None
    site, refusal = _place(group, variant)
    refusal = refusal or migration.refusal
    if refusal is not None and refusal.code == EXPECTED:
        return _expected(group, variant, old, site, refusal)
    rename = RenameText(outcome.site, old.id, new.id)
    certainty = variant.verdict.certainty
    unsafe = list(migration.unsafe)
    if certainty < Certainty.CERTAIN:
        unsafe.insert(0, unproven(group, variant))
    if variant.call.unsure:
        unsafe.append(variant.call.unsure)
    kind = "certain" if certainty == Certainty.CERTAIN else "likely"
    # The rulebook has both days of every retired model.
    announced, switched_off = old.retires or "", old.switched_off or ""
    when = "retired" if group.world.today >= switched_off else "announced"
    conversion = migration.conversion
    beside = conversion.calls if conversion is not None else frozenset()
    fields = {"model": old.id, "announced": announced, "switched_off": switched_off}
    return draft(
        group,
        variant,
        rule="DSM101",
        message=Note(f"{kind}-{when}{'' if announced != switched_off else '-once'}", fields),
        site=site,
        certainty=certainty,
        replacement=new.id,
        request=group.request(variant, new, migration.planned, refusal is not None, conversion),
        notes=tuple(_notes(group, migration)),
        changes=(rename, *migration.changes),
        unsafe=tuple(unsafe),
        refusal=refusal,
        actionable=True,
        calls=frozenset({group.ref}) | beside,
        needs=frozenset(
            {
                *_mending(group, variant),
                *(("DSM101", "DSM104") if beside else ()),
            }
        ),
    )


def _expected(group: CallGroup, variant: Variant, old: Model, site: Site, refusal: Refusal) -> Draft:
    """A call that is there to fail: no model is asked by it."""
    return draft(
        group,
        variant,
        rule="DSM102",
        message=Note("expected-to-fail", {"model": old.id}),
        site=site,
        certainty=Certainty.POSSIBLE,
        refusal=refusal,
        request=group.request(variant, None, None, True),
    )


def _mending(group: CallGroup, variant: Variant) -> set[str]:
    """The rules whose fixes are part of this one: what is promised to go out has everything in its place."""
    return {"DSM203" if each.foreign else "DSM201" for each in group.misplaced(variant) if each.concerns(variant)}


def _place(group: CallGroup, variant: Variant) -> tuple[Site, Refusal | None]:
    """Where the finding stands: at the value as written, or at its use where that cannot be edited."""
    outcome, landing = variant.outcome, variant.landing
    assert outcome is not None
    assert landing is not None
    use = asked_about(group, landing.slot.value_site, landing.outer.value_site)
    # What is put together of a settings file's values and others is no value of that file's.
    if outcome.setting and not outcome.parts and outcome.site.path not in group.world.targets:
        where = f"{outcome.site.path}: {outcome.steps[-1].note}"
        return use, refuse("outside-paths", f"the value comes from {where}; change it there")
    if isinstance(outcome.form, Constant) and not outcome.form.exact:
        return use, refuse("dynamic-model", "the name is put together at run time; change the parts that make it")
    if outcome.site.path not in group.world.targets:
        return use, refuse("outside-paths", f"the id is written in {outcome.site.path}; name that file too")
    return outcome.site, None


def _notes(group: CallGroup, migration: Migration) -> Iterator[Note]:
    variant, old, new = migration.variant, migration.old, migration.new
    names = {"model": old.id, "replacement": new.id}
    if migration.planned.do in ("off", "set-off"):
        yield Note("note-thinking-said" if new.thinking_default is False else "note-thinking-off", names)
    if migration.planned.do in ("on", "set-on") and not variant.call.layers:
        sent = variant.call.origin.operation.sends_when_unset.get(SETTING)
        fields = {**names, "surface": variant.call.surface.title}
        yield Note("note-thinking-on", fields) if sent is not None else Note("note-thinking-told", names)
    if migration.planned.unsafe:
        yield Note("note-thinking-kept", names)
    obeyed = [each for each in obeyed_only_now(migration) if _passes(variant, each)]
    if obeyed:
        yield Note("note-obeyed", {**names, "parameters": ", ".join(f"`{each}`" for each in obeyed)})
    yield from conversion_notes(migration.conversion, new)
    answers = group.world.rulebook.vendor.without_stream
    if migration.thinks is not False and answers and not _streams(variant):
        yield Note("note-not-streaming", {**names, "answers": ", ".join(f'"{each}"' for each in answers)})
    yield from _prices(group, migration)


def _passes(variant: Variant, parameter: str) -> bool:
    pointer = place_of(parameter, variant.protocol)
    return pointer is not None and variant.prediction.at(split(pointer)) is not None


def _streams(variant: Variant) -> bool:
    """Whether the call may stream."""
    if any(pointer.endswith("/stream") and value is True for pointer, value in variant.call.operation.adds.items()):
        return True
    stream = variant.protocol.settings.get("stream")
    said = variant.prediction.at(split(stream.at)) if stream is not None else None
    if said is not None and said.path != ("stream",) and variant.call.operation.protocol != BY_URL:
        return said.value is not False
    if stream is not None and variant.call.operation.protocol == BY_URL:
        said = variant.prediction.at(split(stream.at))
        return said is not None and said.value is not stream.off
    if variant.protocol.stream_header and variant.call.operation.protocol == BY_URL:
        return any(each.path[-1].lower() == variant.protocol.stream_header.lower() for each in variant.prediction.landings)
    slot = variant.call.named("stream")
    if slot is None:
        return False
    landing = next((each for each in variant.prediction.landings if each.path == ("stream",)), None)
    return landing is None or landing.value is not False


def _prices(group: CallGroup, migration: Migration) -> Iterator[Note]:
    """What the change costs where both prices are known, and the cheaper ways where the interface decided the target."""
    old, new, variant = migration.old, migration.new, migration.variant
    region = variant.verdict.region or _home(old)
    before, after = _price(old, region), _price(new, region)
    if before is None or after is None or before.currency != after.currency:
        return
    yield Note(
        "note-price",
        {
            "model": old.id,
            "replacement": new.id,
            "region": region,
            "price_before": _shown(before),
            "price_after": _shown(after),
            "source": after.origin.source,
            "date": after.origin.date,
        },
    )
    if variant.protocol.interface == "native" and after.input + after.output > before.input + before.output:
        for other in group.world.rulebook.models.values():
            price = _price(other, region)
            if other.status != "current" or other.alias_of or price is None or price.currency != after.currency:
                continue
            if price.input + price.output < (after.input + after.output) / 2 and other.id in _offered(group):
                keeps = other.native == variant.protocol.serves
                how = "keeps the interface" if keeps else "converts the interface"
                yield Note("note-cheaper", {"alternative": other.id, "consequence": f"{how}; {_shown(price)}"})


def _offered(group: CallGroup) -> set[str]:
    """The replacements that the rulebook names, and the retired models' own family."""
    rulebook = group.world.rulebook
    named = set(rulebook.replacements.values())
    families = {model.family.split("-")[0] for model in rulebook.models.values() if model.status == "retired"}
    return named | {model.id for model in rulebook.models.values() if model.family.split("-")[0] in families}


def _home(model: Model) -> str:
    return model.prices[0].region if model.prices else ""


def _price(model: Model, region: str) -> Price | None:
    return next((price for price in model.prices if price.region == region), None)


def _shown(price: Price) -> str:
    return f"{price.input:g} / {price.output:g} {price.currency}"


def _elsewhere(group: CallGroup, variant: Variant) -> Iterator[Draft]:
    """A retired id in a call of which nobody can say, or which the notice does not cover."""
    outcome = variant.outcome
    if outcome is None or variant.verdict.kind == "other":
        return
    if isinstance(outcome.form, Text):
        yield from _dynamic(group, variant, outcome.form)
        return
    if variant.model is None or variant.model.status != "retired":
        return
    vendor = group.world.rulebook.vendor
    model = {"model": variant.model.id}
    site, _ = _place(group, variant)
    if variant.verdict.kind == "plan":
        provider = group.world.rulebook.provider(variant.verdict.provider or "")
        assert provider is not None
        note = Note("plan", {**model, "provider": provider.name})
        refusal = refuse("not-covered", "the notice is about pay-as-you-go; ask what the plan still offers")
    elif variant.verdict.several:
        note = Note("several-hosts", model)
        hint = f"choose the model where the address is chosen: only {vendor.short} needs another one"
        refusal = refuse("unknown-endpoint", hint)
    elif variant.verdict.shown:
        note = Note("unknown-host", {**model, "host": _host(variant)})
        # What the code shows is not assumed to be anything else: the option is for where it shows nothing.
        refusal = refuse("unknown-endpoint", "say who answers there: `gateways` in the settings")
    else:
        note = Note("unknown-endpoint", model)
        refusal = refuse("unknown-endpoint", f"if it goes to {vendor.short}, say so with --assume-provider {vendor.id}")
    yield draft(
        group,
        variant,
        rule="DSM102",
        message=note,
        site=site,
        certainty=Certainty.POSSIBLE,
        refusal=refusal,
        request=group.request(variant, None, None, True),
    )


def _host(variant: Variant) -> str:
    text = variant.verdict.steps[-1].note.removeprefix("the endpoint is ")
    # What stands before an @ is a name and a password.
    return (text.partition("://")[2] or text).split("/")[0].rpartition("@")[2] or "an endpoint that the code shows"


def _dynamic(group: CallGroup, variant: Variant, form: Text) -> Iterator[Draft]:
    for literal, _ in form.literals:
        for retired, _ in find_ids(literal, group.world.rulebook.retired_ids()):
            assert variant.landing is not None
            yield draft(
                group,
                variant,
                rule="DSM102",
                message=Note("dynamic", {"model": retired}),
                site=variant.landing.slot.value_site,
                certainty=Certainty.POSSIBLE,
                model=retired,
                refusal=refuse("dynamic-model", "the name is put together at run time; change the parts that make it"),
            )
            return
