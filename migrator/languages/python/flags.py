"""What libraries for command lines give apart from argparse, click and typer: flags of absl, tyro's objects, Hydra's settings."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.facts import Call, FileFacts, FormalParameter, Function
from migrator.languages.python.documents import FILES
from migrator.link.common import Outcomes
from migrator.link.evaluate import Linker
from migrator.outcomes import Constant, Frames, Made, Object, Outcome, Symbol, Type, Unknown
from migrator.values import Member, Value

FLAGS = "absl.flags.FLAGS"
DEFINING = ("DEFINE_string",)
DEFINED = frozenset(f"absl.flags.{name}" for name in DEFINING)
MAKING = frozenset({"tyro.cli", "simple_parsing.parse", "pyrallis.parse", "draccus.parse"})
"""What makes an object of a class, the fields of which a command line may give."""
HYDRA = frozenset({"hydra.main", "hydra.main.main"})
SETTINGS = (".yaml", ".yml")
COMMAND_LINE = "command line"


def attribute(linker: Linker, value: Member, base: Outcome, where: FileFacts) -> Outcomes | None:
    """`FLAGS.model`, and `MODEL.value` of a flag that has a name of its own."""
    found: list[Outcome] = []
    if isinstance(base.form, Symbol) and base.form.name == FLAGS:
        for ref in (each for name in DEFINING for each in linker.program.calls_named(name)):
            call = linker.program.call(ref)
            if _said(linker, call, ref.path) == value.name:
                found.extend(_default(linker, call, ref.path, ()))
    elif isinstance(base.form, Made) and base.form.symbol in DEFINED and base.form.call is not None and value.name == "value":
        found.extend(_default(linker, linker.program.call(base.form.call), base.form.call.path, base.form.frames))
    return (Outcome(Unknown(COMMAND_LINE, value.name), value.site), *found) if found else None


def made(linker: Linker, symbol: str, call: Call, where: FileFacts, frames: Frames) -> Outcomes | None:
    """`tyro.cli(Options)`: an object of that class, or what the command line makes of it."""
    if symbol not in MAKING or not call.arguments:
        return None
    classes = [each.form for each in linker.outcomes(call.arguments[0].value, where.path, frames)]
    objects = tuple(Outcome(Object(each.path, each.number), call.site) for each in classes if isinstance(each, Type))
    return (*objects, Outcome(Unknown(COMMAND_LINE), call.site)) if objects else None


def settings(linker: Linker, symbol: str, call: Call, function: Function, formal: FormalParameter, where: FileFacts) -> Outcomes:
    """The settings that Hydra hands to the function that it runs; the command line may change each of them."""
    if symbol not in HYDRA or not function.parameters or function.parameters[0] is not formal:
        return ()
    given = {each.name: each.value for each in call.arguments if each.kind == "keyword"}
    folder, name = (_text(linker, given[each], where.path) if each in given else None for each in ("config_path", "config_name"))
    if name is None:
        return ()
    files = [f"{folder}/{name}".removeprefix("./") if folder else name]
    files = files if name.endswith(SETTINGS) else [f"{files[0]}{suffix}" for suffix in SETTINGS]
    return FILES.named(linker, files, where.path) or ()


def _default(linker: Linker, call: Call, path: str, frames: Frames) -> Iterator[Outcome]:
    given = [each.value for each in call.arguments if each.kind == "positional"]
    named = next((each.value for each in call.arguments if each.name == "default"), None)
    default = given[1] if len(given) > 1 else named
    yield from linker.outcomes(default, path, frames) if default is not None else ()


def _said(linker: Linker, call: Call, path: str) -> str | None:
    return _text(linker, call.arguments[0].value, path) if call.arguments else None


def _text(linker: Linker, value: Value, path: str) -> str | None:
    found = linker.outcomes(value, path)
    form = found[0].form if len(found) == 1 else None
    return form.value if isinstance(form, Constant) and isinstance(form.value, str) else None
