"""Numbers, addresses and titles lead calls, mails and appointments to customers, and back."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.storage.everything import (
    AS_OF,
    AT,
    ZONE,
    billed,
    called,
    card,
    differences,
    everything,
    mailed,
    met,
    renew,
    take_back,
    take_in,
    worked,
)
from wertschatz.domain.values import Group
from wertschatz.ports.customers import HandEntry
from wertschatz.ports.files import Document
from wertschatz.storage import derived, own_area, undo
from wertschatz.storage.duplicates import Mergers
from wertschatz.storage.models import (
    Contact,
    Customer,
    Estimate,
    Firm,
    GroupDecision,
    Mark,
    Party,
)
from wertschatz.storage.notebook import Notebook
from wertschatz.storage.owners_book import OwnersBook
from wertschatz.storage.register_book import RegisterBook

pytestmark = pytest.mark.django_db
ANNA, BERT = "Anna Probe GmbH", "Bert Beispiel"


def whose() -> list[str | None]:
    rows = Contact.objects.filter(source__state="live").order_by("id")
    return list(rows.values_list("customer__party__name", flat=True))


def minutes() -> list[int]:
    rows = Contact.objects.filter(source__state="live").order_by("id")
    return list(rows.values_list("minutes", flat=True))


def both() -> None:
    take_in([billed(), billed("RE-2", customer=BERT, customer_number="10002")])


@pytest.mark.parametrize(
    "written", ["030/231 25-001", "+49 (0)30 23125001", "0049 30 23125001", "tel:+49-30-23125001"]
)
def test_a_number_in_any_spelling(written: str) -> None:
    both()
    take_in([called("030 23125001")])
    assert whose() == [None]
    book, _ = take_in([card(phones=(written,))])
    assert (whose(), minutes()) == ([ANNA], [5])
    take_back(book)
    assert (whose(), minutes()) == ([None], [0])


def test_a_local_number_leads_once_the_area_is_said_and_when_it_is_corrected() -> None:
    Firm.objects.create(party=Party.objects.create(name="Wir"))
    both()
    take_in([card(phones=("030 23125001",))])
    calls = [called("23125001")]
    take_in(calls)
    assert whose() == [None]
    own_area.say("030", by=None, at=AT)
    renew()
    assert whose() == [ANNA]
    _, again = take_in(calls)
    assert again.nothing_new
    own_area.say("040", by=None, at=AT)
    renew()
    assert whose() == [None, None]


def test_a_switchboard_answers_for_its_block_unless_two_share_it() -> None:
    both()
    take_in([card(phones=("030 231250",))])
    take_in([called("030 2312517")])
    assert whose() == [ANNA]
    take_in([card(BERT, phones=("030 231250",))])
    assert whose() == [None]


def test_a_card_that_comes_again_with_another_number() -> None:
    both()
    old, _ = take_in([card(phones=("030 23125001",), ident="u1")])
    take_in([called("030 23125001"), called("030 23125002", start=700)])
    assert whose() == [ANNA, None]
    take_in([card(phones=("030 23125002",), ident="u1")])
    take_back(old)
    assert whose() == [None, ANNA]


def test_a_merged_customer_is_reached_and_parts_again() -> None:
    both()
    take_in([card(BERT, phones=("030 23125001",))])
    take_in([called()])
    before = everything()
    anna, bert = Customer.objects.order_by("id")
    action = Mergers().merge(bert.uuid, anna.uuid, by=None, at=AT)
    renew()
    assert whose() == [ANNA]
    assert undo.undo(action, by=None, at=AT).done
    renew()
    assert differences(before, everything()) == {}


def test_mail_domains_lead_but_not_those_of_everybody() -> None:
    both()
    take_in([card(emails=("eva@probe.example",)), card(BERT, emails=("bert@gmx.de",))])
    senders = ("neu@probe.example", "bert@gmx.de", "wer@gmx.de")
    take_in([mailed(one, ident=one) for one in senders])
    assert whose() == [ANNA, BERT, None]


def test_appointments_by_title_or_by_who_is_invited() -> None:
    both()
    take_in([card(BERT, emails=("bert@beispiel.example",))])
    take_in([met("Besuch bei Anna Probe GmbH"), met("Termin", people=("bert@beispiel.example",)),
             met(f"{ANNA} und {BERT}"), met("Zahnarzt")])  # fmt: skip
    assert whose() == [ANNA, BERT, None, None]


def test_the_address_on_an_invoice_leads_too() -> None:
    take_in([billed()])
    take_in([mailed("rechnung@probe.example")])
    row = billed()._replace(document=Document(type_code="380", email="Rechnung@probe.example"))
    later, _ = take_in([row])
    assert whose() == [ANNA]
    take_back(later)
    assert whose() == [None]


def test_effort_is_counted_anew_for_whom_a_call_leaves() -> None:
    """A day of work takes up the calls of the day as far as it reaches."""
    both()
    take_in([worked(ANNA, start=None, seconds=600)])
    take_in([card(phones=("030 23125001", "030 23125002"))])
    take_in([called("030 23125001", seconds=600), called("030 23125002", start=700, seconds=600)])
    assert minutes() == [10, 0, 10]
    take_in([card(BERT, phones=("030 23125001",))])
    assert minutes() == [10, 0, 0]
    assert whose() == [ANNA, None, ANNA]


def test_a_lead_does_not_hold_a_customer_whose_import_is_gone() -> None:
    before = everything()
    invoices, _ = take_in([billed()])
    book, _ = take_in([card(phones=("030 23125001",))])
    calls, _ = take_in([called()])
    for source in (invoices, book):
        take_back(source)
    assert whose() == [None]
    take_back(calls)
    assert differences(before, everything()) == {}


def test_what_a_person_said_stays_through_imports_and_their_going() -> None:
    first, _ = take_in([billed()])
    anna = Customer.objects.get()
    book = OwnersBook()
    book.add_estimates([HandEntry(ANNA, 5_000_00, 300, Group.A)], by=None, at=AT)
    book.say_word(anna.uuid, "B", "so", by=None, at=AT, on=AS_OF)
    from wertschatz.domain.customers.marks import MarkKind

    Notebook().note_mark(anna.uuid, MarkKind.TONE, "", AS_OF, by=None, at=AT)
    take_in([billed(), billed("RE-9")])
    take_back(first)
    said = (Estimate, GroupDecision, Mark)
    assert [table.objects.count() for table in said] == [1, 1, 1]
    assert GroupDecision.objects.get().group == "B"


def test_a_second_list_of_calls_counts_no_call_twice() -> None:
    both()
    take_in([card(phones=("030 23125001",))])
    take_in([called()])
    before = everything()["assessment"]
    take_in([called()])
    assert minutes() == [0, 5]
    assert everything()["assessment"] == before


def test_nothing_is_looked_at_when_nothing_changed_and_no_work_when_nothing_is_led() -> None:
    both()
    take_in([worked(ANNA)])
    with CaptureQueriesContext(connection) as asked:
        assert not derived.renew(AS_OF, AT, ZONE)
    assert len(asked) <= 12
    assert not [query for query in asked if 'FROM "storage_contact"' in query["sql"]]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            sql = str(Contact.objects.filter(led=True, source__state="live").order_by("id").query)
            cursor.execute("EXPLAIN QUERY PLAN " + sql.replace("= live", "= 'live'"))
            assert "contact_led" in str(cursor.fetchall())


def test_terms_of_the_list_of_debtors_hold_for_who_is_merged_too() -> None:
    both()
    anna, bert = Customer.objects.order_by("id")
    take_in([card(number="10001", terms=30)])
    Mergers().merge(bert.uuid, anna.uuid, by=None, at=AT)
    renew()
    assert list(Customer.objects.order_by("id").values_list("terms_days", flat=True)) == [30, 30]


def test_what_a_person_typed_of_terms_wins_over_every_list_also_that_there_are_none() -> None:
    both()
    anna, bert = Customer.objects.order_by("id")

    def terms() -> list[int | None]:
        renew()
        return list(Customer.objects.order_by("id").values_list("terms_days", flat=True))

    def typed(days: int | None) -> uuid.UUID:
        book = RegisterBook()
        entry = replace(book.entry(anna.uuid), terms_days=days)
        action = book.edit(anna.uuid, entry, by=None, at=AT)
        assert action
        return action

    take_in([card(number="10001", terms=30, ident="list")])
    assert terms()[0] == 30
    typed(14)
    take_in([card(number="10001", terms=45, ident="later")])
    assert terms()[0] == 14
    emptied = typed(None)
    take_in([card(number="10001", terms=60, ident="last")])
    assert terms()[0] is None
    # Whoever is merged shares what was typed of the customer.
    merged = Mergers().merge(bert.uuid, anna.uuid, by=None, at=AT)
    assert terms() == [None, None]
    assert undo.undo(merged, by=None, at=AT).done
    assert undo.undo(emptied, by=None, at=AT).done
    assert terms()[0] == 14
