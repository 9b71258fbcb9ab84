"""A job is done at least once: a lost lease is taken over, a fault is tried again."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from django.db import OperationalError

from wertschatz.jobs import runner
from wertschatz.jobs.runner import GivenUp, Stop, run_due
from wertschatz.storage import job_table
from wertschatz.storage.models import Job

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db(transaction=True)


def later(seconds: float) -> dt.datetime:
    return NOW + dt.timedelta(seconds=seconds)


def test_asking_twice_is_asking_once_until_it_runs() -> None:
    first = job_table.enqueue("assess", NOW, once="assess")
    assert job_table.enqueue("assess", NOW, once="assess").pk == first.pk
    asked: list[int] = []

    def handler(job: Job) -> None:
        # Somebody writes while the assessment runs: it must be asked for again.
        asked.append(job_table.enqueue("assess", later(1), once="assess").pk)

    assert run_due({"assess": handler}, lambda: NOW) == 1
    assert asked != [first.pk]
    assert Job.objects.get(pk=first.pk).state == Job.State.DONE
    assert Job.objects.get(pk=asked[0]).state == Job.State.WAITING


def test_a_job_is_held_by_one_and_taken_over_when_the_lease_is_over() -> None:
    job_table.enqueue("x", NOW)
    held = job_table.claim(NOW)
    assert held is not None
    assert job_table.claim(later(29)) is None
    taken = job_table.claim(later(31))
    assert taken is not None
    assert taken.attempts == 2
    assert not job_table.renew(held, later(32))
    job_table.finish(held, later(32))
    assert Job.objects.get(pk=held.pk).state == Job.State.WAITING


def test_a_renewed_lease_is_kept() -> None:
    job_table.enqueue("x", NOW)
    held = job_table.claim(NOW)
    assert held is not None
    assert job_table.renew(held, later(20))
    assert job_table.claim(later(40)) is None


def test_nothing_runs_before_its_time_and_the_longest_due_first() -> None:
    job_table.enqueue("late", later(60))
    job_table.enqueue("second", later(-1))
    job_table.enqueue("first", later(-2))
    ran: list[str] = []
    kinds = {kind: (lambda job: ran.append(job.kind)) for kind in ("late", "first", "second")}
    run_due(kinds, lambda: NOW)
    assert ran == ["first", "second"]


def test_a_fault_is_tried_three_times_and_then_said() -> None:
    job_table.enqueue("x", NOW)

    def broken(job: Job) -> None:
        raise ValueError("no luck")

    clock = iter(later(n * 100) for n in range(100))
    for _ in range(5):
        run_due({"x": broken}, lambda: next(clock))
    job = Job.objects.get()
    assert (job.state, job.attempts) == (Job.State.FAILED, 3)
    assert "no luck" in job.error


def test_what_has_given_up_is_not_tried_again_and_the_reason_stays() -> None:
    job_table.enqueue("x", NOW)

    def broken(job: Job) -> None:
        raise GivenUp from ValueError("no luck")

    assert run_due({"x": broken}, lambda: NOW) == 1
    job = Job.objects.get()
    assert (job.state, job.attempts) == (Job.State.FAILED, 1)
    assert "no luck" in job.error
    assert run_due({"x": broken}, lambda: later(100)) == 0


def test_cancelled_is_neither_done_nor_failed() -> None:
    job_table.enqueue("x", NOW)

    def stopped(job: Job) -> None:
        raise Stop

    run_due({"x": stopped}, lambda: NOW)
    assert Job.objects.get().state == Job.State.CANCELLED
    assert run_due({"x": stopped}, lambda: later(100)) == 0


def test_a_job_whose_process_is_silent_says_when_it_goes_on() -> None:
    job = job_table.enqueue("x", NOW)
    assert job_table.goes_on_in(job, later(100)) is None
    held = job_table.claim(NOW)
    assert held is not None
    assert job_table.goes_on_in(held, later(8)) is None
    assert job_table.goes_on_in(held, later(12)) == 18
    assert job_table.goes_on_in(held, later(31)) == 1
    job_table.renew(held, later(12))
    held.refresh_from_db()
    assert job_table.goes_on_in(held, later(12)) is None
    job_table.finish(held, later(13))
    held.refresh_from_db()
    assert job_table.goes_on_in(held, later(60)) is None


def test_a_busy_database_costs_no_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    """The thread that renews the lease goes on after one renewal failed."""
    tried: list[str] = []

    def busy(job: Job, now: dt.datetime) -> bool:
        tried.append(job.kind)
        raise OperationalError("database is locked")

    monkeypatch.setattr(runner, "RENEW_SECONDS", 0.01)
    monkeypatch.setattr(job_table, "renew", busy)
    job_table.enqueue("slow", NOW)

    def slow(job: Job) -> None:
        while len(tried) < 3:
            time.sleep(0.01)

    assert run_due({"slow": slow}, lambda: NOW) == 1
    assert Job.objects.get().state == Job.State.DONE
