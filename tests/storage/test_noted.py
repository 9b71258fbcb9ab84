"""Marks, direct costs and limits: noted, counted, taken back, and forgotten in time."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.storage.rows import AT, LIMITS, row, take_in
from tests.storage.test_merged import customer, merge, year_of
from wertschatz.domain.customers.marks import MarkKind
from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.year import Year, window_for
from wertschatz.domain.values import Group
from wertschatz.storage.customer_base import CustomerBase
from wertschatz.storage.inbox import withdraw
from wertschatz.storage.limits_book import LimitsBook
from wertschatz.storage.models import (
    Action,
    Assessment,
    AssessmentRun,
    Contact,
    DirectCost,
    Import,
    Mark,
    Parameter,
)
from wertschatz.storage.notebook import Notebook, forget_moods
from wertschatz.storage.owners_book import OwnersBook
from wertschatz.storage.undo import undo
from wertschatz.storage.years import years
from wertschatz.usecases.assess_the_base import assess_the_base
from wertschatz.usecases.note_a_cost import note_a_cost
from wertschatz.usecases.note_a_mark import note_a_mark
from wertschatz.usecases.refusals import Refused
from wertschatz.usecases.set_limits import set_limits

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 23)
BOOK = Notebook()


def base() -> Import:
    return take_in(
        [
            row("Müller GmbH", "1", "2026-03-01", 10_000),
            row("Mueller GmbH", "3", "2026-05-01", 40_000),
        ]
    )[0]


def mark(name: str, kind: MarkKind, on: str) -> None:
    BOOK.note_mark(customer(name).uuid, kind, "", dt.date.fromisoformat(on), by=None, at=AT)


def test_marks_of_merged_customers_count_together_and_part_again() -> None:
    base()
    mark("Müller GmbH", MarkKind.TONE, "2026-10-01")
    mark("Mueller GmbH", MarkKind.TONE, "2026-10-01")
    mark("Mueller GmbH", MarkKind.TONE, "2026-10-02")
    action = merge("Mueller GmbH", "Müller GmbH")
    found = year_of("Müller GmbH").marks
    assert found is not None
    assert found[MarkKind.TONE].days == 2
    assert undo(action, by=None, at=AT).done
    alone = year_of("Müller GmbH").marks
    assert alone is not None
    assert alone[MarkKind.TONE].days == 1


def test_costs_count_in_their_window_and_can_be_taken_back() -> None:
    base()
    for day, cents in (("2025-12-31", 100), ("2026-01-01", 1_000), ("2026-11-23", 20)):
        made = BOOK.note_cost(
            customer("Müller GmbH").uuid, cents, "", dt.date.fromisoformat(day), by=None, at=AT
        )
    assert year_of("Müller GmbH").direct_cents == 1_020
    assert undo(made, by=None, at=AT).done
    assert year_of("Müller GmbH").direct_cents == 1_000
    assert DirectCost.objects.count() == 2


def test_calls_are_counted_beside_the_effort() -> None:
    source = base()
    pk = customer("Müller GmbH").pk
    for kind, minutes, length in (("call", 0, 12), ("call", 30, 30), ("work", 60, 60)):
        Contact.objects.create(
            customer_id=pk, source=source, kind=kind, on=DAY, minutes=minutes, length=length
        )
    year = year_of("Müller GmbH")
    assert (year.effort_minutes, year.call_minutes) == (90, 42)


def test_the_last_confirmed_letter_is_known_after_it_was_taken_back() -> None:
    base()
    uuid, book = customer("Müller GmbH").uuid, OwnersBook()
    book.say_word(uuid, "A", "", by=None, at=AT, on=DAY)
    book.say_word(uuid, "", "", by=None, at=AT, on=DAY)
    year = year_of("Müller GmbH")
    assert (year.word, year.last_word) == (None, Group.A)


def test_the_assessment_keeps_what_a_customer_costs() -> None:
    base()
    pk = customer("Müller GmbH").pk
    Contact.objects.create(
        customer_id=pk, source=Import.objects.get(), kind="work", on=DAY, minutes=60, length=60
    )
    BOOK.note_cost(customer("Müller GmbH").uuid, 500, "Holz", DAY, by=None, at=AT)
    set_limits(LimitsBook(), {"costs_year": 30_000, "own_pay_year": 54_480}, on=DAY, by=None, at=AT)
    assess_the_base(CustomerBase(), as_of=DAY, at=AT)
    kept = Assessment.objects.get(customer_id=pk)
    assert (kept.direct_cents, kept.effort_cost_cents, kept.contribution_cents) == (
        500, 6_000, 10_000 - 500 - 6_000
    )  # fmt: skip
    assert AssessmentRun.objects.get().parameters["own_pay_year"] == 54_480


def test_limits_hold_from_their_day_and_unchanged_ones_are_not_kept() -> None:
    now = LimitsBook().limits(DAY)
    assert set_limits(LimitsBook(), dict(now), on=DAY, by=None, at=AT) is None
    made = set_limits(LimitsBook(), {**now, "late_days": 30}, on=DAY, by=None, at=AT)
    assert made is not None
    assert list(Parameter.objects.values_list("name", "value")) == [("late_days", 30)]
    assert LimitsBook().limits(DAY - dt.timedelta(1))["late_days"] == LIMITS["late_days"]
    assert undo(made, by=None, at=AT).done
    assert LimitsBook().limits(DAY) == Limits().as_mapping()


@pytest.mark.parametrize(
    ("values", "code"),
    [({"late_days": 366}, "limit_out_of_range"), ({"nonsense": 1}, "limit_unknown")],
)
def test_a_limit_out_of_range_changes_nothing(values: dict[str, int], code: str) -> None:
    with pytest.raises(Refused) as refused:
        set_limits(LimitsBook(), {"close_percent": 20, **values}, on=DAY, by=None, at=AT)
    assert refused.value.code == code
    assert not Parameter.objects.exists()


@pytest.mark.parametrize(
    ("kind", "note", "on", "owner", "code"),
    [
        ("tone", "", "2026-11-24", True, "day_to_come"),
        ("tone", "x" * 201, "2026-11-23", True, "note_too_long"),
        ("rude", "", "2026-11-23", True, "mark_unknown"),
        ("drained", "", "2026-11-23", False, "mark_unknown"),
        ("close_to_heart", "", "2026-11-23", False, "mark_unknown"),
    ],
)
def test_marks_that_cannot_be_noted(kind: str, note: str, on: str, owner: bool, code: str) -> None:
    base()
    with pytest.raises(Refused) as refused:
        note_a_mark(
            BOOK, customer("Müller GmbH").uuid, kind=kind, note=note,
            on=dt.date.fromisoformat(on), today=DAY, owner=owner, by=None, at=AT,
        )  # fmt: skip
    assert refused.value.code == code
    assert not Mark.objects.exists()


@pytest.mark.parametrize(("cents", "code"), [(None, "cost_missing"), (10**14, "cost_too_large")])
def test_costs_that_cannot_be_noted(cents: int | None, code: str) -> None:
    base()
    with pytest.raises(Refused) as refused:
        note_a_cost(
            BOOK, customer("Müller GmbH").uuid, cents=cents, about="", on=DAY, by=None, at=AT
        )
    assert refused.value.code == code


def test_a_customer_that_is_gone_gets_no_mark() -> None:
    source = base()
    uuid = customer("Müller GmbH").uuid
    Import.objects.filter(pk=source.pk).update(state="withdrawn")
    with pytest.raises(Refused) as refused:
        note_a_mark(BOOK, uuid, kind="tone", note="", on=DAY, today=DAY, owner=True, by=None, at=AT)
    assert refused.value.code == "customer_gone"


def test_moods_are_forgotten_with_all_their_traces_and_facts_stay() -> None:
    base()
    uuid = customer("Müller GmbH").uuid
    mark("Müller GmbH", MarkKind.TONE, "2026-01-01")
    mark("Müller GmbH", MarkKind.DRAINED, "2026-08-01")
    taken_back = BOOK.note_mark(uuid, MarkKind.DRAINED, "müde", dt.date(2026, 8, 2), by=None, at=AT)
    undo(taken_back, by=None, at=AT)
    mark("Müller GmbH", MarkKind.DRAINED, "2026-11-01")
    assert forget_moods(dt.date(2026, 8, 25)) == 1
    assert sorted(Mark.objects.values_list("kind", flat=True)) == ["drained", "tone"]
    told = Action.objects.filter(facts__kind="drained")
    assert [action.facts["on"] for action in told] == ["2026-11-01"]


def test_words_marks_and_costs_survive_merging_withdrawing_and_both_undone() -> None:
    """Each way and back, nothing is lost, doubled or left hanging."""
    source = base()
    book = OwnersBook()
    for name, group in (("Müller GmbH", "A"), ("Mueller GmbH", "C")):
        for day in ("2026-10-01", "2026-10-02"):
            mark(name, MarkKind.TONE, day)
        BOOK.note_cost(customer(name).uuid, 700, "Holz", DAY, by=None, at=AT)
        book.say_word(customer(name).uuid, group, "gesagt", by=None, at=AT, on=DAY)
    before = everyone()
    merged = merge("Mueller GmbH", "Müller GmbH")
    together = everyone()
    assert list(together) == [customer("Müller GmbH").pk]
    only = next(iter(together.values()))
    assert (only.word, only.last_word, only.direct_cents) == (Group.A, Group.A, 1_400)
    assert only.marks is not None
    assert only.marks[MarkKind.TONE].days == 2
    withdrawal = withdraw(source.uuid)
    assert withdrawal is not None
    assert undo(withdrawal, by=None, at=AT).done
    assert everyone() == {}
    again = Action.objects.order_by("-id").values_list("uuid", flat=True)[0]
    assert undo(again, by=None, at=AT).done
    assert everyone() == together
    assert undo(merged, by=None, at=AT).done
    assert everyone() == before


def everyone() -> dict[object, Year]:
    return {year.customer: year for year in years(window_for(DAY), LIMITS)}
