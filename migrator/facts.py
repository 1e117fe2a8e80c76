"""What a reader reports of one document: plain data without parser nodes, the same for every language."""

from __future__ import annotations

from dataclasses import field

from migrator.plain import dataclass
from migrator.values import Imported, Site, Value, packed

Block = tuple[tuple[int, int], ...]
"""Where a statement stands among branches: (statement, arm) pairs from the scope's body inwards."""


@packed
@dataclass(frozen=True, slots=True)
class Scope:
    """A region with names of its own: `kind` is "module", "class", "function" or "comprehension"."""

    number: int
    kind: str
    parent: int | None
    owner: int | None
    """The function's or class's number."""
    name: str


@packed
@dataclass(frozen=True, slots=True)
class Binding:
    """A name given a value. `order` grows with the place in the file."""

    name: str
    scope: int
    value: Value
    order: int
    block: Block
    site: Site


ANY_NAME = "**"
"""The name of an attribute that a mapping says, or only run time."""


@packed
@dataclass(frozen=True, slots=True)
class AttributeBinding:
    """`base.name = value`.

    Where only run time says the name, it is `ANY_NAME`: the object takes over whatever keys the mapping `value` has, or
    `value` is a pair of the name and what is given.
    """

    base: Value
    name: str
    value: Value
    scope: int
    order: int
    block: Block
    site: Site


@packed
@dataclass(frozen=True, slots=True)
class Mutation:
    """A change to a record after it was made: `op` is "set", "default", "update" or "delete", or "append" to a list.

    For "set", "default" and "delete" `keys` is the path of keys from `target`; for "update" `value` is merged in, for
    "append" it is one more item, or None where the items only come to stand elsewhere.
    """

    op: str
    target: Value
    keys: tuple[Value, ...]
    value: Value | None
    scope: int
    order: int
    block: Block
    site: Site
    key_site: Site | None = None


@packed
@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a call: `kind` is "positional", "keyword", "spread" (`**x`) or "star" (`*x`)."""

    kind: str
    name: str | None
    value: Value
    site: Site
    name_site: Site | None
    value_site: Site
    sure: bool = True
    """It is given whenever the call runs."""


@packed
@dataclass(frozen=True, slots=True)
class Call:
    """A call as written."""

    number: int
    callee: Value
    arguments: tuple[Argument, ...]
    scope: int
    order: int
    block: Block
    site: Site
    expects_failure: str = ""
    """"any" inside `pytest.raises`, "wrong-argument" in a `try` that catches what a wrong argument raises."""
    symbol: str = ""
    """The enclosing functions and classes, dotted."""
    handed: bool = False
    """Somebody else makes it, who is given the function, at `site`, and what to call it with: nothing can be added there."""


@packed
@dataclass(frozen=True, slots=True)
class FormalParameter:
    """A parameter in a signature: `kind` is "positional", "keyword", "star" or "spread"."""

    name: str
    kind: str
    default: Value | None
    annotation: Value | None
    site: Site
    nameable: bool = True
    """A call may name it; else it is filled by its place alone."""
    nullable: bool = False
    """Its type says that it may be nothing; it has no default that says more."""


@packed
@dataclass(frozen=True, slots=True)
class Function:
    """A function or method."""

    number: int
    name: str
    scope: int
    """The scope of its body."""
    defined_in: int
    owner: int | None
    """The number of the class that it is a method of."""
    parameters: tuple[FormalParameter, ...]
    returns: tuple[Value, ...]
    decorators: tuple[Value, ...]
    site: Site
    private: bool = False
    """Its own class alone may call it, by the language's word."""


@packed
@dataclass(frozen=True, slots=True)
class Class:
    """A class."""

    number: int
    name: str
    scope: int
    defined_in: int
    bases: tuple[Value, ...]
    decorators: tuple[Value, ...]
    methods: tuple[int, ...]
    site: Site
    fields: tuple[str, ...] = ()
    """What its body declares, in order, with or without a value."""
    keyword_fields: bool = False
    """Its fields are set by their names only."""


SENT = "sent"
"""The kind of use that is where a function sends what it makes."""


@packed
@dataclass(frozen=True, slots=True)
class Use:
    """A place where a value decides something or is kept.

    `kind` is "comparison", "holder" (what is asked whether it holds something), "key", "lookup", "pattern", "match",
    "choices", "type", "enum", "validator", "path", "record", "written" (a text in a file), "line" (a text that says nothing
    else, in a file), "saved" (an object is kept with all that it was made with), "made-row" (a class by its method, and
    what that is given), "column" or "program"; "fallback" is a chain, each item of which answers when the one before fails;
    "expected" is a text that a test expects of the program; "names" is a collection of constants; "sent" is the one address
    to which a function sends what it neither writes out nor puts together, and stands at the function's end.
    """

    kind: str
    value: Value
    site: Site


@packed
@dataclass(frozen=True, slots=True)
class Mention:
    """A string in the source that may name a model: `kind` is "string", "key", "docstring" or "comment"."""

    kind: str
    text: str
    site: Site
    """The place of the string with its quotes."""
    symbol: str = ""


@packed
@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with its place; `line` counts from 1."""

    text: str
    line: int
    site: Site
    alone: bool
    """Nothing but white space stands before it on its line."""


@packed
@dataclass(frozen=True, slots=True)
class Variable:
    """An environment variable that a settings file gives to programs; `site` is the value with its quotes."""

    name: str
    value: str
    site: Site
    exact: bool = True
    """The value is written out in one piece."""


@packed
@dataclass(frozen=True, slots=True)
class FileFacts:
    """Everything that the later steps know of one document."""

    path: str
    language: str
    module: str | None = None
    scopes: tuple[Scope, ...] = ()
    bindings: dict[tuple[int, str], tuple[Binding, ...]] = field(default_factory=dict)
    attributes: tuple[AttributeBinding, ...] = ()
    mutations: tuple[Mutation, ...] = ()
    calls: tuple[Call, ...] = ()
    functions: tuple[Function, ...] = ()
    classes: tuple[Class, ...] = ()
    uses: tuple[Use, ...] = ()
    mentions: tuple[Mention, ...] = ()
    comments: tuple[Comment, ...] = ()
    generated: bool = False
    star_imports: tuple[Imported, ...] = ()
    arms: dict[int, int] = field(default_factory=dict)
    """For branching statements of which one arm always runs: how many arms there are."""
    arm_sites: dict[tuple[int, int], Site] = field(default_factory=dict)
    """Where each arm of a branching statement stands."""
    tests: dict[tuple[int, int], tuple[str, Value]] = field(default_factory=dict)
    """Arms that run only where a name is something ("given") or true ("true")."""
    exclusive: frozenset[int] = frozenset()
    """Branching statements of which never more than one arm runs."""
    loops: frozenset[int] = frozenset()
    """Statements whose arm may run again."""
    variables: tuple[Variable, ...] = ()
    partial: bool = False
    """Only what it imports has been read; the rest is when somebody asks for it."""
