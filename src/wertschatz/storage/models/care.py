"""Chapter 4½: whom one cares for, what was noticed and given, and what somebody allowed."""

from typing import ClassVar

from django.db import models

from wertschatz.storage.models.customers import Customer
from wertschatz.storage.models.days import DayField
from wertschatz.storage.uuid7 import uuid7


class CaredFor(models.Model):
    """A contact person, a member of staff or a boss. Customers are people without such a row;
    who is customer and staff at once has one with the customer's party."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    party = models.ForeignKey("storage.Party", on_delete=models.CASCADE, related_name="cared_for")
    kind = models.CharField(max_length=8)
    """'contact', 'staff' or 'boss'."""
    customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.CASCADE, related_name="cared_for"
    )
    """Whose contact person."""
    account = models.ForeignKey(
        "storage.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_on = DayField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("storage.User", null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"{self.kind} {self.party_id}"


class CareDetail(models.Model):
    """What is known of one person beside the dealings."""

    party = models.OneToOneField(
        "storage.Party", on_delete=models.CASCADE, related_name="care_detail"
    )
    born = models.CharField(max_length=10, blank=True, default="")
    """ISO day, '--MM-DD' without the year, '' not known."""
    business = models.BooleanField(null=True)
    """A business (True) or a consumer; None: the data decide."""
    no_gifts = models.BooleanField(default=False)
    """Must not accept any: an office, a rule of the firm."""
    since = DayField(null=True, blank=True)
    """Together since then; None: the data decide."""
    own_days = models.PositiveSmallIntegerField(null=True, blank=True)
    """Own rhythm in days; 0 never, None that of the group."""
    at = models.DateTimeField()
    by = models.ForeignKey("storage.User", null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"detail {self.party_id}"


class CareConsent(models.Model):
    """What somebody said of being reached. Append-only: the newest one holds, all are evidence."""

    party = models.ForeignKey("storage.Party", on_delete=models.CASCADE, related_name="consents")
    channel = models.CharField(max_length=8)
    """'phone', 'mail', 'post'."""
    said = models.CharField(max_length=10)
    """'allowed', 'asked', 'objected'."""
    on = DayField()
    at = models.DateTimeField()
    by = models.ForeignKey("storage.User", null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"{self.channel} {self.said} {self.on}"


class Attention(models.Model):
    """A kind word or thing that somebody got."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    party = models.ForeignKey("storage.Party", on_delete=models.CASCADE, related_name="attentions")
    kind = models.CharField(max_length=10)
    """'smile', 'listening', 'remark', 'thanks', 'card', 'gift'."""
    on = DayField()
    gave = models.CharField(max_length=300, blank=True, default="")
    said = models.CharField(max_length=600, blank=True, default="")
    gross_cents = models.BigIntegerField(null=True, blank=True)
    """What it cost with VAT, in minor units of the firm's currency; None: nothing."""
    vat_percent = models.PositiveSmallIntegerField(default=19)
    given = models.CharField(max_length=8, default="business")
    """As what they got it: 'business' or 'staff'."""
    occasion = models.CharField(max_length=20, blank=True, default="")
    """Code of the occasion; '' none."""
    fact = models.CharField(max_length=250, blank=True, default="")
    """What the occasion came from."""
    came_back = models.CharField(max_length=300, blank=True, default="")
    came_back_on = DayField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("storage.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["party", "on"], name="attention_party"),
            models.Index(fields=["on"], name="attention_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class CareNotice(models.Model):
    """One line of what was noticed about somebody."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    party = models.ForeignKey("storage.Party", on_delete=models.CASCADE, related_name="notices")
    text = models.CharField(max_length=300)
    praise = models.BooleanField(default=False)
    """Something done well: an occasion for a thank-you."""
    on = DayField()
    first = DayField(null=True, blank=True)
    """The day or month that it speaks of."""
    last = DayField(null=True, blank=True)
    ended_on = DayField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("storage.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["party"], condition=models.Q(ended_on__isnull=True), name="notice_open"
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text


class CareSnooze(models.Model):
    """What is not suggested: a person, a kind of occasion, one occasion; '' means any."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    party = models.ForeignKey(
        "storage.Party", null=True, blank=True, on_delete=models.CASCADE, related_name="snoozes"
    )
    code = models.CharField(max_length=20, blank=True, default="")
    fact = models.CharField(max_length=250, blank=True, default="")
    until = DayField(null=True, blank=True)
    """None: for good."""
    on = DayField()
    at = models.DateTimeField()
    by = models.ForeignKey("storage.User", null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"{self.code} {self.until}"
