"""Whatever files hold, an import and the analysis without a database add up the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

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
    CallRow,
    CardRow,
    Document,
    Event,
    Finished,
    InvoiceRow,
    PaymentRow,
    Row,
    Rows,
    Source,
    TimeRow,
)
from wertschatz.storage import derived, own_names
from wertschatz.storage.models import (
    Action,
    Card,
    Contact,
    Customer,
    Doubt,
    Import,
    Invoice,
    OwnName,
    Payment,
    Settlement,
)
from wertschatz.storage.years import years
from wertschatz.usecases.analyse_files import analyse_files

pytestmark = pytest.mark.django_db
AS_OF = dt.date(2026, 11, 23)
# Name, number and VAT id, as one file or another may state them.
WHO = [
    ("Mühle GmbH", "", ""), ("Mühle GmbH", "10001", ""),
    ("Probe KG", "", ""), ("Probe KG", "", "DE155555555"), ("Bert", "", ""),
]  # fmt: skip
DAYS = ["2026-02-01", "2025-12-24", "2026-08-15"]
NUMBERS = ["RE-26001", "RE-26002", "RE-26003", ""]


def day(text: str) -> int:
    return dt.date.fromisoformat(text).toordinal()


@st.composite
def invoices(draw: st.DrawFn) -> InvoiceRow:
    who = draw(st.sampled_from(WHO))
    cents = draw(st.sampled_from([10_000, 10_000, 25_000, -10_000, -4_000]))
    document = None
    if draw(st.booleans()):
        original = draw(st.sampled_from(NUMBERS)) if cents < 0 else ""
        if cents > 0 and draw(st.booleans()):
            original = draw(st.sampled_from(NUMBERS))
        earlier = draw(st.sampled_from([None, day("2025-12-01")]))
        prepaid = draw(st.sampled_from([0, 0, 4_000]))
        document = Document("381" if cents < 0 else "380", *ME, original, earlier, prepaid)
    paid = draw(st.sampled_from([None, "2026-09-01"]))
    gross = draw(st.sampled_from([None, cents * 119 // 100]))
    kind = draw(st.sampled_from(["net", "unstated"]))
    if kind == "unstated" and gross:
        cents, gross = gross, None
    # A number that was given twice, on two days, may be corrected in either.
    number, on = draw(st.sampled_from(list(zip(NUMBERS, [*DAYS, DAYS[0]], strict=True))))
    number += "-S" if cents < 0 else ""
    return InvoiceRow(
        1, *who, number, day(on), None, paid and day(paid),
        document is None, cents, gross, kind, draw(st.sampled_from(["EUR", "", "USD"])), document,
    )  # fmt: skip


@st.composite
def spans(draw: st.DrawFn) -> TimeRow:
    name, number, _ = draw(st.sampled_from([*WHO, ("", "", "")]))
    start = draw(st.sampled_from([540, 600, 1380, None]))
    return TimeRow(
        1, name, number, draw(st.sampled_from(["eva", "max"])), day(draw(st.sampled_from(DAYS))),
        start, draw(st.sampled_from([3_600, 5_400, 60])), "", draw(st.sampled_from(["a", "b"])),
        None,
    )  # fmt: skip


PHONES = ["030 23125001", "030 23125002", "0 30/2312 50-01", ""]


@st.composite
def calls(draw: st.DrawFn) -> CallRow:
    on = day(draw(st.sampled_from(DAYS)))
    minutes = draw(st.sampled_from([0, 60, 600]))
    return CallRow(
        1, on, draw(st.sampled_from([550, 610])), minutes, "in", draw(st.sampled_from(PHONES))
    )


@st.composite
def cards(draw: st.DrawFn) -> CardRow:
    name, number, vat_id = draw(st.sampled_from(WHO))
    return CardRow(
        1, name, phones=(draw(st.sampled_from(PHONES)),), customer_number=number, vat_id=vat_id,
        terms_days=draw(st.sampled_from([None, 30])) if number else None,
    )  # fmt: skip


@st.composite
def movements(draw: st.DrawFn) -> PaymentRow:
    name, _, _ = draw(st.sampled_from(WHO))
    on = day(draw(st.sampled_from(["2026-02-20", "2026-09-01", "2026-11-20"])))
    cents = draw(st.sampled_from([10_000, 11_900, 25_000, 29_750, 4_000, -10_000]))
    if draw(st.booleans()):
        return PaymentRow(
            1, "DE02120300000000202051", on, None, 11_900, "EUR", name, "",
            draw(st.sampled_from(NUMBERS)), draw(st.sampled_from(["", "B-1"])),
        )  # fmt: skip
    purpose = draw(st.sampled_from(["RE-26001", "Rechnung RE-26002", "RE-26003 RE-26001", ""]))
    return PaymentRow(
        1, "DE02120300000000202051", on, None, cents, draw(st.sampled_from(["EUR", ""])), name,
        "", purpose, draw(st.sampled_from(["", "B-1"])),
    )  # fmt: skip


FILES = st.lists(
    st.lists(invoices(), max_size=4) | st.lists(spans(), max_size=3)
    | st.lists(calls(), max_size=3) | st.lists(cards(), max_size=2)
    | st.lists(movements(), max_size=3),
    min_size=1, max_size=6,
)  # fmt: skip


def analysed(files: Sequence[Sequence[Row]]) -> list[tuple[object, ...]]:
    def read(sources: Sequence[Source], answers: Answers) -> Iterator[Event]:
        for number, rows in enumerate(files):
            yield Begun(f"{number}", "x")
            yield Rows(f"{number}", rows, 1)
            yield Finished(f"{number}", "x", f"{number}", len(rows), 1)

    source = [Source(Path("/x"), "x")]
    made = analyse_files(read, source, {}, AS_OF, Limits(), currency="EUR", own=[ME[1]])
    return sorted(figures(one.name, one.year) for one in made.customers)


def figures(name: str, year: Year) -> tuple[object, ...]:
    return (
        name, year.revenue_cents, year.year_to_date_cents, year.twelve_months_cents,
        year.invoices, year.late_invoices, year.payment_known, year.effort_minutes or 0,
        year.call_minutes, year.latest_days,
    )  # fmt: skip


@settings(
    max_examples=150, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(files=FILES)
def test_an_import_and_the_analysis_add_up_the_same(
    files: list[list[Row]],
) -> None:
    Action.objects.all().delete()
    for model in (Settlement, Doubt, Payment, Card, Contact, Invoice, Customer, Import, OwnName):
        model.objects.all().delete()
    own_names.say([ME], by=None, at=AT)
    take_in(*files)  # type: ignore[arg-type]
    derived.renew(AS_OF, AT, ZoneInfo("Europe/Berlin"))
    names = dict(Customer.objects.values_list("id", "party__name"))
    base = sorted(
        figures(names[int(year.customer)], year) for year in years(window_for(AS_OF), LIMITS)
    )
    assert base == analysed(files)


def test_a_call_told_twice_in_one_list_is_one_call_as_it_was_told_last() -> None:
    on = day(DAYS[0])
    told = [CallRow(1, on, 550, seconds, "in", PHONES[0]) for seconds in (60, 0)]
    name, number, vat_id = WHO[0]
    row = InvoiceRow(1, name, number, vat_id, NUMBERS[0], on, None, None, True, 10_000, None, "net",
                     "EUR", None)  # fmt: skip
    made = analysed([told, [row], [CardRow(1, name, phones=(PHONES[0],), vat_id=vat_id)]])
    assert [one[8] for one in made] == [0]
