"""Frameworks on top of the SDKs: for each, ways to write the thinking switch."""

from __future__ import annotations

from dataclasses import dataclass

from tests.wire.frameworks import agno, langchain, litellm, others
from tests.wire.spellings import Spelling


@dataclass(frozen=True)
class Table:
    """A framework's spellings, and the requirements of the project that they stand in."""

    spellings: tuple[Spelling, ...]
    declared: str = "[]"


TABLES = {
    "langchain": Table(langchain.SPELLINGS),
    "litellm": Table(litellm.SPELLINGS),
    "agno": Table(agno.SPELLINGS, agno.DECLARED),
    "llama-index": Table(others.LLAMA_INDEX),
    "pydantic-ai": Table(others.PYDANTIC_AI),
    "pydantic-ai-1": Table(others.PYDANTIC_AI_1),
    "openai-agents": Table(others.OPENAI_AGENTS),
    "autogen": Table(others.AUTOGEN),
    "ag2": Table(others.AG2),
    "agentscope-2": Table(others.AGENTSCOPE_2),
    "agentscope-1": Table(others.AGENTSCOPE_1),
    "qwen-agent": Table(others.QWEN_AGENT),
    "camel": Table(others.CAMEL),
    "crewai": Table(others.CREWAI, '["crewai>=1"]'),
    "crewai-0": Table(others.CREWAI_0, '["crewai<1"]'),
    "smolagents": Table(others.SMOLAGENTS),
    "dspy": Table(others.DSPY),
    "haystack": Table(others.HAYSTACK),
    "google-adk": Table(others.ADK),
    "semantic-kernel": Table(others.SEMANTIC_KERNEL),
    "huggingface-hub": Table(others.HUGGINGFACE),
    "anthropic": Table(others.ANTHROPIC),
    "opencompass": Table(others.OPENCOMPASS),
    "instructor": Table(others.INSTRUCTOR),
}
CORE = ("langchain", "litellm", "agno")
"""Those that run before each change goes in; the others run now and then."""
