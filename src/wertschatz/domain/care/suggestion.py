"""Who gets today's one suggestion: whoever has waited longest and matters, with the reason.

At most one a day, nothing against an objection, and nothing is ever sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from wertschatz.domain.care.consent import Channel, Said, open_channels, refused_all
from wertschatz.domain.care.occasions import Occasion
from wertschatz.domain.values import Group, Reason

LONGEST_WAIT = 365
"""Days: who waited longer, or never had a word, waited a year."""
KINDS = ("smile", "listening", "remark", "thanks", "card", "gift")
"""Of attentions; those that cost nothing come first."""


@dataclass(frozen=True, slots=True)
class Someone:
    """One person or customer, as the choice needs it."""

    key: str
    group: Group | None = None
    """As the owner confirmed it; a proposal acts nowhere."""
    inside: bool = False
    """Staff or boss."""
    business: bool = True
    """False: a consumer, or nobody knows."""
    thanked_on: date | None = None
    """The newest attention; None: none yet."""
    said: Mapping[Channel, Said] | None = None


@dataclass(frozen=True, slots=True)
class Snooze:
    """What is not suggested: a person, a kind of occasion, one occasion; each '' means any."""

    key: str = ""
    code: str = ""
    fact: str = ""
    until: date | None = None
    """The first day on which it may be suggested again; None: never."""

    def holds(self, one: Occasion, today: date) -> bool:
        """This occasion is not suggested today."""
        if self.until is not None and today >= self.until:
            return False
        if not (self.key or self.code or self.fact):
            return False
        pairs = ((self.key, one.key), (self.code, one.code), (self.fact, one.fact))
        return all(not mine or mine == theirs for mine, theirs in pairs)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Today's one."""

    occasion: Occasion
    why: Reason
    """Why this person: how long since the last kind word."""
    channels: frozenset[Channel]
    """Ways from afar that are open; in person always is."""


def suggestion(
    found: Iterable[Occasion],
    people: Mapping[str, Someone],
    today: date,
    *,
    given: Iterable[tuple[str, str]] = (),
    snoozes: Iterable[Snooze] = (),
    answered: bool = False,
) -> Suggestion | None:
    """The one suggestion of today, or None.

    `given` are (person, fact) of all occasions that had their attention; `answered`: today's
    suggestion was taken or put off already, and there is no other one before tomorrow.
    """
    if answered:
        return None
    done, off = frozenset(given), tuple(snoozes)
    may = [
        one
        for one in found
        if one.key in people
        and (one.key, one.fact) not in done
        and not refused_all(people[one.key].said or {})
        and not any(snooze.holds(one, today) for snooze in off)
    ]
    if not may:
        return None
    best = min(may, key=lambda one: _rank(one, people[one.key], today))
    person = people[best.key]
    channels = open_channels(person.said or {}, business=person.business, inside=person.inside)
    return Suggestion(best, _why(person, today), channels)


def _rank(one: Occasion, person: Someone, today: date) -> tuple[object, ...]:
    # A birthday has its day; whatever else waits may wait for tomorrow.
    today_only = one.dated and 0 <= (today - one.on).days <= 1
    waited = waited_days(person, today)
    return (not today_only, -_weight(person) * waited, -one.on.toordinal(), one.key, one.fact)


def _weight(person: Someone) -> int:
    if person.inside:
        return 2
    return {Group.A: 3, Group.B: 2, Group.C: 0, None: 1}[person.group]


def waited_days(person: Someone, today: date) -> int:
    """Days since the last kind word, at most a year.

    >>> waited_days(Someone("a"), date(2026, 1, 1))
    365
    """
    if person.thanked_on is None:
        return LONGEST_WAIT
    return min(max((today - person.thanked_on).days, 0), LONGEST_WAIT)


def _why(person: Someone, today: date) -> Reason:
    if person.thanked_on is None:
        return Reason("care_never_thanked")
    return Reason("care_waited", {"days": (today - person.thanked_on).days})


def may_call(person: Someone) -> bool:
    """A "how is it going" call may be proposed: to A customers, whom it is open to."""
    if person.group is not Group.A or person.inside:
        return False
    return Channel.PHONE in open_channels(person.said or {}, business=person.business)
