"""The whole customer base as the portfolio looks at it: dependence, rhythms, jobs, years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from wertschatz.domain.customers.dependence import Dependence
from wertschatz.domain.customers.moves import Then
from wertschatz.domain.customers.staying import Stayed
from wertschatz.domain.customers.year import Window, Year

Days = Sequence[int]
"""Day ordinals, in any order."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """A customer that has gone quiet against its own rhythm."""

    customer: int
    gap_days: int
    silent_days: int
    last_on: int
    """Day ordinal of the newest dealing."""
    cents: int
    """Revenue of the last 24 months."""


@dataclass(frozen=True, slots=True)
class QuietOnes:
    """All of them counted, the first ones by name."""

    total: int
    known: int
    """How many customers with revenue in these 24 months have a rhythm, or dealt lately."""
    too_few: int
    """How many were too seldom dealt with to have one."""
    lines: tuple[Quiet, ...]


@dataclass(frozen=True, slots=True)
class JobLine:
    """One job (project and activity) of a customer, in the window of the assessment."""

    customer: int
    about: str
    minutes: int
    unbilled_minutes: int
    """Of `minutes`: what records name as not billable."""


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One customer with another letter at the end of a year than a year before."""

    customer: int
    before: str
    after: str
    cents_before: int
    cents_after: int
    minutes_before: int | None
    minutes_after: int | None


@dataclass(frozen=True, slots=True)
class YearEnd:
    """The letters at the end of one year, and who moved since the one before."""

    year: int
    groups: Mapping[str, int]
    up: int
    down: int
    lines: tuple[MoveLine, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """Whether A and B stayed since the rules began."""

    began: int | None
    """Day ordinal of the first letter that a person confirmed; None: none yet."""
    now: Stayed
    before: Stayed


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the page shows of the base, as of the newest assessment."""

    as_of: int
    dependence: Dependence
    largest: tuple[int, ...]
    """The customers with the most revenue in twelve months."""
    quiet: QuietOnes
    jobs: tuple[JobLine, ...]
    years: tuple[YearEnd, ...]
    kept: Kept


class WholeBase(Protocol):
    """What the overview is made from, and where it goes."""

    def newest_run(self) -> tuple[int, Window] | None:
        """The newest assessment and its window; None: there is none."""
        ...

    def revenues(self) -> Mapping[int, int]:
        """Customer → revenue of twelve months in cents, of everybody who is assessed."""
        ...

    def revenues_since(self, since: int, as_of: int) -> Mapping[int, tuple[int, int]]:
        """Customer → revenue in cents and day of the newest invoice, between these days."""
        ...

    def dealt_with(
        self, customers: Sequence[int], since: int, as_of: int, silent_since: int
    ) -> Iterator[tuple[int, Days]]:
        """Each of these customers that has had no contact after `silent_since`, with the days of
        its invoices and contacts."""
        ...

    def busiest(self, most: int) -> Iterable[tuple[int, int]]:
        """Customers with the most known effort and its minutes, most first."""
        ...

    def jobs_of(self, customer: int, window: Window) -> Iterable[JobLine]:
        """The named jobs of one customer in the window."""
        ...

    def letters(self) -> Mapping[int, Mapping[int, Then]]:
        """Year → customer → how it stood at the end of it."""
        ...

    def first_words(self, within_days: int) -> tuple[int, Mapping[int, str]] | None:
        """The day of the first confirmed letter, and the letters of its first days."""
        ...

    def invoice_days(self, customers: Iterable[int], as_of: int) -> Mapping[int, Days]:
        """Customer → days of its invoices up to that day."""
        ...

    def keep(self, run: int, found: Overview) -> None:
        """Stores it beside the assessment, and lets the one before go."""
        ...


class YearBook(Protocol):
    """Keeps how customers stood at the end of past years."""

    def years(self, today: dt.date, most: int) -> Sequence[int]:
        """Past years with invoices, the newest first."""
        ...

    def outdated(
        self, years: Sequence[int], limits: Mapping[str, int], today: dt.date
    ) -> Sequence[int]:
        """Of these years those whose letters rest on something that is new since."""
        ...

    def keep(self, year: int, rows: Iterable[tuple[Year, str, bool]]) -> None:
        """Letter and whether a person had confirmed it, for each customer of that year."""
        ...

    def forget_others(self, years: Sequence[int]) -> bool:
        """Only these years stay; whether there were others."""
        ...
