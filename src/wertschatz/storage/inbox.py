"""Keeps the files somebody gave, before anything is read from them."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.db import transaction

from wertschatz.storage.job_table import enqueue
from wertschatz.storage.models import Import, ImportFile, Job, Mapping

NAME = 480
"""Characters of a file's name that are kept, the last ones; a count may come behind them."""

Given = tuple[str, Iterable[bytes] | None]
"""A file's name and its bytes in pieces; None: it cannot be read, and the reading will say so."""


class LeftOut(Exception):
    """Raised by the pieces of a file that shall not come in after all; the others do."""


Kept = tuple[str, Path]
"""A file's name, and where its copy lies below the data folder."""


def receive(
    folder: Path, files: Iterable[Given], *, by: int | None, at: dt.datetime, kind: str = "files"
) -> uuid.UUID:
    """Writes the files below `folder`/inbox and makes a draft import of them."""
    source = Import(kind=kind, started_at=at, by_id=by)
    kept = copy_in(folder, source, files)
    with transaction.atomic():
        register(source, kept)
    return source.uuid


def copy_in(folder: Path, source: Import, files: Iterable[Given]) -> list[Kept]:
    """Writes the files; nothing stays when that breaks off (a full disk, say)."""
    place = Path("inbox") / str(source.uuid)
    (folder / place).mkdir(parents=True, mode=0o700)
    kept = []
    try:
        for number, (name, pieces) in enumerate(files, start=1):
            path = place / f"{number:05d}"
            if pieces is None or _written(folder / path, pieces):
                kept.append((shown(name)[-NAME:], path))
    except BaseException:
        shutil.rmtree(folder / place, ignore_errors=True)
        raise
    return kept


def register(source: Import, kept: Iterable[Kept]) -> None:
    """Makes the draft of files that were copied; to be called in a transaction."""
    source.save()
    names: dict[str, int] = {}
    for name, path in kept:
        names[name] = names.get(name, 0) + 1
        again = name if names[name] == 1 else f"{name} ({names[name]})"
        ImportFile.objects.create(source=source, name=again, path=str(path))


def shown(name: str) -> str:
    """The name as text: one from an old disk or archive may hold bytes that are no UTF-8."""
    try:
        raw = name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return name.encode("utf-8", "replace").decode()
    return name if _is_utf8(raw) else raw.decode("cp1252", "replace")


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _written(path: Path, pieces: Iterable[bytes]) -> bool:
    try:
        _write(path, pieces)
    except LeftOut:
        path.unlink(missing_ok=True)
        return False
    return True


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    with path.open("wb") as out:
        path.chmod(0o600)
        for piece in pieces:
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())


def pieces_of(path: Path) -> Iterator[bytes] | None:
    """The bytes of a file, piece by piece; None where there is no file to be read."""
    return _pieces(path) if path.is_file() and os.access(path, os.R_OK) else None


def _pieces(path: Path, size: int = 1 << 20) -> Iterator[bytes]:
    with path.open("rb") as source:
        while piece := source.read(size):
            yield piece


def forget_orphans(folder: Path, before: dt.datetime) -> int:
    """Removes copies of long ago that no import was made of: whoever copied them was killed."""
    count = 0
    for place in (folder / "inbox").iterdir():
        if not _is_uuid(place.name) or not place.is_dir():
            continue
        last = max(path.lstat().st_mtime for path in (place, *place.iterdir()))
        if last < before.timestamp() and not Import.objects.filter(uuid=place.name).exists():
            shutil.rmtree(place, ignore_errors=True)
            count += 1
    return count


def _is_uuid(name: str) -> bool:
    try:
        return str(uuid.UUID(name)) == name
    except ValueError:
        return False


def ask(kind: str, import_id: uuid.UUID, at: dt.datetime) -> Job:
    """Leaves a job for this import; asking twice is asking once."""
    return enqueue(kind, at, {"import_id": str(import_id)}, once=f"{kind}:{import_id}")


def cancel(import_id: uuid.UUID) -> bool:
    """Asks the running job of this import to stop."""
    waiting = Job.objects.filter(payload__import_id=str(import_id), state=Job.State.WAITING)
    return bool(waiting.update(cancel=True))


def drop(folder: Path, import_id: uuid.UUID) -> None:
    """Forgets a draft and the copies of its files."""
    for row in Import.objects.filter(uuid=import_id, state=Import.State.DRAFT):
        row.delete()
        shutil.rmtree(folder / "inbox" / str(import_id), ignore_errors=True)


def remember(
    fingerprint: str,
    header: list[str],
    columns: dict[str, int],
    date_order: str,
    rules: dict[str, str] | None = None,
    decimal_mark: str = "",
) -> None:
    """Keeps what the person said about a layout, for every later file like it."""
    row, _ = Mapping.objects.get_or_create(fingerprint=fingerprint)
    if rules is not None:
        row.rules = rules
    if columns:
        row.columns, row.header = columns, header
    if date_order:
        row.date_order = date_order
    if decimal_mark:
        row.decimal_mark = decimal_mark
    row.save()


def forget(fingerprint: str) -> None:
    """A layout that was explained wrongly is asked about again."""
    Mapping.objects.filter(fingerprint=fingerprint).delete()


def withdraw(import_id: uuid.UUID) -> uuid.UUID | None:
    """The newest action that made this import live and is not undone; None: it is not live."""
    from wertschatz.storage.models import Change

    source = Import.objects.filter(uuid=import_id, state=Import.State.LIVE).first()
    if source is None:
        return None
    changes = Change.objects.filter(table="import", row=source.pk, after={"state": "live"})
    rows = changes.filter(action__undone_by=None).order_by("-id")
    return rows.values_list("action__uuid", flat=True).first()
