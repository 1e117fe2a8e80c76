"""Writes changes into a PowerShell script: into JSON texts, and into hashtables in the layout that is there."""

from __future__ import annotations

from collections.abc import Sequence

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


class _Tables:
    def __init__(self, path: str, data: bytes, tables: Sequence[Table]) -> None:
        self.path = path
        self.data = data
        self.tables = {table.record.site: table for table in tables}
        self.added: dict[Site, list[tuple[int, str, str]]] = {}
        self.replaced: dict[Site, list[tuple[int, str, str]]] = {}
        self.gone: list[tuple[int, Table, Site]] = []
        self.set: list[tuple[int, Edit]] = []

    def take(self, owner: int, change: Change) -> bool:
        """Take a change in; False if it is about no hashtable."""
        if isinstance(change, SetConstant):
            self.set.append((owner, Edit(self.path, change.site.start, change.site.end, _constant(change.value))))
            return True
        table = self.tables.get(change.site)
        if table is None or not isinstance(change, (AddEntry, MoveEntry, DropEntry)):
            return False
        if isinstance(change, AddEntry):
            self.added.setdefault(change.site, []).append(_new(owner, change.path, _constant(change.value)))
            return True
        if isinstance(change, DropEntry):
            self.gone.append((owner, table, change.entry))
            return True
        old = self.data[change.value_site.start : change.value_site.end].decode("utf-8", "replace")
        new = _new(owner, change.path, _constant(change.value) if change.replaces_value else old)
        if change.container is None or change.container == change.site:
            self.replaced.setdefault(change.entry, []).append(new)
        elif change.container in self.tables:
            self.gone.append((owner, table, change.entry))
            self.added.setdefault(change.container, []).append(new)
        else:
            raise CannotWrite("body-not-literal", "the key would go into another text")
        return True

    def edits(self) -> list[tuple[int, Edit]]:
        """The edits, each with the number of the change that it stands at."""
        found = list(self.set)
        for site, listed in self.replaced.items():
            between = self._between(next(table for table in self.tables.values() if site in _entries(table)))
            found.append((listed[0][0], Edit(self.path, site.start, site.end, between.join(text for *_, text in listed))))
        for site, listed in self.added.items():
            table = self.tables[site]
            leaving = [entry for _, other, entry in self.gone if other is table]
            left = [entry.site for entry in table.record.entries if entry.site not in leaving]
            self._free(table, left, [key for _, key, _ in listed])
            if not left:
                found.append((listed[0][0], self._first(table, [text for *_, text in listed])))
                continue
            between = self._between(table)
            text = "".join(between + text for *_, text in listed)
            found.append((listed[0][0], Edit(self.path, left[-1].end, left[-1].end, text)))
        for owner, table, entry in self.gone:
            entries = _entries(table)
            at = entries.index(entry)
            if at + 1 < len(entries):
                found.append((owner, Edit(self.path, entry.start, entries[at + 1].start, "")))
            elif at:
                found.append((owner, Edit(self.path, entries[at - 1].end, entry.end, "")))
            else:
                found.append((owner, Edit(self.path, entry.start, entry.end, "")))
        return found

    def _free(self, table: Table, left: Sequence[Site], keys: Sequence[str]) -> None:
        """Refuse keys that are there: PowerShell takes no key twice, in whatever case."""
        there = {
            str(each.key.value).lower() for each in table.record.entries if each.site in left and isinstance(each.key, Literal)
        }
        for key in keys:
            if key.lower() in there:
                raise CannotWrite("key-conflict", f"`{key}` is there already")
            there.add(key.lower())

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


def _new(owner: int, path: tuple[str, ...], text: str) -> tuple[int, str, str]:
    """An entry to write: whose it is, its key and its text."""
    for key in reversed(path[1:]):
        text = f"@{{ {key} = {text} }}"
    return owner, path[0], f"{path[0]} = {text}"


def _constant(value: Scalar) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "$true", False: "$false", None: "$null"}[value]
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)
