"""Follows the value of an expression through a Python module: names, attributes, items, loops."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Protocol, TypeVar

import libcst as cst
from libcst import metadata

from migrator.facts import Binding, FileFacts
from migrator.languages.python.deep import on_deep_stack
from migrator.languages.python.expressions import text_of
from migrator.languages.python.parse import Parsed
from migrator.languages.python.tree import Finder
from migrator.link.flow import reaching
from migrator.readings import ANY, Reading, Steps, any_position
from migrator.values import Literal, Result, Site

T = TypeVar("T")
MOST = 400
PIECES = frozenset({"append", "write", "writelines", "put", "put_nowait", "send"})


class PythonFollower:
    """Follows values through one module; parents and scopes are looked up once."""

    def __init__(self, path: str, parsed: Parsed, facts: FileFacts) -> None:
        self._path = path
        self._parsed = parsed
        self._facts = facts
        self._finder = Finder(parsed)
        wrapper = metadata.MetadataWrapper(parsed.module, unsafe_skip_copy=True)
        self._parents = resolved(parsed, wrapper, metadata.ParentNodeProvider)
        self._scopes = resolved(parsed, wrapper, metadata.ScopeProvider)
        self._stops: Collection[Steps] = ()
        self._found: list[Reading] = []
        self._named: set[tuple[cst.CSTNode, Steps]] = set()

    def follow(self, site: Site, stops: Collection[Steps], prefix: Steps = ()) -> tuple[Reading, ...] | None:
        """All places where the value of the expression ends up."""
        self._stops, self._found, self._named = stops, [], set()
        self._climb(self._finder.expression_at(site), prefix, ())
        return tuple(self._found) if len(self._found) <= MOST else None

    def _site(self, node: cst.CSTNode) -> Site:
        return Site(self._path, *self._parsed.span(node))

    def _climb(self, node: cst.BaseExpression, steps: Steps, also: tuple[Site, ...]) -> None:
        """From an expression outwards, as far as it is a step to a part, then what becomes of that."""
        sites = [self._site(node)]
        while any_position(steps) not in self._stops:
            parent = self._parents[node]
            if isinstance(parent, cst.Await):
                sites[-1] = self._site(parent)
                node = parent
                continue
            step = self._step(node, parent, steps)
            if step is None:
                break
            node, steps, replaces = step
            if replaces:
                sites[-1] = self._site(node)
            else:
                sites.append(self._site(node))
        self._ends(node, steps, tuple(sites), also)

    def _step(self, node: cst.BaseExpression, parent: cst.CSTNode, steps: Steps) -> tuple[cst.BaseExpression, Steps, bool] | None:
        """The next expression outwards, the steps to it, and whether it only completes the step before."""
        if isinstance(parent, cst.Attribute) and parent.value is node:
            return parent, (*steps, parent.attr.value), False
        if isinstance(parent, cst.Subscript) and parent.value is node and len(parent.slice) == 1:
            index = parent.slice[0].slice
            return (parent, (*steps, _key(index.value)), False) if isinstance(index, cst.Index) else None
        if isinstance(parent, cst.Call) and parent.func is node and steps[-1:] == ("get",) and len(parent.args) == 1:
            argument = parent.args[0]
            key = text_of(argument.value) if isinstance(argument.value, cst.SimpleString) else None
            return (parent, (*steps[:-1], key), True) if isinstance(key, str) and not argument.star else None
        return None

    def _ends(self, node: cst.BaseExpression, steps: Steps, sites: tuple[Site, ...], also: tuple[Site, ...]) -> None:
        parent = self._parents[node]
        stopped = any_position(steps) in self._stops

        def note(how: str, place: cst.CSTNode, adds: bool = False, argument: str = "", function: int | None = None) -> None:
            self._found.append(Reading(steps, sites, how, self._site(place), adds, argument, function, also))

        match parent:
            case cst.Arg():
                call = self._parents[parent]
                if isinstance(call, cst.Call) and not parent.star:
                    note("argument", call, _takes_pieces(call, parent), _position(call, parent))
                else:
                    note("lost", parent)
            case cst.Call() if parent.func is node:
                note("called", parent)
            case cst.Assign() if len(parent.targets) == 1:
                self._assigned(parent.targets[0].target, steps, stopped, parent, note)
            case cst.AnnAssign():
                self._assigned(parent.target, steps, stopped, parent, note)
            case cst.NamedExpr() if isinstance(parent.target, cst.Name) and parent.value is node and not stopped:
                self._name(parent.target, steps)
                self._climb(parent, steps, also)
            case cst.For() | cst.CompFor() if parent.iter is node:
                if isinstance(parent.target, cst.Name) and not stopped:
                    self._name(parent.target, (*steps, ANY))
                else:
                    note("read" if stopped else "kept", parent.target)
            case cst.AugAssign():
                note("read", parent, isinstance(parent.operator, cst.AddAssign))
            case cst.BinaryOperation():
                note("read", parent, self._adds_up(parent, node))
            case cst.Return():
                note("returned", parent, function=self._function(node))
            case cst.Yield():
                note("yielded", parent)
            case cst.Expr():
                note("alone", parent)
            case cst.Element() | cst.DictElement():
                note("element", parent)
            case cst.Del() | cst.AssignTarget():
                # Forgetting the name is no use of what it held; changing a part is one that nobody expects.
                if steps:
                    note("lost", parent)
            case _:
                note("tested" if self._is_test(node) else "read", parent)

    def _assigned(self, target: cst.BaseExpression, steps: Steps, stopped: bool, place: cst.CSTNode, note: _Note) -> None:
        if stopped:
            note("read", place)
        elif isinstance(target, cst.Name):
            self._name(target, steps)
        else:
            note("kept", place)

    def _name(self, target: cst.Name, steps: Steps) -> None:
        """Every place where the name that was given the value is used while it may hold it."""
        if (target, steps) in self._named:
            return
        self._named.add((target, steps))
        scope = self._scopes.get(target)
        site = self._site(target)
        bindings = next((found for found in self._facts.bindings.values() if any(each.site == site for each in found)), ())
        own = next((each for each in bindings if each.site == site), None)
        if scope is None or own is None or isinstance(scope, metadata.ClassScope):
            self._found.append(Reading(steps, (site,), "lost", site))
            return
        if isinstance(scope, metadata.GlobalScope):
            self._found.append(Reading(steps, (site,), "named", site, argument=target.value))
        uses = {access.node for each in scope[target.value] for access in each.references}
        for use in sorted(uses, key=lambda each: self._parsed.span(each)):
            others = self._others(use, scope, own, bindings)
            if others is None:
                continue
            if isinstance(use, cst.Name):
                self._climb(use, steps, others)
            else:
                self._found.append(Reading(steps, (self._site(use),), "lost", self._site(use)))

    def _others(
        self, use: cst.CSTNode, scope: metadata.Scope, own: Binding, bindings: tuple[Binding, ...]
    ) -> tuple[Site, ...] | None:
        """What else the name may hold at a use; None where it does not hold our value there."""
        here = self._scopes.get(use)
        while isinstance(here, metadata.ComprehensionScope) and here is not scope:
            here = here.parent
        # A comprehension says what it makes before it says of what.
        ordered = here is scope and not isinstance(scope, metadata.ComprehensionScope)
        live = reaching(self._facts, bindings, self._parsed.span(use)[0]) if ordered else list(bindings)
        if own not in live:
            return None
        return tuple(
            self._facts.calls[each.value.call].site if isinstance(each.value, Result) else each.value.site
            for each in live
            if each is not own and not (isinstance(each.value, Literal) and each.value.value is None)
        )

    def _function(self, node: cst.CSTNode) -> int | None:
        """The number of the innermost function around."""
        place = self._site(node)
        found = [each for each in self._facts.functions if each.site.contains(place) and each.name != "<lambda>"]
        return min(found, key=lambda each: each.site.end - each.site.start).number if found else None

    def _adds_up(self, sum_: cst.BinaryOperation, node: cst.BaseExpression) -> bool:
        """`x = x + part`."""
        around = self._parents[sum_]
        return (
            sum_.right is node
            and isinstance(sum_.operator, cst.Add)
            and isinstance(sum_.left, cst.Name)
            and isinstance(around, cst.Assign)
            and len(around.targets) == 1
            and isinstance(target := around.targets[0].target, cst.Name)
            and target.value == sum_.left.value
        )

    def _is_test(self, node: cst.BaseExpression) -> bool:
        """Whether only truth, or whether there is a value at all, is asked for."""
        parent = self._parents[node]
        if isinstance(parent, (cst.Comparison, cst.ComparisonTarget)):
            whole = parent if isinstance(parent, cst.Comparison) else self._parents[parent]
            sides = [whole.left, *(each.comparator for each in whole.comparisons)] if isinstance(whole, cst.Comparison) else []
            return any(isinstance(side, cst.Name) and side.value == "None" for side in sides)
        if isinstance(parent, cst.UnaryOperation):
            return isinstance(parent.operator, cst.Not)
        if isinstance(parent, cst.BooleanOperation):
            return self._is_test(parent)
        return isinstance(parent, (cst.If, cst.While, cst.Assert, cst.IfExp)) and parent.test is node


def resolved(
    parsed: Parsed, wrapper: metadata.MetadataWrapper, provider: type[metadata.BaseMetadataProvider[T]]
) -> Mapping[cst.CSTNode, T]:
    """What a provider knows of each node, found where deep trees may be walked."""
    if parsed.deep:
        return on_deep_stack(lambda: wrapper.resolve(provider))
    return wrapper.resolve(provider)


class _Note(Protocol):
    """The type of the function that notes a reading."""

    def __call__(
        self, how: str, place: cst.CSTNode, adds: bool = False, argument: str = "", function: int | None = None
    ) -> None: ...


def _key(node: cst.BaseExpression) -> str:
    said = text_of(node) if isinstance(node, cst.SimpleString) else None
    if isinstance(said, str):
        return said
    return node.value if isinstance(node, cst.Integer) and node.value.isdigit() else ANY


def _position(call: cst.Call, argument: cst.Arg) -> str:
    if argument.keyword is not None:
        return f"keyword:{argument.keyword.value}"
    return f"position:{call.args.index(argument)}"


def _takes_pieces(call: cst.Call, argument: cst.Arg) -> bool:
    """Whether the call puts one piece behind the others: `print(x, end="")`, `parts.append(x)`, `out.write(x)`."""
    if argument.keyword is not None or call.args[0] is not argument:
        return False
    if isinstance(call.func, cst.Attribute):
        return call.func.attr.value in PIECES
    ends = [each.value for each in _keywords(call, "end")]
    ended = len(ends) == 1 and isinstance(ends[0], cst.SimpleString) and text_of(ends[0]) == ""
    alone = sum(each.keyword is None for each in call.args) == 1
    return isinstance(call.func, cst.Name) and call.func.value == "print" and ended and alone


def _keywords(call: cst.Call, name: str) -> Iterator[cst.Arg]:
    return (each for each in call.args if each.keyword is not None and each.keyword.value == name)
