"""Django's SQLite backend over the bundled core of the `sqlcipher3` wheel.

Debian 12 ships SQLite 3.40.1. All versions from 3.7.0 to 3.51.2 can lose committed pages when two
connections write and checkpoint a write-ahead log in the same instant; fixed in 3.51.3 and in
3.44.6 and 3.50.7. So the log is refused on a core with the defect (rollback journal instead).
"""

from __future__ import annotations

import datetime as dt
import decimal
from collections.abc import Iterable, Mapping
from itertools import tee
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3._functions import register  # type: ignore[import-untyped]
from django.utils.dateparse import parse_datetime
from sqlcipher3 import dbapi2

FIXED_BRANCHES = ((3, 44, 6), (3, 50, 7))
FIXED_FROM = (3, 51, 3)

PAGE_BYTES = 16384
"""Of a new file; walks over the year's indexes cost a fifth less than with 4,096 (measured)."""


def log_is_safe(core: tuple[int, int, int]) -> bool:
    """Whether a core of this version may keep a write-ahead log.

    >>> log_is_safe((3, 40, 1)), log_is_safe((3, 50, 7)), log_is_safe((3, 53, 4))
    (False, True, True)
    """
    if core >= FIXED_FROM:
        return True
    return any(core[:2] == fixed[:2] and core >= fixed for fixed in FIXED_BRANCHES)


def _adapt_datetime(value: dt.datetime) -> str:
    return value.isoformat(" ")


dbapi2.register_converter("bool", b"1".__eq__)
dbapi2.register_converter("time", lambda raw: dt.time.fromisoformat(raw.decode()))
dbapi2.register_converter("date", lambda raw: dt.date.fromisoformat(raw.decode()))
dbapi2.register_converter("datetime", lambda raw: parse_datetime(raw.decode()))
dbapi2.register_converter("timestamp", lambda raw: parse_datetime(raw.decode()))
dbapi2.register_adapter(decimal.Decimal, str)
dbapi2.register_adapter(dt.date, dt.date.isoformat)
dbapi2.register_adapter(dt.datetime, _adapt_datetime)


class Cursor(dbapi2.Cursor):  # type: ignore[misc]
    """Turns Django's %s and %(name)s placeholders into SQLite's."""

    def execute(self, query: str, params: Any = None) -> Any:
        """Runs one statement."""
        if params is None:
            return super().execute(query)
        names = list(params) if isinstance(params, Mapping) else None
        return super().execute(self._convert(query, param_names=names), params)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        """Runs one statement for many rows."""
        peekable, rows = tee(iter(param_list))
        first = next(peekable, None)
        names = list(first) if isinstance(first, Mapping) else None
        if first is None:
            return super().executemany(self._convert(query), [])
        return super().executemany(self._convert(query, param_names=names), rows)

    _convert = base.SQLiteCursorWrapper.convert_query


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite 3.53 with WAL, FULL and, when a key is given, encryption at rest."""

    Database = dbapi2

    def get_connection_params(self) -> dict[str, Any]:
        """Takes our own option `key` (64 hex digits or None) out of Django's options."""
        params: dict[str, Any] = super().get_connection_params()
        self._key = params.pop("key", None)
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Opens the file, unlocks it, and sets what keeps data safe."""
        connection = dbapi2.connect(**conn_params)
        if self._key:
            connection.execute(f"PRAGMA key = \"x'{self._key}'\"")
        else:
            connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
        register(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA legacy_alter_table = OFF")
        journal = "WAL" if log_is_safe(dbapi2.sqlite_version_info) else "DELETE"
        connection.execute(f"PRAGMA journal_mode = {journal}")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA cache_size = -32000")
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor that understands Django's placeholders."""
        return self.connection.cursor(factory=Cursor)
