"""What came in from files: every import, its files, what was wrong, and remembered layouts."""

from typing import ClassVar

from django.db import models

from wertschatz.storage.uuid7 import uuid7


class Import(models.Model):
    """One import. Its rows are seen while it is *live*, and by no query before or after."""

    class State(models.TextChoices):
        """The life of an import."""

        DRAFT = "draft"
        """Files are there, the dry run is to be made or looked at."""
        LOADING = "loading"
        LIVE = "live"
        WITHDRAWN = "withdrawn"
        FAILED = "failed"

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=10, default="files")
    """'files' (dropped on the page), 'watched', 'terminal', 'demo', or 'hand' (typed: one row that
    is always live)."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    started_at = models.DateTimeField()
    live_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("storage.User", null=True, on_delete=models.SET_NULL, related_name="+")
    settled = models.BooleanField(default=False)
    """Its entries of time are counted once: they counted as live when that was last seen to."""
    report = models.JSONField(default=dict)
    """Counts and first rows of the dry run and of the import itself; `format` 1."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(kind="hand"), name="one_import_by_hand"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid} ({self.state})"


class ImportFile(models.Model):
    """One file of an import: its fingerprint and what was found in it."""

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=500)
    path = models.CharField(max_length=1000, blank=True, default="")
    """Where the kept copy lies, below the data folder."""
    sha256 = models.CharField(max_length=64, db_index=True, blank=True, default="")
    format = models.CharField(max_length=40, blank=True, default="")
    fingerprint = models.CharField(max_length=64, blank=True, default="")
    """Of its layout; '' where it has none."""
    rows = models.PositiveIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    sums = models.JSONField(default=dict)
    """Currency → sum in minor units of all rows that stand in the file."""
    seconds = models.BigIntegerField(default=0)
    """Of all spans of work that stand in the file."""
    question = models.JSONField(null=True, blank=True)
    """An unknown layout: fingerprint, columns, samples, guess; None once answered."""

    def __str__(self) -> str:
        return self.name


class ImportProblem(models.Model):
    """One thing that was wrong with a file, by code; its sentence is made when it is shown."""

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="problems")
    file = models.CharField(max_length=500)
    line = models.BigIntegerField(null=True, blank=True)
    code = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.code}"


class Mapping(models.Model):
    """What the person said about an unknown layout, remembered by the fingerprint of its header."""

    fingerprint = models.CharField(max_length=64, unique=True)
    columns = models.JSONField(default=dict)
    """Role → column, counted from 0."""
    header = models.JSONField(default=list)
    date_order = models.CharField(max_length=3, blank=True, default="")
    rules = models.JSONField(default=dict)
    """Text found in records that name no customer → customer."""
    decimal_mark = models.CharField(max_length=5, blank=True, default="")

    def __str__(self) -> str:
        return self.fingerprint


class WatchedFile(models.Model):
    """A file in the watched folder that must not come in (again), or cannot; one row a path."""

    class Note(models.TextChoices):
        """Why it is written down."""

        TAKEN = "taken"
        """It has come in and is about to be moved."""
        STUCK = "stuck"
        """It has come in and could not be moved: known again by path, size and time."""
        GONE = "gone"
        """So was this one, which is not there now; should it come back, it is known."""
        UNREADABLE = "unreadable"
        LINK = "link"
        NO_FILE = "no_file"
        """A pipe, a socket or a device."""
        NO_ROOM = "no_room"
        """There is not enough room on the disk of the data folder."""
        NO_FOLDER = "no_folder"
        """The watched folder itself is not there or cannot be read."""

    key = models.CharField(max_length=32, unique=True)
    """A hash of the path's bytes, which may be no text."""
    path = models.TextField(blank=True, default="")
    """Below the watched folder, as text; '' the folder itself."""
    size = models.BigIntegerField(default=0)
    changed_ns = models.BigIntegerField(default=0)
    """When its content was changed last, in nanoseconds since 1970."""
    note = models.CharField(max_length=12, choices=Note.choices)

    def __str__(self) -> str:
        return f"{self.path} ({self.note})"
