"""The whole base: dependence, who went quiet, what if, moves over the years."""

from __future__ import annotations

import datetime as dt

from wertschatz.bootstrap.ground import Ground
from wertschatz.storage import job_table
from wertschatz.storage.customer_base import CustomerBase
from wertschatz.storage.models import Customer
from wertschatz.storage.whole_base import WholeBase
from wertschatz.storage.year_letters import YearBook
from wertschatz.usecases import keep_year_letters, look_over_the_base

OVERVIEW, LETTERS = "overview", "year_letters"
"""Kinds of jobs."""
A_SECOND = 1_000
"""So many customers delay the overview by one second."""


class PortfolioRoom(Ground):
    """The whole base: dependence, who went quiet, what if, moves over the years."""

    def ask_for_overview(self) -> None:
        """Leaves word after an assessment; past years come after it, so that it need not wait.

        Where the base is large, several writes in a row are waited for: it takes seconds then.
        """
        due = self.now() + dt.timedelta(seconds=Customer.objects.count() // A_SECOND)
        job_table.enqueue(OVERVIEW, due, once=OVERVIEW)
        job_table.enqueue(LETTERS, due, once=LETTERS)

    def renew_overview(self) -> bool:
        """Dependence, rhythms, jobs and years beside the newest assessment."""
        return look_over_the_base.look_over_the_base(WholeBase(), as_of=self.today())

    def renew_year_letters(self) -> keep_year_letters.Step:
        """One past year's letters, where something is new; the next one has a job of its own, and
        after the last the overview tells of them."""
        book = YearBook()
        step = keep_year_letters.keep_year_letters(CustomerBase(), book, today=self.today())
        if step is keep_year_letters.Step.MORE:
            job_table.enqueue(LETTERS, self.now(), once=LETTERS)
        elif step is keep_year_letters.Step.DONE:
            job_table.enqueue(OVERVIEW, self.now(), once=OVERVIEW)
        return step
