"""Every write can be undone while nothing has changed since, and finds the exact earlier state."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.core import serializers
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wertschatz.domain.values import Group
from wertschatz.ports.customers import HandEntry
from wertschatz.storage import undo
from wertschatz.storage.journal import revision, writing
from wertschatz.storage.models import Action, Customer, Estimate, Gram, GroupDecision, Party
from wertschatz.storage.owners_book import OwnersBook

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 23)
BOOK = OwnersBook()


def state() -> str:
    """Everything the owner can see, as text."""
    rows = [
        row
        for model in (Party, Customer, Estimate, GroupDecision)
        for row in model.objects.order_by("pk")
    ]
    grams = sorted(Gram.objects.values_list("gram", "party_id"))
    return serializers.serialize("json", rows) + repr(grams)


def type_in(*names: str, gut: Group | None = None) -> uuid.UUID:
    return BOOK.add_estimates(
        [HandEntry(name, 100_000, 300, gut) for name in names], by=None, at=AT
    ).action


@pytest.mark.django_db
def test_undo_takes_typed_customers_away_again() -> None:
    before = state()
    action = type_in("Müller", "Maier")
    assert Customer.objects.count() == 2
    outcome = undo.undo(action, by=None, at=AT)
    assert outcome.done
    assert Customer.objects.count() == 0
    assert state() == before


@pytest.mark.django_db
def test_undo_of_the_undo_brings_everything_back() -> None:
    action = type_in("Müller")
    there = state()
    taken_back = undo.undo(action, by=None, at=AT)
    assert taken_back.action is not None
    assert undo.undo(taken_back.action, by=None, at=AT).done
    assert state() == there


@pytest.mark.django_db
def test_what_hangs_on_a_row_keeps_it() -> None:
    action = type_in("Müller")
    customer = Customer.objects.get()
    BOOK.say_word(customer.uuid, "A", "", by=None, at=AT, on=DAY)
    assert undo.undo(action, by=None, at=AT) == undo.UndoOutcome(False, "changed_since", None)
    assert GroupDecision.objects.count() == 1


@pytest.mark.django_db
def test_undo_only_while_the_row_is_what_was_left() -> None:
    type_in("Müller")
    second = BOOK.add_estimates([HandEntry("Müller", 5, None, None)], by=None, at=AT).action
    Estimate.objects.update(revenue_cents=7)
    assert undo.undo(second, by=None, at=AT).why_not == "changed_since"


@pytest.mark.django_db
def test_an_action_is_undone_once_and_counts_as_a_write() -> None:
    action = type_in("Müller")
    seen = revision("customers")
    assert undo.undo(action, by=None, at=AT).done
    assert revision("customers") == seen + 1
    assert undo.undo(action, by=None, at=AT).why_not == "already_undone"
    assert undo.undo(uuid.uuid4(), by=None, at=AT).why_not == "not_undoable"


STEP = st.tuples(st.sampled_from(["type", "word", "undo"]), st.integers(0, 5))


@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(STEP, min_size=1, max_size=12))
def test_undoing_everything_newest_first_finds_every_earlier_state(
    steps: list[tuple[str, int]],
) -> None:
    for model in (GroupDecision, Estimate, Customer, Gram, Action, Party):
        model.objects.all().delete()
    states: list[tuple[uuid.UUID, str]] = []
    for kind, number in steps:
        before = state()
        if kind == "type":
            action: uuid.UUID | None = type_in(f"Kunde {number}", gut=Group.B)
        elif kind == "word":
            customer = Customer.objects.order_by("id").first()
            action = customer and BOOK.say_word(
                customer.uuid, "ABC"[number % 3], f"Grund {number}", by=None, at=AT, on=DAY
            )
        else:
            action = None
            if states:
                done, earlier = states.pop()
                assert undo.undo(done, by=None, at=AT).done
                assert state() == earlier
        if action is not None:
            states.append((action, before))
    while states:
        done, earlier = states.pop()
        assert undo.undo(done, by=None, at=AT).done
        assert state() == earlier


@pytest.mark.django_db
@pytest.mark.parametrize("many", [False, True])
def test_what_somebody_else_wrote_in_between_is_kept_as_the_image_before(many: bool) -> None:
    """Two at the same time both read the old row: the second one's undo finds the first one's."""
    type_in("Müller", "Maier")
    read = list(Customer.objects.order_by("id"))
    Customer.objects.update(number="between")
    with writing("tested", by=None, at=AT) as pen:
        if many:
            pen.update_many(read, number="later")
        else:
            pen.update(read[0], number="later")
    assert {one.before["number"] for one in pen.action.changes.all() if one.before} == {"between"}


@pytest.mark.django_db
@pytest.mark.parametrize("many", [False, True])
def test_what_is_taken_away_comes_back_as_it_stood(many: bool) -> None:
    type_in("Müller")
    read = list(Estimate.objects.all())
    Estimate.objects.update(minutes_month=777)
    with writing("tested", by=None, at=AT) as pen:
        if many:
            pen.delete_many(read)
        else:
            pen.delete(read[0])
    assert undo.undo(pen.action.uuid, by=None, at=AT).done
    assert Estimate.objects.get().minutes_month == 777
