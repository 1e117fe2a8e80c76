"""Settings and data files as languages of the tool: one class, a parser for each syntax."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from migrator.changes import Change
from migrator.documents import Embedding, Piece, inner_path
from migrator.facts import FileFacts, Scope
from migrator.files.source import Source, Unreadable, decode
from migrator.findings import Edit
from migrator.languages.base import Document, Language, Part, Unparsed
from migrator.languages.config.compare import compare
from migrator.languages.config.facts import config_facts
from migrator.languages.config.jsons import parse_json
from migrator.languages.config.library import NoLibrary
from migrator.languages.config.lines import parse_dotenv, parse_ini, parse_properties
from migrator.languages.config.nodes import Broken, Mapping, Parsed
from migrator.languages.config.scripts import Script, scripts
from migrator.languages.config.tomls import parse_toml
from migrator.languages.config.variables import Given
from migrator.languages.config.writer import write
from migrator.languages.config.yamls import parse_yaml

SCRIPTED = ("yaml", "json")
"""Syntaxes of files that hold shell commands."""
BOM = b"\xef\xbb\xbf"
LATIN = frozenset({"properties", "ini"})
"""Syntaxes whose files may be in ISO 8859-1, as Java's are by definition."""
MAX_PARSED = 16_000_000
"""Bytes beyond which a file is looked through for names only: its tree would take a hundred times as much."""
MOST_KEPT = 1 << 16
"""Bytes of a file whose tree is kept until it is written: one of more is parsed again if it ever is."""
MAX_TRANSCODED = 2_000_000
"""Bytes of UTF-16 beyond which a file is named, not read: each character is looked at by itself."""


def _dotenv(data: bytes, begin: int = 0) -> Parsed:
    return parse_dotenv(data, begin)[0]


@dataclass(frozen=True, slots=True)
class Config:
    """One syntax of settings files; `top` names what its root is called in surfaces."""

    id: str
    parse: Callable[[bytes, int], Parsed]
    top: tuple[str, ...] = ()
    surfaces: str = "config"
    library: NoLibrary = field(default_factory=NoLibrary)

    def read(self, path: str, data: bytes, interesting: Callable[[str], bool]) -> Document | Unparsed:
        source = decode(path, data, self.id)
        if isinstance(source, Unreadable) and source.code == "not-utf-8" and self.id in LATIN:
            source = Source(path, data, data.decode("latin-1"), "latin-1", b"", "\n")
        if isinstance(source, Unreadable):
            return Unparsed(source.code, source.message)
        if source.encoding == "latin-1":
            document = self._read(path, data, 0, interesting)
            return document if isinstance(document, Unparsed) else replace(document, encoding="latin-1")
        if source.encoding != "utf-8":
            return self._transcoded(path, data, source, interesting)
        return self._read(path, data, len(source.bom), interesting)

    def _transcoded(self, path: str, data: bytes, source: Source, interesting: Callable[[str], bool]) -> Document | Unparsed:
        """A file in UTF-16 holds a document in UTF-8, character by character."""
        if len(data) > MAX_TRANSCODED:
            return Unparsed("encoding", f"{source.encoding.upper()} is not read in files of this size")
        inner = self._read(inner_path(path, 0), source.text.encode("utf-8", "surrogatepass"), 0, interesting)
        if isinstance(inner, Unparsed):
            return inner
        facts = FileFacts(path, self.id, scopes=(Scope(0, "module", None, None, ""),))
        return Document(path, data, source.encoding, facts, None, (Part(inner, self, characters(source)),))

    def _read(self, path: str, data: bytes, begin: int, interesting: Callable[[str], bool]) -> Document | Unparsed:
        if len(data) > MAX_PARSED:
            return Unparsed("too-large", f"larger than {MAX_PARSED} bytes, which is data and no settings file")
        try:
            parsed = self.parse(data, begin)
        except Broken as problem:
            return Unparsed("parse-error", str(problem), data.count(b"\n", 0, problem.offset) + 1)
        except ImportError:
            return Unparsed("no-parser", f"the grammar for {self.id} is not installed")
        if self.id == "json" and _holds_requests(parsed):
            return _collection(path, data, interesting)
        given: tuple[Given, ...] = parse_dotenv(data, begin)[1] if self.id == "dotenv" else ()
        held = list(_read_scripts(path, scripts(data, parsed), interesting)) if self.id in SCRIPTED else []
        spoken = frozenset((each.start, each.end) for script, _ in held for each in script.scalars)
        facts = config_facts(path, self.id, data, parsed, interesting, self.top, given, spoken)
        tree = parsed if len(data) <= MOST_KEPT else None
        return Document(path, data, "utf-8", facts, tree, tuple(part for _, part in held))

    def write(self, document: Document, changes: Sequence[Change]) -> tuple[tuple[Edit, ...], ...]:
        parsed = document.tree if document.tree is not None else self._parsed(document.data)
        assert isinstance(parsed, Parsed)
        return write(document.path, document.data, parsed, self.id, changes)

    def _parsed(self, data: bytes) -> Parsed:
        return self.parse(data, len(BOM) if data.startswith(BOM) else 0)

    def compare(self, path: str, old: bytes, new: bytes, edits: Sequence[Edit]) -> str | None:
        source, after = decode(path, old, self.id), decode(path, new, self.id)
        if isinstance(source, Source) and isinstance(after, Source) and source.encoding != "utf-8":
            way = characters(source)
            edits = [Edit(path, way.inner(each.start), way.inner(each.end), each.text) for each in edits]
            old, new = (each.text.encode("utf-8", "surrogatepass") for each in (source, after))
        problem = compare(old, new, edits, self._parsed)
        if problem is not None or self.id not in SCRIPTED:
            return problem
        if self.id == "json" and _holds_requests(self._parsed(old)):
            from migrator.languages.http_file.postman import POSTMAN

            return POSTMAN.compare(path, old, new, edits)
        held, now = list(scripts(old, self._parsed(old))), list(scripts(new, self._parsed(new)))
        if len(held) != len(now):
            return "a script is something else now"
        for one, other in zip(held, now, strict=True):
            if one.text != other.text:
                problem = problem or _shell().compare(path, one.text, other.text, ())
        return problem


def characters(source: Source) -> Embedding:
    """The way from the text in UTF-8 to the file's own encoding."""
    pieces: list[Piece] = []
    inner, outer = 0, len(source.bom)
    for character in source.text:
        width = len(character.encode("utf-8", "surrogatepass"))
        wide = len(character.encode(source.encoding))
        pieces.append(Piece(inner, inner + width, outer, outer + wide))
        inner, outer = inner + width, outer + wide
    return Embedding(tuple(pieces))


def _holds_requests(parsed: Parsed) -> bool:
    root = parsed.roots[0]
    if not isinstance(root, Mapping) or not {"info", "item"} <= {pair.key for pair in root.pairs}:
        return False
    from migrator.languages.http_file.postman import is_collection

    return is_collection(root)


def _collection(path: str, data: bytes, interesting: Callable[[str], bool]) -> Document:
    """A file that is nothing but requests: all there is to say of it, the document inside says."""
    from migrator.languages.http_file.postman import POSTMAN

    inner = POSTMAN.read(inner_path(path, 0), data, interesting)
    parts = (Part(inner, POSTMAN, Embedding((Piece(0, len(data), 0, len(data)),))),)
    return Document(path, data, "utf-8", FileFacts(path, "json", scopes=(Scope(0, "module", None, None, ""),)), None, parts)


def _read_scripts(path: str, held: Iterable[Script], interesting: Callable[[str], bool]) -> Iterator[tuple[Script, Part]]:
    """Those scripts that can be read; the others are text."""
    for number, script in enumerate(held, 1):
        document = _shell().read(inner_path(path, number), script.text, interesting)
        if isinstance(document, Document):
            yield script, Part(document, _shell(), script.embedding)


def _shell() -> Language:
    from migrator.languages.shell.language import SHELL

    return SHELL


JSON = Config("json", parse_json)
JSON_LINES = Config("jsonl", parse_json, ("jsonl",))
YAML = Config("yaml", parse_yaml)
TOML = Config("toml", parse_toml)
PROPERTIES = Config("properties", parse_properties)
INI = Config("ini", parse_ini)
DOTENV = Config("dotenv", _dotenv)
