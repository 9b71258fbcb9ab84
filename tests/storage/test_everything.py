"""One search finds customers, persons, invoices, tags and what was written down."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.storage.rows import AT, row, take_in
from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.register import Entry
from wertschatz.storage import searchable
from wertschatz.storage.imports import by_hand
from wertschatz.storage.models import (
    Card,
    CardGram,
    Commitment,
    Customer,
    Gram,
    Import,
    Membership,
    Party,
)
from wertschatz.storage.queries.alike import alike
from wertschatz.storage.queries.contacts import named
from wertschatz.storage.queries.everything import customers_like, everything, people_like

pytestmark = pytest.mark.django_db


def base() -> tuple[Customer, Import]:
    source, _ = take_in(
        [
            row("Müller & Söhne GmbH", "RE-2026-0012", customer_number="K-1001"),
            row("Schreinerei Mayer", "RE-2026-0013"),
            row("Groß Handel", "G1", cents=90_000),
        ]
    )
    house().assess()
    return Customer.objects.get(number="K-1001"), source


def names(text: str) -> list[str]:
    return [hit.name for hit in everything(text).customers]


@pytest.mark.parametrize("text", ["muller", "MUELLER", "Mülelr", "k1001", "K 1001", "soehne mü"])
def test_a_customer_is_found_by_name_and_number(text: str) -> None:
    base()
    assert names(text)[:1] == ["Müller & Söhne GmbH"]


@pytest.mark.parametrize("text", ["RE-2026-0012", "re-2026-001", "RE-2026-0013"])
def test_an_invoice_is_found_by_the_beginning_of_its_number(text: str) -> None:
    _, source = base()
    found = everything(text).invoices
    assert len(found) == (2 if text.endswith("001") else 1)
    source.state = Import.State.WITHDRAWN
    source.save()
    assert everything(text).invoices == []


def test_a_person_leads_to_whomever_he_or_she_speaks_for() -> None:
    one, source = base()
    person = Party.objects.create(kind="person", name="Eva Brünn", phone="0171 5556677")
    searchable.renew([person.pk])
    Membership.objects.create(person=person, organisation=one.party, source=source)
    for text in ("brünn", "bruenn eva", "+49 171 5556677", "5556"):
        hits = everything(text).customers
        assert [(hit.name, hit.person) for hit in hits] == [("Müller & Söhne GmbH", "Eva Brünn")]
    assert people_like("brünn").customers[0].uuid == one.uuid


def test_an_entry_of_an_address_book_leads_to_its_customer_while_it_is_live() -> None:
    one, _ = base()
    book = Import.objects.create(started_at=AT, state=Import.State.LIVE)
    card = Card.objects.create(
        source=book, key="c", customer=one, name="Jan Öztürk", organisation="Müller",
        phones=["030/777 888-9"], emails=["jan@mueller.example"],
    )  # fmt: skip
    searchable.add_cards([card])
    for text in ("oeztürk", "Jan Özt", "0049 30 7778889", "888", "jan@mueller", "mueller.example"):
        found = [hit.person for hit in everything(text).customers]
        assert found == ([] if text == "888" else ["Jan Öztürk"]), text
    book.state = Import.State.WITHDRAWN
    book.save()
    assert everything("oeztürk").customers == []
    card.delete()
    assert not CardGram.objects.exists()


def test_what_was_written_down_is_found_without_umlauts_too() -> None:
    one, _ = base()
    house().note_mark(one.uuid, kind="tone", note="War am Telefon GRÖSSER als sonst", on=None,
                      owner=True, actor=None)  # fmt: skip
    Commitment.objects.create(
        customer=one, kind="offer", about="Treppe aus Eiche", on=AT.date(), at=AT
    )
    house().log_contact(one.uuid, kind="call", about="Rückfrage zur Treppe", actor=None)
    assert [hit.kind for hit in everything("groesser").texts] == ["mark"]
    assert {hit.kind for hit in everything("treppe").texts} == {"commitment", "contact"}
    assert everything("treppe").texts[0].name == "Müller & Söhne GmbH"
    assert people_like("treppe").total == 0


def test_tags_are_found_by_any_part() -> None:
    one, _ = base()
    house().put_tag_on(one.uuid, "Weihnachtskarte", None)
    assert [tag.name for tag in everything("nachts").tags] == ["Weihnachtskarte"]


def test_whole_words_come_first_then_high_revenue() -> None:
    take_in([row("Bauer", "1", cents=1), row("Bau", "2", cents=5), row("Baumann", "3", cents=900)])
    house().assess()
    assert names("bau") == ["Bau", "Baumann", "Bauer"]


def test_of_very_many_the_largest_are_shown() -> None:
    take_in([row(f"Werk {number}", str(number), cents=number) for number in range(1, 30)])
    house().assess()
    found, more = customers_like("werk", 5)
    assert [hit.name for hit in found] == [f"Werk {number}" for number in range(29, 24, -1)]
    assert more


def test_everything_is_made_findable_anew() -> None:
    one, _ = base()
    before = set(Gram.objects.values_list("gram", "party"))
    Gram.objects.all().delete()
    assert names("müller") == []
    house().renew_search()
    assert set(Gram.objects.values_list("gram", "party")) == before
    assert one


@pytest.mark.parametrize(
    "text", ["", "  ", "%", "_", "😀", "'", "x" * 500, "@", "+", "....", "0000"]
)
def test_odd_texts_find_nothing_and_break_nothing(text: str) -> None:
    base()
    assert everything(text).customers == []


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        (Entry("Mueller Söhne"), ["same_name"]),
        (Entry("Müll"), ["similar_name"]),
        (Entry("Ganz anders", number="K-1001"), ["same_number"]),
        (Entry("Ganz anders"), None),
        (Entry(""), None),
    ],
)
def test_who_is_typed_may_be_there_already(typed: Entry, codes: list[str] | None) -> None:
    one, _ = base()
    found = alike(typed)
    if codes is None:
        assert found == []
    else:
        assert found[0].uuid == one.uuid
        assert [reason.code for reason in found[0].reasons] == codes
    assert alike(typed, besides=one.uuid) == []


def test_the_same_telephone_number_in_another_spelling_is_told() -> None:
    made = house().add_customer(Entry("Nord Licht", phone="+49 40 998877"), None)
    found = alike(Entry("Neu", phone="040/99 88 77"))
    assert [one.uuid for one in found] == [made]
    assert by_hand().state == "live"


@pytest.mark.parametrize("text", ["mü\0ller", "RE-2026\0-0012", "tre\0ppe", "\0"])
def test_a_nul_byte_is_overread(text: str) -> None:
    one, _ = base()
    house().log_contact(one.uuid, kind="call", about="Treppe", actor=None)
    found = everything(text)
    assert found.total == everything(text.replace("\0", "")).total
    assert bool(found.total) is (text != "\0")
    assert [hit.name for hit in named("Müller \0& Söhne GmbH")] == ["Müller & Söhne GmbH"]


def test_contacts_by_hand_are_looked_through_without_joining_their_import() -> None:
    """Joined, PostgreSQL walks over millions of contacts from files, the newest first."""
    one, _ = base()
    house().log_contact(one.uuid, kind="call", about="Treppe", actor=None)
    with CaptureQueriesContext(connection) as asked:
        assert [hit.kind for hit in everything("treppe").texts] == ["contact"]
    walked = [one["sql"] for one in asked if '"storage_contact"."about"' in one["sql"]]
    assert walked
    assert not [sql for sql in walked if 'JOIN "storage_import"' in sql]
