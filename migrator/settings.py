"""Finds the settings file of a run, reads it with those it extends, and lays the command line over them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from migrator import toml
from migrator.files.tree import read_plain
from migrator.option_values import WrongValue
from migrator.options import OPTIONS, Option
from migrator.selectors import nearest
from migrator.settings_model import COMMAND_LINE, InForce, Settings, in_force

if TYPE_CHECKING:
    from migrator.toml_lines import Key

__all__ = ["InForce", "Settings", "SettingsError", "find_settings_file", "in_force", "load_settings"]

OWN_FILE = "deepseek-migrate.toml"
SHARED_FILE = "pyproject.toml"
LARGEST_SETTINGS = 4 << 20
_TABLE = ("tool", "deepseek-migrate")
_EXTEND = "extend"


class SettingsError(Exception):
    """Settings that cannot be used; the text names file and line, or says that it is the command line."""

    def __init__(self, message: str, where: str) -> None:
        super().__init__(f"{where}: {message}")
        self.message = message
        self.where = where


@dataclass(frozen=True, slots=True)
class _Layer:
    """What one place says: parsed values by option, and where each was said."""

    values: Mapping[str, object]
    origins: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _File:
    """A settings file as read: its options, the dotted name that they stand under and the line of each key."""

    path: str
    shown: str
    options: Mapping[str, object]
    table: Key
    lines: dict[Key, int]

    def where(self, *key: str) -> str:
        from migrator.toml_lines import line_of

        return f"{self.shown}:{line_of(self.lines, self.table + key)}"


def load_settings(
    paths: Sequence[str],
    cwd: str,
    command_line: Mapping[str, object],
    config: str | None = None,
    isolated: bool = False,
) -> Settings:
    """The settings for a run over `paths`.

    `command_line` holds what the user typed by option name, with underscores or dashes; None and empty tuples count as
    not given. `config` names the settings file to use, or is a line of TOML; `isolated` reads no file that is found.
    """
    inline = config is not None and "=" in config and not os.path.exists(os.path.join(cwd, config))
    if config is not None and isolated and not inline:
        raise SettingsError("--isolated reads no settings file, so it cannot go with --config FILE", COMMAND_LINE)
    if config is not None and not inline:
        start: str | None = os.path.join(cwd, config)
    else:
        start = None if isolated else find_settings_file(paths, cwd)
    files = list(_with_extended(start, cwd)) if start else []
    layers = [_file_layer(file) for file in files]
    if config is not None and inline:
        layers.append(_inline_layer(config, cwd))
    layers.append(_command_line_layer(command_line, cwd))
    values, origins = _merged(layers)
    folder = os.path.dirname(files[-1].path) if files else cwd
    names = tuple(file.path for file in files)
    # Each parser gives what its field takes; the table of options cannot say that in types.
    fields = cast("dict[str, Any]", values)
    return Settings(**fields, cwd=cwd, folder=folder, files=names, origins=origins)


def find_settings_file(paths: Sequence[str], cwd: str) -> str | None:
    """The nearest settings file at or above the common parent of the paths."""
    folder: str | None = _common_folder([os.path.abspath(os.path.join(cwd, path)) for path in paths or (cwd,)], cwd)
    while folder is not None:
        own = os.path.join(folder, OWN_FILE)
        if os.path.isfile(own):
            return own
        shared = os.path.join(folder, SHARED_FILE)
        if os.path.isfile(shared) and _mentions_us(shared):
            return shared
        above = os.path.dirname(folder)
        folder = above if above != folder else None
    return None


def _common_folder(paths: list[str], cwd: str) -> str:
    try:
        common = os.path.commonpath(paths)
    except ValueError:  # pragma: no cover - paths on different drives, which only Windows has
        return cwd
    return common if os.path.isdir(common) else os.path.dirname(common)


def _mentions_us(path: str) -> bool:
    """Whether the file has our table; one that is broken but never names us is none of our business."""
    try:
        data = read_plain(path, LARGEST_SETTINGS)
    except OSError:
        return False
    if _TABLE[1].encode() not in data:
        return False
    try:
        tool = toml.loads(data.decode("utf-8", "replace")).get(_TABLE[0])
    except toml.NotToml:
        return re.search(rb"(?m)^\s*\[\s*tool\s*\.\s*[\"']?deepseek-migrate", data) is not None
    return isinstance(tool, dict) and _TABLE[1] in tool


def _with_extended(path: str, cwd: str) -> Iterator[_File]:
    """The file and those that it extends, the most general first."""
    chain: list[_File] = []
    asked_by = COMMAND_LINE
    following: str | None = os.path.abspath(path)
    while following is not None:
        if any(os.path.realpath(following) == os.path.realpath(file.path) for file in chain):
            raise SettingsError("`extend` goes round in a circle", asked_by)
        file = _read(following, cwd, asked_by)
        chain.append(file)
        asked_by, following = file.where(_EXTEND), _extended(file)
    return reversed(chain)


def _extended(file: _File) -> str | None:
    value = file.options.get(_EXTEND)
    if value is None:
        return None
    if not isinstance(value, str) or not value or "\0" in value:
        raise SettingsError("extend: expected the name of a settings file", file.where(_EXTEND))
    return os.path.normpath(os.path.join(os.path.dirname(file.path), os.path.expanduser(value)))


def _read(path: str, cwd: str, asked_by: str) -> _File:
    shown = _shown(path, cwd)
    try:
        content = _bytes(path, asked_by).decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise SettingsError(f"cannot read the settings file {shown}: {error.strerror or error}", asked_by) from error
    except UnicodeDecodeError as error:
        raise SettingsError("the settings file is not UTF-8", shown) from error
    data = _parsed(content, shown)
    table = _TABLE if os.path.basename(path) == SHARED_FILE else ()
    from migrator.toml_lines import key_lines, line_of

    lines = key_lines(content)
    options: object = data
    for part in table:
        options = options.get(part, {}) if isinstance(options, dict) else options
    if not isinstance(options, dict):
        raise SettingsError("tool.deepseek-migrate is not a table", f"{shown}:{line_of(lines, table)}")
    return _File(path, shown, options, table, lines)


def _bytes(path: str, asked_by: str) -> bytes:
    if asked_by != COMMAND_LINE:
        return read_plain(path, LARGEST_SETTINGS)
    # The user's own word may be a pipe.
    with open(path, "rb") as file:
        return file.read()


def _parsed(content: str, shown: str) -> dict[str, object]:
    try:
        return toml.loads(content)
    except toml.NotToml as error:
        line = re.search(r"at line (\d+)", str(error))
        last = content.count("\n") + 1
        raise SettingsError(f"not TOML: {error}", f"{shown}:{line[1] if line else last}") from error


def _shown(path: str, cwd: str) -> str:
    inside = os.path.relpath(path, cwd)
    return (path if inside.startswith(os.pardir) else inside).replace(os.sep, "/")


def _file_layer(file: _File) -> _Layer:
    folder = os.path.dirname(file.path)
    values: dict[str, object] = {}
    origins: dict[str, str] = {}
    for key, raw in file.options.items():
        if key == _EXTEND:
            continue
        option = OPTIONS.get(key)
        if option is None:
            near = nearest(key, (*OPTIONS, _EXTEND))
            raise SettingsError(f"unknown setting `{key}`; did you mean `{near}`?", file.where(key))
        name, value = _checked(key, option, raw, folder, file.where(key), file)
        values[name] = value
        origins[name] = file.where(key)
        if isinstance(raw, Mapping):
            origins.update({f"{name}.{entry}": file.where(key, entry) for entry in raw})
        elif key == "surfaces" and isinstance(raw, list):
            origins.update({f"{name}.{entry['name']}": file.where(key, f"#{at}") for at, entry in enumerate(raw)})
    return _Layer(values, origins)


def _inline_layer(config: str, cwd: str) -> _Layer:
    data = _parsed(config, COMMAND_LINE)
    return _command_line_layer(data, cwd)


def _command_line_layer(given: Mapping[str, object], cwd: str) -> _Layer:
    values: dict[str, object] = {}
    for key, raw in given.items():
        if raw is None or raw == ():
            continue
        name = key.replace("_", "-")
        option = OPTIONS.get(name)
        if option is None:
            raise SettingsError(f"unknown setting `{key}`; did you mean `{nearest(key, OPTIONS)}`?", COMMAND_LINE)
        name, value = _checked(name, option, raw, cwd, COMMAND_LINE, None)
        values[name] = value
    return _Layer(values, dict.fromkeys(values, COMMAND_LINE))


def _checked(key: str, option: Option, raw: object, folder: str, where: str, file: _File | None) -> tuple[str, object]:
    """The option's own name and its parsed value."""
    if _holds_nul(raw):
        # No file and no model is called so, and the system takes such a name with an exception of its own.
        raise SettingsError(f"{key}: a NUL character stands in it", where)
    try:
        value = option.parse(raw, folder)
    except WrongValue as wrong:
        place = file.where(key, *wrong.key) if file and wrong.key else where
        label = f"{key}{wrong}" if str(wrong).startswith("[") else f"{key}: {wrong}"
        raise SettingsError(label, place) from wrong
    if option.writes and file is not None:
        _expect_inside(key, value, folder, where)
    if option.negates:
        return option.field.replace("_", "-"), not value
    return key, value


def _holds_nul(raw: object) -> bool:
    if isinstance(raw, str):
        return "\0" in raw
    if isinstance(raw, Mapping):
        return any(map(_holds_nul, (*raw.keys(), *raw.values())))
    return isinstance(raw, (list, tuple)) and any(map(_holds_nul, raw))


def _expect_inside(key: str, value: object, folder: str, where: str) -> None:
    """A scanned tree's own settings must not write elsewhere."""
    targets = [value] if isinstance(value, str) else [name for _, name in cast("tuple[tuple[str, str], ...]", value)]
    top = os.path.join(os.path.realpath(folder), "")
    for target in targets:
        if not os.path.realpath(target).startswith(top):
            raise SettingsError(f"{key}: a settings file may only name files below its own folder", where)


def _merged(layers: Sequence[_Layer]) -> tuple[dict[str, object], dict[str, str]]:
    """Later layers win; a `select` starts anew, so what lower layers ignore no longer counts."""
    values: dict[str, object] = {}
    origins: dict[str, str] = {}
    for layer in layers:
        if "select" in layer.values:
            for name in ("extend-select", "ignore"):
                values.pop(name, None)
                origins.pop(name, None)
        for name, value in layer.values.items():
            merge = OPTIONS[name].merge
            held = values.get(name)
            if merge == "add" and isinstance(held, tuple) and isinstance(value, tuple):
                values[name] = (*held, *value)
            elif merge == "update" and isinstance(held, dict) and isinstance(value, dict):
                values[name] = held | value
            else:
                values[name] = value
        for name, origin in layer.origins.items():
            added = name in origins and name in OPTIONS and OPTIONS[name].merge == "add"
            origins[name] = f"{origins[name]}, {origin}" if added else origin
    return {OPTIONS[name].field: value for name, value in values.items()}, origins
