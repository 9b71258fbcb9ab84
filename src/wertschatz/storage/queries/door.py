"""What holds just now, what was left at the door, and at which addresses it is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from wertschatz.storage.models import Device, Switch, User, Word
from wertschatz.storage.queries.setup import SWITCHES, the_owner

READ_SHOWN = 10


class Held(NamedTuple):
    """Something a person said of the present."""

    kind: str
    until: dt.datetime


def held(user: int, now: dt.datetime) -> list[Held]:
    """What lasts, in the order of `SWITCHES`; one query where nothing does."""
    lasting = set(Switch.objects.filter(user=user, until__gt=now).values_list("kind", flat=True))
    found = []
    for kind in SWITCHES:
        if kind in lasting:
            newest = Switch.objects.filter(user=user, kind=kind).order_by("-id").first()
            if newest is not None and newest.until > now:
                found.append(Held(kind, newest.until))
    return found


def whose_telephone(user: int) -> str:
    """Name of whoever's rules and door the telephone follows; '' this person's own."""
    owner = the_owner()
    if owner is None or owner == user:
        return ""
    return str(User.objects.get(pk=owner))


def unread(user: int) -> Sequence[Word]:
    """What was left and not read, the oldest first."""
    return list(Word.objects.filter(user=user, read_at=None).order_by("at", "id"))


def has_unread(user: int) -> bool:
    """Somebody left word."""
    return Word.objects.filter(user=user, read_at=None).exists()


def lately_read(user: int) -> Sequence[Word]:
    """The last ones that were read, the newest first."""
    return list(Word.objects.filter(user=user).exclude(read_at=None).order_by("-at")[:READ_SHOWN])


def door_pages(user: int) -> Sequence[Device]:
    """The addresses that lead to this person's door."""
    return list(Device.objects.filter(user=user, kind="door", revoked_at=None).order_by("id"))


def door_at(secret: str) -> Device | None:
    """The door behind a secret address; None: there is none, or no longer."""
    rows = Device.objects.filter(secret=secret, kind="door", revoked_at=None, user__is_active=True)
    return rows.first()
