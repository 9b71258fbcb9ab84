"""What the plan as a calendar costs: a feed of 5,000 entries, from the database to the bytes."""

from __future__ import annotations

import datetime as dt
import json
import statistics
import subprocess
import sys
import time

from bench import base

ENTRIES, GOAL_MS, ROUNDS = 5_000, 200, 9


def run(*, small: bool = False) -> list[dict[str, object]]:
    """The figure, in a process of its own."""
    folder = base.data_folder(small=small)
    words = [sys.executable, "-m", "bench.feed"]
    done = subprocess.run(words, env=base.environment(folder), capture_output=True, check=True)
    figure = json.loads(done.stdout)
    return [
        {
            "name": "A feed of 5,000 entries", "figure": round(figure["median"], 1), "unit": "ms",
            "goal": GOAL_MS, "met": figure["median"] <= GOAL_MS,
            "peer": f"{figure['bytes']:,} bytes; slowest of {ROUNDS}: {figure['most']:.0f} ms",
        }
    ]  # fmt: skip


def measure() -> dict[str, float]:
    """Milliseconds; what was made for it goes again."""
    from django.db import transaction
    from django.test import Client

    from wertschatz.bootstrap.house import house
    from wertschatz.storage.models import Device, Task, User, WorkDay

    now, today = house().now(), house().today()
    with transaction.atomic():
        user = User.objects.create(username="bench feed", role="owner", joined_at=now).pk
        tasks = Task.objects.bulk_create(
            [Task(user_id=user, title=f"Angebot für Müller {n}, Nr. {n}", at=now)
             for n in range(500)]
        )  # fmt: skip
        each = -(-ENTRIES // 62)
        for day in range(62):
            placed = [
                [str(tasks[(day * each + n) % 500].uuid), 10 * n, 10 * n + 10] for n in range(each)
            ]
            on = today + dt.timedelta(days=day)
            WorkDay.objects.create(user_id=user, on=on, placed=placed, planned_at=now)
        house().make_feed(True, user)
        address = f"/f/{Device.objects.latest('id').secret}.ics"
        took = []
        for _ in range(ROUNDS + 1):
            before = time.perf_counter()
            answer = Client(headers={"host": "127.0.0.1"}).get(address)
            took.append((time.perf_counter() - before) * 1000)
        if answer.content.count(b"BEGIN:VEVENT") < ENTRIES:
            raise RuntimeError(answer.status_code)
        transaction.set_rollback(True)
    warm = took[1:]
    return {
        "median": statistics.median(warm), "most": max(warm), "bytes": len(answer.content)
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(measure()))
