"""What a command prints, as far as its own words and what it is fed tell: here-documents, `echo`, `printf`, `jq -n`, `cat`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from migrator.languages.http_body.json_text import parse
from migrator.languages.http_body.quoted import Quoted
from migrator.languages.shell.jq import Filter
from migrator.languages.shell.words import Words
from migrator.values import Literal, Opaque, Site, Value

if TYPE_CHECKING:
    from tree_sitter import Node

_DIRECTIVE = re.compile(r"%(?:%|-?\d*[sd])")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", '"': '"', "'": "'", "/": "/"}
_ECHOED = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
"""Escapes of `echo -e`: it leaves quotes' backslashes alone."""
_ECHO = re.compile(r"-[neE]+")
_PASSING_JQ = frozenset({".", "-c", "-r", "-M", "-S", "--compact-output", "--raw-output"})
"""Words of a jq command that prints what it reads, laid out otherwise."""


@dataclass(frozen=True, slots=True)
class FileText:
    """What stands in the file of this name."""

    name: Quoted
    site: Site


Source: TypeAlias = "Quoted | Filter | FileText"


class Printed:
    """Tells what commands of one script print; `text` is a node's own bytes."""

    def __init__(self, path: str, words: Words, text: Callable[[Node], str]) -> None:
        self._path = path
        self._words = words
        self._text = text

    def here(self, node: Node) -> Quoted | None:
        """A here-document's text, or a here-string's word."""
        if node.type == "herestring_redirect":
            return self._words.read(node.named_children[-1]) if node.named_children else None
        if node.type != "heredoc_redirect":
            return None
        parts = {child.type: child for child in node.children}
        start, body = parts["heredoc_start"], parts.get("heredoc_body")
        return self._words.here(body, not set("'\"\\") & set(self._text(start))) if body is not None else None

    def redirect(self, node: Node) -> Source | None:
        """What a redirection feeds to a command."""
        if node.type == "file_redirect" and self._text(node).startswith("<") and node.named_children:
            return FileText(self._words.read(node.named_children[-1]), self._site(node))
        return self.here(node)

    def word(self, node: Node) -> Source:
        """A word; where it is the output of one command (`"$(cat …)"`), what that prints."""
        inner = node
        while (
            inner.type == "string"
            and len(inner.named_children) == 1
            and inner.end_byte - inner.start_byte == (inner.named_children[0].end_byte - inner.named_children[0].start_byte + 2)
        ):
            inner = inner.named_children[0]
        if inner.type == "command_substitution":
            commands = [child for child in inner.named_children if child.type != "comment"]
            # `$(< file)` stands for what is in it.
            said = self.of(commands[0], None) if len(commands) == 1 else None
            if said is not None:
                return said
        return self._words.read(node)

    def of(self, node: Node, stdin: Source | None) -> Source | None:
        """What a command prints that reads `stdin`; None where that cannot be told."""
        if node.type == "pipeline":
            for child in node.named_children:
                stdin = self.of(child, stdin)
            return stdin
        if node.type == "redirected_statement":
            return self._redirected(node, stdin)
        if node.type == "file_redirect":
            return self.redirect(node)
        if node.type != "command" or node.has_error or not node.children or node.children[0].type != "command_name":
            return None
        name = self._words.read(node.children[0]).text.rpartition("/")[2]
        given: list[Node] = []
        for child in node.children[1:]:
            if child.type == "herestring_redirect":
                stdin = self.here(child)
            else:
                given.append(child)
        return self._command(name, [self._words.read(child) for child in given], given, stdin)

    def _redirected(self, node: Node, stdin: Source | None) -> Source | None:
        command: Node | None = None
        for child in node.children:
            if child.type in ("heredoc_redirect", "herestring_redirect"):
                stdin = self.here(child)
                if any(inner.type == "pipeline" for inner in child.children):
                    return None
            elif child.type == "file_redirect":
                text = self._text(child)
                if text.startswith("<"):
                    stdin = self.redirect(child)
                elif not text.startswith("2>"):
                    return None
            else:
                command = child
        return self.of(command, stdin) if command is not None else stdin

    def _command(self, name: str, words: list[Quoted], nodes: list[Node], stdin: Source | None) -> Source | None:
        said = [word.text for word in words]
        if name == "cat":
            if not words or said == ["-"]:
                return stdin
            return FileText(words[0], self._site(nodes[0])) if len(words) == 1 and not said[0].startswith("-") else None
        if name == "tee" or (name == "tr" and said[:1] == ["-d"]) or (name == "jq" and said and set(said) <= _PASSING_JQ):
            return stdin
        if name == "echo":
            return self._echo(words)
        if name == "printf":
            return self._printf(words, nodes)
        return self._jq(words, nodes) if name == "jq" else None

    def _echo(self, words: list[Quoted]) -> Quoted | None:
        escaped = False
        while words and _ECHO.fullmatch(words[0].text):
            escaped = "E" not in words[0].text and (escaped or "e" in words[0].text)
            words = words[1:]
        result = self._joined(words)
        return self._formatted(result, None) if escaped and result is not None else result

    def _joined(self, words: list[Quoted]) -> Quoted | None:
        result = Quoted(self._path)
        for word in words:
            if result.text and word.text:
                result.add(" ", result.ends[-1], word.starts[0], "bare")
            result.join(word)
        return result if result.text else None

    def _printf(self, words: list[Quoted], nodes: list[Node]) -> Quoted | None:
        if words and words[0].text == "--":
            words, nodes = words[1:], nodes[1:]
        if not words or words[0].text.startswith("-"):
            return None
        form = words[0]
        if form.text in ("%s", "%s\n", "%s\\n"):
            return self._joined(words[1:]) if len(words) == 2 else None
        return self._formatted(form, list(zip(words[1:], nodes[1:], strict=True)))

    def _formatted(self, form: Quoted, rest: list[tuple[Quoted, Node]] | None) -> Quoted | None:
        """What a format of `printf` makes of its values; without any, what `echo -e` makes of a text."""
        result = Quoted(self._path)
        escapes = _ESCAPES if rest is not None else _ECHOED
        at = 0
        while at < len(form.text):
            directive = _DIRECTIVE.match(form.text, at) if rest is not None else None
            if directive is not None and directive[0] == "%%":
                result.add("%", form.starts[at], form.ends[at + 1], f"{form.quoting[at]}%")
                at += 2
            elif directive is not None:
                if not rest:
                    return None
                word, node = rest.pop(0)
                value = word.value(0, len(word.text), self._site(node))
                result.hole(value, f"{form.quoting[at]}%", form.starts[at], form.ends[directive.end() - 1])
                at = directive.end()
            elif form.text[at] == "\\" and form.text[at + 1 : at + 2] in escapes:
                result.add(escapes[form.text[at + 1]], form.starts[at], form.ends[at + 1], f"{form.quoting[at]}%")
                at += 2
            elif form.text[at] == "\\" or (form.text[at] == "%" and rest is not None):
                return None
            else:
                if at in form.holes:
                    result.hole(form.holes[at], f"{form.quoting[at]}%")
                else:
                    result.add(form.text[at], form.starts[at], form.ends[at], f"{form.quoting[at]}%")
                at += 1
        return None if rest else result

    def _jq(self, words: list[Quoted], nodes: list[Node]) -> Filter | None:
        """`jq -n` with an object in its program: nothing is read, everything comes from its own words."""
        variables: dict[str, Value] = {}
        programs: list[Quoted] = []
        reads = True
        pending = list(zip(words, nodes, strict=False))
        while pending:
            word, _ = pending.pop(0)
            text = word.text
            if text in ("--arg", "--argjson", "--slurpfile", "--rawfile"):
                if len(pending) < 2:
                    return None
                (name, _), (value, node) = pending.pop(0), pending.pop(0)
                site = self._site(node)
                taken = value.value(0, len(value.text), site)
                variables[name.text] = taken if text == "--arg" else _argjson(text, value, site)
            elif text in ("--null-input", "--compact-output", "--raw-output", "--monochrome-output"):
                reads = reads and text != "--null-input"
            elif text.startswith("-") and not text.startswith("--"):
                if set(text[1:]) - set("ncrMSj"):
                    return None
                reads = reads and "n" not in text
            elif text.startswith("--"):
                return None
            else:
                programs.append(word)
        return Filter(programs[0], variables) if len(programs) == 1 and not reads else None

    def _site(self, node: Node) -> Site:
        return Site(self._path, node.start_byte, node.end_byte)


def _argjson(option: str, value: Quoted, site: Site) -> Value:
    """A constant in JSON; anything else stays unknown."""
    node = parse(value.text) if option == "--argjson" and not value.holes else None
    return Literal(node.value, site) if node is not None and node.kind in ("constant", "string") else Opaque("", site)
