"""Looks at settings of a Spring program with those of its other profiles, which may bring a switch or an address of their own."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from migrator.calls import SurfaceCall
from migrator.files.source import Unreadable, read_bytes
from migrator.judge import CallGroup, Migration
from migrator.languages.config.facts import ENDPOINT_KEYS, SPRING
from migrator.languages.config.language import PROPERTIES, YAML
from migrator.languages.config.nodes import Broken, Mapping, Node, Scalar
from migrator.objections import CHOOSE
from migrator.project import Project
from migrator.rewrites import refuse
from migrator.rulebook import COVERED, SETTING
from migrator.values import Site

Name = tuple[str, ...]
SHARED = "shared-value"
ACTIVATED = (("spring", "config", "activate", "onprofile"), ("spring", "profiles"))
"""What says of a document that it only counts in some profiles."""
OUTERMOST = 3
"""How many names at least lead to a block of settings in which an address may stand."""
_OF_A_PROFILE = "-"


@dataclass(frozen=True, slots=True)
class Layer:
    """One document of a program's settings; `over` where it is laid over the others as long as its profile is active."""

    path: str
    data: bytes
    start: int
    end: int
    over: bool
    said: dict[Name, Scalar]

    def holds(self, site: Site) -> bool:
        """Whether something stands in it."""
        return site.path == self.path and self.start <= site.start and site.end <= self.end

    def line(self, offset: int) -> str:
        """A place in it as people say it."""
        return f"{self.path}:{self.data.count(bytes([10]), 0, offset) + 1}"


def with_profiles(groups: Iterable[CallGroup], project: Project) -> list[CallGroup]:
    """The calls; those of settings say what another profile would say otherwise, or are refused for what it says."""
    found = list(groups)
    spring = [group for group in found if SPRING.search(group.ref.path) and group.migrations]
    folders = dict.fromkeys(posixpath.dirname(group.ref.path) for group in spring)
    layers = {folder: list(_layers(project, folder)) for folder in folders}
    told = {id(group): _beside(group, layers[posixpath.dirname(group.ref.path)], spring) for group in spring}
    return [told.get(id(group), group) for group in found]


def _layers(project: Project, folder: str) -> Iterator[Layer]:
    """The settings that stand in one folder."""
    for entry in project.tree.entries(folder):
        path = posixpath.join(folder, entry.name)
        data = read_bytes(project.tree, path) if SPRING.search(path) else None
        if data is None or isinstance(data, Unreadable):
            continue
        try:
            parsed = (PROPERTIES if path.endswith(".properties") else YAML).parse(data, 0)
        except (Broken, ImportError):
            continue
        for root in parsed.roots:
            said = dict(_said(root, ()))
            over = _OF_A_PROFILE in entry.name or any(name[: len(each)] == each for name in said for each in ACTIVATED)
            yield Layer(path, data, root.start, root.end, over, said)


def _said(node: Node, names: Name) -> Iterator[tuple[Name, Scalar]]:
    if isinstance(node, Mapping):
        for pair in node.pairs:
            yield from _said(pair.value, (*names, *_names(pair.full_key or pair.key)))
    elif isinstance(node, Scalar):
        yield names, node


def _names(dotted: str) -> Name:
    """A dotted name as Spring compares it."""
    return tuple(dotted.replace("-", "").replace("_", "").lower().split("."))


def _block(group: CallGroup) -> Name:
    return _names(group.judged[0].call.call.symbol)


def _beside(group: CallGroup, layers: Sequence[Layer], others: Sequence[CallGroup]) -> CallGroup:
    """A call as the other layers leave it."""
    mine = next((each for each in layers if each.holds(group.judged[0].call.call.site)), None)
    model = (*_block(group), "model")
    beside = [each for each in layers if mine is not None and each.over != mine.over and (mine.over or model not in each.said)]
    for layer in beside:
        if any(_is_silent(group, migration) for migration in group.migrations):
            said = _switch(group, layer)
            never = any(migration.old.thinking == "never" for migration in group.migrations)
            if said is not None and said.value is not False and never:
                where = layer.line(said.start)
                return replace(
                    group, doubt=refuse(CHOOSE, f"the settings in {where} say the switch for this model too; say it here")
                )
            if said is None and _will_think(group, layer, others):
                return _told_itself(group)
        address = _elsewhere(group, layer) if mine is not None and not mine.over else None
        if address is not None:
            hint = f"the settings in {layer.line(address.start)} send this model elsewhere; give them a model of their own"
            return replace(group, doubt=refuse(SHARED, hint))
    return group


def _is_silent(group: CallGroup, migration: Migration) -> bool:
    """Whether a migration counts on what is sent where nothing is said."""
    return migration.planned.do == "nothing" and group.switch(migration.variant) is None


def _switch(group: CallGroup, layer: Layer) -> Scalar | None:
    """The switch that another layer gives to the same block."""
    variant = group.migrations[0].variant
    at = f"body:{variant.protocol.settings[SETTING].at}"
    keys = (place.partition(":")[2] for place, lands in variant.call.operation.places.items() if lands == at)
    found = (layer.said.get((*_block(group), *_names(key.replace("/", ".")))) for key in keys)
    return next((each for each in found if each is not None), None)


def _will_think(group: CallGroup, layer: Layer, others: Sequence[CallGroup]) -> bool:
    """Whether what replaces another layer's model is told to think."""
    same = (each for each in others if _block(each) == _block(group) and layer.holds(each.judged[0].call.call.site))
    return any(migration.planned.do.endswith("on") for each in same for migration in each.migrations)


def _told_itself(group: CallGroup) -> CallGroup:
    """A call of which nobody knows what is sent where it says nothing."""

    def silent(call: SurfaceCall) -> SurfaceCall:
        return replace(call, operation=replace(call.operation, sends_when_unset={}))

    judged = [
        replace(each, call=silent(each.call), variants=tuple(replace(one, call=silent(one.call)) for one in each.variants))
        for each in group.judged
    ]
    return CallGroup(group.ref, tuple(judged), group.world, group.doubt, group.deferred)


def _elsewhere(group: CallGroup, layer: Layer) -> Scalar | None:
    """The address by which another layer sends the same model to somebody else."""
    block = _block(group)
    for depth in range(OUTERMOST, len(block) + 1):
        for key in sorted(ENDPOINT_KEYS):
            said = layer.said.get((*block[:depth], key))
            if said is not None and isinstance(said.value, str):
                owner = group.world.rulebook.provider_of_url(said.value)
                if owner is None or owner[0].kind != COVERED:
                    return said
    return None
