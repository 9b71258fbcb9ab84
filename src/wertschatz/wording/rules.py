"""Sentences of the rules: what happens to whoever comes, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from wertschatz.domain.rules.rule import Verdict
from wertschatz.domain.values import Reason
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.moments import at_text, until_text
from wertschatz.wording.sentences import fill

VERDICT_SENTENCES: Mapping[str, str] = {
    Verdict.PUT_THROUGH: N_("Put through."),
    Verdict.COLLEAGUE: N_("A colleague first."),
    Verdict.CALL_BACK: N_("Call back."),
    Verdict.IN_WRITING: N_("In writing."),
    Verdict.NOT_NOW: N_("Not now."),
}
VERDICT_UNTIL: Mapping[str, str] = {
    Verdict.CALL_BACK: N_("Call back {at}."),
    Verdict.NOT_NOW: N_("Not now, {until}."),
}
"""The same where a time is named."""
REASON_SENTENCES: Mapping[str, str] = {
    "emergency": N_("An emergency always comes through."),
    "unplugged": N_("The plug is pulled."),
    "break": N_("It is your break."),
    "closed_door": N_("Your door is closed."),
    "a_may_interrupt": N_("Group A may interrupt."),
    "colleague_first": N_("A colleague tries to settle it first."),
    "b_in_its_hours": N_("These are the telephone hours of group B."),
    "b_later": N_("Group B is called back outside its telephone hours."),
    "c_in_writing": N_("Group C is asked to write."),
    "own_rule": N_("Your own rule number {rule} says so."),
    "no_rule": N_("No rule says anything, so it rings."),
}


def verdict_text(
    verdict: Verdict, until: dt.datetime | None, now: dt.datetime, language: str
) -> str:
    """What happens, with its time; both times aware, in the same zone."""
    if until is None or verdict not in VERDICT_UNTIL:
        return translate(VERDICT_SENTENCES[verdict], language)
    told = {"at": at_text(until, now, language), "until": until_text(until, now, language)}
    return fill(translate(VERDICT_UNTIL[verdict], language), told, language)


def reason_text(reason: Reason, language: str) -> str:
    """Why. Raises `KeyError` for an unknown code."""
    return fill(translate(REASON_SENTENCES[reason.code], language), reason.facts, language)
