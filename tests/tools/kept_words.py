"""Writes the words that are kept beside the rules: `python -m tests.tools.kept_words`, after a change of the rules."""

from __future__ import annotations

from migrator.kept_words import write
from migrator.rulebook import load, rules_folder
from migrator.words import sieve_of

if __name__ == "__main__":
    write(rules_folder(), sieve_of(load()))
