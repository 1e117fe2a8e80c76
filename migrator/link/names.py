"""What names, imports and module attributes can be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from migrator.facts import FileFacts
from migrator.link import mutations
from migrator.link.common import (
    Outcomes,
    distinct,
    without_placeholders,
)
from migrator.link.flow import choices, lasting, passed_over, reaching, settled_at
from migrator.outcomes import (
    DUMPED,
    Form,
    Frames,
    Items,
    Made,
    Mapping,
    Module,
    Outcome,
    Step,
    Symbol,
    Unknown,
)
from migrator.values import (
    Callable,
    Imported,
    Literal,
    Reference,
    Sequence,
    Site,
)

if TYPE_CHECKING:
    from migrator.link.evaluate import Linker


def reference(linker: Linker, value: Reference, facts: FileFacts, frames: Frames) -> Iterable[Outcome]:
    """What a name can be at its place."""
    scope: int | None = value.scope
    same_flow = True
    while scope is not None:
        found = facts.bindings.get((scope, value.name))
        here = facts.scopes[scope]
        # `class A: client = client`: before a class gives a name its value, it is that of outside.
        unset = here.kind == "class" and scope == value.scope and not reaching(facts, found or [], value.site.start)
        if found and (here.kind != "class" or scope == value.scope) and not unset:
            break
        if (here.kind != "comprehension" and not (here.kind == "class" and scope == value.scope)) or here.kind == "class":
            same_flow = False
        scope = here.parent
    else:
        return _undefined(linker, value, facts)
    position = value.site.start if same_flow and facts.scopes[scope].kind != "comprehension" else None
    live = reaching(facts, found, position) if position is not None else list(found)
    results: list[Outcome] = []
    for number, binding in enumerate(live):
        loop = lasting(facts, binding, live, position) if binding.block and position is not None else None
        given = choices(facts, binding.block, position, loop)
        known = given | passed_over(facts, binding, live[:number], position) if number and position is not None else given
        step = Step(binding.site, f"{value.name} is set here")
        for outcome in linker.outcomes(binding.value, facts.path, frames):
            form = outcome.form
            if _is_of_elsewhere(form) and linker.library_of(facts.path).keyed and mutations.has_keys(linker, facts, value, scope):
                # Whatever it held before, it is a mapping that holds what is put into it.
                form = Mapping((), False, outcome.site, DUMPED)
            if isinstance(form, Mapping):
                form = mutations.with_mutations(linker, form, value, scope, settled_at(binding), position, facts, frames)
            elif isinstance(form, Items):
                form = mutations.with_items(linker, form, value, scope, position, facts, frames)
            steps = outcome.steps if isinstance(binding.value, (Imported, Callable)) else (step, *outcome.steps)
            # What is not known at all is thought of in any run.
            results.append(outcome.being(form, given if isinstance(form, Unknown) else known, steps))
    return without_placeholders(results)


def _is_of_elsewhere(form: Form) -> bool:
    """Whether this is what code that is not in sight gives."""
    return isinstance(form, Made) or (isinstance(form, Unknown) and form.reason in ("unresolved", "caller"))


def _undefined(linker: Linker, value: Reference, facts: FileFacts) -> Outcomes:
    elsewhere = linker.library_of(facts.path).undefined(linker, value, facts)
    if elsewhere is not None:
        return elsewhere
    hidden = masked = False
    for star in reversed(facts.star_imports):
        paths = linker.library_of(facts.path).module(linker.program, facts.path, star.module, star.level)
        given = [module_attribute(linker, path, value.name) for path in paths if _gives(linker, path, value.name)]
        given = [each for each in given if each]
        if given:
            # Files that import one another's names give the same thing, not several.
            doubtful = hidden or len({tuple(each.site for each in found) for found in given}) > 1
            return (*given[0], Outcome(Unknown("ambiguous"), value.site)) if doubtful else given[0]
        unseen = not paths or not all(_is_in_sight(linker, path, value.name) for path in paths)
        hidden = hidden or unseen
        # The SDKs' packages give no name that Python has by itself.
        masked = masked or (unseen and star.module.partition(".")[0] not in linker.program.external)
    for star in (each for each in facts.star_imports if not each.level):
        dotted = f"{star.module}.{value.name}"
        # What is spelled as a variable may be any other module's, too.
        if dotted in linker.program.symbols or (star.module in linker.program.symbols and value.name[:1].isupper()):
            return (Outcome(Symbol(dotted), value.site),)
    if masked:
        return (Outcome(Unknown("unresolved"), value.site),)
    builtin = linker.library_of(facts.path).builtin(value.name)
    if builtin is not None:
        return (Outcome(Symbol(builtin), value.site),)
    return (Outcome(Unknown("unresolved"), value.site),)


def _is_in_sight(linker: Linker, path: str, name: str) -> bool:
    """Whether all is known that a module says of a name."""
    return not linker.program.may_bind(path, name) or linker.program.of(path) is not None


def _gives(linker: Linker, path: str, name: str) -> bool:
    """Whether `import *` brings a name: one that the module lists, else one without an underscore."""
    if not linker.program.may_bind(path, name):
        return False
    facts = linker.program.of(path)
    if facts is not None and facts.partial:
        facts = linker.program.whole(path)
    listed = facts.bindings.get((0, "__all__"), ()) if facts is not None else ()
    if len(listed) == 1 and isinstance(listed[0].value, Sequence):
        names = [each.value for each in listed[0].value.items if isinstance(each, Literal)]
        return name in names or len(names) < len(listed[0].value.items)
    return not name.startswith("_") or bool(listed)


def imported(linker: Linker, value: Imported, facts: FileFacts) -> Outcomes:
    """What an import brings: a module or value of the project, else a symbol."""
    dotted = value.module if value.name is None else f"{value.module}.{value.name}"
    library = linker.library_of(facts.path)
    candidates = library.module(linker.program, facts.path, value.module, value.level)
    step = Step(value.site, f"imported from {'.' * value.level}{value.module}")
    if value.name is None:
        if len(candidates) == 1:
            return (library.named(linker, Outcome(Module(candidates[0]), value.site)),)
    else:
        as_module = library.module(linker.program, facts.path, dotted.lstrip("."), value.level)
        found: list[Outcome] = []
        for path in candidates:
            found.extend(module_attribute(linker, path, value.name))
        if len(candidates) == 1 and found:
            return tuple(replace(each, steps=(step, *each.steps)) for each in found)
        if not found and len(as_module) == 1:
            return (Outcome(Module(as_module[0]), value.site),)
        if len(candidates) > 1 and found:
            return (*found, Outcome(Unknown("ambiguous"), value.site))
    if (candidates and value.module.split(".")[0] not in linker.program.external) or value.level:
        return (Outcome(Unknown("unresolved"), value.site),)
    return (Outcome(Symbol(dotted), value.site),)


def module_attribute(linker: Linker, path: str, name: str) -> Outcomes:
    """What a module's top level binds to a name at its end; nothing if it does not."""
    return linker.once((path, name), lambda: _attribute(linker, path, name, {path}))


def _attribute(linker: Linker, path: str, name: str, seen: set[str]) -> Outcomes:
    """As above; `seen` are modules that were asked."""
    facts = linker.program.of(path) if linker.program.may_bind(path, name) else None
    if facts is not None and facts.partial and (0, name) not in facts.bindings:
        facts = linker.program.whole(path)
    if facts is None:
        return (Outcome(Unknown("too-deep"), Site(path, 0, 0)),) if path in linker.program.unread else ()
    found = facts.bindings.get((0, name), ())
    results: list[Outcome] = []
    live = reaching(facts, found, 1 << 62)
    for number, binding in enumerate(live):
        reference = Reference(name, 0, Site(path, 1 << 62, 1 << 62))
        given = choices(facts, binding.block, None)
        known = given | passed_over(facts, binding, live[:number], 1 << 62) if number else given
        step = Step(binding.site, f"{name} is set here")
        for outcome in linker.outcomes(binding.value, path):
            form = outcome.form
            if isinstance(form, Mapping):
                form = mutations.with_mutations(linker, form, reference, 0, settled_at(binding), 1 << 62, facts, ())
            elif isinstance(form, Items):
                form = mutations.with_items(linker, form, reference, 0, None, facts, ())
            steps = outcome.steps if isinstance(binding.value, (Imported, Callable)) else (step, *outcome.steps)
            results.append(outcome.being(form, given if isinstance(form, Unknown) else known, steps))
    if not results and facts.star_imports:
        for other in linker.starred(facts):
            # Packages that take everything of one another have ever more ways to each of their modules.
            if other not in seen and linker.affords_another() and _gives(linker, other, name):
                seen.add(other)
                results.extend(_attribute(linker, other, name, seen))
    return distinct(without_placeholders(results))
