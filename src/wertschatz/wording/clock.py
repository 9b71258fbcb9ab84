"""Times of the day, weekdays and days of the year as rules name them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from wertschatz.domain.customers.preferences import Hours
from wertschatz.domain.rules.rule import Season, Span
from wertschatz.domain.values import Fact
from wertschatz.wording import formats
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.preferences import weekday_text
from wertschatz.wording.sentences import fill

ALWAYS_THAT_DAY = (
    N_("Mondays"), N_("Tuesdays"), N_("Wednesdays"), N_("Thursdays"), N_("Fridays"),
    N_("Saturdays"), N_("Sundays"),
)  # fmt: skip
MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"),
    N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip
OR, AND = N_("or"), N_("and")
DAY_RANGE, ON_DAYS, NO_DAY = N_("{first} to {last}"), N_("on {days}"), N_("on no day")
BETWEEN, AT_TIME = N_("between {start} and {end} o’clock"), N_("at {time} o’clock")
SEASON, ONE_DAY = N_("from {first} to {last}"), N_("on {day}")
YEAR_DAY = N_("{month} {day}")
TODAY_AT, DAY_AT = N_("at {time}"), N_("on {weekday}, {day}, at {time}")
TODAY_UNTIL, DAY_UNTIL = N_("until {time}"), N_("until {weekday}, {day}, {time}")
WEEK = 7
A_RUN = 3
"""From so many days in a row on, the first and the last are named."""


def clock(minute: int) -> str:
    """A minute of the day.

    >>> clock(570), clock(1440)
    ('9:30', '24:00')
    """
    return f"{minute // 60}:{minute % 60:02d}"


def either(names: Sequence[str], language: str) -> str:
    """'a, b or c'; '' for none."""
    return _joined(names, translate(OR, language))


def together(names: Sequence[str], language: str) -> str:
    """'a, b and c'; '' for none."""
    return _joined(names, translate(AND, language))


def _joined(names: Sequence[str], word: str) -> str:
    return f" {word} ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def weekdays_text(days: Iterable[int], language: str) -> str:
    """'on Mondays to Fridays', 'on Mondays or Thursdays'; '' for the whole week. 0 is Monday."""
    chosen = sorted(set(days))
    if len(chosen) == WEEK:
        return ""
    if not chosen:
        return translate(NO_DAY, language)
    names: list[str] = []
    for run in _runs(chosen):
        named = [translate(ALWAYS_THAT_DAY[day], language) for day in run]
        if len(run) >= A_RUN:
            facts: dict[str, Fact] = {"first": named[0], "last": named[-1]}
            named = [fill(translate(DAY_RANGE, language), facts, language)]
        names += named
    return fill(translate(ON_DAYS, language), {"days": either(names, language)}, language)


def _runs(days: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def spans_text(spans: Iterable[Span], language: str) -> str:
    """'between 9:00 and 10:00 o’clock or between …'; '' for none."""
    names = []
    for span in spans:
        facts: dict[str, Fact] = {"start": clock(span.start), "end": clock(span.end)}
        names.append(fill(translate(BETWEEN, language), facts, language))
    return either(names, language)


def time_text(minute: int, language: str) -> str:
    """'at 9:30 o’clock'."""
    return fill(translate(AT_TIME, language), {"time": clock(minute)}, language)


def year_day(day: tuple[int, int], language: str) -> str:
    """'December 24' of (12, 24)."""
    facts: dict[str, Fact] = {"month": translate(MONTHS[day[0] - 1], language), "day": day[1]}
    return fill(translate(YEAR_DAY, language), facts, language)


def on_day(day: tuple[int, int], language: str) -> str:
    """'on December 24'."""
    return fill(translate(ONE_DAY, language), {"day": year_day(day, language)}, language)


def seasons_text(seasons: Iterable[Season], language: str) -> str:
    """'from June 1 to August 31'; '' for none."""
    names = []
    for season in seasons:
        if season.start == season.end:
            names.append(on_day(season.start, language))
            continue
        facts: dict[str, Fact] = {
            "first": year_day(season.start, language), "last": year_day(season.end, language)
        }  # fmt: skip
        names.append(fill(translate(SEASON, language), facts, language))
    return either(names, language)


def at_text(at: dt.datetime, now: dt.datetime, language: str) -> str:
    """'at 14:30', or with its day where that is another one. Both in the firm's time zone."""
    return _moment(TODAY_AT if at.date() == now.date() else DAY_AT, at, language)


def until_text(at: dt.datetime, now: dt.datetime, language: str) -> str:
    """'until 14:30', or with its day. Both in the firm's time zone."""
    return _moment(TODAY_UNTIL if at.date() == now.date() else DAY_UNTIL, at, language)


def _moment(sentence: str, at: dt.datetime, language: str) -> str:
    facts: dict[str, Fact] = {
        "time": f"{at.hour}:{at.minute:02d}", "weekday": weekday_text(at.weekday(), language),
        "day": formats.day(at.date(), language),
    }  # fmt: skip
    return fill(translate(sentence, language), facts, language)


def day_and_time(at: dt.datetime, language: str) -> str:
    """'on Wednesday, 25 Nov 2026, at 14:30'. In the firm's time zone."""
    return _moment(DAY_AT, at, language)


def hours_text(hours: Iterable[Hours], language: str) -> str:
    """'on Mondays to Fridays between 9:00 and 17:00 o’clock or between …; …'; '' for none."""
    by_days: dict[frozenset[int], list[Span]] = {}
    for one in hours:
        by_days.setdefault(one.weekdays, []).append(Span(one.start, one.until))
    parts = [
        " ".join(filter(None, (weekdays_text(days, language), spans_text(spans, language))))
        for days, spans in by_days.items()
    ]
    return "; ".join(parts)
