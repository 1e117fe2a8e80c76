"""The chart of findings by model and certainty, as an SVG that stands in the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape

from migrator.findings import Certainty, Finding
from migrator.language import ENGLISH, Words
from migrator.report.plain import printable

MOST = 12
WIDTH, ROW, LABEL, NUMBER = 480, 28, 172, 44
_ORDER = (Certainty.CERTAIN, Certainty.LIKELY, Certainty.POSSIBLE)


def chart(findings: Iterable[Finding], words: Words = ENGLISH) -> str:
    """Horizontal bars, a model each, parted by certainty; the most frequent first."""
    counts: Counter[tuple[str, Certainty]] = Counter()
    for finding in findings:
        counts[printable(finding.model or words("no model named")), finding.certainty] += 1
    totals: Counter[str] = Counter()
    for (model, _), number in counts.items():
        totals[model] += number
    rows = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    if len(rows) > MOST:
        others = words("others")
        rest = [model for model, _ in rows[MOST - 1 :]]
        for certainty in _ORDER:
            counts[others, certainty] = sum(counts[model, certainty] for model in rest)
        rows = [*rows[: MOST - 1], (others, sum(totals[model] for model in rest))]
    body = "".join(part for at, (model, total) in enumerate(rows) for part in _row(at, model, total, rows[0][1], counts))
    height, title = ROW * len(rows), words("Findings by model and certainty")

    def key(certainty: Certainty) -> str:
        return f'<span class="key"><i class="{certainty}"></i>{words(str(certainty))}</span>'

    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" width="100%" role="img" aria-label="{title}">{body}</svg>'
        f"<p>{''.join(key(certainty) for certainty in _ORDER)}</p>"
    )


def _row(at: int, model: str, total: int, most: int, counts: Counter[tuple[str, Certainty]]) -> Iterator[str]:
    top = at * ROW
    label = model if len(model) <= 22 else model[:21] + "…"
    yield f'<text x="{LABEL - 10}" y="{top + 19}" text-anchor="end">{escape(label)}</text>'
    left = float(LABEL)
    for certainty in _ORDER:
        number = counts[model, certainty]
        width = (WIDTH - LABEL - NUMBER) * number / most
        if number:
            title = escape(f"{model}: {number:,} {certainty}")
            yield (
                f'<rect class="{certainty}" x="{left:.1f}" y="{top + 6}" width="{max(width, 1.5):.1f}" height="18" rx="2">'
                f"<title>{title}</title></rect>"
            )
        left += width
    yield f'<text class="soft" x="{left + 8:.1f}" y="{top + 19}">{total:,}</text>'
