"""Kotlin as one of the tool's languages: it calls Java's SDKs."""

from __future__ import annotations

from migrator.languages.java.language import JavaLike
from migrator.languages.kotlin.one_line import ended

KOTLIN = JavaLike("kotlin", "tree_sitter_kotlin", "migrator.languages.kotlin", mend=ended)
