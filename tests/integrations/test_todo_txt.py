"""todo.txt, in and out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wertschatz.integrations.codecs.todo_txt import Todo, line_of, read, read_line


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("x 2026-11-30 2026-11-01 Rechnung an Holz +Lager",
         Todo("Rechnung an Holz +Lager", done=True, made_on=dt.date(2026, 11, 1),
              done_on=dt.date(2026, 11, 30))),
        ("x 2026-11-30 Anruf pri:B",
         Todo("Anruf", done=True, priority="B", done_on=dt.date(2026, 11, 30))),
        ("(b) kein Vorrang", Todo("(b) kein Vorrang")),
        ("xylophon stimmen", Todo("xylophon stimmen")),
        ("Lesen http://example.org/a:b due:morgen",
         Todo("Lesen http://example.org/a:b due:morgen")),
        ("Warten auf Angebot wait:Eva_Kern est:1h30m",
         Todo("Warten auf Angebot", minutes=90, waiting_for="Eva Kern")),
        ("due:2026-12-01 due:2026-12-02 zweimal",
         Todo("due:2026-12-02 zweimal", due=dt.date(2026, 12, 1))),
        ("2026-13-45 kein Tag", Todo("2026-13-45 kein Tag")),
    ],
)  # fmt: skip
def test_lines(line: str, expected: Todo) -> None:
    assert read_line(line) == expected


@given(st.text(max_size=60))
def test_whatever_a_line_holds_no_word_is_lost(line: str) -> None:
    for _, todo in read([line]):
        assert {*todo.text.split()} <= {*line.split()}
        again = read_line(line_of(todo)) if todo.text else todo
        assert again == todo or todo.text.startswith(("x ", "(", "2"))


days = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))
words = st.lists(st.from_regex(r"[a-zäöü@+][a-zäöü]{1,6}", fullmatch=True), min_size=1, max_size=4)


@given(
    todo=st.builds(
        Todo, text=words.map(" ".join).filter(lambda text: not text.startswith("x ")),
        priority=st.sampled_from(["", "A", "B", "Z"]), made_on=st.none() | days,
        due=st.none() | days, minutes=st.none() | st.integers(1, 9999),
        waiting_for=st.sampled_from(["", "Eva Kern"]), id=st.sampled_from(["", "a1"]),
    ),
    done=st.none() | days,
)  # fmt: skip
def test_what_is_written_comes_back(todo: Todo, done: dt.date | None) -> None:
    whole = replace(todo, done=done is not None, done_on=done)
    assert read_line(line_of(whole)) == whole
