"""Walks a shell script: variables, commands and the requests that they send."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from migrator.facts import Argument, Binding, Block, Call, Comment, FileFacts, FormalParameter, Function, Mention, Scope, Use
from migrator.hosts import HOLE
from migrator.languages.config.variables import Given
from migrator.languages.http_body.body import Body, read_body
from migrator.languages.http_body.quoted import Quoted
from migrator.languages.http_body.request import request_call
from migrator.languages.shell.clients import READERS, client_of, inner_scripts
from migrator.languages.shell.environment import environment_calls
from migrator.languages.shell.httpie import ItemBody, read_items
from migrator.languages.shell.jq import Filter, read_filter
from migrator.languages.shell.nested import Nested
from migrator.languages.shell.printed import FileText, Printed, Source
from migrator.languages.shell.request import Request
from migrator.languages.shell.words import Words
from migrator.values import Callable as CallableValue
from migrator.values import Element, Environment, Imported, Literal, Opaque, Reference, Sequence, Site, Value

if TYPE_CHECKING:
    from tree_sitter import Node

DIRECTIVE = "deepseek-migrate:"
WORDS = frozenset({"raw_string", "ansi_c_string", "string", "concatenation", "word", "number", "simple_expansion", "expansion"})
BRANCHES = frozenset({"if_statement", "case_statement", "while_statement", "for_statement", "c_style_for_statement", "list"})
HARMLESS = frozenset({"echo", "printf", ":", "log", "logger", "jq", "true", "exit", "return", "cat"})
"""Commands that only show what they are given."""
COMPARING = frozenset({"test", "[", "grep", "expr"})
PATHS = frozenset({"mkdir", "touch", "cd", "ls", "rm", "cp", "mv", "tee", "tar"})
ARMS = frozenset({"elif_clause", "else_clause", "case_item"})
DEFAULTS = frozenset({":-", "-", ":=", "="})
_VARIABLE = re.compile(r"\$(?:(\w+)|\{(\w+)\})")
_ARRAY = re.compile(r"\$\{(\w+)\[[@*]\]\}")
SUBSTITUTIONS = frozenset({"command_substitution", "process_substitution"})


@dataclass(slots=True)
class Script:
    """What a walk finds: facts in the making, and the bodies that can be edited."""

    facts: FileFacts
    bodies: list[Body] = field(default_factory=list)
    nested: list[Nested] = field(default_factory=list)
    """Words that are scripts themselves."""
    words: list[ItemBody] = field(default_factory=list)
    """Bodies that are words."""
    inner: list[Body] = field(default_factory=list)
    """JSON in one of those words."""


class Walk:
    """The walk over one script's tree."""

    def __init__(
        self,
        path: str,
        data: bytes,
        interesting: Callable[[str], bool],
        overridden: frozenset[str] = frozenset(),
        exports: bool = False,
        made: bool = False,
    ) -> None:
        """`overridden` are variables that whoever starts the script may set otherwise.

        `exports` says that all are exported, `made` that make puts them in before a shell sees the quotes.
        """
        self.overridden = overridden
        self.exports = exports
        self.path = path
        self.data = data
        self.interesting = interesting
        self.bindings: dict[tuple[int, str], list[Binding]] = {}
        self.calls: list[Call] = []
        self.mentions: list[Mention] = []
        self.uses: list[Use] = []
        self.comments: list[Comment] = []
        self.bodies: list[Body] = []
        self.nested: list[Nested] = []
        self.word_bodies: list[ItemBody] = []
        self.inner: list[Body] = []
        self.scopes = [Scope(0, "module", None, None, "")]
        self.arms: dict[int, int] = {}
        self.arm_sites: dict[tuple[int, int], Site] = {}
        self.exclusive: set[int] = set()
        self.block: Block = ()
        self.names: set[str] = set()
        self.functions: dict[str, int] = {}
        self.defined: list[Function] = []
        self.arrays: dict[str, list[Node] | None] = {}
        self.written: dict[str, Source | None] = {}
        self.given: dict[str, Given] = {}
        self.exported: set[str] = set()
        self.statements = 0
        self.words = Words(path, data, self.names.__contains__, made)
        self.printed = Printed(path, self.words, self.text)

    def read(self, root: Node) -> Script:
        """The whole script."""
        for node in _all(root):
            if node.type == "variable_assignment" and node.children:
                self.names.add(self.text(node.children[0]))
            elif node.type == "for_statement":
                self.names.update(self.text(child) for child in node.children if child.type == "variable_name")
            elif node.type == "function_definition":
                self.declare(node)
            elif node.type in ("command", "redirected_statement"):
                self.names.update(self.read_into(node))
            elif (default := _default(node)) is not None and default.sets:
                self.names.add(self.text(default.name))
        self.visit(root)
        exported = [each for name, each in self.given.items() if self.exports or name in self.exported]
        variables, blocks = environment_calls(self.path, exported, self.interesting, len(self.calls))
        facts = FileFacts(
            self.path,
            "shell",
            scopes=tuple(self.scopes),
            bindings={key: tuple(found) for key, found in self.bindings.items()},
            calls=(*self.calls, *blocks),
            functions=tuple(self.defined),
            mentions=tuple(self.outside_bodies()),
            uses=tuple(self.uses),
            comments=tuple(self.comments),
            arms=self.arms,
            arm_sites=self.arm_sites,
            exclusive=frozenset(self.exclusive),
            variables=tuple(variables),
        )
        return Script(facts, self.bodies, self.nested, self.word_bodies, self.inner)

    def outside_bodies(self) -> Iterator[Mention]:
        """The mentions without those of text that is a body or part of one: what it names has been said inside it."""
        whole = [Site(self.path, quoted.starts[0], quoted.ends[-1]) for each in self.nested if (quoted := each.quoted).starts]
        keys = [body.quoted.site(entry.key.start, entry.key.end) for body in self.bodies for entry in body.node.entries]
        for mention in self.mentions:
            inside = any(map(mention.site.contains, whole))
            if not inside and not any(mention.site.contains(key) and mention.site != key for key in keys):
                yield mention

    def declare(self, node: Node) -> None:
        """A function, with what it takes by number; none after `shift`, which renumbers them."""
        name = next((self.text(child) for child in node.children if child.type == "word"), "")
        inner = list(_all(node))
        shifts = any(child.type == "command_name" and self.text(child) == "shift" for child in inner)
        numbers = sorted({self.text(child) for child in inner if child.type == "variable_name" and self.text(child).isdigit()})
        site = self.site(node)
        taken = [] if shifts or not numbers else [str(number) for number in range(1, int(numbers[-1][:2]) + 1)]
        parameters = tuple(FormalParameter(each, "positional", Literal("", site), None, site) for each in taken)
        number = len(self.defined)
        self.functions[name] = number
        # Whoever sources the script may call it too, but that is not how scripts are used where they call it themselves.
        self.defined.append(Function(number, name, 0, 0, None, parameters, (), (), site, private=True))

    def text(self, node: Node) -> str:
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def site(self, node: Node) -> Site:
        return Site(self.path, node.start_byte, node.end_byte)

    def visit(self, node: Node, stdin: Source | None = None) -> None:
        kind = node.type
        if kind == "ERROR":
            self.strings(node)
        elif kind == "comment":
            self.comment(node)
        elif kind == "variable_assignment":
            self.assignment(node)
        elif kind == "declaration_command":
            self.declaration(node)
        elif kind == "command":
            self.command(node, stdin)
        elif kind == "redirected_statement":
            self.redirected(node, stdin)
        elif kind == "pipeline":
            self.pipeline(node, stdin)
        elif kind == "function_definition":
            self.function(node)
        elif kind in BRANCHES:
            if kind == "for_statement":
                self.loop(node)
            if kind == "case_statement":
                self.uses_of(node, "match", only_values=True)
            self.branches(node)
        elif kind == "test_command":
            self.compared(node)
            self.inside(node)
        elif kind == "file_redirect":
            self.uses_of(node, "path")
            self.inside(node)
        elif kind in WORDS:
            self.mention(node)
        elif kind in SUBSTITUTIONS:
            self.inside(node)
        else:
            for child in node.children:
                self.visit(child, stdin)

    def inside(self, node: Node) -> None:
        """The commands in a word's substitutions."""
        if node.type in SUBSTITUTIONS:
            for child in node.named_children:
                self.visit(child)
            return
        for child in node.children:
            if child.children:
                self.inside(child)

    def strings(self, node: Node) -> None:
        """Text in what could not be parsed: named, and nothing more."""
        text = self.text(node)
        if self.interesting(text):
            self.mentions.append(Mention("string", text, self.site(node)))

    def comment(self, node: Node) -> None:
        text = self.text(node)
        if DIRECTIVE in text:
            before = self.data[: node.start_byte].rsplit(b"\n", 1)[-1]
            self.comments.append(Comment(text, node.start_point[0] + 1, self.site(node), not before.strip()))

    def declaration(self, node: Node) -> None:
        exports = self.text(node.children[0]) == "export" or any(self.text(child) == "-x" for child in node.children)
        for child in node.children:
            if exports and child.type == "variable_name":
                self.exported.add(self.text(child))
            elif exports and child.type == "variable_assignment":
                self.exported.add(self.text(child.children[0]))
            self.visit(child)

    def assignment(self, node: Node) -> None:
        name = self.text(node.children[0])
        valued = node.children[-1] if len(node.children) > 2 else None
        plain = node.children[0].type == "variable_name" and len(node.children) <= 3 and self.text(node.children[1]) == "="
        if valued is not None and valued.type == "array":
            self.array(name, valued, plain)
            return
        if valued is None or not plain:
            value: Value = Opaque("", self.site(node))
            self.strings(node)
        else:
            # Its own old value may stand in it: that is what was there before the script.
            self.names.discard(name)
            value = self.body_or_text(self.printed.word(valued), valued)
            self.names.add(name)
            self.mention_defaults(valued)
            self.inside(valued)
            if isinstance(value, Literal) and not self.block:
                self.given[name] = Given(name, str(value.value), node.start_byte, valued.start_byte, valued.end_byte)
            else:
                self.given.pop(name, None)
        if name in self.overridden:
            value = Environment(name, value, value.site)
        self.bind(name, value, self.site(node.children[0]))

    def array(self, name: str, node: Node, plain: bool) -> None:
        """`args=(…)` and `args+=(…)`: one list, unless it is made anew."""
        items = [child for child in node.named_children if child.type != "comment"]
        known = self.arrays.get(name, [])
        self.arrays[name] = None if known is None or (plain and name in self.arrays) else [*known, *items]
        for item in items:
            self.mention(item)
        words = Sequence("list", tuple(self.words.value(each) for each in items), self.site(node))
        self.uses.append(Use("collection", words, words.site))
        self.bind(name, Element(words, None, self.site(node)), self.site(node))

    def bind(self, name: str, value: Value, site: Site) -> None:
        order = len(self.bindings) + sum(map(len, self.bindings.values()))
        self.bindings.setdefault((0, name), []).append(Binding(name, 0, value, order, self.block, site))

    def body_or_text(self, source: Source, node: Node) -> Value:
        """The record that a text says as JSON; else the text."""
        if isinstance(source, FileText):
            return self.file(source)
        body = (
            read_filter(source, self.interesting, self.mentions, self.bindings)
            if isinstance(source, Filter)
            else read_body(source, self.interesting, self.mentions, self.bindings)
        )
        if body is not None:
            known = next((each for each in self.bodies if each.record.site == body.record.site), None)
            if known is None:
                self.bodies.append(body)
            return (known or body).record
        if isinstance(source, Filter):
            return Opaque("jq", self.site(node))
        self.mention_text(source, self.site(node))
        return source.value(0, len(source.text), self.site(node))

    def file(self, source: FileText) -> Value:
        """What a file says: one that the script wrote itself, else one of the project."""
        spelled = self.spelled(source.name)
        if spelled in self.written:
            made = self.written[spelled]
            return Opaque(spelled, source.site) if made is None or isinstance(made, FileText) else self.made(made, source.site)
        # A variable in front names a folder; which one, the files that there are tell.
        name = source.name.text.lstrip(HOLE).lstrip("/") if source.name.text.startswith(HOLE) else source.name.text
        if HOLE in name or not name or name.startswith("/"):
            return Opaque(spelled, source.site)
        return Imported(name, name.replace("\\", "/").rpartition("/")[2], 1, source.site)

    def made(self, source: Quoted | Filter, site: Site) -> Value:
        quoted = source.program if isinstance(source, Filter) else source
        known = next((body.record for body in self.bodies if body.quoted.starts == quoted.starts), None)
        if known is not None:
            return known
        body = (
            read_filter(source, self.interesting, self.mentions, self.bindings)
            if isinstance(source, Filter)
            else read_body(source, self.interesting, self.mentions, self.bindings)
        )
        if body is None:
            return Opaque("", site)
        self.bodies.append(body)
        return body.record

    def spelled(self, quoted: Quoted) -> str:
        """A word as it is written, apart from its quotes."""
        sites = {at: value.site for at, value in quoted.holes.items()}
        return "".join(
            self.data[sites[at].start : sites[at].end].decode("utf-8", "replace").strip("{}") if at in sites else character
            for at, character in enumerate(quoted.text)
        )

    def mention(self, node: Node) -> None:
        self.mention_text(self.words.read(node), self.site(node))
        self.mention_defaults(node)
        self.inside(node)

    def mention_defaults(self, node: Node) -> None:
        """What stands in for variables that have no value is named too."""
        for each in _all(node):
            default = _default(each)
            if default is not None:
                self.mention_text(self.words.read(default.word), self.site(default.word))

    def sets_defaults(self, node: Node) -> None:
        """`: "${NAME:=value}"` gives a variable its value, unless it has one."""
        for each in _all(node):
            default = _default(each)
            name = self.text(default.name) if default is not None and default.sets else ""
            if name and (self.words.scope, name) not in self.bindings and (0, name) not in self.bindings:
                self.names.discard(name)
                value = self.words.value(each)
                self.names.add(name)
                self.bind(name, value, self.site(each))

    def mention_text(self, quoted: Quoted, site: Site) -> None:
        if quoted.text and self.interesting(quoted.text):
            self.mentions.append(Mention("string", quoted.text, site))

    def read_into(self, node: Node) -> list[str]:
        """`read … NAME <<EOF`: the one name that takes what is fed to it; of several each takes a part."""
        command = node if node.type == "command" else node.children[0]
        if command.type != "command" or not command.children or self.text(command.children[0]) != "read":
            return []
        if not any(child.type in ("heredoc_redirect", "herestring_redirect") for child in node.children):
            return []
        words = [self.text(child) for child in command.children[1:] if child.type == "word"]
        names = [each for each in words if not each.startswith("-")]
        arrays = any(each.startswith("-") and "a" in each for each in words)
        return names if len(names) == 1 and names[0].isidentifier() and not arrays else []

    def redirected(self, node: Node, stdin: Source | None) -> None:
        files: list[Node] = []
        here: Quoted | None = None
        # Behind the start of a here-document further redirections are a part of it.
        inner = [each for child in node.children if child.type == "heredoc_redirect" for each in child.children]
        for child in (*node.children, *inner):
            fed = self.printed.redirect(child) if "redirect" in child.type else None
            if fed is not None:
                stdin = fed
                here = fed if isinstance(fed, Quoted) else here
            elif child.type == "file_redirect" and self.text(child).startswith(">"):
                files.append(child)
        # What reads the file later gets what is written into it here.
        whole = self.printed.of(node.children[0], stdin) if len(files) == 1 else None
        for child in files:
            name = self.spelled(self.words.read(child.named_children[-1])) if child.named_children else ""
            known = name in self.written or self.text(child).startswith(">>")
            self.written[name] = None if known else whole
        if here is not None:
            for name in self.read_into(node):
                self.bind(name, self.body_or_text(here, node), self.site(node.children[0]))
        for child in node.children:
            if child.type == "heredoc_redirect":
                self.after_heredoc(child, here)
            elif child.type != "herestring_redirect":
                self.visit(child, stdin)
        if here is not None:
            site = Site(self.path, here.starts[0], here.ends[-1]) if here.starts else self.site(node)
            if not any(body.quoted.starts == here.starts for body in self.bodies):
                self.mention_text(here, site)

    def after_heredoc(self, node: Node, here: Quoted | None) -> None:
        """`cat <<EOF | command`: what follows the start of a here-document on its line reads it."""
        for child in node.children:
            if child.type == "pipeline":
                self.pipeline(child, here)
            elif child.type == "heredoc_body":
                self.inside(child)
            elif child.type not in ("heredoc_start", "heredoc_end"):
                self.visit(child)

    def pipeline(self, node: Node, stdin: Source | None) -> None:
        for child in node.named_children:
            self.visit(child, stdin)
            stdin = self.printed.of(child, stdin)

    def function(self, node: Node) -> None:
        name = next((self.text(child) for child in node.children if child.type == "word"), "")
        number = next((each.number for each in self.defined if each.site == self.site(node)), 0)
        saved = self.words.scope, self.words.function, self.block
        self.scopes.append(Scope(len(self.scopes), "function", 0, number, name))
        self.words.scope = len(self.scopes) - 1
        self.words.function = self.defined[number]
        self.bindings.setdefault((0, name), []).append(
            Binding(name, 0, CallableValue("function", number, self.site(node)), 0, (), self.site(node))
        )
        with self.arm(self.statement(), 0, node):
            for child in node.children:
                if child.type != "word":
                    self.visit(child)
        self.words.scope, self.words.function, self.block = saved

    def loop(self, node: Node) -> None:
        """`for name in word …`."""
        items = [child for child in node.children if child.type in WORDS]
        for child in node.children:
            if child.type == "variable_name":
                site = self.site(child)
                values = [value for each in items for value in self.parted(each)]
                words = Sequence("list", tuple(values), self.site(node))
                value = Element(words, None, site) if items else Opaque("", site)
                self.uses.append(Use("collection", words, words.site))
                self.bind(self.text(child), value, site)

    def parted(self, node: Node) -> list[Value]:
        """The words that an item of a list becomes: the shell parts a variable's text where it is not quoted."""
        value = self.words.value(node)
        if isinstance(value, Literal) or node.type in ("string", "raw_string", "ansi_c_string"):
            return [value]
        found = self.bindings.get((0, value.name), []) if isinstance(value, Reference) else []
        only = found[0].value if len(found) == 1 else None
        if not isinstance(only, Literal) or not isinstance(only.value, str):
            return [Opaque("", self.site(node))]
        raw, result, at = self.data[only.site.start : only.site.end], [], 0
        for word in only.value.split():
            at = raw.find(word.encode(), at)
            if at < 0:
                return [Opaque("", self.site(node))]
            result.append(Literal(word, Site(self.path, only.site.start + at, only.site.start + at + len(word.encode()))))
            at += len(word.encode())
        return list(result)

    def compared(self, node: Node) -> None:
        """`[ … ]` and `[[ … ]]`: what stands in them decides something."""
        before = len(self.mentions)
        self.uses_of(node, "comparison")
        for index in range(before, len(self.mentions)):
            old = self.mentions[index]
            self.mentions[index] = Mention("comparison", old.text, old.site)

    def uses_of(self, node: Node, kind: str, only_values: bool = False) -> None:
        """Every variable in a node is used in this way."""
        for child in node.children:
            if child.type in WORDS:
                value = self.words.value(child)
                if not isinstance(value, Literal):
                    self.uses.append(Use(kind, value, self.site(child)))
                if not only_values:
                    self.mention(child)
            elif not only_values:
                self.uses_of(child, kind)

    def branches(self, node: Node) -> None:
        statement = self.statement()
        if node.type in ("if_statement", "case_statement"):
            self.exclusive.add(statement)
        arm = 0
        for child in node.children:
            if child.type in ARMS:
                arm += 1
                with self.arm(statement, arm, child):
                    for inner in child.children:
                        self.visit(inner)
                if child.type == "else_clause":
                    self.arms[statement] = arm + 1
            else:
                with self.arm(statement, 0, child):
                    self.visit(child)

    def statement(self) -> int:
        self.statements += 1
        return self.statements

    @contextmanager
    def arm(self, statement: int, arm: int, node: Node) -> Iterator[None]:
        """Read one arm of a branching statement."""
        saved = self.block
        self.block = (*saved, (statement, arm))
        known = self.arm_sites.get((statement, arm))
        start = node.start_byte if known is None else min(known.start, node.start_byte)
        self.arm_sites[statement, arm] = Site(self.path, start, node.end_byte)
        try:
            yield
        finally:
            self.block = saved

    def command(self, node: Node, stdin: Source | None) -> None:
        name = next((child for child in node.children if child.type == "command_name"), None)
        words = self.expanded([child for child in node.children if child.type not in ("command_name", "variable_assignment")])
        called = self.called(name) if name is not None else ""
        self.sets_defaults(node)
        self.handed(node)
        for child in words:
            if child.type == "herestring_redirect":
                stdin = self.printed.here(child)
        if isinstance(stdin, Quoted):
            for into in self.read_into(node):
                self.bind(into, self.body_or_text(stdin, node), self.site(node))
        read = [(self.words.read(child), child) for child in words if "redirect" not in child.type]
        nodes = {id(quoted): child for quoted, child in read}
        arguments = [quoted for quoted, _ in read]
        own = called.rpartition("/")[2] in self.functions
        client = client_of(called, arguments) if not own and not node.has_error else None
        if client is not None:
            self.request(node, READERS[client[0]](client[1]), stdin, nodes)
        elif own:
            self.own_call(node, called, words)
        elif called.rpartition("/")[2] in HARMLESS:
            for child in node.children:
                self.visit(child)
        else:
            short = called.rpartition("/")[2]
            for word in inner_scripts(called, arguments):
                known = {at: self.url_of(value) for at, value in word.holes.items()}
                self.nested.append(Nested(word, {at: url for at, url in known.items() if url}))
            self.uses_of(node, "comparison" if short in COMPARING else "path" if short in PATHS else "program")
            for child in node.children:
                if child.type not in WORDS:
                    self.visit(child)
                else:
                    self.inside(child)

    def url_of(self, value: Value) -> str:
        """The URL that a variable is set to once; nothing else may be read in another script's place."""
        found = self.bindings.get((0, value.name), []) if isinstance(value, Reference) else []
        only = found[0].value if len(found) == 1 else None
        said = str(only.value) if isinstance(only, Literal) else ""
        return said if re.fullmatch(r"https?://[\w./:-]+", said) else ""

    def called(self, name: Node) -> str:
        """The program's name; a variable that is set to it once stands for it."""
        text = self.words.read(name).text
        variable = _VARIABLE.fullmatch(self.text(name).strip('"'))
        found = self.bindings.get((0, variable[1] or variable[2]), []) if variable is not None else []
        if len(found) == 1 and isinstance(found[0].value, Literal):
            return str(found[0].value.value)
        return text

    def expanded(self, nodes: list[Node]) -> list[Node]:
        """The words with `"${array[@]}"` as what is in it."""
        result: list[Node] = []
        for node in nodes:
            found = _ARRAY.fullmatch(self.text(node).strip('"'))
            items = self.arrays.get(found[1]) if found is not None else None
            result.extend([node] if items is None else items)
        return result

    def handed(self, node: Node) -> None:
        """`NAME=value program`: what one program is given."""
        listed: list[Given] = []
        before = dict(self.given)
        for child in node.children:
            if child.type == "variable_assignment":
                name = self.text(child.children[0])
                self.given.pop(name, None)
                self.visit(child)
                if name in self.given:
                    listed.append(self.given[name])
        self.given = before
        blocks = environment_calls(self.path, listed, self.interesting, len(self.calls))[1]
        self.calls.extend(blocks)

    def own_call(self, node: Node, called: str, words: list[Node]) -> None:
        """A function of the script."""
        arguments: list[Argument] = []
        for child in words:
            if child.type in WORDS:
                self.mention(child)
                several = self.text(child).strip('"') in ("$@", "$*") or "[@]" in self.text(child)
                site = self.site(child)
                arguments.append(Argument("star" if several else "positional", None, self.words.value(child), site, None, site))
            else:
                self.visit(child)
        callee = Reference(called.rpartition("/")[2], 0, self.site(node.children[0]))
        number = len(self.calls)
        self.calls.append(Call(number, callee, tuple(arguments), self.words.scope, number, self.block, self.site(node)))

    def request(self, node: Node, request: Request, stdin: Source | None, nodes: dict[int, Node]) -> None:
        for file in request.files:
            self.uses.extend(Use("path", value, self.site(node)) for value in file.holes.values())
        if request.items and not request.bodies and not request.odd and len(request.urls) == 1:
            self.of_items(node, request, nodes)
            return
        processes = [nodes[id(url)] for url in request.urls if id(url) in nodes and nodes[id(url)].type == "process_substitution"]
        if processes:
            # `-d @<(command)`: what the command prints is a file to curl.
            request.urls = [url for url in request.urls if nodes.get(id(url)) not in processes]
            only = processes[0].named_children if len(processes) == 1 else []
            stdin = self.printed.of(only[0], None) if len(only) == 1 else None
        shown = [url for url in request.urls if url.text.strip(HOLE)]
        if len(shown) == 1 and len(request.urls) > 1:
            # Beside a URL that is written out, a variable without quotes (`$OPTS`) holds options.
            others = [nodes.get(id(url)) for url in request.urls if url is not shown[0]]
            if all(each is not None and each.type in ("simple_expansion", "expansion") for each in others):
                request.urls = shown
        sources = [self.body_source(kind, body, stdin, nodes) for kind, body in request.bodies]
        if not sources and request.reads and stdin is not None:
            sources = [stdin]
        source = sources[0] if len(sources) == 1 and not request.odd else None
        for child in node.children:
            if child.type in WORDS or child.type in SUBSTITUTIONS:
                self.inside(child)
        if source is None or len(request.urls) != 1:
            for child in node.children:
                if child.type in WORDS:
                    self.mention_text(self.words.read(child), self.site(child))
            return
        for quoted in (*request.urls, *request.headers):
            self.mention_text(quoted, quoted.site(0, len(quoted.text)))
        value = self.body_or_text(source, node)
        quoted = source.name if isinstance(source, FileText) else source.program if isinstance(source, Filter) else source
        call = request_call(len(self.calls), self.site(node), request.urls[0], request.headers, quoted, value, self.block)
        self.calls.append(call)

    def of_items(self, node: Node, request: Request, nodes: dict[int, Node]) -> None:
        """A request whose body is words."""
        items = [replace(item, site=self.site(nodes[id(item.word)])) for item in request.items]
        site = Site(self.path, items[0].site.start, items[-1].site.end)
        found = read_items(items, site, self.interesting, self.mentions, self.bindings)
        for child in node.children:
            if child.type in WORDS:
                self.inside(child)
        if found is None:
            return
        self.word_bodies.append(found[0])
        self.inner.extend(found[1])
        for quoted in (*request.urls, *request.headers):
            self.mention_text(quoted, quoted.site(0, len(quoted.text)))
        word = request.items[0].word
        record = found[0].record
        self.calls.append(
            request_call(len(self.calls), self.site(node), request.urls[0], request.headers, word, record, self.block)
        )

    def body_source(self, kind: str, body: Quoted, stdin: Source | None, nodes: dict[int, Node]) -> Source | None:
        """Where a body's text comes from."""
        if kind == "file":
            return stdin if body.text == "-" else FileText(body, body.site(0, len(body.text)))
        if kind == "data" and body.text.startswith("@"):
            if body.text in ("@", "@-", "@/dev/stdin"):
                return stdin
            return FileText(body.cut(1), body.site(1, len(body.text))) if len(body.text) > 1 else None
        node = nodes.get(id(body))
        return self.printed.word(node) if node is not None else body


@dataclass(frozen=True, slots=True)
class _Default:
    """`${name:-word}`; `sets` says that the variable keeps the word."""

    name: Node
    word: Node
    sets: bool


def _default(node: Node) -> _Default | None:
    """What an expansion puts in a variable's place where that has no value."""
    inner = node.named_children if node.type == "expansion" else []
    signs = {child.type for child in node.children if not child.is_named}
    if len(inner) != 2 or inner[0].type != "variable_name" or signs.isdisjoint(DEFAULTS):
        return None
    return _Default(inner[0], inner[1], not signs.isdisjoint((":=", "=")))


def _all(root: Node) -> Iterator[Node]:
    """Every node, the outer ones first, without recursion."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.children))
