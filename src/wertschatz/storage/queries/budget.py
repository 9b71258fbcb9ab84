"""How much of the customer time each group has used: today, this week, in the weeks before."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wertschatz.domain.customers.budget import (
    PARTS,
    RANGES,
    SHARES,
    BudgetOutOfRange,
    BudgetSettings,
    Learned,
    Part,
    customer_time,
    day_minutes,
    drift_of,
    parts_of,
    settings_from,
)
from wertschatz.domain.values import Group, Reason
from wertschatz.storage.limits_book import own_values
from wertschatz.storage.queries.fresh import away, fresh_since
from wertschatz.storage.spent_time import WEEKS_BACK, Used, days_until, monday_of

Days = Mapping[dt.date, Used]
Week = tuple[dt.date, Used]
"""Its Monday, and what it took."""


@dataclass(frozen=True, slots=True)
class Budget:
    """The time budget of one day and its week."""

    day: dt.date
    settings: BudgetSettings
    time: Learned
    today: tuple[Part, ...]
    week: tuple[Part, ...]
    drift: Reason | None

    def left_today(self, group: Group | None) -> Part:
        """The part of one group today."""
        return next(part for part in self.today if part.group == group)


def settings_on(day: dt.date) -> BudgetSettings:
    """What the owner has set, in force on that day."""
    own = own_values(day, RANGES)
    try:
        return settings_from(own)
    except BudgetOutOfRange:
        # Shares that are no whole (an older journal taken back in parts) are those of the method.
        return settings_from({name: value for name, value in own.items() if name not in SHARES})


def budget_on(today: dt.date, account: int | None = None) -> Budget:
    """The budget of this day and its week, as this person sees it; None: as the firm does."""
    settings, monday, days = settings_on(today), monday_of(today), days_until(today)
    weeks = full_weeks(days, monday)
    time = customer_time(settings, [sum(used.values()) for used in there(weeks, account)])
    return Budget(
        today, settings, time,
        parts_of(day_minutes(time.minutes, today), days.get(today, {}), settings),
        parts_of(time.minutes, added_up(days, monday, today), settings),
        drift_of(_since_fresh(weeks, account), settings),
    )  # fmt: skip


def full_weeks(days: Days, monday: dt.date) -> list[Week]:
    """The weeks before this Monday, newest first."""
    starts = [monday - dt.timedelta(weeks=back) for back in range(1, WEEKS_BACK + 1)]
    return [(start, added_up(days, start, _end(start))) for start in starts]


def added_up(days: Days, start: dt.date, end: dt.date) -> Used:
    """What these days took, both ends included."""
    total: Counter[Group | None] = Counter(dict.fromkeys(PARTS, 0))
    for day, used in days.items():
        if start <= day <= end:
            total.update(used)
    return dict(total)


def there(weeks: Sequence[Week], account: int | None) -> list[Used]:
    """What each of these weeks took; weeks of holiday or illness say nothing, and took nothing."""
    absences = away(account)
    return [
        {} if any(since <= _end(start) and start < until for since, until in absences) else used
        for start, used in weeks
    ]


def _since_fresh(weeks: Sequence[Week], account: int | None) -> list[Used]:
    """Whoever starts afresh hears nothing of how the weeks before went."""
    fresh = fresh_since(account)
    return [{} if fresh is not None and start < fresh else used for start, used in weeks]


def _end(monday: dt.date) -> dt.date:
    return monday + dt.timedelta(days=6)
