"""Effort counts once, in whatever order it comes in."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from wertschatz.domain.customers.effort import Entry, counted_minutes

ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(["", "a", "b", "c"]),
        st.sampled_from(["work", "call", "mail", "appointment"]),
        st.sampled_from(["", "eva", "jan"]),
        st.integers(1, 3),
        st.none() | st.integers(0, 1439),
        st.integers(0, 300),
    ),
    max_size=12,
).map(lambda rows: [Entry(number, *row) for number, row in enumerate(rows)])


def _one(entries: list[Entry], number: int) -> int:
    return counted_minutes(entries)[number]


def test_a_call_inside_the_work_of_the_same_person_counts_nothing() -> None:
    work = Entry(1, "", "work", "eva", 5, 600, 60)
    assert _one([work, Entry(2, "", "call", "eva", 5, 597, 8)], 2) == 0
    assert _one([work, Entry(2, "", "call", "eva", 5, 655, 10)], 2) == 0
    assert _one([work, Entry(2, "", "call", "eva", 5, 655, 20)], 2) == 20
    assert _one([work, Entry(2, "", "call", "jan", 5, 610, 10)], 2) == 10
    assert _one([work, Entry(2, "", "call", "", 5, 610, 10)], 2) == 0
    assert _one([work, Entry(2, "", "call", "eva", 6, 610, 10)], 2) == 10
    assert _one([work, Entry(2, "", "mail", "eva", 5, 610, 10)], 2) == 10


def test_work_over_midnight_contains_the_call_of_the_next_day() -> None:
    work = Entry(1, "", "work", "eva", 5, 1400, 120)
    assert _one([work, Entry(2, "", "call", "eva", 6, 20, 10)], 2) == 0


def test_work_of_a_day_takes_up_calls_as_far_as_it_reaches() -> None:
    work = Entry(1, "", "work", "eva", 5, None, 30)
    calls = [Entry(2, "", "call", "eva", 5, 600, 20), Entry(3, "", "call", "eva", 5, 700, 20)]
    assert counted_minutes([work, *calls]) == {1: 30, 2: 0, 3: 20}


def test_the_newest_word_on_an_entry_counts() -> None:
    entries = [Entry(1, "t", "work", "", 5, 600, 60), Entry(2, "t", "work", "", 5, 600, 75)]
    assert counted_minutes(entries) == {1: 0, 2: 75}


@given(ENTRIES, st.randoms(use_true_random=False))
def test_order_does_not_matter(entries: list[Entry], dice: random.Random) -> None:
    shuffled = list(entries)
    dice.shuffle(shuffled)
    assert counted_minutes(shuffled) == counted_minutes(entries)


@given(ENTRIES)
def test_nothing_counts_more_than_it_took(entries: list[Entry]) -> None:
    counted = counted_minutes(entries)
    assert set(counted) == {entry.id for entry in entries}
    for entry in entries:
        assert counted[entry.id] in (0, entry.minutes)
    # All work counts, once for each key.
    work = {entry.key or entry.id: entry for entry in entries if entry.kind == "work"}
    last = {entry.key or entry.id: entry for entry in entries}
    for name, entry in work.items():
        if last[name].id == entry.id:
            assert counted[entry.id] == entry.minutes


@given(ENTRIES)
def test_without_work_everything_counts(entries: list[Entry]) -> None:
    rest = [entry._replace(key="") for entry in entries if entry.kind != "work"]
    assert counted_minutes(rest) == {entry.id: entry.minutes for entry in rest}
