"""Tags, kept filters, many at once, the archive and the register: kept, read, taken back."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.storage.rows import row, take_in
from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.register import Entry, print_of
from wertschatz.ports.hygiene import ListFilter
from wertschatz.storage import search, searchable
from wertschatz.storage.models import (
    Assessment,
    Customer,
    GroupDecision,
    Party,
    SavedFilter,
    Tag,
    Tagged,
    User,
)
from wertschatz.storage.queries.customers import archived_page, customer_sheet, customers_page
from wertschatz.storage.queries.everything import everything
from wertschatz.storage.queries.tags import filters_of, tags_of, tags_on
from wertschatz.usecases.refusals import Refused
from wertschatz.usecases.write_the_register import ChangedMeanwhile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day_of_the_rows")]


def base(*names: str) -> list[Customer]:
    names = names or ("Müller GmbH", "Roth", "Weiß")
    take_in([row(name, str(number), cents=10_000 * number) for number, name in enumerate(names, 1)])
    house().assess()
    return [Customer.objects.get(party__name=name) for name in names]


def listed(**asked: object) -> set[str]:
    return {line.name for line in customers_page(**asked).lines}  # type: ignore[arg-type]


def named(customer: Customer) -> list[str]:
    return [tag.name for tag in tags_of(customer.uuid)]


# -- tags


def test_a_tag_is_there_once_and_filters_the_list() -> None:
    one, other, _ = base()
    assert house().put_tag_on(one.uuid, " Größe  XL ", None)
    assert house().put_tag_on(other.uuid, "groesse xl", None)
    assert house().put_tag_on(other.uuid, "Größe XL", None) is None
    tag = Tag.objects.get()
    assert tag.name == "Größe XL"
    assert listed(tag=tag.uuid) == {"Müller GmbH", "Roth"}
    assert tags_on([one.uuid]) == {one.uuid: ["Größe XL"]}
    house().take_tag_off(one.uuid, tag.uuid, None)
    assert listed(tag=tag.uuid) == {"Roth"}


def test_whoever_is_merged_brings_its_tags_and_takes_them_along_again() -> None:
    one, other, _ = base()
    house().put_tag_on(one.uuid, "Messe", None)
    house().put_tag_on(other.uuid, "Messe", None)
    house().put_tag_on(other.uuid, "Stamm", None)
    merged = house().merge(other.uuid, into=one.uuid, actor=None)
    house().assess()
    assert named(one) == named(other) or named(one) == ["Messe", "Stamm"]
    assert listed(tag=Tag.objects.get(name="Stamm").uuid) == {"Müller GmbH"}
    assert tags_on([one.uuid]) == {one.uuid: ["Messe", "Stamm"]}
    assert house().put_tag_on(one.uuid, "stamm", None) is None
    house().undo(merged, None)
    assert named(one) == ["Messe"]
    assert named(other) == ["Messe", "Stamm"]


def test_two_tags_of_one_name_become_one_and_two_again() -> None:
    one, other, _ = base()
    house().put_tag_on(one.uuid, "Messe", None)
    house().put_tag_on(one.uuid, "Ausstellung", None)
    house().put_tag_on(other.uuid, "Ausstellung", None)
    before = state()
    gone = Tag.objects.get(name="Ausstellung")
    joined = house().rename_tag(gone.uuid, "MESSE", None)
    assert named(one) == named(other) == ["Messe"]
    assert joined
    assert house().undo(joined, None).done
    assert state() == before
    renamed = house().rename_tag(gone.uuid, "Schau", None)
    assert named(other) == ["Schau"]
    deleted = house().delete_tag(gone.uuid, None)
    assert named(other) == []
    assert renamed
    assert house().undo(deleted, None).done
    assert house().undo(renamed, None).done
    assert state() == before


def state() -> tuple[object, ...]:
    tags = sorted(Tag.objects.values_list("id", "uuid", "name", "folded"))
    return tags, sorted(Tagged.objects.values_list("id", "tag", "customer"))


@pytest.mark.parametrize("wrong", ["", "  ", "x" * 61])
def test_a_tag_without_letters_or_with_far_too_many_is_refused(wrong: str) -> None:
    one, *_ = base()
    with pytest.raises(Refused):
        house().put_tag_on(one.uuid, wrong, None)
    with pytest.raises(Refused, match="customer_gone"):
        house().put_tag_on(uuid.uuid4(), "Messe", None)
    with pytest.raises(Refused, match="tag_gone"):
        house().take_tag_off(one.uuid, uuid.uuid4(), None)
    assert not Tag.objects.exists()


# -- kept filters


def test_a_filter_is_kept_for_one_person_replaced_and_taken_back() -> None:
    anna = User.objects.create_user("anna", password="x").pk
    ben = User.objects.create_user("ben", password="x").pk
    house().keep_filter(anna, "Meine A", "group=A")
    replaced = house().keep_filter(anna, "Meine A", "group=A&sort=late")
    assert [line.query for line in filters_of(anna)] == ["group=A&sort=late"]
    assert filters_of(ben) == []
    kept = SavedFilter.objects.get()
    with pytest.raises(Refused, match="filter_gone"):
        house().forget_filter(ben, kept.uuid)
    gone = house().forget_filter(anna, kept.uuid)
    assert filters_of(anna) == []
    assert house().undo(gone, None).done
    assert house().undo(replaced, None).done
    assert [line.query for line in filters_of(anna)] == ["group=A"]


# -- many at once


def test_many_are_tagged_by_filter_in_one_step() -> None:
    one, other, _ = base()
    house().put_tag_on(one.uuid, "Messe", None)
    done = house().change_many(ListFilter("ro"), wish="tag", tag="messe", actor=None)
    assert (done.customers, done.ask) == (1, False)
    done = house().change_many(ListFilter(), wish="tag", tag="messe", actor=None)
    assert done.customers == 3
    assert Tagged.objects.count() == 3
    assert house().undo(done.action or one.uuid, None).done
    assert named(one) == named(other) == ["Messe"]
    assert Tagged.objects.count() == 2
    done = house().change_many([one.uuid, other.uuid], wish="untag", tag="Messe", actor=None)
    assert Tagged.objects.count() == 0
    again = house().change_many([one.uuid], wish="untag", tag="Messe", actor=None)
    assert again.action is None


def test_more_than_fifty_are_asked_about_with_their_number() -> None:
    base(*(f"Kunde {number}" for number in range(60)))
    asked = house().change_many(ListFilter(), wish="archive", actor=None)
    assert (asked.customers, asked.ask, asked.action) == (60, True, None)
    wrong = house().change_many(ListFilter(), wish="archive", sure=59, actor=None)
    assert wrong.ask
    done = house().change_many(ListFilter(), wish="archive", sure=60, actor=None)
    assert not done.ask
    assert customers_page().total == 0
    assert archived_page(ListFilter(archived=True)).total == 60
    assert house().undo(done.action or uuid.uuid4(), None).done
    house().assess()
    assert customers_page().total == 60


def test_all_proposed_letters_are_confirmed_and_no_other() -> None:
    one, *_ = base()
    house().say_word(one.uuid, group="C", reason="", actor=None)
    house().assess()
    open_ones = set(Assessment.objects.filter(confirmed=False).exclude(group="").values_list("pk"))
    done = house().change_many(ListFilter(), wish="confirm", actor=None)
    said = GroupDecision.objects.exclude(customer=one)
    assert set(said.values_list("customer_id")) == open_ones
    assert GroupDecision.objects.filter(customer=one).count() == 1
    house().assess()
    assert not Assessment.objects.filter(pk__in=[pk for (pk,) in open_ones], confirmed=False)
    assert done.action
    assert house().undo(done.action, None).done
    assert GroupDecision.objects.count() == 1


@pytest.mark.parametrize(
    ("wish", "chosen", "code"),
    [
        ("dance", None, "wish_unknown"),
        ("tag", None, "tag_missing"),
        ("archive", [], "nobody_chosen"),
    ],
)
def test_what_cannot_be_done_with_many_is_refused(
    wish: str, chosen: list[uuid.UUID] | None, code: str
) -> None:
    one, *_ = base()
    with pytest.raises(Refused, match=code):
        house().change_many([one.uuid] if chosen is None else chosen, wish=wish, actor=None)


def test_so_many_queries_for_many_as_for_few() -> None:
    base(*(f"Kunde {number}" for number in range(200)))
    counts = []
    for names in ("kunde 1", "kunde"):
        found = ListFilter(names)
        number = len(listed(search_for=names)) if names == "kunde 1" else 200
        for wish in ("tag", "archive", "bring_back", "untag"):
            asked = ListFilter(names, archived=wish == "bring_back")
            with CaptureQueriesContext(connection) as queries:
                total = customers_page(search_for=found.search_for).total
                sure = archived_page(asked).total if asked.archived else total
                house().change_many(asked, wish=wish, tag="x", sure=sure, actor=None)
            counts.append(len(queries))
            if wish == "bring_back":
                house().assess()
        assert number
    few, many = sum(counts[:4]), sum(counts[4:])
    assert many <= few + 20


# -- the archive


def test_whoever_is_archived_leaves_lists_and_analysis_and_is_found_by_search() -> None:
    one, other, _ = base()
    done = house().archive(one.uuid, True, None)
    assert listed() == {"Roth", "Weiß"}
    house().assess()
    assert listed() == {"Roth", "Weiß"}
    assert [hit.archived for hit in everything("müller").customers] == [True]
    sheet = customer_sheet(one.uuid, dt.date(2026, 11, 23))
    assert sheet is not None
    assert sheet.archived
    assert house().archive(one.uuid, True, None) is None
    assert done
    assert house().undo(done, None).done
    house().assess()
    assert "Müller GmbH" in listed()
    assert other.uuid


def test_the_archive_holds_a_merged_customer_as_a_whole() -> None:
    one, other, _ = base()
    house().merge(other.uuid, into=one.uuid, actor=None)
    house().archive(other.uuid, True, None)
    house().assess()
    assert listed() == {"Weiß"}
    lines = archived_page(ListFilter("roth", archived=True)).lines
    assert [line.name for line in lines] == ["Müller GmbH"]
    house().archive(one.uuid, False, None)
    house().assess()
    assert listed() == {"Müller GmbH", "Weiß"}
    assert Assessment.objects.get(customer=one).revenue_cents == 30_000


@pytest.mark.parametrize("text", ["werk", "@firma.example", "archiv"])
def test_the_archive_is_searched_beyond_the_first_thousand(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(search, "MOST", 20)
    base(*(f"Werk {number}" for number in range(30)), "Archiv Alt")
    for party in Party.objects.all():
        Party.objects.filter(pk=party.pk).update(email=f"a{party.pk}@firma.example")
    searchable.renew(list(Party.objects.values_list("pk", flat=True)))
    named_so = Customer.objects.filter(party__name__startswith="Werk").order_by("-id")
    last, other = named_so[0], named_so[1]
    alias = Customer.objects.get(party__name="Archiv Alt")
    house().archive(last.uuid, True, None)
    house().archive(other.uuid, True, None)
    house().merge(alias.uuid, into=last.uuid, actor=None)
    found = {line.name for line in archived_page(ListFilter(text, archived=True)).lines}
    assert found == {last.party.name} | (set() if text == "archiv" else {other.party.name})


def test_archiving_again_after_all_empties_the_lists_again() -> None:
    one, *_ = base()
    done = house().archive(one.uuid, True, None)
    back = house().undo(done or one.uuid, None)
    house().assess()
    assert "Müller GmbH" in listed()
    house().undo(back.action or one.uuid, None)
    assert "Müller GmbH" not in listed()


# -- the register


def test_a_new_customer_is_there_found_and_taken_back() -> None:
    base()
    typed = Entry("Zoë Brandt", "K-77", "DE 1", "Am Bach 1", "10115", "Berlin", "de",
                  "zoe@brandt.example", "030/231 25-0", 21)  # fmt: skip
    made = house().add_customer(typed, None)
    house().assess()
    assert house().entry(made).country == "DE"
    assert Customer.objects.get(uuid=made).terms_days == 21
    for text in ("zoe", "k77", "K-77", "+49 30 23125", "brandt.example", "zoe@"):
        assert made in {hit.uuid for hit in everything(text).customers}, text
    from wertschatz.storage.queries.actions import actions_page

    line = actions_page(1, 1).lines[0]
    assert (line.code, line.party_uuid) == ("customer_added", made)
    assert house().undo(line.uuid, None).done
    assert everything("zoe").customers == []
    assert house().undo(actions_page(1, 1).lines[0].uuid, None).done
    assert [hit.uuid for hit in everything("23125").customers] == [made]


def test_a_second_one_of_the_same_name_is_added_all_the_same() -> None:
    base()
    house().add_customer(Entry("Roth"), None)
    assert Customer.objects.filter(party__name="Roth").count() == 2


def test_a_changed_name_is_found_and_after_an_undo_the_old_one() -> None:
    one, *_ = base()
    seen = print_of(house().entry(one.uuid))
    typed = Entry("Krämer & Kühn", phone="0341 445566", email="post@kk.example", terms_days=30)
    done = house().edit_customer(one.uuid, typed, seen=seen, actor=None)
    assert [hit.uuid for hit in everything("kraemer").customers] == [one.uuid]
    assert [hit.uuid for hit in everything("445566").customers] == [one.uuid]
    assert everything("müller").customers == []
    assert house().edit_customer(one.uuid, typed, seen=seen, actor=None) is None
    house().assess()
    assert Customer.objects.get(pk=one.pk).terms_days == 30
    assert done
    assert house().undo(done, None).done
    assert everything("kraemer").customers == everything("445566").customers == []
    assert [hit.uuid for hit in everything("müller").customers] == [one.uuid]
    house().assess()
    assert Customer.objects.get(pk=one.pk).terms_days is None


def test_files_find_a_renamed_customer_by_either_name() -> None:
    one, *_ = base()
    seen = print_of(house().entry(one.uuid))
    house().edit_customer(one.uuid, Entry("Krämer"), seen=seen, actor=None)
    take_in([row("Krämer", "91"), row("Müller GmbH", "92")])
    assert set(Customer.objects.filter(invoices__number__in=["91", "92"])) == {one}


def test_whoever_saw_an_older_state_is_asked() -> None:
    one, *_ = base()
    seen = print_of(house().entry(one.uuid))
    house().edit_customer(one.uuid, Entry("Müller AG"), seen=seen, actor=None)
    with pytest.raises(ChangedMeanwhile) as refused:
        house().edit_customer(one.uuid, Entry("Müller KG"), seen=seen, actor=None)
    assert refused.value.now.name == "Müller AG"
    again = print_of(refused.value.now)
    assert house().edit_customer(one.uuid, Entry("Müller KG"), seen=again, actor=None)
    assert house().entry(one.uuid).name == "Müller KG"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (Entry(town="Ulm"), "customer_nameless"),
        (Entry("x" * 301), "field_too_long"),
        (Entry("Roth", terms_days=400), "terms_out_of_range"),
    ],
)
def test_what_cannot_be_kept_is_refused(typed: Entry, code: str) -> None:
    with pytest.raises(Refused, match=code):
        house().add_customer(typed, None)
