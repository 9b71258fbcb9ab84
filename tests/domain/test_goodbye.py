"""The goodbye keeps to contract and notice; the gentle line raises few false alarms."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wertschatz.domain.customers.gentle import LONG, gentle
from wertschatz.domain.customers.goodbye import (
    BINDING,
    STEPS,
    Balance,
    advice,
    balance_of,
    earliest_end,
    steps,
)

days = st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1))


@given(days, st.none() | days, st.none() | st.integers(0, 3660))
def test_nothing_binding_comes_before_the_notice_allows(
    start: dt.date, until: dt.date | None, notice: int | None
) -> None:
    end = earliest_end(start, until, notice)
    planned = steps(start, until, notice)
    assert [one.code for one in planned] == [code for code, _ in STEPS]
    assert all(one.on >= start for one in planned)
    assert [one.on for one in planned] == sorted(one.on for one in planned)
    assert all(one.on >= end for one in planned if one.code in BINDING)
    if notice:
        assert end >= start + dt.timedelta(days=notice)


@given(st.integers(-10**9, 10**9), st.integers(0, 10**9), st.none() | st.integers(0, 10**6),
       st.integers(0, 10**7))  # fmt: skip
def test_shares_are_never_negative(
    revenue: int, every: int, minutes: int | None, all_: int
) -> None:
    found = balance_of(revenue, every, minutes, all_, None)
    assert found.revenue_per_mille >= 0
    assert found.minutes_per_mille is None or found.minutes_per_mille >= 0


def of(share: int) -> Balance:
    return Balance(0, share, None, None, None)


@pytest.mark.parametrize(
    ("content", "share", "code"),
    [
        (None, 299, "goodbye_ask"),
        (True, 0, "goodbye_content"),
        (False, 0, "goodbye_unhappy"),
        (False, 300, "goodbye_too_large"),
    ],
)
def test_what_is_kinder(content: bool | None, share: int, code: str) -> None:
    assert advice(content, of(share)).code == code


@pytest.mark.parametrize(
    "text",
    [
        "Krankenhaus Nord GmbH",
        "Dr. Sommer rief an",
        "Idiotensichere Anleitung gewünscht",
        "Praxis für Therapie und Training",
        "Operation GmbH",
        "Zentrum für Diagnose",
        "Sauerteig, Saubermann, Faulbaum",
        "Hat dreimal nach Rabatt gefragt und am 3. Mai nicht gezahlt",
        "",
    ],
)
def test_innocent_words_raise_no_eyebrow(text: str) -> None:
    assert gentle(text) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("So ein IDIOT!", "gentle_insult"),
        ("blöd wie immer", "gentle_insult"),
        ("what a moron", "gentle_insult"),
        ("ist schwanger", "gentle_health"),
        ("er hat Krebs", "gentle_health"),
        ("x" * (LONG + 1), "gentle_long"),
    ],
)
def test_what_is_worth_a_second_thought(text: str, code: str) -> None:
    assert [reason.code for reason in gentle(text)] == [code]


@given(st.text(max_size=2000))
def test_any_text_is_borne(text: str) -> None:
    codes = [reason.code for reason in gentle(text)]
    assert len(codes) == len(set(codes))
