"""DSM102 and DSM103 for retired ids that reach no call: registries, tables, documentation, comparisons."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from migrator.drafts import Draft, Note
from migrator.facts import FileFacts, Mention
from migrator.findings import Certainty, Refusal
from migrator.ids import find_ids
from migrator.values import Site

BRANCHES = {
    "comparison": "comparison",
    "choices": "choices",
    "type": "choices",
    "lookup": "key",
    "pattern": "pattern",
    "match": "comparison",
}
DOCUMENTATION = Refusal("documentation", "text is never edited; change it by hand where it still recommends the old model")


def check(
    facts: FileFacts, data: bytes, retired: frozenset[str], spoken: Collection[Site], prefixes: tuple[str, ...] = ()
) -> Iterator[Draft]:
    """One note for each mention that no finding speaks of already; `prefixes` may stand before an id."""
    for mention in facts.mentions:
        if mention.site in spoken or any(site.contains(mention.site) for site in spoken):
            continue
        found = list(find_ids(mention.text, retired, prefixes))
        for number, (model, _) in enumerate(found):
            site = _narrow(mention, data, model, number, found, prefixes)
            rule, key, refusal = "DSM102", "mention", None
            if mention.kind in BRANCHES:
                rule, key = "DSM103", BRANCHES[mention.kind]
            elif mention.kind == "docstring":
                key, refusal = "documentation", DOCUMENTATION
            yield Draft(rule, Note(key, {"model": model}), site, Certainty.POSSIBLE, model=model, refusal=refusal)


def _narrow(
    mention: Mention, data: bytes, model: str, number: int, found: list[tuple[str, int]], prefixes: tuple[str, ...]
) -> Site:
    """The id itself where the string holds more than it."""
    if mention.text == model:
        return mention.site
    raw = data[mention.site.start : mention.site.end]
    text = raw.decode("utf-8", "replace")
    places = [(each, at) for each, at in find_ids(text, {each for each, _ in found}, prefixes)]
    if len(places) == len(found) and places[number][0] == model:
        start = mention.site.start + len(text[: places[number][1]].encode())
        if data.startswith(model.encode(), start):
            return Site(mention.site.path, start, start + len(model.encode()))
    wanted = model.encode()
    at = -1
    for same in range(sum(1 for earlier, _ in found[: number + 1] if earlier == model)):
        at = raw.find(wanted, at + 1 if same else 0)
    if at < 0:
        return mention.site
    start = mention.site.start + at
    return Site(mention.site.path, start, start + len(wanted))
