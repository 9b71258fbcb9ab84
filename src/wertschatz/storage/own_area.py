"""The area code of the firm's own telephone: said once, taken back like anything else."""

from __future__ import annotations

import datetime as dt
import uuid

from wertschatz.storage.journal import writing
from wertschatz.storage.models import Firm


def say(area: str, *, by: int | None, at: dt.datetime) -> uuid.UUID | None:
    """Keeps it; None: it was known, or there is no firm yet."""
    firm = Firm.objects.first()
    if firm is None or firm.area_code == area:
        return None
    with writing("area_code_said", by=by, at=at, facts={"area": area}) as pen:
        pen.update(firm, area_code=area)
    return pen.action.uuid
