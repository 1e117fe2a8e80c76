"""Where code reads a key of a mapping, by whatever name it gets at the mapping."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from migrator.facts import FileFacts
from migrator.files.source import Source, decode
from migrator.link.evaluate import Linker
from migrator.link.program import trailing_name
from migrator.outcomes import Code, Constant, Mapping
from migrator.requests import Texts
from migrator.values import Item, Literal, Member, Reference, Sequence, Site, Value, parts_of

_TEXT = rb"""(?:"[^"\]\n]*"|'[^'\]\n]*')"""
_MAPPING = rb"(?<![\w.$\]])(?P<%s>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[\s*" + _TEXT + rb"\s*\])*%s)"
_PART = re.compile(r"\.([A-Za-z_]\w*)|\[\s*(" + _TEXT.decode() + r")\s*\]")
_KEY = rb"""(?P<%s>["']KEY["']|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)"""
_READ = rb"(?!\s*=[^=])"
_WAYS = (
    _MAPPING % (b"item", b"?") + rb"\s*\[\s*" + _KEY % b"index" + rb"\s*\]" + _READ,
    _MAPPING % (b"got", b"?") + rb"\.(?:get|pop|setdefault)\(\s*" + _KEY % b"asked" + rb"\s*[,)]",
    _MAPPING % (b"object", b"?") + rb"\??\.KEY\b" + _READ,
    rb"(?<!for )(?<![\w.])" + _KEY % b"sought" + rb"\s+(?:not\s+)?in\s+" + _MAPPING % (b"looked", b""),
    rb"\{(?P<names>(?:[^{}]|\{[^{}]*\})*)\}\s*=\s*" + _MAPPING % (b"taken", b""),
    rb"\bfor\s+(?P<each>\w+)(?:\s*,\s*\w+)?\s+in\s+" + _MAPPING % (b"sifted", b"") + rb"(?:\(\))?(?:\s*:)?\s*if\s+(?P=each)\s*"
    rb"""(?:[!=]=|(?:not\s+)?in\b)[^\n]{0,99}?["']KEY["']""",
)
"""How Python and JavaScript read a key; KEY stands for it. Each takes time in proportion to the text, whatever that is."""


_ITSELF = re.compile(r"\.(?:keys|items)$")
"""What a mapping gives of all its keys."""
_PUTS = frozenset({"put", "set", "setattr", "update", "fromkeys"})
"""What is told a key and asks for none."""


@dataclass(frozen=True, slots=True)
class _Reading:
    place: Site
    mapping: Value


@dataclass
class KeyReaders:
    """The places of a project that read keys of mappings."""

    linker: Linker
    texts: Texts
    _found: dict[tuple[str, str], tuple[_Reading, ...]] = field(default_factory=dict)
    _names: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def reading(self, entry: Site, key: str, touched: Collection[Site]) -> Site | None:
        """Where the key that an entry gives a mapping is read, outside of what changes."""
        files = self.linker.program.facts
        for path in (entry.path, *sorted(files.keys() - {entry.path})):
            for each in self._readings(files[path], key):
                if not any(site.contains(each.place) for site in touched) and self._may_hold(each.mapping, path, entry):
                    return each.place
        return None

    def takes(self, code: Code, key: str) -> bool:
        """Whether a function takes a key by a parameter's name when it is called with what is unpacked."""
        function = self.linker.program.facts[code.path].functions[code.number]
        return any(each.name == key and each.nameable for each in function.parameters)

    def _may_hold(self, mapping: Value, path: str, entry: Site) -> bool:
        forms = (each.form for each in self.linker.outcomes(mapping, path))
        return any(isinstance(form, Mapping) and any(slot.site == entry for slot in form.slots) for form in forms)

    def _readings(self, facts: FileFacts, key: str) -> tuple[_Reading, ...]:
        """What reads such a key in a file that says it, or a name that does."""
        if (facts.path, key) not in self._found:
            data = self.texts.bytes_of(facts.path)
            able = any(word.encode() in data for word in self._saying(key))
            self._found[facts.path, key] = (*self._read(facts, data, key), *_asked(facts, key)) if able else ()
        return self._found[facts.path, key]

    def _saying(self, key: str) -> tuple[str, ...]:
        """A key, and the names of the project that hold it, or something with it inside."""
        if key not in self._names:
            able = [each for each in self.linker.program.facts.values() if key.encode() in self.texts.bytes_of(each.path)]
            bound = [(name, each.value) for facts in able for (_, name), found in facts.bindings.items() for each in found]
            bound += [(each.name, each.value) for facts in able for each in facts.attributes]
            held = [name for name, value in bound if any(_is_key(part, key) for part in parts_of(value))]
            self._names[key] = (key, *dict.fromkeys(held))
        return self._names[key]

    def _read(self, facts: FileFacts, data: bytes, key: str) -> Iterator[_Reading]:
        source = decode(facts.path, data, facts.language)
        encoding = source.encoding if isinstance(source, Source) else "utf-8"
        names: dict[str, bool] = {}
        for way in _WAYS:
            for found in re.finditer(way.replace(b"KEY", re.escape(key.encode())), data):
                said = {name: text for name, text in found.groupdict().items() if text is not None}
                groups = {name: text.decode(encoding, "replace") for name, text in said.items()}
                if "names" in groups and re.search(rf"\b{re.escape(key)}\b", groups["names"]) is None:
                    continue
                spelled = next((groups[each] for each in ("index", "asked", "sought") if each in groups), "")
                mapping = next(each for each in ("item", "got", "object", "looked", "taken", "sifted") if each in groups)
                if spelled[:1] not in ("", '"', "'"):
                    if spelled not in names:
                        names[spelled] = self._may_be(facts, spelled, key)
                    if not names[spelled]:
                        continue
                place = Site(facts.path, found.start(mapping), found.end(mapping))
                whole = Site(facts.path, found.start(), found.end())
                yield _Reading(whole, self.linker.keep(_value(_ITSELF.sub("", groups[mapping]), place, facts)))

    def _may_be(self, facts: FileFacts, name: str, key: str) -> bool:
        """Whether a name of a file, or an attribute, may say a key."""
        if "." in name:
            return not set(self._saying(key)).isdisjoint(name.split("."))
        values = [each.value for (_, bound), found in facts.bindings.items() if bound == name for each in found]
        outcomes = (each for value in values for each in self.linker.outcomes(value, facts.path))
        return any(isinstance(each.form, Constant) and each.form.value == key for each in outcomes)


def _asked(facts: FileFacts, key: str) -> Iterator[_Reading]:
    """Calls that are told the key with a mapping, and what is taken of something that has no name: `conf()["key"]`."""
    given = [each.value for found in facts.bindings.values() for each in found]
    for call in facts.calls:
        said = [each.value for each in call.arguments]
        given += said
        if any(_tells(value, key) for value in said) and trailing_name(call.callee) not in _PUTS:
            asked = [call.callee.base] if isinstance(call.callee, Member) else []
            yield from (_Reading(call.site, each) for each in (*asked, *said))
    given += [value for function in facts.functions for value in function.returns]
    given += [each.value for each in facts.attributes]
    for part in (part for value in given for part in parts_of(value)):
        if isinstance(part, Item) and _is_key(part.key, key):
            yield _Reading(part.site, part.base)


def _tells(value: Value, key: str) -> bool:
    """Whether a value is the key, or one of those listed."""
    return any(_is_key(each, key) for each in (value.items if isinstance(value, Sequence) else (value,)))


def _is_key(value: Value, key: str) -> bool:
    return isinstance(value, Literal) and value.value == key


def _value(text: str, place: Site, facts: FileFacts) -> Value:
    """A name with what is taken of it, as the code around it means it."""
    # What takes a key away reads it as well: it was there before that.
    taken = next((each.site for each in facts.mutations if each.site.contains(place)), place)
    around = [each for each in facts.functions if each.site.contains(place)]
    inner = max(around, key=lambda each: each.site.start, default=None)
    root = re.match(r"\w+", text)
    assert root is not None
    value: Value = Reference(root[0], inner.scope if inner is not None else 0, taken)
    for part in _PART.finditer(text, root.end()):
        if part[1] is not None:
            value = Member(value, part[1], place)
        else:
            value = Item(value, Literal(part[2][1:-1], place), place)
    return value
