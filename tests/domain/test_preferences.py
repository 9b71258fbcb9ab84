"""A time for a call-back lies inside both sides' times, whatever the clocks do."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wertschatz.domain.customers.preferences import (
    OFFICE_HOURS,
    ROUNDED_MINUTES,
    Hours,
    Preference,
    Way,
    next_good_time,
    seen_token,
    suits,
)

BERLIN, TOKYO, NEW_YORK = (ZoneInfo(f) for f in ("Europe/Berlin", "Asia/Tokyo", "America/New_York"))
MINUTES = st.integers(0, 24 * 60 - 1)
DAYS = st.frozensets(st.integers(0, 6))
PREFERENCES = st.builds(
    Preference, weekdays=DAYS, from_minute=st.none() | MINUTES, until_minute=st.none() | MINUTES
)
HOURS = st.builds(Hours, DAYS, MINUTES, MINUTES)
ZONES = st.sampled_from([BERLIN, TOKYO, NEW_YORK])
# Around both changes of the clock, too.
DAYS_LOOKED_AT = (("2026-01-01", 700), ("2026-03-28", 2), ("2026-10-24", 2))
INSTANTS = st.one_of(
    [
        st.builds(
            lambda minutes, first=first: (
                dt.datetime.fromisoformat(f"{first}T00:00+00:00") + dt.timedelta(minutes=minutes)
            ),
            st.integers(0, days * 24 * 60),
        )
        for first, days in DAYS_LOOKED_AT
    ]
)


@given(PREFERENCES, INSTANTS, ZONES, HOURS, ZONES)
def test_a_proposal_lies_inside_both_windows(
    preference: Preference, after: dt.datetime, zone: ZoneInfo, own: Hours, here: ZoneInfo
) -> None:
    found = next_good_time(preference, after, zone, own, here)
    assert (found.at is None) != (found.why_not is None)
    if found.at is not None:
        assert found.at >= after
        assert preference.hours().holds(found.at.astimezone(zone))
        assert own.holds(found.at.astimezone(here))


@given(PREFERENCES, INSTANTS, ZONES)
def test_no_earlier_quarter_of_an_hour_would_do(
    preference: Preference, after: dt.datetime, zone: ZoneInfo
) -> None:
    """Office hours never meet the hours in which clocks are changed."""
    found = next_good_time(preference, after, zone, OFFICE_HOURS, BERLIN)
    step, at = dt.timedelta(minutes=ROUNDED_MINUTES), after.replace(minute=0, second=0)
    end = found.at or after + dt.timedelta(days=13)
    while (at := at + step) < end:
        inside = preference.hours().holds(at.astimezone(zone))
        # Windows may begin or end between two quarters; at a quarter both must not hold earlier.
        assert at < after or not (inside and OFFICE_HOURS.holds(at.astimezone(BERLIN)))


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).astimezone(dt.UTC)


@pytest.mark.parametrize(
    ("preference", "after", "zone", "own", "at"),
    [
        # Monday to Thursday 9 to 16: a Friday leads to Monday.
        (Preference(weekdays=frozenset(range(4)), from_minute=540, until_minute=960),
         "2026-11-27T10:00+01:00", BERLIN, OFFICE_HOURS, "2026-11-30T09:00+01:00"),
        # Now is good: the next full quarter.
        (Preference(), "2026-11-25T10:07+01:00", BERLIN, OFFICE_HOURS, "2026-11-25T10:15+01:00"),
        # The night the clocks go forward: nine is nine.
        (Preference(from_minute=540, until_minute=1080), "2026-03-28T20:00+01:00", BERLIN, Hours(),
         "2026-03-29T09:00+02:00"),
        # Over midnight: Monday's window reaches into Tuesday, not into Monday's early hours.
        (Preference(weekdays=frozenset({0}), from_minute=1320, until_minute=120),
         "2026-11-30T00:30+01:00", BERLIN, Hours(), "2026-11-30T22:00+01:00"),
        (Preference(weekdays=frozenset({0}), from_minute=1320, until_minute=120),
         "2026-12-01T00:30+01:00", BERLIN, Hours(), "2026-12-01T00:30+01:00"),
        # Tokyo is eight hours ahead in winter: nine here is five in the afternoon there.
        (Preference(from_minute=960, until_minute=1080), "2026-11-25T06:00+01:00", TOKYO,
         OFFICE_HOURS, "2026-11-25T09:00+01:00"),
    ],
)  # fmt: skip
def test_proposals(preference: Preference, after: str, zone: ZoneInfo, own: Hours, at: str) -> None:
    assert next_good_time(preference, utc(after), zone, own, BERLIN).at == utc(at)


def test_impossible_windows_have_a_reason() -> None:
    night = Preference(from_minute=22 * 60, until_minute=23 * 60)
    found = next_good_time(night, utc("2026-11-25T10:00+01:00"), BERLIN)
    assert found.at is None
    assert found.why_not is not None
    assert found.why_not.code == "no_common_time"


@pytest.mark.parametrize(
    ("way", "hour", "code"),
    [
        (Way.CALL, 10, "way_not_wanted"), (Way.CALL, 20, "way_not_wanted"),
        (Way.VISIT, 10, None), (Way.VISIT, 20, "time_not_wanted"), (Way.MAIL, 20, None),
    ],
)  # fmt: skip
def test_what_suits(way: Way, hour: int, code: str | None) -> None:
    wish = Preference(never=frozenset({Way.CALL}), from_minute=540, until_minute=960)
    found = suits(wish, way, dt.datetime(2026, 11, 25, hour, tzinfo=BERLIN))
    assert (found.code if found else None) == code


@given(PREFERENCES, PREFERENCES)
def test_the_token_tells_values_apart(one: Preference, other: Preference) -> None:
    assert (seen_token(one) == seen_token(other)) == (one == other)
