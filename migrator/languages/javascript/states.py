"""What a component keeps: Vue's `ref(x)` and React's `useState(x)` begin with x, and get others while the page is shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from migrator.facts import Call, FileFacts
from migrator.link.common import Outcomes
from migrator.outcomes import Frames
from migrator.values import Callable, Entry, Environment, Literal, Opaque, Record, Sequence, Value

if TYPE_CHECKING:
    from migrator.link.evaluate import Linker

REF = re.compile(r"(?:vue|@vue/reactivity|@vue/composition-api)\.(?:ref|shallowRef)")
STATE = re.compile(r"(?:react|preact/hooks)\.(?:default\.)?useState")
VALUE = "value"


def kept(linker: Linker, symbol: str, call: Call, where: FileFacts, frames: Frames) -> Outcomes | None:
    """What such a call gives; None for any other."""
    first = call.arguments[0].value if call.arguments and call.arguments[0].kind == "positional" else None
    if first is None or isinstance(first, Callable):
        return None
    begun = Environment(None, first, call.site)
    made: Value | None = None
    if REF.fullmatch(symbol) is not None:
        made = Record((Entry(Literal(VALUE, call.site), begun, call.site),), call.site)
    elif STATE.fullmatch(symbol) is not None:
        made = Sequence("list", (begun, Opaque("", call.site)), call.site)
    return linker.outcomes(linker.keep(made), where.path, frames) if made is not None else None
