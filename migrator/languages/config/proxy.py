"""Which upstream models of a LiteLLM proxy's configuration answer for one another: one name's deployments, and fallbacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from migrator.languages.config.environment import is_text, said
from migrator.languages.config.nodes import Items, Mapping, Node, Scalar

FALLBACKS = frozenset({"fallbacks", "context_window_fallbacks", "content_policy_fallbacks", "default_fallbacks"})


def chains(root: Node) -> Iterator[tuple[Scalar, ...]]:
    """The models that stand in for one another; two of them must not become the same."""
    models = _by_alias(root)
    if not models:
        return
    for same in models.values():
        if len(same) > 1:
            yield tuple(same)
    for aliases in _fallbacks(root, 0):
        chain = [model for alias in dict.fromkeys(aliases) for model in models.get(alias, ())]
        if len(chain) > 1:
            yield tuple(chain)


def _by_alias(root: Node) -> dict[str, list[Scalar]]:
    found: dict[str, list[Scalar]] = {}
    for entry in _listed(_under(root, "model_list")):
        alias, model = _under(entry, "model_name"), _under(_under(entry, "litellm_params"), "model")
        if isinstance(alias, Scalar) and isinstance(model, Scalar) and is_text(model):
            found.setdefault(said(alias), []).append(model)
    return found


def _fallbacks(node: Node, depth: int) -> Iterator[list[str]]:
    """Each list of names of which the next is asked where the one before fails."""
    if not isinstance(node, Mapping) or depth > 3:
        return
    for pair in node.pairs:
        if pair.key not in FALLBACKS:
            yield from _fallbacks(pair.value, depth + 1)
            continue
        plain = [said(each) for each in _listed(pair.value) if isinstance(each, Scalar)]
        if plain:
            yield plain
        for each in _listed(pair.value):
            for entry in each.pairs if isinstance(each, Mapping) else ():
                yield [entry.key, *(said(one) for one in _listed(entry.value))]


def _under(node: Node | None, key: str) -> Node | None:
    pairs = node.pairs if isinstance(node, Mapping) else ()
    return next((pair.value for pair in pairs if pair.key == key), None)


def _listed(node: Node | None) -> Sequence[Node]:
    return node.items if isinstance(node, Items) else ()
