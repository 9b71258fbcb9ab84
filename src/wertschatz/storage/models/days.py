"""A day kept as its number, so that both databases count the days between two of them alike."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    # Django's own class takes no type arguments while the program runs.
    WholeNumberField = models.IntegerField[dt.date | str | int | None, Any]
else:
    WholeNumberField = models.IntegerField


class DayField(WholeNumberField):
    """A `date` in Python, its proleptic ordinal (1 January of year 1 is 1) in the database."""

    def from_db_value(self, value: int | None, *_: Any) -> dt.date | None:
        """Ordinal → date."""
        return None if value is None else dt.date.fromordinal(value)

    def to_python(self, value: Any) -> Any:
        """ISO text, ordinal or date → date."""
        if isinstance(value, str):
            return dt.date.fromisoformat(value)
        if isinstance(value, int):
            return dt.date.fromordinal(value)
        return value

    def get_prep_value(self, value: Any) -> Any:
        """Date → ordinal; whole numbers pass."""
        if isinstance(value, str):
            value = dt.date.fromisoformat(value)
        return value.toordinal() if isinstance(value, dt.date) else value

    def value_to_string(self, obj: models.Model) -> str:
        """ISO text for images and dumps."""
        value = self.value_from_object(obj)
        return "" if value is None else value.isoformat()
