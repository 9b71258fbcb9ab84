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


class Document(NamedTuple):
    """What an e-invoice says beyond the row of a list. '' or None: it does not say."""

    type_code: str = ""
    """UNTDID 1001: '380' invoice, '381' credit note, '384' correction, '389' self-billed …"""
    seller_name: str = ""
    seller_vat_id: str = ""
    """VAT id, else the tax number."""
    original_number: str = ""
    """The invoice that this one corrects or settles (BT-25)."""
    original_on: int | None = None
    """Its day (BT-26)."""
    prepaid_cents: int = 0
    """Paid before the document was written (BT-113)."""
    postcode: str = ""
    town: str = ""
    country: str = ""
    """ISO 3166-1 alpha-2. These three are the buyer's."""
    street: str = ""
    email: str = ""
    """The buyer's, not the contact person's."""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    rate: str = ""
    """What one unit of the row's currency is worth in `rate_currency`: a decimal number."""
    rate_currency: str = ""
    """ISO 4217; '' with a rate: the firm's own currency."""


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
    document: Document | None = None
    """Only from e-invoices and tools that say as much."""


class TimeRow(NamedTuple):
    """One span of work for a customer, as a time sheet states it. Crosses the pipe plain."""

    line: int
    """Where the record begins, counted from 1 in physical lines of the file."""
    customer_name: str
    """'' where the work was for no customer: it is read, and belongs to nobody."""
    customer_number: str
    person: str
    """Who worked: the e-mail address where the file has one, else the name, else ''."""
    on: int
    """Day ordinal of the beginning, in the firm's zone."""
    start: int | None
    """Minutes after midnight, None where the file knows only the day."""
    seconds: int
    project: str
    task: str
    """Activity or description, what was done."""
    billable: bool | None
    """None: the file does not say."""
    tool_id: str = ""
    """The tool's own id of this entry."""


class PaymentKind(StrEnum):
    """How money moved."""

    TRANSFER = "transfer"
    DIRECT_DEBIT = "direct_debit"
    """Collected by the firm, or from it: says nothing about who pays when."""
    RETURNED = "returned"
    """An earlier movement came back."""
    CARD = "card"
    OTHER = "other"


class PaymentRow(NamedTuple):
    """One movement on an account of the firm, as a statement lists it; '' is not stated."""

    line: int
    """Where the record begins, counted from 1 in physical lines; in XML the line of its tag."""
    account: str
    """The firm's own account: IBAN without blanks, else the number as the statement names it."""
    on: int
    """Booking day, as an ordinal."""
    value_on: int | None
    cents: int
    """Minor units, above zero: received."""
    currency: str
    name: str
    """The other side."""
    other_account: str
    """IBAN or number of the other side, without blanks."""
    purpose: str
    """The free text, its lines joined as the bank meant them."""
    reference: str = ""
    """The bank's own reference of the entry; the same in every statement of this account."""
    end_to_end: str = ""
    """'' for NOTPROVIDED too."""
    mandate: str = ""
    kind: str = PaymentKind.OTHER.value
    return_reason: str = ""
    """ISO 20022 code or words of the bank, why a movement came back."""
    entry_cents: int | None = None
    """The sum of the booking that this row is a part of (a batch); None: it is the booking."""
    document: str = ""
    """An invoice number that stands in a field of its own (DATEV, Postbank), not in free text."""
    customer_number: str = ""
    """The debtor's, where the books name one (DATEV)."""


class CallRow(NamedTuple):
    """One telephone call, as a telephone system lists it."""

    line: int
    on: int
    """Day ordinal of the beginning, in the firm's zone."""
    start: int
    """Minutes after midnight."""
    seconds: int
    direction: str
    """'in', 'out', 'missed' (nobody answered) or 'rejected'."""
    number: str
    """The other side as written; '' is withheld."""
    name: str = ""
    own_number: str = ""
    extension: str = ""
    """Which device or person of the firm."""
    tool_id: str = ""
    """The system's own id of this call."""
    rounded_up: bool = False
    """The length is in whole minutes, rounded up."""


class CardRow(NamedTuple):
    """One entry of an address book or list of customers: a person or an organisation."""

    line: int
    name: str
    """As it is shown: person, else organisation. Never ''."""
    kind: str = ""
    """'person', 'organisation', or '' where it cannot be told."""
    organisation: str = ""
    """For whom a person speaks."""
    title: str = ""
    """What a person does there."""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    """As written."""
    street: str = ""
    postcode: str = ""
    town: str = ""
    country: str = ""
    """ISO 3166-1 alpha-2 where it can be told, else as written."""
    born: str = ""
    """ISO day, or '--MM-DD' where the year is not known."""
    customer_number: str = ""
    """In a list of customers that of the organisation, where the card has one beside the name."""
    vat_id: str = ""
    ibans: tuple[str, ...] = ()
    terms_days: int | None = None
    """Agreed days until payment."""
    categories: tuple[str, ...] = ()
    tool_id: str = ""
    """UID."""


class AppointmentRow(NamedTuple):
    """One occurrence of an appointment in a calendar."""

    line: int
    tool_id: str
    """UID, with the instance where it recurs."""
    on: int
    """Day ordinal, in the firm's zone."""
    start: int | None
    """Minutes after midnight; None: the whole day."""
    minutes: int
    """0 for a whole day."""
    title: str
    people: tuple[str, ...] = ()
    """E-mail addresses of everybody invited and of who invites, lower case."""
    names: tuple[str, ...] = ()
    """Their names, where the calendar has them."""
    place: str = ""
    busy: bool = True
    cancelled: bool = False


class MailRow(NamedTuple):
    """The head of one mail; bodies are never read."""

    line: int
    tool_id: str
    """Message-ID without brackets; '' where there is none."""
    on: int
    start: int
    """Minutes after midnight, in the firm's zone."""
    sender: str
    """Address, lower case."""
    sender_name: str
    to: tuple[str, ...]
    """Addresses of To and Cc, lower case."""
    subject: str
    reply_to: str = ""
    """Message-ID that this one answers."""
    automatic: bool = False
    """Written by a machine or for a list: no effort (Auto-Submitted, List-Id, Precedence)."""


Row = InvoiceRow | TimeRow | PaymentRow | CallRow | CardRow | AppointmentRow | MailRow
"""What a file holds; a reader yields rows of one kind, or of few."""


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
    STATUS = "status"
    """Draft, open, paid, cancelled …"""
    TYPE = "type"
    """Invoice, credit note, cancellation, offer …"""
    OPEN = "open"
    """What is still to be paid."""
    RATE = "rate"
    """What one unit of the invoice's currency is worth in that of the firm."""
    LINE_TOTAL = "line_total"
    """The sum of one item, in a list with a row per item; the invoice is their total."""
    # A time sheet has CUSTOMER, CUSTOMER_NUMBER and DATE too.
    PERSON = "person"
    PROJECT = "project"
    TASK = "task"
    START = "start"
    """Time of day, or day and time."""
    END_DATE = "end_date"
    END = "end"
    DURATION = "duration"
    BILLABLE = "billable"
    # A list of customers or contacts has CUSTOMER (the name shown), CUSTOMER_NUMBER and VAT_ID too.
    COMPANY = "company"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    JOB = "job"
    """What a person does in the company."""
    EMAIL = "email"
    PHONE = "phone"
    """The number of the other side, whoever called."""
    STREET = "street"
    POSTCODE = "postcode"
    TOWN = "town"
    COUNTRY = "country"
    BIRTHDAY = "birthday"
    IBAN = "iban"
    """Of the other side."""
    TERMS = "terms"
    """Agreed days until payment."""
    # A bank statement has DATE, AMOUNT, CURRENCY, STATUS and NUMBER too.
    VALUE_DATE = "value_date"
    NAME = "name"
    """The other side, whether it paid or received."""
    PAYER = "payer"
    PAYEE = "payee"
    ACCOUNT = "account"
    """The firm's own account."""
    PURPOSE = "purpose"
    BOOKING_TEXT = "booking_text"
    """What the bank calls the movement: transfer, direct debit …"""
    DEBIT = "debit"
    CREDIT = "credit"
    SIGN = "sign"
    """S or H, beside an amount without a sign."""
    REFERENCE = "reference"
    """The bank's own."""
    END_TO_END = "end_to_end"
    MANDATE = "mandate"
    # A list of calls has CUSTOMER (the name), PHONE, DATE, START, DURATION, STATUS and PERSON too.
    CALLER = "caller"
    CALLED = "called"
    DIRECTION = "direction"
    """Incoming, outgoing, missed …"""


INVOICE_ROLES = tuple(Role)[: tuple(Role).index(Role.PERSON)]
TIME_ROLES = (
    Role.CUSTOMER, Role.CUSTOMER_NUMBER, Role.DATE, Role.PERSON, Role.PROJECT, Role.TASK,
    Role.START, Role.END_DATE, Role.END, Role.DURATION, Role.BILLABLE,
)  # fmt: skip
CARD_ROLES = (
    Role.CUSTOMER, Role.COMPANY, Role.FIRST_NAME, Role.LAST_NAME, Role.CUSTOMER_NUMBER, Role.VAT_ID,
    Role.JOB, Role.EMAIL, Role.PHONE, Role.STREET, Role.POSTCODE, Role.TOWN, Role.COUNTRY,
    Role.BIRTHDAY, Role.IBAN, Role.TERMS,
)  # fmt: skip

PAYMENT_ROLES = (
    Role.DATE, Role.VALUE_DATE, Role.NAME, Role.PAYER, Role.PAYEE, Role.IBAN, Role.PURPOSE,
    Role.BOOKING_TEXT, Role.AMOUNT, Role.DEBIT, Role.CREDIT, Role.SIGN, Role.CURRENCY, Role.STATUS,
    Role.ACCOUNT, Role.REFERENCE, Role.END_TO_END, Role.MANDATE, Role.NUMBER,
)  # fmt: skip

CALL_ROLES = (
    Role.PHONE, Role.CALLER, Role.CALLED, Role.DIRECTION, Role.DATE, Role.START, Role.DURATION,
    Role.STATUS, Role.CUSTOMER, Role.PERSON,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LayoutAnswer:
    """What the person said about one unknown layout; remembered by its fingerprint."""

    columns: Mapping[Role, int] = field(default_factory=dict)
    """Role → column, counted from 0. Empty: keep what was recognised."""
    date_order: str = ""
    """'dmy', 'mdy' or '' (decide from the column)."""
    rules: Mapping[str, str] = field(default_factory=dict)
    """For records that name no customer (tags, window titles): text found in them → customer."""
    decimal_mark: str = ""
    """'comma', 'point' or '' (decide from the column)."""


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
    kind: str = "invoices"
    """'invoices', 'times', 'cards', 'payments' or 'calls': which roles are offered; 'rules': which
    texts mean which customer, then `samples` holds (text, hours) of the most frequent ones."""
    amount_example: str = ""
    """Set when only the decimal mark is in doubt: an amount from the file."""


Answers = Mapping[str, LayoutAnswer]
"""Fingerprint → what the person said."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file to be read: where it lies and what the person calls it."""

    path: Path
    name: str
    scratch: Path | None = None
    """A folder, not there yet, for what has to be unpacked; None: containers are not opened."""
    today: int | None = None
    """Day ordinal up to which what recurs without end is counted; None: the newest in the file."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file that a container (archive, workbook) held, now lying in the scratch folder."""

    path: Path
    name: str
    """`container/inner name`."""


Item = Row | Problem | Question | Member
"""What a reader yields."""


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

    def read(self, source: Source, answers: Answers) -> Iterator[Item]:
        """Rows, problems and at most one question, in the order of the file.

        A container yields a `Member` for each file it holds, which is then read like any other.
        """
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
    rows: Sequence[Row]
    """All of one kind."""
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
