"""Offers, promises and wishes: kept, ended, merged, and taken back as one."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from tests.storage.rows import AT, row, take_in
from tests.storage.test_merged import customer, merge
from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.commitments import CommitmentKind
from wertschatz.domain.customers.preferences import Preference, Way, seen_token
from wertschatz.storage import models
from wertschatz.storage.commitments import ENDED
from wertschatz.storage.models import Action, Commitment, FreshStart, Mark, User
from wertschatz.storage.queries.commitments import committed, kinds_due, open_page
from wertschatz.storage.queries.preferences import parts_of, preference_of
from wertschatz.usecases.refusals import Refused
from wertschatz.wording.actions import ACTION_SENTENCES, UNDONE_SENTENCES

pytestmark = pytest.mark.django_db
MAIL = Preference(best=Way.MAIL, never=frozenset({Way.CALL}), weekdays=frozenset({0, 6}))


@pytest.fixture
def one() -> uuid.UUID:
    take_in([row("Müller GmbH", "1"), row("Mueller GmbH", "3")])
    return customer("Müller GmbH").uuid


def promise(whose: uuid.UUID, kind: str = "theirs", due: dt.date | None = None) -> Commitment:
    house().make_commitment(whose, kind=kind, about="Auftrag", due_on=due, actor=None)
    return Commitment.objects.latest("id")


def test_a_broken_promise_is_a_mark_and_one_undo_takes_both_back(one: uuid.UUID) -> None:
    made = promise(one)
    action = house().end_commitment(made.uuid, outcome="broken", actor=None)
    assert Mark.objects.get().kind == "promise_broken"
    assert Mark.objects.get().on == house().today()
    assert house().undo(action, None).done
    assert not Mark.objects.exists()
    assert Commitment.objects.get().outcome == ""


@pytest.mark.parametrize(("kind", "outcome"), [pair for pair in ENDED if pair[1] != "broken"])
def test_every_other_end_leaves_no_mark(one: uuid.UUID, kind: str, outcome: str) -> None:
    house().end_commitment(promise(one, kind).uuid, outcome=outcome, actor=None)
    assert not Mark.objects.exists()
    code = Action.objects.latest("id").code
    assert code in ACTION_SENTENCES
    assert code in UNDONE_SENTENCES


def test_an_end_is_said_once_and_fits_its_kind(one: uuid.UUID) -> None:
    made = promise(one, "offer")
    with pytest.raises(Refused, match="outcome_unknown"):
        house().end_commitment(made.uuid, outcome="kept", actor=None)
    house().end_commitment(made.uuid, outcome="accepted", actor=None)
    with pytest.raises(Refused, match="commitment_ended"):
        house().end_commitment(made.uuid, outcome="declined", actor=None)
    with pytest.raises(Refused, match="commitment_gone"):
        house().end_commitment(uuid.uuid4(), outcome="kept", actor=None)


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"kind": "wish", "about": "x"}, "commitment_unknown"),
        ({"kind": "offer", "about": "  "}, "commitment_empty"),
        ({"kind": "offer", "about": "x" * 301}, "note_too_long"),
        ({"kind": "offer", "cents": 10**14}, "sum_too_large"),
    ],
)
def test_what_cannot_be_kept(one: uuid.UUID, form: dict[str, object], code: str) -> None:
    with pytest.raises(Refused, match=code):
        house().make_commitment(one, actor=None, **form)  # type: ignore[arg-type]
    assert not Commitment.objects.exists()


def test_merged_customers_show_everything_and_the_mark_goes_to_whom_it_is_now(
    one: uuid.UUID,
) -> None:
    made = promise(customer("Mueller GmbH").uuid)
    merge("Mueller GmbH", "Müller GmbH")
    assert [line.uuid for line in committed(parts_of(one), house().today()).open] == [made.uuid]
    house().end_commitment(made.uuid, outcome="broken", actor=None)
    assert Mark.objects.get().customer.uuid == one
    assert promise(customer("Mueller GmbH").uuid).customer.uuid == one


def test_what_is_due_comes_in_order_and_a_fresh_start_lets_it_lapse(one: uuid.UUID) -> None:
    user = User.objects.create_user("anna", password="x", role="owner")
    today, day = house().today(), dt.timedelta(1)
    for kind, due in (("offer", today - 9 * day), ("theirs", today), ("ours", today),
                      ("ours", today - day), ("ours", today + day), ("ours", None)):  # fmt: skip
        promise(one, kind, due)
    page = open_page(today, user.pk)
    assert [line.kind for line in page.due] == ["ours", "ours", "theirs", "offer"]
    assert page.due[0].due_on == today - day
    assert [line.due_on for line in page.later] == [today + day, None]
    assert kinds_due(today, user.pk) == set(CommitmentKind)
    FreshStart.objects.create(user=user, on=today, at=AT)
    assert [line.kind for line in open_page(today, user.pk).due] == ["ours", "theirs"]
    later = open_page(today, user.pk).later
    assert len(later) == 4
    assert all(line.due_on is None or line.due_on > today for line in later)
    assert CommitmentKind.OFFER not in kinds_due(today, user.pk)


def test_promises_of_customers_that_are_gone_are_not_due(one: uuid.UUID) -> None:
    promise(one, "ours", house().today())
    models.Import.objects.update(state="withdrawn")
    page = open_page(house().today(), 0)
    assert (page.due, page.later) == ([], [])


def wish(whose: uuid.UUID) -> Preference:
    return preference_of(parts_of(whose), house().zone).preference


def test_a_wish_is_kept_changed_and_taken_back(one: uuid.UUID) -> None:
    first = house().say_preference(one, MAIL, actor=None)
    assert wish(one) == MAIL
    assert house().say_preference(one, MAIL, actor=None) is None
    second = house().say_preference(one, Preference(note="nur morgens"), actor=None)
    assert first is not None
    assert second is not None
    assert not house().undo(first, None).done
    assert house().undo(second, None).done
    assert wish(one) == MAIL
    assert house().undo(first, None).done
    assert wish(one) == Preference()


def test_who_comes_second_writes_nothing(one: uuid.UUID) -> None:
    shown = seen_token(wish(one))
    house().say_preference(one, MAIL, seen=shown, actor=None)
    with pytest.raises(Refused, match="preference_changed"):
        house().say_preference(one, Preference(best=Way.CALL), seen=shown, actor=None)
    assert wish(one) == MAIL


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (Preference(best=Way.CALL, never=frozenset({Way.CALL})), "way_contradicts"),
        (Preference(from_minute=60, until_minute=60), "time_window_empty"),
        (Preference(note="x" * 301), "note_too_long"),
    ],
)
def test_wishes_that_cannot_be(one: uuid.UUID, wanted: Preference, code: str) -> None:
    with pytest.raises(Refused, match=code):
        house().say_preference(one, wanted, actor=None)


def test_a_merged_customer_brings_its_wish_and_its_own_wins(one: uuid.UUID) -> None:
    house().say_preference(customer("Mueller GmbH").uuid, MAIL, actor=None)
    action = merge("Mueller GmbH", "Müller GmbH")
    assert wish(one) == MAIL
    house().say_preference(one, Preference(best=Way.CALL), actor=None)
    assert wish(one).best is Way.CALL
    house().say_preference(one, Preference(), actor=None)
    assert wish(one) == Preference()
    house().undo(action, None)
    assert wish(customer("Mueller GmbH").uuid) == MAIL
