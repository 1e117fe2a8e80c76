"""What databases are asked by, and what is kept in them: others go by a name that stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from migrator.facts import Argument, Call, Use
from migrator.values import Entry, Join, Literal, Member, Record, Reference, Result, Site, Value
from migrator.values import Sequence as Items

# fmt: off
ASKED = frozenset({
    "where", "andWhere", "orWhere", "whereIn", "whereNot", "eq", "neq", "equal", "inArray", "filter_by", "exclude",
    "find", "findOne", "findOneBy", "findBy", "findFirst", "findFirstOrThrow", "findMany", "findUnique",
    "findUniqueOrThrow", "findAll", "findAndCountAll", "findOneAndUpdate", "countBy", "countDocuments", "aggregate",
    "updateOne", "updateMany", "deleteOne", "deleteMany",
    "find_one", "find_one_and_update", "count_documents", "get_or_create", "update_or_create", "update_one",
    "update_many", "replace_one", "delete_one", "delete_many",
})
"""Methods, and functions, whose arguments say what is looked for."""
KEPT = frozenset({
    "insert", "insertOne", "insertMany", "hSet", "hincrby", "zincrby", "zadd", "sadd", "increment", "setItem", "setString",
    "setex", "bulk_insert_mappings", "bulk_update_mappings",
})
"""Methods, and functions, whose arguments are kept."""
SAVING = frozenset({
    "save", "saveAll", "saveAndFlush", "persist", "add_all", "bulk_create", "bulk_save_objects", "insert", "insert_all",
})
"""Methods that keep the objects which they are given, or the one that they are called on."""
FRAMED = frozenset({"to_csv", "to_excel", "to_json", "to_jsonl", "to_parquet", "to_pickle", "to_sql"})
"""Methods that write the table which they are called on."""
GIVING = frozenset({"values", "set"})
STATEMENTS = frozenset({"insert", "insertInto", "update", "updateTable"})
"""What makes a statement that is given a row by those: `insert(usage).values(model=x)`."""
ADD = "add"
WRITING = frozenset({"create", "createMany", "update", "updateMany", "upsert"})
# fmt: on
"""Methods that are handed what they write as `{ data: {…} }`."""
SAVED = "saved"
"""The kind of use that is an object which is kept with all that it was made with."""
MADE_ROW = "made-row"
"""The kind of use that is a class, by its method, and what it is given: kept where its objects are rows of a database."""
WHERE = "where"
DATA = "data"
MANAGER, CREATING = "objects", frozenset({"create", "acreate"})
"""What makes and keeps an object of Django's at once: `Usage.objects.create(model=x)`."""
FILTERING = frozenset({"filter", "get", "aget"})
"""What such a manager looks for."""
_SESSION = re.compile(r"(?:.*_)?(?:session|db|database)|\w*(?:Session|Db|Database)|em|entityManager")
"""What the keeper of objects is called that `add` hands one to."""
_DERIVED = re.compile(r"(?:find|count|exists|delete|remove)\w*By[A-Z]\w*")
"""What Spring Data makes of the name that it is given: `findByUserAndModel(user, model)`."""
_SQL = re.compile(
    r"\s*(?:(?:select|with)\b.*\bfrom|(?:insert|replace|merge)\b.*\binto|update\b.*\bset|delete\s+from)\b",
    re.IGNORECASE | re.DOTALL,
)


def uses(callee: Value, arguments: Sequence[Argument], calls: Sequence[Call | None], site: Site) -> Iterator[Use]:
    """What of a call's arguments a database is asked by, or keeps."""
    name = callee.name if isinstance(callee, (Member, Reference)) else ""
    values = [each.value for each in arguments]
    managed = isinstance(callee, Member) and name in FILTERING and getattr(callee.base, "name", "") == MANAGER
    if name in ASKED or managed or (isinstance(callee, Member) and _DERIVED.fullmatch(name) is not None):
        yield from (Use("lookup", each, site) for each in values)
    elif isinstance(callee, Member) and (kept := _saved(callee, values)):
        yield from (Use(SAVED, each, site) for each in kept)
    elif isinstance(callee, Member) and name in CREATING and getattr(callee.base, "name", "")[:1].isupper():
        yield Use(MADE_ROW, Items("list", (callee, *values), site), site)
    elif (
        name in KEPT
        or (name in GIVING and _is_statement(callee, calls))
        or any(_is_query(each) for each in (*values[:1], *_prepared(callee, calls)))
    ):
        yield from (Use("record", each, site) for each in values)
    else:
        for entry in (entry for each in values if isinstance(each, Record) for entry in each.entries):
            if _is(entry, WHERE):
                yield Use("lookup", entry.value, site)
            elif _is(entry, DATA) and name in WRITING:
                yield Use("record", entry.value, site)


def _saved(callee: Member, values: list[Value]) -> list[Value]:
    """The objects that a call keeps, or what they hold."""
    name, owner = callee.name, getattr(callee.base, "name", "")
    if name in SAVING or name in FRAMED:
        return (values if name in SAVING else []) or [callee.base]
    added = name == ADD and _SESSION.fullmatch(owner) is not None
    return values if added or (name in CREATING and owner == MANAGER) else []


def _is(entry: Entry, name: str) -> bool:
    return isinstance(entry.key, Literal) and entry.key.value == name


def _is_query(value: Value) -> bool:
    first = value.parts[0] if isinstance(value, Join) and value.parts else value
    return isinstance(first, Literal) and isinstance(first.value, str) and _SQL.match(first.value) is not None


def _is_statement(callee: Value, calls: Sequence[Call | None]) -> bool:
    """Whether a method is called on a statement, whatever was said of that in between."""
    base = callee.base if isinstance(callee, Member) else None
    call = calls[base.call] if isinstance(base, Result) else None
    if call is None or not isinstance(call.callee, (Member, Reference)):
        return False
    return call.callee.name in STATEMENTS or _is_statement(call.callee, calls)


def _prepared(callee: Value, calls: Sequence[Call | None]) -> Iterator[Value]:
    """The query that a statement was made of: `db.prepare("…").run(x)`."""
    base = callee.base if isinstance(callee, Member) else None
    call = calls[base.call] if isinstance(base, Result) else None
    yield from [each.value for each in call.arguments[:1]] if call is not None else ()
