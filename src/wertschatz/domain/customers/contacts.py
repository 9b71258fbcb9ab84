"""Kinds of contact with a customer, and how long each takes where nobody says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from wertschatz.domain.customers.parameters import Limits


class ContactKind(StrEnum):
    """How one met."""

    CALL = "call"
    MAIL = "mail"
    MESSAGE = "message"
    VISIT = "visit"
    APPOINTMENT = "appointment"
    LETTER = "letter"
    WORK = "work"


class Way(StrEnum):
    """Who began."""

    IN = "in"
    OUT = "out"


USUAL_MINUTES: Mapping[ContactKind, int] = {
    ContactKind.CALL: 10,
    ContactKind.MESSAGE: 3,
    ContactKind.VISIT: 60,
    ContactKind.LETTER: 15,
    ContactKind.WORK: 60,
}
"""Of kinds for which there is no limit of the analysis."""
LONGEST_MINUTES = 24 * 60
LONGEST_ABOUT = 300
MOODS = range(1, 4)
"""1 drained, 2 as always, 3 well."""
DOUBTFUL_MINUTES = 12 * 60
"""A clock that ran longer was forgotten, most likely."""


def usual_minutes(limits: Limits) -> dict[ContactKind, int]:
    """Kind → minutes that one press logs.

    >>> usual_minutes(Limits(minutes_mail=4))[ContactKind.MAIL]
    4
    """
    said = {
        ContactKind.MAIL: limits.minutes_mail,
        ContactKind.APPOINTMENT: limits.minutes_appointment,
    }
    return {kind: {**USUAL_MINUTES, **said}[kind] for kind in ContactKind}
