"""The analysis on rows that a reader in memory hands over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from wertschatz.domain.customers.parameters import Limits
from wertschatz.ports.files import Answers, Begun, Event, Finished, InvoiceRow, Rows, Source
from wertschatz.usecases.analyse_files import Analysis, analyse_files, sources_in

ON = date(2024, 5, 1).toordinal()


def row(line: int, number: str, cents: int, currency: str = "") -> InvoiceRow:
    return InvoiceRow(
        line, "Müller", "", "", number, ON, None, None, False, cents, None, "net", currency
    )


def analysed(files: dict[str, list[InvoiceRow]], currency: str = "") -> Analysis:
    def read(sources: Sequence[Source], answers: Answers) -> Iterator[Event]:
        for source in sources:
            rows = files[source.name]
            yield Begun(source.name, "memory")
            yield Rows(source.name, rows, 1)
            yield Finished(source.name, "memory", str(rows), len(rows), 1)

    sources = [Source(Path(name), name) for name in files]
    return analyse_files(read, sources, {}, date(2024, 6, 30), Limits(), currency=currency)


def codes(analysis: Analysis) -> list[str]:
    return [problem.code for problem in analysis.problems]


def test_what_stands_twice_counts_once_and_the_sum_of_the_file_stays() -> None:
    made = analysed({"a": [row(2, "1", 100), row(3, "1", 100)], "b": [row(2, "1", 100)]})
    assert made.totals.revenue_cents == 100
    assert [entry.sums[""] for entry in made.read] == [200, 100]
    assert codes(made) == ["duplicate_row", "duplicate_row", "currency_assumed", "currency_assumed"]
    assert made.problems[0].facts["first_line"] == 2


def test_the_same_number_with_other_content_counts_and_is_told() -> None:
    made = analysed({"a": [row(2, "1", 100), row(3, "1", 250)]})
    assert made.totals.revenue_cents == 350
    assert "number_twice" in codes(made)


def test_the_same_file_twice_is_left_out_as_a_whole() -> None:
    made = analysed({"a": [row(2, "1", 100)], "b": [row(2, "1", 100)]})
    assert codes(made)[0] == "file_twice"
    assert (made.totals.revenue_cents, made.totals.duplicates) == (100, 0)


def test_the_most_frequent_currency_is_the_firms_unless_named() -> None:
    files = {"a": [row(2, "1", 1, "CHF"), row(3, "2", 1, "CHF"), row(4, "3", 10, "EUR")]}
    assert (analysed(files).currency, analysed(files).totals.revenue_cents) == ("CHF", 2)
    assert analysed(files, "EUR").totals.revenue_cents == 10


def test_folders_are_read_sorted_and_without_what_is_hidden(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", ".hidden.csv", "sub/c.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = [source.path.relative_to(tmp_path).as_posix() for source in sources_in([tmp_path])]
    assert found == ["a.csv", "b.csv", "sub/c.csv"]
