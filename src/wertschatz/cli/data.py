"""Opens the data folder for a command at the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wertschatz.cli.exit_codes import ExitCode
from wertschatz.wording.catalogue import N_
from wertschatz.wording.folder import trouble_text

if TYPE_CHECKING:
    from wertschatz.bootstrap.house import House


def data_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--data DIR`."""
    return click.option(
        "--data", type=click.Path(path_type=Path, file_okay=False), default=None,
        help=N_("The data folder (else WERTSCHATZ_DATA, else the data home)."),
    )(command)  # fmt: skip


@contextmanager
def open_house(data: Path | None, language: str, *, must_exist: bool = False) -> Iterator[House]:
    """The house on this data folder, tables up to date, database shared with whoever else works.

    Ends the command with a sentence where the folder cannot be used.
    """
    with ExitStack() as stack:
        _enter(stack, data, language, must_exist=must_exist)
        from wertschatz.bootstrap.house import house

        home = house()
        stack.callback(home.close)
        yield home


def _enter(stack: ExitStack, data: Path | None, language: str, *, must_exist: bool) -> None:
    """Prepares the folder and holds its lock until `stack` ends."""
    from wertschatz.bootstrap import prepare
    from wertschatz.storage.folder import FolderProblem
    from wertschatz.wording.starting import sentence

    try:
        if must_exist and not prepare.is_house(data):
            click.echo(trouble_text("no_house", {"folder": str(data or "")}, language), err=True)
            sys.exit(ExitCode.FOLDER)

        def told(backup: Path) -> None:
            click.echo(sentence("updating", language, backup=str(backup)), err=True)

        folder, _ = prepare.open_folder(data, told)
        stack.enter_context(folder.shared_lock())
    except FolderProblem as problem:
        click.echo(sentence(problem.code, language, **problem.facts), err=True)
        sys.exit(ExitCode.FOLDER)
