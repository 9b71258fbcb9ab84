"""What contacts are called, and how they felt."""

from __future__ import annotations

from collections.abc import Mapping

from wertschatz.domain.customers.contacts import ContactKind
from wertschatz.domain.customers.effort import CALLED_OFF
from wertschatz.wording.catalogue import N_, translate

KIND_NAMES: Mapping[str, str] = {
    ContactKind.CALL: N_("Call"),
    ContactKind.MAIL: N_("Mail"),
    ContactKind.MESSAGE: N_("Message"),
    ContactKind.VISIT: N_("Visit"),
    ContactKind.APPOINTMENT: N_("Appointment"),
    ContactKind.LETTER: N_("Letter"),
    ContactKind.WORK: N_("Work"),
}
KIND_WORDS: Mapping[str, ContactKind] = {
    "call": ContactKind.CALL, "anruf": ContactKind.CALL, "telefonat": ContactKind.CALL,
    "phone": ContactKind.CALL, "mail": ContactKind.MAIL, "e-mail": ContactKind.MAIL,
    "email": ContactKind.MAIL, "message": ContactKind.MESSAGE, "nachricht": ContactKind.MESSAGE,
    "visit": ContactKind.VISIT, "besuch": ContactKind.VISIT,
    "appointment": ContactKind.APPOINTMENT, "meeting": ContactKind.APPOINTMENT,
    "termin": ContactKind.APPOINTMENT, "letter": ContactKind.LETTER, "brief": ContactKind.LETTER,
    "work": ContactKind.WORK, "arbeit": ContactKind.WORK,
}  # fmt: skip
"""What one may type at the terminal, in both languages at once."""
WAY_NAMES: Mapping[str, str] = {
    "in": N_("from the customer"),
    "out": N_("from us"),
    "missed": N_("missed"),
    "rejected": N_("not taken"),
    "cancelled": N_("called off"),
    CALLED_OFF: N_("called off"),
    "free": N_("takes no time"),
}
MOOD_NAMES: Mapping[int, str] = {
    1: N_("drained"),
    2: N_("as always"),
    3: N_("well"),
}


def contact_kind(kind: str, language: str) -> str:
    """What this kind of contact is called; a kind of a file that we do not know, as it is."""
    return translate(KIND_NAMES[kind], language) if kind in KIND_NAMES else kind


def contact_way(way: str, language: str) -> str:
    """Who began, or that it came to nothing; '' where nobody told."""
    return translate(WAY_NAMES[way], language) if way in WAY_NAMES else ""


def mood_name(mood: int, language: str) -> str:
    """How somebody felt afterwards."""
    return translate(MOOD_NAMES[mood], language)


def kind_meant(word: str) -> ContactKind | None:
    """The kind that somebody types; None for a word that means none.

    >>> kind_meant("Anruf"), kind_meant("fax")
    (<ContactKind.CALL: 'call'>, None)
    """
    return KIND_WORDS.get(word.casefold())
