"""What Java's names mean beyond their file: packages, wildcard imports, nested constants."""

from __future__ import annotations

from dataclasses import replace

from migrator.facts import Call, FileFacts, FormalParameter, Function
from migrator.link.callables import SUPER
from migrator.link.common import Outcomes, nothing, owning_scope
from migrator.link.evaluate import Linker
from migrator.link.members import attribute, of_base
from migrator.link.names import module_attribute
from migrator.link.program import Program
from migrator.outcomes import Frames, Items, Module, Outcome, Symbol, Type
from migrator.values import Imported, Member, Reference

SUFFIXES = (".java", ".kt")
MAKER = "builder"
FACADE = "Kt"
"""What Java calls the class that holds the top of a Kotlin file, behind the file's name."""
KOTLIN = "kotlin"
ROOTS = ("/src/test/", "/src/main/")


COLLECTING = frozenset(
    f"java.util.{name}"
    for name in (
        "ArrayList",
        "LinkedList",
        "ArrayDeque",
        "HashSet",
        "LinkedHashSet",
        "List.copyOf",
        "Collections.unmodifiableList",
    )
)
"""What makes a collection of another one's members."""


class JavaLibrary:
    """The linker's questions about Java itself."""

    may_omit = False
    keywords = False
    imports_only = False
    keyed = False

    def supplied(self, linker: Linker, function: Function, formal: FormalParameter, where: FileFacts) -> Outcomes | None:
        return None

    walks = staticmethod(nothing)

    def builtin(self, name: str) -> str | None:
        return None

    def undefined(self, linker: Linker, value: Reference, where: FileFacts) -> Outcomes | None:
        """A class of the same package, or of one that is imported whole."""
        found = self._undeclared(linker, value, where)
        return tuple(self.named(linker, each) for each in found) if found is not None else None

    def named(self, linker: Linker, outcome: Outcome) -> Outcome:
        """A file's class, where the file is named for one."""
        return _class_of(linker, outcome, outcome.form.path) if isinstance(outcome.form, Module) else outcome

    def result(self, linker: Linker, symbol: str, call: Call, where: FileFacts, frames: Frames) -> Outcomes | None:
        """What an SDK only dresses up, and what a collection is made of, is what it was given."""
        if (symbol not in linker.program.passes and symbol not in COLLECTING) or len(call.arguments) != 1:
            return None
        found = linker.outcomes(call.arguments[0].value, where.path, frames)
        # An `ArrayList` may as well be told how much it is to hold.
        return found if symbol not in COLLECTING or all(isinstance(each.form, Items) for each in found) else None

    def module(self, program: Program, importer: str, module: str, level: int) -> tuple[str, ...]:
        """The file of a class by its dotted name, looked for beside the importer's own package."""
        tail = "/" + module.replace(".", "/")
        files = in_package(program, module)
        facts = program.facts.get(importer)
        package = (facts.module or "") if facts is not None else ""
        folder = importer.rpartition("/")[0]
        if not files and module.rpartition(".")[0] == package:
            # The folders need not be those of the package.
            near = _inside(folder, module.rpartition(".")[2])
            files = tuple(near + suffix for suffix in SUFFIXES if near + suffix in program.paths)[:1]
        if files or "." not in module:
            return files
        if module.endswith(FACADE):
            tail = tail[: -len(FACADE)]
        inside = package.replace(".", "/")
        found: list[str] = []
        if f"/{folder}".endswith(f"/{inside}"):
            top = folder[: len(folder) - len(inside)]
            # A PATH may begin at the root of the disk, whose slash is not to get lost.
            for root in (top, f"/{top}".replace(*ROOTS)[1:]):
                base = _inside(root.rstrip("/") or root, tail[1:])
                found.extend(base + suffix for suffix in SUFFIXES if base + suffix in program.paths)
        if not found and module.split(".")[:2] == package.split(".")[:2]:
            ends = tuple(tail + suffix for suffix in SUFFIXES)
            found = [path for path in program.called(tail.rpartition("/")[2]) if path.endswith(ends)]
        return tuple(dict.fromkeys(found))[:1] if found else ()

    def member(self, linker: Linker, value: Member, where: FileFacts, frames: Frames) -> Outcomes | None:
        """A member of a class of another file, of one that only a wildcard imports, or a constant that the rulebook knows."""
        if isinstance(value.base, Reference) and value.base.name == SUPER:
            return of_base(linker, value, value.base.scope, where)
        if isinstance(value.base, Imported) and value.base.name is None:
            found = self._imported(linker, value.base.module, value, where)
            if found is not None:
                return found
        if value.name == MAKER:
            made = self._made(linker, value, where, frames)
            if made is not None:
                return made
        bases = self._bases(linker, value, where, frames)
        if bases is None:
            return None
        results: list[Outcome] = []
        for base in bases:
            if isinstance(base.form, Module):
                base = _class_of(linker, base, base.form.path)
            for outcome in attribute(linker, base, value, where):
                results.append(outcome.being(outcome.form, base.given, (*base.steps, *outcome.steps)))
        return tuple(results) or None

    def _made(self, linker: Linker, value: Member, where: FileFacts, frames: Frames) -> Outcomes | None:
        """What `X.builder` is where Lombok gives the class a builder: as good as the class, called with its fields."""
        results: list[Outcome] = []
        undeclared = isinstance(value.base, Reference) and owning_scope(where, value.base) is None
        found = self._undeclared(linker, value.base, where) if undeclared and isinstance(value.base, Reference) else None
        for base in found if found is not None else linker.outcomes(value.base, where.path, frames):
            if isinstance(base.form, Module):
                base = _class_of(linker, base, base.form.path)
            facts = linker.program.of(base.form.path) if isinstance(base.form, Type) else None
            if facts is None or not isinstance(base.form, Type) or not facts.classes[base.form.number].decorators:
                return None
            results.append(base)
        return tuple(results) or None

    def _imported(self, linker: Linker, package: str, value: Member, where: FileFacts) -> Outcomes | None:
        """What `import package.name` brings, where the project's own files say it."""
        program = linker.program
        for path in in_package(program, package):
            if at_top(program, path, value.name):
                return module_attribute(linker, path, value.name)
        files = self.module(program, where.path, f"{package}.{value.name}", 0)
        return (Outcome(Module(files[0]), value.site),) if len(files) == 1 else None

    def _bases(self, linker: Linker, value: Member, where: FileFacts, frames: Frames) -> Outcomes | None:
        base = value.base
        if isinstance(base, Reference) and owning_scope(where, base) is None:
            return self._undeclared(linker, base, where)
        found = linker.outcomes(base, where.path, frames)
        special = any(isinstance(each.form, (Module, Symbol)) for each in found)
        return found if special else None

    def _undeclared(self, linker: Linker, base: Reference, where: FileFacts) -> Outcomes | None:
        """A class of the same package, or one of a package that is imported whole."""
        program = linker.program
        packages = [where.module or "", *(each.module for each in where.star_imports)]
        for package in packages:
            dotted = f"{package}.{base.name}" if package else base.name
            top = [path for path in in_package(program, package) if at_top(program, path, base.name)]
            if len(top) == 1 and top[0] != where.path:
                return module_attribute(linker, top[0], base.name)
            files = self.module(program, where.path, dotted, 0)
            if files and files[0] != where.path and program.of(files[0]) is not None:
                return (Outcome(Module(files[0]), base.site),)
            if dotted in program.symbols:
                return (Outcome(Symbol(dotted), base.site),)
        return None


def _inside(folder: str, name: str) -> str:
    """A file of a folder, which may be the current one."""
    return f"{folder}/{name}" if folder and folder != "/" else f"{folder}{name}"


def in_package(program: Program, package: str) -> tuple[str, ...]:
    """The Kotlin files of a package: what stands at their top belongs to the package."""
    return program.in_package(KOTLIN, package) if package else ()


def at_top(program: Program, path: str, name: str) -> bool:
    """Whether a file declares a name at its top."""
    facts = program.of(path)
    return facts is not None and (0, name) in facts.bindings


def _class_of(linker: Linker, base: Outcome, path: str) -> Outcome:
    facts = linker.program.of(path)
    stem = path.rpartition("/")[2].rpartition(".")[0]
    for each in facts.classes if facts is not None else ():
        if each.name == stem:
            return replace(base, form=Type(path, each.number))
    return base
