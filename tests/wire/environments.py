"""Makes and keeps one virtual environment for each SDK version that the wire tests run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

CACHE_VARIABLE = "DEEPSEEK_MIGRATE_WIRE_CACHE"


@dataclass(frozen=True)
class Environment:
    """A named set of pinned requirements."""

    name: str
    requirements: tuple[str, ...]


OPENAI = (
    # 1.3.9 hands httpx an argument that 0.28 no longer has.
    Environment("openai-1.3.9", ("openai==1.3.9", "httpx==0.27.2")),
    Environment("openai-2.54.0", ("openai==2.54.0",)),
    Environment("openai-3.54.0", ("openai==3.54.0",)),
)
DASHSCOPE = (
    Environment("dashscope-1.25.24", ("dashscope==1.25.24",)),
    Environment("dashscope-2.0.2", ("dashscope==2.0.2",)),
)
ENVIRONMENTS = {environment.name: environment for environment in (*OPENAI, *DASHSCOPE)}


def cache_folder() -> Path:
    """Where environments live: the variable's folder, or one in the user's cache."""
    chosen = os.environ.get(CACHE_VARIABLE)
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME")
    return Path(base or Path.home() / ".cache") / "deepseek-migrate" / "wire"


def interpreter_in(folder: Path) -> Path:
    return folder / "Scripts" / "python.exe" if os.name == "nt" else folder / "bin" / "python"


def interpreter(name: str) -> Path:
    """The Python of an environment, which is made first where it is missing or was left half made."""
    wanted = ENVIRONMENTS[name]
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    folder = cache_folder() / f"{name}-python{version}"
    stamp = folder / "complete"
    recipe = "\n".join(wanted.requirements)
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == recipe and interpreter_in(folder).exists():
        return interpreter_in(folder)
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    install = [str(interpreter_in(folder)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, *wanted.requirements], check=True)
    stamp.write_text(recipe, encoding="utf-8")
    return interpreter_in(folder)


if __name__ == "__main__":
    for chosen_name in sys.argv[1:] or ENVIRONMENTS:
        print(interpreter(chosen_name))
