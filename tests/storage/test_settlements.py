"""What people say about payments: it holds at once, survives new statements, and is taken back."""

from __future__ import annotations

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.storage.rows import AT, draft, kept, reading, row, take_in
from wertschatz.domain.values import Reason
from wertschatz.ports.files import InvoiceRow, PaymentRow
from wertschatz.ports.payments import Part
from wertschatz.storage import derived, inbox
from wertschatz.storage.assessments import reason_from
from wertschatz.storage.journal import revision
from wertschatz.storage.models import Action, Doubt, Import, Invoice, Payment, Settlement
from wertschatz.storage.queries import payments as read
from wertschatz.storage.queries.payable import found_for
from wertschatz.storage.queries.paying import how_paid, paying
from wertschatz.storage.settlements import Settlements, paid_on
from wertschatz.storage.undo import undo
from wertschatz.usecases.import_files import load_files
from wertschatz.usecases.refusals import Refused
from wertschatz.usecases.settle_a_payment import (
    ask_about_a_payment_again,
    assign_a_payment,
    leave_a_payment,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 23)
BOOK = Settlements()


def bill(customer: str, number: str, cents: int, on: str = "2026-10-01") -> InvoiceRow:
    return row(customer, number, on, cents, due="2026-10-15")._replace(
        gross_cents=cents, kind="gross", payment_known=False
    )


def paid(
    name: str, purpose: str, cents: int, on: str = "2026-10-20", line: int = 1, reference: str = ""
) -> PaymentRow:
    day = dt.date.fromisoformat(on).toordinal()
    return PaymentRow(
        line, "DE02100100100006820101", day, day, cents, "EUR", name, "", purpose, reference
    )


BILLS = [
    bill("Roth", "RE-2026-0001", 11_900),
    bill("Blau", "RE-2026-0002", 11_900),
    bill("Grün", "RE-2026-0003", 50_000),
    bill("Grün", "RE-2026-0004", 30_000, "2026-10-02"),
]
SURE = paid("Grün", "RE-2026-0003", 50_000, line=1)
ASKED = paid("Unbekannt", "Danke", 11_900, line=2)
WAGES = paid("Kemal", "Lohn", -200_000, line=3)
STATEMENT = [SURE, ASKED, WAGES]


def bank(*rows: PaymentRow, name: str = "auszug.xml") -> Import:
    source = draft(name)
    load_files(kept(), reading(list(rows)), source.uuid, AT)  # type: ignore[arg-type]
    source.refresh_from_db()
    return source


def renew() -> None:
    derived.renew(DAY, AT, ZoneInfo("Europe/Berlin"))


def base() -> Import:
    take_in(BILLS)
    made = bank(*STATEMENT)
    renew()
    return made


def payment(name: str) -> Payment:
    return Payment.objects.get(name=name, counted=True, source__state="live")


def invoice(number: str) -> Invoice:
    return Invoice.objects.get(number=number)


def assign(name: str, *numbers: str) -> uuid.UUID:
    parts = [Part(invoice(number).pk, None) for number in numbers]
    return assign_a_payment(BOOK, payment(name).pk, parts, by=None, at=AT)


def leave(name: str) -> uuid.UUID:
    return leave_a_payment(BOOK, payment(name).pk, by=None, at=AT)


def again(name: str) -> uuid.UUID:
    return ask_about_a_payment_again(BOOK, payment(name).pk, by=None, at=AT)


def test_of_three_payments_one_is_assigned_one_asked_and_one_left() -> None:
    base()
    tally = read.tally()
    assert (tally.assigned, tally.asked, tally.left) == (1, 1, {"outgoing": 1})
    [question] = read.questions()
    assert question.payment.name == "Unbekannt"
    assert question.reason.code == "amount_alone"
    assert {one.shares[0].invoice.number for one in question.answers} == {
        "RE-2026-0001", "RE-2026-0002",
    }  # fmt: skip
    [line] = read.settled_page().lines
    assert (line.shares[0].invoice.number, line.rest_cents, line.said) == ("RE-2026-0003", 0, False)


def test_a_word_holds_at_once_and_after_a_run_and_is_taken_back() -> None:
    base()
    before = revision("customers")
    action = assign("Unbekannt", "RE-2026-0002")
    assert revision("customers") == before + 1
    for fresh in (False, True):
        if fresh:
            renew()
        tally = read.tally()
        assert (tally.assigned, tally.asked, tally.left_total) == (2, 0, 1)
        assert not read.questions()
        key = invoice("RE-2026-0002").key
        assert paid_on([key]) == {key: 11_900}
        assert read.settled_page("blau").total == 1
    assert invoice("RE-2026-0002").paid_on == dt.date(2026, 10, 20)
    assert undo(action, by=None, at=AT).done
    renew()
    assert read.tally().asked == 1
    assert invoice("RE-2026-0002").paid_on is None


def test_taken_back_before_any_run_the_question_is_there_again() -> None:
    base()
    undo(assign("Unbekannt", "RE-2026-0001"), by=None, at=AT)
    renew()
    assert len(read.questions()) == 1
    undo(leave("Grün"), by=None, at=AT)
    renew()
    assert read.tally().assigned == 1


def test_what_rules_found_is_corrected_and_left() -> None:
    base()
    leave("Grün")
    assert read.tally().assigned == 0
    renew()
    tally = read.tally()
    assert (tally.assigned, tally.left) == (0, {"outgoing": 1, "said_left": 1})
    assert invoice("RE-2026-0003").paid_on is None
    sheet = read.payment_sheet(payment("Grün").pk)
    assert (sheet.settled, sheet.left, sheet.said) == (None, Reason("said_left"), True)
    again("Grün")
    renew()
    assert invoice("RE-2026-0003").paid_on == dt.date(2026, 10, 20)


def test_several_invoices_share_it_and_what_is_open_says_so() -> None:
    take_in(BILLS)
    bank(paid("Gruener Onkel", "hier", 60_000))
    renew()
    assign("Gruener Onkel", "RE-2026-0004", "RE-2026-0003")
    renew()
    first, second = invoice("RE-2026-0003"), invoice("RE-2026-0004")
    assert paid_on([first.key, second.key]) == {first.key: 50_000, second.key: 10_000}
    assert (first.paid_on, second.paid_on) == (dt.date(2026, 10, 20), None)
    [found] = found_for("0004", 1, "EUR", 0)
    assert found.open_cents == 20_000


def test_left_payments_can_be_assigned_too() -> None:
    base()
    leave("Kemal")
    with pytest.raises(Refused, match="payment_decided"):
        leave("Kemal")
    assign("Kemal", "RE-2026-0001")
    assert read.tally().left == {}
    renew()
    sheet = read.payment_sheet(payment("Kemal").pk)
    assert sheet.settled is not None
    assert sheet.settled.said


def test_a_later_statement_that_tells_of_it_again_changes_nothing_of_what_was_said() -> None:
    take_in(BILLS)
    bank(*[one._replace(reference=f"B{one.line}") for one in STATEMENT])
    renew()
    assign("Unbekannt", "RE-2026-0002")
    first = payment("Unbekannt").pk
    bank(*[one._replace(reference=f"B{one.line}") for one in STATEMENT], name="nochmal.xml")
    renew()
    assert invoice("RE-2026-0002").paid_on == dt.date(2026, 10, 20)
    assert not read.questions()
    sheet = read.payment_sheet(first)
    assert sheet.payment.id == payment("Unbekannt").pk
    assert sheet.said
    again("Unbekannt")
    renew()
    assert not Settlement.objects.filter(said=True).exists()
    assert len(read.questions()) == 1


def test_the_same_in_another_format_keeps_what_was_said() -> None:
    take_in(BILLS)
    first = bank(ASKED)
    renew()
    assign("Unbekannt", "RE-2026-0002")
    others = [one._replace(reference=f"X{one.line}") for one in STATEMENT]
    bank(*others, name="umsaetze.csv")
    renew()
    assert invoice("RE-2026-0002").paid_on == dt.date(2026, 10, 20)
    action = inbox.withdraw(first.uuid)
    assert action is not None
    assert undo(action, by=None, at=AT).done
    renew()
    assert payment("Unbekannt").reference == "X2"
    assert invoice("RE-2026-0002").paid_on == dt.date(2026, 10, 20)
    again("Unbekannt")
    renew()
    assert invoice("RE-2026-0002").paid_on is None


def test_without_the_bank_import_only_the_word_remains_and_waits() -> None:
    made = base()
    assign("Unbekannt", "RE-2026-0002")
    renew()
    action = inbox.withdraw(made.uuid)
    assert action is not None
    assert undo(action, by=None, at=AT).done
    renew()
    assert list(Settlement.objects.values_list("said", flat=True)) == [True]
    assert not Doubt.objects.exists()
    assert Action.objects.filter(code="payment_assigned").count() == 1
    assert invoice("RE-2026-0003").paid_on is None
    tally = read.tally()
    assert (tally.assigned, tally.asked, tally.left_total) == (0, 0, 0)
    bank(*STATEMENT, name="wieder.xml")
    renew()
    assert invoice("RE-2026-0002").paid_on == dt.date(2026, 10, 20)


def test_an_invoice_that_is_gone_lets_the_payment_be_asked_again() -> None:
    source, _ = take_in(BILLS[:1])
    take_in(BILLS[1:])
    bank(*STATEMENT)
    renew()
    assign("Unbekannt", "RE-2026-0001")
    action = inbox.withdraw(source.uuid)
    assert action is not None
    undo(action, by=None, at=AT)
    renew()
    [question] = read.questions()
    assert question.payment.name == "Unbekannt"
    with pytest.raises(Refused, match="invoice_gone"):
        assign("Unbekannt", "RE-2026-0001")


def test_invoices_are_found_by_number_and_by_customer_and_the_nearest_comes_first() -> None:
    base()
    one = payment("Unbekannt").pk
    assert [found.number for found in found_for("0004", 11_900, "EUR", one)] == ["RE-2026-0004"]
    assert [found.number for found in found_for("gruen", 31_000, "EUR", one)] == [
        "RE-2026-0004", "RE-2026-0003",
    ]  # fmt: skip
    assert found_for("", 1, "EUR", one) == []
    assert found_for("gruen", 1, "USD", one) == []


def test_how_a_customer_pays_and_by_which_payment() -> None:
    base()
    mine = invoice("RE-2026-0003")
    known = how_paid([mine, invoice("RE-2026-0004")])
    [by] = known[mine.pk].by
    assert (by.file, by.line, by.cents) == ("auszug.xml", 1, 50_000)
    # Grün has paid by these statements, but nothing is seen of this one yet that was clearly due.
    assert known[invoice("RE-2026-0004").pk].unseen is False
    [why] = paying([mine.customer], DAY, 14)
    assert why.code == "too_few_payments"


def test_what_no_statement_shows_is_open_and_says_so() -> None:
    take_in([*BILLS, *(bill("Grün", f"RE-2026-01{n}", 1_000 + n) for n in range(10, 14))])
    many = [paid("Grün", f"RE-2026-01{n}", 1_000 + n, line=n) for n in range(10, 14)]
    bank(
        *many, paid("Kemal", "Lohn", -5, on="2026-11-20", line=99), paid("x", "y", -7, "2026-09-01")
    )
    renew()
    silent = invoice("RE-2026-0004")
    assert how_paid([silent])[silent.pk].unseen
    [why] = paying([silent.customer], DAY, 14)
    # 4 paid five days late (of which none clearly), 2 open for more than a month.
    assert why == Reason("pays_late", {"invoices": 6, "late_percent": 33, "median_days": 5})


WISHES = st.lists(
    st.tuples(
        st.sampled_from(["assign", "leave", "again", "undo", "renew"]),
        st.sampled_from(["Grün", "Unbekannt", "Kemal"]),
        st.lists(st.sampled_from([one.number for one in BILLS]), min_size=1, max_size=2),
    ),
    max_size=8,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(wishes=WISHES)
def test_any_decisions_and_undos_leave_what_a_fresh_run_makes(
    wishes: list[tuple[str, str, list[str]]], db: None
) -> None:
    from django.db import transaction

    with transaction.atomic():
        base()
        start = found()
        done: list[uuid.UUID] = []
        for wish, name, numbers in wishes:
            try:
                if wish == "renew":
                    renew()
                elif wish == "undo" and done:
                    assert undo(done.pop(), by=None, at=AT).done
                elif wish == "assign":
                    done.append(assign(name, *numbers))
                elif wish in ("leave", "again"):
                    done.append((leave if wish == "leave" else again)(name))
            except Refused:
                pass
        renew()
        now = found()
        from_scratch()
        assert found() == now
        for action in reversed(done):
            assert undo(action, by=None, at=AT).done
        renew()
        assert found() == start
        transaction.set_rollback(True)


def from_scratch() -> None:
    """All that rules had found is forgotten and found anew."""
    Settlement.objects.filter(said=False).delete()
    Doubt.objects.all().delete()
    Payment.objects.update(counted=False)
    derived.Revision.objects.filter(area=derived.AREA).delete()
    renew()


def found() -> object:
    """Everything that follows from what was said."""
    settled = [
        (one.payment.name, one.invoice_key, one.cents, one.said, reason_from(one.reason))
        for one in Settlement.objects.select_related("payment")
    ]
    doubts = [
        (one.payment.name, one.code, one.reasons, one.candidates)
        for one in Doubt.objects.select_related("payment")
    ]
    invoices = Invoice.objects.order_by("key").values_list("key", "paid_on", "payment_known")
    tally = read.tally()
    return sorted(map(repr, settled)), sorted(map(repr, doubts)), list(invoices), tally
