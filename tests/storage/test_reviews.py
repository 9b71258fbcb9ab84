"""What stands in the way of an analysis in a calendar that was taken in."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from tests.storage.everything import billed, met, renew, take_in
from wertschatz.storage.models import Contact, ImportFile
from wertschatz.storage.queries.reviews import busy_between
from wertschatz.wording.contacts import contact_way

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
DAY = dt.date(2026, 3, 2)


@pytest.mark.parametrize(
    ("cancelled", "busy", "told"),
    [(False, True, ""), (True, True, "called off"), (False, False, "takes no time")],
)
def test_what_is_called_off_or_free_is_not_in_the_way_and_no_effort(
    cancelled: bool, busy: bool, told: str
) -> None:
    take_in([billed()])
    take_in([met("Anna Probe GmbH")._replace(cancelled=cancelled, busy=busy)])
    ImportFile.objects.update(format="calendar_ics")
    renew()
    row = Contact.objects.get()
    assert contact_way(row.way or "", "en") == told
    assert row.customer is not None
    found = busy_between(DAY, DAY, BERLIN)
    assert [begin.hour for begin, _ in found] == ([] if told else [10])
    assert bool(row.minutes) is not bool(told)
