"""Keeps words that were left at the door, and the secret addresses of tablets."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from wertschatz.domain.values import Fact
from wertschatz.ports.door import TooMany
from wertschatz.storage.journal import writing
from wertschatz.storage.models import Device, Word

AREAS = ("door",)
"""No letter and no decision depends on it."""
KIND = "door"
FLOOD = dt.timedelta(minutes=10)
MOST = 5
"""Words in ten minutes from one tablet."""
MOST_UNREAD = 100
"""On one door, until somebody reads."""


class DoorBook:
    """Every call is one action with its undo; raises KeyError for what is not there."""

    def leave(self, secret: str, *, name: str, text: str, at: dt.datetime) -> uuid.UUID:
        """Keeps a word; raises KeyError without such a door, TooMany."""
        with transaction.atomic():
            # Two at once are counted one after the other.
            rows = Device.objects.select_for_update()
            device = rows.filter(secret=secret, kind=KIND, revoked_at=None).first()
            if device is None:
                raise KeyError("door")
            words = Word.objects.filter(device=device)
            if words.filter(at__gt=at - FLOOD).count() >= MOST:
                raise TooMany
            if words.filter(read_at=None).count() >= MOST_UNREAD:
                raise TooMany
            word = Word(user_id=device.user_id, device=device, name=name, text=text, at=at)
            with writing("word_left", by=None, at=at, facts=_named(word), areas=AREAS) as pen:
                pen.create(word)
        return pen.action.uuid

    def read(self, word: uuid.UUID, user: int, *, at: dt.datetime) -> uuid.UUID:
        """The person has read it; raises KeyError where it is not theirs or was read."""
        row = Word.objects.filter(uuid=word, user=user, read_at=None).first()
        if row is None:
            raise KeyError(word)
        with writing("word_read", by=user, at=at, facts=_named(row), areas=AREAS) as pen:
            pen.update(row, read_at=at)
        return pen.action.uuid

    def make_door(self, user: int, label: str, secret: str, *, at: dt.datetime) -> uuid.UUID:
        """A new secret address."""
        row = Device(kind=KIND, label=label, user_id=user, secret=secret, at=at)
        facts: dict[str, Fact] = {"name": label or "…"}
        with writing("door_page_made", by=user, at=at, facts=facts, areas=AREAS) as pen:
            pen.create(row)
        return pen.action.uuid

    def revoke_door(self, device: uuid.UUID, user: int, *, at: dt.datetime) -> uuid.UUID:
        """The address leads nowhere from now on; raises KeyError where it is not theirs."""
        row = Device.objects.filter(uuid=device, user=user, kind=KIND, revoked_at=None).first()
        if row is None:
            raise KeyError(device)
        facts: dict[str, Fact] = {"name": row.label or "…"}
        with writing("door_page_revoked", by=user, at=at, facts=facts, areas=AREAS) as pen:
            pen.update(row, revoked_at=at)
        return pen.action.uuid


def _named(word: Word) -> dict[str, Fact]:
    return {"name": word.name or "…"}
