"""One customer's year in figures: what was earned, how it was paid, what effort went in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from wertschatz.domain.values import Group

if TYPE_CHECKING:
    from wertschatz.domain.customers.marks import Marks


@dataclass(frozen=True, slots=True)
class Window:
    """The days whose revenue counts, both ends included."""

    start: date
    end: date
    kind: str
    """'year_to_date' or 'last_twelve_months'."""


def year_before(day: date) -> date:
    """The first day of the twelve months that end on `day`.

    >>> year_before(date(2024, 2, 29)), year_before(date(2013, 12, 31))
    (datetime.date(2023, 3, 1), datetime.date(2013, 1, 1))
    """
    try:
        same = day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return date(day.year - 1, 3, 1)
    return same + timedelta(days=1)


def months_later(day: date, months: int) -> date:
    """The same day so many months later (negative: earlier), or the month's last where it lacks it.

    >>> months_later(date(2024, 8, 31), -6)
    datetime.date(2024, 2, 29)
    """
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(years, month + 1, 1)
    following = date(years + (month == 11), (month + 1) % 12 + 1, 1)
    return first.replace(day=min(day.day, (following - first).days))


def window_for(as_of: date, turn_month: int = 4) -> Window:
    """This year so far; before the first of `turn_month` (April) the last twelve months."""
    if as_of.month < turn_month:
        return Window(year_before(as_of), as_of, "last_twelve_months")
    return Window(date(as_of.year, 1, 1), as_of, "year_to_date")


@dataclass(frozen=True, slots=True)
class Year:
    """The figures of one customer up to a day. Money in cents of the firm's currency."""

    customer: int | str
    """Whatever identifies the customer to the caller; never looked into."""
    revenue_cents: int
    """Revenue in the window, by invoice date, credit notes subtracted."""
    year_to_date_cents: int
    twelve_months_cents: int
    invoices: int
    """Invoices (amount above zero) dated in the twelve months up to the day."""
    invoices_ever: int
    late_invoices: int
    """Of `invoices`: paid, or still open, more than the limit of days past due."""
    latest_days: int
    """The longest of those delays, in days past due; 0 where none is late."""
    payment_known: int
    """Of `invoices`: how many say whether they were paid."""
    terms_assumed: int
    """Of `invoices`: how many state no due date, so that the default term was used."""
    contacts: int
    """Calls, mails, visits ever."""
    first_on: date | None
    """First invoice or contact."""
    effort_minutes: int | None
    """Known effort in the window; None: unknown."""
    call_minutes: int = 0
    """How long the calls in the window were, whether they count as effort or not."""
    direct_cents: int = 0
    """Costs in the window that this customer alone caused (material, commission)."""
    revenue_estimated: bool = False
    """The revenue is the owner's estimate: no invoice stands behind it yet."""
    effort_estimated: bool = False
    gut: Group | None = None
    """The letter the owner gave by gut on the first evening."""
    word: Group | None = None
    """The owner's confirmed word; always wins."""
    word_on: date | None = None
    word_reason: str = ""
    marks: Marks | None = None
    """Marks that hold on the day, by kind; None: there are none."""
    last_word: Group | None = None
    """The newest letter a person confirmed, even if it was taken back since."""
