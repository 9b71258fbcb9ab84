"""`wertschatz log call NAME 12m`: a contact in one line."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from wertschatz.cli import exit_codes
from wertschatz.cli.data import data_option, open_house
from wertschatz.cli.exit_codes import ExitCode
from wertschatz.cli.language import lang_option, language_of
from wertschatz.cli.whose import whose
from wertschatz.domain.customers.spans import minutes_of
from wertschatz.domain.values import Fact
from wertschatz.usecases.refusals import Refused
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.contacts import contact_kind, kind_meant
from wertschatz.wording.refusals import refusal_text
from wertschatz.wording.sentences import fill

LOGGED = N_("{kind} with {name}, {minutes:hours}.")


@click.command(
    "log", epilog=exit_codes.HELP,
    help=N_(
        "Log a contact: KIND (call, mail, message, visit, appointment, letter, work), NAME of the "
        "customer, and how long it took (12m, 1h30, 0:45; else the usual minutes of its kind)."
    ),
)  # fmt: skip
@click.argument("kind")
@click.argument("name")
@click.argument("duration", required=False, default="")
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d", "%d.%m.%Y"]), metavar="2026-12-31",
    help=N_("The day it was on (today)."),
)  # fmt: skip
@click.option("--about", default="", metavar="TEXT", help=N_("What it was about."))
@lang_option
@data_option
def log(
    kind: str,
    name: str,
    duration: str,
    on: dt.datetime | None,
    about: str,
    lang: str | None,
    data: Path | None,
) -> None:
    """Log a contact with a customer."""
    language = language_of(lang)
    with open_house(data, language, must_exist=True) as house:
        what = kind_meant(kind)
        meant = whose(name, language)
        try:
            if what is None:
                raise Refused("contact_unknown", {"kind": kind[:30]})
            minutes = minutes_of(duration)
            if duration and minutes is None:
                raise Refused("minutes_not_read", {"value": duration[:30]})
            house.log_contact(
                meant.uuid, kind=what, minutes=minutes, about=about,
                on=on.date() if on else None, actor=house.only_account(),
            )  # fmt: skip
        except Refused as refused:
            click.echo(refusal_text(refused.code, refused.facts, language), err=True)
            sys.exit(ExitCode.WRONG_CALL)
        took = house.usual_minutes()[what] if minutes is None else minutes
    told: dict[str, Fact] = {
        "kind": contact_kind(what, language),
        "name": meant.name,
        "minutes": took,
    }
    click.echo(fill(translate(LOGGED, language), told, language))
