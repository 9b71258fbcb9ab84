"""`wertschatz analyse PATH…`: which customers carry the year, from invoice lists on the disk."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import click

from wertschatz.bootstrap import clock, workbench
from wertschatz.cli import exit_codes
from wertschatz.cli.exit_codes import ExitCode
from wertschatz.cli.language import lang_option, language_of
from wertschatz.cli.layouts import Said, layout_options
from wertschatz.cli.paths import sources_below
from wertschatz.domain.customers.parameters import Limits
from wertschatz.ports.files import Answers, Source
from wertschatz.usecases.analyse_files import Analysis, Progress
from wertschatz.wording.catalogue import N_, translate


@click.command(
    "analyse", epilog=exit_codes.HELP,
    help=N_(
        "Assess every customer in invoices, lists, time sheets, statements, calls, address books, "
        "calendars and mails: files, folders, archives."
    ),
)  # fmt: skip
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="2026-12-31",
    help=N_("The day to look from (today)."),
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help=N_("One JSON document instead of the table."))
@lang_option
@click.option("--currency", default="", metavar="EUR", help=N_("The firm's currency."))
@click.option(
    "--own", multiple=True, metavar="NAME|VAT-ID",
    help=N_("Your firm in documents: those in which it buys stay out."),
)  # fmt: skip
@click.option(
    "--revenue-by", type=click.Choice(["invoice", "payment"]), default="invoice",
    help=N_("Revenue counts on the day of the invoice, or when it is paid."),
)  # fmt: skip
@layout_options
def analyse(
    paths: tuple[Path, ...],
    as_of: datetime | None,
    as_json: bool,
    lang: str | None,
    currency: str,
    own: tuple[str, ...],
    columns: tuple[str, ...],
    date_order: str | None,
    decimal_mark: str | None,
    revenue_by: str,
    rules: tuple[str, ...],
) -> None:
    """Assess every customer in files, folders and archives."""
    language = language_of(lang)
    said = Said.of(columns, date_order, rules, decimal_mark)
    day = as_of.date() if as_of else clock.today()
    if not 1900 <= day.year <= 9000:
        raise click.BadParameter(day.isoformat(), param_hint="--as-of")
    sources = sources_below(paths)
    limits = Limits(revenue_by_payment=int(revenue_by == "payment"))
    analysis = _analysis(sources, day, currency.upper(), own, limits, said, language)
    if as_json:
        from wertschatz.cli.document import document

        text = json.dumps(document(analysis, language), ensure_ascii=False, indent=1)
        # A name may hold half a surrogate pair; the document stays readable all the same.
        sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    else:
        from rich.console import Console

        from wertschatz.cli.sheet import show

        show(analysis, language, Console(highlight=False))
    sys.exit(exit_code(analysis))


def exit_code(analysis: Analysis) -> ExitCode:
    """Nothing read, some files refused, or all well."""
    if not any(entry.rows for entry in analysis.read):
        return ExitCode.NOTHING_READ
    if any(entry.refused for entry in analysis.read):
        return ExitCode.SOME_REFUSED
    return ExitCode.ALL_READ


def _analysis(
    sources: list[Source],
    day: date,
    currency: str,
    own: Sequence[str],
    limits: Limits,
    said: Said,
    lang: str,
) -> Analysis:
    """Reads once; where layouts were unknown and the call answers them, a second time."""
    answers: Answers = {}
    with _progress(sources, lang) as progress:
        for _round in range(3):  # columns may be asked first and the order of dates then
            made = workbench.analyse(
                sources, day, answers=answers, currency=currency, own=own, limits=limits,
                progress=progress,
            )  # fmt: skip
            further = {one.fingerprint: said.answer(one) for one in made.questions}
            told = {key: answer for key, answer in further.items() if answer is not None}
            if not told or all(answers.get(key) == answer for key, answer in told.items()):
                break
            answers = {**answers, **told}
    return made


@contextmanager
def _progress(sources: list[Source], language: str) -> Iterator[Progress]:
    """A bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda file, done: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    sizes = {one.name: one.path.stat().st_size for one in sources if one.path.is_file()}
    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(translate(N_("Reading"), language), total=sum(sizes.values()) or None)
        dones: dict[str, int] = {}

        def told(file: str, done: int) -> None:
            dones[file] = done
            bar.update(task, completed=sum(dones.values()))

        yield told
