"""Which kind of file a name or first line tells, and which reader reads it."""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass

SHEBANG = b"#!"
_INTERPRETER = re.compile(rb"#!\s*(?:\S*/)?(?:env\s+(?:-\S+\s+|[A-Za-z_]\w*=\S*\s+)*(?:\S*/)?)?([A-Za-z]+)")
_FIRST_LINE = 256
_WIDE = (b"\xff\xfe", b"\xfe\xff")


IMPORTING = frozenset({"python", "javascript", "typescript", "vue", "svelte", "java", "kotlin", "notebook"})
MINIFIED = "javascript"
"""The language that is sent to browsers in few bytes."""
SHORT = 10_000
LONG_LINE = 400
"""Bytes in a script, and in its lines one with another, up to which it may be a person's."""
PACKAGED = frozenset({"kotlin"})
"""Languages whose files know names of one another by a package, whatever the other file is called."""
SENDING = frozenset({"shell", "makefile", "dockerfile", "powershell", "batch", "http"})
"""Languages whose commands may send another file."""


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
        return self.language in IMPORTING or self.language in SENDING

    @property
    def packaged(self) -> bool:
        """Whether such files are known to one another by their package instead of their name."""
        return self.language in PACKAGED


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
        prefixes=("Jenkinsfile", "justfile", "Justfile", "Procfile", "Rakefile", "Tiltfile", "Vagrantfile"),
    ),
)

BINARY = frozenset(
    [
        "7z",
        "a",
        "aac",
        "aar",
        "ai",
        "apk",
        "avi",
        "avif",
        "bin",
        "bmp",
        "br",
        "bz2",
        "cab",
        "class",
        "dat",
        "db",
        "deb",
        "dex",
        "dll",
        "dmg",
        "doc",
        "docx",
        "dylib",
        "ear",
        "eot",
        "epub",
        "exe",
        "flac",
        "flv",
        "gguf",
        "gif",
        "gz",
        "h5",
        "hdf5",
        "heic",
        "icns",
        "ico",
        "jar",
        "jpeg",
        "jpg",
        "jks",
        "joblib",
        "key",
        "keystore",
        "lib",
        "lz4",
        "m4a",
        "m4v",
        "mo",
        "mov",
        "mp3",
        "mp4",
        "mpeg",
        "msi",
        "nib",
        "npy",
        "npz",
        "o",
        "obj",
        "odt",
        "ogg",
        "onnx",
        "otf",
        "p12",
        "parquet",
        "pb",
        "pdf",
        "pickle",
        "pkl",
        "png",
        "ppt",
        "pptx",
        "psd",
        "pt",
        "pth",
        "pyc",
        "pyd",
        "pyo",
        "rar",
        "rpm",
        "safetensors",
        "snap",
        "so",
        "sqlite",
        "sqlite3",
        "svg",
        "swf",
        "tar",
        "tflite",
        "tgz",
        "tif",
        "tiff",
        "ttf",
        "war",
        "wasm",
        "wav",
        "webm",
        "webp",
        "whl",
        "wmv",
        "woff",
        "woff2",
        "xls",
        "xlsx",
        "xz",
        "zip",
        "zst",
    ]
)
"""Suffixes of files that are no text, or text that says nothing to people; they are never opened."""
QUIET = frozenset(
    {"css", "less", "scss", "sass", "lock", "map", "patch", "diff", "log", "srt", "vtt", "po", "pot", "out", "orig"}
)
"""Suffixes of text that calls nothing and is a record of something else."""
SAMPLES = frozenset({".example", ".sample", ".template", ".dist", ".tmpl"})
"""Endings of files that are to be copied to the name before it."""
SCRIPT = Kind("", "")
"""A name without suffix: only the first line tells, see `settle`."""

_BY_SUFFIX = {suffix: kind for kind in KINDS for suffix in kind.suffixes}
_BY_INTERPRETER = {name.encode(): kind for kind in KINDS for name in kind.interpreters}
_BY_PREFIX = tuple((prefix, kind) for kind in KINDS for prefix in kind.prefixes)
_PREFIXES = tuple(prefix for prefix, _ in _BY_PREFIX)
_TEXT = KINDS[-1]
"""Any other file whose name has a suffix, and some that have none: a mention in it beside a host of ours gets a note."""
_BY_LANGUAGE = {kind.language: kind for kind in KINDS}


def is_minified(kind: Kind, data: bytes) -> bool:
    """Whether a program put a script on few long lines: somebody else's code, of which nobody here writes a word."""
    return kind.language == MINIFIED and len(data) > SHORT and len(data) > LONG_LINE * (data.count(b"\n") + 1)


def kind_of(name: str) -> Kind | None:
    """The kind that a file's name tells: `SCRIPT` where only its first line can, None where nobody reads such files."""
    if name.startswith(_PREFIXES):
        return next(kind for prefix, kind in _BY_PREFIX if name.startswith(prefix))
    dot = name.rfind(".")
    if dot < 0:
        return SCRIPT
    suffix = name[dot:].lower()
    if suffix in SAMPLES:
        kind = kind_of(name[:dot])
        return None if kind is SCRIPT else kind
    known = _BY_SUFFIX.get(suffix)
    if known is not None or not dot or suffix == "." or suffix[1:] in BINARY or suffix[1:] in QUIET:
        return known
    return _TEXT


def settle(kind: Kind, data: bytes) -> Kind | None:
    """The kind once the bytes are there: a `SCRIPT` becomes what its `#!` line names, or None, binary data None."""
    if kind is _TEXT:
        return None if b"\0" in data and not data.startswith(_WIDE) else kind
    if kind is not SCRIPT:
        return kind
    found = _INTERPRETER.match(data[:_FIRST_LINE].partition(b"\n")[0])
    return _BY_INTERPRETER.get(found[1]) if found else None


def of_language(language: str) -> Kind | None:
    """The kind of a language by its id."""
    return _BY_LANGUAGE.get(language)


def resolve(kind: Kind) -> object:
    """The kind's `Language`, imported now."""
    module, _, name = kind.reader.partition(":")
    found: object = getattr(importlib.import_module(module), name)
    return found
