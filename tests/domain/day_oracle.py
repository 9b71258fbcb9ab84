"""Days to be planned with their proven optimum (HiGHS through SciPy): the plan is held against it.

Small days are solved anew in the tests; large ones take minutes, so their optima are stored
(`python -m tests.domain.day_oracle` makes those that are missing; the seeds are fixed).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_matrix

from tests.domain.day_instances import WEIGHTS, made
from wertschatz.domain.worktime.day import CLASSES, GRID, Day, Gap, Task

STORED = Path(__file__).with_name("days") / "optima.json"
SIZES = (10, 40, 200, 500)
SEEDS = range(5)


class Oracle:
    """All plans of a day as one integer programme: a task starts in a slot, or not at all."""

    def __init__(self, day: Day, tasks: Sequence[Task]) -> None:
        self.tasks = tasks
        self.starts = [
            (number, at)
            for number, task in enumerate(tasks)
            for gap in day.gaps()
            for at in range(*_slots(task, gap), GRID)
        ]
        rows: list[tuple[int, int, float]] = []
        limits: list[float] = []

        def limit(entries: list[tuple[int, float]], most: float) -> None:
            rows.extend((len(limits), column, value) for column, value in entries)
            limits.append(most)

        by_task: dict[int, list[int]] = {}
        by_slot: dict[int, list[int]] = {}
        for column, (number, at) in enumerate(self.starts):
            by_task.setdefault(number, []).append(column)
            for slot in range(at, at + tasks[number].minutes, GRID):
                by_slot.setdefault(slot, []).append(column)
        for columns in (*by_task.values(), *by_slot.values()):
            limit([(column, 1) for column in columns], 1)
        limit(self._minutes(lambda _: True), day.capacity)
        for group, most in day.budgets:
            limit(self._minutes(lambda task, group=group: task.budget == group), most)
        self._rows, self._limits = rows, limits

    def _minutes(self, which: Any) -> list[tuple[int, float]]:
        return [
            (column, self.tasks[number].minutes)
            for column, (number, _) in enumerate(self.starts)
            if which(self.tasks[number])
        ]

    def best(self, worth: Any, floors: Sequence[tuple[int, int]] = ()) -> int:
        """The most that `worth(task)` a minute can come to; `floors` are classes with minutes
        that must be reached."""
        if not self.starts:
            return 0
        rows, lows = list(self._rows), [-np.inf] * len(self._limits)
        highs: list[float] = list(self._limits)
        for importance, minutes in floors:
            entries = self._minutes(lambda task, i=importance: task.importance == i)
            rows += [(len(highs), column, value) for column, value in entries]
            lows.append(minutes)
            highs.append(np.inf)
        at, columns, values = zip(*rows, strict=True)
        matrix = coo_matrix((values, (at, columns)), shape=(len(highs), len(self.starts)))
        gain = [worth(self.tasks[n]) * self.tasks[n].minutes for n, _ in self.starts]
        done = milp(
            -np.array(gain, dtype=float), integrality=np.ones(len(self.starts)),
            bounds=Bounds(0, 1), constraints=LinearConstraint(matrix.tocsr(), lows, highs),
            options={"mip_rel_gap": 0.0, "time_limit": 300},
        )  # fmt: skip
        if done.status != 0:
            raise RuntimeError(done.message)
        return round(-done.fun)

    def optimum(self) -> dict[str, Any]:
        """Minutes class by class, each after the one above; and the weighted sum by itself."""
        floors: list[tuple[int, int]] = []
        for importance in CLASSES:
            minutes = self.best(lambda task, i=importance: task.importance == i, floors)
            floors.append((importance, minutes))
        return {
            "classes": [minutes for _, minutes in floors],
            "weighted": self.best(lambda task: WEIGHTS[task.importance]),
        }


def _slots(task: Task, gap: Gap) -> tuple[int, int]:
    low, high = task.window or gap
    if task.due is not None:
        high = min(high, task.due)
    start = -(-max(gap.start, low) // GRID) * GRID
    return start, min(gap.end, high) - task.minutes + 1


def main() -> None:
    """Writes the stored optima, one after the other; what is there already stays."""
    STORED.parent.mkdir(exist_ok=True)
    found = json.loads(STORED.read_text("utf-8")) if STORED.exists() else []
    there = {(one["tasks"], one["seed"]) for one in found}
    for tasks in SIZES:
        for seed in SEEDS:
            if (tasks, seed) not in there:
                found.append({"tasks": tasks, "seed": seed, **Oracle(*made(tasks, seed)).optimum()})
                lines = ",\n".join(json.dumps(one) for one in found)
                STORED.write_text(f"[\n{lines}\n]\n", "utf-8")


if __name__ == "__main__":
    main()
