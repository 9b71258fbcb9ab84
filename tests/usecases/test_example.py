"""The example tells the story of the first chapter: revenue, payments and effort, with reasons."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from wertschatz.bootstrap import clock, example
from wertschatz.bootstrap.example import STORIES
from wertschatz.bootstrap.house import House
from wertschatz.integrations.files.pool import ReadingPool
from wertschatz.jobs.handlers import handlers
from wertschatz.jobs.runner import run_due
from wertschatz.storage.models import Assessment, Likeness, Membership, Party
from wertschatz.storage.queries import customers, imports


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    class Elsewhere(House):
        folder = tmp_path

    home = Elsewhere(ReadingPool(size=1))
    yield home
    home.close()


GROUPS = {
    "effort_in_proportion": "A", "useful": "A", "close_to_heart": "A", "effort_raised": "B",
    "potential": "B", "repeatedly_late": "B", "discount_pressed": "B", "effort_high": "C",
    "promise_broken": "C", "tone": "C", "drained": "C", "heart_and_effort": "", "too_new": "",
    "long_calls": "C", "watch_the_terms": "B", "small_and_easy": "B",
}  # fmt: skip


# In spring the window is short or still last year's, and the story must be the same.
@pytest.mark.parametrize("day", ["2027-01-02", "2027-04-01", "2028-02-29"])
@pytest.mark.django_db(transaction=True)
def test_the_example_shows_every_letter(
    home: House, day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(clock.VARIABLE, f"{day}T10:00:00+00:00")
    made = home.load_example(None)
    run_due(handlers(home), clock.now)
    sheet = imports.import_sheet(made)
    assert sheet is not None
    assert sheet.state == "live"
    told = {problem.code for problem in sheet.problems}
    assert told == {"encoding_guessed", "currency_foreign", "currency_converted"}
    page = customers.customers_page(size=100)
    assert page.total == len(example.CUSTOMERS)
    named = {line.name: line.group for line in page.lines}
    assert {group: list(named.values()).count(group) for group in ("A", "C", "")} == {
        "A": 8, "C": 5, "": 2
    }  # fmt: skip

    for story, group in GROUPS.items():
        assert named[STORIES[story]] == group, story
    assert {
        "high_revenue", "effort_in_proportion", "effort_raised", "repeatedly_late", "low_revenue",
        "effort_high", "watch_the_terms", "small_and_easy", "too_new",
        "close_to_heart", "useful_to_me", "conduct", "demands_more", "drains", "presses_price",
        "potential", "promises_unkept", "your_decision", "owner_word", "chatter",
    } <= codes()  # fmt: skip
    who_is_who()


def who_is_who() -> None:
    """One customer under two spellings, and one person who speaks for two firms."""
    pairs = Likeness.objects.values_list("first__party__name", "second__party__name")
    spellings = {STORIES["spelling"], STORIES["other_spelling"]}
    assert [set(pair) for pair in pairs] == [spellings]
    speaker = Party.objects.get(kind="person", name="Marlene Sommerfeld")
    firms = Membership.objects.filter(person=speaker).values_list("organisation__name", flat=True)
    assert set(firms) == {STORIES["speaks_for"], STORIES["speaks_for_too"]}


def codes() -> set[str]:
    """The codes of all reasons given."""
    texts = Assessment.objects.values_list("reasons", flat=True)
    return {code for text in texts for code, _ in json.loads(text)}


@pytest.mark.django_db(transaction=True)
def test_a_second_drop_changes_nothing(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2027-06-30T10:00:00+00:00")
    home.load_example(None)
    run_due(handlers(home), clock.now)
    before = [(line.name, line.group, line.revenue_cents) for line in _lines()]
    again = home.load_example(None)
    run_due(handlers(home), clock.now)
    sheet = imports.import_sheet(again)
    assert sheet is not None
    assert sheet.report["nothing_new"]
    assert [sheet.report[word] for word in ("new", "changed", "times_changed")] == [0, 0, 0]
    assert [(line.name, line.group, line.revenue_cents) for line in _lines()] == before


def _lines() -> list[customers.CustomerLine]:
    return list(customers.customers_page(size=100).lines)
