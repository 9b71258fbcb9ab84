"""All samples in one drop, as a person would do it: what comes in, what is told, what it costs."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from tests.integrations import test_camt, test_mt940
from tests.shared import SAMPLES, needs_samples
from tests.storage.everything import differences, everything
from wertschatz.bootstrap import example
from wertschatz.bootstrap.example import firm
from wertschatz.bootstrap.house import House, house
from wertschatz.ports.files import Source
from wertschatz.storage.models import (
    Card,
    Contact,
    Import,
    Invoice,
    Payment,
    Settlement,
)

pytestmark = pytest.mark.django_db(transaction=True)
DERIVED = ("invoice", "settlement", "doubt", "assessment", "customer")
MOST_SECONDS = 120
"""For 526 files; about ten on an idle machine."""
TABLES = (Invoice, Contact, Payment, Card)


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv("WERTSCHATZ_CLOCK", "2026-11-24T12:00:00+00:00")
    yield house()
    house().close()


def drop(home: House, sources: list[Source]) -> tuple[Import, dict[str, object]]:
    made = home.import_sources(sources)
    home.load_files(made)
    home.assess()
    row = Import.objects.get(uuid=made)
    return row, row.report


def samples() -> list[Source]:
    files = sorted(path for path in SAMPLES.rglob("*") if path.is_file())
    return [Source(path, str(path.relative_to(SAMPLES))) for path in files]


def told(row: Import) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for file, code in row.problems.values_list("file", "code"):
        found.setdefault(file, []).append(code)
    return found


def rows_by_file(source: Import) -> Counter[str]:
    found: Counter[str] = Counter()
    for table in TABLES:
        rows = table._default_manager.filter(source=source)
        found.update(rows.values_list("file__name", flat=True))
    return found


def sums_by_file() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    columns = ("file__name", "currency", "cents")
    for name, currency, cents in Payment.objects.values_list(*columns):
        sums = found.setdefault(str(name), {})
        sums[currency] = sums.get(currency, 0) + cents
    return found


def zero(counts: dict[str, object], *names: str) -> bool:
    return [counts[name] for name in names] == [0] * len(names)


@needs_samples
def test_every_sample_comes_in_or_is_told_and_twice_is_once(home: House) -> None:
    sources = samples()
    begun = time.monotonic()
    first, report = drop(home, sources)
    assert time.monotonic() - begun < MOST_SECONDS
    problems, rows = told(first), rows_by_file(first)
    files = {row.name: row for row in first.files.all()}
    for source in sources:
        name, row = source.name, files[source.name]
        inside = any(other.startswith(f"{name}/") for other in files)
        # What stands in an earlier file too is counted, and has its row there.
        assert rows[name] or row.rows or problems.get(name) or row.question or inside, name
    assert (report["payments"], report["calls"], report["questions"]) == (418, 8, 10)
    sums = sums_by_file()
    for source in sources:
        if "bank/camt/" in source.name and not problems.get(source.name):
            assert sums.get(source.name, {}) == test_camt._expected(source.path), source.name
        if "bank/mt940/" in source.name:
            expected = mt940_sum(source.path)
            assert sum(sums.get(source.name, {}).values()) == expected, source.name
    before = everything()
    _, again = drop(home, sources)
    assert zero(again, "new", "changed", "customers_new", "times_new", "fresh"), again
    after = everything()
    for name in DERIVED:
        assert differences({name: before[name]}, {name: after[name]}) == {}


def mt940_sum(path: Path) -> int:
    text = path.read_bytes().decode("latin-1").replace("\r", "")
    signs = {"D": -1, "RC": -1}
    return int(sum(
        Decimal(amount.replace(",", ".")) * 100 * signs.get(side, 1)
        for side, amount in test_mt940.LINE.findall(text)
    ))  # fmt: skip


def test_the_whole_folder_of_the_example_twice_changes_nothing(home: House, tmp_path: Path) -> None:
    written = example.write(tmp_path, home.today(), example.READABLE)
    sources = [Source(path, name) for name, path in written]
    home.say_own_firm([("name", firm.NAME), ("vat", firm.VAT_ID)])
    first, _ = drop(home, sources)
    before = everything()
    assert Settlement.objects.exists()
    second, again = drop(home, sources)
    assert again["nothing_new"]
    assert zero(again, "new", "changed", "customers_new", "times_new", "fresh")
    after = everything()
    for name in DERIVED:
        assert differences({name: before[name]}, {name: after[name]}) == {}
    home.withdraw_import(second.uuid, None)
    home.assess()
    assert differences(before, everything()) == {}
    home.withdraw_import(first.uuid, None)
    home.assess()
    assert not any(everything().values())
