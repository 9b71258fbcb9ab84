"""`wertschatz thanks`, `notice`, `due`: kind words in time, at the terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wertschatz.cli import exit_codes
from wertschatz.cli.data import data_option, open_house
from wertschatz.cli.exit_codes import ExitCode
from wertschatz.cli.language import lang_option, language_of
from wertschatz.usecases.refusals import Refused
from wertschatz.wording import care as words
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.refusals import refusal_text
from wertschatz.wording.sentences import fill

if TYPE_CHECKING:
    from wertschatz.bootstrap.house import House

KEPT = N_("Noted about {name}: {text}")
MORE = N_("Not within your time: {more}")


@click.command(
    "thanks", epilog=exit_codes.HELP,
    help=N_("Today’s one suggestion for a kind word, with its reason."),
)  # fmt: skip
@lang_option
@data_option
def thanks(lang: str | None, data: Path | None) -> None:
    """Today's one suggestion for a kind word."""
    language = language_of(lang)
    with open_house(data, language, must_exist=True) as house:
        care = house.care()
    best = care.suggestion
    if best is None or care.person is None:
        code = "answered" if care.given else "put_off" if care.answered else "calm"
        click.echo(words.title_text(code, "", language))
        return
    click.echo(f"{care.person.name}: {words.occasion_name(best.occasion.code, language)}")
    click.echo(f"  {words.reason_text(best.occasion.reason, language)}")
    click.echo(f"  {words.reason_text(best.why, language)}")
    for prompt in words.prompts(best.occasion.code, language):
        click.echo(f"  - {prompt}")
    click.echo(f"  {translate(words.ALWAYS, language)}")


@click.command(
    "notice", epilog=exit_codes.HELP,
    help=N_("Notes one line about somebody: “Daughter graduates in May” --about Miller."),
)  # fmt: skip
@click.argument("line")
@click.option("--about", required=True, metavar="NAME", help=N_("Customer, staff or boss."))
@click.option("--praise", is_flag=True, help=N_("Done well: worth a thank-you."))
@lang_option
@data_option
def notice(line: str, about: str, praise: bool, lang: str | None, data: Path | None) -> None:
    """Notes one line about somebody."""
    language = language_of(lang)
    with open_house(data, language, must_exist=True) as house:
        name = _note(house, line, about, praise, language)
    click.echo(fill(translate(KEPT, language), {"name": name, "text": line}, language))


def _note(house: House, line: str, about: str, praise: bool, language: str) -> str:
    """About whom it was."""
    try:
        return house.about_whom(house.notice(line, None, whom=about, praise=praise))
    except Refused as refused:
        click.echo(refusal_text(refused.code, refused.facts, language), err=True)
        sys.exit(ExitCode.WRONG_CALL)


@click.command("due", epilog=exit_codes.HELP, help=N_("Whose turn it is for a word, and why."))
@lang_option
@data_option
def due(lang: str | None, data: Path | None) -> None:
    """Whose turn it is for a word."""
    language = language_of(lang)
    with open_house(data, language, must_exist=True) as house:
        care = house.care()
    for line in care.due_lines:
        click.echo(f"{line.person.name}  {words.reason_text(line.reason, language)}")
    if care.due.later:
        click.echo(fill(translate(MORE, language), {"more": care.due.later}, language))
    if not care.due_lines:
        code = "enough" if care.due.enough else "calm"
        click.echo(words.title_text(code, "", language))
