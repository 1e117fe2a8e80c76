"""What Java's own library makes of its arguments, and what a call does with them: collections, defaults, comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrator.facts import Argument, Mutation, Use
from migrator.languages import asserting, longer_names, stores
from migrator.languages.java import written_files
from migrator.languages.java.builder import Builder
from migrator.languages.java.chains import Link
from migrator.languages.java.json_objects import PUTS
from migrator.values import (
    Callable,
    Choice,
    Entry,
    Environment,
    Literal,
    Member,
    Opaque,
    Record,
    Result,
    Sequence,
    Site,
    Value,
)

if TYPE_CHECKING:
    from tree_sitter import Node

COMPARING = frozenset({"equals", "equalsIgnoreCase", "compareTo", "compareToIgnoreCase", "contentEquals", "isEqualTo"})
# fmt: off
PATTERN = frozenset({
    "startsWith", "endsWith", "matches", "indexOf", "lastIndexOf", "split", "replace", "replaceAll", "substring", "matcher",
    "replaceFirst", "regionMatches", "substringBefore", "substringAfter", "substringBeforeLast", "substringAfterLast",
    "removePrefix", "removeSuffix", "containsMatchIn", "matchEntire",
})
"""Methods of texts and patterns, those of Kotlin among them."""
LOOKUP = frozenset({
    "get", "getOrDefault", "containsKey", "contains", "containsValue", "remove", "computeIfAbsent", "putIfAbsent",
    "computeIfPresent", "getIfPresent", "getBean", "getValue", "getOrPut", "getOrElse",
})
"""Methods that look for their first argument, also of caches and containers."""
# fmt: on
MERGE, MERGED = "merge", 3
"""What puts a value under a key or changes the one that is there, and how many arguments it takes."""
CONTAINS = "contains"
"""What a text may be asked, too."""
IS_EQUAL = "isEqualTo"
ASSERTING = frozenset({"assertEquals", "assertNotEquals", "assertSame", "assertThat", "assertTrue"})
PATHS = frozenset({"Path.of", "Paths.get"})
FILES = frozenset({"File", "FileWriter", "FileReader", "FileOutputStream", "FileInputStream", "PrintWriter", "RandomAccessFile"})
"""Classes whose instances are made with the name of a file."""
LISTS = {"List.of": "list", "Set.of": "set", "Arrays.asList": "list", "Stream.of": "list", "Collections.singletonList": "list"}
MAPS = frozenset({"Map.of", "Collections.singletonMap", "ImmutableMap.of"})
VARIABLES = frozenset({"System.getenv", "System.getProperty"})
DEFAULTS = frozenset({"orElse", "orElseGet", "getOrDefault", "requireNonNullElse", "defaultIfBlank", "defaultIfEmpty"})
ADD = "add"
"""What puts a value under a name in Gson's objects, and under a number in lists."""


class Idioms(Builder):
    """The part of the walk that knows the library."""

    def collection(self, kind: str, node: Node, members: list[Node]) -> Value:
        value = Sequence(kind, tuple(self.lower(each) for each in members), self.site(node))
        if sum(
            isinstance(each, Literal) and isinstance(each.value, str) and self.interesting(each.value) for each in value.items
        ):
            self.uses.append(Use("collection", value, value.site))
        return value

    def well_known(self, node: Node, dotted: str, name: str, base: Node | None, link: Link) -> Value | None:
        """What the language's own library makes of its arguments, where that can be said without resolving a name."""
        arguments, site = list(link.arguments), self.site(node)
        if dotted in LISTS:
            return self.collection(LISTS[dotted], node, arguments)
        if dotted in MAPS and len(arguments) % 2 == 0:
            return self.mapping(node, arguments)
        if dotted in VARIABLES and arguments:
            variable = self.lower(arguments[0])
            default = self.lower(arguments[1]) if len(arguments) > 1 else None
            known = isinstance(variable, Literal) and isinstance(variable.value, str)
            return Environment(str(variable.value) if known and isinstance(variable, Literal) else None, default, site)
        if name in DEFAULTS and arguments and base is not None:
            return self.defaulted(node, name, base, arguments)
        if dotted in ("Optional.ofNullable", "Optional.of", "Objects.requireNonNull", "String.valueOf") and arguments:
            return self.lower(arguments[0])
        if base is not None and not arguments and name in ("trim", "strip", "intern", "toString", "get"):
            inner = self.lower(base)
            return inner if isinstance(inner, (Literal, Environment)) else self.as_call(node, inner, name, site)
        return None

    def as_call(self, node: Node, base: Value, name: str, site: Site) -> Value:
        """A call without arguments on a value that has been lowered already."""
        number = self.open_call()
        self.close_call(number, Member(base, name, site), (), site)
        return Result(number, site)

    def defaulted(self, node: Node, name: str, base: Node, arguments: list[Node]) -> Value | None:
        """`Optional.ofNullable(System.getenv("X")).orElse("y")` and its like."""
        if name == "getOrDefault":
            if len(arguments) != 2:
                return None
            if self.text(base) != "System.getenv()":
                self.uses.append(Use("lookup", self.lower(arguments[0]), self.site(node)))
                return Choice(
                    "conditional", (Opaque("", self.site(node), (self.lower(base),)), self.lower(arguments[1])), self.site(node)
                )
            variable = self.lower(arguments[0])
            text = str(variable.value) if isinstance(variable, Literal) else None
            return Environment(text, self.lower(arguments[1]), self.site(node))
        pair = [base, arguments[0]] if len(arguments) == 1 else arguments[:2]
        value, default = self.lower(pair[0]), self.lower(pair[1])
        found = self.functions[default.number] if isinstance(default, Callable) else None
        if found is not None:
            default = found.returns[0] if len(found.returns) == 1 else Choice("conditional", found.returns, default.site)
        if isinstance(value, Environment) and value.default is None:
            return Environment(value.variable, default, self.site(node))
        return Choice("conditional", (value, default), self.site(node))

    def mapping(self, node: Node, arguments: list[Node]) -> Value:
        entries: list[Entry] = []
        for key_node, value_node in zip(arguments[::2], arguments[1::2], strict=True):
            entries.append(self.pair(key_node, value_node, self.between(key_node.start_byte, value_node.end_byte)))
        return self.recorded(entries, self.site(node))

    def put(self, target: Value, key: Value, value: Value, site: Site) -> None:
        """`target.put(key, value)`, which may be the next of several on what the first was called on."""
        target = self.filled_by(target)
        self.take_put(target, key, site)
        self.mutations.append(Mutation("set", target, (key,), value, self.scope, self.next_order(), self.block, site, key.site))
        if not isinstance(key, Literal):
            self.uses.append(Use("key", key, site))

    def positional(self, node: Node) -> Argument:
        value = self.lower(node)
        return Argument("positional", None, value, self.site(node), None, self.site(node))

    def note_uses(self, callee: Value, name: str, dotted: str, arguments: tuple[Argument, ...], site: Site, before: int) -> None:
        """What a call does with its receiver and arguments, where that decides or keeps something."""
        values = [each.value for each in arguments]
        self.uses.extend(stores.uses(callee, arguments, self.calls, site))
        self.uses.extend(longer_names.uses(callee, arguments, site))
        self.uses.extend(written_files.uses(callee, values))
        if awaited := asserting.awaited(callee, arguments, self.calls):
            self.relabel(before, "comparison")
            self.uses.extend(asserting.expected(self.awaited(awaited), self.calls))
        if name in ASSERTING or name == IS_EQUAL:
            self.uses.extend(asserting.compared((*values, *((callee.base,) if isinstance(callee, Member) else ())), self.calls))
        if isinstance(callee, Member) and name in COMPARING | PATTERN:
            kind = "comparison" if name in COMPARING else "pattern"
            self.relabel(before, kind)
            self.uses.extend(Use(kind, value, site) for value in (callee.base, *values))
        elif dotted in ("Objects.equals", "StringUtils.equals", "Pattern.matches") or name in ASSERTING:
            self.relabel(before, "comparison")
            self.uses.extend(Use("comparison", value, site) for value in values)
        elif dotted in PATHS:
            self.uses.extend(Use("path", value, site) for value in values)
        elif isinstance(callee, Member) and looks_up(name, values):
            self.relabel(before, "lookup")
            self.uses.append(Use("lookup", values[0], site))
            if name == CONTAINS:
                self.uses.append(Use("pattern", callee.base, site))
        elif isinstance(callee, Member) and len(values) == 2 and (name in PUTS or (name == ADD and is_text(values[0]))):
            self.put(callee.base, values[0], values[1], site)
            self.relabel_key(before, values[0])
        elif isinstance(callee, Member) and name == "putAll" and len(values) == 1:
            merged = Record((Entry(None, values[0], values[0].site),), values[0].site)
            self.mutations.append(Mutation("update", callee.base, (), merged, self.scope, self.next_order(), self.block, site))


def looks_up(name: str, values: list[Value]) -> bool:
    """Whether a method looks for its first argument."""
    return (name in LOOKUP and bool(values)) or (name == MERGE and len(values) == MERGED)


def is_text(value: Value) -> bool:
    """Whether a value is a text that is written out."""
    return isinstance(value, Literal) and isinstance(value.value, str)
