"""Makes and keeps one virtual environment for each SDK version that the wire tests run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

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
LANGCHAIN = (
    Environment(
        "langchain-1",
        (
            "langchain==1.4.3",
            "langchain-openai==1.7.3",
            "langchain-deepseek==1.1.1",
            "langchain-community==0.4.2",
            "langchain-qwq==0.3.5",
            "dashscope==1.25.24",
        ),
    ),
)
LITELLM = (Environment("litellm-1", ("litellm==1.106.2", "langchain-litellm==0.11.2")),)
AGNO = (Environment("agno-3", ("agno==3.1.10", "openai==2.54.0")),)
OTHERS = (
    Environment("agno-1", ("agno==1.8.4", "openai==2.54.0")),
    Environment(
        "llama-index",
        ("llama-index-llms-openai-like==0.8.1", "llama-index-llms-dashscope==0.7.0", "llama-index-llms-deepseek==0.4.1"),
    ),
    Environment("pydantic-ai-2", ("pydantic-ai-slim[openai]==2.68.0",)),
    Environment("pydantic-ai-1", ("pydantic-ai-slim[openai]==1.107.10",)),
    Environment("instructor", ("instructor==1.17.0",)),
    Environment("autogen", ("autogen-ext[openai]==0.7.5", "autogen-agentchat==0.7.5")),
    Environment("ag2", ("ag2[openai]==0.14.0",)),
    Environment("smolagents", ("smolagents[openai]==1.26.0", "litellm==1.106.2")),
    Environment("openai-agents", ("openai-agents==0.24.0",)),
    Environment("huggingface-hub", ("huggingface_hub==2.4.0",)),
    Environment("anthropic", ("anthropic==2.12.0",)),
    Environment("haystack", ("haystack-ai==3.4.0",)),
    Environment("agentscope-2", ("agentscope==2.0.10",)),
    Environment("agentscope-1", ("agentscope==1.0.21", "mcp==1.13.1", "pydantic<2.12", "greenlet", "tqdm")),
    Environment("qwen-agent", ("qwen-agent==0.0.34", "numpy", "soundfile", "python-dateutil", "tqdm")),
    Environment("camel", ("camel-ai==0.2.90",)),
    Environment("dspy", ("dspy==3.4.1",)),
    Environment("crewai-0", ("crewai==0.130.0", "litellm==1.72.0")),
    Environment("crewai-1", ("crewai==1.15.30",)),
    Environment("semantic-kernel", ("semantic-kernel==1.45.0",)),
    Environment(
        "opencompass",
        # What it declares is some gigabytes, none of which a request to a server needs.
        (
            "--no-deps",
            "opencompass==0.5.4",
            "openai==2.54.0",
            *("httpx==0.27.2", "httpcore", "h11", "anyio", "certifi", "idna", "sniffio", "distro", "jiter"),
            *("pydantic==2.12.5", "pydantic-core==2.41.5", "annotated-types", "typing-extensions", "typing-inspection"),
            *("mmengine-lite==0.10.7", "addict", "numpy", "packaging", "platformdirs", "pyyaml", "yapf", "termcolor"),
            *("rich", "markdown-it-py", "mdurl", "pygments", "jieba", "tqdm", "requests", "urllib3", "charset-normalizer"),
        ),
    ),
    Environment("google-adk", ("google-adk==2.13.0", "litellm==1.106.2")),
)
ENVIRONMENTS = {environment.name: environment for environment in (*OPENAI, *DASHSCOPE, *LANGCHAIN, *LITELLM, *AGNO, *OTHERS)}


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

    def make(folder: Path) -> None:
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        install = [str(interpreter_in(folder)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, *wanted.requirements], check=True)

    return interpreter_in(kept(f"{name}-python{version}", wanted.requirements, make, interpreter_in(Path())))


def kept(name: str, requirements: Sequence[str], make: Callable[[Path], None], needed: Path = Path()) -> Path:
    """A folder of the cache; made, by one process, where it is missing, half made, broken or of other packages."""
    folder, recipe = cache_folder() / name, "\n".join(requirements)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{folder}.lock"):
        stamp = folder / "complete"
        good = stamp.is_file() and stamp.read_text(encoding="utf-8") == recipe and (folder / needed).exists()
        if not good:
            shutil.rmtree(folder, ignore_errors=True)
            make(folder)
            stamp.write_text(recipe, encoding="utf-8")
    return folder


if __name__ == "__main__":
    for chosen_name in sys.argv[1:] or ENVIRONMENTS:
        print(interpreter(chosen_name))
