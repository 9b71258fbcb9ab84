"""What any calendar must come to: the right days, endless rules refused, any bytes survived."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared import SAMPLES, needs_samples
from wertschatz.integrations.codecs.ics import property_of
from wertschatz.integrations.files.calendar_ics import READER
from wertschatz.integrations.files.pool import ReadingPool
from wertschatz.integrations.files.registry import best_reader
from wertschatz.ports.files import AppointmentRow, Item, Rows, Source
from wertschatz.ports.problems import PROBLEMS, Problem

CALENDARS = SAMPLES / "calendar"
FILES = sorted(CALENDARS.glob("*.ics")) if CALENDARS.is_dir() else []
BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 3, 10).toordinal()


def _read(data: bytes, today: int | None = TODAY) -> list[Item]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "calendar.ics"
        path.write_bytes(data)
        return list(READER.read(Source(path, path.name, today=today), {}))


def _rows(items: list[Item]) -> list[AppointmentRow]:
    return [item for item in items if isinstance(item, AppointmentRow)]


def _codes(items: list[Item]) -> list[str]:
    return [item.code for item in items if isinstance(item, Problem)]


def _calendar(*events: str) -> bytes:
    body = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{body}END:VCALENDAR\n".encode()


def _event(rule: str, start: str = "20260304T090000", title: str = "Treffen") -> str:
    return f"UID:{title}\nDTSTART;TZID=Europe/Berlin:{start}\nSUMMARY:{title}\n{rule}".strip()


_day = datetime.fromisoformat
_TEXT = st.text(st.sampled_from("abc Äß,;:\\\"'^"), max_size=80).map(lambda t: " ".join(t.split()))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.datetimes(
                datetime.fromisoformat("2021-01-01"), datetime.fromisoformat("2026-12-31")
            ),
            st.integers(0, 3_000),
            _TEXT,
            st.booleans(),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_a_written_calendar_is_read_back(
    events: list[tuple[datetime, int, str, bool]],
) -> None:
    """By the library that others write calendars with, folded lines and escapes included."""
    calendar = icalendar.Calendar()
    expected = []
    for number, (when, minutes, title, whole) in enumerate(events):
        # A time that a clock shows twice in autumn means the first (RFC 5545 3.3.5): no calendar
        # can say the second one as local time.
        local = when.replace(microsecond=0, second=0, tzinfo=BERLIN, fold=0)
        event = icalendar.Event()
        event.add("UID", f"{number}@kalender.example")
        event.add("SUMMARY", title)
        event.add("DTSTART", local.date() if whole else local)
        if not whole:
            event.add("DTEND", (local.astimezone(ZoneInfo("UTC")) + timedelta(minutes=minutes)))
        calendar.add_component(event)
        # An hour that a clock skips in spring is read as the hour behind it.
        wall = local.astimezone(ZoneInfo("UTC")).astimezone(BERLIN)
        start = None if whole else wall.hour * 60 + wall.minute
        day = local.toordinal() if whole else wall.toordinal()
        expected.append((day, start, 0 if whole else minutes, title))
    read = _rows(_read(calendar.to_ical()))
    assert [(r.on, r.start, r.minutes, r.title) for r in read] == expected


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([1, 7]),
    st.integers(1, 4),
    st.integers(1, 40),
    st.datetimes(_day("2021-01-01"), _day("2023-12-31")),
)
def test_days_that_recur_are_counted_out(
    step: int, interval: int, count: int, first: datetime
) -> None:
    """Daily and weekly with a number, by plain addition of days; the wall clock stays."""
    rule = f"RRULE:FREQ={'DAILY' if step == 1 else 'WEEKLY'};INTERVAL={interval};COUNT={count}"
    start = first.replace(hour=12, minute=5, second=0, microsecond=0)
    read = _rows(_read(_calendar(_event(rule, f"{start:%Y%m%dT%H%M%S}"))))
    days = [start.toordinal() + number * step * interval for number in range(count)]
    assert [(row.on, row.start) for row in read] == [(day, 725) for day in days]
    assert len({row.tool_id for row in read}) == count


def test_without_end_until_a_year_ahead() -> None:
    """And six years back."""
    read = _rows(_read(_calendar(_event("RRULE:FREQ=WEEKLY", "20100304T090000"))))
    assert read[-1].on in range(TODAY + 360, TODAY + 367)
    assert read[0].on in range(TODAY - 6 * 366, TODAY - 6 * 366 + 7)


def test_only_the_latest_of_too_many_come_in() -> None:
    """2,000 of one appointment, 20,000 of a file, and it is said."""
    daily = _event("RRULE:FREQ=DAILY", "20100304T090000")
    items = _read(_calendar(daily))
    assert len(_rows(items)) == 2_000
    assert _rows(items)[-1].on == TODAY + 366
    assert "appointment_cut" in _codes(items)
    items = _read(_calendar(*(daily.replace("Treffen", f"T{number}") for number in range(12))))
    assert len(_rows(items)) == 20_000
    assert "appointments_cut" in _codes(items)


_BOMBS = [
    "FREQ=SECONDLY",
    "FREQ=MINUTELY",
    "FREQ=MINUTELY;INTERVAL=999999",
    "FREQ=SECONDLY;COUNT=99999999",
    "FREQ=MINUTELY;INTERVAL=5;UNTIL=20500101T000000Z",
    "FREQ=SECONDLY;COUNT=5;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;BYMINUTE=" + ",".join(map(str, range(60))) + ";BYSECOND=" + ",".join("0123456789"),
]


@pytest.mark.parametrize("today", [None, TODAY])
@pytest.mark.parametrize("rule", _BOMBS)
def test_a_rule_that_never_ends_is_named(rule: str, today: int | None) -> None:
    """By the title of its appointment; the rest of the file comes in."""
    begun = time.monotonic()
    data = _calendar(_event(f"RRULE:{rule}", title="Bombe"), _event("", title="Gut"))
    items = _read(data, today)
    assert time.monotonic() - begun < 3
    assert [row.title for row in _rows(items)] == ["Gut"]
    (problem,) = [item for item in items if isinstance(item, Problem)]
    assert (problem.code, problem.facts["title"]) == ("appointment_endless", "Bombe")


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=00",
        "FREQ=WEEKLY;BYSETPOS=99;BYDAY=MO", "FREQ=DAILY;COUNT=-5", "FREQ=MONTHLY;BYDAY=99MO",
        "FREQ=WEEKLY;UNTIL=bald", "FREQ=", "", "RRULE", "FREQ=YEARLY;BYEASTER=0", "COUNT=3",
    ],
)  # fmt: skip
def test_a_rule_that_never_comes_true_takes_no_time(rule: str) -> None:
    """The library alone searches until the year 9999."""
    begun = time.monotonic()
    items = _read(_calendar(_event(f"RRULE:{rule}"), _event("", title="Gut")))
    assert time.monotonic() - begun < 3
    assert [row.title for row in _rows(items)][-1] == "Gut"


def test_nul_bytes_and_other_encodings() -> None:
    """Taken out and counted; UTF-16, a mark at the beginning, lines that end with CR alone."""
    data = _calendar(_event("", title="Käthe"))
    items = _read(data.replace(b"SUMMARY", b"\0SUM\0MARY"))
    assert [row.title for row in _rows(items)] == ["Käthe"]
    assert _codes(items) == ["nul_bytes_removed"]
    text = data.decode()
    for other in (
        text.encode("utf-16"),
        text.encode("utf-8-sig"),
        text.replace("\n", "\r").encode(),
    ):
        assert best_reader(other, "kalender") is READER
        assert [row.title for row in _rows(_read(other))] == ["Käthe"]


def test_a_zone_that_never_ends_is_not_known() -> None:
    """Its times are taken as the firm's, and it is said."""
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Z\nBEGIN:STANDARD\nDTSTART:19700101T000000\nRRULE:FREQ=SECONDLY\n"
        "TZOFFSETFROM:+0100\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    event = "BEGIN:VEVENT\nUID:1\nDTSTART;TZID=Z:20260304T090000\nEND:VEVENT\n"
    items = _read(f"BEGIN:VCALENDAR\n{zone}{event}END:VCALENDAR\n".encode())
    assert [row.start for row in _rows(items)] == [540]
    assert _codes(items) == ["calendar_zone_unknown"]


def test_one_zone_never_leaks_into_the_next_file() -> None:
    """The same name may be explained in two ways by two files."""
    starts = []
    for offset in ("+0500", "-0300"):
        zone = (
            "BEGIN:VTIMEZONE\nTZID:Z\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
            f"TZOFFSETFROM:{offset}\nTZOFFSETTO:{offset}\nEND:STANDARD\nEND:VTIMEZONE\n"
        )
        event = "BEGIN:VEVENT\nUID:1\nDTSTART;TZID=Z:20260304T120000\nEND:VEVENT\n"
        data = f"BEGIN:VCALENDAR\n{event}{zone}END:VCALENDAR\n".encode()
        starts += [row.start for row in _rows(_read(data))]
    assert starts == [8 * 60, 16 * 60]


@pytest.mark.parametrize(
    ("text", "name", "params", "value"),
    [
        ("SUMMARY:a:b;c", "SUMMARY", {}, "a:b;c"),
        ('ATTENDEE;CN="A;B:C":mailto:x@y', "ATTENDEE", {"CN": "A;B:C"}, "mailto:x@y"),
        ("X;A=1;B=^n^'^^:v", "X", {"A": "1", "B": ' "^'}, "v"),
        ('X;A="never closed:v', "X", {"A": "never closed"}, "v"),
        ("NOVALUE", "NOVALUE", {}, ""),
    ],
)
def test_properties(text: str, name: str, params: dict[str, str], value: str) -> None:
    """Quotation marks, circumflexes, and marks that are never closed."""
    assert property_of(text) == (name, params, value)


_LINES = st.sampled_from(
    ["BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE",
     "END:VTIMEZONE", "DTSTART:20260304T090000", "DTSTART;VALUE=DATE:20260304", "DTEND:20260303",
     "DURATION:P1D", "RRULE:FREQ=DAILY;COUNT=3", "RRULE:FREQ=WEEKLY;BYDAY=MO,1TU", "UID:1", "UID:2",
     "EXDATE:20260304T090000", "RDATE;VALUE=PERIOD:20260305T090000/P1D", "SUMMARY:x", " gefaltet",
     "RECURRENCE-ID:20260304T090000", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260305", "EXDATE:,,",
     "DTSTART;TZID=Nirgends:20260304T090000", "DTSTART:00000000", "\0", "", "SEQUENCE:9",
     "X-WR-TIMEZONE:America/New_York", "RDATE:20260306", "TZID:Z", "METHOD:CANCEL"]
)  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(
    st.binary(max_size=200)
    | st.lists(_LINES, max_size=30).map(
        lambda lines: ("BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + "\n".join(lines)).encode()
    )
    | st.text(max_size=80).map(lambda t: f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{t}".encode("utf-16")),
    st.sampled_from([None, TODAY]),
)
def test_any_bytes_end_in_appointments_or_messages(data: bytes, today: int | None) -> None:
    """Never an exception, never silence, no code without a weight, no impossible row."""
    items = _read(data, today)
    assert items
    for item in items:
        if isinstance(item, Problem):
            assert item.code in PROBLEMS
        if isinstance(item, AppointmentRow):
            assert item.start is None or 0 <= item.start < 1440
            assert item.minutes >= 0
    assert 0 <= READER.score(data, "x.ics") <= 100


def test_a_hundred_thousand_lines_of_anything_stay_in_their_bounds() -> None:
    """Memory and time, in the limited process that reads in earnest."""
    files = {
        "begun.ics": b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 100_000,
        "folded.ics": _calendar(_event("DESCRIPTION:" + "x\n " * 200_000)),
        "long.ics": _calendar(_event("ATTACH:" + "A" * 20_000_000)),
        "quotes.ics": _calendar(_event("ATTENDEE" + ';A="' * 50_000 + ":x")),
        "many.ics": _calendar(*(_event("", title=f"T{n}") for n in range(20_000))),
    }
    with TemporaryDirectory() as folder, ReadingPool(1) as pool:
        for name, data in files.items():
            path = Path(folder) / name
            path.write_bytes(data)
            events = list(pool([Source(path, name, today=TODAY)], {}))
            codes = {event.code for event in events if isinstance(event, Problem)}
            assert not codes & {"file_too_slow", "file_too_much_memory", "file_reader_failed"}
            rows = sum(len(event.rows) for event in events if isinstance(event, Rows))
            assert rows == {"begun.ics": 0, "many.ics": 20_000}.get(name, 1)


def _middle(data: bytes) -> int:
    """The newest day on which something begins, as the library alone sees it."""
    days = []
    for line in data.decode("utf-8", errors="replace").splitlines():
        digits = line.rpartition(":")[2][:8]
        if line.startswith("DTSTART") and digits.isdigit() and "19500101" < digits < "20990101":
            days.append(digits)
    try:
        return date.fromisoformat(max(days)).toordinal()
    except ValueError:
        return TODAY


def _second_way(data: bytes, first: int, last: int) -> int | None:
    """How many occurrences the libraries find in the whole file; None where they give up."""
    begin, behind = (datetime.fromordinal(day).replace(tzinfo=BERLIN) for day in (first, last + 1))
    found = 0
    try:
        for calendar in icalendar.Calendar.from_ical(
            data.removeprefix(b"\xef\xbb\xbf"), multiple=True
        ):
            query = recurring_ical_events.of(calendar, skip_bad_series=True)
            for event in query.between(begin, behind):
                start = event["DTSTART"].dt
                if isinstance(start, datetime):
                    start = (start if start.tzinfo else start.replace(tzinfo=BERLIN)).astimezone(
                        BERLIN
                    )
                found += first <= start.toordinal() <= last
    except Exception:  # whatever is wrong with it: then there is no second opinion
        return None
    return found


# Where we read on and the libraries skip the series: blanks in a rule, an empty EXDATE.
_MORE_THAN_THE_LIBRARY = {
    "collective__issue_165_missing_event.ics": 14,
    "collective__parsing_error.ics": 20,
}


@needs_samples
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_samples_agree_with_a_second_way(file: Path) -> None:
    """The number of occurrences, or a message that says why there are none."""
    data = file.read_bytes()
    assert best_reader(data[:65_536], file.name) is READER
    today = _middle(data)
    items = list(READER.read(Source(file, file.name, today=today), {}))
    assert items
    expected = _second_way(data, today - 6 * 366, today + 366)
    if expected is not None:
        more = _MORE_THAN_THE_LIBRARY.get(file.name, 0)
        assert len(_rows(items)) == expected + more
    else:
        told = {"appointment_undated", "appointment_broken", "no_appointments"}
        assert _rows(items) or told & set(_codes(items))


@needs_samples
def test_samples_that_are_wrong_on_purpose_are_named() -> None:
    """Each with its own message, and the appointment in it."""
    expected = {
        "collective__broken_dtstart.ics": ("appointment_broken", "test-123"),
        "collective__invalid_duration.ics": (
            "appointment_broken", "Event with an impractical duration",
        ),
        "collective__issue_1081_invalid_rrule_freq.ics": ("appointment_broken", "Test Event"),
        "collective__issue_1081_with_summary.ics": ("appointment_undated", "Test Event"),
        "niccokunzmann__bad_rrule_missing_until_event.ics": ("appointment_broken", "blabla"),
    }  # fmt: skip
    for name, (code, title) in expected.items():
        items = list(READER.read(Source(CALENDARS / name, name, today=TODAY), {}))
        told = {(i.code, i.facts.get("title")) for i in items if isinstance(i, Problem)}
        assert (code, title) in told
