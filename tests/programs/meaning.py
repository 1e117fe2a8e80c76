"""What a generated program means: the requests that its author had in mind, told without the tool."""

from __future__ import annotations

from dataclasses import dataclass, field

from migrator.findings import Json

OFF_BY_ITSELF = ("deepseek-v3", "deepseek-v3.1", "deepseek-v3.2", "deepseek-v3.2-exp")
ON_BY_ITSELF = ("deepseek-r1", "deepseek-r1-0528", "deepseek-r1-distill-qwen-14b")
RETIRED = (*OFF_BY_ITSELF, *ON_BY_ITSELF)
CURRENT = ("qwen3.7-plus", "deepseek-v4-flash", "qwen-plus")
CHAT, RESPONSES, NATIVE, MULTIMODAL = (
    "/compatible-mode/v1/chat/completions",
    "/compatible-mode/v1/responses",
    "/api/v1/services/aigc/text-generation/generation",
    "/api/v1/services/aigc/multimodal-generation/generation",
)
NOT_SAID = "not said"
FREE = "free"
"""Nobody can tell whether a call is to think: it says both, or something that is neither on nor off."""


@dataclass(frozen=True)
class Meaning:
    """One request: `said` is what its author wrote of thinking, wherever it was written."""

    marker: str
    """The words of the prompt, by which the request is known again."""
    model: str
    said: Json = NOT_SAID
    path: str = CHAT
    rest: dict[str, Json] = field(default_factory=dict)
    """Everything else, as the place that reads it has it: for native requests the parameters."""
    ours: bool = True
    """Whether Model Studio answers."""

    @property
    def thinks(self) -> bool | str:
        """Whether it is to think, in the mind of the author."""
        if isinstance(self.said, bool):
            return self.said
        if self.said in ("true", "false"):
            return self.said == "true"
        if self.said in (NOT_SAID, None):
            return self.model in ON_BY_ITSELF if self.model in RETIRED else FREE
        return FREE


@dataclass(frozen=True)
class Program:
    """A program with what it means, and the environment in which it runs (none where it is only read)."""

    data: bytes
    environment: str | None
    meanings: tuple[Meaning, ...]

    def __repr__(self) -> str:
        told = "\n".join(map(repr, self.meanings))
        return f"\n----- {self.environment}\n{self.data.decode('utf-8', 'replace')}\n-----\n{told}\n"
