"""Own invoices are told from those of suppliers, and nothing is counted twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wertschatz.domain.customers.documents import (
    OwnNames,
    Side,
    cancels,
    own_names,
    without_prepaid,
)

OWN = own_names(["Müller Werkstatt GmbH", "DE 123 456 789"])


def test_the_side_of_a_document() -> None:
    me, other = ("MÜLLER  Werkstatt GmbH", ""), ("Stahl AG", "DE999999999")
    assert OWN.side(me, other) is Side.SALE
    assert OWN.side(other, ("anders geschrieben", "de123456789")) is Side.PURCHASE
    assert OWN.side(other, ("Wer anders", "")) is Side.FOREIGN


def test_an_empty_name_is_nobody() -> None:
    assert not OwnNames()
    assert not own_names(["", "  "])
    assert OWN.side(("", ""), ("", "")) is Side.FOREIGN


def test_a_whole_cancellation() -> None:
    assert cancels(-500, 500)
    assert not cancels(-400, 500)
    assert not cancels(0, 0)
    assert not cancels(500, -500)


@given(st.integers(1, 10**9), st.integers(0, 30), st.integers(0, 100))
def test_what_was_paid_before_is_taken_out_once(net: int, tax: int, part: int) -> None:
    gross = net + net * tax // 100
    rest = without_prepaid(net, gross, gross * part // 100)
    assert 0 <= rest <= net
    assert abs(rest - net * (100 - part) / 100) <= 2
    assert without_prepaid(net, gross, 0) == net
    assert without_prepaid(net, gross, gross) == 0


def test_without_a_sum_nothing_is_divided() -> None:
    assert without_prepaid(0, 0, 100) == 0
    assert without_prepaid(100, None, 50) == 50
