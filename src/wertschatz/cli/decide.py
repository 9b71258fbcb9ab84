"""`wertschatz decide`: what the rules say to a call from a number, and why."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wertschatz.cli.data import data_option, open_house
from wertschatz.cli.exit_codes import ExitCode
from wertschatz.cli.language import lang_option, language_of
from wertschatz.domain.rules.rule import Rule
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.clock import day_and_time
from wertschatz.wording.rules import reason_text, rule_sentence, verdict_name, verdict_text

if TYPE_CHECKING:
    from wertschatz.domain.rules.decision import Decision
    from wertschatz.domain.rules.moment import Known, Setup

NOT_READ = N_("“{value}” is no time. Write it like 2026-11-25T14:30 or 14:30.")
SUPPRESSED = N_("a suppressed number")
RULE = N_("Rule {place}: {sentence}")


@click.command("decide", help=N_("What the rules say to a call from a number, and why."))
@click.option("--number", required=True, help=N_("The number of the caller; '' a suppressed one."))
@click.option(
    "--at", default="", metavar="TIME",
    help=N_("When, by the clock of the firm: 2026-11-25T14:30, or 14:30 for today; else now."),
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help=N_("One JSON document instead of text."))
@lang_option
@data_option
def decide(number: str, at: str, as_json: bool, lang: str | None, data: Path | None) -> None:
    """What the rules say to a call from a number, and why."""
    language = language_of(lang)
    with open_house(data, language, must_exist=True) as house:
        setup = house.setup()
        moment = _moment(at, house.now().astimezone(setup.tz), language)
        decision, who = house.decide_number(number, moment)
        place, rule = _rule(setup, decision)
        names = house.caller_names(rule.when.callers or ()) if rule is not None else {}
    sentence = "" if rule is None else rule_sentence(rule, language, names)
    if as_json:
        document = _document(number, moment, decision, who, setup, language)
        document["rule_place"], document["rule_sentence"] = place, sentence or None
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    name = (who.name if who else "") or number or translate(SUPPRESSED, language)
    told = verdict_name(decision.verdict, language)
    click.echo(f"{name}, {day_and_time(moment, language)}: {told}")
    click.echo(
        f"{verdict_text(decision, moment, setup.tz, language)} "
        f"{reason_text(decision.reason, language)}"
    )
    if place is not None:
        click.echo(translate(RULE, language).format(place=place, sentence=sentence))


def _moment(text: str, now: dt.datetime, language: str) -> dt.datetime:
    """In the firm's time zone; ends the command for what is no time."""
    bare = text.strip()
    if not bare:
        return now
    try:
        if "T" not in bare and " " not in bare and "-" not in bare:
            clock = dt.time.fromisoformat(bare.zfill(5))
            return now.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
        found = dt.datetime.fromisoformat(bare)
        at = found.replace(tzinfo=now.tzinfo) if found.tzinfo is None else found
        return at.astimezone(now.tzinfo)
    except (ValueError, OverflowError):
        click.echo(translate(NOT_READ, language).format(value=bare[:40]), err=True)
        sys.exit(ExitCode.WRONG_CALL)


def _rule(setup: Setup, decision: Decision) -> tuple[int | None, Rule | None]:
    for place, rule in enumerate(setup.rules, 1):
        if rule.id == decision.rule:
            return place, rule
    return None, None


def _document(
    number: str,
    at: dt.datetime,
    decision: Decision,
    who: Known | None,
    setup: Setup,
    language: str,
) -> dict[str, Any]:
    """`format` 1; times with their offset from UTC."""
    until = decision.until
    return {
        "format": 1, "number": number, "at": at.isoformat(),
        "who": None if who is None else {
            "key": who.key, "name": who.name, "kind": who.kind.value, "group": who.group,
        },
        "verdict": decision.verdict.value,
        "until": None if until is None else until.astimezone(setup.tz).isoformat(),
        "rule": decision.rule,
        "reason": {
            "code": decision.reason.code, "facts": dict(decision.reason.facts),
            "text": reason_text(decision.reason, language),
        },
        "text": verdict_text(decision, at, setup.tz, language),
    }  # fmt: skip
