"""The SQLite core is one without the write-ahead-log defect, and is set to lose nothing."""

from __future__ import annotations

import pytest
from django.db import connection

from wertschatz.storage.sqlite.base import log_is_safe


@pytest.mark.parametrize(
    ("core", "safe"),
    [
        ((3, 40, 1), False), ((3, 44, 5), False), ((3, 44, 6), True), ((3, 45, 0), False),
        ((3, 50, 6), False), ((3, 50, 7), True), ((3, 51, 2), False), ((3, 51, 3), True),
        ((3, 53, 4), True), ((4, 0, 0), True),
    ],
)  # fmt: skip
def test_the_log_is_refused_on_a_core_with_the_defect(
    core: tuple[int, int, int], safe: bool
) -> None:
    assert log_is_safe(core) is safe


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="speaks of SQLite")
def test_this_core_is_safe_and_every_commit_reaches_the_disk() -> None:
    with connection.cursor() as cursor:
        version = cursor.execute("SELECT sqlite_version()").fetchone()[0]
        synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]
        foreign = cursor.execute("PRAGMA foreign_keys").fetchone()[0]
    assert log_is_safe(tuple(int(part) for part in version.split(".")))
    assert (synchronous, foreign) == (2, 1)
