"""Documents of suppliers stay out, corrections meet their invoice, nothing counts twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from wertschatz.domain.customers.parameters import Limits
from wertschatz.ports.files import (
    Answers,
    Begun,
    Document,
    Event,
    Finished,
    InvoiceRow,
    Rows,
    Source,
    TimeRow,
)
from wertschatz.usecases.analyse_files import Analysis, analyse_files

ME, SUPPLIER = ("Werkstatt Müller", "DE111111111"), ("Stahl AG", "DE222222222")


def day(text: str) -> int:
    return dt.date.fromisoformat(text).toordinal()


def invoice(
    number: str = "1",
    cents: int = 10_000,
    *,
    on: str = "2026-03-01",
    seller: tuple[str, str] = ME,
    buyer: tuple[str, str] = ("Kundin KG", "DE333333333"),
    original: str = "",
    original_on: str = "",
    prepaid: int = 0,
    gross: int | None = None,
) -> InvoiceRow:
    document = Document(
        "381" if cents < 0 else "380", *seller, original,
        day(original_on) if original_on else None, prepaid,
    )  # fmt: skip
    return InvoiceRow(
        1, buyer[0], "", buyer[1], number, day(on), None, None, False, cents, gross, "net", "EUR",
        document,
    )  # fmt: skip


def analysed(*rows: InvoiceRow | TimeRow, own: Sequence[str] = ()) -> Analysis:
    def read(sources: Sequence[Source], answers: Answers) -> Iterator[Event]:
        for number, row in enumerate(rows):
            yield Begun(f"{number}.xml", "e_invoice")
            yield Rows(f"{number}.xml", [row], 1)
            yield Finished(f"{number}.xml", "e_invoice", str(number), 1, 1)

    sources = [Source(Path("/x"), "x")]
    return analyse_files(read, sources, {}, dt.date(2026, 11, 23), Limits(), own=own)


def codes(analysis: Analysis) -> list[str]:
    return [problem.code for problem in analysis.problems]


def revenue(analysis: Analysis) -> dict[str, int]:
    return {one.name: one.year.revenue_cents for one in analysis.customers}


PURCHASE = invoice("S-9", 77_700, seller=SUPPLIER, buyer=ME)


def test_what_the_named_firm_buys_stays_out() -> None:
    analysis = analysed(invoice(), PURCHASE, own=["DE 111 111 111"])
    assert revenue(analysis) == {"Kundin KG": 10_000}
    assert codes(analysis) == ["document_is_purchase"]


def test_the_firm_in_most_documents_is_taken_for_the_own() -> None:
    analysis = analysed(invoice("1"), invoice("2"), PURCHASE)
    assert revenue(analysis) == {"Kundin KG": 20_000}
    assert codes(analysis) == ["own_firm_assumed", "document_is_purchase"]


def test_where_nobody_stands_out_everything_counts_and_that_is_said() -> None:
    analysis = analysed(
        invoice("1", seller=("A", "DE1"), buyer=("X", "DE8")),
        invoice("2", seller=("B", "DE2"), buyer=("Y", "DE9")),
    )
    assert revenue(analysis) == {"X": 10_000, "Y": 10_000}
    assert codes(analysis) == ["own_firm_unknown"]


def test_a_foreign_document_stays_out_once_the_firm_is_named() -> None:
    foreign = invoice("7", seller=("A", "DE1"), buyer=("X", "DE8"))
    analysis = analysed(invoice(), foreign, own=["Werkstatt Müller"])
    assert revenue(analysis) == {"Kundin KG": 10_000}
    assert codes(analysis) == ["document_is_foreign"]


def test_a_correction_counts_in_the_year_of_its_invoice() -> None:
    analysis = analysed(
        invoice("1", on="2026-01-05"),
        invoice("G1", -4_000, on="2026-02-05", original="alt-9", original_on="2025-12-01"),
    )
    customer = analysis.customers[0]
    assert customer.year.year_to_date_cents == 10_000
    assert customer.year.twelve_months_cents == 6_000


def test_a_whole_cancellation_is_no_deal() -> None:
    analysis = analysed(
        invoice("1"), invoice("2", 5_000), invoice("S2", -5_000, original="2", on="2026-04-01")
    )
    year = analysis.customers[0].year
    assert (year.revenue_cents, year.invoices) == (10_000, 1)


def test_a_final_invoice_does_not_repeat_the_down_payment() -> None:
    analysis = analysed(
        invoice("A1", 50_000, gross=59_500),
        invoice("S1", 100_000, gross=119_000, prepaid=59_500, original="A1", on="2026-05-01"),
    )
    assert revenue(analysis) == {"Kundin KG": 100_000}


def test_what_was_paid_at_the_counter_stays_revenue() -> None:
    assert revenue(analysed(invoice("1", 10_000, gross=11_900, prepaid=11_900))) == {
        "Kundin KG": 10_000
    }


def test_work_is_effort_of_the_one_customer_of_that_name() -> None:
    work = TimeRow(2, "kundin kg", "", "eva", day("2026-03-02"), 600, 5_400, "", "", None)
    analysis = analysed(invoice(), work)
    assert [(one.name, one.year.effort_minutes) for one in analysis.customers] == [
        ("Kundin KG", 90)
    ]


def test_a_foreign_invoice_counts_at_its_own_rate_and_never_without() -> None:
    francs = invoice("2", 10_000)._replace(currency="CHF")
    assert francs.document is not None
    with_rate = francs._replace(document=francs.document._replace(rate="1.0523"))
    euros = [invoice(number) for number in ("1", "4", "5")]
    analysis = analysed(*euros, with_rate, francs._replace(number="3"))
    assert revenue(analysis) == {"Kundin KG": 40_523}
    told = [one for one in analysis.problems if one.code.startswith("currency")]
    assert {(one.code, one.facts["rows"]) for one in told} == {
        ("currency_foreign", 1), ("currency_converted", 1)
    }  # fmt: skip
