"""Chapter 2: tasks, the inbox, the plan of a day and its closing, things to leave, calendars."""

from typing import ClassVar

from django.db import models

from wertschatz.storage.models.customers import Customer
from wertschatz.storage.models.days import DayField
from wertschatz.storage.uuid7 import uuid7


class Task(models.Model):
    """Something to be done by a person; the order within an importance is the person's own."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    user = models.ForeignKey("storage.User", on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(max_length=300)
    note = models.TextField(blank=True, default="")
    importance = models.PositiveSmallIntegerField(default=2)
    """1 (most) to 3, as in `domain.worktime.day`."""
    place = models.BigIntegerField(default=0)
    """Within the importance; the lowest comes first."""
    minutes = models.PositiveIntegerField(null=True, blank=True)
    """About how long; None: not said."""
    customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.SET_NULL, related_name="tasks"
    )
    from_on = DayField(null=True, blank=True)
    """Not before that day."""
    due_on = DayField(null=True, blank=True)
    due_minute = models.PositiveSmallIntegerField(null=True, blank=True)
    """Of that day, by the clock on the wall."""
    window_start = models.PositiveSmallIntegerField(null=True, blank=True)
    window_end = models.PositiveSmallIntegerField(null=True, blank=True)
    """Minutes of the day between which it can be done at all."""
    waiting_for = models.CharField(max_length=200, blank=True, default="")
    delegated_to = models.CharField(max_length=200, blank=True, default="")
    delegated_until = DayField(null=True, blank=True)
    repeats = models.JSONField(null=True, blank=True)
    """As `domain.worktime.repeating.rhythm_to` writes it; None: once."""
    state = models.CharField(max_length=8, default="open")
    """'open', 'done', 'gone' (in the bin)."""
    ended_at = models.DateTimeField(null=True, blank=True)
    outside_id = models.CharField(max_length=255, blank=True, default="")
    """UID of a VTODO or id of a line of todo.txt; 'ring:…' the call it came of; '' ours."""
    at = models.DateTimeField()
    by = models.ForeignKey("storage.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["user", "importance", "place"], condition=models.Q(state="open"),
                name="task_open",
            ),
            models.Index(fields=["user", "ended_at"], name="task_ended"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class Matter(models.Model):
    """The inbox: something that came in and is taken into the hand exactly once (METHOD 3.2)."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    user = models.ForeignKey("storage.User", on_delete=models.CASCADE, related_name="matters")
    kind = models.CharField(max_length=10)
    """'call', 'mail', 'letter', 'idea', 'word'."""
    text = models.CharField(max_length=600)
    customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.SET_NULL, related_name="matters"
    )
    way_out = models.CharField(max_length=10, blank=True, default="")
    """'' still there, 'done', 'delegated', 'bin'."""
    out_at = models.DateTimeField(null=True, blank=True)
    task = models.ForeignKey(
        Task, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """What was delegated with it."""
    at = models.DateTimeField()
    by = models.ForeignKey("storage.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["user", "at"], condition=models.Q(way_out=""), name="matter_open"
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text


class WorkDay(models.Model):
    """One day of a person: its plan as it stands, and how it was closed."""

    user = models.ForeignKey("storage.User", on_delete=models.CASCADE, related_name="work_days")
    on = DayField()
    placed = models.JSONField(default=list)
    """[[task UUID or 'block:A', start, end], …]; minutes since midnight."""
    buffer_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    """What was to stay free when it was planned."""
    free_minutes = models.PositiveIntegerField(null=True, blank=True)
    """All that was not fixed when it was planned."""
    planned_at = models.DateTimeField(null=True, blank=True)
    told = models.JSONField(default=dict)
    """What the newest change moved, and why, as `storage.workday_book` writes it; {} nothing."""
    closed_at = models.DateTimeField(null=True, blank=True)
    good_thing = models.CharField(max_length=300, blank=True, default="")
    energy = models.PositiveSmallIntegerField(null=True, blank=True)
    """1 (drained) to 3 (well); private to the person."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "on"], name="work_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.on}"


class LeaveItem(models.Model):
    """Something to do less of, or no longer at all."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    user = models.ForeignKey("storage.User", on_delete=models.CASCADE, related_name="leave_items")
    text = models.CharField(max_length=200)
    notice = models.CharField(max_length=10)
    """As in `domain.worktime.leave.Notice`."""
    never = models.BooleanField(default=True)
    people = models.JSONField(default=list)
    """Keys of those one no longer calls."""
    each_minutes = models.PositiveSmallIntegerField(default=30)
    """What one time by hand is about."""
    since = DayField()
    ended_on = DayField(null=True, blank=True)
    """No longer on the list."""
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.text


class LeaveTick(models.Model):
    """Noticed by hand: it was left once more, or it happened after all."""

    item = models.ForeignKey(LeaveItem, on_delete=models.CASCADE, related_name="ticks")
    on = DayField()
    left = models.BooleanField(default=True)
    """Left; False: it happened."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "on"], name="leave_tick_once")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.on}"


class CalendarSource(models.Model):
    """A calendar that is read, or the collection into which the plan is written."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    user = models.ForeignKey("storage.User", on_delete=models.CASCADE, related_name="calendars")
    kind = models.CharField(max_length=8)
    """'file', 'address', 'folder' (vdir), 'plan' (ours, a vdir that we write)."""
    place = models.CharField(max_length=1000)
    """Path or address."""
    name = models.CharField(max_length=100, blank=True, default="")
    read_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=60, blank=True, default="")
    """Code of what went wrong the last time; '' nothing."""
    names = models.BooleanField(default=False)
    """Of 'plan': titles and customers are written out; else only what sort of time it is."""
    written = models.JSONField(default=dict)
    """Of 'plan': name of a file → print of what we wrote; a '?' before it: about to be written."""
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name or self.place


class CalendarEntry(models.Model):
    """One occurrence of an entry as it was read last; made anew with every reading."""

    source = models.ForeignKey(CalendarSource, on_delete=models.CASCADE, related_name="entries")
    uid = models.CharField(max_length=255)
    title = models.CharField(max_length=300, blank=True, default="")
    start = models.DateTimeField()
    end = models.DateTimeField()
    all_day = models.BooleanField(default=False)
    busy = models.BooleanField(default=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["source", "start"], name="calendar_start")]

    def __str__(self) -> str:
        return f"{self.title} {self.start}"
