"""From when on things count again, after a holiday or an illness."""

from __future__ import annotations

import datetime as dt

from wertschatz.storage.models import FreshStart


def fresh_since(account: int | None) -> dt.date | None:
    """The day of the newest fresh start of this person; what was due before has lapsed."""
    newest = FreshStart.objects.filter(user=account).order_by("-on", "-id").first()
    return None if newest is None else _day(newest.on)


def away(account: int | None) -> list[tuple[dt.date, dt.date]]:
    """From when until when the person was away, the end not included."""
    rows = FreshStart.objects.filter(user=account).exclude(away_since=None)
    return [(_day(row.away_since), _day(row.on)) for row in rows]


def _day(value: dt.date | str | int | None) -> dt.date:
    """A day field reads as a date."""
    return value if isinstance(value, dt.date) else dt.date.max
