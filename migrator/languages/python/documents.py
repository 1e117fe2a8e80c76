"""What programs read from settings files of the project: `yaml.safe_load(open("config.yaml"))` and its relatives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migrator.facts import Call, FileFacts
from migrator.link import members
from migrator.link.common import Outcomes
from migrator.link.documents import Reading, document, files_named
from migrator.outcomes import Constant, Frames, Items, Made, Mapping, Outcome, Unknown
from migrator.values import Member, Site, Value

if TYPE_CHECKING:
    from migrator.link.evaluate import Linker

LOADERS = frozenset(
    f"{module}.{name}"
    for module, names in {
        "yaml": ("safe_load", "load", "full_load", "unsafe_load"),
        "ruamel.yaml": ("YAML.load", "safe_load", "load"),
        "json": ("load", "loads"),
        "json5": ("load", "loads"),
        "orjson": ("loads",),
        "ujson": ("load", "loads"),
        "tomllib": ("load", "loads"),
        "tomli": ("load", "loads"),
        "toml": ("load", "loads"),
        "tomlkit": ("load", "loads", "parse"),
        "omegaconf": ("OmegaConf.load",),
        "dotenv": ("dotenv_values",),
        "dotenv.main": ("dotenv_values",),
    }.items()
    for name in names
)
"""Functions that give a file's content as a mapping: they take its path, the open file, or its text."""
FILES = Reading(
    openers=frozenset({"builtins.open", "io.open", "codecs.open", "anyio.open_file", "aiofiles.open"}),
    paths=frozenset({"pathlib.Path", "pathlib.PurePath", "os.path.join", "os.path.abspath", "os.path.expanduser", "os.fspath"}),
    methods=frozenset({"read", "open", "read_text", "read_bytes", "resolve", "absolute", "expanduser"}),
    joins=frozenset({"joinpath"}),
)
PARSERS = frozenset({"configparser.ConfigParser", "configparser.RawConfigParser", "configparser.SafeConfigParser"})
SECRETS = "streamlit.secrets"
SECRETS_FILE = ".streamlit/secrets.toml"
VALUES = "dotenv_values"
DOTENV = ".env"


def loaded(linker: Linker, symbol: str, call: Call, where: FileFacts, frames: Frames) -> Outcomes | None:
    """What such a function gives; None if this is none, or the file is not in the project."""
    owner, _, name = symbol.rpartition(".")
    if owner in PARSERS:
        return _parser(linker, owner, name, call, where, frames)
    if owner == SECRETS and name in ("__getitem__", "get"):
        found = _secret(linker, _key(linker, call, 0, where, frames), call.site)
        default = call.arguments[1:2] if found is not None else ()
        return found and (*found, *(each for one in default for each in linker.outcomes(one.value, where.path, frames)))
    if symbol not in LOADERS:
        return None
    given = [each.value for each in call.arguments if each.kind in ("positional", "keyword")]
    if not given and name == VALUES:
        return FILES.named(linker, [DOTENV], where.path)
    return FILES.content(linker, given[0], where, frames) if given else None


def attribute(linker: Linker, value: Member, base: Outcome, where: FileFacts) -> Outcomes | None:
    """`config.llm` of a mapping that a settings file gives (OmegaConf, Streamlit), None for any other object."""
    if isinstance(base.form, Mapping) and base.setting:
        found = members.lookup(linker, base.form, value.name, value.site)
        return found if any(not isinstance(each.form, Unknown) for each in found) else None
    if getattr(base.form, "name", "") == SECRETS and value.name not in ("get", "items", "keys", "values"):
        return _secret(linker, value.name, value.site)
    return None


def _secret(linker: Linker, key: str | None, site: Site) -> Outcomes | None:
    files = files_named(linker.program, site.path, SECRETS_FILE)
    if len(files) != 1 or key is None:
        return None
    wholes = [each.form for each in document(linker, files[0])]
    return (
        tuple(each for whole in wholes if isinstance(whole, Mapping) for each in members.lookup(linker, whole, key, site)) or None
    )


def _parser(linker: Linker, owner: str, name: str, call: Call, where: FileFacts, frames: Frames) -> Outcomes | None:
    """`config["section"]` and `config.get("section", "key")` of a parser that has read a file."""
    if name not in ("__getitem__", "get"):
        return None
    base = call.callee.base if name == "get" and isinstance(call.callee, Member) else call.callee
    results: list[Outcome] = []
    for section in _sections(linker, base, where, frames):
        for mapping in members.lookup(linker, section, _key(linker, call, 0, where, frames) or "", call.site):
            if name == "__getitem__":
                results.append(mapping)
            elif isinstance(mapping.form, Mapping):
                results.extend(members.lookup(linker, mapping.form, _key(linker, call, 1, where, frames) or "", call.site))
    return tuple(results) or None


def _sections(linker: Linker, parser: Value, where: FileFacts, frames: Frames) -> Iterator[Mapping]:
    made = {each.form.call for each in linker.outcomes(parser, where.path, frames) if isinstance(each.form, Made)}
    for call in where.calls:
        if not isinstance(call.callee, Member) or call.callee.name != "read" or not call.arguments:
            continue
        bases = linker.outcomes(call.callee.base, where.path, frames)
        if any(isinstance(each.form, Made) and each.form.call in made for each in bases):
            for value, there, inner in _given(linker, call.arguments[0].value, where, frames):
                wholes = FILES.content(linker, value, there, inner) or ()
                yield from (whole.form for whole in wholes if isinstance(whole.form, Mapping))


def _given(linker: Linker, value: Value, where: FileFacts, frames: Frames) -> Iterator[tuple[Value, FileFacts, Frames]]:
    """What a parser is to read: a file, or a list of files, any of which may say it."""
    lists = [each.form for each in linker.outcomes(value, where.path, frames) if isinstance(each.form, Items)]
    for each in lists:
        yield from ((one, linker.program.facts[each.path], each.frames) for one in each.values)
    if not lists:
        yield value, where, frames


def _key(linker: Linker, call: Call, number: int, where: FileFacts, frames: Frames) -> str | None:
    positional = [each for each in call.arguments if each.kind == "positional"]
    if number >= len(positional):
        return None
    found = linker.outcomes(positional[number].value, where.path, frames)
    said = found[0].form if len(found) == 1 else None
    return said.value if isinstance(said, Constant) and isinstance(said.value, str) else None
