"""The command line: options in, settings to the engine, reports out."""

from __future__ import annotations

import datetime
import io
import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

import click

from migrator import __version__
from migrator import completion as offer
from migrator.audit.cli import audit
from migrator.help import FAILED, GroupedCommand, SuggestingGroup, fail, flag, number, show, value, words_for, words_in

if TYPE_CHECKING:
    from migrator.baseline import Baseline
    from migrator.findings import Report
    from migrator.language import Words
    from migrator.review import Review
    from migrator.scan import ScanRequest
    from migrator.settings_model import Settings

PROGRAM = "deepseek-migrate"
STDIN, STDIN_NAME = "-", "stdin.py"
INTERRUPTED = 130

OUTPUT_FORMATS = "text, json, sarif, github, gitlab, html or others."
FIXING, RULES, FILES, REPORT, STATUS, RUN = "Fixing", "Rules", "Files", "Report", "Exit status", "Run"


def _version(context: click.Context, parameter: click.Parameter, asked: bool) -> None:
    """Print the tool's version and the rulebook's, and end."""
    if not asked or context.resilient_parsing:
        return
    from migrator.edition import shipped, told

    edition = words_in(context)(told(shipped(), datetime.date.today().isoformat()))
    click.echo("\n".join(filter(None, (f"{PROGRAM} {__version__}", edition))))
    context.exit()


@click.group(
    cls=SuggestingGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit status: 0 nothing is left, 1 something is, 2 the run failed.",
)
@click.option("-V", "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version.")
def application() -> None:
    """Move code off the DeepSeek models that Model Studio has retired, without changing what it does."""


@application.command(
    cls=GroupedCommand,
    short_help="Report what the retirement breaks; with --fix, mend it.",
    help="Report calls that fail or change in PATH, or here; with --fix, mend them.",
)
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATH]...")
@flag(FIXING, "--fix", text="Rewrite what is safe to rewrite.")
@flag(FIXING, "--unsafe-fixes", text="The unsafe fixes too (with --fix or --diff).")
@flag(FIXING, "--fix-only", text="As --fix, and say nothing of what is left.")
@flag(FIXING, "--diff", text="Print what --fix would write; write nothing.")
@flag(FIXING, "-i", "--interactive", text="Ask for each fix.")
@value(FIXING, "--add-ignores", metavar="REASON", text="Write ignore comments for what is found.")
@value(FIXING, "--to", metavar="MODEL", text="The replacement for every retired model.", complete=offer.target)
@value(RULES, "--select", metavar="RULES", multiple=True, text="Only these (codes, prefixes, names).", complete=offer.rules)
@value(RULES, "--extend-select", metavar="RULES", multiple=True, text="These too.", complete=offer.rules)
@value(RULES, "--ignore", metavar="RULES", multiple=True, text="Not these.", complete=offer.rules)
@value(RULES, "--baseline", metavar="FILE", text="Hide what this file knows already.", complete=offer.files)
@value(RULES, "--write-baseline", metavar="FILE", text="Write what is found to this file.", complete=offer.files)
@value(RULES, "--assume-provider", metavar="NAME", text="Whom to take an unknown endpoint for.", complete=offer.provider)
@value(RULES, "--rulebook", metavar="FILE", multiple=True, text="Models, providers, surfaces of your own.", complete=offer.files)
@value(RULES, "--today", metavar="DATE", text="The day that decides what is retired.")
@value(RULES, "--within", metavar="DAYS", text="Leave out retirements further away (90d).")
@value(FILES, "--exclude", metavar="PATTERNS", multiple=True, text="Leave these out, not the default ones.")
@value(FILES, "--extend-exclude", metavar="PATTERNS", multiple=True, text="Leave these out too.")
@flag(FILES, "--force-exclude", text="Even those that are named as PATH.")
@flag(FILES, "--no-respect-gitignore", text="Read what git ignores.")
@value(FILES, "--diff-base", metavar="REV", text="Only findings on lines changed since REV.")
@value(FILES, "--stdin-filename", metavar="NAME", text="The name of what comes in when PATH is -.")
@flag(FILES, "--show-files", text="List the files to look at, and stop.")
@value(REPORT, "--output-format", metavar="FORMAT", text=OUTPUT_FORMATS, complete=offer.form)
@value(REPORT, "--output", metavar="FORMAT=FILE", multiple=True, text="A further report; may be repeated.")
@value(REPORT, "--lang", metavar="LANG", text="Of the messages: en or zh.", complete=offer.words("en", "zh"))
@flag(REPORT, "--wire", text="Show each request before and after.")
@flag(REPORT, "--statistics", text="Count by rule; with -v, where the time went.")
@value(REPORT, "--color", metavar="WHEN", text="auto, always or never.", complete=offer.words("auto", "always", "never"))
@flag(REPORT, "--no-progress", text="No progress bar.")
@flag(REPORT, "-q", "--quiet", text="The findings and nothing else.")
@flag(REPORT, "-v", "--verbose", text="Merely possible findings too, and what was excluded.")
@value(
    STATUS,
    "--fail-on",
    metavar="CERTAINTY",
    text="certain, likely, possible or never.",
    complete=offer.words("certain", "likely", "possible", "never"),
)
@flag(STATUS, "--exit-zero", text="0, whatever was found.")
@flag(STATUS, "--exit-non-zero-on-fix", text="1 when something was fixed.")
@flag(STATUS, "--strict", text="2 when a file cannot be parsed.")
@value(RUN, "--config", metavar="FILE", text="This settings file, or a line of TOML.", complete=offer.files)
@flag(RUN, "--isolated", text="Read no settings file.")
@number(RUN, "--jobs", metavar="N", text="How many workers.")
@value(RUN, "--cache-dir", metavar="FOLDER", text="Keep what took long, for the next run.", complete=offer.files)
def scan(paths: tuple[str, ...], stdin_filename: str | None, **options: object) -> None:
    """Report calls that fail or change with the retirement; with --fix, mend them."""
    settings = _settings(paths, options)
    words = _words(settings.lang)
    if STDIN in paths and len(paths) > 1:
        fail("- stands for standard input and must be the only PATH", words)
    if STDIN in paths and (settings.add_ignores or settings.interactive):
        fail(f"{'add-ignores' if settings.add_ignores else 'interactive'}: does not go with standard input", words)
    if settings.show_files:
        _show_files(paths, settings)
    if settings.cache_dir is not None:
        _prepare(settings.cache_dir, words)
    from migrator.report.bar import Bar, wants_bar
    from migrator.report.output import write_all
    from migrator.scan import ScanRequest, run
    from migrator.status import exit_status
    from migrator.stops import Stops

    review, target = _review(paths, settings)
    stdin = (stdin_filename or STDIN_NAME, sys.stdin.buffer.read()) if paths == (STDIN,) else None
    stops = Stops()
    request = ScanRequest(() if stdin else paths or (".",), settings, stdin, settings.cwd, review, target, stops=stops)
    interrupted = False
    with stops:
        try:
            if settings.interactive:
                report, interrupted = _asking(request)
            elif wants_bar(settings, sys.stderr, os.environ):
                with Bar(sys.stderr) as bar:
                    report = run(replace(request, progress=bar))
            else:
                report = run(request)
            stops.last()
            written = write_all(report, settings, stdin, sys.stdout, sys.stderr)
        except KeyboardInterrupt:
            raise SystemExit(stops.status or INTERRUPTED) from None
        if stops.status is not None:
            raise SystemExit(stops.status)
    status = exit_status(report, settings) if written else FAILED
    raise SystemExit(INTERRUPTED if interrupted and status != FAILED else status)


@application.command(cls=GroupedCommand, short_help="Print a rule's card.")
@click.argument("rule", required=False, shell_complete=offer.rule)
@click.option("--all", "every", is_flag=True, help="All rules.")
@value("Options", "--output-format", metavar="FORMAT", text="text or json.", complete=offer.words("text", "json"))
@value("Options", "--lang", metavar="LANG", text="en or zh.", complete=offer.words("en", "zh"))
def explain(rule: str | None, every: bool, output_format: str | None, lang: str | None) -> None:
    """Print a rule's card: what, why, before and after, fix safety, source."""
    from migrator.cards import find_card
    from migrator.report.explain import write_cards
    from migrator.translations import cards_in

    words = _words(lang)
    cards = cards_in(words)
    if every == (rule is not None):
        fail("name one RULE, or give --all")
    if rule is None:
        write_cards(list(cards.values()), _is_json(output_format), sys.stdout, words, alone=False)
        return
    card = find_card(cards, rule)
    if card is None:
        names = [name for card in cards.values() for name in (card.code, card.name)]
        fail(f"there is no rule {rule!r}; did you mean {_nearest(rule, names)!r}?")
    write_cards([card], _is_json(output_format), sys.stdout, words, alone=True)


@application.command(cls=GroupedCommand, short_help="Print the model catalogue.")
@click.argument("name", required=False, shell_complete=offer.model)
@value("Options", "--rulebook", metavar="FILE", multiple=True, text="Models of your own.", complete=offer.files)
@value("Options", "--output-format", metavar="FORMAT", text="text or json.", complete=offer.words("text", "json"))
@value("Options", "--lang", metavar="LANG", text="en or zh.", complete=offer.words("en", "zh"))
def models(name: str | None, rulebook: tuple[str, ...], output_format: str | None, lang: str | None) -> None:
    """Print the model catalogue, or all about one model."""
    from migrator.report.catalogue import write_model, write_models
    from migrator.rulebook import load

    words = _words(lang)
    book = load(extra=rulebook)
    if name is None:
        write_models(book, _is_json(output_format), sys.stdout, words)
        return
    model = book.models.get(name)
    if model is None:
        fail(f"there is no model {name!r}; did you mean {_nearest(name, book.models)!r}?")
    write_model(model, book, _is_json(output_format), sys.stdout, words)


@application.command(cls=GroupedCommand, short_help="Print the settings in force.")
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATH]...")
@value("Options", "--config", metavar="FILE", text="This settings file, or a line of TOML.", complete=offer.files)
@flag("Options", "--isolated", text="Read no settings file.")
@value("Options", "--output-format", metavar="FORMAT", text="text or json.", complete=offer.words("text", "json"))
@value("Options", "--lang", metavar="LANG", text="en or zh.", complete=offer.words("en", "zh"))
def config(paths: tuple[str, ...], output_format: str | None, **options: object) -> None:
    """Print the settings in force for these PATHs, and where each was said."""
    from migrator.report.config import write_settings

    settings = _settings(paths, options)
    write_settings(settings, _is_json(output_format), sys.stdout, _words(settings.lang))


@application.command(cls=GroupedCommand, short_help="Serve an editor: findings and fixes as you type.")
@flag("Options", "--stdio", text="Over standard input and output, as always.")
def server(stdio: bool | None) -> None:
    """Speak the Language Server Protocol over standard input and output; needs the extra lsp."""
    from migrator.paused import collector_back
    from migrator.server import NoExtra, serve

    collector_back()
    try:
        serve()
    except NoExtra as error:
        fail(str(error))


application.add_command(audit)


def main() -> None:
    """Run the command line; whatever goes wrong is one line on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A console that cannot show a character must not end the run.
            stream.reconfigure(errors="backslashreplace")
    try:
        status = application.main(prog_name=PROGRAM, standalone_mode=False)
    except click.ClickException as error:
        show(error, sys.argv[1:])
        raise SystemExit(error.exit_code) from None
    except (KeyboardInterrupt, click.Abort):
        raise SystemExit(INTERRUPTED) from None
    except Exception as error:
        fail(_in_one_line(error), words_for(sys.argv[1:]))
    raise SystemExit(status if isinstance(status, int) else 0)


def _settings(paths: tuple[str, ...], options: dict[str, object]) -> Settings:
    from migrator.settings import SettingsError, load_settings
    from migrator.usage import UsageProblem, check_names, with_today

    config, isolated = options.pop("config"), options.pop("isolated")
    listed = {name: _split(given) for name, given in options.items() if name.endswith("exclude") and isinstance(given, tuple)}
    anchors = [path for path in paths if path != STDIN]
    settings = None
    try:
        settings = load_settings(
            anchors, os.getcwd(), options | listed, config if isinstance(config, str) else None, bool(isolated)
        )
        settings = with_today(settings, os.environ)
        check_names(settings)
    except (SettingsError, UsageProblem) as error:
        fail(str(error).removeprefix("command line: "), _words(settings.lang) if settings is not None else None)
    return settings


def _asking(request: ScanRequest) -> tuple[Report, bool]:
    """The report of a run that asks for each fix, and whether it was interrupted."""
    from migrator.report.ask import Asker, can_ask
    from migrator.report.output import style_of
    from migrator.review import Review
    from migrator.scan import run

    if not can_ask(sys.stdin, sys.stderr):
        told = "interactive: there is no terminal to ask at; --diff shows the fixes, --fix writes them"
        fail(told, _words(request.settings.lang))
    with Asker(sys.stdin, sys.stderr, style_of(request.settings)) as asker:
        review = replace(request.review or Review(request.cwd), choose=asker)
        return run(replace(request, review=review)), asker.interrupted


def _review(paths: tuple[str, ...], settings: Settings) -> tuple[Review | None, Baseline | None]:
    """What the report is to leave out, and the baseline to write."""
    from migrator.reviewing import review_of
    from migrator.usage import UsageProblem

    try:
        return review_of([path for path in paths if path != STDIN], settings)
    except UsageProblem as error:
        fail(str(error), _words(settings.lang))


def _show_files(paths: tuple[str, ...], settings: Settings) -> NoReturn:
    from migrator.files.discover import Found, Missing, discover

    missing = False
    for item in discover(paths or (".",), settings):
        missing |= isinstance(item, Missing)
        click.echo(item.path if isinstance(item, Found) else f"{item.path}: not looked at", err=not isinstance(item, Found))
    raise SystemExit(FAILED if missing else 0)


def _prepare(folder: str, words: Words) -> None:
    from migrator.cache import CannotKeep, prepare

    try:
        prepare(folder)
    except CannotKeep as error:
        fail(str(error), words)


def _split(given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part for item in given for part in item.split(",") if part)


def _is_json(output_format: str | None) -> bool:
    if output_format not in (None, "text", "json"):
        near = _nearest(output_format, ("text", "json"))
        fail(f"--output-format: expected text or json, found {output_format!r}; did you mean {near!r}?")
    return output_format == "json"


def _words(lang: str | None) -> Words:
    from migrator.language import LANGUAGES, language_of, words_of

    if lang not in (None, *LANGUAGES):
        fail(f"--lang: expected {' or '.join(LANGUAGES)}, found {lang!r}; did you mean {_nearest(lang, LANGUAGES)!r}?")
    return words_of(language_of(lang, os.environ))


def _nearest(word: str, choices: Iterable[str]) -> str:
    from migrator.selectors import nearest

    return nearest(word, choices)


def _in_one_line(error: Exception) -> str:
    from migrator.bugs import in_one_line
    from migrator.rulebook import RulebookError

    if isinstance(error, FileNotFoundError) and error.filename is None:
        # Only who asks where he stands is told of no file.
        return "the current folder is gone; change to one that is there and run this again"
    if isinstance(error, (RulebookError, OSError)):
        return str(error)
    return in_one_line(error)
