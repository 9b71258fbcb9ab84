"""Persons and organisations, and the firm whose customers they are."""

from typing import ClassVar

from django.db import models

from wertschatz.storage.uuid7 import uuid7


class Party(models.Model):
    """A person or an organisation. Customer, contact person, colleague, boss are roles of it."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=12, default="unknown")
    """'person', 'organisation' or 'unknown' (a list does not say)."""
    name = models.CharField(max_length=300)
    zone = models.CharField(max_length=40, blank=True, default="")
    """Time zone of this party, '' for the firm's."""
    street = models.CharField(max_length=200, blank=True, default="")
    postcode = models.CharField(max_length=20, blank=True, default="")
    town = models.CharField(max_length=100, blank=True, default="")
    country = models.CharField(max_length=2, blank=True, default="")
    """ISO 3166-1 alpha-2."""
    email = models.CharField(max_length=254, blank=True, default="")
    phone = models.CharField(max_length=60, blank=True, default="")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person speaks for an organisation; one person may do so for several."""

    person = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="people")
    source = models.ForeignKey("storage.Import", on_delete=models.CASCADE, related_name="+")
    """Seen while this import is live."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "organisation", "source"], name="membership_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} of {self.organisation_id}"


class OwnName(models.Model):
    """How documents name the owner's firm: tells own invoices from those of suppliers."""

    kind = models.CharField(max_length=4)
    """'vat' (or tax number) or 'name'."""
    value = models.CharField(max_length=320)
    """Folded, as it is compared."""
    shown = models.CharField(max_length=320)
    """As the document writes it."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "value"], name="own_name_once")
        ]

    def __str__(self) -> str:
        return self.shown


class Firm(models.Model):
    """The owner's own firm: one a database."""

    party = models.OneToOneField(Party, on_delete=models.PROTECT, related_name="own_firm")
    currency = models.CharField(max_length=3, default="EUR")
    zone = models.CharField(max_length=40, default="Europe/Berlin")
    area_code = models.CharField(max_length=12, blank=True, default="")
    """Of the firm's own telephone, with its zero: local numbers in call lists lack it."""
    demo = models.BooleanField(default=False)
    """The example is loaded: nothing in here is real."""

    def __str__(self) -> str:
        return self.party.name


class Gram(models.Model):
    """Search: the folded words of a party's names and numbers, and their three-letter pieces.

    A plain table, so that it works alike on SQLite and PostgreSQL.
    """

    gram = models.CharField(max_length=40)
    """A whole word as '=word', a piece of three letters of ' word ', an e-mail address or its
    domain as '@address', or the ending of a telephone number as '#digits'."""
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="grams", db_index=False)

    class Meta:
        # Whether a party holds a word is told by the index alone.
        indexes: ClassVar = [models.Index(fields=["party", "gram"], name="gram_of_party")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["gram", "party"], name="gram_party")
        ]

    def __str__(self) -> str:
        return self.gram
