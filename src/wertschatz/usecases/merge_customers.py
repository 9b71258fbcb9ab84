"""“These two are one” and “these are two”: only ever by the person, and always to be undone."""

from __future__ import annotations

import datetime as dt
import uuid

from wertschatz.ports.duplicates import Mergers
from wertschatz.usecases.refusals import Refused


def merge_customers(
    mergers: Mergers, customer: uuid.UUID, into: uuid.UUID, *, by: int | None, at: dt.datetime
) -> uuid.UUID:
    """Merges `customer` into `into`, whose name stays; returns the action; raises Refused."""
    try:
        return mergers.merge(customer, into, by=by, at=at)
    except KeyError:
        raise Refused("customer_gone") from None
    except ValueError:
        raise Refused("pair_decided") from None


def keep_customers_apart(
    mergers: Mergers, first: uuid.UUID, second: uuid.UUID, *, by: int | None, at: dt.datetime
) -> uuid.UUID:
    """Never proposes the pair again; returns the action; raises Refused."""
    try:
        return mergers.keep_apart(first, second, by=by, at=at)
    except KeyError:
        raise Refused("customer_gone") from None
    except ValueError:
        raise Refused("pair_decided") from None
