"""What was done by whom, with the image of every row before and after, so that it can be undone."""

from typing import ClassVar

from django.db import models

from wertschatz.storage.uuid7 import uuid7


class Action(models.Model):
    """One thing a person (or the house itself) did."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey("storage.User", null=True, on_delete=models.SET_NULL, related_name="+")
    code = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    party = models.ForeignKey(
        "storage.Party", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="undone_by"
    )

    def __str__(self) -> str:
        return f"{self.code} {self.at}"


class Change(models.Model):
    """One row an action changed: its image before (None: it was made) and after (None: gone)."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="changes")
    table = models.CharField(max_length=60)
    row = models.BigIntegerField()
    party = models.ForeignKey(
        "storage.Party", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["table", "row"], name="change_row")]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"


class Revision(models.Model):
    """Counts every write, by area; what is older than the count is stale."""

    area = models.CharField(max_length=20, unique=True)
    value = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.area} {self.value}"
