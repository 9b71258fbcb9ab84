"""What is known of the files in the watched folder, so that none is lost and none comes in twice.

That a file has come in is written in the transaction that makes its import; moving it comes after.
Whoever is killed in between finds it written, and only moves.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from django.db import transaction

from wertschatz.storage import inbox, watched_folder
from wertschatz.storage.models import Import, WatchedFile
from wertschatz.storage.watched_folder import Found, Note

KIND = "watched"
RECEIVED = frozenset({Note.TAKEN, Note.STUCK, Note.GONE})
"""Notes on files that have come in."""
TOLD = (
    Note.STUCK, Note.UNREADABLE, Note.LINK, Note.NO_FILE, Note.NO_ROOM, Note.NO_FOLDER,
)  # fmt: skip
AT_ONCE = 200
SHOWN = 20
"""Notes on the page; more say the same."""


class Known(NamedTuple):
    """What is written about one path: of which file, and what."""

    size: int
    changed_ns: int
    note: Note

    def means(self, file: Found) -> bool:
        """This very file, and not another one under its name."""
        return (self.size, self.changed_ns) == (file.size, file.changed_ns)


def key_of(path: str) -> str:
    """Of a path as the system spells it."""
    return hashlib.blake2b(os.fsencode(path), digest_size=16).hexdigest()


def known() -> dict[str, Known]:
    """Key → what is written about it."""
    rows = WatchedFile.objects.values_list("key", "size", "changed_ns", "note")
    return {key: Known(size, changed, Note(note)) for key, size, changed, note in rows}


def notes_shown() -> list[tuple[str, str]]:
    """Path and note of what the person should know, for the page."""
    rows = WatchedFile.objects.filter(note__in=TOLD).order_by("path")
    return list(rows.values_list("path", "note")[:SHOWN])


def receive(
    data: Path,
    folder: Path,
    files: Sequence[Found],
    at: dt.datetime,
    stop: Callable[[], bool] = lambda: False,
) -> tuple[list[Found], dict[str, inbox.LeftOut]]:
    """Copies the files into the inbox and makes one import of them, with its job.

    Returns those that have come in, and path → why not for the others. Raises OSError when they
    cannot be written; then nothing has come in.
    """
    source = Import(kind=KIND, started_at=at)
    missed: dict[str, inbox.LeftOut] = {}
    kept = inbox.copy_in(data, source, _given(folder, files, missed, stop))
    taken = [file for file in files if file.path not in missed]
    if not kept:
        shutil.rmtree(data / "inbox" / str(source.uuid), ignore_errors=True)
        return [], missed
    with transaction.atomic():
        inbox.register(source, kept)
        inbox.ask("take_watched", source.uuid, at)
        write(taken, Note.TAKEN)
    return taken, missed


def _given(
    folder: Path,
    files: Iterable[Found],
    missed: dict[str, inbox.LeftOut],
    stop: Callable[[], bool],
) -> Iterator[inbox.Given]:
    def noted(file: Found) -> Iterator[bytes]:
        try:
            yield from watched_folder.pieces(folder, file, stop)
        except inbox.LeftOut as why:
            missed[file.path] = why
            raise

    for file in files:
        yield file.path, noted(file)


def write(files: Iterable[Found], note: Note) -> None:
    """Writes one note about these files, whatever was written about them before."""
    rows = [
        WatchedFile(
            key=key_of(file.path), path=inbox.shown(file.path), size=file.size,
            changed_ns=file.changed_ns, note=note,
        )
        for file in files
    ]  # fmt: skip
    WatchedFile.objects.bulk_create(
        rows, batch_size=AT_ONCE, update_conflicts=True, unique_fields=["key"],
        update_fields=["path", "size", "changed_ns", "note"],
    )  # fmt: skip


def renote(keys: Iterable[str], note: Note) -> None:
    """Another note about what is written already."""
    WatchedFile.objects.filter(key__in=list(keys)).update(note=note)


def forget(keys: Iterable[str]) -> None:
    """Nothing is written about these any more."""
    all_keys = list(keys)
    for start in range(0, len(all_keys), AT_ONCE):
        WatchedFile.objects.filter(key__in=all_keys[start : start + AT_ONCE]).delete()
