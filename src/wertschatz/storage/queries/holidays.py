"""Public holidays where the firm is, and the days that it has closed of its own will."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache

from wertschatz.domain.worktime.holidays import (
    AUGSBURG,
    RANGES,
    WITHOUT,
    DaysOff,
    DaysOffOutOfRange,
    days_off_from,
    own_days_off,
)
from wertschatz.storage.limits_book import own_values

LANGUAGES = {"de": "de", "en": "en_US"}
"""Said outright: left to itself the library takes the language of the machine."""


def days_off_on(day: dt.date) -> DaysOff:
    """What the firm has said, in force on that day."""
    try:
        return days_off_from(own_values(day, RANGES))
    except DaysOffOutOfRange:
        return DaysOff()


def holidays_between(first: dt.date, last: dt.date, language: str = "de") -> dict[dt.date, str]:
    """Days off between these days, both included, with their names, in order; as the firm has
    said on the last of them."""
    said = days_off_on(last)
    found = {one.on: one.name for one in own_days_off(said, first, last)}
    for year in range(first.year, last.year + 1):
        of_year = _of_year(said.land, said.place, year, language)
        found |= {on: name for on, name in of_year.items() if first <= on <= last}
    return dict(sorted(found.items()))


def public_between(first: dt.date, last: dt.date) -> frozenset[dt.date]:
    """Only those of the law, without what the firm closes of its own will."""
    said = days_off_on(last)
    return frozenset(
        on
        for year in range(first.year, last.year + 1)
        for on in _of_year(said.land, said.place, year, "de")
        if first <= on <= last
    )


def closed_between(first: dt.date, last: dt.date) -> frozenset[dt.date]:
    """The same without names."""
    return frozenset(holidays_between(first, last))


@lru_cache(maxsize=64)
def _of_year(land: str, place: int, year: int, language: str) -> Mapping[dt.date, str]:
    if land == "none":
        return {}
    # Takes a fifth of a second: only where holidays are asked for.
    from holidays.constants import CATHOLIC, PUBLIC
    from holidays.countries.germany import Germany

    part = "Augsburg" if place == AUGSBURG else land or None
    categories = (PUBLIC, CATHOLIC) if place > WITHOUT else (PUBLIC,)
    rows = Germany(
        subdiv=part, years=year, categories=categories, language=LANGUAGES.get(language, "de"),
        expand=False,
    )  # fmt: skip
    return dict(rows.items())
