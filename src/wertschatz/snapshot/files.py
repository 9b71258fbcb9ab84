"""Small SQLite files in the cipher of the database: read as they are, replaced whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlcipher3 import dbapi2

PAGE_BYTES = 4096
Error = dbapi2.Error
"""Whatever the engine complains of: no such file, no database, full disk, locked."""


class Unusable(Exception):
    """A file of the snapshot is missing, of another format, too old or broken."""


def unlock(connection: Any, key: str | None) -> None:
    """Says the key (64 hex digits), as the main database does; None: the file is plain."""
    if key:
        connection.execute(f"PRAGMA key = \"x'{key}'\"")


def open_for_reading(path: Path, key: str | None, form: int) -> Any:
    """A connection to a file that is never changed, only replaced. Raises `Unusable`."""
    address = f"file:{quote(str(path))}?mode=ro&immutable=1"
    try:
        # Whoever loads the files and whoever asks may be two threads, one after the other.
        connection = dbapi2.connect(
            address, uri=True, isolation_level=None, check_same_thread=False
        )
    except Error as error:
        raise Unusable(f"{path.name}: {error}") from error
    try:
        unlock(connection, key)
        (found,) = connection.execute("PRAGMA user_version").fetchone()
    except Error as error:
        connection.close()
        raise Unusable(f"{path.name}: {error}") from error
    if found != form:
        connection.close()
        raise Unusable(f"{path.name}: format {found} instead of {form}")
    return connection


@contextmanager
def replacing(path: Path, key: str | None, form: int) -> Iterator[Any]:
    """A new file to be filled; it takes the place of the old one at once, or not at all."""
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        connection = dbapi2.connect(str(draft), isolation_level=None)
        try:
            unlock(connection, key)
            connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
            # Nobody sees it before it is whole: what is half written is thrown away.
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA cache_size = -65536")
            connection.execute("BEGIN")
            yield connection
            connection.execute(f"PRAGMA user_version = {form}")
            connection.execute("COMMIT")
        finally:
            connection.close()
        _sync(draft)
        # After a power cut the old one may be back: it is whole, and soon written anew.
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
