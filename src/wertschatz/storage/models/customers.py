"""Chapter 1: customers, their invoices and contacts, what the owner said, and assessments."""

from typing import ClassVar

from django.db import models

from wertschatz.storage.models.days import DayField
from wertschatz.storage.models.imports import Import
from wertschatz.storage.uuid7 import uuid7

GROUPS: list[tuple[str, str]] = [("A", "A"), ("B", "B"), ("C", "C")]


class Customer(models.Model):
    """The role of a party that buys from the firm."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    party = models.OneToOneField("storage.Party", on_delete=models.PROTECT, related_name="customer")
    key = models.CharField(max_length=320, unique=True)
    """How files name this customer: number, else VAT id, else folded name, with its kind."""
    name_key = models.CharField(max_length=320, blank=True, default="", db_index=True)
    """The folded name: files without numbers name customers by it."""
    number = models.CharField(max_length=100, blank=True, default="")
    vat_id = models.CharField(max_length=40, blank=True, default="")
    terms_days = models.PositiveSmallIntegerField(null=True, blank=True)
    """Agreed days until payment, where invoices state no due date; None: the firm's default."""
    source = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="customers")
    file = models.ForeignKey(
        "storage.ImportFile", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    line = models.BigIntegerField(null=True, blank=True)
    archived = models.BooleanField(default=False)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged",
        db_index=False,
    )  # fmt: skip
    """The customer that this one turned out to be; never one that is merged itself. All rows keep
    their own customer, and whoever reads adds them up (storage/merged.py)."""

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["merged_into"], condition=models.Q(merged_into__isnull=False),
                name="customer_merged",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.key


class Alias(models.Model):
    """Another key by which files name a customer, found by a name that only one could mean."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="aliases")
    key = models.CharField(max_length=320, db_index=True)
    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="+")
    """Holds while this import is live."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "source"], name="alias_once")
        ]

    def __str__(self) -> str:
        return self.key


class Invoice(models.Model):
    """One invoice or credit note. A re-import that says something new adds a newer version.

    The version that counts is the newest one whose import is live; `newer` marks rows for which
    a newer version exists at all, so that the common row needs no look-up.
    """

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="invoices")
    source = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="invoices")
    file = models.ForeignKey(
        "storage.ImportFile", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    line = models.BigIntegerField(null=True, blank=True)
    key = models.CharField(max_length=200)
    """What makes it this invoice: customer, number, year, or a hash where there is no number."""
    number = models.CharField(max_length=100, blank=True, default="")
    on = DayField()
    """The day it counts on: that of the invoice, or of the one it corrects."""
    issued_on = DayField(null=True, blank=True)
    """When a correction was written; None: on the day it counts."""
    corrects = models.CharField(max_length=100, blank=True, default="")
    """Number of the invoice that this one corrects or settles."""
    document_type = models.CharField(max_length=4, blank=True, default="")
    """UNTDID 1001 of an e-invoice, '' elsewhere."""
    void = models.BooleanField(default=False)
    """Cancelled as a whole, or a cancellation: both stay to be seen and count nothing."""
    due_on = DayField(null=True, blank=True)
    paid_on = DayField(null=True, blank=True)
    payment_known = models.BooleanField(default=False)
    cents = models.BigIntegerField()
    """Revenue in minor units of the firm's currency; 0 for a foreign document without a rate."""
    original_cents = models.BigIntegerField()
    original_currency = models.CharField(max_length=3)
    rate = models.CharField(max_length=24, null=True, blank=True)
    """What one unit of the original currency counts in the firm's: a decimal number. None: the
    same currency, or no rate. (Nullable: adding it rewrites no table.)"""
    gross_cents = models.BigIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=8, default="unstated")
    newer = models.BooleanField(default=False)
    stated_paid_on = DayField(null=True, blank=True)
    stated_known = models.BooleanField(null=True)
    """What its file says of the payment, where a bank statement knows better; None: it does not.
    (Both nullable: adding them rewrites no table.)"""

    class Meta:
        indexes: ClassVar = [
            # Customer first: the year of every customer is one walk over this index
            # (8.1 s became 0.35 s at 1,000,000 invoices, measured 23 Nov 2026).
            models.Index(
                fields=[
                    "customer",
                    "on",
                    "source",
                    "newer",
                    "cents",
                    "due_on",
                    "paid_on",
                    "payment_known",
                ],
                name="invoice_year",
            ),
            models.Index(fields=["key", "source"], name="invoice_key"),
            models.Index(fields=["source"], name="invoice_source"),
            # Another file may name the customer of the same invoice in another way.
            models.Index(fields=["number"], name="invoice_number"),
            models.Index(fields=["id"], condition=models.Q(newer=True), name="invoice_newer"),
        ]

    def __str__(self) -> str:
        return self.key


class Witness(models.Model):
    """A later import said the same about an invoice: it stays when the first import goes."""

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="witnesses")
    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["invoice", "source"], name="witness_once")
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id} by {self.source_id}"


class Contact(models.Model):
    """One call, mail, visit or span of work of a customer with a person of the firm."""

    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, null=True, related_name="contacts"
    )
    """None: work for no customer."""
    source = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="contacts")
    file = models.ForeignKey(
        "storage.ImportFile", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    line = models.BigIntegerField(null=True, blank=True)
    key = models.CharField(max_length=200, blank=True, default="")
    """What makes it this entry, so that a second import does not count it twice; '' none."""
    person = models.ForeignKey("storage.User", null=True, on_delete=models.SET_NULL)
    who = models.CharField(max_length=200, blank=True, default="")
    """The person as the file names it."""
    kind = models.CharField(max_length=12)
    """'call', 'mail', 'visit', 'appointment', 'work' …"""
    about = models.CharField(max_length=300, blank=True, default="")
    """Project and activity."""
    billable = models.BooleanField(null=True)
    on = DayField()
    started_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveIntegerField()
    """What counts as effort: 0 where another entry already counts this time."""
    length = models.PositiveIntegerField(default=0)
    """How long it took, in minutes."""
    other = models.CharField(max_length=500, null=True, blank=True)
    """With whom: telephone number, or addresses with blanks between; it leads to the customer."""
    way = models.CharField(max_length=8, null=True, blank=True)
    """'in', 'out', 'missed', 'rejected'; None: not told."""
    led = models.BooleanField(null=True)
    """The customer follows from `other` or the title (a derived figure). None: the file said it."""
    mood = models.SmallIntegerField(null=True, blank=True)
    """How the person felt afterwards, 1 (drained) to 3 (well); private to the person. None: not
    said. (Nullable: adding it rewrites no table.)"""

    class Meta:
        indexes: ClassVar = [
            # Everything the year asks, so that no row is fetched: 5,000,000 of them.
            models.Index(
                fields=["customer", "on", "source", "minutes", "kind", "length"],
                name="contact_year_kind",
            ),
            # What was done this week, of everybody.
            models.Index(fields=["on", "source", "minutes", "customer"], name="contact_day"),
            models.Index(fields=["key"], condition=~models.Q(key=""), name="contact_key"),
            # Past calls and appointments of some days: a span of work has no instant.
            models.Index(
                fields=["kind", "on", "started_at"],
                condition=models.Q(started_at__isnull=False),
                name="contact_moment",
            ),
            # Of 5,000,000 spans of work none is led: leading looks at none of them.
            models.Index(fields=["id"], condition=models.Q(led=True), name="contact_led"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class Estimate(models.Model):
    """What the owner said on the first evening, until facts replace it."""

    customer = models.OneToOneField(Customer, on_delete=models.CASCADE, related_name="estimate")
    revenue_cents = models.BigIntegerField(null=True, blank=True)
    """About how much in a year."""
    minutes_month = models.PositiveIntegerField(null=True, blank=True)
    """About how much time in a month (one of five steps)."""
    gut = models.CharField(max_length=1, blank=True, default="", choices=GROUPS)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"estimate {self.pk}"


class Mark(models.Model):
    """A fact about dealings that a person noted, from the closed list of `MarkKind`."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=20)
    on = DayField()
    note = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField()
    by = models.ForeignKey("storage.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["on"], name="mark_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class DirectCost(models.Model):
    """What this customer alone caused in costs: material, commission, a hired hand."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="costs")
    on = DayField()
    cents = models.BigIntegerField()
    """Minor units of the firm's currency."""
    about = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField()
    by = models.ForeignKey("storage.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["on"], name="cost_day")]

    def __str__(self) -> str:
        return f"{self.cents} {self.on}"


class GroupDecision(models.Model):
    """The owner's word on a customer's group. Append-only; the newest one holds."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="decisions")
    group = models.CharField(max_length=1, blank=True, choices=GROUPS)
    """'' takes the earlier word back: the figures speak again."""
    reason = models.CharField(max_length=500, blank=True, default="")
    on = DayField()
    at = models.DateTimeField()
    by = models.ForeignKey("storage.User", null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"{self.group} {self.on}"


class AssessmentRun(models.Model):
    """One assessment of the whole base: when, for which window, with which parameters."""

    at = models.DateTimeField()
    as_of = models.DateField()
    window_start = models.DateField()
    window_end = models.DateField()
    window_kind = models.CharField(max_length=20)
    parameters = models.JSONField()
    """Every limit used, by name."""
    totals = models.JSONField(default=dict)
    revision = models.BigIntegerField()
    """The state of the customer base it was made from."""

    def __str__(self) -> str:
        return f"{self.as_of}"


class Assessment(models.Model):
    """The outcome for one customer as of the newest run; pages read this."""

    # The key is the customer: 100,000 rows may be written at once.
    customer = models.OneToOneField(
        Customer, on_delete=models.CASCADE, related_name="assessment", primary_key=True
    )
    group = models.CharField(max_length=1, blank=True, choices=GROUPS)
    """'' is undecided."""
    confirmed = models.BooleanField(default=False)
    sure = models.CharField(max_length=6)
    revenue_cents = models.BigIntegerField()
    year_to_date_cents = models.BigIntegerField()
    twelve_months_cents = models.BigIntegerField()
    effort_minutes = models.BigIntegerField(null=True)
    effort_ratio = models.FloatField(null=True)
    direct_cents = models.BigIntegerField(null=True)
    effort_cost_cents = models.BigIntegerField(null=True)
    contribution_cents = models.BigIntegerField(null=True)
    call_minutes = models.BigIntegerField(null=True)
    invoices = models.PositiveIntegerField()
    late_invoices = models.PositiveIntegerField()
    reasons = models.TextField()
    """JSON: a list of [code, facts]."""
    change = models.TextField(blank=True, default="")
    """JSON: [code, facts], or ''."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["group", "revenue_cents"], name="assessment_group"),
            models.Index(fields=["revenue_cents"], name="assessment_revenue"),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.customer_id}"
