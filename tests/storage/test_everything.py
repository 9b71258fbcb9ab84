"""One search finds customers, persons, invoices, tags and what was written down."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.storage.rows import AT, row, take_in
from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.register import Entry
from wertschatz.ports.care import Given, Someone
from wertschatz.ports.profile import EnquiryEntry
from wertschatz.storage import search, searchable
from wertschatz.storage.imports import by_hand
from wertschatz.storage.models import (
    Action,
    Card,
    CardGram,
    CareNotice,
    Commitment,
    Customer,
    EnquiryGram,
    Gram,
    Import,
    Membership,
    Party,
)
from wertschatz.storage.queries.alike import alike
from wertschatz.storage.queries.contacts import named
from wertschatz.storage.queries.everything import customers_like, everything, people_like

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day_of_the_rows")]
DAY = dt.date(2026, 3, 2)


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


# -- enquiries, what was noticed and given

ASKED = EnquiryEntry(
    "Gasthof Krähe", "0821 / 555 66-77", "Wir suchen zwölf Tische für den Biergarten.",
    "Gastronomie", "small", "86150 Augsburg", "recommended", "Tische",
)  # fmt: skip


def asked_for(text: str) -> list[str]:
    return [hit.name for hit in everything(text).enquiries]


def undo_last() -> None:
    assert house().undo(Action.objects.order_by("-id")[0].uuid, None).done


@pytest.mark.parametrize(
    "text",
    ["krähe", "KRAEHE", "Kraehe Gasthof", "Gasthfo", "zwölf", "biergart", "krähe tische",
     "gastronomie", "augsburg", "86150", "+49 821 5556677", "6677"],
)  # fmt: skip
def test_an_enquiry_is_found_by_name_words_and_number(text: str) -> None:
    base()
    house().write_enquiry(EnquiryEntry("Andere AG", text="Ein Schrank"), None)
    house().write_enquiry(ASKED, None)
    assert asked_for(text) == ["Gasthof Krähe"]
    assert people_like(text).enquiries == []


def test_an_enquiry_is_found_by_what_it_says_now_and_by_nothing_it_said() -> None:
    base()
    home = house()
    made = home.write_enquiry(ASKED, None)
    home.correct_enquiry(
        made, replace(ASKED, name="Gasthof Adler", contact="a@adler.example"), None
    )
    assert (asked_for("krähe"), asked_for("adler.example")) == ([], ["Gasthof Adler"])
    undo_last()
    assert (asked_for("krähe"), asked_for("adler")) == (["Gasthof Krähe"], [])
    home.decide_enquiry(made, "no", None, reply="Leider ausgebucht.", recommended="Holz Huber")
    assert asked_for("ausgebucht") == asked_for("huber") == ["Gasthof Krähe"]
    home.throw_enquiry_away(made, None)
    assert asked_for("krähe") == []
    undo_last()
    assert asked_for("krähe") == ["Gasthof Krähe"]
    home.enquiry_to_customer(made, None)
    assert asked_for("krähe") == ["Gasthof Krähe"]
    assert asked_for("ausgebucht") == []  # words for a no are none for a yes
    assert names("krähe") == ["Gasthof Krähe"]


def test_an_enquiry_that_was_taken_back_is_found_no_more_and_again() -> None:
    base()
    house().write_enquiry(ASKED, None)
    undo_last()
    assert asked_for("krähe") == []
    assert not EnquiryGram.objects.exists()
    undo_last()
    assert asked_for("krähe") == ["Gasthof Krähe"]


def test_enquiries_from_before_are_made_findable() -> None:
    base()
    house().write_enquiry(ASKED, None)
    EnquiryGram.objects.all().delete()
    house().renew_search()
    assert asked_for("krähe") == ["Gasthof Krähe"]


def test_the_newest_enquiries_come_first_and_a_book_of_words_is_bounded() -> None:
    base()
    for number in range(12):
        house().write_enquiry(EnquiryEntry(f"Firma {number}", text="Zaunpfahl"), None)
    assert asked_for("zaunpfahl") == [f"Firma {number}" for number in range(11, 3, -1)]
    house().write_enquiry(EnquiryEntry("Viel", text=" ".join(f"{n:x}" for n in range(1100))), None)
    assert EnquiryGram.objects.filter(enquiry__name="Viel", gram__startswith="=").count() == 1001


def cared(text: str) -> list[tuple[str, str, str]]:
    return [(hit.kind, hit.name, hit.text) for hit in everything(text).cared]


def test_what_was_noticed_and_given_is_found_with_whom_it_is_about() -> None:
    one, source = base()
    home = house()
    home.notice("Tochter macht Abitür", None, person=one.party.uuid)
    home.give(one.party.uuid, Given("gift", DAY, gave="Honigglas", said="Danke für Geduld"), None)
    name = "Müller & Söhne GmbH"
    assert cared("abituer") == [("notice", name, "Tochter macht Abitür")]
    given = ("attention", name, "Honigglas · Danke für Geduld")
    assert cared("honig") == cared("fuer geduld") == [given]
    assert people_like("honig").cared == []
    # A line that was put aside stands nowhere.
    home.end_notice(CareNotice.objects.get().uuid, None)
    assert cared("abitür") == []
    undo_last()
    # Of one that was merged they lead to the one it is now.
    other = Customer.objects.get(party__name="Schreinerei Mayer")
    home.merge(one.uuid, into=other.uuid, actor=None)
    hits = [*everything("abitür").cared, *everything("honig").cared]
    assert [(hit.name, hit.person) for hit in hits] == [(other.party.name, other.party.uuid)] * 2
    # And of one whose import is gone to nobody.
    source.state = Import.State.WITHDRAWN
    source.save()
    assert cared("abitür") == cared("honig") == []


def test_lines_about_people_by_hand_are_found_too_who_left_as_well() -> None:
    base()
    person, _ = house().care_for(Someone("staff", "Jana Neu"), None)
    house().notice("Spielt Cello", None, person=person)
    assert cared("cello") == [("notice", "Jana Neu", "Spielt Cello")]
    house().care_no_longer(person, None)
    assert [hit.person for hit in everything("cello").cared] == [person]


def test_folding_is_the_same_with_and_without_its_short_way() -> None:
    table = str.maketrans(search._UMLAUTS)
    for text in ("Größe & Café", "ABC", "Ünal–Ökonom", "ſtraße ﬁn Å œuvre", "a\u0308pfel"):
        plain = "".join(
            c for c in unicodedata.normalize(
                "NFKD",
                unicodedata.normalize("NFC", text).casefold().translate(table),
            ) if not unicodedata.combining(c)
        )  # fmt: skip
        assert search.folded(text) == plain


def test_of_very_many_enquiries_the_newest_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    base()
    monkeypatch.setattr(search, "MOST", 5)
    monkeypatch.setattr(search, "CANDIDATES", 6)
    for number in range(20):
        house().write_enquiry(EnquiryEntry(f"Firma {number}", text="Zaunpfahl aus Holz"), None)
    house().throw_enquiry_away(everything("zaunpfahl").enquiries[0].uuid, None)
    for text in ("zaunpfahl", "holz zaun"):
        assert asked_for(text) == [f"Firma {number}" for number in range(18, 10, -1)]
