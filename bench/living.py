"""Living with 100,000 customers: every page, search, changes to many at once, and taking back."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from bench import base

if TYPE_CHECKING:
    from django.test import Client

    from wertschatz.storage.queries.customers import CustomerLine

PAGE_MS, SEARCH_MS, UNDO_MS, BULK_SECONDS = 150, 50, 100, 3
BULK, JOURNAL = 10_000, 100_000
"""Customers changed at once; things done before, for the page that lists them."""
ROUNDS = 5
SEARCHED = ("müllerberg", "Muller", "schreibr", "tech 4711", "+49 30 123456", "99999", "xyz")
"""With and without umlauts, with a slip, by number, by telephone, and what nobody is called."""
Line = dict[str, Any]


def run(*, small: bool = False) -> list[dict[str, object]]:
    """The figures, of a copy of the base that is thrown away."""
    size = [count // (base.SMALL if small else 1) for count in base.SIZE]
    where = "{:,} customers, {:,} invoices, {:,} contacts".format(*size)
    made = base.data_folder(small=small)
    folder = made.with_name(f"{made.name}-living")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(made, folder)
    words = [sys.executable, "-m", "bench.living", str(BULK // (base.SMALL if small else 1))]
    try:
        done = subprocess.run(words, env=base.environment(folder), stdout=subprocess.PIPE,
                              check=True)  # fmt: skip
    finally:
        shutil.rmtree(folder)
    lines: list[Line] = json.loads(done.stdout)
    return [{"peer": where, **line, "met": line["figure"] <= line["goal"]} for line in lines]


def measure(bulk: int) -> list[Line]:
    """In the folder of the environment: the jobs have done their work, and much was done."""
    from wertschatz.bootstrap.clock import now
    from wertschatz.bootstrap.house import house
    from wertschatz.jobs.handlers import handlers
    from wertschatz.jobs.runner import run_due

    _much_was_done()
    house().assess()
    house().ask_for_overview()
    run_due(handlers(house()), now)
    return [*_searching(), *_tagged(bulk), *_pages(), *_merging(), *_many(bulk)]


def _much_was_done() -> None:
    """A long journal: costs noted of customer after customer."""
    from wertschatz.bootstrap.house import house
    from wertschatz.storage.journal import image
    from wertschatz.storage.models import Action, Change, Customer, DirectCost, User

    owner, at, today = User.objects.get(username="bench"), house().now(), house().today()
    rows = list(Customer.objects.order_by("id").values_list("id", "party_id")[:JOURNAL])
    costs = [
        DirectCost(customer_id=pk, cents=100, on=today, at=at, by=owner, about="")
        for pk, _ in rows
    ]  # fmt: skip
    DirectCost.objects.bulk_create(costs, batch_size=500)
    facts = {"name": "Bench", "cents": 100, "currency": "EUR", "on": today.isoformat()}
    actions = [
        Action(code="cost_noted", by=owner, at=at, party_id=party, facts=facts) for _, party in rows
    ]
    Action.objects.bulk_create(actions, batch_size=500)
    changes = [
        Change(action=action, table="directcost", row=cost.pk, party_id=party, after=image(cost))
        for action, cost, (_, party) in zip(actions, costs, rows, strict=True)
    ]
    Change.objects.bulk_create(changes, batch_size=500)


def _searching() -> list[Line]:
    from wertschatz.storage.queries.customers import customers_page

    slowest = max((_median(customers_page, search_for=text), text) for text in SEARCHED)
    return [_line("Search: the slowest of several", slowest[0], "ms", SEARCH_MS, slowest[1])]


def _tagged(bulk: int) -> list[Line]:
    """The list of those who carry a tag."""
    from wertschatz.bootstrap.house import house
    from wertschatz.storage.models import Customer, Tag
    from wertschatz.storage.queries.customers import customers_page

    uuids = list(Customer.objects.order_by("id").values_list("uuid", flat=True)[:bulk])
    changed = house().change_many(uuids, wish="tag", tag="Bench", sure=bulk, actor=None)
    assert changed.action is not None
    took = _median(customers_page, tag=Tag.objects.get(name="Bench").uuid)
    assert house().undo(changed.action, None).done
    return [_line(f"List of {bulk:,} with a tag", took, "ms", PAGE_MS)]


def _pages() -> list[Line]:
    """Every registered page that can be looked at, once for each customer of three."""
    from django.test import Client

    from wertschatz.storage.models import User

    client = Client(headers={"host": "localhost"})
    client.force_login(
        User.objects.get(username="bench"), "django.contrib.auth.backends.ModelBackend"
    )
    took = sorted(_asked(client), reverse=True)
    slow = [f"{name} {ms:.0f}" for ms, name in took[:4]]
    return [_line(f"Pages: the slowest of {len(took)}", took[0][0], "ms", PAGE_MS, ", ".join(slow))]


def _asked(client: Client) -> Iterator[tuple[float, str]]:
    from wertschatz.web import urls  # noqa: F401 - registers the pages
    from wertschatz.web.access import REGISTER

    for name in REGISTER:
        for address in _addresses(name):
            answer = client.get(address)
            if answer.status_code != 200:
                break  # a form's target, or a page that this base has nothing for
            yield _median(client.get, address), name


def _addresses(name: str) -> Iterator[str]:
    """The page for the largest customer, one in the middle and the smallest."""
    from django.urls import NoReverseMatch, reverse

    from wertschatz.storage.queries.customers import customers_page

    try:
        yield reverse(name)
    except NoReverseMatch:
        pages = customers_page().pages
        for number in (1, pages // 2, pages):
            customer = customers_page(page=number).lines[0].uuid
            try:
                yield reverse(name, kwargs={"customer": customer})
            except NoReverseMatch:
                return


def _merging() -> list[Line]:
    """Of customers in the middle of the list; beside it the largest, with thousands of contacts."""
    from wertschatz.storage.queries.customers import customers_page

    usual = _merged_and_back(customers_page(page=customers_page().pages // 2).lines)
    large = _merged_and_back(customers_page().lines)
    return [
        _line("Undo of a merge: median", usual[1], "ms", UNDO_MS,
              f"the merge {usual[0]:.0f} ms; of the largest customers {large[1]:.0f} ms"),
    ]  # fmt: skip


def _merged_and_back(lines: Sequence[CustomerLine]) -> tuple[float, float]:
    """Milliseconds of the merge and of its undo."""
    from wertschatz.bootstrap.house import house
    from wertschatz.storage import effort
    from wertschatz.storage.models import Customer

    some = lines[: 2 * ROUNDS]
    # As after an import: what counts of each contact has been counted.
    uuids = [line.uuid for line in some]
    effort.recount(Customer.objects.filter(uuid__in=uuids).values_list("id", flat=True))
    did, undid = [], []
    for one, other in zip(some[:ROUNDS], some[ROUNDS:], strict=True):
        action, took = _timed(house().merge, one.uuid, into=other.uuid, actor=None)
        did.append(took)
        outcome, took = _timed(house().undo, action, None)
        assert outcome.done
        undid.append(took)
    return statistics.median(did), statistics.median(undid)


def _many(bulk: int) -> list[Line]:
    """A tag on many, many into the archive, and the word on many."""
    from wertschatz.bootstrap.house import house
    from wertschatz.storage.models import Customer

    uuids = list(Customer.objects.order_by("id").values_list("uuid", flat=True)[:bulk])
    found = []
    for name, wish in (("tagged", "tag"), ("archived", "archive"), ("confirmed", "confirm")):
        changed, took = _timed(
            house().change_many, uuids, wish=wish, tag="Bench", sure=len(uuids), actor=None
        )
        assert changed.action is not None, name
        outcome, back = _timed(house().undo, changed.action, None)
        assert outcome.done, outcome.why_not
        house().assess()  # who came back from the archive has a letter again
        what = f"{bulk:,} customers {name}"
        found += [
            _line(what, took / 1000, "s", BULK_SECONDS),
            _line(f"{what}: undo", back / 1000, "s", BULK_SECONDS),
        ]
    return found


def _timed(work: Callable[..., Any], *of: Any, **more: Any) -> tuple[Any, float]:
    before = time.perf_counter()
    done = work(*of, **more)
    return done, (time.perf_counter() - before) * 1000


def _median(work: Callable[..., Any], *of: Any, **more: Any) -> float:
    """Milliseconds; the first time warms up and does not count."""
    work(*of, **more)
    return statistics.median(_timed(work, *of, **more)[1] for _ in range(ROUNDS))


def _line(name: str, figure: float, unit: str, goal: float, peer: str = "") -> Line:
    line = {"name": name, "figure": round(figure, 2), "unit": unit, "goal": goal}
    return {**line, "peer": peer} if peer else line


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
