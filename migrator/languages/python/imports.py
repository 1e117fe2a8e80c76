"""Which project file a Python import means."""

from __future__ import annotations

import sys

from migrator.link.program import Program


def module_files(program: Program, importer: str, module: str, level: int) -> tuple[str, ...]:
    """The project files that `module` may mean, as imported from `importer` (`level` counts leading dots).

    A script finds its own folder first, then the project's root and `src`; a module inside a package finds the folder
    above its package too.
    """
    parts = [part for part in module.split(".") if part]
    folder = _parent(importer)
    if level:
        for _ in range(level - 1):
            folder = _parent(folder)
        return _in_folder(program, folder, parts)
    if not parts:
        return ()
    external = parts[0] in program.external
    for base in _bases(program, importer):
        if external and _join(base, "__init__.py") in program.paths:
            continue
        found = [path for path in _in_folder(program, base, parts) if not (external and path == importer)]
        if found:
            return tuple(dict.fromkeys(found))
    return () if external else _anywhere(program, parts)


def _bases(program: Program, importer: str) -> list[str]:
    bases = [_parent(importer)]
    folder = _parent(importer)
    while folder and _join(folder, "__init__.py") in program.paths:
        folder = _parent(folder)
        bases.append(folder)
    root = "" if program.root in (".", "") else program.root
    while folder not in ("", root) and folder.startswith(root):
        folder = _parent(folder)
        bases.append(folder)
    bases.extend((root, _join(root, "src")))
    return list(dict.fromkeys(bases))


def _in_folder(program: Program, folder: str, parts: list[str]) -> tuple[str, ...]:
    if not parts:
        package = _join(folder, "__init__.py")
        return (package,) if package in program.paths else ()
    stem = _join(folder, "/".join(parts))
    return tuple(path for path in (f"{stem}.py", f"{stem}/__init__.py", f"{stem}.pyi") if path in program.paths)[:1]


def _anywhere(program: Program, parts: list[str]) -> tuple[str, ...]:
    """Files of that dotted name anywhere in the project: a `sys.path` edit may make them importable."""
    if parts[0] in sys.stdlib_module_names:
        return ()
    tails = ("/" + "/".join(parts) + ".py", "/" + "/".join(parts) + "/__init__.py")
    return tuple(path for path in program.called(parts[-1]) if path.endswith(tails))


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name
