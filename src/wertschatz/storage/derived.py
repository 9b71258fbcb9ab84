"""Works out anew what follows from imports: whose contacts are, what payments pay, what counts."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from django.db.models import Q

from wertschatz.storage import effort, lead, merged, settle_payments
from wertschatz.storage.models import Change, Customer, Firm, Import, Revision, Settlement

AREA = "derived"
RULES = 4
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
        newest_change(REACHED_BY),
        list(said.values_list("id", "invoice_key")),
        Firm.objects.values_list("area_code", flat=True).first(),
    )  # fmt: skip
    return zlib.crc32(repr(parts).encode())


REACHED_BY = {
    "party": ["name", "email", "phone"],
    "customer": ["number", "vat_id", "terms_days"],
    "membership": ["source"],
    "card": ["terms_days"],
}
"""Columns by which contacts, cards and payments find their customer, by the table of theirs."""


def newest_change(columns: Mapping[str, Sequence[str]]) -> int | None:
    """The newest change of one of these columns of these tables; taking it back is one, too."""
    said = Q()
    for table, some in columns.items():
        told = Q(after__has_any_keys=some) | Q(before__has_any_keys=some)
        said |= Q(table=table) & told
    return Change.objects.filter(said).order_by("-id").values_list("id", flat=True).first()
