"""What people noted about customers, for the year: words, marks and direct costs."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import replace
from typing import Any

from wertschatz.domain.customers.marks import Mark as Noticed
from wertschatz.domain.customers.marks import MarkKind, Marks, marks_on
from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.year import Window, Year, months_later
from wertschatz.domain.values import Group
from wertschatz.storage import merged
from wertschatz.storage.models import DirectCost, GroupDecision, Mark

Word = tuple[str, Any, str, int]
"""Letter ('': taken back), day, reason, id of the row."""


class Noted:
    """All of it up to the last day of the window; few customers have any."""

    def __init__(self, window: Window, limits: Limits, into: merged.Into) -> None:
        self._words, self._last = _words(window.end, into)
        self._marks = _marks(window.end, limits, into)
        self._costs = _costs(window, into)
        self.customers = {*self._words, *self._last, *self._marks, *self._costs}

    def with_all(self, year: Year) -> Year:
        """The year of a customer with everything that was noted about it."""
        customer = int(year.customer)
        word = self._words.get(customer)
        if word is not None:
            year = replace(year, word=Group(word[0]), word_on=word[1], word_reason=word[2])
        last = self._last.get(customer)
        return replace(
            year,
            last_word=None if last is None else Group(last[0]),
            marks=self._marks.get(customer),
            direct_cents=self._costs.get(customer, 0),
        )


def _words(as_of: dt.date, into: merged.Into) -> tuple[dict[int, Word], dict[int, Word]]:
    """The owner's newest word per customer up to the day, and the newest that named a letter."""
    rows = GroupDecision.objects.filter(on__lte=as_of).order_by("id")
    newest: dict[int, Word] = {}
    last: dict[int, Word] = {}
    found = rows.values_list("customer_id", "group", "on", "reason", "id")
    for customer, group, on, reason, pk in found:
        newest[customer] = (group, on, reason, pk)
        if group:
            last[customer] = newest[customer]
    for said in (newest, last):
        merged.inherit(said, into, lambda word: word[3])
    return {customer: word for customer, word in newest.items() if word[0]}, last


def _marks(as_of: dt.date, limits: Limits, into: merged.Into) -> dict[int, Marks]:
    since = months_later(as_of, -max(limits.marks_months, 1))
    since = min(since, as_of - dt.timedelta(days=limits.drained_days))
    rows = Mark.objects.filter(on__gte=since.toordinal(), on__lte=as_of.toordinal())
    noticed: defaultdict[int, list[Noticed]] = defaultdict(list)
    for customer, kind, on in rows.values_list("customer_id", "kind", "on"):
        noticed[into.get(customer, customer)].append(Noticed(MarkKind(kind), on))  # type: ignore[arg-type]
    return {customer: marks_on(marks, as_of, limits) for customer, marks in noticed.items()}


def _costs(window: Window, into: merged.Into) -> dict[int, int]:
    rows = DirectCost.objects.filter(
        on__gte=window.start.toordinal(), on__lte=window.end.toordinal()
    )
    sums: defaultdict[int, int] = defaultdict(int)
    for customer, cents in rows.values_list("customer_id", "cents"):
        sums[into.get(customer, customer)] += cents
    return sums
