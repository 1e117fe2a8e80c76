"""Who else goes by a name: files of other projects of the run that import what is renamed, and name something of ours."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from migrator.facts import FileFacts
from migrator.values import Choice, Environment, Literal, Record, Sequence, Site

HELD = (Literal, Record, Sequence, Choice, Environment)
"""What a constant is: not a function with a literal in it."""
JVM = (".java", ".kt", ".kts", ".scala", ".groovy")
PYTHON = (".py", ".pyi", ".ipynb")
SCRIPTS = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".vue", ".svelte")
FAMILIES = (JVM, PYTHON, SCRIPTS)
MANIFEST = "package.json"
_FROM = re.compile(rb"(?:\bfrom|\bimport|\brequire\()\s*['\"]([^'\"\n]+)['\"]")
_NAMED = re.compile(rb'"name"\s*:\s*"([^"\n]+)"')

Read = Callable[[str], "bytes | None"]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The files of other projects that may import what one project's files hold."""

    root: str
    paths: tuple[str, ...]
    read: Read
    _texts: dict[str, bytes] = field(default_factory=dict)

    def user(self, site: Site, facts: FileFacts) -> str | None:
        """The file of another project that goes by a name which a literal is given."""
        names = sorted(set(_names(site, facts))) if self.paths else []
        family = next((each for each in FAMILIES if facts.path.endswith(each)), None)
        if not names or family is None:
            return None
        named = re.compile(rb"(?<![\w$])(?:" + b"|".join(re.escape(each.encode()) for each in names) + rb")(?![\w$])")
        for path in (each for each in self.paths if each.endswith(family)):
            text = self._text(path)
            if named.search(text) and (self._imported(path, text) if family is SCRIPTS else self._named(path, text, facts)):
                return path
        return None

    def _text(self, path: str) -> bytes:
        if path not in self._texts:
            self._texts[path] = self.read(path) or b""
        return self._texts[path]

    def _imported(self, path: str, text: bytes) -> bool:
        """Whether a script imports from the project, by its package's name or by a path into it."""
        manifest = self._text(posixpath.join(self.root, MANIFEST))
        found = _NAMED.search(manifest)
        package = found[1].decode("utf-8", "replace") if found is not None else ""
        for match in _FROM.finditer(text):
            module = match[1].decode("utf-8", "replace")
            if module.startswith("."):
                inside = posixpath.normpath(posixpath.join(posixpath.dirname(path), module))
                if f"{inside}/".startswith(f"{self.root}/"):
                    return True
            elif package and (module == package or module.startswith(f"{package}/")):
                return True
        return False

    def _named(self, path: str, text: bytes, facts: FileFacts) -> bool:
        """Whether a file names the module, or class, that a file is, and has none of that name itself."""
        folder, _, name = facts.path.rpartition("/")
        stem, _, suffix = name.rpartition(".")
        parts = [*(facts.module or "").split("."), stem] if name.endswith(JVM) else [folder.rpartition("/")[2], stem]
        if stem == "__init__":
            parts.pop()
        if not all(parts):
            return False
        # `from a.b import X`, `from a import b`, `import a.b.C`, `import a.b.*`
        *around, last = (re.escape(each.encode()) for each in parts)
        lead = rb"\.".join(around)
        ways = [rb"\.".join((*around, last)) + rb"\b"]
        ways += [lead + rb"\.\*", lead + rb"[ \t]+import[ \t(]+[^\n]*\b" + last + rb"\b"] if around else []
        if re.search(rb"(?<![\w.])(?:[\w.]+\.)?(?:" + b"|".join(ways) + rb")", text) is None:
            return False
        tail = "/".join(parts) + (f"/__init__.{suffix}" if stem == "__init__" else f".{suffix}")
        above = path.rpartition("/")[0]
        while above:
            own = f"{above}/{tail}"
            if own != facts.path and self.read(own) is not None:
                return False
            above = above.rpartition("/")[0]
        return True


def _names(site: Site, facts: FileFacts) -> Iterator[str]:
    """The names outside of functions that hold what is written at a place."""
    for (scope, name), found in facts.bindings.items():
        if facts.scopes[scope].kind in ("module", "class"):
            for each in found:
                if isinstance(each.value, HELD) and each.value.site.contains(site):
                    yield name
