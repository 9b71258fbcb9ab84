"""One time is promised to one caller only, however many press at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

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


def hold_again(call_backs: Iterable[int], at: dt.datetime) -> None:
    """Call-backs that are open again, or at an earlier time again, because something was taken
    back; raises SlotTaken where the time was promised to somebody else meanwhile."""
    rows = CallBack.objects.filter(pk__in=set(call_backs), state="open")
    for row in rows.filter(slot_at__gt=at - dt.timedelta(minutes=SLOT_MINUTES)).order_by("pk"):
        hold_slot(row.user_id, row.slot_at, but=row.pk)
