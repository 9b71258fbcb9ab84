"""Imports of every kind come and go in any order, and leave nothing behind."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.storage.everything import (
    AT,
    billed,
    booked,
    called,
    card,
    differences,
    everything,
    mailed,
    met,
    paid,
    renew,
    take_back,
    take_in,
    worked,
)
from wertschatz.ports.files import Row
from wertschatz.storage import undo
from wertschatz.storage.duplicates import Mergers
from wertschatz.storage.models import Customer

pytestmark = pytest.mark.django_db
NAMES = ("Anna Probe GmbH", "Bert Beispiel", "Carla Muster AG")
NUMBERS = {name: str(10_001 + place) for place, name in enumerate(NAMES)}
IBANS = ("DE89370400440532013000", "DE75512108001245126199", "")
DAYS = ("2026-03-02", "2026-03-03", "2026-04-10")
INVOICES = ("RE-1001", "RE-1002", "RE-1003")
PHONES = ("030 23125001", "+49 30 231250", "23125001", "0171 39200017")
MAILS = ("eva@probe.example", "info@probe.example", "wer@gmx.de")

a_name, a_day = st.sampled_from(NAMES), st.sampled_from(DAYS)
amount = st.sampled_from([11_900, 11_900, 5_000, 23_800])


@st.composite
def bills(draw: st.DrawFn) -> Row:
    customer = draw(a_name)
    known = draw(st.booleans())
    return billed(
        draw(st.sampled_from(INVOICES)), customer=customer,
        customer_number=draw(st.sampled_from(["", NUMBERS[customer]])),
        gross=draw(st.sampled_from([None, 11_900])), known=known,
        paid_on=draw(st.sampled_from([None, "2026-03-30"])) if known else None,
    )  # fmt: skip


@st.composite
def statement_rows(draw: st.DrawFn) -> Row:
    number = draw(st.sampled_from(INVOICES))
    return paid(
        draw(amount) * draw(st.sampled_from([1, 1, 1, -1])), draw(a_day),
        draw(st.sampled_from([f"Rechnung {number}", number, "Danke", ""])),
        name=draw(a_name), other=draw(st.sampled_from(IBANS)),
        reference=draw(st.sampled_from(["", "B-1", "B-2"])),
        account=draw(st.sampled_from(["DE02120300000000202051", "12030000/202051"])),
        kind=draw(st.sampled_from(["transfer", "transfer", "direct_debit", "returned"])),
        entry=draw(st.sampled_from([None, None, 23_800])),
    )  # fmt: skip


CARDS = st.builds(
    card, a_name, phones=st.sampled_from([(), PHONES[:1], PHONES[1:2]]),
    emails=st.sampled_from([(), MAILS[:1], MAILS[2:]]),
    number=st.sampled_from(["", "10001", "10002"]), terms=st.sampled_from([None, 7, 30]),
    ibans=st.sampled_from([(), IBANS[:1]]), ident=st.sampled_from(["", "u1", "u2"]),
)  # fmt: skip
FILES = st.one_of(
    st.lists(bills(), min_size=1, max_size=3),
    st.lists(statement_rows(), min_size=1, max_size=4),
    st.lists(
        st.builds(booked, amount, a_day, st.sampled_from(INVOICES), st.sampled_from(["10001"])),
        min_size=1, max_size=2,
    ),
    st.lists(CARDS, min_size=1, max_size=2),
    st.lists(
        st.builds(called, st.sampled_from(PHONES), a_day, st.integers(580, 600)),
        min_size=1, max_size=3,
    ),
    st.lists(st.builds(mailed, st.sampled_from(MAILS), a_day), min_size=1, max_size=2),
    st.lists(
        st.builds(met, st.sampled_from(["Anna Probe GmbH Besuch", "Zahnarzt"]), a_day),
        min_size=1, max_size=2,
    ),
    st.lists(
        st.builds(worked, a_name, a_day, st.sampled_from([590, None])), min_size=1, max_size=2
    ),
)  # fmt: skip
SETTINGS = settings(
    max_examples=60, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


@SETTINGS
@given(base=st.lists(FILES, max_size=4), more=st.lists(FILES, min_size=1, max_size=4),
       data=st.data())  # fmt: skip
def test_what_was_taken_back_leaves_the_base_as_it_was(
    base: list[Sequence[Row]], more: list[Sequence[Row]], data: st.DataObject
) -> None:
    with transaction.atomic():
        for rows in base:
            take_in(rows)
        renew()
        before = everything()
        made = [take_in(rows)[0] for rows in more]
        full = everything()
        actions = [take_back(source) for source in data.draw(st.permutations(made))]
        assert differences(before, everything()) == {}
        for action in data.draw(st.permutations(actions)):
            assert undo.undo(action, by=None, at=AT).done
        renew()
        assert differences(full, everything()) == {}
        transaction.set_rollback(True)


def test_an_invoice_that_went_again_speaks_no_more_for_a_row_of_the_books() -> None:
    take_in([billed("RE-1001", customer=NAMES[0], customer_number="10001", gross=11_900)])
    take_in([paid(11_900, "2026-03-02")])
    take_in([booked(11_900, "2026-03-02", "RE-1003", "10001")])
    renew()
    before = everything()
    made = take_in([billed("RE-1003", customer=NAMES[0], gross=11_900)])[0]
    renew()
    take_back(made)
    assert differences(before, everything()) == {}


@SETTINGS
@given(base=st.lists(FILES, min_size=2, max_size=4), more=FILES)
def test_a_merger_that_is_undone_leaves_no_trace(
    base: list[Sequence[Row]], more: Sequence[Row]
) -> None:
    with transaction.atomic():
        take_in([billed(customer=name, customer_number="") for name in NAMES[:2]])
        for rows in base:
            take_in(rows)
        before = everything()
        one, other, *_ = Customer.objects.filter(key__startswith="m:").order_by("id")
        action = Mergers().merge(one.uuid, other.uuid, by=None, at=AT)
        renew()
        source, _ = take_in(more)
        take_back(source)
        assert undo.undo(action, by=None, at=AT).done
        renew()
        assert differences(before, everything()) == {}
        transaction.set_rollback(True)


@SETTINGS
@given(files=st.lists(FILES, min_size=1, max_size=5))
def test_a_second_drop_says_nothing_new_and_changes_no_figure(files: list[Sequence[Row]]) -> None:
    with transaction.atomic():
        take_in(*files)
        before = everything()
        second, outcome = take_in(*files)
        counts = outcome.counts
        assert (counts.new, counts.changed, counts.customers_new) == (0, 0, 0)
        assert outcome.nothing_new
        after = everything()
        for name in ("invoice", "settlement", "doubt", "assessment", "customer"):
            assert differences({name: before[name]}, {name: after[name]}) == {}
        take_back(second)
        assert differences(before, everything()) == {}
        transaction.set_rollback(True)
