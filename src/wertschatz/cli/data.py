"""Opens the data folder for a command at the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from wertschatz.bootstrap.house import House


def data_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--data DIR`."""
    return click.option(
        "--data", type=click.Path(path_type=Path, file_okay=False), default=None,
        help="The data folder (else WERTSCHATZ_DATA, else the data home).",
    )(command)  # fmt: skip


@contextmanager
def open_house(data: Path | None) -> Iterator[House]:
    """The house on this data folder, tables up to date, database shared with whoever else works."""
    from wertschatz.bootstrap import prepare

    folder, _ = prepare.open_folder(data)
    with folder.shared_lock():
        from wertschatz.bootstrap.house import house

        home = house()
        try:
            yield home
        finally:
            home.close()
