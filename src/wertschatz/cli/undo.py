"""`wertschatz undo`: what was done last, and taking it back."""

from __future__ import annotations

import sys
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from zoneinfo import ZoneInfo

import click

from wertschatz.cli import exit_codes
from wertschatz.cli.data import data_option, open_house
from wertschatz.cli.exit_codes import ExitCode
from wertschatz.cli.language import lang_option, language_of
from wertschatz.wording import formats
from wertschatz.wording.actions import action_text, why_not_text
from wertschatz.wording.catalogue import N_, translate

if TYPE_CHECKING:
    from wertschatz.bootstrap.house import House
    from wertschatz.storage.queries.actions import ActionLine

SHOWN = 10
NOTHING_DONE = N_("Nothing was done yet.")
NOTHING_OPEN = N_("None of these can be taken back any more.")
NO_SUCH = N_("There is no number {number} in this list. Look with “wertschatz undo --list”.")
ASK = N_("Take back: {what}")
TAKEN_BACK = N_("Taken back. “wertschatz undo” once more does it again.")
FIRST = N_("First take back:")


@click.command(
    "undo", epilog=exit_codes.HELP,
    help=N_(
        "Take back what was done last, or ACTION: its number in the list. It asks first. What was "
        "built on since cannot be taken back; then the command says what would have to go first."
    ),
)  # fmt: skip
@click.argument("action", required=False)
@click.option("--list", "only_list", is_flag=True, help=N_("Only show what was done last."))
@click.option("--yes", is_flag=True, help=N_("Do not ask."))
@lang_option
@data_option
def undo(
    action: str | None, only_list: bool, yes: bool, lang: str | None, data: Path | None
) -> None:
    """Take back what was done last."""
    language = language_of(lang)
    with open_house(data, language, must_exist=True) as house:
        lines = house.newest_actions(SHOWN)
        if not lines:
            click.echo(translate(NOTHING_DONE, language))
            return
        if only_list or action is None:
            _show(lines, house.zone, language)
        if only_list:
            return
        chosen = _chosen(lines, action, language)
        what = action_text(chosen.code, chosen.facts, language)
        if not yes and not click.confirm(translate(ASK, language).format(what=what)):
            return
        _take_back(house, chosen.uuid, language)


def _show(lines: Sequence[ActionLine], zone: ZoneInfo, language: str) -> None:
    for number, line in enumerate(lines, start=1):
        at = line.at.astimezone(zone)
        parts = [f"{formats.day(at.date(), language)}, {at:%H:%M}", line.by]
        if not line.undoable:
            parts.append(_reason(line.why_not, line, language))
        told = " · ".join(part for part in parts if part)
        click.echo(f"{number:3}  {action_text(line.code, line.facts, language)}\n     {told}")


def _reason(code: str, line: ActionLine | None, language: str) -> str:
    reason = why_not_text(code, language)
    if line is None or not line.first_code:
        return reason
    first = action_text(line.first_code, line.first_facts, language)
    return f"{reason} {translate(FIRST, language)} {first}"


def _chosen(lines: Sequence[ActionLine], asked: str | None, language: str) -> ActionLine:
    """The number that was typed; without one the newest that can be taken back."""
    if asked is None:
        for line in lines:
            if line.undoable:
                return line
        _stop(translate(NOTHING_OPEN, language), ExitCode.SOME_REFUSED)
    if asked.isdecimal() and 0 < int(asked) <= len(lines):
        return lines[int(asked) - 1]
    _stop(translate(NO_SUCH, language).format(number=asked[:20]), ExitCode.WRONG_CALL)


def _take_back(house: House, action: uuid.UUID, language: str) -> None:
    outcome = house.undo(action, house.only_account())
    if outcome.done:
        click.echo(translate(TAKEN_BACK, language))
        return
    line = house.action_line(action)
    _stop(_reason(outcome.why_not, line, language), ExitCode.SOME_REFUSED)


def _stop(sentence: str, code: ExitCode) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(code)
