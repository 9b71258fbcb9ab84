"""“Whom we turned away is forgotten”: enquiries in the bin are deleted for good after a time."""

from __future__ import annotations

import datetime as dt
import uuid

from wertschatz.domain.profile.enquiry import BIN_DAYS, PARAMETERS
from wertschatz.ports.profile import EnquiryBin
from wertschatz.usecases.refusals import Refused


def set_the_days(
    kept: EnquiryBin, days: int | None, *, on: dt.date, by: int | None, at: dt.datetime
) -> uuid.UUID | None:
    """How long the bin keeps an enquiry; None: nothing differs; raises Refused."""
    _, lowest, highest = PARAMETERS[BIN_DAYS]
    if days is None or not lowest <= days <= highest:
        raise Refused("enquiry_bin_days", {"lowest": lowest, "highest": highest})
    return None if days == kept.days(on) else kept.keep_days(days, on=on, by=by, at=at)


def empty_the_bin(kept: EnquiryBin, today: dt.date, zone: dt.tzinfo, *, at: dt.datetime) -> int:
    """Deletes what has been in the bin for its days, counted by the firm's clock; returns how
    many enquiries."""
    first_kept = today - dt.timedelta(days=kept.days(today) - 1)
    return kept.empty(dt.datetime.combine(first_kept, dt.time(), zone), at=at)
