"""Search: by which words, addresses and numbers address books and enquiries are found."""

from typing import ClassVar

from django.db import models

from wertschatz.storage.models.cards import Card
from wertschatz.storage.models.enquiries import Enquiry


class CardGram(models.Model):
    """The same as `Gram`, for an entry of an address book. Derived; it goes with its entry."""

    gram = models.CharField(max_length=40)
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="grams", db_index=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["card", "gram"], name="gram_of_card")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["gram", "card"], name="gram_card")]

    def __str__(self) -> str:
        return self.gram


class EnquiryGram(models.Model):
    """The same as `Gram`, for an enquiry. Derived; it goes with its enquiry."""

    gram = models.CharField(max_length=40)
    enquiry = models.ForeignKey(
        Enquiry, on_delete=models.CASCADE, related_name="grams", db_index=False
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["enquiry", "gram"], name="gram_of_enquiry")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["gram", "enquiry"], name="gram_enquiry")
        ]

    def __str__(self) -> str:
        return self.gram
