"""Takes whatever looks like a secret out of a report, keeping every length so that columns stay right."""

from __future__ import annotations

import re
from dataclasses import replace

from migrator.findings import Edit, Evidence, Finding, Json, Refusal, Report, Request, RequestChange, Skipped

_NAME = r"[_-](?:key|token|secret)"
_GIVEN = r"(?::\s{0,9}[\w.]{1,40}\s{0,9}=|[:=]{1,2})"

# Each pattern's last group is the secret. None begins with something that repeats, so that all are linear.
_PATTERNS = (
    re.compile(r"(?<![A-Za-z0-9])sk-([A-Za-z0-9_\-]{2,})"),
    re.compile(r"\bBearer\s+(?!\$|\{|<)([A-Za-z0-9._~+/=\-]{8,})"),
    re.compile(_NAME + r"""["'\]]{0,3}\s{0,40}""" + _GIVEN + r"""\s{0,40}[rbfu]{0,2}(["'])((?:(?!\1)[^\n\\]|\\.)+)""", re.I),
    re.compile(_NAME + r"""(["'])\s{0,40},\s{0,40}[rbfu]{0,2}(["'])((?:(?!\2)[^\n\\]|\\.)+)(?=\2\s{0,40}\))""", re.I),
    re.compile(_NAME + r"\s{0,9}[:=][^\S\r\n]{0,9}(?=[A-Za-z+/=_\-]{0,80}\d)([A-Za-z0-9+/=_\-]{8,})(?=[\s,;)}\]\"'#]|$)", re.I),
    re.compile(r"_(?:KEY|TOKEN|SECRET)=(?![\s$\"'{<(=])([^\s\"'()]+)(?=\s|$)"),
)
# A password in a URL, unless it is a place for one.
_IN_URL = re.compile(r"://[^\s/:@\"'?#]{0,80}:(?![{$<%])([^\s/@\"'{$<]{1,200})(?=@)")
_SECRET_NAME = re.compile(r"(?:.*[_-])?(?:key|token|secret)", re.I | re.DOTALL)
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*_(?:KEY|TOKEN|SECRET)")


def mask(text: str) -> str:
    """The text with a star for each character of a secret."""
    if "@" in text and "://" in text:
        text = _IN_URL.sub(_stars, text)
    if "sk-" not in text and not _may_name_one(text):
        return text
    for pattern in _PATTERNS:
        text = pattern.sub(_stars, text)
    return text


def mask_report(report: Report) -> Report:
    """The report without secrets; `sources` stay as they are, since formats mask the lines that they show."""
    known: dict[str, str] = {}
    return replace(
        report,
        findings=tuple(_mask_finding(finding, known) for finding in report.findings),
        skipped=tuple(Skipped(s.path, s.code, mask(s.message), s.fatal) for s in report.skipped),
        diff=mask(report.diff),
    )


def mask_json(value: Json, name: str = "") -> Json:
    """A request body without secrets; `name` is the key that holds `value`. What holds none is handed back as it is."""
    if isinstance(value, dict):
        return mask_body(value)
    if isinstance(value, list):
        items = [mask_json(inner, name) for inner in value]
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    if not isinstance(value, str):
        return value
    return _hide(value) if _SECRET_NAME.fullmatch(name) else mask(value)


def mask_body(body: dict[str, Json]) -> dict[str, Json]:
    """As above, of an object."""
    table = {key: mask_json(inner, key) for key, inner in body.items()}
    return table if any(table[key] is not inner for key, inner in body.items()) else body


def _may_name_one(text: str) -> bool:
    lower = text.lower()
    return any(word in lower for word in ("key", "token", "secret", "bearer"))


def _stars(match: re.Match[str]) -> str:
    before = match[0][: match.start(match.lastindex or 0) - match.start()]
    secret = match[match.lastindex or 0]
    after = match[0][len(before) + len(secret) :]
    return before + _hide(secret) + after


def _hide(secret: str) -> str:
    return secret if _VARIABLE.fullmatch(secret) else "*" * len(secret)


def _mask_finding(finding: Finding, known: dict[str, str]) -> Finding:
    """The finding without secrets; most hold none, and copies of a hundred thousand would take as much room again."""

    def masked(text: str) -> str:
        if text not in known:
            known[text] = mask(text)
        return known[text]

    def request(given: Request | None) -> Request | None:
        return given and Request(masked(given.path), mask_body(given.body))

    fix, refusal, change = finding.fix, finding.refusal, finding.request
    found = replace(
        finding,
        message=masked(finding.message),
        notes=tuple(map(masked, finding.notes)),
        evidence=tuple(Evidence(e.path, e.line, e.column, masked(e.note)) for e in finding.evidence),
        request=change and RequestChange(request(change.before), request(change.after)),
        fix=fix and replace(fix, edits=tuple(Edit(e.path, e.start, e.end, masked(e.text)) for e in fix.edits)),
        refusal=refusal and Refusal(refusal.code, masked(refusal.hint)),
        matched=masked(finding.matched),
        reason=masked(finding.reason),
        wanted=request(finding.wanted),
    )
    return finding if found == finding else found
