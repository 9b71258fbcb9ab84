"""“All of these at once”: tags, archive and my word for many customers, as one action."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum

from wertschatz.ports.hygiene import Chosen, Crowd
from wertschatz.usecases.refusals import Refused
from wertschatz.usecases.tag_customers import checked_tag

ASK_FROM = 51
"""With so many the person is asked first."""


class Wish(StrEnum):
    """What is to be done with all of them."""

    TAG = "tag"
    UNTAG = "untag"
    ARCHIVE = "archive"
    BRING_BACK = "bring_back"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class Changed:
    """What came of it."""

    customers: int
    """How many it was about."""
    ask: bool
    """So many that nothing was done yet: are you sure?"""
    action: uuid.UUID | None
    """None: nothing was done, or nothing had to be."""


def change_many(
    crowd: Crowd,
    chosen: Chosen,
    *,
    wish: str,
    tag: str,
    sure: int | None,
    by: int | None,
    at: dt.datetime,
    on: dt.date,
) -> Changed:
    """Does it, or with more than fifty asks first; raises Refused.

    `sure` is how many the person was told of when asked: another number is asked about again.
    """
    if wish not in set(Wish):
        raise Refused("wish_unknown")
    name = checked_tag(tag) if wish in (Wish.TAG, Wish.UNTAG) else ""
    customers = crowd.customers(chosen)
    if not customers:
        raise Refused("nobody_chosen")
    if len(customers) >= ASK_FROM and sure != len(customers):
        return Changed(len(customers), True, None)
    match Wish(wish):
        case Wish.TAG:
            action = crowd.tag(customers, name, by=by, at=at)
        case Wish.UNTAG:
            action = crowd.untag(customers, name, by=by, at=at)
        case Wish.ARCHIVE | Wish.BRING_BACK:
            action = crowd.archive(customers, wish == Wish.ARCHIVE, by=by, at=at)
        case Wish.CONFIRM:
            action = crowd.confirm(customers, by=by, at=at, on=on)
    return Changed(len(customers), False, action)


def archive_one(
    crowd: Crowd, customer: uuid.UUID, archived: bool, *, by: int | None, at: dt.datetime
) -> uuid.UUID | None:
    """One customer into the archive or back; None: it is there already; raises Refused."""
    customers = crowd.customers([customer])
    if not customers:
        raise Refused("customer_gone")
    return crowd.archive(customers, archived, by=by, at=at)
