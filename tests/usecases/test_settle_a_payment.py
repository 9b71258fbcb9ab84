"""What a person says about a payment is checked before it is kept."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wertschatz.domain.customers.paying.payments import closes
from wertschatz.domain.customers.paying.shared import shared_among
from wertschatz.ports.payments import Due, Held, Part
from wertschatz.usecases.refusals import Refused
from wertschatz.usecases.settle_a_payment import (
    MOST_INVOICES,
    ask_about_a_payment_again,
    assign_a_payment,
    leave_a_payment,
)
from wertschatz.wording.catalogue import LANGUAGES
from wertschatz.wording.refusals import refusal_text

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
DAY = dt.date(2026, 3, 1)


def due(number: str, open_cents: int, currency: str = "EUR", days: int = 0) -> Due:
    return Due(number, number, "Roth", 1, DAY + dt.timedelta(days=days), currency, open_cents)


@dataclass
class Kept:
    """Settlements in memory."""

    payment: Held = field(default_factory=lambda: Held(7, 10_000, "EUR", DAY, None))
    invoices: dict[int, Due] = field(default_factory=dict)
    done: list[object] = field(default_factory=list)

    def held(self, payment: int) -> Held:
        if payment != self.payment.id:
            raise KeyError(payment)
        return self.payment

    def due(self, invoice: int, besides: int) -> Due:
        assert besides == self.payment.id
        return self.invoices[invoice]

    def assign(
        self, held: Held, parts: Sequence[tuple[Due, int]], *, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        self.done.append([(one.number, cents) for one, cents in parts])
        return uuid.uuid4()

    def leave(self, held: Held, *, by: int | None, at: dt.datetime) -> uuid.UUID:
        self.done.append("left")
        return uuid.uuid4()

    def ask_again(self, held: Held, *, by: int | None, at: dt.datetime) -> uuid.UUID:
        self.done.append("again")
        return uuid.uuid4()


def kept(*invoices: Due, said: tuple[tuple[str, int], ...] | None = None) -> Kept:
    book = Kept(invoices=dict(enumerate(invoices, 1)))
    book.payment = book.payment._replace(said=said)
    return book


def assign(book: Kept, *parts: Part, payment: int = 7) -> None:
    assign_a_payment(book, payment, parts, by=None, at=AT)


def test_one_invoice_takes_all_of_it() -> None:
    book = kept(due("R1", 9_000))
    assign(book, Part(1, None))
    assert book.done == [[("R1", 10_000)]]


def test_several_share_it_the_oldest_first_and_the_same_one_counts_once() -> None:
    book = kept(due("R1", 8_000, days=9), due("R2", 7_000))
    assign(book, Part(1, None), Part(2, None), Part(1, None))
    assert book.done == [[("R2", 7_000), ("R1", 3_000)]]


def test_amounts_of_an_answer_are_kept_and_the_rest_is_for_none() -> None:
    book = kept(due("R1", 8_000), due("R2", -500))
    assign(book, Part(1, 8_000), Part(2, -500))
    assert book.done == [[("R1", 8_000), ("R2", -500)]]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([], "no_invoice_chosen"),
        ([Part(9, None)], "invoice_gone"),
        ([Part(3, None)], "other_currency"),
        ([Part(1, 10_001)], "more_than_paid"),
        ([Part(1, 6_000), Part(2, 6_000)], "more_than_paid"),
        ([Part(1, -1)], "more_than_paid"),
        ([Part(1, 0)], "sum_unclear"),
        ([Part(4, None), Part(1, None)], "sum_unclear"),
        ([Part(5, None), Part(1, None)], "sum_unclear"),
        ([Part(one, None) for one in range(MOST_INVOICES + 1)], "too_many_invoices"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(parts: list[Part], code: str) -> None:
    book = kept(
        due("R1", 9_000, days=9), due("R2", 9_000), due("R3", 9_000, "USD"),
        due("R4", 10_000), due("R5", 0),
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        assign(book, *parts)
    assert refused.value.code == code
    assert book.done == []
    for language in LANGUAGES:
        assert "{" not in refusal_text(code, refused.value.facts, language)


@pytest.mark.parametrize("wish", [leave_a_payment, ask_about_a_payment_again])
def test_a_payment_that_is_gone(wish: object) -> None:
    with pytest.raises(Refused) as refused:
        wish(kept(), 8, by=None, at=AT)  # type: ignore[operator]
    assert refused.value.code == "payment_gone"


def test_the_same_again_is_refused_and_something_else_is_not() -> None:
    book = kept(due("R1", 9_000), due("R2", 9_000), said=(("R1", 10_000),))
    with pytest.raises(Refused, match="payment_decided"):
        assign(book, Part(1, None))
    assign(book, Part(2, None))
    leave_a_payment(book, 7, by=None, at=AT)
    ask_about_a_payment_again(book, 7, by=None, at=AT)
    assert book.done == [[("R2", 10_000)], "left", "again"]
    with pytest.raises(Refused, match="payment_decided"):
        leave_a_payment(kept(said=()), 7, by=None, at=AT)
    with pytest.raises(Refused, match="payment_not_said"):
        ask_about_a_payment_again(kept(), 7, by=None, at=AT)


@given(
    rooms=st.lists(st.integers(-50_000, 50_000), min_size=1, max_size=8),
    cents=st.integers(-200_000, 200_000),
)
def test_what_is_shared_is_all_of_it_or_nothing(rooms: list[int], cents: int) -> None:
    parts = shared_among(rooms, cents)
    assert not parts or (len(parts) == len(rooms) and sum(parts) == cents)


@given(
    rooms=st.lists(st.integers(1, 50_000), min_size=2, max_size=8), cents=st.integers(1, 400_000)
)
def test_no_invoice_but_the_last_gets_more_than_is_open(rooms: list[int], cents: int) -> None:
    parts = shared_among(rooms, cents)
    assert all(0 <= part <= room for part, room in zip(parts[:-1], rooms, strict=False))
    if cents <= sum(rooms) and parts:
        assert parts[-1] <= rooms[-1]
    if cents >= sum(rooms) or closes(cents, sum(rooms)):
        assert parts
