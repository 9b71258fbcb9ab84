"""How often a customer usually deals with us, and whether it has gone quiet against that.

Every customer is held against its own rhythm only: no score, and no guess who is lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median_low

from wertschatz.domain.values import Fact, Reason

ONE_MATTER = 7
"""Days: whatever follows within a week of the first day belongs to the same matter."""
LEAST_DEALINGS = 4
LEAST_SILENCE = 28
"""Days: whoever deals with us every week may take a holiday."""
QUIET_FACTOR = 2


@dataclass(frozen=True, slots=True)
class Rhythm:
    """One customer's own rhythm, in days."""

    dealings: int
    gap_days: int
    """The usual pause (the median) between the beginnings of two matters."""
    last_on: int
    """Day of the newest dealing, as an ordinal."""

    def silent_days(self, as_of: int) -> int:
        """Days since the last dealing."""
        return max(0, as_of - self.last_on)

    def is_quiet(self, as_of: int) -> bool:
        """Silent for more than twice the usual pause, and for more than four weeks."""
        silent = self.silent_days(as_of)
        return silent > QUIET_FACTOR * self.gap_days and silent > LEAST_SILENCE


def dealings_of(days: Iterable[int]) -> list[int]:
    """The beginnings of the matters that these days (ordinals, any order) belong to.

    >>> dealings_of([1, 2, 5, 8, 40])
    [1, 8, 40]
    """
    begun: list[int] = []
    for day in sorted(days):
        if not begun or day - begun[-1] >= ONE_MATTER:
            begun.append(day)
    return begun


def rhythm_of(days: Iterable[int]) -> Rhythm | None:
    """From the days (ordinals) of invoices and contacts; None: too few to speak of a rhythm.

    >>> rhythm_of([0, 30, 60, 95])
    Rhythm(dealings=4, gap_days=30, last_on=95)
    """
    known = list(days)
    begun = dealings_of(known)
    if len(begun) < LEAST_DEALINGS:
        return None
    gaps = [later - earlier for earlier, later in pairwise(begun)]
    return Rhythm(len(begun), median_low(gaps), max(known))


def quiet_reason(gap_days: int, silent_days: int, last_on: int) -> Reason:
    """The sentence of one who went quiet, in weeks; under two weeks the gap is told in days."""
    facts: dict[str, Fact] = {
        "gap": gap_days, "weeks": round(gap_days / 7), "silent_weeks": silent_days // 7,
        "last_on": date.fromordinal(last_on).isoformat(),
    }  # fmt: skip
    return Reason("quiet_days" if gap_days < 2 * ONE_MATTER else "quiet_weeks", facts)
