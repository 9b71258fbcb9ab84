"""Chapter 3: rules and times of a person, doors, colleagues, and what the telephone brought."""

from typing import ClassVar

from django.db import models

from wertschatz.storage.models.customers import Customer
from wertschatz.storage.uuid7 import uuid7


class RuleSet(models.Model):
    """All rules of a person as they stood from then on. Append-only; the newest one holds."""

    user = models.ForeignKey("storage.User", on_delete=models.CASCADE, related_name="rule_sets")
    rules = models.JSONField()
    """In order, as `domain.rules.plain.rule_to` writes them."""
    previous = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The one that held before: an earlier change can only be taken back after this one."""
    at = models.DateTimeField()
    by = models.ForeignKey("storage.User", null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"rules of {self.user_id} {self.at}"


class Week(models.Model):
    """A person's times by the clock on the wall. Append-only; the newest one holds."""

    user = models.ForeignKey("storage.User", on_delete=models.CASCADE, related_name="weeks")
    work = models.JSONField(default=list)
    breaks = models.JSONField(default=list)
    mail = models.JSONField(default=list)
    """Each a list of stretches, as `domain.rules.plain.hours_to` writes them."""
    numbers = models.JSONField(default=list)
    """The person's own telephones, as an exchange dials them."""
    previous = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The one that held before: an earlier change can only be taken back after this one."""
    at = models.DateTimeField()
    by = models.ForeignKey("storage.User", null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"week of {self.user_id} {self.at}"


class Switch(models.Model):
    """Something a person said of the present, with its end: the door is closed until four."""

    user = models.ForeignKey("storage.User", on_delete=models.CASCADE, related_name="switches")
    kind = models.CharField(max_length=10)
    """'door', 'focus', 'break', 'unplugged'."""
    at = models.DateTimeField()
    until = models.DateTimeField()
    """The newest of a kind holds; one that ended early ends where it was ended."""
    by = models.ForeignKey("storage.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "kind", "-id"], name="switch_newest")]

    def __str__(self) -> str:
        return f"{self.kind} until {self.until}"


class Colleague(models.Model):
    """Somebody who may settle a matter before the owner does."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    name = models.CharField(max_length=200)
    number = models.CharField(max_length=60, blank=True, default="")
    """As the exchange dials it."""
    hours = models.JSONField(default=list)
    """When there, as `domain.rules.plain.hours_to` writes it; []: in the working hours."""
    place = models.PositiveSmallIntegerField(default=0)
    """The lowest is asked first."""
    away = models.BooleanField(default=False)
    """Not there for the time being."""
    user = models.ForeignKey(
        "storage.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return self.name


class KnownNumber(models.Model):
    """A number that the owner named: family, school, alarm, a supplier, a colleague's own."""

    number = models.CharField(max_length=20, unique=True)
    """E.164."""
    written = models.CharField(max_length=60)
    """As it was typed."""
    name = models.CharField(max_length=200, blank=True, default="")
    kind = models.CharField(max_length=10, blank=True, default="")
    """As in `CallerKind`; '' : whatever it is otherwise (a customer's number)."""
    emergency = models.BooleanField(default=False)
    may_repeat = models.BooleanField(default=False)
    """A second call within three minutes is an emergency."""

    def __str__(self) -> str:
        return self.number


class Ring(models.Model):
    """One call that the gate decided on, as its journal tells; and what became of it."""

    uuid = models.UUIDField(unique=True, editable=False)
    """Made by the gate: taking its journal over twice is taking it over once."""
    system = models.CharField(max_length=12)
    call_id = models.CharField(max_length=200)
    origin = models.CharField(max_length=200, blank=True, default="")
    """The `call_id` of the call that this one carries on (a transfer): both are one call."""
    number = models.CharField(max_length=60, blank=True, default="")
    """E.164 where it could be told, else as it came; '' suppressed."""
    called = models.CharField(max_length=60, blank=True, default="")
    name = models.CharField(max_length=300, blank=True, default="")
    """As the gate knew it."""
    party = models.ForeignKey(
        "storage.Party", null=True, blank=True, on_delete=models.SET_NULL, related_name="rings"
    )
    at = models.DateTimeField()
    verdict = models.CharField(max_length=12)
    reason = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    until = models.DateTimeField(null=True, blank=True)
    rule = models.IntegerField(null=True, blank=True)
    rule_set = models.ForeignKey(
        RuleSet, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    group = models.CharField(max_length=1, blank=True, default="")
    """As it was confirmed then."""
    overruled = models.CharField(max_length=12, blank=True, default="")
    """What the person chose instead: a verdict, or 'emergency'; '' nothing."""
    overruled_at = models.DateTimeField(null=True, blank=True)
    overruled_by = models.ForeignKey(
        "storage.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    seconds = models.PositiveIntegerField(null=True, blank=True)
    cause = models.CharField(max_length=40, blank=True, default="")
    contact = models.ForeignKey(
        "storage.Contact", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """What was logged of it."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-at"], name="ring_newest"),
            models.Index(fields=["system", "call_id"], name="ring_call"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.at}"


class CallBack(models.Model):
    """A promise to call back at a named time."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    user = models.ForeignKey("storage.User", on_delete=models.CASCADE, related_name="call_backs")
    customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.CASCADE, related_name="call_backs"
    )
    number = models.CharField(max_length=60, blank=True, default="")
    name = models.CharField(max_length=300, blank=True, default="")
    """Of whoever is no customer."""
    matter = models.CharField(max_length=300, blank=True, default="")
    slot_at = models.DateTimeField()
    first_slot_at = models.DateTimeField()
    """What was promised first."""
    ring = models.ForeignKey(
        Ring, null=True, blank=True, on_delete=models.SET_NULL, related_name="call_backs"
    )
    state = models.CharField(max_length=8, default="open")
    """'open', 'done', 'gone' (no longer needed)."""
    ended_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("storage.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["slot_at"], condition=models.Q(state="open"), name="call_back_open"
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"call back {self.slot_at}"


class Word(models.Model):
    """What somebody left at the door: a visitor or a colleague."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    user = models.ForeignKey("storage.User", on_delete=models.CASCADE, related_name="words")
    """Whose door it is."""
    device = models.ForeignKey(
        "Device", null=True, blank=True, on_delete=models.SET_NULL, related_name="words"
    )
    """The tablet it was left on."""
    name = models.CharField(max_length=200, blank=True, default="")
    text = models.CharField(max_length=600)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["at"], condition=models.Q(read_at__isnull=True), name="word_unread"
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name} {self.at}"


class Device(models.Model):
    """A secret address, or a key of a device: a telephone system, the door's tablet, a feed."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=12)
    """'json', 'sipgate', 'placetel', 'twilio', 'fastagi', 'fritzbox', 'door' …"""
    label = models.CharField(max_length=100, blank=True, default="")
    user = models.ForeignKey("storage.User", on_delete=models.CASCADE, related_name="devices")
    secret = models.CharField(max_length=64, unique=True)
    """The part of its address that nobody guesses; shown again to the owner on request."""
    options = models.JSONField(default=dict)
    """Texts by name: what the system signs with, which of its objects are meant."""
    at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.label}"


class Told(models.Model):
    """A text that tells the rules politely, as the owner edited it. Append-only."""

    user = models.ForeignKey("storage.User", on_delete=models.CASCADE, related_name="told")
    kind = models.CharField(max_length=20)
    """'greeting', 'voicemail', 'signature', 'absence', 'house_rules', 'team', 'door' …"""
    language = models.CharField(max_length=5)
    text = models.TextField(blank=True, default="")
    """'' : as the rules make it."""
    made = models.TextField(blank=True, default="")
    """As the rules made it then: where they make another one by now, the person is told."""
    at = models.DateTimeField()
    by = models.ForeignKey("storage.User", null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"
