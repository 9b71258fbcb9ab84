"""Kind words on their pages: one suggestion, the ledger's cliff, consent, and who is both."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import uuid
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.test_access import client_of
from wertschatz.bootstrap.house import house
from wertschatz.domain.care.consent import Channel
from wertschatz.domain.values import Group
from wertschatz.ports.care import Detail, Given, Someone
from wertschatz.ports.customers import HandEntry
from wertschatz.ports.profile import EnquiryEntry
from wertschatz.ports.tasks import TaskEntry
from wertschatz.storage.models import (
    Action,
    Attention,
    CareConsent,
    CareNotice,
    Customer,
    Party,
    Preference,
    Task,
    User,
)
from wertschatz.storage.queries import attentions, cared_for
from wertschatz.storage.queries.cared_for import person_of

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 11, 30)


@pytest.fixture(autouse=True)
def a_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WERTSCHATZ_CLOCK", f"{MONDAY.isoformat()}T09:00:00+00:00")


@pytest.fixture
def owner() -> Client:
    client = client_of("owner")
    house().add_by_hand(
        [HandEntry(name, 100_000, 300, Group.A) for name in ("Anna Probe GmbH", "Bert Beispiel")],
        None,
    )
    return client


def whose(name: str) -> uuid.UUID:
    return Party.objects.get(name=name).uuid


def me() -> int:
    return User.objects.get().pk


def test_a_gift_beyond_the_limit_is_told_before_it_is_kept(owner: Client) -> None:
    anna = whose("Anna Probe GmbH")
    address = reverse("care_give", args=[anna])
    gift = {"kind": "gift", "gave": "Kiste Wein", "amount": "59,50", "vat": "19",
            "given": "business", "on": "2026-11-30"}  # fmt: skip
    assert owner.post(address, gift).status_code == 302
    told = owner.post(address, {**gift, "amount": "0,60"})
    assert told.status_code == 422
    assert "50,50\u00a0€" in told.content.decode()
    assert Attention.objects.count() == 1
    assert owner.post(address, {**gift, "amount": "0,60", "sure": "1"}).status_code == 302
    page = owner.get(reverse("care")).content.decode()
    assert "Die ganze Summe ist nicht abziehbar." in page
    # In the year before there is still room.
    assert owner.post(address, {**gift, "on": "2025-12-31"}).status_code == 302
    states = [(one.entry.year, one.entry.state.value) for one in attentions.ledger(MONDAY)]
    assert states == [(2026, "over"), (2025, "near")]


def test_whoever_must_not_accept_gifts_gets_none(owner: Client) -> None:
    anna = whose("Anna Probe GmbH")
    owner.post(reverse("care_say", args=[anna]), {"no_gifts": "1"})
    answer = owner.post(reverse("care_give", args=[anna]), {"kind": "gift", "amount": "5"})
    assert answer.status_code == 422
    assert owner.post(reverse("care_give", args=[anna]), {"kind": "thanks"}).status_code == 302
    assert [one.kind for one in Attention.objects.all()] == ["thanks"]


def test_the_table_for_the_bookkeeper_starts_no_formula(owner: Client) -> None:
    house().care_for(Someone("boss", "=1+1"), me())
    boss = whose("=1+1")
    house().give(boss, Given("gift", MONDAY, "+Schal", gross_cents=6_000, given="staff"), me())
    answer = owner.get(reverse("care_gifts", args=[2026]))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][1:4] == ["'=1+1", "als Mitarbeiter", "'+Schal"]
    assert rows[1][5:] == ["60,00", "19", "60,00", "60,00", "0,00"]
    assert owner.get(reverse("care_gifts", args=[1999])).status_code == 404


def test_a_line_is_noticed_and_taken_back(owner: Client) -> None:
    sent = {
        "whom": "anna probe gmbh",
        "line": "  Tochter macht\nim Mai Abitur\0 ",
        "next": "/care/",
    }
    assert owner.post(reverse("care_notice"), sent).status_code == 302
    row = CareNotice.objects.get()
    assert (row.text, row.first, row.last) == (
        "Tochter macht im Mai Abitur", dt.date(2027, 5, 1), dt.date(2027, 5, 31)
    )  # fmt: skip
    assert (
        "Tochter macht im Mai Abitur"
        in owner.get(
            reverse("customer", args=[Customer.objects.get(party__name="Anna Probe GmbH").uuid])
        ).content.decode()
    )
    action = Action.objects.get(code="care_noticed")
    assert house().undo(action.uuid, None).done
    assert not CareNotice.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"whom": "Niemand", "line": "x"}, {"whom": "Anna Probe GmbH", "line": " "},
        {"person": "kein", "line": "x"}, {"person": str(uuid.uuid4()), "line": "x"},
        {"whom": "<script>alert(1)</script>" * 1000, "line": "<script>" * 100_000},
    ],
)  # fmt: skip
def test_what_cannot_be_kept_changes_nothing(owner: Client, sent: dict[str, str]) -> None:
    answer = owner.post(reverse("care_notice"), sent)
    assert answer.status_code == 422
    assert "<script>alert" not in answer.content.decode()
    assert not CareNotice.objects.exists()


@pytest.mark.parametrize("born", ["31.2.", "2026-12-01", "1.1.0001", "gestern", "29.2.2023"])
def test_impossible_birthdays(owner: Client, born: str) -> None:
    answer = owner.post(reverse("care_say", args=[whose("Bert Beispiel")]), {"born": born})
    assert answer.status_code == 422


@pytest.mark.parametrize("born", ["3.5.1971", "29.2.", "31.12.2000"])
def test_a_birthday_stands_in_its_field_as_it_was_typed(owner: Client, born: str) -> None:
    bert = whose("Bert Beispiel")
    for _ in range(2):  # kept once more as the field shows it
        owner.post(reverse("care_say", args=[bert]), {"born": born})
        assert f'value="{born}"' in owner.get(reverse("care_person", args=[bert])).content.decode()
    assert Action.objects.filter(code="care_said").count() == 1


def test_a_leap_day_birthday_is_kept_and_suggested_on_1_march(
    owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner.post(reverse("care_say", args=[whose("Bert Beispiel")]), {"born": "29.2."})
    for day, code in (("2027-02-24", ""), ("2027-03-01", "birthday"), ("2028-02-29", "birthday")):
        monkeypatch.setenv("WERTSCHATZ_CLOCK", f"{day}T09:00:00+00:00")
        best = house().care().suggestion
        assert (best.occasion.code if best else "") == code
        assert best is None or best.occasion.on.isoformat() == day


def test_one_suggestion_a_day_and_nothing_against_an_objection(owner: Client) -> None:
    bert, anna = whose("Bert Beispiel"), whose("Anna Probe GmbH")
    for person in (bert, anna):
        house().notice("Gut gemacht", me(), person=person, praise=True)
    first = house().care()
    assert first.suggestion is not None
    assert first.person is not None
    one = first.suggestion.occasion
    page = owner.get(reverse("care")).content.decode()
    assert f"Heute ein gutes Wort für {first.person.name}?" in page
    owner.post(reverse("care_not_now"), {
        "what": "later", "person": one.key, "code": one.code, "fact": one.fact,
    })  # fmt: skip
    assert house().care().suggestion is None
    assert "höchstens einen Vorschlag am Tag" in owner.get(reverse("care")).content.decode()
    for channel in ("phone", "mail", "post"):
        for person in (bert, anna):
            owner.post(
                reverse("care_allowed", args=[person]), {"channel": channel, "said": "objected"}
            )
    house().undo(Action.objects.get(code="care_snoozed").uuid, None)
    assert house().care().suggestion is None


def test_not_this_kind_and_not_this_person(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    bert, anna = whose("Bert Beispiel"), whose("Anna Probe GmbH")
    for person in (bert, anna):
        house().notice("Gut gemacht", me(), person=person, praise=True)
    owner.post(reverse("care_not_now"), {"what": "person", "person": str(anna)})
    monkeypatch.setenv("WERTSCHATZ_CLOCK", "2026-12-01T09:00:00+00:00")
    found = house().care()
    assert found.person is not None
    assert found.person.key == bert
    owner.post(reverse("care_not_now"), {"what": "kind", "code": "noted"})
    monkeypatch.setenv("WERTSCHATZ_CLOCK", "2026-12-02T09:00:00+00:00")
    assert house().care().suggestion is None


def test_a_call_becomes_a_task_only_where_it_is_allowed(owner: Client) -> None:
    bert = Customer.objects.get(party__name="Bert Beispiel")
    house().say_word(bert.uuid, group="A", reason="", actor=me())
    call = reverse("care_call", args=[bert.party.uuid])
    # Nobody said that this is a business: a consumer is asked first.
    assert owner.post(call).status_code == 422
    assert not Task.objects.exists()
    house().say_allowed(bert.party.uuid, "phone", "allowed", me())
    assert owner.post(call).status_code == 302
    task = Task.objects.get()
    assert task.title == "Bert Beispiel fragen, wie es geht"
    assert task.due_on is not None
    house().say_allowed(bert.party.uuid, "phone", "objected", me())
    assert owner.post(call).status_code == 422


def test_who_is_customer_and_staff_at_once_is_one_person(owner: Client) -> None:
    bert = Customer.objects.get(party__name="Bert Beispiel")
    owner.post(reverse("care_add"), {"kind": "staff", "customer": str(bert.uuid)})
    found = person_of(bert.party.uuid)
    assert found is not None
    assert found.roles == ("customer", "staff")
    assert (
        owner.post(reverse("care_add"), {"kind": "staff", "customer": str(bert.uuid)}).status_code
        == 422
    )
    for given, cents in (("business", 5_950), ("staff", 6_000)):
        house().give(bert.party.uuid, Given("gift", MONDAY, gross_cents=cents, given=given), me())
    assert {one.entry.given.value: one.entry.cents for one in attentions.ledger(MONDAY)} == {
        "business": 5_000, "staff": 6_000,
    }  # fmt: skip
    assert "Bert Beispiel" in owner.get(reverse("care")).content.decode()


def test_what_was_given_goes_along_when_customers_are_merged(owner: Client) -> None:
    anna = Customer.objects.get(party__name="Anna Probe GmbH")
    bert = Customer.objects.get(party__name="Bert Beispiel")
    for one in (anna, bert):
        house().give(one.party.uuid, Given("gift", MONDAY, gross_cents=3_000, vat_percent=0), me())
    house().notice("Mag Tee", me(), person=bert.party.uuid)
    house().say_allowed(bert.party.uuid, "mail", "objected", me())
    house().say_of_person(bert.party.uuid, Detail("--05-03"), me())
    house().merge(bert.uuid, into=anna.uuid, actor=me())
    sheet = attentions.sheet_of(anna.party.uuid)
    assert sheet is not None
    assert len(sheet.given.lines) == 2
    assert [one.text for one in sheet.notices.lines] == ["Mag Tee"]
    assert {one.value: said.value for one, said in sheet.person.said.items()} == {
        "mail": "objected"
    }
    assert [one.born for one in sheet.births] == ["--05-03"]
    lines = attentions.ledger(MONDAY)
    assert [(one.name, one.entry.cents, one.entry.state.value) for one in lines] == [
        ("Anna Probe GmbH", 6_000, "over")
    ]
    assert [one.text for one in attentions.back_with(anna.uuid, MONDAY)] == ["Mag Tee"]


def test_any_contact_resets_the_rhythm(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    bert = Customer.objects.get(party__name="Bert Beispiel")
    house().say_word(bert.uuid, group="A", reason="", actor=me())
    house().log_contact(bert.uuid, kind="call", minutes=5, on=MONDAY, actor=me())
    monkeypatch.setenv("WERTSCHATZ_CLOCK", "2027-02-01T09:00:00+00:00")
    assert [one.person.name for one in house().care().due_lines] == ["Bert Beispiel"]
    house().set_care({"care_minutes_week": 0}, me())
    assert house().care().due.enough
    assert "Für diese Woche ist es genug." in owner.get(reverse("care")).content.decode()
    house().set_care({"care_minutes_week": 60}, me())
    house().log_contact(bert.uuid, kind="call", minutes=5, on=dt.date(2027, 1, 31), actor=me())
    assert house().care().due_lines == []


def test_today_shows_one_thank_you(owner: Client) -> None:
    house().notice("Gut gemacht", me(), person=whose("Bert Beispiel"), praise=True)
    assert "Ein Dankeschön" in owner.get(reverse("today")).content.decode()


def test_what_came_back_is_in_the_picture_of_the_year(owner: Client) -> None:
    house().give(whose("Bert Beispiel"), Given("smile", MONDAY), me())
    row = Attention.objects.get()
    owner.post(reverse("care_came_back", args=[row.uuid]), {"text": "Hat sich gefreut"})
    page = owner.get(reverse("care")).content.decode()
    assert "2026 wurde 1 gutes Wort gegeben. 1 kam zurück." in page


# -- what a sceptical reading found


def test_a_dated_line_comes_back_however_many_are_newer(owner: Client) -> None:
    bert = Customer.objects.get(party__name="Bert Beispiel")
    house().notice("Hochzeit am 2.12.", me(), person=bert.party.uuid)
    at = house().now()
    CareNotice.objects.bulk_create(
        CareNotice(party=bert.party, text=f"Zeile {n}", on=MONDAY, at=at) for n in range(201)
    )
    assert [one.text for one in attentions.back_today(MONDAY)] == ["Hochzeit am 2.12."]
    assert attentions.all_notices(MONDAY).lines[0].text == "Hochzeit am 2.12."
    back = attentions.back_with(bert.uuid, MONDAY)
    assert "Hochzeit am 2.12." in [one.text for one in back]
    # Nothing is out of reach, and nothing stands there twice.
    pages = [attentions.all_notices(MONDAY, number + 1) for number in range(6)]
    texts = [line.text for page in pages for line in page.lines]
    assert pages[0].pages == 6
    assert len(texts) == len(set(texts)) == 202


def test_long_lists_are_paged_each_by_itself(owner: Client) -> None:
    bert = Customer.objects.get(party__name="Bert Beispiel").party
    at = house().now()
    CareNotice.objects.bulk_create(
        CareNotice(party=bert, text=f"Zeile {n:03}.", on=MONDAY, at=at) for n in range(95)
    )
    Attention.objects.bulk_create(
        Attention(party=bert, kind="card", gave=f"Karte {n:03}.", on=MONDAY, at=at)
        for n in range(95)
    )
    CareConsent.objects.bulk_create(
        CareConsent(party=bert, channel="mail", said="asked", on=MONDAY, at=at) for n in range(95)
    )
    for address in (reverse("care"), reverse("care_person", args=[bert.uuid])):
        for label, key, word in (
            ("aufgefallen", "notices", "Zeile"),
            ("gegeben", "given", "Karte"),
        ):
            seen, here = set[str](), f"{address}?{'given' if key == 'notices' else 'notices'}=2"
            for _ in range(9):
                page = owner.get(here).content.decode()
                seen |= set(re.findall(rf"{word} \d+\.", page))
                on = re.search(rf'aria-label="[^"]*{label}[^"]*">.*?</nav>', page, re.S)
                assert on is not None
                further = re.search(r'href="([^"]+)" rel="next"', on[0])
                if further is None:
                    break
                here = unescape(further[1])
                # The other list stays where it is.
                assert "=2" in here.partition("?")[2].partition("&")[0]
            assert len(seen) == 95
    page = owner.get(reverse("care_person", args=[bert.uuid]) + "?answers=3").content.decode()
    assert '<details id="answers" open>' in page
    assert page.count("<li>30.11.2026: ") == 15


def test_the_search_leads_to_the_page_on_which_it_stands(owner: Client) -> None:
    bert = Customer.objects.get(party__name="Bert Beispiel").party
    house().notice("Sammelt Zinnfiguren", me(), person=bert.uuid)
    house().give(bert.uuid, Given("card", MONDAY, gave="Honigglas"), me())
    at = house().now()
    CareNotice.objects.bulk_create(
        CareNotice(party=bert, text="Zeile", on=MONDAY, at=at) for _ in range(90)
    )
    Attention.objects.bulk_create(
        Attention(party=bert, kind="card", on=MONDAY, at=at) for _ in range(90)
    )
    for word, key in (("zinnfig", "notices"), ("honig", "given")):
        found = owner.get(reverse("search"), {"q": word}).content.decode()
        link = re.search(rf'href="(/care/person/{bert.uuid}/[^"]+)#([^"]+)"', found)
        assert link is not None
        page = owner.get(unescape(link[1])).content.decode()
        assert f'id="{link[2]}"' in page
        assert "Seite 3 von 3" in page
        # Turning the pages from there leaves what was sought behind.
        assert f"?{key}=2#" in page
    for odd in ("x", str(uuid.uuid4())):
        address = reverse("care_person", args=[bert.uuid])
        assert owner.get(address, {"notice": odd, "one": odd}).status_code == 200
    # Staff find neither; nor an enquiry.
    house().write_enquiry(EnquiryEntry("Zinnober", text="Zinnfiguren aus Honig"), me())
    assert "/enquiries/" in owner.get(reverse("search"), {"q": "zinnober"}).content.decode()
    staff = client_of("staff")
    for word in ("zinnfig", "honig", "zinnober"):
        answer = staff.get(reverse("search"), {"q": word})
        assert answer.context["found"].total == 0
        assert "/care/person/" not in answer.content.decode()


def test_who_may_wait_is_told_by_name(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("Anna Probe GmbH", "Bert Beispiel"):
        key = Customer.objects.get(party__name=name).uuid
        house().say_word(key, group="A", reason="", actor=me())
        house().log_contact(key, kind="call", minutes=5, on=MONDAY, actor=me())
    monkeypatch.setenv("WERTSCHATZ_CLOCK", "2027-02-01T09:00:00+00:00")
    house().set_care({"care_minutes_week": 10}, me())
    care = house().care()
    assert [len(care.due_lines), len(care.later_lines), care.due.later] == [1, 1, 1]
    waits = owner.get(reverse("care")).content.decode().partition('<details id="waiting">')[2]
    assert care.later_lines[0].person.name in waits.partition("</details>")[0]


def test_a_line_lands_on_nobody_who_is_only_similar(owner: Client) -> None:
    send = reverse("care_notice")
    assert owner.post(send, {"whom": "Anna", "line": "x"}).status_code == 422
    # A colleague and a customer of one name: then it is not clear who is meant.
    house().care_for(Someone("staff", "bert  BEISPIEL"), me())
    assert owner.post(send, {"whom": "Bert Beispiel", "line": "x"}).status_code == 422
    assert not CareNotice.objects.exists()
    bert = whose("Bert Beispiel")
    sent = {"whom": "Bert Beispiel", "person": str(bert), "line": "x", "next": "/care/"}
    told = owner.post(send, sent, follow=True).content.decode()
    assert "Notiert über Bert Beispiel." in told
    assert CareNotice.objects.get().party.uuid == bert
    page = owner.get(reverse("care_person", args=[bert])).content.decode()
    assert f'data-person="{bert}"' in page


def test_the_wish_never_to_be_called_is_an_objection(owner: Client) -> None:
    bert = Customer.objects.get(party__name="Bert Beispiel")
    house().say_word(bert.uuid, group="A", reason="", actor=me())
    house().say_allowed(bert.party.uuid, "phone", "allowed", me())
    Preference.objects.create(party=bert.party, never="call letter", at=house().now())
    found = person_of(bert.party.uuid)
    assert found is not None
    assert found.channels == frozenset()
    assert owner.post(reverse("care_call", args=[bert.party.uuid])).status_code == 422
    assert not Task.objects.exists()


def test_two_presses_make_one_call(owner: Client) -> None:
    bert = Customer.objects.get(party__name="Bert Beispiel")
    house().say_word(bert.uuid, group="A", reason="", actor=me())
    house().say_allowed(bert.party.uuid, "phone", "allowed", me())
    call = reverse("care_call", args=[bert.party.uuid])
    assert [owner.post(call).status_code for _ in range(2)] == [302, 422]
    assert Task.objects.count() == 1


def test_a_consumer_who_works_here_is_still_a_consumer(owner: Client) -> None:
    bert = Customer.objects.get(party__name="Bert Beispiel")
    house().care_for(Someone("staff", customer=bert.uuid), me())
    found = person_of(bert.party.uuid)
    assert found is not None
    assert found.inside
    assert {one.value for one in found.channels} == {"post"}


def test_a_contact_person_is_what_their_customer_is(owner: Client) -> None:
    bert = Customer.objects.get(party__name="Bert Beispiel")
    made, _ = house().care_for(Someone("contact", "Ida", bert.uuid), me())
    found = person_of(made)
    assert found is not None
    assert not found.business
    house().say_of_person(bert.party.uuid, Detail(business=True), me())
    house().say_allowed(bert.party.uuid, "post", "objected", me())
    found = person_of(made)
    assert found is not None
    assert found.business
    assert {one.value for one in found.channels} == {"phone"}


@pytest.mark.parametrize("kind", ["boss", "staff"])
def test_off_the_list_and_on_again_is_the_same_person(owner: Client, kind: str) -> None:
    made, _ = house().care_for(Someone(kind, "Ida"), me())
    house().say_allowed(made, "mail", "objected", me())
    owner.post(reverse("care_end", args=[made]))
    # What was given and said can still be looked at.
    assert owner.get(reverse("care_person", args=[made])).status_code == 200
    assert made not in house().care().people
    again, action = house().care_for(Someone(kind, "Ida"), me())
    assert again == made
    found = person_of(again)
    assert found is not None
    assert Channel.MAIL not in found.channels
    assert house().undo(action, None).done
    other = "staff" if kind == "boss" else "boss"
    assert house().care_for(Someone(other, "Ida"), me())[0] != made


def test_no_gifts_survives_merging_and_can_be_taken_back(owner: Client) -> None:
    anna = Customer.objects.get(party__name="Anna Probe GmbH")
    bert = Customer.objects.get(party__name="Bert Beispiel")
    house().say_of_person(bert.party.uuid, Detail("--05-03", no_gifts=True), me())
    house().give(anna.party.uuid, Given("gift", MONDAY, gross_cents=100), me())
    house().merge(bert.uuid, into=anna.uuid, actor=me())
    house().say_of_person(anna.party.uuid, Detail(own_days=9, no_gifts=True), me())
    found = person_of(anna.party.uuid)
    assert found is not None
    assert found.no_gifts
    assert [one.no_gifts for one in attentions.ledger(MONDAY)] == [True]
    house().say_of_person(anna.party.uuid, Detail(), me())
    found = person_of(anna.party.uuid)
    assert found is not None
    assert not found.no_gifts


def test_the_newest_that_is_not_empty_survives_merging(owner: Client) -> None:
    anna = Customer.objects.get(party__name="Anna Probe GmbH")
    bert = Customer.objects.get(party__name="Bert Beispiel")
    house().say_of_person(bert.party.uuid, Detail("--05-03", no_gifts=True), me())
    house().say_of_person(anna.party.uuid, Detail(own_days=9), me())
    house().merge(bert.uuid, into=anna.uuid, actor=me())
    found = person_of(anna.party.uuid)
    assert found is not None
    assert found.detail is not None
    assert (found.detail.born, found.detail.own_days, found.no_gifts) == ("--05-03", 9, True)


def test_a_birthday_is_not_cut_off(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cared_for, "MOST", 1)
    monkeypatch.setattr(cared_for, "BY_REVENUE", 0)
    anna = Customer.objects.get(party__name="Anna Probe GmbH")
    bert = Customer.objects.get(party__name="Bert Beispiel")
    for one in (anna, bert):
        house().say_word(one.uuid, group="A", reason="", actor=me())
    # Who is archived takes nobody's place.
    Customer.objects.filter(pk=anna.pk).update(archived=True)
    assert list(cared_for.base_today(MONDAY).people) == [str(bert.party.uuid)]
    Customer.objects.filter(pk=anna.pk).update(archived=False)
    assert list(cared_for.base_today(MONDAY).people) == [str(anna.party.uuid)]
    house().say_of_person(bert.party.uuid, Detail("--11-30"), me())
    best = house().care().person
    assert best is not None
    assert best.name == "Bert Beispiel"


def test_answered_is_what_was_entered_today(owner: Client) -> None:
    bert = whose("Bert Beispiel")
    house().notice("Gut gemacht", me(), person=bert, praise=True)
    best = house().care().suggestion
    assert best is not None
    yesterday = MONDAY - dt.timedelta(days=1)
    house().give(bert, Given("card", yesterday, occasion="noted", fact=best.occasion.fact), me())
    found = house().care()
    assert found.given
    assert found.answered


def test_put_off_is_not_told_as_done(owner: Client) -> None:
    bert = whose("Bert Beispiel")
    house().notice("Gut gemacht", me(), person=bert, praise=True)
    one = house().care().suggestion
    assert one is not None
    owner.post(reverse("care_not_now"), {
        "what": "later", "person": one.occasion.key, "code": "noted", "fact": one.occasion.fact,
    })  # fmt: skip
    page = owner.get(reverse("care")).content.decode()
    assert "ist getan" not in page
    assert "<h1>Der nächste Vorschlag kommt morgen.</h1>" in page


def test_pressed_twice_it_is_given_once(owner: Client) -> None:
    address = reverse("care_give", args=[whose("Bert Beispiel")])
    form = owner.get(address).content.decode()
    token = form.split('name="token" value="')[1].split('"')[0]
    for _ in range(2):
        assert owner.post(address, {"kind": "smile", "token": token}).status_code == 302
    assert Attention.objects.count() == 1


def test_what_changed_meanwhile_is_not_written_over(owner: Client) -> None:
    bert = whose("Bert Beispiel")
    form = owner.get(reverse("care_person", args=[bert])).content.decode()
    seen = form.split('name="seen" value="')[1].split('"')[0]
    house().say_of_person(bert, Detail(no_gifts=True), me())
    say = reverse("care_say", args=[bert])
    assert owner.post(say, {"born": "3.5.", "seen": seen}).status_code == 422
    found = person_of(bert)
    assert found is not None
    assert found.no_gifts
    # The same as stands there already is no conflict.
    assert owner.post(say, {"no_gifts": "1", "seen": seen}).status_code == 302


def test_the_year_0_is_no_birthday(owner: Client) -> None:
    say = reverse("care_say", args=[whose("Bert Beispiel")])
    assert owner.post(say, {"born": "3.5.0000"}).status_code == 422
    assert owner.post(say, {"born": "0000-05-03"}).status_code == 422


def test_the_limit_of_staff_holds_for_a_personal_occasion(owner: Client) -> None:
    house().care_for(Someone("staff", "Ida"), me())
    ida = whose("Ida")
    address = reverse("care_give", args=[ida])
    gift = {"kind": "gift", "amount": "40", "vat": "19", "given": "staff", "on": "2026-11-30"}
    told = owner.post(address, gift)
    assert told.status_code == 422
    assert "als Arbeitslohn" in told.content.decode()
    assert owner.post(address, {**gift, "own": "Hochzeit"}).status_code == 302
    told = owner.post(address, {**gift, "own": "Hochzeit", "amount": "20,01"})
    assert told.status_code == 422
    assert "als Arbeitslohn" in told.content.decode()
    assert owner.post(address, {**gift, "own": "Geburt", "amount": "60"}).status_code == 302
    page = owner.get(reverse("care")).content.decode()
    assert "Ein Cent mehr, und die ganze Summe zählt als Arbeitslohn." in page
    assert "Hochzeit" in owner.get(reverse("care_gifts", args=[2026])).content.decode("utf-8-sig")
    # A typed occasion answers no suggestion.
    assert not house().care().given


def test_input_tax_counts_as_it_was_in_that_year(
    owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = whose("Anna Probe GmbH")
    house().give(anna, Given("gift", MONDAY, gross_cents=5_950), me())
    monkeypatch.setenv("WERTSCHATZ_CLOCK", "2027-02-01T09:00:00+00:00")
    house().set_care({"care_deducts_vat": 0}, me())
    today = dt.date(2027, 2, 1)
    assert [one.entry.cents for one in attentions.ledger(today)] == [5_000]
    page = owner.get(reverse("care")).content.decode()
    assert reverse("care_gifts", args=[2026]) in page
    table = owner.get(reverse("care_gifts", args=[2026])).content.decode("utf-8-sig")
    assert "50,00;50,00;50,00" in table


def test_the_suggestion_is_remembered_until_something_is_done(
    owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert house().care() is house().care()
    before = house().care()
    house().notice("Gut gemacht", me(), person=whose("Bert Beispiel"), praise=True)
    after = house().care()
    assert after is not before
    assert after.suggestion is not None
    house().undo(Action.objects.get(code="care_noticed").uuid, None)
    assert house().care().suggestion is None
    monkeypatch.setenv("WERTSCHATZ_CLOCK", "2026-12-01T09:00:00+00:00")
    assert house().care() is not after


def test_today_shows_what_is_near_and_whom_one_meets(owner: Client) -> None:
    anna = Customer.objects.get(party__name="Anna Probe GmbH")
    bert = Customer.objects.get(party__name="Bert Beispiel")
    house().notice("Freut sich über Holzreste", me(), person=anna.party.uuid)
    house().notice("Hochzeit am 2.12.", me(), person=bert.party.uuid)
    house().notice("Feier am 2.6.", me(), person=bert.party.uuid)
    text = owner.get(reverse("today")).content.decode()
    assert "Hochzeit am 2.12." in text
    assert "Holzreste" not in text
    assert "Feier am 2.6." not in text
    house().add_task(TaskEntry("Treppe messen", customer=anna.uuid, minutes=30), me())
    text = owner.get(reverse("today")).content.decode()
    assert text.count("Freut sich über Holzreste") == 1
    assert "Feier am 2.6." not in text
