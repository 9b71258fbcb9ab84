"""The example leaves nothing behind, touches nothing of one's own, and does so on any day."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.storage.rows import row, take_in
from tests.usecases.test_example import GROUPS, codes
from wertschatz.bootstrap import clock
from wertschatz.bootstrap.example import CUSTOMERS, STORIES, promises, wishes
from wertschatz.bootstrap.house import House
from wertschatz.domain.customers.parameters import Limits
from wertschatz.integrations.files.pool import ReadingPool
from wertschatz.jobs.handlers import handlers
from wertschatz.jobs.runner import run_due
from wertschatz.storage import example_notes
from wertschatz.storage.journal import writing
from wertschatz.storage.limits_book import limits_on
from wertschatz.storage.models import (
    Commitment,
    DirectCost,
    GroupDecision,
    Job,
    Mark,
    Parameter,
    Preference,
)
from wertschatz.storage.queries import customers

pytestmark = pytest.mark.django_db(transaction=True)
MORE_DAYS = os.environ.get("WERTSCHATZ_TEST_DAYS", "").split()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    class Elsewhere(House):
        folder = tmp_path

    home = Elsewhere(ReadingPool(size=1))
    yield home
    home.close()


def loaded(home: House) -> object:
    made = home.load_example(None)
    run_due(handlers(home), clock.now)
    return made


def lines() -> dict[str, customers.CustomerLine]:
    return {line.name: line for line in customers.customers_page(size=200).lines}


@pytest.mark.parametrize("day", MORE_DAYS)
def test_every_criterion_on_any_day(home: House, day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.VARIABLE, f"{day}T10:00:00+00:00")
    loaded(home)
    named = {name: line.group for name, line in lines().items()}
    for story, group in GROUPS.items():
        assert named[STORIES[story]] == group, story
    assert list(named.values()).count("C") * 10 <= len(named)
    assert {
        "high_revenue", "effort_in_proportion", "effort_raised", "repeatedly_late", "effort_high",
        "watch_the_terms", "small_and_easy", "close_to_heart", "useful_to_me", "conduct",
        "demands_more", "drains", "presses_price", "potential", "promises_unkept", "chatter",
        "your_decision", "owner_word", "too_new",
    } <= codes()  # fmt: skip


def test_one_press_takes_everything_back_and_again(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2027-06-30T10:00:00+00:00")
    for _ in range(2):
        made = loaded(home)
        assert len(lines()) == len(CUSTOMERS)
        assert Commitment.objects.count() == len(promises(home.today()))
        assert Preference.objects.count() == len(wishes())
        assert home.withdraw_import(made, None).done  # type: ignore[arg-type]
        run_due(handlers(home), clock.now)
        assert not lines()
        for model in (Mark, DirectCost, GroupDecision, Parameter, Commitment, Preference):
            assert not model.objects.exists(), model
        assert limits_on(home.today()) == Limits().as_mapping()
        assert not home.own_names()


def test_ones_own_customers_and_limits_stay_as_they_are(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whose numbers begin where most do, and whose invoices are numbered as the example's are."""
    monkeypatch.setenv(clock.VARIABLE, "2027-06-30T10:00:00+00:00")
    number = "10001"
    take_in([
        row("Meier Eigene GmbH", "RE-2027-0001", "2027-03-01", 123_00, customer_number=number),
        row("Meier Eigene GmbH", "RE-2027-0002", "2027-04-01", 100_00, customer_number=number),
        row("Zweite Eigene GmbH", "1", "2027-04-01", 700_00),
    ])  # fmt: skip
    home.set_limits({"costs_year": 1_000, "own_pay_year": 2_000}, None)
    home.assess()
    mine = {name: line.revenue_cents for name, line in lines().items()}
    made = loaded(home)
    found = lines()
    assert {name: found[name].revenue_cents for name in mine} == mine
    assert len(found) == len(CUSTOMERS) + 2
    assert limits_on(home.today())["costs_year"] == 1_000
    assert home.withdraw_import(made, None).done  # type: ignore[arg-type]
    run_due(handlers(home), clock.now)
    assert {name: line.revenue_cents for name, line in lines().items()} == mine


def test_it_comes_again_after_a_wish_was_changed_by_hand(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The notes of the first time are built on and stay; the second time notes nothing twice."""
    monkeypatch.setenv(clock.VARIABLE, "2027-06-30T10:00:00+00:00")
    made = loaded(home)
    changed = Preference.objects.order_by("id")[0]
    with writing("preference_said", by=None, at=home.now()) as pen:
        pen.update(changed, changed.party_id, note="By hand")
    marks = Mark.objects.count()
    for _ in range(2):
        assert home.withdraw_import(made, None).done  # type: ignore[arg-type]
        made = loaded(home)
        assert not Job.objects.exclude(error="").exists()
        assert len(lines()) == len(CUSTOMERS)
        assert Mark.objects.count() == marks
        assert Preference.objects.get(pk=changed.pk).note == "By hand"


def test_a_wish_that_was_said_before_the_example_noted_its_own_stays(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2027-06-30T10:00:00+00:00")
    made = loaded(home)
    party = Preference.objects.order_by("id")[0].party_id
    noted = example_notes.notes_of(made)  # type: ignore[arg-type]
    assert home.undo(noted, None).done  # type: ignore[arg-type]
    Preference.objects.create(party_id=party, note="By hand", at=home.now())
    home.note_example(made)  # type: ignore[arg-type]
    assert Preference.objects.get(party_id=party).note == "By hand"
    assert Preference.objects.count() == len(wishes())
