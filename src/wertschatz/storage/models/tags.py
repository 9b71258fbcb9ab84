"""Chapter 1: tags on customers, and filters that were kept by name."""

from typing import ClassVar

from django.db import models

from wertschatz.storage.models.customers import Customer
from wertschatz.storage.uuid7 import uuid7


class Tag(models.Model):
    """A word that the owner puts on customers."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    name = models.CharField(max_length=60)
    folded = models.CharField(max_length=60, unique=True)
    """The same without case and accents: a tag is there once."""

    def __str__(self) -> str:
        return self.name


class Tagged(models.Model):
    """This customer carries this tag."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="on")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="tags")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tag", "customer"], name="tagged_once")
        ]

    def __str__(self) -> str:
        return f"{self.tag_id} on {self.customer_id}"


class SavedFilter(models.Model):
    """What one person looked for, kept by name: the address of the list without its page."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    user = models.ForeignKey("storage.User", on_delete=models.CASCADE, related_name="filters")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "name"], name="saved_filter_once")
        ]

    def __str__(self) -> str:
        return self.name
