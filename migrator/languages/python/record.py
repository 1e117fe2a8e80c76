"""Writes a module out as LibCST does and notes, for each node, the tokens that it begins and ends at."""

from __future__ import annotations

from types import TracebackType

import libcst as cst
from libcst._nodes.internal import CodegenState

HALF = (1 << 32) - 1


class Recorder(CodegenState):
    """A code generation that notes for each node the tokens that it began and ended at.

    Numbers of tokens, packed in one integer, are much cheaper to keep than positions; few of them are ever asked for.
    """

    def __init__(self, module: cst.Module) -> None:
        super().__init__(module.default_indent, module.default_newline)
        self.whole: dict[int, int] = {}
        self.inner: dict[int, int] = {}
        """By the nodes' identities: their own hash is a call to Python."""
        self.strings: list[cst.SimpleString] = []
        self._starts: list[int] = []
        self._open: list[tuple[cst.CSTNode, int, cst.CSTNode | None, cst.CSTNode | None]] = []

    def before_codegen(self, node: cst.CSTNode) -> None:
        self._starts.append(len(self.tokens))

    def after_codegen(self, node: cst.CSTNode) -> None:
        self.whole[id(node)] = self._starts.pop() << 32 | len(self.tokens)
        if type(node) is cst.SimpleString:
            self.strings.append(node)

    def record_syntactic_position(  # type: ignore[override]  # a generator per node would double the cost
        self,
        node: cst.CSTNode,
        *,
        start_node: cst.CSTNode | None = None,
        end_node: cst.CSTNode | None = None,
    ) -> Recorder:
        self._open.append((node, len(self.tokens), start_node, end_node))
        return self

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        node, start, start_node, end_node = self._open.pop()
        if start_node is not None:
            start = self.packed(start_node) >> 32
        end = len(self.tokens) if end_node is None else self.packed(end_node) & HALF
        self.inner[id(node)] = start << 32 | end

    def packed(self, node: cst.CSTNode) -> int:
        """A node's tokens without the white space around it."""
        found = self.inner.get(id(node))
        return self.whole[id(node)] if found is None else found

    def knows(self, node: cst.CSTNode) -> bool:
        """Whether a node was noted."""
        return id(node) in self.inner or id(node) in self.whole
