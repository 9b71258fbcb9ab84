"""Chapter 1: what goes on with a customer day by day, beside the contacts themselves."""

from typing import ClassVar

from django.db import models

from wertschatz.storage.models.customers import Customer
from wertschatz.storage.models.days import DayField
from wertschatz.storage.uuid7 import uuid7


class Timer(models.Model):
    """The clock that runs for one person of the firm: one at a time."""

    user = models.OneToOneField("storage.User", on_delete=models.CASCADE, related_name="timer")
    customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.CASCADE, related_name="timers"
    )
    """None: work for no customer."""
    kind = models.CharField(max_length=12)
    """As in `Contact`."""
    about = models.CharField(max_length=300, blank=True, default="")
    started_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} since {self.started_at}"


class Preference(models.Model):
    """When and how the other side wants to be reached (METHOD 3.3)."""

    party = models.OneToOneField(
        "storage.Party", on_delete=models.CASCADE, related_name="preference"
    )
    best = models.CharField(max_length=12, blank=True, default="")
    """Kind of contact that is liked best, '' not said."""
    never = models.CharField(max_length=60, blank=True, default="")
    """Kinds of contact that are not wanted, with blanks between."""
    weekdays = models.PositiveSmallIntegerField(default=0)
    """Bit 0 is Monday; 0: any day."""
    from_minute = models.PositiveSmallIntegerField(null=True, blank=True)
    until_minute = models.PositiveSmallIntegerField(null=True, blank=True)
    """Minutes of the day in the party's own time zone."""
    note = models.CharField(max_length=300, blank=True, default="")
    at = models.DateTimeField()
    by = models.ForeignKey("storage.User", null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"preference {self.party_id}"


class Commitment(models.Model):
    """An offer, or a promise of one side, with how it ended."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="commitments")
    kind = models.CharField(max_length=8)
    """'offer', 'ours' (a promise of ours), 'theirs' (of the customer)."""
    about = models.CharField(max_length=300)
    cents = models.BigIntegerField(null=True, blank=True)
    """What it is worth, in minor units of the firm's currency."""
    on = DayField()
    due_on = DayField(null=True, blank=True)
    outcome = models.CharField(max_length=10, blank=True, default="")
    """'' still open; of an offer 'accepted', 'declined', 'withdrawn'; of a promise 'kept',
    'broken', 'withdrawn'."""
    ended_on = DayField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("storage.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["due_on"], condition=models.Q(outcome=""), name="commitment_open"
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class FreshStart(models.Model):
    """After holiday or illness: whatever was due before this day has lapsed for this person."""

    user = models.ForeignKey("storage.User", on_delete=models.CASCADE, related_name="fresh_starts")
    on = DayField()
    away_since = DayField(null=True, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} {self.on}"
