"""“This one is an A for me”: the owner's word with its reason and date; it always wins."""

from __future__ import annotations

import datetime as dt
import uuid

from wertschatz.domain.values import Group
from wertschatz.ports.customers import OwnersBook
from wertschatz.ports.seen import Seen
from wertschatz.usecases.refusals import Refused

LONGEST_REASON = 500


def say_my_word(
    book: OwnersBook,
    customer: uuid.UUID,
    *,
    group: str,
    reason: str,
    by: int | None,
    at: dt.datetime,
    on: dt.date,
    seen: Seen | None = None,
) -> uuid.UUID:
    """Keeps the word; group '' takes it back, so that the figures speak again.

    Raises ChangedMeanwhile when another word was said since `seen`.
    """
    if group and group not in set(Group):
        raise Refused("group_unknown", {"group": group[:20]})
    reason = reason.strip()
    if len(reason) > LONGEST_REASON:
        raise Refused("reason_too_long", {"most": LONGEST_REASON, "length": len(reason)})
    try:
        return book.say_word(customer, group, reason, by=by, at=at, on=on, seen=seen)
    except KeyError:
        raise Refused("customer_gone") from None
