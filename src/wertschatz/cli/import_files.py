"""`wertschatz import PATH…`: the same import as on the page, at the terminal."""

from __future__ import annotations

import sys
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from wertschatz.cli.data import data_option, open_house
from wertschatz.cli.exit_codes import ExitCode
from wertschatz.cli.language import lang_option, language_of
from wertschatz.cli.layouts import Said, layout_options
from wertschatz.cli.paths import sources_below
from wertschatz.cli.sheet import ask, plain
from wertschatz.ports.files import LayoutAnswer
from wertschatz.wording.catalogue import N_, Plural, translate, translate_plural
from wertschatz.wording.problems import problem_text
from wertschatz.wording.sentences import fill

if TYPE_CHECKING:
    from wertschatz.bootstrap.house import House
    from wertschatz.usecases.import_files import Outcome

SHOWN = 50
COUNTS = (
    Plural("{count} new invoice", "{count} new invoices"),
    Plural("{count} changed invoice", "{count} changed invoices"),
    Plural("{count} known invoice", "{count} known invoices"),
    Plural("{count} invoice standing twice", "{count} invoices standing twice"),
    Plural("{count} new customer", "{count} new customers"),
    Plural("{count} purchase, left out", "{count} purchases, left out"),
    Plural("{count} span of work", "{count} spans of work"),
    Plural("{count} movement on accounts", "{count} movements on accounts"),
    Plural("{count} call", "{count} calls"),
    Plural("{count} mail", "{count} mails"),
    Plural("{count} appointment", "{count} appointments"),
    Plural("{count} address", "{count} addresses"),
)
ARCHIVED = Plural(
    "One who is named lies in the archive and stays there until you bring it back:",
    "{n} who are named lie in the archive and stay there until you bring them back:",
)
ASK_OWN = N_("Which of these firms is yours? Please say it once:")


@click.command(
    "import",
    help=N_("Take files, folders or archives in: invoices and hours become customers and years."),
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help=N_("Only say what would come in."))
@lang_option
@click.option(
    "--own", multiple=True, metavar="NAME|VAT-ID",
    help=N_("Your firm in documents: those in which it buys stay out. Said once, kept."),
)  # fmt: skip
@layout_options
@data_option
def import_files(
    paths: tuple[Path, ...],
    dry_run: bool,
    lang: str | None,
    own: tuple[str, ...],
    columns: tuple[str, ...],
    date_order: str | None,
    decimal_mark: str | None,
    rules: tuple[str, ...],
    data: Path | None,
) -> None:
    """Take files, folders or archives in: invoices and hours become customers and years."""
    language = language_of(lang)
    said = Said.of(columns, date_order, rules, decimal_mark)
    with open_house(data, language) as house:
        sources = sources_below(paths)
        made = house.import_sources(sources)
        if own:
            house.say_own_firm(
                [(text, text if any(map(str.isdigit, text)) else "") for text in own]
            )
        with _bar(language):
            if dry_run or any(said) or not house.own_names():
                outcome = _checked(house, made, said)
            if not dry_run and (house.own_names() or not outcome.sellers_asked):
                outcome = house.load_files(made)
        if outcome.sellers_asked:
            dry_run = True  # nothing comes in before this is answered
            _ask_own(outcome.parties, language)
        if not dry_run and outcome.counts.found:
            house.assess()
        _tell(house, made, outcome, language, dry_run=dry_run)
        if dry_run:
            house.drop_import(made)
    if not outcome.counts.found:
        sys.exit(ExitCode.NOTHING_READ)
    asked = outcome.questions or outcome.sellers_asked
    sys.exit(ExitCode.SOME_REFUSED if outcome.refused or asked else ExitCode.ALL_READ)


def _checked(house: House, made: uuid.UUID, said: Said) -> Outcome:
    """The dry run; again, as long as the call answers what was asked in it."""
    outcome, told = house.check_files(made), dict[str, LayoutAnswer]()
    while outcome.questions and _answered(house, made, said, told):
        outcome = house.check_files(made)
    return outcome


def _answered(house: House, made: uuid.UUID, said: Said, told: dict[str, LayoutAnswer]) -> bool:
    """Keeps what the call says about open questions; False when it says nothing new."""
    from wertschatz.storage.queries.imports import import_sheet

    sheet = import_sheet(made)
    before = dict(told)
    for question in sheet.questions if sheet else ():
        answer = said.answer(question)
        if answer is not None and told.get(question.fingerprint) != answer:
            told[question.fingerprint] = answer
            house.say_layout(question, answer)
    return told != before


def _bar(language: str) -> Progress:
    """A sign of life on a terminal; silent elsewhere."""
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), console=Console(stderr=True),
        disable=not sys.stderr.isatty(), transient=True,
    )  # fmt: skip
    bar.add_task(translate(N_("Reading"), language), total=None)
    return bar


def _ask_own(parties: Sequence[Mapping[str, object]], language: str) -> None:
    console = Console(highlight=False)
    console.print(translate(ASK_OWN, language))
    for party in parties:
        name = str(party["name"] or party["vat_id"])
        console.print(f'  --own "{plain(name)}"', markup=False)


def _tell(house, made, outcome, language, *, dry_run) -> None:  # type: ignore[no-untyped-def]
    from wertschatz.storage.queries.imports import import_sheet

    console = Console(highlight=False)
    counts = outcome.counts
    head = N_("This would come in:") if dry_run else N_("Taken in:")
    if not counts.found:
        head = N_("Nothing was found to take in.")
    console.print(translate(head, language))
    figures = (
        counts.new, counts.changed, counts.known, counts.duplicates, counts.customers_new,
        counts.purchases, counts.times, counts.payments, counts.calls, counts.mails,
        counts.appointments, counts.cards,
    )  # fmt: skip
    for forms, count in zip(COUNTS, figures, strict=True):
        if count:
            text = translate_plural(*forms, count, language)
            console.print("  " + fill(text, {"count": count}, language), markup=False)
    sheet = import_sheet(made)
    if sheet and sheet.archived:
        names = ", ".join(plain(name) for _, name in sheet.archived)
        lying = translate_plural(*ARCHIVED, len(sheet.archived), language)
        console.print("  " + fill(lying, {"n": len(sheet.archived)}, language) + " " + names,
                      markup=False)  # fmt: skip
    questions = sheet.questions if sheet else []
    for question in questions:
        ask(question, language, console)
    asked = {question.file for question in questions}
    problems = sheet.problems if sheet else []
    told = [one for one in problems if one.line is not None or one.file not in asked]
    for problem in told[:SHOWN]:
        place = problem.file if problem.line is None else f"{problem.file}:{problem.line}"
        console.print(f"  {plain(place)}  {problem_text(problem, language)}", markup=False)
