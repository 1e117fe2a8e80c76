"""What `new URL(…)` says: the address itself, below another one, and the parts of it that Node's requests are given."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from migrator.facts import Call, FileFacts
from migrator.hosts import HOLE
from migrator.link.common import Outcomes
from migrator.outcomes import Constant, Frames, Outcome, Text, Unknown
from migrator.values import Literal

if TYPE_CHECKING:
    from migrator.link.evaluate import Linker

MAKERS = frozenset({"URL", "url.URL", "url.default.URL"})
CHANGED = frozenset({"host", "hostname", "href", "pathname"})
"""What another address is made of, once it is set."""


def made(linker: Linker, symbol: str, call: Call, where: FileFacts, frames: Frames) -> Outcomes | None:
    """The addresses that such a call makes; None for any other."""
    given = [each.value for each in call.arguments if each.kind == "positional"]
    if symbol not in MAKERS or len(given) not in (1, 2) or _changes_one(where):
        return None
    below = linker.outcomes(given[0], where.path, frames)
    if len(given) == 1:
        return below
    bases = linker.outcomes(given[1], where.path, frames)
    return tuple(_below(base, path) for base in bases for path in below)


def part_of(base: Outcome, name: str, outcome: Outcome) -> Outcome | None:
    """A part of an address, as its object tells it; None for any other attribute."""
    text = _text(base)
    if text is None or "://" not in text:
        return None
    read = urlsplit(text)
    parts = {"href": text, "host": read.netloc, "hostname": read.hostname or "", "pathname": read.path or "/"}
    parts["origin"] = f"{read.scheme}://{read.netloc}"
    said = parts.get(name)
    if said is None:
        return None
    return replace(outcome, form=Text(said, ()) if HOLE in said else Constant(said, exact=False))


def _changes_one(where: FileFacts) -> bool:
    """Whether a file says another part of some address: `url.hostname = proxy`."""
    keys = (key for each in where.mutations for key in each.keys[-1:])
    return any(isinstance(key, Literal) and key.value in CHANGED for key in keys)


def _below(base: Outcome, path: Outcome) -> Outcome:
    """`new URL(path, base)`."""
    first, second = _text(base), _text(path)
    if first is None or second is None or second.startswith(HOLE) or "://" not in first:
        return replace(path, form=Unknown("unresolved"))
    said = urljoin(first, second)
    return replace(
        base,
        form=Text(said, ()) if HOLE in said else Constant(said, exact=False),
        given=base.given | path.given,
        steps=(*base.steps, *path.steps),
    )


def _text(outcome: Outcome) -> str | None:
    form = outcome.form
    said = form.text if isinstance(form, Text) else form.value if isinstance(form, Constant) else None
    return said if isinstance(said, str) else None
