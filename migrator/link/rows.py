"""Which classes of the project are rows of a database."""

from __future__ import annotations

from migrator.facts import Class, FileFacts
from migrator.link.evaluate import Linker
from migrator.link.program import trailing_name
from migrator.outcomes import Made, Symbol, Type
from migrator.values import Value

ROWS = frozenset({"Model", "Document"})
"""What libraries call the class above all rows."""
DEFINING = frozenset({"model", "define"})
LIBRARIES = frozenset({"mongoose", "sequelize"})
DEEPEST = 4


def are_rows(linker: Linker, value: Value, path: str, method: str) -> bool:
    """Whether a value is a class of rows, which has this method from its library."""
    return any(
        _is_row(linker, form, method, 0) if isinstance(form, Type) else isinstance(form, Made) and _is_defined(form.symbol)
        for form in (each.form for each in linker.outcomes(value, path))
    )


def _is_defined(symbol: str) -> bool:
    """Whether a function of a library makes classes of rows: `mongoose.model("Usage", schema)`."""
    library, _, name = symbol.rpartition(".")
    return name in DEFINING and library.partition(".")[0] in LIBRARIES


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
