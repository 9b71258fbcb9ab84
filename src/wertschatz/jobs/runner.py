"""Takes due jobs one after the other and runs each in the hands of its handler."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from django.db import OperationalError, close_old_connections, connection

from wertschatz.storage import job_table
from wertschatz.storage.models import Job

log = logging.getLogger("wertschatz.jobs")
Handler = Callable[[Job], None]
Clock = Callable[[], dt.datetime]
RENEW_SECONDS = job_table.RENEWED.total_seconds()


class Stop(Exception):
    """The job was cancelled by the person."""


class GivenUp(Exception):
    """The job failed and has cleaned up after itself; trying again would find nothing to do."""


def run_due(handlers: Mapping[str, Handler], clock: Clock, most: int = 1000) -> int:
    """Runs everything that is due; returns how many jobs were taken."""
    count = 0
    while count < most and (job := job_table.claim(clock())) is not None:
        run_one(job, handlers, clock)
        count += 1
    return count


def run_one(job: Job, handlers: Mapping[str, Handler], clock: Clock) -> None:
    """Runs one claimed job; every fault reaches the log, none ends the loop."""
    handler = handlers.get(job.kind)
    if handler is None:
        job_table.finish(job, clock(), Job.State.FAILED, f"no handler for {job.kind}")
        return
    if job.once:
        job_table.free_key(job)
    try:
        with _lease_kept(job, clock):
            handler(job)
    except Stop:
        job_table.finish(job, clock(), Job.State.CANCELLED)
    except GivenUp as error:
        log.exception("job %s (%s) failed for good", job.kind, job.uuid)
        job_table.finish(job, clock(), Job.State.FAILED, repr(error.__cause__))
    except Exception as error:
        log.exception("job %s (%s) failed, attempt %s", job.kind, job.uuid, job.attempts)
        job_table.try_again_or_fail(job, clock(), f"{type(error).__name__}: {error}")
    else:
        job_table.finish(job, clock())


@contextmanager
def _lease_kept(job: Job, clock: Clock) -> Iterator[None]:
    """Renews the lease from a thread of its own while the handler works."""
    done = threading.Event()

    def keep() -> None:
        try:
            while not done.wait(RENEW_SECONDS):
                _renew(job, clock())
        finally:
            connection.close()

    thread = threading.Thread(target=keep, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join(timeout=5)


def _renew(job: Job, now: dt.datetime) -> None:
    """A busy database is asked again the next time: the lease lasts longer than one renewal."""
    try:
        job_table.renew(job, now)
    except OperationalError:
        log.warning("the lease of job %s was not renewed this time", job.uuid, exc_info=True)
        close_old_connections()


def loop(
    handlers: Mapping[str, Handler],
    clock: Clock,
    stop: threading.Event,
    each_round: Callable[[dt.datetime], None],
    idle_seconds: float = 0.4,
) -> None:
    """Runs until told to stop; between jobs it asks what became due by the calendar."""
    while not stop.is_set():
        try:
            each_round(clock())
            taken = run_due(handlers, clock, most=20)
        except Exception:
            log.exception("the round of jobs failed; trying again")
            close_old_connections()
            taken = 0
        if not taken:
            stop.wait(idle_seconds)
