"""What a fix wants changed, said without any language's syntax; a language's writer turns it into edits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from migrator.values import Scalar, Site


@dataclass(frozen=True, slots=True)
class RenameText:
    """The string literal at `site` says `new` instead of `old`; quotes and prefixes stay."""

    site: Site
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class SetConstant:
    """The expression at `site` becomes this constant."""

    site: Site
    value: Scalar
    wrapper: str = ""
    """The function that a value has to go through there."""


@dataclass(frozen=True, slots=True)
class CoerceBoolean:
    """The expression at `site` is wrapped so that it is true or false, never null."""

    site: Site
    wrapper: str = ""
    """The function that a value has to go through there: what has gone through it elsewhere is no boolean any more."""


@dataclass(frozen=True, slots=True)
class AddToCall:
    """The call at `site` passes `value` under `keyword`, or under `path` inside the mapping that `keyword` takes.

    `mapping` tells what that keyword holds today: "absent", "literal" (its mapping is written at `mapping_site`), or
    "expression" (an expression at `mapping_site`; `mapping_known` when it is proven to be a mapping, so that no `or {}`
    is needed). `wins` says whether the new value beats what the mapping may hold (written after it) or gives way
    (written before it).
    """

    site: Site
    keyword: str
    path: tuple[str, ...]
    value: Scalar
    mapping: str = "absent"
    mapping_site: Site | None = None
    mapping_known: bool = False
    wins: bool = False
    wrapper: str = ""
    """The function that the value has to go through there."""
    gives_way_to: str = ""
    """The keyword whose mapping may hold the same key already: this one, or another whose mapping lands in the same place."""


@dataclass(frozen=True, slots=True)
class MoveInCall:
    """The argument at `argument` of the call at `site` goes to `keyword` / `path`; its value is `value_site`, as written.

    `value`, if given, is written instead of the old expression (`"true"` becomes true) and `coerce` makes it a boolean.
    The other fields are those of `AddToCall`; a moved value is written after what the mapping holds.
    """

    site: Site
    argument: Site
    value_site: Site
    keyword: str
    path: tuple[str, ...]
    mapping: str = "absent"
    mapping_site: Site | None = None
    mapping_known: bool = False
    value: Scalar = None
    replaces_value: bool = False
    coerce: bool = False
    wrapper: str = ""


@dataclass(frozen=True, slots=True)
class DropArgument:
    """The argument at `argument` of the call at `site` goes, with its comma."""

    site: Site
    argument: Site


@dataclass(frozen=True, slots=True)
class AddEntry:
    """The mapping written at `site` gains `path` = `value`; `path` longer than one makes or enters inner mappings."""

    site: Site
    path: tuple[str, ...]
    value: Scalar
    first: bool = False


@dataclass(frozen=True, slots=True)
class MoveEntry:
    """The entry at `entry` of the mapping written at `site` goes to `path` from that mapping's own root.

    `container` is the mapping that receives it when it is already written as a literal elsewhere, else None.
    """

    site: Site
    entry: Site
    value_site: Site
    path: tuple[str, ...]
    container: Site | None = None
    value: Scalar = None
    replaces_value: bool = False
    wrapper: str = ""


@dataclass(frozen=True, slots=True)
class DropEntry:
    """The entry at `entry` of the mapping written at `site` goes, with its comma."""

    site: Site
    entry: Site


@dataclass(frozen=True, slots=True)
class RewriteMutation:
    """`target[old] = value` at `site` becomes an assignment to `path`, making the outer mapping where it may be absent.

    `exists` says whether the outer mapping is known to be there already. With `value_site` the value is that part of the
    mapping assigned, all of whose parts go somewhere: the assignment becomes one for each of them. `container` is the
    outer mapping where one is written.
    """

    site: Site
    path: tuple[str, ...]
    exists: bool
    value_site: Site | None = None
    container: Site | None = None


@dataclass(frozen=True, slots=True)
class UseSymbol:
    """The expression at `site`, which names what is imported as `old`, names `new`, imported where that is needed.

    `keep`: the name of the old import must stay, because other files take it from here. `imported` is where a plain name was
    imported: all its uses change together.
    """

    site: Site
    old: str
    new: str
    keep: bool = False
    imported: Site | None = None


@dataclass(frozen=True, slots=True)
class WrapText:
    """The text at `site` becomes a list of one part that holds it under `key`."""

    site: Site
    key: str


@dataclass(frozen=True, slots=True)
class UnwrapText:
    """The list of one part at `site` becomes the text in it, which is written at `value_site`."""

    site: Site
    value_site: Site


@dataclass(frozen=True, slots=True)
class ReadElsewhere:
    """The expression at `site` takes another part: its last steps, written after `kept`, are replaced by `steps`.

    Steps are names, keys and positions as text; the last `items` of them are taken from plain lists and mappings.
    `may_be_empty`: what those are taken from may be empty, then there is an empty text.
    """

    site: Site
    kept: Site
    steps: tuple[str, ...]
    items: int = 0
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class PassAs:
    """The positional argument at `argument` of the call at `site` is passed as `keyword`.

    With `role` its text becomes a list of one message of this role; with `key` the message's content is a list of one part.
    """

    site: Site
    argument: Site
    value_site: Site
    keyword: str
    role: str = ""
    key: str = ""


Change: TypeAlias = (
    RenameText
    | SetConstant
    | CoerceBoolean
    | AddToCall
    | MoveInCall
    | DropArgument
    | AddEntry
    | MoveEntry
    | DropEntry
    | RewriteMutation
    | UseSymbol
    | WrapText
    | UnwrapText
    | ReadElsewhere
    | PassAs
)


class CannotWrite(Exception):
    """A writer found no faithful way to make a change; `code` is the refusal's code."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
