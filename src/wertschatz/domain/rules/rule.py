"""A rule: when it holds, and what then happens to whoever comes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from wertschatz.domain.rules.situation import (
    BudgetLeft,
    CallerKind,
    Channel,
    Colleague,
    Emergency,
)
from wertschatz.domain.values import Group

DAY_MINUTES = 1440
FIRST_DAY, LAST_DAY = (1, 1), (12, 31)


class Verdict(StrEnum):
    """What happens to whoever comes (METHOD 0.1)."""

    PUT_THROUGH = "put_through"
    COLLEAGUE = "colleague"
    CALL_BACK = "call_back"
    IN_WRITING = "in_writing"
    NOT_NOW = "not_now"


class Until(StrEnum):
    """Until when the verdict holds, or when one calls back."""

    NOTHING = "nothing"
    STATE = "state"
    """The end of what the owner said: door, focus, break, unplugged, appointment."""
    SLOT = "slot"
    """The next time at which one could call back."""


class RuleOutOfRange(ValueError):
    """A rule names a time, day or span that does not exist. `field` says which."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class Span(NamedTuple):
    """From `start` up to, but not including, `end`; minutes of the day. Over midnight where the
    end lies before the start: then the early hours of the named weekdays belong to it."""

    start: int
    end: int


class Season(NamedTuple):
    """From one day of the year to another, both included, as (month, day); over New Year where
    the end lies before the start."""

    start: tuple[int, int]
    end: tuple[int, int]


@dataclass(frozen=True, slots=True)
class When:
    """All that is named must hold; None means: whatever it is.

    `groups` may hold None for everybody without a confirmed group.
    """

    groups: frozenset[Group | None] | None = None
    kinds: frozenset[CallerKind] | None = None
    callers: frozenset[str] | None = None
    channels: frozenset[Channel] | None = None
    weekdays: frozenset[int] | None = None
    """0 is Monday."""
    times: tuple[Span, ...] = ()
    """Any of them; none named: all day."""
    seasons: tuple[Season, ...] = ()
    door_closed: bool | None = None
    focus: bool | None = None
    on_break: bool | None = None
    unplugged: bool | None = None
    in_appointment: bool | None = None
    colleague: frozenset[Colleague] | None = None
    budget: frozenset[BudgetLeft] | None = None
    again_within: int | None = None
    """Minutes since the caller's last call, at most."""
    emergency: frozenset[Emergency] | None = None

    def __post_init__(self) -> None:
        """Refuses what no clock or calendar has."""
        for span in self.times:
            if not (0 <= span.start < DAY_MINUTES and 0 < span.end <= DAY_MINUTES):
                raise RuleOutOfRange("times")
            if span.start == span.end:
                raise RuleOutOfRange("times")
        for season in self.seasons:
            for month, day in season:
                if not (1 <= month <= 12 and 1 <= day <= 31):
                    raise RuleOutOfRange("seasons")
        if self.weekdays is not None and not self.weekdays <= frozenset(range(7)):
            raise RuleOutOfRange("weekdays")
        if self.again_within is not None and not 0 <= self.again_within < DAY_MINUTES:
            raise RuleOutOfRange("again_within")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the house; the first that holds decides."""

    id: int
    when: When
    verdict: Verdict
    until: Until = Until.NOTHING
    ready: str = ""
    """Code of the ready-made rule it comes from; '' the owner's own."""
    on: bool = True


def asks_colleague(rule: Rule) -> bool:
    """It holds only where a colleague is there who has not tried yet: nobody is passed on to
    nobody, nor round in a circle. Otherwise the rules after it decide."""
    return rule.verdict is Verdict.COLLEAGUE


def spares(rule: Rule, group: Group | None) -> bool:
    """A used-up budget never turns an A customer away (METHOD 1.7): such a rule passes A by."""
    turns_away = rule.verdict is not Verdict.PUT_THROUGH
    return group is Group.A and rule.when.budget is not None and turns_away
