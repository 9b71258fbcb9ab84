"""Working with groups: instructions, the beginning of a contact, calling out, the goodbye."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.test_access import client_of
from tests.web.test_duplicates import base
from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.goodbye import STEPS
from wertschatz.storage.models import Action, CallOut, Customer, Goodbye, GoodbyeStep, Instruction
from wertschatz.wording.groups import (
    HOUSE_WORDS,
    STEP_HELP,
    STEP_NAMES,
    STEP_TEXTS,
    always_text,
    instruction_text,
    step_text,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Client:
    made = client_of("owner")
    made.cookies["wertschatz_language"] = "en"
    return made


def confirmed(letter: str) -> Customer:
    one, _ = base()
    house().say_word(one.uuid, group=letter, reason="", actor=None)
    house().assess()
    return one


def take_back(client: Client) -> None:
    newest = Action.objects.filter(undone_by=None).exclude(code="undo").latest("id")
    client.post(reverse("undo", args=[newest.uuid]))


@pytest.mark.parametrize("language", ["de", "en"])
def test_what_a_customer_may_hear_or_read_names_no_letter(language: str) -> None:
    for (group, kind), _ in HOUSE_WORDS.items():
        text = instruction_text(group, kind, {}, language)
        assert not {"A", "B", "C"} & set(text.replace(",", " ").replace(".", " ").split())
    assert set(STEP_NAMES) == set(STEP_HELP) == set(STEP_TEXTS) == set(STEPS)
    letter = step_text("letter", "2026-12-31", "Tischlerei Nord", language)
    assert "Tischlerei Nord" in letter
    assert "2026" in letter
    assert "{" not in letter


def test_own_words_hold_until_the_house_speaks_again(owner: Client) -> None:
    one = confirmed("B")
    start = reverse("start_contact", args=[one.uuid])
    form = {"group": "B", "kind": "contact", "B-contact": "Immer mit Kaffee"}
    owner.post(reverse("groups"), form)
    assert "Immer mit Kaffee" in owner.get(start).content.decode()
    owner.post(reverse("groups"), {**form, "house": "1"})
    assert "Immer mit Kaffee" not in owner.get(start).content.decode()
    take_back(owner)
    take_back(owner)
    assert Instruction.objects.count() == 0


def test_words_that_are_too_long_come_back_with_what_was_typed(owner: Client) -> None:
    form = {"group": "B", "kind": "contact", "B-contact": "x" * 601}
    answer = owner.post(reverse("groups"), form)
    assert answer.status_code == 422
    assert "601 characters" in answer.content.decode()
    assert "x" * 601 in answer.content.decode()


def test_where_a_contact_starts_the_letter_is_not_on_the_screen(owner: Client) -> None:
    one = confirmed("C")
    text = owner.get(reverse("start_contact", args=[one.uuid])).content.decode()
    before, _, behind = text.partition("<details data-reveal>")
    assert 'class="letter' not in before
    assert 'class="letter' in behind
    assert instruction_text("C", "contact", {}, "en") in before
    assert always_text("en").replace("'", "&#x27;") in before


def test_without_a_confirmed_letter_there_is_no_instruction(owner: Client) -> None:
    one, _ = base()
    house().assess()
    text = owner.get(reverse("start_contact", args=[one.uuid])).content.decode()
    assert "Listen first." in text


def test_a_call_with_b_shows_the_way_out_at_its_time_and_is_logged(owner: Client) -> None:
    one = confirmed("B")
    start = reverse("start_contact", args=[one.uuid])
    owner.post(reverse("log_contact", args=[one.uuid]), {"clock": "call", "next": start})
    text = owner.get(start).content.decode()
    assert 'data-after="8"' in text
    owner.post(reverse("groups"), {"way_out_minutes_b": "12", "way_out_minutes_c": "5"})
    assert 'data-after="12"' in owner.get(start).content.decode()
    owner.post(reverse("timer"), {"next": start})
    assert "data-call" not in owner.get(start).content.decode()


def test_a_never_gets_the_way_out_by_itself(owner: Client) -> None:
    one = confirmed("A")
    start = reverse("start_contact", args=[one.uuid])
    owner.post(reverse("log_contact", args=[one.uuid]), {"clock": "call", "next": start})
    text = owner.get(start).content.decode()
    assert "data-call" in text
    assert "data-after" not in text


def test_a_colleague_calls_me_out_and_nobody_learns_from_whom(owner: Client) -> None:
    one = confirmed("C")
    staff = client_of("staff")
    staff.cookies["wertschatz_language"] = "en"
    owner.post(reverse("call_me_out"), {"customer": str(one.uuid)})
    seen = staff.get(reverse("call_outs")).content.decode()
    assert "owner would like to be called out" in seen
    assert one.party.name not in seen
    wish = CallOut.objects.get()
    owner.post(reverse("call_out_answer", args=[wish.uuid]))
    assert CallOut.objects.get().taken_by is None
    staff.post(reverse("call_out_answer", args=[wish.uuid]))
    assert "staff calls you out." in owner.get(reverse("call_outs")).content.decode()
    assert "would like" not in staff.get(reverse("call_outs")).content.decode()
    owner.post(reverse("call_out_answer", args=[wish.uuid]), {"over": "1"})
    assert "calls you out" not in owner.get(reverse("call_outs")).content.decode()


def test_an_old_wish_is_forgotten(owner: Client) -> None:
    owner.post(reverse("call_me_out"), {})
    CallOut.objects.update(at=house().now() - dt.timedelta(hours=1))
    assert "called out" not in owner.get(reverse("call_outs")).content.decode()


def test_alone_in_the_house_no_page_asks_for_colleagues(owner: Client) -> None:
    assert reverse("call_outs") not in owner.get(reverse("groups")).content.decode()
    client_of("staff")
    assert reverse("call_outs") in owner.get(reverse("groups")).content.decode()


def test_a_soft_line_that_keeps_nothing(owner: Client) -> None:
    before = Action.objects.count()
    answer = owner.post(reverse("gently"), {"text": "so ein Idiot"})
    assert "Perhaps say what happened" in answer.content.decode()
    assert owner.post(reverse("gently"), {"text": "hat pünktlich gezahlt"}).content == b""
    assert Action.objects.count() == before


# -- the goodbye


def begin(client: Client, customer: UUID, **more: str) -> int:
    form = {"content": "no", "contract": "none", **more}
    return client.post(reverse("goodbye", args=[customer]), form).status_code


def test_the_goodbye_is_offered_only_where_c_is_confirmed(owner: Client) -> None:
    one = confirmed("C")
    page = reverse("customer", args=[one.uuid])
    assert reverse("goodbye", args=[one.uuid]) in owner.get(page).content.decode()
    house().say_word(one.uuid, group="A", reason="", actor=None)
    house().assess()
    assert reverse("goodbye", args=[one.uuid]) not in owner.get(page).content.decode()


def test_contracts_come_first(owner: Client) -> None:
    one = confirmed("C")
    answer = owner.post(reverse("goodbye", args=[one.uuid]), {"content": "no"})
    assert answer.status_code == 422
    assert "whether a contract is running" in answer.content.decode()
    assert begin(owner, one.uuid, contract="running", until="soon") == 422
    assert begin(owner, one.uuid, contract="running", notice_days="99999") == 422
    assert not Goodbye.objects.exists()


def test_steps_over_months_letters_and_the_end_each_taken_back(owner: Client) -> None:
    one = confirmed("C")
    until = house().today() + dt.timedelta(days=200)
    form = {"contract": "running", "until": until.isoformat(), "notice_days": "30"}
    assert begin(owner, one.uuid, **form, other_provider="Tischlerei Nord") == 302
    goodbye = Goodbye.objects.get()
    assert GoodbyeStep.objects.get(code="last_order").due_on == until
    page = owner.get(reverse("goodbye", args=[one.uuid])).content.decode()
    assert "Tischlerei Nord could take over" in page
    assert begin(owner, one.uuid) == 422
    step = reverse("goodbye_step", args=[one.uuid, goodbye.uuid])
    owner.post(step, {"code": "letter", "text": "Mein Brief", "due": until.isoformat()})
    owner.post(step, {"code": "talk", "done": "yes"})
    assert "Mein Brief" in owner.get(reverse("goodbye", args=[one.uuid])).content.decode()
    owner.post(reverse("goodbye_end", args=[one.uuid, goodbye.uuid]), {"outcome": "parted"})
    assert "You have parted from" in owner.get(reverse("goodbye", args=[one.uuid])).content.decode()
    for _ in range(4):
        take_back(owner)
    assert not Goodbye.objects.exists()
    assert not GoodbyeStep.objects.exists()


def test_nothing_begins_without_the_owners_own_word(owner: Client) -> None:
    one = confirmed("B")
    assert begin(owner, one.uuid) == 422
    assert not Goodbye.objects.exists()


def under_way(owner: Client, **more: str) -> tuple[Customer, str]:
    one = confirmed("C")
    begin(owner, one.uuid, **more)
    return one, reverse("goodbye_step", args=[one.uuid, Goodbye.objects.get().uuid])


def test_a_step_that_moves_takes_those_behind_it_along_and_one_undo_brings_all_back(
    owner: Client,
) -> None:
    _, step = under_way(owner, contract="running", notice_days="90")
    before = dict(GoodbyeStep.objects.values_list("code", "due_on"))
    far = house().today() + dt.timedelta(days=300)
    owner.post(step, {"code": "letter", "text": "", "due": far.isoformat()})
    after = dict(GoodbyeStep.objects.values_list("code", "due_on"))
    assert after["letter"] == far
    assert after["last_order"] == far + dt.timedelta(days=90)
    take_back(owner)
    assert dict(GoodbyeStep.objects.values_list("code", "due_on")) == before


@pytest.mark.parametrize(
    ("code", "due", "told"),
    [
        ("last_order", 31, "notice allows no end"),
        ("thanks", 0, "cannot come earlier"),
        ("thanks", 9_000, "too far ahead"),
    ],
)
def test_a_day_that_cannot_be_is_told_with_what_was_typed(
    owner: Client, code: str, due: int, told: str
) -> None:
    _, step = under_way(owner, contract="running", notice_days="90")
    day = (house().today() + dt.timedelta(days=due)).isoformat()
    answer = owner.post(step, {"code": code, "text": "Meine Worte", "due": day})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    assert f'value="{day}"' in page
    assert "Meine Worte" in page
    assert not GoodbyeStep.objects.filter(text="Meine Worte").exists()


@pytest.mark.parametrize("until", ["0001-01-01", "1000-06-30", "9999-12-31"])
def test_a_contract_of_another_age_is_refused(owner: Client, until: str) -> None:
    one = confirmed("C")
    form = {"contract": "running", "until": until, "notice_days": "30"}
    answer = owner.post(reverse("goodbye", args=[one.uuid]), {"content": "no", **form})
    assert answer.status_code == 422
    assert f'value="{until}"' in answer.content.decode()
    assert not Goodbye.objects.exists()
    _, step = under_way(owner)
    before = list(GoodbyeStep.objects.values_list("due_on", flat=True))
    terms = reverse("goodbye_terms", args=[one.uuid, Goodbye.objects.get().uuid])
    assert owner.post(terms, form).status_code == 422
    for code in ("talk", "last_order"):
        assert owner.post(step, {"code": code, "text": "", "due": until}).status_code == 422
    assert list(GoodbyeStep.objects.values_list("due_on", flat=True)) == before


def test_the_contract_of_a_goodbye_is_corrected_and_taken_back(owner: Client) -> None:
    one, step = under_way(owner, contract="running", notice_days="90")
    page = reverse("goodbye", args=[one.uuid])
    goodbye = Goodbye.objects.get()
    before = dict(GoodbyeStep.objects.values_list("code", "due_on"))
    terms = reverse("goodbye_terms", args=[one.uuid, goodbye.uuid])
    assert f'action="{terms}"' in owner.get(page).content.decode()
    until = house().today() + dt.timedelta(days=200)
    owner.post(step, {"code": "talk", "done": "yes"})
    form = {"contract": "running", "until": until.isoformat(), "notice_days": "14"}
    assert owner.post(terms, {**form, "code": "terms"}).status_code == 302
    text = owner.get(page).content.decode()
    assert "Notice: 14 days." in text
    assert f'type="date" value="{until.isoformat()}"' in text
    after = dict(GoodbyeStep.objects.values_list("code", "due_on"))
    assert after["last_order"] == until
    assert after["talk"] == before["talk"]
    take_back(owner)
    goodbye.refresh_from_db()
    assert (goodbye.contract_until, goodbye.notice_days) == (None, 90)
    assert dict(GoodbyeStep.objects.values_list("code", "due_on")) == before
    assert owner.post(terms, {"contract": "none"}).status_code == 302
    assert "No contract is running." in owner.get(page).content.decode()


def test_a_refused_correction_keeps_what_was_typed(owner: Client) -> None:
    one, _ = under_way(owner, contract="running", notice_days="90")
    terms = reverse("goodbye_terms", args=[one.uuid, Goodbye.objects.get().uuid])
    form = {"code": "terms", "contract": "running", "until": "2099-01-01", "notice_days": "x9"}
    answer = owner.post(terms, form)
    assert answer.status_code == 422
    part = answer.content.decode().split(f'action="{terms}"')[1].split("</form>")[0]
    for typed in ("2099-01-01", "x9", 'value="running" checked'):
        assert typed in part
    owner.post(reverse("goodbye_end", args=[one.uuid, Goodbye.objects.get().uuid]), {})
    assert owner.post(terms, {"contract": "none"}).status_code == 422


def test_letters_come_in_both_languages_and_unchanged_ones_follow_the_plan(owner: Client) -> None:
    one, step = under_way(owner)
    page = reverse("goodbye", args=[one.uuid])
    end = GoodbyeStep.objects.get(code="last_order").due_on.isoformat()
    german = step_text("letter", end, "", "de")
    assert german in owner.get(page, {"in": "de"}).content.decode()
    assert german not in owner.get(page, {"in": "en"}).content.decode()
    for language in ("de", "en"):
        text = step_text("letter", end, "", language).replace("\n", "\r\n")
        owner.post(step, {"code": "letter", "text": text, "due": ""})
        assert GoodbyeStep.objects.get(code="letter").text == ""
    owner.post(step, {"code": "letter", "text": "Bis zum 1.1.2001", "due": ""})
    assert "does not name the day" in owner.get(page).content.decode()


def test_a_word_taken_back_takes_its_instruction_at_once(owner: Client) -> None:
    one = confirmed("C")
    start = reverse("start_contact", args=[one.uuid])
    house().say_word(one.uuid, group="", reason="", actor=None)
    assert "Listen first." in owner.get(start).content.decode()
    house().say_word(one.uuid, group="A", reason="", actor=None)
    assert instruction_text("A", "contact", {}, "en") in owner.get(start).content.decode()


def test_what_stands_on_open_pages_does_not_change_by_itself(owner: Client) -> None:
    """A screen reader would tell it again, and the focus would be lost, every five seconds."""
    staff = client_of("staff")
    owner.post(reverse("call_me_out"), {})
    assert staff.get(reverse("call_outs")).content == staff.get(reverse("call_outs")).content


def test_staff_ask_from_their_own_page(owner: Client) -> None:
    one, _ = base()
    page = client_of("staff").get(reverse("contacts_with", args=[one.uuid])).content.decode()
    assert reverse("call_me_out") in page


def test_the_advice_follows_what_is_said(owner: Client) -> None:
    one = confirmed("C")
    page = reverse("goodbye", args=[one.uuid])
    shares = owner.get(page).content.decode()
    assert "of the revenue" in shares
    large = "Find others first" in shares
    told = owner.get(page + "?content=no").content.decode()
    assert large or "honest end" in told
