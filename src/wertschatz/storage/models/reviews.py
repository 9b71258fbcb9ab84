"""Chapter 1: the analysis as an appointment, and the letters of past years."""

from typing import ClassVar

from django.db import models

from wertschatz.storage.models.customers import GROUPS, Customer, GroupDecision
from wertschatz.storage.uuid7 import uuid7


class Review(models.Model):
    """One analysis of the customer base: an appointment that leads through the customers."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    user = models.ForeignKey("storage.User", on_delete=models.CASCADE, related_name="reviews")
    planned_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    moved = models.PositiveSmallIntegerField(default=0)
    """How often it was put off: the SEQUENCE of its calendar entry."""
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"review {self.planned_at}"


class ReviewEntry(models.Model):
    """One customer in an analysis: how it stood when the analysis began, and what came of it."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="entries")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="reviewed")
    place = models.PositiveIntegerField()
    """The order in which the analysis leads through the customers, from 0 on."""
    group = models.CharField(max_length=1, blank=True, choices=GROUPS)
    """As it stood at the beginning; '' undecided."""
    confirmed = models.BooleanField(default=False)
    reasons = models.TextField(default="[]")
    """As in `Assessment`, at the beginning."""
    outcome = models.CharField(max_length=10, blank=True, default="")
    """'' not looked at yet, 'confirmed', 'decided' otherwise, 'passed' over."""
    decision = models.ForeignKey(
        GroupDecision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "customer"], name="review_customer"),
            models.UniqueConstraint(fields=["review", "place"], name="review_place"),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.group}"


class YearLetter(models.Model):
    """A derived figure: how one customer stood at the end of a past year."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="year_letters")
    year = models.PositiveSmallIntegerField()
    group = models.CharField(max_length=1, blank=True, choices=GROUPS)
    confirmed = models.BooleanField(default=False)
    revenue_cents = models.BigIntegerField()
    effort_minutes = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer", "year"], name="year_letter_once")
        ]
        indexes: ClassVar = [models.Index(fields=["year"], name="year_letter_year")]

    def __str__(self) -> str:
        return f"{self.year} {self.group}"
