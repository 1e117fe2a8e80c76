"""Makes code use another class of an SDK, and imports it with as few bytes changed as possible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst
from libcst import metadata

from migrator.changes import CannotWrite, UseSymbol
from migrator.languages.python.follow import resolved
from migrator.languages.python.lines import indent_of, line_end, newline_of
from migrator.languages.python.parse import Parsed
from migrator.languages.python.splices import Splice
from migrator.languages.python.tree import Finder, inside

REFUSED = "interface-change"


def use_symbols(parsed: Parsed, finder: Finder, changes: Sequence[tuple[int, UseSymbol]]) -> Iterator[Splice]:
    """The splices of all changes of classes in one document."""
    by_name: dict[tuple[str, str, str], list[tuple[int, UseSymbol, cst.Name]]] = {}
    for owner, change in changes:
        node = finder.expression(change.site)[-1]
        if isinstance(node, cst.Name):
            by_name.setdefault((node.value, change.old, change.new), []).append((owner, change, node))
        elif isinstance(node, cst.Attribute) and _module(change.old) == _module(change.new):
            start, end = parsed.spans.characters(node.attr)
            yield Splice(start, end, _last(change.new), owner)
        else:
            raise CannotWrite(REFUSED, f"the way to {change.old} is no plain import; call {change.new} by hand")
    if by_name:
        yield from _Imports(parsed).splices(by_name)


class _Imports:
    """The imports of one module."""

    def __init__(self, parsed: Parsed) -> None:
        self._parsed = parsed
        wrapper = metadata.MetadataWrapper(parsed.module, unsafe_skip_copy=True)
        self._scopes = resolved(parsed, wrapper, metadata.ScopeProvider)
        self._statements = {
            small: line
            for line in inside(parsed.module)
            if isinstance(line, cst.SimpleStatementLine)
            for small in line.body
            if isinstance(small, cst.ImportFrom)
        }

    def splices(self, by_name: dict[tuple[str, str, str], list[tuple[int, UseSymbol, cst.Name]]]) -> Iterator[Splice]:
        for (name, old, new), uses in by_name.items():
            scope = self._scopes.get(uses[0][2])
            found = list(scope[name]) if scope is not None else []
            statement = getattr(found[0], "node", None) if len(found) == 1 else None
            if scope is None or not isinstance(statement, cst.ImportFrom) or _dotted(statement.module) != _module(old):
                raise CannotWrite(REFUSED, f"`{name}` is not plainly imported from {_module(old)}; call {new} by hand")
            mine = {node for _, _, node in uses}
            others = any(access.node not in mine for each in found for access in each.references)
            keep = others or any(change.keep for _, change, _ in uses) or f'"{name}"' in self._parsed.text
            yield from self._changed(scope, statement, name, new, uses, keep)

    def _changed(
        self,
        scope: metadata.Scope,
        statement: cst.ImportFrom,
        name: str,
        new: str,
        uses: Sequence[tuple[int, UseSymbol, cst.Name]],
        keep: bool,
    ) -> Iterator[Splice]:
        wanted = _last(new)
        owner = min(each for each, _, _ in uses)
        alias = next(each for each in _aliases(statement) if (each.evaluated_alias or each.evaluated_name) == name)
        there = list(scope[wanted])
        if there and not all(_brings(each, new) for each in there):
            raise CannotWrite(REFUSED, f"the name `{wanted}` means something else in this file")
        same = _module(new) == _dotted(statement.module)
        alone = len(_aliases(statement)) == 1
        renamed = True
        if there:
            if not keep and not alone:
                yield self._without(statement, alias, owner)
        elif not keep and (same or alone):
            start, end = self._parsed.spans.characters(alias.name)
            yield Splice(start, end, wanted, owner)
            if not same and statement.module is not None:
                yield Splice(*self._parsed.spans.characters(statement.module), _module(new), owner)
            renamed = alias.asname is None
        elif same:
            end = self._end_of_name(alias)
            yield Splice(end, end, f", {wanted}", owner)
        else:
            if not keep:
                yield self._without(statement, alias, owner)
            yield self._line(statement, f"from {_module(new)} import {wanted}", owner)
        if renamed:
            for number, _, node in uses:
                yield Splice(*self._parsed.spans.characters(node), wanted, number)

    def _without(self, statement: cst.ImportFrom, alias: cst.ImportAlias, owner: int) -> Splice:
        """One of several names goes, with a comma."""
        aliases = _aliases(statement)
        at = aliases.index(alias)
        spans = self._parsed.spans
        if at + 1 < len(aliases):
            span = spans.characters(alias)[0], spans.characters(aliases[at + 1])[0]
        else:
            span = self._end_of_name(aliases[at - 1]), self._end_of_name(alias)
        if "#" in self._parsed.text[span[0] : span[1]]:
            raise CannotWrite(REFUSED, "a comment stands between the imported names; change the import by hand")
        return Splice(*span, "", owner)

    def _end_of_name(self, alias: cst.ImportAlias) -> int:
        last = alias.asname.name if alias.asname is not None else alias.name
        return self._parsed.spans.characters(last)[1]

    def _line(self, statement: cst.ImportFrom, words: str, owner: int) -> Splice:
        """A line behind the statement's own."""
        line = self._statements.get(statement)
        if line is None or len(line.body) != 1:
            raise CannotWrite(REFUSED, f"write `{words}` by hand: the import shares its line with other code")
        text = self._parsed.text
        start, end = self._parsed.spans.characters(statement)
        at = line_end(text, end)
        return Splice(at, at, f"{newline_of(text, start)}{indent_of(text, start)}{words}", owner)


def _aliases(statement: cst.ImportFrom) -> Sequence[cst.ImportAlias]:
    return () if isinstance(statement.names, cst.ImportStar) else statement.names


def _brings(assignment: metadata.BaseAssignment, symbol: str) -> bool:
    """Whether a name is this symbol, by whichever of the SDK's modules it is imported."""
    node = getattr(assignment, "node", None)
    return isinstance(node, cst.ImportFrom) and _dotted(node.module).split(".")[0] == symbol.split(".")[0]


def _module(symbol: str) -> str:
    return symbol.rpartition(".")[0]


def _last(symbol: str) -> str:
    return symbol.rpartition(".")[2]


def _dotted(node: cst.BaseExpression | None) -> str:
    if isinstance(node, cst.Attribute):
        return f"{_dotted(node.value)}.{node.attr.value}"
    return node.value if isinstance(node, cst.Name) else ""
