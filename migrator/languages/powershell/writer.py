"""Writes changes into a PowerShell script: into JSON texts, and into hashtables in the layout that is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from migrator.changes import AddEntry, CannotWrite, Change, DropEntry, MoveEntry, RenameText, SetConstant
from migrator.findings import Edit
from migrator.languages.http_body.edits import BodyEdits, tidy
from migrator.languages.http_body.writer import renamed
from migrator.languages.powershell.expressions import Found, Table
from migrator.values import Literal, Scalar, Site


def write(path: str, data: bytes, found: Found, changes: Sequence[Change]) -> tuple[tuple[Edit, ...], ...]:
    """For each change its edits. Raises `CannotWrite`."""
    texts = BodyEdits(found.bodies)
    tables = _Tables(path, data, found.tables)
    edits: list[tuple[int, Edit]] = []
    for owner, change in enumerate(changes):
        if isinstance(change, RenameText):
            edits.append((owner, renamed(path, data, change)))
        elif not texts.take(owner, change) and not tables.take(owner, change):
            raise CannotWrite("body-not-literal", "the body is not written out here; change it by hand")
    return tidy([*edits, *texts.edits(), *tables.edits()], len(changes))


@dataclass(frozen=True, slots=True)
class _Put:
    """A value for a path; `entry` is what it is taken from, in the same hashtable."""

    owner: int
    path: tuple[str, ...]
    text: str
    entry: Site | None = None


class _Tables:
    def __init__(self, path: str, data: bytes, tables: Sequence[Table]) -> None:
        self.path = path
        self.data = data
        self.tables = {table.record.site: table for table in tables}
        self.puts: dict[Site, list[_Put]] = {}
        self.gone: dict[Site, dict[Site, int]] = {}
        self.set: list[tuple[int, Edit]] = []

    def take(self, owner: int, change: Change) -> bool:
        """Take a change in; False if it is about no hashtable."""
        if isinstance(change, SetConstant):
            self.set.append((owner, Edit(self.path, change.site.start, change.site.end, _constant(change.value))))
            return True
        if change.site not in self.tables or not isinstance(change, (AddEntry, MoveEntry, DropEntry)):
            return False
        if isinstance(change, AddEntry):
            self.puts.setdefault(change.site, []).append(_Put(owner, change.path, _constant(change.value)))
            return True
        self.gone.setdefault(change.site, {}).setdefault(change.entry, owner)
        if isinstance(change, DropEntry):
            return True
        old = self.data[change.value_site.start : change.value_site.end].decode("utf-8", "replace")
        text = _constant(change.value) if change.replaces_value else old
        receiver = change.container or change.site
        if receiver not in self.tables:
            raise CannotWrite("body-not-literal", "the key would go into another text")
        entry = change.entry if receiver == change.site else None
        self.puts.setdefault(receiver, []).append(_Put(owner, change.path, text, entry))
        return True

    def edits(self) -> list[tuple[int, Edit]]:
        """The edits, each with the number of the change that it stands at."""
        found = list(self.set)
        for site, table in self.tables.items():
            if site in self.puts or site in self.gone:
                found.extend(self._written(table, self.puts.get(site, []), self.gone.get(site, {})))
        return found

    def _written(self, table: Table, puts: list[_Put], leaving: dict[Site, int]) -> Iterator[tuple[int, Edit]]:
        """All that changes in one hashtable; what goes below one key makes one, where the first of it stood."""
        groups: dict[str, list[_Put]] = {}
        for put in puts:
            groups.setdefault(put.path[0], []).append(put)
        self._free(table, leaving, groups)
        homes: dict[Site, list[str]] = {}
        added: list[str] = []
        for key, group in groups.items():
            home = next((put.entry for put in group if put.entry is not None), None)
            (homes.setdefault(home, []) if home is not None else added).append(_entry(key, group))
        gone = {entry: owner for entry, owner in leaving.items() if entry not in homes}
        for entry, texts in homes.items():
            yield leaving[entry], Edit(self.path, entry.start, entry.end, self._between(table).join(texts))
        entries = _entries(table)
        left = [entry for entry in entries if entry not in gone]
        owner = min((put.owner for put in puts), default=0)
        if added and not left:
            yield owner, self._first(table, added)
        elif added:
            between = self._between(table)
            yield owner, Edit(self.path, left[-1].end, left[-1].end, "".join(between + text for text in added))
        for entry, whose in gone.items():
            at = entries.index(entry)
            if at + 1 < len(entries):
                yield whose, Edit(self.path, entry.start, entries[at + 1].start, "")
            else:
                yield whose, Edit(self.path, entries[at - 1].end if at else entry.start, entry.end, "")

    def _free(self, table: Table, leaving: dict[Site, int], groups: dict[str, list[_Put]]) -> None:
        """Refuse keys that are there: PowerShell takes no key twice, in whatever case."""
        keys = [(each.key.value, each.site) for each in table.record.entries if isinstance(each.key, Literal)]
        there = {str(key).lower() for key, site in keys if site not in leaving}
        for key, group in groups.items():
            paths = {put.path[1:] for put in group}
            if key.lower() in there or len(paths) < len(group) or (() in paths and len(paths) > 1):
                raise CannotWrite("key-conflict", f"`{key}` is there already")

    def _first(self, table: Table, texts: Sequence[str]) -> Edit:
        """The edit that puts the only entries in."""
        at = table.start + len("@{")
        close = "" if self.data[at : at + 1].isspace() else " "
        return Edit(self.path, at, at, f" {'; '.join(texts)}{close}")

    def _between(self, table: Table) -> str:
        """What stands between two entries."""
        entries = _entries(table)
        last = entries[-1].start
        line = self.data.rfind(b"\n", 0, last) + 1
        if line > table.start:
            newline = "\r\n" if self.data[line - 2 : line] == b"\r\n" else "\n"
            lead = self.data[line:last].decode("utf-8", "replace")
            return newline + (lead if not lead.strip() else lead[: len(lead) - len(lead.lstrip())])
        return "; "


def _entries(table: Table) -> list[Site]:
    return [entry.site for entry in table.record.entries]


def _entry(key: str, puts: Sequence[_Put]) -> str:
    """A key with its value, or with the hashtable that several values make."""
    if puts[0].path == (key,):
        return f"{key} = {puts[0].text}"
    inner: dict[str, list[_Put]] = {}
    for put in puts:
        inner.setdefault(put.path[1], []).append(replace(put, path=put.path[1:]))
    return f"{key} = @{{ {'; '.join(_entry(name, group) for name, group in inner.items())} }}"


def _constant(value: Scalar) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "$true", False: "$false", None: "$null"}[value]
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)
