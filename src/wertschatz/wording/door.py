"""Words for the door and for what holds just now."""

from __future__ import annotations

from collections.abc import Mapping

from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.sentences import fill

SIGNS: Mapping[str, str] = {
    "open": N_("Please come in"),
    "closed": N_("Closed"),
    "break": N_("Break"),
}
HELD: Mapping[str, str] = {
    "door": N_("Door closed until {until}"),
    "focus": N_("Focus until {until}"),
    "break": N_("Break until {until}"),
    "unplugged": N_("Unplugged until {until}"),
}
FOR = N_("{span:hours}, until {until}")


def span_text(minutes: int, until: str, language: str) -> str:
    """What a button says that closes for so long."""
    return fill(translate(FOR, language), {"span": minutes, "until": until}, language)


def sign_text(door: str, language: str) -> str:
    """What stands at the door in large letters."""
    return translate(SIGNS[door], language)


def held_text(kind: str, until: str, language: str) -> str:
    """What holds; `until` as `hours.until_text` writes it."""
    return fill(translate(HELD[kind], language), {"until": until}, language)
