"""Search, tags, filters, many at once, archive and register on their pages."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.storage.rows import row, take_in
from tests.web.test_access import client_of
from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.register import print_of
from wertschatz.storage.models import Customer, SavedFilter, Tag, Tagged
from wertschatz.storage.queries.customers import customers_page
from wertschatz.web.commands import COMMANDS

pytestmark = pytest.mark.django_db
LIST = "/customers/"


def client(role: str, language: str = "de") -> Client:
    made = client_of(role)
    made.cookies["wertschatz_language"] = language
    return made


def base(*names: str) -> Customer:
    names = names or ("Müller GmbH", "Roth")
    take_in([row(name, str(number), cents=10_000) for number, name in enumerate(names, 1)])
    house().assess()
    return Customer.objects.get(party__name=names[0])


def page(someone: Client, address: str, status: int = 200) -> str:
    answer = someone.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def title(text: str) -> str:
    return text.split("<h1>")[1].split("</h1>")[0]


# -- search and palette


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_search_page_asks_answers_and_says_when_there_is_nothing(language: str) -> None:
    one = base()
    owner = client("owner", language)
    titles = {title(page(owner, f"/search/?q={text}")) for text in ("", "müll", "xyzxyz")}
    assert len(titles) == 3
    text = page(owner, "/search/?q=müll")
    assert reverse("customer", args=[one.uuid]) in text
    assert 'class="letter' in text
    part = owner.get("/search/?q=müll", headers={"HX-Request": "true"}).content.decode()
    assert "<h1>" not in part
    assert "Müller GmbH" in part


def test_staff_find_customers_without_letters_invoices_or_notes() -> None:
    one = base()
    house().note_mark(
        one.uuid, kind="tone", note="Müller war laut", on=None, owner=True, actor=None
    )
    house().put_tag_on(one.uuid, "Müller-Tag", None)
    staff = client("staff")
    text = page(staff, "/search/?q=müller") + page(staff, "/palette/?q=müller")
    assert "Müller GmbH" in text
    assert reverse("contacts_with", args=[one.uuid]) in text
    for hidden in ('class="letter', "laut", "Müller-Tag", reverse("customer", args=[one.uuid])):
        assert hidden + '"' not in text
        assert hidden == reverse("customer", args=[one.uuid]) or hidden not in text


@pytest.mark.parametrize("role", ["owner", "staff"])
def test_the_palette_offers_what_this_person_may_do(role: str) -> None:
    text = page(client(role, "en"), "/palette/")
    for command in COMMANDS:
        assert (command.name in text) == (role == "owner" or command.staff)
    assert "<html" not in text


def test_commands_are_found_by_the_beginnings_of_their_words() -> None:
    owner = client("owner", "de")
    assert reverse("budget") in page(owner, "/palette/?q=zeitb")
    assert reverse("fresh") in page(owner, "/palette/?q=urlaub neu")
    assert reverse("budget") not in page(owner, "/palette/?q=urlaub")


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_key_stands_in_the_help(language: str) -> None:
    keys = page(client("owner", language), "/search/").split('id="help"')[1].split("</dialog>")[0]
    assert set(re.findall(r"<kbd>(.*?)</kbd>", keys)) >= {"/", "j", "k", "e", "n", "m", "u", "?"}


# -- tags


def test_a_tag_is_put_on_seen_filtered_renamed_and_deleted() -> None:
    one = base()
    owner = client("owner")
    sheet = reverse("customer", args=[one.uuid])
    answer = owner.post(reverse("put_tag_on", args=[one.uuid]), {"label": "Messe"})
    assert answer["Location"] == f"{sheet}#tags"
    tag = Tag.objects.get()
    assert f"?tag={tag.uuid}" in page(owner, sheet)
    listed = page(owner, f"{LIST}?tag={tag.uuid}")
    assert "Müller GmbH" in listed
    assert ">Roth<" not in listed
    assert "Messe" in page(owner, LIST).split("<tbody>")[1]
    change = reverse("change_tag", args=[tag.uuid])
    assert owner.post(change, {"label": ""}).status_code == 422
    owner.post(change, {"label": "Schau"})
    assert Tag.objects.get().name == "Schau"
    answer = owner.post(change, {"delete": "1"})
    assert "Schau" in page(owner, answer["Location"])
    assert not Tagged.objects.exists()
    refused = owner.post(reverse("take_tag_off", args=[one.uuid]), {"tag": str(tag.uuid)})
    assert refused.status_code == 422
    long = owner.post(reverse("put_tag_on", args=[one.uuid]), {"label": "x" * 61})
    assert long.status_code == 422
    assert f'value="{"x" * 61}"' in long.content.decode()


# -- kept filters


def test_a_filter_is_kept_shown_and_removed() -> None:
    base()
    owner = client("owner")
    keep = reverse("keep_filter")
    answer = owner.post(keep, {"name": "Müllers", "query": "q=müll&page=7&evil=1"})
    kept = SavedFilter.objects.get()
    assert kept.query == "q=m%C3%BCll"
    assert answer["Location"] == f"{LIST}?{kept.query}"
    text = page(owner, answer["Location"])
    assert "Müllers" in text
    assert 'aria-current="true">Müllers' in text
    assert owner.post(keep, {"name": " ", "query": "q=x"}).status_code == 422
    owner.post(reverse("forget_filter", args=[kept.uuid]))
    assert not SavedFilter.objects.exists()
    assert owner.post(reverse("forget_filter", args=[kept.uuid])).status_code == 422


# -- many at once


def test_ticked_customers_are_tagged_and_all_of_it_is_taken_back_in_one_press() -> None:
    one = base()
    owner = client("owner")
    form = {"chosen": [str(row.uuid) for row in Customer.objects.all()], "label": "Messe"}
    answer = owner.post(reverse("many"), {**form, "wish": "tag", "query": "sort=name"})
    assert answer["Location"].startswith(f"{LIST}?sort=name&done=")
    text = page(owner, answer["Location"])
    assert Tagged.objects.count() == 2
    told = text.split('class="told"')[1].split("</div>")[0]
    undo = re.search(r'action="(/done/[^"]+/undo/)"', told)
    assert undo is not None
    assert owner.post(undo[1]).status_code == 302
    assert not Tagged.objects.exists()
    assert not Tag.objects.exists()
    for wrong in ({"wish": "tag"}, {"wish": "tag", "label": "x", "chosen": "no"}, {"wish": "?"}):
        assert owner.post(reverse("many"), wrong).status_code == 422
    assert one


@pytest.mark.parametrize("wish", ["tag", "untag", "archive", "confirm"])
def test_for_more_than_fifty_a_page_asks_with_number_and_wish(wish: str) -> None:
    base(*(f"Kunde {number}" for number in range(55)))
    owner = client("owner")
    form = {"all": "1", "wish": wish, "label": "Messe", "query": "q=kunde"}
    asked = owner.post(reverse("many"), form)
    assert asked.status_code == 200
    text = asked.content.decode()
    assert "55" in title(text)
    assert not Tagged.objects.exists()
    sent = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text.split("<main")[1]))
    assert {key: sent[key] for key in form} == form
    answer = owner.post(reverse("many"), sent)
    assert answer.status_code == (422 if wish == "untag" else 302)
    assert Tagged.objects.count() == (55 if wish == "tag" else 0)
    assert customers_page().total == (0 if wish == "archive" else 55)


def test_a_refused_change_of_many_keeps_ticks_page_and_filter() -> None:
    base(*(f"Kunde {number:02}" for number in range(60)))
    owner = client("owner")
    second = page(owner, f"{LIST}?q=kunde&sort=name&order=up&page=2")
    assert 'name="page" value="2"' in second
    shown = re.findall(r'name="chosen" value="([^"]+)"', second)
    form = {"query": "q=kunde&sort=name&order=up", "page": "2", "chosen": shown[:2]}
    answer = owner.post(reverse("many"), {**form, "wish": "tag", "label": " "})
    assert answer.status_code == 422
    text = answer.content.decode()
    ticked = re.findall(r'name="chosen" value="([^"]+)" form="many" checked', text)
    assert ticked == shown[:2]
    assert re.findall(r'name="chosen" value="([^"]+)"', text) == shown
    assert 'name="query" value="q=kunde&amp;sort=name&amp;order=up"' in text
    assert '<details class="many" open>' in text
    owner.post(reverse("archive", args=[shown[0]]))
    archive = owner.post(
        reverse("many"),
        {"query": "archived=1", "chosen": shown[0], "wish": "untag", "label": "Messe"},
    )
    assert archive.status_code == 422
    assert f'value="{shown[0]}" form="many" checked' in archive.content.decode()


def test_a_change_of_many_comes_back_to_its_page() -> None:
    base(*(f"Kunde {number:02}" for number in range(60)))
    owner = client("owner")
    form = {"query": "q=kunde", "page": "2", "wish": "tag", "label": "Messe"}
    asked = owner.post(reverse("many"), {**form, "all": "1"}).content.decode()
    assert "?q=kunde&amp;page=2" in asked
    sent = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', asked.split("<main")[1]))
    answer = owner.post(reverse("many"), sent)
    assert answer["Location"].startswith(f"{LIST}?q=kunde&page=2&done=")
    refused = owner.post(reverse("many"), {**form, "wish": "untag", "label": "?", "all": "1"})
    if refused.status_code == 200:
        refused = owner.post(reverse("many"), {**sent, "wish": "untag", "label": "?"})
    assert refused.status_code == 422
    assert 'name="all" value="1" checked' in refused.content.decode()


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_refused_name_of_a_tag_stands_in_its_form(language: str) -> None:
    one = base()
    owner = client("owner", language)
    house().put_tag_on(one.uuid, "Messe", None)
    change = reverse("change_tag", args=[Tag.objects.get().uuid])
    long = "x" * 61
    query = f"tag={Tag.objects.get().uuid}&sort=name"
    answer = owner.post(change, {"label": long, "query": query})
    assert answer.status_code == 422
    text = answer.content.decode()
    form = text.split(f'action="{change}"')[1].split("</form>")[0]
    assert f'value="{long}"' in form
    assert 'class="problem"' in form
    assert query.replace("&", "&amp;") in form
    assert text.count(long) == 1, "it stands in its own form only"
    assert 'name="label" list="many-known"' in text
    bare = owner.post(change, {"label": ""}).content.decode()
    assert f'action="{change}"' in bare


# -- archive


def test_archived_says_so_on_its_page_in_search_and_comes_back() -> None:
    one = base()
    owner = client("owner")
    sheet, address = reverse("customer", args=[one.uuid]), reverse("archive", args=[one.uuid])
    assert owner.post(address)["Location"] == sheet
    text = page(owner, sheet)
    assert "liegt im Archiv" in text
    assert 'hx-trigger="load' not in text
    assert "Müller GmbH" not in page(owner, LIST).split("<main")[1]
    assert "im Archiv" in page(owner, "/search/?q=müller").split("<main")[1]
    archive = page(owner, f"{LIST}?archived=1")
    assert title(archive).startswith("1 ")
    assert "Müller GmbH" in archive
    assert "Müller GmbH" in page(owner, f"{LIST}?archived=1&q=mueller")
    owner.post(address, {"back": "1"})
    house().assess()
    assert "Müller GmbH" in page(owner, LIST)


# -- the register


@pytest.mark.parametrize("language", ["de", "en"])
def test_while_one_types_it_is_asked_whether_it_is_this_one(language: str) -> None:
    one = base()
    owner = client("owner", language)
    part = page(owner, reverse("alike") + "?name=Mueller")
    assert reverse("customer", args=[one.uuid]) in part
    assert "<html" not in part
    assert reverse("customer", args=[one.uuid]) not in page(owner, reverse("alike") + "?name=Zoll")
    answer = owner.post(reverse("new_customer"), {"name": "Müller GmbH", "terms_days": "21"})
    made = Customer.objects.exclude(pk=one.pk).get(party__name="Müller GmbH")
    assert answer["Location"] == reverse("customer", args=[made.uuid])
    assert page(owner, answer["Location"])


def test_what_was_typed_is_still_there_when_it_is_refused() -> None:
    owner = client("owner")
    answer = owner.post(reverse("new_customer"), {"name": "Roth", "terms_days": "bald"})
    assert answer.status_code == 422
    assert 'value="bald"' in answer.content.decode()
    assert owner.post(reverse("new_customer"), {"town": "Ulm"}).status_code == 422
    assert not Customer.objects.exists()


def test_two_who_change_the_same_both_see_both() -> None:
    one = base()
    anna, address = client("owner"), reverse("edit_customer", args=[one.uuid])
    before = page(anna, address)
    seen = re.search(r'name="seen" value="(\w+)"', before)
    assert seen is not None
    assert seen[1] == print_of(house().entry(one.uuid))
    form = {"name": "Müller AG", "town": "Ulm", "seen": seen[1]}
    assert anna.post(address, form).status_code == 302
    answer = anna.post(address, {**form, "name": "Müller KG"})
    assert answer.status_code == 422
    text = answer.content.decode()
    both = text.split('class="both"')[1].split("</table>")[0]
    assert "Müller AG" in both
    assert "Müller KG" in both
    assert "Ulm" not in both
    assert 'value="Müller KG"' in text
    newer = re.search(r'name="seen" value="(\w+)"', text)
    assert newer is not None
    assert anna.post(address, {**form, "name": "Müller KG", "seen": newer[1]}).status_code == 302
    assert house().entry(one.uuid).name == "Müller KG"


def test_of_a_customer_that_is_not_there_nothing_can_be_changed() -> None:
    owner = client("owner")
    missing = "00000000-0000-0000-0000-000000000000"
    assert owner.get(reverse("edit_customer", args=[missing])).status_code == 404
    for name in ("put_tag_on", "archive"):
        assert owner.post(reverse(name, args=[missing]), {"label": "x"}).status_code in (404, 422)
