"""`wertschatz timer NAME`, `timer stop`, `timer drop`: the clock for one customer."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wertschatz.cli import exit_codes
from wertschatz.cli.data import data_option, open_house
from wertschatz.cli.exit_codes import ExitCode
from wertschatz.cli.language import lang_option, language_of
from wertschatz.cli.whose import person, whose
from wertschatz.domain.customers.spans import minutes_of
from wertschatz.domain.values import Fact
from wertschatz.usecases.refusals import Refused
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.contacts import contact_kind, kind_meant
from wertschatz.wording.refusals import refusal_text
from wertschatz.wording.sentences import fill

if TYPE_CHECKING:
    from wertschatz.bootstrap.house import House

STARTED = N_("The clock runs: {kind} with {name}.")
RUNS = N_("The clock runs: {kind} with {name}, {minutes:hours}.")
NONE = N_("No clock is running.")
STOPPED = N_("Stopped and logged: {kind} with {name}.")
DROPPED = N_("Stopped, and nothing logged.")
STOP, DROP = {"stop", "halt", "stopp"}, {"drop", "verwerfen"}


@click.command(
    "timer", epilog=exit_codes.HELP,
    help=N_(
        "The clock for one customer: NAME starts it, “stop” stops it and logs what it measured "
        "(or how long it really took: stop 25m), “drop” logs nothing; without a name it says what "
        "runs."
    ),
)  # fmt: skip
@click.argument("name", required=False, default="")
@click.argument("duration", required=False, default="")
@click.option("--kind", default="call", metavar="KIND", help=N_("What is measured (call)."))
@lang_option
@data_option
def timer(name: str, duration: str, kind: str, lang: str | None, data: Path | None) -> None:
    """Start, stop or look at the own clock."""
    language = language_of(lang)
    with open_house(data, language, must_exist=True) as house:
        try:
            told = _done(house, name, duration, kind, language)
        except Refused as refused:
            click.echo(refusal_text(refused.code, refused.facts, language), err=True)
            sys.exit(ExitCode.WRONG_CALL)
    click.echo(told)


def _done(house: House, name: str, duration: str, kind: str, language: str) -> str:
    """Does what was asked and says what follows; raises Refused."""
    from wertschatz.storage.queries.contacts import timer_of

    me = person(house, language)
    now, word = timer_of(me), name.casefold()
    minutes = minutes_of(duration)
    if duration and minutes is None:
        raise Refused("minutes_not_read", {"value": duration[:30]})
    facts: dict[str, Fact] = {}
    if now is not None:
        facts = {"kind": contact_kind(now.kind, language), "name": now.name}
    if word in STOP:
        house.stop_timer(minutes=minutes, actor=me)
        return fill(translate(STOPPED, language), facts, language)
    if word in DROP:
        house.drop_timer(actor=me)
        return translate(DROPPED, language)
    if name:
        what = kind_meant(kind)
        if what is None:
            raise Refused("contact_unknown", {"kind": kind[:30]})
        meant = whose(name, language)
        house.start_timer(meant.uuid, kind=what, actor=me)
        facts = {"kind": contact_kind(what, language), "name": meant.name}
        return fill(translate(STARTED, language), facts, language)
    if now is None:
        return translate(NONE, language)
    facts["minutes"] = max(0, int((house.now() - now.started_at).total_seconds()) // 60)
    return fill(translate(RUNS, language), facts, language)
