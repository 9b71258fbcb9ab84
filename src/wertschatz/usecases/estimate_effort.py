"""“This one takes about five hours a month”: an estimate, until records replace it."""

from __future__ import annotations

import datetime as dt
import uuid

from wertschatz.ports.customers import OwnersBook
from wertschatz.ports.seen import Seen
from wertschatz.usecases.refusals import Refused


def estimate_effort(
    book: OwnersBook,
    customer: uuid.UUID,
    *,
    minutes_month: int | None,
    by: int | None,
    at: dt.datetime,
    seen: Seen | None = None,
) -> uuid.UUID:
    """Keeps the estimate (minutes a month, None: unknown again); refuses an unknown customer.

    Raises ChangedMeanwhile when another one was kept since `seen`.
    """
    try:
        return book.estimate_effort(customer, minutes_month, by=by, at=at, seen=seen)
    except KeyError:
        raise Refused("customer_gone") from None
