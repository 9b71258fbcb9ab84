"""What an assessment writes: only what stands otherwise, in pieces, the run last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.storage.rows import AT, LIMITS, row, take_in
from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.assessment import Assessment as Made
from wertschatz.domain.customers.assessment import Sure
from wertschatz.domain.customers.year import Year, window_for
from wertschatz.domain.values import Group, Reason
from wertschatz.storage import assessments
from wertschatz.storage.customer_base import CustomerBase
from wertschatz.storage.folder import ASSESSMENT_LOCK
from wertschatz.storage.locks import lock_is_free
from wertschatz.storage.models import Assessment, AssessmentRun, Customer
from wertschatz.usecases.assess_the_base import assess_the_base

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 23)
NAMES = ("Müller GmbH", "Roth", "Vogel KG", "Weber", "Zorn AG")


def customers() -> list[int]:
    take_in([row(name, str(number), cents=10_000) for number, name in enumerate(NAMES)])
    return list(Customer.objects.order_by("pk").values_list("pk", flat=True))


@pytest.fixture
def whoever() -> list[int]:
    return customers()


def assess(on: dt.date = DAY) -> list[str]:
    """The statements that touch the outcomes."""
    with CaptureQueriesContext(connection) as asked:
        assess_the_base(CustomerBase(), as_of=on, at=AT)
    return [
        one["sql"] for one in asked
        if "storage_assessment" in one["sql"] and not one["sql"].startswith("SELECT")
        and "storage_assessmentrun" not in one["sql"]
    ]  # fmt: skip


def test_a_second_assessment_of_the_same_day_writes_its_run_and_nothing_else() -> None:
    customers()
    assert assess()
    before = list(Assessment.objects.order_by("pk").values())
    assert assess() == []
    assert AssessmentRun.objects.count() == 2
    assert list(Assessment.objects.order_by("pk").values()) == before


def test_only_who_stands_otherwise_is_written_and_who_is_gone_goes() -> None:
    first, *_, last = customers()
    assess()
    take_in([row("Roth", "77", cents=90_000)])
    Customer.objects.filter(pk=first).update(archived=True)
    Assessment.objects.filter(pk=last).update(reasons="[]")
    assess()
    shown = set(Assessment.objects.values_list("pk", flat=True))
    assert shown == set(Customer.objects.exclude(pk=first).values_list("pk", flat=True))
    roth = Assessment.objects.get(customer__party__name="Roth")
    assert roth.revenue_cents == 100_000
    assert Assessment.objects.get(pk=last).reasons != "[]"


def test_stopped_between_two_pieces_the_old_run_stands_and_the_next_one_brings_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    customers()
    monkeypatch.setattr(assessments, "CHUNK", 2)
    write, written = assessments._write, []

    def second_fails(rows: Sequence[tuple[Any, ...]]) -> None:
        written.append(len(rows))
        if len(written) == 2:
            raise OSError("disk full")
        write(rows)

    monkeypatch.setattr(assessments, "_write", second_fails)
    with pytest.raises(OSError, match="disk full"):
        assess()
    assert not AssessmentRun.objects.exists()
    assert Assessment.objects.count() == 2
    monkeypatch.setattr(assessments, "_write", write)
    assess()
    assert Assessment.objects.count() == len(NAMES)
    assert AssessmentRun.objects.count() == 1


def test_two_assessments_come_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    customers()
    lock, held = house().folder / ASSESSMENT_LOCK, []
    keep = assessments.keep

    def watched(*given: Any) -> None:
        held.append(not lock_is_free(lock))
        keep(*given)

    monkeypatch.setattr(assessments, "keep", watched)
    house().assess()
    assert held == [True]
    assert lock_is_free(lock)


CENTS = st.integers(-(2**40), 2**40)
COUNT = st.integers(0, 2**30)
MAYBE = st.none() | CENTS
REASONS = st.builds(
    Reason, st.text("abc_ä", min_size=1), st.dictionaries(st.text("ab"), st.text('äb"\\') | CENTS)
)
FIGURES = st.fixed_dictionaries(
    {
        "revenue_cents": CENTS, "year_to_date_cents": CENTS, "twelve_months_cents": CENTS,
        "invoices": COUNT, "late_invoices": COUNT, "effort_minutes": MAYBE, "call_minutes": COUNT,
        "direct_cents": CENTS,
    }
)  # fmt: skip
SAID = st.fixed_dictionaries(
    {
        "group": st.none() | st.sampled_from(Group), "confirmed": st.booleans(),
        "sure": st.sampled_from(Sure), "reasons": st.lists(REASONS, max_size=2).map(tuple),
        "change": st.none() | REASONS, "effort_ratio": st.none() | st.floats(0, 1e9),
        "effort_cost_cents": MAYBE, "contribution_cents": MAYBE,
    }
)  # fmt: skip
BARE: dict[str, Any] = {
    "invoices_ever": 0, "latest_days": 0, "payment_known": 0, "terms_assumed": 0, "contacts": 0,
    "first_on": None,
}  # fmt: skip


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(FIGURES, SAID), min_size=len(NAMES), max_size=len(NAMES)))
def test_whatever_an_outcome_holds_is_known_again(
    whoever: list[int], said: list[tuple[dict[str, Any], dict[str, Any]]]
) -> None:
    made = [
        (Year(customer=pk, **figures, **BARE), Made(customer=pk, **words))
        for pk, (figures, words) in zip(whoever, said, strict=True)
    ]
    assessments.keep(made, window_for(DAY), LIMITS, AT, 1, {})
    assert not assessments._changed(made)
    with connection.cursor() as cursor:
        cursor.execute(f"{assessments.SELECT} (%s)", [whoever[0]])
        assert cursor.fetchone()[-2] == assessments.reasons_text(made[0][1].reasons)
