"""Days on which nobody has to work: what the firm says of them, and how a week looks without them.

Which days are public holidays is looked up elsewhere (`storage.queries.holidays`); here stand only
the values.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from wertschatz.domain.customers.preferences import Hours

LANDS = (
    "", "BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST",
    "TH", "none",
)  # fmt: skip
"""Their place is what is kept, so none is ever moved. '': not said, so only the holidays of the
whole country; 'none': no German holidays at all."""
NOWHERE, WITHOUT = 0, 1
CATHOLIC = 2
"""Municipalities with Assumption (BY) or Corpus Christi (SN, TH)."""
AUGSBURG = 3
PLACES: Mapping[str, tuple[int, ...]] = {
    "BY": (WITHOUT, CATHOLIC, AUGSBURG), "SN": (WITHOUT, CATHOLIC), "TH": (WITHOUT, CATHOLIC),
}  # fmt: skip
"""Where it depends on the municipality, and what can be answered."""
RANGES: Mapping[str, tuple[int, int]] = {
    "holiday_land": (0, len(LANDS) - 1),
    "holiday_place": (NOWHERE, AUGSBURG),
    "off_24_december": (0, 1),
    "off_31_december": (0, 1),
}
"""Names of the firm's parameters."""
CHRISTMAS_EVE, LAST_DAY = "christmas_eve", "last_day"
"""Names of the days off that are no holidays."""


class DaysOffOutOfRange(ValueError):
    """A setting is unknown, or none that can be; `name` says which."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class DaysOff:
    """What the firm has said."""

    holiday_land: int = 0
    """Place in `LANDS`."""
    holiday_place: int = NOWHERE
    off_24_december: int = 0
    off_31_december: int = 0

    @property
    def land(self) -> str:
        """Its letters; '' not said."""
        return LANDS[self.holiday_land]

    @property
    def place(self) -> int:
        """The municipality, where the Land asks for it; `NOWHERE` not asked or not said."""
        return self.holiday_place if self.holiday_place in PLACES.get(self.land, ()) else NOWHERE

    @property
    def asks_place(self) -> bool:
        """It depends on the municipality, and nobody has said which."""
        return self.land in PLACES and self.place == NOWHERE


class Holiday(NamedTuple):
    """A day off with its name, or `CHRISTMAS_EVE` and `LAST_DAY`, which wording names."""

    on: dt.date
    name: str


def days_off_from(values: Mapping[str, int]) -> DaysOff:
    """The settings with these values over the defaults; raises `DaysOffOutOfRange`."""
    for name, value in values.items():
        if name not in RANGES or not RANGES[name][0] <= value <= RANGES[name][1]:
            raise DaysOffOutOfRange(name)
    return DaysOff(**values)


def own_days_off(said: DaysOff, first: dt.date, last: dt.date) -> list[Holiday]:
    """24 and 31 December between these days, both included, as far as the firm is closed."""
    found = []
    for year in range(first.year, last.year + 1):
        for off, day, name in (
            (said.off_24_december, 24, CHRISTMAS_EVE), (said.off_31_december, 31, LAST_DAY),
        ):  # fmt: skip
            on = dt.date(year, 12, day)
            if off and first <= on <= last:
                found.append(Holiday(on, name))
    return found


def works_on(hours: Sequence[Hours], day: dt.date, closed: Collection[dt.date] = ()) -> bool:
    """Somebody works on that day: its weekday has hours, and it is no day off.

    >>> week = [Hours(frozenset(range(5)), 540, 1020)]
    >>> works_on(week, dt.date(2026, 12, 25)), works_on(week, dt.date(2026, 12, 25),
    ...     {dt.date(2026, 12, 25)})
    (True, False)
    """
    return day not in closed and any(
        day.weekday() in one.weekdays and one.start != one.until for one in hours
    )


def next_working_day(
    hours: Sequence[Hours], after: dt.date, closed: Collection[dt.date] = (), most: int = 31
) -> dt.date | None:
    """The first day after this one on which somebody works; None: not within `most` days."""
    days = (after + dt.timedelta(days=number) for number in range(1, most + 1))
    return next((day for day in days if works_on(hours, day, closed)), None)
