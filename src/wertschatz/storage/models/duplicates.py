"""Customers that may stand there twice: proposals, and pairs that the owner keeps apart."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wertschatz.storage.models.customers import Customer


class NotTheSame(models.Model):
    """“These are two”: a pair that is never proposed again."""

    first = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="two_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="two_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}"


class Comparison(models.Model):
    """When all customers were last compared with each other, and of what they consisted."""

    at = models.DateTimeField()
    known = models.CharField(max_length=64)
    """SHA-256 of everything that was compared."""

    def __str__(self) -> str:
        return f"{self.at}"


class Likeness(models.Model):
    """Two customers that may be one, as the newest comparison found them."""

    first = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6)
    """'sure', 'likely' or 'ask'."""
    points = models.PositiveSmallIntegerField()
    reasons = models.TextField()
    """JSON: a list of [code, facts]."""

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}: {self.kind}"
