"""A time that is still to come, as one says it: at 14:15, until Tuesday at 9:00."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from wertschatz.domain.values import Fact
from wertschatz.wording import formats
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.preferences import weekday_text
from wertschatz.wording.sentences import fill

AT: Mapping[str, str] = {
    "today": N_("at {time}"),
    "week": N_("on {weekday} at {time}"),
    "later": N_("on {day} at {time}"),
}
UNTIL: Mapping[str, str] = {
    "today": N_("until {time}"),
    "week": N_("until {weekday}, {time}"),
    "later": N_("until {day}, {time}"),
}
A_WEEK = 7
"""Within so many days the name of the weekday says which day is meant."""


def at_text(at: dt.datetime, now: dt.datetime, language: str) -> str:
    """'at 14:15'; both aware, in the same zone."""
    return _said(AT, at, now, language)


def until_text(at: dt.datetime, now: dt.datetime, language: str) -> str:
    """'until 14:15'; both aware, in the same zone."""
    return _said(UNTIL, at, now, language)


def _said(sentences: Mapping[str, str], at: dt.datetime, now: dt.datetime, language: str) -> str:
    days = (at.date() - now.date()).days
    near = "today" if days == 0 else "week" if 0 < days < A_WEEK else "later"
    facts: dict[str, Fact] = {
        "time": f"{at:%H:%M}", "weekday": weekday_text(at.weekday(), language),
        "day": formats.day(at.date(), language),
    }  # fmt: skip
    return fill(translate(sentences[near], language), facts, language)
