"""When and how the other side wants to be reached, and a time that suits both (METHOD 3.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from wertschatz.domain.values import Fact, Reason

DAY_MINUTES = 24 * 60
ROUNDED_MINUTES = 15
"""Nobody is called at 10:07; a proposal begins at a full quarter of an hour."""
SEARCHED_DAYS = 14
EVERY_DAY = frozenset(range(7))


class Way(StrEnum):
    """How somebody can be reached; the codes are those of kinds of contact."""

    CALL = "call"
    MAIL = "mail"
    MESSAGE = "message"
    LETTER = "letter"
    VISIT = "visit"


AT_A_TIME = frozenset({Way.CALL, Way.MESSAGE, Way.VISIT})
"""What meets the other side at once; a mail or letter waits until it is opened."""


@dataclass(frozen=True, slots=True)
class Hours:
    """A stretch of the day on some weekdays, by the clock on the wall.

    `until` before `start` reaches over midnight and belongs to the weekday it began on.
    """

    weekdays: frozenset[int] = EVERY_DAY
    """0 is Monday."""
    start: int = 0
    """Minute of the day."""
    until: int = DAY_MINUTES
    """The first minute that is outside."""

    def holds(self, local: datetime) -> bool:
        """The clock on the wall shows a time inside.

        >>> Hours(frozenset({0}), 22 * 60, 2 * 60).holds(datetime(2026, 11, 24, 1))
        True
        """
        minute, day = local.hour * 60 + local.minute, local.weekday()
        if self.start <= self.until:
            return day in self.weekdays and self.start <= minute < self.until
        yesterday = (day - 1) % 7
        return (minute >= self.start and day in self.weekdays) or (
            minute < self.until and yesterday in self.weekdays
        )


OFFICE_HOURS = Hours(frozenset(range(5)), 9 * 60, 17 * 60)
"""Ours, until the owner's own rules say otherwise."""


@dataclass(frozen=True, slots=True)
class Preference:
    """What the other side likes; everything may be left open."""

    best: Way | None = None
    never: frozenset[Way] = frozenset()
    weekdays: frozenset[int] = frozenset()
    """0 is Monday; none named: any day."""
    from_minute: int | None = None
    until_minute: int | None = None
    """Minutes of the day by the clock where the other side is."""
    note: str = ""

    def hours(self) -> Hours:
        """The times that suit; the whole week where nothing was said."""
        start = 0 if self.from_minute is None else self.from_minute
        until = DAY_MINUTES if self.until_minute is None else self.until_minute
        return Hours(self.weekdays or EVERY_DAY, start, until)


class Proposal(NamedTuple):
    """A good time (aware UTC), or why there is none."""

    at: datetime | None
    why_not: Reason | None = None


def next_good_time(
    preference: Preference,
    after: datetime,
    zone: tzinfo,
    own_hours: Hours = OFFICE_HOURS,
    own_zone: tzinfo | None = None,
) -> Proposal:
    """The first time from `after` on that lies inside both sides' times.

    `zone` is the other side's, `own_zone` ours (None: the same one).
    """
    theirs, ours = preference.hours(), own_hours
    here = own_zone or zone
    begins = {*_starts(theirs, after, zone), *_starts(ours, after, here), _rounded_up(after)}
    for at in sorted(begins):
        if theirs.holds(at.astimezone(zone)) and ours.holds(at.astimezone(here)):
            return Proposal(at)
    return Proposal(None, Reason("no_common_time", {"days": SEARCHED_DAYS}))


def _starts(hours: Hours, after: datetime, zone: tzinfo) -> Iterable[datetime]:
    """When these hours may begin to hold, in both readings of a time that comes twice."""
    first = after.astimezone(zone).date()
    minutes = {hours.start, 0}  # a weekday may begin at midnight in the middle of a stretch
    for number in range(SEARCHED_DAYS + 1):
        for minute in minutes:
            clock = time(minute // 60 % 24, minute % 60)
            for fold in (0, 1):
                wall = datetime.combine(first + timedelta(days=number), clock.replace(fold=fold))
                at = wall.replace(tzinfo=zone).astimezone(UTC)
                if at >= after:
                    yield at


def _rounded_up(after: datetime) -> datetime:
    whole = after.astimezone(UTC).replace(second=0, microsecond=0)
    whole += timedelta(minutes=1 if whole < after else 0)
    return whole + timedelta(minutes=-whole.minute % ROUNDED_MINUTES)


def suits(preference: Preference, way: Way, local: datetime) -> Reason | None:
    """Why this way does not suit now; None: it does. `local` is the time where they are."""
    if way in preference.never:
        return Reason("way_not_wanted", {"way": way.value, "best": preference.best or ""})
    if way in AT_A_TIME and not preference.hours().holds(local):
        minute = local.hour * 60 + local.minute
        return Reason("time_not_wanted", {"way": way.value, "minute": minute})
    return None


def seen_token(preference: Preference) -> str:
    """A short sign for what a form showed, to notice that somebody changed it meanwhile."""
    shown: tuple[Fact | None, ...] = (
        preference.best, *sorted(preference.never), *sorted(preference.weekdays),
        preference.from_minute, preference.until_minute, preference.note,
    )  # fmt: skip
    return sha256(repr([str(one) for one in shown]).encode()).hexdigest()[:12]
