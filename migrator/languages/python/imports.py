"""Which project file a Python import means."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from migrator.link.program import Program
from migrator.values import Imported, Site

_GAP = rb"(?:[ \t\f]|\\\r?\n)"
_IMPORT = re.compile(
    rb"\bfrom" + _GAP + rb"*([^\s;#,()\\.]*(?:" + _GAP + rb"*\.[^\s;#,()\\.]*)*)" + _GAP + rb"*\bimport\b" + _GAP + rb"*"
    rb"(?:\(([^)]*)\)|((?:[^\r\n\\;]|\\\r?\n)*))"
    rb"|\bimport" + _GAP + rb"+((?:[^\r\n\\;]|\\\r?\n)*)"
)
DJANGO = "django.conf.settings"
"""What programs import that use Django for the settings of their own project."""
_COMMENT = re.compile(rb"#[^\n]*")


def module_files(program: Program, importer: str, module: str, level: int) -> tuple[str, ...]:
    """The project files that `module` may mean, as imported from `importer` (`level` counts leading dots).

    A script finds its own folder first, then the project's root and `src`; a module inside a package finds the folder
    above its package too.
    """
    if module == DJANGO and not level:
        return _of_django(program)
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


def _of_django(program: Program) -> tuple[str, ...]:
    """The module that gives Django its settings, if only one can be meant."""
    in_package = [path for name in ("base", "common") for path in program.called(name) if path.endswith(f"settings/{name}.py")]
    alone = [path for path in program.called("settings") if path.endswith(("settings.py", "settings/__init__.py"))]
    found = in_package or alone
    return tuple(found) if len(found) == 1 else ()


def imports_in(path: str, data: bytes) -> tuple[Imported, ...] | None:
    """Everything that a module may import, wherever that is written; what a text says of imports counts as well."""
    try:
        return tuple(dict.fromkeys(_found(path, data)))
    except UnicodeDecodeError:
        return None


def _found(path: str, data: bytes) -> Iterator[Imported]:
    for match in _IMPORT.finditer(data):
        site = Site(path, *match.span())
        if match[4] is not None:
            for each in match[4].split(b","):
                words = each.split()
                if words:
                    yield Imported(words[0].decode(), None, 0, site)
            continue
        module = b"".join(match[1].replace(b"\\", b"").split()).decode()
        dots = len(module) - len(module.lstrip("."))
        listed = _COMMENT.sub(b"", match[2] if match[2] is not None else match[3]).replace(b"\\", b"")
        for each in listed.split(b","):
            words = each.split()
            if words:
                name = words[0].decode()
                yield Imported(module[dots:], None if name == "*" else name, dots, site)


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
