"""Lists of calls of every kind the readers know, replayed; and the example firm's calls."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from wertschatz.bootstrap import clock, workbench
from wertschatz.bootstrap.house import House
from wertschatz.domain.rules.replay import Outcome
from wertschatz.domain.values import Group
from wertschatz.integrations.files.pool import ReadingPool
from wertschatz.jobs.handlers import handlers
from wertschatz.jobs.runner import run_due
from wertschatz.ports.files import CallRow, Source
from wertschatz.storage.queries.customers import customers_page
from wertschatz.usecases.replay_calls import (
    CallsRead,
    days_of,
    past_calls,
    read_calls,
    within,
)

GOLDEN = Path(__file__).parents[1] / "integrations" / "golden"
FILES = sorted(
    file
    for kind in ("fritzbox_calls", "call_list", "asterisk_calls")
    for file in (GOLDEN / kind).iterdir()
    if file.suffix != ".json" and "asked" not in file.name and "answered" not in file.name
)


@pytest.fixture(scope="module")
def pool() -> Iterator[ReadingPool]:
    with ReadingPool(size=1) as pool:
        yield pool


def read(pool: ReadingPool, *files: Path) -> CallsRead:
    return read_calls(pool, [Source(file, file.name) for file in files], {})


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_every_list_that_is_read_is_replayed(pool: ReadingPool, file: Path) -> None:
    items = json.loads(file.with_suffix(".json").read_text("utf-8"))["items"]
    listed = [one["call"] for one in items if "call" in one]
    found = read(pool, file)
    assert len(found.calls) == len(listed)
    told = workbench.replay_unknown(found.calls, None, None, against="none", back_minutes=5)
    if not listed:
        assert told is None
        assert [one.code for one in found.problems].count("no_calls") == 1 or found.refused
        return
    assert told is not None
    side = told.comparison.new
    # Nobody is known, so every call rings that the telephone system did not turn away.
    # As at an import, two that cannot be told apart are one.
    ways = [
        row[4]
        for row in {(*row[1:3], row[4], row[5], row[7], row[9]): row for row in listed}.values()
    ]
    assert (side.interruptions, side.rejected, side.outgoing) == (
        ways.count("in") + ways.count("missed"), ways.count("rejected"), ways.count("out"),
    )  # fmt: skip
    assert told.first.isoformat() == min(row[1] for row in listed)


def test_type_three_is_outgoing_in_old_lists_and_rejected_in_new_ones(pool: ReadingPool) -> None:
    old = read(pool, GOLDEN / "fritzbox_calls" / "old_codes_seven_columns_english.csv")
    new = read(pool, GOLDEN / "fritzbox_calls" / "seven_columns_rejected.csv")
    assert {row.direction for row in old.calls} >= {"out"}
    assert {row.direction for row in new.calls} >= {"rejected"}
    assert not {row.direction for row in old.calls} & {"rejected"}


def test_an_archive_and_a_list_twice(pool: ReadingPool, tmp_path: Path) -> None:
    file = GOLDEN / "fritzbox_calls" / "eight_columns_latin1.csv"
    packed = tmp_path / "calls.zip"
    with ZipFile(packed, "w") as archive:
        archive.write(file, file.name)
    found = read(pool, file, packed)
    assert len(found.calls) == 8
    assert "no_calls" not in {one.code for one in found.problems}
    calls = past_calls(found.calls, workbench.ZONE, "030", lambda _numbers: {})
    assert len(calls) == 4


def test_a_file_without_calls_says_so_once(pool: ReadingPool, tmp_path: Path) -> None:
    invoices = tmp_path / "list.csv"
    invoices.write_text("Kunde;Rechnungsnummer;Rechnungsdatum;Netto\nKlein;1;01.05.2013;5,00\n")
    found = read(pool, invoices)
    assert [one.code for one in found.problems].count("no_calls") == 1
    assert not found.refused


def test_rows_become_calls_where_the_firm_is() -> None:
    day = dt.date(2026, 7, 1)
    rows = [
        CallRow(1, day.toordinal(), 30, 60, "in", "0341 5000000"),
        CallRow(2, day.toordinal(), 31, 60, "missed", ""),
        CallRow(3, day.toordinal() + 1, 31, 0, "out", "17"),
    ]
    calls = past_calls(rows, workbench.ZONE, "", lambda numbers: {})
    assert [(one.at.isoformat(), one.number, one.seconds, one.outcome) for one in calls] == [
        ("2026-06-30T22:30:00+00:00", "+493415000000", 60, Outcome.ANSWERED),
        ("2026-06-30T22:31:00+00:00", "", 0, Outcome.MISSED),
        ("2026-07-01T22:31:00+00:00", "17", 0, Outcome.ANSWERED),
    ]
    assert days_of(calls, workbench.ZONE) == (day, day + dt.timedelta(days=1))
    assert days_of([], workbench.ZONE) is None
    assert [row.line for row in within(rows, day, day)] == [1, 2]
    assert len(within(rows, None, None)) == 3


@pytest.mark.django_db(transaction=True)
def test_the_calls_of_the_example_firm(tmp_path: Path) -> None:
    class Elsewhere(House):
        folder = tmp_path

    home = Elsewhere(ReadingPool(size=1))
    home.load_example(None)
    run_due(handlers(home), clock.now)
    home.close()
    chosen = [line.uuid for line in customers_page(size=200).lines]
    home.change_many(chosen, wish="confirm", sure=len(chosen), actor=None)
    last = home.today()
    found = home.replay_kept(last - dt.timedelta(days=399), last)
    assert found is not None
    assert not found.cut
    old, new = found.comparison.old, found.comparison.new
    assert old.interruptions == len(old.told) - old.rejected > 400
    assert 0 < new.interruptions < old.interruptions
    assert new.quiet.minutes > old.quiet.minutes
    gain = found.comparison.gain
    assert (gain.added, gain.avoided) == (0, old.interruptions - new.interruptions)
    assert gain.high_minutes == gain.low_minutes + 5 * gain.avoided
    assert new.waits[Group.C].in_writing > 0
    assert new.waits[Group.B].later_longest_minutes >= 15
    assert new.waits[Group.A].put_through > 0
    # A part of the days is a part of the calls.
    month = home.replay_kept(last - dt.timedelta(days=30), last)
    assert month is not None
    assert 0 < len(month.comparison.new.told) < len(new.told)
