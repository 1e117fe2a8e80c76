"""Tells whether a rewritten script still is the script that it was, apart from the bodies and names in it."""

from __future__ import annotations

from migrator.languages.shell.nested import nested_script
from migrator.languages.shell.parse import errors, parse
from migrator.languages.shell.reader import Walk


def compare(path: str, old: bytes, new: bytes) -> str | None:
    """What is wrong with the new script, both cleaned; None: nothing."""
    before, after = parse(old), parse(new)
    if before is None or after is None:
        return "the script does not parse"
    if errors(after) > errors(before):
        return "the script has a syntax error that it had not"
    first = Walk(path, old, lambda text: False).read(before)
    second = Walk(path, new, lambda text: False).read(after)
    if len(first.bodies) != len(second.bodies) or len(first.facts.calls) != len(second.facts.calls):
        return "a request's body can no longer be read"
    if len(first.words) != len(second.words):
        return "a request's fields can no longer be read"
    if set(first.facts.bindings) != set(second.facts.bindings):
        return "other variables are set"
    inner = [(nested_script(one)[0], nested_script(other)[0]) for one, other in zip(first.nested, second.nested, strict=False)]
    if len(first.nested) != len(second.nested):
        return "a script in a word is another thing now"
    problems = [compare(path, one, other) for one, other in inner if one != other]
    return next((each for each in problems if each is not None), None)
