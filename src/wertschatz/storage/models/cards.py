"""Entries of address books: who is reached where, and for which customer."""

from typing import ClassVar

from django.db import models

from wertschatz.storage.models.customers import Customer
from wertschatz.storage.models.imports import Import

STATED = "i:"
"""How the keys of entries begin that an invoice made: an address of its customer."""
TYPED_TERMS = f"{STATED}terms|"
"""How the keys of entries begin that hold the days until payment as a person typed them; there None
says that none were agreed."""


class Card(models.Model):
    """One entry of an address book or list of customers, as its file states it."""

    source = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="cards")
    file = models.ForeignKey(
        "storage.ImportFile", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    line = models.BigIntegerField(null=True, blank=True)
    key = models.CharField(max_length=200, db_index=True)
    customer = models.ForeignKey(
        Customer, on_delete=models.SET_NULL, null=True, blank=True, related_name="cards"
    )
    """Whom it belongs to (a derived figure); None: nobody that is a customer."""
    kind = models.CharField(max_length=12, blank=True, default="")
    name = models.CharField(max_length=300)
    organisation = models.CharField(max_length=300, blank=True, default="")
    title = models.CharField(max_length=200, blank=True, default="")
    emails = models.JSONField(default=list)
    phones = models.JSONField(default=list)
    """As written."""
    street = models.CharField(max_length=200, blank=True, default="")
    postcode = models.CharField(max_length=20, blank=True, default="")
    town = models.CharField(max_length=100, blank=True, default="")
    country = models.CharField(max_length=60, blank=True, default="")
    born = models.CharField(max_length=10, blank=True, default="")
    customer_number = models.CharField(max_length=100, blank=True, default="")
    vat_id = models.CharField(max_length=40, blank=True, default="")
    ibans = models.JSONField(default=list)
    terms_days = models.PositiveIntegerField(null=True, blank=True)
    categories = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["source"], name="card_source")]

    def __str__(self) -> str:
        return self.name
