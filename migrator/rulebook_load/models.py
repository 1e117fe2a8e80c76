"""Reads models.toml: the models, what they do not simply take, and the default replacements."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from migrator.rulebook import Constraint, Limits, Model, Price, Protocol
from migrator.rulebook_load.origins import Sources, parse_origin
from migrator.rulebook_load.rows import Row, liked

STATUSES = ("retired", "current", "not-covered")
THINKING = ("never", "hybrid", "always", "unknown")
NATIVE = ("text", "multimodal", "")
EFFECTS = ("refused", "undocumented", "ignored", "mapped")
INTERFACES = ("compatible", "native")


def parse_models(file: Row, sources: Sources, protocols: Mapping[str, Protocol]) -> tuple[dict[str, Model], dict[str, str]]:
    """The models by id, and the default replacement of each interface."""
    parameters = {name for protocol in protocols.values() for name in (*protocol.own, *protocol.parameters)}
    groups = {name: _constraints(file.table("constraints"), name, parameters) for name in file.table("constraints").data}
    rows = dict(file.table("models").tables())
    models = {name: _model(name, liked(row, rows), sources, protocols, groups, parameters) for name, row in rows.items()}
    for name, row in rows.items():
        alias = models[name].alias_of
        if alias is not None:
            row.known("alias_of", alias, models, "model")
    replacements = file.table("replacements")
    # Most vendors have one interface only; a rulebook about one of them need not know of ours.
    keys = {key: key if replacements.has(key) else other for key, other in zip(INTERFACES, reversed(INTERFACES), strict=True)}
    chosen = {key: replacements.known(said, replacements.text(said), models, "model") for key, said in keys.items()}
    for key, said in keys.items():
        if models[chosen[key]].status == "retired":
            replacements.fail(said, f"{chosen[key]!r} is retired itself; name another one")
    replacements.done()
    file.done()
    return models, chosen


def _constraints(groups: Row, name: str, parameters: set[str]) -> tuple[Constraint, ...]:
    return tuple(_constraint(row, parameters) for row in groups.rows(name))


def _constraint(row: Row, parameters: set[str]) -> Constraint:
    effect = row.choice("effect", EFFECTS)
    constraint = Constraint(
        parameter=row.known("parameter", row.text("parameter"), parameters, "parameter"),
        effect=effect,
        reason=row.text("reason"),
        values=row.scalars("values"),
        at_least=row.maybe_number("at_least"),
        above=row.maybe_number("above"),
        thinking=row.maybe_flag("thinking"),
        mapped_to=row.scalar("mapped_to", None),
    )
    if (effect == "mapped") != (constraint.mapped_to is not None):
        row.fail("mapped_to", 'goes with effect = "mapped", and only with it')
    row.done()
    return constraint


def _model(
    name: str,
    row: Row,
    sources: Sources,
    protocols: Mapping[str, Protocol],
    groups: Mapping[str, tuple[Constraint, ...]],
    parameters: set[str],
) -> Model:
    origin = parse_origin(row, sources)
    thinking = row.choice("thinking", THINKING)
    default = row.maybe_flag("thinking_default") if thinking == "hybrid" else None
    row.has("thinking_default")
    if thinking == "hybrid" and default is None:
        row.fail("thinking_default", "missing: a hybrid model has a default")
    retires, switched_off = row.day("retires", ""), row.day("switched_off", "")
    model = Model(
        id=name,
        status=row.choice("status", STATUSES),
        family=row.text("family"),
        thinking=thinking,
        thinking_default=default,
        thinking_disputed=row.flag("thinking_disputed", False),
        native=row.choice("native", NATIVE, "") or None,
        protocols=frozenset(_known(row, "protocols", protocols)),
        regions=frozenset(row.texts("regions")),
        plans=frozenset(row.texts("plans")),
        limits=_limits(row.table("limits")),
        defaults=row.number_table("defaults"),
        fixed_parameters=tuple(
            row.known("fixed_parameters", each, parameters, "parameter") for each in row.texts("fixed_parameters")
        ),
        constraints=tuple(
            each for group in row.texts("constraints") for each in groups[row.known("constraints", group, groups, "group")]
        ),
        prices=tuple(_price(each, sources) for each in row.rows("prices")),
        # A date that is put off is the exception.
        retires=retires or switched_off or None,
        switched_off=switched_off or retires or None,
        alias_of=row.text("alias_of", "") or None,
        note=row.text("note", ""),
        origin=origin,
    )
    if model.status == "retired" and model.retires is None:
        row.fail("retires", "missing: a retired model has the day on which it ends")
    row.done()
    return model


def _known(row: Row, key: str, names: Collection[str]) -> tuple[str, ...]:
    return tuple(row.known(key, each, names, "name") for each in row.texts(key))


def _limits(row: Row) -> Limits:
    limits = Limits(
        row.maybe_whole("context"), row.maybe_whole("max_input"), row.maybe_whole("max_reasoning"), row.maybe_whole("max_output")
    )
    row.done()
    return limits


def _price(row: Row, sources: Sources) -> Price:
    price = Price(
        region=row.text("region"),
        currency=row.choice("currency", ("CNY", "USD")),
        input=row.number("input"),
        output=row.number("output"),
        up_to=row.maybe_whole("up_to"),
        origin=parse_origin(row, sources),
    )
    row.done()
    return price
