"""Which project file a JavaScript import means."""

from __future__ import annotations

from posixpath import normpath

from migrator.link.program import Program

SUFFIXES = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".vue", ".svelte")
WRITTEN = {".js": (".ts", ".tsx"), ".jsx": (".tsx",), ".mjs": (".mts",), ".cjs": (".cts",)}
"""What a suffix in an import may stand for before TypeScript is compiled."""
ALIASES = ("@/", "~/", "#/")
"""What bundlers commonly take for the source folder."""
EXPORTS = (".module.exports", ".default")
"""Names that may stand for the whole module."""


def module_files(program: Program, importer: str, module: str, level: int) -> tuple[str, ...]:
    """The project files that `module` may mean; `level` 1 marks a relative one, without its first dot."""
    for ending in EXPORTS:
        module = module.removesuffix(ending)
    root = "" if program.root in (".", "") else program.root
    if level:
        folder = importer.rpartition("/")[0]
        return _file(program, f"{folder}/.{module}" if folder else f".{module}")
    for alias in ALIASES:
        if module.startswith(alias):
            rest = module.removeprefix(alias)
            for base in _bases(importer, root):
                found = _file(program, f"{base}{rest}")
                if found:
                    return found
    if module.startswith("src/"):
        return _file(program, f"{root}/{module}" if root else module)
    return ()


def _bases(importer: str, root: str) -> list[str]:
    """The source folders around the importer, then the project's own."""
    parts = importer.split("/")[:-1]
    found = ["/".join(parts[: number + 1]) + "/" for number in range(len(parts) - 1, -1, -1) if parts[number] == "src"]
    lead = f"{root}/" if root else ""
    return [*found, f"{lead}src/", lead]


def _file(program: Program, path: str) -> tuple[str, ...]:
    path = normpath(path)
    if path in program.paths:
        return (path,)
    stem, dot, suffix = path.rpartition(".")
    candidates = [f"{stem}{other}" for other in WRITTEN.get(f"{dot}{suffix}", ())]
    candidates += [f"{path}{each}" for each in SUFFIXES] + [f"{path}/index{each}" for each in SUFFIXES]
    return tuple(each for each in candidates if each in program.paths)[:1]
