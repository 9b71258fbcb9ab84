"""The contract of every file format: recognise, then read; and what a reading child tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, Protocol

from wertschatz.ports.problems import Problem


class AmountKind(StrEnum):
    """What the amount of an invoice means."""

    NET = "net"
    GROSS = "gross"
    UNSTATED = "unstated"


class InvoiceRow(NamedTuple):
    """One invoice as a file states it. Crosses the pipe as a plain tuple; days are ordinals.

    A day ordinal is `datetime.date.toordinal()`. `cents` is what counts as revenue: the net
    amount where the file has one, else gross or the unstated amount, in minor units of
    `currency`; credit notes are negative.
    """

    line: int
    """Where the record begins, counted from 1 in physical lines of the file."""
    customer_name: str
    customer_number: str
    vat_id: str
    number: str
    """Invoice number as written, '' where there is none."""
    on: int
    due_on: int | None
    paid_on: int | None
    payment_known: bool
    """The file says whether it was paid: an empty `paid_on` then means open."""
    cents: int
    gross_cents: int | None
    kind: str
    """A value of `AmountKind`."""
    currency: str
    """ISO 4217, '' where the file names none."""


class Role(StrEnum):
    """What a column of an invoice list can mean."""

    CUSTOMER = "customer"
    CUSTOMER_NUMBER = "customer_number"
    VAT_ID = "vat_id"
    NUMBER = "number"
    DATE = "date"
    DUE_DATE = "due_date"
    PAID_DATE = "paid_date"
    NET = "net"
    GROSS = "gross"
    AMOUNT = "amount"
    """An amount of which the file does not say whether it is net or gross."""
    CURRENCY = "currency"


@dataclass(frozen=True, slots=True)
class LayoutAnswer:
    """What the person said about one unknown layout; remembered by its fingerprint."""

    columns: Mapping[Role, int] = field(default_factory=dict)
    """Role → column, counted from 0. Empty: keep what was recognised."""
    date_order: str = ""
    """'dmy', 'mdy' or '' (decide from the column)."""


@dataclass(frozen=True, slots=True)
class Question:
    """A layout that could not be understood without the person."""

    file: str
    fingerprint: str
    """Hash of the folded header words; the same layout gives the same fingerprint."""
    columns: tuple[str, ...]
    """The header as written, numbered where a name stands twice."""
    samples: tuple[tuple[str, ...], ...]
    """Up to three rows."""
    guess: Mapping[Role, int]
    """What was recognised so far."""
    date_example: str = ""
    """Set when only the order of day and month is in doubt: a date from the file."""


Answers = Mapping[str, LayoutAnswer]
"""Fingerprint → what the person said."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file to be read: where it lies and what the person calls it."""

    path: Path
    name: str


class Reader(Protocol):
    """One file format. A module in `integrations/files` holds one; it is found by its name.

    The plan: `score` looks at the first bytes and says how sure it is (0 not mine, 100 surely);
    the reader with the best score reads. `read` yields, in the order of the file, the rows it
    understood and a `Problem` for each it did not, and a `Question` when the person has to say
    what a column means (then no rows). It never raises for bad content.

    >>> class Minimal:
    ...     name = "minimal"
    ...     def score(self, head, name): return 100 if head.startswith(b"minimal") else 0
    ...     def read(self, source, answers): yield Problem("no_rows", source.name)
    """

    name: str

    def score(self, head: bytes, name: str) -> int:
        """How sure: 0 to 100, from the first 64 KiB and the file's name."""
        ...

    def read(self, source: Source, answers: Answers) -> Iterator[InvoiceRow | Problem | Question]:
        """Rows, problems and at most one question, in the order of the file."""
        ...


@dataclass(frozen=True, slots=True)
class Begun:
    """A file is being read by the named format."""

    file: str
    format: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Up to 2,000 rows of one file, in order."""

    file: str
    rows: Sequence[InvoiceRow]
    done_bytes: int
    """How far into the file the reader is; for the progress bar."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A file has been read to its end, or was refused (then a problem said so before)."""

    file: str
    format: str
    sha256: str
    rows: int
    size: int
    fingerprint: str = ""


Event = Begun | Rows | Problem | Question | Finished

ReadFiles = Callable[[Sequence[Source], Answers], Iterator[Event]]
"""Reads files one after the other in limited children; every file ends with `Finished`.

Closing the iterator cancels the reading at once.
"""
