"""Words while the telephone rings: what one may say, and what was chosen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from wertschatz.domain.rules.rule import Verdict
from wertschatz.ports.rings import EMERGENCY
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.clock import at_text, day_and_time
from wertschatz.wording.sentences import fill

SAY: Mapping[str, str] = {
    Verdict.PUT_THROUGH: N_("“Good that you call. What can I do for you?”"),
    Verdict.COLLEAGUE: N_("“My colleague knows about it and will gladly help. May I pass you on?”"),
    Verdict.CALL_BACK: N_("“I want to have time for you. When may I call you back?”"),
    Verdict.IN_WRITING: N_("“Please write me two lines, then I can answer you properly.”"),
    Verdict.NOT_NOW: N_("“I am in the middle of something. When may I call you back?”"),
}
SAY_AT: Mapping[str, str] = {
    Verdict.CALL_BACK: N_("“I want to have time for you. May I call you back {at}?”"),
    Verdict.NOT_NOW: N_("“I am in the middle of something. May I get back to you {at}?”"),
}
"""The same where a time is named."""
CHOSEN: Mapping[str, str] = {
    Verdict.PUT_THROUGH: N_("You take the call."),
    Verdict.COLLEAGUE: N_("A colleague takes the call."),
    Verdict.CALL_BACK: N_("You call back."),
    Verdict.IN_WRITING: N_("You ask for it in writing."),
    EMERGENCY: N_("You took it for an emergency."),
}
ANNOUNCED: Mapping[str, str] = {
    "rings": N_("{who} is calling. Alt T leads there."),
    "rings_without_number": N_("Somebody is calling without a number. Alt T leads there."),
    "over": N_("The call with {who} is over. Alt T leads there."),
}
"""What a screen reader tells, wherever one is on the page."""
CALL_BACK_AT = N_("You call back {at}.")
ASIDE = N_("{name} called {when}.")
ASIDE_NOBODY = N_("Somebody without a number called {when}.")
ASIDE_OUT = N_("You called {name} {when}.")


def say_text(verdict: Verdict, until: dt.datetime | None, now: dt.datetime, language: str) -> str:
    """Polite words to begin with; both times aware, in the same zone."""
    if until is None or verdict not in SAY_AT:
        return translate(SAY[verdict], language)
    told = {"at": at_text(until, now, language)}
    return fill(translate(SAY_AT[verdict], language), told, language)


def chosen_text(chosen: str, slot: dt.datetime | None, now: dt.datetime, language: str) -> str:
    """What somebody chose. Raises `KeyError` for an unknown choice."""
    if slot is None:
        return translate(CHOSEN[chosen], language)
    return fill(translate(CALL_BACK_AT, language), {"at": at_text(slot, now, language)}, language)


def announced_text(code: str, who: str, language: str) -> str:
    """What a screen reader tells. Raises `KeyError` for an unknown code."""
    return fill(translate(ANNOUNCED[code], language), {"who": who}, language)


def aside_text(name: str, at: dt.datetime, note: str, *, outgoing: bool, language: str) -> str:
    """A call as it lies in the inbox: who, when, and what was noted. `at` where the firm is."""
    sentence = ASIDE_OUT if outgoing else ASIDE if name else ASIDE_NOBODY
    facts = {"name": name or "?", "when": day_and_time(at, language)}
    return f"{fill(translate(sentence, language), facts, language)} {note.strip()}".strip()
