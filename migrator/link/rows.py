"""Which classes of the project are rows of a database."""

from __future__ import annotations

from migrator.facts import Class, FileFacts
from migrator.link.evaluate import Linker
from migrator.link.program import trailing_name
from migrator.outcomes import Symbol, Type
from migrator.values import Value

ROWS = frozenset({"Model", "Document"})
"""What libraries call the class above all rows."""
DEEPEST = 4


def are_rows(linker: Linker, value: Value, path: str, method: str) -> bool:
    """Whether a value is a class of rows, which has this method from its library."""
    types = [each.form for each in linker.outcomes(value, path) if isinstance(each.form, Type)]
    return any(_is_row(linker, each, method, 0) for each in types)


def _is_row(linker: Linker, thing: Type, method: str, depth: int) -> bool:
    facts = linker.program.facts[thing.path]
    cls = facts.classes[thing.number]
    if depth > DEEPEST or any(facts.functions[each].name == method for each in cls.methods):
        return False
    return any(trailing_name(each) in ROWS for each in cls.bases) or any(
        _is_row(linker, form, method, depth + 1) if isinstance(form, Type) else form.name.rpartition(".")[2] in ROWS
        for form in _above(linker, cls, facts)
    )


def _above(linker: Linker, cls: Class, facts: FileFacts) -> list[Type | Symbol]:
    found = (each.form for base in cls.bases for each in linker.outcomes(base, facts.path))
    return [form for form in found if isinstance(form, (Type, Symbol))]
