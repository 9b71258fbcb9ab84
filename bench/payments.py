"""Payments find their invoices in an invented year: how many by themselves, how many wrong."""

from __future__ import annotations

import time
from typing import NamedTuple

from bench.invented_payments import InventedYear, invented_year, score
from wertschatz.domain.customers.paying.matching import assign

SEEDS = (1, 2, 3, 4, 5)
GOAL_PERCENT = 95
GOAL_SECONDS = 2.0


class Measured(NamedTuple):
    """One year, matched."""

    percent: float
    wrong: int
    asked: int
    seconds: float


def measured(year: InventedYear) -> Measured:
    """Seconds of the processor: other programs of the machine do not count."""
    before = time.process_time()
    outcome = assign(year.invoices, year.payments)
    seconds = time.process_time() - before
    result = score(year, outcome)
    return Measured(result.percent, len(result.wrong), outcome.counts.asked, seconds)


def _lines(name: str, *, round_prices: bool, small: bool) -> list[dict[str, object]]:
    size = (300, 400) if small else (3000, 4000)
    seeds = SEEDS[:2] if small else SEEDS
    years = [
        measured(invented_year(seed, round_prices=round_prices, invoices=size[0], rows=size[1]))
        for seed in seeds
    ]
    least = min(one.percent for one in years)
    wrong = sum(one.wrong for one in years)
    slowest = max(one.seconds for one in years)
    asked = max(one.asked for one in years)
    about = f"{len(years)} years of {size[0]} invoices, {size[1]} rows; {name}"
    return [
        _line(f"Payments assigned, {name}", least, "%", GOAL_PERCENT, least >= GOAL_PERCENT,
              f"the worst year; at most {asked} asked"),
        _line(f"Payments assigned wrongly, {name}", wrong, "payments", 0, wrong == 0, about),
        _line(f"Matching a year, {name}", slowest, "s", GOAL_SECONDS, slowest < GOAL_SECONDS,
              "the slowest year, processor time"),
    ]  # fmt: skip


def _line(
    name: str, figure: float, unit: str, goal: float, met: bool, peer: str
) -> dict[str, object]:
    return {
        "name": name, "figure": round(figure, 2), "unit": unit, "goal": goal, "met": met,
        "peer": peer,
    }  # fmt: skip


def run(*, small: bool = False) -> list[dict[str, object]]:
    """Three figures each for random amounts and for sixteen round prices."""
    return [
        *_lines("random amounts", round_prices=False, small=small),
        *_lines("16 round prices", round_prices=True, small=small),
    ]


if __name__ == "__main__":
    for line in run():
        print(" | ".join(str(value) for value in line.values()))
