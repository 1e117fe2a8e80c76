"""The language of messages: which one is wanted, and each English text's counterpart in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

LANGUAGES = ("en", "zh")
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
_HOLE = re.compile(r"\{(\w+)(:t)?\}")
_PLURAL = re.escape("(s)")
_KINDS = {"n": r"[\d,]+", "m": r"[\d,]+", "id": r"\S+", "other": r"\S+"}
"""What a hole of this name holds; others hold anything."""
_JOINED = ((", ", "，"), (" or ", " 或 "))


def language_of(said: str | None, environment: Mapping[str, str]) -> str:
    """The language that was asked for, else the locale's, else English."""
    if said is not None:
        return said
    # As the C library has it: the first of them that is set decides.
    locale = next((environment[name] for name in _LOCALE if environment.get(name)), "")
    return "zh" if locale.partition(".")[0].partition("_")[0].lower() == "zh" else "en"


@dataclass(frozen=True, slots=True)
class Template:
    """A text with holes, and what says the same; `{name:t}` in that stands for the part's own translation."""

    shape: re.Pattern[str]
    target: str
    literal: int
    """How much of it is no hole: whatever says more is tried first."""


def template(source: str, target: str) -> Template:
    """`source` as a pattern; `(s)` in it may be missing or be an s."""
    parts: list[str] = []
    names: set[str] = set()
    literal = last = 0
    for hole in _HOLE.finditer(source):
        parts.append(re.escape(source[last : hole.start()]).replace(_PLURAL, "s?"))
        parts.append(f"(?P={hole[1]})" if hole[1] in names else f"(?P<{hole[1]}>{_KINDS.get(hole[1], '.*?')})")
        names.add(hole[1])
        literal += hole.start() - last
        last = hole.end()
    parts.append(re.escape(source[last:]).replace(_PLURAL, "s?"))
    return Template(re.compile("".join(parts), re.DOTALL), target, literal + len(source) - last)


@dataclass(slots=True, eq=False)
class Words:
    """A language's texts.

    They are found by the English ones, when everything is decided: a run's language cannot reach what it finds and
    writes, and what has no counterpart stays as it is.
    """

    lang: str = "en"
    plain: Mapping[str, str] = field(default_factory=dict)
    templates: tuple[Template, ...] = ()
    messages: Mapping[str, tuple[Template, ...]] = field(default_factory=dict)
    """By rule: those of its card."""
    page: Mapping[str, str] = field(default_factory=dict)
    """What the audit page's script says."""
    _known: dict[tuple[str, str], str] = field(default_factory=dict)

    def __call__(self, text: str, rule: str = "") -> str:
        """What says the same; with `rule`, its card is asked first."""
        if not self.plain:
            return text
        key = rule, text
        if key not in self._known:
            self._known[key] = self._translated(text, rule)
        return self._known[key]

    def labelled(self, text: str) -> str:
        """As a call; where the text as a whole is not known, labels before it stay: a place, an option, a key."""
        found = self(text)
        label, colon, rest = text.partition(": ")
        if found != text or not (colon and self.plain):
            return found
        return f"{label}: {self.labelled(rest)}"

    def _translated(self, text: str, rule: str) -> str:
        if text in self.plain:
            return self.plain[text]
        for each in (*self.messages.get(rule, ()), *self.templates):
            match = each.shape.fullmatch(text)
            if match is not None:
                return self._filled(each.target, match.groupdict())
        return text

    def _filled(self, target: str, parts: Mapping[str, str]) -> str:
        return _HOLE.sub(lambda hole: self._part(parts[hole[1]]) if hole[2] else parts[hole[1]], target)

    def _part(self, text: str) -> str:
        for joint, glue in _JOINED:
            listed = text.split(joint)
            told = [self(part) for part in listed]
            if len(listed) > 1 and all(one != other for one, other in zip(listed, told, strict=True)):
                return glue.join(told)
        return self(text)


ENGLISH = Words()


@cache
def words_of(lang: str) -> Words:
    """The texts of a language, read when it is first needed."""
    if lang == "en":
        return ENGLISH
    from migrator.translations import load_translations, texts

    listed, page = texts(lang), texts(lang, "page")
    varying = {source: target for source, target in listed.items() if _HOLE.search(source) or "(s)" in source}
    return Words(
        lang,
        {source: target for source, target in listed.items() if source not in varying},
        _ordered({source: target for source, target in varying.items() if source not in page}),
        {code: _ordered(translation.pairs) for code, translation in load_translations(lang).items()},
        {**texts(lang, "words"), **page},
    )


def _ordered(pairs: Mapping[str, str]) -> tuple[Template, ...]:
    made = (template(source, target) for source, target in pairs.items())
    return tuple(sorted(made, key=lambda each: -each.literal))
