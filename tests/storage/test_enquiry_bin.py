"""What is thrown away is forgotten: after its days nothing of it stays in any table."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection

from tests.storage.writes import begin
from wertschatz.bootstrap import clock as house_clock
from wertschatz.bootstrap.house import house
from wertschatz.domain.profile.enquiry import deleted_on
from wertschatz.jobs.handlers import handlers
from wertschatz.ports.profile import EnquiryEntry
from wertschatz.storage.models import Action, Change, Customer, Enquiry, Job, Mark, User
from wertschatz.storage.queries import enquiries as read
from wertschatz.storage.queries.actions import actions_page
from wertschatz.usecases.refusals import Refused

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 2)
WORDS = ("zwiebelfisch", "quastenflosser", "mondkalb", "grottenolm", "sattelschlepper")
ASKED = EnquiryEntry(
    "Zwiebelfisch GmbH", "mondkalb@example.org", "Der Quastenflosser sucht Tische.",
    "Grottenolm", "small", "86150 Mondkalb", "recommended", "Sattelschlepper",
)  # fmt: skip


@pytest.fixture(autouse=True)
def base(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    begin()
    today(monkeypatch, DAY)


def today(monkeypatch: pytest.MonkeyPatch, day: dt.date, clock: str = "12:00") -> None:
    monkeypatch.setenv("WERTSCHATZ_CLOCK", f"{day.isoformat()}T{clock}:00+00:00")
    monkeypatch.setattr(house_clock, "_started", dt.datetime.now(dt.UTC))


def after(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    today(monkeypatch, DAY + dt.timedelta(days=days), "02:30")


def owner() -> int:
    return User.objects.get(username="owner").pk


def everything_kept() -> str:
    """Every cell of every table, folded."""
    cells = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            cells += [str(cell) for row in cursor.fetchall() for cell in row]
    return "\n".join(cells).casefold()


def left() -> list[str]:
    """The planted words that still stand somewhere."""
    kept = everything_kept()
    return [word for word in WORDS if word in kept]


def undo_last() -> None:
    assert house().undo(Action.objects.order_by("-id")[0].uuid, owner()).done


def test_nothing_stays_but_how_many(monkeypatch: pytest.MonkeyPatch) -> None:
    home = house()
    made = home.write_enquiry(ASKED, owner())
    other = home.write_enquiry(EnquiryEntry("Bleibt AG", text="Ein Tisch"), owner())
    home.correct_enquiry(made, replace(ASKED, job="Sattelschlepper, zwei"), owner())
    home.decide_enquiry(
        made, "no", owner(), reply="Leider, Zwiebelfisch.", recommended="Mondkalb KG"
    )
    home.throw_enquiry_away(made, owner())
    assert left() == list(WORDS)
    after(monkeypatch, 29)
    assert home.empty_the_bin() == 0
    assert left() == list(WORDS)
    after(monkeypatch, 30)
    assert home.empty_the_bin() == 1
    assert left() == []
    newest = Action.objects.order_by("-id")[0]
    assert (newest.code, newest.facts, newest.by_id) == (
        "enquiries_deleted",
        {"enquiries": 1},
        None,
    )
    assert not house().undo(newest.uuid, owner()).done
    # Of the others nothing is touched.
    assert [one.uuid for one in read.enquiries().open.lines] == [other]
    assert home.empty_the_bin() == 0


def test_a_customer_it_became_and_that_was_taken_back_goes_as_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = house()
    made = home.write_enquiry(ASKED, owner())
    customer = home.enquiry_to_customer(made, owner())
    home.note_mark(customer, kind="tone", note="Quastenflosser", on=DAY, actor=owner(), owner=True)
    assert Mark.objects.exists()
    undo_last()
    home.log_contact(customer, kind="call", minutes=5, on=DAY, actor=owner(), about="Grottenolm")
    undo_last()
    became = Action.objects.get(code="enquiry_became")
    assert home.undo(became.uuid, owner()).done
    # Done again and taken back again.
    undo_last()
    undo_last()
    assert not Customer.objects.filter(party__name="Zwiebelfisch GmbH").exists()
    home.throw_enquiry_away(made, owner())
    after(monkeypatch, 30)
    assert home.empty_the_bin() == 1
    assert left() == []
    nothing_comes_back()


def nothing_comes_back() -> None:
    """Whatever still stands in the journal can be shown, and brings no word back."""
    actions_page()
    for action in Action.objects.order_by("-id"):
        house().undo(action.uuid, owner())
        assert left() == []
    actions_page()


def test_who_became_a_customer_is_never_deleted_from_the_bin(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = house()
    made = home.write_enquiry(ASKED, owner())
    home.throw_enquiry_away(made, owner())
    home.enquiry_to_customer(made, owner())
    after(monkeypatch, 400)
    assert home.empty_the_bin() == 0
    assert Enquiry.objects.get().outcome == "came"


def test_a_bulk_goes_whole_and_what_was_saved_from_it_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = house()
    made = [
        home.take_enquiry(
            replace(ASKED, name=f"Zwiebelfisch {n}"), "de", trap="x", since=30.0,
            address=f"192.0.2.{n}",
        )
        for n in range(3)
    ]  # fmt: skip
    home.throw_held_away(made[-1], owner())
    bulk = Action.objects.get(code="enquiries_binned")
    home.enquiry_genuine(made[1], owner())
    saved = read.enquiry_line(made[1])
    assert saved is not None
    assert (saved.decision, saved.doubts, saved.binned_at) == ("", (), None)
    after(monkeypatch, 30)
    assert home.empty_the_bin() == 2
    assert [one.uuid for one in read.enquiries().open.lines] == [made[1]]
    assert Change.objects.filter(action=bulk).count() == 1
    # Its undo would bring back nobody who is gone, and the one who was saved stays as it is.
    assert not home.undo(bulk.uuid, owner()).done
    kept = everything_kept()
    assert "zwiebelfisch 1" in kept
    assert "zwiebelfisch 0" not in kept
    assert "zwiebelfisch 2" not in kept


def test_an_enquiry_whose_coming_in_was_taken_back_is_forgotten_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    house().write_enquiry(ASKED, owner())
    undo_last()
    assert left() == list(WORDS)
    after(monkeypatch, 29)
    assert house().empty_the_bin() == 0
    undo_last()  # it is there again
    assert Enquiry.objects.count() == 1
    undo_last()
    after(monkeypatch, 58)
    assert house().empty_the_bin() == 0
    after(monkeypatch, 59)
    assert house().empty_the_bin() == 1
    assert left() == []
    nothing_comes_back()


@pytest.mark.parametrize("seed", range(12))
def test_whatever_was_done_to_it_all_of_it_goes_or_all_of_it_stays(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice, home = random.Random(seed), house()
    made = home.write_enquiry(ASKED, owner())
    steps: list[Callable[[], object]] = [
        lambda: home.correct_enquiry(made, replace(ASKED, text=f"Mondkalb {dice.random()}"), None),
        lambda: home.decide_enquiry(made, "no", owner(), reply=f"Zwiebelfisch {dice.random()}"),
        lambda: home.decide_enquiry(made, "ask", owner(), reply="Grottenolm?"),
        lambda: home.enquiry_went(made, "silent", owner()),
        lambda: home.throw_enquiry_away(made, owner()),
        lambda: home.throw_enquiry_away(made, owner()),
        lambda: home.enquiry_genuine(made, owner()),
        lambda: home.enquiry_to_customer(made, owner()),
        lambda: home.undo(dice.choice(list(Action.objects.all())).uuid, owner()),
        lambda: home.undo(Action.objects.order_by("-id")[0].uuid, owner()),
    ]
    for _ in range(14):
        try:
            dice.choice(steps)()
        except Refused:
            continue
    row = Enquiry.objects.filter(uuid=made).first()
    goes = row is None or (row.decision == "bin" and row.customer is None)
    before = everything_kept()
    after(monkeypatch, 30)
    assert home.empty_the_bin() == int(goes)
    if goes:
        assert left() == []
        nothing_comes_back()
    else:
        assert everything_kept() == before


@pytest.mark.parametrize("days", [1, 7, 30, 365])
def test_it_goes_in_the_night_that_the_page_names(
    days: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = house()
    home.set_bin_days(days, owner())
    # Late in the evening: the day is that of the firm, where it is half past midnight already.
    today(monkeypatch, DAY, "23:30")
    made = home.write_enquiry(ASKED, owner())
    home.throw_enquiry_away(made, owner())
    line = read.enquiry_line(made)
    assert line is not None
    (on,) = home.deleted_on([line])
    assert on == DAY + dt.timedelta(days=days + 1)
    today(monkeypatch, on - dt.timedelta(days=1), "21:59")
    assert home.empty_the_bin() == 0
    today(monkeypatch, on, "01:15")
    assert home.empty_the_bin() == 1


def test_what_is_overdue_goes_in_the_coming_night() -> None:
    assert deleted_on(DAY, 5, DAY + dt.timedelta(days=40)) == DAY + dt.timedelta(days=41)


@pytest.mark.parametrize("days", [None, 0, -1, 366])
def test_no_other_time_is_kept(days: int | None) -> None:
    with pytest.raises(Refused) as refused:
        house().set_bin_days(days, owner())
    assert refused.value.code == "enquiry_bin_days"
    assert house().bin_days() == 30


def test_the_days_are_set_and_taken_back() -> None:
    assert house().set_bin_days(7, owner()) is not None
    assert house().set_bin_days(7, owner()) is None
    assert house().bin_days() == 7
    undo_last()
    assert house().bin_days() == 30


def test_the_night_empties_the_bin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wertschatz.jobs.handlers.make_backup", lambda home, why: None)
    monkeypatch.setattr("wertschatz.jobs.handlers.tidy", lambda: None)
    made = house().write_enquiry(ASKED, owner())
    house().throw_enquiry_away(made, owner())
    after(monkeypatch, 31)
    handlers(house())["backup"](Job())
    assert left() == []


def test_many_go_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    at = house().now()
    rows = Enquiry.objects.bulk_create(
        Enquiry(
            uuid=uuid.uuid4(), name=f"Zwiebelfisch {n}", way="form", decision="bin",
            decided_at=at, on=DAY, at=at,
        )
        for n in range(1_200)
    )  # fmt: skip
    assert read.enquiries(read.Pages(binned=3)).binned.pages == len(rows) // read.SHOWN
    after(monkeypatch, 30)
    assert house().empty_the_bin() == len(rows)
    assert left() == []
