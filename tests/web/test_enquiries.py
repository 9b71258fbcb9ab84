"""Profile, the page outside, and enquiries, on their pages."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.test_access import client_of
from wertschatz.bootstrap.house import house
from wertschatz.domain.profile import spam
from wertschatz.storage.imports import by_hand
from wertschatz.storage.models import Action, Customer, Enquiry, Traits, User
from wertschatz.web.outside import SIGNER

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def owner() -> Client:
    by_hand()
    made = client_of("owner")
    made.cookies["wertschatz_language"] = "en"
    return made


def say(owner: Client, question: str, text: str, language: str = "de") -> Any:
    return owner.post(
        reverse("profile"), {"question": question, "text": text, "language": language}
    )


def opened(owner: Client, language: str = "de") -> None:
    for question in ("serve", "imprint", "privacy"):
        assert say(owner, question, f"{question} {SCRIPT}", language).status_code == 302
    assert owner.post(reverse("profile_outside"), {"outside": "1"}).status_code == 302


def stamp(seconds: int = 60) -> str:
    return SIGNER.sign(str(int(house().now().timestamp()) - seconds))


def form(**more: str) -> dict[str, str]:
    return {"text": "Eine Treppe", "contact": "a@b.example", "stamp": stamp(), **more}


def html(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    return str(answer.content.decode().replace("\xa0", " "))


def test_the_questions_lead_one_by_one_and_warn_by_the_law(owner: Client) -> None:
    assert '<h2 id="now">Whom do you serve?</h2>' in html(owner.get(reverse("profile")))
    say(owner, "serve", "Wirte")
    page = html(owner.get(reverse("profile") + "?language=de"))
    assert '<h2 id="now">Whom do you not serve?</h2>' in page
    say(owner, "serve_not", "Keine Rentner. Keine Ausländer.")
    page = html(owner.get(reverse("profile") + "?language=de"))
    assert "“ausländer” may exclude people for their origin." in page
    assert "“rentner” may exclude people for their age." in page
    assert "whatever the reason" in page
    # It warns, and blocks nothing.
    assert house().profile("de")["serve_not"].startswith("Keine Rentner")  # type: ignore[index]
    for question, text in (("serve_not", ""), ("edges", "Keine Frauen."), ("unwished", "Juden")):
        say(owner, question, text)
    page = html(owner.get(reverse("profile") + "?language=de"))
    assert "“frauen” may exclude" in page
    assert "“juden” may exclude" in page
    assert "ausländer" not in page.partition("<form")[0]
    # Nothing to copy in a language in which nothing was said yet.
    assert 'id="short"' in page
    assert 'id="short"' not in html(owner.get(reverse("profile") + "?language=en"))


def test_until_it_is_switched_on_there_is_no_page_outside(owner: Client) -> None:
    stranger = Client()
    for name in ("outside_de", "outside_en"):
        assert stranger.get(reverse(name)).status_code == 404
        assert stranger.post(reverse(name), form()).status_code == 404
    page = html(owner.post(reverse("profile_outside"), {"outside": "1"}), 422)
    assert "imprint and the privacy notice" in page
    page = html(owner.post(reverse("profile_export")), 422)
    assert "imprint and the privacy notice" in page
    opened(owner)
    assert stranger.get(reverse("outside_de")).status_code == 200
    assert stranger.get(reverse("outside_en")).status_code == 404
    owner.post(reverse("profile_outside"), {"outside": "0"})
    assert stranger.get(reverse("outside_de")).status_code == 404


def test_the_page_outside_escapes_everything_and_shows_nothing_of_the_inside(
    owner: Client,
) -> None:
    opened(owner)
    say(owner, "unwished", "geheimes Wort")
    say(owner, "wished", "lieber Auftrag")
    answer = Client().get(reverse("outside_de"))
    page = html(answer)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "geheimes" not in page
    assert "lieber" not in page
    assert 'lang="de"' in page
    assert '<h2 id="imprint">Impressum</h2>' in page
    assert not answer.cookies
    assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_files_hold_the_page_in_both_languages_without_script_or_form(owner: Client) -> None:
    opened(owner)
    opened(owner, "en")
    answer = owner.post(reverse("profile_export"))
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["index.html", "en.html", "style.css"]
        for name, other in (("index.html", "en.html"), ("en.html", "index.html")):
            page = archive.read(name).decode()
            assert not re.search(r"<script|<form|csrf|https?://|href=\"/", page)
            assert f'href="{other}"' in page
            assert 'id="imprint"' in page
            assert 'id="privacy"' in page


def test_from_the_form_to_a_polite_no(owner: Client) -> None:
    opened(owner)
    answer = Client().post(reverse("outside_de"), form(name=SCRIPT, trade=SCRIPT, region=SCRIPT))
    assert answer.status_code == 302
    assert "angekommen" in html(Client().get(answer["Location"].partition("#")[0]))
    row = Enquiry.objects.get()
    assert (row.way, row.doubts, row.by_id) == ("form", "", None)
    page = html(owner.get(reverse("enquiries")))
    assert "<h1>One enquiry waits for you.</h1>" in page
    assert SCRIPT not in page
    page = html(owner.get(reverse("enquiry", args=[row.uuid]) + "?say=no"))
    assert SCRIPT not in page
    assert "vielen Dank für Ihre Anfrage." in page
    decide = reverse("enquiry_decide", args=[row.uuid])
    sent = {"decision": "no", "recommended": "Holz Huber", "reply": "x"}
    assert "Vielleicht kann man Ihnen hier helfen: Holz Huber." in html(
        owner.post(decide, {**sent, "fill": "1"})
    )
    assert not Enquiry.objects.get().decision
    assert owner.post(decide, {**sent, "reply": "Leider nein."}).status_code == 302
    page = html(owner.get(reverse("enquiry", args=[row.uuid])))
    assert "Leider nein." in page
    assert 'href="mailto:a@b.example?subject=Ihre%20Anfrage&amp;body=Leider%20nein."' in page
    owner.post(reverse("enquiry_press", args=[row.uuid]), {"what": "went", "outcome": "elsewhere"})
    assert "Found help elsewhere" in html(owner.get(reverse("enquiries")))


def test_a_yes_becomes_a_customer_and_is_taken_back(owner: Client) -> None:
    owner.post(reverse("enquiries"), {"name": "Krone", "text": "Tische", "trade": "Gastronomie"})
    row = Enquiry.objects.get()
    press = reverse("enquiry_press", args=[row.uuid])
    answer = owner.post(press, {"what": "customer"})
    customer = Customer.objects.get(party__name="Krone")
    assert answer["Location"] == reverse("customer", args=[customer.uuid])
    assert Traits.objects.get(customer=customer).trade == "Gastronomie"
    assert "become a customer already" in html(owner.post(press, {"what": "customer"}), 422)
    action = Action.objects.get(code="enquiry_became")
    owner.post(reverse("undo", args=[action.uuid]))
    assert not Customer.objects.exists()


@pytest.mark.parametrize(
    ("more", "doubts"),
    [
        ({"leave_empty": "x"}, "trap"), ({"stamp": ""}, "stamp"), ({"stamp": "1:x"}, "stamp"),
        ({"text": "http://a http://b http://c"}, "links"),
    ],
)  # fmt: skip
def test_what_is_doubtful_is_held(owner: Client, more: dict[str, str], doubts: str) -> None:
    opened(owner)
    assert Client().post(reverse("outside_de"), form(**more)).status_code == 302
    row = Enquiry.objects.get()
    assert row.doubts == doubts
    page = html(owner.get(reverse("enquiries")))
    assert "<h1>No enquiry waits for you. 1 is held as doubtful.</h1>" in page
    assert "<summary>Held as doubtful: 1</summary>" in page
    owner.post(reverse("enquiry_press", args=[row.uuid]), {"what": "genuine"})
    assert "One enquiry waits for you." in html(owner.get(reverse("enquiries")))


def test_too_fast_and_too_old_by_the_stamp(owner: Client) -> None:
    opened(owner)
    for seconds in (0, 2 * 24 * 3600):
        Client().post(reverse("outside_de"), form(stamp=stamp(seconds)))
    assert [row.doubts for row in Enquiry.objects.order_by("id")] == ["fast", "old"]


def test_a_flood_is_bounded_and_told(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(owner)
    monkeypatch.setattr(spam, "MOST_HELD", 5)
    answers = [
        Client(REMOTE_ADDR=f"192.0.2.{number // 4}").post(reverse("outside_de"), form())
        for number in range(spam.IN_ALL + 10)
    ]
    assert Enquiry.objects.count() == spam.IN_ALL + 5
    assert "Bitte rufen Sie an." in html(answers[-1], 429)
    # Whoever sends very much himself hears that it is for an hour.
    Enquiry.objects.filter(doubts="many").update(decision="bin")
    for _ in range(spam.PER_SENDER + 1):
        last = Client(REMOTE_ADDR="192.0.2.200").post(reverse("outside_de"), form(stamp=""))
    assert "sehr viele Anfragen" in html(last, 429)


def test_all_that_are_held_are_thrown_away_with_one_press(owner: Client) -> None:
    opened(owner)
    for _ in range(3):
        Client().post(reverse("outside_de"), form(stamp=""))
    page = html(owner.get(reverse("enquiries")))
    newest = re.search(r'name="newest" value="([^"]+)"', page)
    assert newest is not None
    away = reverse("enquiries_held_away")
    assert owner.post(away, {"newest": newest[1]}).status_code == 302
    page = html(owner.get(reverse("enquiries")))
    assert "3 doubtful enquiries were put into the bin." in page
    assert "Held as doubtful" not in page
    owner.post(reverse("undo", args=[Action.objects.order_by("-id")[0].uuid]))
    assert "3 are held as doubtful." in html(owner.get(reverse("enquiries")))
    for wrong in ("", "x", "00000000-0000-0000-0000-000000000000"):
        assert "no longer there" in html(owner.post(away, {"newest": wrong}), 422)


def test_today_tells_the_owner_what_waits(owner: Client) -> None:
    opened(owner)
    today = reverse("today")
    assert "No enquiry waits" not in html(owner.get(today))
    sent: tuple[dict[str, str], ...] = ({}, {"stamp": ""}, {"stamp": ""})
    for more in sent:
        Client().post(reverse("outside_de"), form(**more))
    line = "One enquiry waits for you. 2 are held as doubtful."
    assert f'<a href="{reverse("enquiries")}">{line}</a>' in html(owner.get(today))


def test_somebody_else_decided_meanwhile(owner: Client) -> None:
    owner.post(reverse("enquiries"), {"name": "Krone", "text": "Tische"})
    row = Enquiry.objects.get()
    page = html(owner.get(reverse("enquiry", args=[row.uuid]) + "?say=no"))
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen is not None
    house().decide_enquiry(row.uuid, "yes", None, reply="Wir kommen gern.")
    decide = reverse("enquiry_decide", args=[row.uuid])
    sent = {"decision": "no", "reply": "Leider nein.", "seen": seen[1]}
    page = html(owner.post(decide, sent), 422)
    assert "Somebody else decided" in page
    assert "Wir kommen gern." in page
    assert "Leider nein.</textarea>" in page
    # What stands there now was seen: it can be decided anew.
    again = re.search(r'name="seen" value="([^"]+)"', page)
    assert again is not None
    assert owner.post(decide, {**sent, "seen": again[1]}).status_code == 302


def test_whom_one_recommends_comes_into_ones_own_words(owner: Client) -> None:
    owner.post(reverse("enquiries"), {"name": "Krone", "text": "Tische"})
    decide = reverse("enquiry_decide", args=[Enquiry.objects.get().uuid])
    help_ = "Perhaps they can help you: Huber."
    own = "Liebe Krone,\r\n\r\nganz eigene Worte.\r\n\r\nKind regards\r\nRoth"
    sent = {"decision": "no", "recommended": "Huber", "reply": own, "fill": "1"}
    page = html(owner.post(decide, sent))
    wanted = f"Liebe Krone,\n\nganz eigene Worte.\n\n{help_}\n\nKind regards\nRoth</textarea>"
    assert wanted in page
    # Twice is once, and without anybody nothing changes.
    for recommended, text in (("Huber", own.replace("Worte.", f"Worte. {help_}")), ("", own)):
        page = html(owner.post(decide, {**sent, "recommended": recommended, "reply": text}))
        assert text.replace("\r\n", "\n") + "</textarea>" in page


@pytest.mark.parametrize("field", ["name", "contact", "text", "trade", "region"])
def test_a_megabyte_in_a_field_is_refused_and_not_read(owner: Client, field: str) -> None:
    opened(owner)
    page = html(Client().post(reverse("outside_de"), form(**{field: "x" * 1_000_000})), 413)
    assert "viel zu viel" in page
    assert len(page) < 30_000
    page = html(Client().post(reverse("outside_de"), form(**{field: "x" * 20_000})), 422)
    assert "20.000" in page or "länger" in page or "höchstens" in page
    assert len(page) < 60_000
    assert not Enquiry.objects.exists()


def test_a_refused_form_keeps_what_was_typed(owner: Client) -> None:
    opened(owner)
    page = html(
        Client().post(reverse("outside_de"), form(contact="", text=f"{SCRIPT} Treppe")), 422
    )
    assert "Treppe</textarea>" in page
    assert SCRIPT not in page
    assert 'role="alert"' in page


def test_a_foreign_page_can_send_it_and_no_other(owner: Client) -> None:
    opened(owner)
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("outside_de"), form()).status_code == 302
    strict.force_login(
        User.objects.get(role="owner"), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert strict.post(reverse("enquiries"), {"name": "x"}).status_code == 403


def test_a_mail_fills_in_the_form(owner: Client) -> None:
    copied = "Von: Anna Roth <anna@krone.example>\nBetreff: Tische\n\nZwölf Tische, bitte."
    page = html(owner.post(reverse("enquiry_mail"), {"mail": copied}))
    assert 'value="Anna Roth"' in page
    assert 'value="anna@krone.example"' in page
    assert "Zwölf Tische, bitte." in page
    assert not Enquiry.objects.exists()
    mail = io.BytesIO(b"From: Eva <eva@b.example>\nDate: Mon, 30 Nov 2026 10:00:00 +0100\n\nHallo")
    mail.name = "anfrage.eml"
    page = html(owner.post(reverse("enquiry_mail"), {"file": mail}))
    assert 'value="eva@b.example"' in page
    owner.post(reverse("enquiries"), {"name": "Eva", "text": "Hallo", "way": "mail"})
    assert Enquiry.objects.get().way == "mail"
    assert "No text and no sender" in html(owner.post(reverse("enquiry_mail"), {"mail": " "}), 422)


def test_traits_of_a_customer_and_where_they_came_from(owner: Client) -> None:
    owner.post(reverse("enquiries"), {"name": "Krone", "text": "x", "came_by": "search"})
    house().enquiry_to_customer(Enquiry.objects.get().uuid, None)
    customer = Customer.objects.get(party__name="Krone")
    address = reverse("traits", args=[customer.uuid])
    assert 'value="search" selected' in html(owner.get(address))
    assert owner.post(address, {"came_by": "advert", "trade": SCRIPT}).status_code == 302
    assert SCRIPT not in html(owner.get(address))
    assert "cannot be chosen" in html(owner.post(address, {"came_by": "nonsense"}), 422)
    house().assess()
    assert "Advertisement" in html(owner.get(reverse("where_from")))
    assert address in html(owner.get(reverse("customer", args=[customer.uuid])))


@pytest.mark.parametrize("name", ["enquiry", "enquiry_press", "enquiry_decide"])
def test_what_is_gone_is_told(owner: Client, name: str) -> None:
    gone = reverse(name, args=["00000000-0000-0000-0000-000000000000"])
    answer = owner.get(gone) if name == "enquiry" else owner.post(gone, {"decision": "no"})
    assert answer.status_code == 404


def test_no_letter_of_a_group_goes_outside(owner: Client) -> None:
    opened(owner)
    page = html(Client().get(reverse("outside_de")))
    assert not re.search(r"\b[ABC]-Kund|Gruppe [ABC]\b", page)


@pytest.mark.parametrize(
    ("state", "key"),
    [({}, "open"), ({"doubts": "trap"}, "held"), ({"decision": "no"}, "answered")],
)
def test_every_enquiry_is_reached_page_by_page(
    owner: Client, state: dict[str, str], key: str
) -> None:
    now = house().now()
    Enquiry.objects.bulk_create(
        Enquiry(name=f"Firma {n:03}.", way="typed", on=now.date(), at=now, **state)
        for n in range(130)
    )
    seen, here = list[str](), reverse("enquiries") + "?other=1"
    for _ in range(9):
        page = html(owner.get(here))
        seen += re.findall(r">(Firma \d+\.)<", page)
        further = re.search(r'href="([^"]+)" rel="next"', page)
        if further is None:
            break
        here = unescape(further[1])
        assert here.endswith(f"#{key}-ones")
        assert "other=1" in here
    assert len(seen) == len(set(seen)) == 130
    assert "Page 3 of 3, 130 in all" in page
    if key == "open":
        return
    # Whoever turns the pages finds the list open; else it is closed.
    assert f'<details id="{key}-ones" open>' in page
    assert f'<details id="{key}-ones">' in html(owner.get(reverse("enquiries")))
    # A number that nobody wrote here leads to a page that is there.
    for odd in ("0", "99", "x", "-1", "1" * 40):
        assert "Firma" in html(owner.get(reverse("enquiries"), {key: odd}))


def test_all_that_are_held_go_into_the_bin_from_the_last_page_too(owner: Client) -> None:
    now = house().now()
    Enquiry.objects.bulk_create(
        Enquiry(name=f"F{n}", way="form", doubts="trap", on=now.date(), at=now) for n in range(60)
    )
    page = html(owner.get(reverse("enquiries"), {"held": "2"}))
    newest = re.search(r'name="newest" value="([^"]+)"', page)
    assert newest is not None
    owner.post(reverse("enquiries_held_away"), {"newest": newest[1]})
    assert Enquiry.objects.filter(decision="bin").count() == 60


def test_the_bin_says_when_it_is_emptied_and_gives_back(
    owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WERTSCHATZ_CLOCK", "2026-03-02T09:00:00+00:00")
    owner.post(reverse("enquiries"), {"name": "Krone", "text": SCRIPT})
    made = Enquiry.objects.get()
    sheet, press = reverse("enquiry", args=[made.uuid]), reverse("enquiry_press", args=[made.uuid])
    owner.post(press, {"what": "bin"})
    page = html(owner.get(reverse("enquiries")))
    assert '<details id="binned-ones"><summary>In the bin: 1</summary>' in page
    assert "Is deleted on 1 Apr 2026." in page
    assert "In the bin: is deleted on 1 Apr 2026, with all its words." in html(owner.get(sheet))
    # Another time holds at once, and what nobody can mean is refused with a sentence.
    settings = reverse("enquiry_settings")
    assert owner.post(settings, {"bin_days": "7"}).status_code == 302
    assert "is deleted on 9 Mar 2026" in html(owner.get(sheet))
    for wrong in ("", "0", "x", "366", "9" * 40):
        told = html(owner.post(settings, {"bin_days": wrong}), 422)
        assert "from 1 to 365" in told
    owner.cookies["wertschatz_language"] = "de"
    assert "wird am 09.03.2026 mit allen Worten gelöscht" in html(owner.get(sheet))
    owner.post(press, {"what": "genuine"})
    assert "Papierkorb: 1" not in html(owner.get(reverse("enquiries")))
    made.refresh_from_db()
    assert (made.decision, made.decided_at) == ("", None)


def test_earlier_answers_of_the_profile_are_all_reached(owner: Client) -> None:
    for number in range(30):
        say(owner, "serve", f"Wirte {number:02}.")
    address = reverse("profile") + "?language=de&question=serve"
    seen = set[str]()
    for number in (1, 2, 3):
        page = html(owner.get(f"{address}&earlier={number}"))
        found = page.partition('id="earlier"')[2].partition("</details>")[0]
        seen |= set(re.findall(r"Wirte \d+", found))
    assert len(seen) == 29
