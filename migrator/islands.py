"""Tells which files may share names: those that import one another, whoever imports whom, and all those that need not import."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.facts import FileFacts
from migrator.link.evaluate import Linker
from migrator.values import ALONE, Imported, Value, parts_of


def islands(linker: Linker, files: tuple[FileFacts, ...]) -> dict[str, str]:
    """By each file's path: the path of one file that stands for all that it may share names with."""
    heads = {facts.path: facts.path for facts in files}
    first = next((facts.path for facts in files if not linker.library_of(facts.path).imports_only), "")

    def head(path: str) -> str:
        while heads[path] != path:
            heads[path] = heads[heads[path]]
            path = heads[path]
        return path

    for facts in files:
        path = facts.path
        library = linker.library_of(path)
        others = [path.partition("#")[0]]
        if library.imports_only:
            others.extend(other for value in _imports(facts) for other in _modules(linker, value, path))
        else:
            # One language of a machine gets at the names of another.
            others.append(first)
        for other in others:
            if other in heads:
                heads[head(other)] = head(path)
    return {path: head(path) for path in heads}


def _imports(facts: FileFacts) -> Iterator[Imported]:
    values: list[Value] = [binding.value for found in facts.bindings.values() for binding in found]
    values.extend(facts.star_imports)
    for call in facts.calls:
        values.append(call.callee)
        values.extend(each.value for each in call.arguments)
    for value in values:
        if type(value) is Imported:
            yield value
        for part in parts_of(value) if type(value) not in ALONE else ():
            if type(part) is Imported:
                yield part


def _modules(linker: Linker, value: Imported, importer: str) -> Iterator[str]:
    library = linker.library_of(importer)
    yield from library.module(linker.program, importer, value.module, value.level)
    if value.name is not None:
        dotted = f"{value.module}.{value.name}".lstrip(".")
        yield from library.module(linker.program, importer, dotted, value.level)
