"""What the use cases of chapter 1 need from whatever keeps the data."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from wertschatz.domain.customers.assessment import Assessment
from wertschatz.domain.customers.documents import OwnNames
from wertschatz.domain.customers.marks import MarkKind
from wertschatz.domain.customers.year import Window, Year
from wertschatz.domain.values import Group
from wertschatz.ports.files import (
    Answers,
    CardRow,
    InvoiceRow,
    PaymentRow,
    Question,
    Source,
    TimeRow,
)
from wertschatz.ports.problems import Problem
from wertschatz.ports.seen import Seen


class Keyed(NamedTuple):
    """A row of a file with the keys that tell whose invoice it is and which."""

    customer: str
    key: str
    row: InvoiceRow
    restates: bool = False
    """An earlier file of the same import said less about this invoice; this row replaces it."""
    on: int | None = None
    """The day it counts on, where that is another than the row's: a correction counts in the
    year of its invoice."""
    counts: int | None = None
    """What counts as revenue, where that is another than the row's `cents`."""


class KeyedTime(NamedTuple):
    """A span of work with the keys that tell whose it is ('' nobody's) and which."""

    customer: str
    key: str
    row: TimeRow


class KeyedPayment(NamedTuple):
    """A movement on an account with the key that tells which."""

    key: str
    row: PaymentRow


class KeyedCard(NamedTuple):
    """An entry of an address book; `customer` is '' where it is not itself one."""

    key: str
    customer: str
    row: CardRow


class KeyedContact(NamedTuple):
    """A call, mail or appointment with the key that tells which."""

    key: str
    kind: str
    """'call', 'mail' or 'appointment'."""
    line: int
    on: int
    start: int | None
    seconds: int
    """0: no length of its own; the default of its kind counts, for a call none."""
    who: str
    """Who of the firm, as the file names it."""
    other: str
    """With whom: a number (E.164), or addresses with blanks between."""
    way: str
    """'in', 'out', 'missed', 'rejected'; of an appointment 'cancelled' or 'free'."""
    about: str


@dataclass(slots=True)
class Counts:
    """What an import did, or in a dry run would do."""

    rows: int = 0
    new: int = 0
    known: int = 0
    """Already there with the same content: nothing changes."""
    changed: int = 0
    """Already there, but the file says something new (paid, say)."""
    duplicates: int = 0
    """Standing twice in the files of this import."""
    customers_new: int = 0
    times: int = 0
    """Spans of work."""
    times_known: int = 0
    times_changed: int = 0
    seconds: int = 0
    """Of all spans of work."""
    seconds_of_nobody: int = 0
    """Of those that name no customer."""
    purchases: int = 0
    """Documents in which the own firm is the buyer; they stay out."""
    foreign: int = 0
    """Documents in which it is neither seller nor buyer; they stay out."""
    payments: int = 0
    """Movements on accounts."""
    payments_known: int = 0
    calls: int = 0
    mails: int = 0
    appointments: int = 0
    contacts_known: int = 0
    """Of these three together."""
    calls_known: int = 0
    mails_known: int = 0
    appointments_known: int = 0
    local_numbers: int = 0
    """Calls whose number lacks the area code, which nobody has said."""
    cards: int = 0
    cards_known: int = 0

    @property
    def contacts(self) -> int:
        """Calls, mails and appointments."""
        return self.calls + self.mails + self.appointments

    @property
    def found(self) -> int:
        """Everything that stands in the files and counts."""
        return self.rows + self.times + self.payments + self.contacts + self.cards

    @property
    def fresh(self) -> int:
        """What of it was not there before, or says something new."""
        known = self.times_known + self.payments_known + self.contacts_known + self.cards_known
        rest = self.times + self.payments + self.contacts + self.cards - known
        return self.new + self.changed + rest


@dataclass(slots=True)
class FileFound:
    """One file as it was read."""

    name: str
    format: str = ""
    sha256: str = ""
    rows: int = 0
    size: int = 0
    fingerprint: str = ""
    sums: dict[str, int] = field(default_factory=dict)
    """Currency ('' where none is named) → sum in minor units of all rows of the file."""
    seconds: int = 0
    """Of all spans of work in the file."""
    question: Question | None = None


class Loading(Protocol):
    """An import that is being written; nothing of it is seen before `make_live`."""

    @property
    def currency(self) -> str:
        """The firm's currency, taken where a file names none."""
        ...

    def own_names(self) -> OwnNames:
        """How documents name the owner's firm."""
        ...

    def file_begun(self, file: str) -> None:
        """A file is being read; it may have lain in a container."""
        ...

    def keep(self, file: str, rows: Sequence[Keyed], counts: Counts) -> None:
        """Writes up to 500 rows in one transaction, or in a dry run only counts them."""
        ...

    def keep_times(self, file: str, rows: Sequence[KeyedTime], counts: Counts) -> None:
        """The same for spans of work."""
        ...

    @property
    def area_code(self) -> str:
        """Of the firm's own telephone; '' nobody has said."""
        ...

    def keep_payments(self, file: str, rows: Sequence[KeyedPayment], counts: Counts) -> None:
        """The same for movements on accounts."""
        ...

    def keep_contacts(self, file: str, rows: Sequence[KeyedContact], counts: Counts) -> None:
        """The same for calls, mails and appointments."""
        ...

    def keep_cards(self, file: str, rows: Sequence[KeyedCard], counts: Counts) -> None:
        """The same for entries of address books; those with a number become customers."""
        ...

    def finish(self, counts: Counts) -> None:
        """All files are read: corrections find the invoices that they correct.

        What files of this import only said in between is not counted as changed.
        """
        ...

    def drop_file(self, file: str) -> None:
        """Takes out again what one file brought in: it was refused in the end."""
        ...

    def file_done(self, found: FileFound) -> None:
        """Notes what was found in one file."""
        ...

    def problem(self, problem: Problem) -> None:
        """Notes one problem."""
        ...

    def seen_before(self, sha256: str) -> dt.datetime | None:
        """When a file with the same bytes was imported that is still live."""
        ...

    def progress(self, file: str, done: int, size: int) -> bool:
        """Tells how far the reading is, in bytes; False: the person pressed cancel."""
        ...


class Imports(Protocol):
    """Imports and their state."""

    def sources(self, import_id: uuid.UUID) -> list[Source]:
        """The kept files of an import."""
        ...

    def answers(self) -> Answers:
        """All layouts the person has explained."""
        ...

    def open(self, import_id: uuid.UUID, *, dry: bool) -> Loading:
        """Begins to load (or to try)."""
        ...

    def checked(self, import_id: uuid.UUID, report: Mapping[str, object]) -> None:
        """The dry run is through."""
        ...

    def make_live(
        self, import_id: uuid.UUID, report: Mapping[str, object], at: dt.datetime
    ) -> None:
        """One short transaction: from here on every query sees the rows."""
        ...

    def give_up(self, import_id: uuid.UUID, report: Mapping[str, object]) -> None:
        """Removes what was loaded; the import counts as failed."""
        ...


class CustomerBase(Protocol):
    """The customer base as the assessment needs it."""

    def currency(self) -> str:
        """The firm's currency."""
        ...

    def limits(self, on: dt.date) -> Mapping[str, int]:
        """The firm's own parameters in force on that day, by name."""
        ...

    def years(self, window: Window, limits: Mapping[str, int]) -> Iterable[Year]:
        """One `Year` for every customer that can be seen."""
        ...

    def keep_assessments(
        self,
        made: Sequence[tuple[Year, Assessment]],
        window: Window,
        limits: Mapping[str, int],
        at: dt.datetime,
        revision: int,
    ) -> None:
        """Replaces the stored assessments."""
        ...

    def revision(self) -> int:
        """How many writes the customer base has seen."""
        ...


@dataclass(frozen=True, slots=True)
class HandEntry:
    """One customer typed on the first evening; everything but the name may be left out."""

    name: str
    revenue_cents: int | None = None
    """About how much in a year."""
    minutes_month: int | None = None
    gut: Group | None = None


@dataclass(frozen=True, slots=True)
class AddedByHand:
    """What typing customers did."""

    added: int
    known: int
    """Names that were already there; their estimate was renewed."""
    action: uuid.UUID


class OwnersBook(Protocol):
    """What the owner says about customers; every call is one action that can be undone."""

    def add_estimates(
        self, entries: Sequence[HandEntry], *, by: int | None, at: dt.datetime
    ) -> AddedByHand:
        """Adds customers by name with their estimates, or renews the estimates."""
        ...

    def estimate_effort(
        self,
        customer: uuid.UUID,
        minutes_month: int | None,
        *,
        by: int | None,
        at: dt.datetime,
        seen: Seen | None = None,
    ) -> uuid.UUID:
        """Keeps the owner's estimate of the time; raises KeyError without such a customer,
        ChangedMeanwhile when another one was kept since."""
        ...

    def say_word(
        self,
        customer: uuid.UUID,
        group: str,
        reason: str,
        *,
        by: int | None,
        at: dt.datetime,
        on: dt.date,
        seen: Seen | None = None,
    ) -> uuid.UUID:
        """Appends the owner's word ('' takes it back); raises KeyError without such a customer,
        ChangedMeanwhile when another one was said since."""
        ...


class Notebook(Protocol):
    """What people note about customers day by day; every call is one action with its undo."""

    def note_mark(
        self,
        customer: uuid.UUID,
        kind: MarkKind,
        note: str,
        on: dt.date,
        *,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """A fact about dealings; raises KeyError without such a customer."""
        ...

    def note_cost(
        self,
        customer: uuid.UUID,
        cents: int,
        about: str,
        on: dt.date,
        *,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """A direct cost in minor units; raises KeyError without such a customer."""
        ...


class LimitsBook(Protocol):
    """The firm's own limits, each from a day on."""

    def limits(self, on: dt.date) -> Mapping[str, int]:
        """Name → value of every limit on that day."""
        ...

    def keep(
        self,
        values: Mapping[str, int],
        *,
        on: dt.date,
        by: int | None,
        at: dt.datetime,
        seen: Seen | None = None,
    ) -> uuid.UUID:
        """These hold from that day on; one action that can be undone. Raises ChangedMeanwhile
        when one of them was set otherwise since."""
        ...
