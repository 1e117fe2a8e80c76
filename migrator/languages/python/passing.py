"""Reads a module that only hands on what it imports: its import statements, without a syntax tree of the rest."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Collection

from migrator.facts import Binding, FileFacts, Scope
from migrator.values import Imported, Site

LONGEST = 1 << 18


def passing(path: str, data: bytes, names: Collection[bytes]) -> FileFacts | None:
    """The module's imports, if nothing but top-level imports speaks of `names` or of what they are called there."""
    if len(data) > LONGEST or b"\r" in data or b"\x00" in data or data.startswith(b"\xef\xbb\xbf"):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            module = ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if b"coding" in data[:200] and re.match(rb"[^\n]*\n?[^\n]*coding[:=]", data[:200]):
        return None
    starts = [0, *(match.end() for match in re.finditer(rb"\n", data))]
    bindings: dict[tuple[int, str], tuple[Binding, ...]] = {}
    stars: list[Imported] = []
    rest: list[bytes] = []
    done = 0
    for node in module.body:
        if not isinstance(node, (ast.Import, ast.ImportFrom)):
            continue
        start, end = starts[node.lineno - 1] + node.col_offset, _end(starts, node)
        rest.append(data[done:start])
        done = end
        for alias in node.names:
            site = Site(path, starts[alias.lineno - 1] + alias.col_offset, _end(starts, alias))
            if isinstance(node, ast.ImportFrom) and alias.name == "*":
                stars.append(Imported(node.module or "", None, node.level, Site(path, start, end)))
                continue
            name, value = _bound(node, alias, site)
            earlier = bindings.get((0, name), ())
            bindings[0, name] = (*earlier, Binding(name, 0, value, len(bindings) + len(earlier), (), site))
    rest.append(data[done:])
    local = {name.encode() for _, name in bindings}
    called = {name for name in names if name in local} | {
        found[-1].name.encode()
        for found in bindings.values()
        if isinstance(found[-1].value, Imported) and (found[-1].value.name or "").encode() in names
    }
    words = b"|".join(map(re.escape, sorted({*names, *called} - {b"*"})))
    used = words and re.search(rb"\b(?:" + words + rb")\b", b"\n".join(rest))
    if (bindings or stars) and not used:
        scope = Scope(0, "module", None, None, "")
        return FileFacts(path, "python", scopes=(scope,), bindings=bindings, star_imports=tuple(stars), partial=True)
    return None


def _bound(node: ast.Import | ast.ImportFrom, alias: ast.alias, site: Site) -> tuple[str, Imported]:
    if isinstance(node, ast.ImportFrom):
        return alias.asname or alias.name, Imported(node.module or "", alias.name, node.level, site)
    if alias.asname is not None:
        return alias.asname, Imported(alias.name, None, 0, site)
    top = alias.name.split(".")[0]
    return top, Imported(top, None, 0, site)


def _end(starts: list[int], node: ast.stmt | ast.alias) -> int:
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return starts[node.end_lineno - 1] + node.end_col_offset
