"""DSM102 and DSM103 for retired ids that reach no call: registries, tables, documentation, comparisons."""

from __future__ import annotations

import re
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
_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
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
    text = data[mention.site.start : mention.site.end].decode("utf-8", "surrogateescape")
    same = [each for each, (found_model, _) in enumerate(found) if found_model == model]
    # Where there are escapes, their letters are no part of the word behind them.
    for spelled in (text, _ESCAPE.sub(lambda escape: " " * len(escape[0]), text)):
        places = [at for _, at in find_ids(spelled, (model,), prefixes)]
        if len(places) == len(same):
            start = mention.site.start + len(text[: places[same.index(number)]].encode("utf-8", "surrogateescape"))
            return Site(mention.site.path, start, start + len(model.encode()))
    return mention.site
