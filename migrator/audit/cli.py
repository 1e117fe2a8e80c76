"""The command `audit`: options in, wishes to the audit."""

from __future__ import annotations

import datetime
import os
import signal
import sys
from typing import TYPE_CHECKING

import click

from migrator import completion as offer
from migrator.help import GroupedCommand, fail, flag, number, value, words_in

if TYPE_CHECKING:
    from migrator.audit.work import Change

LOG = "deepseek-migrate-audit.jsonl"
FIXING, RULES, REPORT, RUN = "Fixing", "Rules", "Report", "Run"
_OF_A_SCAN = ("to", "unsafe_fixes", "select", "ignore", "assume_provider", "rulebook", "within", "extend_exclude", "fix")


@click.command(
    cls=GroupedCommand,
    short_help="Scan many repositories; with --fix, make branches.",
    help="Scan each repository that SOURCE names: a folder of checkouts, a bare mirror, a URL, or a file that lists them.",
)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@flag(FIXING, "--fix", text="Make a commit of what is safe to rewrite; needs --branch.")
@flag(FIXING, "--unsafe-fixes", text="The unsafe fixes too.")
@value(FIXING, "--branch", metavar="NAME", text="The new branch that the commit goes to; nothing is pushed.")
@flag(FIXING, "--dry-run", text="Only say what would be committed.")
@value(FIXING, "--to", metavar="MODEL", text="The replacement for every retired model.", complete=offer.target)
@value(RULES, "--select", metavar="RULES", multiple=True, text="Only these (codes, prefixes, names).", complete=offer.rules)
@value(RULES, "--ignore", metavar="RULES", multiple=True, text="Not these.", complete=offer.rules)
@value(RULES, "--assume-provider", metavar="NAME", text="Whom to take an unknown endpoint for.", complete=offer.provider)
@value(RULES, "--rulebook", metavar="FILE", multiple=True, text="Models, providers, surfaces of your own.", complete=offer.files)
@value(RULES, "--extend-exclude", metavar="PATTERNS", multiple=True, text="Leave these out too.")
@value(RULES, "--today", metavar="DATE", text="The day that decides what is retired.")
@value(RULES, "--within", metavar="DAYS", text="Leave out retirements further away (90d).")
@value(REPORT, "--log", metavar="FILE", text="What is known, a line each; read first, to go on.", complete=offer.files)
@value(REPORT, "--output", metavar="FORMAT=FILE", multiple=True, text="html, csv, parquet, or sarif and a folder.")
@value(REPORT, "--against", metavar="FILE", text="The log of an earlier audit to compare with.", complete=offer.files)
@value(REPORT, "--lang", metavar="LANG", text="Of the messages: en or zh.", complete=offer.words("en", "zh"))
@flag(REPORT, "--no-progress", text="No progress bar.")
@flag(REPORT, "--exit-zero", text="0, whatever was found.")
@flag(RUN, "--again", text="Scan also what has not changed since.")
@value(RUN, "--cache", metavar="FOLDER", text="Where clones of URLs are kept.", complete=offer.files)
@number(RUN, "--jobs", metavar="N", text="How many workers.")
@value(RUN, "--executor", metavar="NAME", text="local, dask or ray.", complete=offer.words("local", "dask", "ray"))
@value(RUN, "--scheduler", metavar="ADDRESS", text="Of the cluster, such as tcp://host:8786.")
def audit(sources: tuple[str, ...], **options: object) -> None:
    """Scan many repositories, each as a project of its own."""
    from migrator.audit.command import AuditProblem, Wishes, audit
    from migrator.audit.executors import NAMES
    from migrator.language import ENGLISH
    from migrator.paused import collector_back
    from migrator.report.bar import Bar, wants_bar
    from migrator.selectors import nearest
    from migrator.settings import SettingsError, load_settings
    from migrator.stops import Stops
    from migrator.usage import UsageProblem, check_names, with_today

    collector_back()
    cwd = os.getcwd()
    words = words_in(click.get_current_context()) or ENGLISH
    given = {name: options[name] for name in _OF_A_SCAN if options.get(name) not in (None, ())}
    checked = given | {"today": options["today"], "jobs": options["jobs"], "progress": not options["no_progress"]}
    try:
        settings = with_today(load_settings([], cwd, checked, None, True), os.environ)
        check_names(settings)
    except (SettingsError, UsageProblem) as error:
        fail(str(error).removeprefix("command line: "), words)
    if settings.rulebook:
        # Each repository is looked at from its own folder.
        given["rulebook"] = settings.rulebook
    executor = _text(options["executor"]) or "local"
    if executor not in NAMES:
        fail(f"executor: there is no executor {executor!r}; did you mean {nearest(executor, NAMES)!r}?", words)
    today = settings.today or datetime.date.today()
    wishes = Wishes(
        sources,
        cwd,
        given,
        today.isoformat(),
        os.path.abspath(_text(options["log"]) or LOG),
        os.path.abspath(_text(options["cache"]) or _cache()),
        _outputs(_texts(options["output"])),
        os.path.abspath(_text(options["against"])) if options["against"] else "",
        settings.jobs,
        executor,
        _text(options["scheduler"]) or None,
        _change(options),
        bool(options["again"]),
        settings.rulebook,
    )
    with Stops() as stops:
        try:
            if wants_bar(settings, sys.stderr, os.environ):
                with Bar(sys.stderr) as bar:
                    status = audit(wishes, words, sys.stdout, bar)
            else:
                status = audit(wishes, words, sys.stdout)
        except AuditProblem as error:
            fail(str(error), words)
        except KeyboardInterrupt:
            click.echo(
                words(f"interrupted; what is known stays in {wishes.log}, and the next audit goes on from there"), err=True
            )
            raise SystemExit(stops.status or 128 + signal.SIGINT) from None
    raise SystemExit(0 if options["exit_zero"] and status == 1 else status)


def _change(options: dict[str, object]) -> Change | None:
    from migrator.audit.work import Change

    branch = _text(options["branch"])
    if bool(options["fix"]) != bool(branch):
        fail("fix: goes with --branch NAME, and --branch with --fix")
    if options["dry_run"] and not branch:
        fail("dry-run: goes with --fix and --branch")
    return Change(branch, bool(options["dry_run"])) if branch else None


def _outputs(given: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    from migrator.audit.command import FORMATS

    found = []
    for each in given:
        name, equals, file = each.partition("=")
        if name not in FORMATS or not equals or not file:
            fail(f"output: expected FORMAT=FILE, with csv, html, parquet or sarif for FORMAT, found {each!r}")
        found.append((name, os.path.abspath(file)))
    return tuple(found)


def _cache() -> str:
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "deepseek-migrate", "audit")


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple) else ()
