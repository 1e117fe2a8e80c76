"""Runs an audit from the command line's wishes: sources, what is known already, the work, and the reports."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TextIO

from migrator.audit.engine import outcomes
from migrator.audit.executors import NoExecutor, hands
from migrator.audit.figures import Against, Figures, compared, figures
from migrator.audit.log import Log, LogError, read_log
from migrator.audit.recipe import recipe_of
from migrator.audit.sources import NoSource, Source, sources_of
from migrator.audit.work import SCANNED, UNMOVED, Change, Job, Row
from migrator.language import Words
from migrator.progress import Progress, silent
from migrator.report.plain import count, printable

FORMATS = ("csv", "html", "parquet", "sarif")


class AuditProblem(Exception):
    """Something that the user has to write differently."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line asks for; `options` are a scan's, for every repository."""

    sources: tuple[str, ...]
    cwd: str
    options: Mapping[str, object]
    today: str
    log: str
    cache: str
    outputs: tuple[tuple[str, str], ...] = ()
    against: str = ""
    jobs: int | None = None
    executor: str = "local"
    scheduler: str | None = None
    change: Change | None = None
    again: bool = False
    rulebooks: tuple[str, ...] = ()


def audit(wishes: Wishes, words: Words, out: TextIO, progress: Progress = silent) -> int:
    """Audit, write what was asked for, and say how it stands; the exit status. Raises `AuditProblem`."""
    if any(name == "parquet" for name, _ in wishes.outputs) and find_spec("pyarrow") is None:
        raise AuditProblem("output: pyarrow is not installed; python -m pip install 'deepseek-migrate[parquet]'")
    try:
        sources, twice = sources_of(wishes.sources, wishes.cwd)
        known = read_log(wishes.log)
        before = figures(read_log(wishes.against).values(), wishes.rulebooks) if wishes.against else None
        if wishes.against and before is not None and not before.rows:
            raise AuditProblem(f"against: there is no audit in {wishes.against}")
        rows = _rows(wishes, sources, known, progress)
    except (NoSource, NoExecutor, LogError) as error:
        raise AuditProblem(str(error)) from error
    now = figures(rows, wishes.rulebooks)
    against = compared(now, before) if before is not None else None
    problems = _written(wishes, now, against, words)
    out.writelines(f"{line}\n" for line in _told(now, against, twice, words))
    out.writelines(f"{words('error')}: {words(problem)}\n" for problem in problems)
    if problems or now.failed:
        return 2
    return int(len(now.clean) < now.audited)


def _rows(wishes: Wishes, sources: Sequence[Source], known: Mapping[str, Row], progress: Progress) -> list[Row]:
    """A row for each source, in their order: those of before that are still right, and new ones."""
    planned = wishes.change is not None and wishes.change.only_planned
    options = {**wishes.options, "today": wishes.today}
    recipe = recipe_of(options)
    kept = {name: row for name, row in known.items() if _fits(row, sources, recipe)}
    jobs = [_job(wishes, options, source, recipe, kept.get(source.name)) for source in sources]
    with Log(wishes.log, known.values() if planned else kept.values()) as log:
        crew = hands(wishes.executor, wishes.scheduler, wishes.jobs)
        try:
            with closing(outcomes(jobs, crew.start, crew.workers, crew.do)) as coming:
                for done, (job, row) in enumerate(coming, 1):
                    progress("repositories audited:", done, len(jobs))
                    sarif = row.pop("sarif", None)
                    if row.get("status") == UNMOVED:
                        continue
                    _write_sarif(wishes, job.source, sarif)
                    _write_text(wishes, job.source, row)
                    kept[job.source.name] = row
                    if not planned:
                        log.add(row)
        finally:
            crew.end()
        told = [kept[source.name] for source in sources if source.name in kept]
        if not planned:
            log.finish(told)
    return told


def _job(wishes: Wishes, options: Mapping[str, object], source: Source, recipe: str, row: Row | None) -> Job:
    wants_sarif = any(name == "sarif" for name, _ in wishes.outputs)
    has_all = not wants_sarif or os.path.exists(_sarif_file(wishes, source))
    state = str(row.get("state") or "") if row is not None and not wishes.again and has_all else ""
    return Job(source, options, recipe, wishes.cache, state, wants_sarif, wishes.change)


def _fits(row: Row, sources: Sequence[Source], recipe: str) -> bool:
    """Whether a row of before may stand: the same repository, read in the same way."""
    known = {(source.name, source.shown, source.branch) for source in sources}
    same = (row["repository"], row.get("source"), row.get("branch")) in known
    return same and row.get("status") == SCANNED and row.get("recipe") == recipe


def _write_sarif(wishes: Wishes, source: Source, text: object) -> None:
    if isinstance(text, str):
        _put(_sarif_file(wishes, source), text)


def _write_text(wishes: Wishes, source: Source, row: Row) -> None:
    """A pull request's text, beside the log."""
    change = row.get("change")
    if isinstance(change, dict) and change.get("commit") and wishes.change is not None:
        folder = os.path.join(os.path.dirname(wishes.log) or ".", f"{os.path.basename(wishes.log)}.pulls")
        _put(os.path.join(folder, f"{_file_name(source.name)}.md"), f"# {change['title']}\n\n{change['text']}")


def _put(file: str, text: str) -> None:
    try:
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(file, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
            stream.write(text)
    except OSError as error:
        raise AuditProblem(f"cannot write {file}: {error.strerror or error}") from error


def _sarif_file(wishes: Wishes, source: Source) -> str:
    folder = next((file for name, file in wishes.outputs if name == "sarif"), "")
    return os.path.join(folder, f"{_file_name(source.name)}.sarif")


def _file_name(name: str) -> str:
    """A name for a file that stays in its folder; what is told apart by it alone still is."""
    plain = "".join(each if each.isalnum() or each in "-_." else "_" for each in name).lstrip(".")
    return plain if plain == name else f"{plain[:100]}-{hashlib.sha256(name.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"


def _written(wishes: Wishes, now: Figures, against: Against | None, words: Words) -> list[str]:
    """Write the reports over all; what went wrong."""
    problems = []
    for name, file in wishes.outputs:
        if name == "sarif":
            continue
        try:
            if name == "parquet":
                from migrator.audit.table import write_parquet

                write_parquet(now, file)
                continue
            with open(file, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
                if name == "html":
                    from migrator.audit.page import write_audit_page

                    write_audit_page(now, against, wishes.today, words, stream)
                else:
                    from migrator.audit.table import write_table

                    write_table(now, stream)
        except OSError as error:
            problems.append(f"cannot write {file}: {error.strerror or error}")
    return problems


def _told(now: Figures, against: Against | None, twice: Sequence[Source], words: Words) -> list[str]:
    """The lines on standard output."""
    lines = []
    for name, numbers in sorted(now.by_repository.items(), key=lambda item: (-item[1]["fails"], item[0])):
        if numbers["counts"] or numbers["fixed"]:
            parts = [f"{numbers['fails']:,} failing now"]
            parts += [f"{numbers[key]:,} {label}" for key, label in _LABELS if numbers[key]]
            lines.append(f"{printable(name)}: {', '.join(words(part) for part in parts)}")
    for row in now.rows:
        change = row.get("change")
        if isinstance(change, dict) and change.get("files"):
            told = f"{change['outcome']}: branch {change['branch']}, {count(len(_listed(change.get('files'))), 'file')}"
            lines.append(f"{printable(str(row['repository']))}: {words(told)}")
    for row in now.failed:
        told = f"not audited ({row.get('code')}): {printable(str(row.get('message')))}"
        lines.append(f"{printable(str(row['repository']))}: {words(told)}")
    calls = count(now.failing, "call")
    lines.append(words(f"{calls} failing now in {now.concerned:,} of {count(now.audited, 'repository', 'repositories')}."))
    lines.append(words(f"{len(now.clean):,} of {now.audited:,} clean."))
    if against is not None:
        earlier = f"The earlier audit: {against.before_clean:,} of {against.before:,} clean"
        lines.append(words(f"{earlier}; {len(against.mended):,} mended since, {len(against.worse):,} worse."))
    if now.failed:
        lines.append(words(f"{count(len(now.failed), 'repository', 'repositories')} not audited."))
    if twice:
        lines.append(words(f"{count(len(twice), 'source')} named more than once."))
    return lines


_LABELS = (("fixed", "fixed"), ("safe", "fixable safely"), ("unsafe", "fixable, look first"), ("refused", "refused"))


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []
