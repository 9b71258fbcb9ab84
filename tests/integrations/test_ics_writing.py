"""The appointment of an analysis as a calendar file (RFC 5545)."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from wertschatz.integrations.codecs.ics_writing import Entry, calendar_of

BERLIN = ZoneInfo("Europe/Berlin")
START = dt.datetime(2026, 12, 1, 9, tzinfo=BERLIN)
WRITTEN = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)


def entry(**other: object) -> Entry:
    """An appointment of one hour and a half."""
    plain = Entry("u@wertschatz", 2, START, 90, "Meine Kunden", "Einer nach dem anderen", WRITTEN)
    return plain._replace(**other)  # type: ignore[arg-type]


def test_an_entry_with_its_times_in_utc_and_an_alarm() -> None:
    lines = calendar_of(entry()).decode().split("\r\n")
    for line in (
        "METHOD:PUBLISH", "UID:u@wertschatz", "SEQUENCE:2", "DTSTAMP:20261125T120000Z",
        "DTSTART:20261201T080000Z", "DTEND:20261201T093000Z", "BEGIN:VALARM", "ACTION:DISPLAY",
        "TRIGGER:-PT15M",
    ):  # fmt: skip
        assert line in lines


def test_a_cancelled_one_rings_no_more() -> None:
    lines = calendar_of(entry(cancelled=True)).decode().split("\r\n")
    assert "METHOD:CANCEL" in lines
    assert "STATUS:CANCELLED" in lines
    assert "BEGIN:VALARM" not in lines


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=300)
)
def test_no_line_is_longer_than_75_octets_and_every_text_comes_back(text: str) -> None:
    content = calendar_of(entry(title=text))
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    event = Calendar.from_ical(content).walk("VEVENT")[0]
    assert str(event["SUMMARY"]) == text


@pytest.mark.parametrize("text", ["Kunden; Freunde, Gäste", "erste\nzweite Zeile", "a\\b"])
def test_marks_of_the_format_are_escaped(text: str) -> None:
    event = Calendar.from_ical(calendar_of(entry(text=text))).walk("VEVENT")[0]
    assert str(event["DESCRIPTION"]) == text
