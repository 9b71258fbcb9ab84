"""Calendars as the house keeps them: read, known to the rules, written out, taken back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.integrations.test_calendar_kinds import calendar, event
from tests.storage.everything import billed, take_in
from wertschatz.bootstrap import calendar as due
from wertschatz.bootstrap import clock
from wertschatz.bootstrap.house import house
from wertschatz.domain.rules.moment import NOBODY, Stretch, callback_slots
from wertschatz.integrations.calendar.plan_folder import PlanFolder
from wertschatz.integrations.codecs.ics import taken_apart
from wertschatz.jobs.handlers import handlers
from wertschatz.jobs.runner import run_due
from wertschatz.storage.models import (
    Action,
    CalendarEntry,
    CalendarSource,
    Customer,
    Firm,
    Job,
    Party,
    Task,
    User,
    WorkDay,
)
from wertschatz.storage.queries.calendars import busy_between
from wertschatz.storage.queries.setup import setup_of
from wertschatz.usecases.refusals import Refused

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 25, 9, 5, tzinfo=dt.UTC)  # a Wednesday, 10:05 in Berlin
HOUR = dt.timedelta(hours=1)
BUSY = event("a", "DTSTART:20261125T100000Z", "DTEND:20261125T120000Z")
LATER = event("b", "DTSTART:20261126T100000Z", "DTEND:20261126T120000Z")


class Hand:
    at = AT


@pytest.fixture(autouse=True)
def hand(monkeypatch: pytest.MonkeyPatch) -> Hand:
    made = Hand()
    monkeypatch.setattr(clock, "now", lambda: made.at)
    return made


@pytest.fixture
def owner(db: None) -> int:
    Firm.objects.create(party=Party.objects.create(name="Firma"))
    return User.objects.create(username="owner", role="owner", joined_at=AT, language="en").pk


def rounds(hand: Hand) -> int:
    """What the jobs process does in one round."""
    due.ask_for_calendars(hand.at)
    return run_due(handlers(house()), clock.now)


def connected(path: Path, owner: int) -> CalendarSource:
    house().connect_calendar(str(path), "", owner)
    return CalendarSource.objects.get(place=str(path))


def take_back() -> None:
    assert house().undo(Action.objects.latest("id").uuid, None).done


def test_what_is_read_is_known_to_the_telephone_and_the_call_backs(
    owner: int, tmp_path: Path, hand: Hand
) -> None:
    file = tmp_path / "one.ics"
    file.write_bytes(calendar(BUSY))
    before = callback_slots(setup_of(owner, AT), NOBODY, AT, 9)
    connected(file, owner)
    rounds(hand)
    busy = Stretch(AT.replace(hour=10, minute=0), AT.replace(hour=12, minute=0))
    assert setup_of(owner, AT).appointments == (busy,)
    after = callback_slots(setup_of(owner, AT), NOBODY, AT, 9)
    assert any(busy.start <= slot < busy.end for slot in before)
    assert not any(busy.start <= slot < busy.end for slot in after)
    other = User.objects.create(username="anna", role="staff", joined_at=AT).pk
    assert busy_between(other, AT, AT + dt.timedelta(days=9)) == ()


def test_every_quarter_of_an_hour_and_on_request(owner: int, tmp_path: Path, hand: Hand) -> None:
    file = tmp_path / "one.ics"
    file.write_bytes(calendar(BUSY))
    connected(file, owner)
    assert rounds(hand) == 1
    assert rounds(hand) == 0
    file.write_bytes(calendar(BUSY, LATER))
    house().ask_for_calendars()
    assert rounds(hand) == 1
    assert CalendarEntry.objects.count() == 2
    file.write_bytes(calendar(LATER))
    hand.at += dt.timedelta(minutes=15)
    assert rounds(hand) == 1
    assert [one.uid for one in CalendarEntry.objects.all()] == ["b"]
    assert Job.objects.filter(state=Job.State.WAITING).count() <= 1


@pytest.mark.parametrize(
    ("raw", "fault"),
    [(b"no", "calendar_none"), (calendar(BUSY)[:-9], "calendar_cut"), (None, "calendar_missing")],
)
def test_damage_says_why_and_keeps_the_last_known_copy(
    owner: int, tmp_path: Path, hand: Hand, raw: bytes | None, fault: str
) -> None:
    file = tmp_path / "one.ics"
    file.write_bytes(calendar(BUSY))
    source = connected(file, owner)
    rounds(hand)
    if raw is None:
        file.unlink()
    else:
        file.write_bytes(raw)
    hand.at += dt.timedelta(minutes=15)
    rounds(hand)
    source.refresh_from_db()
    assert (source.fault, source.read_at) == (fault, AT)
    assert CalendarEntry.objects.count() == 1


def test_of_a_folder_only_the_damaged_entry_stays_as_it_was(
    owner: int, tmp_path: Path, hand: Hand
) -> None:
    weekly = event("a", "DTSTART:20261125T100000Z", "DTEND:20261125T120000Z",
                   "RRULE:FREQ=WEEKLY;COUNT=2")  # fmt: skip
    (tmp_path / "a.ics").write_bytes(calendar(weekly))
    (tmp_path / "b.ics").write_bytes(calendar(LATER))
    source = connected(tmp_path, owner)
    rounds(hand)
    (tmp_path / "a.ics").write_bytes(calendar(weekly)[:-30])
    (tmp_path / "b.ics").unlink()
    house().read_calendars()
    source.refresh_from_db()
    assert source.fault == "calendar_damaged"
    assert [one.uid.split(" ")[0] for one in CalendarEntry.objects.all()] == ["a", "a"]


def test_connecting_and_removing_are_taken_back(owner: int, tmp_path: Path, hand: Hand) -> None:
    file = tmp_path / "one.ics"
    file.write_bytes(calendar(BUSY))
    source = connected(file, owner)
    rounds(hand)
    with pytest.raises(Refused, match="calendar_there"):
        house().connect_calendar(str(file), "", owner)
    house().disconnect_calendar(source.uuid, owner)
    assert not CalendarEntry.objects.exists()
    take_back()
    rounds(hand)
    assert CalendarEntry.objects.count() == 1
    take_back()
    assert not CalendarSource.objects.exists()
    take_back()
    house().read_calendars()
    connecting = Action.objects.get(code="calendar_added")
    assert CalendarEntry.objects.count() == 1
    assert connecting.facts == {"name": "one.ics"}


def test_a_connection_that_was_read_since_is_taken_back(
    owner: int, tmp_path: Path, hand: Hand
) -> None:
    file = tmp_path / "one.ics"
    file.write_bytes(calendar(BUSY))
    connected(file, owner)
    rounds(hand)
    take_back()
    assert not CalendarSource.objects.exists()
    assert not CalendarEntry.objects.exists()


def test_the_address_of_a_calendar_stands_in_no_journal(owner: int) -> None:
    house().connect_calendar("https://example.org/secret/abc.ics", "", owner)
    assert Action.objects.latest("id").facts == {"name": "example.org"}


# -- the plan in a folder


def plan(owner: int, *placed: tuple[str, int, int]) -> WorkDay:
    day, _ = WorkDay.objects.update_or_create(
        user_id=owner,
        on=AT.date(),
        defaults={"placed": [list(one) for one in placed], "planned_at": AT},
    )
    return day


def quiet(owner: int) -> None:
    """No mail windows: only what was placed lies in the plan."""
    from wertschatz.ports.rules import Times

    house().say_times(Times(mail=()), owner)


def written(folder: Path) -> dict[str, str]:
    """UID → title of what lies there."""
    found = {}
    for path in folder.glob("*.ics"):
        (one,) = taken_apart(path.read_text().splitlines()).events
        assert path.name == f"{one.uid}.ics"
        found[one.uid.partition("-plan-")[2].partition("-")[2]] = one.title
    return found


def test_the_plan_lies_in_its_folder_and_follows_what_changes(owner: int, tmp_path: Path) -> None:
    quiet(owner)
    take_in([billed(customer="Holz, Groß & Söhne")])
    customer = Customer.objects.get()
    task = Task.objects.create(user_id=owner, title="Angebot", customer=customer, at=AT)
    folder = tmp_path / "plan"
    house().write_plan_into(str(folder), True, owner)
    house().write_plan_into(str(tmp_path / "bare"), False, owner)
    plan(owner, (str(task.uuid), 540, 600), ("block:A", 600, 660))
    house().read_calendars()
    assert sorted(written(folder).values()) == ["Angebot (Holz, Groß & Söhne)", "Time for group A"]
    assert sorted(written(tmp_path / "bare").values()) == ["Task", "Time for customers"]
    before = {path: path.stat().st_mtime_ns for path in folder.glob("*.ics")}
    house().read_calendars()
    assert {path: path.stat().st_mtime_ns for path in folder.glob("*.ics")} == before
    plan(owner, (str(task.uuid), 700, 760))
    house().read_calendars()
    assert list(written(folder).values()) == ["Angebot (Holz, Groß & Söhne)"]
    assert not list(folder.glob(".*"))


def test_what_is_not_ours_is_never_touched(owner: int, tmp_path: Path) -> None:
    quiet(owner)
    folder = tmp_path / "plan"
    house().write_plan_into(str(folder), False, owner)
    source = CalendarSource.objects.get()
    plan(owner, ("block:A", 600, 660))
    folder.mkdir()
    (folder / "theirs.ics").write_bytes(calendar(BUSY))
    ours = folder / f"wertschatz-plan-{source.uuid.hex}-20261125-block-A-1.ics"
    ours.write_bytes(calendar(LATER))
    house().read_calendars()
    source.refresh_from_db()
    assert source.fault == "calendar_strange"
    assert ours.read_bytes() == calendar(LATER)
    plan(owner)
    house().read_calendars()
    house().disconnect_calendar(source.uuid, owner)
    house().read_calendars()
    assert ours.read_bytes() == calendar(LATER)
    assert (folder / "theirs.ics").read_bytes() == calendar(BUSY)


def test_what_somebody_took_away_stays_away_until_it_changes(owner: int, tmp_path: Path) -> None:
    quiet(owner)
    house().write_plan_into(str(tmp_path), False, owner)
    plan(owner, ("block:A", 600, 660))
    house().read_calendars()
    (file,) = tmp_path.glob("*.ics")
    file.unlink()
    house().read_calendars()
    assert not file.exists()
    plan(owner, ("block:A", 600, 675))
    house().read_calendars()
    assert file.exists()


def same_folders(tmp_path: Path) -> list[str]:
    """Ways to write one folder that is there."""
    real = tmp_path / "Pläne für Jürgen"
    real.mkdir()
    (tmp_path / "link").symlink_to(real)
    (tmp_path / "else").mkdir()
    return [
        str(real), f"{real}/", f" {real} ", f"{tmp_path}//{real.name}", f"{tmp_path}/./{real.name}",
        f"{tmp_path}/else/../{real.name}", f"{tmp_path}/link", f"{tmp_path}/link/",
    ]  # fmt: skip


def refused(place: str | Path, owner: int, *, read: bool = False) -> tuple[str, object]:
    """What is said instead of adding it."""
    add = house().connect_calendar if read else house().write_plan_into
    with pytest.raises(Refused) as told:
        add(str(place), "", owner)  # neither a name nor names
    return told.value.code, told.value.facts.get("place")


def test_one_folder_however_it_is_written_holds_the_plan_once(owner: int, tmp_path: Path) -> None:
    quiet(owner)
    first, *others = same_folders(tmp_path)
    house().write_plan_into(first, False, owner)
    for other in others:
        assert refused(other, owner) == ("plan_folder_there", first)
        assert refused(other, owner, read=True) == ("calendar_is_plan", first)
    plan(owner, ("block:A", 600, 660))
    house().read_calendars()
    assert len(list(Path(first).glob("*.ics"))) == 1


def test_the_plan_needs_a_folder_that_is_not_read(owner: int, tmp_path: Path) -> None:
    first, *others = same_folders(tmp_path)
    house().connect_calendar(first, "", owner)
    for other in others:
        assert refused(other, owner) == ("plan_folder_is_read", first)
        assert refused(other, owner, read=True) == ("calendar_there", first)
    house().write_plan_into(f"{first}/plan", False, owner)  # beside, or inside, is fine
    house().connect_calendar(str(tmp_path / "else"), "", owner)
    assert CalendarSource.objects.count() == 3


def test_a_second_and_a_third_folder_are_added_and_written(
    owner: int, tmp_path: Path, hand: Hand
) -> None:
    """Also while the first is being written, after one was removed, and with letters of all
    sorts."""
    quiet(owner)
    plan(owner, ("block:A", 600, 660))
    names = ["eins", "Zweiter Ordner", "dritter für Änne", "第四", "e.i.n.s", "[a-z]*"]
    real, added = PlanFolder.write, []

    def write(self: PlanFolder, name: str, raw: bytes) -> bool:
        if not added:
            house().write_plan_into(str(tmp_path / names[1]), False, owner)
            added.append(name)
        return real(self, name, raw)

    house().write_plan_into(str(tmp_path / names[0]), False, owner)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PlanFolder, "write", write)
        rounds(hand)
    rounds(hand)
    for name in names[2:]:
        house().write_plan_into(str(tmp_path / name), False, owner)
    rounds(hand)
    assert [len(written(tmp_path / name)) for name in names] == [1] * len(names)
    house().disconnect_calendar(CalendarSource.objects.earliest("id").uuid, owner)
    rounds(hand)
    assert not written(tmp_path / names[0])
    house().write_plan_into(str(tmp_path / names[0]), False, owner)
    rounds(hand)
    assert [len(written(tmp_path / name)) for name in names] == [1] * len(names)
    assert CalendarSource.objects.count() == len(names)


def test_pressed_twice_at_once_a_folder_is_added_once(
    owner: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wertschatz.storage.queries import calendars as read

    house().write_plan_into(str(tmp_path), False, owner)
    monkeypatch.setattr(read, "connected", lambda _: ())  # as the second press saw it
    assert refused(tmp_path, owner) == ("plan_folder_there", str(tmp_path))


def test_a_folder_is_there_before_anything_is_planned(owner: int, tmp_path: Path) -> None:
    """khal refuses a folder that is missing."""
    quiet(owner)
    house().write_plan_into(str(tmp_path / "one"), False, owner)
    house().write_plan_into(str(tmp_path / "gone" / "two"), False, owner)
    house().read_calendars()
    assert (tmp_path / "one").is_dir()
    one, two = CalendarSource.objects.order_by("id")
    assert (one.fault, two.fault) == ("", "calendar_missing")


def test_another_person_may_use_the_same_folder(owner: int, tmp_path: Path) -> None:
    quiet(owner)
    other = User.objects.create(username="anna", role="owner", joined_at=AT, language="de").pk
    quiet(other)
    for one in (owner, other):
        house().write_plan_into(str(tmp_path), False, one)
        plan(one, ("block:A", 600, 660))
    house().read_calendars()
    house().disconnect_calendar(CalendarSource.objects.get(user=other).uuid, other)
    house().read_calendars()
    assert len(list(tmp_path.glob("*.ics"))) == 1


class Crash(Exception):
    pass


@pytest.mark.parametrize("at", range(4))
def test_after_a_crash_the_folder_is_as_it_should_be(
    owner: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    quiet(owner)
    house().write_plan_into(str(tmp_path), False, owner)
    plan(owner, ("block:A", 600, 660), ("block:B", 700, 730))
    house().read_calendars()
    plan(owner, ("block:B", 720, 750), ("block:C", 800, 830))
    steps = iter(range(9))
    real_write, real_away = PlanFolder.write, PlanFolder.take_away

    def write(self: PlanFolder, name: str, raw: bytes) -> bool:
        if next(steps) == at:
            raise Crash
        done = real_write(self, name, raw)
        if next(steps) == at:
            raise Crash
        return done

    with monkeypatch.context() as patch:
        patch.setattr(PlanFolder, "write", write)
        if at == 3:
            patch.setattr(PlanFolder, "take_away", lambda *_: (_ for _ in ()).throw(Crash))
        with pytest.raises(Crash):
            house().read_calendars()
    assert real_away is PlanFolder.take_away
    house().read_calendars()
    assert sorted(written(tmp_path)) == ["20261125-block-B-1", "20261125-block-C-1"]
    source = CalendarSource.objects.get()
    assert not any(print_.startswith("?") for print_ in source.written.values())


def test_a_folder_that_is_no_longer_written_holds_none_of_it(owner: int, tmp_path: Path) -> None:
    quiet(owner)
    house().write_plan_into(str(tmp_path), False, owner)
    plan(owner, ("block:A", 600, 660))
    house().read_calendars()
    house().disconnect_calendar(CalendarSource.objects.get().uuid, owner)
    house().read_calendars()
    assert not written(tmp_path)
    take_back()
    house().read_calendars()
    assert len(written(tmp_path)) == 1
    take_back()
    house().read_calendars()
    assert not written(tmp_path)


def test_our_own_plan_is_no_appointment(owner: int, tmp_path: Path) -> None:
    quiet(owner)
    (tmp_path / "all").mkdir()
    house().write_plan_into(str(tmp_path / "all" / "plan"), False, owner)
    house().connect_calendar(str(tmp_path / "all"), "", owner)
    plan(owner, ("block:A", 600, 660))
    house().read_calendars()
    house().read_calendars()
    assert not CalendarEntry.objects.exists()


def test_a_drive_that_is_missing_says_so(owner: int, tmp_path: Path) -> None:
    house().write_plan_into(str(tmp_path / "drive" / "plan"), False, owner)
    house().read_calendars()
    assert CalendarSource.objects.get().fault == "calendar_missing"
    assert not (tmp_path / "drive").exists()
