"""Jobs are rows with a due time; whoever runs one holds a lease, and a lost lease is taken over.

At least once: a job that was killed half way runs again, so every handler must bear that.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import F, Q

from wertschatz.storage.models import Job

LEASE = dt.timedelta(seconds=30)
RENEWED = dt.timedelta(seconds=5)
"""How often whoever works on a job says so."""
SILENT = RENEWED + dt.timedelta(seconds=4)
"""Whoever has not said so for this long has most likely been killed; a busy disk is slow, too."""
MOST_ATTEMPTS = 3


def enqueue(
    kind: str,
    due_at: dt.datetime,
    payload: dict[str, object] | None = None,
    once: str | None = None,
) -> Job:
    """Leaves a job; with `once`, at most one waits under that key."""
    if once is None:
        return Job.objects.create(kind=kind, due_at=due_at, payload=payload or {})
    job, _ = Job.objects.get_or_create(
        once=once, defaults={"kind": kind, "due_at": due_at, "payload": payload or {}}
    )
    return job


def claim(now: dt.datetime) -> Job | None:
    """The job that is due longest and that nobody holds; None when there is nothing to do."""
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    due = Job.objects.filter(free, state=Job.State.WAITING, due_at__lte=now)
    key = due.order_by("due_at", "id").values_list("id", flat=True).first()
    if key is None:
        return None
    lease = uuid.uuid4().hex
    taken = Job.objects.filter(free, pk=key, state=Job.State.WAITING).update(
        lease=lease, lease_until=now + LEASE, attempts=F("attempts") + 1
    )
    return Job.objects.get(pk=key) if taken else None


def renew(job: Job, now: dt.datetime) -> bool:
    """Keeps the lease; False: somebody else holds the job by now."""
    mine = Job.objects.filter(pk=job.pk, lease=job.lease, state=Job.State.WAITING)
    return bool(mine.update(lease_until=now + LEASE))


def goes_on_in(job: Job, now: dt.datetime) -> int | None:
    """Seconds until a job is taken over whose process is silent; None: nobody is missing."""
    if job.state != Job.State.WAITING or job.lease_until is None:
        return None
    left = job.lease_until - now
    return max(1, round(left.total_seconds())) if left < LEASE - SILENT else None


def finish(job: Job, now: dt.datetime, state: str = Job.State.DONE, error: str = "") -> None:
    """Ends a job; its `once` key is free again."""
    Job.objects.filter(pk=job.pk, lease=job.lease).update(
        state=state, ended_at=now, error=error[:2000], once=None, lease_until=None
    )


def free_key(job: Job) -> None:
    """Whoever writes while this job runs must be able to ask for the next one."""
    Job.objects.filter(pk=job.pk).update(once=None)


def try_again_or_fail(job: Job, now: dt.datetime, error: str) -> None:
    """After a fault: again in a while, given up after three times."""
    if job.attempts >= MOST_ATTEMPTS:
        finish(job, now, Job.State.FAILED, error)
        return
    Job.objects.filter(pk=job.pk, lease=job.lease).update(
        lease_until=None, due_at=now + dt.timedelta(seconds=10 * job.attempts), error=error[:2000]
    )


def forget_old(before: dt.datetime) -> int:
    """Removes ended jobs of long ago."""
    return Job.objects.filter(ended_at__lt=before).delete()[0]
