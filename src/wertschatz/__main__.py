"""The command `wertschatz`: finds the subcommand that was asked for and loads only that."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from importlib import import_module
from pathlib import Path

import click

from wertschatz import __version__
from wertschatz.cli import exit_codes
from wertschatz.cli.exit_codes import ExitCode
from wertschatz.cli.language import in_language, spoken
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.terminal import speak

LAZY = {
    "serve": "wertschatz.serve:command",
    "gate": "wertschatz.gate.process:command",
    "analyse": "wertschatz.cli.analyse:analyse",
    "import": "wertschatz.cli.import_files:import_files",
    # -- contacts
    "budget": "wertschatz.cli.budget:budget",
    "log": "wertschatz.cli.log:log",
    "timer": "wertschatz.cli.timer:timer",
    "today": "wertschatz.cli.day:today",
    "plan": "wertschatz.cli.day:plan",
    "close": "wertschatz.cli.day:close",
    "decide": "wertschatz.cli.decide:decide",
    "rules": "wertschatz.cli.rules:rules",
    # -- budget
    # -- customers
    "customers": "wertschatz.cli.customers:customers",
    "customer": "wertschatz.cli.customers:customer",
    "replay": "wertschatz.cli.replay:replay",
    "task": "wertschatz.cli.task:task",
    "thanks": "wertschatz.cli.care:thanks",
    "notice": "wertschatz.cli.care:notice",
    "due": "wertschatz.cli.care:due",
    "enquiry": "wertschatz.cli.enquiry:enquiry",
    # -- undo
    "undo": "wertschatz.cli.undo:undo",
    "backup": "wertschatz.cli.backup:backup",
    "restore": "wertschatz.cli.backup:restore",
    "password": "wertschatz.cli.password:password",
}
"""Subcommand → module and command; imported only when called."""

FAILED = N_(
    "Something went wrong that should not have. Nothing of yours was changed by halves; "
    "the details for a report lie here: {file}"
)


class Commands(click.Group):
    """A group of commands that loads each one when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of `LAZY`."""
        return list(LAZY)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, freshly imported; None for an unknown name."""
        if cmd_name not in LAZY:
            return None
        module, name = LAZY[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        in_language(command, spoken(sys.argv))
        return command


@click.group(
    cls=Commands, epilog=exit_codes.HELP,
    help=N_(
        "Puts the customer base under the magnifying glass, protects time, tends relationships."
    ),
)  # fmt: skip
@click.version_option(__version__, prog_name="wertschatz", help=N_("Show the version and exit."))
@click.option("--debug", is_flag=True, help=N_("Show every detail of an unexpected error."))
def command(debug: bool) -> None:
    """Puts the customer base under the magnifying glass, protects time, tends relationships."""


def main() -> None:
    """Runs the command; an unexpected error becomes one sentence and a file with its details."""
    language = spoken(sys.argv)
    speak(language)
    in_language(command, language)
    try:
        command(prog_name="wertschatz")
    except BrokenPipeError:
        # Whoever read the output (head, less) has enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.ALL_READ)
    except Exception:
        if "--debug" in sys.argv:
            raise
        sentence = translate(FAILED, language)
        click.echo(sentence.format(file=_details()), err=True)
        sys.exit(ExitCode.SOME_REFUSED)


def _details() -> Path:
    """Writes the details of the present error where only this person can read them."""
    handle, name = tempfile.mkstemp(prefix="wertschatz-", suffix=".log")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        traceback.print_exc(file=file)
    return Path(name)


if __name__ == "__main__":
    main()
