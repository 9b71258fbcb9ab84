"""A task typed in one line."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wertschatz.domain.worktime.capture import Captured, captured

MONDAY = dt.date(2026, 11, 30)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Angebot schreiben morgen 30m !",
         Captured("Angebot schreiben", 30, 1, dt.date(2026, 12, 1))),
        ("call the bank friday 1h30m", Captured("call the bank", 90, 2, dt.date(2026, 12, 4))),
        ("Steuer bis 10.12. 1,5h ?", Captured("Steuer", 90, 3, dt.date(2026, 12, 10))),
        ("Bericht am Mo", Captured("Bericht", on=dt.date(2026, 12, 7))),
        ("do the washing", Captured("do the washing")),
        ("So machen wir das", Captured("So machen wir das")),
        ("Rückruf @Holz_GmbH um 16:30", Captured("Rückruf", at_minute=990, customer="Holz GmbH")),
        ("29.2. feiern", Captured("feiern", on=dt.date(2028, 2, 29))),
        ("Paket 2026-12-24 14uhr", Captured("Paket", on=dt.date(2026, 12, 24), at_minute=840)),
        ("31.2. gibt es nicht", Captured("31.2. gibt es nicht")),
        ("Version 2.10 planen", Captured("Version 2.10 planen")),
        ("Treffen um 9.15", Captured("Treffen", at_minute=555)),
        ("99999m warten", Captured("99999m warten")),
    ],
)  # fmt: skip
def test_lines(line: str, expected: Captured) -> None:
    assert captured(line, MONDAY) == expected


@pytest.mark.parametrize("line", ["", "   ", "morgen", "30m !", "@wer"])
def test_a_task_needs_a_title(line: str) -> None:
    with pytest.raises(ValueError, match="title"):
        captured(line, MONDAY)


@given(line=st.text(max_size=80), today=st.dates())
def test_whatever_is_typed_is_a_task_or_has_no_title(line: str, today: dt.date) -> None:
    try:
        found = captured(line, today)
    except ValueError:
        return
    assert found.title
    assert set(found.title.split()) <= set(line.split())
