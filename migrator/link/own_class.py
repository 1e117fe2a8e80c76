"""Class methods that make an object of the class that they are asked of: `return cls(model="…")`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrator.facts import Call, Class, FileFacts, Function
from migrator.link import members
from migrator.link.common import decorator_name
from migrator.outcomes import CallRef, Frames, Object, Type
from migrator.values import Member, Reference

if TYPE_CHECKING:
    from migrator.link.evaluate import Linker

CLASS_METHOD = "classmethod"
USUAL = "cls"
"""What class methods call their class."""


def maker(facts: FileFacts, call: Call) -> Function | None:
    """The class method around a call that calls its own class."""
    callee = call.callee
    if not isinstance(callee, Reference) or callee.name != USUAL:
        return None
    found = [each for each in facts.functions if each.owner is not None and each.site.contains(call.site)]
    method = min(found, key=lambda each: each.site.end - each.site.start, default=None)
    if method is None or not method.parameters or method.parameters[0].name != USUAL:
        return None
    return method if any(decorator_name(each) == CLASS_METHOD for each in method.decorators) else None


def made(linker: Linker, call: Call, ref: CallRef, facts: FileFacts, frames: Frames) -> tuple[Object, ...]:
    """The objects that such a call makes: of the class that the method is asked of, where that is in sight, else of its own."""
    method = maker(facts, call)
    if method is None or method.owner is None:
        return ()
    for index in range(len(frames) - 1, -1, -1):
        path, number, asking = frames[index]
        if path == facts.path and number == method.number:
            callee = linker.program.call(asking).callee
            asked = linker.outcomes(callee.base, asking.path, frames[:index]) if isinstance(callee, Member) else ()
            classes = [each.form for each in asked]
            if classes and all(isinstance(each, Type) for each in classes):
                return tuple(Object(each.path, each.number, ref, frames) for each in classes if isinstance(each, Type))
    return (Object(facts.path, method.owner, ref, frames),)


def makers(linker: Linker, path: str, cls: Class) -> list[CallRef]:
    """The calls that make an object of a class in class methods of its own, or of one that it inherits from."""
    found: list[CallRef] = []
    for ref in linker.program.calls_named(USUAL):
        facts = linker.program.facts[ref.path]
        method = maker(facts, linker.program.call(ref))
        if method is None or method.owner is None:
            continue
        own = (ref.path, method.owner) == (path, cls.number)
        heirs = members.heirs(linker, Object(ref.path, method.owner)) if not own else []
        if own or any((each.path, each.number) == (path, cls.number) for each in heirs):
            found.append(ref)
    return found
