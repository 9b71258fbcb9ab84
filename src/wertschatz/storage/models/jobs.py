"""Work to be done at its time: rows with a due time and a lease."""

from typing import ClassVar

from django.db import models

from wertschatz.storage.uuid7 import uuid7


class Job(models.Model):
    """One piece of work. Whoever runs it holds a lease; a lease that ran out is taken over."""

    class State(models.TextChoices):
        """Where a job stands."""

        WAITING = "waiting"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=30)
    payload = models.JSONField(default=dict)
    once = models.CharField(max_length=100, null=True, unique=True)
    """While it waits, no second job with this key is made; emptied when it ends."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    lease = models.CharField(max_length=40, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    cancel = models.BooleanField(default=False)
    progress = models.JSONField(default=dict)
    ended_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "due_at"], name="job_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
