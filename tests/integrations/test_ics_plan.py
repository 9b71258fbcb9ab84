"""The plan as a calendar: whatever stands in a title, it comes back as it was."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from wertschatz.integrations.codecs.ics import taken_apart
from wertschatz.integrations.codecs.ics_plan import feed_of
from wertschatz.ports.calendar import Made

AT = dt.datetime(2026, 11, 25, 8, tzinfo=dt.UTC)


@given(st.lists(st.text(max_size=120), max_size=4))
def test_every_title_comes_back_and_no_line_is_too_long(titles: list[str]) -> None:
    titles = ["".join(one for one in title if one.isprintable()) for title in titles]
    raw = feed_of([Made(f"u{n}", AT, AT, title, AT) for n, title in enumerate(titles)], "Plan")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    contents = taken_apart(raw.decode().split("\r\n"))
    assert contents.whole
    found = [(one.uid, one.title) for one in contents.events]
    assert found == [(f"u{n}", " ".join(title.split())) for n, title in enumerate(titles)]


def test_a_title_cannot_write_a_line_of_its_own() -> None:
    raw = feed_of([Made("u", AT, AT, "a\r\nATTENDEE:mailto:x@y\x00\x0b", AT)], "Plan")
    assert b"\nATTENDEE" not in raw
    assert b"SUMMARY:a\\nATTENDEE:mailto:x@y\r\n" in raw
