"""Which customer somebody means who types a name at the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from wertschatz.cli.exit_codes import ExitCode
from wertschatz.wording.catalogue import N_, translate

if TYPE_CHECKING:
    from wertschatz.storage.queries.contacts import FoundLine

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
