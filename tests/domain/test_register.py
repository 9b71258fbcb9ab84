"""Numbers in any spelling, tags in any spelling, and what differs between two entries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wertschatz.domain.customers.duplicates import Known, likeness
from wertschatz.domain.customers.phones import endings, sought
from wertschatz.domain.customers.register import Entry, called, differing, print_of
from wertschatz.domain.customers.tags import tag_key, tag_name

SPELLINGS = (
    "030 {a} {b}", "030/{a}-{b}", "(030) {a}{b}", "+49 30 {a} {b}", "+49 (0)30 {a}-{b}",
    "0049 30 {a}{b}", "+49 030 {a}{b}", "tel:+4930{a}{b}",
)  # fmt: skip
DIGITS = st.text("123456789", min_size=3, max_size=4)


def finds(typed: str, kept: str) -> bool:
    """What search does: some ending of the number begins with what was typed."""
    asked = sought(typed)
    return bool(asked) and any(ending.startswith(asked) for ending in endings(kept))


@given(DIGITS, DIGITS, st.sampled_from(SPELLINGS), st.sampled_from(SPELLINGS))
def test_a_number_is_found_in_any_spelling(a: str, b: str, kept: str, typed: str) -> None:
    assert finds(typed.format(a=a, b=b), kept.format(a=a, b=b))


@given(DIGITS, DIGITS, st.sampled_from(SPELLINGS), st.integers(0, 4), st.integers(4, 8))
def test_any_four_digits_in_a_row_find_it(a: str, b: str, kept: str, start: int, size: int) -> None:
    part = (a + b)[start : start + size]
    if len(part) >= 4:
        assert finds(part, kept.format(a=a, b=b))


@pytest.mark.parametrize("typed", ["123", "Haus 1234", "RE-2026-001", "", "+", "a1b2c3d4"])
def test_what_is_no_number_is_not_looked_for_as_one(typed: str) -> None:
    assert sought(typed) == ""


@given(st.text(max_size=80))
def test_a_tag_written_again_is_the_same(typed: str) -> None:
    assert tag_key(tag_name(typed)) == tag_key(typed) == tag_key(tag_key(typed))
    assert tag_key(typed.upper()) == tag_key(tag_key(typed.upper()))


def test_tags_are_one_whatever_case_and_umlauts() -> None:
    assert tag_key("Größe") == tag_key("GROESSE") == tag_key(" groesse ")
    assert tag_key("Messe 2026") != tag_key("Messe 2025")


ENTRIES = st.builds(
    Entry, name=st.text(max_size=5), town=st.text(max_size=5),
    terms_days=st.none() | st.integers(0, 30),
)  # fmt: skip


@given(ENTRIES, ENTRIES)
def test_entries_have_one_print_only_where_nothing_differs(one: Entry, other: Entry) -> None:
    assert (print_of(one) == print_of(other)) == (not differing(one, other))


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        (Entry("Roth", "7"), "Roth"),
        (Entry(number="7", email="a@b.example"), "7"),
        (Entry(email="a@b.example"), "a@b.example"),
        (Entry(town="Ulm"), ""),
    ],
)
def test_how_a_customer_is_called(entry: Entry, name: str) -> None:
    assert called(entry) == name


@pytest.mark.parametrize(
    ("typed", "similarity", "phone", "codes"),
    [
        (Known(0, "Müller"), 100, "", ["similar_name"]),
        (Known(0, "Mueller GmbH"), 100, "", ["same_name"]),
        (Known(0, "Roth"), 20, "", []),
        (Known(0, "Roth", number="K7"), 20, "", ["same_number"]),
        (Known(0, "Roth"), 20, "+49301", ["same_phone"]),
        (Known(0, "", email="eva@m.example"), 0, "", ["same_email"]),
        (Known(0, "Müller", postcode="10115"), 100, "", ["similar_name", "same_postcode"]),
    ],
)
def test_why_somebody_may_be_meant(
    typed: Known, similarity: float, phone: str, codes: list[str]
) -> None:
    known = Known(
        1, "Müller Werk" if codes[:1] == ["similar_name"] else "Müller GmbH", number="K7",
        email="eva@m.example", postcode="10115",
    )  # fmt: skip
    points, reasons = likeness(typed, known, similarity, phone)
    assert [reason.code for reason in reasons] == codes
    assert bool(points) == bool(codes)
