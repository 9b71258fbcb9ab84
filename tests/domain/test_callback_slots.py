"""Times for a call-back: those that one finds by trying every quarter of an hour."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from wertschatz.domain.customers.preferences import SEARCHED_DAYS, Hours, Preference
from wertschatz.domain.rules.moment import (
    SLOT_MINUTES,
    SLOTS,
    SOONEST_MINUTES,
    Known,
    Setup,
    Stretch,
    callback_slots,
)

QUARTER = dt.timedelta(minutes=15)
BERLIN = ZoneInfo("Europe/Berlin")
FIRST, LAST = dt.datetime(2026, 3, 20), dt.datetime(2026, 11, 5)  # noqa: DTZ001 - hypothesis
instants = st.datetimes(FIRST, LAST, timezones=st.just(dt.UTC))
minutes = st.integers(0, 96).map(lambda quarters: quarters * 15) | st.integers(0, 1440)
hours = st.builds(Hours, st.frozensets(st.integers(0, 6)), minutes, minutes)
zones = st.sampled_from(["Europe/Berlin", "Antarctica/Troll", "America/Havana", "Asia/Kathmandu"])


def by_trying(setup: Setup, who: Known, after: dt.datetime) -> tuple[dt.datetime, ...]:
    at = after.astimezone(dt.UTC) + dt.timedelta(minutes=SOONEST_MINUTES)
    day = dt.datetime.combine(at.date(), dt.time(), dt.UTC)
    at = day + -(-(at - day) // QUARTER) * QUARTER
    found = []
    for number in range(SEARCHED_DAYS * 96):
        one = at + number * QUARTER
        local = one.astimezone(setup.tz)
        if not any(hour.holds(local) for hour in setup.work):
            continue
        if any(hour.holds(local) for hour in setup.breaks):
            continue
        if not who.preference.hours().holds(local):
            continue
        end = one + dt.timedelta(minutes=SLOT_MINUTES)
        if not any(busy.start < end and one < busy.end for busy in setup.appointments):
            found.append(one)
    return tuple(found[:SLOTS])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    work=st.lists(hours, max_size=3), breaks=st.lists(hours, max_size=1), after=instants,
    zone=zones, start=minutes, end=minutes, busy=st.lists(instants, max_size=2),
)  # fmt: skip
@example(
    [Hours(frozenset({6}), 150, 210)], [], dt.datetime(2026, 3, 27, tzinfo=dt.UTC),
    "Antarctica/Troll", 0, 1440, [],
)  # fmt: skip
def test_none_is_missed_and_none_invented(
    work: list[Hours], breaks: list[Hours], after: dt.datetime, zone: str, start: int, end: int,
    busy: list[dt.datetime],
) -> None:  # fmt: skip
    taken = tuple(sorted(Stretch(at, at + dt.timedelta(hours=3)) for at in busy))
    setup = Setup(work=tuple(work), breaks=tuple(breaks), zone=zone, appointments=taken)
    who = Known("x", preference=Preference(from_minute=start, until_minute=end))
    assert callback_slots(setup, who, after) == by_trying(setup, who, after)
