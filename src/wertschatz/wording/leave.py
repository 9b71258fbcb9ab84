"""Sentences of the to-leave list: how each thing is noticed, and what it gave back."""

from __future__ import annotations

from collections.abc import Mapping

from wertschatz.domain.worktime.leave import Notice
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.sentences import fill

NOTICE_NAMES: Mapping[Notice, str] = {
    Notice.LATE: N_("Work after 20:00, by your contacts and work sheets"),
    Notice.BREAK: N_("Work in the break, by your contacts and work sheets"),
    Notice.GROUP_C: N_("Hours for customers of group C"),
    Notice.MAIL: N_("Mails written outside your mail windows"),
    Notice.CALLS_TO: N_("Your own calls to certain people"),
    Notice.BY_HAND: N_("You tick it by hand"),
}
"""How it is noticed."""
TITLES: Mapping[str, str] = {
    "empty": N_("What would you like to leave?"),
    "back": N_("“{name}” gave you back {minutes:hours} this week."),
    "calm": N_("This is what you want to leave."),
}
WEEK = N_("{minutes:hours} given back this week")
ALL = N_("{minutes:hours} in all")
NOTHING_YET = N_("Nothing to tell of this week yet.")
UNKNOWN = N_("Of the weeks before nothing is known, so nothing can be held against them.")
BEFORE = N_("Before: {before:hours} in the same days of a week. This week: {spent:hours}.")


def notice_name(notice: str, language: str) -> str:
    """How it is noticed; '' for what is none."""
    return translate(NOTICE_NAMES[Notice(notice)], language) if notice in set(Notice) else ""


def title_text(name: str, minutes: int, things: int, language: str) -> str:
    """The one sentence of the page; `name` and `minutes` of what gave back the most."""
    code = "back" if minutes else "calm" if things else "empty"
    return fill(translate(TITLES[code], language), {"name": name, "minutes": minutes}, language)


def back_text(week: int, whole: int, language: str) -> str:
    """What it gave back, this week and in all; minutes."""
    if not whole:
        return translate(NOTHING_YET, language)
    parts = [(WEEK, week), (ALL, whole)] if week else [(ALL, whole)]
    told = [fill(translate(text, language), {"minutes": one}, language) for text, one in parts]
    return ", ".join(told)


def before_text(before: int | None, spent: int, language: str) -> str:
    """How it was, and is; for whoever asks."""
    if before is None:
        return translate(UNKNOWN, language)
    return fill(translate(BEFORE, language), {"before": before, "spent": spent}, language)
