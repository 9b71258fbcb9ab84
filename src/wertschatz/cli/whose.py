"""Who sits at the terminal, and which customer is meant by a name typed there."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from wertschatz.cli.exit_codes import ExitCode
from wertschatz.wording.catalogue import N_, translate

if TYPE_CHECKING:
    from wertschatz.bootstrap.house import House
    from wertschatz.storage.queries.contacts import FoundLine

NO_OWNER = N_("Nobody owns this house yet. Start it once and follow its link.")
NOBODY = N_("Nobody is called “{name}”. Try fewer letters, or the number.")
SEVERAL = N_("“{name}” may be one of these. Please type the whole name, or the number:")


def whose(name: str, language: str) -> FoundLine:
    """The one customer that is meant; else says who may be, and ends the command."""
    from wertschatz.storage.queries.contacts import named

    found = named(name)
    if len(found) == 1:
        return found[0]
    sentence = SEVERAL if found else NOBODY
    click.echo(translate(sentence, language).format(name=name), err=True)
    for one in found:
        parts = [one.name, one.number, one.town]
        click.echo("  " + ", ".join(part for part in parts if part), err=True)
    sys.exit(ExitCode.WRONG_CALL)


def person(house: House, language: str) -> int:
    """The only account, else the owner's; without one says so, and ends the command."""
    account = house.only_account()
    if account is None:
        from wertschatz.storage.queries.setup import the_owner

        account = the_owner()
    if account is None:
        click.echo(translate(NO_OWNER, language), err=True)
        sys.exit(ExitCode.WRONG_CALL)
    return account
