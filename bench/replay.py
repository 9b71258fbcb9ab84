"""What a replay costs: 100,000 calls under two sets of rules, with appointments and call-backs."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Iterator

from wertschatz.domain.customers.preferences import Hours, Preference
from wertschatz.domain.rules.moment import NOBODY, Helper, Known, Setup, Stretch
from wertschatz.domain.rules.plain import rule_from, rule_to
from wertschatz.domain.rules.ready import ready_made
from wertschatz.domain.rules.replay import Outcome, Past, PastCall, compare, replay
from wertschatz.domain.rules.situation import CallerKind
from wertschatz.domain.values import Group

CALLS, CALLERS, YEARS = 100_000, 5_000, 3
GOAL_SECONDS = 10
FIRST = dt.date(2024, 1, 1)
LAST = dt.date(2026, 12, 31)


def run(*, small: bool = False) -> list[dict[str, object]]:
    """One set of rules is what the goal is about; two are what the page shows."""
    count = CALLS // (20 if small else 1)
    calls, past, setup = list(_calls(count)), _past(), _setup()
    began = time.perf_counter()
    one = replay(setup, calls, past)
    between = time.perf_counter()
    compare(setup, (), setup.rules, calls, past)
    ended = time.perf_counter()
    where = f"{len(one.told):,} incoming, {len(past.appointments):,} appointments, {YEARS} years"
    return [
        _line(f"Replay of {count:,} calls", between - began, GOAL_SECONDS, where),
        _line(f"Two rule sets over {count:,} calls", ended - between, 2 * GOAL_SECONDS, where),
    ]


def _line(name: str, figure: float, goal: int, peer: str) -> dict[str, object]:
    return {
        "name": name, "figure": round(figure, 2), "unit": "s", "goal": goal,
        "met": figure <= goal, "peer": peer,
    }  # fmt: skip


def _setup() -> Setup:
    """The ready-made rules with a colleague in the mornings, so that B and C go every way."""
    workdays = frozenset(range(5))
    rules = tuple(rule_from(rule_to(rule)) for rule in ready_made())
    return Setup(
        rules=rules, breaks=(Hours(workdays, 12 * 60 + 30, 13 * 60),),
        helpers=(Helper("Anna", "11", (Hours(frozenset({0, 1}), 8 * 60, 11 * 60),)),),
    )  # fmt: skip


def _past() -> Past:
    dice = random.Random("appointments")
    day = dt.timedelta(days=1)
    starts = [
        dt.datetime.combine(FIRST + number * day, dt.time(dice.randrange(7, 15)), dt.UTC)
        for number in range((LAST - FIRST).days) for _ in range(2)
    ]  # fmt: skip
    return Past(FIRST, LAST, (), tuple(Stretch(at, at + dt.timedelta(hours=1)) for at in starts))


def _calls(count: int) -> Iterator[PastCall]:
    dice = random.Random("calls")
    callers = [_caller(dice, number) for number in range(CALLERS)]
    minutes = (LAST - FIRST).days * 24 * 60
    for _ in range(count):
        day, rest = divmod(dice.randrange(minutes), 24 * 60)
        # Most call in the day; some at night and at the weekend.
        minute = rest if dice.random() < 0.1 else 7 * 60 + rest * 11 // 24
        at = dt.datetime.combine(FIRST, dt.time(), dt.UTC) + dt.timedelta(days=day, minutes=minute)
        who = dice.choice(callers) if dice.random() < 0.8 else NOBODY
        missed = dice.random() < 0.2
        yield PastCall(
            at, who, who.key or f"+4930{dice.randrange(10**6)}", dice.random() < 0.8,
            0 if missed else dice.randrange(30, 1200),
            Outcome.MISSED if missed else Outcome.ANSWERED,
        )  # fmt: skip


def _caller(dice: random.Random, number: int) -> Known:
    group = dice.choice((Group.A, Group.B, Group.B, Group.C, Group.C, None))
    liked = Preference()
    if dice.random() < 0.2:
        start = dice.randrange(8, 15) * 60
        liked = Preference(from_minute=start, until_minute=start + 120)
    kind = CallerKind.CUSTOMER if group or dice.random() < 0.5 else CallerKind.UNKNOWN
    return Known(f"+49{1000000 + number}", kind=kind, group=group, preference=liked)


if __name__ == "__main__":
    for line in run():
        print(line)
