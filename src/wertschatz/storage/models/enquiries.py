"""Chapter 4: the profile, enquiries, and what customers have in common."""

from typing import ClassVar

from django.db import models

from wertschatz.storage.models.customers import Customer
from wertschatz.storage.models.days import DayField
from wertschatz.storage.uuid7 import uuid7


class ProfileAnswer(models.Model):
    """One answer of the profile. Append-only; the newest of a question and language holds."""

    question = models.CharField(max_length=12)
    """As in `domain.profile.questions.Question`."""
    language = models.CharField(max_length=5)
    text = models.TextField(blank=True, default="")
    previous = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The one that held before: an earlier change can only be taken back after this one."""
    at = models.DateTimeField()
    by = models.ForeignKey("storage.User", null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"{self.question} {self.language}"


class Enquiry(models.Model):
    """Somebody asks whether we would work for them."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    way = models.CharField(max_length=8)
    """As in `domain.profile.enquiry.Way`."""
    language = models.CharField(max_length=5)
    name = models.CharField(max_length=300, blank=True, default="")
    contact = models.CharField(max_length=254, blank=True, default="")
    text = models.TextField(blank=True, default="")
    trade = models.CharField(max_length=100, blank=True, default="")
    size = models.CharField(max_length=10, blank=True, default="")
    region = models.CharField(max_length=100, blank=True, default="")
    came_by = models.CharField(max_length=12, blank=True, default="")
    job = models.CharField(max_length=200, blank=True, default="")
    doubts = models.CharField(max_length=60, blank=True, default="")
    """Why it is held (`domain.profile.spam.Doubt`), with blanks between; '' it is not."""
    sender = models.CharField(max_length=32, blank=True, default="")
    """Of the form: a keyed print of the address it came from, another one every day."""
    decision = models.CharField(max_length=4, blank=True, default="")
    """As in `domain.profile.enquiry.Decision`; '' open."""
    reply = models.TextField(blank=True, default="")
    """The answer as the person wrote it; it is never sent by itself."""
    recommended = models.CharField(max_length=300, blank=True, default="")
    """Somebody else who may help."""
    decided_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, blank=True, default="")
    outcome_on = DayField(null=True, blank=True)
    customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.SET_NULL, related_name="enquiries"
    )
    """Whom it became."""
    on = DayField()
    at = models.DateTimeField()
    by = models.ForeignKey("storage.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["decision", "-at"], name="enquiry_open"),
            models.Index(fields=["way", "at"], name="enquiry_flood"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.on}"


class Traits(models.Model):
    """What a customer has in common with others, as far as a person said it."""

    customer = models.OneToOneField(Customer, on_delete=models.CASCADE, related_name="traits")
    trade = models.CharField(max_length=100, blank=True, default="")
    size = models.CharField(max_length=10, blank=True, default="")
    region = models.CharField(max_length=100, blank=True, default="")
    """'' : where its address is."""
    came_by = models.CharField(max_length=12, blank=True, default="")
    job = models.CharField(max_length=200, blank=True, default="")
    """The first one."""
    at = models.DateTimeField()
    by = models.ForeignKey("storage.User", null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"traits {self.customer_id}"
