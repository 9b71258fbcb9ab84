"""The letters once more, worked out plainly from the sentences, beside those of the house."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.test_assessment import DAY, LIMITS, PLAIN, codes, outcome
from wertschatz.domain.customers.marks import Mark, MarkKind, marks_on
from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.year import Year
from wertschatz.domain.values import Group

Noticed = dict[int | str, list[tuple[str, int]]]
"""Customer → kind of mark and how many days ago."""


def more_than(year: Year, years: list[Year]) -> int:
    """What all with strictly more bring."""
    return sum(one.revenue_cents for one in years if one.revenue_cents > year.revenue_cents)


class Base:
    """All customers with the plain figures of the whole base; fractions, no rounding anywhere."""

    def __init__(self, years: list[Year], noticed: Noticed, limits: Limits) -> None:
        self.years, self.noticed, self.limits = years, noticed, limits
        self.total = sum(max(0, one.revenue_cents) for one in years)
        self.known = [one for one in years if one.effort_minutes is not None]
        self.callers = [one for one in years if one.call_minutes]

    def border(self) -> int | None:
        """The smallest revenue of those who together bring 80 %, equal ones alike."""
        share = self.limits.high_share_percent * self.total
        high = [
            one.revenue_cents
            for one in self.years
            if one.revenue_cents > 0 and 100 * more_than(one, self.years) < share
        ]
        return min(high, default=None)

    def days(self, year: Year, kind: str) -> int:
        """On how many days of the last twelve months (a mood: 90 days) this was noted."""
        ago = {days for noted, days in self.noticed.get(year.customer, []) if noted == kind}
        most = self.limits.drained_days - 1 if kind == "drained" else 365
        return len([one for one in ago if one <= most])

    def enough(self, year: Year, kind: str) -> bool:
        return self.days(year, kind) >= self.limits.marks_needed

    def per_euro(self, years: list[Year]) -> Fraction | None:
        """Minutes a cent of these customers together; None: no revenue."""
        cents = sum(max(0, one.revenue_cents) for one in years)
        minutes = sum(one.effort_minutes or 0 for one in years)
        return Fraction(minutes, cents) if cents else None


def heavy(year: Year, base: Base, among: list[Year], slack: Fraction) -> bool:
    """More than 1.25 times the effort per euro of these, and more hours than the average."""
    fair = base.per_euro(among)
    if year.effort_minutes is None or fair is None:
        return False
    average = Fraction(sum(one.effort_minutes or 0 for one in base.known), len(base.known))
    limit = Fraction(base.limits.effort_factor_percent, 100) * fair * max(0, year.revenue_cents)
    return year.effort_minutes > slack * limit and year.effort_minutes > slack * average


def talks(year: Year, base: Base, slack: Fraction) -> bool:
    """Two hours, and twice what a caller talks and what the revenue would allow."""
    if not year.call_minutes or not base.total:
        return False
    minutes = sum(one.call_minutes for one in base.callers)
    twice = Fraction(base.limits.chatter_factor_percent, 100) * slack
    return (
        year.call_minutes >= slack * base.limits.chatter_minutes
        and year.call_minutes > twice * Fraction(minutes, len(base.callers))
        and year.call_minutes > twice * Fraction(minutes * max(0, year.revenue_cents), base.total)
    )


def too_new(year: Year, limits: Limits) -> bool:
    """Fewer than three invoices and five contacts, and not known for two quarters."""
    young = year.first_on is None or year.first_on > date(2023, 12, 30)
    few = year.invoices_ever < limits.settled_invoices and year.contacts < limits.settled_contacts
    return young and few


def letter(
    year: Year, base: Base, border_slack: Fraction = Fraction(1), slack: Fraction = Fraction(1)
) -> str:
    """'A', 'B', 'C', or '?'; `slack` moves the limits for the margin of a confirmed letter."""
    border, late = base.border(), year.late_invoices
    high = border is not None and year.revenue_cents >= border_slack * border
    is_late = late >= 3 or (late >= 2 and 3 * late >= year.invoices)
    heart = base.days(year, "close_to_heart") > 0
    useful = base.days(year, "useful") > 0 or base.enough(year, "recommended")
    conduct = any(base.enough(year, kind) for kind in ("tone", "demands", "drained"))
    strong = [one for one in base.known if border is not None and one.revenue_cents >= border]
    if high and year in base.known and year not in strong:
        strong = [*strong, year]
    if high:
        raised = heavy(year, base, strong, slack)
        but = is_late or raised or base.enough(year, "discount_pressed")
        speaks_for_a, speaks_for_c = heart or useful or not but, conduct
    else:
        counts = not too_new(year, base.limits)
        but = True
        speaks_for_a = heart
        speaks_for_c = (
            conduct
            or base.enough(year, "promise_broken")
            or (counts and heavy(year, base, base.known, slack))
            or (counts and talks(year, base, slack))
        )
    if speaks_for_a and speaks_for_c:
        return "?"
    if speaks_for_a:
        return "A"
    if conduct:
        return "C"
    if high or base.days(year, "potential"):
        return "B"
    if speaks_for_c:
        return "C"
    return "?" if too_new(year, base.limits) else "B"


def said(year: Year, base: Base) -> str:
    """With the owner's word, the gut and the margin around the last confirmed letter."""
    if year.word is not None:
        return year.word.value
    if year.gut is not None and not year.invoices_ever:
        return year.gut.value
    now = letter(year, base)
    if year.last_word is None or now in ("?", year.last_word.value):
        return now
    margin = Fraction(base.limits.steady_percent, 100)
    moves = product((1 - margin, Fraction(1), 1 + margin), repeat=2)
    held = any(letter(year, base, *move) == year.last_word.value for move in moves if all(move))
    return year.last_word.value if held else now


KINDS = st.sampled_from([kind.value for kind in MarkKind])
NOTED = st.one_of(
    st.lists(st.tuples(KINDS, st.sampled_from([0, 1, 2, 89, 90, 365, 366])), max_size=6),
    KINDS.map(lambda kind: [(kind, 0), (kind, 1), (kind, 2)]),
    st.just([]),
)
LETTERS = st.none() | st.sampled_from(Group)
YEARS = st.builds(
    lambda **own: replace(PLAIN, **own),
    revenue_cents=st.one_of(st.integers(-50, 400), st.integers(-5_000, 200_000)),
    invoices=st.integers(2, 8),
    invoices_ever=st.integers(0, 4),
    late_invoices=st.sampled_from([0, 0, 0, 2, 3]),
    contacts=st.integers(3, 6),
    first_on=st.sampled_from([date(2023, 12, 30), date(2023, 12, 31), None]),
    effort_minutes=st.none() | st.integers(0, 40) | st.integers(0, 3_000),
    call_minutes=st.sampled_from([0, 0, 10, 119, 120, 137, 138, 139, 4_000]),
    gut=st.none() | st.none() | LETTERS,
    word=st.none() | st.none() | LETTERS,
    last_word=LETTERS,
)
BASES = st.lists(st.tuples(YEARS, NOTED), min_size=1, max_size=9)
CHANGED = st.sampled_from([
    LIMITS,
    replace(LIMITS, high_share_percent=50),
    replace(LIMITS, steady_percent=100, marks_needed=2),
    replace(LIMITS, steady_percent=33, effort_factor_percent=200, chatter_minutes=30),
])  # fmt: skip


def told(rows: list[tuple[Year, list[tuple[str, int]]]], limits: Limits) -> tuple[list[Year], Base]:
    """The years as the house takes them, and the same for the oracle."""
    years, noticed = [], {}
    for place, (year, noted) in enumerate(rows):
        marks = [Mark(MarkKind(kind), DAY - timedelta(ago)) for kind, ago in noted]
        years.append(replace(year, customer=place, marks=marks_on(marks, DAY, limits) or None))
        noticed[place] = noted
    return years, Base(years, noticed, limits)  # type: ignore[arg-type]


@settings(max_examples=150, deadline=None)
@given(BASES, CHANGED)
def test_every_letter_is_what_the_sentences_say(
    rows: list[tuple[Year, list[tuple[str, int]]]], limits: Limits
) -> None:
    years, base = told(rows, limits)
    found = outcome(years, limits)
    for year in years:
        one = found[year.customer]
        assert (one.group or "?") == said(year, base), (year, codes(one))


def test_a_strong_base_that_takes_no_time_stops_nobodys_assessment() -> None:
    """One just below the strong ones, of whom none takes a minute: nothing is divided by nought."""
    strong = replace(PLAIN, customer="strong", revenue_cents=1_000, effort_minutes=0)
    second = replace(strong, customer="second", revenue_cents=100)
    near = replace(PLAIN, revenue_cents=90, effort_minutes=50, last_word=Group.A)
    found = outcome([strong, second, near], replace(LIMITS, high_share_percent=90))["x"]
    assert found.group is not None


def test_the_margin_of_a_figure_is_its_own() -> None:
    """Fair is 1.25 times the effort per euro of both; beyond it begins at 1.25 · 1.15 times.

    The revenue, which nobody doubts, lends the effort no second margin.
    """
    other = replace(PLAIN, customer="other", revenue_cents=10_000, effort_minutes=1_000)
    for minutes, group in [(1_666, "A"), (2_555, "A"), (2_556, "B"), (2_700, "B")]:
        year = replace(PLAIN, revenue_cents=10_000, effort_minutes=minutes, last_word=Group.A)
        assert outcome([other, year])["x"].group == group, minutes
