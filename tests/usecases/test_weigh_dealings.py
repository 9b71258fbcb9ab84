"""Calls, mails, appointments, address books and statements count in the analysis in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.paying.delay import InvoiceDelay
from wertschatz.domain.customers.paying.payments import Payment
from wertschatz.domain.customers.paying.told import first_day, seen_paid, statement_speaks
from wertschatz.domain.customers.year import Year
from wertschatz.ports.files import (
    Answers,
    AppointmentRow,
    Begun,
    CallRow,
    CardRow,
    Event,
    Finished,
    InvoiceRow,
    MailRow,
    PaymentRow,
    Row,
    Rows,
    Source,
    TimeRow,
)
from wertschatz.usecases.analyse_files import Analysis, analyse_files

AS_OF = date(2024, 6, 30)
ON = date(2024, 5, 1).toordinal()
PHONE = "030 23125001"


def invoice(name: str = "Mühle GmbH", number: str = "RE-2024-0017", due: int = 14) -> InvoiceRow:
    return InvoiceRow(
        2, name, "10001", "", number, ON, ON + due, None, False, 100_000, 119_000, "net", "EUR"
    )


def card(**more: object) -> CardRow:
    return CardRow(2, "Mühle GmbH", phones=(PHONE,), **more)  # type: ignore[arg-type]


def call(minutes: int = 12, on: int = ON, number: str = PHONE) -> CallRow:
    return CallRow(2, on, 600, minutes * 60, "in", number)


def paid(days: int, cents: int = 119_000) -> PaymentRow:
    return PaymentRow(
        2, "DE02120300000000202051", ON + days, None, cents, "EUR", "Mühle GmbH", "",
        "Rechnung RE-2024-0017",
    )  # fmt: skip


def analysed(*files: Sequence[Row], limits: Limits | None = None) -> Analysis:
    seen: list[int | None] = []

    def read(sources: Sequence[Source], answers: Answers) -> Iterator[Event]:
        for place, source in enumerate(sources):
            seen.append(source.today)
            yield Begun(source.name, "memory")
            yield Rows(source.name, files[place], 1)
            yield Finished(source.name, "memory", f"{place}", len(files[place]), 1)

    sources = [Source(Path(f"{place}"), f"{place}") for place in range(len(files))]
    made = analyse_files(read, sources, {}, AS_OF, limits or Limits(), currency="EUR")
    assert set(seen) == {AS_OF.toordinal()}, "what recurs without end is counted up to the day"
    return made


def year(*files: Sequence[Row], limits: Limits | None = None) -> Year:
    (only,) = analysed(*files, limits=limits).customers
    return only.year


@pytest.mark.parametrize("backwards", [False, True])
def test_a_call_is_led_by_the_address_book_in_whatever_order(backwards: bool) -> None:
    files: list[Sequence[Row]] = [[invoice()], [card()], [call()]]
    made = year(*(reversed(files) if backwards else files))
    assert (made.effort_minutes, made.call_minutes, made.contacts) == (12, 12, 1)


def test_a_call_of_nobody_known_counts_for_nobody() -> None:
    made = year([invoice()], [card()], [call(number="030 99999999")])
    assert (made.effort_minutes, made.call_minutes) == (None, 0)


def test_calls_inside_a_span_of_work_count_once() -> None:
    work = TimeRow(2, "Mühle GmbH", "10001", "eva", ON, 590, 3600, "", "", None)
    made = year([invoice()], [card()], [call()], [work])
    assert (made.effort_minutes, made.call_minutes) == (60, 12)


def test_the_same_call_in_two_files_counts_once() -> None:
    assert year([invoice()], [card()], [call()], [call()]).effort_minutes == 12


def test_mails_and_appointments_take_the_default_minutes() -> None:
    mail = MailRow(1, "a@b", ON, 600, "ich@ahorn.example", "", ("eva@muehle.example",), "Angebot")
    letter = mail._replace(tool_id="c@d", automatic=True)
    visit = AppointmentRow(1, "x", ON, None, 0, "Besuch", ("eva@muehle.example",))
    book = CardRow(2, "Eva", organisation="Mühle GmbH", emails=("Eva@muehle.example",))
    limits = Limits(minutes_mail=7, minutes_appointment=45)
    files: list[Sequence[Row]] = [
        [invoice()], [book], [mail, letter], [visit, visit._replace(tool_id="y", cancelled=True)],
    ]  # fmt: skip
    assert year(*files, limits=limits).effort_minutes == 52


def test_contacts_after_the_day_are_not_known_yet() -> None:
    made = year([invoice()], [card()], [call(on=AS_OF.toordinal() + 1)])
    assert (made.effort_minutes, made.contacts) == (None, 0)


def test_a_statement_says_when_an_invoice_was_paid() -> None:
    late = year([invoice()], [paid(40)])
    assert (late.payment_known, late.late_invoices, late.latest_days) == (1, 1, 26)
    punctual = year([invoice()], [paid(14)])
    assert (punctual.payment_known, punctual.late_invoices) == (1, 0)
    assert year([invoice()]).payment_known == 0


def test_a_payment_told_twice_pays_once() -> None:
    half = paid(20, 59_500)
    other = half._replace(reference="B-7", account="12030000/0000202051")
    assert year([invoice()], [half], [other]).payment_known == 1
    made = year([invoice()], [half], [other])
    whole = year([invoice()], [half, half._replace(on=half.on + 20)])
    assert made.latest_days == AS_OF.toordinal() - ON - 14, "half is still open"
    assert whole.latest_days == 26


def test_agreed_days_until_payment_count_where_no_due_date_is_stated() -> None:
    bill = invoice()._replace(due_on=None)
    agreed = card(customer_number="10001", terms_days=30)
    assert year([bill], [paid(60)]).latest_days == 46
    assert year([bill], [agreed], [paid(60)]).latest_days == 30


def test_a_list_of_customers_makes_customers() -> None:
    made = analysed([invoice()], [CardRow(2, "Neu AG", customer_number="10002")])
    assert [one.name for one in made.customers] == ["Mühle GmbH", "Neu AG"]


def test_what_a_file_holds_is_told_of_every_kind() -> None:
    made = analysed([paid(3), paid(4, 100)], [card()], [call()])
    assert [entry.rows for entry in made.read] == [2, 1, 1]
    assert made.read[0].sums == {"EUR": 119_100}
    assert made.customers == []


# -- what statements say


def delay(invoice: int, customer: int, due: int, paid_on: int | None) -> InvoiceDelay:
    return InvoiceDelay(invoice, customer, due - 14, due, paid_on, 0, False, 0)


MOVES = [Payment(1, 100, 5, "EUR"), Payment(2, 200, 5, "EUR")]


def test_an_open_invoice_counts_only_where_it_was_seen_open() -> None:
    found = [
        delay(1, 7, 150, 160),  # paid
        delay(2, 7, 186, None),  # clearly due before the statements end
        delay(3, 7, 187, None),  # perhaps paid after they end
        delay(4, 7, 113, None),  # from before they begin
        delay(5, 8, 150, None),  # whose customer may pay elsewhere
    ]
    assert seen_paid(found, {1}, MOVES) == {1: 160, 2: None}
    assert seen_paid(found, set(), MOVES) == {}
    assert seen_paid([], set(), []) == {}


def test_days_and_words_at_their_edges() -> None:
    assert first_day(MOVES) == 1
    assert first_day([Payment(1, 1000, 5, "EUR")]) == 600
    assert [statement_speaks(told, known) for told in (True, False) for known in (True, False)] == [
        True, True, False, True,
    ]  # fmt: skip
