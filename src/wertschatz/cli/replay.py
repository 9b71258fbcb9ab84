"""`wertschatz replay [FILE…]`: past calls under the owner's rules, beside others."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from wertschatz.bootstrap import workbench
from wertschatz.cli import exit_codes
from wertschatz.cli.data import data_option, open_house
from wertschatz.cli.exit_codes import ExitCode
from wertschatz.cli.language import lang_option, language_of
from wertschatz.cli.layouts import Said, layout_options
from wertschatz.cli.paths import sources_below
from wertschatz.cli.replay_document import document
from wertschatz.domain.rules.replay import BACK_MINUTES, BACK_RANGE, Changed
from wertschatz.ports.files import Answers
from wertschatz.usecases.replay_calls import CallsRead, Replayed
from wertschatz.wording import formats
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.problems import problem_text
from wertschatz.wording.replay import (
    WAIT_HEADS,
    answer_text,
    caller_name,
    calls_text,
    figures,
    gain_text,
    label,
    wait_rows,
)
from wertschatz.wording.rules import reason_text, verdict_name, verdict_text

if TYPE_CHECKING:
    from wertschatz.bootstrap.house import House

DAYS = 30
SHOWN = 20
NO_CALLS = N_("No calls are known of these days.")
NOBODY_KNOWN = N_(
    "There is no data folder yet, so nobody is known by number and the ready-made rules hold."
)
CHANGED = N_("Of these calls the rules say different things (the newest {count}):")
DAY_FORMATS = ["%Y-%m-%d", "%d.%m.%Y"]


class _Asked(NamedTuple):
    first: dt.date | None
    last: dt.date | None
    against: str
    back: int


@click.command(
    "replay", epilog=exit_codes.HELP,
    help=N_(
        "Replay past calls under your rules: those of lists of calls (files, folders, archives), "
        "or, without any, those the data folder knows of the last 30 days. Nothing is kept."
    ),
)  # fmt: skip
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--json", "as_json", is_flag=True, help=N_("One JSON document instead of the table."))
@click.option(
    "--against", default="none", metavar="none|house|2026-12-31",
    help=N_("Compare with which rules: none, the ready-made ones, or yours as they held on a day."),
)  # fmt: skip
@click.option(
    "--back", type=click.IntRange(BACK_RANGE[0], BACK_RANGE[-1]), default=BACK_MINUTES,
    metavar="MINUTES",
    help=N_("Minutes that the way back to the matter takes at most: an assumption (usually 5)."),
)  # fmt: skip
@click.option(
    "--from", "first", type=click.DateTime(DAY_FORMATS), metavar="2026-12-01",
    help=N_("The first day."),
)  # fmt: skip
@click.option(
    "--until", "last", type=click.DateTime(DAY_FORMATS), metavar="2026-12-31",
    help=N_("The last day."),
)  # fmt: skip
@lang_option
@data_option
@layout_options
def replay(
    paths: tuple[Path, ...],
    as_json: bool,
    against: str,
    back: int,
    first: dt.datetime | None,
    last: dt.datetime | None,
    lang: str | None,
    data: Path | None,
    columns: tuple[str, ...],
    date_order: str | None,
    decimal_mark: str | None,
    rules: tuple[str, ...],
) -> None:
    """Replay past calls under the owner's rules."""
    language = language_of(lang)
    asked = _Asked(first.date() if first else None, last.date() if last else None, against, back)
    said = Said.of(columns, date_order, rules, decimal_mark)
    read = _read(paths, said) if paths else None
    for problem in read.problems if read else ():
        click.echo(f"{problem.file}: {problem_text(problem, language)}", err=True)
    for question in read.questions if read else ():
        columns_told = ", ".join(question.columns)
        click.echo(f"{question.file}: {columns_told} (--map, --date-order)", err=True)
    try:
        found, zone = _replayed(read, asked, data, language)
    except KeyError as unknown:
        raise click.BadParameter(str(unknown.args[0]), param_hint="--against") from None
    if found is None:
        click.echo(translate(NO_CALLS, language), err=True)
        sys.exit(ExitCode.NOTHING_READ)
    if as_json:
        click.echo(
            json.dumps(document(found, against, zone, language), ensure_ascii=False, indent=1)
        )
    else:
        _show(found, zone, language)
    sys.exit(ExitCode.SOME_REFUSED if read and read.refused else ExitCode.ALL_READ)


def _read(paths: Sequence[Path], said: Said) -> CallsRead:
    """Reads once; where layouts were unknown and the call answers them, again."""
    answers: Answers = {}
    sources = sources_below(paths)
    for _round in range(3):
        read = workbench.calls_in(sources, answers)
        further = {one.fingerprint: said.answer(one) for one in read.questions}
        told = {key: answer for key, answer in further.items() if answer is not None}
        if not told or all(answers.get(key) == answer for key, answer in told.items()):
            break
        answers = {**answers, **told}
    return read


def _replayed(
    read: CallsRead | None, asked: _Asked, data: Path | None, language: str
) -> tuple[Replayed | None, ZoneInfo]:
    """From the data folder where there is one; files alone go without."""
    from wertschatz.bootstrap import prepare

    if read is not None and not prepare.is_house(data):
        click.echo(translate(NOBODY_KNOWN, language), err=True)
        found = workbench.replay_unknown(
            read.calls, asked.first, asked.last, against=asked.against, back_minutes=asked.back
        )
        return found, workbench.ZONE
    with open_house(data, language, must_exist=True) as house:
        if read is None:
            return _kept(house, asked), house.zone
        found = house.replay_rows(
            read.calls, asked.first, asked.last, against=asked.against, back_minutes=asked.back
        )
        return found, house.zone


def _kept(house: House, asked: _Asked) -> Replayed | None:
    last = asked.last or house.today()
    first = asked.first or last - dt.timedelta(days=DAYS)
    return house.replay_kept(first, last, against=asked.against, back_minutes=asked.back)


def _show(found: Replayed, zone: ZoneInfo, language: str) -> None:
    console, compared = Console(highlight=False), found.comparison
    console.print(answer_text(compared, language))
    days = found.first.isoformat(), found.last.isoformat()
    console.print(calls_text(compared, *days, language))
    console.print(gain_text(compared, language))
    table = Table(box=SIMPLE)
    for code in ("", "old", "new"):
        table.add_column(label(code, language) if code else "", justify="right" if code else "left")
    for row in figures(compared, language):
        table.add_row(*row)
    console.print(table)
    for code, side in (("old", compared.old), ("new", compared.new)):
        waits = Table(title=label(code, language), title_justify="left", box=SIMPLE)
        for head in WAIT_HEADS:
            waits.add_column(label(head, language), justify="left" if head == "group" else "right")
        for line in wait_rows(side, language):
            waits.add_row(*line)
        console.print(waits)
    newest = compared.changed[-SHOWN:]
    if newest:
        console.print(translate(CHANGED, language).format(count=len(newest)))
    for one in reversed(newest):
        console.print("  " + _line(one, zone, language), markup=False)


def _line(one: Changed, zone: ZoneInfo, language: str) -> str:
    at = one.call.at.astimezone(zone)
    told = f"{formats.day(at.date(), language)} {at:%H:%M} {caller_name(one.call, language)}: "
    told += f"{verdict_name(one.old.verdict, language)} → "
    told += verdict_text(one.new, one.call.at, zone, language)
    return f"{told} {reason_text(one.new.reason, language)}"
