"""The door, its tablet, the plug, call-backs and told texts as pages."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.web.test_access import client_of
from tests.web.test_groups import confirmed, take_back
from wertschatz.bootstrap import clock
from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.preferences import Preference
from wertschatz.domain.rules.rule import Rule, Verdict, When
from wertschatz.domain.rules.told import Text
from wertschatz.storage.models import (
    Action,
    CallBack,
    Device,
    Party,
    Ring,
    Switch,
    Told,
    User,
    Word,
)
from wertschatz.storage.queries.callbacks import open_call_backs
from wertschatz.storage.queries.setup import setup_of
from wertschatz.storage.rules_book import RulesBook

pytestmark = pytest.mark.django_db
WED = dt.datetime(2026, 11, 25, 9, 5, tzinfo=dt.UTC)  # 10:05 in Berlin


class Hand:
    """Moves the clock of the house."""

    def __init__(self, at: dt.datetime) -> None:
        self.at = at

    def on(self, **span: int) -> None:
        self.at += dt.timedelta(**span)


@pytest.fixture(autouse=True)
def hand(monkeypatch: pytest.MonkeyPatch) -> Hand:
    made = Hand(WED)
    monkeypatch.setattr(clock, "now", lambda: made.at)
    return made


@pytest.fixture
def owner() -> Client:
    made = client_of("owner")
    made.cookies["wertschatz_language"] = "en"
    return made


def me() -> int:
    return User.objects.get(username="owner").pk


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def close(client: Client, **sent: str) -> int:
    return client.post(reverse("door_switch"), sent).status_code


def tablet() -> str:
    house().make_door_page("Flur", me())
    return f"/d/{Device.objects.latest('id').secret}/"


def test_one_press_closes_the_door_and_every_page_says_so(owner: Client, hand: Hand) -> None:
    assert "Your door is open." in text_of(owner, "/door/")
    close(owner, kind="door", **{"for": "60"})
    assert "closed until 11:05" in text_of(owner, "/door/")
    assert "Door closed until 11:05" in text_of(owner, "/people/")
    hand.on(minutes=60)
    assert "Door closed" not in text_of(owner, "/people/")


def test_it_ends_with_one_press_and_both_are_taken_back(owner: Client) -> None:
    close(owner, kind="door", **{"for": "30"})
    until = setup_of(me(), WED).door_until
    close(owner, over="door")
    assert setup_of(me(), WED).door_until is None
    take_back(owner)
    assert setup_of(me(), WED).door_until == until
    take_back(owner)
    assert not Switch.objects.exists()


@pytest.mark.parametrize(
    ("named", "time", "until"),
    [
        ("15", "", "09:20"), ("day", "", "16:00"), ("time", "11:30", "10:30"),
        ("time", "9:00", "08:00"), ("time", "2026-11-26T12:15", "11:15"),
    ],
)  # fmt: skip
def test_until_a_named_time(owner: Client, named: str, time: str, until: str) -> None:
    assert close(owner, kind="focus", time=time, **{"for": named}) == 302
    assert f"{Switch.objects.get().until:%H:%M}" == until
    assert Switch.objects.get().until > WED


@pytest.mark.parametrize(
    "sent",
    [
        {"kind": "door", "for": "time", "time": "soon"}, {"kind": "door", "for": "time"},
        {"kind": "roof", "for": "30"}, {"kind": "door", "for": "time", "time": "2026-11-20T08:00"},
        {"kind": "unplugged", "for": "time", "time": "2027-11-20T08:00"}, {"over": "roof"},
        {"kind": "unplugged", "for": "time", "time": "99:99"},
    ],
)  # fmt: skip
def test_what_is_no_time_changes_nothing(owner: Client, sent: dict[str, str]) -> None:
    answer = owner.post(reverse("door_switch"), sent)
    assert answer.status_code == 422
    assert b'role="alert"' in answer.content
    assert not Switch.objects.exists()


def test_the_tablet_shows_the_door_and_no_name(owner: Client) -> None:
    confirmed("C")
    address, visitor = tablet(), Client()
    assert "Bitte herein" in text_of(visitor, address)
    close(owner, kind="door", **{"for": "60"})
    for shown in (address, address + "sign/"):
        text = text_of(visitor, shown)
        assert "bis 11:05 Uhr" in text
        assert "bitte klopfen" in text
        assert "owner" not in text
        assert not re.search(r"(?<!\w)[ABC](?!\w)", re.sub(r"<[^>]*>", "", text))
    visitor.cookies["wertschatz_language"] = "en"
    close(owner, kind="break", **{"for": "time", "time": "12:00"})
    assert "<h1>Break</h1>" in text_of(visitor, address)


def test_an_address_that_is_revoked_or_guessed_leads_nowhere(owner: Client) -> None:
    address = tablet()
    owner.post(reverse("door_page_end", args=[Device.objects.get().uuid]))
    for gone in (address, "/d/guess/"):
        for page in ("", "sign/"):
            assert Client().get(gone + page).status_code == 404
        assert Client().post(gone + "word/", {"text": "x"}).status_code == 404
    take_back(owner)
    assert Client().get(address).status_code == 200
    assert not Word.objects.exists()


def test_a_visitor_leaves_word_without_cookies_and_the_owner_reads_it(owner: Client) -> None:
    address, visitor = tablet(), Client(enforce_csrf_checks=True)
    answer = visitor.post(
        address + "word/", {"text": "Paket\x00 <b>unten</b>\u202e", "name": "Uwe"}
    )
    assert answer.status_code == 302
    assert "notiert" in text_of(visitor, answer["Location"])
    assert Word.objects.get().text == "Paket <b>unten</b>"
    assert "Somebody left word" in text_of(owner, "/people/")
    assert "Paket &lt;b&gt;unten&lt;/b&gt;" in text_of(owner, "/door/")
    owner.post(reverse("word_read", args=[Word.objects.get().uuid]))
    assert "Somebody left word" not in text_of(owner, "/people/")
    take_back(owner)
    assert Word.objects.get().read_at is None


def test_a_flood_at_the_door_ends_by_itself(owner: Client, hand: Hand) -> None:
    address, visitor = tablet(), Client()
    codes = [visitor.post(address + "word/", {"text": f"x{n}"}).status_code for n in range(7)]
    assert codes == [302] * 5 + [429] * 2
    hand.on(minutes=11)
    assert visitor.post(address + "word/", {"text": "again"}).status_code == 302
    for text in ("", "  \u200b ", "x" * 601):
        assert visitor.post(address + "word/", {"text": text}).status_code == 422
    assert visitor.post(address + "word/", {"text": "x", "name": "n" * 101}).status_code == 422


def test_nobody_reads_words_or_doors_of_somebody_else(owner: Client) -> None:
    address = tablet()
    Client().post(address + "word/", {"text": "x"})
    other = Client()
    other.force_login(
        User.objects.create_user("second", password="x", role="owner"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    other.post(reverse("word_read", args=[Word.objects.get().uuid]))
    other.post(reverse("door_page_end", args=[Device.objects.get().uuid]))
    assert Word.objects.get().read_at is None
    assert Device.objects.get().revoked_at is None


def test_unplugged_tonight_with_texts_made_from_the_time(owner: Client) -> None:
    assert "One press" in text_of(owner, "/unplug/")
    close(owner, kind="unplugged", next="/unplug/", **{"for": "tonight"})
    text = text_of(owner, "/unplug/")
    assert "unplugged until tomorrow, 9:00" in text
    assert text.count("Thursday, 26\N{NO-BREAK SPACE}Nov\N{NO-BREAK SPACE}2026, 9:00") == 3
    assert "Withdrawal, warranty" in text
    decided, _ = house().decide_number("030 1234567")
    assert decided.verdict is Verdict.NOT_NOW
    close(owner, over="unplugged")
    decided, _ = house().decide_number("030 1234567")
    assert decided.verdict is Verdict.PUT_THROUGH


def promise(client: Client, address: str) -> CallBack:
    page = text_of(client, address)
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    slot = re.search(r'name="slot" value="([^"]*)"', page)
    assert slot is not None
    matter = {"slot": slot[1], "matter": "Angebot"}
    assert client.post(reverse("callback_new"), {**sent, **matter}).status_code == 302
    return CallBack.objects.latest("id")


def test_a_call_back_is_promised_inside_both_sides_times(owner: Client) -> None:
    customer = confirmed("B")
    house().say_preference(customer.uuid, Preference(from_minute=15 * 60), actor=None)
    made = promise(owner, f"/callbacks/new/?customer={customer.uuid}")
    assert made.slot_at == WED.replace(hour=14, minute=0)  # 15:00 in Berlin
    again = promise(owner, f"/callbacks/new/?customer={customer.uuid}")
    assert again.slot_at == WED.replace(hour=14, minute=15)
    # Typed past the page, a time that suits nobody is refused.
    for slot in ("2026-11-25T09:30:00+00:00", "2026-11-25T03:00:00+00:00", "x", "2026-11-25T15:00",
                 "9999-12-31T23:00:00+00:00"):  # fmt: skip
        sent = {"customer": str(customer.uuid), "slot": slot}
        assert owner.post(reverse("callback_new"), sent).status_code == 422
    assert CallBack.objects.count() == 2


def test_at_its_time_every_page_reminds_and_half_an_hour_later_it_is_offered_again(
    owner: Client, hand: Hand
) -> None:
    made = promise(owner, "/callbacks/new/?number=030+5550001&name=Frau+Sommer")
    assert "Frau Sommer" not in text_of(owner, "/people/")
    hand.at = made.slot_at
    assert house().remind_call_backs() == 1
    assert house().remind_call_backs() == 0
    assert "Now you call Frau Sommer back." in text_of(owner, "/people/")
    hand.on(minutes=30)
    assert "Another time to call Frau Sommer back is offered." in text_of(owner, "/people/")
    page = text_of(owner, "/callbacks/")
    # Today needs no date, and the number stands as one writes it.
    assert re.search(r"I had promised you a call.*shall we say at \d+:\d\d\?", page)
    assert ">030 5550001</a>" in page
    slot = re.search(r'<option value="([^"]*)"', page)
    assert slot is not None
    owner.post(reverse("callback_change", args=[made.uuid]), {"slot": slot[1]})
    assert "Frau Sommer" not in text_of(owner, "/people/")
    assert "To come" in text_of(owner, "/callbacks/")
    take_back(owner)
    made.refresh_from_db()
    assert made.slot_at == made.first_slot_at


def test_what_is_to_be_done_now_stands_before_what_is_past(owner: Client, hand: Hand) -> None:
    assert re.search(r"<aside id=.held.[^>]*></aside>", text_of(owner, "/people/"))
    promise(owner, "/callbacks/new/?number=030+5550001&name=Frau+Sommer")
    later = promise(owner, "/callbacks/new/?number=030+5550002&name=Herr+Winter")
    hand.at = later.slot_at + dt.timedelta(minutes=20)
    page = text_of(owner, "/people/")
    now, past = page.find("Now you call Herr Winter back"), page.find("to call Frau Sommer back")
    assert 0 < now < past


def test_each_step_of_a_call_back_is_taken_back(owner: Client) -> None:
    made = promise(owner, "/callbacks/new/?number=030+5550001")
    house().remind_call_backs()
    for state in ("done", "gone"):
        owner.post(reverse("callback_change", args=[made.uuid]), {"state": state})
        made.refresh_from_db()
        assert made.state == state
        late = owner.post(reverse("callback_change", args=[made.uuid]), {"state": "done"})
        assert late.status_code == 422
        take_back(owner)
        made.refresh_from_db()
        assert made.state == "open"
    # That somebody was reminded stands in nobody's way.
    CallBack.objects.update(reminded_at=WED)
    take_back(owner)
    assert not CallBack.objects.exists()


def test_many_call_backs_ask_the_base_once(owner: Client) -> None:
    def asked() -> int:
        setup = setup_of(me(), WED)
        with CaptureQueriesContext(connection) as queries:
            assert len(open_call_backs(me(), setup, WED)) == CallBack.objects.count()
        return len(queries)

    promise(owner, "/callbacks/new/?number=030+5550001")
    few = asked()
    for number in range(2, 9):
        promise(owner, f"/callbacks/new/?number=030+555000{number}")
    assert asked() == few


def test_a_call_back_for_whoever_just_called(owner: Client) -> None:
    customer = confirmed("C")
    Party.objects.filter(pk=customer.party_id).update(phone="+49 30 5550001")
    house().assess()
    seen = {"system": "json", "at": WED, "verdict": "call_back", "reason": "b_later"}
    known = Ring.objects.create(
        uuid=uuid.uuid4(), call_id="1", number="+49305550001", name="Wer", **seen
    )
    hidden = Ring.objects.create(uuid=uuid.uuid4(), call_id="2", **seen)
    made = promise(owner, f"/callbacks/new/?ring={known.uuid}")
    assert made.ring == known
    assert made.customer == customer or made.number == known.number
    # Nobody can be called back without a number: it is asked for.
    assert 'type="tel"' in text_of(owner, f"/callbacks/new/?ring={hidden.uuid}")
    for nobody in (f"ring={uuid.uuid4()}", f"customer={uuid.uuid4()}"):
        assert owner.get(f"/callbacks/new/?{nobody}").status_code == 404


def test_after_a_fresh_start_no_old_call_back_reminds(owner: Client, hand: Hand) -> None:
    promise(owner, "/callbacks/new/?number=030+5550001&name=Frau+Sommer")
    hand.on(days=9)
    assert "Frau Sommer" in text_of(owner, "/people/")
    house().start_fresh(None, me())
    assert "Frau Sommer" not in text_of(owner, "/people/")
    assert "Frau Sommer" in text_of(owner, "/callbacks/")


def test_a_text_is_edited_follows_the_rules_again_and_says_when_they_changed(
    owner: Client,
) -> None:
    page = text_of(owner, "/told/")
    for kind in Text:
        assert f'id="t-{kind}"' in page
    made = house().told(me(), Text.GREETING, "en")
    sent = {"kind": "greeting", "language": "en"}
    owner.post("/told/", {**sent, "text": made})
    assert not Told.objects.exists()
    owner.post("/told/", {**sent, "text": "Hello, it is me.\r\n"})
    page = text_of(owner, "/told/?language=en")
    assert "Hello, it is me." in page
    assert "have changed since" not in page
    RulesBook().keep_rules(
        me(), [Rule(1, When(), Verdict.CALL_BACK)], code="told_kept", facts={}, seen=None, by=me(),
        at=WED,
    )  # fmt: skip
    assert "have changed since" in text_of(owner, "/told/?language=en")
    assert "Hello, it is me." in text_of(owner, "/told/greeting/?language=en")
    owner.post("/told/", {**sent, "made": "1", "text": "whatever"})
    assert "Hello, it is me." not in text_of(owner, "/told/?language=en")
    assert owner.post("/told/", {"kind": "x", "text": "y"}).status_code == 422
    assert owner.post("/told/", {**sent, "text": "y" * 4001}).status_code == 422
    assert owner.get("/told/x/").status_code == 404


def test_an_older_text_is_taken_back_after_the_newer_one(owner: Client) -> None:
    home = house()
    first, second = (home.tell("greeting", "en", text, me()) for text in ("Hello", "Good day"))
    assert first is not None
    assert second is not None
    assert home.undo(first, me()).why_not == "changed_since"
    assert home.undo(second, me()).done
    assert "Hello" in text_of(owner, "/told/greeting/?language=en")
    assert home.undo(first, me()).done
    assert not Told.objects.exists()


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_page_stands_in_both_languages(owner: Client, language: str) -> None:
    owner.cookies["wertschatz_language"] = language
    customer = confirmed("A")
    promise(owner, f"/callbacks/new/?customer={customer.uuid}")
    for address in ("/door/", "/unplug/", "/callbacks/", "/callbacks/new/", "/told/",
                    "/told/team/", f"/customers/{customer.uuid}/"):  # fmt: skip
        assert text_of(owner, address).count("<h1>") == 1


def test_the_plug_says_who_gets_through_all_the_same(owner: Client) -> None:
    home, by = house(), User.objects.get().pk
    told = text_of(owner, "/unplug/")
    assert "all the same" not in told
    assert "No rule of yours" not in told
    plug = next(one for one in home.setup().rules if one.ready == "unplugged")
    home.delete_rule(plug.id, by)
    told = text_of(owner, "/unplug/")
    assert "No rule of yours keeps everybody away" in told
    assert "When a customer of group A gets in touch" in told
    home.ready_made_rules(by)
    assert "all the same" not in text_of(owner, "/unplug/")


def test_a_second_owner_reads_whose_door_the_telephone_follows(owner: Client) -> None:
    assert "The telephone follows" not in text_of(owner, "/door/")
    second = Client()
    second.force_login(
        User.objects.create_user("zweite", password="x", role="owner"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    second.cookies["wertschatz_language"] = "en"
    for page in ("/door/", "/unplug/"):
        assert f"the door of {User.objects.order_by('id')[0]}" in text_of(second, page)


def test_a_time_that_was_promised_to_somebody_else_does_not_come_back(owner: Client) -> None:
    """Given up, promised to the next one, and then the giving up is taken back."""
    made = promise(owner, "/callbacks/new/?number=030+5550001")
    owner.post(reverse("callback_change", args=[made.uuid]), {"state": "gone"})
    gone = Action.objects.latest("id")
    other = promise(owner, "/callbacks/new/?number=030+5550002")
    assert other.slot_at == made.slot_at
    assert house().undo(gone.uuid, me()).why_not == "changed_since"
    open_ones = CallBack.objects.filter(state="open")
    assert [one.pk for one in open_ones] == [other.pk]
    # Once that one is over, it can be taken back.
    house().end_call_back(other.uuid, "done", me())
    assert house().undo(gone.uuid, me()).done
    assert CallBack.objects.get(state="open").pk == made.pk
