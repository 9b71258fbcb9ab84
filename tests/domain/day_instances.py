"""Days to be planned, made from fixed seeds; their proven optima are stored beside."""

from __future__ import annotations

import random

from wertschatz.domain.worktime.day import GRID, Day, Fixed, FixedKind, Gap, Task

WEIGHTS = {1: 3, 2: 2, 3: 1}
"""Worth of a planned minute, by importance."""


def made(tasks: int, seed: int) -> tuple[Day, list[Task]]:
    """A day of nine hours with appointments, mail windows, a break and the last ten minutes."""
    dice = random.Random(f"{tasks} {seed}")
    fixed = [
        Fixed(720, 780, FixedKind.BREAK), Fixed(600, 630, FixedKind.MAIL),
        Fixed(960, 990, FixedKind.MAIL), Fixed(1010, 1020, FixedKind.CLOSING),
    ]  # fmt: skip
    for _ in range(dice.randint(2, 3)):
        length = dice.choice((30, 45, 60))
        start = dice.randrange(480, 1010 - length, GRID)
        if all(start + length <= one.start or one.end <= start for one in fixed):
            fixed.append(Fixed(start, start + length, FixedKind.APPOINTMENT))
    day = Day(480, 1020, tuple(fixed), 40, (("A", 120), ("B", 50), ("C", 25), ("", 50)))
    found = []
    for number in range(tasks):
        window = None
        if dice.random() < 0.3:
            start = dice.randrange(480, 900, GRID)
            window = Gap(start, start + dice.choice((60, 120, 180)))
        due = dice.randrange(600, 1020, GRID) if dice.random() < 0.14 else None
        found.append(Task(
            f"t{number:03}", dice.randrange(5, 95, GRID),
            dice.choices((1, 2, 3), (20, 30, 50))[0],
            dice.choice(("A", "B", "C", "", None, None, None)), window, due,
        ))  # fmt: skip
    return day, found
