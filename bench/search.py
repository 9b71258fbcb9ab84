"""What finding and ordering cost at 100,000 customers: search as one types, many at once."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from bench import base

ROUNDS = 10
MANY = 10_000
WRITTEN = 10_000


def run(*, small: bool = False) -> list[dict[str, object]]:
    """The figures, in a process of their own."""
    folder = base.data_folder(small=small)
    size = [count // (base.SMALL if small else 1) for count in base.SIZE]
    where = "{:,} customers, {:,} invoices, {:,} contacts".format(*size)
    words = [sys.executable, "-m", "bench.search"]
    done = subprocess.run(words, env=base.environment(folder), capture_output=True, check=True)
    return [
        {**line, "peer": where, "met": float(line["figure"]) <= float(line["goal"])}
        for line in json.loads(done.stdout)
    ]


def _line(name: str, figure: float, unit: str, goal: float) -> dict[str, str | float]:
    return {"name": name, "figure": round(figure, 2), "unit": unit, "goal": goal}


def make_findable() -> None:
    """Gives everybody a telephone and an address, once: the base was made without."""
    from django.db import connection

    from wertschatz.bootstrap.house import house
    from wertschatz.storage.models import Gram, Party

    if Gram.objects.exists():
        return
    parties = Party.objects.filter(kind="organisation").values_list("id", flat=True)
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE storage_party SET phone = %s, email = %s WHERE id = %s",
            [(f"0341 {5_000_000 + 37 * pk}", f"info@firma{pk}.example", pk) for pk in parties],
        )
    house().renew_search()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def write_down() -> None:
    """Enquiries, noticed lines and gifts, once: more than a firm of that size has in ten years."""
    from django.utils import timezone

    from wertschatz.bootstrap.house import house
    from wertschatz.storage.models import Attention, CareNotice, Enquiry, Party

    if Enquiry.objects.exists():
        return
    at = timezone.now()
    there = list(Party.objects.filter(kind="organisation").order_by("id")[:WRITTEN])
    some = [there[number % len(there)] for number in range(WRITTEN)]
    Enquiry.objects.bulk_create(
        Enquiry(
            name=f"{one.name} Anfrage", contact=f"a{one.pk}@frage.example", way="form",
            text=f"Wir suchen {number} Tische für den Biergarten, größere Stühle auch. " * 6,
            decision=("", "no", "bin")[number % 3], on=at.date(), at=at,
        )
        for number, one in enumerate(some)
    )  # fmt: skip
    CareNotice.objects.bulk_create(
        CareNotice(party=one, text="Tochter macht im Mai Abitur, Glückwunsch", on=at.date(), at=at)
        for one in some
    )
    Attention.objects.bulk_create(
        Attention(
            party=one, kind="card", gave="Karte von Hand", said="Danke für die Geduld im März",
            on=at.date(), at=at,
        )
        for one in some
    )  # fmt: skip
    house().renew_search()


def measure() -> list[dict[str, str | float]]:
    """The slowest of several searches of each sort, and a change of many with its undo."""
    from wertschatz.bootstrap.house import house
    from wertschatz.storage.models import Assessment, Party
    from wertschatz.storage.queries.everything import everything

    make_findable()
    write_down()
    if not Assessment.objects.exists():
        house().assess()
    some = Party.objects.filter(kind="organisation").order_by("id")
    middle = some[some.count() // 2]
    first = middle.name.split()[0]
    typo = first[:3] + first[4] + first[3] + first[5:]
    asked = {
        "name": [middle.name, first, first[:4], first[:3]],
        "name with a typo": [typo, f"{typo} {middle.pk}"],
        "word that all have": ["gmbh", "bau gmbh"],
        "number": [str(middle.pk), middle.phone, middle.phone[-5:], f"info@firma{middle.pk}"],
        "word of an enquiry": ["biergarten", "stuehle biergart", "1234", f"a{middle.pk}@frage"],
        "what was noticed or given": ["abitur", "geduld im maerz"],
        "word that nobody has": ["xyzxyzxyz"],
    }
    lines = [
        _line(f"Search, {sort}: slowest median", max(map(_median_of(everything), texts)), "ms", 50)
        for sort, texts in asked.items()
    ]
    return [*lines, *_many()]


def _many() -> list[dict[str, str | float]]:
    from wertschatz.bootstrap.house import house
    from wertschatz.storage.models import Assessment

    rows = Assessment.objects.order_by("-revenue_cents").values_list("customer__uuid", flat=True)
    chosen = list(rows[:MANY])
    lines = []
    for wish in ("tag", "confirm", "archive"):
        before = time.perf_counter()
        done = house().change_many(chosen, wish=wish, tag="Bench", sure=len(chosen), actor=None)
        between = time.perf_counter()
        if done.action is None or not house().undo(done.action, None).done:
            raise RuntimeError(wish)
        after = time.perf_counter()
        lines += [
            _line(f"{len(chosen):,} customers at once, {wish}", between - before, "s", 3),
            _line(f"{len(chosen):,} customers at once, {wish}: undo", after - between, "s", 3),
        ]
    house().assess()
    return lines


def _median_of(work: Callable[[str], object]) -> Callable[[str], float]:
    """Milliseconds; the first answer warms up and does not count."""

    def measured(text: str) -> float:
        work(text)
        took = []
        for _ in range(ROUNDS):
            before = time.perf_counter()
            work(text)
            took.append((time.perf_counter() - before) * 1000)
        return statistics.median(took)

    return measured


if __name__ == "__main__":
    print(json.dumps(measure()))
