"""One time is promised to one caller only, however many press at once."""

from __future__ import annotations

import datetime as dt

from wertschatz.domain.rules.moment import SLOT_MINUTES
from wertschatz.ports.door import SlotTaken
from wertschatz.storage.models import CallBack, User


def one_by_one(user: int) -> None:
    """Inside a transaction: whoever promises for this person next waits for its end."""
    User.objects.select_for_update().get(pk=user)


def hold_slot(user: int, slot: dt.datetime, *, but: int | None = None) -> None:
    """As `one_by_one`; raises SlotTaken where an open call-back other than `but` lies there."""
    one_by_one(user)
    length = dt.timedelta(minutes=SLOT_MINUTES)
    there = CallBack.objects.filter(
        user=user, state="open", slot_at__gt=slot - length, slot_at__lt=slot + length
    )
    others = there if but is None else there.exclude(pk=but)
    if others.exists():
        raise SlotTaken
