"""“So much time for my customers”: the time budget, and starting afresh after an absence."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import asdict

from wertschatz.domain.customers.budget import RANGES, BudgetOutOfRange, settings_from
from wertschatz.ports.budget import BudgetBook
from wertschatz.usecases.refusals import Refused


def set_the_budget(
    book: BudgetBook, values: Mapping[str, int], *, on: dt.date, by: int | None, at: dt.datetime
) -> uuid.UUID | None:
    """Keeps what differs from today's as of `on`; None: nothing differs; raises Refused."""
    now = asdict(book.settings(on))
    try:
        settings_from({**now, **values})
    except BudgetOutOfRange as error:
        if error.name == "shares":
            names = [name for name in RANGES if name.endswith("_percent")]
            total = sum({**now, **values}[name] for name in names)
            raise Refused("shares_not_whole", {"total_percent": total}) from None
        if error.name not in RANGES:
            raise Refused("limit_unknown", {"name": error.name[:60]}) from None
        lowest, highest = RANGES[error.name]
        facts: dict[str, int | str | bool] = {"lowest": lowest, "highest": highest}
        raise Refused("budget_out_of_range", facts) from None
    changed = {name: value for name, value in values.items() if now[name] != value}
    return book.keep(changed, on=on, by=by, at=at) if changed else None


def start_fresh(
    book: BudgetBook,
    away_since: dt.date | None,
    gone: Collection[uuid.UUID] = (),
    *,
    on: dt.date,
    by: int,
    at: dt.datetime,
) -> uuid.UUID:
    """Nothing has piled up: what was due before today has lapsed; raises Refused.

    `gone` are the tasks among it that nobody has to do any more.
    """
    if away_since is not None and away_since >= on:
        raise Refused("away_to_come")
    return book.start_fresh(on, away_since, gone, by=by, at=at)
