"""Sentences of the balance of a week, of days off, and of what working-time law asks to look at."""

from __future__ import annotations

from collections.abc import Mapping

from wertschatz.domain.values import Fact, Reason
from wertschatz.domain.worktime.holidays import CHRISTMAS_EVE, LAST_DAY
from wertschatz.wording.catalogue import N_, Plural, translate, translate_plural
from wertschatz.wording.sentences import fill

QUIET = Plural(
    "{count} stretch of more than half an hour stayed quiet this week.",
    "{count} stretches of more than half an hour stayed quiet this week.",
)
DONE = Plural("{count} task is done this week.", "{count} tasks are done this week.")
CUSTOMERS = N_("{minutes:hours} of this week were for your customers.")
NOTHING = N_("Of this week nothing is known yet.")
LAW_SENTENCES: Mapping[str, str] = {
    "over_eight_hours": N_("{day:day}: {worked_minutes:hours} of work; the mean should be eight."),
    "over_eight_mean_kept": N_(
        "{day:day}: {worked_minutes:hours} of work. That is allowed when the mean of {mean_weeks} "
        "weeks is at most eight hours a working day; yours, from {weeks} weeks with records, is "
        "{mean_minutes:hours}."
    ),
    "over_eight_mean_over": N_(
        "{day:day}: {worked_minutes:hours} of work. The mean of {mean_weeks} weeks should be at "
        "most eight hours a working day; yours, from {weeks} weeks with records, is "
        "{mean_minutes:hours}. Shorter days should follow."
    ),
    "over_eight_mean_unknown": N_(
        "{day:day}: {worked_minutes:hours} of work. That is allowed when the mean of {mean_weeks} "
        "weeks is at most eight hours a working day; too few weeks have records to know yours."
    ),
    "over_ten_hours": N_("{day:day}: {worked_minutes:hours} of work; ten are the most."),
    "break_short": N_(
        "{day:day}: a break of {break_minutes:hours}; {needed_minutes:hours} are asked for."
    ),
    "long_without_break": N_(
        "{day:day}: {worked_minutes:hours} in one go; after six hours a break is due."
    ),
    "rest_short": N_("{day:day}: {rest_minutes:hours} of rest before; eleven hours are asked for."),
    "sunday_or_holiday": N_("{day:day}: work on a Sunday or holiday."),
}
OWN_NAMES: Mapping[str, str] = {
    CHRISTMAS_EVE: N_("Christmas Eve"), LAST_DAY: N_("New Year’s Eve"),
}  # fmt: skip
LAND_NAMES: Mapping[str, str] = {
    "": N_("Not said: only the holidays of all Germany"), "BB": N_("Brandenburg"),
    "BE": N_("Berlin"), "BW": N_("Baden-Württemberg"), "BY": N_("Bavaria"), "HB": N_("Bremen"),
    "HE": N_("Hesse"), "HH": N_("Hamburg"), "MV": N_("Mecklenburg-Western Pomerania"),
    "NI": N_("Lower Saxony"), "NW": N_("North Rhine-Westphalia"),
    "RP": N_("Rhineland-Palatinate"), "SH": N_("Schleswig-Holstein"), "SL": N_("Saarland"),
    "SN": N_("Saxony"), "ST": N_("Saxony-Anhalt"), "TH": N_("Thuringia"),
    "none": N_("Outside Germany: no holidays"),
}  # fmt: skip
PLACE_NAMES = (
    N_("Not said"), N_("Without a holiday of its own"),
    N_("With Assumption Day (Bavaria) or Corpus Christi (Saxony, Thuringia)"), N_("Augsburg"),
)  # fmt: skip


def title_text(*, quiet: int, done: int, customers: int, language: str) -> str:
    """The one sentence of the week: what was won before what was done."""
    for count, forms in ((quiet, QUIET), (done, DONE)):
        if count:
            text = translate_plural(forms.one, forms.many, count, language)
            return fill(text, {"count": count}, language)
    if customers:
        return fill(translate(CUSTOMERS, language), {"minutes": customers}, language)
    return translate(NOTHING, language)


def law_text(reason: Reason, day: str, language: str) -> str:
    """Something to look at; `day` as ISO text. Raises `KeyError` for an unknown code."""
    facts: dict[str, Fact] = {**reason.facts, "day": day}
    return fill(translate(LAW_SENTENCES[reason.code], language), facts, language)


def off_name(name: str, language: str) -> str:
    """The name of a day off: that of the law, or our own word."""
    return translate(OWN_NAMES[name], language) if name in OWN_NAMES else name


def land_name(land: str, language: str) -> str:
    """As in `LANDS`. Raises `KeyError` for what is none."""
    return translate(LAND_NAMES[land], language)


def place_name(place: int, language: str) -> str:
    """The answer to the question of the municipality."""
    return translate(PLACE_NAMES[place], language)
