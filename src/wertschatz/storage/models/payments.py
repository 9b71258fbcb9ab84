"""What moved on the firm's accounts, and which invoices it paid."""

from typing import ClassVar

from django.db import models

from wertschatz.storage.models.days import DayField
from wertschatz.storage.models.imports import Import


class Payment(models.Model):
    """One movement on an account, as a statement lists it.

    Every import keeps its own rows; `counted` tells which of those that say the same is looked at.
    """

    source = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="payments")
    file = models.ForeignKey(
        "storage.ImportFile", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    line = models.BigIntegerField(null=True, blank=True)
    key = models.CharField(max_length=200)
    """The bank's reference, else a hash of what it says; counted within the day."""
    counted = models.BooleanField(default=False)
    """Of the live rows that mean this movement, this one counts (a derived figure)."""
    account = models.CharField(max_length=40, blank=True, default="")
    on = DayField()
    value_on = DayField(null=True, blank=True)
    cents = models.BigIntegerField()
    """Above zero: received."""
    currency = models.CharField(max_length=3)
    name = models.CharField(max_length=200, blank=True, default="")
    other_account = models.CharField(max_length=40, blank=True, default="")
    purpose = models.CharField(max_length=1000, blank=True, default="")
    reference = models.CharField(max_length=100, blank=True, default="")
    end_to_end = models.CharField(max_length=100, blank=True, default="")
    mandate = models.CharField(max_length=100, blank=True, default="")
    kind = models.CharField(max_length=14)
    """A value of `PaymentKind`."""
    return_reason = models.CharField(max_length=100, blank=True, default="")
    entry_cents = models.BigIntegerField(null=True, blank=True)
    document = models.CharField(max_length=100, blank=True, default="")
    customer_number = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["source"], name="payment_source"),
            models.Index(fields=["key"], name="payment_key"),
            models.Index(fields=["on"], condition=models.Q(counted=True), name="payment_counted"),
        ]

    def __str__(self) -> str:
        return f"{self.cents} {self.on}"


class Settlement(models.Model):
    """So much of a payment pays an invoice: found by a rule, or said by a person.

    Those of rules are made anew whenever payments or invoices come or go.
    """

    payment = models.ForeignKey(Payment, on_delete=models.CASCADE, related_name="settlements")
    invoice_key = models.CharField(max_length=200, blank=True, default="", db_index=True)
    """'' from a person: this payment belongs to no invoice."""
    cents = models.BigIntegerField(default=0)
    reason = models.TextField(blank=True, default="")
    """JSON: [code, facts]."""
    said = models.BooleanField(default=False)
    """By a person; rules never undo that."""
    at = models.DateTimeField()
    by = models.ForeignKey("storage.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes: ClassVar = [
            # How many payments are assigned is counted on every look at their page.
            models.Index(fields=["payment", "said", "cents"], name="settlement_payment"),
            models.Index(fields=["payment"], condition=models.Q(said=True), name="settlement_said"),
        ]

    def __str__(self) -> str:
        return f"{self.payment_id} {self.invoice_key}"


class Doubt(models.Model):
    """A payment that may belong to one of several invoices, or of which nothing is known."""

    payment = models.OneToOneField(Payment, on_delete=models.CASCADE, related_name="doubt")
    candidates = models.TextField(blank=True, default="")
    """JSON: a list of answers, the likeliest first: reason, and parts as [invoice key, cents]."""
    code = models.CharField(max_length=40, null=True, blank=True)
    """Of the first reason, to count by. (Nullable: adding it rewrites no table.)"""
    reasons = models.TextField()
    """JSON: a list of [code, facts]."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["code"], name="doubt_code")]

    def __str__(self) -> str:
        return f"{self.payment_id}?"
