"""Attacks every regular expression of the package with text made from its own shape; prints each before it is tried."""

from __future__ import annotations

import importlib
import pkgutil
import random
import re
import sys
from collections.abc import Iterable, Iterator

if sys.version_info >= (3, 11):
    from re import _constants as constants  # type: ignore[attr-defined]
    from re import _parser as shapes  # type: ignore[attr-defined]
else:
    import sre_constants as constants
    import sre_parse as shapes

PUMPS = 26
"""So often is each repeated part repeated: an exponential one takes minutes, any other none of your time."""
SIGNS = "xaA1 \t-./\"'=\\#{([<:>,`~_\n@$*+|!?)}];&%^\r中" + "".join(map(chr, range(33)))


def patterns() -> dict[tuple[str | bytes, int], str]:
    """Every compiled expression that a module of the package holds, in whatever it holds it."""
    import migrator

    found: dict[tuple[str | bytes, int], str] = {}
    for each in pkgutil.walk_packages(migrator.__path__, "migrator."):
        if each.name.endswith("__main__"):
            continue
        try:
            module = importlib.import_module(each.name)
        except ImportError:
            # An extra that is not installed.
            continue
        for name, value in vars(module).items():
            for one in _held(value):
                found.setdefault((one.pattern, one.flags), f"{each.name}.{name}")
    return found


def _held(value: object) -> Iterator[re.Pattern[str] | re.Pattern[bytes]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, (tuple, list, dict)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _held(each)


def sample(tree: Iterable[tuple[object, object]], chance: random.Random) -> str:
    """Text that the expression matches, or nearly so."""
    out = ""
    for kind, given in tree:
        if kind is constants.LITERAL:
            out += chr(given)  # type: ignore[arg-type]
        elif kind is constants.NOT_LITERAL:
            out += {True: "y", False: "x"}[given == ord("x")]
        elif kind is constants.ANY:
            out += "x"
        elif kind is constants.IN:
            out += _of_class(given)  # type: ignore[arg-type]
        elif "REPEAT" in str(kind):
            least, _, inner = given  # type: ignore[misc]
            out += "".join(sample(inner, chance) for _ in range(max(least, chance.randrange(2))))
        elif kind is constants.SUBPATTERN:
            out += sample(given[3], chance)  # type: ignore[index]
        elif kind is constants.BRANCH:
            out += sample(chance.choice(given[1]), chance)  # type: ignore[index]
    return out


def _of_class(members: list[tuple[object, object]]) -> str:
    negated = bool(members) and members[0][0] is constants.NEGATE
    return next((sign for sign in SIGNS if any(_is_in(sign, *each) for each in members[negated:]) != negated), "")


def _is_in(sign: str, kind: object, given: object) -> bool:
    if kind is constants.LITERAL:
        return ord(sign) == given
    if kind is constants.RANGE:
        return given[0] <= ord(sign) <= given[1]  # type: ignore[index, no-any-return]
    held = {"SPACE": sign.isspace(), "WORD": sign.isalnum() or sign == "_", "DIGIT": sign.isdigit()}
    name = str(given).rpartition(".")[2].removeprefix("CATEGORY_")
    return held[name.removeprefix("NOT_")] != name.startswith("NOT_")


def attacks(tree: Iterable[tuple[object, object]], chance: random.Random, before: str = "") -> Iterator[tuple[str, str]]:
    """What leads to each repeated part, and what it may repeat."""
    for kind, given in tree:
        if "REPEAT" in str(kind):
            for _ in range(4):
                yield before, sample(given[2], chance)  # type: ignore[index]
            yield from attacks(given[2], chance, before)  # type: ignore[index]
        elif kind is constants.SUBPATTERN:
            yield from attacks(given[3], chance, before)  # type: ignore[index]
        elif kind is constants.BRANCH:
            for each in given[1]:  # type: ignore[index]
                yield from attacks(each, chance, before)
        before += sample([(kind, given)], chance)


def main() -> None:
    chance = random.Random(1)
    tried = 0
    for (text, flags), name in patterns().items():
        print(name, flush=True)
        expression = re.compile(text, flags)
        for before, pump in sorted({each for each in attacks(shapes.parse(text, flags), chance) if each[1]}):  # type: ignore[arg-type]
            for tail in ("\0", "x", "\n"):
                attack = before + pump * PUMPS + tail
                given = attack.encode() if isinstance(text, bytes) else attack
                for match in (expression.search, expression.match, expression.fullmatch):
                    match(given)  # type: ignore[arg-type]
                tried += 1
    print(f"{tried} attacks", file=sys.stderr)


if __name__ == "__main__":
    main()
