"""What tasks and matters are called."""

from __future__ import annotations

from collections.abc import Mapping

from wertschatz.domain.worktime.day import MIDDLE, REST, TOP
from wertschatz.domain.worktime.repeating import Rhythm, Unit
from wertschatz.wording.catalogue import N_, Plural, translate, translate_plural
from wertschatz.wording.preferences import weekday_text
from wertschatz.wording.sentences import fill

IMPORTANCE_NAMES: Mapping[int, str] = {
    TOP: N_("Important"),
    MIDDLE: N_("To be done"),
    REST: N_("If there is room"),
}
MATTER_NAMES: Mapping[str, str] = {
    "call": N_("A call"),
    "mail": N_("A mail"),
    "letter": N_("A letter"),
    "idea": N_("An idea"),
    "word": N_("Left at the door"),
}
RHYTHMS: Mapping[Unit, Plural] = {
    Unit.DAY: Plural("each day", "every {every} days"),
    Unit.WEEK: Plural("each week", "every {every} weeks"),
    Unit.MONTH: Plural("each month", "every {every} months"),
    Unit.YEAR: Plural("each year", "every {every} years"),
}
UNIT_NAMES: Mapping[Unit, str] = {
    Unit.DAY: N_("days"),
    Unit.WEEK: N_("weeks"),
    Unit.MONTH: N_("months"),
    Unit.YEAR: N_("years"),
}


def importance_name(importance: int, language: str) -> str:
    """What stands above the tasks of one importance."""
    return translate(IMPORTANCE_NAMES[importance], language)


def matter_name(kind: str, language: str) -> str:
    """How it came in."""
    return translate(MATTER_NAMES[kind], language)


def unit_name(unit: Unit, language: str) -> str:
    """As it stands after a number."""
    return translate(UNIT_NAMES[unit], language)


def rhythm_text(rhythm: Rhythm, language: str) -> str:
    """When it comes again."""
    forms = RHYTHMS[rhythm.unit]
    chosen = translate_plural(forms.one, forms.many, rhythm.every, language)
    text = fill(chosen, {"every": rhythm.every}, language)
    if rhythm.unit is Unit.WEEK and rhythm.weekdays:
        days = ", ".join(weekday_text(day, language) for day in sorted(rhythm.weekdays))
        return f"{text} ({days})"
    return text
