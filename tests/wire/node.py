"""Keeps folders of npm packages, and runs JavaScript and TypeScript programs in them so that all they send is recorded."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.wire.environments import kept
from tests.wire.recorder import recording
from tests.wire.run import KEY, LONGEST_RUN, LOOPBACK, Run, decoded

COMPILERS = {"5.9": "typescript-5.9", "7.0": "typescript-7.0"}
"""The versions of TypeScript that rewritten programs must pass, and the names that they are installed under."""
QUIET = ("--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock", "--loglevel=error")
TYPED = (".ts", ".mts", ".cts", ".tsx")
COMPILE = """
const fs = require("node:fs");
const { transpileModule } = require("typescript-5.9");
const compilerOptions = { module: 1, target: 9, esModuleInterop: true };
for (const path of process.argv.slice(1)) {
  const { outputText } = transpileModule(fs.readFileSync(path, "utf8"), { compilerOptions, fileName: path });
  fs.writeFileSync(path.replace(/\\.[cm]?tsx?$/, ".js"), outputText);
}
"""


class NoNode(AssertionError):
    """Node or npm is missing: these tests say so, they are never skipped."""


@dataclass(frozen=True)
class Packages:
    """A named set of pinned npm packages."""

    name: str
    requirements: tuple[str, ...]


OPENAI = (
    Packages("node-openai-4.104.0", ("openai@4.104.0", "zod@3.25.76")),
    Packages("node-openai-7.57.0", ("openai@7.57.0", "zod@4.1.12")),
)
FRAMEWORKS = Packages(
    "node-frameworks",
    (
        "@langchain/openai@1.5.8", "@langchain/core@1.4.0", "ai@6.0.326", "@ai-sdk/openai-compatible@2.0.91",
        "@ai-sdk/openai@3.0.141", "@ai-sdk/alibaba@1.0.61", "@ai-sdk/deepseek@2.0.69", "axios@1.21.1",
        "@microsoft/fetch-event-source@2.0.1", "@anthropic-ai/sdk@1.14.0",
    ),
)  # fmt: skip
QWEN = Packages("node-qwen-ai-provider", ("ai@4.3.19", "qwen-ai-provider@0.1.1"))
AGENTS = Packages("node-openai-agents", ("@openai/agents@0.20.0", "openai@7.57.0", "zod@4.1.12"))
TYPESCRIPT = Packages(
    "node-typescript", ("typescript-5.9@npm:typescript@5.9.3", "typescript-7.0@npm:typescript@7.0.2", "@types/node@22.19.1")
)
PACKAGES = {each.name: each for each in (*OPENAI, FRAMEWORKS, QWEN, AGENTS, TYPESCRIPT)}


def program(name: str) -> str:
    """Where `node` or `npm` is."""
    found = shutil.which(name)
    if found is None:
        raise NoNode(f"{name} is not on PATH: the tests of what Node programs send need Node 20 or newer, with npm")
    return found


@cache
def packages(name: str) -> Path:
    """A folder with the packages in `node_modules`, which is made first where it is missing or was left half made."""
    wanted = PACKAGES[name]

    def make(folder: Path) -> None:
        folder.mkdir()
        (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
        command = [program("npm"), "install", *QUIET, *wanted.requirements]
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        if done.returncode:
            raise NoNode(f"npm could not install {', '.join(wanted.requirements)}:\n{decoded(done.stderr)}")

    return kept(name, wanted.requirements, make)


def run_node(name: str, files: Mapping[str, bytes], entry: str, variables: Mapping[str, str] | None = None) -> Run:
    """Run the program that begins with `entry` in a folder of its own, TypeScript compiled without looking at types."""
    with recording() as recorder, tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write(folder, files)
        (folder / "node_modules").symlink_to(packages(name) / "node_modules", target_is_directory=True)
        typed = [path for path in files if path.endswith(TYPED)]
        if typed:
            compiled(folder, typed)
        environment = {
            **{key: os.environ[key] for key in ("PATH", "SYSTEMROOT") if key in os.environ},
            "HOME": place,
            "USERPROFILE": place,
            "TMPDIR": place,
            "NODE_NO_WARNINGS": "1",
            "WIRE_RECORDER_PORT": str(recorder.port),
            "DASHSCOPE_API_KEY": KEY,
            "OPENAI_API_KEY": KEY,
            **(variables or {}),
        }
        started = entry if entry not in typed else f"{entry.rpartition('.')[0]}.js"
        ended = subprocess.run(
            [program("node"), "--require", str(LOOPBACK / "loopback.cjs"), str(folder / started)],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LONGEST_RUN,
            check=False,
        )
        return Run(ended.returncode, decoded(ended.stdout), decoded(ended.stderr), tuple(recorder.requests))


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """The files of a program, below a folder."""
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def compiled(folder: Path, paths: Sequence[str]) -> None:
    """Write the JavaScript of TypeScript files beside them."""
    done = subprocess.run(
        [program("node"), "-e", COMPILE, *paths],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "NODE_PATH": str(packages(TYPESCRIPT.name) / "node_modules")},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, decoded(done.stderr)


def type_errors(version: str, name: str, files: Mapping[str, bytes]) -> list[str]:
    """What a version of TypeScript says of files under `strict`, against the types of the packages of that name."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write(folder, files)
        modules = folder / "node_modules"
        modules.mkdir()
        link_all(packages(name) / "node_modules", modules)
        link_all(packages(TYPESCRIPT.name) / "node_modules", modules)
        options = {
            "strict": True, "noEmit": True, "target": "es2022", "module": "preserve", "skipLibCheck": True,
            "types": ["node"], "lib": ["es2023", "dom", "dom.iterable"], "jsx": "preserve",
        }  # fmt: skip
        described = {"compilerOptions": options, "files": [path for path in files if path.endswith(TYPED)]}
        (folder / "tsconfig.json").write_text(json.dumps(described), encoding="utf-8")
        compiler = packages(TYPESCRIPT.name) / "node_modules" / COMPILERS[version] / "bin" / "tsc"
        command = [program("node"), str(compiler), "--project", ".", "--pretty", "false"]
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        said = [line for line in (decoded(done.stdout) + decoded(done.stderr)).splitlines() if line.strip()]
        assert bool(said) == bool(done.returncode), done
        return said


def link_all(source: Path, target: Path) -> None:
    """The packages of one folder as links in another; those of a scope one by one."""
    for each in source.iterdir():
        if each.name.startswith("@"):
            (target / each.name).mkdir(exist_ok=True)
            link_all(each, target / each.name)
        elif not each.name.startswith(".") and not (target / each.name).exists():
            (target / each.name).symlink_to(each, target_is_directory=True)


if __name__ == "__main__":
    for chosen in PACKAGES:
        print(packages(chosen))
