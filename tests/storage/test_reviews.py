"""The analyses as they are kept and read: what is busy, who stands where, whose word counts."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from tests.storage.rows import AT, draft
from wertschatz.storage.models import Contact, Import
from wertschatz.storage.queries.reviews import busy_between

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = dt.date(2026, 11, 30)


@pytest.mark.parametrize(("way", "busy"), [(None, 1), ("", 1), ("cancelled", 0), ("free", 0)])
def test_what_is_called_off_or_free_is_not_in_the_way(way: str | None, busy: int) -> None:
    source = draft("kalender.ics")
    source.files.update(format="calendar_ics")
    Import.objects.update(state=Import.State.LIVE)
    Contact.objects.create(
        source=source, key="a:1", kind="appointment", on=MONDAY, minutes=0, length=60, way=way,
        started_at=AT.replace(day=30, hour=8),
    )  # fmt: skip
    found = busy_between(MONDAY, MONDAY, BERLIN)
    assert len(found) == busy
    assert all((begin.hour, begin.tzinfo) == (9, None) for begin, _ in found)
