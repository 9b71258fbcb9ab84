"""Money on the account and the invoices it may belong to: what goes in, and what is decided."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from wertschatz.domain.values import Reason

CLOSES_PERCENT = 97
"""From this part of its amount on an invoice counts as paid: the rest is a cash discount."""


def closes(paid_cents: int, gross_cents: int) -> bool:
    """So much paid closes an invoice; a cent less, for a discount rounded down.

    >>> closes(9700, 10_000), closes(9699, 10_000), closes(9698, 10_000)
    (True, True, False)
    """
    return (paid_cents + 1) * 100 >= gross_cents * CLOSES_PERCENT


class Moved(StrEnum):
    """How money moved; the same words as in the rows of a statement."""

    TRANSFER = "transfer"
    DIRECT_DEBIT = "direct_debit"
    RETURNED = "returned"
    CARD = "card"
    OTHER = "other"


class OpenInvoice(NamedTuple):
    """An invoice, or a credit note (amount below zero), as payments are held against it."""

    id: int
    customer: int
    number: str
    """As written; '' where it has none."""
    on: int
    """Day ordinal."""
    due_on: int | None
    gross_cents: int
    """What is to be paid, in minor units; the net amount where `net_only`."""
    currency: str
    names: tuple[str, ...] = ()
    """What the customer is called, in whatever spelling is known."""
    customer_number: str = ""
    net_only: bool = False
    """The gross amount is unknown: it may be the net amount, or that with a usual tax."""


class Payment(NamedTuple):
    """One movement on an account of the firm; above zero: received. '' is not stated."""

    id: int
    on: int
    """Booking day, as an ordinal."""
    cents: int
    currency: str
    name: str = ""
    """The other side."""
    other_account: str = ""
    """IBAN or number of the other side."""
    purpose: str = ""
    end_to_end: str = ""
    document: str = ""
    """An invoice number in a field of its own."""
    kind: str = Moved.OTHER.value
    customer_number: str = ""
    """In a field of its own (the debtor account of DATEV)."""
    account: str = ""
    """The firm's own."""
    mandate: str = ""
    value_on: int | None = None

    @property
    def day(self) -> int:
        """The day the money was there: the value date, else the booking day."""
        return self.on if self.value_on is None else self.value_on


class Assignment(NamedTuple):
    """So much of a payment belongs to this invoice. Below zero: it came or went back."""

    payment: int
    invoice: int
    cents: int
    """Money that moved; a cash discount is never counted as paid."""
    reason: Reason
    sure: bool = True


class Proposal(NamedTuple):
    """A payment the owner decides about."""

    payment: int
    reason: Reason
    candidates: tuple[tuple[Assignment, ...], ...]
    """At most five answers, the likeliest first; several assignments are one answer together."""


class Left(NamedTuple):
    """A payment that is about no known invoice, and why."""

    payment: int
    reason: Reason


class Counts(NamedTuple):
    """“`assigned` of `received` assigned, `asked` for you”, payments above zero only."""

    received: int
    """That may be for invoices; what fits nothing at all is not among them."""
    assigned: int
    asked: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of all payments; everything in the order of days, then of ids."""

    assignments: tuple[Assignment, ...]
    """New ones only, all sure; earlier ones are not repeated."""
    proposals: tuple[Proposal, ...]
    left: tuple[Left, ...]
    counts: Counts
    accounts: tuple[tuple[str, tuple[int, ...]], ...]
    """Payer's account → customers, as the sure assignments taught it; to be kept."""


@dataclass(frozen=True, slots=True)
class MatchLimits:
    """How far an amount, a name or a day may be off. Per cent, days, minor units."""

    discount_percent: int = 3
    discount_days: int = 21
    """From the day of the invoice; 14 to 30 are usual, banks take a day or two of them."""
    name_percent: int = 80
    ahead: int = 5
    """Points by which the best name must lead."""
    amount_days: int = 60
    """How old an invoice may be for its amount alone to be worth a question."""
    longest_days: int = 400
    """How old it may be for account or name and amount."""
    sure_days: int = 120
    """How old it may be for these to be sure: whoever pays later than that names the number."""
    most_open: int = 12
    """Of so many open invoices of a customer, oldest first, sums are tried."""
    return_days: int = 70
    """A direct debit comes back within eight weeks and a few days (SEPA core rule book)."""
    fee_cents: int = 1500
    """What banks add to a returned debit at most."""
    candidates: int = 5
    customers_an_account: int = 3
    """An account that paid for more customers than this collects, and names nobody."""


SURE_CODES: dict[str, tuple[str, ...]] = {
    "number_and_amount": ("number",),
    "number_and_discount": ("number", "discount_cents"),
    "number_and_less": ("number", "discount_cents"),
    "number_and_tax": ("number", "tax_percent"),
    "number_part": ("number", "open_cents"),
    "digits_and_amount": ("digits", "number"),
    "digits_and_discount": ("digits", "number", "discount_cents"),
    "customer_number_and_amount": ("customer_number",),
    "customer_number_and_discount": ("customer_number", "discount_cents"),
    "account_and_amount": (),
    "account_and_discount": ("discount_cents",),
    "name_and_amount": ("name", "percent"),
    "name_and_discount": ("name", "percent", "discount_cents"),
    "several_numbers": ("invoices",),
    "several_with_discount": ("invoices", "discount_cents"),
    "customer_sum": ("invoices",),
    "customer_sum_discount": ("invoices", "discount_cents"),
    "came_back": ("paid_on",),
}
"""Code of a sure assignment → its facts; `…_cents` come with `currency`."""

ASK_CODES: dict[str, tuple[str, ...]] = {
    "several_fit": ("candidates",),
    "amount_alone": ("candidates",),
    "name_alone": ("name", "percent"),
    "long_ago": ("age_days",),
    "number_nearly": ("number",),
    "number_of_another": ("number",),
    "paid_twice": ("number",),
    "paid_too_much": ("number", "more_cents"),
    "part_by_stranger": ("number", "open_cents"),
    "numbers_other_sum": ("invoices",),
    "customer_sum_asked": ("invoices",),
    "slightly_less": ("discount_cents",),
    "customer_known": ("open_invoices",),
    "tax_unknown": (),
    "perhaps_came_back": (),
    "so_much_open": ("open_cents",),
}
"""Code of a proposal, or of one of its answers, → its facts."""

LEFT_CODES: dict[str, tuple[str, ...]] = {
    "nothing_fits": (),
    "other_currency": ("number",),
    "outgoing": (),
    "own_transfer": (),
    "came_back_unknown": (),
}
"""Code of what is left → its facts."""
