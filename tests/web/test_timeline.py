"""Everything that happened with a customer: complete, in order, paged, filtered, merged."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from tests.storage.test_effort_once import customers, sources
from tests.web.test_duplicates import base
from tests.web.test_noted import client
from wertschatz.bootstrap import clock
from wertschatz.bootstrap.house import house
from wertschatz.storage import merged
from wertschatz.storage.models import Commitment, Contact, Customer
from wertschatz.storage.queries.timeline import SIZE, Cursor, timeline

pytestmark = pytest.mark.django_db
END = Cursor(dt.date(9999, 12, 31))


def filled(one: Customer) -> None:
    today = house().today()
    house().log_contact(one.uuid, kind="letter", about="Angebot", actor=None)
    house().note_mark(one.uuid, kind="tone", note="laut", on=None, owner=True, actor=None)
    house().note_cost(one.uuid, cents=500, about="Holz", on=None, actor=None)
    house().say_word(one.uuid, group="B", reason="wegen der Wege", actor=None)
    Commitment.objects.create(
        customer=one, kind="offer", about="Treppe", cents=120_000, on=today, at=house().now()
    )


@pytest.mark.parametrize("language", ["de", "en"])
def test_everything_stands_there_of_merged_customers_too(language: str) -> None:
    one, other = base()
    filled(one)
    house().merge(other.uuid, into=one.uuid, actor=None)
    page = client("owner", language).get(reverse("timeline", kwargs={"customer": one.uuid}))
    text = page.content.decode()
    for told in ("Angebot", "laut", "Holz", "wegen der Wege", "Treppe", "Mueller GmbH"):
        assert told in text, told
    assert text.count("<tr>") == 1 + 2 + 5 + 1  # head, invoices of both, noted, the merger
    moved = client_get(reverse("timeline", kwargs={"customer": other.uuid}))
    assert moved == reverse("timeline", kwargs={"customer": one.uuid})


def client_get(address: str) -> str:
    from django.test import Client

    from wertschatz.storage.models import User

    made = Client()
    made.force_login(
        User.objects.get(username="owner"), backend="django.contrib.auth.backends.ModelBackend"
    )
    return str(made.get(address)["Location"])


@pytest.mark.parametrize(("kind", "told", "hidden"), [
    ("contacts", "Angebot", "Holz"), ("letter", "Angebot", "Holz"), ("noted", "Holz", "Angebot"),
    ("commitments", "Treppe", "Holz"), ("invoices", "Invoice 1", "Treppe"),
    ("call", "Nothing of this kind", "Angebot"), ("nonsense", "Holz", "Merged"),
])  # fmt: skip
def test_by_kind_only_these_are_told(kind: str, told: str, hidden: str) -> None:
    one, _ = base()
    filled(one)
    page = client("owner", "en").get(
        reverse("timeline", kwargs={"customer": one.uuid}), {"kind": kind}
    )
    text = page.content.decode().split("<h1>")[1]
    assert told in text
    assert hidden not in text


def test_page_by_page_nothing_is_told_twice_and_nothing_is_lost() -> None:
    """Many on one day, with and without a time of day, over several pages."""
    (one,) = customers(1)
    (source,) = sources("live")
    start = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)
    Contact.objects.bulk_create(
        Contact(
            customer=one, source=source, kind="call", on=start.date() + dt.timedelta(days=n // 90),
            started_at=None if n % 3 == 0 else start + dt.timedelta(minutes=n % 7), minutes=1,
            about=str(n),
        )
        for n in range(260)
    )  # fmt: skip
    house().note_cost(one.uuid, cents=1, about="cost", on=start.date(), actor=None)
    begin, told = END, []
    while True:
        page = timeline(merged.parts(one), begin, person=0)
        assert len(page.lines) <= SIZE
        told += page.lines
        if page.further is None:
            break
        begin = page.further
    assert sorted(line.text for line in told) == sorted([*map(str, range(260)), "cost"])
    assert [line.on for line in told] == sorted((line.on for line in told), reverse=True)


def test_a_merger_stands_on_the_day_of_the_firm_also_when_it_was_done_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one, other = base()
    monkeypatch.setenv(clock.VARIABLE, "2026-11-23T23:30:00+00:00")
    action = house().merge(other.uuid, into=one.uuid, actor=None)

    def told() -> list[dt.date]:
        parts = merged.parts(Customer.objects.get(pk=one.pk))
        return [line.on for line in timeline(parts, END, person=0).lines if line.what == "merge"]

    assert told() == [dt.date(2026, 11, 24)]
    gone = house().undo(action, None)
    assert told() == []
    assert house().undo(gone.action or action, None).done
    assert told() == [dt.date(2026, 11, 24)]
