"""What the plan of a day with 500 open tasks costs, without and with exchanges."""

from __future__ import annotations

import random
import time

from wertschatz.domain.worktime.day import Day, Fixed, FixedKind, Gap, Task
from wertschatz.domain.worktime.dayplan import plan_day

TASKS = 500
ROUNDS = 5
GOALS = {False: 50, True: 300}
"""Milliseconds, without and with exchanges."""
FIXED = (
    Fixed(600, 630, FixedKind.MAIL), Fixed(660, 720, FixedKind.APPOINTMENT),
    Fixed(750, 780, FixedKind.BREAK), Fixed(840, 855, FixedKind.CALL_BACK),
    Fixed(960, 990, FixedKind.MAIL), Fixed(1010, 1020, FixedKind.CLOSING),
)  # fmt: skip
SEED = 20261130


KINDS = (
    ((10, 15, 20, 30, 45, 60, 90, 120), 0.2), ((10, 15, 20, 30, 45, 60, 90, 120), 0.7),
    ((50, 65, 80, 95, 110, 125, 140), 0.2), ((35, 40, 55, 70, 85, 100), 0.7),
    ((100, 110, 130), 0.5), ((65, 70), 0.9),
)  # fmt: skip
"""Lengths of tasks, and how many have narrow times. With awkward lengths the day never comes out
even, so that exchanges are tried as long as they may be."""


def many(count: int, lengths: tuple[int, ...], narrow: float) -> list[Task]:
    """Some most important, some with times of others and deadlines, some for customers."""
    dice = random.Random(SEED)
    found = []
    for number in range(count):
        start = dice.randrange(540, 960, 30)
        window = Gap(start, start + 90) if dice.random() < narrow else None
        found.append(
            Task(
                f"t{number}", dice.choice(lengths),
                dice.choices((1, 2, 3), (2, 3, 5))[0], dice.choice((None, None, "A", "B", "C", "")),
                window, dice.choice((None, None, None, 720, 1020)),
            )
        )  # fmt: skip
    return found


def run(*, small: bool = False) -> list[dict[str, object]]:
    """The slowest of several rounds over all kinds of days counts."""
    count = TASKS // 10 if small else TASKS
    budgets = (("A", 150), ("B", 60), ("C", 30), ("", 60))
    day = Day(540, 1020, FIXED, 40, budgets)
    lines: list[dict[str, object]] = []
    for search, goal in GOALS.items():
        slowest = 0.0
        for lengths, narrow in KINDS:
            tasks = many(count, lengths, narrow)
            for _ in range(ROUNDS):
                before = time.perf_counter()
                plan_day(day, tasks, search=search)
                slowest = max(slowest, (time.perf_counter() - before) * 1_000)
        name = "Plan of a day" + (", with exchanges" if search else ", first fit")
        lines.append({
            "name": name, "figure": round(slowest, 1), "unit": "ms", "goal": goal,
            "met": slowest < goal, "peer": f"{count} tasks, {len(KINDS)} kinds of days",
        })  # fmt: skip
    return lines


if __name__ == "__main__":
    for line in run():
        print(line)
