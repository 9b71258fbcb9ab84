"""How offers and promises end, and which are due."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wertschatz.domain.customers.commitments import (
    OUTCOMES,
    CommitmentKind,
    Offer,
    Outcome,
    is_due,
    mark_for,
    offers_told,
)

TODAY = dt.date(2026, 11, 25)
DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2027, 6, 1))
OFFERS = st.lists(
    st.builds(
        Offer, DAYS, st.none() | st.sampled_from(OUTCOMES[CommitmentKind.OFFER]),
        st.none() | st.integers(0, 10**9),
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("due", "fresh", "expected"),
    [
        (None, None, False), ("2026-11-26", None, False), ("2026-11-25", None, True),
        ("2026-01-01", None, True), ("2026-11-24", "2026-11-25", False),
        ("2026-11-25", "2026-11-25", True),
    ],
)  # fmt: skip
def test_what_is_due(due: str | None, fresh: str | None, expected: bool) -> None:
    def day(text: str | None) -> dt.date | None:
        return None if text is None else dt.date.fromisoformat(text)

    assert is_due(day(due), TODAY, day(fresh)) is expected


@given(OFFERS)
def test_answers_never_exceed_offers(offers: list[Offer]) -> None:
    told = offers_told(offers, TODAY)
    assert told.accepted + told.declined <= told.offered <= len(offers)
    assert told.accepted_cents + told.declined_cents <= told.offered_cents


def test_an_offer_of_a_year_ago_no_longer_counts() -> None:
    ages = [Offer(dt.date(2025, 11, 25), Outcome.ACCEPTED, 5), Offer(TODAY, Outcome.ACCEPTED, 7)]
    told = offers_told(ages, TODAY)
    assert (told.offered, told.accepted, told.accepted_cents) == (1, 1, 7)


def test_only_what_the_customer_broke_is_a_mark() -> None:
    pairs = [(kind, end) for kind, ends in OUTCOMES.items() for end in ends]
    marked = [pair for pair in pairs if mark_for(*pair) is not None]
    assert marked == [(CommitmentKind.THEIRS, Outcome.BROKEN)]
