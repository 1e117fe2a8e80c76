"""The audit page over all repositories: how much fails now, where and whose; then each finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape
from typing import TextIO

from migrator import __version__
from migrator.audit.figures import Against, Figures, Found
from migrator.edition import shipped
from migrator.findings import Counts, Report
from migrator.language import Words
from migrator.report.html import failing_models, footer, prices, todo, write_page
from migrator.report.page.chart import chart
from migrator.report.page.data import page_data
from migrator.report.page.prices import price_changes
from migrator.report.plain import count, printable
from migrator.scan import TOOL
from migrator.translations import translated

MOST_NAMES = 15
"""Owners and models that their tables show."""
MOST_ROWS = 500
"""Repositories that the first table shows; the rest are in the list of findings and in the CSV."""


def write_audit_page(figures: Figures, against: Against | None, today: str, words: Words, out: TextIO) -> None:
    """Write the page."""
    report, owners = _merged(figures.found, today)
    report = translated(report, words)
    headline = words(f"{count(figures.failing, 'call')} failing now in {count(figures.concerned, 'repository', 'repositories')}")
    content = _content(report, figures, against, words)
    write_page(headline, figures.rulebook, content, page_data(report, words, owners), words, out)


def _merged(found: Iterable[Found], today: str) -> tuple[Report, dict[str, str]]:
    """All findings as one report, paths beginning with the repository, and the owner of each path."""
    findings, projects, owners = [], {}, {}
    for each in found:
        finding, path = each.finding, f"{each.repository}/{each.finding.place.path}"
        fix = finding.fix and replace(finding.fix, id=f"{each.repository}:{finding.fix.id}")
        findings.append(replace(finding, place=replace(finding.place, path=path), fix=fix))
        projects[path], owners[path] = each.repository, each.owner
    report = Report(TOOL, __version__, today, tuple(findings), (), Counts(0, 0, 0.0), {}, projects=projects, rulebook=shipped())
    return report, owners


def _content(report: Report, figures: Figures, against: Against | None, words: Words) -> Iterator[str]:
    live = [finding for finding in report.findings if finding.suppressed is None]
    book = figures.rulebook
    yield f"<header><h1>{escape(words(f'Retired models on {book.vendor.name}'))}</h1>"
    yield f'<p class="soft">{words(f"What the retirement breaks in this code, judged by {escape(report.today)}.")} '
    yield f"{words(count(len(figures.rows), 'repository', 'repositories'))}.</p></header><main>"
    yield from _tiles(figures, against, words)
    script = words("The findings themselves are shown by a script that stands in this page.")
    yield f"<noscript><p class='panel'>{script}</p></noscript>"
    yield '<div class="two">'
    yield from _counted("Failing now, by owner", figures.by_owner.most_common(), words)
    yield from _counted("Failing now, by model", figures.by_model.most_common(), words)
    yield "</div>"
    yield from _repositories(figures, words)
    yield from _against(against, words)
    if live:
        yield from failing_models(live, book, words)
        yield f'<div class="two"><section class="panel"><h2>{words("By model and certainty")}</h2>{chart(live, words)}</section>'
        yield f'<section class="panel"><h2>{words("Where")}</h2>'
        yield '<div class="tabs" id="tabs"></div><div id="breakdown"></div></section></div>'
        yield from prices(list(price_changes(live, book)), words)
        yield from todo(live, words)
        yield f'<section id="findings"><h2>{words("Findings")}</h2><div class="filters" id="filters"></div>'
        yield '<p class="count" id="count" aria-live="polite"></p><div id="list"></div>'
        yield '<button class="more" id="more" type="button" hidden></button></section>'
    yield from _failed(figures, words)
    yield from footer(report, words)


def _tiles(figures: Figures, against: Against | None, words: Words) -> Iterator[str]:
    clean, audited = len(figures.clean), figures.audited
    tiles = [
        (f"{figures.failing:,}", "calls failing now", "bad" if figures.failing else "good"),
        (f"{figures.concerned:,}", "repositories with such calls", ""),
        (words(f"{clean:,} of {audited:,}"), "repositories clean", "good" if clean == audited else ""),
    ]
    if against is not None:
        tiles.append((words(f"{against.before_clean:,} of {against.before:,}"), "clean at the earlier audit", ""))
    tiles.append((f"{sum(each['safe'] for each in figures.by_repository.values()):,}", "fixable safely", "good"))
    tiles.append((f"{sum(each['refused'] for each in figures.by_repository.values()):,}", "for a person to do", "hand"))
    if figures.failed:
        tiles.append((f"{len(figures.failed):,}", "repositories not audited", "bad"))
    yield '<div class="tiles">'
    for number, label, kind in tiles:
        yield f'<div class="tile {kind}"><b>{number}</b><span>{words(label)}</span></div>'
    yield "</div>"


def _counted(title: str, numbers: list[tuple[str, int]], words: Words) -> Iterator[str]:
    yield f'<section class="panel"><h2>{words(title)}</h2><div class="scroll"><table><tbody>'
    for name, number in numbers[:MOST_NAMES]:
        yield f'<tr><td class="wrap">{escape(printable(words(name)))}</td><td class="number">{number:,}</td></tr>'
    if not numbers:
        yield f"<tr><td>{words('nothing')}</td></tr>"
    yield "</tbody></table></div>"
    if len(numbers) > MOST_NAMES:
        rest = numbers[MOST_NAMES:]
        told = f"{len(rest):,} more, with {count(sum(number for _, number in rest), 'call')}."
        yield f'<p class="soft">{words(told)}</p>'
    yield "</section>"


def _repositories(figures: Figures, words: Words) -> Iterator[str]:
    yield f'<section class="panel"><h2>{words("By repository")}</h2><div class="scroll tall" tabindex="0"><table><thead><tr>'
    yield f"<th>{words('Repository')}</th>"
    columns = ("Failing now", "Findings", "Fixable safely", "Fixable, look first", "Refused", "Fixed")
    yield from (f'<th class="number">{words(title)}</th>' for title in columns)
    yield "</tr></thead><tbody>"
    rows = sorted(figures.by_repository.items(), key=lambda item: (-item[1]["fails"], -item[1]["findings"], item[0]))
    concerned = [(name, numbers) for name, numbers in rows if numbers["findings"] or numbers["fixed"]]
    for name, numbers in concerned[:MOST_ROWS]:
        yield f'<tr><td class="wrap mono">{escape(printable(name))}</td>'
        told = (numbers[key] for key in ("fails", "findings", "safe", "unsafe", "refused", "fixed"))
        yield from (f'<td class="number">{number:,}</td>' for number in told)
        yield "</tr>"
    rest = len(rows) - len(concerned[:MOST_ROWS])
    yield f'</tbody></table></div><p class="soft">{words(f"{rest:,} more without findings, or beyond this table.")}</p></section>'


def _against(against: Against | None, words: Words) -> Iterator[str]:
    if against is None:
        return
    yield f'<section class="panel"><h2>{words("Since the earlier audit")}</h2><div class="scroll"><table><tbody>'
    for title, names in (("mended", against.mended), ("worse", against.worse), ("new", against.new), ("gone", against.gone)):
        shown = ", ".join(printable(name) for name in names[:50]) + (" …" if len(names) > 50 else "")
        yield f'<tr><td>{words(title)}</td><td class="number">{len(names):,}</td><td class="wrap mono">{escape(shown)}</td></tr>'
    yield "</tbody></table></div></section>"


def _failed(figures: Figures, words: Words) -> Iterator[str]:
    if not figures.failed:
        return
    yield f'<section class="panel"><h2>{words("Repositories not audited")}</h2><div class="scroll"><table><tbody>'
    for row in figures.failed:
        yield f'<tr><td class="wrap mono">{escape(printable(str(row["repository"])))}</td>'
        yield f'<td><span class="pill failed">{escape(str(row.get("code")))}</span></td>'
        yield f'<td class="wrap">{escape(printable(words(str(row.get("message")))))}</td></tr>'
    yield "</tbody></table></div></section>"
