"""No id stands twice on a page: an address with # leads to one place, a label to one field."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from tests.web.test_access import client_of
from wertschatz.bootstrap import clock
from wertschatz.bootstrap.house import House
from wertschatz.domain.customers.preferences import Preference, Way
from wertschatz.integrations.files.pool import ReadingPool
from wertschatz.jobs.handlers import handlers
from wertschatz.jobs.runner import run_due
from wertschatz.storage.models import (
    Action,
    Contact,
    Customer,
    Import,
    Likeness,
    Payment,
    User,
)

IDS = re.compile(r"\sid=\"([^\"]*)\"")
CODES = ("mark_noted", "cost_noted", "offer_made", "preference_said")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    class Elsewhere(House):
        folder = tmp_path

    home = Elsewhere(ReadingPool(size=1))
    yield home
    home.close()


def note(home: House, customer: UUID, code: str, by: int) -> None:
    """One more thing, of which the page says at once that it was done."""
    match code:
        case "mark_noted":
            home.note_mark(customer, kind="tone", note="", on=None, owner=True, actor=by)
        case "cost_noted":
            home.note_cost(customer, cents=4_200, about="Reise", on=None, actor=by)
        case "offer_made":
            home.make_commitment(
                customer, kind="offer", about="Regal", cents=None, due_on=home.today(), actor=by
            )
        case _:
            home.say_preference(customer, Preference(best=Way.CALL), seen="", actor=by)


def twice(text: str) -> list[str]:
    return sorted(one for one, count in Counter(IDS.findall(text)).items() if count > 1)


def fill(home: House, by: int) -> dict[str, object]:
    """The example, and on top of it what a day's work leaves; the arguments of addresses."""
    made = home.load_example(by)
    run_due(handlers(home), clock.now)
    pair = Likeness.objects.select_related("first", "second").first()
    assert pair is not None
    home.keep_apart(pair.first.uuid, pair.second.uuid, by)
    customer = Customer.objects.filter(contacts__isnull=False, merged_into=None).first()
    assert customer is not None
    home.say_word(customer.uuid, group="C", reason="", actor=by)
    home.log_contact(customer.uuid, kind="call", actor=by)
    home.begin_goodbye(
        customer.uuid, content=True, contract="running", contract_until=None, notice_days=30,
        other_provider="", actor=by,
    )  # fmt: skip
    home.put_tag_on(customer.uuid, "Messe", by)
    home.keep_filter(by, "Meine", "q=a")
    home.assess()
    review = home.plan_analysis(home.now() + dt.timedelta(days=1), by)
    home.begin_analysis(review, by)
    home.start_timer(customer.uuid, kind="call", actor=by)
    home.set_way_out({"way_out_minutes_b": 9}, by)
    contact = Contact.objects.filter(person_id=by).latest("id")
    payment = Payment.objects.first()
    return {
        "customer": customer.uuid, "made": made, "contact": contact.pk, "review": review,
        "payment": payment.pk if payment else 1,
    }  # fmt: skip


def pages(client: Client, arguments: dict[str, object]) -> Iterator[tuple[str, str]]:
    """Every page that is there to be read, with its address."""
    for pattern in get_resolver().url_patterns:
        names = pattern.pattern.converters
        known = {name: arguments.get(name, uuid4()) for name in names}
        yield from _read(client, reverse(pattern.name, kwargs=known))
    for address in (
        "/customers/?archived=1", "/customers/?q=a", "/done/?page=2", "/search/?q=a",
        "/contacts/?q=a", "/payments/?q=a",
    ):  # fmt: skip
        yield from _read(client, address)


def _read(client: Client, address: str) -> Iterator[tuple[str, str]]:
    answer = client.get(address)
    if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
        yield address, answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_every_id_stands_once_on_its_page(home: House) -> None:
    owner, staff = client_of("owner"), client_of("staff")
    by = User.objects.get(username="owner").pk
    arguments = fill(home, by)
    customer = arguments["customer"]
    assert isinstance(customer, UUID)
    seen = 0
    for client in (owner, staff):
        for address, text in pages(client, arguments):
            assert twice(text) == [], address
            seen += 1
    assert seen > 40
    assert Import.objects.exists()
    sheet = reverse("customer", args=[customer])
    for code in CODES:
        note(home, customer, code, by)
        line = Action.objects.filter(code=code, by_id=by).latest("id")
        text = owner.get(sheet).content.decode()
        assert text.count(reverse("undo", args=[line.uuid])) == 2, "in its part and in the history"
        assert twice(text) == [], code
    line = Action.objects.filter(code="kept_apart").latest("id")
    told = owner.get(f"{reverse('duplicates')}?done={line.uuid}").content.decode()
    assert 'class="told"' in told
    assert twice(told) == []
