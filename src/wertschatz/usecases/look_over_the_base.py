"""“How does my customer base stand as a whole?”: works it out once, so that the page only reads."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping

from wertschatz.domain.customers.dependence import dependence_of
from wertschatz.domain.customers.moves import Move, Then, moves_between, up_and_down
from wertschatz.domain.customers.rhythm import LEAST_SILENCE, rhythm_of
from wertschatz.domain.customers.staying import Stayed, stayed_of
from wertschatz.domain.customers.year import Window, months_later
from wertschatz.ports.portfolio import (
    JobLine,
    Kept,
    MoveLine,
    Overview,
    Quiet,
    QuietOnes,
    WholeBase,
    YearEnd,
)

LARGEST = 10
QUIET_SHOWN = 50
JOBS_SHOWN = 10
MOVES_SHOWN = 20
CUSTOMERS_WITH_JOBS = 2_000
"""No further: whoever comes after these takes little time."""
RHYTHM_YEARS = 5
FIRST_DAYS = 30
"""The first analysis may take several sittings: letters of these days belong to it."""


def look_over_the_base(base: WholeBase, *, as_of: dt.date) -> bool:
    """Stores the overview beside the newest assessment; False: there is none."""
    found = base.newest_run()
    if found is None:
        return False
    run, window = found
    revenues = base.revenues()
    largest = sorted(revenues, key=lambda one: (-revenues[one], one))[:LARGEST]
    letters = base.letters()
    base.keep(
        run,
        Overview(
            as_of=as_of.toordinal(),
            dependence=dependence_of(revenues.values()),
            largest=tuple(one for one in largest if revenues[one] > 0),
            quiet=_quiet(base, revenues, as_of),
            jobs=_jobs(base, window),
            years=_years(letters),
            kept=_kept(base, letters, as_of.toordinal()),
        ),
    )
    return True


def _quiet(base: WholeBase, assessed: Mapping[int, int], day: dt.date) -> QuietOnes:
    as_of, since = day.toordinal(), months_later(day, -24).toordinal()
    lately = base.revenues_since(since, as_of)
    buyers = {one: row for one, row in lately.items() if one in assessed and row[0] > 0}
    silent_since = as_of - LEAST_SILENCE
    asked = [one for one, (_, last) in buyers.items() if last < silent_since]
    quiet: list[Quiet] = []
    too_few = 0
    start = months_later(day, -12 * RHYTHM_YEARS).toordinal()
    for customer, days in base.dealt_with(asked, start, as_of, silent_since):
        rhythm = rhythm_of(days)
        if rhythm is None:
            too_few += 1
        elif rhythm.is_quiet(as_of):
            silent = rhythm.silent_days(as_of)
            cents = buyers[customer][0]
            quiet.append(Quiet(customer, rhythm.gap_days, silent, rhythm.last_on, cents))
    quiet.sort(key=lambda one: (-one.cents, one.customer))
    return QuietOnes(len(quiet), len(buyers) - too_few, too_few, tuple(quiet[:QUIET_SHOWN]))


def _jobs(base: WholeBase, window: Window) -> tuple[JobLine, ...]:
    """The largest jobs of all. No job takes longer than its customer, so one may stop early."""
    largest: list[JobLine] = []
    for customer, minutes in base.busiest(CUSTOMERS_WITH_JOBS):
        if len(largest) == JOBS_SHOWN and minutes <= largest[-1].minutes:
            break
        largest += base.jobs_of(customer, window)
        largest = sorted(largest, key=lambda job: -job.minutes)[:JOBS_SHOWN]
    return tuple(largest)


def _years(letters: Mapping[int, Mapping[int, Then]]) -> tuple[YearEnd, ...]:
    return tuple(
        _year_end(year, letters[year], letters.get(year - 1, {})) for year in sorted(letters)
    )


def _year_end(year: int, now: Mapping[int, Then], before: Mapping[int, Then]) -> YearEnd:
    moves = moves_between(before, now)
    up, down = up_and_down(moves)
    groups = Counter(then.group for then in now.values())
    return YearEnd(year, dict(groups), up, down, tuple(map(_line, moves[:MOVES_SHOWN])))


def _line(move: Move) -> MoveLine:
    before, after = move.before, move.after
    return MoveLine(
        move.customer, before.group, after.group, before.revenue_cents, after.revenue_cents,
        before.minutes, after.minutes,
    )  # fmt: skip


def _kept(base: WholeBase, letters: Mapping[int, Mapping[int, Then]], as_of: int) -> Kept:
    first = base.first_words(FIRST_DAYS)
    nobody = stayed_of([], as_of)
    if first is None:
        return Kept(None, nobody, nobody)
    began, words = first
    theirs = [customer for customer, letter in words.items() if letter in ("A", "B")]
    days = base.invoice_days(theirs, as_of)
    now = stayed_of([days.get(customer, ()) for customer in theirs], as_of)
    return Kept(began, now, nobody if not theirs else _before(base, letters, began, as_of))


def _before(
    base: WholeBase, letters: Mapping[int, Mapping[int, Then]], began: int, as_of: int
) -> Stayed:
    """Of the A and B customers at the end of a year before the rules: who still bought as long
    afterwards, all of it before the rules began."""
    nobody = stayed_of([], as_of)
    ends = {dt.date(year, 12, 31).toordinal(): year for year in letters}
    elapsed = as_of - began
    early = [end for end in ends if end + elapsed <= began]
    if not early:
        return nobody
    end = max(early)
    theirs = [one for one, then in letters[ends[end]].items() if then.group in ("A", "B")]
    days = base.invoice_days(theirs, end + elapsed)
    return stayed_of([days.get(customer, ()) for customer in theirs], end + elapsed)
