"""The rules to start from, in their order (METHOD 3.2); every one can be changed or dropped."""

from __future__ import annotations

from collections.abc import Sequence

from wertschatz.domain.rules.rule import Rule, Span, Until, Verdict, When
from wertschatz.domain.rules.situation import CallerKind, Channel, Colleague, Emergency
from wertschatz.domain.values import Group

EMERGENCIES = frozenset(set(Emergency) - {Emergency.NONE})
COMES = frozenset({Channel.PHONE, Channel.DOOR})
"""Whoever wants an answer at once."""
TELEPHONE_HOURS = (Span(9 * 60, 10 * 60), Span(14 * 60, 15 * 60))
WORKDAYS = frozenset(range(5))


def ready_made(
    telephone_hours: Sequence[Span] = TELEPHONE_HOURS,
    weekdays: frozenset[int] = WORKDAYS,
) -> tuple[Rule, ...]:
    """The house's own rules, numbered from 1. `telephone_hours` are those for group B."""
    hours = tuple(telephone_hours)
    customers, b, c = frozenset({CallerKind.CUSTOMER}), frozenset({Group.B}), frozenset({Group.C})
    made: tuple[tuple[str, When, Verdict, Until], ...] = (
        ("emergency", When(emergency=EMERGENCIES), Verdict.PUT_THROUGH, Until.NOTHING),
        ("unplugged", When(unplugged=True), Verdict.NOT_NOW, Until.STATE),
        ("break", When(on_break=True, channels=COMES), Verdict.NOT_NOW, Until.STATE),
        ("closed_door", When(door_closed=True, channels=COMES), Verdict.NOT_NOW, Until.STATE),
        ("a_may_interrupt", When(groups=frozenset({Group.A})), Verdict.PUT_THROUGH, Until.NOTHING),
        (
            "colleague_first",
            When(kinds=customers, colleague=frozenset({Colleague.THERE}), channels=COMES),
            Verdict.COLLEAGUE, Until.NOTHING,
        ),
        (
            "b_in_its_hours",
            When(groups=b, times=hours, weekdays=weekdays, channels=COMES),
            Verdict.PUT_THROUGH, Until.NOTHING,
        ),
        ("b_later", When(groups=b, channels=COMES), Verdict.CALL_BACK, Until.SLOT),
        ("c_in_writing", When(groups=c, channels=COMES), Verdict.IN_WRITING, Until.NOTHING),
    )  # fmt: skip
    return tuple(
        Rule(at, when, verdict, until, ready)
        for at, (ready, when, verdict, until) in enumerate(made, 1)
    )
