"""How somebody wants to be reached, as a sentence; and a kind word when now is not the time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wertschatz.domain.customers.preferences import Preference, Way
from wertschatz.domain.values import Fact, Reason
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.sentences import fill

WAYS: Mapping[Way, str] = {
    Way.CALL: N_("by telephone"),
    Way.MAIL: N_("by e-mail"),
    Way.MESSAGE: N_("by text message"),
    Way.LETTER: N_("by letter"),
    Way.VISIT: N_("in person"),
}
WEEKDAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"),
    N_("Sunday"),
)  # fmt: skip
UNSUITED_SENTENCES: Mapping[str, str] = {
    "way_not_wanted": N_("Please not {way}."),
    "way_not_wanted_better": N_("Please not {way}; better {best}."),
    "time_not_wanted": N_("It is {time} there now; they asked for other times."),
    "no_common_time": N_(
        "In the next {days} days no time suits both sides. Perhaps write, or ask for another time."
    ),
}
BEST, NEVER, RANGE = N_("best {ways}"), N_("not {ways}"), N_("{first} to {last}")
FROM_UNTIL, FROM, UNTIL = (
    N_("{start} to {until} o’clock"), N_("from {start} o’clock on"), N_("until {until} o’clock")
)  # fmt: skip
OR, THERE = N_("or"), N_("{times} ({place} time)")
A_RUN = 3
"""From so many days in a row on, the first and the last are named."""


def way_text(way: Way, language: str) -> str:
    """'by telephone' …"""
    return translate(WAYS[way], language)


def weekday_text(day: int, language: str) -> str:
    """The name of a weekday; 0 is Monday."""
    return translate(WEEKDAYS[day], language)


def preference_text(preference: Preference, language: str, place: str = "") -> str:
    """All that is known as one sentence, '' for nothing; `place` names a foreign clock."""
    parts = []
    if preference.best is not None:
        facts: dict[str, Fact] = {"ways": way_text(preference.best, language)}
        parts.append(fill(translate(BEST, language), facts, language))
    if preference.never:
        ways = [way_text(way, language) for way in Way if way in preference.never]
        parts.append(fill(translate(NEVER, language), {"ways": _either(ways, language)}, language))
    times = ", ".join(filter(None, (_days(preference, language), _window(preference, language))))
    if times and place:
        times = fill(translate(THERE, language), {"times": times, "place": place}, language)
    sentence = "; ".join([*parts, times] if times else parts)
    sentence = sentence[:1].upper() + sentence[1:] + "." if sentence else ""
    return " ".join(filter(None, (sentence, preference.note)))


def unsuited_text(reason: Reason, language: str) -> str:
    """Why a way does not suit now, said kindly."""
    facts = dict(reason.facts)
    code = reason.code
    if code == "way_not_wanted" and facts["best"]:
        code, facts["best"] = "way_not_wanted_better", way_text(Way(str(facts["best"])), language)
    if "way" in facts:
        facts["way"] = way_text(Way(str(facts["way"])), language)
    if "minute" in facts:
        minute = int(facts["minute"])
        facts["time"] = f"{minute // 60}:{minute % 60:02d}"
    return fill(translate(UNSUITED_SENTENCES[code], language), facts, language)


def _either(names: list[str], language: str) -> str:
    return f" {translate(OR, language)} ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _days(preference: Preference, language: str) -> str:
    names = []
    for run in _runs(sorted(preference.weekdays)):
        if len(run) < A_RUN:
            names += [weekday_text(day, language) for day in run]
            continue
        first, last = weekday_text(run[0], language), weekday_text(run[-1], language)
        names.append(fill(translate(RANGE, language), {"first": first, "last": last}, language))
    return ", ".join(names)


def _runs(days: Iterable[int]) -> list[list[int]]:
    """Days that follow each other.

    >>> _runs([0, 1, 2, 4])
    [[0, 1, 2], [4]]
    """
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _window(preference: Preference, language: str) -> str:
    start, until = preference.from_minute, preference.until_minute
    if start is None and until is None:
        return ""
    facts: dict[str, Fact] = {"start": _clock(start or 0), "until": _clock(until or 0)}
    form = FROM_UNTIL if start is not None and until is not None else UNTIL
    form = FROM if until is None else form
    return fill(translate(form, language), facts, language)


def _clock(minute: int) -> str:
    """9, 9:30.

    >>> _clock(570), _clock(960)
    ('9:30', '16')
    """
    whole, rest = divmod(minute, 60)
    return f"{whole}:{rest:02d}" if rest else str(whole)
