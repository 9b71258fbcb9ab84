"""`wertschatz today`, `plan` and `close`: the working day at the terminal."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wertschatz.cli import exit_codes
from wertschatz.cli.data import data_option, open_house
from wertschatz.cli.exit_codes import ExitCode
from wertschatz.cli.language import lang_option, language_of
from wertschatz.cli.whose import person
from wertschatz.domain.values import Fact
from wertschatz.domain.worktime.replan import DAYS_NEEDED
from wertschatz.ports.workday import BufferSaid
from wertschatz.usecases.keep_a_part_free import percent_from
from wertschatz.usecases.refusals import Refused
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.refusals import refusal_text
from wertschatz.wording.sentences import fill
from wertschatz.wording.worktime import block_name, kind_name

if TYPE_CHECKING:
    from wertschatz.bootstrap.house import House
    from wertschatz.bootstrap.shown_day import Line, Shown

FREE = N_("free")
NO_WORK = N_("{on:day} is free.")
HOLIDAY = N_("{on:day} is free: {name}.")
CLOSED = N_("The day is closed.")
STAYS_FREE = N_("{free:hours} are still free.")
BUFFER = N_("{percent} % of the day stay free for what nobody foresees.")
LEARNED = N_(
    "{percent} % of the day stay free for what nobody foresees; that is learned from your last "
    "days, so that the plan is finished on four days of five."
)
SAID_ALWAYS = N_("From today on {percent} % of every day stay free.")
SAID_LEARNED = N_(
    "From today on it is learned from your days how much stays free; until {needed} days with a "
    "plan are known it is {percent} %."
)
LEARNED_WORDS = {"learned", "gelernt"}
NOT_IN_IT = N_("Not in the plan:")
DAY = click.DateTime(["%Y-%m-%d", "%d.%m.%Y"])


def _name(line: Line, language: str) -> str:
    if line.kind == "task":
        return line.name
    if line.kind == "block":
        return block_name(line.name, language)
    if line.kind == "free":
        return translate(FREE, language)
    kind = kind_name(line.kind, language)
    return f"{kind}: {line.name}" if line.name else kind


def _print(shown: Shown, language: str) -> None:
    on: dict[str, Fact] = {"on": shown.reading.on.isoformat()}
    if shown.holiday:
        off = {**on, "name": shown.holiday}
        click.echo(fill(translate(HOLIDAY, language), off, language))
    elif shown.reading.work is None:
        click.echo(fill(translate(NO_WORK, language), on, language))
    for text in (*shown.troubles, *shown.told):
        click.echo(text)
    for line in shown.lines:
        mark = ">" if line.now else " "
        click.echo(f"{mark} {line.start:>5}–{line.end:<5}  {_name(line, language)}")
    if shown.reading.work is not None:
        free: dict[str, Fact] = {"free": shown.free_minutes}
        click.echo(fill(translate(STAYS_FREE, language), free, language))
        buffer = shown.reading.buffer
        share: dict[str, Fact] = {"percent": buffer.percent}
        click.echo(
            fill(translate(LEARNED if buffer.learned else BUFFER, language), share, language)
        )
    if shown.left:
        click.echo(translate(NOT_IN_IT, language))
    for _, name, why in shown.left:
        click.echo(f"  {name}: {why}")


def _keep_free(house: House, typed: str, until_learned: bool, me: int, language: str) -> str:
    """Does what “--free” says, and says it; raises Refused."""
    if typed.strip().casefold() in LEARNED_WORDS:
        said = BufferSaid(house.buffer_said().percent, always=False)
    else:
        said = BufferSaid(percent_from(typed), always=not until_learned)
    house.keep_a_part_free(said, me)
    facts: dict[str, Fact] = {"percent": said.percent, "needed": DAYS_NEEDED}
    return fill(translate(SAID_ALWAYS if said.always else SAID_LEARNED, language), facts, language)


def _document(shown: Shown, said: BufferSaid) -> dict[str, Any]:
    """`format` 1; times as ISO instants, spans in minutes."""
    from wertschatz.domain.worktime.wall import instant

    reading = shown.reading

    def at(minute: int) -> str:
        return instant(reading.on, minute, reading.zone).isoformat()

    return {
        "format": 1, "day": reading.on.isoformat(), "kept": shown.planned,
        "closed": shown.kept.closed_at is not None, "day_off": shown.holiday,
        "buffer_percent": reading.buffer.percent, "buffer_learned": reading.buffer.learned,
        "buffer_said": {"percent": said.percent, "always": said.always},
        "free_minutes": shown.free_minutes,
        "lines": [
            {"start": at(line.at), "end": at(line.at + line.minutes), "kind": line.kind,
             "name": line.name, "task": line.task}
            for line in shown.lines
        ],
        "left_out": [{"task": task, "name": name, "why": why} for task, name, why in shown.left],
        "troubles": list(shown.troubles), "moved": list(shown.told),
    }  # fmt: skip


@click.command("today", help=N_("What lies in the day: the plan, what is fixed, what is free."))
@lang_option
@data_option
def today(lang: str | None, data: Path | None) -> None:
    """What lies in the day."""
    language = language_of(lang)
    with open_house(data, language, must_exist=True) as house:
        me = person(house, language)
        on = house.working_day(me)
        shown = house.shown_day(me, on, language)
        if shown.kept.closed_at is not None:
            click.echo(translate(CLOSED, language))
            return
        _print(shown, language)


@click.command(
    "plan", epilog=exit_codes.HELP, help=N_("The plan of a day; with --keep it is made and kept.")
)
@click.option("--date", "date", type=DAY, metavar="2026-12-31", help=N_("Which day (today)."))
@click.option("--keep", is_flag=True, help=N_("Make the plan anew and keep it."))
@click.option(
    "--free", metavar="40|learned",
    help=N_(
        "So many per cent of every day stay free, from today on; “learned”: as many as your days "
        "teach."
    ),
)  # fmt: skip
@click.option(
    "--until-learned", is_flag=True,
    help=N_("With --free 40: only until enough days are known to learn it."),
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help=N_("One JSON document instead of a table."))
@lang_option
@data_option
def plan(
    date: dt.datetime | None,
    keep: bool,
    free: str | None,
    until_learned: bool,
    as_json: bool,
    lang: str | None,
    data: Path | None,
) -> None:
    """The plan of a day."""
    language = language_of(lang)
    with open_house(data, language, must_exist=True) as house:
        me = person(house, language)
        on = date.date() if date else house.working_day(me)
        told = ""
        try:
            if free is not None:
                told = _keep_free(house, free, until_learned, me, language)
            if keep:
                house.plan_day(on, me)
        except Refused as refused:
            click.echo(refusal_text(refused.code, refused.facts, language), err=True)
            sys.exit(ExitCode.WRONG_CALL)
        shown, said = house.shown_day(me, on, language), house.buffer_said()
    if as_json:
        click.echo(json.dumps(_document(shown, said), ensure_ascii=False, indent=2))
    else:
        if told:
            click.echo(told)
        _print(shown, language)


@click.command(
    "close", epilog=exit_codes.HELP,
    help=N_("Close the working day: the next one is planned, and it is quiet until then."),
)  # fmt: skip
@click.option("--good", default="", metavar="TEXT", help=N_("One good thing of today."))
@click.option("--energy", type=click.IntRange(1, 3), help=N_("1 drained, 2 in between, 3 well."))
@lang_option
@data_option
def close(good: str, energy: int | None, lang: str | None, data: Path | None) -> None:
    """Closes the working day."""
    language = language_of(lang)
    with open_house(data, language, must_exist=True) as house:
        me = person(house, language)
        try:
            house.close_day(house.working_day(me), me, good_thing=good, energy=energy)
        except Refused as refused:
            click.echo(refusal_text(refused.code, refused.facts, language), err=True)
            sys.exit(ExitCode.WRONG_CALL)
    click.echo(translate(CLOSED, language))
