"""Words for calendars: what went wrong, what sort one is, what the plan is called outside."""

from __future__ import annotations

from collections.abc import Mapping

from wertschatz.domain.values import Fact
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.sentences import fill

FAULTS: Mapping[str, str] = {
    "calendar_missing": N_("There is nothing at this place just now."),
    "calendar_a_folder": N_("That is a folder, not a file. Connect the folder instead."),
    "calendar_closed": N_("This place cannot be opened; look who may read and write there."),
    "calendar_none": N_("What lies there is no calendar."),
    "calendar_cut": N_("The file ends in the middle; perhaps it is being written just now."),
    "calendar_too_large": N_("That is too large to be read every quarter of an hour."),
    "calendar_silent": N_("The address does not answer just now."),
    "calendar_slow": N_("The address answered so slowly that nobody waited for the end."),
    "calendar_refused": N_("The address gives out no calendar, or no longer. Look it up anew."),
    "calendar_led_away": N_("The address led to a place that is not followed."),
    "calendar_damaged": N_("Some entries are damaged; what was known of them last stays."),
    "calendar_left_out": N_("Some entries could not be understood and were left out."),
    "calendar_strange": N_("Under our names lie entries that are not ours; they were left alone."),
    "calendar_broken": N_("Reading it failed in a way that nobody expected."),
}
KINDS: Mapping[str, str] = {
    "file": N_("File"),
    "address": N_("Address"),
    "folder": N_("Folder"),
    "plan": N_("The plan, written here"),
}
FEED_NAME = N_("Plan of the day")
_TITLES: Mapping[str, str] = {
    "task": N_("Task"),
    "block": N_("Time for customers"),
    "mail": N_("Reading mail"),
    "call_back": N_("Call-back"),
}
_NAMED: Mapping[str, str] = {
    "task": "{title}",
    "task_of": N_("{title} ({customer})"),
    "block": N_("Time for group {title}"),
    "call_back": N_("Call-back: {title}"),
}


def fault_text(code: str, language: str) -> str:
    """Why a calendar could not be read, or not all of it."""
    return translate(FAULTS.get(code, FAULTS["calendar_broken"]), language)


def kind_text(kind: str, language: str) -> str:
    """What sort of calendar it is."""
    return translate(KINDS[kind], language)


def entry_title(kind: str, title: str, customer: str, *, names: bool, language: str) -> str:
    """What stands in the calendar outside; without `names` only what sort of time it is."""
    if not names or not title or kind not in _NAMED:
        return translate(_TITLES[kind], language)
    facts: dict[str, Fact] = {"title": title, "customer": customer}
    sentence = _NAMED["task_of" if kind == "task" and customer else kind]
    return fill(translate(sentence, language), facts, language)
