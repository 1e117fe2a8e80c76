"""Settings and data files as languages of the tool: one class, a parser for each syntax."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from migrator.changes import Change
from migrator.files.source import Unreadable, decode
from migrator.findings import Edit
from migrator.languages.base import Document, Unparsed
from migrator.languages.config.compare import compare
from migrator.languages.config.facts import config_facts
from migrator.languages.config.jsons import parse_json
from migrator.languages.config.library import NoLibrary
from migrator.languages.config.lines import parse_dotenv, parse_ini, parse_properties
from migrator.languages.config.nodes import Broken, Parsed
from migrator.languages.config.tomls import parse_toml
from migrator.languages.config.variables import Given
from migrator.languages.config.writer import write
from migrator.languages.config.yamls import parse_yaml

BOM = b"\xef\xbb\xbf"


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
        if isinstance(source, Unreadable):
            return Unparsed(source.code, source.message)
        if source.encoding != "utf-8":
            return Unparsed("encoding", f"{source.encoding.upper()} is not read in {self.id} files")
        try:
            parsed = self.parse(data, len(source.bom))
        except Broken as problem:
            return Unparsed("parse-error", str(problem), data.count(b"\n", 0, problem.offset) + 1)
        except ImportError:
            return Unparsed("no-parser", f"the grammar for {self.id} is not installed")
        given: tuple[Given, ...] = parse_dotenv(data, len(source.bom))[1] if self.id == "dotenv" else ()
        facts = config_facts(path, self.id, data, parsed, interesting, self.top, given)
        return Document(path, data, "utf-8", facts, parsed)

    def write(self, document: Document, changes: Sequence[Change]) -> tuple[tuple[Edit, ...], ...]:
        parsed = document.tree
        assert isinstance(parsed, Parsed)
        return write(document.path, document.data, parsed, self.id, changes)

    def compare(self, path: str, old: bytes, new: bytes, edits: Sequence[Edit]) -> str | None:
        def parse(data: bytes) -> Parsed:
            return self.parse(data, len(BOM) if data.startswith(BOM) else 0)

        return compare(old, new, edits, parse)


JSON = Config("json", parse_json)
JSON_LINES = Config("jsonl", parse_json, ("jsonl",))
YAML = Config("yaml", parse_yaml)
TOML = Config("toml", parse_toml)
PROPERTIES = Config("properties", parse_properties)
INI = Config("ini", parse_ini)
DOTENV = Config("dotenv", _dotenv)
