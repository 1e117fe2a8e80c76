"""What a Python module's walk collects on its way, before it becomes `FileFacts`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import libcst as cst

from migrator.facts import (
    FormalParameter,
    Function,
)
from migrator.languages.collector import Collector
from migrator.link.common import GENERATED
from migrator.values import Literal, Opaque, Site, Value

SiteOf = Callable[[cst.CSTNode], Site]
T = TypeVar("T")


class Handlers(dict[type[cst.CSTNode], T | None]):
    """By a node's kind what reads it; a light node is read as the one that it stands for."""

    def __missing__(self, kind: type[cst.CSTNode]) -> T | None:
        found = self[kind] = next((self[base] for base in kind.__mro__[1:] if base in self), None)
        return found


@dataclass(slots=True)
class OpenFunction:
    """A function whose body is being read."""

    number: int
    name: str
    scope: int
    defined_in: int
    owner: int | None
    parameters: tuple[FormalParameter, ...]
    decorators: tuple[Value, ...]
    site: Site
    returns: list[Value] = field(default_factory=list)
    yields: list[Value] = field(default_factory=list)
    may_give_nothing: bool = False
    """It has a bare `return`, or may come to its end, beside what it returns."""

    def close(self) -> Function:
        """The finished function; what a decorator makes of one that yields (a context, a fixture) gives what that yields."""
        if self.yields and self.decorators:
            self.returns.extend(self.yields)
        elif self.yields:
            self.returns = [Opaque(GENERATED, self.site, tuple(self.yields))]
        elif self.returns and self.may_give_nothing:
            self.returns.append(Literal(None, Site(self.site.path, self.site.end, self.site.end)))
        return Function(
            self.number,
            self.name,
            self.scope,
            self.defined_in,
            self.owner,
            self.parameters,
            tuple(self.returns),
            self.decorators,
            self.site,
        )


class Builder(Collector):
    """A walk over LibCST nodes."""

    def __init__(self, path: str, site: SiteOf, interesting: Callable[[str], bool]) -> None:
        """`site` tells where a node stands."""
        super().__init__(path, interesting)
        self.site = site
        self.function: OpenFunction | None = None
        self.owner: int | None = None
        self.fields: dict[int, list[str]] = {}
        self.declared: dict[tuple[int, str], int] = {}

    def bind(self, name: str, value: Value, site: Site, scope: int | None = None) -> None:
        """Record that `name` takes `value` here, or where `global` and `nonlocal` say."""
        where = self.scope if scope is None else scope
        super().bind(name, value, site, self.declared.get((where, name), where))
