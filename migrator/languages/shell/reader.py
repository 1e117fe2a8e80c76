"""Walks a shell script: variables, commands and the requests that they send."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from migrator.facts import Binding, Block, Call, Comment, FileFacts, Mention, Scope, Use
from migrator.languages.http_body.body import Body, read_body
from migrator.languages.http_body.quoted import Quoted
from migrator.languages.http_body.request import request_call
from migrator.languages.shell.curl import Request, read_command
from migrator.languages.shell.words import Words
from migrator.values import Element, Environment, Literal, Opaque, Sequence, Site, Value

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


@dataclass(slots=True)
class Script:
    """What a walk finds: facts in the making, and the bodies that can be edited."""

    facts: FileFacts
    bodies: list[Body] = field(default_factory=list)


class Walk:
    """The walk over one script's tree."""

    def __init__(
        self, path: str, data: bytes, interesting: Callable[[str], bool], overridden: frozenset[str] = frozenset()
    ) -> None:
        """`overridden` are variables that whoever starts the script may set otherwise."""
        self.overridden = overridden
        self.path = path
        self.data = data
        self.interesting = interesting
        self.bindings: dict[tuple[int, str], list[Binding]] = {}
        self.calls: list[Call] = []
        self.mentions: list[Mention] = []
        self.uses: list[Use] = []
        self.comments: list[Comment] = []
        self.bodies: list[Body] = []
        self.scopes = [Scope(0, "module", None, None, "")]
        self.arms: dict[int, int] = {}
        self.arm_sites: dict[tuple[int, int], Site] = {}
        self.exclusive: set[int] = set()
        self.block: Block = ()
        self.names: set[str] = set()
        self.functions: set[str] = set()
        self.statements = 0
        self.words = Words(path, data, self.names.__contains__)

    def read(self, root: Node) -> Script:
        """The whole script."""
        for node in _all(root):
            if node.type == "variable_assignment" and node.children:
                self.names.add(self.text(node.children[0]))
            elif node.type == "for_statement":
                self.names.update(self.text(child) for child in node.children if child.type == "variable_name")
            elif node.type == "function_definition":
                self.functions.update(self.text(child) for child in node.children if child.type == "word")
        self.visit(root)
        facts = FileFacts(
            self.path,
            "shell",
            scopes=tuple(self.scopes),
            bindings={key: tuple(found) for key, found in self.bindings.items()},
            calls=tuple(self.calls),
            mentions=tuple(self.mentions),
            uses=tuple(self.uses),
            comments=tuple(self.comments),
            arms=self.arms,
            arm_sites=self.arm_sites,
            exclusive=frozenset(self.exclusive),
        )
        return Script(facts, self.bodies)

    def text(self, node: Node) -> str:
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def site(self, node: Node) -> Site:
        return Site(self.path, node.start_byte, node.end_byte)

    def visit(self, node: Node, stdin: Node | None = None) -> None:
        kind = node.type
        if kind == "ERROR":
            self.strings(node)
        elif kind == "comment":
            self.comment(node)
        elif kind == "variable_assignment":
            self.assignment(node)
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
        elif kind == "file_redirect":
            self.uses_of(node, "path")
        elif kind in WORDS:
            self.mention(node)
        else:
            for child in node.children:
                self.visit(child, stdin)

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

    def assignment(self, node: Node) -> None:
        name = self.text(node.children[0])
        valued = node.children[-1] if len(node.children) > 2 else None
        plain = node.children[0].type == "variable_name" and len(node.children) <= 3 and self.text(node.children[1]) == "="
        if valued is None or not plain:
            value: Value = Opaque("", self.site(node))
            self.strings(node)
        else:
            # Its own old value may stand in it: that is what was there before the script.
            self.names.discard(name)
            value = self.body_or_text(self.quoted(valued), valued)
            self.names.add(name)
        if name in self.overridden:
            value = Environment(name, value, value.site)
        self.bind(name, value, self.site(node.children[0]))

    def bind(self, name: str, value: Value, site: Site) -> None:
        order = len(self.bindings) + sum(map(len, self.bindings.values()))
        self.bindings.setdefault((0, name), []).append(Binding(name, 0, value, order, self.block, site))

    def quoted(self, node: Node) -> Quoted:
        """A word, or the here-document that `$(cat <<EOF …)` stands for."""
        inner = node
        while (
            inner.type == "string"
            and len(inner.named_children) == 1
            and inner.end_byte - inner.start_byte == (inner.named_children[0].end_byte - inner.named_children[0].start_byte + 2)
        ):
            inner = inner.named_children[0]
        if inner.type == "command_substitution" and len(inner.named_children) == 1:
            only = inner.named_children[0]
            if only.type == "redirected_statement" and self.text(only.children[0]).strip() == "cat" and len(only.children) == 2:
                here = self.here(only.children[1])
                if here is not None:
                    return here
        return self.words.read(node)

    def here(self, node: Node) -> Quoted | None:
        """A here-document's text, or a here-string's word."""
        if node.type == "herestring_redirect":
            return self.words.read(node.named_children[-1]) if node.named_children else None
        if node.type != "heredoc_redirect":
            return None
        start = next((child for child in node.children if child.type == "heredoc_start"), None)
        body = next((child for child in node.children if child.type == "heredoc_body"), None)
        if start is None or body is None:
            return None
        return self.words.here(body, not any(mark in self.text(start) for mark in "'\"\\"))

    def body_or_text(self, quoted: Quoted, node: Node) -> Value:
        """The record that a text says as JSON; else the text."""
        body = read_body(quoted, self.interesting, self.mentions)
        if body is not None:
            self.bodies.append(body)
            return body.record
        self.mention_text(quoted, self.site(node))
        return quoted.value(0, len(quoted.text), self.site(node))

    def mention(self, node: Node) -> None:
        self.mention_text(self.words.read(node), self.site(node))

    def mention_text(self, quoted: Quoted, site: Site) -> None:
        if quoted.text and self.interesting(quoted.text):
            self.mentions.append(Mention("string", quoted.text, site))

    def redirected(self, node: Node, stdin: Node | None) -> None:
        for child in node.children:
            if child.type in ("heredoc_redirect", "herestring_redirect"):
                stdin = child
        for child in node.children:
            if child.type == "heredoc_redirect":
                self.after_heredoc(child)
            elif child.type != "herestring_redirect":
                self.visit(child, stdin)
        here = self.here(stdin) if stdin is not None else None
        if here is not None and stdin is not None and not any(body.quoted.starts == here.starts for body in self.bodies):
            self.mention_text(here, Site(self.path, here.starts[0], here.ends[-1]) if here.starts else self.site(node))

    def after_heredoc(self, node: Node) -> None:
        """`cat <<EOF | command`: what follows the start of a here-document on its line reads it."""
        for child in node.children:
            if child.type == "pipeline":
                for each in child.children:
                    self.visit(each, node)
            elif child.type not in ("heredoc_start", "heredoc_body", "heredoc_end"):
                self.visit(child)

    def pipeline(self, node: Node, stdin: Node | None) -> None:
        for number, child in enumerate(node.named_children):
            self.visit(child, stdin if number == 0 else None)

    def function(self, node: Node) -> None:
        saved = self.words.scope, self.block
        self.scopes.append(Scope(len(self.scopes), "function", 0, None, self.text(node.children[0])))
        self.words.scope = len(self.scopes) - 1
        with self.arm(self.statement(), 0, node):
            for child in node.children:
                if child.type != "word":
                    self.visit(child)
        self.words.scope, self.block = saved

    def loop(self, node: Node) -> None:
        """`for name in word …`."""
        items = [child for child in node.children if child.type in WORDS]
        for child in node.children:
            if child.type == "variable_name":
                site = self.site(child)
                words = Sequence("list", tuple(self.words.value(each) for each in items), self.site(node))
                value = Element(words, None, site) if items else Opaque("", site)
                self.bind(self.text(child), value, site)

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

    def command(self, node: Node, stdin: Node | None) -> None:
        name = next((child for child in node.children if child.type == "command_name"), None)
        words = [child for child in node.children if child.type not in ("command_name", "variable_assignment")]
        called = self.words.read(name).text.rpartition("/")[2] if name is not None else ""
        if called != "curl" or called in self.functions or node.has_error:
            if called in HARMLESS and called not in self.functions:
                for child in node.children:
                    self.visit(child)
            else:
                self.uses_of(node, "comparison" if called in COMPARING else "path" if called in PATHS else "program")
                for child in node.children:
                    if child.type not in WORDS:
                        self.visit(child)
            return
        for child in words:
            if child.type == "herestring_redirect":
                stdin = child
        arguments = [self.quoted(child) for child in words if "redirect" not in child.type]
        self.request(node, read_command(arguments), stdin)

    def request(self, node: Node, request: Request, stdin: Node | None) -> None:
        body = request.bodies[0][1] if len(request.bodies) == 1 and not request.odd else None
        here = self.here(stdin) if stdin is not None else None
        if body is not None and body.text.startswith("@"):
            raw = request.bodies[0][0] == "data-raw"
            body = here if body.text == "@-" and not raw else None
        if body is None or len(request.urls) != 1:
            for child in node.children:
                self.visit_words(child)
            return
        for quoted in (*request.urls, *request.headers):
            self.mention_text(quoted, quoted.site(0, len(quoted.text)))
        value = self.body_or_text(body, node)
        call = request_call(len(self.calls), self.site(node), request.urls[0], request.headers, body, value, self.block)
        self.calls.append(call)

    def visit_words(self, node: Node) -> None:
        if node.type in WORDS:
            self.mention(node)


def _all(root: Node) -> Iterator[Node]:
    """Every node, the outer ones first, without recursion."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.children))
