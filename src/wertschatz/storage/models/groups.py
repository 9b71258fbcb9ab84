"""Chapter 1: how one works with the groups: instructions, calling out, and the goodbye."""

from typing import ClassVar

from django.db import models

from wertschatz.storage.models.customers import GROUPS, Customer
from wertschatz.storage.models.days import DayField
from wertschatz.storage.uuid7 import uuid7


class Instruction(models.Model):
    """What a group means here, in the owner's own words. Append-only; the newest one holds."""

    group = models.CharField(max_length=1, choices=GROUPS)
    kind = models.CharField(max_length=12)
    """'contact' (what to do when a contact starts) or 'way_out' (the polite end of a long one)."""
    text = models.CharField(max_length=600, blank=True, default="")
    """'' : the words of the house."""
    at = models.DateTimeField()
    by = models.ForeignKey("storage.User", null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"{self.group} {self.kind}"


class CallOut(models.Model):
    """“Call me out”: somebody in a long call asks a colleague to fetch him or her."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    by = models.ForeignKey("storage.User", on_delete=models.CASCADE, related_name="call_outs")
    customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    taken_by = models.ForeignKey(
        "storage.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    over_at = models.DateTimeField(null=True, blank=True)
    """No longer needed."""

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["at"], condition=models.Q(over_at__isnull=True), name="call_out_open"
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"call out {self.at}"


class Goodbye(models.Model):
    """A polite and gradual goodbye to one customer, over months."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="goodbyes")
    started_on = DayField()
    content = models.BooleanField(null=True)
    """Whether the customer is content, as the owner sees it; None: not said."""
    contract = models.CharField(max_length=10, blank=True, default="")
    """'' not said, 'none', 'running'."""
    contract_until = DayField(null=True, blank=True)
    notice_days = models.PositiveSmallIntegerField(null=True, blank=True)
    other_provider = models.CharField(max_length=300, blank=True, default="")
    outcome = models.CharField(max_length=10, blank=True, default="")
    """'' under way, 'parted', 'stays'."""
    ended_on = DayField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("storage.User", null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"goodbye {self.started_on}"


class GoodbyeStep(models.Model):
    """One step of a goodbye, with its day and the letter as the owner edited it."""

    goodbye = models.ForeignKey(Goodbye, on_delete=models.CASCADE, related_name="steps")
    code = models.CharField(max_length=30)
    place = models.PositiveSmallIntegerField()
    due_on = DayField()
    done_on = DayField(null=True, blank=True)
    text = models.TextField(blank=True, default="")
    """'' : the words of the house."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["goodbye", "code"], name="goodbye_step_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.due_on}"
