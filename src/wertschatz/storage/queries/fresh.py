"""From when on things count again, after a holiday or an illness."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from wertschatz.storage.models import FreshStart


def fresh_since(account: int | None) -> dt.date | None:
    """The day of the newest fresh start: what was due before has lapsed. None: anybody's."""
    newest = _starts_of(account).order_by("-on", "-id").first()
    return None if newest is None else _day(newest.on)


def away(account: int | None) -> list[tuple[dt.date, dt.date]]:
    """From when until when the person was away, the end not included. None asks for anybody."""
    rows = _starts_of(account).exclude(away_since=None)
    return [(_day(row.away_since), _day(row.on)) for row in rows]


def _starts_of(account: int | None) -> QuerySet[FreshStart]:
    """At the terminal nobody has signed in: there the firm's people speak together."""
    every = FreshStart.objects.all()
    return every if account is None else every.filter(user=account)


def _day(value: dt.date | str | int | None) -> dt.date:
    """A day field reads as a date."""
    return value if isinstance(value, dt.date) else dt.date.max
