"""Keeps how customers stood at the end of past years; derived figures, made anew at any time."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from django.db import transaction

from wertschatz.domain.customers.year import Year
from wertschatz.storage import merged
from wertschatz.storage.derived import newest_change
from wertschatz.storage.models import (
    DirectCost,
    GroupDecision,
    Import,
    Invoice,
    Mark,
    Revision,
    Settlement,
    YearLetter,
)

AREA = "letters"
"""With the year behind it, its row among the revisions."""
RULES = 2
"""Counted up when these letters are worked out otherwise."""
AT_ONCE = 1_000
"""Rows in one short transaction: whoever writes at the page waits no longer than for these."""


class YearBook:
    """Implements `ports.portfolio.YearBook` on the database."""

    def __init__(self) -> None:
        self._seen = 0

    def outdated(
        self, years: Sequence[int], limits: Mapping[str, int], today: dt.date
    ) -> list[int]:
        """Of these years those whose letters rest on something that is new since."""
        # Kept from before the figures are read: what is written meanwhile is looked at again.
        self._seen = _mark(limits, today)
        rows = Revision.objects.filter(area__startswith=AREA, value=self._seen)
        done = set(rows.values_list("area", flat=True))
        return [year for year in years if f"{AREA}{year}" not in done]

    def years(self, today: dt.date, most: int) -> list[int]:
        """Past years with invoices, the newest first."""
        live = Invoice.objects.filter(source__state=Import.State.LIVE)
        return [
            year
            for year in range(today.year - 1, today.year - 1 - most, -1)
            if live.filter(on__gte=dt.date(year, 1, 1), on__lte=dt.date(year, 12, 31)).exists()
        ]

    def keep(self, year: int, rows: Iterable[tuple[Year, str, bool]]) -> None:
        """Writes in short pieces; a page that looks meanwhile sees old and new side by side."""
        old = set(YearLetter.objects.filter(year=year).values_list("customer_id", flat=True))
        for some in _pieces(YearLetter(**_columns(year, *row)) for row in rows):
            YearLetter.objects.bulk_create(
                some, update_conflicts=True, unique_fields=["customer", "year"],
                update_fields=["group", "confirmed", "revenue_cents", "effort_minutes"],
            )  # fmt: skip
            old.difference_update(row.customer_id for row in some)
        gone = sorted(old)
        for start in range(0, len(gone), AT_ONCE):
            these = gone[start : start + AT_ONCE]
            YearLetter.objects.filter(year=year, customer_id__in=these).delete()
        Revision.objects.update_or_create(area=f"{AREA}{year}", defaults={"value": self._seen})

    def forget_others(self, years: Sequence[int]) -> bool:
        """Only these years stay; whether there were others."""
        kept = [f"{AREA}{year}" for year in years]
        with transaction.atomic():
            gone, _ = YearLetter.objects.exclude(year__in=years).delete()
            Revision.objects.filter(area__startswith=AREA).exclude(area__in=kept).delete()
        return gone > 0


def _columns(year: int, of: Year, group: str, confirmed: bool) -> dict[str, object]:
    return {
        "customer_id": of.customer, "year": year, "group": group, "confirmed": confirmed,
        "revenue_cents": of.revenue_cents, "effort_minutes": of.effort_minutes,
    }  # fmt: skip


def _pieces(rows: Iterable[YearLetter]) -> Iterator[list[YearLetter]]:
    steady = iter(rows)
    while some := list(islice(steady, AT_ONCE)):
        yield some


def _mark(limits: Mapping[str, int], today: dt.date) -> int:
    """A number for everything that the letters of past years rest on."""
    live = Import.objects.filter(state=Import.State.LIVE).order_by("id")
    before = dt.date(today.year, 1, 1)
    said = [
        list(table.objects.filter(on__lt=before).order_by("id").values_list("id", flat=True))
        for table in (GroupDecision, Mark, DirectCost)
    ]
    settled = Settlement.objects.filter(said=True).order_by("id")
    parts = (
        RULES, today.year, sorted(limits.items()), list(live.values_list("id", flat=True)),
        sorted(merged.into().items()), said, newest_change({"customer": ["archived"]}),
        list(settled.values_list("id", "invoice_key")),
    )  # fmt: skip
    return zlib.crc32(repr(parts).encode())
