"""Which kind of file a name or first line tells, and which reader reads it."""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass

SHEBANG = b"#!"
_INTERPRETER = re.compile(rb"#!\s*(?:\S*/)?(?:env\s+(?:-\S+\s+|[A-Za-z_]\w*=\S*\s+)*(?:\S*/)?)?([A-Za-z]+)")
_FIRST_LINE = 256


IMPORTING = frozenset({"python", "javascript", "typescript", "vue", "svelte", "java", "notebook"})


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its language, and the `Language` that reads it as "module:name", imported only on use.

    `evidence_only` kinds tell where calls go: they are read whatever they hold, and though git ignores them. A `prefixes`
    entry is the beginning of a file's whole name, an `interpreters` entry what stands in the `#!` line (without version)
    of a name without suffix.
    """

    language: str
    reader: str
    suffixes: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    interpreters: tuple[str, ...] = ()
    evidence_only: bool = False

    @property
    def imports(self) -> bool:
        """Whether such files may use names of one another."""
        return self.language in IMPORTING


KINDS = (
    Kind("python", "migrator.languages.python.language:PYTHON", (".py", ".pyi", ".pyw"), interpreters=("python", "pypy")),
    Kind(
        "shell",
        "migrator.languages.shell.language:SHELL",
        (".sh", ".bash", ".zsh", ".ksh"),
        interpreters=("sh", "bash", "zsh", "dash", "ksh"),
    ),
    Kind(
        "makefile",
        "migrator.languages.shell.language:MAKEFILE",
        (".mk", ".mak"),
        prefixes=("Makefile", "makefile", "GNUmakefile"),
        interpreters=("make",),
    ),
    Kind(
        "dockerfile", "migrator.languages.shell.language:DOCKERFILE", (".dockerfile",), prefixes=("Dockerfile", "Containerfile")
    ),
    Kind("powershell", "migrator.languages.powershell.language:POWERSHELL", (".ps1", ".psm1"), interpreters=("pwsh",)),
    Kind("batch", "migrator.languages.batch.language:BATCH", (".bat", ".cmd")),
    Kind("http", "migrator.languages.http_file.language:HTTP_FILE", (".http", ".rest")),
    Kind(
        "javascript",
        "migrator.languages.javascript.language:JAVASCRIPT",
        (".js", ".mjs", ".cjs", ".jsx"),
        interpreters=("node", "bun", "deno"),
    ),
    Kind("typescript", "migrator.languages.javascript.language:TYPESCRIPT", (".ts", ".mts", ".cts", ".tsx")),
    Kind("vue", "migrator.languages.javascript.language:VUE", (".vue",)),
    Kind("svelte", "migrator.languages.javascript.language:SVELTE", (".svelte",)),
    Kind("html", "migrator.languages.javascript.language:HTML", (".html", ".htm")),
    Kind("dotenv", "migrator.languages.config.language:DOTENV", prefixes=(".env",), evidence_only=True),
    Kind("yaml", "migrator.languages.config.language:YAML", (".yaml", ".yml")),
    Kind("json", "migrator.languages.config.language:JSON", (".json", ".jsonc", ".json5")),
    Kind("jsonl", "migrator.languages.config.language:JSON_LINES", (".jsonl", ".ndjson")),
    Kind("toml", "migrator.languages.config.language:TOML", (".toml",)),
    Kind("properties", "migrator.languages.config.language:PROPERTIES", (".properties",)),
    Kind("ini", "migrator.languages.config.language:INI", (".ini", ".cfg", ".conf")),
    Kind("java", "migrator.languages.java.language:JAVA", (".java",)),
    Kind("kotlin", "migrator.languages.kotlin.language:KOTLIN", (".kt", ".kts")),
    Kind("notebook", "migrator.languages.documents.notebook:NOTEBOOK", (".ipynb",)),
    Kind("markdown", "migrator.languages.documents.markup:MARKDOWN", (".md", ".markdown", ".mdx")),
    Kind("rst", "migrator.languages.documents.markup:RST", (".rst",)),
    Kind(
        "text",
        "migrator.languages.documents.prose:TEXT",
        (".go", ".cs", ".php", ".rb", ".rs", ".tf", ".tfvars", ".hcl", ".swift", ".scala", ".dart", ".lua", ".r", ".cpp", ".pl"),
    ),
)

SAMPLES = frozenset({".example", ".sample", ".template", ".dist", ".tmpl"})
"""Endings of files that are to be copied to the name before it."""
SCRIPT = Kind("", "")
"""A name without suffix: only the first line tells, see `settle`."""

_BY_SUFFIX = {suffix: kind for kind in KINDS for suffix in kind.suffixes}
_BY_INTERPRETER = {name.encode(): kind for kind in KINDS for name in kind.interpreters}
_BY_PREFIX = tuple((prefix, kind) for kind in KINDS for prefix in kind.prefixes)
_PREFIXES = tuple(prefix for prefix, _ in _BY_PREFIX)
_BY_LANGUAGE = {kind.language: kind for kind in KINDS}


def kind_of(name: str) -> Kind | None:
    """The kind that a file's name tells: `SCRIPT` where only its first line can, None where nobody reads such files."""
    if name.startswith(_PREFIXES):
        return next(kind for prefix, kind in _BY_PREFIX if name.startswith(prefix))
    dot = name.rfind(".")
    if dot < 0:
        return SCRIPT
    suffix = name[dot:].lower()
    if suffix in SAMPLES and dot > 0:
        kind = kind_of(name[:dot])
        return None if kind is SCRIPT else kind
    return _BY_SUFFIX.get(suffix)


def settle(kind: Kind, data: bytes) -> Kind | None:
    """The kind once the bytes are there: a `SCRIPT` becomes what its `#!` line names, or None."""
    if kind is not SCRIPT:
        return kind
    found = _INTERPRETER.match(data[:_FIRST_LINE].split(b"\n", 1)[0])
    return _BY_INTERPRETER.get(found[1]) if found else None


def of_language(language: str) -> Kind | None:
    """The kind of a language by its id."""
    return _BY_LANGUAGE.get(language)


def resolve(kind: Kind) -> object:
    """The kind's `Language`, imported now."""
    module, _, name = kind.reader.partition(":")
    found: object = getattr(importlib.import_module(module), name)
    return found
