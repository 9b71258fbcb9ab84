"""Works out anew what follows from imports: whose contacts are, what payments pay, what counts."""

from __future__ import annotations

import datetime as dt
import zlib
from zoneinfo import ZoneInfo

from wertschatz.storage import effort, lead, merged, settle_payments
from wertschatz.storage.models import Customer, Firm, Import, Revision, Settlement

AREA = "derived"
RULES = 3
"""Counted up when these figures are worked out otherwise, so that every house renews them once."""


def renew(as_of: dt.date, at: dt.datetime, zone: ZoneInfo) -> bool:
    """Leads, payments and effort, in this order; False: nothing has changed that they rest on.

    The day counts among it: an open invoice grows older.
    """
    mark = _mark(as_of)
    if Revision.objects.filter(area=AREA, value=mark).exists():
        effort.settle(zone)
        return False
    lead.lead(zone)
    settle_payments.settle_payments(as_of, at)
    effort.settle(zone)
    Revision.objects.update_or_create(area=AREA, defaults={"value": mark})
    return True


def _mark(as_of: dt.date) -> int:
    """A number for everything that these figures rest on."""
    live = Import.objects.filter(state=Import.State.LIVE).order_by("id")
    said = Settlement.objects.filter(said=True).order_by("id")
    parts = (
        RULES, as_of, list(live.values_list("id", flat=True)), sorted(merged.into().items()),
        Customer.objects.order_by("-id").values_list("id", flat=True).first(),
        list(said.values_list("id", "invoice_key")),
        Firm.objects.values_list("area_code", flat=True).first(),
    )  # fmt: skip
    return zlib.crc32(repr(parts).encode())
