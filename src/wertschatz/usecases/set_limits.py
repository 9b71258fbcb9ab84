"""“I count differently”: the owner moves limits of the analysis, from a day on."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from wertschatz.domain.customers.parameters import PARAMETERS, LimitOutOfRange, Limits
from wertschatz.ports.customers import LimitsBook
from wertschatz.ports.seen import Seen
from wertschatz.usecases.refusals import Refused


def set_limits(
    book: LimitsBook,
    values: Mapping[str, int],
    *,
    on: dt.date,
    by: int | None,
    at: dt.datetime,
    seen: Seen | None = None,
) -> uuid.UUID | None:
    """Keeps those that differ from today's as of `on`; None: nothing differs.

    Raises ChangedMeanwhile when one of them was set otherwise since `seen`.

    What was assessed before keeps the limits it was assessed with.
    """
    now = Limits.from_mapping(book.limits(on)).as_mapping()
    try:
        Limits.from_mapping({**now, **values})
    except LimitOutOfRange as error:
        known = {one.name: one for one in PARAMETERS}
        if error.name not in known:
            raise Refused("limit_unknown", {"name": error.name[:60]}) from None
        one = known[error.name]
        facts: dict[str, int | str | bool] = {"lowest": one.lowest, "highest": one.highest}
        raise Refused("limit_out_of_range", {"name": one.name, **facts}) from None
    changed = {name: value for name, value in values.items() if now[name] != value}
    return book.keep(changed, on=on, by=by, at=at, seen=seen) if changed else None
