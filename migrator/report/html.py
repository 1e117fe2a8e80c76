"""The `html` format: one page that explains a whole scan, without network, safe to open, fit for paper and phones."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import TextIO

from migrator.edition import told
from migrator.files.own import GENERATOR
from migrator.findings import Certainty, Finding, Json, Report, Skipped
from migrator.language import Words
from migrator.report import Style
from migrator.report.common import json_parts, write_text
from migrator.report.page.chart import chart
from migrator.report.page.data import page_data
from migrator.report.page.prices import PriceChange, price_changes, price_totals
from migrator.report.plain import count, printable
from migrator.rulebook import Model, Rulebook, load

_PAGE = Path(__file__).parent / "page"
# Nothing in a text may end the element that holds the data.
_UNSAFE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def render(report: Report, style: Style, out: TextIO) -> None:
    """Write the page."""
    headline = style.words(_headline(report))
    book = load(extra=report.rulebooks)
    write_page(headline, book, _content(report, book, style.words), page_data(report, style.words), style.words, out)


def write_page(headline: str, book: Rulebook, content: Iterable[str], told: Json, words: Words, out: TextIO) -> None:
    """Write a page of this content, with what its script shows."""
    title = words(f"Retired models on {book.vendor.short}")
    css = (_PAGE / "page.css").read_text(encoding="utf-8")
    script = (_PAGE / "page.js").read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; style-src '{_digest(css)}'; script-src '{_digest(script)}'; base-uri 'none'; form-action 'none'"
    )
    parts = [
        "<!doctype html>",
        f'<html lang="{words.lang}"><head><meta charset="utf-8">',
        GENERATOR,
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">',
        f"<title>{escape(title)}: {headline}</title><style>{css}</style></head><body>",
        *content,
    ]
    text = "\n".join(parts) + "\n"
    # The page says that it is UTF-8; a stream that is not gets what every encoding has.
    write_text(text if _is_utf8(out) else text.encode("ascii", "xmlcharrefreplace").decode(), out)
    out.write('<script type="application/json" id="data">')
    for data in json_parts(told, ascii_only=True, indent=None):
        out.write(data.translate(_UNSAFE))
    out.write("</script>")
    text = f"<script>{script}</script>\n</body></html>\n"
    out.write(text if _is_utf8(out) else text.encode("ascii", "xmlcharrefreplace").decode())


def _is_utf8(out: TextIO) -> bool:
    return (out.encoding or "utf-8").lower().replace("-", "") == "utf8"


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _headline(report: Report) -> str:
    live = [finding for finding in report.findings if finding.suppressed is None]
    return count(len(live), "finding") if live else "nothing found"


def _content(report: Report, rulebook: Rulebook, words: Words) -> Iterator[str]:
    live = [finding for finding in report.findings if finding.suppressed is None]
    looked_at = words(f"{count(report.counts.seen, 'file')} looked at")
    yield f"<header><h1>{escape(words(f'Retired models on {rulebook.vendor.name}'))}</h1>"
    yield f'<p class="soft">{words(f"What the retirement breaks in this code, judged by {escape(report.today)}.")} '
    yield f"{escape(report.tool)} {escape(report.version)}, {looked_at}.</p></header><main>"
    if not report.findings:
        nothing = words(f"{count(report.counts.seen, 'file')} looked at, none calls a retired model.")
        yield f'<section class="panel empty"><b>{words("Nothing found")}</b>'
        yield f'<p class="soft">{nothing}</p></section>'
    else:
        yield from _tiles(report, live, words)
        script = words("The findings themselves are shown by a script that stands in this page.")
        yield f"<noscript><p class='panel'>{script}</p></noscript>"
        yield from failing_models(live, rulebook, words)
        yield f'<div class="two"><section class="panel"><h2>{words("By model and certainty")}</h2>'
        yield f"{chart(live, words)}</section>"
        yield f'<section class="panel"><h2>{words("Where")}</h2>'
        yield '<div class="tabs" id="tabs"></div><div id="breakdown"></div></section></div>'
        yield from prices(list(price_changes(live, rulebook)), words)
        yield from todo(live, words)
        yield f'<section id="findings"><h2>{words("Findings")}</h2><div class="filters" id="filters"></div>'
        yield '<p class="count" id="count" aria-live="polite"></p><div id="list"></div>'
        yield '<button class="more" id="more" type="button" hidden></button></section>'
    yield from _skipped(report.skipped, words)
    yield from footer(report, words)


def footer(report: Report, words: Words) -> Iterator[str]:
    """The end of a page: who made it, and from which rulebook."""
    edition = f", {told(report.rulebook, report.today)}" if report.rulebook else ""
    yield f"</main><footer>{words(f'Made by {escape(report.tool)} {escape(report.version)}{escape(edition)}.')} "
    yield f"{words('This page loads nothing and sends nothing.')}</footer>"


def _tiles(report: Report, live: list[Finding], words: Words) -> Iterator[str]:
    failing = sum(each.severity == "error" and each.certainty >= Certainty.LIKELY and not _applied(each) for each in live)
    tiles = [
        (len(live), "findings", ""),
        (failing, "errors, likely or certain", "bad" if failing else "good"),
        (sum(_applied(each) for each in live), "fixed", "good"),
        (_open(live, "safe"), "fixable safely", "good"),
        (_open(live, "unsafe"), "fixable, look first", ""),
        (sum(each.refusal is not None for each in live), "for a person to do", "hand"),
        (len(report.findings) - len(live), "suppressed", ""),
        (len({each.place.path for each in live}), "files concerned", ""),
    ]
    always = ("findings", "errors, likely or certain", "files concerned")
    yield '<div class="tiles">'
    for number, label, kind in tiles:
        if number or label in always:
            yield f'<div class="tile {kind}"><b>{number:,}</b><span>{words(label)}</span></div>'
    yield "</div>"


def _applied(finding: Finding) -> bool:
    return finding.fix is not None and finding.fix.applied


def _open(live: list[Finding], applicability: str) -> int:
    return sum(each.fix is not None and not each.fix.applied and each.fix.applicability == applicability for each in live)


def failing_models(live: list[Finding], rulebook: Rulebook, words: Words) -> Iterator[str]:
    """The table of what fails, and since when, by model."""
    by_model: dict[str, list[Finding]] = {}
    for finding in live:
        model = rulebook.models.get(finding.model or "")
        if model is not None and model.status == "retired":
            by_model.setdefault(model.id, []).append(finding)
    if not by_model:
        return
    yield f'<section class="panel"><h2>{words("What fails, and since when")}</h2><div class="scroll"><table><thead><tr>'
    yield from (f"<th>{words(title)}</th>" for title in ("Model", "Announced for", "Switched off", "Replacement"))
    yield from (f'<th class="number">{words(title)}</th>' for title in ("Certain", "Likely", "Possible", "Files"))
    yield "</tr></thead><tbody>"
    for name, found in sorted(by_model.items(), key=lambda item: (-len(item[1]), item[0])):
        yield from _model_row(rulebook.models[name], found, words)
    yield "</tbody></table></div></section>"


def _model_row(model: Model, found: list[Finding], words: Words) -> Iterator[str]:
    certain = Counter(each.certainty for each in found)
    instead = ", ".join(sorted({each.replacement for each in found if each.replacement})) or words("to be chosen")
    yield f"<tr><td><code>{escape(model.id)}</code></td><td>{escape(model.retires or 'unknown')}</td>"
    yield f"<td>{escape(model.switched_off or 'unknown')}</td><td>{escape(instead)}</td>"
    for certainty in (Certainty.CERTAIN, Certainty.LIKELY, Certainty.POSSIBLE):
        yield f'<td class="number">{certain[certainty]:,}</td>'
    yield f'<td class="number">{len({each.place.path for each in found}):,}</td></tr>'


def prices(changes: list[PriceChange], words: Words) -> Iterator[str]:
    """The table of prices before and after."""
    if not changes:
        return
    told = "List prices per million tokens, lowest tier; input / output. A model that thinks bills what it thinks as output."
    hint = (
        "No forecast: how many tokens a call takes is not in the code. A sum is of a million tokens each way through each call."
    )
    yield f'<section class="panel"><h2>{words("What it costs")}</h2><p class="soft">{words(told)} {words(hint)}</p>'
    yield '<div class="scroll"><table><thead><tr>'
    yield from (f"<th>{words(title)}</th>" for title in ("Model", "Replacement", "Region"))
    yield from (f'<th class="number">{words(title)}</th>' for title in ("Calls", "Before", "After", "Change"))
    yield f"<th>{words('Source')}</th></tr></thead><tbody>"
    for each in changes:
        before, after = each.before, each.after
        yield f"<tr><td><code>{escape(each.model)}</code></td><td><code>{escape(each.replacement)}</code></td>"
        yield from _costs(
            before.region, before.currency, each.findings, (before.input, before.output), (after.input, after.output)
        )
        yield f'<td class="number">{_source(after.origin.source, after.origin.date)}</td></tr>'
    for total in price_totals(changes):
        yield f'<tr class="sum"><td colspan="2">{words("All of them")}</td>'
        yield from _costs(total.region, total.currency, total.calls, total.before, total.after)
        yield "<td></td></tr>"
    yield "</tbody></table></div></section>"


def _costs(region: str, currency: str, calls: int, before: tuple[float, float], after: tuple[float, float]) -> Iterator[str]:
    unit = escape(currency)
    yield f'<td>{escape(region)}</td><td class="number">{calls:,}</td>'
    yield from (f'<td class="number">{_amount(each[0])} / {_amount(each[1])} {unit}</td>' for each in (before, after))
    yield f'<td class="number">{_change(before[0], after[0])} / {_change(before[1], after[1])}</td>'


def _amount(price: float) -> str:
    return f"{price:,.0f}" if price >= 100 else f"{price:g}"


def _change(before: float, after: float) -> str:
    if not before:
        return "?"
    percent = round(100 * (after - before) / before)
    if not percent:
        return "same"
    return f'<span class="{"up" if percent > 0 else "down"}">{percent:+d}%</span>'


def _source(source: str, date: str) -> str:
    if not source.startswith("https://"):
        return escape(f"{source} {date}")
    host = source.removeprefix("https://").partition("/")[0]
    return f'<a href="{escape(source)}" title="{escape(host)}" rel="noreferrer noopener">{escape(date or host)}</a>'


def todo(live: Iterable[Finding], words: Words) -> Iterator[str]:
    """The place of the list of what is left to a person."""
    refused = sum(finding.refusal is not None for finding in live)
    if refused:
        yield f'<section class="panel"><h2>{words(f"For a person to do ({refused:,})")}</h2><ul class="todo" id="todo"></ul>'
        yield '<button class="more" id="more-todo" type="button" hidden></button></section>'


def _skipped(skipped: tuple[Skipped, ...], words: Words) -> Iterator[str]:
    if not skipped:
        return
    title = words(f"{count(len(skipped), 'file')} not judged or not written")
    yield f'<section class="panel"><h2>{title}</h2>'
    yield '<div class="scroll"><table><tbody>'
    for each in skipped:
        kind = "failed" if each.fatal else "skipped"
        yield f'<tr><td class="wrap mono">{escape(printable(each.path))}</td>'
        yield f'<td><span class="pill {kind}">{words(kind)}: {escape(each.code)}</span></td>'
        yield f'<td class="wrap">{escape(printable(each.message))}</td></tr>'
    yield "</tbody></table></div></section>"
