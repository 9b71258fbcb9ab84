"""Which rows of statements mean one movement."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from wertschatz.domain.customers.paying.told_twice import books_and_bank, sums_of_parts
from wertschatz.domain.customers.paying.twins import Movement, Told, movements

PAYERS = ("532013000", "12345678", "")
PURPOSES = ("Rechnung RE-1001", "RE-2002 Danke", "", "Miete Oktober")
TRUTH = st.lists(
    st.tuples(st.integers(1, 6), st.sampled_from(PAYERS), st.sampled_from(PURPOSES)), max_size=8
)
"""What really happened: day, payer, purpose; equal ones may be real."""


def told(real: list[tuple[int, str, str]], file: int, *, cut: int = 140) -> list[Told]:
    """A statement of it; keys as `usecases.payment_keys` numbers equal rows."""
    seen: Counter[object] = Counter()
    rows = []
    for place, (day, payer, purpose) in enumerate(sorted(real)):
        key = (file % 10, day, payer, purpose)
        seen[key] += 1
        rows.append(
            Told(file * 1000 + place, f"{key}#{seen[key]}", file, "202051", day, 100, "EUR",
                 "", payer, purpose[:cut])
        )  # fmt: skip
    return rows


def spans(*files: list[Told]) -> dict[int, tuple[int, int]]:
    return {
        rows[0].file: (min(row.on for row in rows), max(row.on for row in rows))
        for rows in files if rows
    }  # fmt: skip


@given(TRUTH)
def test_a_statement_in_three_formats_holds_as_many_as_one(
    real: list[tuple[int, str, str]],
) -> None:
    files = [told(real, file) for file in (1, 2, 3)]
    rows = [row for file in files for row in file]
    found = movements(rows, spans(*files))
    assert len(found) == len(real)
    assert sorted(row.id for one in found for row in one.rows) == sorted(row.id for row in rows)
    assert all(len(one.files) == len(one.rows) for one in found)


@given(TRUTH, st.integers(1, 6), st.integers(1, 6))
def test_overlapping_exports_of_one_format_hold_what_happened(
    real: list[tuple[int, str, str]], last: int, first: int
) -> None:
    """Both ends inside the week, in whatever order they come; then the whole once more."""
    whole = [one for one in real if one[0] <= last or one[0] >= first]
    early = told([one for one in real if one[0] <= last], 11)
    late = told([one for one in real if one[0] >= first], 21)
    every = told(whole, 31)
    found = movements([*early, *late, *every], spans(early, late, every))
    assert len(found) == len(whole)


@given(TRUTH, TRUTH)
def test_never_fewer_than_the_fullest_file_tells(
    one: list[tuple[int, str, str]], other: list[tuple[int, str, str]]
) -> None:
    files = told(one, 1), told(other, 2)
    found = movements([*files[0], *files[1]], spans(*files))
    assert max(len(one), len(other)) <= len(found) <= len(one) + len(other)
    assert len({one.first.id for one in found}) == len(found)


def test_a_second_file_of_the_same_changes_nothing_and_a_richer_one_counts() -> None:
    poor = Told(1, "k", 1, "202051", 5, 100, "EUR", "Anna", "", "RE-1001")
    (again,) = movements([poor, poor._replace(id=2, file=2)], {})
    assert again.first.id == 1
    rich = poor._replace(id=3, file=3, key="r", other_account="532013000")
    (better,) = movements([poor, rich], {})
    assert better.first.id == 3


def _books(number: int, cents: int, document: str = "RE-1001", on: int = 5) -> Movement:
    row = Told(number, f"b{number}", 9, "1200", on, cents, "EUR", document=document,
               customer_number="10001")  # fmt: skip
    return Movement([row])


def _bank(number: int, cents: int, purpose: str = "", on: int = 5) -> Movement:
    return Movement([Told(number, f"k{number}", 1, "202051", on, cents, "EUR", "A", "5", purpose)])


@given(st.lists(st.integers(1, 3), max_size=6), st.lists(st.integers(1, 3), max_size=6))
def test_books_and_bank_count_each_amount_as_often_as_the_fuller_side(
    books: list[int], bank: list[int]
) -> None:
    mine = [_books(n, cents, f"R{n}") for n, cents in enumerate(books, 1)]
    theirs = [_bank(100 + n, cents) for n, cents in enumerate(bank)]
    found = books_and_bank(mine, theirs)
    left = [one for one in (*mine, *theirs) if one.first.id not in found.dropped]
    money = sum(one.first.cents for one in left)
    assert max(sum(books), sum(bank)) <= money <= sum(books) + sum(bank)
    once = Counter(books) | Counter(bank)
    if not found.kinds:
        assert Counter(one.first.cents for one in left) == once


def test_several_payments_of_one_amount_get_no_receipt_of_another() -> None:
    mine = [_books(1, 100, "RE-1001"), _books(2, 100, "RE-1002")]
    theirs = [_bank(101, 100, "Danke"), _bank(102, 100, "RE-1001 Danke")]
    found = books_and_bank(mine, theirs, invoices={"RE-1001", "RE-1002"})
    assert found.told[102].document == "RE-1001"
    assert found.dropped == {1, 2}
    unclear = books_and_bank(mine, [_bank(101, 100), _bank(102, 100)])
    assert (unclear.told, unclear.dropped) == ({}, {1, 2})


def test_a_person_who_spoke_of_the_bank_row_keeps_it() -> None:
    mine, theirs = [_books(1, 40), _books(2, 60)], [_bank(101, 100)]
    assert books_and_bank(mine, theirs).dropped == {101}
    assert books_and_bank(mine, theirs, fixed={101}).dropped == {1, 2}


def test_a_batch_takes_one_sum_of_every_other_file() -> None:
    parts = [
        Movement([Told(n, f"p{n}", 1, "202051", 5, cents, "EUR", entry_cents=100)])
        for n, cents in enumerate((40, 60), 1)
    ]
    wholes = [_bank(101, 100), _bank(102, 100)]
    for one in wholes:
        one.rows = [one.rows[0]._replace(file=2)]
        one.files = {2}
    assert sums_of_parts(parts, wholes) == {101}
