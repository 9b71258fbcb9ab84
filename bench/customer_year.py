"""What the year of 100,000 customers costs: the queries, a whole assessment, and the pages."""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from bench import base

ROUNDS = 20


def run(*, small: bool = False) -> list[dict[str, object]]:
    """The figures, each part in a process of its own."""
    size = [count // (base.SMALL if small else 1) for count in base.SIZE]
    where = "{:,} customers, {:,} invoices, {:,} contacts".format(*size)
    return [
        {**line, "peer": where, "met": float(line["figure"]) <= float(line["goal"])}
        for part in PARTS
        for line in _in_a_child(part, small=small)
    ]


def _in_a_child(part: str, *, small: bool) -> list[dict[str, str | float]]:
    folder = base.data_folder(small=small)
    words = [sys.executable, "-m", "bench.customer_year", part]
    done = subprocess.run(words, env=base.environment(folder), capture_output=True, check=True)
    lines: list[dict[str, str | float]] = json.loads(done.stdout)
    return lines


def _line(name: str, figure: float, unit: str, goal: float) -> dict[str, str | float]:
    return {"name": name, "figure": round(figure, 2), "unit": unit, "goal": goal}


def queries() -> list[dict[str, str | float]]:
    """CPU of what the database does for `years`: minimum of three."""
    from wertschatz.bootstrap.house import house
    from wertschatz.domain.customers.parameters import Limits
    from wertschatz.domain.customers.year import window_for
    from wertschatz.storage import merged, years

    window, limits = window_for(house().today()), Limits().as_mapping()
    values = years.figures(window, limits)
    seconds = []
    for _ in range(3):
        before = time.process_time()
        years.gather(values, limits["settled_invoices"], merged.into())
        seconds.append(time.process_time() - before)
    return [_line("Year of every customer: CPU of the queries", min(seconds), "s", 0.6)]


def assessment() -> list[dict[str, str | float]]:
    """Read, assess and store everything, once in a fresh process."""
    from wertschatz.bootstrap.house import house

    before = time.process_time()
    house().assess()
    seconds = time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        _line("Assessment of all customers: CPU", seconds, "s", 5),
        _line("Assessment of all customers: peak of memory", peak, "MB", 500),
    ]


def pages() -> list[dict[str, str | float]]:
    """Median of 20 answers each, of a person signed in; the assessment is there."""
    from wertschatz.bootstrap import house  # noqa: F401 - loads Django

    from django.test import Client  # isort: skip
    from django.urls import reverse

    from wertschatz.storage.models import User
    from wertschatz.storage.queries import customers

    client = Client(headers={"host": "localhost"})
    client.force_login(
        User.objects.get(username="bench"), "django.contrib.auth.backends.ModelBackend"
    )
    listing = reverse("customers")
    total = customers.customers_page().pages
    middle = customers.customers_page(page=total // 2).lines[0].uuid
    largest = max(customers.customers_page().lines, key=lambda line: line.invoices).uuid
    one, most = (reverse("customer", args=[uuid]) for uuid in (middle, largest))

    def get(address: str) -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")

    return [
        _line("Page of customers: median", _median(lambda: get(listing)), "ms", 150),
        _line("Page of one customer: median", _median(lambda: get(one)), "ms", 30),
        _line("Page of the one with most invoices: median", _median(lambda: get(most)), "ms", 30),
    ]  # fmt: skip


def _median(work: Callable[[], None]) -> float:
    """Milliseconds; the first answer warms up and does not count."""
    work()
    took = []
    for _ in range(ROUNDS):
        before = time.perf_counter()
        work()
        took.append((time.perf_counter() - before) * 1000)
    return statistics.median(took)


PARTS: dict[str, Callable[[], list[dict[str, str | float]]]] = {
    "queries": queries,
    "assessment": assessment,
    "pages": pages,
}

if __name__ == "__main__":
    print(json.dumps(PARTS[sys.argv[1]]()))
