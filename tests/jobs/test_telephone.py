"""The jobs tell the gate what changed within 200 ms, and take its journal over exactly once."""

from __future__ import annotations

import datetime as dt
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.storage.everything import billed, take_in
from wertschatz.bootstrap.house import House, house
from wertschatz.domain.customers.phones import normal_number
from wertschatz.domain.customers.preferences import Preference as Liked
from wertschatz.domain.customers.preferences import Way
from wertschatz.domain.rules.moment import NOBODY, Coming, answer
from wertschatz.domain.rules.rule import Rule, Verdict, When
from wertschatz.jobs import telephone
from wertschatz.jobs.telephone import Tending, Threads
from wertschatz.snapshot.directory import Directory
from wertschatz.snapshot.files import Error, Unusable
from wertschatz.snapshot.journal import LATE, Entry, Journal
from wertschatz.snapshot.reader import Snapshot
from wertschatz.snapshot.situation import read_situation
from wertschatz.snapshot.uuid7 import uuid7
from wertschatz.storage.models import (
    Action,
    Card,
    Change,
    Customer,
    Device,
    Firm,
    Import,
    Instruction,
    KnownNumber,
    Membership,
    Party,
    Preference,
    Ring,
    Switch,
    User,
)
from wertschatz.storage.queries.setup import who_is
from wertschatz.storage.rings_book import take_over
from wertschatz.storage.rules_book import RulesBook

pytestmark = pytest.mark.django_db(transaction=True)
AT = dt.datetime(2026, 11, 25, 9, 5, tzinfo=dt.UTC)  # a Wednesday, 10:05 in Berlin


@pytest.fixture
def owner(db: None, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setenv("WERTSCHATZ_CLOCK", AT.isoformat())
    Firm.objects.create(party=Party.objects.create(name="Firma"), area_code="030")
    take_in([billed(f"RE-{n}", customer=f"Kunde {n}", customer_number=str(n)) for n in "12345"])
    for number, phone in zip("12345", (
        "030 / 231 25 001", "030 / 555 000", "0341 1234", "0341 1234", "+43 1 234 567",
    ), strict=True):  # fmt: skip
        Party.objects.filter(customer__number=number).update(phone=phone)
    return User.objects.create(username="owner", role="owner", joined_at=AT).pk


@pytest.fixture
def gate_folder(owner: int) -> Iterator[Path]:
    folder = house().gate_folder
    yield folder
    for path in folder.iterdir():
        with suppress(FileNotFoundError):
            path.unlink()


def customer(number: str) -> Customer:
    return Customer.objects.get(number=number)


def everything_said(owner: int) -> None:
    """Words, wishes, mergers, contact persons, cards, named numbers."""
    at, home = house().now(), house()
    for number, group in zip("12345", "ABCAB", strict=True):
        home.say_word(customer(number).uuid, group=group, reason="", actor=owner)
    home.say_word(customer("5").uuid, group="", reason="", actor=owner)
    home.merge(customer("2").uuid, into=customer("1").uuid, actor=owner)
    Preference.objects.create(
        party=customer("2").party, best=Way.CALL, from_minute=600, weekdays=3, at=at, by_id=owner
    )
    person = Party.objects.create(name="Eva Holz", kind="person", phone="0170 1112223")
    source = Import.objects.get()
    Membership.objects.create(person=person, organisation=customer("3").party, source=source)
    Card.objects.create(
        source=source, key="k", name="Karte", customer=customer("5"), phones=["030 99999999"]
    )
    Instruction.objects.create(
        group="A", kind="contact", text="Gleich verbinden", at=at, by_id=owner
    )
    KnownNumber.objects.create(number="+493023125001", written="x", emergency=True)
    KnownNumber.objects.create(number="+491701234567", written="x", name="Schule", kind="private")
    Party.objects.filter(customer__number="1").update(zone="Europe/London")
    RulesBook().switch(owner, "focus", at + dt.timedelta(hours=1), by=owner, at=at)


def told() -> None:
    Tending(house()).round()


NUMBERS = (
    "030 23125001", "030 555000", "030 55517", "030 5554711", "0341 1234", "+431234567",
    "0170 1112223", "030 99999999", "0170 1234567", "089 1", "23125001", "", "anonymous",
)  # fmt: skip


def test_the_gate_knows_whom_the_house_knows(owner: int, gate_folder: Path) -> None:
    everything_said(owner)
    told()
    snapshot = Snapshot(gate_folder, None)
    situation, directory = snapshot.current(house().now())
    known = 0
    for number in NUMBERS:
        normal = normal_number(number, situation.setup.area_code)
        found = situation.who(normal, directory.find(normal)) if normal else None
        assert found == who_is(number, "030"), number
        known += found is not None
        for hour in range(0, 24, 3):
            at = AT + dt.timedelta(hours=hour)
            by_gate = answer(situation.setup, Coming(at=at, who=found or NOBODY))
            assert (by_gate, found) == house().decide_number(number, at), (number, hour)
    assert known == 9


def test_a_wish_of_a_merged_customer_holds(owner: int, gate_folder: Path) -> None:
    everything_said(owner)
    told()
    found = Directory(gate_folder, None).find("+493023125001")
    assert found is not None
    assert found.preference == Liked(best=Way.CALL, from_minute=600, weekdays=frozenset({0, 1}))


def test_a_rule_for_a_customer_that_is_merged_holds_for_whom_it_is_now(
    owner: int, gate_folder: Path
) -> None:
    home, book = house(), RulesBook()
    named = Rule(1, When(callers=frozenset({str(customer("2").uuid)})), Verdict.IN_WRITING)
    said = {"code": "rule_added", "facts": {}, "by": owner, "at": AT}
    book.keep_rules(owner, [named], seen=None, **said)  # type: ignore[arg-type]

    def verdicts() -> list[Verdict]:
        told()
        situation, found = Snapshot(gate_folder, None).current(home.now())
        who = found.find("+493023125001")
        assert who is not None
        return [answer(situation.setup, Coming(at=AT, who=who)).verdict,
                home.decide_number("030 23125001", AT)[0].verdict]  # fmt: skip

    assert verdicts() == [Verdict.PUT_THROUGH] * 2
    merged = home.merge(customer("2").uuid, into=customer("1").uuid, actor=owner)
    assert verdicts() == [Verdict.IN_WRITING] * 2
    # The rule itself says what was written: taken apart again, it is about that one only.
    assert book.rules(owner) == (named,)
    home.undo(merged, owner)
    assert verdicts() == [Verdict.PUT_THROUGH] * 2


def test_whatever_changes_who_calls_renews_the_directory(owner: int, gate_folder: Path) -> None:
    tending = Tending(house())

    def renewed() -> bool:
        before = (gate_folder / "directory").stat().st_ino
        tending.thorough._not_before = 0
        tending.round()
        return (gate_folder / "directory").stat().st_ino != before

    tending.round()
    assert not renewed()
    word = house().say_word(customer("1").uuid, group="A", reason="", actor=owner)
    assert renewed()
    house().undo(word, owner)
    assert renewed()
    house().say_area_code("0341", owner)
    assert renewed()
    at = house().now()
    RulesBook().switch(owner, "door", at + dt.timedelta(hours=1), by=owner, at=at)
    assert not renewed()
    house().note_cost(customer("1").uuid, cents=100, actor=owner)
    assert not renewed()
    take_in([billed("RE-9", customer="Neu", customer_number="9")])
    assert renewed()


def test_who_began_first_and_ended_last_is_told_too(owner: int, gate_folder: Path) -> None:
    """On PostgreSQL an action becomes visible after one with a higher id."""
    tending = Tending(house())
    first = Action.objects.order_by("-id").values_list("id", flat=True)[0]
    Action.objects.create(id=first + 2, at=AT, code="cost_noted")
    tending.round()
    assert read_situation(gate_folder, None).setup.door_until is None
    before = (gate_folder / "directory").stat().st_ino
    until = AT + dt.timedelta(hours=1)
    Switch.objects.create(user_id=owner, kind="door", at=AT, until=until)
    late = Action.objects.create(id=first + 1, at=AT, code="word_said")
    Change.objects.create(action=late, table="groupdecision", row=1, after={})
    tending.thorough._not_before = 0
    tending.at_once.round()
    assert read_situation(gate_folder, None).setup.door_until == until
    tending.round()
    renewed = (gate_folder / "directory").stat().st_ino
    assert renewed != before
    tending.thorough._not_before = 0
    tending.round()
    Tending(house()).round()
    assert (gate_folder / "directory").stat().st_ino == renewed


@pytest.mark.parametrize("began", [True, False])
def test_a_pressed_door_is_told_while_budgets_cannot_be_found_out(
    owner: int, gate_folder: Path, monkeypatch: pytest.MonkeyPatch, began: bool
) -> None:
    """Neither what was found last nor what lies in the file is lost by it, however old."""
    tending = Tending(house())
    tending.round()
    if not began:
        tending = Tending(house())

    def broken(today: dt.date) -> dict[str, str]:
        raise ValueError(today)

    monkeypatch.setattr("wertschatz.storage.queries.setup.budget_left", broken)
    later = AT + dt.timedelta(hours=2)
    monkeypatch.setenv("WERTSCHATZ_CLOCK", later.isoformat())
    RulesBook().switch(owner, "door", later + dt.timedelta(hours=1), by=owner, at=later)
    with pytest.raises(ValueError, match="2026"):
        tending.thorough.look()
    tending.at_once.round()
    found = read_situation(gate_folder, None)
    assert found.setup.door_until == later + dt.timedelta(hours=1)
    assert found.made_at >= later
    monkeypatch.undo()
    tending.round()
    assert not tending.thorough.fails


def test_a_fault_ends_no_thread_and_fills_no_log(
    db: None, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, rounds = threading.Event(), []

    class Broken:
        def round(self) -> None:
            rounds.append(1)
            if len(rounds) == 5:
                stop.set()
            raise ValueError("broken")

    def worse() -> None:
        raise RuntimeError

    monkeypatch.setattr(telephone, "AFTER_A_FAULT", 0.0)
    monkeypatch.setattr(telephone, "close_old_connections", worse)
    telephone.tend(Broken(), 0.0, stop)
    assert len(rounds) == 5
    assert caplog.text.count("could not be tended") == 1


def test_whatever_becomes_of_the_files_they_are_written_anew(owner: int, gate_folder: Path) -> None:
    tending = Tending(house())
    for spoil in (lambda path: path.write_bytes(b"garbage" * 1000), Path.unlink):
        for name in ("situation", "directory"):
            tending.round()
            spoil(gate_folder / name)
            tending.thorough._not_before = 0
            tending.round()
            Snapshot(gate_folder, None).current(house().now())
            inode = (gate_folder / name).stat().st_ino
            tending.round()
            assert (gate_folder / name).stat().st_ino == inode


@pytest.mark.parametrize("days", [3, -3])
def test_after_a_long_sleep_or_a_wrong_clock_the_gate_decides_at_once(
    owner: int, gate_folder: Path, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    tending = Tending(house())
    tending.round()
    tending.round()
    monkeypatch.setenv("WERTSCHATZ_CLOCK", (AT + dt.timedelta(days=days)).isoformat())
    snapshot = Snapshot(gate_folder, None)
    with pytest.raises(Unusable):
        snapshot.current(house().now())
    tending.thorough._looked = float("-inf")
    tending.round()
    assert Snapshot(gate_folder, None).current(house().now())


def test_a_broken_journal_keeps_no_caller_unknown(owner: int, gate_folder: Path) -> None:
    gate_folder.mkdir(exist_ok=True)
    (gate_folder / "journal").write_bytes(b"garbage" * 1000)
    with pytest.raises(Error):
        Tending(house()).round()
    assert Directory(gate_folder, None).find("+493023125001") is not None


def test_a_pressed_door_reaches_the_gate_within_200_ms(owner: int, gate_folder: Path) -> None:
    stop = threading.Event()
    threads = Threads(house(), stop)
    try:
        snapshot = Snapshot(gate_folder, None)
        end = time.monotonic() + 10
        while time.monotonic() < end:
            with suppress(Unusable):
                snapshot.current(house().now())
                break
            time.sleep(0.01)
        took = []
        for minutes in range(1, 6):
            until = house().now() + dt.timedelta(minutes=minutes)
            RulesBook().switch(owner, "door", until, by=owner, at=house().now())
            began = time.monotonic()
            while snapshot.current(house().now())[0].setup.door_until != until:
                assert time.monotonic() - began < 5
                time.sleep(0.002)
            took.append(time.monotonic() - began)
    finally:
        stop.set()
        ended = threads.join(30)
    assert ended
    assert sorted(took)[2] < 0.2


def test_devices_numbers_and_rules_are_told(owner: int, gate_folder: Path) -> None:
    tending = Tending(house())
    tending.round()
    Device.objects.create(kind="json", user_id=owner, secret="s", options={"x": "y"}, at=AT)
    Device.objects.create(kind="json", user_id=owner, secret="old", at=AT, revoked_at=AT)
    RulesBook().keep_number(
        "+4930", written="x", name="Alarm", kind="private", emergency=True, may_repeat=False,
        by=owner, at=AT,
    )  # fmt: skip
    tending.round()
    situation = read_situation(gate_folder, None)
    assert [(line.secret, line.options.get("x")) for line in situation.lines] == [("s", "y")]
    assert situation.named["+4930"].emergency


# -- the journal


def entry(ring: uuid.UUID | None = None, happening: str = "ring", **more: object) -> Entry:
    made = uuid7()
    plain = Entry(
        str(made), str(ring or made), "json", "call-1", "", happening, AT, number="+4930",
        verdict="call_back", reason="b_later", facts={"rule": 8}, until=AT, rule=8, group="B",
    )  # fmt: skip
    return replace(plain, **more)  # type: ignore[arg-type]


def taken(home: House, journal: Journal) -> list[Ring]:
    home.take_rings_over(journal)
    return list(Ring.objects.order_by("id"))


def test_a_call_is_taken_over_with_what_became_of_it(owner: int, gate_folder: Path) -> None:
    home, journal = house(), house().gate_journal()
    first = entry(party=str(customer("1").uuid), rule_set=77)
    ring = uuid.UUID(first.ring)
    journal.append([first])
    (row,) = taken(home, journal)
    assert (row.uuid, row.verdict, row.reason, row.group, row.rule_set) == (
        ring, "call_back", "b_later", "B", None,
    )  # fmt: skip
    assert row.party == customer("1").party
    journal.append([
        entry(ring, "ring", call_id="call-2", origin="call-1", verdict="put_through",
              reason="no_rule", until=None, rule=None),
        entry(ring, "answered", at=AT + dt.timedelta(seconds=3), verdict="", reason=""),
        entry(ring, "ended", seconds=42, cause="busy", verdict="", reason=""),
        entry(None, "out", verdict="", reason=""),
    ])  # fmt: skip
    (row,) = taken(home, journal)
    assert (row.verdict, row.call_id, row.seconds, row.cause) == (
        "put_through", "call-1", 42, "busy",
    )  # fmt: skip
    assert row.answered_at == AT + dt.timedelta(seconds=3)
    journal.close()


def test_a_call_that_the_database_does_not_take_keeps_no_other_waiting(
    owner: int, gate_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    home, journal = house(), house().gate_journal()
    first, last = entry(), entry()
    journal.append([first, entry(facts={"no JSON": float("nan")}), last])
    rows = taken(home, journal)
    assert [str(row.uuid) for row in rows] == [first.ring, last.ring]
    assert "left out" in caplog.text
    assert home.take_rings_over(journal) == 0
    journal.close()


def test_a_late_decision_is_corrected(owner: int, gate_folder: Path) -> None:
    journal, first = house().gate_journal(), entry()
    journal.append([first])
    taken(house(), journal)
    late = entry(uuid.UUID(first.ring), LATE, verdict="put_through", reason="gate_too_slow")
    journal.append([late])
    (row,) = taken(house(), journal)
    assert (row.verdict, row.reason) == ("put_through", "gate_too_slow")
    journal.close()


def test_a_call_is_of_the_customer_that_the_caller_is_by_now(owner: int, gate_folder: Path) -> None:
    journal = house().gate_journal()
    journal.append([entry(party=str(customer("2").uuid))])
    house().merge(customer("2").uuid, into=customer("1").uuid, actor=owner)
    (row,) = taken(house(), journal)
    assert row.party == customer("1").party
    journal.close()


def test_a_new_journal_counts_anew_and_an_old_one_is_not_taken_twice(
    owner: int, gate_folder: Path
) -> None:
    tending = Tending(house())
    journal = house().gate_journal()
    journal.append([entry(), entry()])
    tending.round()
    tending.round()
    Tending(house()).round()
    assert Ring.objects.count() == 2
    journal.close()
    for path in gate_folder.glob("journal*"):
        path.unlink()
    journal = house().gate_journal()
    journal.append([entry()])
    tending.round()
    assert Ring.objects.count() == 3
    journal.close()


def test_only_what_was_taken_and_is_old_is_forgotten(owner: int, gate_folder: Path) -> None:
    journal = house().gate_journal()
    old = AT - dt.timedelta(days=2)
    journal.append([entry(at=old), entry()])
    taken(house(), journal)
    journal.append([entry(at=old)])
    assert house().trim_rings(journal) == 1
    assert len(journal.after(0)) == 2
    assert len(taken(house(), journal)) == 3
    journal.close()


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_however_often_it_is_taken_over_it_is_the_same(data: st.DataObject) -> None:
    """Killed between any two commits: the journal is read again from anywhere before."""
    Ring.objects.all().delete()
    rings = [entry() for _ in range(3)]
    later = data.draw(st.lists(st.tuples(
        st.sampled_from(rings), st.sampled_from(["answered", "ended", "ring", LATE]),
    ), max_size=8))  # fmt: skip
    entries = rings + [
        entry(uuid.UUID(one.ring), kind, seconds=at, verdict="colleague", reason=f"r{at}")
        for at, (one, kind) in enumerate(later)
    ]
    numbered = list(enumerate(entries, 1))
    take_over("once", numbered)
    columns = ("uuid", "verdict", "reason", "answered_at", "ended_at", "seconds", "cause")
    once = list(Ring.objects.order_by("uuid").values_list(*columns))
    Ring.objects.all().delete()
    upto = 0
    for end in data.draw(st.lists(st.integers(1, len(numbered)), max_size=4)):
        start = data.draw(st.integers(0, upto))
        take_over("often", numbered[start:end])
        # How far we came is kept with it: whoever reads some of it again goes on from there.
        upto = end if start < end else upto
    take_over("often", numbered[data.draw(st.integers(0, upto)) :])
    assert list(Ring.objects.order_by("uuid").values_list(*columns)) == once
