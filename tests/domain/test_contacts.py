"""Contacts logged by hand: how long they took, and that what a file tells as well counts once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wertschatz.domain.customers.contacts import ContactKind, usual_minutes
from wertschatz.domain.customers.effort import MARGIN_MINUTES, Entry, counted_minutes
from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.spans import minutes_of

CALLS = st.lists(st.tuples(st.integers(0, 1439), st.integers(1, 60)), max_size=6)
ANY = st.lists(
    st.tuples(
        st.sampled_from(["", "a"]), st.sampled_from(["work", "call", "mail", "appointment"]),
        st.sampled_from(["", "eva", "jan"]), st.integers(1, 2), st.none() | st.integers(0, 1439),
        st.integers(0, 90), st.booleans(),
    ),
    max_size=9,
).map(lambda rows: [Entry(number, *row) for number, row in enumerate(rows)])  # fmt: skip


@pytest.mark.parametrize(("text", "minutes"), [
    ("12", 12), ("12m", 12), ("12 Min.", 12), ("1h", 60), ("1h30", 90), ("1 h 30 m", 90),
    ("1 Std. 5 Min.", 65), ("0:45", 45), ("1:05", 65), ("1,5h", 90), ("1.25 hours", 75),
    ("", None), ("bald", None), ("1:75", None), ("-5", None), ("1.5h30", None), ("²", None),
])  # fmt: skip
def test_spans_of_time_as_people_type_them(text: str, minutes: int | None) -> None:
    assert minutes_of(text) == minutes


@given(st.integers(0, 23), st.integers(0, 59))
def test_every_way_of_writing_means_the_same(hours: int, minutes: int) -> None:
    whole = hours * 60 + minutes
    ways = (
        f"{whole}",
        f"{whole}m",
        f"{hours}:{minutes:02}",
        f"{hours}h{minutes}",
        f"{hours} h {minutes} min",
    )
    assert {minutes_of(text) for text in ways} == {whole}


def test_every_kind_has_its_usual_minutes() -> None:
    usual = usual_minutes(Limits(minutes_mail=7, minutes_appointment=45))
    assert set(usual) == set(ContactKind)
    assert (usual[ContactKind.MAIL], usual[ContactKind.APPOINTMENT]) == (7, 45)


def test_a_logged_call_and_the_same_call_of_a_list_count_once() -> None:
    told = Entry(1, "k", "call", "buero", 5, 600, 12)
    logged = Entry(2, "", "call", "eva", 5, 604, 10, hand=True)
    assert counted_minutes([told, logged]) == {1: 12, 2: 0}
    assert counted_minutes([told, logged._replace(start=700)]) == {1: 12, 2: 10}
    assert counted_minutes([told, logged._replace(kind="mail")]) == {1: 12, 2: 10}
    assert counted_minutes([told._replace(minutes=0), logged]) == {1: 0, 2: 10}  # nobody answered


def test_across_midnight_it_is_the_same_call_still() -> None:
    told = Entry(1, "k", "call", "", 5, 1430, 30)
    assert counted_minutes([told, Entry(2, "", "call", "eva", 6, 5, 10, hand=True)])[2] == 0


def test_logged_by_the_day_it_is_one_of_the_calls_of_that_day() -> None:
    told = [Entry(1, "k", "call", "", 5, 600, 12), Entry(2, "l", "call", "", 5, 700, 3)]
    logged = [Entry(number, "", "call", "eva", 5, None, 10, hand=True) for number in (3, 4, 5)]
    assert counted_minutes(told + logged) == {1: 12, 2: 3, 3: 0, 4: 0, 5: 10}


def test_two_work_at_once_and_both_count() -> None:
    told = Entry(1, "k", "work", "jan", 5, 600, 60)
    logged = Entry(2, "", "work", "eva", 5, 610, 30, hand=True)
    assert counted_minutes([told, logged]) == {1: 60, 2: 30}
    assert counted_minutes([told, logged._replace(who="jan")]) == {1: 60, 2: 0}


@given(CALLS, CALLS)
def test_calls_that_overlap_count_once_and_the_telephone_measures_better(
    told: list[tuple[int, int]], logged: list[tuple[int, int]]
) -> None:
    files = [Entry(n, f"k{n}", "call", "box", 5, *one) for n, one in enumerate(told)]
    hands = [Entry(100 + n, "", "call", "eva", 5, *one, hand=True) for n, one in enumerate(logged)]
    counted = counted_minutes(files + hands)
    assert all(counted[one.id] == one.minutes for one in files)
    for one in hands:
        apart = all(
            one.start >= other.start + other.minutes + MARGIN_MINUTES
            or other.start >= one.start + one.minutes + MARGIN_MINUTES
            for other in files
        )
        assert counted[one.id] == (one.minutes if apart else 0)


@given(ANY)
def test_what_is_logged_never_counts_more_than_it_took(entries: list[Entry]) -> None:
    counted = counted_minutes(entries)
    assert set(counted) == {entry.id for entry in entries}
    assert all(counted[entry.id] in (0, entry.minutes) for entry in entries)


@given(ANY)
def test_without_files_everything_logged_counts_as_before(entries: list[Entry]) -> None:
    told = [entry._replace(hand=False) for entry in entries]
    logged = [entry._replace(hand=True) for entry in entries]
    assert counted_minutes(logged) == counted_minutes(told)
