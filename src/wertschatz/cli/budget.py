"""`wertschatz budget`: what is left of the customer time, today and this week."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from wertschatz.cli.data import data_option, open_house
from wertschatz.cli.language import lang_option, language_of
from wertschatz.domain.customers.budget import Part
from wertschatz.wording import formats
from wertschatz.wording.budget import bar_label, drift_text, part_name
from wertschatz.wording.catalogue import N_, translate

if TYPE_CHECKING:
    from wertschatz.storage.queries.budget import Budget

HEADINGS = ("group", "planned", "used", "left")
UNKNOWN = N_(
    "Nothing is known yet of the time you spend with customers. Say about how much it is, "
    "or bring a time sheet, a list of calls, or log your contacts; then it is learned."
)


@click.command("budget", help=N_("What is left of the customer time, today and this week."))
@click.option("--json", "as_json", is_flag=True, help=N_("One JSON document instead of a table."))
@lang_option
@data_option
def budget(as_json: bool, lang: str | None, data: Path | None) -> None:
    """What is left of the customer time, today and this week."""
    language = language_of(lang)
    with open_house(data, language, must_exist=True) as house:
        now = house.budget()
    if as_json:
        click.echo(json.dumps(_document(now, language), ensure_ascii=False, indent=2))
        return
    console = Console()
    if not now.time.minutes:
        console.print(translate(UNKNOWN, language))
        return
    for code, parts in (("today", now.today), ("week", now.week)):
        console.print(_table(bar_label(code, language), parts, language))
    if now.drift is not None:
        console.print(drift_text(now.drift, language))


def _table(title: str, parts: Sequence[Part], language: str) -> Table:
    table = Table(title=title, title_justify="left", box=SIMPLE)
    for at, heading in enumerate(HEADINGS):
        table.add_column(bar_label(heading, language), justify="right" if at else "left")
    for part in parts:
        figures = (part.planned, part.used, part.left)
        spans = (formats.hours(minutes, language) for minutes in figures)
        table.add_row(part_name(part, language), *spans)
    return table


def _document(now: Budget, language: str) -> dict[str, Any]:
    """`format` 1; all times in minutes; the spontaneous has no group."""
    return {
        "format": 1, "day": now.day.isoformat(),
        "customer_minutes_week": now.time.minutes, "weeks_learned_from": now.time.weeks,
        "today": [_part(part) for part in now.today], "week": [_part(part) for part in now.week],
        "drift": None if now.drift is None else {
            "code": now.drift.code, "facts": dict(now.drift.facts),
            "text": drift_text(now.drift, language),
        },
    }  # fmt: skip


def _part(part: Part) -> dict[str, Any]:
    return {
        "group": part.group.value if part.group else None, "planned": part.planned,
        "used": part.used, "left": part.left, "state": part.state.value,
    }  # fmt: skip
