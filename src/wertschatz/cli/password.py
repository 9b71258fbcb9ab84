"""`wertschatz password`: a new password, made at the computer itself."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from wertschatz.cli.data import data_option, open_house
from wertschatz.cli.exit_codes import ExitCode
from wertschatz.cli.language import lang_option, language_of
from wertschatz.usecases.refusals import Refused
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.refusals import refusal_text


@click.command(
    "password",
    help=N_("Set a new password for the account NAME; it is asked for, never shown."),
)
@click.argument("name")
@lang_option
@data_option
def password(name: str, lang: str | None, data: Path | None) -> None:
    """Set a new password for the account NAME; it is asked for, never shown."""
    language = language_of(lang)
    new = click.prompt(translate(N_("New password"), language), hide_input=True)
    with open_house(data, language, must_exist=True) as house:
        try:
            house.new_password(name, new)
        except Refused as refused:
            click.echo(refusal_text(refused.code, refused.facts, language), err=True)
            sys.exit(ExitCode.WRONG_CALL)
    click.echo(translate(N_("The new password holds."), language))
