"""`wertschatz backup` and `wertschatz restore`: one file out, one file in."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from wertschatz.cli.data import data_option, open_house
from wertschatz.cli.exit_codes import ExitCode
from wertschatz.cli.language import lang_option, language_of
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.folder import trouble_text


@click.command(
    "backup",
    help=N_(
        "Write everything into one file (into the data folder, or to TARGET: a file or a folder)."
    ),
)
@click.argument("target", required=False, type=click.Path(path_type=Path))
@lang_option
@data_option
def backup(target: Path | None, lang: str | None, data: Path | None) -> None:
    """Write everything into one file (into the data folder, or to TARGET: a file or a folder)."""
    from wertschatz import __version__

    language = language_of(lang)
    with open_house(data, language, must_exist=True) as house:
        from wertschatz.storage import backup as store

        at = house.now()
        path = target or house.folder / "backups"
        if path.is_dir():
            path = path / store.name_for(at, "hand")
        try:
            store.make(path, house.folder / "key.json", at, __version__)
        except store.BackupRefused as error:
            _refuse(error.code, error.facts, language)
        click.echo(translate(N_("The backup lies here: {file}"), language).format(file=path))


@click.command(
    "restore",
    help=N_("Put a backup in the place of what is there; what is there is kept as a backup first."),
)
@click.argument("source", type=click.Path(path_type=Path))
@lang_option
@data_option
def restore(source: Path, lang: str | None, data: Path | None) -> None:
    """Put a backup in the place of what is there; what is there is kept as a backup first."""
    from wertschatz.bootstrap import prepare
    from wertschatz.storage.backup import BackupRefused
    from wertschatz.storage.folder import DatabaseInUse

    language = language_of(lang)
    try:
        kept = prepare.restore(source, data)
    except DatabaseInUse:
        _refuse("restore_while_serving", {}, language)
    except BackupRefused as error:
        _refuse(error.code, error.facts, language)
    if kept is not None:
        message = N_("What was there before lies here: {file}")
        click.echo(translate(message, language).format(file=kept))
    message = N_("The backup is back in place. Start with: wertschatz serve")
    click.echo(translate(message, language))


def _refuse(code: str, facts: dict[str, str], language: str) -> None:
    click.echo(trouble_text(code, facts, language), err=True)
    sys.exit(ExitCode.BACKUP)
