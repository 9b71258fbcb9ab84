"""Effort counts once, also across customers that became one, and parts again when they do."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.storage.rows import AT, LIMITS
from wertschatz.domain.customers.effort import Entry, counted_minutes
from wertschatz.domain.customers.year import window_for
from wertschatz.storage.duplicates import Mergers
from wertschatz.storage.effort import settle
from wertschatz.storage.models import Contact, Customer, Import, Party, Revision
from wertschatz.storage.undo import undo
from wertschatz.storage.years import years

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Europe/Berlin")
DAY = dt.date(2026, 3, 2)
MIDNIGHT = dt.datetime.combine(DAY, dt.time(), ZONE)
MERGERS = Mergers()


class Row(NamedTuple):
    """One entry: of which customer and import, and what `Entry` says; days after `DAY`."""

    customer: int
    source: int
    key: str
    kind: str
    who: str
    day: int
    start: int | None
    length: int


ROWS = st.builds(
    Row, st.integers(0, 2), st.sampled_from([0, 0, 1, 2]), st.sampled_from(["", "", "a", "b"]),
    st.sampled_from(["work", "work", "call", "appointment", "mail"]),
    st.sampled_from(["", "eva", "eva", "jan"]), st.sampled_from([0, 0, 0, 1]),
    st.integers(480, 500) | st.none() | st.integers(0, 1439), st.integers(1, 90),
)  # fmt: skip
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "merge", "undo", "undo", "come or go"]),
        st.integers(0, 2), st.integers(0, 2),
    ),
    min_size=4, max_size=10,
)  # fmt: skip


def customers(count: int) -> list[Customer]:
    source = Import.objects.create(started_at=AT, state="live", settled=True)
    return [
        Customer.objects.create(
            party=Party.objects.create(name=f"K{n}"), key=f"n:{n}", source=source
        )
        for n in range(count)
    ]


def sources(*states: str) -> list[Import]:
    return [Import.objects.create(started_at=AT, state=state) for state in states]


def note(row: Row, everybody: list[Customer], imports: list[Import]) -> Contact:
    day = MIDNIGHT + dt.timedelta(days=row.day)
    begun = None if row.start is None else day + dt.timedelta(minutes=row.start)
    return Contact.objects.create(
        customer=everybody[row.customer], source=imports[row.source], key=row.key, kind=row.kind,
        who=row.who, on=day.date(), started_at=begun, minutes=0, length=row.length,
    )  # fmt: skip


def said(rows: dict[int, Row], everybody: list[Customer]) -> dict[int, int]:
    """What the book says of the live entries of everybody, joined as they are now."""
    now = {one.pk: one.merged_into_id or one.pk for one in Customer.objects.all()}
    live = Contact.objects.filter(source__state="live").values_list("id", flat=True)
    joined: defaultdict[int, list[Entry]] = defaultdict(list)
    for one in live:
        row = rows[one]
        entry = Entry(
            one, row.key, row.kind, row.who, DAY.toordinal() + row.day, row.start, row.length
        )
        joined[now[everybody[row.customer].pk]].append(entry)
    return {
        one: minutes for mine in joined.values() for one, minutes in counted_minutes(mine).items()
    }


def stored() -> dict[int, int]:
    return dict(Contact.objects.filter(source__state="live").values_list("id", "minutes"))


def step(kind: str, one: int, other: int, everybody: list[Customer], done: list[uuid.UUID]) -> None:
    """A merger and its undo count by themselves; what imports change is settled afterwards."""
    if kind == "merge":
        try:
            merged = MERGERS.merge(everybody[one].uuid, everybody[other].uuid, by=None, at=AT)
        except ValueError:
            return
        done.append(merged)
    elif kind == "undo":
        if done and undo(done[one % len(done)], by=None, at=AT).done:
            done.pop(one % len(done))
    else:
        found = Import.objects.order_by("-id")[one % 3]
        found.state = "withdrawn" if found.state == "live" else "live"
        found.save(update_fields=["state"])
        settle(ZONE)


@settings(
    max_examples=60, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(facts=st.lists(ROWS, min_size=6, max_size=14), steps=STEPS)
def test_what_counts_is_what_the_book_says_of_the_joined_entries(
    facts: list[Row], steps: list[tuple[str, int, int]]
) -> None:
    with transaction.atomic():
        everybody, imports = customers(3), sources("live", "live", "withdrawn")
        rows = {note(row, everybody, imports).pk: row for row in facts}
        settle(ZONE)
        done: list[uuid.UUID] = []
        for kind, one, other in steps:
            step(kind, one, other, everybody, done)
            expected = said(rows, everybody)
            assert stored() == expected
            window = window_for(dt.date(2026, 6, 30))
            found = years(window, {**LIMITS, "settled_invoices": 1000})
            assert sum(year.effort_minutes or 0 for year in found) == sum(expected.values())
        transaction.set_rollback(True)


def pair() -> tuple[list[Customer], Contact]:
    """Work of the first, and a call inside it recorded under the second; a third beside them."""
    everybody, imports = customers(3), sources("live", "live")
    note(Row(0, 0, "", "work", "eva", 0, 600, 60), everybody, imports)
    call = note(Row(1, 1, "", "call", "eva", 0, 610, 20), everybody, imports)
    note(Row(2, 1, "", "call", "eva", 0, 610, 20), everybody, imports)
    settle(ZONE)
    # Nobody may touch the third: a figure that no count would give shows it.
    Contact.objects.filter(customer=everybody[2]).update(minutes=999)
    return everybody, call


def test_a_call_under_the_merged_one_counts_nothing_until_they_part() -> None:
    everybody, call = pair()
    work, called, third = everybody
    assert call.pk in Contact.objects.filter(minutes=20).values_list("pk", flat=True)
    for one, into in ((called, work), (work, called)):
        action = MERGERS.merge(one.uuid, into.uuid, by=None, at=AT)
        call.refresh_from_db()
        assert call.minutes == 0
        assert undo(action, by=None, at=AT).done
        call.refresh_from_db()
        assert call.minutes == 20
    assert Contact.objects.get(customer=third).minutes == 999


def test_the_work_of_a_later_import_finds_the_call_under_the_other_name() -> None:
    everybody, imports = customers(2), sources("live", "withdrawn")
    call = note(Row(1, 0, "", "call", "eva", 0, 610, 20), everybody, imports)
    note(Row(0, 1, "", "work", "eva", 0, 600, 60), everybody, imports)
    settle(ZONE)
    MERGERS.merge(everybody[1].uuid, everybody[0].uuid, by=None, at=AT)
    for state, minutes in (("live", 0), ("withdrawn", 20)):
        Import.objects.filter(pk=imports[1].pk).update(state=state)
        settle(ZONE)
        call.refresh_from_db()
        assert call.minutes == minutes


def test_when_nothing_changed_no_contact_is_looked_at() -> None:
    pair()
    with CaptureQueriesContext(connection) as asked:
        assert settle(ZONE) == 0
    assert not [query for query in asked if "contact" in query["sql"]]
    assert len(asked) <= 4


def test_who_was_merged_in_an_earlier_release_is_counted_together_once() -> None:
    everybody, call = pair()
    Customer.objects.filter(pk=everybody[1].pk).update(merged_into=everybody[0])
    Revision.objects.filter(area="effort").delete()
    assert settle(ZONE) == 1
    call.refresh_from_db()
    assert call.minutes == 0
    assert settle(ZONE) == 0
    assert Contact.objects.get(customer=everybody[2]).minutes == 999


def test_what_has_no_merger_in_it_counts_nobody_anew() -> None:
    everybody, _ = pair()
    two = MERGERS.keep_apart(everybody[0].uuid, everybody[2].uuid, by=None, at=AT)
    with CaptureQueriesContext(connection) as asked:
        assert undo(two, by=None, at=AT).done
    assert not [query for query in asked if "contact" in query["sql"]]
