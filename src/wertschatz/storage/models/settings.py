"""The firm's own limits, each with the day from which it holds."""

from typing import ClassVar

from django.db import models


class Parameter(models.Model):
    """One limit from one day on. Append-only, so that March stays explainable in May."""

    name = models.CharField(max_length=60)
    value = models.BigIntegerField()
    valid_from = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey("storage.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["name", "valid_from"], name="parameter_day")]

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"
