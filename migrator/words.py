"""The words of the rulebook that make a file, or a string in it, worth a look."""

from __future__ import annotations

import re
from collections.abc import Sequence

from migrator.files.sieve import Sieve
from migrator.rulebook import COVERED, SETTING, Rulebook
from migrator.sieves import SecondLook, Sieves

DIRECTIVE = "deepseek-migrate:"
TEXT_CLIENTS = ("curl", "wget", "http POST", "POST http", "POST {{", "Invoke-RestMethod", "Invoke-WebRequest")
"""Commands that may take their body from another file."""


STEM = 6


def candidate_words(rulebook: Rulebook) -> tuple[str, ...]:
    """Model ids of the rulebook, the names of settings that are often misplaced, and what an ignore comment begins with."""
    return tuple(sorted({*rulebook.models, DIRECTIVE, *_switches(rulebook)}))


def _switches(rulebook: Rulebook) -> set[str]:
    """The names of the switch, and of what it stands in elsewhere."""
    parts = {part for protocol in rulebook.protocols.values() for each in protocol.foreign for part in each.at.split("/")}
    return _own_switches(rulebook) | {part for part in parts if part.count("_") > 1}


def _own_switches(rulebook: Rulebook) -> set[str]:
    names: set[str] = set()
    for protocol in rulebook.protocols.values():
        setting = protocol.settings.get(SETTING)
        names.update(name for name, pointer in protocol.own.items() if setting is not None and pointer == setting.at)
    return names


def calling_words(rulebook: Rulebook) -> tuple[str, ...]:
    """What a file that sends requests says, whatever it calls the client."""
    operations = [operation for surface in rulebook.surfaces for operation in surface.operations]
    dotted = [name for operation in operations for name in (*operation.paths, *operation.symbols)]
    users = (name.rpartition(".")[2] for operation in operations for name in operation.used_by)
    # A chain may break its line before `builder`.
    built = (name.split(".")[-2] for name in dotted if name.endswith(".builder"))
    words = (word for operation in operations for word in operation.words)
    return tuple(
        sorted({*TEXT_CLIENTS, *users, *built, *words, *(".".join(name.split(".")[-2:]) for name in dotted if name.count("."))})
    )


def sieve_of(rulebook: Rulebook) -> Sieves:
    """The sieve that the rulebook asks for."""
    # Where nothing is retired yet, any word will do: there is nothing to find.
    stem = _beginning(sorted(rulebook.retired_ids()) or sorted(rulebook.models)[:1])
    words = candidate_words(rulebook)
    stems = Sieve.of((*_stems(words), stem))
    looked = Sieve.of(words, rulebook.evidence_words)
    calls, second = Sieve.of(calling_words(rulebook)), second_look(rulebook, stems, looked)
    return Sieves(stems, looked, stem, calls, rulebook.vendor.short, second)


def second_look(rulebook: Rulebook, stems: Sieve, words: Sieve) -> SecondLook:
    """What is asked of a file in which `words` were found."""
    begun: set[str] = set()
    of_ids: set[str] = set()
    operations = [operation for surface in rulebook.surfaces for operation in surface.operations]
    heads = {*rulebook.own_prefixes(), *(prefix for operation in operations for prefix in operation.prefixes)}
    for model in rulebook.models:
        for stem in (needle.decode() for needle in stems.needles):
            before, found, _ = model.partition(stem)
            if found:
                of_ids.add(stem)
                begun.add(model[len(before) :])
                heads.add(before)
    switches, own = _switches(rulebook), _own_switches(rulebook)
    others = {prefix for provider in rulebook.providers if provider.kind != COVERED for prefix in provider.prefixes}
    # Where a call that takes such a name may say another address than the prefix means, the name alone proves nothing.
    foreign = others - heads
    heads = {head for head in heads if head.endswith("/")}
    return SecondLook(
        tuple(sorted(of_ids)),
        tuple(sorted(begun)),
        tuple(sorted(needle.decode() for needle in words.needles if needle.decode() not in switches)),
        tuple(sorted(heads)),
        tuple(sorted(foreign)),
        tuple(sorted(own)),
        tuple(sorted(switches - own)),
        (DIRECTIVE,),
    )


def _stems(words: Sequence[str]) -> list[str]:
    """A few pieces, long enough to be rare, of which each word begins with one."""
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(word[:STEM], []).append(word)
    return [_beginning(sorted(group)) for group in groups.values()]


def _beginning(words: Sequence[str]) -> str:
    """What all of them begin with; sorted, the first and the last differ the most."""
    first, last = words[0], words[-1]
    return next((first[:at] for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), first)


class Interesting:
    """Tells which strings of a program may name a model, a host or a variable."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern

    def __call__(self, text: str) -> bool:
        """Whether this one may."""
        return self.pattern.search(text) is not None


def interesting_strings(rulebook: Rulebook) -> Interesting:
    """Tells which strings of a program may name a model, a host or a variable."""
    words = {*rulebook.models, *rulebook.evidence_words}
    return Interesting(re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))))
