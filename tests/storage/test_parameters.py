"""A limit holds from its day on; an assessment names every limit it used."""

from __future__ import annotations

import datetime as dt

import pytest

from wertschatz.domain.customers.parameters import Limits
from wertschatz.storage.customer_base import CustomerBase
from wertschatz.storage.models import AssessmentRun, Parameter
from wertschatz.usecases.assess_the_base import assess_the_base

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


def test_a_limit_holds_from_its_day_on_and_the_newest_wins() -> None:
    for value, day in ((20, "2026-01-01"), (25, "2026-06-01"), (30, "2026-06-01")):
        Parameter.objects.create(
            name="late_days", value=value, valid_from=dt.date.fromisoformat(day), at=AT
        )
    base = CustomerBase()
    days = {day: base.limits(dt.date.fromisoformat(day))["late_days"] for day in
            ("2025-12-31", "2026-01-01", "2026-05-31", "2026-06-01")}  # fmt: skip
    assert list(days.values()) == [14, 20, 20, 30]


def test_an_assessment_names_the_limits_it_used() -> None:
    Parameter.objects.create(name="late_days", value=21, valid_from=AT.date(), at=AT)
    assess_the_base(CustomerBase(), as_of=AT.date(), at=AT)
    kept = AssessmentRun.objects.get().parameters
    assert kept["late_days"] == 21
    assert kept.keys() == Limits().as_mapping().keys()
