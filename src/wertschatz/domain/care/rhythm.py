"""Who is due for a word: a rhythm per group or person, reset by any contact.

Counted against one's own time: what does not fit is not due this week, and nobody is told off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from wertschatz.domain.values import Group, Reason


@dataclass(frozen=True, slots=True)
class Pace:
    """How often one wants to be in touch, and how much time there is for it."""

    days_a: int = 42
    days_b: int = 120
    days_c: int = 0
    """0: no rhythm."""
    minutes_each: int = 10
    minutes_week: int = 60
    """Of one's own time for such words."""

    def of(self, group: Group | None) -> int:
        """Days between two words; 0: none."""
        match group:
            case Group.A:
                return self.days_a
            case Group.B:
                return self.days_b
            case Group.C:
                return self.days_c
        return 0


@dataclass(frozen=True, slots=True)
class Turn:
    """One person as the due list needs it."""

    key: str
    group: Group | None
    last_on: date | None
    """Of the newest contact or attention; None: nothing is known."""
    own_days: int | None = None
    """Their own rhythm; None: that of the group; 0: never."""
    not_before: date | None = None
    """Put off until then."""
    known_on: date | None = None
    """Since when one knows of them; counts where there was no contact."""


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody whose turn it is."""

    key: str
    due_on: date
    days: int
    """The rhythm."""
    reason: Reason


@dataclass(frozen=True, slots=True)
class DueList:
    """Whose turn it is, as far as it fits into the week."""

    now: tuple[Due, ...]
    rest: tuple[Due, ...]
    """Those who are due as well, and would not fit."""
    used_minutes: int
    enough: bool
    """The time for this week is spent."""

    @property
    def later(self) -> int:
        """So many more are due, and would not fit."""
        return len(self.rest)


def due_on(turn: Turn, pace: Pace) -> date | None:
    """The day on which it is their turn; None: never."""
    days = pace.of(turn.group) if turn.own_days is None else turn.own_days
    begin = turn.last_on or turn.known_on
    if days <= 0 or begin is None:
        return None
    try:
        day = begin + timedelta(days=days)
    except OverflowError:
        return None
    return max(day, turn.not_before) if turn.not_before else day


def due_list(turns: Iterable[Turn], pace: Pace, today: date, used_minutes: int = 0) -> DueList:
    """Whose turn it is today; the ones whose rhythm is overdrawn most come first.

    `used_minutes` were spent on such words this week already.
    """
    found: list[Due] = []
    for turn in turns:
        day = due_on(turn, pace)
        if day is None or day > today:
            continue
        days = pace.of(turn.group) if turn.own_days is None else turn.own_days
        if turn.last_on is None:
            reason = Reason("care_due_never", {"every_days": days})
        else:
            since = (today - turn.last_on).days
            reason = Reason("care_due", {"since_days": since, "every_days": days})
        found.append(Due(turn.key, day, days, reason))
    found.sort(key=lambda one: (-((today - one.due_on).days / one.days), one.due_on, one.key))
    left = max(pace.minutes_week - used_minutes, 0)
    fits = left // max(pace.minutes_each, 1)
    return DueList(tuple(found[:fits]), tuple(found[fits:]), used_minutes, fits == 0)


def last_of(days: Iterable[Mapping[str, date]]) -> dict[str, date]:
    """Key → the newest of all these days: any contact resets the rhythm."""
    newest: dict[str, date] = {}
    for some in days:
        for key, day in some.items():
            newest[key] = max(day, newest.get(key, day))
    return newest


PARAMETERS: Mapping[str, tuple[int, int, int]] = {
    "care_days_a": (42, 0, 730),
    "care_days_b": (120, 0, 730),
    "care_days_c": (0, 0, 730),
    "care_minutes_each": (10, 1, 120),
    "care_minutes_week": (60, 0, 600),
    "care_deducts_vat": (1, 0, 1),
}
"""Names of the firm's parameters: default, lowest, highest. The last one is for the gift ledger:
1, the firm deducts input tax, so that gifts count net; 0, it does not (§ 19 UStG)."""


class CareOutOfRange(ValueError):
    """A setting is unknown, or outside its range; `name` says which."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def checked(values: Mapping[str, int]) -> dict[str, int]:
    """The same values; raises `CareOutOfRange`."""
    for name, value in values.items():
        if name not in PARAMETERS or not PARAMETERS[name][1] <= value <= PARAMETERS[name][2]:
            raise CareOutOfRange(name)
    return dict(values)


def pace_from(values: Mapping[str, int]) -> Pace:
    """The pace with these values over the defaults."""
    said = {name: values.get(name, default) for name, (default, _, _) in PARAMETERS.items()}
    return Pace(
        said["care_days_a"], said["care_days_b"], said["care_days_c"], said["care_minutes_each"],
        said["care_minutes_week"],
    )  # fmt: skip
