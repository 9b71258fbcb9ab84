"""Two customers become one in every figure, and two again by undo."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from django.core import serializers
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.storage.rows import AT, LIMITS, row, take_in
from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.register import Entry
from wertschatz.domain.customers.year import Year, window_for
from wertschatz.domain.values import Group
from wertschatz.ports.customers import HandEntry
from wertschatz.storage.crowd import Crowd
from wertschatz.storage.customer_base import CustomerBase
from wertschatz.storage.duplicates import Likenesses, Mergers
from wertschatz.storage.models import (
    Action,
    Contact,
    Customer,
    Estimate,
    GroupDecision,
    Import,
    Likeness,
    NotTheSame,
)
from wertschatz.storage.owners_book import OwnersBook
from wertschatz.storage.queries.actions import actions_page
from wertschatz.storage.queries.alike import alike
from wertschatz.storage.queries.contacts import named, whom
from wertschatz.storage.queries.customers import customer_sheet, customers_page
from wertschatz.storage.queries.everything import everything
from wertschatz.storage.undo import undo
from wertschatz.storage.years import years
from wertschatz.usecases.assess_the_base import assess_the_base
from wertschatz.usecases.find_duplicates import find_duplicates
from wertschatz.usecases.import_files import Outcome

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 23)
WINDOW = window_for(DAY, 4)
BOOK, MERGERS = OwnersBook(), Mergers()


def customer(name: str) -> Customer:
    return Customer.objects.get(party__name=name)


def base() -> tuple[Import, Outcome]:
    return take_in(
        [
            row("Müller GmbH", "1", "2026-03-01", 10_000, paid="2026-06-01"),
            row("Müller GmbH", "2", "2025-01-15", 20_000),
            row("Mueller GmbH", "3", "2026-05-01", 40_000, due="2026-05-15"),
            row("Mueller GmbH", "4", "2026-06-01", -5_000),
            row("Roth", "5", "2026-07-01", 1_000),
        ]
    )


def merge(name: str, into: str) -> uuid.UUID:
    return MERGERS.merge(customer(name).uuid, customer(into).uuid, by=None, at=AT)


def year_of(name: str, limits: dict[str, int] | None = None) -> Year:
    found = {year.customer: year for year in years(WINDOW, limits or LIMITS)}
    return found[customer(name).pk]


def assess() -> None:
    assess_the_base(CustomerBase(), as_of=DAY, at=AT)


def find() -> list[tuple[str, str, str]]:
    find_duplicates(Likenesses(), AT)
    return list(Likeness.objects.values_list("first__party__name", "second__party__name", "kind"))


ALL = {**LIMITS, "settled_invoices": 1000}
"""Nobody is settled, so that everything is asked of everybody."""


def test_the_figures_are_added_and_the_merged_one_is_gone() -> None:
    base()
    Contact.objects.create(
        customer=customer("Müller GmbH"), source=Import.objects.get(), kind="call",
        on=dt.date(2024, 2, 1), minutes=30, length=30,
    )  # fmt: skip
    Contact.objects.create(
        customer=customer("Mueller GmbH"), source=Import.objects.get(), kind="call",
        on=dt.date(2026, 2, 1), minutes=20, length=20,
    )  # fmt: skip
    one, other = year_of("Müller GmbH", ALL), year_of("Mueller GmbH", ALL)
    merge("Mueller GmbH", "Müller GmbH")
    both = list(years(WINDOW, ALL))
    assert [year.customer for year in both] == [customer("Müller GmbH").pk, customer("Roth").pk]
    assert both[0] == replace(
        one,
        revenue_cents=one.revenue_cents + other.revenue_cents,
        year_to_date_cents=one.year_to_date_cents + other.year_to_date_cents,
        twelve_months_cents=one.twelve_months_cents + other.twelve_months_cents,
        call_minutes=one.call_minutes + other.call_minutes,
        invoices=one.invoices + other.invoices,
        invoices_ever=one.invoices_ever + other.invoices_ever,
        late_invoices=one.late_invoices + other.late_invoices,
        latest_days=max(one.latest_days, other.latest_days),
        payment_known=one.payment_known + other.payment_known,
        contacts=2, first_on=dt.date(2024, 2, 1), effort_minutes=20,
    )  # fmt: skip


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(counts=st.tuples(*[st.integers(0, 5)] * 3), settled=st.integers(1, 8), old=st.integers(0, 3))
def test_who_is_settled_only_together_falls_short_of_nothing(
    counts: tuple[int, int, int], settled: int, old: int
) -> None:
    """The short cut for settled customers asks of the merged one as of a single one."""
    with transaction.atomic():
        rows = [
            row(name, f"{name}{number}", "2026-05-01", 1_000)
            for name, count in zip("ABC", counts, strict=True)
            for number in range(count)
        ]
        rows += [row("A", f"old{number}", "2020-01-01", 500) for number in range(old)]
        rows += [row("B", "last", "2021-01-01", 500), row("C", "last", "2022-01-01", 500)]
        rows += [row("A", "first", "2020-06-01", 500)]
        take_in(rows)
        merge("A", "C")
        merge("B", "C")
        year = year_of("C", {**LIMITS, "settled_invoices": settled})
        assert year.invoices == sum(counts)
        if year.invoices < settled:
            assert year.invoices_ever == sum(counts) + old + 3
            assert year.first_on == dt.date(2020, 1 if old else 6, 1)
        assert year.invoices_ever >= min(settled, sum(counts))
        transaction.set_rollback(True)


def test_merging_nobody_asks_the_database_once_more_and_no_further() -> None:
    base()
    with CaptureQueriesContext(connection) as asked:
        list(years(WINDOW, LIMITS))
    merged = [query["sql"] for query in asked if '"merged_into_id" IS NOT NULL' in query["sql"]]
    assert len(merged) == 1


def test_undo_makes_them_two_again() -> None:
    base()
    before = list(years(WINDOW, ALL))
    action = merge("Mueller GmbH", "Müller GmbH")
    done = undo(action, by=None, at=AT)
    assert done.done
    assert list(years(WINDOW, ALL)) == before
    assert done.action is not None
    assert undo(done.action, by=None, at=AT).done
    assert customer("Mueller GmbH").merged_into == customer("Müller GmbH")


def test_there_are_no_chains_and_no_circles() -> None:
    base()
    merge("Mueller GmbH", "Müller GmbH")
    whole = merge("Müller GmbH", "Roth")
    roth = customer("Roth")
    assert set(roth.merged.all()) == {customer("Mueller GmbH"), customer("Müller GmbH")}
    for name, into in (("Roth", "Müller GmbH"), ("Roth", "Roth"), ("Mueller GmbH", "Müller GmbH")):
        with pytest.raises(ValueError, match="-"):
            merge(name, into)
    # Taken back, the first of the two mergers holds again.
    assert undo(whole, by=None, at=AT).done
    assert customer("Mueller GmbH").merged_into == customer("Müller GmbH")
    assert customer("Müller GmbH").merged_into is None


def test_merging_into_a_merged_one_is_merging_into_whom_it_is() -> None:
    base()
    first = merge("Müller GmbH", "Roth")
    merge("Mueller GmbH", "Müller GmbH")
    assert customer("Mueller GmbH").merged_into == customer("Roth")
    assert undo(first, by=None, at=AT).done
    assert customer("Mueller GmbH").merged_into == customer("Roth")


def test_an_older_merger_waits_until_the_newer_one_is_undone() -> None:
    base()
    older = merge("Mueller GmbH", "Müller GmbH")
    merge("Müller GmbH", "Roth")
    assert undo(older, by=None, at=AT).why_not == "changed_since"


def test_later_rows_of_the_merged_name_count_for_the_one() -> None:
    base()
    merge("Mueller GmbH", "Müller GmbH")
    take_in([row("Mueller GmbH", "9", "2026-08-01", 700)])
    assert Customer.objects.count() == 3
    assert year_of("Müller GmbH").year_to_date_cents == 10_000 + 40_000 - 5_000 + 700


def test_the_one_stays_while_a_merged_import_is_live() -> None:
    source, _ = take_in([row("Müller GmbH", "1")])
    take_in([row("Mueller GmbH", "2", cents=500)])
    merge("Mueller GmbH", "Müller GmbH")
    Import.objects.filter(pk=source.pk).update(state=Import.State.WITHDRAWN)
    assert year_of("Müller GmbH").twelve_months_cents == 500
    sheet = customer_sheet(customer("Müller GmbH").uuid, DAY)
    assert sheet is not None
    assert sheet.invoices_total == 1


def test_pages_show_one_customer_under_every_name() -> None:
    base()
    assess()
    assert customers_page().total == 3
    action = merge("Mueller GmbH", "Müller GmbH")
    assert customers_page().total == 2
    assess()
    for name in ("Mueller", "müller"):
        assert [line.name for line in customers_page(search_for=name).lines] == ["Müller GmbH"]
    sheet = customer_sheet(customer("Mueller GmbH").uuid, DAY)
    assert sheet is not None
    assert (sheet.uuid, sheet.name) == (customer("Müller GmbH").uuid, "Müller GmbH")
    assert [also.name for also in sheet.also] == ["Mueller GmbH"]
    assert (sheet.invoices_total, sheet.invoices[0].number) == (4, "4")
    assert [line.code for line in actions_page(customer=sheet.uuid).lines] == ["merge_customers"]
    undo(action, by=None, at=AT)
    assess()
    assert customers_page().total == 3
    alone = customer_sheet(customer("Mueller GmbH").uuid, DAY)
    assert alone is not None
    assert (alone.name, alone.also, alone.invoices_total) == ("Mueller GmbH", [], 2)


def test_the_word_of_the_one_wins_and_else_that_of_the_merged() -> None:
    base()
    BOOK.say_word(customer("Mueller GmbH").uuid, "C", "alt", by=None, at=AT, on=DAY)
    merge("Mueller GmbH", "Müller GmbH")
    assert year_of("Müller GmbH").word is Group.C
    # Said of the merged one is said of the one; taking back is, too.
    BOOK.say_word(customer("Mueller GmbH").uuid, "", "", by=None, at=AT, on=DAY)
    assert GroupDecision.objects.filter(customer=customer("Müller GmbH")).count() == 1
    assert year_of("Müller GmbH").word is None
    BOOK.say_word(customer("Müller GmbH").uuid, "A", "", by=None, at=AT, on=DAY)
    assert year_of("Müller GmbH").word is Group.A
    sheet = customer_sheet(customer("Müller GmbH").uuid, DAY)
    assert sheet is not None
    assert [line.group for line in sheet.decisions] == ["A", ""]


def test_the_estimate_of_the_merged_one_is_kept_for_when_they_part() -> None:
    BOOK.add_estimates([HandEntry("Alt", 120_000, 300, Group.B)], by=None, at=AT)
    BOOK.add_estimates([HandEntry("Neu")], by=None, at=AT)
    merge("Alt", "Neu")
    year = year_of("Neu")
    assert (year.twelve_months_cents, year.gut, year.effort_estimated) == (120_000, Group.B, True)
    BOOK.estimate_effort(customer("Neu").uuid, 60, by=None, at=AT)
    assert Estimate.objects.get(customer=customer("Alt")).minutes_month == 300
    own = Estimate.objects.get(customer=customer("Neu"))
    assert (own.minutes_month, own.revenue_cents, own.gut) == (60, 120_000, "B")
    # Typed again, the old name means the one.
    BOOK.add_estimates([HandEntry("Alt", 5)], by=None, at=AT)
    own.refresh_from_db()
    assert (Customer.objects.count(), own.revenue_cents) == (2, 5)


def test_proposals_are_found_decided_and_found_again_after_undo() -> None:
    base()
    assess()
    pair = [("Müller GmbH", "Mueller GmbH", "likely")]
    assert find() == pair
    one, other = customer("Müller GmbH").uuid, customer("Mueller GmbH").uuid
    apart = MERGERS.keep_apart(other, one, by=None, at=AT)
    assert not Likeness.objects.exists()
    assert find() == []
    with pytest.raises(ValueError, match="-"):
        MERGERS.keep_apart(one, other, by=None, at=AT)
    assert undo(apart, by=None, at=AT).done
    assert find() == pair
    action = merge("Mueller GmbH", "Müller GmbH")
    assert not Likeness.objects.exists()
    assess()
    assert find() == []
    # Undone before the next comparison, the pair is proposed again.
    undo(action, by=None, at=AT)
    assess()
    assert find() == pair


def test_two_stay_two_whoever_they_are_merged_with() -> None:
    base()
    assess()
    MERGERS.keep_apart(customer("Müller GmbH").uuid, customer("Mueller GmbH").uuid, by=None, at=AT)
    merge("Müller GmbH", "Roth")
    assess()
    assert find() == []
    assert NotTheSame.objects.count() == 1


def test_customers_are_compared_only_when_something_is_new() -> None:
    base()
    assess()
    assert find_duplicates(Likenesses(), AT) == 1
    assert find_duplicates(Likenesses(), AT) == 0
    take_in([row("Rothh", "7")])
    assess()
    assert find_duplicates(Likenesses(), AT) >= 1


def test_who_is_gone_is_not_merged() -> None:
    source, _ = base()
    Import.objects.filter(pk=source.pk).update(state=Import.State.WITHDRAWN)
    with pytest.raises(KeyError):
        merge("Mueller GmbH", "Müller GmbH")
    with pytest.raises(KeyError):
        MERGERS.keep_apart(uuid.uuid4(), uuid.uuid4(), by=None, at=AT)


STEP = st.tuples(
    st.sampled_from(["merge", "merge", "apart", "word", "undo"]),
    st.integers(0, 3), st.integers(0, 3),
)  # fmt: skip


def state() -> str:
    rows = [
        row
        for model in (Customer, Estimate, GroupDecision, NotTheSame)
        for row in model.objects.order_by("pk")
    ]
    return serializers.serialize("json", rows) + repr(list(years(WINDOW, ALL)))


def step(kind: str, one: Customer, other: Customer, group: str) -> uuid.UUID | None:
    """The action, or None where it is refused."""
    try:
        if kind == "merge":
            return MERGERS.merge(one.uuid, other.uuid, by=None, at=AT)
        if kind == "apart":
            return MERGERS.keep_apart(one.uuid, other.uuid, by=None, at=AT)
        return BOOK.say_word(one.uuid, group, "", by=None, at=AT, on=DAY)
    except ValueError:
        return None


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(STEP, min_size=1, max_size=10))
def test_undoing_everything_newest_first_finds_every_earlier_state(
    steps: list[tuple[str, int, int]],
) -> None:
    with transaction.atomic():
        take_in([row(name, str(number)) for number, name in enumerate("ABCD")])
        customers = list(Customer.objects.order_by("pk"))
        states: list[tuple[uuid.UUID, str]] = []
        for kind, first, second in steps:
            before = state()
            if kind == "undo":
                if states:
                    done, earlier = states.pop()
                    assert undo(done, by=None, at=AT).done
                    assert state() == earlier
                continue
            action = step(kind, customers[first], customers[second], "ABCA"[second])
            if action is not None:
                states.append((action, before))
            revenue = sum(year.twelve_months_cents for year in years(WINDOW, ALL))
            assert revenue == 4 * 10_000
            assert not Customer.objects.filter(merged_into__merged_into__isnull=False).exists()
        while states:
            done, earlier = states.pop()
            assert undo(done, by=None, at=AT).done
            assert state() == earlier
        assert Action.objects.exists()
        transaction.set_rollback(True)


def test_who_is_kept_in_sight_by_a_part_alone_is_found_tagged_and_archived() -> None:
    """The customer's own import was taken back, that of the one merged into it is live."""
    source, _ = take_in([row("Zimmerei Voss", "1")])
    take_in([row("Holzbau Voss", "2")])
    merge("Holzbau Voss", "Zimmerei Voss")
    Import.objects.filter(pk=source.pk).update(state=Import.State.WITHDRAWN)
    one, part = customer("Zimmerei Voss"), customer("Holzbau Voss")
    for text in ("zimmerei", "holzbau"):
        assert [hit.uuid for hit in everything(text).customers] == [one.uuid], text
        assert [found.uuid for found in whom(text)] == [one.uuid], text
    assert [found.uuid for found in named("Zimmerei Voss")] == [one.uuid]
    assert [found.uuid for found in alike(Entry("Zimmerei Voss"))] == [one.uuid]
    assert Crowd().customers([one.uuid]) == Crowd().customers([part.uuid]) == [one.pk]
    assert house().archive(one.uuid, True, None)
    Import.objects.update(state=Import.State.WITHDRAWN)
    assert Crowd().customers([one.uuid, part.uuid]) == []
    assert everything("voss").customers == []
