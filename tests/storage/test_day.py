"""One day of a person, read from the database, planned, moved, closed, and taken back."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from typing import Any

import pytest

from tests.storage.everything import billed, take_in
from wertschatz.bootstrap import clock
from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.preferences import Hours, Preference
from wertschatz.domain.rules.plain import hours_to
from wertschatz.domain.worktime.day import FixedKind, Gap
from wertschatz.domain.worktime.repeating import Rhythm, Unit
from wertschatz.ports.tasks import FileKind, TaskEntry
from wertschatz.ports.workday import BufferSaid
from wertschatz.storage.models import (
    CalendarEntry,
    CalendarSource,
    CallBack,
    Customer,
    Firm,
    Parameter,
    Party,
    Task,
    User,
    Week,
    WorkDay,
)
from wertschatz.storage.preferences import PreferenceBook
from wertschatz.storage.queries import day as read
from wertschatz.storage.undo import undo
from wertschatz.usecases.refusals import Refused

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 11, 30)
AT = dt.datetime(2026, 11, 30, 7, 0, tzinfo=dt.UTC)  # 8:00 in Berlin, before work


def at(hour: int, minute: int = 0, day: dt.date = MONDAY) -> dt.datetime:
    """By the clock in Berlin, in winter."""
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=dt.UTC) - dt.timedelta(hours=1)


@pytest.fixture
def owner(db: None) -> int:
    Firm.objects.create(party=Party.objects.create(name="Firma"), area_code="030")
    return User.objects.create(username="owner", role="owner", joined_at=AT).pk


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets the clock of the house."""

    def move(now: dt.datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: now)

    move(AT)
    return move


def task(owner: int, title: str, **more: Any) -> str:
    row = Task.objects.create(user_id=owner, title=title, at=AT, **{"minutes": 60, **more})
    return str(row.uuid)


def entry(owner: int, title: str, start: dt.datetime, end: dt.datetime, **more: Any) -> None:
    source, _ = CalendarSource.objects.get_or_create(
        user_id=owner, kind="file", place="x.ics", defaults={"at": AT}
    )
    CalendarEntry.objects.create(
        source=source, uid=uuid.uuid4().hex, title=title, start=start, end=end, **more
    )


def kinds(day: Any) -> list[tuple[str, int, int]]:
    return [(one.kind.value, one.start, one.end) for one in day.fixed]


def test_the_day_has_mail_break_and_the_last_ten_minutes(owner: int) -> None:
    day = read.day_of(owner, MONDAY, AT)
    assert (day.start, day.end) == (540, 1020)
    assert kinds(day) == [
        ("mail", 600, 630), ("break", 750, 780), ("mail", 960, 990), ("closing", 1010, 1020),
    ]  # fmt: skip
    assert day.buffer_percent == 40


def test_on_the_days_of_the_clock_minutes_are_those_that_passed(owner: int) -> None:
    week = hours_to([Hours(frozenset(range(7)), 0, 9 * 60)])
    Week.objects.create(user_id=owner, work=week, breaks=[], mail=[], numbers=[], at=AT, by=None)
    for on, end in ((dt.date(2026, 3, 29), 480), (dt.date(2026, 10, 25), 600), (MONDAY, 540)):
        day = read.day_of(owner, on, dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
        assert (day.start, day.end) == (0, end)


def test_a_night_is_one_day_and_counts_until_it_is_over(owner: int) -> None:
    week = hours_to([Hours(frozenset({0}), 22 * 60, 4 * 60)])
    Week.objects.create(user_id=owner, work=week, breaks=[], mail=[], numbers=[], at=AT, by=None)
    day = read.day_of(owner, MONDAY, AT)
    assert (day.start, day.end) == (1320, 1680)
    tuesday = MONDAY + dt.timedelta(days=1)
    assert read.working_day_at(owner, at(3, 0, tuesday)) == MONDAY
    assert read.working_day_at(owner, at(4, 0, tuesday)) == tuesday


def test_a_day_that_has_begun_begins_now(owner: int) -> None:
    assert read.day_of(owner, MONDAY, at(10, 32)).start == 635
    assert read.day_of(owner, MONDAY, at(23)).free_minutes == 0
    assert read.reading_of(owner, MONDAY + dt.timedelta(days=5), AT).work is None


def test_appointments_and_promises_are_fixed_and_all_day_entries_take_no_time(owner: int) -> None:
    entry(owner, "Steuerberater", at(9), at(10))
    entry(owner, "Messe", at(0), at(0) + dt.timedelta(days=1), all_day=True)
    entry(owner, "frei", at(11), at(12), busy=False)
    CallBack.objects.create(
        user_id=owner, number="030 1", name="Frau Holz", slot_at=at(15), first_slot_at=at(15), at=AT
    )
    reading = read.reading_of(owner, MONDAY, AT)
    assert ("appointment", 540, 600) in kinds(reading.whole)
    assert ("call_back", 900, 915) in kinds(reading.whole)
    assert not any(one.start == 660 for one in reading.whole.fixed)
    assert reading.all_day == ("Messe",)


def test_a_break_inside_an_appointment_moves_behind_it_and_that_is_said(owner: int) -> None:
    entry(owner, "Baustelle", at(12), at(13, 30))
    reading = read.reading_of(owner, MONDAY, AT)
    assert ("break", 810, 840) in kinds(reading.whole)
    assert [one.code for one in reading.troubles] == ["part_moved"]
    assert reading.troubles[0].facts["other"] == "Baustelle"


def test_more_agreed_than_the_day_has_is_said_with_what_gives(owner: int) -> None:
    entry(owner, "Messe", at(8), at(18))
    entry(owner, "Zahnarzt", at(11), at(12))
    reading = read.reading_of(owner, MONDAY, AT)
    codes = [one.code for one in reading.troubles]
    assert codes == ["both_at_once", "part_lost", "part_lost", "part_lost", "part_lost",
                     "day_overfull"]  # fmt: skip
    assert reading.troubles[-1].facts["gives"] == "Zahnarzt"
    assert reading.whole.free_minutes == 0


def test_the_buffer_is_set_or_learned(owner: int, moved: Any) -> None:
    Parameter.objects.create(
        name="buffer_percent", value=35, valid_from=dt.date(2026, 1, 1), at=AT, by=None
    )
    assert read.buffer_of(owner, MONDAY) == (35, False)
    for back in range(1, 13):
        on = MONDAY - dt.timedelta(days=back)
        done = task(owner, "x", state="done", ended_at=at(12, 0, on))
        late = task(owner, "y", state="done", ended_at=at(12, 0, MONDAY))
        WorkDay.objects.create(
            user_id=owner, on=on, placed=[[done, 540, 740], [late, 740, 800]],
            free_minutes=400, planned_at=AT,
        )  # fmt: skip
    # Half of each day was planned and done on it: half has to stay free.
    assert read.buffer_of(owner, MONDAY) == (50, True)
    # What is said for always holds against what was learned, and is taken back.
    always = house().keep_a_part_free(BufferSaid(45, True), owner)
    assert always is not None
    assert read.buffer_of(owner, MONDAY) == (45, False)
    assert house().keep_a_part_free(BufferSaid(45, True), owner) is None
    assert undo(always, by=owner, at=AT).done
    assert read.buffer_of(owner, MONDAY) == (50, True)
    for percent in (29, 51):
        with pytest.raises(Refused, match="buffer_out_of_range"):
            house().keep_a_part_free(BufferSaid(percent), owner)


def test_a_call_is_only_planned_when_the_other_side_can_be_reached(owner: int) -> None:
    take_in([billed("RE-1", customer="Tischlerei Holz", customer_number="1")])
    customer = Customer.objects.get(number="1")
    wish = Preference(weekdays=frozenset({0}), from_minute=14 * 60, until_minute=15 * 60)
    PreferenceBook().say(customer.uuid, wish, "", by=owner, at=AT)
    house().say_word(customer.uuid, group="A", reason="", actor=owner)
    call = task(owner, "Frau Holz anrufen", customer=customer, minutes=None)
    offer = task(owner, "Angebot schreiben", customer=customer)
    task(owner, "gewartet", waiting_for="Bank")
    task(owner, "abgegeben", delegated_to="Eva")
    task(owner, "später", from_on=MONDAY + dt.timedelta(days=1))
    found = {one.id: one for one in read.tasks_of(owner, MONDAY)}
    assert set(found) == {call, offer}
    assert (found[call].window, found[call].minutes) == (Gap(840, 900), 30)
    assert (found[offer].window, found[offer].budget) == (None, "A")
    tuesday = {one.id: one for one in read.tasks_of(owner, MONDAY + dt.timedelta(days=1))}
    assert tuesday[call].window == Gap(0, 0)


def test_a_plan_is_kept_moved_and_taken_back(owner: int, moved: Any) -> None:
    first, second = task(owner, "Erstes", importance=1), task(owner, "Zweites")
    home = house()
    changed = home.plan_day(MONDAY, owner)
    # What matters most comes first; ten to half past ten is for mail.
    assert [(one.task, one.start) for one in changed.placed] == [(first, 540), (second, 630)]
    again = home.move_in_plan(MONDAY, second, 9 * 60, owner)
    assert {one.task: one.start for one in again.placed} == {second: 540, first: 630}
    assert again.moved == (first,)
    assert home.shown_day(owner, MONDAY, "en").told == (
        "“Erstes”: from 9:00 to 10:30, because “Zweites” lies there now.",
    )
    assert undo(again.action, by=owner, at=AT).done
    assert home.day_kept(owner, MONDAY).placed == changed.placed
    assert undo(changed.action, by=owner, at=AT).done
    assert home.day_kept(owner, MONDAY).placed == ()


@pytest.mark.parametrize(
    ("start", "code"),
    [(480, "plan_too_early"), (995, "plan_too_late"), (570, "plan_place_taken")],
)
def test_a_place_that_is_none_is_refused(owner: int, moved: Any, start: int, code: str) -> None:
    one = task(owner, "Erstes")
    house().plan_day(MONDAY, owner)
    with pytest.raises(Refused) as refused:
        house().move_in_plan(MONDAY, one, start, owner)
    assert refused.value.code == code


def test_a_broken_buffer_says_so_and_offers_what_to_drop(owner: int, moved: Any) -> None:
    tasks = [task(owner, f"T{n}", importance=1 + n % 3) for n in range(6)]
    placed = house().plan_day(MONDAY, owner).placed
    out = next(one for one in tasks if one not in {line.task for line in placed})
    free = next(
        start for start in range(540, 1010, 5)
        if not any(line.start < start + 60 and start < line.end for line in placed)
        and not any(f.start < start + 60 and start < f.end
                    for f in house().day_reading(owner, MONDAY).whole.fixed)
    )  # fmt: skip
    changed = house().move_in_plan(MONDAY, out, free, owner)
    assert changed.broken is not None
    offer = changed.broken.offers[0]
    line = next(one for one in changed.placed if one.task == offer.task)
    assert house().take_out_of_plan(MONDAY, (line.task, line.start), owner).broken is None


def test_an_interruption_moves_as_little_as_can_be(owner: int, moved: Any) -> None:
    first, second = task(owner, "Erstes", importance=1), task(owner, "Zweites")
    home = house()
    home.plan_day(MONDAY, owner)
    moved(at(9, 30))
    changed = home.plan_anew(MONDAY, owner)
    assert changed.moved == (first,)
    assert {one.task: one.start for one in changed.placed} == {first: 690, second: 630}
    moved(at(16, 20))
    assert set(home.plan_anew(MONDAY, owner, takes_minutes=20).dropped) == {first, second}


def test_closing_plans_the_next_working_day_and_is_silent_until_then(
    owner: int, moved: Any
) -> None:
    friday, monday = MONDAY - dt.timedelta(days=3), MONDAY
    left = task(owner, "Bleibt", importance=1)
    moved(at(16, 50, friday))
    done = house().close_day(friday, owner, good_thing="Ruhe", energy=2)
    assert [one.task for one in house().day_kept(owner, monday).placed] == [left]
    assert read.quiet_until(owner, at(8, 0, MONDAY - dt.timedelta(days=1))) == at(9)
    assert read.quiet_until(owner, at(9)) is None
    with pytest.raises(Refused):
        house().close_day(friday, owner)
    assert undo(done, by=owner, at=AT).done
    assert read.quiet_until(owner, at(18, 0, friday)) is None
    assert house().day_kept(owner, monday).placed == ()


def test_a_plan_that_was_made_already_outlives_the_closing(owner: int, moved: Any) -> None:
    one = task(owner, "Eins")
    tuesday = MONDAY + dt.timedelta(days=1)
    house().plan_day(tuesday, owner)
    house().move_in_plan(tuesday, one, 14 * 60, owner)
    moved(at(16, 55))
    house().close_day(MONDAY, owner)
    assert [line.start for line in house().day_kept(owner, tuesday).placed] == [840]


def test_what_comes_late_is_a_task_of_the_next_working_day(owner: int, moved: Any) -> None:
    moved(at(19))
    action = house().leave_for_tomorrow("Herr Spät rief an", owner)
    row = Task.objects.get()
    assert (row.title, row.from_on) == ("Herr Spät rief an", MONDAY + dt.timedelta(days=1))
    assert undo(action, by=owner, at=AT).done
    assert not Task.objects.exists()


def test_kinds_are_those_of_the_planner() -> None:
    assert {one.value for one in FixedKind} >= {"appointment", "call_back", "break", "mail", "off"}


def test_on_a_holiday_nothing_is_planned_and_tomorrow_is_the_next_working_day(
    owner: int, moved: Any
) -> None:
    christmas, eve = dt.date(2026, 12, 25), dt.date(2026, 12, 24)
    task(owner, "Erstes")
    house().say_days_off({"off_24_december": 1}, owner)
    for on, name in ((christmas, "Christmas Day"), (eve, "Christmas Eve")):
        shown = house().shown_day(owner, on, "en")
        assert (shown.reading.work, shown.lines) == (None, ())
        assert shown.holiday == name
        with pytest.raises(Refused, match="closed_on"):
            house().plan_day(on, owner)
    assert read.next_working_day(owner, dt.date(2026, 12, 23)) == dt.date(2026, 12, 28)
    moved(at(17, 0, dt.date(2026, 12, 23)))
    house().close_day(dt.date(2026, 12, 23), owner)
    # Christmas is quiet until Monday, and what came too late is for then.
    until = read.quiet_until(owner, at(12, 0, christmas))
    assert until == at(9, 0, dt.date(2026, 12, 28))
    house().leave_for_tomorrow("Anruf", owner)
    assert Task.objects.get(title="Anruf").due_on == dt.date(2026, 12, 28)
    assert house().day_kept(owner, dt.date(2026, 12, 28)).placed


def test_what_comes_again_on_a_holiday_comes_on_the_next_working_day(
    owner: int, moved: Any
) -> None:
    moved(at(10, 0, dt.date(2026, 12, 18)))
    entry = TaskEntry("Woche", due_on=dt.date(2026, 12, 18), repeats=Rhythm(1, Unit.WEEK))
    first = house().add_task(entry, owner).row
    house().end_task(first, "done", owner)
    row = Task.objects.get(state="open")
    assert row.due_on == dt.date(2026, 12, 28)
    # Saved from a form or a file that knows nothing of it, it is the same rhythm.
    weekly = Rhythm(1, Unit.WEEK, frozenset({4}))
    monday = dt.date(2026, 12, 28)
    said = replace(entry, from_on=monday, due_on=monday, minutes=10, repeats=weekly)
    assert house().change_task(row.uuid, said, owner) is not None
    taken = house().take_tasks_in(house().tasks_file(FileKind.VTODO, owner), owner)
    assert taken.action is None
    moved(at(10, 0, dt.date(2026, 12, 28)))
    house().end_task(row.uuid, "done", owner)
    # New Year's Day is one, too; the Friday after it is none.
    assert Task.objects.get(state="open").due_on == dt.date(2027, 1, 4)
    house().end_task(Task.objects.get(state="open").uuid, "done", owner)
    assert Task.objects.get(state="open").due_on == dt.date(2027, 1, 8)
