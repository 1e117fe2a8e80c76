"""Finds where LibCST's nodes stand in a file, as byte offsets, from one code generation."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from types import TracebackType

import libcst as cst
from libcst._nodes.internal import CodegenState

_WIDE = re.compile(r"[^\x00-\x7f]+")
_HALF = (1 << 32) - 1


class _Recorder(CodegenState):
    """A code generation that notes for each node the tokens that it began and ended at.

    Numbers of tokens, packed in one integer, are much cheaper to keep than positions; few of them are ever asked for.
    """

    def __init__(self, module: cst.Module) -> None:
        super().__init__(module.default_indent, module.default_newline)
        self.whole: dict[cst.CSTNode, int] = {}
        self.inner: dict[cst.CSTNode, int] = {}
        self._starts: list[int] = []
        self._open: list[tuple[cst.CSTNode, int, cst.CSTNode | None, cst.CSTNode | None]] = []

    def before_codegen(self, node: cst.CSTNode) -> None:
        self._starts.append(len(self.tokens))

    def after_codegen(self, node: cst.CSTNode) -> None:
        self.whole[node] = self._starts.pop() << 32 | len(self.tokens)

    def record_syntactic_position(  # type: ignore[override]  # a generator per node would double the cost
        self,
        node: cst.CSTNode,
        *,
        start_node: cst.CSTNode | None = None,
        end_node: cst.CSTNode | None = None,
    ) -> _Recorder:
        self._open.append((node, len(self.tokens), start_node, end_node))
        return self

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        node, start, start_node, end_node = self._open.pop()
        if start_node is not None:
            start = self.packed(start_node) >> 32
        end = len(self.tokens) if end_node is None else self.packed(end_node) & _HALF
        self.inner[node] = start << 32 | end

    def packed(self, node: cst.CSTNode) -> int:
        """A node's tokens without the white space around it."""
        found = self.inner.get(node)
        return self.whole[node] if found is None else found


class Offsets:
    """Maps characters of a text to bytes of the file that it was decoded from."""

    def __init__(self, text: str, encoding: str, lead: int) -> None:
        self._text = text
        self.encoding = encoding
        self._lead = lead
        self._starts: list[int] = []
        self._extra: list[int] = []
        if not text.isascii():
            runs = [(match.start(), match.group()) for match in _WIDE.finditer(text)]
            self._starts = [start for start, _ in runs]
            self._extra = list(accumulate((len(run.encode(encoding)) - len(run) for _, run in runs), initial=0))

    def byte(self, character: int) -> int:
        """The offset of a character in the file."""
        before = bisect_right(self._starts, character) - 1
        if before < 0:
            return self._lead + character
        start = self._starts[before]
        part = _WIDE.match(self._text, start, character)
        inside = part.group() if part else ""
        extra = len(inside.encode(self.encoding)) - len(inside)
        return self._lead + character + self._extra[before] + extra


class Spans:
    """Where the nodes of one module stand."""

    def __init__(self, module: cst.Module) -> None:
        recorder = _Recorder(module)
        module._codegen(recorder)
        self.text = "".join(recorder.tokens)
        self._recorder = recorder
        self._starts: list[int] | None = None

    def characters(self, node: cst.CSTNode) -> tuple[int, int]:
        """A node's characters, without the white space around it and without redundant parentheses."""
        return self._unpack(self._recorder.packed(node))

    def outer_characters(self, node: cst.CSTNode) -> tuple[int, int]:
        """A node's characters with everything that it owns: parentheses, and for some nodes white space."""
        return self._unpack(self._recorder.whole[node])

    def _unpack(self, packed: int) -> tuple[int, int]:
        if self._starts is None:
            self._starts = list(accumulate(map(len, self._recorder.tokens), initial=0))
        # A module without a newline at its end drops its last token after that was counted.
        last = len(self._starts) - 1
        return self._starts[min(packed >> 32, last)], self._starts[min(packed & _HALF, last)]

    def nodes(self) -> tuple[cst.CSTNode, ...]:
        """Every node, inner ones before those that hold them."""
        return tuple(self._recorder.whole)
