"""The same invoice as a line of a list and as a document: once, in whatever order they come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.storage.rows import AT, LIMITS, take_in
from tests.usecases.test_documents import ME
from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.year import Year, window_for
from wertschatz.ports.files import (
    Answers,
    Begun,
    Document,
    Event,
    Finished,
    InvoiceRow,
    Rows,
    Source,
)
from wertschatz.storage import inbox, own_names, undo
from wertschatz.storage.models import Customer, Import, Invoice, OwnName
from wertschatz.storage.years import years
from wertschatz.usecases.analyse_files import analyse_files

pytestmark = pytest.mark.django_db
AS_OF = dt.date(2026, 11, 23)
CUSTOMERS = {  # as lists write them, and as documents do
    "RE-0001": (("Mühle Beispiel GmbH", ""), ("Mühle Beispiel GmbH", "10001", "DE177777777")),
    "RE-0002": (("Kanzlei Probe & Partner", ""), ("Kanzlei Probe", "", "DE155555555")),
    "RE-0003": (("Bäckerei Muster", "10003"), ("Bäckerei Muster", "10003", "")),
    "RE-0004": (("Mühle Beispiel GmbH", ""), ("Mühle Beispiel GmbH", "10001", "DE177777777")),
    "RE-0005": (("E. Vorlage", "77"), ("Vorlage Handel AG", "", "DE144444444")),
}
NET = {number: 10_000 * place for place, number in enumerate(CUSTOMERS, 1)}


def day(text: str) -> int:
    return dt.date.fromisoformat(text).toordinal()


def document(number: str, cents: int | None = None, original: str = "") -> InvoiceRow:
    """The e-invoice: net and gross, nothing about payment."""
    name, customer_number, vat_id = CUSTOMERS[original or number][1]
    net = NET[number] if cents is None else cents
    said = Document("381" if net < 0 else "380", *ME, original)
    return InvoiceRow(
        1, name, customer_number, vat_id, number, day("2026-03-02"), day("2026-03-16"), None,
        False, net, net * 119 // 100, "net", "EUR", said,
    )  # fmt: skip


def listed(number: str, *, gross: bool = False, paid: str = "", currency: str = "") -> InvoiceRow:
    """A line of a list: the customer as the bookkeeper writes it, perhaps only the gross sum."""
    name, customer_number = CUSTOMERS[number][0]
    cents = NET[number] * 119 // 100 if gross else NET[number]
    return InvoiceRow(
        2, name, customer_number, "", number, day("2026-03-02"), None,
        day(paid) if paid else None, True, cents, None, "unstated" if gross else "net", currency,
    )  # fmt: skip


def base() -> list[Year]:
    return [year for year in years(window_for(AS_OF), LIMITS) if year.invoices_ever]


def revenue() -> int:
    return sum(year.revenue_cents for year in years(window_for(AS_OF), LIMITS))


def own() -> None:
    own_names.say([ME], by=None, at=AT)


def take_back(source: Import) -> None:
    action = inbox.withdraw(source.uuid)
    assert action is not None
    assert undo.undo(action, by=None, at=AT).done


@pytest.mark.parametrize("number", CUSTOMERS)
@pytest.mark.parametrize("gross", [False, True])
def test_list_and_document_in_one_drop_are_one_invoice(number: str, gross: bool) -> None:
    own()
    line, xml = listed(number, gross=gross, paid="2026-05-01"), document(number)
    for files in ([line], [xml]), ([xml], [line]):
        source, outcome = take_in(*files)
        assert (outcome.counts.new, outcome.counts.duplicates) == (1, 1)
        (year,) = base()
        assert (year.revenue_cents, year.invoices) == (NET[number], 1)
        # The document says when it was due, the list when it was paid.
        assert (year.late_invoices, year.latest_days) == (1, 46)
        take_back(source)
        assert base() == []


@pytest.mark.parametrize("number", CUSTOMERS)
@pytest.mark.parametrize("gross", [False, True])
def test_they_are_one_in_two_imports_too(number: str, gross: bool) -> None:
    own()
    line, xml = listed(number, gross=gross, paid="2026-05-01"), document(number)
    for first, then in (line, xml), (xml, line):
        imports = [take_in([first])[0]]
        second, outcome = take_in([then])
        assert outcome.counts.new == 0
        (year,) = base()
        assert (year.revenue_cents, year.invoices) == (NET[number], 1)
        assert (year.late_invoices, year.latest_days) == (1, 46)
        third, outcome = take_in([then])
        assert (outcome.counts.known, outcome.counts.changed) == (1, 0)
        for source in (*imports, second, third):
            assert len(base()) == 1
            take_back(source)
        assert base() == []


def test_a_list_of_sums_with_tax_does_not_replace_the_net_sum() -> None:
    own()
    take_in([document("RE-0003")])
    _, outcome = take_in([listed("RE-0003", gross=True)])
    assert revenue() == NET["RE-0003"]
    assert outcome.counts.changed == 1  # it knows that nobody has paid


def test_a_document_does_not_forget_the_payment_that_a_list_knew() -> None:
    own()
    take_in([listed("RE-0003", paid="2026-05-01", currency="EUR")])
    take_in([document("RE-0003")])
    assert Invoice.objects.order_by("-id").values_list("paid_on", "payment_known")[0] == (
        dt.date(2026, 5, 1),
        True,
    )


def test_a_cancellation_finds_the_invoice_that_only_a_list_knows() -> None:
    own()
    take_in([listed("RE-0002")])
    take_in([storno()])
    assert revenue() == 0
    assert base() == []


def storno() -> InvoiceRow:
    return document("RE-0002", -NET["RE-0002"], "RE-0002")._replace(number="ST-1")


def test_two_customers_with_the_same_number_day_and_sum_stay_two() -> None:
    """Each numbers its own credit notes (389), or two tools both begin with 1."""
    own()
    vat = document("RE-0001")._replace(number="GS-2026-1", customer_number="")
    other = vat._replace(customer_name="Mühle Andere GmbH", vat_id="DE166666666")
    take_in([vat], [other])
    assert revenue() == 2 * vat.cents
    one = listed("RE-0001")._replace(number="1", customer_name="Anna Müller")
    two = one._replace(customer_name="Schulze KG", customer_number="7")
    take_in([one])
    take_in([two])
    assert revenue() == 2 * vat.cents + 2 * one.cents


def test_rows_of_one_list_are_never_taken_for_one() -> None:
    one = listed("RE-0001")._replace(number="1", customer_name="Anna")
    two = one._replace(customer_name="Anna Maria", line=3)
    take_in([one])
    for rows in ([one, two], [two, one]):
        source, _ = take_in(rows)
        assert revenue() == 2 * one.cents
        take_back(source)
    assert revenue() == one.cents


STATED = st.builds(
    lambda number, kind, paid: (
        document(number)
        if kind == "document"
        else listed(number, gross=kind == "gross", paid="2026-05-01" if paid else "")
    ),
    st.sampled_from(list(CUSTOMERS)), st.sampled_from(["document", "gross", "net"]),
    st.booleans(),
)  # fmt: skip
FILES = st.lists(
    st.lists(STATED, min_size=1, max_size=4, unique_by=lambda row: row.number),
    min_size=1, max_size=5,
)  # fmt: skip


def clear() -> None:
    from wertschatz.storage.models import Action

    Action.objects.all().delete()
    for model in (Invoice, Customer, Import, OwnName):
        model.objects.all().delete()
    own()


def analysed(files: Sequence[Sequence[InvoiceRow]]) -> tuple[int, int]:
    """Revenue and invoices as the terminal tells them, without a database."""

    def read(sources: Sequence[Source], answers: Answers) -> Iterator[Event]:
        for number, rows in enumerate(files):
            yield Begun(f"{number}", "invoice_list")
            yield Rows(f"{number}", rows, 1)
            yield Finished(f"{number}", "invoice_list", f"{number}", len(rows), 1)

    source = [Source(Path("/x"), "x")]
    made = analyse_files(read, source, {}, AS_OF, Limits(), currency="EUR", own=[ME[1]])
    return made.totals.revenue_cents, sum(one.year.invoices for one in made.customers)


def expected(files: Sequence[Sequence[InvoiceRow]]) -> tuple[int, int]:
    """Every number once; net where any file knows it."""
    best: dict[str, int] = {}
    for row in (row for rows in files for row in rows):
        best[row.number] = min(row.cents, best.get(row.number, row.cents))
    return sum(best.values()), len(best)


@settings(
    max_examples=60, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(files=FILES, together=st.booleans(), data=st.data())
def test_however_they_are_dropped_every_invoice_counts_once(
    files: list[list[InvoiceRow]], together: bool, data: st.DataObject
) -> None:
    clear()
    made = [take_in(*files)[0]] if together else [take_in(rows)[0] for rows in files]
    assert (revenue(), sum(year.invoices for year in base())) == expected(files)
    assert analysed(files) == expected(files)
    going = data.draw(st.permutations(range(len(made))))
    left = set(range(len(made)))
    for place in going:
        take_back(made[place])
        left.discard(place)
        kept = [] if together else [files[one] for one in left]
        assert sum(year.invoices for year in base()) == expected(kept)[1]
    assert revenue() == 0


def test_two_rows_of_a_file_that_say_more_of_one_invoice_are_one() -> None:
    own()
    line = listed("RE-0003")
    more = line._replace(gross_cents=line.cents * 119 // 100)
    take_in([line], [more, document("RE-0003")])
    assert (revenue(), len(base())) == (NET["RE-0003"], 1)


def test_only_the_newest_word_of_a_correction_cancels() -> None:
    own()
    wrong = document("RE-0001", -NET["RE-0001"], "RE-0001")._replace(number="ST-1")
    assert wrong.document
    right = wrong._replace(
        gross_cents=wrong.cents, document=wrong.document._replace(original_number="RE-9")
    )
    take_in([listed("RE-0001"), wrong._replace(gross_cents=None)], [right])
    assert Invoice.objects.filter(void=True).count() == 0
