"""The example tells the story of the first chapter: what invoices tell, with reasons."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from wertschatz.bootstrap import clock, example
from wertschatz.bootstrap.house import House
from wertschatz.integrations.files.pool import ReadingPool
from wertschatz.jobs.handlers import handlers
from wertschatz.jobs.runner import run_due
from wertschatz.storage.models import Assessment
from wertschatz.storage.queries import customers, imports


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    class Elsewhere(House):
        folder = tmp_path

    home = Elsewhere(ReadingPool(size=1))
    yield home
    home.close()


# In spring the window is short or still last year's, and the story must be the same.
@pytest.mark.parametrize("month", [1, 4, 11])
@pytest.mark.django_db(transaction=True)
def test_the_example_shows_every_letter_that_invoices_tell(
    home: House, month: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(clock.VARIABLE, f"2027-{month:02}-23T10:00:00+00:00")
    made = home.load_example(None)
    run_due(handlers(home), clock.now)
    sheet = imports.import_sheet(made)
    assert sheet is not None
    assert sheet.state == "live"
    assert {problem.code for problem in sheet.problems} == {"encoding_guessed"}
    page = customers.customers_page(size=100)
    assert page.total == len(example.BUYERS)
    # A C needs known effort, which no invoice list tells.
    assert {line.group for line in page.lines} == {"A", "B", ""}
    assert {"high_revenue", "repeatedly_late", "small_and_easy", "too_new"} <= codes()
    named = {line.name: line for line in page.lines}
    assert named["Hausverwaltung Lindenhof GmbH"].group == "A"
    assert named["Wohnbau Nordufer eG"].group != "A"
    assert named["Tanzschule Schwanitz"].group == ""


def codes() -> set[str]:
    """The codes of all reasons given."""
    texts = Assessment.objects.values_list("reasons", flat=True)
    return {code for text in texts for code, _ in json.loads(text)}


def test_the_example_is_the_same_on_the_same_day_and_never_ahead_of_it() -> None:
    today = dt.date(2027, 2, 28)
    rows = list(example.invoice_list(today))
    assert rows == list(example.invoice_list(today))
    days = [dt.datetime.strptime(row[3], "%d.%m.%Y").date() for row in rows]  # noqa: DTZ007
    assert days == sorted(days)
    assert days[-1] <= today < days[-1] + dt.timedelta(days=14)
    assert any(row[6].startswith("-") for row in rows)
